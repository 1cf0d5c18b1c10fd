"""
Files made from a view: one row of `FORMATS` per format.

Every file says what it shows (the filters in words), where the data comes from and under which
licence, as far as the format has a place for it.

``material``, ``scope``  what a file is made from; what its lists are about, and the lists
``lines``, ``package``   text as lines that a file can hold, Office files without a clock
``drawing``              the map on paper; PNG, PDF, SVG
``slides``               PPTX
``word``                 the brief and the sheet to check, DOCX
``passports``            the passport of a territory and the book of them, PDF
``tables``               CSV, XLSX, ICS
``geojson``, ``web``     layers for GIS programs, the stand-alone page
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from geo.exports import geojson, web
from geo.exports.drawing import image
from geo.exports.material import Material
from geo.exports.passports import passport
from geo.exports.slides import presentation
from geo.exports.tables import workbook
from geo.exports.tables.agreements import to_csv, to_xlsx
from geo.exports.word.brief import to_brief
from geo.exports.word.check_sheet import to_check_sheet
from geo.shown import Shown
from geo.text import t


@dataclass(frozen=True)
class Format:
    """
    How a file is made (`to_bytes`), named and offered.

    `label` is a text key; `stem` the text key of what file names begin with; `whole` says whether
    the file holds everything, whatever is filtered or picked.
    """

    to_bytes: Callable[[Material], bytes]
    suffix: str
    mime: str
    label: str
    stem: str = "export.stem_register"
    whole: bool = False


_A3, _A1 = "export.stem_a3", "export.stem_a1"
FORMATS = {
    "xlsx": Format(
        lambda material: to_xlsx(material.shown),
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "export.xlsx",
    ),
    "csv": Format(
        lambda material: to_csv(material.shown),
        "csv",
        "text/csv",
        "export.csv",
    ),
    "workbook-xlsx": Format(
        workbook.to_xlsx,
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "export.workbook",
        "export.stem_workbook",
    ),
    "html": Format(
        web.to_html,
        "html",
        "text/html",
        "export.html",
        "export.stem_map",
    ),
    "pptx": Format(
        presentation.to_pptx,
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "export.pptx",
        "export.stem_slides",
    ),
    **{
        name: Format(make, suffix, mime, f"export.{name}", stem)
        for name, make, suffix, mime, stem in (
            ("png", image.to_png, "png", "image/png", "export.stem_map"),
            ("4k-png", partial(image.to_png, paper="4k"), "png", "image/png", "export.stem_4k"),
            ("pdf", image.to_pdf, "pdf", "application/pdf", "export.stem_map"),
            ("a3-pdf", partial(image.to_pdf, paper="a3"), "pdf", "application/pdf", _A3),
            ("a1-pdf", partial(image.to_pdf, paper="a1"), "pdf", "application/pdf", _A1),
            ("svg", image.to_svg, "svg", "image/svg+xml", "export.stem_map"),
            ("a3-svg", partial(image.to_svg, paper="a3"), "svg", "image/svg+xml", _A3),
            ("a1-svg", partial(image.to_svg, paper="a1"), "svg", "image/svg+xml", _A1),
        )
    },
    "passport-pdf": Format(
        passport.to_passport,
        "pdf",
        "application/pdf",
        "export.passport-pdf",
        "export.stem_passport",
    ),
    "book-pdf": Format(
        passport.to_book,
        "pdf",
        "application/pdf",
        "export.book-pdf",
        "export.stem_book",
        whole=True,
    ),
    **{
        f"{name}-docx": Format(
            make,
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            f"export.{name}-docx",
            f"export.stem_{name}",
        )
        for name, make in (("brief", to_brief), ("check", to_check_sheet))
    },
    "geojson": Format(
        geojson.to_geojson,
        "zip",
        "application/zip",
        "export.geojson",
        "export.stem_layers",
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
