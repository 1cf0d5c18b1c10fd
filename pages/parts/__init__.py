"""
Pieces of pages that more than one page shows, or that are a noun of their own.

The script or the style of one stands in a file beside it.
"""

from pathlib import Path


def beside(module: str, suffix: str) -> str:
    """Return what stands in the file of a module's name with another suffix."""
    return Path(module).with_suffix(suffix).read_text(encoding="utf-8")
