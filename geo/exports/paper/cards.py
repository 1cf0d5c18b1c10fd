"""
The card of an agreement: full title, facts, periods of its term, what replaced what, citation.

One A4 page for each agreement that is picked. What the register states, what is inferred and what
is calculated never look the same.
"""

from dataclasses import replace

from geo.agreements import Agreement, Basis, newest_first
from geo.card import citation, entry, facts, form_and_day, pair_line
from geo.exports.material import Material
from geo.exports.paper import typeset
from geo.exports.paper.blocks import Block, footer, map_block, section, table
from geo.exports.paper.maps import small_map
from geo.history import Standing
from geo.shown import Shown
from geo.terms import prolongations
from geo.text import format_date, t

MAP_MM = 66.0


def to_cards(material: Material) -> bytes:
    """Return the cards of what is picked, the newest first; on their maps no change stands out."""
    material = material.seen(replace(material.view, since=None))
    shown, lang = material.shown, material.view.lang
    agreements = newest_first(shown.picked.agreements)
    page = typeset.page_of(
        material,
        t("card.title", lang, name=shown.subject),
        footer(material, shown.picked),
        cards=[_card(agreement, shown) for agreement in agreements],
        empty=None if agreements else f"{shown.nothing} {shown.about}.",
    )
    pictures = {}
    for agreement in (one for one in agreements if one.id in shown.picked.ties_of):
        alone = small_map(material.unfiltered(agreement.id), MAP_MM, lit_only=True)
        pictures[f"map-{agreement.id}"] = alone
    return typeset.to_pdf("cards", page, pictures, material.today)


def _card(agreement: Agreement, shown: Shown) -> Block:
    lang, name = shown.lang, form_and_day(agreement, shown.lang)
    parties = pair_line(agreement, shown.register, lang)
    replaced = {
        t(f"card.{side}_{basis}", lang) for side in ("successor", "predecessor") for basis in Basis
    }
    alone = shown.picked.of(lambda one: one == agreement)
    rows = [(label, said) for label, said in facts(agreement, shown) if label not in replaced]
    kind = t(f"kind.{agreement.kind}", lang)
    return {
        "title": name,
        "parties": parties,
        "kind": agreement.kind,
        "full": agreement.title,
        "facts": [(t("table.kind", lang), kind), *rows],
        "notes": (*([shown.caption] if shown.view.is_filtered else []), *shown.limits(alone)),
        "periods": _periods(agreement, shown),
        "chain": _chain(agreement, shown),
        "citation": {"title": t("card.citation", lang), "text": citation(agreement, shown)},
        "map": map_block(f"map-{agreement.id}", f"{name}: {parties}", kind, lang)
        if alone.ties
        else None,
    }


def _periods(agreement: Agreement, shown: Shown) -> Block | None:
    """Return the periods of a term that is prolonged, up to the current one."""
    lang, today = shown.lang, shown.counted_from
    if shown.standing(agreement) != Standing.IN_FORCE:
        return None
    rows, first = [], agreement.signed_on
    for turn, last in enumerate(prolongations(agreement), start=1):
        note = t("card.current", lang) if last >= today else ""
        rows.append(("", (str(turn), format_date(first, lang), format_date(last, lang), note)))
        if note:
            break
        first = last
    if not rows:
        return None
    heads = {name: t(f"card.{name}", lang) for name in ("turn", "from", "until")} | {"now": ""}
    return section(t("card.periods", lang), table=table(heads, rows))


def _chain(agreement: Agreement, shown: Shown) -> Block | None:
    """Return what replaced what before and after an agreement; stated and inferred apart."""
    lang, steps = shown.lang, []
    for line in _lines_of(agreement, shown):
        for earlier, one in zip((None, *line[:-1]), line, strict=True):
            basis = shown.told(earlier).successor_basis if earlier else None
            steps.append(
                {
                    "name": entry(one, lang),
                    "about": one.title,
                    "how": t(f"card.step_{basis}", lang) if basis else "",
                    "inferred": basis == Basis.INFERRED,
                    "own": one.id == agreement.id,
                }
            )
    return {"title": t("card.chain", lang), "steps": steps} if steps else None


def _lines_of(agreement: Agreement, shown: Shown) -> list[list[Agreement]]:
    """Return every line of agreements, each replaced by the next, that an agreement stands in."""
    starts = [agreement]
    while any(shown.predecessors(one) for one in starts):
        starts = [first for one in starts for first in shown.predecessors(one) or (one,)]
    lines = []
    for start in starts:
        line = [start]
        while successor := shown.told(line[-1]).successor_id:
            line.append(shown.register.by_id[successor])
        lines.append(line)
    return [line for line in lines if len(line) > 1]
