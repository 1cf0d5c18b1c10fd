"""
The register: agreements on cross-border cooperation and the parties that signed them.

An agreement has two or more parties and counts as one agreement everywhere. Its `id` is made from
signing date, form and parties; the number in the register is no identity, since all numbers shift
with every reissue. Status is what the register says (the table an agreement stands in), never
what a calculation says.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from geo import settings
from geo.errors import DataError
from geo.sources import is_new
from geo.sources.imprint import Imprint
from geo.tables import CsvRow, read_table
from geo.territories import Territories, Territory, load_territories

AGREEMENT_COLUMNS = (
    "id", "section", "number", "form", "kind", "themes", "title", "signed_on", "registered_on",
    "registration_number", "term_text", "term_years", "perpetual", "prolonged", "ends_on",
    "status", "lapse_text", "lapsed_on", "successor_id", "successor_basis", "effect", "about_id",
    "source_note",
)  # fmt: skip
OPTIONAL_COLUMNS = ("prolonged", "ends_on", "lapsed_on", "effect", "about_id")
"""Columns that earlier versions of the data do not have; a term of years was one that goes on."""
PARTY_COLUMNS = ("agreement_id", "position", "territory", "body", "wording")


class Status(StrEnum):
    """The table of the register an agreement stands in."""

    IN_FORCE = "in_force"
    LAPSED = "lapsed"


class Form(StrEnum):
    """The legal form in the title: договор, соглашение, меморандум or протокол."""

    DOGOVOR = "dogovor"
    SOGLASHENIE = "soglashenie"
    MEMORANDUM = "memorandum"
    PROTOKOL = "protokol"


class Effect(StrEnum):
    """What an agreement does to another one that it is about."""

    CHANGES = "changes"
    PROLONGS = "prolongs"
    ENDS = "ends"


class Kind(StrEnum):
    """What the agreement is about, from the words of its title."""

    TWINNING = "twinning"
    FRIENDSHIP = "friendship"
    COOPERATION = "cooperation"
    SECTORAL = "sectoral"


class Theme(StrEnum):
    """A field that an agreement names."""

    CULTURE = "culture"
    EDUCATION = "education"
    SPORT = "sport"
    TOURISM = "tourism"
    TRADE_ECONOMY = "trade_economy"
    SCIENCE_TECHNOLOGY = "science_technology"
    HUMANITIES = "humanities"
    SOCIAL = "social"


class Body(StrEnum):
    """Who signed for a territory."""

    MUNICIPALITY = "municipality"
    EXECUTIVE = "executive"
    COUNCIL = "council"
    EDUCATION_DEPARTMENT = "education_department"
    INSTITUTION = "institution"
    """A school, a museum, a chamber in the territory: only as a person says."""


class Basis(StrEnum):
    """Where a successor is known from: the register's own words, or our inference."""

    STATED = "stated"
    INFERRED = "inferred"


Identity = tuple[date, Form, frozenset[str]]


@dataclass(frozen=True)
class Party:
    """Who signed: a `body` for a `territory` (code), in the title's own `wording`."""

    territory: str
    body: Body
    wording: str


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """
    One row of the register. Absent dates and terms are None: unknown or not given.

    A term is `perpetual`, or of `term_years` that are `prolonged` for the same again or are not, or
    one that `ends_on` a day; `lapsed_on` is the day of a lapse where the register names one.
    One about another has its `effect` on that one, `about_id`.

    `listed_on` is the day of the issue of the register that the row stands in, set by
    `load_register`; the same row in another issue is the same agreement. So is `ended_on`, the day
    on which the agreement was signed that ends this one, if there is any. `records` is what each
    register has of it, where it is not plain which register is meant (`geo.registers`).
    """

    id: str
    number: int
    form: Form
    kind: Kind
    themes: tuple[Theme, ...]
    title: str
    signed_on: date
    registered_on: date | None
    registration_number: str = ""
    term_text: str = ""
    term_years: int | None
    perpetual: bool | None
    status: Status
    lapse_text: str = ""
    successor_id: str = ""
    successor_basis: Basis | None = None
    source_note: str = ""
    parties: tuple[Party, ...]
    prolonged: bool | None = None
    ends_on: date | None = None
    lapsed_on: date | None = None
    effect: Effect | None = None
    about_id: str = ""
    listed_on: date | None = field(default=None, compare=False)
    ended_on: date | None = field(default=None, compare=False)
    records: "tuple[Entry, ...]" = field(default=(), compare=False)

    @cached_property
    def territories(self) -> tuple[str, ...]:
        """Codes of the territories that signed, each once, in the title's order."""
        return tuple(dict.fromkeys(party.territory for party in self.parties))

    @cached_property
    def signatories(self) -> frozenset[tuple[str, Body]]:
        """Which body signed for which territory."""
        return frozenset((party.territory, party.body) for party in self.parties)

    @property
    def identity(self) -> Identity:
        """What it is known by in any issue of any register: date, form and parties."""
        return self.signed_on, self.form, frozenset(self.territories)

    def covers(self, other: "Agreement") -> bool:
        """Return whether it is not narrower than another: all its fields, or of any field."""
        own, others = set(self.themes), set(other.themes)
        return not own or (bool(others) and others <= own)


@dataclass(frozen=True)
class Entry:
    """An agreement as one register has it, and whose register that is."""

    imprint: Imprint
    agreement: Agreement


@dataclass(frozen=True, eq=False)
class Register:
    """The whole list with its gazetteer; agreements in the register's own order.

    Compared and hashed by identity: loading again makes another register. It may be several joined,
    its `parts`, or what concerns a place across the border; `beyond` are then the agreements that
    others refer to and that are none of its own (`geo.registers`).
    """

    agreements: tuple[Agreement, ...]
    territories: Territories
    parts: "tuple[Register, ...]" = ()
    beyond: tuple[Agreement, ...] = ()

    def words(self, lang: str) -> dict[str, str]:
        """Return the words for whose register it is, which a text may ask for."""
        return self.territories.imprint.words(lang)

    @cached_property
    def by_id(self) -> dict[str, Agreement]:
        """Agreements by their id."""
        return {agreement.id: agreement for agreement in (*self.agreements, *self.beyond)}

    @cached_property
    def years(self) -> tuple[int, int]:
        """First and last year of signing."""
        years = [agreement.signed_on.year for agreement in self.agreements]
        return min(years), max(years)

    @cached_property
    def newest(self) -> date:
        """How fresh this issue of the register is, or of its parts the latest."""
        return newest_day(one for part in self.parts or (self,) for one in part.agreements)

    @cached_property
    def themes(self) -> tuple[str, ...]:
        """Every theme of the register, the most frequent first."""
        counts = Counter(theme for agreement in self.agreements for theme in agreement.themes)
        return tuple(sorted(counts, key=lambda theme: (-counts[theme], theme)))

    @cached_property
    def party_codes(self) -> tuple[str, ...]:
        """Codes of all territories with an agreement, in the gazetteer's order."""
        parties = {code for agreement in self.agreements for code in agreement.territories}
        return tuple(code for code in self.territories if code in parties)

    @cached_property
    def about(self) -> dict[str, tuple[Agreement, ...]]:
        """For the id of an agreement: those that change, prolong or end it."""
        return self._naming("about_id")

    @cached_property
    def unplaced(self) -> tuple[Territory, ...]:
        """The parties that no map shows, since nobody knows where they lie."""
        parties = (self.territories[code] for code in self.party_codes)
        return tuple(place for place in parties if not place.point)

    @cached_property
    def domestic(self) -> tuple[Agreement, ...]:
        """The agreements that no line of a map shows, since all parties are of one country."""
        side = {code: territory.side for code, territory in self.territories.items()}
        return tuple(a for a in self.agreements if len({side[c] for c in a.territories}) == 1)

    @cached_property
    def predecessors(self) -> dict[str, tuple[Agreement, ...]]:
        """For the id of an agreement: those it replaced, stated or inferred."""
        return self._naming("successor_id")

    def _naming(self, field: str) -> dict[str, tuple[Agreement, ...]]:
        """Return the agreements that name another one in a field, by the id of that one."""
        found: dict[str, tuple[Agreement, ...]] = {}
        for agreement in self.agreements:
            if other := getattr(agreement, field):
                found[other] = (*found.get(other, ()), agreement)
        return found


def newest_day(agreements: Iterable[Agreement]) -> date:
    """Return the latest date of signing or registration, of one agreement or more."""
    return max(day for a in agreements for day in (a.signed_on, a.registered_on) if day)


def load_register(folder: Path = settings.DATA, *, may_be_new: bool = False) -> Register:
    """
    Read ``territories.csv``, ``agreements.csv`` and ``parties.csv`` of a folder.

    With `may_be_new` a register that was just made may be without agreements.

    DataError if a file is broken or they contradict each other; nothing is returned half loaded.
    """
    territories = load_territories(folder / "territories.csv")
    rows: dict[str, CsvRow] = {}
    for row in read_table(folder / "agreements.csv", AGREEMENT_COLUMNS, OPTIONAL_COLUMNS):
        if row.text("id") in rows:
            raise row.problem("id", "expected.unique")
        rows[row.text("id")] = row
    if not rows and is_new(folder):
        if may_be_new:
            return Register((), territories)
        raise DataError("error.new_register")
    if not rows:
        raise DataError("error.empty_table", file="agreements.csv")
    parties = _read_parties(folder / "parties.csv", territories, known=rows)
    agreements = {code: _agreement(row, parties.get(code, ())) for code, row in rows.items()}
    for code, row in rows.items():
        _check_links(row, agreements[code], agreements)
    register = Register(tuple(agreements.values()), territories)
    dated = (
        replace(
            agreement,
            listed_on=register.newest,
            ended_on=min(
                (x.signed_on for x in register.about.get(agreement.id, ()) if x.effect == "ends"),
                default=None,
            ),
        )
        for agreement in register.agreements
    )
    return Register(tuple(dated), territories)


def _read_parties(
    path: Path, territories: Territories, known: Container[str]
) -> dict[str, tuple[Party, ...]]:
    """Return the parties by agreement id, checking ids, positions and codes."""
    parties: dict[str, tuple[Party, ...]] = {}
    for row in read_table(path, PARTY_COLUMNS):
        if row.text("agreement_id") not in known:
            raise row.problem("agreement_id", "expected.agreement")
        earlier = parties.get(row.text("agreement_id"), ())
        if row.cell("position", int | None) != len(earlier) + 1:
            raise row.problem("position", str(len(earlier) + 1))
        if row.text("territory") not in territories:
            raise row.problem("territory", "expected.territory")
        parties[row.text("agreement_id")] = (*earlier, row.record(Party))
    return parties


def _agreement(row: CsvRow, parties: tuple[Party, ...]) -> Agreement:
    agreement = row.record(Agreement, parties=parties)
    if agreement.term_years and agreement.prolonged is None:
        agreement = replace(agreement, prolonged=True)
    if row.cell("section", Status) != agreement.status:
        raise row.problem("section", agreement.status)
    if len(agreement.territories) < 2:
        raise row.problem("id", "expected.parties")
    if agreement.perpetual and agreement.term_years:
        raise row.problem("term_years", "expected.empty")
    if bool(agreement.successor_id) != bool(agreement.successor_basis):
        raise row.problem("successor_basis", "stated | inferred")
    if bool(agreement.effect) != bool(agreement.about_id):
        raise row.problem("effect", " | ".join(Effect))
    return agreement


def _check_links(row: CsvRow, agreement: Agreement, known: Mapping[str, Agreement]) -> None:
    """Raise `DataError` unless its successor was signed later, and what it is about earlier."""
    if agreement.about_id:
        about = known.get(agreement.about_id)
        if about is None or about is agreement or about.signed_on > agreement.signed_on:
            raise row.problem("about_id", "expected.about")
    if not agreement.successor_id:
        return
    successor = known.get(agreement.successor_id)
    if successor is None or successor.signed_on <= agreement.signed_on:
        raise row.problem("successor_id", "expected.successor")


def newest_first(agreements: Iterable[Agreement]) -> tuple[Agreement, ...]:
    """Return agreements in the order of signing, the newest first."""
    return tuple(sorted(agreements, key=lambda a: (a.signed_on, a.id), reverse=True))
