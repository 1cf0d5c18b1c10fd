"""Findings: sentences computed from tables, with plurals, ties at the top, and nothing at all."""

import re
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from geo import findings, stats
from geo.agreements import load_register
from geo.shown import LapseCount, Shown, Tally, select
from geo.terms.events import EventKind, build_events
from geo.territories import Side
from geo.territories.boundaries import load_boundaries
from geo.text import LANGUAGES
from geo.view import View
from geo.white_spots import Loss, find_candidates, find_white_spots

TODAY = date(2026, 11, 22)
REGISTER = load_register()


@pytest.fixture(scope="module")
def everything(register):
    return select(View(), register)


def years(**counts):
    rows = [(int(year[1:]), "twinning", n) for year, n in counts.items()]
    return pd.DataFrame(rows, columns=["year", "kind", "n"])


def growth(*rows):
    return pd.DataFrame(rows, columns=["day", "year", "n_certain", "n_possible"])


def table(**counts):
    """A table by kind, in force unless a number of another standing is given: ``a=(2, 1)``."""
    rows = [(code, *(n if isinstance(n, tuple) else (n, 0, 0))) for code, n in counts.items()]
    frame = pd.DataFrame(rows, columns=["kind", "n_in_force", "n_unknown", "n_lapsed"])
    return frame.assign(n_agreements=frame.n_in_force + frame.n_unknown + frame.n_lapsed)


def part(in_force=0, unknown=0, lapsed=0, on=None):
    tally = Tally(in_force, lapsed, unknown)
    return SimpleNamespace(tally=tally, past_day=on, register=REGISTER)


def upper(code):
    return code.upper()


# --- signings -------------------------------------------------------------------------------------


def test_the_heading_of_the_registers_signings_is_the_one_of_the_design(everything):
    signings = stats.signings_by_year(everything)
    text = "9 соглашений подписано в 2017 году — больше, чем в любом другом году с 1995 по 2026"
    assert findings.signings(signings, "ru") == text
    text = "9 agreements were signed in 2017, more than in any other year from 1995 to 2026"
    assert findings.signings(signings, "en") == text


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        (
            {"y2010": 1, "y2011": 2},
            "2 соглашения подписано в 2011 году — больше, чем",
        ),
        ({"y2010": 21, "y2011": 2}, "21 соглашение подписано в 2010 году — больше"),
        ({"y2010": 2, "y2011": 1, "y2012": 2}, "По 2 соглашения подписано в 2010 и 2012 годах"),
        ({"y2010": 1, "y2012": 1, "y2013": 1}, "По 1 соглашению подписано в 2010, 2012 и 2013"),
        ({"y2010": 5, "y2012": 5}, "По 5 соглашений подписано в 2010 и 2012 годах"),
        (
            {"y2010": 1, "y2011": 1, "y2012": 1, "y2013": 1},
            "С 2010 по 2013 год подписывали не больше 1 соглашения за год; лет с таким числом — 4",
        ),
        ({"y2015": 1, "y2016": 1}, "С 2015 по 2016 год подписывали не больше 1 соглашения за год"),
        ({"y2010": 1}, "1 соглашение подписано в 2010 году"),
        ({"y2010": 4}, "Все 4 соглашения подписаны в 2010 году"),
        ({"y2010": 0, "y2011": 5}, "Все 5 соглашений подписаны в 2011 году"),
        ({}, "Считать нечего"),
    ],
)
def test_the_year_of_most_signings_is_told_with_ties_and_plurals(counts, text):
    assert findings.signings(years(**counts), "ru").startswith(text)


# --- growth ---------------------------------------------------------------------------------------


def test_the_growth_is_told_with_its_uncertainty(everything, register):
    found = stats.growth(everything)
    assert findings.growth(found, "ru") == (
        "Действующих соглашений на 20.04.2026 — 42, в конце 2016 года — от 16 до 22"
    )
    assert findings.growth(found, "en") == (
        "In force on 20 Apr 2026 — 42, at the end of 2016 — 16 to 22"
    )


def test_a_short_history_is_told_against_its_beginning():
    found = growth((date(2024, 12, 31), 2024, 1, 1), (TODAY, 2026, 3, 3))
    assert findings.growth(found, "ru").endswith("— 3, в конце 2024 года — 1")
    assert findings.growth(found.tail(1), "ru") == "Действующих соглашений на 22.11.2026 — 3"
    assert findings.growth(growth(), "ru") == "Считать нечего"


# --- what most belong to --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "of", "text"),
    [
        ({"a": 3, "b": 1}, part(4), "A: 3 из 4 действующих соглашений — больше, чем любого"),
        ({"a": 3, "b": 1}, part(21), "A: 3 из 21 действующего соглашения — больше"),
        ({"a": 2, "b": 2, "c": 1}, part(5), "Поровну впереди — A и B: по 2 из 5 действующих"),
        ({"a": 1, "b": 1, "c": 1}, part(3), "Поровну — A, B и C: по 1 из 3 действующих"),
        ({"a": 1, "b": 1, "c": 1, "d": 1}, part(4), "Виды: поровну у всех 4, по 1 из 4 действ"),
        ({"a": 2, "b": 2, "c": 2, "d": 2, "e": 1}, part(9), "Виды: больше 2 из 9 действующих"),
        ({"a": 7}, part(7), "A: 7 действующих соглашений, других видов среди них нет"),
        ({"a": 1, "b": 1}, part(1), "A и B: 1 действующее соглашение"),
        ({}, part(), "Считать нечего"),
        # What is in force decides, not what lapsed.
        ({"a": (2, 0, 9), "b": 3}, part(5, 0, 9), "B: 3 из 5 действующих соглашений"),
        ({"a": (0, 0, 9), "b": 3}, part(3, 0, 9), "B: 3 действующих соглашения, других видов"),
        # Where lapsed or unknown ones decide, it is said.
        ({"a": (0, 0, 3), "b": (0, 0, 1)}, part(0, 0, 4), "A: 3 из 4 утративших силу соглашений"),
        (
            {"a": (0, 2, 0), "b": (0, 0, 1)},
            part(0, 2, 1, date(2013, 1, 1)),
            "A: 2 из 3 соглашений (точно действовавших нет) — больше",
        ),
        (
            {"a": (3, 2, 0), "b": (1, 0, 1)},
            part(4, 2, 1, date(2013, 1, 1)),
            "A: 3 из 4 точно действовавших на 01.01.2013 соглашений — больше",
        ),
        ({"a": 3, "b": 1}, part(4, on=date(2013, 1, 1)), "A: 3 из 4 действовавших на 01.01.2013"),
    ],
)
def test_the_leader_is_told_with_ties_and_plurals(counts, of, text):
    assert findings.leader(table(**counts), "kind", upper, of, "ru").startswith(text)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("region", "Регионы: поровну у всех 4,"),
        ("theme", "Сферы: поровну у всех 4,"),
        ("term", "Сроки: поровну у всех 4,"),
        ("home", "Территории на российской стороне: поровну у всех 4,"),
        ("partner", "Территории на белорусской стороне: поровну у всех 4,"),
    ],
)
def test_a_finding_that_names_none_says_what_it_is_about(subject, text):
    level = table(a=1, b=1, c=1, d=1)
    assert findings.leader(level, subject, upper, part(4), "ru").startswith(text)


@pytest.mark.parametrize("subject", ["region", "kind", "theme", "term", "home", "partner"])
def test_one_agreement_leads_nothing_and_has_no_others_among_it(subject):
    text = findings.leader(table(a=1), subject, upper, part(1), "ru")
    assert text == "A: 1 действующее соглашение"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("subject", ["region", "kind", "theme", "term", "home", "partner"])
@pytest.mark.parametrize("counts", [{"a": 3, "b": 1}, {"a": 2, "b": 2}, {"a": 2}, {}], ids=str)
def test_every_subject_has_a_sentence_for_every_case(subject, counts, lang):
    text = findings.leader(table(**counts), subject, upper, part(sum(counts.values())), lang)
    assert text and "{" not in text
    assert ("A" in text) == bool(counts)


def test_themes_and_terms_are_told_of_those_that_have_one(everything):
    themes = stats.by_code(everything, "theme")
    given = findings.given(everything, "theme")
    assert given.tally.total == 12
    text = findings.leader(themes, "theme", upper, given, "ru")
    n, top = given.tally.in_force, themes.n_in_force.max()
    assert text.startswith(f"CULTURE: {top} из {n} действующих") and "где названы сферы" in text
    assert findings.given(everything, "term").tally.total == 42


def test_a_term_is_named_in_words():
    assert findings.term_name("5", "ru") == "5 лет с пролонгацией"
    assert findings.term_name("2", "ru") == "2 года с пролонгацией"
    assert findings.term_name("1", "en") == "1 year, then prolonged"
    assert findings.term_name("5-once", "ru") == "5 лет"
    assert findings.term_name("1-once", "en") == "1 year"
    assert findings.term_name("perpetual", "ru") == "Бессрочно"
    assert findings.is_term("5-once") and not findings.is_term("5 лет")


# --- pairs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("view", "text"),
    [
        ({"status": ("lapsed",), "territory": ("ru-smo-smolensk",)}, "Смоленск — "),
        ({"q": "абракадабра"}, "Считать нечего"),
    ],
)
def test_the_pair_with_most_is_told_by_what_is_in_force(register, view, text):
    shown = select(View(**view), register)
    found = findings.pairs(shown, findings.code_name("territory", register, "ru"), "ru")
    assert found.startswith(text) or text in found


def test_the_pair_of_the_register_with_most_in_force_is_vitebsk(register, everything):
    counts = {
        (tie.home, tie.partner): sum(a.status == "in_force" for a in tie.agreements)
        for tie in everything.ties
    }
    top = max(counts.values())
    found = findings.pairs(everything, findings.code_name("territory", register, "ru"), "ru")
    assert counts["ru-smo-smolensk", "by-vi-vitebsk"] == top == 3
    assert "Смоленск — Витебск" in found and "3 действующих соглашения" in found
    assert counts["ru-smo-smolensk", "by-hm-moskovsky"] == 2 and "Московский" not in found


# --- registration and lapses ----------------------------------------------------------------------


def test_the_lag_names_no_norm(everything):
    lags = stats.registration_lag(everything)
    assert findings.lag(lags, "ru") == (
        "Среди соглашений с датой регистрации (17) половина зарегистрирована не позже чем через "
        "15 дней после подписания"
    )
    assert findings.lag(lags.head(1), "ru") == "От подписания до регистрации — 33 дня"
    assert findings.lag(lags.head(0), "ru").startswith("Ни у одного")


@pytest.mark.parametrize(("days", "middle"), [([1], 1), ([1, 9], 1), ([1, 2, 9], 2), ([3, 3], 3)])
def test_half_is_registered_within_the_days_that_are_told(days, middle):
    frame = pd.DataFrame({"days": days})
    assert re.findall("[0-9]+", findings.lag(frame, "ru"))[-1] == str(middle)
    assert (frame.days <= middle).mean() >= 0.5


def test_the_lapsed_are_told_apart(register):
    shown = Shown(View(), register, register.newest)
    assert findings.lapsed(shown.lapse_count(shown.whole), "ru") == (
        "Утратили силу 10 соглашений: заменено по реестру — 3, предположительно заменено — 3, "
        "преемник в реестре не назван — 4"
    )
    only = "Утратило силу 1 соглашение: заменено по реестру — 1"
    assert findings.lapsed(LapseCount(1, 0, 0), "ru") == only
    assert findings.lapsed(LapseCount(0, 0, 0), "ru") == "Среди показанных нет утративших силу"


def test_the_unknown_are_not_called_lapsed(register):
    shown = Shown(View(on=date(2013, 1, 1)), register, register.newest)
    assert findings.lapsed(shown.lapse_count(shown.whole), "ru") == (
        "О 6 соглашениях неизвестно, действовали ли они в этот день: дата утраты силы не указана"
    )
    both = findings.lapsed(LapseCount(1, 0, 0, unknown=2), "ru")
    assert both.startswith("Утратило силу 1 соглашение") and "О 2 соглашениях неизвестно" in both


# --- what is not there ----------------------------------------------------------------------------


def test_white_spots_are_told_for_each_side(register):
    shown = Shown(View(), register, register.newest)
    home, partner = (find_white_spots(shown, side) for side in Side)
    words = register.words("ru")
    text = findings.white_spots(home, Side.HOME, words, "ru")
    assert text == "Смоленская область: территорий без действующих соглашений — 9 из 28"
    nothing = home.only(lambda _: False)
    said = findings.white_spots(nothing, Side.HOME, register.words("en"), "en")
    assert "every territory" in said
    assert findings.white_parts(home, words, "ru") == "Соглашений в реестре нет и не было — 9."
    assert findings.white_parts(partner, words, "ru") == (
        "Соглашений в реестре нет и не было — 104; "
        "связь продолжена другой территорией, и это не белое пятно, — 1."
    )
    assert findings.continued(partner.continued[0], "ru") == (
        "Орша: связь продолжена — Оршанский район (Соглашение от 29.09.2023, № 35 реестра)"
    )


def test_on_a_day_white_spots_are_told_as_a_range(register):
    shown = Shown(View(on=date(2013, 1, 1)), register, register.newest)
    found = find_white_spots(shown)
    assert findings.white_count(found, "ru") == "от 136 до 140"
    assert findings.short_count(found) == "136–140"
    assert findings.white_parts(found, register.words("ru"), "ru") == (
        "На этот день соглашений не было — 136; "
        "неизвестно, действовали ли (утратили силу, дата не указана), — 4."
    )
    (one,) = (x for x in found.of(Loss.UNKNOWN) if x.territory.code == "ru-smo-smolensky")
    said = "соглашения от 26.02.1999; но соглашение есть: Смоленск"
    assert findings.white_spot(one, "Смоленский", "ru") == f"Смоленский ({said})"
    marked = findings.white_spot(one, "Смоленский", "ru", marked=True)
    assert marked == f"Смоленский (неизвестно; {said})"


def test_a_candidate_has_its_reasons_in_words_and_no_score(register):
    boundaries = load_boundaries(register.territories)
    shown = Shown(View(), register, register.newest)
    found = find_candidates(shown, boundaries)
    assert findings.reasons(found[0], "ru") == [
        "граничат",
        "по прямой 43 км",
        "было соглашение от 17.02.1995, утратило силу",
        "связаны соседи: Краснинский — Дубровенский; Монастырщинский — Горецкий",
    ]
    lost = next(c for c in found if len(c.lapsed) == 2)
    assert "были соглашения от 26.02.1999, утратили силу" in findings.reasons(lost, "ru")
    crowded = next(c for c in found if len(c.neighbours) > 3)
    assert findings.reasons(crowded, "ru")[-1].endswith(f"и ещё {len(crowded.neighbours) - 3}")
    assert findings.candidates(found, "ru") == (
        "3 пары граничат без действующего соглашения; лежат близко или были связаны раньше — ещё 53"
    )
    near = [candidate for candidate in found if not candidate.adjacent]
    assert findings.candidates(near[:2], "ru").startswith(
        "2 пары без действующего соглашения лежат"
    )
    assert findings.candidates_unknown(found, "ru") == ""
    then = find_candidates(replace(shown, view=View(on=date(2013, 1, 1))), boundaries)
    assert findings.candidates_unknown(then, "ru").startswith("О 3 парах неизвестно")
    assert findings.candidates(then, "ru").startswith("5 пар граничат без")
    doubt = next(c for c in then if c.unknown)
    assert "действовало ли оно в этот день, неизвестно" in "; ".join(findings.reasons(doubt, "ru"))


# --- the calendar ---------------------------------------------------------------------------------


def test_what_is_ahead_is_called_calculated_and_what_is_not_is_left_out(register):
    last = date(2027, 11, 22)
    events = build_events(register.agreements, date(2026, 11, 22), last)
    text = findings.ahead(events, last, "ru")
    assert text == "До 22.11.2027 расчётно — 7 пролонгаций и 14 годовщин"
    due = [event for event in events if event.kind == EventKind.PROLONGATION]
    assert findings.ahead(due[:1], last, "ru") == "До 22.11.2027 расчётно — 1 пролонгация"
    assert "calculated" in findings.ahead([], last, "en")


@pytest.mark.parametrize(
    ("names", "text"),
    [([], ""), (["а"], "а"), (["а", "б"], "а и б"), (["а", "б", "в"], "а, б и в")],
)
def test_lists_are_written_as_the_language_does(names, text):
    assert findings.join(names, "ru") == text
