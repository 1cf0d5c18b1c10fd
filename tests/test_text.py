"""Words: both languages complete, nothing missing, nothing left over; plurals, dates, numbers."""

import ast
import re
import string
import tomllib
import zipfile
from datetime import date
from pathlib import Path

import pytest

from geo.agreements import Basis, Body, Form, Kind, Status, Theme, load_register
from geo.exports.slides import template
from geo.languages import NBSP, language
from geo.text import (
    LANGUAGES,
    format_date,
    format_number,
    has_text,
    literal,
    load_texts,
    t,
)

ROOT = Path(__file__).parent.parent
TEXTS = load_texts()
TABLES = {key.split(".")[0] for key in TEXTS}
FOLDERS = ("geo", "pages", "data")
SOURCES = sorted([ROOT / "app.py", *(x for name in FOLDERS for x in (ROOT / name).rglob("*.py"))])
ASSETS = [*(ROOT / "geo/assets").glob("*.js"), *(ROOT / "pages").rglob("*.js")]
SCRIPTS = "".join(path.read_text(encoding="utf-8") for path in ASSETS)
SHEETS = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "pages").glob("*.css"))


def variants(text):
    """All plural forms of a text, or the text itself."""
    return list(text.values()) if isinstance(text, dict) else [text]


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def pattern(node):
    """The regular expression of the strings that a literal or an f-string can be."""
    if isinstance(node, ast.Constant):
        return re.escape(node.value) if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(pattern(v) if isinstance(v, ast.Constant) else ".+" for v in node.values)
    return None


def parts_of(node):
    """The literals and f-strings an expression may be: both ways of an ``a if b else c``."""
    if isinstance(node, ast.IfExp):
        return [*parts_of(node.body), *parts_of(node.orelse)]
    return [node]


def key_patterns():
    """
    Where code names texts: pattern by place.

    A text key is the first argument of ``t``, and any other literal that looks like one: rows of
    tables, errors, values chosen before they are looked up.
    """
    asked, named = {}, set()
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("t", "_both"):
                for part in parts_of(node.args[0]):
                    if found := pattern(part):
                        asked[f"{path.relative_to(ROOT)}:{node.lineno}"] = found
            if isinstance(node, ast.Constant | ast.JoinedStr):
                found = pattern(node) or ""
                if found.split("\\.")[0] in TABLES and "\\." in found:
                    named.add(found)
    return asked, named | set(asked.values())


ASKED, NAMED = key_patterns()


@pytest.mark.parametrize("key", TEXTS)
def test_a_text_has_both_languages_with_the_same_placeholders(key):
    text = TEXTS[key]
    assert set(text) == set(LANGUAGES)
    if isinstance(text["ru"], dict):
        for lang in LANGUAGES:
            assert set(text[lang]) == set(language(lang).plurals)
    names = [placeholders(form) for lang in LANGUAGES for form in variants(text[lang])]
    # A plural may leave its number out of one form or another ("one agreement").
    assert all(found - {"n"} == names[0] - {"n"} for found in names)
    for lang in LANGUAGES:
        for form in variants(text[lang]):
            assert form.strip() == form != ""


@pytest.mark.parametrize("key", TEXTS)
def test_an_english_text_has_no_russian_but_names_and_quotations(key):
    allowed = {"app.lang_ru", "form.dogovor", "form.soglashenie", "filter.q_help", "card.no_number"}
    if key not in allowed:
        assert not any(re.search("[А-Яа-яЁё]", form) for form in variants(TEXTS[key]["en"]))


@pytest.mark.parametrize("place", ASKED)
def test_a_text_that_code_asks_for_exists(place):
    assert any(re.fullmatch(ASKED[place], key) for key in TEXTS), ASKED[place]


def words_of_the_slides():
    """The text keys that our own template of slides has in braces."""
    with zipfile.ZipFile(template.OWN) as file:
        content = b"".join(map(file.read, file.namelist())).decode("utf-8")
    return {key for key, _ in template._WORDS.findall(content)}


def test_every_word_of_the_template_of_slides_is_a_text():
    assert words_of_the_slides() <= TEXTS.keys()
    assert "slides.prompt_title" in words_of_the_slides()


def words_of_the_page():
    """The text keys that the page's style has in braces, and its script beside what they name."""
    named = re.findall(r'": "([a-z]+\.\w+)",', SCRIPTS)
    return {*re.findall(r'"\{([^"]*)\}"', SHEETS), *named}


def test_every_word_of_the_page_is_a_text():
    assert words_of_the_page() <= TEXTS.keys()
    assert {"filter.nothing_found", "app.map"} <= words_of_the_page()


def words_of_the_templates():
    """The text keys that templates of pages, charts and files ask for."""
    files = [path for kind in ("html", "svg", "xml") for path in (ROOT / "geo").rglob(f"*.{kind}")]
    texts = (path.read_text(encoding="utf-8") for path in files)
    return {key for text in texts for key in re.findall(r'\bt\("([a-z]+\.\w+)"', text)}


def test_every_word_of_a_template_is_a_text():
    assert words_of_the_templates() <= TEXTS.keys()
    assert {"scheme.label", "scheme.node_tip"} <= words_of_the_templates()


def words_of_the_columns():
    """The text keys that head the columns of workbooks."""
    sheets = tomllib.loads((ROOT / "geo/exports/tables/columns.toml").read_text(encoding="utf-8"))
    return {key for columns in sheets.values() for key in columns if re.search(r"\.(?!\*)", key)}


def test_every_word_of_a_column_is_a_text():
    assert words_of_the_columns() <= TEXTS.keys()
    assert {"workbook.wording", "column.n_lapsed"} <= words_of_the_columns()


def test_every_text_is_used():
    placed = words_of_the_slides() | words_of_the_page() | words_of_the_templates()
    placed |= words_of_the_columns()
    patterns = [
        re.compile(found) for found in NAMED if found != ".+" and not found.startswith(".+")
    ]
    unused = [
        key
        for key in TEXTS
        if not any(found.fullmatch(key) for found in patterns)
        and not (key.startswith("layer.") and re.search(rf"\b{key[6:]}\b", SCRIPTS))
        and f'"{key}"' not in SCRIPTS
        and key not in placed
    ]
    assert unused == []


@pytest.mark.parametrize("codes", [Basis, Body, Form, Kind, Status, Theme])
def test_every_code_of_a_closed_list_has_its_word(codes):
    prefixes = {Basis: "card.successor_"}
    prefix = prefixes.get(codes, f"{codes.__name__.lower()}.")
    assert all(has_text(f"{prefix}{code}") for code in codes)


def test_every_region_of_the_gazetteer_has_its_name():
    regions = {territory.region for territory in load_register().territories.values()}
    assert all(has_text(f"region.{region}") for region in regions)


def test_an_unknown_key_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError):
        t("map.no_such_text", "ru")
    with pytest.raises(KeyError):
        t("map.empty", "de")


@pytest.mark.parametrize(
    ("n", "form"),
    [
        (0, "many"), (1, "one"), (2, "few"), (4, "few"), (5, "many"), (11, "many"), (12, "many"),
        (14, "many"), (20, "many"), (21, "one"), (22, "few"), (25, "many"), (52, "few"),
        (71, "one"), (100, "many"), (101, "one"), (111, "many"), (112, "many"), (1001, "one"),
    ],
)  # fmt: skip
def test_russian_has_three_plurals(n, form):
    assert language("ru").plural(n) == form


@pytest.mark.parametrize(("n", "form"), [(0, "other"), (1, "one"), (2, "other"), (21, "other")])
def test_english_has_two_plurals(n, form):
    assert language("en").plural(n) == form


@pytest.mark.parametrize(
    ("n", "ru", "en"),
    [
        (1, "1 связь", "1 tie"),
        (2, "2 связи", "2 ties"),
        (5, "5 связей", "5 ties"),
        (11, "11 связей", "11 ties"),
        (21, "21 связь", "21 ties"),
        (71, "71 связь", "71 ties"),
        (111, "111 связей", "111 ties"),
    ],
)
def test_ties_are_counted_in_words(n, ru, en):
    assert (t("map.count_ties", "ru", n=n), t("map.count_ties", "en", n=n)) == (ru, en)


def test_dates_are_written_as_each_language_does():
    day = date(2026, 4, 2)
    assert (format_date(day, "ru"), format_date(day, "en")) == ("02.04.2026", "2 Apr 2026")
    assert format_date(date(1998, 12, 19), "en") == "19 Dec 1998"
    assert format_date(None, "ru") == format_date(None, "en") == "—"


def test_thousands_are_set_apart():
    assert format_number(49779, "ru") == f"49{NBSP}779"
    assert format_number(49779, "en") == "49,779"
    assert format_number(52, "ru") == "52"


def test_values_are_inserted_as_they_are():
    assert "{title}" in t("caption.query", "ru", query="{title} {0} %s")


def test_literal_text_means_nothing_to_markdown():
    assert literal("a *b* :red[c] $d$ ![e](f)") == (r"a \*b\* \:red\[c\] \$d\$ \!\[e\]\(f\)")
    assert literal("Смоленск, 12\n\n# x") == r"Смоленск\, 12 \# x"
