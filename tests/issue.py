"""
The issue of 2026, kept: tests with figures read this one, whatever issue `data/` holds by now.

Importing this module lays its register out beside the boundaries of `data/` and points the library
at them, and with it every process that a test starts. So it is imported before the library.
What holds of any issue is checked on `LIVE` itself, in `test_live_data`.

After a change of the columns: ``python -m data.make_register tests/issue_2026``.
"""

import atexit
import json
import os
import shutil
import tempfile
from pathlib import Path

LIVE = Path(__file__).resolve().parent.parent / "data"
ISSUE = Path(__file__).resolve().parent / "issue_2026"
SOURCE = ISSUE / "register_smolensk_2026.txt"
PACKAGE = "datapackage.json"
OF_AN_ISSUE = (
    "agreements.csv",
    "parties.csv",
    "outside.csv",
    "decisions.toml",
    "register*.docx",
    "register*.txt",
    "versions",
)
"""What an update writes into `data/` or removes from there."""


def lay_out(folder: Path) -> Path:
    """Fill a new folder with what the app reads: the kept register, boundaries of today."""
    shutil.copytree(LIVE, folder, ignore=shutil.ignore_patterns(*OF_AN_ISSUE, "*.py", "__*__"))
    package, kept = (json.loads((each / PACKAGE).read_text("utf-8")) for each in (LIVE, ISSUE))
    others = [each for each in package["resources"] if (folder / each["path"]).exists()]
    package["resources"] = sorted(others + kept["resources"], key=lambda each: each["name"])
    shutil.copytree(ISSUE, folder, dirs_exist_ok=True)
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / PACKAGE).write_text(text, encoding="utf-8", newline="\n")
    return folder


_home = tempfile.mkdtemp(prefix="ties-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["TIES_DATA"] = str(lay_out(Path(_home) / "data"))
os.environ["TIES_CACHE"] = str(Path(_home) / "cache")
