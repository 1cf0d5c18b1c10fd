"""
Faults by kind: how many are tried, and how many end as they should.

    python -m tests.fault_table

It runs the tests that try them and counts; pytest does not collect this file.
"""

import sys
from collections import Counter

import pytest

KINDS = {
    "the data folder": ("test_data_faults",),
    "links and small files": ("test_faults", "test_view", "test_meeting"),
    "documents handed in": ("test_intake", "test_template"),
    "the command line": ("test_console", "test_cli"),
    "writing, kills, full disks": ("test_update",),
    "the database and two keepers": ("test_store",),
    "many at once, a cold server": ("test_many_readers",),
}
"""Modules of tests by the kind of faults that they try."""


class Count:
    """What pytest tells of each test, by its module."""

    def __init__(self) -> None:
        self.tried: Counter[str] = Counter()
        self.handled: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test once: its call, or what kept it from being called."""
        module = report.nodeid.partition(".py")[0].rpartition("/")[2]
        if report.when == "call" or report.failed:
            self.tried[module] += 1
            self.handled[module] += report.passed


def main() -> int:
    """Print the table."""
    count = Count()
    files = [f"tests/{name}.py" for names in KINDS.values() for name in names]
    code = pytest.main(["-q", "-n0", "-p", "no:cacheprovider", *files], plugins=[count])
    print(f"\n{'kind':32}{'tried':>8}{'handled':>9}")
    for kind, names in KINDS.items():
        tried, handled = (sum(map(each.get, names)) for each in (count.tried, count.handled))
        print(f"{kind:32}{tried:8}{handled:9}")
    print(f"{'together':32}{count.tried.total():8}{count.handled.total():9}")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
