"""Documents for tests: .docx from literal rows, the register as rows to be changed, PDF read."""

import html
import io
import zipfile
from functools import cached_property

import pypdfium2
from pypdf import PdfReader

from geo.agreements import Status

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    '+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEADS = (
    "№ п/п",
    "Наименование и дата подписания соглашения",
    "Дата регистрации и регистрационный номер соглашения",
    "Срок действия соглашения",
)
IN_FORCE = "Соглашения о приграничном сотрудничестве муниципальных образований Смоленской области"
LAPSED = f"{IN_FORCE}, утратившие силу"

MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"


class Pdf(PdfReader):
    """A PDF; the words of its pages are read by pdfium, many times as fast as by pypdf."""

    def __init__(self, data):
        super().__init__(io.BytesIO(data))
        self._data = data

    @cached_property
    def texts(self):
        """The words of each page; pdfium says U+FFFE for the hyphen that a line ends with."""
        pages = (page.get_textpage() for page in pypdfium2.PdfDocument(self._data))
        texts = (page.get_text_range() for page in pages)
        return [text.replace("\r\n", "\n").replace("\ufffe", "-") for text in texts]


def pack(parts, *, deflated=True):
    """A ZIP archive of parts by name; a list of pairs may name one twice."""
    file = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items() if isinstance(parts, dict) else parts:
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return file.getvalue()


def docx(body, *, prologue="", **parts):
    """A Word document with this body; `parts` are further ones, their names with ``/`` and dots."""
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prologue}<w:document xmlns:w="{NAMESPACE}">'
        f"<w:body>{body}</w:body></w:document>"
    )
    known = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONS,
        "word/document.xml": document,
    }
    return pack({**known, **parts})


def paragraph(text):
    return f'<w:p><w:r><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r></w:p>'


def table(*rows):
    """A table of rows of texts; a line break in a text makes another paragraph."""
    lines = "".join(
        "<w:tr>"
        + "".join(
            f"<w:tc>{''.join(map(paragraph, str(cell).splitlines() or ['']))}</w:tc>"
            for cell in row
        )
        + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{lines}</w:tbl>"


def register_docx(in_force, lapsed, *, heads=HEADS, **parts):
    """The register as the ministry lays it out: two headings, two tables."""
    tables = paragraph(IN_FORCE) + table(heads, *in_force)
    return docx(tables + paragraph(LAPSED) + table(heads, *lapsed), **parts)


def cells(agreement, number=None):
    """The four cells of an agreement as the document has them."""
    registration = agreement.registration_number or "-"
    if agreement.registered_on:
        day = agreement.registered_on
        month = MONTHS.split()[day.month - 1]
        registration = f"{day.day} {month} {day.year} года, № {agreement.registration_number}"
    last = agreement.term_text if agreement.status == Status.IN_FORCE else agreement.lapse_text
    return [f"{number or agreement.number}.", agreement.title, registration, last]


def rows(agreements):
    """The cells of the agreements: those of the first table, those of the second."""
    tables = {Status.IN_FORCE: [], Status.LAPSED: []}
    for agreement in agreements:
        tables[agreement.status].append(cells(agreement))
    return tables[Status.IN_FORCE], tables[Status.LAPSED]
