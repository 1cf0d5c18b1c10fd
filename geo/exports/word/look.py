"""
How a Word file looks, as data: ours, and that of ГОСТ Р 7.0.97-2016; and its styles.

The standard asks for margins of at least 20 mm left, 10 right, 20 top and bottom, 30 on the left of
what is kept for more than ten years, as papers on agreements are; sizes of 12 to 14 points, smaller
ones in tables; lines from one to one and a half apart, a text as wide as the page with its first
lines set in by 12.5 mm; pages numbered from the second one in the middle of the top margin, 10 mm
or more below the edge. It names no typeface; Times New Roman is what offices have.
"""

from dataclasses import dataclass
from types import MappingProxyType

from geo.languages import language

QUIET, RULE, HEAD_FILL = "4F5256", "B9B5AC", "EFECE6"


@dataclass(frozen=True)
class WordLook:
    """
    Margins in millimetres, sizes in points.

    `office` says that the file is filed as an office files it: its pages are numbered at the top,
    with room for the letterhead, and for who signs and who wrote it.
    """

    font: str
    margins: MappingProxyType[str, float]
    text: float
    table: float
    small: float
    title: float
    heading: float
    line: float = 1.0
    indent: float = 0.0
    office: bool = False


OWN = WordLook(
    font="Arial",
    margins=MappingProxyType({"left": 20, "right": 15, "top": 16, "bottom": 18}),
    text=11,
    table=9,
    small=9,
    title=18,
    heading=13,
)
GOST = WordLook(
    font="Times New Roman",
    margins=MappingProxyType({"left": 30, "right": 10, "top": 20, "bottom": 20}),
    text=14,
    table=10,
    small=12,
    title=14,
    heading=14,
    line=1.15,
    indent=12.5,
    office=True,
)
LETTERHEAD = 40
"""Room for a letterhead at the top of the first page, in millimetres."""


@dataclass(frozen=True)
class _Style:
    """A style of paragraphs: sizes and spaces in points, `level` of a heading in the outline."""

    code: str
    name: str
    size: float
    before: float = 0
    after: float = 0
    keep: str = ""
    align: str = ""
    indent: float = 0.0
    level: int | None = None
    bold: bool = False
    quiet: bool = False
    tabs: str = ""

    def xml(self, look: WordLook) -> str:
        base = "" if self.code == "Normal" else '<w:basedOn w:val="Normal"/>'
        after = '<w:next w:val="Normal"/>' if base and self.code != "TableText" else ""
        mark = "" if base else ' w:default="1"'
        line = f' w:line="{look.line * 240:.0f}" w:lineRule="auto"' if not base else ""
        single = ' w:line="240" w:lineRule="auto"' if base and not self.indent else ""
        parts = [
            self.keep,
            f"<w:tabs>{self.tabs}</w:tabs>" if self.tabs else "",
            f'<w:spacing w:before="{self.before * 20:.0f}" w:after="{self.after * 20:.0f}"'
            f"{line or single}/>",
            f'<w:ind w:firstLine="{self.indent * 56.7:.0f}"/>',
            f'<w:jc w:val="{self.align}"/>' if self.align else "",
            f'<w:outlineLvl w:val="{self.level}"/>' if self.level is not None else "",
        ]
        marks = "<w:b/>" * self.bold + f'<w:color w:val="{QUIET}"/>' * self.quiet
        size = f'<w:sz w:val="{self.size * 2:.0f}"/><w:szCs w:val="{self.size * 2:.0f}"/>'
        return (
            f'<w:style w:type="paragraph"{mark} w:styleId="{self.code}">'
            f'<w:name w:val="{self.name}"/>{base}{after}<w:qFormat/>'
            f"<w:pPr>{''.join(parts)}</w:pPr><w:rPr>{marks}{size}</w:rPr></w:style>"
        )


def _paragraph_styles(look: WordLook) -> tuple[_Style, ...]:
    """Return the styles of paragraphs, that of running text first."""
    keep, lines = "<w:keepNext/>", "<w:keepNext/><w:keepLines/>"
    centred = "center" if look.office else ""
    wide, quiet = "both" if look.office else "", not look.office
    dots = '<w:tab w:val="right" w:leader="dot" w:pos="{}"/>'
    return (
        _Style("Normal", "Normal", look.text, 0, 4, align=wide, indent=look.indent),
        _Style("Title", "Title", look.title, 0, 6, lines, centred, level=None, bold=True),
        _Style("Lead", "Lead", max(look.text, 12), 4, 4, align=wide, indent=look.indent, bold=True),
        _Style("Quiet", "Remark", look.small, 0, 4, "<w:keepLines/>", wide, quiet=quiet),
        _Style("Heading1", "heading 1", look.heading, 14, 5, lines, centred, level=0, bold=True),
        _Style("Heading2", "heading 2", look.text, 8, 3, lines, centred, level=1, bold=True),
        _Style("TOCHeading", "TOC Heading", look.text, 6, 2, lines, centred, bold=True),
        _Style("TOC1", "toc 1", look.small, 0, 2, align="left", tabs=dots.format(9000)),
        _Style("Figure", "Figure", look.text, 6, 2, keep),
        _Style("Caption", "caption", look.small, 0, 6, align=wide, quiet=quiet),
        _Style("TableName", "Table Name", look.small, 2, 3, keep, "left", quiet=quiet),
        _Style("TableText", "Table Text", look.table, align="left"),
        _Style("Official", "Official", 11),
        _Style("OfficialTitle", "Official Title", 13, 10, 6, keep, "center", level=0, bold=True),
        _Style("AfterTable", "After Table", 4),
        _Style("Letterhead", "Letterhead", look.text, 0, LETTERHEAD / 25.4 * 72, align="center"),
        _Style("Header", "header", look.small, align="center"),
        _Style("Footer", "footer", look.small, quiet=True),
    )


def styles(look: WordLook, lang: str) -> dict[str, str]:
    """Return the styles of a file as XML by their ids, and its defaults by an empty one."""
    office = language(lang).office
    fonts = " ".join(f'w:{kind}="{look.font}"' for kind in ("ascii", "hAnsi", "cs", "eastAsia"))
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    room = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 34), ("left", 74), ("bottom", 34), ("right", 74))
    )
    table = '<w:style w:type="table" {}><w:name w:val="{}"/>'
    return {
        "": f"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/>"
        f'<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="{office}" '
        f'w:eastAsia="{office}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/>'
        "</w:docDefaults>",
        **{style.code: style.xml(look) for style in _paragraph_styles(look)},
        "DefaultParagraphFont": '<w:style w:type="character" w:default="1" '
        'w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
        "<w:semiHidden/></w:style>",
        "TableNormal": table.format('w:default="1" w:styleId="TableNormal"', "Normal Table")
        + "<w:semiHidden/></w:style>",
        "BriefTable": table.format('w:styleId="BriefTable"', "Brief Table")
        + f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{edges}</w:tblBorders>'
        f"<w:tblCellMar>{room}</w:tblCellMar></w:tblPr></w:style>",
        "BareTable": table.format('w:styleId="BareTable"', "Bare Table")
        + '<w:basedOn w:val="TableNormal"/><w:tblPr>'
        f"<w:tblCellMar>{room}</w:tblCellMar></w:tblPr></w:style>",
    }
