"""
Recipe: the official register of agreements as two tables, `agreements.csv` and `parties.csv`.

The reading is `geo.reading`'s, by rules alone; nothing is kept by hand. Whatever the rules don't
understand stops the recipe with ValueError. Once another issue has taken the text's place, the
document that `datapackage.json` names is read with the decisions kept beside it.

Run it with ``python -m data.make_register``; behind it a folder may be named that the tables are
written to. The decisions are explained in `README.md`.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from data.provenance import DATA
from data.register_schema import SOURCE, record_files
from geo.agreements import Agreement, load_register, newest_day
from geo.reading import Reading, read_register
from geo.sources import PACKAGE
from geo.territories import load_territories
from geo.ties import build_ties
from geo.update.decisions import load_kept
from geo.update.intake import decode_text, is_archive
from geo.update.register_files import AGREEMENTS, read_records, to_tables
from geo.update.settlement import build_preview

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
    records = {r["path"]: r for r in read_records((folder / PACKAGE).read_bytes())}
    return str(records[AGREEMENTS]["sources"][0].get("path", ""))


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
