"""
Agreements about another one: what they do to it, and which one that is.

«Соглашение о расторжении договора о дружбе от 3 июля 2007 года …»: the first words say whether it
ends, prolongs or changes the other; one «о прекращении побратимских связей» ends another as well.
Which one that is follows from its form, its day and the same parties, where one agreement alone
fits; else a person names it, or says that this is an agreement of its own. That an agreement was
ended changes no status: the register's tables do.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from geo.agreements import Agreement, Effect, Form, Status
from geo.dates import FoundDate
from geo.reading.columns import Column
from geo.reading.problems import Report
from geo.reading.vocabulary import FORM, FORM_NAMES, FORMS
from geo.reading.words import fold

_OTHER = rf"(?P<form>{FORM})\w*"
_ABOUT = re.compile(
    rf"^\W*(?:(?P<more>доп(?:олнительн\w+|\.) ?соглашени\w+)(?:(?: \w+)*? к {_OTHER})?"
    r"|\w+(?:\*|\W)* (?:о|об) (?P<what>(?:досрочном |внесении |признании )?(?:расторжени\w+"
    r"|прекращени\w+|продлени\w+|пролонгаци\w+|изменени\w+|дополнени\w+|присоединени\w+"
    r"|утратившим\w* силу|приостановлени\w+|отмен\w+|возобновлени\w+|замен\w+|перезаключени\w+"
    r"|непродлени\w+|аннулировани\w+|денонсаци\w+|завершени\w+|окончани\w+|выход\w+ из"
    r"|переоформлени\w+|толковани\w+|исполнени\w+|реализации|применени\w+|(?:\w+ )?редакции)"
    r"(?: и \w+)?)"
    r"(?: (?:действия|срока|срока действия|в|к|изменений в|на))* (?:\w+ ){0,3}?"
    rf"{_OTHER.replace('<form>', '<form2>')}"
    r"|\w+(?:\*|\W)* (?:о|об) (?P<tie>(?:досрочном )?(?:расторжени\w+|прекращени\w+"
    r"|приостановлени\w+|завершени\w+|отказ\w* от))(?: \w+){0,3}?"
    r" (?:связ|отношени|сотрудничеств|дружб)\w+"
    rf"|\w+\W* (?P<to>к {_OTHER.replace('<form>', '<form3>')}))"
)
_ENDS = r"расторж|прекращ|утратившим|отмен|отказ|непродл|аннулир|денонс|заверш|окончани"
_EFFECTS = (
    (re.compile(_ENDS), Effect.ENDS),
    (re.compile(r"продл|пролонг|возобновл"), Effect.PROLONGS),
    (re.compile(r"изменени|доп|присоединени|^к "), Effect.CHANGES),
)
OTHERS_DAY = re.compile(
    rf"\b(?:в (?:{FORM_NAMES})|(?!(?:{FORM_NAMES})\b)(?:{FORM})\w*)\b"
    r"(?:(?!\bот\b|\d{4})[^()])*?\bот ?$"
)
"""What stands before the date of the agreement that a title is about."""
_PARTIES = re.compile(r"(?<=\w) между .*? (?=об? )")
"""What may stand before the words for another agreement: «Договор между … о прекращении …»."""
OWN = "own"
"""The answer that it is an agreement of its own."""


@dataclass(frozen=True)
class About:
    """
    What a title says of another agreement: the `words` for it, what it does, the other's form.

    `effect` is None where the words do something that we have no word for; `day` is the other's
    where the title names it beside its own.
    """

    words: str
    effect: Effect | None
    form: Form | None
    day: date | None = None


def read_about(text: str) -> About | None:
    """Read the words for another agreement at the beginning of a title; None if there are none."""
    text = fold(text)
    found = _ABOUT.match(text) or _ABOUT.match(_PARTIES.sub(" ", text))
    if not found:
        return None
    words = found["more"] or found["what"] or found["tie"] or found["to"]
    effect = next((effect for pattern, effect in _EFFECTS if pattern.search(words)), None)
    stem = found["form"] or found["form2"] or found["form3"] or "—"
    form = next((form for word, form in FORMS.items() if word.startswith(stem)), None)
    return About(words, effect, form)


def with_day(about: About, text: str, dates: Iterable[FoundDate], own: date) -> About:
    """Add the other's day: the one date of a title that is not its own and stands behind it."""
    days = {x.day for x in dates if x.day != own and OTHERS_DAY.search(fold(text[: x.start]))}
    return replace(about, day=days.pop()) if len(days) == 1 else about


def link(
    agreement: Agreement, about: About | None, others: Sequence[Agreement], report: Report
) -> Agreement | None:
    """Return the agreement with the one it is about; None if a person has to name it first."""
    if not about or not about.effect:
        return agreement
    parties = set(agreement.territories)
    earlier = [x for x in others if set(x.territories) == parties and x.id != agreement.id
               and x.signed_on <= agreement.signed_on]  # fmt: skip
    same = [x for x in earlier if x.signed_on == (about.day or x.signed_on)]
    fitting = [x for x in same if about.form in (None, x.form)]
    named = fitting[0].id if about.day and len(fitting) == 1 else ""
    if not named:
        options = (*(x.id for x in earlier), OWN)
        said = report("problem.about", got=about.words, options=options, column=Column.TITLE)
        if said not in options:
            return None
        named = said
    if named == OWN:
        return agreement
    other = next(x for x in earlier if x.id == named)
    if about.effect == Effect.ENDS and other.status == Status.IN_FORCE:
        said = report("problem.ended", got=other.title, column=Column.TITLE)
        if not said:
            return None
    return replace(agreement, effect=about.effect, about_id=named)
