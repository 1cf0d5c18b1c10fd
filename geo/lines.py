"""Lines: text as one line that a file can hold, and that line in pieces that fit."""

import re
import unicodedata
from collections.abc import Callable

MISSING = "\ufffd"
"""Stands for a character that cannot be written or drawn: nothing vanishes without a trace."""
_SPACES = re.compile(r"[^\S\u00a0]+|[\u2028\u2029]+")
"""Spaces of all kinds but the one that keeps words together."""


def one_line(text: str) -> str:
    """Return text with every run of line breaks and spaces as one space."""
    return _SPACES.sub(" ", text).strip(" ")


def plain(text: str) -> str:
    """
    Return text as one line that XML can hold.

    Line breaks become spaces; marks that only steer go, such as "right to left"; what XML forbids
    becomes `MISSING`.
    """
    if text.isprintable() and one_line(text) == text:
        return text
    return cleaned(one_line(text), is_sign)


def is_sign(sign: str) -> bool:
    """Return whether a character is one to be read, no control, no mark, none unassigned."""
    return not unicodedata.category(sign).startswith("C")


def cleaned(line: str, can: Callable[[str], bool]) -> str:
    """Return a line of what can stand in a file: marks that only steer go, all else is missing."""
    other = {"Cf": ""}
    signs = (x if can(x) else other.get(unicodedata.category(x), MISSING) for x in line)
    return "".join(signs)


def broken(line: str, fits: Callable[[str], bool]) -> list[str]:
    """Return a line in lines that fit, broken at spaces; a word that never fits is split."""
    lines: list[str] = []
    for word in line.split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and fits(joined):
            lines[-1] = joined
            continue
        while len(word) > 1 and not fits(word):
            n = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or fits(word[:n]))
            lines.append(word[:n])
            word = word[n:]
        lines.append(word)
    return lines
