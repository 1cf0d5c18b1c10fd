"""
Recipe: the official register of agreements as two tables, `agreements.csv` and `parties.csv`.

The reading is `geo.reading`'s, by rules alone; nothing is kept by hand. Whatever the rules don't
understand stops the recipe with ValueError.

Run it with ``python -m data.make_register``; behind it a folder may be named that the tables are
written to. The decisions are explained in `README.md`.
"""

import sys
from pathlib import Path

from data.provenance import DATA
from data.register_schema import SOURCE, record_files
from geo.agreements import Agreement, newest_day
from geo.reading import read_register
from geo.territories import load_territories
from geo.ties import build_ties
from geo.update.register_files import to_tables

EXPECTED = ("problem.broken",)
"""Problems of this issue that are known: the last row of the source breaks off."""


def load_agreements(text: str | None = None) -> tuple[Agreement, ...]:
    """
    Read the register of `data/`, or another text of it.

    Raises
    ------
    ValueError
        If anything in it was not understood.
    """
    text = (DATA / SOURCE).read_text(encoding="utf-8") if text is None else text
    reading = read_register(text, load_territories(DATA / "territories.csv"))
    unknown = [problem for problem in reading.problems if problem.key not in EXPECTED]
    if unknown:
        msg = "\n".join(f"{problem.place('en')}: {problem.message('en')}" for problem in unknown)
        raise ValueError(msg)
    return reading.agreements


def main() -> None:
    """Make the tables, record where they come from, and list the ties they hold."""
    folder = Path(sys.argv[1]) if sys.argv[1:] else DATA
    agreements = load_agreements()
    for name, content in to_tables(agreements).items():
        (folder / name).write_bytes(content)
    record_files(folder, newest_day(agreements))
    ties = build_ties(agreements, load_territories(DATA / "territories.csv"))
    print(f"{len(agreements)} agreements, {len(ties)} ties across the border:")
    for tie in ties:
        print(f"  {tie.home} - {tie.partner}")


if __name__ == "__main__":
    main()
