"""Chains of agreements that replaced each other: stated steps solid, inferred ones dotted."""

import html
from itertools import zip_longest

from geo.agreements import Agreement, Basis
from geo.card import pair_line
from geo.shown import Shown
from geo.succession import Chain
from geo.text import format_date, t

_ARROWS = {Basis.STATED: " → ", Basis.INFERRED: " ⇢ "}


def chain_html(chain: Chain, shown: Shown) -> str:
    """Return one chain: its pair and years, then its agreements and the steps between them."""
    register, lang = shown.register, shown.lang
    steps = tuple(zip_longest(chain.agreements, chain.bases))
    years = "".join(f"{a.signed_on.year}{_ARROWS.get(basis, '')}" for a, basis in steps)
    pair = pair_line(chain.agreements[-1], register, lang)
    items = []
    for agreement, basis in steps:
        own = pair_line(agreement, register, lang)
        items.append(_link(agreement, "" if own == pair else own, shown))
        if basis:
            said = html.escape(t(f"territory.step_{basis}", lang))
            items.append(f'<li class="step {basis}"><small>{said}</small></li>')
    return (
        f'<p class="chain-name"><b>{html.escape(pair)}</b>: {years}</p>'
        f'<ol class="chain">{"".join(items)}</ol>'
    )


def _link(agreement: Agreement, pair: str, shown: Shown) -> str:
    """Return one agreement of a chain; its pair only where it differs from the chain's."""
    lang, how = shown.lang, shown.standing(agreement)
    day = format_date(agreement.signed_on, lang)
    kind, standing = t(f"kind.{agreement.kind}", lang), t(f"standing.{how}", lang)
    lines = "<br>".join(html.escape(text) for text in (pair, kind, standing) if text)
    return f'<li class="link {how}"><b>{day}</b><br><small>{lines}</small></li>'
