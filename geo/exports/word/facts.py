"""What the brief and the sheet to check both say: whom they are about, of when, and lapses."""

from geo.agreements import Agreement, Basis
from geo.card import lapse_words, successor_entry
from geo.exports.scope import Scope
from geo.exports.word.content import Paragraph, WordContent
from geo.profile import Profile, build_profile
from geo.terms import lapsed_on
from geo.text import capital, format_date, t


def footer(title: str, scope: Scope) -> str:
    """Return what stands at the foot of every page."""
    return f"{title} · {scope.material.shown.dated}"


def add_dated(file: WordContent, scope: Scope) -> None:
    """Add the day the file was made, the date of the register and the filters in words."""
    material, lang = scope.material, scope.lang
    for line in material.shown.occasion.lines(lang) if material.shown.occasion else ():
        file.paragraph(line)
    made = t("brief.made", lang, day=format_date(material.today, lang))
    dated = capital(material.shown.dated)
    about = t("brief.filters", lang, caption=material.shown.caption)
    counted = material.shown.count_of(material.shown.picked)
    parts = [made, dated, about, *([counted] if material.view.is_filtered else [])]
    file.paragraph(" ".join((f"{'. '.join(parts)}.", *material.shown.limits)), "Quiet")


def profile_of(scope: Scope) -> Profile | None:
    """Return what the whole register says of a territory, a pair or a region; None for others."""
    material = scope.material
    if not scope.focus or scope.focus[0] in material.register.by_id:
        return None
    return build_profile(scope.focus, material.shown, material.boundaries)


def lapse_lines(agreement: Agreement, scope: Scope) -> tuple[Paragraph, ...]:
    """
    Return the register's words on a lapse, and its day: calculated, or said to be unknown.

    Nothing with the partners in the room; of one that lapsed on an unknown day, perhaps later than
    that of the view, only that.
    """
    shown, lang = scope.material.shown, scope.lang
    if shown.discreet:
        return ()
    words, day = lapse_words(agreement, shown), lapsed_on(shown.told(agreement))
    key = "brief.lapse_day_stated" if agreement.lapsed_on else "brief.lapse_day"
    known = t(key, lang, day=format_date(day, lang)) if day else ""
    note = Paragraph(known or t("brief.lapse_day_unknown", lang), quiet=True)
    if not words:
        return (note,)
    return (Paragraph(words), note) if agreement.lapse_text else (Paragraph(words),)


def successor_lines(agreement: Agreement, scope: Scope) -> tuple[Paragraph, ...]:
    """Return what replaced an agreement and how that is known; an inference is in italics."""
    entry = successor_entry(agreement, scope.material.shown)
    inferred = agreement.successor_basis == Basis.INFERRED
    if not entry:
        stated_later = bool(agreement.successor_id) and not inferred
        words = "—" if stated_later else t("brief.no_successor", scope.lang)
        return (Paragraph(words, quiet=True),)
    how, what = entry
    return Paragraph(f"{how}:", bold=not inferred, quiet=inferred), Paragraph(what, quiet=inferred)
