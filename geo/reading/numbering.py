"""
Automatic numbering of Word: the numbers that stand in no text of the document.

A paragraph points to a list (`numId`) and a level, itself or by its style; the list points to an
abstract one, which has the formats, and all lists of one abstract list count on together unless
they say where to start again.
"""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from geo.reading.ooxml import child, children, value, whole

_MAX_NUMBER = 1_000_000
_DASHES = ("-", "–", "—")
"""Bullets that Word makes of a dash alone in its cell."""


@dataclass(frozen=True)
class _Level:
    start: int
    counts: bool
    pattern: str


@dataclass
class Numbering:
    """Counts the automatic numbers of a document from its first paragraph to its last."""

    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    based_on: dict[str, str] = field(default_factory=dict)
    _counters: dict[tuple[str, int], int] = field(default_factory=dict)
    _restarted: set[tuple[str, int]] = field(default_factory=set)

    def number(self, paragraph: Element) -> str:
        """Return the number before a paragraph and count it; empty if it has none."""
        found = self._list_of(paragraph)
        if found is None:
            return ""
        number, depth = found
        abstract = self.abstract.get(number, "")
        level = self.levels.get((abstract, depth))
        if level is None:
            return ""
        key = (abstract, depth)
        if (number, depth) in self.restarts and (number, depth) not in self._restarted:
            self._restarted.add((number, depth))
            self._counters[key] = self.restarts[number, depth] - 1
        self._counters[key] = self._counters.get(key, level.start - 1) + 1
        for deeper in [k for k in self._counters if k[0] == abstract and k[1] > depth]:
            del self._counters[deeper]
        return self._shown(abstract, level) if level.counts else ""

    def _list_of(self, paragraph: Element) -> tuple[str, int] | None:
        """Return list and level of a paragraph, its own or its style's."""
        properties = child(paragraph, "pPr")
        found = _reference(child(properties, "numPr"))
        style = value(child(properties, "pStyle"))
        seen = set()
        while not found and style and style not in seen:
            found = self.styles.get(style)
            seen.add(style)
            style = self.based_on.get(style, "")
        return found if found and found[0] != "0" else None

    def _shown(self, abstract: str, level: _Level) -> str:
        """Fill the counters into a level's pattern: ``%1.``."""

        def one(found: re.Match[str]) -> str:
            depth = int(found[1]) - 1
            other = self.levels.get((abstract, depth))
            start = other.start if other else 1
            return str(min(self._counters.get((abstract, depth), start), _MAX_NUMBER))

        return re.sub(r"%([1-9])", one, level.pattern)


def read_numbering(numbering: Element | None, styles: Element | None) -> Numbering:
    """Read ``word/numbering.xml`` and the lists that ``word/styles.xml`` gives to styles."""
    found = Numbering()
    for abstract in children(numbering, "abstractNum"):
        for level in children(abstract, "lvl"):
            key = (value(abstract, "abstractNumId"), whole(value(level, "ilvl"), 0))
            first = whole(value(child(level, "start")), 1)
            pattern = value(child(level, "lvlText"))
            counts = value(child(level, "numFmt")) in ("decimal", "decimalZero", "")
            found.levels[key] = _Level(first, counts or pattern in _DASHES, pattern)
    for number in children(numbering, "num"):
        name = value(number, "numId")
        found.abstract[name] = value(child(number, "abstractNumId"))
        for override in children(number, "lvlOverride"):
            start = value(child(override, "startOverride"))
            if start:
                found.restarts[name, whole(value(override, "ilvl"), 0)] = whole(start, 1)
    for style in children(styles, "style"):
        name = value(style, "styleId")
        found.based_on[name] = value(child(style, "basedOn"))
        reference = _reference(child(child(style, "pPr"), "numPr"))
        if reference:
            found.styles[name] = reference
    return found


def _reference(properties: Element | None) -> tuple[str, int] | None:
    """Return list and level that ``w:numPr`` names; the level is 0 if it names none."""
    number = value(child(properties, "numId"))
    depth = value(child(properties, "ilvl"))
    return (number, whole(depth, 0)) if number else None
