"""Material: all that a file can be made from, so that every format is made by the same call."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode, urlsplit

from geo.agreements import Register
from geo.map.network import Network
from geo.map.scene import Scene
from geo.shown import Shown
from geo.territories.boundaries import Boundaries
from geo.view import View

OWN_HOSTS = ("localhost", "127.0.0.1", "::1")
"""Names by which a machine calls itself."""


@dataclass(frozen=True, eq=False)
class Material:
    """
    What an export is made from.

    `shown` is what the view shows, with every number a file may word, and the meeting that the file
    is for (`Shown.meeting`, `Shown.occasion`); `network` has its places and lines on the map.
    `gost` asks for a Word file as offices file it, and `executor` is who wrote that. `steps` are
    those of a meeting that a deck is made of, none for all of them. `template` is an office's own
    letterhead or presentation (`geo.exports.template`), empty for our look; `twin` is a second
    language beside that of the view in files that can have both, empty for none. `address` is where
    others find the app, if that is known.
    """

    shown: Shown
    network: Network
    gost: bool = False
    executor: str = ""
    steps: tuple[str, ...] = ()
    template: bytes = b""
    address: str = ""
    twin: str = ""

    @property
    def view(self) -> View:
        """What to show and in which language."""
        return self.shown.view

    @property
    def register(self) -> Register:
        """The register it is taken from."""
        return self.shown.register

    @property
    def today(self) -> date:
        """The day that what is due is counted from."""
        return self.shown.today

    @property
    def boundaries(self) -> Boundaries:
        """The shapes of the territories."""
        return self.network.boundaries

    @property
    def link(self) -> str:
        """The link of the view; empty if the address is unknown, or is this machine's alone."""
        host = urlsplit(self.address).hostname
        if not host or host in OWN_HOSTS:
            return ""
        params = self.view.to_params() | ({"discreet": "1"} if self.shown.discreet else {})
        return f"{self.address.rstrip('/')}/?{urlencode(params)}"

    @cached_property
    def scene(self) -> Scene:
        """What the view shows as a map."""
        return Scene(self.shown, self.network)

    def seen(self, view: View) -> "Material":
        """Return the same for another view."""
        return replace(self, shown=self.shown.seen(view))

    def unfiltered(self, *focus: str) -> "Material":
        """Return the same for the whole register on the day of the view, with a focus or none."""
        return self.seen(self.view.without_filters().focused(*focus))
