"""
Parameters of a link as people paste them.

Whoever copies a link out of a sentence copies a bracket or a full stop with it, Word makes a long
dash of a short one, a mail breaks the line. What can only be such a slip is forgiven here; what a
parameter means is no matter of this module.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import unquote

from geo.languages import language
from geo.text import t

MOST_TOLD = 3
"""So many parts that were not understood are quoted, each no longer than `PART_LENGTH`."""
PART_LENGTH = 60

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_EDGES = ".,;:!?…()[]{}<>«»„“”‘’\"'`*"
"""What a sentence may put around a link; none of it begins or ends a code, a year or a day."""
_TRACKER = re.compile(r"utm_.*|.*clid")
"""Parameters that mailers and messengers add to any link."""


def parameters(params: Mapping[str, str] | Iterable[tuple[str, str]]) -> dict[str, str]:
    """
    Return parameters by their plain names: ``&amp;`` may stand for ``&``.

    What is named several times, as forms do with lists, says everything that it was given.
    """
    said: dict[str, dict[str, None]] = {}
    for name, value in params.items() if isinstance(params, Mapping) else params:
        said.setdefault(tidy(name).removeprefix("amp;"), {})[value] = None
    return {name: ",".join(values) for name, values in said.items()}


def is_tracker(name: str) -> bool:
    """Return whether a parameter was added on the way and means nothing to the app."""
    return bool(_TRACKER.fullmatch(name))


def tidy(text: str) -> str:
    """Return a code, a year or a day without what pasting added to it, in lower case."""
    signs = (sign for sign in unquote(text) if unicodedata.category(sign)[0] not in "CZ")
    return "".join(signs).translate(_DASHES).strip(_EDGES).lower()


def pick(text: str, known: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return which of the known codes a list names, in its order, and the parts that are none."""
    if not text:  # of most filters
        return [], []
    by_name = {tidy(code): code for code in known}
    found, unknown = [], []
    for part in re.split("[,;]", unquote(text)):
        if tidy(part) in by_name:
            found.append(by_name[tidy(part)])
        elif tidy(part):
            unknown.append(part)
    return found, unknown


def misread(said: Mapping[str, str], reads: Mapping[str, Callable[[str], object]]) -> list[str]:
    """Return ``name=value`` of parameters that say nothing to what reads each of them, tidied."""
    return [f"{name}={value}" for name, value in said.items()
            if tidy(value) and not reads[name](tidy(value))]  # fmt: skip


def is_on(said: str) -> bool:
    """Return whether a parameter that is a switch, tidied, is on."""
    return said == "1"


def clean_text(text: str) -> str:
    """Return a text that a reader typed or pasted in one line of characters that can be seen."""
    signs = []
    for sign in text:
        kind = unicodedata.category(sign)
        if kind != "Cf":
            signs.append(" " if kind[0] == "C" else sign)
    return " ".join("".join(signs).split())


def quoted(parts: Iterable[str], lang: str) -> str:
    """Return parts of a link in quotation marks, cut to what one line can hold."""
    cleaned = [clean_text(part) for part in parts]
    left, right = language(lang).quotes
    shown = [
        f"{left}{part if len(part) <= PART_LENGTH else part[:PART_LENGTH] + '…'}{right}"
        for part in cleaned[:MOST_TOLD]
    ]
    rest = len(cleaned) - MOST_TOLD
    more = f" {t('link.more', lang, n=rest)}" if rest > 0 else ""
    return ", ".join(shown) + more
