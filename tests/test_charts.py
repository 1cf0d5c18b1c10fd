"""Charts: HTML of plain text that says every number in words, readable without colour."""

from datetime import date

import pytest
from lxml import html

from geo import findings, settings, stats
from geo.agreements import load_register
from geo.card import party_line
from geo.charts import bars
from geo.charts.matrix import matrix
from geo.charts.timeline import build_agenda
from geo.shown import LapseCount, Shown, select
from geo.terms.events import build_events
from geo.text import LANGUAGES
from geo.view import View
from tests.conftest import show
from tests.hostile import HOSTILE, hostile_copy

TODAY = date(2026, 11, 22)
LAST = date(2028, 11, 22)


def every_chart(register, view, lang):
    """All the charts of a view that has agreements, by name, as elements."""
    seen = Shown(view, register, TODAY)
    shown = seen.listed
    name = findings.code_name("territory", register, lang)
    regions = stats.by_region(shown)
    territories = stats.by_territory(shown)
    events = build_events(shown.agreements, TODAY, LAST)
    made = {
        "signings": bars.signings(stats.signings_by_year(shown), lang, lambda y: f"?years={y}"),
        "growth": bars.growth(stats.growth(shown), lang),
        "regions": bars.bars(regions, {r: r for r in regions.region}, lang),
        "territories": bars.bars(territories, {c: name(c) for c in territories.territory}, lang),
        "lapsed": bars.lapses(seen.lapse_count(seen.past), lang),
        "matrix": matrix(
            stats.matrix(shown, lang), register, lang, lambda *pair: "?" + ",".join(pair)
        ),
        "lags": bars.lags(stats.registration_lag(shown), lang),
        "agenda": build_agenda(events, register, lang, TODAY, LAST),
    }
    return {name: html.fromstring(f"<div>{chart}</div>") for name, chart in made.items()}


def rows(chart):
    """Names and numbers of a chart of bars."""
    return {tr.find("th").text_content(): int(tr.find(".//b").text) for tr in chart.iter("tr")}


def looks(element):
    """The classes of the parts of a bar, in their order."""
    return [piece.get("class").removeprefix("piece ") for piece in element.find_class("piece")]


def column(chart, name):
    """The column with a name."""
    return next(li for li in chart.iter("li") if li.find(".//small").text == name)


@pytest.fixture(scope="module")
def charts(register):
    return {lang: every_chart(register, View(), lang) for lang in LANGUAGES}


@pytest.mark.parametrize(
    "view",
    [
        View(status=("lapsed",)),
        View(years=(2017, 2017)),
        View(territory=("ru-smo-gagarin",)),
        View(kind=("twinning",)),
        View(region=("by-hm",)),
    ],
    ids=str,
)
def test_every_view_has_its_charts(register, view):
    assert all(len(chart) for chart in every_chart(register, view, "ru").values())


def test_no_chart_leads_elsewhere_or_loads_anything(charts):
    for chart in (*charts["ru"].values(), *charts["en"].values()):
        assert {link.get("href")[0] for link in chart.iter("a")} <= {"?"}
        assert not chart.xpath("//script | //img | //@onclick | //@src")


def test_the_columns_of_signings_carry_their_numbers_and_lead_to_their_year(charts):
    busy = column(charts["ru"]["signings"], "2017")
    assert busy.find(".//b").text == "9" and busy.find("a").get("href") == "?years=2017"
    said = "2017: Побратимство: 1, Дружба: 3, Сотрудничество: 3, Отраслевое: 2"
    assert busy.find("a").get("title") == said
    assert looks(busy) == ["kind sectoral", "kind cooperation", "kind friendship", "kind twinning"]
    assert [piece.text for piece in busy.find_class("piece")] == ["2", "3", "3", "1"]
    idle = column(charts["ru"]["signings"], "2003")
    assert idle.find("a") is None and not looks(idle)


def test_kinds_have_the_colours_of_the_map_in_every_chart(register, charts):
    frame = stats.by_code(show(register).listed, "kind")
    names = {kind: kind for kind in frame.kind}
    chart = html.fromstring(bars.bars(frame, names, "ru", colours=settings.KIND_COLOURS))
    for kind, colour in {"twinning": "#CF5000", "friendship": "#22AD84"}.items():
        (row,) = [tr for tr in chart.iter("tr") if tr.find("th").text_content() == kind]
        named = f"--colour:var(--c-{colour[1:]}, {colour});"  # the dark has another one for it
        assert named in row.find_class("in_force")[0].get("style")
        (piece, *_) = charts["ru"]["signings"].find_class(kind)
        assert named in piece.get("style")


def test_the_growth_ends_in_a_range_where_the_register_does_not_decide(register):
    def end(day):
        chart = bars.growth(stats.growth(show(register, on=day).past), "ru")
        return html.fromstring(f"<div>{chart}</div>").xpath("(//li)[last()]")[0]

    assert end(date(2013, 1, 1)).find(".//b").text == "10–16"
    assert looks(end(date(2013, 1, 1))) == ["unknown", "in_force"]
    assert end(None).find(".//b").text == "42" and looks(end(None)) == ["in_force"]


def test_what_is_unknown_is_drawn_between_what_is_in_force_and_what_lapsed(register):
    frame = stats.by_region(show(register, on=date(2013, 1, 1)).listed)
    chart = html.fromstring(bars.bars(frame, {r: r for r in frame.region}, "ru"))
    found = {tr.find("th").text_content(): tr for tr in chart.iter("tr")}
    assert looks(found["by-vi"]) == ["in_force", "unknown"]
    assert "Неизвестно: 5" in found["by-vi"].get("title")
    frame = stats.by_region(show(register, on=date(2024, 1, 1)).listed)
    chart = html.fromstring(bars.bars(frame, {r: r for r in frame.region}, "ru"))
    assert ["in_force", "unknown", "lapsed"] in [looks(tr) for tr in chart.iter("tr")]


def test_the_length_of_a_bar_is_its_share_of_the_longest(charts):
    def width(row):
        styles = [piece.get("style") for piece in row.find_class("piece")]
        return sum(float(style.split("width:")[1].rstrip("%;")) for style in styles)

    lines = list(charts["ru"]["regions"].iter("tr"))
    longest = max(int(row.find(".//b").text) for row in lines)
    for row in lines:
        assert width(row) == pytest.approx(90 * int(row.find(".//b").text) / longest, abs=0.1)


def test_a_bar_is_a_link_by_name_and_by_row_where_it_leads_somewhere(register):
    frame = stats.by_region(show(register).listed)
    names = {region: region for region in frame.region}
    linked = html.fromstring(bars.bars(frame, names, "ru", link=lambda code: f"?region={code}"))
    assert linked.xpath("//tr[1]/th/a/@href") == ["?region=by-vi"]
    assert set(linked.xpath("//tr/@class")) == {"pick"}
    plain = html.fromstring(bars.bars(frame, names, "ru"))
    assert not plain.xpath("//a") and set(plain.xpath("//tr/@class")) == {""}


def test_the_classes_of_days_hold_every_agreement_once(register, charts):
    counts = {
        li.find(".//small").text: li.find(".//b").text for li in charts["ru"]["lags"].iter("li")
    }
    assert list(counts) == ["до 7 дней", "8–30 дней", "31–90 дней", "91–180 дней",
                            "181–365 дней", "больше 365 дней"]  # fmt: skip
    given = len(stats.registration_lag(show(register).listed))
    assert sum(int(n or 0) for n in counts.values()) == given == 17


def test_the_matrix_has_every_tie_with_a_link_to_its_pair(register, charts):
    cells = charts["ru"]["matrix"].find_class("cell")
    ties = select(View(), register).ties
    assert {c.get("href"): int(c.text) for c in cells} == {
        f"?{tie.home},{tie.partner}": tie.n_agreements for tie in ties
    }
    first = next(c for c in cells if c.get("href") == "?ru-smo-smolensk,by-vi-vitebsk")
    assert first.get("title") == "Смоленск — Витебск: 3" and first.get("class") == "go cell n3"


def test_what_is_ahead_has_a_row_for_decisions_first_and_a_mark_for_every_day(register, charts):
    chart = charts["ru"]["agenda"]
    prolongations, anniversaries = chart.find_class("track")
    assert {m.get("class") for m in prolongations} == {"mark prolongation"}
    assert {m.get("class") for m in anniversaries} == {"mark anniversary"}
    events = build_events(register.agreements, TODAY, LAST)
    assert len(prolongations) + len(anniversaries) == len(events)
    (said, *_) = prolongations.xpath("./span/@title")
    assert said == "Починковский — Сенненский. Пролонгация: 05.04.2027, расчётно"


def test_the_many_parties_of_one_agreement_have_one_line(register):
    many = next(a for a in register.agreements if len(a.territories) == 12)
    assert party_line(many, register, "ru", most=1) == "Ельнинский и ещё 5 — Мстиславский и ещё 5"


def test_hostile_names_stay_text(tmp_path):
    register = load_register(hostile_copy(settings.DATA, tmp_path / "data"))
    for lang in LANGUAGES:
        for chart in every_chart(register, View(), lang).values():
            assert not chart.xpath("//script | //img | //svg | //@onload | //@onerror")
    (name, *_) = every_chart(register, View(), "ru")["territories"].xpath("//th")
    assert any(text in name.text_content() for text in HOSTILE)


def test_no_lapsed_agreements_make_a_chart_of_zeros():
    chart = html.fromstring(bars.lapses(LapseCount(0, 0, 0), "ru"))
    assert list(rows(chart).values()) == [0, 0, 0]


def test_the_unknown_have_a_bar_of_their_own():
    chart = html.fromstring(bars.lapses(LapseCount(1, 2, 3, unknown=6), "ru"))
    assert rows(chart)["Преемник в реестре не назван"] == 3
    assert rows(chart)["Неизвестно, утратило ли силу"] == 6
    assert [looks(tr) for tr in chart.iter("tr")] == [
        ["in_force"],
        ["lapsed"],
        ["quiet"],
        ["unknown"],
    ]
