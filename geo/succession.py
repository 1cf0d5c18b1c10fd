"""
Succession: which agreement replaced which, stated by the register or inferred by us.

What the register states and what is inferred (the same parties, a later date) never look the same.
That the register names no successor is no proof that there is none. On the day of a view only that
is told which had happened by then (`geo.shown.Shown.told`).
"""

from dataclasses import dataclass

from geo.agreements import Basis
from geo.shown import Part, Shown


@dataclass(frozen=True)
class LapseCount:
    """
    Agreements that lapsed, by what is known of it.

    Of those that lapsed for certain: replaced as the register states, replaced as we infer, or
    `not_named`. Then those of which nobody can say whether they had lapsed on the day.
    """

    replaced_stated: int = 0
    replaced_inferred: int = 0
    not_named: int = 0
    unknown: int = 0

    @property
    def lapsed(self) -> int:
        """How many lapsed for certain."""
        return self.replaced_stated + self.replaced_inferred + self.not_named


def count_lapsed(shown: Shown, part: Part) -> LapseCount:
    """Count the lapsed agreements of a part apart by what became of them, as far as is known."""
    bases = [shown.told(agreement).successor_basis for agreement in part.lapsed]
    stated, inferred = bases.count(Basis.STATED), bases.count(Basis.INFERRED)
    return LapseCount(stated, inferred, bases.count(None), len(part.unknown))
