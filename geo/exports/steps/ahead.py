"""The steps on what lies ahead: prolongations, anniversaries, what is proposed to decide."""

from collections import Counter
from collections.abc import Sequence

from geo import findings
from geo.exports.material import Material
from geo.exports.steps.screen import Screen, ScreenRow, heads
from geo.terms.events import Event, EventKind, worded
from geo.text import capital, format_date, join, t

DUE, PAIRS, ROUND = 3, 2, 2
"""As many prolongations, pairs and anniversaries are proposed: one slide, its letters large."""
REASONS = 2
"""So many reasons of a pair are given there."""


_TERMS = EventKind.PROLONGATION, EventKind.END


def ahead_screen(material: Material, only: str = "") -> Screen:
    """
    Prolongations and ends of terms up to the horizon, then anniversaries, or that there are none.

    All of one sort if it is to have `only` what is ``due``, or ``anniversaries``; of both as many
    as a slide has room for.
    """
    lang, whole = material.lang, bool(only)
    if not material.shown.looks_ahead:
        return Screen(material, t("steps.past", lang))
    due = material.events(*_TERMS) if only != "anniversaries" else []
    anniversaries = material.events(EventKind.ANNIVERSARY) if only != "due" else []
    what = material.days_remark(due)
    events = (*due, *anniversaries)
    title = findings.ahead(events, material.shown.horizon, lang)
    if not events:
        if only:
            title = t(f"steps.no_{only}", lang, day=format_date(material.shown.horizon, lang))
        terms = material.shown.picked.in_force and only != "anniversaries"
        known = [material.next_said, *([what] if material.next_terms else [])] if terms else []
        return Screen(material, material.title(title), lines=tuple(known), whole=whole)
    remark = f"{what} {t('slides.anniversaries_what', lang)}" if anniversaries else what
    day_head = worded("column.day_calculated", due)
    columns = heads(material, day_head, "slides.event", "table.parties", "table.signed_on")
    rows = []
    for event in events:
        one, said = event.agreement, capital(event.said(lang, "slides.prolonged"))
        day, signed = format_date(event.day, lang), format_date(one.signed_on, lang)
        rows.append(ScreenRow((day, said, material.sides(one), signed), (material.about(one),)))
    if len(rows) == 1:
        cells = zip(columns, rows[0].cells, strict=True)
        lines = [t("slides.of", lang, name=column.head, text=cell) for column, cell in cells]
        return Screen(material, material.title(title), lines=(*lines, remark), notes=rows[0].notes,
                      whole=whole)  # fmt: skip
    how = "steps.ahead_how" if due and anniversaries else "steps.ahead_row"
    return Screen(material, material.title(title), None, columns, tuple(rows),
                  remark=remark, about=f"{title}. {t(how, lang)}", whole=whole)  # fmt: skip


def proposals_screen(material: Material) -> Screen:
    """What is proposed to decide, each with its reason: nothing that the register does not give."""
    lang = material.lang
    if not material.shown.looks_ahead:
        return Screen(material, t("steps.past", lang))
    due, round_ = material.events(*_TERMS), material.events(EventKind.ANNIVERSARY)
    one_tie = material.agreement or len(material.focus) > 1
    pairs = material.candidates if material.agreements and not one_tie else []
    everything = _counted([*due, *round_], len(pairs), lang)
    if not everything:
        lines = (material.next_said,) if material.shown.picked.in_force else ()
        title = material.shown.finding(t("steps.nothing", lang), material.shown.picked)
        return Screen(material, material.title(title), lines=lines)
    due, pairs, round_ = due[:DUE], pairs[:PAIRS], round_[:ROUND]
    rows = [_proposal(one, material) for one in due]
    for pair in pairs:
        name = f"{pair.home.short(lang)} — {pair.partner.short(lang)}"
        reasons = "; ".join(findings.reasons(pair, lang)[:REASONS])
        rows.append(ScreenRow((t("steps.propose_pair", lang, name=name), reasons)))
    rows += [_proposal(one, material) for one in round_]
    proposed = _counted([*due, *round_], len(pairs), lang)
    title = t("steps.proposals", lang, what=proposed)
    dated, said = bool(due or round_), []
    if proposed != everything:
        key = "steps.first_of_days" if dated else "steps.first_of"
        day = format_date(material.shown.horizon, lang)
        said.append(t(key, lang, day=day, what=everything))
    if dated:
        said.append(t("steps.proposals_days", lang))
    if pairs:
        whole = material.whole_line[:1].lower() + material.whole_line[1:]
        said.append(t("steps.proposals_pairs", lang, whole=whole))
    columns = heads(material, "steps.proposal", "column.reasons")
    about = f"{title}. {t('steps.proposals_how', lang)}"
    remark, title = " ".join(said), material.title(title)
    return Screen(material, title, None, columns, tuple(rows), remark=remark, about=about)


def _counted(events: Sequence[Event], n_pairs: int, lang: str) -> str:
    """Return how many there are of each kind of proposal, those of which there are any."""
    counts = Counter({"pair": n_pairs}) + Counter(str(event.kind) for event in events)
    names = ("prolongation", "end", "pair", "anniversary")
    return join([t(f"count.{name}", lang, n=counts[name]) for name in names if counts[name]], lang)


def _proposal(event: Event, material: Material) -> ScreenRow:
    lang, agreement = material.lang, event.agreement
    n = agreement.term_years if event.kind == EventKind.PROLONGATION else event.years
    basis = t("calendar.stated" if event.is_stated else "calendar.calculated", lang)
    day, signed = format_date(event.day, lang), format_date(agreement.signed_on, lang)
    what = t(f"steps.propose_{event.kind}", lang, name=material.sides(agreement), n=n or 0)
    why = t(f"steps.why_{event.kind}", lang, day=day, n=n or 0, basis=basis, signed=signed)
    return ScreenRow((what, why), (material.about(agreement),))
