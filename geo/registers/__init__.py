"""
Registers side by side: those of several folders as one, and any of it from the other side.

A choice of registers is one `Register`, so that whatever shows, counts or words one takes several.
Territories are united by code; where two gazetteers differ, the first one holds. An agreement that
stands in two registers is shown once, as the first has it, with what each of them says
(`Agreement.records`). Two records are one agreement for certain if day, form and territories are
the same, which is what an id is made of; anything less is for a person to decide (`geo.quality`).

From the other side the home side is a region or a territory across the border: what it signed, over
all registers, with the sides swapped.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from geo import settings
from geo.agreements import Agreement, Entry, Identity, Register, load_register
from geo.errors import DataError
from geo.languages import LANGUAGES
from geo.sources.imprint import IMPRINT, joined, load_imprint
from geo.territories import Territories
from geo.view.link import pick, tidy

PARAMS = ("register", "side")
"""Link parameters that say which registers are shown, and from which side."""


def paths() -> tuple[Path, ...]:
    """Return the folders of the registers; DataError for several beside a database of one."""
    if len(settings.FOLDERS) == 1:
        return (settings.DATA,)
    if settings.REGISTER_URL:
        raise DataError("error.registers_database")
    return settings.FOLDERS


def folders() -> dict[str, Path]:
    """
    Return the folders of the registers that can be shown, by their home regions.

    DataError if two are of one region.
    """
    found: dict[str, Path] = {}
    for folder in paths():
        with _naming(folder):
            home = load_imprint(folder).home
        if home in found:
            raise DataError("error.register_twice", file=f"{folder.name}/{IMPRINT}", got=home)
        found[home] = folder
    return found


def load_registers(params: Mapping[str, str], *, may_be_new: bool = False) -> Register:
    """
    Read the registers that a link chooses, all if it chooses none, from the side that it names.

    What does not exist is left out, as `geo.view.read_view` says. DataError as `load_register`.
    """
    known = folders()
    picked = pick(params.get("register", ""), known)[0] or known
    chosen = [code for code in known if code in picked]
    registers = []
    for folder in (known[code] for code in chosen):
        with _naming(folder, only_if=len(known) > 1):
            one = load_register(folder, may_be_new=may_be_new)
        if len(known) > 1:  # it knows where it is, and which others there are
            imprint = replace(one.territories.imprint, folders=(folder,), known=tuple(known))
            one = replace(one, territories=Territories(one.territories.values(), imprint))
        registers.append(one)
    register = join(registers) if len(registers) > 1 else registers[0]
    side = tidy(params.get("side", ""))
    return seen_from(register, side) if side in sides(register) else register


@contextmanager
def _naming(folder: Path, *, only_if: bool = True) -> Iterator[None]:
    """Let the fault of a file name its folder as well."""
    try:
        yield
    except DataError as error:
        if not only_if or "file" not in error.details:
            raise
        named = {"file": f"{folder.name}/{error.details['file']}"}
        raise DataError(error.key, **(error.details | named)) from error


def sides(register: Register) -> tuple[str, ...]:
    """Return the places across the border that can be the point of view: regions, territories."""
    imprint = register.territories.imprint
    home = (imprint.parts or (imprint,))[0].country
    codes = dict.fromkeys(code for one in register.by_id.values() for code in one.territories)
    across = [x for x in map(register.territories.get, codes) if x and x.country != home]
    return tuple(dict.fromkeys((*sorted(x.region for x in across), *(x.code for x in across))))


def join(registers: Sequence[Register]) -> Register:
    """Return several registers as one."""
    parts = tuple(_marked(one) for one in _with_one_id(registers))
    territories = {
        code: territory
        for register in reversed(registers)
        for code, territory in register.territories.items()
    }
    order = dict.fromkeys(code for register in registers for code in register.territories)
    regions = frozenset(x.region for one in registers for x in one.territories.values()
                        if x.is_expected)  # fmt: skip
    imprint = joined([one.territories.imprint for one in registers], regions)
    records: dict[str, list[Entry]] = {}
    for part in parts:
        for agreement in part.agreements:
            records.setdefault(agreement.id, []).extend(agreement.records)
    return Register(
        tuple(replace(one[0].agreement, records=tuple(one)) for one in records.values()),
        Territories((territories[code] for code in order), imprint),
        parts,
    )


def _with_one_id(registers: Sequence[Register]) -> list[Register]:
    """Give one agreement the same id in all registers, and different ones different ids."""
    taken: dict[str, Identity] = {}
    found = []
    for register in registers:
        ids: dict[str, str] = {}
        own = Counter(one.identity for one in register.agreements)
        others = {key: code for code, key in taken.items()}
        often = Counter(taken.values())
        for agreement in register.agreements:
            key, code = agreement.identity, agreement.id
            if taken.get(code) != key and own[key] == often[key] == 1:
                code = others[key]
            while taken.get(code, key) != key:
                code = f"{code}-{register.territories.imprint.home}"
            ids[agreement.id] = code
        taken |= {ids[agreement.id]: agreement.identity for agreement in register.agreements}
        found.append(replace(register, agreements=_renamed(register.agreements, ids)))
    return found


def _renamed(agreements: tuple[Agreement, ...], ids: Mapping[str, str]) -> tuple[Agreement, ...]:
    if all(new == old for old, new in ids.items()):
        return agreements
    return tuple(
        replace(
            one,
            id=ids[one.id],
            successor_id=ids.get(one.successor_id, ""),
            about_id=ids.get(one.about_id, ""),
        )
        for one in agreements
    )


def _marked(register: Register) -> Register:
    """Return a register whose agreements say which one they stand in."""
    imprint = register.territories.imprint
    marked = (replace(one, records=(Entry(imprint, one),)) for one in register.agreements)
    return replace(register, agreements=tuple(marked))


def seen_from(register: Register, side: str) -> Register:
    """Return what a region or a territory across the border has in a register, from its side."""
    known = register.territories
    own = {code for code, place in known.items() if side in (code, place.region)}
    parts = register.parts or (_marked(register),)
    agreements = register.agreements if register.parts else parts[0].agreements
    kept = tuple(one for one in agreements if own & set(one.territories))
    place = {lang: known[side].name(lang) for lang in LANGUAGES} if side in known else {}
    expected = known.imprint.regions or {x.region for x in known.values() if x.is_expected}
    country = side.partition("-")[0]
    countries = (country, *_across(country, kept, register))
    regions = frozenset(code for code in expected if code.partition("-")[0] in countries)
    imprint = replace(
        known.imprint,
        home=side,
        partners=countries[1:],
        homes=(side,),
        place=place,
        regions=regions,
        parts=known.imprint.parts or (known.imprint,),
        side=side,
    )
    beyond = tuple(one for one in agreements if one not in kept)
    return Register(kept, Territories(known.values(), imprint), parts, beyond)


def _across(country: str, agreements: Sequence[Agreement], register: Register) -> tuple[str, ...]:
    """Return the countries that a country's agreements are with, in the order of the registers."""
    known = register.territories
    parties = {known[code].country for one in agreements for code in one.territories}
    homes = {part.territories.imprint.country for part in register.parts or (register,)}
    order = known.imprint.countries
    return tuple(code for code in order if code in parties | homes and code != country)
