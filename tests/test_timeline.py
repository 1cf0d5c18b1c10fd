"""The timeline: bars, their ends, what replaced what, and words beside every bar."""

from datetime import date

import pytest
from lxml import html

from geo.agreements import Basis, Status
from geo.card import party_line
from geo.charts.timeline import build_timeline, in_lines
from geo.text import LANGUAGES
from geo.view import choices
from tests.conftest import TODAY, picked, show
from tests.hostile import HOSTILE, LINE

SMOLENSK = "ru-smo-smolensk"


def chart(agreements, shown, beside=()):
    made = build_timeline(agreements, shown, lambda one: f"register?focus={one.id}", beside=beside)
    return html.fromstring(f"<div>{made}</div>")


def draw(register, focus, lang="ru", today=TODAY):
    agreements = list(picked(register, *focus))
    beside = [code for code in focus if code in register.territories]
    return chart(agreements, show(register, lang=lang, today=today), beside)


def texts(drawn):
    """Texts beside the bars, on the axis and in the legend."""
    return [text.strip() for text in drawn.itertext() if text.strip()]


def style(element):
    """The inline style of an element, numbers as numbers."""
    pairs = (part.split(":") for part in element.get("style").split(";"))
    return {name: float(x[:-1]) if x.endswith("%") else x for name, x in pairs}


def bars(drawn, look=""):
    """The bars in the order of the rows, without the samples of the legend."""
    found = drawn.xpath(".//div[@class='track']/span[starts-with(@class, 'span')]")
    return [bar for bar in found if look in bar.get("class").split() or not look]


def focuses(register):
    yield from ((code,) for code in register.party_codes)
    yield from ((region,) for region in choices(register)["region"])


def test_no_agreements_are_no_drawing(register):
    assert build_timeline([], show(register), str) == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_territory_and_region_has_a_row_and_a_bar_for_every_agreement(register, lang):
    for focus in focuses(register):
        drawn, agreements = draw(register, focus, lang), picked(register, *focus)
        assert len(drawn.find_class("who")) == len(bars(drawn)) == len(agreements)
        links = set(drawn.xpath(".//div[@class='who']//a/@href"))
        assert links == {f"register?focus={one.id}" for one in agreements}


@pytest.mark.parametrize("today", [date(1995, 1, 1), date(2008, 4, 2), date(2099, 12, 31)])
def test_every_mark_stands_on_the_axis_on_any_day(register, today):
    for focus in (("by-ma",), (SMOLENSK,), ("ru-smo-krasninsky",)):
        for element in draw(register, focus, today=today).xpath(".//*[contains(@style, 'left')]"):
            found = style(element)
            assert found["left"] >= 0 and found["left"] + found.get("width", 0) <= 100.01
            assert found.get("width", 0) >= 0


def test_a_bar_has_the_colour_of_its_kind(register):
    drawn = draw(register, (SMOLENSK, "by-vi-vitebsk"))
    colours = {"cooperation": "var(--c-125B9E, #125B9E)", "sectoral": "var(--c-4A1560, #4A1560)"}
    kinds = sorted((a.signed_on, a.kind) for a in picked(register, SMOLENSK, "by-vi-vitebsk"))
    assert [style(bar)["--colour"] for bar in bars(drawn)] == [colours[kind] for _, kind in kinds]
    assert {bar.get("class") for bar in bars(drawn)} == {"span in_force"}


def test_a_lapse_that_can_be_calculated_says_so_and_has_an_end(build_register):
    stated = "утратило силу (с даты вступления в силу Договора о побратимстве от 01.05.2010)"
    drawn = draw(build_register(old={"lapse_text": stated}), (SMOLENSK,))
    assert "до 01.05.2010, расчётно" in texts(drawn) and "?" not in texts(drawn)
    assert len(bars(drawn, "lapsed")) == 1 and not bars(drawn, "unknown")


def test_a_bar_ends_on_the_day_of_the_lapse(build_register):
    stated = "утратило силу (с даты вступления в силу Договора о побратимстве от 01.05.2010)"
    drawn = draw(build_register(old={"lapse_text": stated}), (SMOLENSK,))
    ticks = drawn.xpath(".//div[@class='axis']/small")
    years = {int(tick.text): style(tick)["left"] for tick in ticks}
    (first, start), *_, (last, end) = sorted(years.items())
    per_year = (end - start) / (last - first)
    found = style(bars(drawn, "lapsed")[0])
    day = start + per_year * (2010 + 4 / 12 - first)
    assert found["left"] + found["width"] == pytest.approx(day, abs=0.1 * per_year)


def test_an_unknown_lapse_ends_in_a_question_mark(tiny_register):
    drawn = draw(tiny_register, (SMOLENSK,))
    assert texts(drawn).count("?") == 2, "the bar's and the legend's"
    assert len(bars(drawn, "unknown")) == 1
    assert not any("расчётно" in text and "до " in text for text in texts(drawn))
    assert "утратило силу, дата неизвестна" in texts(drawn)


def test_an_unknown_lapse_is_not_drawn_past_the_day_of_the_register(tiny_register):
    old = tiny_register.by_id["old"]

    def end(today):
        found = style(bars(chart([old], show(tiny_register, today=today)))[0])
        return found["left"] + found["width"]

    assert tiny_register.newest == date(2020, 9, 9)
    # The scale ends in the same year, so the places can be compared.
    assert end(date(2020, 2, 1)) < end(date(2020, 9, 9)) == end(date(2020, 12, 1))


@pytest.mark.parametrize("basis", Basis)
def test_stated_and_inferred_never_look_the_same(build_register, basis):
    drawn = draw(build_register(old={"successor_basis": basis}), (SMOLENSK,))
    arrows = drawn.xpath(".//div[starts-with(@class, 'arrow')]/@class")
    assert arrows == [{Basis.STATED: "arrow stated", Basis.INFERRED: "arrow inferred"}[basis]]
    said = {Basis.STATED: "заменено (по реестру)", Basis.INFERRED: "предположительно заменено"}
    assert [text for text in said.values() if text in texts(drawn)] == [said[basis]]


def test_what_replaced_it_stands_in_words_beside_a_bar_even_if_it_is_not_shown(register):
    said = [text for text in texts(draw(register, ("ru-smo-krasninsky",))) if "заменено" in text]
    inferred = "предположительно заменено соглашением от {} (в реестре не указано)"
    assert [inferred.format(day) in " ".join(said) for day in ("28.02.2004", "31.03.2017")] == [
        True,
        True,
    ]
    orsha = " ".join(texts(draw(register, ("by-vi-orsha",))))
    assert "заменено соглашением от 29.09.2023 (по реестру)" in orsha


def test_an_arrow_leads_from_the_row_of_the_old_to_that_of_the_new(build_register):
    drawn = draw(build_register(old={"successor_basis": Basis.STATED}), (SMOLENSK,))
    (arrow,) = drawn.xpath(".//div[starts-with(@class, 'arrow')]")
    links = drawn.xpath(".//div[@class='who']//a/@href")
    successor = build_register().by_id["old"].successor_id
    old, new = (links.index(f"register?focus={code}") + 2 for code in ("old", successor))
    assert arrow.get("style") == f"grid-row:{old}/{new}"
    assert style(arrow[0])["left"] == style(bars(drawn)[new - 2])["left"]


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
    drawn = draw(register, ("by-vi-orsha",))
    assert "заменено (по реестру)" not in texts(drawn)


def test_prolongations_and_anniversaries_ahead_are_marked_and_called_calculated(register):
    drawn = draw(register, (SMOLENSK, "by-vi-vitebsk"))
    titles = set(drawn.xpath(".//@title"))
    assert {"Пролонгация: 24.07.2028, расчётно", "Годовщина: 14.05.2027, расчётно"} <= titles
    said = " ".join(texts(drawn))
    assert "Пролонгация: 24.07.2028, расчётно" in said, "screen readers read it too"
    assert {"пролонгация, расчётно", "годовщина, расчётно"} <= set(texts(drawn))
    assert not any("2029, расчётно" in title for title in titles), "more than 24 months ahead"


def test_the_legend_has_only_what_is_drawn(register):
    drawn = draw(register, (SMOLENSK, "by-vi-vitebsk"))
    assert "утратило силу, дата неизвестна" not in texts(drawn)


def test_today_is_marked(register):
    assert "сегодня, 22.11.2026" in texts(draw(register, (SMOLENSK,)))
    assert "today, 22 Nov 2026" in texts(draw(register, (SMOLENSK,), "en"))


def test_the_kind_and_status_stand_in_words_beside_every_bar(register):
    said = " ".join(texts(draw(register, ("ru-smo-krasninsky",))))
    assert said.count("Дружба") == 4 and said.count("· утратило силу") == 3


def test_hostile_texts_are_shown_literally(build_register):
    hostile = build_register()
    for code in hostile.territories:
        object.__setattr__(hostile.territories[code], "short_ru", LINE)
    drawn = draw(hostile, (SMOLENSK,))
    assert {element.tag for element in drawn.iter()} <= {"div", "p", "span", "i", "b", "small", "a"}
    said = "".join("".join(texts(drawn)).split())
    for text in HOSTILE:
        assert "".join(text.split()) in said


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


def test_statuses_are_those_of_the_register(register):
    """A term that ran out by calculation changes nothing: the register decides."""
    drawn = draw(register, (SMOLENSK,), today=date(2090, 1, 1))
    in_force = [a for a in register.agreements
                if SMOLENSK in a.territories and a.status == Status.IN_FORCE]  # fmt: skip
    assert sum("· действует" in text for text in texts(drawn)) == len(in_force)
