"""
Files made from a view: one row of `FORMATS` per format.

Every file says what it shows (the filters in words), where the data comes from and under which
licence, as far as the format has a place for it.

``material``, ``scope``  what a file is made from; what its lists are about, and the lists
``lines``, ``package``   text as lines that a file can hold, Office files without a clock
``template``             an office's own letterhead or presentation, taken over as far as harmless
``drawing``, ``paper``   the map as ink and SVG; maps, passports, handouts and cards set by Typst
``steps``, ``slides``    what each step of a meeting says; PPTX
``invitation``           the meeting for a calendar program, ICS
``word``                 the brief (also PDF), the sheet to check, the register as issued, DOCX
``tables``               CSV, XLSX, ICS
``geojson``, ``qml``     layers for GIS programs and their styles
``web``                  the stand-alone page
"""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from geo.shown import Shown
from geo.text import t

if TYPE_CHECKING:
    from geo.exports.material import Material

_OFFICE = "application/vnd.openxmlformats-officedocument"
_A3, _A1 = "export.stem_a3", "export.stem_a1"


@dataclass(frozen=True)
class Format:
    """
    How a file is made, named and offered.

    `maker` is ``module:function`` in here, loaded with the libraries it needs when a file is made;
    `label` is a text key, `stem` the text key of what file names begin with. `paper` is the size of
    a map; `whole` says whether the file holds everything, whatever is filtered or picked, and
    `maps` whether it needs the shapes of territories, `templated` whether it follows an office's
    own template.
    """

    maker: str
    suffix: str
    mime: str
    label: str
    stem: str = "export.stem_register"
    paper: str = ""
    whole: bool = False
    maps: bool = True
    templated: bool = False

    def to_bytes(self, material: "Material") -> bytes:
        """Make the file."""
        if not self.maps:
            return self.to_table(material.shown)
        return self._make(material, **({"paper": self.paper} if self.paper else {}))

    def to_table(self, shown: Shown) -> bytes:
        """Make the file if it has no map, so that nothing of the map is needed."""
        return self._make(shown)

    def _make(self, what: object, **options: str) -> bytes:
        module, _, name = self.maker.partition(":")
        made: bytes = getattr(import_module(f"geo.exports.{module}"), name)(what, **options)
        return made


FORMATS = {
    "xlsx": Format(
        "tables.agreements:to_xlsx",
        "xlsx",
        f"{_OFFICE}.spreadsheetml.sheet",
        "export.xlsx",
        maps=False,
    ),
    "csv": Format("tables.agreements:to_csv", "csv", "text/csv", "export.csv", maps=False),
    "workbook-xlsx": Format(
        "tables.workbook:to_xlsx",
        "xlsx",
        f"{_OFFICE}.spreadsheetml.sheet",
        "export.workbook",
        "export.stem_workbook",
    ),
    "html": Format("web:to_html", "html", "text/html", "export.html", "export.stem_map"),
    "pptx": Format(
        "slides.presentation:to_pptx",
        "pptx",
        f"{_OFFICE}.presentationml.presentation",
        "export.pptx",
        "export.stem_slides",
        templated=True,
    ),
    **{
        name: Format(maker, suffix, mime, f"export.{name}", stem, paper)
        for name, maker, suffix, mime, stem, paper in (
            ("png", "paper.maps:to_png", "png", "image/png", "export.stem_map", "a4"),
            ("4k-png", "paper.maps:to_png", "png", "image/png", "export.stem_4k", "4k"),
            ("pdf", "paper.maps:to_pdf", "pdf", "application/pdf", "export.stem_map", "a4"),
            ("a3-pdf", "paper.maps:to_pdf", "pdf", "application/pdf", _A3, "a3"),
            ("a1-pdf", "paper.maps:to_pdf", "pdf", "application/pdf", _A1, "a1"),
            ("svg", "paper.maps:to_svg", "svg", "image/svg+xml", "export.stem_map", "a4"),
            ("a3-svg", "paper.maps:to_svg", "svg", "image/svg+xml", _A3, "a3"),
            ("a1-svg", "paper.maps:to_svg", "svg", "image/svg+xml", _A1, "a1"),
        )
    },
    "passport-pdf": Format(
        "paper.passports:to_passport",
        "pdf",
        "application/pdf",
        "export.passport-pdf",
        "export.stem_passport",
    ),
    "handout-pdf": Format(
        "paper.handout:to_handout",
        "pdf",
        "application/pdf",
        "export.handout-pdf",
        "export.stem_handout",
    ),
    "card-pdf": Format(
        "paper.cards:to_cards", "pdf", "application/pdf", "export.card-pdf", "export.stem_card"
    ),
    "book-pdf": Format(
        "paper.passports:to_book",
        "pdf",
        "application/pdf",
        "export.book-pdf",
        "export.stem_book",
        whole=True,
    ),
    "brief-pdf": Format(
        "word.brief:to_brief_pdf", "pdf", "application/pdf", "export.brief-pdf", "export.stem_brief"
    ),
    **{
        f"{name}-docx": Format(
            maker,
            "docx",
            f"{_OFFICE}.wordprocessingml.document",
            f"export.{name}-docx",
            f"export.stem_{name}",
            whole=name == "register",
            templated=name != "register",
        )
        for name, maker in (
            ("brief", "word.brief:to_brief"),
            ("check", "word.check_sheet:to_check_sheet"),
            ("register", "word.official:to_register"),
        )
    },
    "geojson": Format(
        "geojson:to_geojson", "zip", "application/zip", "export.geojson", "export.stem_layers"
    ),
}


def file_name(shown: Shown, name: str) -> str:
    """
    Return the name of a file of format `name`: ``reestr_2026-04-20_17-iz-52.csv``, in ASCII.

    The date is that of the register's newest entry, since a file made tomorrow says the same. What
    is picked is named, and with filters how many agreements of how many the file has.
    """
    format_, view = FORMATS[name], shown.view
    is_part = view.is_filtered and not format_.whole
    key = "export.file_part" if is_part else "export.file_all"
    stem = t(format_.stem, view.lang)
    numbers = {"shown": len(shown.picked.agreements), "total": len(shown.register.agreements)}
    named = t(
        key,
        view.lang,
        stem=stem if format_.whole else "_".join((stem, *view.focus)),
        day=shown.register.newest.isoformat(),
        **numbers,
    )
    return f"{named}.{format_.suffix}"
