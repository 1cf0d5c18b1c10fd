"""What the brief and the sheet to check both say: whom they are about, of when, and lapses."""

from geo.agreements import Agreement, Basis
from geo.card import entry, lapse_words, no_successor, replaced_by
from geo.exports.material import Material
from geo.exports.word.content import Paragraph, WordContent
from geo.terms import lapsed_on
from geo.text import capital, format_date, t


def begin(title: str, material: Material) -> WordContent:
    """Return a file with its title, the day it was made, the register's date and the filters."""
    shown, lang = material.shown, material.lang
    file = WordContent(lang, title, f"{title} · {shown.dated}")
    file.paragraph(title, "Title")
    for line in shown.occasion.lines(lang) if shown.occasion else ():
        file.paragraph(line)
    made = t("brief.made", lang, day=format_date(material.today, lang))
    counted = shown.filters
    if material.view.is_filtered:
        counted = shown.narrowed(shown.count_of(shown.picked), most=0)
    parts = [made, capital(shown.dated), *filter(None, (counted,))]
    file.paragraph(" ".join((f"{'. '.join(parts)}.", *shown.limits(shown.picked))), "Quiet")
    return file


def lapse_lines(agreement: Agreement, material: Material) -> tuple[Paragraph, ...]:
    """
    Return the register's words on a lapse, and its day: calculated, or said to be unknown.

    Nothing with the partners in the room; of one that lapsed on an unknown day, perhaps later than
    that of the view, only that.
    """
    shown, lang = material.shown, material.lang
    if shown.discreet:
        return ()
    words, day = lapse_words(agreement, shown), lapsed_on(shown.told(agreement))
    key = "brief.lapse_day_stated" if agreement.lapsed_on else "brief.lapse_day"
    known = t(key, lang, day=format_date(day, lang)) if day else ""
    note = Paragraph(known or t("brief.lapse_day_unknown", lang), quiet=True)
    if not words:
        return (note,)
    return (Paragraph(words), note) if agreement.lapse_text or day else (Paragraph(words),)


def successor_lines(agreement: Agreement, material: Material) -> tuple[Paragraph, ...]:
    """Return what replaced an agreement and how that is known; an inference is in italics."""
    later = replaced_by(agreement, material.shown)
    if not later:
        return (Paragraph(no_successor(agreement, material.lang), quiet=True),)
    inferred = agreement.successor_basis == Basis.INFERRED
    how, what = later[0], entry(later[1], material.lang)
    return Paragraph(f"{how}:", bold=not inferred, quiet=inferred), Paragraph(what, quiet=inferred)
