"""
Styles for QGIS, one beside each layer, so that the map looks there as it does here.

QGIS takes a ``.qml`` of a layer's name by itself. Every feature falls under one rule: a shade, a
point, or a line of the kind and the standing; rules, colours, widths and dashes are `geo.map.look`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from geo.history import Standing
from geo.map.look import LOOK, Pen
from geo.sources.imprint import Imprint
from geo.templates import filled
from geo.territories import Side
from geo.text import capital, t

_NOTHING = "n_in_force = 0 AND n_unknown {} 0"


@dataclass(frozen=True)
class StyleRule:
    """
    What features are drawn how: a filter, its name in the legend, a kind of symbol.

    `drawn` is the colour of a ``fill``, the radius of a ``marker``, or the pen of a ``line``.
    """

    filter: str
    label: str
    kind: str
    drawn: str | float | Pen


def styles(imprint: Imprint, lang: str) -> dict[str, str]:
    """Return the style of every layer by the name of its file."""
    sides = {country: Side.PARTNER for country in imprint.partners} | {imprint.country: Side.HOME}
    rules = {
        **{
            path.removesuffix(".geojson"): _areas(sides[country], lang)
            for country, path in imprint.layers.items()
        },
        "places": [
            StyleRule("n_agreements > 0", t("column.territory", lang), "marker", LOOK.radius(1))
        ],
        "ties": list(_ties(lang)),
        "agreements": list(_agreements(lang)),
    }
    return {
        f"{name}.qml": filled("exports/qml.xml", "document", found, LOOK, _colour)
        for name, found in rules.items()
    }


def _areas(side: Side, lang: str) -> list[StyleRule]:
    """Return the shades of a side: by agreements in force, and where nobody can say."""
    unknown = t("standing.unknown", lang)
    found = [StyleRule(_NOTHING.format(">"), capital(unknown), "fill", LOOK.unknown_shade)]
    for level, (low, above) in enumerate(pairwise((0, *LOOK.breaks, None))):
        high = above - 1 if above else None
        test = f"n_in_force >= {low}" + (f" AND n_in_force <= {high}" if high is not None else "")
        test = _NOTHING.format("=") if level == 0 else test
        label = f"{low}" if high == low else f"{low}–{high}" if high is not None else f"≥ {low}"
        label = f"{t('column.n_in_force', lang)}: {label}"
        found.append(StyleRule(test, label, "fill", LOOK.shades[side][level]))
    return found


def _ties(lang: str) -> Iterable[StyleRule]:
    tests = {
        Standing.IN_FORCE: "n_in_force > 0",
        Standing.UNKNOWN: _NOTHING.format(">"),
        Standing.LAPSED: _NOTHING.format("="),
    }
    for how, test in tests.items():
        label = capital(t(f"standing.{how}", lang))
        yield StyleRule(test, label, "line", LOOK.of_standing(how))


def _agreements(lang: str) -> Iterable[StyleRule]:
    for kind in LOOK.kinds:
        for how, dash in LOOK.dashes.items():
            label = f"{t(f'kind.{kind}', lang)} · {t(f'standing.{how}', lang)}"
            pen = replace(LOOK.tie.plain.of(kind), dash=dash)
            yield StyleRule(f"kind = '{kind}' AND status = '{how}'", label, "line", pen)


def _colour(colour: str, alpha: float = 1.0) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{round(alpha * 255)}"
