"""
The interactive map as one HTML file that works from a USB stick: nothing is requested anywhere.

The scripts and styles of the map are the app's own. There is no server behind the file, so what
the filters do is worked out beforehand, by the same functions: which values of which filter an
agreement has (`geo.map.content`), how every line stands at the end of every year, and which words
find what. The browser only combines these lists. Register text travels as JSON in blocks that no
script runs, and the browser sets it as text; a policy in the file forbids every request and every
other script.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from geo import settings
from geo.agreements import Agreement, Register
from geo.card import facts, form_and_day, hideable, pair_names, short_number
from geo.exports.material import Material
from geo.map import shell
from geo.map.network import LINE_STATE, Network, line_digits, view_payload, year_ends
from geo.search import build_index
from geo.shown import Shown, focus_keys, select
from geo.sources import sources_of
from geo.templates import filled
from geo.text import LANGUAGES, format_date, load_texts, t
from geo.view import LISTS, View, caption, choices, label

SCRIPTS = (*shell.SCRIPTS, "standalone")
"""Our scripts in the order they must run in; Leaflet comes before them."""

_POLICY = (
    "default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; font-src data:; "
    "img-src data:; base-uri 'none'; form-action 'none'"
)


def to_html(material: Material, links: Mapping[str, str] | None = None) -> bytes:
    """
    Return a view as a page that can be filtered, searched and played without a server.

    It opens as the view has it: language, filters, day and focus. `links` are kinds of files beside
    it, by name. The same view of the same register on the same day gives the same bytes.

    AssetError if Leaflet or a file of ``geo/assets`` is not installed.
    """
    scripts = [script.decode() for script in shell.read_scripts(*SCRIPTS)]
    blocks = [
        _data_block("network-data", material.network.content),
        _data_block("page-data", _page(material)),
        *(f"<script>{script}</script>" for script in scripts),
    ]
    made, policy = _made(material, material.lang), " ".join(map(_script_hash, scripts))
    parts = (
        material.shown,
        links or {},
        made,
        _POLICY.format(hashes=policy),
        _styles(),
        "\n".join(blocks),
    )
    return filled("assets/standalone.html", "page", *parts).encode("utf-8", "replace")


# --- the file -------------------------------------------------------------------------------------


def _read(name: str) -> str:
    return shell.read_asset(settings.ASSETS / f"standalone.{name}").decode("utf-8")


def _data_block(name: str, value: object) -> str:
    """Return a value as JSON that HTML cannot take for anything else."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f'<script type="application/json" id="{name}">{text}</script>'


def _script_hash(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _styles() -> str:
    """Return all styles with the fonts inside."""
    styles = f"{shell.map_styles()}\n{_read('css')}"
    return re.sub(r'url\("(fonts/[\w-]+\.woff2)"\)', _font, styles)


def _font(match: re.Match) -> str:
    packed = base64.b64encode((settings.ASSETS / match[1]).read_bytes()).decode()
    return f'url("data:font/woff2;base64,{packed}")'


# --- what the page's script needs -----------------------------------------------------------------


def _page(material: Material) -> dict:
    """Return what was worked out for the browser, besides the network."""
    register, network = material.register, material.network
    frames, tieless = year_ends(material.shown), select(View(), register).tieless
    days = [None, *dict.fromkeys([*frames, *filter(None, (material.view.on,))])]
    told = {
        lang: [replace(material.shown, view=View(lang, on=day)) for day in days]
        for lang in LANGUAGES
    }
    lists = _Lists()
    places = {one.id: place for place, one in enumerate(register.agreements)}
    return {
        "start": _start(material),
        "discreet": material.shown.discreet,
        "years": register.years,
        "today": material.today.isoformat(),
        "frames": [day.isoformat() for day in frames],
        "days": {
            _iso(day): {lang: format_date(day, lang) for lang in LANGUAGES}
            for day in (*days, material.view.since)
        },
        "labels": {
            lang: {
                name: {code: label(name, code, register, lang) for code in known}
                for name, known in choices(register, lang).items()
            }
            for lang in LANGUAGES
        },
        "standings": {
            _iso(day): _standings(material.seen(View(on=day)).shown, network, tieless)
            for day in days
        },
        "tieless": [
            [places[one.id], sorted(focus_keys(one, one.territories, register))] for one in tieless
        ],
        "search": build_index(register).tables,
        "agreements": [_agreement(a, material, told, lists) for a in register.agreements],
        "facts": list(lists.facts),
        "strings": list(lists.strings),
        "lengths": [tie.length_km and round(tie.length_km) for tie in network.ties],
        "sources": _sources(material.register),
        "texts": {lang: _texts(material, lang) for lang in LANGUAGES},
        "words": {lang: register.words(lang) for lang in LANGUAGES},
    }


def _standings(shown: Shown, network: Network, tieless: Iterable[Agreement]) -> str:
    """Return how every line stands on the day of a view, a digit each; then what has no line."""
    own = {one.id: LINE_STATE[shown.standing(one)] for one in shown.listed.tieless}
    digits = (*line_digits(shown, network), *(own.get(one.id, 0) for one in tieless))
    return "".join(map(str, digits))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _start(material: Material) -> dict:
    """Return the view as the script's state."""
    view = material.view
    payload = view_payload(material.shown, material.network)
    return {
        "lang": view.lang,
        "years": view.years or material.register.years,
        **{name: getattr(view, name) for name in LISTS},
        "q": view.q,
        "on": _iso(view.on),
        "since": _iso(view.since),
        "spot": payload.get("spot"),
        "focus": view.focus,
    }


@dataclass
class _Lists:
    """
    What many agreements and days have in common, kept once and called by its place.

    A fact is label and text, both in `strings`, and whether it is left out before the partners.
    """

    strings: dict[str, int] = field(default_factory=dict)
    facts: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def fact(self, name: str, text: str, *, hidden: bool) -> int:
        """Return the place of a fact."""
        label, words = (self.strings.setdefault(one, len(self.strings)) for one in (name, text))
        return self.facts.setdefault((label, words, int(hidden)), len(self.facts))


def _agreement(
    agreement: Agreement, material: Material, told: dict[str, list[Shown]], lists: _Lists
) -> dict:
    """
    Return what panel and table say of an agreement.

    `facts` are those of every day that the page can show, each different list once, and `told` says
    which list belongs to which day: what came later is not said of a day.
    """
    hidden = {lang: hideable(lang) for lang in told}
    by_day = {
        lang: [
            tuple(lists.fact(*one, hidden=one[0] in hidden[lang]) for one in facts(agreement, day))
            for day in own
        ]
        for lang, own in told.items()
    }
    versions = {lang: list(dict.fromkeys(own)) for lang, own in by_day.items()}
    return {
        "signed_on": _iso(agreement.signed_on),
        "title": agreement.title,
        "number": {lang: short_number(agreement, lang) for lang in LANGUAGES},
        "name": {lang: form_and_day(agreement, lang) for lang in LANGUAGES},
        "sides": {lang: pair_names(agreement, material.register, lang) for lang in LANGUAGES},
        "parties": [material.network.places[code] for code in agreement.territories],
        "facts": versions,
        "told": {lang: [*map(versions[lang].index, own)] for lang, own in by_day.items()},
    }


def _sources(register: Register) -> list[dict]:
    """Return attribution and licences of every source once."""
    rows: dict[str, dict] = {}
    for source in sources_of(register.territories.imprint):
        licences = [f"{one['title']}: {one['path']}" for one in source["licenses"]]
        rows.setdefault(
            source["attribution"]["en"],
            {"attribution": source["attribution"], "licences": licences},
        )
    return list(rows.values())


def _texts(material: Material, lang: str) -> dict:
    """Return the texts that the page's script asks for, with placeholders left for it."""
    script = _read("js")
    whole = set(re.findall(r'"([a-z]+\.[a-z_]+)"', script))
    begun = tuple(re.findall(r"`([a-z]+\.[a-z_]*)\$\{", script))
    texts: dict[str, object] = {
        key: text[lang]
        for key, text in load_texts().items()
        if key in whole or key.startswith(begun)
    }
    everything = View(lang, side=material.view.side)
    shown = replace(material.shown, view=View(lang))
    return texts | {
        "caption.everything": caption(everything, material.register),
        "title": shown.titled(),
        "stamp": shown.dated,
        "made": _made(material, lang),
    }


# --- the words of the head, as the script writes them afterwards ----------------------------------


def _made(material: Material, lang: str) -> str:
    """Return when and from which filters the file was made, whatever it shows now."""
    shown = replace(material.shown, view=replace(material.view, lang=lang))
    day = format_date(material.today, lang)
    made = t("web.made", lang, day=day, caption=shown.about)
    limits = [t("shown.discreet", lang)] if shown.discreet else []
    return " ".join((made, t("shown.read", lang), *limits))
