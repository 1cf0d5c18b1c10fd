"""
Parts of an OOXML package, and their elements by local names.

A part is found by the relationship that names its kind. Usual and strict namespaces read the same.
"""

import posixpath
import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZipFile


def is_parsed(part: str) -> bool:
    """Return whether a part may be parsed, by its name: an intake checks all these."""
    return part.lower().endswith((".xml", ".rels"))


def read_part(archive: ZipFile, part: str) -> Element | None:
    """Return the root of a part, None if the package has no such part or it may not be parsed."""
    known = is_parsed(part) and part in archive.namelist()
    return ElementTree.fromstring(archive.read(part)) if known else None


def related(archive: ZipFile, part: str, kind: str) -> str:
    """
    Return the name of the part of a kind that a part points to; empty if it points to none.

    The package itself, as which an empty name counts, points to its main part
    (``officeDocument``).
    """
    return next(related_all(archive, part, kind), "")


def related_all(archive: ZipFile, part: str, *kinds: str) -> Iterator[str]:
    """Yield the names of all parts of these kinds that a part points to."""
    for link in children(read_part(archive, rels_of(part)), "Relationship"):
        inside = link.get("TargetMode") != "External"
        if inside and link.get("Type", "").rpartition("/")[2] in kinds:
            yield target(part, link)


def rels_of(part: str) -> str:
    """Return the name of the part that holds the relationships of a part, or of the package."""
    folder, name_ = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name_}.rels")


def target(part: str, link: Element) -> str:
    """Return the part that a relationship leads to, whether it exists or not."""
    folder = posixpath.dirname(part)
    return posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")


def name(element: Element) -> str:
    """Return the local name of an element: ``tbl``."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element | None, wanted: str) -> Iterator[Element]:
    """Yield the children of a local name."""
    for each in element if element is not None else ():
        if name(each) == wanted:
            yield each


def child(element: Element | None, wanted: str) -> Element | None:
    """Return the first child of a local name."""
    return next(children(element, wanted), None)


def value(element: Element | None, attribute: str = "val") -> str:
    """Return an attribute of an element by its local name; empty if there is none."""
    for key, text in element.attrib.items() if element is not None else ():
        if key.rpartition("}")[2] == attribute:
            return text
    return ""


def whole(text: str, default: int, most: int = 1_000_000) -> int:
    """Return the number that an attribute gives, not above `most`; any other text is `default`."""
    return min(int(text), most) if re.fullmatch("[0-9]{1,9}", text) else default


def is_on(element: Element | None) -> bool:
    """Return whether a property such as ``w:vanish`` is there and not switched off."""
    return element is not None and value(element) not in ("0", "false", "off")
