"""The steps on what there is: the title, the map, the agreements, the register in full."""

from geo import findings
from geo.agreements import Agreement, newest_first
from geo.card import registration, short_number, successor_line
from geo.exports.material import Material
from geo.exports.steps.screen import Picture, Screen, ScreenRow, heads
from geo.history import Standing
from geo.languages import NBSP
from geo.shown import Shown
from geo.text import capital, format_date, format_number, join, t
from geo.ties import distance_km


def title_screen(material: Material) -> Screen:
    """Who meets whom, when and where; without a meeting what the deck is about."""
    shown, lang = material.shown, material.lang
    title, subtitle = t("app.title", lang), t("app.subtitle", lang, **material.shown.words)
    lines = [f"{title}: {subtitle}" if material.name else subtitle]
    if shown.occasion:
        lines = list(shown.occasion.lines(lang))
    filters = [*filter(None, (shown.filters,))]
    lines += [capital(_figures(material)), *filters, capital(shown.dated)]
    notes = (t("slides.cover_notes", lang, today=format_date(shown.today, lang)), *filters)
    name = shown.meeting or material.name or title
    return Screen(material, name, Picture.COVER, lines=tuple(lines), notes=notes,
                  about=f"{capital(shown.subject)}. {capital(_figures(material))}.")  # fmt: skip


def _figures(material: Material) -> str:
    """Return the figures of what is picked, or of the view."""
    shown = material.shown
    if shown.view.is_filtered and not material.focus:
        counts = shown.count_of(shown.listed)
        return f"{counts}: {shown.standings_line(shown.listed)}" if shown.agreements else counts
    if not material.agreements:
        return shown.nothing.rstrip(".")
    figures = shown.figures(shown.picked)
    if len(material.focus) > 1:
        return figures
    return f"{figures}{';' if shown.past_day else ','} {shown.ties_line(shown.picked)}"


def map_screen(material: Material) -> Screen:
    """What is in force on the map; of a view that asks for the lapsed, or has no other, all."""
    lang = material.lang
    drawn = material.seen(material.shown.current.view)
    shown = drawn.shown
    part = shown.picked
    if not part.agreements:
        title = shown.nothing.rstrip(".")
    elif part.lapsed:
        title = shown.figures(part)
    else:
        title = _in_force(drawn)
    if part.agreements and len(material.focus) < 2:
        title = f"{title}{';' if part.unknown or shown.past_day else ','} {shown.ties_line(part)}"
    title = material.title(title)
    how = " ".join(filter(None, (_most(drawn), t("steps.map_how", lang))))
    about = t("steps.map_about", lang, title=title, about=material.shown.about,
              how=how if part.agreements else "").rstrip()  # fmt: skip
    return Screen(drawn, title, Picture.MAP, notes=(about, t("slides.map_notes", lang)),
                  about=about)  # fmt: skip


def _most(material: Material) -> str:
    """Say which territories have more agreements on a map than all the others, if it is a few."""
    lang, part = material.lang, material.shown.picked
    counts = {code: len(own.agreements) for code, own in part.by_territory.items()}
    ranked = sorted(counts, key=lambda code: (-counts[code], code))
    others = counts[ranked[: findings.NAMED + 1][-1]] if ranked else 0
    names = [f"{part.register.territories[code].short(lang)} ({counts[code]})"
             for code in ranked if counts[code] > others]  # fmt: skip
    return t("steps.most", lang, names=join(names, lang)) if names else ""


def _in_force(material: Material, *more: str) -> str:
    """Say how many are in force, on the day if there is one, `more`, and how many perhaps are."""
    lang, shown = material.lang, material.shown
    n, on, unknown = len(shown.picked.in_force), shown.past_day, len(shown.picked.unknown)
    key = "slides.in_force_on" if on else "slides.in_force"
    if unknown and not n:
        key = "slides.perhaps_on"
    text = ", ".join((t(key, lang, day=format_date(on, lang), n=n or unknown), *more))
    return t("slides.perhaps", lang, text=text, n=unknown) if n and unknown else text


def agreements_screen(material: Material) -> Screen:
    """What is in force with the counterpart, the newest first; if nothing is, what lapsed."""
    lang, part = material.lang, material.shown.picked
    if material.agreement and material.shown.standing(material.agreement) != Standing.NOT_SIGNED:
        return _alone(material, material.agreement, t(f"kind.{material.agreement.kind}", lang))
    listed = [*newest_first(part.in_force), *newest_first(part.unknown)]
    if not listed:
        return lapsed_screen(material)
    counted = part.in_force or part.unknown  # what the title speaks of before "perhaps more"
    last = format_date(max(agreement.signed_on for agreement in counted), lang)
    key = "territory.last_signed" if len(counted) > 1 else "territory.signed"
    title = _in_force(material, t(key, lang, day=last))
    if len(listed) == 1:
        return _alone(material, listed[0], title)
    columns = heads(material, _first(material), "table.kind", "table.signed_on", "table.term")
    rows = tuple(_agreement_row(one, material) for one in listed)
    remark = t("slides.in_force_unknown", lang, n=len(part.unknown)) if part.unknown else ""
    return Screen(material, material.title(title), None, columns, rows, remark=remark,
                  about=f"{title}. {t('steps.table_how', lang)}")  # fmt: skip


def registered(agreement: Agreement, shown: Shown) -> str:
    """Return date and number of registration; no line ends after the sign of a number."""
    return registration(agreement, shown).replace("№ ", f"№{NBSP}")


def _alone(material: Material, agreement: Agreement, title: str) -> Screen:
    """Return what the register says of one agreement."""
    lang, shown = material.lang, material.shown
    pairs = (("table.signed_on", format_date(agreement.signed_on, lang)),
             ("slides.registration", registered(agreement, shown)),
             ("table.term", material.term(agreement)),
             ("table.status", t(f"standing.{shown.standing(agreement)}", lang)))  # fmt: skip
    lines = [t("slides.of", lang, name=t(key, lang), text=text) for key, text in pairs]
    return Screen(material, material.title(title), lines=(agreement.title, *lines),
                  notes=(material.about(agreement),))  # fmt: skip


def _first(material: Material) -> str:
    """Return what a row begins with: of a pair the parties are always the same."""
    return "table.title" if len(material.focus) > 1 else "table.parties"


def _agreement_row(agreement: Agreement, material: Material) -> ScreenRow:
    lang = material.lang
    unknown = material.shown.standing(agreement) == Standing.UNKNOWN
    cells = (
        agreement.title if _first(material) == "table.title" else material.sides(agreement),
        t(f"kind.{agreement.kind}", lang),
        format_date(agreement.signed_on, lang),
        t("standing.unknown", lang) if unknown else material.term(agreement),
    )
    return ScreenRow(cells, (material.about(agreement),))


def register_screen(material: Material) -> Screen:
    """Every agreement in force with number and registration, for the appendix."""
    lang, shown = material.lang, material.shown
    listed = (*shown.picked.in_force, *shown.picked.unknown)
    if len(listed) < 2:
        return Screen(material, material.title(_in_force(material)))
    first = _first(material)
    columns = heads(material, "table.number", first, "table.kind", "table.signed_on",
                    "slides.registration", "table.term")  # fmt: skip
    rows = []
    for one in listed:
        sides, kind, signed, term = _agreement_row(one, material).cells
        cells = (short_number(one, lang), sides, kind, signed, registered(one, shown), term)
        rows.append(ScreenRow(cells, (material.about(one),)))
    perpetual = sum(bool(one.perpetual) for one in shown.picked.in_force)
    rest = t("slides.perpetual" if perpetual else "slides.perpetual_none", lang, count=perpetual)
    unknown = len(shown.picked.unknown)
    remark = t("slides.in_force_unknown", lang, n=unknown) if unknown else ""
    title = material.title(_in_force(material, *([rest] if shown.picked.in_force else [])))
    return Screen(
        material, title, None, columns, tuple(rows), remark=remark, about=title, whole=True
    )


def lapsed_screen(material: Material) -> Screen:
    """What has lapsed and what replaced it, if that is all there is."""
    lang, lapsed = material.lang, material.shown.picked.lapsed
    title = t("slides.lapsed", lang, n=len(lapsed)) if lapsed else _figures(material)
    title = material.title(title)
    if not material.agreements and set(material.focus[:1]) & material.register.territories.keys():
        return Screen(material, title, lines=_nearest(material))
    columns = heads(material, "table.signed_on", "table.title", "table.successor")
    rows = []
    for one in newest_first(lapsed):
        replaced = successor_line(one, material.shown)
        cells = (format_date(one.signed_on, lang), one.title, replaced)
        rows.append(ScreenRow(cells, (material.about(one),)))
    return Screen(material, title, None, columns, tuple(rows), about=title, whole=True)


def _nearest(material: Material) -> tuple[str, ...]:
    """Return the nearest territories across the border, for one without an agreement."""
    lang, names = material.lang, []
    own = material.register.territories[material.focus[0]]
    for other in material.profile.nearest if material.profile else ():
        km = format_number(distance_km(own, other), lang)
        names.append(t("steps.near", lang, name=other.name(lang), km=km))
    return (t("steps.nearest", lang, names=", ".join(names)),) if names else ()
