"""
Files made from a view: one row of `FORMATS` per format.

Every file says what it shows (the filters in words), where the data comes from and under which
licence, as far as the format has a place for it.

``material``             what a file is made from, what its lists are about, and the lists
``making``               how far a file is, and how it is stopped
``package``              Office files without a clock
``template``             an office's own letterhead or presentation, taken over as far as harmless
``drawing``, ``paper``   the map as ink and SVG; maps, passports, handouts and cards set by Typst
``steps``, ``slides``    what each step of a meeting says; PPTX
``word``                 the brief (also PDF), the sheet to check, the register as issued, DOCX
``tables``               CSV, XLSX, ICS
``geojson``, ``qml``     layers for GIS programs and their styles
``web``                  the stand-alone page
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from geo.shown import Shown
from geo.text import t

if TYPE_CHECKING:
    from geo.exports.material import Material

_OFFICE = "application/vnd.openxmlformats-officedocument"
MIMES = {
    "csv": "text/csv",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "html": "text/html",
    "ics": "text/calendar",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "svg": "image/svg+xml",
    "toml": "application/toml",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "zip": "application/zip",
}
"""What browsers call the kinds of files, by suffix."""


@dataclass(frozen=True)
class Format:
    """
    How a file is made, named and offered.

    `name` ends in the suffix, or in what an archive holds. `maker` is ``module:function`` in here,
    loaded with the libraries it needs when a file is made; `stem` is the text key of what file
    names begin with. `paper` is the size of a map; `whole` says whether the file holds everything,
    whatever is filtered or picked, and `maps` whether it needs the shapes of territories,
    `templated` whether it follows an office's own template, `places` whether it is of
    `View.of_places`.
    """

    name: str
    maker: str
    stem: str
    paper: str = ""
    whole: bool = False
    maps: bool = True
    templated: bool = False
    places: bool = False

    @property
    def label(self) -> str:
        """The text key of what the file is."""
        return f"export.{self.name}"

    @property
    def suffix(self) -> str:
        """What its files end in."""
        kind = self.name.rpartition("-")[2]
        return "zip" if kind == "geojson" else kind

    @property
    def options(self) -> tuple[str, ...]:
        """What may be asked of the file that no other format follows."""
        office = ("gost", "executor") if self.templated and self.suffix == "docx" else ()
        two = ("twin",) if self.maker.startswith("word.") and not self.whole else ()
        return (*office, *two)

    def to_bytes(self, material: "Material") -> bytes:
        """Make the file."""
        return self.make(material if self.maps else material.shown)

    def make(self, what: "Material | Shown") -> bytes:
        """Make the file of what its maker takes: without a map, what is shown is enough."""
        module, _, name = self.maker.partition(":")
        maker: Callable[..., bytes] = getattr(import_module(f"geo.exports.{module}"), name)
        return maker(what, **({"paper": self.paper} if self.paper else {}))


FORMATS = {
    one.name: one
    for one in (
        Format("xlsx", "tables.agreements:to_xlsx", "export.stem_register", maps=False),
        Format("csv", "tables.agreements:to_csv", "export.stem_register", maps=False),
        Format("workbook-xlsx", "tables.workbook:to_xlsx", "export.stem_workbook"),
        Format("html", "web:to_html", "export.stem_map"),
        Format("pptx", "slides.presentation:to_pptx", "export.stem_slides", templated=True),
        Format("png", "paper.maps:to_png", "export.stem_map", "a4"),
        Format("4k-png", "paper.maps:to_png", "export.stem_4k", "4k"),
        Format("pdf", "paper.maps:to_pdf", "export.stem_map", "a4"),
        Format("a3-pdf", "paper.maps:to_pdf", "export.stem_a3", "a3"),
        Format("a1-pdf", "paper.maps:to_pdf", "export.stem_a1", "a1"),
        Format("svg", "paper.maps:to_svg", "export.stem_map", "a4"),
        Format("a3-svg", "paper.maps:to_svg", "export.stem_a3", "a3"),
        Format("a1-svg", "paper.maps:to_svg", "export.stem_a1", "a1"),
        Format("passport-pdf", "paper.passports:to_passport", "export.stem_passport", places=True),
        Format("handout-pdf", "paper.handout:to_handout", "export.stem_handout"),
        Format("card-pdf", "paper.cards:to_cards", "export.stem_card"),
        Format("book-pdf", "paper.passports:to_book", "export.stem_book", whole=True),
        Format("brief-pdf", "word.brief:to_brief_pdf", "export.stem_brief"),
        Format("brief-docx", "word.brief:to_brief", "export.stem_brief", templated=True),
        Format(
            "check-docx", "word.check_sheet:to_check_sheet", "export.stem_check", templated=True
        ),
        Format("register-docx", "word.official:to_register", "export.stem_register", whole=True),
        Format("geojson", "geojson:to_geojson", "export.stem_layers"),
    )
}


def file_name(shown: Shown, name: str) -> str:
    """
    Return the name of a file of format `name`: ``reestr_2026-04-20_17-iz-52.csv``, in ASCII.

    The date is that of the register's newest entry, since a file made tomorrow says the same. Of
    several registers those that are chosen are named, and the side; so is what is picked, and with
    filters how many agreements of how many the file has.
    """
    format_ = FORMATS[name]
    shown = shown.seen(shown.view.of_places()) if format_.places else shown
    view = shown.view
    is_part = view.is_filtered and not format_.whole
    key = "export.file_part" if is_part else "export.file_all"
    numbers = {"shown": len(shown.picked.agreements), "total": len(shown.register.agreements)}
    picked = () if format_.whole else view.focus
    named = t(
        key,
        view.lang,
        stem="_".join((t(format_.stem, view.lang), *view.choice, *picked)),
        day=shown.register.newest.isoformat(),
        **numbers,
    )
    return f"{named}.{format_.suffix}"
