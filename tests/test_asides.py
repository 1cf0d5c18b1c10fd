"""What a document says beside its rows: told with its words, asked about where it may matter."""

import pytest

from geo.agreements import load_register
from geo.reading import read_register
from geo.reading.problems import problem_key
from geo.update.intake import read_untrusted
from geo.update.settlement import Choice, choices
from tests.documents import HEADS, IN_FORCE, LAPSED, NAMESPACE, docx, paragraph, rows, table

REGISTER = load_register()
TABLES = rows(REGISTER.agreements)
BODY = paragraph(IN_FORCE) + table(HEADS, *TABLES[0]) + paragraph(LAPSED) + table(HEADS, *TABLES[1])
DAY = "от 30 марта 2017 года"


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def note(kind, text):
    notes = f'<w:{kind} w:id="7">{paragraph(text)}</w:{kind}>'
    return f'<w:{kind}s xmlns:w="{NAMESPACE}">{notes}</w:{kind}s>'


def read(body, **parts):
    reading = read_register(docx(body, **parts), REGISTER.territories, home="ru-smo")
    told = [p for p in reading.problems if p.key.startswith(("problem.aside", "problem.text"))]
    return reading.agreements, told


def beside(xml):
    """The register with something beside the date of No. 16."""
    assert BODY.count(DAY) == 1
    return BODY.replace(f"{DAY}</w:t></w:r>", f"</w:t></w:r>{xml}")


@pytest.mark.parametrize("mark", ["<w:strike/>", "<w:dstrike/>", '<w:strike w:val="1"/>'])
def test_struck_words_do_not_count_and_are_asked_about(mark):
    xml = run(DAY, mark) + run("от 31 марта 2017 года")
    agreements, (problem,) = read(beside(xml))
    (row,) = [x for x in agreements if x.status == "in_force" and x.number == 16]
    assert row.signed_on.isoformat() == "2017-03-31" and "30 марта" not in row.title
    assert (problem.key, problem.got, problem.number) == ("problem.aside_struck", DAY, 16)
    assert problem.blocks


def test_a_strike_that_is_switched_off_is_none():
    assert read(beside(run(DAY, '<w:strike w:val="0"/>')))[1] == []


def test_words_struck_by_a_style_are_struck_and_its_own_mark_counts_first():
    styles = (
        f'<w:styles xmlns:w="{NAMESPACE}"><w:style w:styleId="Gone"><w:rPr><w:strike/></w:rPr>'
        '</w:style><w:style w:styleId="Old"><w:basedOn w:val="Gone"/></w:style></w:styles>'
    )
    parts, now = {"word/styles.xml": styles}, run("от 31 марта 2017 года")
    agreements, (problem,) = read(beside(run(DAY, '<w:rStyle w:val="Old"/>') + now), **parts)
    (row,) = [x for x in agreements if x.status == "in_force" and x.number == 16]
    assert row.signed_on.isoformat() == "2017-03-31"
    assert (problem.key, problem.got, problem.blocks) == ("problem.aside_struck", DAY, True)
    plain = run(DAY, '<w:rStyle w:val="Old"/><w:strike w:val="0"/>')
    assert read(beside(plain), **parts)[1] == []


@pytest.mark.parametrize(
    ("mark", "key"), [("strike", "problem.aside_struck"), ("vanish", "problem.aside_hidden")]
)
def test_a_paragraph_whose_style_strikes_or_hides_it_is_struck_or_hidden(mark, key):
    """Of its words one run is switched back on and stays."""
    styles = (
        f'<w:styles xmlns:w="{NAMESPACE}"><w:style w:styleId="Gone"><w:rPr><w:{mark}/></w:rPr>'
        '</w:style><w:style w:styleId="Old"><w:basedOn w:val="Gone"/></w:style></w:styles>'
    )
    now = run("от 31 марта 2017 года", f'<w:{mark} w:val="0"/>')
    gone = f'</w:p><w:p><w:pPr><w:pStyle w:val="Old"/></w:pPr>{run(DAY)}{now}</w:p><w:p>'
    agreements, (problem,) = read(beside(gone), **{"word/styles.xml": styles})
    (row,) = [x for x in agreements if x.status == "in_force" and x.number == 16]
    assert row.signed_on.isoformat() == "2017-03-31"
    assert (problem.key, problem.got, problem.blocks) == (key, DAY, True)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [("№ 5 прекращено с 1 марта 2026 года", True), ("Срок — без продлений", False)],
)
def test_a_note_to_a_heading_is_asked_about_where_it_speaks_of_rows(text, blocks):
    marked = paragraph(LAPSED).replace("</w:p>", '<w:r><w:footnoteReference w:id="7"/></w:r></w:p>')
    body = BODY.replace(paragraph(LAPSED), marked)
    agreements, (problem,) = read(body, **{"word/footnotes.xml": note("footnote", text)})
    assert len(agreements) == 52
    assert (problem.key, problem.got, problem.blocks) == ("problem.aside_footnote", text, blocks)


@pytest.mark.parametrize(("text", "blocks"), [("Утратившие силу", True), ("Приложение", False)])
def test_a_box_between_the_tables_that_may_be_a_heading_is_asked_about(text, blocks):
    box = f"<w:p><w:r><w:pict><w:txbxContent>{paragraph(text)}</w:txbxContent></w:pict></w:r></w:p>"
    _, (problem,) = read(BODY.replace(paragraph(LAPSED), box + paragraph(LAPSED)))
    assert (problem.key, problem.got, problem.blocks) == ("problem.aside_box", text, blocks)


@pytest.mark.parametrize("kind", ["footnote", "endnote", "comment"])
@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("утратило силу с 1 марта 2026 года", True),
        ("Продлено до 2030 года", True),
        ("дата: 31.03.2017", True),
        ("Завершено, закрыли в 2025 году", True),
        ("5 лет", True),
        ("Действует до конца 2026 года", True),
        ("Проект соглашения", True),
        ("Срок вышел", True),
        ("Удалить строку", True),
        ("Ныне Ярцевский муниципальный округ", False),
        ("Экземпляр хранится в архиве", False),
    ],
)
def test_a_note_is_told_with_its_row_and_asked_about_where_it_speaks_of_the_row(kind, text, blocks):
    part = f"word/{kind}s.xml"
    body = beside(run(DAY) + f'<w:r><w:{kind}Reference w:id="7"/></w:r>')
    agreements, (problem,) = read(body, **{part: note(kind, text)})
    assert len(agreements) == 52
    assert (problem.key, problem.got) == (f"problem.aside_{kind}", text)
    assert (problem.number, problem.blocks) == (16, blocks)


RAISED = '<w:vertAlign w:val="superscript"/>'


@pytest.mark.parametrize(
    "mark",
    [
        RAISED,
        RAISED.replace("super", "sub"),
        '<w:position w:val="6"/><w:sz w:val="14"/>',
        '<w:position w:val="-4"/>',
    ],
)
def test_a_raised_or_lowered_figure_marks_a_note_and_is_no_part_of_a_number(mark):
    body = BODY.replace("20 апреля 2026 года, № 18-с</w:t></w:r>",
                        f"20 апреля 2026 года, № 18-с</w:t></w:r>{run('1', mark)}")  # fmt: skip
    years = "3 года с последующей пролонгацией</w:t>"  # first that of No. 1
    marked = f"3</w:t></w:r>{run('2)', mark)}<w:r><w:t> года с последующей пролонгацией</w:t>"
    agreements, problems = read(body.replace(years, marked, 1))
    assert agreements[0].term_years == 3
    assert agreements[41].registration_number == "18-с"
    assert agreements == read(BODY)[0]
    assert [(p.key, p.got, p.number, p.blocks) for p in problems] == [
        ("problem.aside_raised", "²)", 1, False), ("problem.aside_raised", "¹", 42, False),
    ]  # fmt: skip


@pytest.mark.parametrize("mark", ["а)", "в", "†", "[1]", "ii"])
def test_a_raised_letter_or_sign_marks_a_note_too(mark):
    number = "20 апреля 2026 года, № 18-с</w:t></w:r>"
    agreements, (problem,) = read(BODY.replace(number, number + run(mark, RAISED)))
    assert agreements == read(BODY)[0]
    assert (problem.key, problem.number, problem.blocks) == ("problem.aside_raised", 42, False)


def test_raised_words_are_read():
    body = BODY.replace(f">{DAY}<", f"></w:t></w:r>{run(DAY, RAISED)}<w:r><w:t><")
    assert read(body) == read(BODY)


@pytest.mark.parametrize(
    "after", ["№ 1</w:t><w:sym w:font='Symbol' w:char='F038'/><w:t>-с", "№ 18-с¹"]
)
def test_a_number_with_a_symbol_or_a_mark_in_it_is_asked_about(after):
    reading = read_register(docx(BODY.replace("№ 18-с", after)), REGISTER.territories)
    (problem,) = reading.blocked
    assert (problem.key, problem.number) == ("problem.registration", 42)


def test_changes_that_are_not_accepted_are_told():
    body = beside(
        f'<w:del w:id="1"><w:r><w:delText>{DAY}</w:delText></w:r></w:del>'
        f'<w:ins w:id="2">{run("от 31 марта")}{run(" 2017 года")}</w:ins>'
    )
    _, problems = read(body)
    said = [(p.key.removeprefix("problem.aside_"), p.got, p.blocks) for p in problems]
    assert said == [("deleted", DAY, False), ("inserted", "от 31 марта 2017 года", False)]


@pytest.mark.parametrize("place", [41, 9])
def test_a_hidden_row_is_not_read_and_asked_about(place):
    row = f"<w:tr>{table(TABLES[0][place]).partition('<w:tr>')[2].removesuffix('</w:tbl>')}"
    hidden = row.replace("<w:tr>", "<w:tr><w:trPr><w:hidden/></w:trPr>")
    reading = read_register(docx(BODY.replace(row, hidden)), REGISTER.territories)
    assert [p.key for p in reading.blocked if p.key != "problem.aside_hidden"] == [
        "problem.title_outside"
    ]
    assert len(reading.agreements) == 51 and reading.n_titles == 52
    (told,) = [p for p in reading.problems if p.key == "problem.aside_hidden"]
    assert (told.table, told.row, told.number) == (1, 0, None), "not of the row behind it"


def test_a_text_box_and_hidden_text_are_told():
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('Утратило силу')}</w:txbxContent></w:pict></w:r>"
    _, problems = read(beside(run(DAY) + box + run("для служебного пользования", "<w:vanish/>")))
    assert [(p.key, p.blocks) for p in problems] == [
        ("problem.aside_box", True), ("problem.aside_hidden", False),
    ]  # fmt: skip


EMBEDDED = '<w:object><o:OLEObject xmlns:o="o" ProgID="Excel.Sheet.12"/></w:object>'
PICTURE = '<w:drawing><a:blip xmlns:a="a"/></w:drawing>'


@pytest.mark.parametrize(
    "block", ["<w:altChunk/>", "<w:subDoc/>", f"<w:p><w:r>{EMBEDDED}</w:r></w:p>"]
)
def test_a_document_within_the_document_may_hold_rows_and_is_asked_about(block):
    agreements, (problem,) = read(BODY + block)
    assert (problem.key, problem.blocks, len(agreements)) == ("problem.aside_embedded", True, 52)


def test_what_was_decided_of_one_document_within_is_not_of_another():
    link = '<Relationship Id="rId9" Type="x/aFChunk" Target="chunk.html"/>'
    links = f'<Relationships xmlns="x">{link}</Relationships>'
    block = f'{BODY}<w:altChunk xmlns:r="r" r:id="rId9"/>'
    found = []
    for content in ("<p>one</p>", "<p>one</p>", "<p>another</p>"):
        parts = {"word/_rels/document.xml.rels": links, "word/chunk.html": content}
        found += [problem_key(problem) for problem in read(block, **parts)[1]]
    assert len(found) == 3 and found[0] == found[1] != found[2]


def test_a_picture_is_told_and_in_the_place_of_words_asked_about():
    line = '<w:pict><v:line xmlns:v="v" from="0,0" to="450,0"/></w:pict>'  # through the row
    for shape in (PICTURE, line):
        _, (problem,) = read(beside(run(DAY) + f"<w:r>{shape}</w:r>"))
        assert (problem.key, problem.number, problem.blocks) == ("problem.aside_picture", 16, False)
    term = '<w:t xml:space="preserve">3 года с последующей пролонгацией</w:t>'
    reading = read_register(docx(BODY.replace(term, PICTURE, 1)), REGISTER.territories)
    (problem,) = reading.blocked
    assert (problem.key, problem.got, problem.number) == ("problem.term", "[рисунок]", 1)


@pytest.mark.parametrize("field", ["<w:ddList/>", "<w:checkBox><w:checked/></w:checkBox>"])
def test_a_list_to_choose_from_or_a_box_to_tick_says_nothing_that_is_understood(field):
    chosen = f'<w:fldChar w:fldCharType="begin"><w:ffData>{field}</w:ffData></w:fldChar>'
    term = '<w:t xml:space="preserve">3 года с последующей пролонгацией</w:t>'
    reading = read_register(docx(BODY.replace(term, chosen, 1)), REGISTER.territories)
    assert [(x.key, x.number) for x in reading.blocked] == [("problem.term", 1)]


ELSEWHERE = "Договор о дружбе между городом Смоленском и городом Брестом от 1 мая 2026 года"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Утратившие силу соглашения", ["aside_header"]),
        ("ПРОЕКТ", ["aside_header"]),
        ("№ 5 прекращено с 1 марта 2026 года", ["aside_header"]),
        ("Приложение № 1, по состоянию на 01.01.2026", []),
        (ELSEWHERE, ["title_outside"]),
    ],
)
@pytest.mark.parametrize("drawn", [False, True])
@pytest.mark.parametrize("kind", ["header", "footer"])
def test_a_running_head_is_asked_about_where_it_speaks_of_agreements(kind, text, asked, drawn):
    """Also where it is a watermark."""
    texts = ("- 3 -", text, text)
    mark = '<w:p><w:r><w:pict><v:textpath xmlns:v="v" string="{}"/></w:pict></w:r></w:p>'
    put = mark.format if drawn else paragraph
    heads = {
        f"word/{kind}{n}.xml": f'<w:hdr xmlns:w="{NAMESPACE}">{put(each)}</w:hdr>'
        for n, each in enumerate(texts)
    }
    links = "".join(
        f'<Relationship Id="r{n}" Type="http://x/{kind}" Target="/{part}"/>'
        for n, part in enumerate(heads)
    )
    rels = {"word/_rels/document.xml.rels": f"<Relationships>{links}</Relationships>"}
    reading = read_register(docx(BODY, **heads, **rels), REGISTER.territories, home="ru-smo")
    told = [x.got for x in reading.problems if x.key == "problem.aside_header"]
    assert told == [text] * ("aside_header" in asked)
    assert [x.key.removeprefix("problem.") for x in reading.blocked] == asked
    if asked == ["aside_header"]:
        assert choices(reading.blocked[0]) == (Choice.CONFIRM,)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("* Соглашение № 12 утратило силу с 1 марта 2026 года", True),
        ("Примечание: строку № 5 следует читать в прежней редакции", True),
        ("Соглашения №№ 5, 6 утратили силу", True),
        ("№ 5 и № 7 утратили силу 01.02.2026", True),
        ("п. 5 – утратил силу", True),
        ("Договор с Чаусским районом расторгнут", True),
        ("Утратили силу: 5, 6, 7", True),
        ("Серым цветом выделены соглашения, утратившие силу", True),
        ("Жирным шрифтом выделены действующие соглашения", True),
        ("Соглашения, отмеченные знаком *, утратили силу", True),
        ("Договоры с районами Могилевской области расторгнуты", True),
        ("Белыничский район вышел из соглашения № 5", True),
        ("Зелёным цветом выделены новые соглашения", False),
        ("Начальник отдела И. И. Иванов", False),
        ("Исполнитель: Петрова, тел. 38-00-00", False),
    ],
)
def test_text_below_the_tables_is_told_or_asked_about(text, blocks):
    _, (problem,) = read(BODY + paragraph(text))
    assert (problem.key, problem.got, problem.blocks) == ("problem.text", text, blocks)


@pytest.mark.parametrize(
    "remark",
    ["* Соглашение № 12 утратило силу с 1 марта 2026 года", "№ 5 и № 7 утратили силу 01.02.2026",
     "Утратили силу: 5, 6, 7", "Договор с Чаусским районом расторгнут",
     "С 2024 года не действуют: № 1", "Серым выделены соглашения, прекратившие действие",
     "Договоры с районами Могилевской области утратили силу", "Красным помечены недействующие",
     "В 2025 году прекращено 3 соглашения", "На 01.01.2026 утратили силу 10 соглашений",
     "Договор с городом Оршей продлен до 2030 года.",
     "К договору с Витебском присоединился Велижский район.",
     "Не включены соглашения, срок действия которых истёк."],
)  # fmt: skip
def test_a_note_between_the_tables_is_asked_about(remark):
    body = BODY.replace(paragraph(LAPSED), paragraph(remark) + paragraph(LAPSED))
    agreements, (problem,) = read(body)
    assert len(agreements) == 52 and problem.got == remark and problem.blocks


@pytest.mark.parametrize("legend", ["* архив", "* — соглашения, утратившие силу"])
@pytest.mark.parametrize("above", [True, False])
def test_rows_with_the_mark_of_a_legend_are_one_question(legend, above):
    """«**» is another mark, and a row that lapsed says nothing else than its table."""
    body = BODY
    for number, mark in ((3, "*"), (5, "**"), (7, "*"), (45, "*")):
        title = paragraph(REGISTER.agreements[number - 1].title)
        body = body.replace(title, title.replace("</w:t>", f"{mark}</w:t>"), 1)
    place, line = paragraph(IN_FORCE if above else LAPSED), paragraph(legend)
    document = docx(body.replace(place, line + place, 1))
    reading = read_register(document, REGISTER.territories, home="ru-smo")
    agreements, problems = reading.agreements, reading.blocked
    assert [(x.key, x.got, x.number) for x in problems] == [
        ("problem.remark_column", legend, 3), ("problem.remark_column", legend, 7)
    ]  # fmt: skip
    assert len(agreements) == 50 and len(set(map(problem_key, problems))) == 1


@pytest.mark.parametrize("figure", ["1", "4", "*"])
def test_raised_marks_have_the_legend_that_begins_with_theirs(figure):
    body, mark = BODY, run(figure, RAISED)
    for number in (3, 7):
        title = paragraph(REGISTER.agreements[number - 1].title)
        body = body.replace(title, title.replace("</w:p>", f"{mark}</w:p>"), 1)
    legend = paragraph(" Соглашения, утратившие силу").replace("<w:p>", f"<w:p>{mark}")
    document = docx(body.replace(paragraph(LAPSED), legend + paragraph(LAPSED), 1))
    reading = read_register(document, REGISTER.territories, home="ru-smo")
    assert [(x.key, x.number) for x in reading.blocked] == [
        ("problem.remark_column", 3), ("problem.remark_column", 7)
    ]  # fmt: skip


def legend_across(body, line):
    row = f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="4"/></w:tcPr>{line}</w:tc></w:tr>'
    return body.replace("</w:tbl>", f"{row}</w:tbl>", 1)


@pytest.mark.parametrize(
    "put",
    [
        legend_across,
        lambda body, line: body.replace(paragraph(HEADS[1]), paragraph(HEADS[1]) + line, 1),
        lambda body, line: body.replace(HEADS[1], f"{HEADS[1]} (* — утратило силу)", 1),
    ],
)
def test_a_legend_in_a_row_of_its_own_or_a_heading_is_one_of_marks_and_of_no_other_row(put):
    title = paragraph(REGISTER.agreements[2].title)
    body = BODY.replace(title, title.replace("</w:t>", "*</w:t>"), 1)
    document = docx(put(body, paragraph("* — утратило силу")))
    reading = read_register(document, REGISTER.territories, home="ru-smo")
    asked = [(x.key, x.number) for x in reading.blocked if x.key != "problem.text"]
    assert asked == [("problem.remark_column", 3)] and len(reading.agreements) == 51


@pytest.mark.parametrize("text", ["(" * 100_000, ":*" * 100_000, "а" * 100_000])
def test_a_line_without_an_end_is_read_within_the_limits(text):
    assert len(read_untrusted(docx(BODY + paragraph(text))).agreements) == 52


@pytest.mark.parametrize(
    "text", ["Районы преобразованы в муниципальные округа.", "Министр И.И. Иванов", "Всего 42"]
)
def test_any_text_between_the_tables_that_is_no_heading_is_told(text):
    first, second = "Соглашения о приграничном сотрудничестве", "Соглашения, утратившие силу"
    lines = map(paragraph, (text, "стр. 5", first, second))
    agreements, (problem,) = read(BODY.replace(paragraph(LAPSED), "".join(lines)))
    assert [row.status for row in agreements] == [row.status for row in REGISTER.agreements]
    assert (problem.key, problem.got, problem.blocks) == ("problem.text", text, False)


def test_what_a_register_leaves_out_announces_none_of_its_rows():
    said = "Не включены соглашения, срок действия которых истёк."
    title = paragraph(IN_FORCE)
    agreements, (problem,) = read(BODY.replace(title, title + paragraph(said), 1))
    assert [row.status for row in agreements] == [row.status for row in REGISTER.agreements]
    assert (problem.key, problem.got, problem.blocks) == ("problem.text", said, True)


def complex_field(code, shown):
    marks = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate"))
    begin, separate = marks
    return f'{begin}{code}{separate}{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def test_what_a_field_within_the_code_of_another_shows_is_no_text():
    code = "<w:r><w:instrText> IF </w:instrText></w:r>"
    inner = complex_field("<w:r><w:instrText>PAGE</w:instrText></w:r>", run("31"))
    agreements, problems = read(beside(complex_field(code + inner, run(DAY))))
    assert tuple(x.title for x in agreements) == tuple(x.title for x in REGISTER.agreements)
    assert [(p.key, p.got, p.blocks) for p in problems] == [("problem.aside_hidden", "31", False)]


def test_a_field_that_is_never_closed_hides_no_further_paragraph():
    opened = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    agreements, _ = read(beside(f"{run(DAY)}{opened}"))
    assert len(agreements) == len(REGISTER.agreements)


def test_a_row_that_is_struck_out_is_not_read_and_asked_about():
    row = table(TABLES[0][9]).removeprefix("<w:tbl>").removesuffix("</w:tbl>")
    struck = row.replace("<w:r>", "<w:r><w:rPr><w:strike/></w:rPr>")
    agreements, (problem,) = read(BODY.replace(row, struck))
    assert len(agreements) == len(REGISTER.agreements) - 1
    assert (problem.key, problem.blocks) == ("problem.aside_struck", True)
