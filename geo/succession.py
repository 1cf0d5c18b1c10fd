"""
Succession: which agreement replaced which, stated by the register or inferred by us.

A chain is a line of agreements from the first to the one that nothing has replaced. What the
register states and what is inferred (the same parties, a later date) never look the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from geo.agreements import Agreement, Basis, Register, Status


@dataclass(frozen=True)
class Chain:
    """Agreements in the order of replacement; `bases` holds one basis per step between them."""

    agreements: tuple[Agreement, ...]
    bases: tuple[Basis, ...]


@dataclass(frozen=True)
class LapseCount:
    """Lapsed agreements by what became of them."""

    replaced_stated: int
    replaced_inferred: int
    without_successor: int


def build_chains(register: Register) -> tuple[Chain, ...]:
    """Return every chain of at least two agreements, the oldest first."""
    starts = [
        agreement
        for agreement in register.agreements
        if agreement.successor_id and agreement.id not in register.predecessors
    ]
    chains = []
    for start in sorted(starts, key=lambda agreement: (agreement.signed_on, agreement.id)):
        agreements, bases = [start], []
        while agreements[-1].successor_id and agreements[-1].successor_basis:
            bases.append(agreements[-1].successor_basis)
            agreements.append(register.by_id[agreements[-1].successor_id])
        chains.append(Chain(tuple(agreements), tuple(bases)))
    return tuple(chains)


def count_lapsed(agreements: Iterable[Agreement]) -> LapseCount:
    """Count lapsed agreements apart: replaced, as stated or as inferred, or without successor."""
    lapsed = [agreement for agreement in agreements if agreement.status == Status.LAPSED]
    stated = sum(agreement.successor_basis == Basis.STATED for agreement in lapsed)
    inferred = sum(agreement.successor_basis == Basis.INFERRED for agreement in lapsed)
    return LapseCount(stated, inferred, len(lapsed) - stated - inferred)
