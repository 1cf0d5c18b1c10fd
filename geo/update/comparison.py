"""
A comparison: what a newly read issue of the register says, against the one we have.

The register is reissued whole, rows move between its tables and all numbers shift, so rows are
matched by date of signing, form and parties, never by number. What is left over is matched a
second time: a row with the same parties or the same date, a similar title and nothing that speaks
against it is the same agreement corrected, and its evidence is kept. Where two rows could be meant,
or the evidence is too thin, nothing is guessed: that is a doubt, and a person decides.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property
from itertools import count, product
from typing import Any

from geo.agreements import Agreement, Identity, Status
from geo.reading.words import fold

SIMILAR = 0.7
"""Titles without their dates are similar from this ratio of `difflib` on. Any two titles of the
register share half of their letters ("Соглашение о сотрудничестве между городом …")."""
CLEAR = 0.05
"""The best match must be better than the next one by this much."""

NEW = "new"
"""The decision that a row in doubt is an agreement of its own."""

_NOT_COMPARED = {"id", "number", "status"}
LINKS = ("successor_id", "about_id")
"""Fields that name another agreement."""
IDS = ("id", *LINKS)
FIELDS = tuple(f.name for f in fields(Agreement) if f.compare and f.name not in _NOT_COMPARED)
"""What is compared. A number is no property of an agreement; a new status is a move of its own."""

_ID_PARTS = 5
"""Year, month, day, form and parties; a number behind them tells agreements apart that have all."""

_DATE = re.compile(r",?\s+от\s+[0-9][^,]*$")


@dataclass(frozen=True)
class FieldChange:
    """One field of an agreement, before and after, with the values of `Agreement`."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Evidence:
    """Why two rows with another date, form or parties may be one agreement."""

    similarity: float
    same_parties: bool
    same_date: bool
    same_form: bool
    same_registration: bool
    contradicts: bool
    """They give two registrations, or only the new one gives any, of another date."""
    slip: bool
    """The dates differ as a misprint does: in a digit, in two that changed places, or in day and
    month that did."""

    @property
    def score(self) -> float:
        """How good the match is; only its order means something."""
        signs = (self.same_parties, self.same_date, self.same_form)
        return self.similarity + 0.1 * sum(signs) + 0.2 * self.same_registration

    @property
    def is_enough(self) -> bool:
        """Whether a single candidate may be taken without asking."""
        dated = self.same_date or self.same_registration or (self.slip and self.same_parties)
        return dated and not self.contradicts


@dataclass(frozen=True)
class Match:
    """One agreement in both issues; no `evidence` if date, form and parties are the same."""

    before: Agreement
    after: Agreement
    changes: tuple[FieldChange, ...]
    evidence: Evidence | None = None


@dataclass(frozen=True)
class PossibleMatch:
    """An agreement of the current register that a row may be a correction of."""

    before: Agreement
    evidence: Evidence


@dataclass(frozen=True)
class Doubt:
    """A row that is new or a correction of one of the `candidates`: a person has to say."""

    after: Agreement
    candidates: tuple[PossibleMatch, ...]

    @property
    def key(self) -> str:
        """Name of the doubt in a file of settlements; the same row in doubt has the same one."""
        when, form, codes = self.after.identity
        said = "|".join((when.isoformat(), form, *sorted(codes), self.after.title))
        return f"d-{hashlib.sha256(said.encode()).hexdigest()[:8]}"


@dataclass(frozen=True)
class Comparison:
    """
    What a new issue changes. A row stands in one place only.

    `agreements` is the new issue as it would be written, in its own order. `noted` are rows of
    which the register says the same, and only what we note about them differs, as it does when
    rows around them change; they count as `unchanged`. `renumbered` counts the rows that have
    another number in the same table: shown as one line.
    """

    agreements: tuple[Agreement, ...]
    added: tuple[Agreement, ...]
    changed: tuple[Match, ...]
    noted: tuple[Match, ...]
    lapsed: tuple[Match, ...]
    returned: tuple[Match, ...]
    vanished: tuple[Agreement, ...]
    doubts: tuple[Doubt, ...]
    renumbered: int
    unchanged: int

    @cached_property
    def changes_nothing(self) -> bool:
        """Whether the new issue says what the current register says, numbers and notes included."""
        changed = (self.added, self.changed, self.noted, self.lapsed, self.returned, self.vanished)
        return not (any(changed) or self.doubts or self.renumbered)


def compare(
    current: Sequence[Agreement],
    read: Sequence[Agreement],
    decisions: Mapping[str, str] | None = None,
) -> Comparison:
    """
    Compare the current register with a newly read one.

    `decisions` have for the key of a doubt the id of the current agreement that the row is a
    correction of, or `NEW`. A decision that fits no doubt has no effect.
    """
    pairs, _, after = _match_named(current, read, decisions or {})
    if names := _kept_ids(pairs, after, current):
        read = [
            replace(
                row, **{name: names.get(getattr(row, name), getattr(row, name)) for name in IDS}
            )
            for row in read
        ]
    pairs, before, after = _match_named(current, read, decisions or {})
    last = max((old.signed_on for old in current), default=date.max)
    similar, doubts, before, after = _match_similar(before, after, decisions or {}, last)
    pairs = [*pairs, *similar]
    follows = {old.id: new.id for old, new, _ in pairs}
    order = {id(row): place for place, row in enumerate(read)}
    matches = [
        Match(old, new, _changes(old, new, follows), evidence)
        for old, new, evidence in sorted(pairs, key=lambda pair: order[id(pair[1])])
    ]
    stayed = [match for match in matches if match.before.status == match.after.status]
    noted = [match for match in stayed if {x.field for x in match.changes} == {"source_note"}]
    changed = [match for match in stayed if match.changes and match not in noted]
    moved = [match for match in matches if match.before.status != match.after.status]
    return Comparison(
        agreements=tuple(read),
        added=tuple(sorted(after, key=lambda row: order[id(row)])),
        changed=tuple(changed),
        noted=tuple(noted),
        lapsed=tuple(match for match in moved if match.after.status == Status.LAPSED),
        returned=tuple(match for match in moved if match.after.status == Status.IN_FORCE),
        vanished=tuple(before),
        doubts=tuple(sorted(doubts, key=lambda doubt: order[id(doubt.after)])),
        renumbered=sum(match.before.number != match.after.number for match in stayed),
        unchanged=len(stayed) - len(changed),
    )


# --- matching -------------------------------------------------------------------------------------

Pair = tuple[Agreement, Agreement, Evidence | None]


def _match_named(
    current: Iterable[Agreement], read: Sequence[Agreement], decisions: Mapping[str, str]
) -> tuple[list[Pair], list[Agreement], list[Agreement]]:
    """Match rows of the same identity, and those that a person says are the same."""
    pairs, before, after = _match_same(current, read)
    decided, before, after = _match_decided(before, after, decisions)
    return [*pairs, *decided], before, after


def _match_same(
    current: Iterable[Agreement], read: Sequence[Agreement]
) -> tuple[list[Pair], list[Agreement], list[Agreement]]:
    """
    Match rows of the same identity, the same titles first; return what is left, too.

    Where one issue has several of an identity, only the title says which is which.
    """
    waiting: dict[Identity, list[Agreement]] = {}
    for old in current:
        waiting.setdefault(old.identity, []).append(old)
    several = {identity for identity, n in Counter(x.identity for x in read).items() if n > 1}
    several |= {identity for identity, same in waiting.items() if len(same) > 1}
    pairs: list[Pair] = []
    after: list[Agreement] = []
    titles = {(old.identity, old.title) for old in current}
    for new in sorted(read, key=lambda row: (row.identity, row.title) not in titles):
        same = waiting.get(new.identity, [])
        best = max(
            same, key=lambda old: (old.title == new.title, _similarity(old, new)), default=None
        )
        if best and (new.identity not in several or _letters(best) == _letters(new)):
            same.remove(best)
            pairs.append((best, new, None))
        else:
            after.append(new)
    return pairs, [old for left in waiting.values() for old in left], after


def _letters(agreement: Agreement) -> str:
    """Return the letters and digits of a title; case and ё make no difference."""
    return re.sub(r"[\W_]", "", fold(agreement.title))


def _kept_ids(
    pairs: Iterable[Pair], added: Iterable[Agreement], current: Iterable[Agreement]
) -> dict[str, str]:
    """
    Return other ids by those read: of one day, form and parties each keeps the one it had.

    One that is new among them gets none that another has or had.
    """
    names = {new.id: old.id for old, new, _ in pairs if old.identity == new.identity}
    taken = {old.id: old.identity for old in current}
    for new in added:
        if taken.get(new.id) == new.identity:
            first = "-".join(new.id.split("-")[:_ID_PARTS])
            numbered = (f"{first}-{n}" for n in count(2))
            names[new.id] = next(name for name in numbered if name not in taken)
        taken[names.get(new.id, new.id)] = new.identity
    return names


def _match_decided(
    before: list[Agreement], after: list[Agreement], decisions: Mapping[str, str]
) -> tuple[list[Pair], list[Agreement], list[Agreement]]:
    """Match the rows that a person says are the same."""
    pairs: list[Pair] = []
    by_id = {old.id: old for old in before}
    left = []
    for new in after:
        old = by_id.pop(decisions.get(Doubt(new, ()).key, ""), None)
        if old is None:
            left.append(new)
        else:
            pairs.append((old, new, _evidence(old, new)))
    return pairs, list(by_id.values()), left


def _match_similar(
    before: list[Agreement], after: list[Agreement], decisions: Mapping[str, str], last: date
) -> tuple[list[Pair], list[Doubt], list[Agreement], list[Agreement]]:
    """Match what is clearly a correction; return the doubts and what is left."""
    found = {
        (i, j): evidence
        for j, new in enumerate(after)
        if decisions.get(Doubt(new, ()).key) != NEW
        for i, old in enumerate(before)
        if (evidence := _evidence(old, new, last)) and evidence.similarity >= SIMILAR
    }
    parted = _parted(before, after)
    pairs: list[Pair] = []
    while clear := _clear(found, parted):
        pairs += [(before[i], after[j], found[i, j]) for i, j in clear]
        olds, news = map(set, zip(*clear, strict=True))
        found = {x: value for x, value in found.items() if x[0] not in olds and x[1] not in news}
    doubts = []
    for j in dict.fromkeys(j for _, j in found):
        near = [PossibleMatch(before[i], found[i, k]) for i, k in found if k == j]
        near.sort(key=lambda candidate: -candidate.evidence.score)
        doubts.append(Doubt(after[j], tuple(near)))
    taken = {id(row) for old, new, _ in pairs for row in (old, new)}
    taken |= {id(doubt.after) for doubt in doubts}
    taken |= {id(candidate.before) for doubt in doubts for candidate in doubt.candidates}
    return (
        pairs,
        doubts,
        [old for old in before if id(old) not in taken],
        [new for new in after if id(new) not in taken],
    )


def _parted(before: list[Agreement], after: list[Agreement]) -> set[tuple[int, int]]:
    """
    Return pairs that no likeness makes one: of one day where a row may be split, or several may
    have become one, and of one day, form and parties with another title.
    """
    twins, apart = set(), {}
    for (j, new), (i, old) in product(enumerate(after), enumerate(before)):
        mine, theirs = set(old.territories), set(new.territories)
        if old.signed_on == new.signed_on and mine & theirs and mine != theirs:
            apart[i, j] = max(len(mine - theirs), len(theirs - mine))
        elif old.identity == new.identity:
            twins.add((i, j))
    olds, news = (Counter(pair[side] for pair in apart) for side in (0, 1))
    return twins | {(i, j) for (i, j), n in apart.items() if n > 1 or olds[i] > 1 or news[j] > 1}


def _clear(
    found: Mapping[tuple[int, int], Evidence], parted: Container[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the pairs that are enough and clearly better than any other of their two rows."""
    scores: dict[tuple[int, int], list[float]] = {}
    for pair, evidence in found.items():
        for key in enumerate(pair):
            scores.setdefault(key, [0.0]).append(evidence.score)
    best = {key: sorted(each)[-2:] for key, each in scores.items()}

    def is_clear(pair: tuple[int, int], score: float) -> bool:
        of_rows = [best[key] for key in enumerate(pair)]  # the second best and the best of each
        return all(score == first and score - second >= CLEAR for second, first in of_rows)

    enough = ((pair, x.score) for pair, x in found.items() if x.is_enough and pair not in parted)
    return [pair for pair, score in enough if is_clear(pair, score)]


def _evidence(old: Agreement, new: Agreement, last: date = date.max) -> Evidence | None:
    """
    Return how two rows agree, None unless they share all parties, or a day and a party.

    A misprint leads to no other year after the `last` date that the current register has.
    """
    codes, new_codes = set(old.territories), set(new.territories)
    same_parties, same_date = codes == new_codes, old.signed_on == new.signed_on
    if not same_parties and not (same_date and codes & new_codes):
        return None
    numbers = _registration(old), _registration(new)
    return Evidence(
        similarity=_similarity(old, new),
        same_parties=same_parties,
        same_date=same_date,
        same_form=old.form == new.form,
        same_registration=all(numbers) and numbers[0] == numbers[1],
        contradicts=numbers[1] not in (None, numbers[0]) and not (same_date and not numbers[0]),
        slip=(new.signed_on <= last or new.signed_on.year == old.signed_on.year)
        and _is_slip(old.signed_on, new.signed_on),
    )


def _registration(agreement: Agreement) -> tuple[date, str] | None:
    """Return day and number of registration; "б/н" and a missing cell distinguish nothing."""
    if agreement.registered_on is None:
        return None
    return agreement.registered_on, agreement.registration_number


def _similarity(old: Agreement, new: Agreement) -> float:
    """Return the ratio of two titles without their dates; case and ё make no difference."""
    one, other = (_DATE.sub("", row.title.lower().replace("ё", "е")) for row in (old, new))
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _is_slip(one: date, other: date) -> bool:
    """Return whether one date may be the other one misprinted."""
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return one != other
    digits, others = one.strftime("%Y%m%d"), other.strftime("%Y%m%d")
    wrong = [i for i, (a, b) in enumerate(zip(digits, others, strict=True)) if a != b]
    if len(wrong) == 2:
        i, j = wrong
        return j == i + 1 and digits[i] == others[j] and digits[j] == others[i]
    return len(wrong) == 1


# --- differences ----------------------------------------------------------------------------------


def _changes(old: Agreement, new: Agreement, follows: Mapping[str, str]) -> tuple[FieldChange, ...]:
    """Return the fields that differ; a successor whose own date was corrected is the same one."""
    changes = []
    for name in FIELDS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after and not (name in LINKS and follows.get(str(before)) == after):
            changes.append(FieldChange(name, before, after))
    return tuple(changes)
