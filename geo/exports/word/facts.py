"""What the brief and the sheet to check both say: whom they are about, of when, and lapses."""

from geo.agreements import Agreement, Basis
from geo.card import successor_entry
from geo.exports.scope import Scope, newest_first
from geo.exports.word.document import Line, WordFile
from geo.history import Standing
from geo.profile import Profile, build_profile
from geo.terms import lapsed_on
from geo.text import capital, format_date, t
from geo.view import caption, focus_name


def subject(scope: Scope) -> str:
    """Return what is picked, or that it is the whole network."""
    if not scope.focus:
        return t("brief.everything", scope.lang)
    return focus_name(scope.focus, scope.material.register, scope.lang)


def footer(title: str, scope: Scope) -> str:
    """Return what stands at the foot of every page."""
    day = format_date(scope.material.register.newest, scope.lang)
    return f"{title} · {t('sheet.as_of', scope.lang, day=day)}"


def add_dated(file: WordFile, scope: Scope) -> None:
    """Add the date of the register and the filters in words."""
    material, lang = scope.material, scope.lang
    dated = capital(t("sheet.as_of", lang, day=format_date(material.register.newest, lang)))
    shown = t("brief.filters", lang, caption=caption(material.view, material.register))
    counted = material.shown.count_line
    parts = [dated, shown, *([counted] if material.view.is_filtered else [])]
    file.paragraph(f"{'. '.join(parts)}.", "Quiet")


def profile_of(scope: Scope) -> Profile | None:
    """Return what the whole register says of a territory, a pair or a region; None for others."""
    material = scope.material
    if not scope.focus or scope.focus[0] in material.register.by_id:
        return None
    return build_profile(scope.focus, material.register, material.boundaries, material.today)


def in_force_of(scope: Scope) -> list[Agreement]:
    """Return what is in force of what is picked, the newest first."""
    return newest_first(scope.standing(Standing.IN_FORCE))


def lapse_lines(agreement: Agreement, lang: str) -> tuple[Line, ...]:
    """Return the register's words on a lapse, and its day: calculated, or said to be unknown."""
    if not agreement.lapse_text:
        return (Line(t("card.lapse_unknown", lang)),)
    day = lapsed_on(agreement)
    known = t("brief.lapse_day", lang, day=format_date(day, lang)) if day else ""
    note = Line(known or t("brief.lapse_day_unknown", lang), quiet=True)
    return Line(agreement.lapse_text), note


def successor_lines(agreement: Agreement, scope: Scope) -> tuple[Line, ...]:
    """Return what replaced an agreement and how that is known; an inference is in italics."""
    lang = scope.lang
    if not agreement.successor_id:
        return (Line(t("brief.no_successor", lang), quiet=True),)
    how, what = successor_entry(agreement, scope.material.register, lang)
    inferred = agreement.successor_basis == Basis.INFERRED
    return Line(f"{how}:", bold=not inferred, quiet=inferred), Line(what, quiet=inferred)
