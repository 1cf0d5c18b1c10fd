"""
A meeting: the steps a speaker shows one after the other, as they stand in the link.

A step is a word (`WORDS`) or what a reader can pick on the map (a territory, a pair joined by
``~``, a partner region). What does not exist is left out, as in a view.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from geo.agreements import Register
from geo.view import View

WORDS = ("network", "growth", "regions", "due", "anniversaries", "white")
"""Steps that are no place: the whole network, charts and lists."""
DEFAULT = ("network", "growth", "regions", "due", "white")
MOST = 40
"""More steps than this nobody sits through; a longer list in a link is cut."""
PARAMS = ("steps", "step", "discreet", "show")
"""The link parameters of a meeting; all others are those of the view."""


@dataclass(frozen=True)
class Meeting:
    """
    Steps in order, the one on the screen, and whether the partners are in the room.

    `current` counts from 0; `discreet` hides lapse reasons and remarks; `shown` tells whether the
    meeting is on or being prepared.
    """

    steps: tuple[str, ...] = DEFAULT
    current: int = 0
    discreet: bool = False
    shown: bool = False

    @classmethod
    def from_params(cls, params: Mapping[str, str], register: Register) -> "Meeting":
        """Read a meeting from link parameters; nonsense falls back to the defaults."""
        asked = [step for step in params.get("steps", "").split(",") if step][:MOST]
        steps = tuple(s for s in asked if s in WORDS or step_focus(s, register)) or DEFAULT
        number = params.get("step", "")
        current = int(number) - 1 if number.isascii() and number.isdigit() else 0
        return cls(
            steps,
            min(max(current, 0), len(steps) - 1),
            params.get("discreet") == "1",
            params.get("show") == "1",
        )

    def to_params(self) -> dict[str, str]:
        """Return the link parameters; defaults are left out."""
        params = {"steps": ",".join(self.steps) if self.steps != DEFAULT else ""}
        params["step"] = str(self.current + 1) if self.current else ""
        params["discreet"] = "1" if self.discreet else ""
        params["show"] = "1" if self.shown else ""
        return {name: value for name, value in params.items() if value}

    @property
    def step(self) -> str:
        """The step on the screen."""
        return self.steps[self.current]

    def moved(self, by: int) -> "Meeting":
        """Return the meeting some steps further or back, never beyond its ends."""
        return replace(self, current=min(max(self.current + by, 0), len(self.steps) - 1))


def step_focus(step: str, register: Register) -> tuple[str, ...]:
    """Return what a step picks on the map, as in `View.focus`; empty for a word or nonsense."""
    if step in WORDS:
        return ()
    return View.from_params({"focus": step.replace("~", ",")}, register).focus
