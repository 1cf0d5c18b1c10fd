"""What is said of one agreement: nothing later than the day, nothing that is not for guests."""

import re
from dataclasses import replace
from datetime import date

import pytest

from geo.card import card_html, citation, facts, registration, successor
from geo.charts.timeline import build_timeline
from geo.exports import FORMATS
from geo.exports.material import Material
from geo.exports.tables.agenda import to_ics
from geo.exports.tables.agreements import cells
from geo.shown import Shown
from geo.text import LANGUAGES, t
from geo.view import View
from tests.conftest import TODAY, show
from tests.statements import WORDLESS, read_words

ORSHA = "2012-11-15-s-35dbab"
"""Lapsed when the agreement of 29.09.2023 took effect; a remark says with whom that one is."""
MOSKOVSKY = "2014-07-03-s-d39261"
BROKEN = "2018-09-29-s-d39261"
"""Replaced the one above, as stated; its row breaks off, what replaced it in 2024 is inferred."""
VITEBSK_1998 = "1998-12-19-d-992b2a"
VITEBSK_2004 = "2004-02-28-d-992b2a"
"""Replaced the one above, as inferred; lapsed on an unknown day."""
JUNE_2023 = "2023-06-05-s-5a0649"
"""Registered on 19.06.2023, № 6-с or the like."""
FIRST = "1998-07-24-d-918c76"
MADE = {"pptx", "brief-docx", "check-docx", "passport-pdf", "book-pdf", "xlsx", "workbook-xlsx"}
"""Formats that would give reasons or remarks, and so say that they leave them out."""


def said(register, code, *, lang="ru", discreet=False, on=None):
    """The facts of an agreement by their labels."""
    return dict(facts(register.by_id[code], show(register, lang=lang, discreet=discreet, on=on)))


# --- the day --------------------------------------------------------------------------------------


def test_before_its_lapse_an_agreement_is_in_force_and_nothing_later_is_said(register):
    found = said(register, ORSHA, on=date(2013, 1, 1))
    assert found["Статус"] == "действует"
    assert found["Срок действия"] == "в реестре не указан"
    assert not {"Утрата силы", "Дата утраты силы", "Особенность записи"} & found.keys()
    assert not any("Заменено" in label or "2023" in text for label, text in found.items())
    after = said(register, ORSHA, on=date(2023, 9, 29))
    assert after["Статус"] == "утратило силу" and "29.09.2023" in after["Утрата силы"]
    assert after["Дата утраты силы"] == "29.09.2023, расчётно: день подписания заменившего"
    assert "Заменено (по реестру)" in after and "Особенность записи" in after
    assert after == said(register, ORSHA)


def test_what_lapsed_on_an_unknown_day_says_so_and_gives_no_reason(register):
    found = said(register, VITEBSK_2004, on=date(2013, 1, 1))
    assert found["Статус"] == "утратило силу, дата неизвестна"
    assert found["Дата утраты силы"] == "неизвестна" and "Утрата силы" not in found
    assert not any("2017" in text for text in found.values())
    assert "Предположительно заменило (в реестре не указано)" in found


def test_an_agreement_that_is_not_signed_yet_says_only_that(register):
    found = said(register, BROKEN, on=date(2013, 1, 1))
    assert found["Статус"] == "ещё не подписано" and "Зарегистрировано" not in found
    assert set(found) == {"Подписано", "Статус", "Сферы", "Стороны", "Запись"} & found.keys()
    assert said(register, BROKEN, lang="en", on=date(2013, 1, 1))["Status"] == "not signed yet"


def test_a_registration_is_told_from_its_day_on(register):
    agreement = register.by_id[JUNE_2023]
    early, late = (show(register, on=date(2023, 6, day)) for day in (18, 19))
    assert registration(agreement, early) == "на 18.06.2023 не зарегистрировано"
    assert registration(agreement, late).startswith("19.06.2023, № ")
    undated = replace(agreement, registered_on=None)
    assert registration(undated, late) == "№ 8-с, дата в реестре не указана"
    assert citation(agreement, early) == agreement.title
    assert "зарегистрировано 19.06.2023" in citation(agreement, late)
    assert cells(agreement, early)["registered_on"] is None
    assert cells(agreement, late)["registered_on"] == date(2023, 6, 19)


def test_a_successor_and_the_step_before_it_are_told_from_its_signing_on(register):
    old, new = register.by_id[MOSKOVSKY], register.by_id[BROKEN]
    before, after = (show(register, on=date(2018, 9, day)) for day in (28, 29))
    assert successor(old, before) == () and not before.predecessors(new)
    assert successor(old, after)[0] == "Заменено (по реестру)"
    assert [one.id for one in after.predecessors(new)] == [MOSKOVSKY]


@pytest.mark.parametrize(
    ("on", "period"),
    [
        (date(1999, 1, 1), "первый, до 24.07.2001"),
        (date(2013, 1, 1), "до 24.07.2013; прошли 4 пролонгации"),
        (None, "до 24.07.2028; прошло 9 пролонгаций"),
        (date(2030, 1, 1), "до 24.07.2028; прошло 9 пролонгаций"),  # none to come has passed
    ],
)
def test_a_period_is_counted_from_the_day(register, on, period):
    assert said(register, FIRST, on=on)["Текущий срок (расчётно)"] == period


def test_of_a_day_to_come_the_timeline_goes_to_today(register):
    view = show(register, on=date(2030, 1, 1), focus=("ru-smo-smolensk",))
    chart = build_timeline(view.picked.agreements, view, lambda one: "")
    assert "сегодня" in chart and "на 01.01.2030" not in chart


def test_of_a_day_to_come_every_file_says_that_it_is(register, network):
    for lang, to_come in (("ru", "этот день ещё не наступил"), ("en", "that day is still to come")):
        for on, said in ((date(2027, 6, 1), True), (date(2026, 6, 1), False)):
            shown = show(register, lang=lang, on=on, kind=("sectoral",))
            for name in ("svg", "geojson", "html"):
                texts = read_words(name, FORMATS[name].to_bytes(Material(shown, network)))
                heads = [text for text in texts if "2026" in text or "2027" in text]
                assert any(to_come in text for text in heads) == said, (name, lang)


def test_others_are_called_faded_only_where_there_are_others(register, network):
    """Since 2019 all that Desnogorsk has was signed or prolonged."""

    def said(**view):
        shown = show(register, since=date(2019, 1, 1), **view)
        return " ".join(read_words("svg", FORMATS["svg"].to_bytes(Material(shown, network))))

    alone = said(q="Десногорск")
    assert "Остальные связи показаны бледно" not in alone
    assert "Остальные связи показаны бледно" in said()


@pytest.mark.parametrize("name", ["pdf", "handout-pdf", "passport-pdf", "brief-pdf"])
def test_of_a_place_whose_agreements_the_filters_hide_no_file_says_that_it_has_none(
    register, network, name
):
    shown = show(register, focus=("ru-smo-vyazemsky",), theme=("culture",))
    words = " ".join(read_words(name, FORMATS[name].to_bytes(Material(shown, network))))
    assert "ет соглашений" not in words
    assert name in ("pdf", "passport-pdf") or words.count("ни одно соглашение") == 1


def test_a_calendar_of_a_view_of_a_day_says_that_its_days_are_ahead(register):
    view = show(register, on=date(2013, 1, 1))
    calendar = to_ics((), view, date(2028, 1, 1)).decode().replace("\r\n ", "")
    assert "Дни здесь отсчитаны от сегодняшнего" in calendar
    assert "Дни здесь" not in to_ics((), show(register), date(2028, 1, 1)).decode()


def test_a_card_is_marked_by_the_standing_of_the_day(register):
    orsha = register.by_id[ORSHA]
    card = card_html(orsha, show(register, on=date(2013, 1, 1)), opened=False)
    assert '<details class="agreement in_force">' in card and "утратило" not in card
    assert 'class="agreement lapsed"' in card_html(orsha, show(register), opened=False)


def test_the_timeline_of_a_day_ends_on_it(register):
    view = show(register, on=date(2013, 1, 1), focus=("ru-smo-smolensk",))
    focus = view.view.focus
    chart = build_timeline(view.picked_whole.agreements, view, lambda one: "", beside=focus)
    assert "на 01.01.2013" in chart and "сегодня" not in chart
    for later in ("2023", "2024", "2018", "mark prolongation"):
        assert later not in chart
    assert build_timeline([register.by_id[BROKEN]], view, lambda one: "") == ""
    # No bar goes on past the line of the day.
    day = float(re.search(r'class="day" style="left:([0-9.]+)%', chart)[1])
    bars = re.findall(r'class="span in_force" style="left:([0-9.]+)%;width:([0-9.]+)%', chart)
    ends = [float(left) + float(width) for left, width in bars]
    assert ends and max(ends) == pytest.approx(day, abs=0.02)


# --- the partners in the room ---------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_before_guests_an_agreement_says_less_and_nothing_else(register, lang):
    for agreement in register.agreements:
        everything = said(register, agreement.id, lang=lang)
        less = said(register, agreement.id, lang=lang, discreet=True)
        gone = {t(f"card.{name}", lang) for name in (
            "lapse", "lapsed_on", "note", "successor_inferred", "predecessor_inferred",
        )}  # fmt: skip
        assert less == {label: x for label, x in everything.items() if label not in gone}


def test_what_is_left_out_is_not_said_to_be_missing(register):
    found = said(register, BROKEN, discreet=True)
    assert t("card.lapse_unknown", "ru") not in found.values()
    assert "Заменило (по реестру)" in found


def secrets(register):
    """The register's reasons and remarks that no other words of a file would repeat."""
    texts = {a.source_note for a in register.agreements}
    texts |= {a.lapse_text for a in register.agreements if "(" in a.lapse_text}
    return [" ".join(text.split()) for text in texts if text]


def guesses(lang):
    """How what is only inferred is introduced."""
    keys = ("card.successor_inferred", "card.predecessor_inferred")
    return [t(key, lang) for key in keys]


def words_of(name, register, network, params, *, discreet):
    shown = Shown(View.from_params(params, register), register, TODAY, discreet)
    data = FORMATS[name].to_bytes(Material(shown, network))
    if name == "html":
        return " ".join(data.decode().split())
    return " ".join(read_words(name, data))


@pytest.mark.parametrize("params", [{}, {"on": "2024-12-31", "lang": "en"}], ids=["now", "day"])
@pytest.mark.parametrize("name", [x for x in FORMATS if x not in (*WORDLESS, "book-pdf")])
def test_no_file_for_partners_has_a_reason_a_remark_or_a_guess(name, params, register, network):
    """The book is the passports of all parties and of places without agreements: `passport-pdf`."""
    lang = params.get("lang", "ru")
    words = words_of(name, register, network, params, discreet=True)
    bare = words.replace(" ", "").replace("\u00a0", "")
    for secret in (*secrets(register), *guesses(lang)):
        assert secret.replace(" ", "") not in bare, secret
    assert not [word for word in ("предположительно", "probably") if word in bare.casefold()]
    if name != "html":  # what is left out is not said to be missing
        for key in ("card.lapse_unknown", "brief.lapse_day_unknown"):
            assert t(key, lang).replace(" ", "") not in bare
    if name in MADE or name == "html":
        assert t("shown.discreet", lang).replace(" ", "") in bare


@pytest.mark.parametrize("name", ["brief-docx", "xlsx", "html"])
def test_a_file_for_the_office_has_them(name, register, network):
    words = words_of(name, register, network, {}, discreet=False)
    bare = words.replace(" ", "").replace("\u00a0", "")
    assert any(secret.replace(" ", "") in bare for secret in secrets(register))
    assert guesses("ru")[0].replace(" ", "") in bare
    assert t("shown.discreet", "ru").replace(" ", "") not in bare


@pytest.mark.parametrize(
    "day, said",
    [
        ("2013-01-01", "Сведения на 01.01.2013: что случилось позже, не показано."),
        (
            f"{TODAY.year + 1}-01-01",
            f"01.01.{TODAY.year + 1} ещё не наступило: показано то, что действует сейчас, а что "
            "изменится до этого дня, неизвестно.",
        ),
    ],
)
@pytest.mark.parametrize("name", sorted({"brief-docx", "check-docx", "pptx"}))
def test_a_file_of_a_day_says_that_what_came_later_is_left_out(name, day, said, register, network):
    words = words_of(name, register, network, {"on": day}, discreet=False)
    assert said in words.replace("\u00a0", " ")
