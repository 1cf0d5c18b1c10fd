"""
Everything a view knows as a workbook: one sheet per noun, to be sorted, filtered and pivoted.

Counts of one sheet and another agree with the screen: an agreement of many parties counts once in
every total, and in each row it belongs to. With a day in the view statuses are those of that day.
What is calculated says so in its heading.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import xlsxwriter

from geo import settings
from geo.agreements import Kind
from geo.card import number_cell, pair_names, term
from geo.exports.material import Material
from geo.exports.tables.agreements import PRINTED, cells, columns, info_rows, section
from geo.exports.tables.sheet import WIDTHS, SheetCell, Styles, to_workbook, write_info, write_table
from geo.findings import code_name
from geo.profile import outline
from geo.shown import Shown, Tally
from geo.sources import notice, sources_of, title
from geo.stats import COUNTS, by_code, by_region, counts, growth, in_words, signings_by_year
from geo.terms.events import Event, build_events, worded
from geo.territories import Accuracy
from geo.text import capital, format_date, t
from geo.ties import Tie

_SECTIONS = ("kind", "form", "theme", "term")
"""What the sheet of statistics counts by, besides regions."""
CHART = (12, 26)
"""Columns and rows that the chart of the years covers beside its table."""

Rows = Iterator[Sequence[SheetCell]]


def to_xlsx(material: Material) -> bytes:
    """Return a view as a workbook; the same view on the same day gives the same bytes."""
    shown, lang = material.shown, material.view.lang
    named = f"{t('register.title', lang, **shown.words)}: {shown.subject}"
    sheets = {
        "agreements": _agreements,
        "parties": _parties,
        "ties": _ties,
        "territories": _territories,
        "statistics": _statistics,
        "years": _years,
        **({"calendar": _calendar} if shown.looks_ahead else {}),
        "sources": _sources,
    }

    def write(book: xlsxwriter.Workbook, styles: Styles) -> None:
        info = book.add_worksheet(t("export.info", lang))
        write_info(info, named, _info(material, list(sheets)), styles)
        for name, make in sheets.items():
            rows, widths = list(make(material)), _widths(name, shown)
            sheet = book.add_worksheet(t(f"workbook.{name}", lang))
            write_table(
                sheet,
                widths,
                rows,
                styles,
                name=name,
                footer=f"{capital(shown.dated)} · {named}",  # the end of a long one is cut off
                header="" if name == "sources" else shown.about,
                printed=PRINTED if name == "agreements" else 0,
            )
            if name == "years" and rows:
                sheet.insert_chart(1, len(widths) + 1, _chart(book, material, len(rows)))
                sheet.print_area(0, 0, max(len(rows), CHART[1]), len(widths) + CHART[0])

    return to_workbook(named, shown, write)


def _info(material: Material, names: Iterable[str]) -> list[tuple[str, SheetCell]]:
    """Return what the workbook shows and what its sheets are."""
    lang = material.view.lang
    rows = info_rows(material.shown)
    day = format_date(material.shown.horizon, lang)
    what = {name: f"workbook.{name}_what" for name in names}
    if "calendar" in what:
        what["calendar"] = worded(what["calendar"], _events(material.shown))
    sheets = "\n".join(
        f"{t(f'workbook.{name}', lang)}: {t(key, lang, day=day)}" for name, key in what.items()
    )
    return [
        *rows[:-2],
        (t("workbook.made", lang), material.today),
        (t("workbook.sheets", lang), sheets),
        *rows[-2:],
    ]


# --- sheets ---------------------------------------------------------------------------------------


def _widths(name: str, shown: Shown) -> dict[str, float]:
    """Return the widths of a sheet's columns by their headings."""
    if name == "agreements":
        widths = {f"table.{column}": wide for column, wide in columns(shown).items()}
    else:
        left_out = {f"column.{column}" for column in set(COUNTS).difference(_counted(shown))}
        widths = {
            one.replace("*", kind): wide
            for one, wide in WIDTHS[name].items()
            for kind in (Kind if "*" in one else ("",))
            if one not in left_out
        }
    if name == "calendar":
        day, *others = widths
        widths = {worded(day, _events(shown)): widths[day]} | {key: widths[key] for key in others}
    return {t(key, shown.lang, **shown.words): wide for key, wide in widths.items()}


def _counted(shown: Shown) -> list[str]:
    """Return the columns of counts; of itself, without a day, the register knows no "unknown"."""
    return [name for name in COUNTS if shown.on or name != "n_unknown"]


def _counts(shown: Shown, tally: Tally) -> list[int]:
    """Return the cells of those columns."""
    return [counts(tally)[name] for name in _counted(shown)]


def _agreements(material: Material) -> Rows:
    shown = material.shown
    for agreement in shown.picked.agreements:
        yield list(cells(agreement, shown).values())


def _parties(material: Material) -> Rows:
    """One row per signatory, in the order of the title."""
    lang, territories = material.view.lang, material.register.territories
    for agreement in material.shown.picked.agreements:
        for place, party in enumerate(agreement.parties, start=1):
            yield (
                number_cell(agreement, lang),
                section(agreement, lang),
                t(f"standing.{material.shown.standing(agreement)}", lang),
                agreement.signed_on,
                place,
                territories[party.territory].name(lang),
                t(f"region.{territories[party.territory].region}", lang),
                t(f"body.{party.body}", lang),
                party.wording,
                party.territory,
                agreement.id,
            )


def _ties(material: Material) -> Rows:
    """Every tie, most agreements first, level ones in the alphabet."""
    shown, lang = material.shown, material.view.lang
    territories = material.register.territories

    def order(tie: Tie) -> tuple[int, str, str]:
        home, partner = territories[tie.home], territories[tie.partner]
        return -tie.n_agreements, home.short(lang), partner.short(lang)

    for tie in sorted(shown.picked.ties, key=order):
        days = [agreement.signed_on for agreement in tie.agreements]
        kinds = dict.fromkeys(t(f"kind.{agreement.kind}", lang) for agreement in tie.agreements)
        yield (
            territories[tie.home].short(lang),
            territories[tie.partner].short(lang),
            t(f"region.{territories[tie.partner].region}", lang),
            *_counts(shown, shown.picked.count(tie.agreements)),
            ", ".join(kinds),
            min(days),
            max(days),
            None if tie.length_km is None else round(tie.length_km, 1),
            tie.home,
            tie.partner,
        )


def _territories(material: Material) -> Rows:
    """Every territory on the map, with or without agreements, most agreements first."""
    shown, lang = material.shown, material.view.lang
    areas, own = material.network.boundaries.area_km2, material.mapped
    for territory in sorted(own, key=lambda x: (-own[x].tally.total, x.name(lang))):
        has_area = territory.accuracy != Accuracy.POINT and territory.boundary in areas
        yield (
            territory.name(lang),
            t(f"territory.kind_{territory.kind}", lang),
            t(f"region.{territory.region}", lang),
            *_counts(shown, own[territory].tally),
            len(own[territory].ties),
            round(float(areas[territory.boundary])) if has_area else None,
            outline(territory, material.register, lang),
            territory.seat_ru or None,
            territory.name_be or None,
            territory.code,
        )


def _statistics(material: Material) -> Rows:
    """One long table: what is counted by, the value, the counts; ready for a pivot."""
    shown, lang = material.shown, material.view.lang
    names = _counted(shown)
    for sort in _SECTIONS:
        word = code_name(sort, shown.register, lang)
        for row in in_words(by_code(shown.picked, sort), word).to_dict("records"):
            numbers = (int(row[column]) for column in names)
            yield (t(f"workbook.by_{sort}", lang), word(row[sort]), *numbers, None, None)
    regions = in_words(by_region(shown.picked), code_name("region", shown.register, lang))
    for row in regions.to_dict("records"):
        numbers = (int(row[column]) for column in (*names, "n_ties", "n_territories"))
        whose = t("workbook.by_region", lang, **shown.words)
        yield (whose, t(f"region.{row['region']}", lang), *numbers)


def _years(material: Material) -> Rows:
    """Signings of every year by kind, and what was in force at its end, whatever the status."""
    past = material.shown.picked_past
    signed: dict[int, dict[str, int]] = {}
    for row in signings_by_year(past).itertuples():
        signed.setdefault(int(row.year), {})[str(row.kind)] = int(row.n)
    for row in growth(past).itertuples():
        kinds = signed.get(int(row.year), {})
        numbers = [kinds.get(kind, 0) for kind in Kind]
        alive = (int(row.n_certain), int(row.n_possible))
        yield (int(row.year), sum(numbers), *numbers, row.day, *alive)


def _chart(
    book: xlsxwriter.Workbook, material: Material, n_rows: int
) -> xlsxwriter.chart_column.ChartColumn:
    """Return the signings of every year as stacked columns in the colours of the kinds."""
    lang = material.view.lang
    sheet = t("workbook.years", lang)
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    for column, kind in enumerate(Kind, start=2):
        chart.add_series(
            {
                "name": [sheet, 0, column],
                "categories": [sheet, 1, 0, n_rows, 0],
                "values": [sheet, 1, column, n_rows, column],
                "fill": {"color": settings.KIND_COLOURS[kind]},
                "gap": 40,
            }
        )
    chart.set_title({"name": t("workbook.chart", lang), "name_font": {"size": 13}})
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#D5D3CE"}},
                      "num_format": "0", "major_unit": 1 if n_rows < 5 else None})  # fmt: skip
    chart.set_size({"width": 640, "height": 420})
    return chart


def _events(shown: Shown) -> tuple[Event, ...]:
    return build_events(shown.picked.agreements, shown.today, shown.horizon)


def _calendar(material: Material) -> Rows:
    """What happens to agreements in force up to the horizon, as calculated or stated."""
    lang, register, shown = material.view.lang, material.register, material.shown
    for event in _events(shown):
        agreement = event.agreement
        home, partner = pair_names(agreement, register, lang)
        yield (
            event.day,
            t("calendar.stated" if event.is_stated else "calendar.calculated", lang),
            t(f"event.{event.kind}", lang),
            event.years,
            home,
            partner,
            agreement.title,
            agreement.signed_on,
            term(agreement, lang),
            number_cell(agreement, lang),
            section(agreement, lang),
            agreement.id,
        )


def _sources(material: Material) -> Rows:
    """Every file of the data: whose it is, under which licence, from where."""
    lang, imprint = material.view.lang, material.register.territories.imprint
    several = len(imprint.folders) > 1
    for source in sources_of(imprint):
        named = (": ".join(filter(None, (title(one, lang), one.get("path"))))
                 for one in source["sources"])  # fmt: skip
        yield (
            f"{source['folder'].name}/{source['path']}" if several else source["path"],
            notice(source, lang),
            "\n".join(title(licence, lang) for licence in source["licenses"]),
            "\n".join(licence["path"] for licence in source["licenses"]),
            "\n".join(named),
            _date(source.get("date_published")),
            _date(source.get("date_accessed")),
        )


def _date(text: str | None) -> SheetCell:
    """Return an ISO date as a date; a year alone stays text."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return text
