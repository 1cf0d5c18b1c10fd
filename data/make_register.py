"""
Recipe: the official register of agreements as two tables, `agreements.csv` and `parties.csv`.

The reading is `geo.reading`'s, by rules alone; nothing is kept by hand. Whatever the rules don't
understand stops the recipe with ValueError. Once another issue has taken the text's place, the
document that `datapackage.json` names is read with the decisions kept beside it.

Run it with ``python -m data.make_register``; behind it a folder may be named that the tables are
written to. The decisions are explained in `README.md`.
"""

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import get_type_hints

from data.provenance import DATA, record
from geo.agreements import (
    AGREEMENT_COLUMNS,
    PARTY_COLUMNS,
    Agreement,
    Basis,
    Body,
    Effect,
    Form,
    Kind,
    Status,
    Theme,
    load_register,
    newest_day,
)
from geo.reading import Reading, read_register
from geo.sources import PACKAGE
from geo.territories import load_territories
from geo.text import t
from geo.ties import build_ties
from geo.update.decisions import load_kept
from geo.update.intake import decode_text, is_archive
from geo.update.register_files import AGREEMENTS, PARTIES, read_records, to_tables, version
from geo.update.settlement import build_preview

SOURCE = "register_smolensk_2026.txt"
COLUMNS = {AGREEMENTS: AGREEMENT_COLUMNS, PARTIES: PARTY_COLUMNS}
CODES = {
    "section": Status, "status": Status, "form": Form, "kind": Kind, "successor_basis": Basis,
    "effect": Effect, "body": Body,
}  # fmt: skip
"""The closed lists that columns have their codes from."""
TYPES = {bool: "boolean", int: "integer", date: "date"}
EXPECTED = ("problem.broken",)
"""Problems of this issue that are known: the last row of the source breaks off."""


def load_agreements(text: str | None = None) -> tuple[Agreement, ...]:
    """Read the register of `data/`, or another text; ValueError if anything was not understood."""
    text = (DATA / SOURCE).read_text(encoding="utf-8") if text is None else text
    reading = read_register(text, load_territories(DATA / "territories.csv"))
    unknown = [problem for problem in reading.problems if problem.key not in EXPECTED]
    if unknown:
        msg = "\n".join(f"{problem.place('en')}: {problem.message('en')}" for problem in unknown)
        raise ValueError(msg)
    return reading.agreements


def document_of(folder: Path) -> str:
    """Return the name of the document that the tables of a folder were read from."""
    record = read_records((folder / PACKAGE).read_bytes())[AGREEMENTS]
    return str(record["sources"][0].get("path", ""))


def load_issue(folder: Path) -> tuple[Agreement, ...]:
    """
    Read the document that a later issue left in a folder, with the decisions kept for it.

    UpdateError if it leaves a question open.
    """
    content = (folder / document_of(folder)).read_bytes()
    document = content if is_archive(content) else decode_text(content)
    register = load_register(folder)

    def read(decisions: Mapping[str, str]) -> Reading:
        home = register.territories.imprint.home
        return read_register(document, register.territories, decisions, home=home)

    return build_preview(register, "", read, {}, load_kept(folder)).agreements


def build_schema(columns: Sequence[str], before: Mapping) -> dict:
    """
    Return the schema of a table as it was described `before`, with today's columns and codes.

    A new column has the type that `Agreement` gives it, and is called as tables call it.
    """
    known = {field["name"]: field for field in before["fields"]}
    fields = []
    for name in columns:
        field = known.get(name) or {
            "name": name, "type": _type(name), "description": t(f"table.{name}", "en")
        }  # fmt: skip
        constraints = dict(field.get("constraints", {}))
        if name in CODES:
            constraints["enum"] = [str(code) for code in CODES[name]]
        elif name == "themes":
            theme = f"({'|'.join(Theme)})"
            constraints["pattern"] = f"{theme}(;{theme})*"
        fields.append({**field, **({"constraints": constraints} if constraints else {})})
    return {"fields": fields}


def _type(name: str) -> str:
    hint = get_type_hints(Agreement).get(name)
    return next((said for kind, said in TYPES.items() if hint in (kind, kind | None)), "string")


def record_files(folder: Path, newest: date) -> None:
    """Record the register, whose newest entry is of that day, and what is made of it."""
    records = read_records((folder / PACKAGE).read_bytes())
    record(folder / SOURCE, version=version(newest))
    for name, columns in COLUMNS.items():
        schema = build_schema(columns, records[name]["schema"])
        record(folder / name, version=version(newest), schema=schema)


def main() -> None:
    """Make the tables, record where they come from, and list the ties they hold."""
    folder = Path(sys.argv[1]) if sys.argv[1:] else DATA
    first = document_of(folder) == SOURCE
    source = (folder / SOURCE).read_text(encoding="utf-8") if first else ""
    agreements = load_agreements(source) if first else load_issue(folder)
    for name, content in to_tables(agreements).items():
        (folder / name).write_bytes(content)
    if first:  # of a later issue `geo import` has recorded it
        record_files(folder, newest_day(agreements))
    ties = build_ties(agreements, load_territories(DATA / "territories.csv"))
    print(f"{len(agreements)} agreements, {len(ties)} ties across the border:")
    for tie in ties:
        print(f"  {tie.home} - {tie.partner}")


if __name__ == "__main__":
    main()
