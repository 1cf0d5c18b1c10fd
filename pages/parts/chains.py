"""Chains of agreements that replaced each other: stated steps solid, inferred ones dotted."""

import html
from itertools import zip_longest

from geo.agreements import Agreement, Basis, Register
from geo.card import pair_line
from geo.succession import Chain
from geo.text import format_date, t

_ARROWS = {Basis.STATED: " → ", Basis.INFERRED: " ⇢ "}


def chain_html(chain: Chain, register: Register, lang: str) -> str:
    """Return one chain: its pair and years, then its agreements and the steps between them."""
    steps = tuple(zip_longest(chain.agreements, chain.bases))
    years = "".join(f"{a.signed_on.year}{_ARROWS.get(basis, '')}" for a, basis in steps)
    pair = pair_line(chain.agreements[-1], register, lang)
    items = []
    for agreement, basis in steps:
        own = pair_line(agreement, register, lang)
        items.append(_link(agreement, "" if own == pair else own, lang))
        if basis:
            said = html.escape(t(f"territory.step_{basis}", lang))
            items.append(f'<li class="step {basis}"><small>{said}</small></li>')
    return (
        f'<p class="chain-name"><b>{html.escape(pair)}</b>: {years}</p>'
        f'<ol class="chain">{"".join(items)}</ol>'
    )


def _link(agreement: Agreement, pair: str, lang: str) -> str:
    """Return one agreement of a chain; its pair only where it differs from the chain's."""
    day = format_date(agreement.signed_on, lang)
    kind, status = t(f"kind.{agreement.kind}", lang), t(f"status.{agreement.status}", lang)
    lines = "<br>".join(html.escape(text) for text in (pair, kind, status) if text)
    return f'<li class="link {agreement.status}"><b>{day}</b><br><small>{lines}</small></li>'
