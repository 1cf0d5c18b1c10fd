"""
Recipe: the official register of agreements as two tables, `agreements.csv` and `parties.csv`.

An agreement is one row of the register; a party is one signatory of it. What the text says (form,
title, dates, registration, term, lapse) is read by the grammar of `register_text`; kind, themes,
parties and source notes are a person's reading, kept in `register_reading.toml` and checked here
against the text. Whatever doesn't fit stops the recipe with ValueError.

Run it with ``python -m data.make_register``. The decisions are told in `README.md`.
"""

import csv
import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path

from data.provenance import DATA
from data.register_schema import (
    AGREEMENT_FIELDS,
    BODIES,
    KINDS,
    PARTY_FIELDS,
    READING,
    SOURCE,
    THEMES,
    record_files,
)
from data.register_text import SourceRow, Title, read_rows

ReadingKey = tuple[str, int, date]
"""Section, number and date of signing: the row a reading belongs to."""


@dataclass(frozen=True)
class Party:
    """One signatory: a `body` acting for a `territory`, in the words of the title."""

    territory: str
    body: str
    wording: str


@dataclass(frozen=True)
class Reading:
    """What a person read out of one row."""

    kind: str
    themes: tuple[str, ...]
    parties: tuple[Party, ...]
    source_note: str

    @property
    def territories(self) -> frozenset[str]:
        """Codes of the territories the parties act for."""
        return frozenset(party.territory for party in self.parties)

    @property
    def signatories(self) -> frozenset[tuple[str, str]]:
        """Territories with the bodies that signed for them."""
        return frozenset((party.territory, party.body) for party in self.parties)


@dataclass(frozen=True)
class Entry:
    """A row with what its title says and what a person read in it."""

    row: SourceRow
    title: Title
    reading: Reading

    @property
    def id(self) -> str:
        """Identifier from signing date, form and territories, never from the row's number."""
        codes = ",".join(sorted(self.reading.territories))
        digest = hashlib.sha256(codes.encode()).hexdigest()[:6]
        return f"{self.title.signed_on}-{self.title.form[0]}-{digest}"


def load_readings(path: Path) -> dict[ReadingKey, Reading]:
    """
    Load the hand-kept table.

    Raises
    ------
    ValueError
        If an entry stands twice, or has a field, kind, theme or body that is not in the lists.
    """
    readings: dict[ReadingKey, Reading] = {}
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["agreement"]:
        key = (entry.pop("section"), entry.pop("number"), entry.pop("signed_on"))
        reading = Reading(
            kind=entry.pop("kind"),
            themes=tuple(entry.pop("themes")),
            parties=tuple(Party(*party) for party in entry.pop("parties")),
            source_note=entry.pop("source_note", ""),
        )
        if key in readings or entry:
            msg = f"{path.name}: {key} stands twice or has unknown fields {sorted(entry)}"
            raise ValueError(msg)
        unknown = {reading.kind} - set(KINDS) | set(reading.themes) - set(THEMES)
        unknown |= {party.body for party in reading.parties} - set(BODIES)
        if unknown:
            msg = f"{path.name}: {key} has unknown codes {sorted(unknown)}"
            raise ValueError(msg)
        readings[key] = reading
    return readings


def build_entries(rows: Iterable[SourceRow], readings: Mapping[ReadingKey, Reading]) -> list[Entry]:
    """
    Join each row with its reading and check one against the other.

    Raises
    ------
    ValueError
        If a title is not in the grammar, a row has no reading, a reading has no row, a reading
        contradicts the title, or two agreements get the same id.
    """
    left = dict(readings)
    entries: list[Entry] = []
    for row in rows:
        title = row.read_title()
        reading = left.pop((row.section, row.number, title.signed_on), None)
        if reading is None:
            msg = f"{row}: no reading for the agreement of {title.signed_on}"
            raise ValueError(msg)
        _check_reading(row, reading)
        entries.append(Entry(row, title, reading))
    if left:
        msg = f"readings without a row: {list(left)}"
        raise ValueError(msg)
    ids = sorted(entry.id for entry in entries)
    if len(set(ids)) != len(ids):
        msg = f"two agreements have the same id: {ids}"
        raise ValueError(msg)
    return entries


def _check_reading(row: SourceRow, reading: Reading) -> None:
    """Raise ValueError unless the reading fits the words of the title."""
    position = 0
    for party in reading.parties:
        found = row.title.find(party.wording, position)
        if not party.wording or found < 0:
            msg = f"{row}: {party.wording!r} isn't in the title, or not in this order"
            raise ValueError(msg)
        position = found + len(party.wording)
    if {code[:3] for code in reading.territories} != {"ru-", "by-"}:
        msg = f"{row}: the parties must stand on both sides of the border"
        raise ValueError(msg)
    if (reading.kind == "sectoral") != bool(reading.themes):
        msg = f"{row}: sectoral agreements have themes, and only they"
        raise ValueError(msg)


def find_successor(entry: Entry, entries: Sequence[Entry]) -> tuple[str, str]:
    """
    Find what replaced a lapsed agreement.

    The register's own words win (`stated`): the agreement they name must be in the register, with
    the same form, subject and date. Where it says nothing, the earliest later agreement counts
    (`inferred`) that the same bodies signed for the same territories and that is not narrower.

    Returns
    -------
    successor_id, successor_basis
        Both empty for an agreement in force, or where nothing is known.

    Raises
    ------
    ValueError
        If the agreement that the register names is not in the register.
    """
    if entry.row.section != "lapsed":
        return "", ""
    named = entry.row.read_successor()
    if named:
        for other in entries:
            if other.title == named:
                return other.id, "stated"
        msg = f"{entry.row}: the successor it names isn't in the register: {named}"
        raise ValueError(msg)
    later = [other for other in entries if _could_replace(other, entry)]
    if not later:
        return "", ""
    return min(later, key=lambda other: other.title.signed_on).id, "inferred"


def _could_replace(later: Entry, earlier: Entry) -> bool:
    """Tell whether one agreement was signed later, by the same bodies, and is not narrower."""
    themes, later_themes = set(earlier.reading.themes), set(later.reading.themes)
    return (
        later.title.signed_on > earlier.title.signed_on
        and later.reading.signatories == earlier.reading.signatories
        and (not later_themes or (bool(themes) and themes <= later_themes))
    )


def build_tables(
    entries: Sequence[Entry],
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """
    Lay the register out as two tables; None is an empty cell.

    Returns
    -------
    agreements
        One row per agreement, in the order of the register; columns as in `AGREEMENT_FIELDS`.
    parties
        One row per signatory, in the order of the titles; columns as in `PARTY_FIELDS`.
    """
    agreements: list[dict[str, object]] = []
    parties: list[dict[str, object]] = []
    for entry in entries:
        row, reading = entry.row, entry.reading
        in_force = row.section == "in_force"
        years = row.read_term() if in_force else None
        registered_on, registration_number = row.read_registration()
        successor_id, successor_basis = find_successor(entry, entries)
        agreements.append(
            {
                "id": entry.id,
                "section": row.section,
                "number": row.number,
                "form": entry.title.form,
                "kind": reading.kind,
                "themes": ";".join(reading.themes),
                "title": row.title,
                "signed_on": entry.title.signed_on,
                "registered_on": registered_on,
                "registration_number": registration_number,
                "term_text": row.term if in_force else None,
                "term_years": years,
                "perpetual": str(years is None).lower() if in_force else None,
                "status": row.section,
                "lapse_text": None if in_force else row.term,
                "successor_id": successor_id,
                "successor_basis": successor_basis,
                "source_note": reading.source_note,
            }
        )
        for position, party in enumerate(reading.parties, start=1):
            place = {"agreement_id": entry.id, "position": position}
            parties.append(place | vars(party))
    return agreements, parties


def build_ties(entries: Iterable[Entry]) -> list[tuple[str, str]]:
    """
    Pair the territories across the state border, one tie per pair.

    Every Russian territory of an agreement is tied to every Belarusian one of the same agreement,
    whether it is in force or lapsed.
    """
    ties: set[tuple[str, str]] = set()
    for entry in entries:
        home = {code for code in entry.reading.territories if code.startswith("ru-")}
        ties.update(product(home, entry.reading.territories - home))
    return sorted(ties)


def load_entries() -> list[Entry]:
    """Load the register and its reading from `data/`, joined and checked."""
    rows = read_rows((DATA / SOURCE).read_text(encoding="utf-8"))
    return build_entries(rows, load_readings(DATA / READING))


def write_tables(entries: Sequence[Entry], folder: Path) -> None:
    """Write `agreements.csv` and `parties.csv` into a folder."""
    agreements, parties = build_tables(entries)
    for name, fields, table in (
        ("agreements.csv", AGREEMENT_FIELDS, agreements),
        ("parties.csv", PARTY_FIELDS, parties),
    ):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            columns = [str(field["name"]) for field in fields]
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(table)


def main() -> None:
    """Make the tables, record where they come from, and list the ties they hold."""
    entries = load_entries()
    write_tables(entries, DATA)
    record_files(DATA)
    ties = build_ties(entries)
    print(f"{len(ties)} ties across the border:")
    for home, partner in ties:
        print(f"  {home} - {partner}")


if __name__ == "__main__":
    main()
