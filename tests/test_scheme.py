"""The scheme: every tie can be followed from end to end, and few lines cross."""

import random
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from geo.agreements import Kind, Register, Status
from geo.charts.scheme import Order, build_order, build_scheme
from geo.map.look import LOOK
from geo.territories import Territories
from geo.ties import agreement_pairs
from tests.conftest import show

SVG = "{http://www.w3.org/2000/svg}"
SIX_BY_SIX = "2008-04-02-d-b664d4"


def drawn(shown):
    return ElementTree.fromstring(build_scheme(shown))


def lines(svg, *, faded=None):
    """The lines of a drawing as (keys, ends), those that are faded or not only if asked."""
    return [
        (frozenset(line.get("data-keys").split()), tuple(line.get("data-ends").split()))
        for line in svg.iter(f"{SVG}g")
        if line.get("data-keys") and (faded is None or ("faded" in line.get("class")) == faded)
    ]


def test_every_tie_of_every_agreement_can_be_followed_from_end_to_end(register):
    found = lines(drawn(show(register)))
    for agreement in register.agreements:
        for home, partner in agreement_pairs(agreement, register.territories):
            ends = [e for keys, e in found if {agreement.id, home, partner} <= keys]
            assert {code for end in ends for code in end} == {home, partner}


def test_an_agreement_of_many_parties_is_a_node_with_a_line_to_each(register):
    own = [ends for keys, ends in lines(drawn(show(register))) if SIX_BY_SIX in keys]
    assert sorted(own) == sorted((code,) for code in register.by_id[SIX_BY_SIX].territories)


def test_a_line_ends_where_its_places_stand(register):
    svg = drawn(show(register))
    dots = {
        name.get("data-place"): (float(dot.get("cx")), float(dot.get("cy")))
        for name in svg.iter(f"{SVG}a")
        for dot in name.iter(f"{SVG}circle")
    }
    for line in svg.iter(f"{SVG}g"):
        if not line.get("data-ends"):
            continue
        path = line.find(f"{SVG}path").get("d")
        x1, y1, *_, x2, y2 = map(float, re.findall(r"[\d.]+", path))
        for code in line.get("data-ends").split():
            assert dots[code] in ((x1, y1), (x2, y2))


def test_the_order_cuts_crossings_to_a_fifth_of_those_by_name(register):
    order = build_order(show(register))

    def by_name(codes):
        return tuple(sorted(codes, key=lambda code: register.territories[code].short("ru")))

    named = Order(by_name(order.homes), by_name(order.partners), order.pairs, order.nodes)
    assert order.crossings * 5 < named.crossings
    assert {*order.homes, *order.partners} == set(order.place)


def test_crossings_are_those_that_can_be_counted_one_by_one():
    luck = random.Random(7)
    for _ in range(50):
        homes, partners = tuple("abcde"), tuple("vwxyz")
        pairs = tuple((luck.choice(homes), luck.choice(partners)) for _ in range(12))
        order = Order(homes, partners, pairs, ())
        counted = sum(
            (homes.index(a) - homes.index(c)) * (partners.index(b) - partners.index(d)) < 0
            for n, (a, b) in enumerate(pairs)
            for c, d in pairs[:n]
        )
        assert order.crossings == counted


@pytest.mark.parametrize(
    "view",
    [
        {},
        {"focus": ("ru-smo-khislavichsky",)},
        {"focus": ("by-ma",)},
        {"focus": (SIX_BY_SIX,)},
        {"focus": ("ru-smo-khislavichsky", "by-ma-chavusy"), "kind": (Kind.COOPERATION,)},
        {"status": (Status.LAPSED,), "lang": "en"},
        {"since": "2024"},
        {"q": "nothing at all"},
    ],
    ids=str,
)
def test_what_is_lit_is_what_the_view_lights(register, view):
    if "since" in view:
        view = {"since": register.newest.replace(year=2024)}
    shown = show(register, **view)
    svg = drawn(shown)
    lit = {id_ for keys, _ in lines(svg, faded=False) for id_ in keys & shown.listed.ids}
    assert lit == shown.lit.ids
    names = {
        name.get("data-place") for name in svg.iter(f"{SVG}a") if "faded" not in name.get("class")
    }
    wanted = {code for tie in shown.lit.ties for code in (tie.home, tie.partner)}
    assert names == wanted


def test_the_legend_counts_what_is_lit_and_lines_wear_the_colours_of_the_map(register):
    shown = show(register, focus=("ru-smo-khislavichsky",))
    svg = drawn(shown)
    texts = [text.text for text in svg.iter(f"{SVG}text")]
    assert {"Дружба 1", "Сотрудничество 2", "Отраслевое 1"} <= set(texts)
    strokes = {path.get("stroke") for path in svg.iter(f"{SVG}path")}
    assert strokes <= {*LOOK.kinds.values(), "#FFFFFF", LOOK.colours["note"]}


def test_a_hostile_name_is_cut_and_escaped(tiny_register):
    hostile = "<script>alert(1)</script> & \x00 " + "я" * 300
    known = tiny_register.territories
    named = replace(known["by-vi-vitebsk"], short_ru=hostile)
    territories = Territories([*known.values(), named], known.imprint)
    svg = drawn(show(Register(tiny_register.agreements, territories)))
    said = [text.text for text in svg.iter(f"{SVG}text") if "<script>" in (text.text or "")]
    assert len(said) == 1 and len(said[0]) < 40


def test_on_a_phone_the_scheme_is_as_wide_as_the_screen_and_has_every_line(register):
    wide, narrow = (
        ElementTree.fromstring(build_scheme(show(register), narrow=narrow))
        for narrow in (False, True)
    )
    assert lines(narrow) == lines(wide)
    left, top, width, height = map(float, narrow.get("viewBox").split())
    assert width < 440  # names are as large as in print on a screen of 390 pixels
    ends = [float(circle.get("cx")) for circle in narrow.iter(f"{SVG}circle")]
    assert left < min(ends) and max(ends) < width
    words = [float(text.get("y")) for text in narrow.iter(f"{SVG}text")]
    assert top < min(words) and max(words) < height
