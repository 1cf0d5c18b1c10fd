"""Scope: what the lists of a file are about, and how it is named."""

from dataclasses import dataclass
from functools import cached_property

from geo.agreements import Agreement
from geo.card import citation, number, registration
from geo.exports.material import Material
from geo.history import Standing, standing
from geo.text import NBSP, format_date, t
from geo.ties import Tie
from geo.view import focus_name, in_focus


@dataclass(frozen=True, eq=False)
class Scope:
    """What the lists of a deck are about: the view, or what is picked in it."""

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
        if not self.focus:
            return ""
        if self.agreement:
            day = format_date(self.agreement.signed_on, self.lang)
            form = t(f"form.{self.agreement.form}", self.lang)
            return t("slides.agreement", self.lang, form=form, day=day)
        return capital(focus_name(self.focus, self.material.register, self.lang))

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
        register, ids = self.material.register, {a.id for tie in self.ties for a in tie.agreements}
        return tuple(
            agreement
            for agreement in self.material.selection.agreements
            if agreement.id in ids and in_focus(agreement, self.focus, register)
        )

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """The ties of the view that belong to what is picked."""
        territories = self.material.register.territories
        return tuple(
            tie
            for tie in self.material.selection.ties
            if set(self.focus)
            <= {tie.home, tie.partner, territories[tie.partner].region}
            | {agreement.id for agreement in tie.agreements}
        )

    def standing(self, *how: Standing) -> list[Agreement]:
        """Return the agreements that stand in one of some ways."""
        on = self.material.view.on
        return [agreement for agreement in self.agreements if standing(agreement, on) in how]

    def title(self, text: str) -> str:
        """Return a title that names what is picked."""
        if not self.name:
            return text
        return t("slides.of", self.lang, name=self.name, text=text[:1].lower() + text[1:])

    def about(self, agreement: Agreement) -> str:
        """Return what a speaker may have to read out: number, full title, registration."""
        text = citation(agreement, self.lang)
        if agreement.registration_number and not agreement.registered_on:
            text = f"{text} ({registration(agreement, self.lang)})"
        return f"{number(agreement, self.lang)}: {text}"


def registered(agreement: Agreement, lang: str) -> str:
    """Return date and number of registration; no line ends after the sign of a number."""
    return registration(agreement, lang).replace("№ ", f"№{NBSP}")


def capital(text: str) -> str:
    """Return text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
