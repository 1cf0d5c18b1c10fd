"""Letterheads of offices: their look is followed, and nothing else of them is taken over."""

import io
import re
import zipfile
from datetime import date

import docx
import pptx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from openxml_audit import OpenXmlValidator
from PIL import Image

from geo.__main__ import main
from geo.errors import IntakeError
from geo.exports.material import Material
from geo.exports.template import take_template
from geo.exports.word.brief import to_brief
from geo.exports.word.check_sheet import to_check_sheet
from geo.shown import Shown
from geo.text import LANGUAGES, load_texts
from geo.view import View

TODAY = date(2026, 11, 26)
MINISTRY = "МИНИСТЕРСТВО ВНЕШНИХ СВЯЗЕЙ"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FIELD = (
    '<w:p {0}><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDE</w:instrText>'
    '</w:r><w:r><w:instrText>PICTURE "http://elsewhere.test/x.png" </w:instrText></w:r><w:r>'
    '<w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>итог поля</w:t></w:r><w:r>'
    '<w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


def picture():
    file = io.BytesIO()
    Image.new("RGB", (60, 60), "#8A1538").save(file, "PNG")
    return io.BytesIO(file.getvalue())


def letterhead():
    """A letterhead as Word in Russian has it: ids like "a" and "1", a head with an emblem."""
    file = docx.Document()
    styles = file.styles
    renamed = {"Normal": "a", "Heading1": "1", "Title": "a3"}
    for style in styles.element.iterchildren(qn("w:style")):
        code = style.get(qn("w:styleId"))
        style.set(qn("w:styleId"), renamed.get(code, code))
        for link in style:
            if link.tag in (qn("w:basedOn"), qn("w:next"), qn("w:link")):
                link.set(qn("w:val"), renamed.get(link.get(qn("w:val")), link.get(qn("w:val"))))
    styles["Normal"].font.name, styles["Normal"].font.size = "Georgia", Pt(13)
    styles["Heading 1"].font.name, styles["Heading 1"].font.size = "Georgia", Pt(17)
    section = file.sections[0]
    section.left_margin, section.right_margin, section.top_margin = Mm(25), Mm(12), Mm(35)
    head = section.header.paragraphs[0]
    head.text = MINISTRY
    head.add_run().add_picture(picture(), Mm(12))
    body = file.element.body
    outside = file.part.relate_to("http://elsewhere.test/", f"{R}/hyperlink", is_external=True)
    part = file.part._settings_part
    linked = part.relate_to("http://elsewhere.test/x.dotm", f"{R}/attachedTemplate", True)
    link = f'<w:hyperlink r:id="{outside}"><w:r><w:t>наш сайт</w:t></w:r></w:hyperlink>'
    body.insert(0, parse_xml(f"<w:p {nsdecls('w', 'r')}>{link}</w:p>"))
    body.insert(0, parse_xml(FIELD.format(nsdecls("w"))))
    settings = file.settings.element
    settings.insert(0, parse_xml(f'<w:attachedTemplate {nsdecls("w", "r")} r:id="{linked}"/>'))
    data = io.BytesIO()
    file.save(data)
    return changed(data.getvalue(), {"[Content_Types].xml": as_template})


def as_template(content):
    return content.replace(b"document.main", b"template.main")


def changed(data, changes, **more):
    """An archive with the contents of some parts changed, and some added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, changes[name](content) if name in changes else content)
        for name, content in more.items():
            new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


@pytest.fixture(scope="module")
def taken():
    return take_template(letterhead(), "docx")


@pytest.fixture(scope="module", params=["brief", "check"])
def made(request, taken, register, network):
    view = View.from_params({"focus": "ru-smo-smolensk,by-vi-vitebsk"}, register)
    material = Material(Shown(view, register, TODAY), network, template=taken)
    return {"brief": to_brief, "check": to_check_sheet}[request.param](material)


def test_a_file_follows_the_styles_the_page_and_the_head_of_a_letterhead(made):
    document = docx.Document(io.BytesIO(made))
    section = document.sections[-1]
    assert section.header.paragraphs[0].text == MINISTRY
    assert [x for x in section.header.part.rels.values() if x.reltype.endswith("/image")]
    assert not section.footer.paragraphs[0].text  # nothing of ours beside what the office has
    assert round(section.left_margin.mm) == 25 and round(section.top_margin.mm) == 35
    heads = [p for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads and {p.style.style_id for p in heads} == {"1"}
    assert heads[0].style.font.name == "Georgia" and heads[0].style.font.size.pt == 17
    assert document.styles["Normal"].style_id == "a"
    for name in ("Table Text", "Remark"):
        style = document.styles[name]
        assert style.base_style.style_id == "a" and style.font.name is None
    text = "\n".join(p.text for p in document.paragraphs)
    assert text.index("наш сайт") < text.index("Смоленск — Витебск")


def test_tables_and_pictures_are_as_wide_as_the_text_of_the_letterhead(made):
    document = docx.Document(io.BytesIO(made))
    section = document.sections[-1]
    room = section.page_width - section.left_margin - section.right_margin
    for table in document.tables:
        width = int(table._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w")))
        assert width * 635 == pytest.approx(room, rel=0.01)
    assert all(shape.width == pytest.approx(room, rel=0.01) for shape in document.inline_shapes)


def test_a_file_by_a_template_keeps_to_the_schema(made, tmp_path):
    file = tmp_path / "file.docx"
    file.write_bytes(made)
    assert [str(error) for error in OpenXmlValidator().validate(str(file)).errors] == []


def test_nothing_that_leads_outside_or_runs_is_taken_over(taken):
    with zipfile.ZipFile(io.BytesIO(taken)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        types = archive.read("[Content_Types].xml")
    for trace in (b"elsewhere", b"External", b"attachedTemplate", b"INCLUDE", b"instrText"):
        assert trace not in everything
    assert b"template.main" not in types and b"document.main" in types
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(taken)).paragraphs)
    assert "итог поля" in text and "наш сайт" in text


def embed(kind, target="word/embeddings/x.bin"):
    """A letterhead with a part of some kind."""
    link = (
        f'<Relationship Id="rId99" Type="{R}/{kind}" Target="/{target}"/></Relationships>'.encode()
    )
    return changed(
        letterhead(),
        {"word/_rels/document.xml.rels": lambda x: x.replace(b"</Relationships>", link)},
        **{target: b"<x/>"},
    )


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("oleObject", "word/embeddings/x.bin"),
        ("package", "word/embeddings/x.xlsx"),
        ("aFChunk", "word/x.html"),
        ("customXml", "customXml/item9.xml"),
        ("image", "word/media/x.svg"),
        ("styles", "word/x.bin"),
    ],
)
def test_parts_of_other_kinds_are_cut(kind, target):
    taken = take_template(embed(kind, target), "docx")
    with zipfile.ZipFile(io.BytesIO(taken)) as archive:
        assert target not in archive.namelist()
        assert b"rId99" not in archive.read("word/_rels/document.xml.rels")


def bomb(data):
    return changed(data, {}, **{"word/media/zero.png": b"\0" * (30 << 20)})


def deck():
    file = io.BytesIO()
    pptx.Presentation().save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "suffix", "key"),
    [
        (lambda: b"", "docx", "template.not_docx"),
        (lambda: b"%PDF-1.7", "docx", "template.not_docx"),
        (deck, "docx", "template.not_docx"),
        (letterhead, "pptx", "template.kind"),
        (lambda: embed("vbaProject", "word/vbaProject.bin"), "docx", "template.macros"),
        (
            lambda: changed(
                letterhead(),
                {"[Content_Types].xml": lambda x: x.replace(
                    b"openxmlformats-officedocument.wordprocessingml.template.main",
                    b"ms-word.template.macroEnabledTemplate.main")},
            ),
            "docx",
            "template.macros",
        ),
        (lambda: letterhead()[:2000], "docx", "template.refused"),
        (lambda: bomb(letterhead()), "docx", "template.refused"),
        (
            lambda: changed(letterhead(), {"word/document.xml": lambda x: x.replace(
                b"<w:document", b"<!DOCTYPE x [<!ENTITY y 'z'>]><w:document", 1)}),
            "docx",
            "template.refused",
        ),
        (lambda: changed(letterhead(), {}, **{"../evil.xml": "<x/>"}), "docx", "template.refused"),
        (lambda: b"PK" + b"\0" * (11 << 20), "docx", "template.too_large"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_template_or_may_do_harm_is_refused_in_one_line(data, suffix, key):
    with pytest.raises(IntakeError) as error:
        take_template(data(), suffix)
    assert error.value.key == key
    assert all("\n" not in error.value.message(lang) for lang in LANGUAGES)


def test_a_template_on_the_command_line_is_followed_or_refused(tmp_path, capsys):
    path, out = tmp_path / "blank.dotx", tmp_path / "brief.docx"
    path.write_bytes(letterhead())
    common = ["export", "--today", "2026-11-26", "--view", "q=абракадабра"]
    asked = ["--template", str(path), "--format"]
    assert main([*common, *asked, "check-docx", "--out", str(out)]) == 0
    assert docx.Document(out).sections[-1].header.paragraphs[0].text == MINISTRY
    assert main([*common, *asked, "csv", "--out", str(tmp_path / "x.csv")]) == 1
    said = capsys.readouterr().err
    assert load_texts()["template.other"]["en"] in said and not re.search("Traceback", said)


@pytest.mark.parametrize("sides", [(210, 120), (60, 10)], ids=["margins", "page"])
def test_a_page_without_room_for_our_tables_gives_way_to_that_of_the_standard(
    register, network, sides
):
    paper, margin = sides
    file, saved = docx.Document(), io.BytesIO()
    page = file.sections[0]
    page.page_width, page.left_margin, page.right_margin = Mm(paper), Mm(margin), Mm(margin)
    file.save(saved)
    template = take_template(saved.getvalue(), "docx")
    shown = Shown(View(focus=("by-ma",)), register, TODAY)
    made_ = docx.Document(io.BytesIO(to_brief(Material(shown, network, template=template))))
    page = made_.sections[-1]
    assert page.page_width - page.left_margin - page.right_margin > Mm(80)
