"""The steps of a meeting: what each says, the same for the screen and for the slide."""

import io
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from geo.exports.material import Material
from geo.exports.paper.handout import to_handout
from geo.exports.paper.passports import to_passport
from geo.exports.steps import Picture, build_screen, white_counts
from geo.exports.steps.agreed import registered
from geo.exports.tables.agenda import to_ics
from geo.exports.tables.workbook import to_xlsx
from geo.exports.word.brief import to_brief_pdf
from geo.meeting import APPENDIX, FULL, SHORT
from geo.shown import Shown
from geo.terms import add_months
from geo.terms.events import EventKind, build_events
from geo.text import LANGUAGES, capital, format_date, has_text, t
from geo.view import View
from pages.parts.meeting_steps import still
from tests.documents import Pdf

TODAY = date(2026, 11, 22)
SIX = "2008-04-02-d-b664d4"


@pytest.fixture(scope="module")
def screen(register, network):
    """Builds the screen of a step for a view given as link parameters."""

    def build(step, discreet=False, **params):
        view = View.from_params(params, register)
        return build_screen(step, Material(Shown(view, register, TODAY, discreet), network))

    return build


def cells(one):
    return [row.cells for row in one.rows]


@pytest.mark.parametrize(
    "params",
    [{}, {"focus": "by-ma"}, {"focus": "ru-smo-smolensk"}, {"focus": SIX}, {"q": "ъъъъ"},
     {"focus": "ru-smo-smolensk,by-vi-vitebsk", "lang": "en"}, {"on": "2013-01-01"},
     {"status": "lapsed"}, {"since": "2020-01-01"}, {"focus": "ru-smo-sychyovsky", "on": "2001"}],
)  # fmt: skip
def test_every_step_has_a_title_for_every_view_and_tables_hold_together(screen, params):
    for step in FULL:
        one = screen(step, **params)
        assert one.step == step and one.title and "{" not in one.title
        assert all(len(row.cells) == len(one.columns) for row in one.rows)
        assert len(one.rows) != 1 or step == "proposals", step
        assert (one.picture or one.rows) is None or not one.picture or one.about != one.title


def test_the_title_of_everything_counts_agreements_and_ties_as_that_of_a_region(screen):
    figures = "52 соглашения, действуют 42, 71 связь (32 из одного соглашения)"
    assert screen("title").lines[1] == figures
    assert screen("title", kind="twinning").lines[1].startswith("Показано 12 из 52 соглашений: ")


def test_a_title_that_says_all_of_a_step_stands_alone(screen):
    assert still(screen("partners", focus="ru-smo-yartsevsky")) == ""
    pair = screen("partners", focus="ru-smo-smolensk,by-vi-orsha")
    assert pair.title == "Смоленск — Орша: 2 соглашения, действующих нет" and still(pair) == ""


def test_every_step_has_a_name_in_every_language():
    assert set(FULL) == {*SHORT, *APPENDIX}
    for step in FULL:
        assert has_text(f"meeting.in_{step}")
    assert len(LANGUAGES) == 2


def test_the_map_shows_what_is_in_force_unless_a_status_is_asked_for(screen):
    one = screen("map", focus="by-ma")
    assert one.material.view.status == ("in_force",)
    assert one.title.startswith("Могилевская область: действуют 14 соглашений, 44 связи")
    assert "Больше всего соглашений: " in one.about and "темнее" in one.about
    lapsed = screen("map", status="lapsed")
    assert lapsed.material.view.status == ("lapsed",) and lapsed.title.endswith(" (в отборе)")
    day = screen("map", on="2015-06-01")
    assert day.material.view.status == ("in_force", "unknown")
    assert "; возможно, ещё 6" in day.title


def test_agreements_come_newest_first_and_the_unknown_last(screen, register):
    one = screen("agreements")
    days = [row[2] for row in cells(one)]
    listed = sorted((a.signed_on for a in register.agreements if a.status == "in_force"),
                    reverse=True)  # fmt: skip
    assert days == [format_date(day, "ru") for day in listed]
    day = screen("agreements", on="2015-06-01")
    terms = [row[-1] for row in cells(day)]
    unknown = t("standing.unknown", "ru")
    assert terms[-6:] == [unknown] * 6 and unknown not in terms[:-6]
    assert "возможно" in day.remark


def test_the_agreements_of_a_pair_bear_their_titles(screen):
    one = screen("agreements", focus="ru-smo-smolensk,by-vi-vitebsk")
    assert len(one.rows) == 3 and all("оглашение" in row[0] or "оговор" in row[0]
                                      for row in cells(one))  # fmt: skip


def test_one_agreement_is_told_in_lines_not_in_a_table(screen, register):
    one = screen("agreements", focus=SIX)
    assert one.lines[0] == register.by_id[SIX].title and not one.rows
    assert any(line.startswith("Регистрация: ") for line in one.lines)
    single = screen("agreements", focus="by-mi")
    assert single.rows or single.lines


def test_a_territory_without_an_agreement_has_its_nearest_ones(screen):
    one = screen("agreements", focus="ru-smo-sychyovsky")
    assert one.title == "Сычевский муниципальный округ: соглашений в реестре нет и не было"
    assert one.lines[0].startswith("Ближайшие по другую сторону границы: ")


def test_who_had_no_agreement_on_a_day_is_not_said_to_have_none_now(screen):
    for step in ("map", "agreements", "partners"):
        one = screen(step, focus="by-vi-pastavy", on="2013-01-01")
        assert one.title == "Поставский район: на 01.01.2013 соглашений нет и не было", step
    hidden = screen("partners", focus="by-vi-pastavy", kind="sectoral").title
    assert hidden == "Поставский район: под условия отбора не подходит ни одно соглашение"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "params",
    [{}, {"focus": "by-ma"}, {"focus": "ru-smo-smolensk,by-vi-orsha"}, {"focus": "by-vi-vitebsk"},
     {"focus": "by-ma", "on": "2013-01-01"}, {"focus": "ru-smo-krasninsky", "status": "lapsed"},
     {"focus": "ru-smo-smolensk,by-hm-moskovsky", "on": "2019-01-01", "status": "lapsed,unknown"},
     {"focus": "by-hr", "kind": "twinning", "on": "2030-01-01"}],
    ids=str,
)  # fmt: skip
def test_a_title_has_one_colon_and_a_day_ahead_is_not_past(screen, lang, params):
    for step in FULL:
        title = screen(step, lang=lang, **params).title
        assert title.count(": ") < 2, title
        assert params.get("on") != "2030-01-01" or "2030" not in title, title
        assert "действовал" not in title or params["on"] < "2026", title


def test_a_cover_that_picks_something_does_not_say_that_it_shows_all(screen):
    for params in ({"focus": "by-mi"}, {"focus": "by-vi-orsha", "lang": "en"}):
        one = screen("title", **params)
        assert not [x for x in (*one.lines, *one.notes) if "register" in x and "All" in x]
        assert "Все соглашения реестра" not in (*one.lines, *one.notes)
    assert "Все соглашения реестра" in screen("title").lines


def test_what_is_ahead_are_the_calculated_days_and_nothing_of_a_past_day(screen, register):
    events = build_events(register.agreements, TODAY, add_months(TODAY, 24))
    for step, kind in (("due", EventKind.PROLONGATION), ("anniversaries", EventKind.ANNIVERSARY)):
        expected = [format_date(e.day, "ru") for e in events if e.kind == kind]
        one = screen(step)
        assert [row[0] for row in cells(one)] == expected and "расчётны" in one.remark
        assert one.about.endswith(". Строка — событие.")
    both = screen("ahead", focus="ru-smo-smolensk")
    assert [row[1] for row in cells(both)] == [
        "Пролонгация, срок 5 лет", "Пролонгация, срок 3 года", "Пролонгация, срок 5 лет",
        "15-летие", "30-летие", "5-летие",
    ]  # fmt: skip
    assert both.about.endswith(". Строка — событие: сначала сроки, затем годовщины.")
    past = screen("ahead", on="2015-06-01")
    assert past.is_empty and screen("proposals", on="2015-06-01").is_empty


def test_every_proposal_has_its_reason_and_says_what_is_left_out(screen, register):
    one = screen("proposals", focus="by-ma")
    assert len(one.rows) == 7 and all(row[1] for row in cells(one))
    first = build_events(
        screen("map", focus="by-ma").material.shown.picked.agreements,
        TODAY, add_months(TODAY, 24),
    )  # fmt: skip
    due = [e for e in first if e.kind == EventKind.PROLONGATION]
    what, why = cells(one)[0]
    assert what.startswith("Решить о пролонгации: ")
    assert why.startswith(f"{format_date(due[0].day, 'ru')} (расчётно) истекает период в ")
    assert f" в {due[0].agreement.term_years} " in why
    left = "7 пролонгаций, 33 пары без действующего соглашения и 7 годовщин"
    assert f"Всего: {left}; события — до 22.11.2028." in one.remark
    pair = screen("proposals", focus="ru-smo-smolensk,by-vi-vitebsk")
    assert not any("Обсудить" in row[0] for row in cells(pair))
    assert screen("proposals", focus="ru-smo-sychyovsky").title.startswith("Сычевский")


def test_partners_and_territories_say_who_has_most(screen):
    own = screen("partners", focus="ru-smo-smolensk")
    assert own.title == "Город Смоленск: больше всего действующих соглашений — Витебск (3 из 8)"
    assert [row[0] for row in cells(own)][:2] == ["Город Витебск", "Московский район города Минска"]
    region = screen("partners", focus="by-ma")
    assert "больше всего действующих соглашений — Чаусский (4 из 14)" in region.title
    assert len(region.rows) == 11
    assert screen("partners").picture == Picture.REGIONS
    level = [row[0].split()[0] for row in cells(screen("partners", years="2023"))]
    assert level == ["Витебская", "Гродненская", "Могилевская"], "in the alphabet"
    # A name keeps its capital after that of whose partners they are.
    one, of_region = (
        screen("partners", focus=x, lang="en") for x in ("ru-smo-yartsevsky", "by-hm")
    )
    assert one.title == "Yartsevsky Municipal Okrug: the only partner is Hlybokaye"
    assert of_region.title == "City of Minsk: only Moskovsky District of Minsk is a party"


def test_the_register_of_the_appendix_has_number_and_registration(screen):
    one = screen("register", focus="ru-smo-smolensk")
    shown = one.material.shown
    assert [row[4] for row in cells(one)] == [registered(a, shown) for a in shown.picked.in_force]
    assert one.whole and all(row.notes for row in one.rows)


def test_white_spots_are_those_of_the_region_that_is_asked_for(screen):
    for params in ({"region": "by-vi"}, {"focus": "by-vi"}):
        one = screen("white", **params)
        assert one.picture == Picture.WHITE and one.title == (
            "Витебская область: районов и городов без действующих соглашений — 14 из 24"
        )
        assert (
            "Орша: связь продолжена — Оршанский район (Соглашение от 29.09.2023, № 35 реестра)"
            in one.remark
        )
        assert "Брестский" not in one.remark and "Угранский" not in one.remark
        narrowed = screen("white", kind="twinning", **params)
        assert narrowed.title == one.title and "Весь реестр" in narrowed.remark
    everything = screen("white")
    assert "113 из 160" in everything.title and "Брестский" not in everything.remark
    assert any("Брестский" in line for line in everything.notes)
    several = screen("white", region="by-vi,by-ma,by-hr").remark
    places = "Витебская область, Гродненская область, Могилевская область"
    assert "Весь реестр, без учёта отбора." in everything.remark
    assert f"Весь реестр; из отбора учтены только места: {places}." in several


def test_white_spots_of_a_past_day_are_a_range_with_the_unknown_apart(screen):
    one = screen("white", on="2013-01-01")
    assert one.title == "Территорий без действующих соглашений — от 136 до 140 из 160"
    assert any("Дубровенский (неизвестно; " in line for line in one.notes)


def test_with_partners_in_the_room_no_step_says_why_something_lapsed(screen):
    open_, discreet = (
        screen("agreements", discreet=hidden, status="lapsed") for hidden in (False, True)
    )
    assert len(open_.rows) == len(discreet.rows) == 10
    assert " ".join(row[2] for row in cells(open_)) != " ".join(row[2] for row in cells(discreet))


@pytest.mark.parametrize(
    "params",
    [
        {"focus": "ru-smo-smolensk,by-vi-vitebsk", "region": "by-vi"},
        {"territory": "ru-smo-velizhsky"},
    ],
)
def test_the_map_of_white_spots_shows_as_much_as_its_title_counts(screen, params):
    one = screen("white", on="2013-01-01", **params)
    assert one.title == "Территорий без действующих соглашений — от 136 до 140 из 160"
    _, unknown, regions = white_counts(one.material)
    # Lapsed on an unknown day: both sides of lapsed No. 1 to 5 but for Horki, which has No. 5.
    assert unknown == {
        "ru-smo-krasninsky", "ru-smo-smolensky", "by-vi-dubrowna", "by-vi-vitebsky",
    }  # fmt: skip
    assert regions == []


NEWEST = "2026-04-02-s-5bc29d"
"""Khislavichsky and Slawharad, perpetual in the register."""


@pytest.fixture(scope="module")
def ending(register, network):
    """Makes material of that agreement with another term, alone in a register."""

    def make(**term):
        agreement = replace(register.by_id[NEWEST], perpetual=False, prolonged=False, **term)
        alone = replace(register, agreements=(agreement,))
        view = View.from_params({"focus": NEWEST}, alone)
        return Material(Shown(view, alone, TODAY), network)

    return make


STATED = {"term_text": "до 31 декабря 2027 года", "ends_on": date(2027, 12, 31)}
CALCULATED = {"term_text": "2 года", "term_years": 2}


@pytest.mark.parametrize(
    ("term", "day", "basis", "what"),
    [
        (STATED, "31.12.2027", "по реестру", "кончается срок (день назван в реестре)"),
        (CALCULATED, "02.04.2028", "расчётно", "кончается срок (2 года)"),
    ],
)
def test_a_term_that_ends_is_something_to_decide_and_no_prolongation(
    ending, term, day, basis, what
):
    material = ending(**term)
    (row,) = cells(build_screen("proposals", material))
    assert row == (
        "Решить, что будет после срока: Хиславичский — Славгородский",
        f"{day} ({basis}) кончается срок, сам он не продлевается; подписано 02.04.2026",
    )
    ahead = build_screen("ahead", material)
    assert f"Что предстоит: {capital(what)}" in ahead.lines
    assert "— 1 окончание срока" in ahead.title
    assert f"Срок действия: {term['term_text']}" in build_screen("agreements", material).lines
    brief = " ".join("".join(Pdf(to_brief_pdf(material)).texts).split())
    stated = " (по реестру)" if term is STATED else ""
    how = "по реестру или расчётно" if term is STATED else "расчётно"
    assert f"Ближайшее ({how}): окончание срока{stated} — {day}, Хиславичский" in brief
    assert "Пролонгации и окончания срока до 22.11.2028" in brief
    assert ("названное в реестре днём, — по реестру" in brief) == (term is STATED)
    passport = " ".join("".join(Pdf(to_passport(material)).texts).split())
    assert f"нет, срок до {day}{stated}" in passport


@pytest.mark.parametrize("term", [STATED, CALCULATED])
def test_no_file_calls_a_day_calculated_that_the_register_states(ending, term):
    material = ending(**term)
    stated = term is STATED
    head = "День (по реестру или расчётно)" if stated else "День (расчётно)"
    how = "по реестру или расчётно" if stated else "расчётно"
    ahead = build_screen("ahead", material)
    assert ahead.lines[0].startswith(f"{head}: ")
    assert ("расчётно" in ahead.title) == (not stated)
    events = material.events(EventKind.END)
    calendar = to_ics(events, material.shown, date(2028, 11, 22)).decode().replace("\r\n ", "")
    until = "расчётно или по реестру" if stated else "расчётно"
    assert f"события до 22.11.2028\\, {until}\r\n" in calendar  # RFC 5545 escapes commas
    book = load_workbook(io.BytesIO(to_xlsx(material)))
    (heads, row) = book["Календарь"].values
    assert heads[:2] == (head, "Как получена дата")
    assert row[1] == ("по реестру" if stated else "расчётно")
    for to_file in (to_passport, to_handout):
        text = " ".join("".join(Pdf(to_file(material)).texts).split())
        assert f"Впереди до 22.11.2028 ({how})" in text
        assert ("Даты рассчитаны от дня подписания" in text) == (not stated)


@pytest.mark.parametrize("step", ["ahead", "proposals", "due", "anniversaries"])
def test_nothing_ahead_of_a_past_day_is_no_finding_about_what_is_ahead(screen, step):
    past = screen(step, focus="ru-smo-smolensk,by-vi-orsha", on="2016-01-01")
    assert (past.title, past.lines) == ("На прошедшую дату предстоящее не рассчитывается", ())
    asked = screen(step, on="2016-01-01", kind="sectoral")
    assert asked.title == past.title, "nor one of those shown"
    none = screen(step, status="lapsed", kind="friendship")
    said = {"proposals": "На рассмотрение — 2 пары", "due": "До 22.11.2028 нет ни пролонгаций,",
            "anniversaries": "До 22.11.2028 круглых годовщин нет"}  # fmt: skip
    assert none.title.startswith(said.get(step, "До 22.11.2028 ни пролонгаций, ни годовщин"))
    # With nothing in force there is nothing to say of what is ahead.
    assert none.is_empty == (step != "proposals")
    if step == "due":  # what is in force for good has no term that ends, which is a finding
        perpetual = screen(step, focus="ru-smo-velizhsky")
        (said,) = perpetual.lines  # and nothing of how days are calculated, where there is none
        assert said.startswith("Среди показанных нет действующих соглашений, чей")


@pytest.mark.parametrize("step", ["register", "ahead", "due", "anniversaries", "proposals"])
def test_what_the_filters_hide_is_not_said_to_be_none(screen, step):
    """Smolensk was said to have 0 in force and nothing to decide, under a filter for its type."""
    hidden = screen(step, focus="ru-smo-smolensk", kind="friendship")
    assert hidden.title == "Город Смоленск: под условия отбора не подходит ни одно соглашение"
    assert hidden.is_empty
    if step == "proposals":
        few = screen(step, focus="ru-smo-smolensk,by-hm-moskovsky", kind="twinning")
        assert few.title.endswith("ни окончаний срока, ни годовщин) (в отборе)")


def test_none_of_one_kind_ahead_is_not_said_of_the_other(screen):
    """With two anniversaries ahead: "neither prolongations nor anniversaries"."""
    own, region = {"focus": "ru-smo-velizhsky"}, {"focus": "by-ma", "kind": "friendship"}
    assert len(screen("anniversaries", **own).rows) == 2 == len(screen("due", **region).rows)
    assert "нет ни пролонгаций, ни окончаний срока" in screen("due", **own).title
    none = screen("anniversaries", **region)
    assert none.title.endswith("до 22.11.2028 круглых годовщин нет (в отборе)") and not none.lines


def test_a_screen_does_not_speak_of_notes_that_a_show_has_not(screen):
    assert "заметк" not in screen("register").remark


def test_proposals_say_whose_the_pairs_are(screen):
    assert "Пары (весь реестр, без учёта отбора) — поводы" in screen("proposals").remark
    asked = screen("proposals", kind="friendship", region="by-ma").remark
    assert "из отбора учтены только места: Могилевская область" in asked
    one = screen("proposals", status="lapsed", region="by-vi")
    assert (
        one.title == "На рассмотрение — 2 пары без действующего соглашения"
    )  # not "of those shown"
    assert one.remark.startswith(
        "Всего: 23 пары без действующего соглашения. Пары ("
    )  # none has a day
    pair = screen("proposals", focus="ru-smo-smolensk,by-vi-vitebsk")
    assert "Пары (" not in pair.remark and "Дни, которых" in pair.remark


def test_a_map_names_whoever_has_most_only_if_others_have_fewer(screen):
    assert "Больше всего" not in screen("map", focus="2012-07-05-s-35dbab").about
    assert "Больше всего соглашений: Смоленск (3). " in screen("map", theme="education").about
    assert "Больше всего" not in screen("map", status="lapsed", region="by-vi").about
    level, empty = screen("map", q="туризм").about, screen("map", q="абракадабра").about
    assert "«туризм». Линия соединяет" in level and empty.endswith("Поиск: «абракадабра».")


def test_what_is_perhaps_in_force_adds_to_nothing_that_is(screen):
    one = screen("map", on="2004-11-15", region="by-ma")
    assert one.title.startswith("На 15.11.2004, возможно, действовало 1 соглашение; 1 связь")
    assert "бессрочных" not in screen("register", on="1999-03-01", focus="by-vi-vitebsky").title


def test_the_day_of_what_is_in_force_is_not_that_of_what_perhaps_is(screen):
    """The one of 1998 was said to be signed in 2004, with the youngest of those unknown."""
    one = screen("agreements", on="2005-06-01")
    assert (
        one.title == "На 01.06.2005 действовало 1 соглашение, подписано 24.07.1998; возможно, ещё 5"
    )


def test_one_of_two_has_no_plural(screen):
    assert (
        "1 of 2 districts and cities with nothing"
        in screen("white", focus="by-hm", lang="en").title
    )


def test_a_day_is_named_once_for_two_agreements_of_it(screen):
    notes = " ".join(screen("white", on="2015-01-15").notes)
    assert "соглашения от 26.02.1999;" in notes and "26.02.1999 и 26.02.1999" not in notes


def test_of_few_agreements_there_is_no_chart(screen):
    assert (
        screen("growth", q="туризм").is_empty and not screen("growth", theme="education").is_empty
    )


def test_nobody_leads_where_all_are_level(screen):
    assert (
        screen("partners", focus="by-mi").title
        == "Минская область: последнее соглашение подписано 03.07.2007"
    )
    # Beside one who has all that is in force nobody has less of it.
    alone = screen("partners", focus="by-ma", kind="friendship")
    assert [row[:3] for row in cells(alone)] == [
        ("Чаусский район", "2", "2"), ("Горецкий район", "1", "0"),
    ]  # fmt: skip
    assert "последнее соглашение подписано 04.12.2009" in alone.title


def test_a_map_of_what_is_in_force_counts_it_once(screen):
    assert screen("map", status="in_force", region="by-vi").title == (
        "Действуют 20 соглашений, 16 связей (в отборе)"
    )
    one = screen("map", status="unknown", on="2016-12-31")
    assert one.title == "На 31.12.2016, возможно, действовали 6 соглашений; 4 связи (в отборе)"


def test_a_finding_whatever_the_status_says_so(screen):
    asked = {"status": "lapsed", "region": "by-vi"}
    for step in ("growth", "signings"):
        assert screen(step, **asked).title.endswith("(в отборе, но с любым статусом)")
    assert screen("growth", region="by-vi").title.endswith("(в отборе)")


def test_the_end_of_a_year_is_not_said_of_a_day_before_it(screen):
    one = screen("growth", on="2013-01-01")
    assert one.title.startswith("Действующих соглашений на 01.01.2013 — от 10 до 16")
    assert "на конец года (последнее число — на день из заголовка)" in one.remark


def test_a_term_that_is_not_given_is_said_in_the_same_words_everywhere(screen):
    one = screen("agreements", focus="2012-07-05-s-35dbab")
    assert one.title == "Соглашение от 05.07.2012: отраслевое"
    assert "Срок действия: в реестре не указан" in one.lines


def test_a_term_that_ends_later_than_a_meeting_looks_ahead_is_named(ending):
    material = ending(term_text="9 лет", term_years=9)
    one = build_screen("proposals", material)
    assert one.lines == (
        "Ближайшим кончается срок (расчётно) — 02.04.2035: Хиславичский — Славгородский.",
    )
    assert one.title.endswith("решать нечего (ни пролонгаций, ни окончаний срока, ни годовщин)")
