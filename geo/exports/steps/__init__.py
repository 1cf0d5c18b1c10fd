"""
Steps: what each step of a meeting says, once for the screen of the show and for the slide.

A step (`geo.meeting`) becomes a `Screen`: the finding as its title, and a picture, a table or lines
below it. The show draws it in the browser, the deck with PowerPoint's own shapes; neither words or
counts anything itself. A step that has nothing to say, or one row, has an empty screen: a deck
leaves it out, a show says so.

``screen``                     the screen itself
``agreed``, ``ahead``, ``around``  what there is, what lies ahead, what is around it
"""

from collections.abc import Callable
from dataclasses import replace

from geo.exports.material import Material
from geo.exports.steps import agreed, ahead, around
from geo.exports.steps.around import white_counts
from geo.exports.steps.screen import Picture, Screen, ScreenColumn, ScreenRow
from geo.meeting import Meeting, step_focus

__all__ = ["Picture", "Screen", "ScreenColumn", "ScreenRow", "build_screen", "meeting_screens",
           "white_counts"]  # fmt: skip

_BUILDERS: dict[str, Callable[[Material], Screen]] = {
    "title": agreed.title_screen,
    "map": agreed.map_screen,
    "partners": around.partners_screen,
    "agreements": agreed.agreements_screen,
    "ahead": ahead.ahead_screen,
    "proposals": ahead.proposals_screen,
    "network": lambda material: agreed.map_screen(material.everything),
    "growth": around.growth_screen,
    "signings": around.signings_screen,
    "regions": around.regions_screen,
    "register": agreed.register_screen,
    "due": lambda material: ahead.ahead_screen(material, "due"),
    "anniversaries": lambda material: ahead.ahead_screen(material, "anniversaries"),
    "white": around.white_screen,
    "pairs": around.pairs_screen,
    "sources": around.sources_screen,
}
_AHEAD = {"ahead", "due", "anniversaries"}
"""What says only that nothing is due beside the network of a past day."""
_OF_THE_VIEW = {"map", "network", "agreements", "register"} | _AHEAD
"""
What speaks of the agreements that the filters leave, and says so in its title.

Proposals do not: their pairs are of the whole register, or of the places that are asked for.
"""
_OF_WHAT_THERE_IS = {"register", "proposals"} | _AHEAD
"""What says only that there is nothing where the filters leave nothing."""


def build_screen(step: str, material: Material) -> Screen:
    """Return the screen of a step; `material` has the counterpart of the meeting as its focus."""
    focus = step_focus(step, material.register)
    if focus:
        material, word = material.seen(material.view.focused(*focus)), "map"
    else:
        word = step
    screen, shown = _BUILDERS[word](material), material.shown
    title = screen.title
    part = shown.picked if screen.material.focus else shown.listed
    if word in _OF_WHAT_THERE_IS and not part.agreements:
        title = screen.material.title(shown.nothing.rstrip("."))
    elif word in _OF_THE_VIEW and part.agreements and (shown.looks_ahead or word not in _AHEAD):
        title = shown.finding(title, part)
    return replace(screen, step=step, title=title)


def meeting_screens(meeting: Meeting, material: Material) -> list[Screen]:
    """Return the screens of a deck, in the order of the steps: those with something to show."""
    screens = (build_screen(step, material) for step in meeting.steps)
    return [screen for screen in screens if not screen.is_empty]
