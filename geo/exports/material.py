"""
Material: all that a file can be made from, so that every format is made by the same call.

Beside what it is made from it has what the lists of documents and slides are about, and the lists.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode, urlsplit

from geo import findings
from geo.agreements import Agreement, Register
from geo.card import citation, form_and_day, number, pair_line, registration, term
from geo.map.network import Network
from geo.map.scene import Scene
from geo.profile import Profile, build_profile
from geo.shown import Part, Shown
from geo.stats import term_code
from geo.terms import last_day, next_prolongation
from geo.terms.events import Event, EventKind, alike, build_events
from geo.territories import Territory
from geo.text import format_date, join, listed, t
from geo.view import View
from geo.white_spots import (
    NEAR_KM,
    CandidatePair,
    WhiteSpots,
    find_candidates,
    find_white_spots,
)

OWN_HOSTS = ("localhost", "127.0.0.1", "::1")
"""Names by which a machine calls itself."""
N_CANDIDATES = 8
"""As many pairs are named; the others are counted, and the order is said."""


@dataclass(frozen=True, eq=False)
class Material:
    """
    What an export is made from.

    `shown` is what the view shows, with every number a file may word, and the meeting that the file
    is for (`Shown.meeting`, `Shown.occasion`); `network` has its places and lines on the map.
    `gost` asks for a Word file as offices file it, and `executor` is who wrote that. `steps` are
    those of a meeting that a deck is made of, none for all of them. `template` is an office's own
    letterhead or presentation (`geo.exports.template`), empty for our look; `twin` is a second
    language beside that of the view in files that can have both, empty for none. `address` is where
    others find the app, if that is known.
    """

    shown: Shown
    network: Network
    gost: bool = False
    executor: str = ""
    steps: tuple[str, ...] = ()
    template: bytes = b""
    address: str = ""
    twin: str = ""

    @property
    def view(self) -> View:
        """What to show and in which language."""
        return self.shown.view

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.view.lang

    @property
    def register(self) -> Register:
        """The register it is taken from."""
        return self.shown.register

    @property
    def today(self) -> date:
        """The day that what is due is counted from."""
        return self.shown.today

    @property
    def link(self) -> str:
        """The link of the view; empty if the address is unknown, or is this machine's alone."""
        host = urlsplit(self.address).hostname
        if not host or host in OWN_HOSTS:
            return ""
        params = self.view.to_params() | ({"discreet": "1"} if self.shown.discreet else {})
        return f"{self.address.rstrip('/')}/?{urlencode(params)}"

    @cached_property
    def scene(self) -> Scene:
        """What the view shows as a map."""
        return Scene(self.shown, self.network)

    def seen(self, view: View) -> "Material":
        """Return the same for another view."""
        return replace(self, shown=self.shown.seen(view))

    def unfiltered(self, *focus: str) -> "Material":
        """Return the same for the whole register on the day of the view, with a focus or none."""
        return self.seen(self.view.without_filters().focused(*focus))

    # --- what is picked ---------------------------------------------------------------------------

    @property
    def focus(self) -> tuple[str, ...]:
        """What is picked."""
        return self.view.focus

    @cached_property
    def name(self) -> str:
        """What is picked in words, with a capital; empty for nothing."""
        if self.agreement:
            return form_and_day(self.agreement, self.lang)
        return self.shown.name

    @property
    def agreement(self) -> Agreement | None:
        """The agreement that is picked, if it is one."""
        return self.register.by_id.get(self.focus[0]) if self.focus else None

    @property
    def is_region(self) -> bool:
        """Whether a partner region is picked."""
        return bool(self.focus) and not (
            self.agreement or self.focus[0] in self.register.territories
        )

    @cached_property
    def agreements(self) -> tuple[Agreement, ...]:
        """The agreements of the view that belong to what is picked, in the register's order."""
        return self.shown.picked.agreements

    @property
    def everything(self) -> "Material":
        """The same for the whole view, whatever is picked in it."""
        return self.seen(self.view.focused())

    def title(self, text: str) -> str:
        """Return a title that names what is picked."""
        if not self.name:
            return text
        return t("slides.of", self.lang, name=self.name, text=text[:1].lower() + text[1:])

    @cached_property
    def profile(self) -> Profile | None:
        """What the whole register says of a territory, a pair or a region; None for others."""
        if not self.focus or self.agreement:
            return None
        return build_profile(self.focus, self.shown, self.network.boundaries)

    @cached_property
    def mapped(self) -> dict[Territory, Part]:
        """What is picked of every territory that has a shape on the map or is a party."""
        parts, nothing = self.shown.picked.by_territory, self.shown.picked.of(lambda _: False)
        shapes, parties = set(self.network.boundaries.shapes.index), set(self.register.party_codes)
        return {
            x: parts.get(x.code, nothing)
            for x in self.register.territories.values()
            if x.boundary in shapes or x.code in parties
        }

    # --- what lies ahead --------------------------------------------------------------------------

    @property
    def looks_ahead(self) -> bool:
        """Whether what is due belongs here: it does not beside the network of a past day."""
        return bool(self.agreements) and self.shown.looks_ahead

    def events(self, *kinds: EventKind) -> list[Event]:
        """Return what is to happen up to the horizon, of some kinds; nothing beside a past day."""
        if not self.looks_ahead:
            return []
        found = build_events(self.agreements, self.today, self.shown.horizon)
        return [event for event in found if event.kind in kinds]

    @cached_property
    def next_terms(self) -> list[Event]:
        """The first prolongations or ends of terms, however far ahead: those of one day."""
        found: list[Event] = []
        for one in self.agreements:
            day = next_prolongation(one, self.today) or last_day(one)
            if day and day >= self.today:
                found += build_events((one,), day, day)
        found = [event for event in found if event.kind != EventKind.ANNIVERSARY]
        return alike(sorted(found, key=lambda event: (event.day, event.agreement.id)))

    @property
    def next_said(self) -> str:
        """When the first prolongation or end of a term is, or that there is none."""
        lang = self.lang
        if not self.next_terms:
            return t("slides.due_none", lang)
        event = self.next_terms[0]
        basis = t("calendar.stated" if event.is_stated else "calendar.calculated", lang)
        values = {"day": format_date(event.day, lang), "name": self.whose(self.next_terms)}
        return t(f"slides.due_next_{event.kind}", lang, basis=basis, **values)

    def days_remark(self, events: Iterable[Event]) -> str:
        """Say how the days of a list of events come about."""
        what = t("slides.due_what", self.lang, today=format_date(self.today, self.lang))
        stated = any(event.is_stated for event in events)
        return f"{what} {t('slides.due_what_stated', self.lang)}" if stated else what

    # --- what is not there ------------------------------------------------------------------------

    @property
    def asked_places(self) -> tuple[str, ...]:
        """The region that is picked, or the territories and regions that the filters ask for."""
        view = self.view
        if self.is_region:
            return self.focus
        return () if self.focus else (*view.region, *view.territory, *view.partner)

    @property
    def whole_line(self) -> str:
        """The words for "whatever the filters": only what they say of places counts."""
        return self.shown.whole_line(*self.asked_places)

    @cached_property
    def white_spots(self) -> WhiteSpots:
        """The white spots of both sides, or only of the places that are asked for."""
        found, places = find_white_spots(self.shown), set(self.asked_places)
        return found.only(lambda x: not places or bool(places & {x.code, x.region}))

    @cached_property
    def candidates(self) -> list[CandidatePair]:
        """The pairs with nothing in force that have to do with what is picked or asked for."""
        view = self.view
        codes = set(self.agreement.territories if self.agreement else self.focus)

        def asked(pair: CandidatePair) -> bool:
            filters = {pair.home.code: view.territory, pair.partner.code: view.partner,
                       pair.partner.region: view.region}  # fmt: skip
            return all(not wanted or code in wanted for code, wanted in filters.items())

        return [
            pair
            for pair in find_candidates(self.shown, self.network.boundaries)
            if (codes & {pair.home.code, pair.partner.code, pair.partner.region})
            or (not codes and asked(pair))
        ]

    def candidate_cells(self, n: int | None = N_CANDIDATES) -> list[tuple[str, str]]:
        """Return the first `n` candidates as names and reasons; all of both for None."""
        lang = self.lang
        named = findings.NAMED if n else None
        cells = []
        for pair in self.candidates[:n]:
            name = f"{pair.home.short(lang)} — {pair.partner.short(lang)}"
            cells.append((name, "; ".join(findings.reasons(pair, lang, named))))
        return cells

    def candidates_remark(self) -> str:
        """Return what the candidates are, and how many of them are named."""
        remark = t("slides.candidates_what", self.lang, whole=self.whole_line, km=NEAR_KM)
        unknown = findings.candidates_unknown(self.candidates, self.lang)
        remark = f"{remark} {unknown}" if unknown else remark
        if len(self.candidates) <= N_CANDIDATES:
            return remark
        total = len(self.candidates)
        return f"{remark} {t('slides.first_rows', self.lang, n=N_CANDIDATES, total=total)}"

    # --- words ------------------------------------------------------------------------------------

    def number_width(self, usual: float) -> float:
        """Return the millimetres of a column of numbers: of several registers they have names."""
        return 26 if self.register.parts else usual

    def sides(self, agreement: Agreement) -> str:
        """Return the parties by side, in short names."""
        return pair_line(agreement, self.register, self.lang)

    def whose(self, events: Sequence[Event]) -> str:
        """Return the parties of agreements that have something in common; of many, the first."""
        names, most = [self.sides(event.agreement) for event in events], findings.NAMED
        return join(names, self.lang) if len(names) <= most else listed(names, self.lang, most)

    def term(self, agreement: Agreement) -> str:
        """Return the term in short; the register's words where there is no shorter name for it."""
        code = term_code(agreement)
        if code in ("unknown", "until"):
            return term(agreement, self.lang)
        return findings.term_name(code, self.lang)

    def about(self, agreement: Agreement) -> str:
        """Return what a speaker may have to read out: number, full title, registration."""
        text = citation(agreement, self.shown)
        if agreement.registration_number and not agreement.registered_on:
            text = f"{text} ({registration(agreement, self.shown)})"
        return f"{number(agreement, self.lang)}: {text}"
