"""
An intake: what an untrusted file is, and whether it is safe to read.

A file is known by its content, never by its name. What is not the register as ``.docx`` or as plain
text is refused with advice on how to make it so. An archive is judged by its directory before
anything of it is unpacked, and its XML by its prologue before any tree is built: no DOCTYPE, hence
no entities. Relationships that point outside (links in a letterhead are ordinary) are no fault,
since nothing ever follows them. The limits are far above any register: a Word file of 1 000
agreements has about 0.2 MB, 5 MB unpacked, in some 20 entries.

Everything that takes more than a look at the first bytes happens in a sandbox.
"""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import count
from pathlib import Path
from xml.parsers import expat

import msgspec

from geo import settings
from geo.errors import IntakeError
from geo.reading import Reading, read_register
from geo.reading.ooxml import is_parsed
from geo.territories import load_territories
from geo.update.sandbox import MB, run_limited

FILE_BYTES = 10 * MB
ENTRIES = 500
ENTRY_BYTES = 20 * MB
UNPACKED_BYTES = 40 * MB
RATIO = 100
"""Unpacked to packed, for entries of 1 MB or more; WordprocessingML comes to 10-30."""
ELEMENTS = 500_000
"""Of XML in all parts together; an agreement comes to some 200."""

DOCUMENT = re.compile(r"word/document[0-9]?\.xml")
"""The main part by its usual name; Word on the web writes ``document2.xml``."""
PRESENTATION = re.compile(r"ppt/presentation\.xml")
"""That of a presentation, for templates."""

_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CFB_ENTRY = 128
"""Bytes of an entry of the directory of a compound file; its name comes first, in UTF-16."""
_CFB_NAMES = {
    "EncryptedPackage": "intake.password",
    "WordDocument": "intake.doc",
    "Workbook": "intake.sheet",
    "Book": "intake.sheet",
    "PowerPoint Document": "intake.slides",
}
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b")
_SIGNATURES = {
    b"{\\rtf": "intake.rtf",
    **dict.fromkeys(_PICTURES, "intake.image"),
    **dict.fromkeys(_ARCHIVES, "intake.archive"),
}
_MARKUP = re.compile(
    r"\s*<(?:!doctype\s+html|html|head|body|\?xml|!--|table)|\s*MIME-Version:", re.I
)


def check_file(data: bytes) -> None:
    """
    Refuse what is no ``.docx`` and no text, as far as its first bytes and its size say.

    IntakeError with advice on how to save the register as ``.docx``.
    """
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise IntakeError("intake.empty")
    if len(data) > FILE_BYTES:
        raise IntakeError("intake.too_large", limit=FILE_BYTES // MB)
    if data.startswith(_CFB):
        raise IntakeError(_compound_file(data))
    if b"%PDF-" in data[:1024]:
        raise IntakeError("intake.pdf")
    for signature, key in _SIGNATURES.items():
        # Letters that begin a picture ("BM", "RIFF") may begin a text.
        is_text = signature.isalpha() and b"\0" not in data[:4096]
        if data.startswith(signature) and not is_text:
            raise IntakeError(key)


def read_untrusted(
    data: bytes, decisions: Mapping[str, str] | None = None, folder: Path = settings.DATA
) -> Reading:
    """
    Read the register from a file that anybody may have made.

    `decisions` are codes of territories by the words that a person says mean them; the gazetteer is
    that of the folder.

    GeoError: one message whatever is wrong with the file; nothing has been changed then.
    """
    check_file(data)
    decided = json.dumps(dict(decisions or {}))
    answer = run_limited("geo.update.intake:read_checked", data, decided, str(folder))
    try:
        return msgspec.convert(answer, Reading)
    except msgspec.ValidationError as error:
        raise IntakeError("intake.failed") from error


def read_checked(data: bytes, decisions: str, folder: str) -> Reading:
    """Check the rest of a file and read it: the part that runs in the sandbox."""
    document: bytes | str
    if is_archive(data):
        check_archive(data)
        document = data
    else:
        document = decode_text(data)
    territories = load_territories(Path(folder) / "territories.csv")
    return read_register(
        document, territories, json.loads(decisions), date.today(), territories.imprint.home
    )


def is_archive(data: bytes) -> bool:
    """Return whether the file begins as a ZIP archive does, as every ``.docx``."""
    return data.startswith(b"PK")


def decode_text(data: bytes) -> str:
    """
    Return plain text: UTF-8, UTF-16 with a byte order mark, or Windows-1251.

    Word on a Russian Windows saves "plain text" as Windows-1251, so that is read where the bytes
    are no UTF-8 and nearly all letters come out Russian.

    IntakeError if the bytes are no text, or a web page or another markup.
    """
    text = _decode(data)
    if re.search(r"[\0-\x08\x0e-\x1b\x1f\ufffe\uffff]", text):
        raise IntakeError("intake.binary")
    if _MARKUP.match(text):
        raise IntakeError("intake.markup")
    return text


def check_archive(data: bytes, main: re.Pattern[str] = DOCUMENT) -> None:
    """
    Refuse an archive that is no document with a `main` part or could do harm.

    IntakeError in one line: another kind of document, a damaged archive, or one beyond the limits.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            _check_entries(entries)
            _check_kind(archive, names, main)
            elements = count()
            for entry in entries:
                if is_parsed(entry.filename):
                    _check_xml(archive, entry, elements)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise IntakeError("intake.damaged") from error
    except (NotImplementedError, RuntimeError, ValueError) as error:
        # How zipfile says: another compression, a password, a name it can't decode.
        raise IntakeError("intake.damaged") from error


# --- what a file is -------------------------------------------------------------------------------


def _compound_file(data: bytes) -> str:
    """Return the message for a compound file: old Word, Excel, or a document with a password."""
    for name, key in _CFB_NAMES.items():
        written = (name + "\0").encode("utf-16-le")
        if any(data.startswith(written, at) for at in range(0, len(data), _CFB_ENTRY)):
            return key
    return "intake.unknown"


def _decode(data: bytes) -> str:
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    text = data.decode("cp1251", errors="replace")
    letters = [letter for letter in text if letter.isalpha()]
    russian = sum(letter in "ёЁ" or "а" <= letter.lower() <= "я" for letter in letters)
    if "\0" in text or russian < 0.8 * len(letters) or not re.search("оглашени|оговор", text):
        raise IntakeError("intake.binary")
    return text


# --- archives -------------------------------------------------------------------------------------


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse too many, too large, too well packed, encrypted, doubled or ill-named entries."""
    if len(entries) > ENTRIES:
        raise IntakeError("intake.entries", limit=ENTRIES)
    if sum(entry.file_size for entry in entries) > UNPACKED_BYTES:
        raise IntakeError("intake.unpacked", limit=UNPACKED_BYTES // MB)
    seen = set()
    for entry in entries:
        if entry.file_size > ENTRY_BYTES:
            raise IntakeError("intake.unpacked", limit=ENTRY_BYTES // MB)
        if entry.file_size >= MB and entry.file_size > RATIO * entry.compress_size:
            raise IntakeError("intake.ratio", limit=RATIO)
        if entry.flag_bits & 1:
            raise IntakeError("intake.password")
        if not _is_plain_name(entry.orig_filename) or entry.filename.lower() in seen:
            raise IntakeError("intake.names")
        seen.add(entry.filename.lower())


def _is_plain_name(name: str) -> bool:
    """Return whether a name stays inside the archive and is one on every system."""
    parts = name.removesuffix("/").split("/")
    return not (
        re.search(r"[\\:\0-\x1f]", name) or name.startswith("/") or {"", ".", ".."} & set(parts)
    )


def _check_kind(archive: zipfile.ZipFile, names: list[str], main: re.Pattern[str]) -> None:
    """Refuse an archive that is another kind of document, or none."""
    if "[Content_Types].xml" in names and any(map(main.fullmatch, names)):
        return
    if main is PRESENTATION:
        raise IntakeError("template.kind")
    if "mimetype" in names and archive.read("mimetype").startswith(b"application/vnd.oasis"):
        raise IntakeError("intake.odt")
    for start, key in (("xl/", "intake.sheet"), ("ppt/", "intake.slides")):
        if any(name.startswith(start) for name in names):
            raise IntakeError(key)
    if any(name.startswith("word/") for name in names):
        raise IntakeError("intake.damaged")
    raise IntakeError("intake.archive")


def _check_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, elements: Iterator[int]) -> None:
    """Refuse a part with a DOCTYPE, too many elements, or no XML; by a parser, for any encoding."""

    def start(*_: object) -> None:
        if next(elements) >= ELEMENTS:
            raise IntakeError("intake.elements", limit=ELEMENTS)

    def refuse(*_: object) -> None:
        raise IntakeError("intake.doctype")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    try:
        with archive.open(entry) as part:
            while block := part.read(1 << 16):
                parser.Parse(block, False)
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise IntakeError("intake.damaged") from error
