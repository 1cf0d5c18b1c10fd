"""Charts: valid specifications of plain text, readable without colour, with no English words."""

import json
import re
from datetime import date
from itertools import pairwise

import pytest

from geo import findings, settings, stats
from geo.agreements import load_register
from geo.charts import bars
from geo.charts.agenda import agenda
from geo.charts.matrix import matrix
from geo.events import build_events
from geo.shown import Shown, select
from geo.succession import LapseCount, count_lapsed
from geo.text import LANGUAGES
from geo.view import View
from tests.conftest import show
from tests.hostile import hostile_copy

TODAY = date(2026, 11, 22)
LAST = date(2028, 11, 22)


def every_chart(register, view, lang, *, validate=True):
    """All the charts of a view that has agreements, by name."""
    seen = Shown(view, register, TODAY)
    shown = seen.listed
    name = findings.territory_name(register, lang)
    regions = stats.by_region(shown)
    territories = stats.by_territory(shown)
    lags = stats.registration_lag(shown)
    events = build_events(shown.agreements, TODAY, LAST)
    made = {
        "signings": bars.signings(stats.signings_by_year(shown), lang),
        "growth": bars.growth(stats.growth(shown), lang),
        "regions": bars.bars(regions, "region", {r: r for r in regions.region}, lang),
        "territories": bars.bars(
            territories, "territory", {c: name(c) for c in territories.territory}, lang
        ),
        "lapsed": bars.lapses(count_lapsed(seen, seen.past), lang),
        "matrix": matrix(stats.matrix(shown), register, lang),
    }
    if len(lags):
        made["lags"] = bars.lags(lags, register.by_id, register, lang)
    if events:
        made["agenda"] = agenda(events, register, lang, TODAY, LAST)
    return {name: chart.to_dict(validate=validate) for name, chart in made.items()}


def encodings(spec):
    """Every encoding of a chart's layers."""
    return [layer.get("encoding", {}) for layer in spec.get("layer", [spec])]


@pytest.fixture(scope="module")
def specs(register):
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
def test_every_view_has_valid_charts(register, view):
    for spec in every_chart(register, view, "ru").values():
        assert json.dumps(spec)


def test_no_chart_leads_elsewhere_or_loads_anything(specs):
    for spec in (*specs["ru"].values(), *specs["en"].values()):
        for encoding in encodings(spec):
            assert not {"href", "url"} & set(encoding)
        assert not re.search(r'"(href|url)"', json.dumps({**spec, "datasets": {}}))


def test_no_chart_has_an_action_menu_and_all_have_our_font(specs):
    for spec in specs["ru"].values():
        assert spec["usermeta"]["embedOptions"]["actions"] is False
        assert spec["config"]["font"].startswith("PT Sans")
        assert spec["config"]["locale"]["number"]["decimal"] == ","


def test_russian_charts_have_no_english_words_in_their_titles(specs):
    def titles(node):
        if isinstance(node, dict):
            found = [node["title"]] if isinstance(node.get("title"), str) else []
            return found + [t for value in node.values() for t in titles(value)]
        return [t for value in node for t in titles(value)] if isinstance(node, list) else []

    for spec in specs["ru"].values():
        assert not [text for text in titles(spec) if re.search("[A-Za-z]", text)]


def test_every_axis_title_and_tooltip_is_named_by_us(specs):
    for spec in specs["ru"].values():
        for encoding in encodings(spec):
            assert all("title" in field for field in encoding.get("tooltip", []))


def test_the_columns_of_signings_carry_their_numbers(register, specs):
    data = [row for rows in specs["ru"]["signings"]["datasets"].values() for row in rows]
    totals = [row for row in data if "kind" not in row]
    assert {row["year"]: row["n"] for row in totals}[2017] == 9
    pieces = [row for row in data if row.get("year") == 2017 and "kind" in row]
    assert [row["number"] for row in pieces] == ["1", "3", "3", "2"]


def test_the_growth_ends_in_a_range_where_the_register_does_not_decide(register):
    def end(day):
        frame = stats.growth(show(register, on=day).past)
        return json.dumps(bars.growth(frame, "ru").to_dict(), ensure_ascii=False)

    assert '"range": "10–16"' in end(date(2013, 1, 1))
    assert '"range": "42"' in end(None) and '"range": "42–' not in end(None)


def test_the_line_of_the_growth_breaks_off_where_the_register_decides(specs):
    for layer in specs["ru"]["growth"]["layer"][:2]:  # the band and the dashed line
        assert layer["encoding"]["detail"]["field"] == "piece"
    rows = [row for rows in specs["ru"]["growth"]["datasets"].values() for row in rows]
    assert {row["piece"] for row in rows if row["year"] < 2026} == {0}
    assert {row["piece"] for row in rows if row["year"] == 2026} == {1}


def test_what_is_unknown_is_drawn_between_what_is_in_force_and_what_lapsed(register):
    frame = stats.by_region(show(register, on=date(2013, 1, 1)).listed)
    spec = bars.bars(frame, "region", {r: r for r in frame.region}, "ru").to_dict()
    _, unknown, in_force, _ = spec["layer"]
    assert unknown["mark"]["fill"] == "#F2DC8A" and unknown["mark"]["strokeDash"] == [1.5, 2]
    assert unknown["encoding"]["x"]["field"] == in_force["encoding"]["x"]["field"] == "n_in_force"
    assert unknown["encoding"]["x2"]["field"] == "n_possible"
    said = [field["title"] for field in unknown["encoding"]["tooltip"]]
    assert "Неизвестно" in said
    rows = [row for rows in spec["datasets"].values() for row in rows]
    found = {row["label"]: (row["n_in_force"], row["n_unknown"], row["n_lapsed"]) for row in rows}
    assert found["by-vi"][1:] == (5, 0) and found["by-ma"][1:] == (1, 0)


def test_kinds_differ_without_colour():
    def lightness(colour):
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    fills = settings.KIND_COLOURS | settings.LIGHT_FILLS
    levels = sorted(map(lightness, fills.values()))
    assert min(b - a for a, b in pairwise(levels)) > 30


def test_what_has_lapsed_is_an_outline_with_dashes(specs):
    lapsed = specs["ru"]["regions"]["layer"][0]["mark"]
    assert lapsed["fill"] == "#FFFFFF" and lapsed["strokeDash"]


def test_prolongations_and_anniversaries_differ_in_shape(specs):
    shape = specs["ru"]["agenda"]["layer"][0]["encoding"]["shape"]
    assert shape["scale"]["range"] == ["diamond", "circle"]


def test_two_territories_of_one_name_have_two_rows(register):
    frame = stats.by_territory(select(View(), register)).head(2)
    names = dict.fromkeys(frame.territory, "Смоленск")
    spec = bars.bars(frame, "territory", names, "ru").to_dict()
    rows = {row["name"] for rows in spec["datasets"].values() for row in rows}
    assert len(rows) == 2


def test_the_many_parties_of_one_agreement_have_one_line(register):
    many = next(a for a in register.agreements if len(a.territories) == 12)
    assert bars.pair_label(many, register, "ru") == "Ельнинский и ещё 5 — Мстиславский и ещё 5"


def test_hostile_names_stay_data_of_one_line(tmp_path):
    register = load_register(hostile_copy(settings.DATA, tmp_path / "data"))
    for lang in LANGUAGES:
        for spec in every_chart(register, View(), lang, validate=False).values():
            text = json.dumps(spec, ensure_ascii=False)
            assert "\u2028" not in text and "\u2029" not in text
            code = json.dumps({**spec, "datasets": {}}, ensure_ascii=False)
            for expression in re.findall(r'"(?:labelExpr|filter|test)": "([^"]*)"', code):
                assert "hacked" not in expression


def test_no_lapsed_agreements_make_a_chart_of_zeros():
    spec = bars.lapses(LapseCount(0, 0, 0), "ru").to_dict()
    assert [row["n"] for rows in spec["datasets"].values() for row in rows] == [0, 0, 0]


def test_the_unknown_have_a_bar_of_their_own():
    spec = bars.lapses(LapseCount(1, 2, 3, unknown=6), "ru").to_dict()
    rows = {row["label"]: row["n"] for rows in spec["datasets"].values() for row in rows}
    assert rows["Преемник в реестре не назван"] == 3
    assert rows["Неизвестно, утратило ли силу"] == 6
