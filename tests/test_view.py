"""The view: to and from a link, and which agreements and ties it shows."""

import random
from dataclasses import replace
from datetime import date
from itertools import combinations
from urllib.parse import urlencode

import pytest

from geo.agreements import Kind, Status
from geo.shown import Shown, Tally, select
from geo.text import LANGUAGES, t
from geo.ties import agreement_pairs
from geo.view import (
    LAYOUTS,
    LISTS,
    View,
    caption,
    choices,
    clean_query,
    conditions,
    focus_name,
    label,
    read_view,
)
from geo.view.link import quoted
from tests.conftest import TODAY


def ids(view, register):
    return [agreement.id for agreement in select(view, register).agreements]


def pairs(view, register):
    return {(tie.home, tie.partner) for tie in select(view, register).ties}


def random_view(register, luck):
    """A view with some filters set, none of them to all of its values."""
    known = choices(register) | {"status": tuple(Status)}  # the third needs a day
    lists = {}
    for name in LISTS:
        size = luck.choice([0, 0, 1, 2, len(known[name]) - 1])
        chosen = luck.sample(known[name], min(size, len(known[name]) - 1))
        lists[name] = tuple(code for code in known[name] if code in chosen)
    first, last = sorted(luck.choices(range(register.years[0], register.years[1] + 1), k=2))
    years = luck.choice([None, (first, last)])
    focus = luck.choice([(), (luck.choice(register.agreements).id,), (register.party_codes[0],)])
    return View(
        lang=luck.choice(["ru", "en"]),
        years=None if years == register.years else years,
        q=luck.choice(["", "Смоленск", "a&b=c", "12-с", "50 % + 1"]),
        focus=focus,
        layout=luck.choice(LAYOUTS),
        **lists,
    )


# --- links ----------------------------------------------------------------------------------------


def test_an_empty_link_is_the_whole_register_in_russian(register):
    assert View.from_params({}, register) == View()
    assert View().to_params() == {}
    assert not View().is_filtered


def test_every_view_comes_back_from_its_link(register):
    luck = random.Random(2026)
    for _ in range(500):
        view = random_view(register, luck)
        assert View.from_params(view.to_params(), register) == view


def test_a_link_says_every_filter_by_codes(register):
    params = {
        "years": "2015-2025",
        "status": "in_force",
        "kind": "twinning,sectoral",
        "form": "soglashenie",
        "theme": "culture",
        "territory": "ru-smo-smolensk",
        "partner": "by-vi-vitebsk",
        "region": "by-vi",
        "q": "образование",
        "lang": "en",
        "focus": "by-vi-vitebsk",
        "layout": "scheme",
    }
    view = View.from_params(params, register)
    assert view.to_params() == params
    assert view.years == (2015, 2025) and view.kind == ("twinning", "sectoral")


def test_a_link_has_one_spelling_whatever_the_order_of_its_values(register):
    one = View.from_params({"kind": "sectoral,twinning,sectoral"}, register)
    other = View.from_params({"kind": "twinning,sectoral"}, register)
    assert one == other and hash(one) == hash(other)


def test_all_values_of_a_filter_are_the_same_as_none(register):
    for name, codes in choices(register).items():
        assert View.from_params({name: ",".join(codes)}, register) == View()


@pytest.mark.parametrize(
    "params",
    [
        {"lang": "de"},
        {"lang": ""},
        {"years": "2015"[::-1]},
        {"years": "2020-2010"},
        {"years": "1900-1950"},
        {"years": "1995-2026"},
        {"years": "1000-9999"},
        {"years": "-"},
        {"years": "20152020"},
        {"years": "２０１５-２０２０"},
        {"status": ",,,"},
        {"kind": "<script>alert(1)</script>"},
        {"territory": "by-vi-vitebsk"},
        {"partner": "ru-smo-smolensk"},
        {"region": "ru-smo"},
        {"theme": "chess"},
        {"q": " \t\n\x00 "},
        {"focus": "nowhere"},
        {"focus": "ru-smo-smolensk,ru-smo-gagarin"},
        {"focus": "ru-smo-smolensk,by-vi-vitebsk,by-vi-orsha"},
        {"focus": "by-vi-vitebsk,ru-smo-smolensk"},
        {"focus": ","},
        {"layout": "matrix"},
        {"layout": "map"},
        {"nonsense": "1", "": ""},
    ],
)
def test_nonsense_in_a_link_falls_back_to_the_default(register, params):
    assert View.from_params(params, register) == View()


@pytest.mark.parametrize(
    "slip",
    [
        "{}.", "{},", "{})", "({})", "«{}»", "“{}”.", "{}!", "{}…", "<{}>", "**{}**", " {} ",
        "{}%20", "{}%2E", "{}\u00a0", "\u200b{}\ufeff", "{}\n",
    ],
)  # fmt: skip
def test_slips_of_pasting_are_forgiven(register, slip):
    params = {
        "region": "by-vi,by-ma",
        "kind": "twinning",
        "years": "2010-2026",
        "on": "2020-12-31",
        "focus": "by-vi-vitebsk",
        "layout": "table",
        "lang": "en",
    }
    meant = View.from_params(params, register)
    pasted = {name: slip.format(value) for name, value in params.items()}
    assert read_view(pasted, register) == (meant, ())
    assert meant.to_params() == params


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ({"region": "BY-MA"}, {"region": "by-ma"}),
        ({"region": "by–ma"}, {"region": "by-ma"}),
        ({"region": "by-vi, by-ma"}, {"region": "by-vi,by-ma"}),
        ({"region": "by-\r\n ma"}, {"region": "by-ma"}),
        ({"region": "by%2Dma"}, {"region": "by-ma"}),
        ({"region": "by-vi%2Cby-ma"}, {"region": "by-vi,by-ma"}),
        ({"years": "2010–2020"}, {"years": "2010-2020"}),
        ({"years": "2010 — 2020"}, {"years": "2010-2020"}),
        ({"region": "by-ma", "amp;kind": "twinning"}, {"region": "by-ma", "kind": "twinning"}),
        ({"Region": "by-ma"}, {"region": "by-ma"}),
        ({"REGION": "BY-MA;BY-VI."}, {"region": "by-vi,by-ma"}),
        ({"on": "02.04.2016"}, {"on": "2016-04-02"}),
        ({"since": "2.4.2016)"}, {"since": "2016-04-02"}),
        ({"on": "2016"}, {"on": "2016-12-31"}),
        ({"layout": "«Scheme»."}, {"layout": "scheme"}),
        ({"amp;layout": "table", "amp;lang": "EN"}, {"layout": "table", "lang": "en"}),
        ({"status": "In_Force"}, {"status": "in_force"}),
        ({"utm_source": "mail", "yclid": "1", "region": "by-ma"}, {"region": "by-ma"}),
    ],
)
def test_other_slips_of_pasting_are_forgiven_too(register, pasted, meant):
    assert read_view(pasted, register) == (View.from_params(meant, register), ())
    assert View.from_params(meant, register).to_params() == meant


@pytest.mark.parametrize(
    ("params", "ignored"),
    [
        ({}, ()),
        ({"region": ""}, ()),
        ({"years": "1995-2026"}, ()),
        ({"years": "1000-9999"}, ()),
        ({"region": "by-xx,by-ma"}, ("region=by-xx",)),
        ({"region": "by ma"}, ("region=by ma",)),
        ({"years": "2015-"}, ("years=2015-",)),
        ({"years": "2020-2010"}, ("years=2020-2010",)),
        ({"years": "1900-1950"}, ("years=1900-1950",)),
        ({"years": "9" * 5000}, ("years=" + "9" * 5000,)),
        ({"on": "2020-02-30"}, ("on=2020-02-30",)),
        ({"on": "9999-12-31"}, ("on=9999-12-31",)),
        ({"on": "2010-01-01", "since": "2011-01-01"}, ("since=2011-01-01",)),
        ({"status": "unknown"}, ("status=unknown",)),
        ({"focus": "nonsense"}, ("focus=nonsense",)),
        ({"focus": "by-vi-vitebsk,ru-smo-smolensk"}, ("focus=by-vi-vitebsk,ru-smo-smolensk",)),
        ({"lang": "de"}, ("lang=de",)),
        ({"layout": "matrix"}, ("layout=matrix",)),
        ({"regoin": "by-ma"}, ("regoin=by-ma",)),
        ({"q": "я" * 99 + "ыы"}, ("q=…ы",)),
    ],
)
def test_the_rest_of_a_link_is_reported(register, params, ignored):
    assert read_view(params, register)[1] == ignored


VALUES = (
    "9" * 5000, "-" + "9" * 5000, "\ud83d", "\udfff\ud800", "\u0000", "\x1b[31m", "\u202ex",
    "\ufffe", "%ud83d", "%", "%%%", "%00", "%FF", ",", ",,,", "~", "²", "٣", "１", "1e999", "nan",
    "None", "[]", "{}", "true", "\u212a", "ﬀ", "İ", "a" * 100_000, "," * 100_000, "by-ma," * 20_000,
    "{0}", "{lang}",
    "'; DROP TABLE", "<script>", "../../etc/passwd",
)  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=lambda value: ascii(value)[:20])
def test_any_value_of_any_parameter_gives_a_view_that_can_be_linked(register, value):
    for name in (*LISTS, "years", "q", "on", "since", "focus", "layout", "lang", value):
        view, ignored = read_view({name: value}, register)
        assert urlencode(view.to_params()).isascii()
        assert View.from_params(view.to_params(), register) == view
        for lang in LANGUAGES:
            told = t("link.ignored", lang, parts=quoted(ignored, lang))
            assert len(told.encode()) < 1000 and told.isprintable()


def test_what_is_known_in_a_link_survives_the_nonsense_beside_it(register):
    view = View.from_params({"kind": "twinning,chess", "years": "1900-2000", "x": "y"}, register)
    assert view == View(kind=("twinning",), years=(1995, 2000))


def test_one_year_may_stand_alone(register):
    assert View.from_params({"years": "2019"}, register).years == (2019, 2019)


def test_a_search_text_is_cleaned_and_cut():
    assert clean_query("Вите\u00adбск \ud83d\u202e\x85г.") == "Витебск г."
    assert clean_query("  Смоленск \n\x00 г.\u200b ") == "Смоленск г."
    assert len(clean_query("я" * 1000)) == 100


def test_a_pair_can_be_in_focus_only_from_home_to_partner(register):
    codes = ("ru-smo-smolensk", "by-vi-vitebsk")
    assert View.from_params({"focus": ",".join(codes)}, register).focus == codes


def test_language_and_focus_are_no_filters(register):
    view = View(lang="en", focus=("by-vi-vitebsk",))
    assert not view.is_filtered
    assert not View(since=date(2017, 1, 1)).is_filtered
    assert View(q="x").is_filtered and View(years=(2000, 2001)).is_filtered
    assert View(lang="en", kind=("twinning",), focus=("x",)).without_filters() == View(
        lang="en", focus=("x",)
    )
    assert view.focused("a", "b").focus == ("a", "b") and view.focused().focus == ()


# --- what a view shows ----------------------------------------------------------------------------


def test_the_real_register_has_its_known_figures(register):
    selection = select(View(), register)
    assert len(selection.agreements) == 52
    assert selection.tally == Tally(in_force=42, lapsed=10)
    assert len(selection.ties) == 71


def test_agreements_stand_in_the_order_of_the_register(register):
    shown = select(View(kind=("twinning", "cooperation")), register).agreements
    order = [agreement for agreement in register.agreements if agreement in shown]
    assert list(shown) == order


@pytest.mark.parametrize(
    ("territories", "said"),
    [
        (("yelninsky", "smolensk"), "13 связей (6 из одного соглашения)"),
        (("yelninsky", "smolensk", "vyazemsky", "velizhsky", "rudnyansky"), "22 связи"),
    ],
)
def test_an_agreement_behind_a_third_of_the_ties_is_said_to_be(register, territories, said):
    view = View(territory=tuple(f"ru-smo-{name}" for name in territories))
    shown = Shown(view, register, TODAY)
    assert shown.ties_line(shown.listed) == said


def test_before_the_first_agreement_no_filter_is_blamed_for_an_empty_view(register):
    for filters in ({}, {"kind": (Kind.TWINNING,)}):
        shown = Shown(View(on=date(1995, 2, 1), **filters), register, TODAY)
        assert shown.nothing == "На 01.02.1995 соглашений нет и не было."
    assert Shown(View(q="абракадабра"), register, TODAY).nothing == t("map.empty", "ru")


def test_lists_of_places_stand_in_the_alphabet_of_the_reader(register):
    some = choices(register)["partner"][:9]
    for lang in LANGUAGES:
        names = [
            register.territories[code].short(lang) for code in choices(register, lang)["partner"]
        ]
        assert names == sorted(names)
        said = caption(View(lang, partner=some), register).partition(": ")[2].split(", ")
        assert said == sorted(register.territories[code].short(lang) for code in some)


def test_values_of_one_filter_are_alternatives(register):
    for name in ("status", "kind", "form", "theme", "region"):
        for one, other in combinations(choices(register)[name], 2):
            both = set(ids(View(**{name: (one, other)}), register))
            apart = {
                *ids(View(**{name: (one,)}), register),
                *ids(View(**{name: (other,)}), register),
            }
            assert both == apart


def test_filters_add_up(register):
    for kind in Kind:
        for status in Status:
            both = set(ids(View(kind=(kind,), status=(status,)), register))
            kinds, statuses = (
                ids(View(kind=(kind,)), register),
                ids(View(status=(status,)), register),
            )
            assert both == set(kinds) & set(statuses)


def test_more_filters_never_show_more(register):
    luck = random.Random(1)
    for _ in range(100):
        view = random_view(register, luck)
        fewer = select(view.without_filters(), register)
        shown = select(view, register)
        assert set(shown.agreements) <= set(fewer.agreements)
        assert {tie.code for tie in shown.ties} <= {tie.code for tie in fewer.ties}
        assert bool(shown.agreements) == bool(shown.ties)


def test_every_tie_shown_rests_on_agreements_shown(register):
    luck = random.Random(2)
    for _ in range(50):
        shown = select(random_view(register, luck), register)
        for tie in shown.ties:
            assert tie.agreements and set(tie.agreements) <= set(shown.agreements)


def test_years_hold_both_ends(tiny_register):
    assert ids(View(years=(2005, 2010)), tiny_register) == ["new", "old"]
    assert ids(View(years=(2006, 2009)), tiny_register) == []
    assert ids(View(years=(2020, 2020)), tiny_register) == ["many"]


def test_a_territory_narrows_the_ties_of_an_agreement_of_many(tiny_register):
    view = View(territory=("ru-smo-vyazemsky",))
    assert ids(view, tiny_register) == ["many"]
    assert pairs(view, tiny_register) == {
        ("ru-smo-vyazemsky", "by-vi-liozna"),
        ("ru-smo-vyazemsky", "by-ma-horki"),
    }


def test_territory_and_partner_together_leave_their_tie(tiny_register):
    view = View(territory=("ru-smo-vyazemsky",), partner=("by-ma-horki",))
    assert pairs(view, tiny_register) == {("ru-smo-vyazemsky", "by-ma-horki")}
    apart = View(territory=("ru-smo-vyazemsky",), partner=("by-vi-vitebsk",))
    assert select(apart, tiny_register).agreements == ()


def test_a_region_narrows_the_ties_to_its_territories(tiny_register):
    assert {partner for _, partner in pairs(View(region=("by-ma",)), tiny_register)} == {
        "by-ma-horki"
    }
    assert ids(View(region=("by-vi",)), tiny_register) == ["new", "many", "old"]


def test_the_six_by_six_agreement_makes_36_ties_and_counts_as_one(register):
    six = max(register.agreements, key=lambda a: len(agreement_pairs(a, register.territories)))
    view = View(years=(six.signed_on.year, six.signed_on.year), kind=(six.kind,))
    shown = select(view, register)
    assert shown.agreements == (six,) and len(shown.ties) == 36


def test_a_tie_counts_the_agreements_of_its_pair(tiny_register):
    tie = select(View(), tiny_register).ties[0]
    assert (tie.code, tie.n_agreements) == ("ru-smo-smolensk,by-vi-vitebsk", 2)
    assert select(View(), tiny_register).count(tie.agreements) == Tally(1, 1, 0)
    assert tie.length_km == pytest.approx(126, abs=2)


def test_focus_picks_by_agreement_territory_pair_or_region(tiny_register):
    def picked(*focus):
        shown = Shown(View(focus=focus), tiny_register, tiny_register.newest)
        return [agreement.id for agreement in shown.picked.agreements]

    assert picked("new") == ["new"]
    assert picked("by-vi-vitebsk") == ["new", "old"]
    assert picked("ru-smo-vyazemsky", "by-ma-horki") == ["many"]
    assert picked("ru-smo-smolensk", "by-ma-horki") == []
    assert picked("by-ma") == ["many"]


# --- words ----------------------------------------------------------------------------------------


def test_a_caption_says_every_filter_in_words(register):
    view = View(years=(2015, 2020), status=("lapsed",), territory=("ru-smo-smolensk",), q="спорт")
    assert caption(view, register) == (
        "Годы подписания: 2015–2020; Статус: утратило силу; "
        "Российская сторона: Смоленск; Поиск: «спорт»"
    )
    assert caption(View(years=(2023, 2023)), register) == "Год подписания: 2023"
    assert caption(View(), register) == "Все соглашения реестра"
    assert caption(View(lang="en"), register) == "All agreements of the register"


def test_a_day_to_compare_with_says_what_stands_out_on_maps_or_that_nothing_does(register):
    def said(**filters):
        return Shown(View(**filters), register, date(2026, 11, 28)).caption

    since = {"since": date(2023, 6, 1)}
    stands_out = "на картах выделено изменившееся с 01.06.2023"
    assert said(form=("soglashenie",), **since) == f"Форма: Соглашение; {stands_out}"
    assert said(**since) == f"Все соглашения реестра; {stands_out}"
    assert said(q="спорт", focus=("by-ma",), **since) == "Поиск: «спорт»"
    nothing = "известных изменений среди показанных с 01.06.2026 нет"
    since = {"since": date(2026, 6, 1)}
    assert said(**since) == f"Все соглашения реестра; {nothing}"
    shown = Shown(View(**since), register, date(2026, 11, 28))
    assert shown.lit is shown.picked  # a map all faded would say that something stands out


def test_what_is_picked_is_not_called_the_whole_register_for_a_day_to_compare_with(register):
    """A title said «Могилевская область (Все соглашения реестра)» of 16 agreements of 52."""
    since = View(since=date(2017, 1, 1))
    picked = Shown(replace(since, focus=("by-ma",)), register, TODAY)
    assert picked.subject == "Могилевская область"
    assert picked.about == "Выбрано: Могилевская область"
    assert Shown(since, register, TODAY).subject == "все связи Смоленской области с Беларусью"
    narrow = Shown(replace(since, focus=("by-ma",), kind=("twinning",)), register, TODAY)
    assert narrow.subject == "Могилевская область (Вид: Побратимство)"


def test_every_choice_has_a_label_in_both_languages(register):
    for name, codes in choices(register).items():
        for lang in ("ru", "en"):
            labels = [label(name, code, register, lang) for code in codes]
            assert all(labels) and len(set(labels)) == len(labels)


def test_every_condition_of_a_view_is_lifted_by_itself(register):
    luck = random.Random(10)
    for _ in range(100):
        view = random_view(register, luck)
        found = conditions(view, register)
        assert bool(found) == (view.is_filtered or bool(view.since))
        for condition in found:
            assert condition.words and condition.without != view
            left = {one.words for one in conditions(condition.without, register)}
            assert left == {one.words for one in found} - {condition.words}
            assert condition.without.focus == view.focus
            assert condition.without.layout == view.layout
        for condition in found:
            view = replace(view, **{condition.name: getattr(View(), condition.name)})
        assert not view.is_filtered


def test_of_an_empty_view_only_what_hides_something_by_itself_is_lifted(register):
    params = {"status": "lapsed", "kind": "twinning", "years": "2000-2026"}
    shown = Shown(View.from_params(params, register), register, register.newest)
    assert not shown.agreements
    lifts = {condition.name: n for condition, n in shown.lifts}
    without = {name: {k: v for k, v in params.items() if k != name} for name in params}
    counts = {
        name: len(ids(View.from_params(left, register), register)) for name, left in without.items()
    }
    assert lifts == {name: n for name, n in counts.items() if n}
    assert "status" in lifts and "kind" in lifts and "years" not in lifts


def test_regions_stand_in_the_order_of_their_names_and_the_capital_last(register):
    names = [label("region", code, register, "ru") for code in choices(register)["region"]]
    assert names[:-1] == sorted(names[:-1]) and names[-1] == "Город Минск"


def test_a_party_from_elsewhere_is_named_with_its_region(register):
    assert label("territory", "ru-sve-zarechny", register, "ru") == (
        "Заречный (Свердловская область)"
    )


def test_the_count_says_shown_and_total(register):
    def said(lang):
        shown = Shown(View(lang=lang, status=("lapsed",)), register, register.newest)
        return shown.count_of(shown.listed)

    assert said("ru") == "Показано 10 из 52 соглашений"
    assert said("en") == "Showing 10 of 52 agreements"


def test_an_agreement_in_focus_is_called_by_form_day_and_sides(register):
    """Of Smolensk and Moskovsky it said "1 agreement, none in force", where two are."""
    home, partner = focus_name(("2008-04-02-d-b664d4",), register, "ru").split(" — ")
    assert home == "Договор от 02.04.2008, Ельнинский, Ершичский, Монастырщинский и ещё 3"
    assert partner == "Мстиславский, Горецкий, Дрибинский и ещё 3", "a title has room for so many"
    named = focus_name(("2009-12-04-d-46184a",), register, "en")
    assert named == "Treaty (договор) of 4 Dec 2009, Khislavichsky — Chavusy"


def test_an_agreement_within_one_country_is_called_by_its_parties(tiny_register, build_register):
    russian = tiny_register.by_id["many"].parties[:2]
    register = build_register(new={"parties": russian})
    assert focus_name(("new",), register, "ru").endswith(", Смоленский, Вяземский")


def test_standings_are_those_of_the_day_of_the_view(register):
    def said(**params):
        shown = Shown(View.from_params(params, register), register, register.newest)
        return shown.standings_line(shown.listed)

    assert said() == "действуют 42, утратили силу 10"
    assert said(on="2013-01-01") == ("на 01.01.2013 действовали 10, утратили силу 0, неизвестно 6")
    assert said(on="1998-12-31") == "на 31.12.1998 действовало 1, утратили силу 0, неизвестно 2"
    # After its newest entry the register says how things stand, and nothing of a later day.
    for day in ("2026-04-21", "2026-12-01", "2030-01-01"):
        assert said(on=day) == "действуют 42, утратили силу 10"
