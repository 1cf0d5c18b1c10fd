"""
Alarms: what a new issue does to many agreements at once, as a person seldom means it.

Rows that vanish (the register keeps what lapsed), that all lapse or all come back into force, and
values that get lost column by column are what a reading error looks like. Each is one question; it
has another key as soon as other agreements are concerned.
"""

from collections.abc import Callable, Iterable, Sequence

from geo.agreements import Agreement
from geo.reading import Problem
from geo.reading.words import fold
from geo.update.comparison import Comparison

FEW = 3
"""So many agreements may well lapse, come back or lose a value in one issue."""

_VALUES: tuple[tuple[str, Callable[[Agreement], object]], ...] = (
    ("registration", lambda x: x.registered_on or x.registration_number),
    ("term", lambda x: x.term_years or x.perpetual or x.ends_on),
)


def find_alarms(comparison: Comparison, left_out: Iterable[str]) -> tuple[Problem, ...]:
    """
    Return what a person has to confirm of a comparison of the register with a new issue.

    `left_out` are titles of rows that a person leaves out: that they vanish is decided.
    """
    known = set(map(fold, left_out))
    vanished = [row for row in comparison.vanished if fold(row.title) not in known]
    found = [_alarm("vanished", vanished)] if vanished else []
    for name, matches in (("returned", comparison.returned), ("mass_lapse", comparison.lapsed)):
        if len(matches) > FEW:
            found.append(_alarm(name, [match.after for match in matches]))
    for name, value in _VALUES:
        lost = [m.after for m in comparison.changed if value(m.before) and not value(m.after)]
        if len(lost) > FEW:
            found.append(_alarm(f"lost_{name}", lost))
    return tuple(found)


def _alarm(name: str, agreements: Sequence[Agreement]) -> Problem:
    """Return one question about agreements; their identifiers make its key."""
    ids = ", ".join(sorted(agreement.id for agreement in agreements))
    return Problem(f"problem.{name}", got=ids, count=len(agreements))
