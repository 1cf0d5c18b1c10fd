"""
Recipe: the official register of agreements as two tables, `agreements.csv` and `parties.csv`.

The reading is `geo.reading`'s, by rules alone; nothing is kept by hand. Whatever the rules don't
understand stops the recipe with ValueError.

Run it with ``python -m data.make_register``; behind it a folder may be named that the tables are
written to. The decisions are told in `README.md`.
"""

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from data.provenance import DATA
from data.register_schema import AGREEMENT_FIELDS, PARTY_FIELDS, SOURCE, record_files
from geo.agreements import Agreement
from geo.reading import read_register
from geo.territories import load_territories
from geo.ties import build_ties

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


def build_tables(
    agreements: Iterable[Agreement],
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
    rows: list[dict[str, object]] = []
    parties: list[dict[str, object]] = []
    for agreement in agreements:
        row = {str(field["name"]): getattr(agreement, str(field["name"]), None)
               for field in AGREEMENT_FIELDS}  # fmt: skip
        row["section"] = agreement.status
        row["themes"] = ";".join(agreement.themes)
        row["perpetual"] = None if agreement.perpetual is None else str(agreement.perpetual).lower()
        rows.append(row)
        for position, party in enumerate(agreement.parties, start=1):
            parties.append({"agreement_id": agreement.id, "position": position} | vars(party))
    return rows, parties


def write_tables(agreements: Sequence[Agreement], folder: Path) -> None:
    """Write `agreements.csv` and `parties.csv` into a folder."""
    rows, parties = build_tables(agreements)
    for name, fields, table in (
        ("agreements.csv", AGREEMENT_FIELDS, rows),
        ("parties.csv", PARTY_FIELDS, parties),
    ):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            columns = [str(field["name"]) for field in fields]
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(table)


def main() -> None:
    """Make the tables, record where they come from, and list the ties they hold."""
    folder = Path(sys.argv[1]) if sys.argv[1:] else DATA
    agreements = load_agreements()
    write_tables(agreements, folder)
    record_files(folder)
    ties = build_ties(agreements, load_territories(DATA / "territories.csv"))
    print(f"{len(agreements)} agreements, {len(ties)} ties across the border:")
    for tie in ties:
        print(f"  {tie.home} - {tie.partner}")


if __name__ == "__main__":
    main()
