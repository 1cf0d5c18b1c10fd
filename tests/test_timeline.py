"""The timeline: bars, their ends, what replaced what, and texts that never meet."""

import re
from datetime import date
from itertools import combinations
from xml.etree import ElementTree

import pytest

from geo import settings
from geo.agreements import Basis, Status
from geo.charts import timeline
from geo.charts.svg import text_width, wrap
from geo.charts.timeline import WIDTH, build_timeline, in_lines, party_line
from geo.text import LANGUAGES
from geo.view import choices
from tests.conftest import TODAY, picked, show
from tests.hostile import HOSTILE, LINE

SVG = "{http://www.w3.org/2000/svg}"
SMOLENSK = "ru-smo-smolensk"


def draw(register, focus, lang="ru", today=TODAY):
    agreements = list(picked(register, *focus))
    beside = [code for code in focus if code in register.territories]
    return build_timeline(agreements, show(register, lang=lang, today=today), beside=beside)


def texts(svg):
    return [element.text for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def boxes(svg):
    """Left, right, top, bottom of every text, by the module's own estimate of widths."""
    for element in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        size, x, y = (float(element.get(name)) for name in ("font-size", "x", "y"))
        width = text_width(element.text, size)
        left = x - {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor")] * width
        yield left, left + width, y - size * 0.8, y + size * 0.2, element.text


def assert_tidy(svg):
    """No text is cut off, and no two meet."""
    height = float(ElementTree.fromstring(svg).get("viewBox").split()[3])
    found = list(boxes(svg))
    for left, right, top, bottom, text in found:
        assert left >= -0.1 and right <= WIDTH + 0.1 and top >= 0 and bottom <= height, text
    for one, other in combinations(found, 2):
        apart = one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]
        assert apart, (one, other)


def focuses(register):
    yield from ((code,) for code in register.party_codes)
    yield from ((region,) for region in choices(register)["region"])


def test_no_agreements_are_no_drawing(register):
    assert build_timeline([], show(register)) == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_territory_and_region_has_a_tidy_timeline(register, lang):
    for focus in focuses(register):
        assert_tidy(draw(register, focus, lang))


@pytest.mark.parametrize("today", [date(1995, 1, 1), date(2008, 4, 2), date(2099, 12, 31)])
def test_it_is_tidy_on_any_day(register, today):
    for focus in (("by-ma",), (SMOLENSK,), ("ru-smo-krasninsky",)):
        assert_tidy(draw(register, focus, today=today))


def test_the_whole_register_is_tidy_too(register):
    assert_tidy(build_timeline(register.agreements, show(register)))


def test_a_bar_in_force_has_the_colour_of_its_kind(register):
    svg = draw(register, (SMOLENSK, "by-vi-vitebsk"))
    kinds = [a.kind for a in picked(register, SMOLENSK, "by-vi-vitebsk")]
    for kind in kinds:
        assert svg.count(f'fill="{settings.KIND_COLOURS[kind]}"') == kinds.count(kind)
    assert "stroke-dasharray" not in svg


def test_a_lapse_that_can_be_calculated_says_so_and_has_an_end(tiny_register, build_register):
    stated = "утратило силу (с даты вступления в силу Договора о побратимстве от 01.05.2010)"
    register = build_register(old={"lapse_text": stated})
    svg = draw(register, (SMOLENSK,))
    assert "до 01.05.2010, расчётно" in texts(svg)
    assert "?" not in texts(svg) and "linearGradient" not in svg
    assert "stroke-dasharray" in svg


def test_a_bar_ends_on_the_day_of_the_lapse(build_register):
    stated = "утратило силу (с даты вступления в силу Договора о побратимстве от 01.05.2010)"
    svg = draw(build_register(old={"lapse_text": stated}), (SMOLENSK,))
    root = ElementTree.fromstring(svg)
    years = {
        int(each.text): float(each.get("x"))
        for each in root.iter(f"{SVG}text")
        if re.fullmatch("[0-9]{4}", each.text)
    }
    (first, start), *_, (last, end) = sorted(years.items())
    day = start + (end - start) * (2010 + 4 / 12 - first) / (last - first)
    (bar, *_) = [each for each in root.iter(f"{SVG}line") if each.get("stroke-dasharray") == "9 4"]
    assert float(bar.get("x2")) == pytest.approx(day, abs=0.1 * (end - start) / (last - first))


def test_an_unknown_lapse_fades_out_into_a_question_mark(tiny_register):
    svg = draw(tiny_register, (SMOLENSK,))
    assert texts(svg).count("?") == 2, "the bar's and the legend's"
    assert "linearGradient" in svg
    assert not any("расчётно" in text and "до " in text for text in texts(svg))
    assert "утратило силу, дата неизвестна" in texts(svg)


def test_an_unknown_lapse_is_not_drawn_past_the_day_of_the_register(tiny_register):
    old = tiny_register.by_id["old"]

    def question(today):
        drawn = build_timeline([old], show(tiny_register, today=today))
        return float(re.search(r'<text x="([0-9.]+)"[^>]*>\?<', drawn)[1])

    assert tiny_register.newest == date(2020, 9, 9)
    # The scale ends in the same year, so the places can be compared.
    assert question(date(2020, 2, 1)) < question(date(2020, 9, 9)) == question(date(2020, 12, 1))


@pytest.mark.parametrize("basis", Basis)
def test_stated_and_inferred_never_look_the_same(build_register, basis):
    svg = draw(build_register(old={"successor_basis": basis}), (SMOLENSK,))
    dotted, hollow = 'stroke-linecap="round"', 'Z" fill="#FFFFFF"'
    assert (dotted in svg, hollow in svg) == ((basis == Basis.INFERRED),) * 2
    said = {Basis.STATED: "заменено (по реестру)", Basis.INFERRED: "предположительно заменено"}
    assert [text for text in said.values() if text in texts(svg)] == [said[basis]]


def test_a_chain_stands_together_the_oldest_first(register):
    agreements = [a for a in register.agreements if SMOLENSK in a.territories]
    lines = in_lines(agreements)
    assert sorted(a.id for a in lines) == sorted(a.id for a in agreements)
    years = [a.signed_on.year for a in lines if "by-hm-moskovsky" in a.territories]
    assert years == [2014, 2018, 2024, 2024]
    places = {a.id: place for place, a in enumerate(lines)}
    for agreement in agreements:
        if agreement.successor_id in places:
            assert places[agreement.successor_id] == places[agreement.id] + 1


def test_a_successor_that_is_not_shown_gets_no_connector(register):
    svg = draw(register, ("by-vi-orsha",))
    assert "заменено (по реестру)" not in texts(svg)


def test_prolongations_and_anniversaries_ahead_are_marked_and_called_calculated(register):
    svg = draw(register, (SMOLENSK, "by-vi-vitebsk"))
    assert "Пролонгация: 24.07.2028, расчётно" in svg
    assert "Годовщина: 14.05.2027, расчётно" in svg
    assert {"пролонгация, расчётно", "годовщина, расчётно"} <= set(texts(svg))
    assert "2029, расчётно" not in svg, "more than 24 months ahead"


def test_the_legend_has_only_what_is_drawn(register):
    svg = draw(register, (SMOLENSK, "by-vi-vitebsk"))
    assert "утратило силу, дата неизвестна" not in texts(svg)


def test_today_is_marked(register):
    assert "сегодня, 22.11.2026" in texts(draw(register, (SMOLENSK,)))
    assert "today, 22 Nov 2026" in texts(draw(register, (SMOLENSK,), "en"))


def test_the_kind_and_status_stand_in_words_beside_every_bar(register):
    said = " ".join(texts(draw(register, ("ru-smo-krasninsky",))))
    assert said.count("Дружба") == 4 and said.count("· утратило силу") == 3


def test_hostile_texts_are_drawn_literally(build_register):
    hostile = build_register()
    for code in hostile.territories:
        object.__setattr__(hostile.territories[code], "short_ru", LINE)
    svg = draw(hostile, (SMOLENSK,))
    assert_tidy(svg)
    names = {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(svg).iter()}
    assert names <= {"svg", "g", "title", "text", "line", "rect", "path", "circle", "polygon",
                     "linearGradient", "stop"}  # fmt: skip
    said = "".join("".join(texts(svg)).split())
    for text in HOSTILE:
        assert "".join(text.split()) in said


def test_what_xml_cannot_hold_is_left_out(build_register):
    hostile = build_register()
    for code in hostile.territories:
        object.__setattr__(hostile.territories[code], "short_ru", "a\x00b\x0bc\ud800d")
    ElementTree.fromstring(draw(hostile, (SMOLENSK,)))


def test_a_drawing_names_no_other_file(register):
    svg = draw(register, (SMOLENSK,))
    assert set(re.findall(r"https?://[^\"' ]+", svg)) == {"http://www.w3.org/2000/svg"}
    assert set(re.findall(r"url\(([^)]*)\)", svg)) == {
        f"#{name}"
        for name in re.findall(r'linearGradient id="([^"]+)"', svg)
        if "legend" not in name
    } | {"#fade-legend"}


def test_ids_of_a_drawing_are_unique(register):
    ids = re.findall(r' id="([^"]+)"', draw(register, ("ru-smo-krasninsky",)))
    assert len(ids) == len(set(ids)) == 4


def test_names_are_those_of_the_other_side(register):
    crowd = next(a for a in register.agreements if len(a.territories) == 12)
    khislavichsky = ("ru-smo-khislavichsky",)
    line = party_line(crowd, register, "ru", beside=khislavichsky)
    assert line == "Мстиславский, Горецкий, Дрибинский и ещё 3"
    assert party_line(crowd, register, "ru").count(" и ещё 3") == 2
    first = register.agreements[0]
    assert party_line(first, register, "ru") == "Смоленск — Витебск"
    assert (
        party_line(first, register, "ru", beside=("ru-smo-smolensk", "by-vi-vitebsk")) == "Договор"
    )


def test_agreements_of_one_pair_are_told_apart_by_form_and_special_bodies(register):
    pair = ("ru-smo-smolensk", "by-vi-vitebsk")
    lines = [
        party_line(agreement, register, "ru", beside=pair)
        for agreement in register.agreements
        if set(agreement.territories) == set(pair)
    ]
    assert lines == [
        "Договор",
        "Соглашение (орган управления образованием)",
        "Соглашение (Совет депутатов)",
    ]


def test_long_words_are_broken_and_nothing_is_lost():
    lines = wrap(f"one {'W' * 60} two", 100, 12)
    assert all(text_width(line, 12) <= 100 for line in lines)
    assert "".join(lines).replace(" ", "") == f"one{'W' * 60}two"
    assert wrap("", 100, 12) == [""]


def test_statuses_are_those_of_the_register(register):
    """A term that ran out by calculation changes nothing: the register decides."""
    svg = draw(register, (SMOLENSK,), today=date(2090, 1, 1))
    in_force = [a for a in register.agreements
                if SMOLENSK in a.territories and a.status == Status.IN_FORCE]  # fmt: skip
    assert sum("· действует" in text for text in texts(svg)) == len(in_force)
    assert timeline.MONTHS_AHEAD == 24
