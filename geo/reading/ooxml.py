"""Elements of WordprocessingML by their local names, in the usual and in the strict namespace."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element


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


def is_on(element: Element | None) -> bool:
    """Tell whether a property such as ``w:vanish`` is there and not switched off."""
    return element is not None and value(element) not in ("0", "false", "off")
