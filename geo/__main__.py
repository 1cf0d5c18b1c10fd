"""
The library on the command line: ``python -m geo COMMAND``.

``check`` validates everything in ``data/`` and prints counts; ``ties`` prints the ties.
"""

import argparse
import csv
import sys
from collections.abc import Sequence
from typing import TextIO

from geo.agreements import Register, Status, load_register
from geo.boundaries import load_boundaries
from geo.errors import GeoError
from geo.sources import check_files
from geo.ties import build_ties

TIE_COLUMNS = ("home", "partner", "n_agreements", "n_in_force", "length_km")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 1 after an error in the data that is told on stderr."""
    parser = argparse.ArgumentParser(prog="python -m geo", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="validate data/ and print counts")
    ties = commands.add_parser("ties", help="print the ties")
    ties.add_argument("--format", choices=("csv",), default="csv")
    options = parser.parse_args(arguments)
    try:
        register = load_register()
        if options.command == "check":
            print_check(register, sys.stdout)
        else:
            print_ties(register, sys.stdout)
    except GeoError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def print_check(register: Register, out: TextIO) -> None:
    """
    Check the files that `load_register` does not read, and print what there is.

    Raises
    ------
    DataError
        If boundaries, provenance or a file's hash are not as they should be.
    """
    n_files = check_files()
    boundaries = load_boundaries(register.territories)
    in_force = sum(agreement.status == Status.IN_FORCE for agreement in register.agreements)
    counts = {
        "agreements": len(register.agreements),
        "in force": in_force,
        "lapsed": len(register.agreements) - in_force,
        "parties": sum(len(agreement.parties) for agreement in register.agreements),
        "ties": len(build_ties(register.agreements, register.territories)),
        "territories": len(register.territories),
        "shapes": len(boundaries.shapes),
        "files": n_files,
    }
    for name, count in counts.items():
        print(f"{name:12} {count:6}", file=out)


def print_ties(register: Register, out: TextIO) -> None:
    """Print one line per tie, most agreements first, as CSV (`TIE_COLUMNS`)."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(TIE_COLUMNS)
    for tie in build_ties(register.agreements, register.territories):
        row = (tie.home, tie.partner, tie.n_agreements, tie.n_in_force, f"{tie.length_km:.1f}")
        writer.writerow(row)


if __name__ == "__main__":
    sys.exit(main())
