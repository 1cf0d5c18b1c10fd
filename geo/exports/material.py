"""Material: all that a file can be made from, so that every format is made by the same call."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from geo.agreements import Register
from geo.boundaries import Boundaries
from geo.map.network import Network
from geo.shown import Shown
from geo.view import View


@dataclass(frozen=True, eq=False)
class Material:
    """
    What an export is made from.

    `view` says what to show and in which language, `register` and its `network` hold it, and
    `today` is the day that what is due is counted from: never taken from the clock in here.
    `discreet` says that the partners are in the room (`geo.shown.Shown`).
    """

    view: View
    register: Register
    network: Network
    today: date
    discreet: bool = False

    @property
    def boundaries(self) -> Boundaries:
        """The shapes of the territories."""
        return self.network.boundaries

    @cached_property
    def shown(self) -> Shown:
        """What the view shows."""
        return Shown(self.view, self.register, self.today, self.discreet)
