"""The look: one place for widths, dashes and colours, which the browser, paper and slides read."""

import json
import re
from dataclasses import fields
from itertools import combinations

import pytest

from geo import settings
from geo.history import Standing
from geo.map.look import LOOK, Pen, TiePens

DRAWERS = (
    *sorted((settings.ASSETS).glob("ties-*.js")),
    *sorted((settings.ROOT / "geo" / "exports" / "drawing").glob("*.py")),
    *sorted((settings.ROOT / "geo" / "exports" / "paper").glob("*.*")),
    *(settings.ROOT / "geo" / "exports" / "slides" / f"{name}.py"
      for name in ("map", "legend")),
    *(path for path in sorted((settings.ROOT / "geo" / "map").glob("*.py"))
      if path.name not in ("look.py", "shell.py")),
)  # fmt: skip


@pytest.mark.parametrize("path", DRAWERS, ids=lambda path: path.name)
def test_who_draws_the_map_names_no_colour_width_or_dash(path):
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9A-Fa-f]{6}\b", text)
    assert not re.findall(r"\b(?:weight|dashArray|radius): [\"'0-9.]+", text)
    assert not re.findall(r"\b(?:dash|width|alpha)=\(?[0-9]+\.[0-9]", text)


def test_the_browser_gets_the_whole_look(network):
    told = json.loads(json.dumps(network.content["look"]))
    assert set(told) == {field.name for field in fields(LOOK)} | {"samples"}
    assert told["dashes"] == {"in_force": [], "lapsed": [6.0, 5.0], "unknown": [1.5, 4.0]}
    assert told["tie"]["plain"] == {"width": 2.2, "alpha": 0.92, "colour": "", "dash": [], "gap": 0}
    assert told["kinds"]["twinning"] == "#CF5000"


def test_standings_are_told_apart_by_their_dashes():
    dashes = [LOOK.dashes[how] for how in (Standing.IN_FORCE, Standing.LAPSED, Standing.UNKNOWN)]
    assert len(set(dashes)) == 3 and dashes[0] == ()


def test_what_is_in_focus_is_never_weaker_than_what_is_not():
    for pens in (LOOK.tie, LOOK.crowd):
        assert isinstance(pens, TiePens)
        assert pens.plain.width < pens.lit.width < pens.pointed.width
        assert pens.plain.alpha * LOOK.faded < pens.plain.alpha < pens.lit.alpha <= 1


def test_the_state_border_is_the_strongest_and_no_border_has_the_colour_of_a_kind():
    borders = [LOOK.neighbour, LOOK.region, LOOK.outer, LOOK.state]
    widths = [pen.width for pen in borders]
    assert widths == sorted(widths)
    pens = [value for value in vars(LOOK).values() if isinstance(value, Pen)]
    assert not {pen.colour for pen in pens} & set(LOOK.kinds.values())


def lightness(colour: str) -> float:
    """L* of a colour (CIE 1976), with the plain gamma of 2.2."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    y = 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2
    return 116 * y ** (1 / 3) - 16


def test_kinds_differ_in_lightness():
    shades = [lightness(colour) for colour in LOOK.kinds.values()]
    assert min(abs(a - b) for a, b in combinations(shades, 2)) > 10


def test_kinds_are_told_apart_without_colour():
    """Two have double lines, and of two alike in that one is far darker than the other."""
    pens = {kind: LOOK.of_kind(kind) for kind in LOOK.kinds}
    assert {kind for kind, pen in pens.items() if pen.gap} == {"twinning", "sectoral"}
    for one, other in combinations(pens.values(), 2):
        if bool(one.gap) == bool(other.gap):
            assert abs(lightness(one.colour) - lightness(other.colour)) > 20


def test_hairlines_are_never_double():
    for pen in (LOOK.crowd.plain, LOOK.crowd.lit, LOOK.alone):
        assert not pen.of("twinning").gap


def test_shades_have_their_bounds():
    assert [LOOK.level(n) for n in (0, 1, 2, 3, 4, 6, 7, 99)] == [0, 1, 2, 2, 3, 3, 4, 4]


def test_the_area_of_a_point_grows_with_agreements_up_to_a_limit():
    assert LOOK.radius(1) == 4
    assert LOOK.radius(4) == 8
    assert LOOK.radius(400) == 14
    # A number has room in the smallest point that holds one.
    assert LOOK.radius(LOOK.numbered) >= 7


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it, with the plain gamma of 2.2."""
    light, dark = sorted(((lightness(colour) + 16) / 116 for colour in (one, other)), reverse=True)
    return (light**3 + 0.05) / (dark**3 + 0.05)


def test_every_colour_has_another_in_the_dark_that_can_be_read_and_told_apart():
    look = LOOK.to_json()
    dark = look.pop("dark")
    assert set(dark) == set(re.findall(r"#[0-9A-F]{6}", json.dumps(look)))
    assert len(set(dark.values())) > len(dark) - 3
    ground = dark[LOOK.colours["white"]]
    for name in ("text", "rim", "note", "credit", "quiet"):
        assert contrast(dark[LOOK.colours[name]], ground) > 4.5, name
    kinds = [dark[colour] for colour in LOOK.kinds.values()]
    shades = [dark[colour] for side in LOOK.shades.values() for colour in side]
    assert min(contrast(kind, shade) for kind in kinds for shade in (ground, *shades)) > 2
    assert min(abs(lightness(a) - lightness(b)) for a, b in combinations(kinds, 2)) > 5
    for side in LOOK.shades.values():
        assert [lightness(dark[c]) for c in side] == sorted(lightness(dark[c]) for c in side)
    alike = [kind for kind in LOOK.kinds if kind in LOOK.double]
    single = [kind for kind in LOOK.kinds if kind not in LOOK.double]
    for pair in (alike, single):
        one, other = (lightness(dark[LOOK.kinds[kind]]) for kind in pair)
        assert abs(one - other) > 12


def test_the_more_lines_show_the_thinner_they_are_and_the_legend_shows_them_so():
    pens = [LOOK.plain(n) for n in (1, 300, 301, 2_000, 2_001, 10_000)]
    assert [pen.width for pen in pens] == [2.2, 2.2, 1.2, 1.2, 0.8, 0.8]
    assert [pen.alpha for pen in pens] == sorted((pen.alpha for pen in pens), reverse=True)
    dashes = [LOOK.of_standing(Standing.LAPSED, n).dash for n in (0, 301, 2_001)]
    assert dashes == [(6.0, 5.0), (6.0, 5.0), ()]
    assert LOOK.standing_as(Standing.LAPSED, LOOK.crowd.plain).dash == (6.0, 5.0)
