"""Untrusted files: what each gets, that the limits hold, and that nothing gets out."""

import io
import os
import random
import socket
import struct
import sys
import time
import zipfile
from pathlib import Path
from threading import BoundedSemaphore

import pytest

from geo import settings
from geo.errors import DataError, GeoError, IntakeError, RegisterFormatError
from geo.text import LANGUAGES, has_text, t
from geo.update import intake, sandbox
from geo.update.intake import (
    check_archive,
    check_file,
    decode_text,
    is_archive,
    read_checked,
    read_untrusted,
)
from geo.update.sandbox import MB, run_limited
from tests import issue
from tests.documents import (
    CONTENT_TYPES,
    HEADS,
    IN_FORCE,
    RELATIONS,
    docx,
    pack,
    paragraph,
    register_docx,
    rows,
    table,
)

OFFICIAL = issue.SOURCE.read_bytes()
ROW = ["1.", "Договор о дружбе между городом Смоленском и городом Витебском от 1 мая 2010 года"]
ROW += ["-", "бессрочный"]
GOOD = register_docx([ROW], [])


def refusal(data):
    """The key of the message that a file gets before it is read; None if it would be read."""
    try:
        check_file(data)
        check_archive(data) if is_archive(data) else decode_text(data)
    except IntakeError as error:
        assert error.message("ru") and error.message("en")
        return error.key
    return None


def compound(*names):
    """A compound file (old Office) with entries of these names in its directory."""
    entries = [(name + "\0").encode("utf-16-le").ljust(128, b"\0") for name in names]
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + b"".join(entries)


def packed(name, content, *others):
    """A Word document with one part more."""
    known = {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": "<w/>"}
    return pack([*known.items(), (name, content), *others])


def patched(data, **fields):
    """An archive whose first directory entry tells lies; fields by their offset's name."""
    offsets = {"flags": (8, "<H"), "method": (10, "<H"), "size": (24, "<L")}
    at = data.index(b"PK\1\2")
    changed = bytearray(data)
    for name, value in fields.items():
        offset, layout = offsets[name]
        struct.pack_into(layout, changed, at + offset, value)
    return bytes(changed)


def many_entries(n):
    return pack([(f"word/{i}.bin", b"") for i in range(n)])


def bomb():
    """12 MB of spaces in 12 KB."""
    return docx(" " * 12 * MB)


def million_paragraphs():
    """A million paragraphs in about 100 KB."""
    return docx("<w:p/>" * 1_000_000)


def utf16_xml():
    """A DOCTYPE that no search for bytes finds."""
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    return packed("word/settings.xml", text.encode("utf-16"))


LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
DTD = '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/evil.dtd">'
RTF = rb"{\rtf1\ansi\ansicpg1251 \'d1\'ee\'e3\'eb\'e0\'f8\'e5\'ed\'e8\'e5}"

BAD = {
    "nothing at all": (b"", "intake.empty"),
    "white space": (b" \r\n\t\r\n", "intake.empty"),
    "a byte order mark": (b"\xef\xbb\xbf", "intake.empty"),
    "NUL bytes": (b"\0" * 4096, "intake.empty"),
    "11 MB": (b"a" * (11 * MB), "intake.too_large"),
    "a .doc": (compound("Root Entry", "WordDocument", "1Table"), "intake.doc"),
    "an .xls": (compound("Root Entry", "Workbook"), "intake.sheet"),
    "an .xls of Excel 95": (compound("Root Entry", "Book"), "intake.sheet"),
    "a .ppt": (compound("Root Entry", "PowerPoint Document"), "intake.slides"),
    "an .msi": (compound("Root Entry", "Property"), "intake.unknown"),
    "a .docx with a password": (
        compound("Root Entry", "EncryptionInfo", "EncryptedPackage"), "intake.password"
    ),
    "a .doc cut short": (compound()[:100], "intake.unknown"),
    "an .rtf": (RTF, "intake.rtf"),
    "a .pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "intake.pdf"),
    "a .pdf with something before it": (b"\r\n\r\n%PDF-1.4\n", "intake.pdf"),
    "an .odt": (
        pack({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        "intake.odt",
    ),
    "an .ods": (
        pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "intake.odt"
    ),
    "an .xlsx": (
        pack({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}), "intake.sheet"
    ),
    "a .pptx": (
        pack({"[Content_Types].xml": "<a/>", "ppt/presentation.xml": "<a/>"}), "intake.slides"
    ),
    "a .png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "intake.image"),
    "a .jpg": (b"\xff\xd8\xff\xe0\0\x10JFIF", "intake.image"),
    "a .gif": (b"GIF89a\1\0\1\0", "intake.image"),
    "a .bmp": (b"BM\x9a\0\0\0\0\0\0\0", "intake.image"),
    "a .tif": (b"II*\0\x08\0\0\0", "intake.image"),
    "a .webp": (b"RIFF\x24\0\0\0WEBPVP8 ", "intake.image"),
    "a .7z": (b"7z\xbc\xaf\x27\x1c\0\4", "intake.archive"),
    "a .rar": (b"Rar!\x1a\x07\1\0", "intake.archive"),
    "a .gz": (b"\x1f\x8b\x08\0", "intake.archive"),
    "a .zip with the .docx in it": (pack({"реестр.docx": GOOD}), "intake.archive"),
    "an empty .zip": (pack({}), "intake.archive"),
    "an .htm called .docx": (b"<!DOCTYPE html><html><table>", "intake.markup"),
    "an .htm with a comment first": (b"\r\n<!-- saved --><html>", "intake.markup"),
    "a web archive": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "intake.markup"),
    "a Word 2003 .xml": (b"<?xml version='1.0'?><w:wordDocument/>", "intake.markup"),
    "a program": (b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff", "intake.binary"),
    "random bytes": (bytes(range(256)) * 9, "intake.binary"),
    "a text with a NUL": (OFFICIAL[:900] + b"\0" + OFFICIAL[900:], "intake.binary"),
    "a text in KOI8-R": (OFFICIAL.decode().encode("koi8-r", "replace"), "intake.binary"),
    "a text in the DOS encoding": (OFFICIAL.decode().encode("cp866", "replace"), "intake.binary"),
    "UTF-16 without its mark": ("Соглашения".encode("utf-16-le"), "intake.binary"),
    "half of UTF-16": ("\ufeffСоглашения".encode("utf-16-le")[:-1], "intake.binary"),
    "a .docx cut short": (GOOD[: len(GOOD) // 2], "intake.damaged"),
    "a .docx without its beginning": (b"PK\3\4" + GOOD[200:], "intake.damaged"),
    "a .docx with a wrong byte": (GOOD.replace(b"word/document", b"word/dokument", 1),
        "intake.damaged"),
    "a first line of an archive": (b"PK\3\4", "intake.damaged"),
    "a .docx without its document": (packed("word/x.xml", "<a/>").replace(
        b"word/document.xml", b"word/dokument.xml"), "intake.damaged"),
    "a .docx of a document that is no XML": (docx("<w:p>"), "intake.damaged"),
    "a .docx of a document that is empty": (pack(
        {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": ""}), "intake.damaged"),
    "an unknown compression": (patched(GOOD, method=99), "intake.damaged"),
    "a size that is a lie": (patched(GOOD, size=7), "intake.damaged"),
    "an entry with a password": (patched(GOOD, flags=1), "intake.password"),
    "600 entries": (many_entries(600), "intake.entries"),
    "70 000 entries": (many_entries(70_000), "intake.entries"),
    "a bomb": (bomb(), "intake.ratio"),
    "a million paragraphs": (million_paragraphs(), "intake.ratio"),
    "an entry of 4 GB, it says": (patched(GOOD, size=2**32 - 2), "intake.unpacked"),
    "90 MB in nine entries": (pack(
        {f"word/{i}.bin": bytes(10 * MB) for i in range(9)}), "intake.unpacked"),
    "an archive in an archive in an archive": (pack({"a.zip": pack({"b.zip": pack(
        {"c.bin": bytes(MB)})})}), "intake.archive"),
    "a name that climbs up": (packed("word/../../etc/passwd", "x"), "intake.names"),
    "a name from the root": (packed("/etc/passwd", "x"), "intake.names"),
    "a name of Windows": (packed("word\\..\\evil.exe", "x"), "intake.names"),
    "a name with a drive": (packed("C:/evil.exe", "x"), "intake.names"),
    "a name with a NUL": (packed("word/a?b", "x").replace(b"a?b", b"a\0b"), "intake.names"),
    "a name that stands twice": (packed("WORD/DOCUMENT.XML", "<other/>"), "intake.names"),
    "a billion laughs": (docx("<w:p/>", prologue=LAUGHS), "intake.doctype"),
    "an entity from outside": (docx("<w:p/>", prologue=OUTSIDE), "intake.doctype"),
    "a DTD from outside": (docx("<w:p/>", prologue=DTD), "intake.doctype"),
    "a DOCTYPE in UTF-16": (utf16_xml(), "intake.doctype"),
    "a DOCTYPE in another part": (docx("<w:p/>", **{"word/styles.xml": f"{LAUGHS}<w/>"}),
        "intake.doctype"),
    "a DOCTYPE in the package's own relationships": (
        docx("<w:p/>", **{"_rels/.rels": DTD + RELATIONS.partition("?>")[2]}), "intake.doctype"),
    "a DOCTYPE in the relationships": (docx("<w:p/>", **{"word/_rels/document.xml.rels":
        f"{DTD}<w/>"}), "intake.doctype"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_a_bad_file_is_refused_for_what_it_is(name):
    data, key = BAD[name]
    assert refusal(data) == key


# --- the sandbox ----------------------------------------------------------------------------------


def run(name, data=b"", seconds=20):
    return run_limited(f"tests.sandboxed:{name}", data, seconds=seconds)


def refused(name, data=b"", seconds=20):
    with pytest.raises(GeoError) as caught:
        run(name, data, seconds)
    return caught.value.key


def children():
    """The processes that are ours and still there, the dead that nobody waited for included."""
    ours = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:  # it ended just now
            continue
        if int(fields[1]) == os.getpid():
            ours.append(status.parent.name)
    return ours


def test_a_function_gets_its_bytes_and_arguments():
    answer = run_limited("tests.sandboxed:answer", "Смоленск".encode(), "a", "b c")
    assert answer == {"data": "Смоленск", "arguments": ["a", "b c"]}


@pytest.mark.parametrize("name", ["spin", "sleep"])
def test_time_is_limited_and_the_process_is_gone(name):
    before, started = children(), time.monotonic()
    assert refused(name, seconds=1) == "intake.too_slow"
    assert time.monotonic() - started < 15
    assert children() == before


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on memory there")
def test_memory_is_limited():
    assert refused("swallow") == "intake.too_heavy"


@pytest.mark.parametrize("name", ["shout", "recurse", "die"])
def test_an_answer_too_long_a_recursion_and_a_death_are_one_message(name):
    assert refused(name) == "intake.too_heavy"


@pytest.mark.parametrize("name", ["stumble", "chatter", "leave"])
def test_a_failure_or_nonsense_is_one_message(name):
    assert refused(name) == "intake.failed"


def test_an_error_of_ours_comes_back_as_it_was():
    with pytest.raises(DataError) as caught:
        run("complain", b"x.csv")
    assert caught.value.message("ru") == "Нет файла x.csv."


def test_no_connection_leaves_the_sandbox():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = str(server.getsockname()[1]).encode()
        assert refused("connect", port) == refused("fetch", port) == "intake.failed"
        with pytest.raises(TimeoutError):
            server.accept()


def test_nothing_is_started_written_or_removed(tmp_path):
    kept, other = tmp_path / "kept", tmp_path / "other"
    kept.write_text("x")
    assert refused("start") == "intake.failed"
    assert refused("write", str(other).encode()) == "intake.failed"
    assert refused("remove", str(kept).encode()) == "intake.failed"
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_the_servers_secrets_stay_outside(monkeypatch):
    monkeypatch.setenv("STREAMLIT_AUTH_CLIENT_SECRET", "x")
    assert not [name for name in run("environment") if "SECRET" in name]


def test_only_so_many_files_are_read_at_once(monkeypatch):
    monkeypatch.setattr(sandbox, "_places", BoundedSemaphore(1))
    with sandbox._places:
        assert refused("answer", seconds=0.1) == "intake.busy"


# --- documents that are read ----------------------------------------------------------------------


def reading(data):
    """What a harmless document gives, read as the sandbox does but without a process."""
    check_file(data)
    return read_checked(data, "{}", str(settings.DATA))


OTHER_HEADS = ("Дата", "Сумма", "Плательщик", "Назначение")
NO_REGISTER = {
    "a .docx without tables": (docx(paragraph(IN_FORCE)), "error.no_register"),
    "an empty .docx": (docx(""), "error.no_register"),
    "another table": (docx(table(("a", "b"), ("1", "2"))), "error.no_register"),
    "a table of other columns": (docx(table(OTHER_HEADS, ROW)), "error.no_register"),
    "headings without a row": (register_docx([], []), "error.no_rows"),
    "a text of something else": ("Отчёт о сотрудничестве за год.".encode(), "error.no_register"),
    "a text in Windows-1251 of something else": (
        "Отчёт: соглашения о сотрудничестве не заключались.".encode("cp1251"), "error.no_register"
    ),
    "a .csv": (b"a;b;c\r\n1;2;3\r\n", "error.no_register"),
    "a register whose cells are lines of a text": (
        "\n".join((IN_FORCE, *HEADS, *ROW)).encode(), "error.no_cells"
    ),
    "a register as .csv": (
        "\r\n".join(";".join(row) for row in (HEADS, ROW)).encode(), "error.no_cells"
    ),
    "a register as .csv in quotation marks": (
        "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in (HEADS, ROW)).encode(),
        "error.no_cells",
    ),
    "JSON": (b'{"a": [1, 2, 3]}', "error.no_register"),
    "a table within tables, 400 deep": (
        docx("<w:tbl><w:tr><w:tc>" * 400 + "</w:tc></w:tr></w:tbl>" * 400), "error.too_deep"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_REGISTER)
def test_a_harmless_document_that_is_no_register_is_one_message(name):
    data, key = NO_REGISTER[name]
    with pytest.raises(RegisterFormatError) as caught:
        reading(data)
    assert caught.value.key == key and caught.value.message("ru")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_the_official_text_is_read_in_every_encoding_word_writes(register, encoding):
    data = OFFICIAL.decode().replace("\n", "\r\n").encode(encoding)
    assert reading(data).agreements == register.agreements


def test_a_text_of_dogovory_alone_is_read_in_the_encoding_of_a_russian_windows():
    text = "Реестр договоров\n\n\t" + "\n\t".join(["№", "Договор", "Регистрация", "Срок", *ROW])
    assert len(reading(text.encode("cp1251")).agreements) == 1


def test_the_main_part_is_found_where_the_package_says():
    """Word on the web calls it ``document2.xml``, and its lists ``numbering2.xml``."""
    parts = {}
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        for name in archive.namelist():
            content = archive.read(name).replace(b"word/document.xml", b"word/document2.xml")
            parts[name.replace("word/document.xml", "word/document2.xml")] = content
    assert refusal(pack(parts)) is None
    assert reading(pack(parts)).agreements == reading(GOOD).agreements
    outside = parts["_rels/.rels"].replace(b' Target="', b' TargetMode="External" Target="')
    with pytest.raises(RegisterFormatError):
        reading(pack({**parts, "_rels/.rels": outside}))


def test_a_document_with_one_section_is_read_as_far_as_it_goes(register):
    in_force, _ = rows(register.agreements)
    found = reading(docx(paragraph(IN_FORCE) + table(HEADS, *in_force)))
    assert len(found.agreements) == 42 and not found.blocked


def test_a_row_that_stands_twice_is_a_problem_and_one_agreement():
    found = reading(register_docx([ROW, ["2.", *ROW[1:]]], []))
    assert len(found.agreements) == 1
    assert [problem.key for problem in found.blocked] == ["problem.double"]


OUTSIDE_LINK = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId9" TargetMode="External" Target="http://127.0.0.1:{port}/'
    'x.dotm" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'attachedTemplate"/></Relationships>'
)


def test_a_document_that_points_outside_is_read_and_nobody_is_asked():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        link = OUTSIDE_LINK.replace("{port}", str(server.getsockname()[1]))
        data = register_docx([ROW], [], **{"word/_rels/document.xml.rels": link})
        assert len(read_untrusted(data).agreements) == 1
        with pytest.raises(TimeoutError):
            server.accept()


def test_the_official_text_comes_through_the_sandbox_as_it_is(register):
    found = read_untrusted(OFFICIAL)
    assert found.agreements == register.agreements and not found.blocked


def test_a_decision_reaches_the_reader_in_the_sandbox():
    row = [ROW[0], ROW[1].replace("Витебском", "Витепском"), *ROW[2:]]
    data = register_docx([row], [])
    (problem,) = read_untrusted(data).blocked
    found = read_untrusted(data, {problem.got: problem.candidates[0]})
    assert found.agreements[0].territories == ("ru-smo-smolensk", "by-vi-vitebsk")


def test_an_error_of_the_reader_comes_through_the_sandbox():
    with pytest.raises(RegisterFormatError) as caught:
        read_untrusted(docx(""))
    assert caught.value.key == "error.no_register"


def noisy(text):
    """Text with so much noise before it that it does not look like a bomb."""
    return f"<!--{random.Random(1).randbytes(200_000).hex()}-->{text}"


def test_three_million_paragraphs_that_do_not_look_like_a_bomb_are_too_many():
    data = docx(noisy("<w:p/>" * (19 * MB // 6 - 70_000)))
    started = time.monotonic()
    assert refusal(data) == "intake.elements"
    assert time.monotonic() - started < 10


EXHAUSTING = {
    "a title of 8 MB": docx(noisy(table(HEADS, [ROW[0], f"{ROW[1]} " * 60_000, *ROW[2:]]))),
    "20 000 rows": docx(noisy(table(HEADS, *[ROW] * 20_000))),
}


@pytest.mark.parametrize("name", EXHAUSTING)
def test_a_document_made_to_exhaust_the_reader_ends_in_time(name):
    check_file(EXHAUSTING[name])
    check_archive(EXHAUSTING[name])
    started = time.monotonic()
    with pytest.raises(GeoError) as caught:
        run_limited(
            "geo.update.intake:read_checked",
            EXHAUSTING[name],
            "{}",
            str(settings.DATA),
            seconds=2,
        )
    assert caught.value.key in ("intake.too_slow", "intake.too_heavy")
    assert time.monotonic() - started < 15


def test_an_answer_that_is_no_reading_is_not_believed(monkeypatch):
    monkeypatch.setattr(intake, "run_limited", lambda *_: {"agreements": [{"id": 7}]})
    with pytest.raises(IntakeError) as caught:
        read_untrusted(OFFICIAL)
    assert caught.value.key == "intake.failed"


def test_every_message_says_in_both_languages_what_to_do():
    for name, (_, key) in BAD.items():
        for lang in LANGUAGES:
            assert has_text(key) and len(t(key, lang, limit=1, seconds=1)) > 30, name
