"""
A meeting: what it is, and the steps a speaker shows one after the other, as the link has them.

With whom it is held is what the view picks (`View.focus`); the other facts are an `Occasion`, which
`geo.shown.Shown` carries to every screen and file.

A step is a word (`WORDS`) or what a reader can pick on the map (a territory, a pair joined by
``~``, a partner region). What does not exist is left out, as in a view. A meeting can be kept as a
small file as well: its link's parameters as JSON.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import unquote

from geo.agreements import Register
from geo.errors import GeoError
from geo.registers import PARAMS as CHOICE
from geo.registers import load_registers
from geo.text import format_date, parse_date, t
from geo.view import View
from geo.view.link import clean_text, is_on, parameters, tidy

SHORT = ("title", "map", "partners", "agreements", "ahead", "proposals")
"""The main part: who meets whom, what there is, what is ahead, what is proposed to decide."""
APPENDIX = ("network", "growth", "signings", "regions", "register", "due",
            "anniversaries", "white", "pairs", "sources")  # fmt: skip
"""What may be asked for: the whole network, charts, full lists, white spots, sources."""
WORDS = FULL = SHORT + APPENDIX
"""Steps that are no place."""
DEFAULT = SHORT
MOST = 40
"""More steps than this nobody sits through; a longer list in a link is cut."""
OCCASION = ("day", "place", "guests", "speaker")
"""The link parameters of the meeting itself; the last two name people."""
STEP_PARAMS = ("steps", "step", "discreet", "show")
_NUMBER = r"[0-9]{1,9}"
PARAMS: Mapping[str, Callable[[str], object]] = {
    **dict.fromkeys((*STEP_PARAMS, *OCCASION), bool),
    "step": re.compile(_NUMBER).fullmatch,
    "discreet": is_on,
    "show": is_on,
    "day": parse_date,
}
"""The link parameters of a meeting, and what reads each; all others are those of the view."""
LENGTH, MOST_GUESTS = 120, 12
"""Of a place, of a name, and of the list of delegations: more is cut off."""
FILE_KEY = "meeting"
FILE_BYTES = 64 * 1024
"""A file larger than this is no saved meeting."""


@dataclass(frozen=True)
class Occasion:
    """
    What is known of a meeting: its day and place, who comes, who speaks.

    Any of it may be missing; no file says then what it does not know. `guests` are the delegations,
    one in a line. They and the speaker name people: a link has them only if the speaker wants it.
    """

    day: date | None = None
    place: str = ""
    guests: tuple[str, ...] = ()
    speaker: str = ""

    @classmethod
    def from_params(cls, params: Mapping[str, str]) -> "Occasion":
        """Read it from link parameters or from the fields of a page; nonsense is left out."""
        link = parameters(params)
        place, speaker = (clean_text(link.get(name, ""))[:LENGTH] for name in ("place", "speaker"))
        lines = [clean_text(line)[:LENGTH] for line in re.split(r"[\n;]", link.get("guests", ""))]
        guests = tuple(line for line in lines if line)[:MOST_GUESTS]
        return cls(parse_date(tidy(link.get("day", ""))), place, guests, speaker)

    def to_params(self, *, people: bool) -> dict[str, str]:
        """Return the link parameters, with or without those that name `people`."""
        params = {"day": self.day.isoformat() if self.day else "", "place": self.place}
        if people:
            params |= {"guests": "; ".join(self.guests), "speaker": self.speaker}
        return {name: value for name, value in params.items() if value}

    def when_and_where(self, lang: str) -> str:
        """Return day and place in words, as far as they are known."""
        day = format_date(self.day, lang) if self.day else ""
        return ", ".join(filter(None, (day, self.place)))

    def lines(self, lang: str) -> tuple[str, ...]:
        """Return all that is known as lines for a title page: day and place, guests, speaker."""
        people = {"guests": "; ".join(self.guests), "speaker": self.speaker}
        named = [t(f"meeting.{key}_line", lang, name=name) for key, name in people.items() if name]
        return tuple(filter(None, (self.when_and_where(lang), *named)))


@dataclass(frozen=True)
class Meeting:
    """
    Steps in order, the one on the screen, and whether the partners are in the room.

    `current` counts from 0; `discreet` hides lapse reasons and remarks; `shown` says whether the
    meeting is on or being prepared.
    """

    steps: tuple[str, ...] = DEFAULT
    current: int = 0
    discreet: bool = False
    shown: bool = False

    @classmethod
    def from_params(cls, params: Mapping[str, str], register: Register) -> "Meeting":
        """Read a meeting from link parameters; nonsense falls back to the defaults."""
        asked = [tidy(step) for step in _asked_steps(params)][:MOST]
        steps = tuple(step for step in asked if _is_step(step, register)) or DEFAULT
        current = min(max(_place(params) or 1, 1), len(steps)) - 1
        return cls(steps, current, is_discreet(params), is_shown(params))

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

    def added(self, step: str) -> "Meeting":
        """Return the meeting with one more step at its end, if it may have one more."""
        return replace(self, steps=(*self.steps, step)[:MOST])

    def removed(self, place: int) -> "Meeting":
        """Return the meeting without the step at a place; the last one stays."""
        steps = self.steps[:place] + self.steps[place + 1 :]
        return replace(self, steps=steps or self.steps)

    def shifted(self, place: int, by: int) -> "Meeting":
        """Return the meeting with the step at a place moved up (-1) or down (1) by one."""
        other = place + by
        if not 0 <= other < len(self.steps):
            return self
        steps = list(self.steps)
        steps[place], steps[other] = steps[other], steps[place]
        return replace(self, steps=tuple(steps))


def is_discreet(params: Mapping[str, str]) -> bool:
    """Return whether a link says that what it leads to is for the partners' eyes as well."""
    return is_on(tidy(parameters(params).get("discreet", "")))


def is_shown(params: Mapping[str, str]) -> bool:
    """Return whether a link goes to the show itself and not to its preparation."""
    return is_on(tidy(parameters(params).get("show", "")))


def unknown_steps(params: Mapping[str, str], register: Register) -> tuple[str, ...]:
    """
    Return the steps of a link that do not exist, and its place in their row if that is none.

    The reader is told of them; they are left out.
    """
    unknown = [step for step in _asked_steps(params) if not _is_step(tidy(step), register)]
    place, steps = _place(params), Meeting.from_params(params, register).steps
    is_place = place is None or 1 <= place <= len(steps)
    return (*unknown, *(() if is_place else (str(place),)))


def _place(params: Mapping[str, str]) -> int | None:
    """Return the place of a link's step in their row, from 1; None if it names none."""
    said = tidy(parameters(params).get("step", ""))
    return int(said) if re.fullmatch(_NUMBER, said) else None


def _asked_steps(params: Mapping[str, str]) -> list[str]:
    """Return the steps of a link as they stand there."""
    said = unquote(parameters(params).get("steps", "")).split(",")
    return [step for step in said if tidy(step)]


def _is_step(step: str, register: Register) -> bool:
    """Return whether there is such a step, in its tidied spelling."""
    return step in WORDS or bool(step_focus(step, register))


def focus_step(focus: tuple[str, ...]) -> str:
    """Return the step that shows what can be picked on the map."""
    return "~".join(focus)


def step_focus(step: str, register: Register) -> tuple[str, ...]:
    """Return what a step picks on the map, as in `View.focus`; empty for a word or nonsense."""
    if step in WORDS:
        return ()
    return View.from_params({"focus": step.replace("~", ",")}, register).focus


def to_file(meeting: Meeting, view: View, occasion: Occasion | None = None) -> bytes:
    """Return a meeting and the view it is shown in as a file; it begins with the first step."""
    params = view.to_params() | replace(meeting, current=0, shown=False).to_params()
    params |= (occasion or Occasion()).to_params(people=True)
    return json.dumps({FILE_KEY: params}, ensure_ascii=False, indent=1).encode()


def read_file(data: bytes, register: Register) -> tuple[dict[str, str], tuple[str, ...]]:
    """
    Return the link parameters of a saved meeting, and its steps that do not exist here.

    GeoError if the file is no saved meeting.
    """
    try:
        content = json.loads(data.decode("utf-8-sig")) if len(data) <= FILE_BYTES else None
    except (ValueError, RecursionError) as error:
        raise GeoError("error.meeting_file") from error
    params = content.get(FILE_KEY) if isinstance(content, dict) else None
    if not isinstance(params, dict) or not all(map(_is_text, (*params, *params.values()))):
        raise GeoError("error.meeting_file")
    if not re.fullmatch(f"({_NUMBER})?", params.get("step", "")):
        raise GeoError("error.meeting_file")
    register = _asked(params, register)
    meeting = replace(Meeting.from_params(params, register), current=0, shown=False)
    occasion = Occasion.from_params(params).to_params(people=True)
    known = View.from_params(params, register).to_params() | meeting.to_params() | occasion
    unknown = unknown_steps(params, register)
    return known, unknown


def _asked(params: Mapping[str, str], register: Register) -> Register:
    """Return the registers that a file is about, from its side; those at hand if it is these."""
    imprint = register.territories.imprint
    now = ",".join(imprint.chosen), imprint.side
    asked = tuple(params.get(name, "") for name in CHOICE)
    return register if asked == now else load_registers(params)


def _is_text(value: object) -> bool:
    """Return whether a value of a file is text that can be written, without halves of signs."""
    return isinstance(value, str) and value == value.encode("utf-8", "replace").decode("utf-8")
