"""
Styles for QGIS, one beside each layer, so that the map looks there as it does here.

QGIS takes a ``.qml`` of a layer's name by itself. Every feature falls under one rule: a shade, a
point, or a line of the kind and the standing; rules, colours, widths and dashes are `geo.map.look`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from xml.etree import ElementTree

from geo.history import Standing
from geo.map.look import LOOK, Pen
from geo.sources.imprint import Imprint
from geo.territories import Side
from geo.text import capital, t

_HEAD = '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">\n'
_NOTHING = "n_in_force = 0 AND n_unknown {} 0"


@dataclass(frozen=True)
class StyleRule:
    """What features are drawn how: a filter, its name in the legend, layers of a symbol."""

    filter: str
    label: str
    kind: str
    layers: Sequence[tuple[str, dict[str, str]]]


def styles(imprint: Imprint, lang: str) -> dict[str, str]:
    """Return the style of every layer by the name of its file."""
    sides = {country: Side.PARTNER for country in imprint.partners} | {imprint.country: Side.HOME}
    rules = {
        **{
            path.removesuffix(".geojson"): _areas(sides[country], lang)
            for country, path in imprint.layers.items()
        },
        "places": [_points(lang)],
        "ties": list(_ties(lang)),
        "agreements": list(_agreements(lang)),
    }
    return {f"{name}.qml": _document(found) for name, found in rules.items()}


def _areas(side: Side, lang: str) -> list[StyleRule]:
    """Return the shades of a side: by agreements in force, and where nobody can say."""
    unknown = t("standing.unknown", lang)
    found = [StyleRule(_NOTHING.format(">"), capital(unknown), "fill", [_area(LOOK.unknown_shade)])]
    for level, (low, above) in enumerate(pairwise((0, *LOOK.breaks, None))):
        high = above - 1 if above else None
        test = f"n_in_force >= {low}" + (f" AND n_in_force <= {high}" if high is not None else "")
        test = _NOTHING.format("=") if level == 0 else test
        label = f"{low}" if high == low else f"{low}–{high}" if high is not None else f"≥ {low}"
        shade = LOOK.shades[side][level]
        found.append(
            StyleRule(test, f"{t('column.n_in_force', lang)}: {label}", "fill", [_area(shade)])
        )
    return found


def _area(shade: str) -> tuple[str, dict[str, str]]:
    return "SimpleFill", {"color": _colour(shade), "style": "solid", **_outline(LOOK.district)}


def _outline(pen: Pen) -> dict[str, str]:
    return {
        "outline_color": _colour(pen.colour),
        "outline_width": f"{pen.width:g}",
        "outline_width_unit": "Pixel",
    }


def _points(lang: str) -> StyleRule:
    look = {
        "name": "circle",
        "color": _colour(LOOK.colours["white"]),
        **_outline(LOOK.point),
        "size": f"{2 * LOOK.radius(1):g}",
        "size_unit": "Pixel",
    }
    return StyleRule(
        "n_agreements > 0", t("column.territory", lang), "marker", [("SimpleMarker", look)]
    )


def _ties(lang: str) -> Iterable[StyleRule]:
    tests = {
        Standing.IN_FORCE: "n_in_force > 0",
        Standing.UNKNOWN: _NOTHING.format(">"),
        Standing.LAPSED: _NOTHING.format("="),
    }
    for how, test in tests.items():
        label = capital(t(f"standing.{how}", lang))
        yield StyleRule(test, label, "line", _lines(LOOK.of_standing(how)))


def _agreements(lang: str) -> Iterable[StyleRule]:
    for kind in LOOK.kinds:
        for how, dash in LOOK.dashes.items():
            label = f"{t(f'kind.{kind}', lang)} · {t(f'standing.{how}', lang)}"
            pen = replace(LOOK.tie.plain.of(kind), dash=dash)
            yield StyleRule(f"kind = '{kind}' AND status = '{how}'", label, "line", _lines(pen))


def _lines(pen: Pen) -> list[tuple[str, dict[str, str]]]:
    """Return the lines that a pen draws: one, or two with a gap between them."""
    width = (pen.width - pen.gap) / 2 if pen.gap else pen.width
    offsets = (-(pen.gap + width) / 2, (pen.gap + width) / 2) if pen.gap else (0.0,)
    return [
        (
            "SimpleLine",
            {
                "line_color": _colour(pen.colour, pen.alpha),
                "line_width": f"{width:.3g}",
                "line_width_unit": "Pixel",
                "offset": f"{offset:.3g}",
                "offset_unit": "Pixel",
                "use_custom_dash": "1" if pen.dash else "0",
                "customdash": ";".join(f"{part:g}" for part in pen.dash) or "5;2",
                "customdash_unit": "Pixel",
                "capstyle": "flat" if pen.dash else "round",
            },
        )
        for offset in offsets
    ]


def _colour(colour: str, alpha: float = 1.0) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{round(alpha * 255)}"


def _document(rules: Sequence[StyleRule]) -> str:
    root = ElementTree.Element("qgis", version="3.22", styleCategories="Symbology")
    renderer = ElementTree.SubElement(root, "renderer-v2", type="RuleRenderer", symbollevels="0")
    listed = ElementTree.SubElement(renderer, "rules", key="root")
    symbols = ElementTree.SubElement(renderer, "symbols")
    for place, rule in enumerate(rules):
        shared = {"key": f"rule-{place}", "symbol": str(place), "label": rule.label}
        ElementTree.SubElement(listed, "rule", {**shared, "filter": rule.filter})
        symbol = ElementTree.SubElement(
            symbols, "symbol", type=rule.kind, name=str(place), alpha="1"
        )
        for kind, look in rule.layers:
            layer = {"class": kind, "enabled": "1", "pass": "0", "locked": "0"}
            drawn = ElementTree.SubElement(symbol, "layer", layer)
            options = ElementTree.SubElement(drawn, "Option", type="Map")
            for name, value in look.items():
                told = {"name": name, "value": value, "type": "QString"}
                ElementTree.SubElement(options, "Option", told)
    ElementTree.indent(root)
    return f"{_HEAD}{ElementTree.tostring(root, encoding='unicode')}\n"
