"""
The content of a drawn map: which lines a view shows, how they stand, which are in focus, how many
there are of what. The rules are those of the screen (``geo/assets/ties-map.js``).
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from geo.agreements import Agreement
from geo.exports.drawing.earth import earth_of
from geo.exports.material import Material
from geo.history import Standing, change_between, standing
from geo.map.curves import Curve
from geo.ties import nearest_party_km


@dataclass(frozen=True)
class Tally:
    """Agreements of what is shown or lit, each counted once."""

    kind: Counter
    standing: Counter
    crowded: int
    territories: dict[str, int]


class MapContent:
    """
    What a map shows.

    `lines` are the lines of the view with how they stand and their curves in metres, `lit` the
    territories picked or with lines in focus (all of the view if nothing is picked), `remote` those
    drawn at the edge with their distance in km to the nearest other party of their agreements.
    """

    def __init__(self, material: Material) -> None:
        self.material, self.view, self.register = material, material.view, material.register
        self.earth = earth_of(material.network)
        self.lines = self._shown_lines()
        self.focused = self._focus_test()
        self.tally = self._tally(self.lines)
        self.lit_tally = self._tally(self.lit_lines())
        picked = {code for code in self.view.focus if code in self.register.territories}
        self.lit = picked | set(self.lit_tally.territories)
        self.remote = self._remote()

    def _shown_lines(self) -> list[tuple[Curve, Standing, np.ndarray]]:
        """Return the lines of the view with how they stand and their curves in metres."""
        states = {
            (tie.home, tie.partner, agreement.id): standing(agreement, self.view.on)
            for tie in self.material.shown.listed.ties
            for agreement in tie.agreements
        }
        shown = []
        for place, line in enumerate(self.material.network.curves):
            how = states.get((line.tie.home, line.tie.partner, line.agreement_id))
            if how and how != Standing.NOT_SIGNED:
                shown.append((line, how, self.earth.curves[place]))
        return shown

    def _focus_test(self) -> Callable[[Curve], bool] | None:
        """Return what tells lines in focus, None if nothing is picked."""
        focus = self.view.focus
        if not focus and self.view.since:
            changed = self._changed()
            return lambda line: line.agreement_id in changed
        if not focus:
            return None
        return lambda line: set(focus) <= line.keys

    def _changed(self) -> set[str]:
        """Return ids of the agreements that came, went or were prolonged since a day."""
        since = self.view.since or date.min
        until = max(self.view.on or self.material.today, since)
        change = change_between(self.material.shown.listed.agreements, since, until)
        prolonged = (agreement for agreement, _ in change.prolonged)
        return {agreement.id for agreement in (*change.came, *change.went, *prolonged)}

    def lit_lines(self) -> list[tuple[Curve, Standing, np.ndarray]]:
        """Return the lines in focus; all that are shown if nothing is picked."""
        return [row for row in self.lines if not self.focused or self.focused(row[0])]

    def _tally(self, rows: list[tuple[Curve, Standing, np.ndarray]]) -> Tally:
        agreements: dict[str, tuple[Agreement, Standing, bool]] = {}
        territories: dict[str, set[str]] = {}
        for line, how, _ in rows:
            agreement = self.register.by_id[line.agreement_id]
            agreements[agreement.id] = agreement, how, line.crowded
            for code in (line.tie.home, line.tie.partner):
                territories.setdefault(code, set()).add(agreement.id)
        return Tally(
            Counter(str(agreement.kind) for agreement, _, _ in agreements.values()),
            Counter(how for _, how, _ in agreements.values()),
            sum(crowded for _, _, crowded in agreements.values()),
            {code: len(ids) for code, ids in territories.items()},
        )

    def _remote(self) -> dict[str, int]:
        """Return the territories drawn at the edge, with km to the nearest other party, to 10."""
        return {
            code: nearest_party_km(self.register.territories[code], self.register)
            for code in self.tally.territories
            if self.material.network.anchors[code].is_remote
        }
