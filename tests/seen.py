"""What a page shows, read from the HTML that it sends to the browser."""

from dataclasses import dataclass

from lxml import html
from streamlit.testing.v1 import AppTest


@dataclass(frozen=True)
class SeenRow:
    """Texts of a row's cells, where its link leads, and how it looks."""

    cells: list[str]
    link: str
    style: str


@dataclass(frozen=True)
class SeenTable:
    """A table: the texts of its head, and its rows."""

    head: list[str]
    rows: list[SeenRow]


def shown_html(at: AppTest) -> str:
    """Return all the HTML a page shows but its style."""
    return "".join(e.proto.body for e in at.get("html") if not e.proto.body.startswith("<style"))


def page_tree(at: AppTest) -> html.HtmlElement:
    """Return what a page shows as elements."""
    return html.fromstring(f"<div>{shown_html(at)}</div>")


def tables(at: AppTest, style: str = "") -> list[SeenTable]:
    """Return the page's own tables, or those of one look, without those to copy."""
    found = []
    for table in page_tree(at).iter("table"):
        looks = (table.get("class") or "").split()
        if not looks or (style and style not in looks):
            continue
        rows = []
        for row in table.iterfind("tbody/tr"):
            links = row.xpath(".//a/@href")
            cells = [cell.text_content() for cell in row]
            rows.append(SeenRow(cells, links[0] if links else "", row.get("class") or ""))
        found.append(SeenTable([th.text_content() for th in table.iterfind("thead/tr/th")], rows))
    return found


def copied(at: AppTest) -> dict[str, str]:
    """Return what the copy buttons of a page would copy, by name."""
    fields = page_tree(at).find_class("copy")
    return {f.find("p/b").text_content(): f.find_class("text")[0].text_content() for f in fields}
