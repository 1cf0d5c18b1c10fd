"""
Findings: what a table says, in one sentence for the heading above its chart.

Every sentence is computed from the table it stands over; several at the top are all named, and an
empty table has a sentence as well. Plain text: escaping belongs to where it is shown.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd

from geo.agreements import Agreement, Register
from geo.card import entry
from geo.languages import language
from geo.quality import Finding
from geo.shown import LapseCount, Part
from geo.sources.imprint import together
from geo.stats import ONCE
from geo.terms.events import Event, EventKind, worded
from geo.territories import Side
from geo.text import capital, format_date, format_number, has_text, join, listed, t
from geo.white_spots import CandidatePair, Continued, Loss, WhiteSpot, WhiteSpots

NAMED = 3
"""As many at the top are named one by one; more are only counted."""
GROWTH_YEARS = 10
"""The growth is stated against this many years ago."""


def signings(frame: pd.DataFrame, lang: str) -> str:
    """Say in which year most were signed (table of `geo.stats.signings_by_year`)."""
    totals = frame.groupby("year").n.sum()
    totals = totals[totals > 0]
    if totals.empty:
        return t("stats.nothing", lang)
    top = int(totals.max())
    years = [str(year) for year in totals.index[totals == top]]
    span = {"first": totals.index.min(), "last": totals.index.max()}
    named = {"year": years[0], "years": join(years, lang), "times": len(years)}
    how = _lead(years, len(totals))
    if how == "level":  # is there any other year?
        how = "tied" if span["last"] - span["first"] >= len(years) else "many"
    return t(f"stats.signings_{how}", lang, n=top, **named, **span)


def _lead(top: Sequence[str], n: int) -> str:
    """Return how the top of so many is worded: ``level`` if all are at it, ``many`` unnamed."""
    if n == 1:
        return "only"
    if len(top) == 1:
        return "first"
    if len(top) > NAMED:
        return "many"
    return "level" if len(top) == n else "tied"


def growth(frame: pd.DataFrame, lang: str) -> str:
    """Say how many are in force and how many were some years before (`geo.stats.growth`)."""
    if frame.empty:
        return t("stats.nothing", lang)
    last = frame.iloc[-1]
    now = {"day": format_date(last.day, lang), "now": _in_force(last, lang)}
    earlier = frame[frame.year <= last.year - GROWTH_YEARS]
    then = earlier.iloc[-1] if len(earlier) else frame.iloc[0]
    if then.year == last.year:
        return t("stats.growth_only", lang, **now)
    return t("stats.growth", lang, **now, year=then.year, past=_in_force(then, lang))


def leader(
    frame: pd.DataFrame, subject: str, name: Callable[[str], str], part: Part, lang: str
) -> str:
    """
    Say what most agreements in force belong to; where none is, what most of the others do.

    `frame` is a table of `geo.stats` made from `part`, with codes in its first column, which `name`
    words; `subject` is what they are: ``region``, ``kind``, ``theme``, ``term``, ``home``,
    ``partner``.
    """
    column = "n_in_force" if part.tally.in_force else "n_agreements"
    words = part.register.words(lang)
    frame = frame[frame[column] > 0]
    if frame.empty:
        key = f"stats.{subject}_none"
        return t(key if has_text(key) else "stats.nothing", lang)
    top = int(frame[column].max())
    names = [name(code) for code in frame[frame[column] == top].iloc[:, 0]]
    of = part.tally.in_force or part.tally.total
    values = {"top": top, "of": counted("of", part, of, lang), "times": len(names)}
    named = {
        "name": names[0],
        "names": join(names, lang),
        "counted": counted("n", part, top, lang),
        "whose": t(f"stats.whose_{subject}", lang, **words),
    }
    how = _lead(names, len(frame))
    if how == "many" and len(names) == len(frame):
        how = "all"
    elif top == of == 1 and how != "many":  # nobody leads, and there are no others
        how = "one"
    key = f"stats.{subject}_{how}" if how in ("only", "first") else f"stats.leader_{how}"
    return t(key, lang, **values, **named, **words)


def pairs(part: Part, name: Callable[[str], str], lang: str) -> str:
    """Say which pair has most agreements in force; where none has any, which has most of all."""
    counts = {tie: part.count(tie.agreements) for tie in part.ties}
    numbers = {
        tie: tally.in_force if part.tally.in_force else tally.total for tie, tally in counts.items()
    }
    top = max(numbers.values(), default=0)
    if not top:
        return t("stats.nothing", lang)
    found = [f"{name(tie.home)} — {name(tie.partner)}" for tie, n in numbers.items() if n == top]
    said = counted("n", part, top, lang)
    how = _lead(found, sum(n > 0 for n in numbers.values()))
    named = {"name": found[0], "names": "; ".join(found), "times": len(found)}
    return t(f"stats.pair_{how}", lang, counted=said, **named)


def counted(form: str, part: Part, n: int, lang: str) -> str:
    """
    Return a number of the agreements that decide, and how they stand: "42 in force".

    `form` is ``n`` for the number itself, ``of`` for what it is a part of.
    """
    tally = part.tally
    if not tally.in_force:
        how = "uncertain" if tally.unknown else "lapsed"
    elif tally.unknown:
        how = "certain_on"
    else:
        how = "in_force_on" if part.past_day else "in_force"
    return t(f"stats.{form}_{how}", lang, n=n, day=format_date(part.past_day, lang))


def lag(frame: pd.DataFrame, lang: str) -> str:
    """Say how soon half of the agreements were registered (`geo.stats.registration_lag`)."""
    if frame.empty:
        return t("stats.lag_none", lang)
    key = "stats.lag" if len(frame) > 1 else "stats.lag_one"
    half = int(frame.days.quantile(0.5, interpolation="lower"))
    return t(key, lang, n=half, given=len(frame))


def lapsed(counts: LapseCount, lang: str) -> str:
    """Say what became of the lapsed, and of how many nobody can say whether they had lapsed."""
    unknown = t("stats.lapsed_unknown", lang, n=counts.unknown)
    if not counts.lapsed:
        return unknown if counts.unknown else t("stats.lapsed_none", lang)
    numbers = {"stated": counts.replaced_stated, "inferred": counts.replaced_inferred}
    numbers |= {"not_named": counts.not_named}
    what = ", ".join(t(f"stats.lapsed_{key}", lang, n=n) for key, n in numbers.items() if n)
    said = t("slides.of", lang, name=t("slides.lapsed", lang, n=counts.lapsed), text=what)
    return f"{said}. {unknown}" if counts.unknown else said


def white_spots(spots: WhiteSpots, side: Side, words: dict[str, str], lang: str) -> str:
    """Say how many territories of a side have nothing in force; `words` are the register's."""
    key = f"stats.white_{side}" if spots.n_possible else f"stats.white_{side}_none"
    return t(key, lang, count=white_count(spots, lang), total=len(spots.expected), **words)


def white_count(spots: WhiteSpots, lang: str) -> str:
    """Return how many have nothing in force, or from how many to how many it may be."""
    return _range(spots.n_certain, spots.n_possible, lang)


def short_count(spots: WhiteSpots) -> str:
    """Return the same as a cell has room for it: "17" or "17–19"."""
    low, high = spots.n_certain, spots.n_possible
    return str(low) if low == high else f"{low}–{high}"


def group_name(code: str, lang: str) -> str:
    """Return the name of a group of `WhiteSpots.by_group`: a region, or districts of cities."""
    key = f"region.{code}"
    return t(key if has_text(key) else f"stats.group_{code}", lang)


def white_parts(spots: WhiteSpots, words: dict[str, str], lang: str) -> str:
    """Say how that came about, in one sentence; `words` are the register's."""
    numbers = {str(loss): len(spots.of(loss)) for loss in Loss}
    numbers["continued"] = len({one.territory for one in spots.continued})
    parts = [t(f"stats.white_n_{name}", lang, n=n, **words) for name, n in numbers.items() if n]
    return f"{capital('; '.join(parts))}." if parts else ""


def white_spot(spot: WhiteSpot, name: str, lang: str, *, marked: bool = False) -> str:
    """
    Return the name of a territory with nothing in force, and what else is to be known of it.

    It is `marked` if that is not known, where no heading says so.
    """
    notes = [t("status.unknown", lang)] if marked and spot.loss == Loss.UNKNOWN else []
    if spot.gone:
        days = join(_days(spot.gone, lang), lang)
        notes.append(t("stats.white_had", lang, n=len(spot.gone), days=days))
    if spot.around:
        around = join([other.short(lang) for other in spot.around], lang)
        notes.append(t("stats.white_around", lang, names=around))
    return f"{name} ({'; '.join(notes)})" if notes else name


def continued(one: Continued, lang: str) -> str:
    """Say under whom a tie goes on, as the register states."""
    return t(
        "stats.continued",
        lang,
        name=one.territory.short(lang),
        names=join([heir.name(lang) for heir in one.heirs], lang),
        entry=entry(one.agreement, lang),
    )


def candidates(found: Sequence[CandidatePair], lang: str) -> str:
    """Say how many pairs lie beside each other without a tie; only those of which it is known."""
    certain = [candidate for candidate in found if not candidate.unknown]
    adjacent = sum(candidate.adjacent for candidate in certain)
    if not adjacent:
        return t("stats.candidates_near", lang, n=len(certain))
    return t("stats.candidates", lang, n=adjacent, others=len(certain) - adjacent)


def candidates_unknown(found: Sequence[CandidatePair], lang: str) -> str:
    """Say of how many pairs nobody can say whether something was in force; empty for none."""
    n = sum(bool(candidate.unknown) for candidate in found)
    return t("stats.candidates_unknown", lang, n=n) if n else ""


def reasons(candidate: CandidatePair, lang: str, named: int | None = NAMED) -> list[str]:
    """Return why a pair without a tie comes to mind, in words; so many neighbours are `named`."""
    found = [t("stats.reason_adjacent", lang)] if candidate.adjacent else []
    km = format_number(candidate.distance_km, lang)
    found.append(t("stats.reason_distance", lang, km=km))
    for name, had in (("lapsed", candidate.lapsed), ("unknown", candidate.unknown)):
        if had:
            days = join(_days(had, lang), lang)
            found.append(t(f"stats.reason_{name}", lang, n=len(had), days=days))
    if candidate.neighbours:
        names = [f"{h.short(lang)} — {p.short(lang)}" for h, p in candidate.neighbours]
        pairs = listed(names, lang, named or len(names), "; ")
        found.append(t("stats.reason_neighbours", lang, pairs=pairs))
    return found


def _days(agreements: Sequence[Agreement], lang: str) -> list[str]:
    """Return the days on which agreements were signed, each once."""
    return list(dict.fromkeys(format_date(one.signed_on, lang) for one in agreements))


def ahead(events: Sequence[Event], last: date, lang: str) -> str:
    """Say what is ahead up to a day."""
    day, counts = format_date(last, lang), Counter(event.kind for event in events)
    if not events:
        return t("calendar.ahead_none", lang, day=day)
    said = [t(f"count.{kind}", lang, n=counts[kind]) for kind in EventKind if counts[kind]]
    return t(worded("calendar.ahead", events), lang, day=day, events=join(said, lang))


def oddity(finding: Finding, lang: str) -> str:
    """Say what is odd about one finding, naming what the register has there."""
    values: dict[str, object] = dict(finding.details)
    dates = [format_date(agreement.signed_on, lang) for agreement in finding.agreements]
    values["signed"] = dates[0] if dates else ""
    values["others"] = join(dates[1:], lang)
    values.setdefault("n", len(dates) - 1)
    if columns := str(values.get("columns", "")):
        values["columns"] = ", ".join(t(f"table.{x}", lang).lower() for x in columns.split(","))
    if homes := str(values.get("homes", "")):
        names = [language(lang).of_region(t(f"region.{x}", lang)) for x in homes.split(",")]
        values["homes"] = together(names, "homes_of", lang)
    if finding.agreements:
        values["registered"] = format_date(finding.agreements[0].registered_on, lang)
    return t(f"quality.{finding.check}", lang, **values)


def no_row(finding: Finding, lang: str) -> str:
    """Say that a register has no row of what a finding is about."""
    if not finding.home:
        return t("quality.no_row", lang)
    name = language(lang).of_region(t(f"region.{finding.home}", lang))
    return t("quality.no_row_of", lang, name=name)


def is_term(code: str) -> bool:
    """Return whether a text is a code of a term."""
    return code.removesuffix(ONCE).isdecimal() or has_text(f"stats.term_{code}")


def term_name(code: str, lang: str) -> str:
    """Return what a reader sees for a term of `geo.stats.by_code`."""
    years = code.removesuffix(ONCE)
    if years.isdecimal():
        return t("stats.term_years" if years == code else "card.term_years", lang, n=years)
    return t(f"stats.term_{code}", lang)


def code_name(column: str, register: Register, lang: str) -> Callable[[str], str]:
    """Return the function that names the codes of a table of `geo.stats`; territories in short."""
    if column in ("territory", *Side):
        return lambda code: register.territories[code].short(lang)
    if column == "term":
        return lambda code: term_name(code, lang)
    return lambda code: t(f"{column}.{code}", lang)


def given(part: Part, column: str) -> Part:
    """Return the agreements that have a theme or a term given at all; whatever else, all have."""
    if column == "theme":
        return part.of(lambda agreement: bool(agreement.themes))
    if column == "term":
        return part.of(lambda agreement: bool(agreement.perpetual or agreement.term_years))
    return part


def _in_force(row: pd.Series, lang: str) -> str:
    """Return a number of agreements in force, or from how many to how many it may have been."""
    return _range(int(row.n_certain), int(row.n_possible), lang)


def _range(low: int, high: int, lang: str) -> str:
    if low == high:
        return format_number(low, lang)
    return t("stats.range", lang, low=format_number(low, lang), high=format_number(high, lang))
