"""Scope: what the lists of slides and of a brief are about, how it is named, and the lists."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from geo import findings
from geo.agreements import Agreement
from geo.card import citation, form_and_day, number, pair_line, registration
from geo.exports.material import Material
from geo.history import Standing
from geo.languages import NBSP
from geo.shown import Shown
from geo.stats import term_code
from geo.terms import next_prolongation
from geo.terms.events import Event, EventKind, build_events
from geo.text import format_date, t
from geo.white_spots import (
    NEAR_KM,
    CandidatePair,
    WhiteSpots,
    find_all_white_spots,
    find_candidates,
)

N_CANDIDATES = 8
"""As many pairs are named; the others are counted, and the order is said."""


@dataclass(frozen=True, eq=False)
class Scope:
    """What the lists of a file are about: the view, or what is picked in it."""

    material: Material

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.material.view.lang

    @property
    def focus(self) -> tuple[str, ...]:
        """What is picked."""
        return self.material.view.focus

    @cached_property
    def name(self) -> str:
        """What is picked in words, with a capital; empty for nothing."""
        if self.agreement:
            return form_and_day(self.agreement, self.lang)
        return self.material.shown.name

    @property
    def agreement(self) -> Agreement | None:
        """The agreement that is picked, if it is one."""
        return self.material.register.by_id.get(self.focus[0]) if self.focus else None

    @property
    def is_region(self) -> bool:
        """Whether a partner region is picked."""
        return bool(self.focus) and not (
            self.agreement or self.focus[0] in self.material.register.territories
        )

    @cached_property
    def agreements(self) -> tuple[Agreement, ...]:
        """The agreements of the view that belong to what is picked, in the register's order."""
        return self.material.shown.picked.agreements

    @property
    def everything(self) -> "Scope":
        """The whole view, whatever is picked in it."""
        return Scope(self.material.seen(self.material.view.focused()))

    def title(self, text: str) -> str:
        """Return a title that names what is picked."""
        if not self.name:
            return text
        return t("slides.of", self.lang, name=self.name, text=text[:1].lower() + text[1:])

    # --- what lies ahead --------------------------------------------------------------------------

    @property
    def looks_ahead(self) -> bool:
        """Whether what is due belongs here: it does not beside the network of a past day."""
        return bool(self.agreements) and self.material.shown.looks_ahead

    @property
    def horizon(self) -> date:
        """The last day that lists of what is ahead go to."""
        return self.material.shown.horizon

    def events(self, *kinds: EventKind) -> list[Event]:
        """Return what is to happen up to the horizon, of some kinds; nothing beside a past day."""
        if not self.looks_ahead:
            return []
        found = build_events(self.agreements, self.material.today, self.horizon)
        return [event for event in found if event.kind in kinds]

    @cached_property
    def prolongations(self) -> list[tuple[date, Agreement]]:
        """The next prolongation of every agreement with a term, however far ahead."""
        days = [(next_prolongation(one, self.material.today), one) for one in self.agreements]
        return sorted(((day, one) for day, one in days if day), key=lambda x: (x[0], x[1].id))

    @property
    def next_prolongation(self) -> str:
        """When the next prolongation is, or that there is nothing to prolong."""
        if not self.prolongations:
            return t("slides.due_perpetual", self.lang)
        day, agreement = self.prolongations[0]
        name = self.sides(agreement)
        return t("slides.due_next", self.lang, day=format_date(day, self.lang), name=name)

    # --- what is not there ------------------------------------------------------------------------

    @property
    def asked_places(self) -> tuple[str, ...]:
        """The region that is picked, or the territories and regions that the filters ask for."""
        view = self.material.view
        if self.is_region:
            return self.focus
        return () if self.focus else (*view.region, *view.territory, *view.partner)

    @cached_property
    def white_spots(self) -> WhiteSpots:
        """The white spots of both sides, or only of the places that are asked for."""
        found, places = find_all_white_spots(self.material.shown), set(self.asked_places)
        return found.only(lambda x: not places or bool(places & {x.code, x.region}))

    @cached_property
    def candidates(self) -> list[CandidatePair]:
        """The pairs with nothing in force that have to do with what is picked or asked for."""
        material, view = self.material, self.material.view
        codes = set(self.agreement.territories if self.agreement else self.focus)

        def asked(pair: CandidatePair) -> bool:
            filters = {pair.home.code: view.territory, pair.partner.code: view.partner,
                       pair.partner.region: view.region}  # fmt: skip
            return all(not wanted or code in wanted for code, wanted in filters.items())

        return [
            pair
            for pair in find_candidates(material.shown, material.boundaries)
            if (codes & {pair.home.code, pair.partner.code, pair.partner.region})
            or (not codes and asked(pair))
        ]

    def candidate_cells(self, n: int | None = N_CANDIDATES) -> list[tuple[str, str]]:
        """Return the first `n` candidates as names and reasons; all of both for None."""
        lang = self.lang
        named = findings.NAMED if n else None
        return [
            (
                f"{pair.home.short(lang)} — {pair.partner.short(lang)}",
                "; ".join(findings.reasons(pair, lang, named)),
            )
            for pair in self.candidates[:n]
        ]

    def candidates_remark(self) -> str:
        """Return what the candidates are, and how many of them are named."""
        remark = t(
            "slides.candidates_what", self.lang, whole=self.material.shown.whole_line, km=NEAR_KM
        )
        unknown = findings.candidates_unknown(self.candidates, self.lang)
        remark = f"{remark} {unknown}" if unknown else remark
        if len(self.candidates) <= N_CANDIDATES:
            return remark
        total = len(self.candidates)
        return f"{remark} {t('slides.first_rows', self.lang, n=N_CANDIDATES, total=total)}"

    # --- words ------------------------------------------------------------------------------------

    def number_width(self, usual: float) -> float:
        """Return the millimetres of a column of numbers: of several registers they have names."""
        return 26 if self.material.register.parts else usual

    def sides(self, agreement: Agreement) -> str:
        """Return the parties by side, in short names."""
        return pair_line(agreement, self.material.register, self.lang)

    def heading(self, how: Standing, n: int) -> str:
        """Return the heading of the agreements that stand in a way, on the day if there is one."""
        on = self.material.view.on
        key = f"brief.{how}_on" if on else f"brief.{how}"
        return t(key, self.lang, day=format_date(on, self.lang), n=n)

    @property
    def lapse_column(self) -> str:
        """The key of the heading over what is said of a lapse."""
        return f"table.{'successor' if self.material.shown.discreet else 'lapse_successor'}"

    def term(self, agreement: Agreement) -> str:
        """Return the term in short; the register's words where no term was read from them."""
        code = term_code(agreement)
        if code == "unknown" and agreement.term_text:
            return agreement.term_text
        return findings.term_name(code, self.lang)

    def about(self, agreement: Agreement) -> str:
        """Return what a speaker may have to read out: number, full title, registration."""
        text = citation(agreement, self.material.shown)
        if agreement.registration_number and not agreement.registered_on:
            text = f"{text} ({registration(agreement, self.material.shown)})"
        return f"{number(agreement, self.lang)}: {text}"


def registered(agreement: Agreement, shown: Shown) -> str:
    """Return date and number of registration; no line ends after the sign of a number."""
    return registration(agreement, shown).replace("№ ", f"№{NBSP}")
