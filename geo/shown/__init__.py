"""
What a view shows, made once and handed to everything that draws, lists or words it.

A page, a slide, a table or a script words a number; none computes one. Which filters bear on which
statement is decided here and nowhere else:

``listed``  what passes every filter, as it stands on the day of the view: lists, maps, counts
``picked``  the part of it that the reader picked (`View.focus`), or all of it
``lit``     what a map shows at full strength: what is picked, else what changed since `View.since`
``past``    what passes every filter but the one for the status: growth, succession, what lapsed. A
            filter by status narrows what is listed, never what is said of the past
``whole``   the register on the day, whatever the filters: passports, profiles, white spots, which
            speak of territories

An agreement counts once in every tally, however many ties it makes. Four standings never mix: not
signed yet (then it is not here at all), in force, lapsed, unknown. With a day in the view nothing
that happened later is told: `Shown.told`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from geo.agreements import Agreement, Basis, Register, Status
from geo.history import RegisterChange, Standing, change_between, standing
from geo.languages import language
from geo.meeting import Occasion
from geo.shown.part import (
    LapseCount,
    Many,
    Part,
    Tally,
    focus_keys,
    in_focus,
    part_in_focus,
)
from geo.shown.selection import select
from geo.terms import add_months
from geo.text import capital, format_date, format_number, t
from geo.ties import Tie
from geo.view import Condition, View, caption, conditions, focus_name

__all__ = [
    "MONTHS_AHEAD", "LapseCount", "Many", "Part", "Shown", "Tally", "focus_keys", "in_focus",
    "off_map", "part_in_focus", "select",
]  # fmt: skip
"""Surfaces need this module alone: a part and what is counted in it come with it."""
NAMED = 3
"""As many values of one filter a title names; more are counted."""
MONTHS_AHEAD = 24
"""How far every file and page looks ahead, unless a reader asks for another span."""


@dataclass(frozen=True, eq=False)
class Shown:
    """
    A view of a register with all that is counted in it.

    `today` is the day that what lies ahead is counted from, never taken from the clock in here.
    `discreet` says that the partners are in the room: reasons of lapses, remarks and what is only
    inferred are left out of every file and screen. `occasion` is the meeting that a file or a show
    is for, None if it is for none: `meeting` names it, `occasion.lines` has its facts in words.
    """

    view: View
    register: Register
    today: date
    discreet: bool = False
    occasion: Occasion | None = None

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.view.lang

    @property
    def on(self) -> date | None:
        """The day of the view."""
        return self.view.on

    @property
    def past_day(self) -> date | None:
        """The day of the view to say how things stood on (`Part.past_day`)."""
        return self.listed.past_day

    # --- which agreements -------------------------------------------------------------------------

    @cached_property
    def listed(self) -> Part:
        """What passes every filter."""
        return select(self.view, self.register)

    @cached_property
    def past(self) -> Part:
        """What passes every filter but the one for the status."""
        if not self.view.status:
            return self.listed
        return select(replace(self.view, status=()), self.register)

    @cached_property
    def whole(self) -> Part:
        """The register on the day, whatever the filters."""
        return select(View(on=self.on), self.register)

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """The agreements that are listed."""
        return self.listed.agreements

    @property
    def ties(self) -> tuple[Tie, ...]:
        """The ties that are listed."""
        return self.listed.ties

    @cached_property
    def picked(self) -> Part:
        """What is picked of what is listed; all of it if nothing is picked."""
        return self._focused(self.listed)

    @cached_property
    def picked_past(self) -> Part:
        """What is picked of the past."""
        return self._focused(self.past)

    @cached_property
    def picked_whole(self) -> Part:
        """What is picked of the whole register on the day."""
        return self._focused(self.whole)

    @cached_property
    def lit(self) -> Part:
        """What a map shows at full strength: what is picked, else what changed, else all."""
        if not self.view.focus and self.changed:
            return self.listed.of(lambda agreement: agreement.id in self.changed)
        return self.picked

    @cached_property
    def current(self) -> "Shown":
        """
        The same without what has lapsed: what maps of a meeting show.

        A view that asks for a status, or for what changed, stays as it is, and so does one of which
        nothing is in force.
        """
        view = self.view
        if view.status or view.since:
            return self
        standings = (Standing.IN_FORCE, Standing.UNKNOWN) if self.on else (Standing.IN_FORCE,)
        shown = replace(self, view=replace(view, status=standings))
        return shown if shown.picked.agreements else self

    @property
    def n_hidden(self) -> int:
        """How many agreements of what is picked the filters hide."""
        return len(self.picked_whole.agreements) - len(self.picked.agreements)

    @property
    def nothing(self) -> str:
        """Say why nothing is shown: the filters leave nothing, or the register has nothing."""
        return t("map.empty", self.lang) if self.picked_whole.agreements else self.never

    @property
    def never(self) -> str:
        """Say that the register has nothing and never had, up to the day if there is one."""
        key = "territory.nothing_on" if self.past_day else "territory.nothing"
        if self.view.focus and self.view.focus[0] in self.register.by_id:
            key = "territory.not_signed"
        return t(key, self.lang, day=format_date(self.past_day, self.lang), **self.words)

    def _focused(self, part: Part) -> Part:
        focus = self.view.focus
        return part_in_focus(part, focus) if focus else part

    @cached_property
    def change(self) -> RegisterChange | None:
        """
        What came, went and was prolonged since the earlier day; None without such a day.

        Of what is still to come nothing is told.
        """
        if not self.view.since:
            return None
        until = max(self.counted_from, self.view.since)
        return change_between(self.past.agreements, self.view.since, until)

    @cached_property
    def changed(self) -> frozenset[str]:
        """Ids of what is listed and came, went or was prolonged since the earlier day."""
        if not self.change:
            return frozenset()
        prolonged = (agreement for agreement, _ in self.change.prolonged)
        moved = (*self.change.came, *self.change.went, *prolonged)
        return self.listed.ids.intersection(agreement.id for agreement in moved)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """What the filters ask for, one by one."""
        return conditions(self.view, self.register)

    @cached_property
    def lifts(self) -> tuple[tuple[Condition, int], ...]:
        """The conditions that hide agreements by themselves, and how many are listed without."""
        counts = ((x, len(select(x.without, self.register).agreements)) for x in self.conditions)
        return tuple((x, n) for x, n in counts if n > len(self.agreements))

    def seen(self, view: View) -> "Shown":
        """Return the same of another view; what is listed is shared if only the focus differs."""
        other = replace(self, view=view)
        if replace(view, focus=self.view.focus) == self.view:
            vars(other)["listed"] = self.listed
        return other

    # --- what is told of one agreement ------------------------------------------------------------

    def standing(self, agreement: Agreement) -> Standing:
        """Return how an agreement stands on the day of the view, whatever may be said of it."""
        return standing(self.register.by_id.get(agreement.id, agreement), self.on)

    def told(self, agreement: Agreement) -> Agreement:
        """
        Return an agreement with what may be told of it: nothing later than the day of the view.

        A registration, a lapse with its remark, and a successor that came later are left out; with
        the partners in the room also the reason of a lapse, the remark, and a successor that is
        only inferred.
        """
        told: dict[str, Any] = {}
        if self.on and agreement.registered_on and agreement.registered_on > self.on:
            told |= {"registered_on": None, "registration_number": ""}
        later = self.register.by_id.get(agreement.successor_id)
        not_yet = agreement.status == Status.LAPSED and self.standing(agreement) != Standing.LAPSED
        if not_yet or self.discreet:
            told |= {"lapse_text": "", "source_note": ""}
        if later and (
            (self.on and later.signed_on > self.on)
            or (self.discreet and agreement.successor_basis == Basis.INFERRED)
        ):
            told |= {"successor_id": "", "successor_basis": None}
        return replace(agreement, **told) if told else agreement

    def predecessors(self, agreement: Agreement) -> tuple[Agreement, ...]:
        """Return the agreements that one replaced, as far as that may be told."""
        earlier = self.register.predecessors.get(agreement.id, ())
        if self.on and agreement.signed_on > self.on:
            return ()
        return tuple(a for a in earlier if self.told(a).successor_id)

    def lapse_count(self, part: Part) -> LapseCount:
        """
        Count the lapsed agreements of a part by what became of them, as far as may be told.

        That the register names no successor is no proof that there is none.
        """
        bases = [self.told(agreement).successor_basis for agreement in part.lapsed]
        stated, inferred = bases.count(Basis.STATED), bases.count(Basis.INFERRED)
        return LapseCount(stated, inferred, bases.count(None), len(part.unknown))

    # --- what lies ahead --------------------------------------------------------------------------

    @property
    def counted_from(self) -> date:
        """The day that a current period is counted from: that of the view, at the latest today."""
        return min(self.on or self.today, self.today)

    @property
    def looks_ahead(self) -> bool:
        """Whether what is due belongs here: it does not beside the network of a past day."""
        return self.on is None or self.on >= self.today

    @property
    def horizon(self) -> date:
        """The last day that lists of what is ahead go to."""
        return add_months(self.today, MONTHS_AHEAD)

    # --- in words ---------------------------------------------------------------------------------

    @cached_property
    def caption(self) -> str:
        """The filters and the day in words, with a capital."""
        return capital(self._caption)

    @cached_property
    def _caption(self) -> str:
        """The same; a day to compare with filters nothing, but says what stands out on maps."""
        said, since = caption(self.view, self.register), self.view.since
        if self.on and self.on > self.today:
            said = f"{said}; {t('caption.to_come', self.lang)}"
        if not since or self.view.focus:
            return said
        key = "caption.compared" if self.changed else "caption.unchanged"
        return f"{said}; {t(key, self.lang, day=format_date(since, self.lang))}"

    @property
    def filters(self) -> str:
        """The same; empty where something is picked of the whole register."""
        return self.caption if self.view.is_filtered or not self.name else ""

    @property
    def words(self) -> dict[str, str]:
        """The words for whose register it is, which a text may ask for."""
        return self.register.words(self.lang)

    @cached_property
    def about(self) -> str:
        """What is picked, the filters and the side in words: for heads, feet and captions."""
        said = [t("shown.picked", self.lang, name=self._focus_name)] if self.name else []
        if self.view.is_filtered or not self.name:
            said.append(self._caption)
        if self.view.is_filtered or self.name:  # else the caption says whose all are
            said += [one[:1].lower() + one[1:].rstrip(".") for one in self.one_side]
        return capital("; ".join(said))

    @cached_property
    def name(self) -> str:
        """What is picked in words, with a capital; empty for nothing."""
        return capital(self._focus_name)

    def titled(self, key: str = "app.title") -> str:
        """Return a title that says whose ties it is about."""
        return ": ".join(t(one, self.lang, **self.words) for one in (key, "app.subtitle"))

    @property
    def meeting(self) -> str:
        """What the meeting is called: «Встреча с Могилевской областью»; empty without one."""
        if self.occasion is None:
            return ""
        focus = self.view.focus
        if not focus:
            return t("meeting.title_all", self.lang)
        if len(focus) > 1 or focus[0] in self.register.by_id:
            return t("meeting.title", self.lang, name=self._focus_name)
        name = language(self.lang).with_name(self._focus_name)
        return t("meeting.title_with", self.lang, name=name)

    @cached_property
    def _focus_name(self) -> str:
        focus = self.view.focus
        return focus_name(focus, self.register, self.lang) if focus else ""

    def count_of(self, part: Part) -> str:
        """Return how many agreements of how many a part has: "Показано 42 из 52 соглашений"."""
        n, total = len(part.agreements), len(self.register.agreements)
        said = {"shown": format_number(n, self.lang), "total": format_number(total, self.lang)}
        return t("map.count", self.lang, n=total, **said)

    @property
    def counts_line(self) -> str:
        """The counts in words: of how many, how they stand, how many ties and what makes them."""
        parts = self.standings_line(self.listed)
        return f"{self.count_of(self.listed)}: {parts} · {self.ties_line(self.listed)}"

    def finding(self, text: str, part: Part) -> str:
        """Return a finding about a part; where filters narrow it, with words that say so."""
        whole = self.picked_whole if part in (self.picked, self.picked_past) else self.whole
        if len(part.agreements) == len(whole.agreements):
            return text
        past = bool(self.view.status) and part in (self.past, self.picked_past)
        return t("shown.of_filter_past" if past else "shown.of_filter", self.lang, text=text)

    def standings_line(self, part: Part) -> str:
        """Return in words how many agreements of a part stand how, on the day if there is one."""
        tally, day = part.tally, format_date(self.past_day, self.lang)
        counts = {
            "map.count_in_force_on" if self.past_day else "map.count_in_force": tally.in_force,
            "map.count_lapsed": tally.lapsed,
        }
        if tally.unknown:
            counts["map.count_unknown"] = tally.unknown
        return ", ".join(
            t(key, self.lang, n=n, shown=format_number(n, self.lang), day=day)
            for key, n in counts.items()
        )

    def ties_line(self, part: Part) -> str:
        """Return how many ties there are, and how many of them are one agreement's alone."""
        ties = t("map.count_ties", self.lang, n=len(part.ties))
        if not part.many or not part.many.n_alone:
            return ties
        alone = t("map.count_many", self.lang, n=part.many.n_alone)
        return f"{ties} ({alone})"

    def figures(self, part: Part) -> str:
        """Return how many agreements there are and how many are in force, or why there is none."""
        tally, lang = part.tally, self.lang
        if not tally.total:
            return self.nothing[:1].lower() + self.nothing[1:].rstrip(".")
        counted = t("layer.agreements", lang, n=tally.total)
        if tally.unknown or self.past_day:
            return f"{counted}, {self.standings_line(part)}"
        key = "territory.in_force" if tally.in_force else "territory.none_in_force"
        return f"{counted}, {t(key, lang, n=tally.in_force)}"

    @property
    def subject(self) -> str:
        """
        What a file is about, for its title: what is picked and the filters, or all ties.

        "All ties" is said of all ties only.
        """
        key = "shown.ties" if self.view.is_filtered else "shown.everything"
        return self.narrowed(self._focus_name or t(key, self.lang, **self.words))

    def narrowed(self, name: str, most: int = NAMED) -> str:
        """Return a name with the filters in short behind it, if there are any; 0 for in full."""
        if not self.view.is_filtered:
            return name
        short = caption(self.view, self.register, most) if most else self._caption
        return t("shown.with_filter", self.lang, name=name, caption=short)

    @property
    def dated(self) -> str:
        """How fresh the register is; it bears no date of issue, only its entries do."""
        return t(
            "shown.dated",
            self.lang,
            day=format_date(self.register.newest, self.lang),
            **self.words,
        )

    def limits(self, part: Part) -> tuple[str, ...]:
        """
        Return what is left out of what is said of a part, as sentences: what no map has of it, what
        came later, what is not told.
        """
        day = format_date(self.on, self.lang)
        key = "shown.later" if self.on == self.counted_from else "shown.not_yet"
        later = (t(key, self.lang, day=day),) if self.on else ()
        guests = (t("shown.discreet", self.lang),) if self.discreet else ()
        off = off_map(part.agreements, self.register, self.lang)
        return (*off, *self.one_side, *later, *guests)

    @property
    def one_side(self) -> tuple[str, ...]:
        """Say whose agreements alone are here, where they are seen from one place."""
        return (t("shown.side", self.lang, **self.words),) if self.view.side else ()

    def heading(self, how: Standing, n: int) -> str:
        """Return what agreements that stand in a way are called, on the day if there is one."""
        key = f"shown.{how}_on" if self.past_day else f"shown.{how}"
        return t(key, self.lang, day=format_date(self.past_day, self.lang), n=n)

    @property
    def unheard(self) -> str:
        """Say that of the filters nothing but the day applies; empty without filters."""
        if not self.view.is_filtered:
            return ""
        key = "territory.unfiltered_on" if self.on else "territory.unfiltered"
        return t(key, self.lang, day=format_date(self.on, self.lang), **self.words)

    def whole_line(self, *places: str) -> str:
        """
        Return the words for "whatever the filters", with the day if there is one; `places` are
        those that count all the same, by their codes: what is picked is no filter.
        """
        whole = self.words["Register_all"]
        if self.past_day:
            day = format_date(self.past_day, self.lang)
            whole = t("stats.whole_on", self.lang, whole=whole, day=day)
        asked = [code for code in places if code not in self.view.focus]
        names = ", ".join(focus_name((code,), self.register, self.lang) for code in asked)
        key = "stats.whole_places" if asked else "stats.whole"
        return t(key, self.lang, whole=whole, names=names)


def off_map(agreements: Sequence[Agreement], register: Register, lang: str) -> tuple[str, ...]:
    """Return what of some agreements no map shows, as sentences."""
    parties = {code for one in agreements for code in one.territories}
    names = ", ".join(x.name(lang) for x in register.unplaced if x.code in parties)
    n = len({one.id for one in agreements} & {one.id for one in register.domestic})
    unplaced = (t("shown.unplaced", lang, names=names),) if names else ()
    return (*unplaced, *((t("shown.domestic", lang, n=n),) if n else ()))
