"""
Drafts: decisions on a document that is not taken yet, for who loses the page and comes back.

They lie beside the versions, each under digits of its document's hash, and never count by
themselves: a person who has the same document is asked whether to go on with them.
"""

import contextlib
import re
from datetime import datetime
from pathlib import Path

from geo import settings
from geo.errors import GeoError
from geo.tables import write_whole
from geo.update.decisions import load_decisions, to_toml
from geo.update.settlement import Settlements
from geo.update.versions import VERSIONS

N_DRAFTS = 50
"""So many are kept, the latest ones: anybody may upload a document."""
_NAME = re.compile(r"[0-9a-f]{16}")


def draft_name(digest: str) -> str:
    """Return what the draft of a document with that hash is called."""
    return digest[:16]


def save_draft(name: str, decisions: Settlements, folder: Path = settings.DATA) -> bool:
    """Keep decisions, or forget the draft if there are none; return whether the disk let it."""
    drafts = folder / VERSIONS / "drafts"
    file = drafts / f"{name}.toml"
    if not _NAME.fullmatch(name):
        return False
    try:
        if not decisions:
            file.unlink(missing_ok=True)
            return True
        drafts.mkdir(parents=True, exist_ok=True)
        write_whole(file, to_toml(decisions))
        found = sorted(drafts.glob("*.toml"), key=lambda each: each.stat().st_mtime_ns)
        for old in found[:-N_DRAFTS]:
            old.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def load_draft(name: str, folder: Path = settings.DATA) -> tuple[Settlements, datetime] | None:
    """Return the decisions of a draft and when they were made; None if there is none."""
    file = folder / VERSIONS / "drafts" / f"{name}.toml"
    with contextlib.suppress(OSError, GeoError):
        if _NAME.fullmatch(name) and (decisions := load_decisions(file)):
            return decisions, datetime.fromtimestamp(file.stat().st_mtime)
    return None
