"""The map of white spots: all districts by what is in force, those that have nothing named."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from geo.exports.drawing.ink import Box, Ink
from geo.exports.drawing.map import MapDrawing
from geo.exports.material import Material


class WhiteMap(MapDrawing):
    """A map without ties, whose districts are shaded by other counts."""

    def __init__(
        self, material: Material, frame: Box, size: float, counts: Mapping[str, int],
        regions: Collection[str],
    ) -> None:  # fmt: skip
        """Show the districts of `regions`, or of both sides if there are none."""
        super().__init__(material, frame, size, districts=size if regions else 0.0)
        self.lines, self.counts, self.remote = (), dict(counts), {}
        territories = self.register.territories
        bounds = np.array([
            geometry.bounds
            for code, _, _, geometry in self.earth.shapes
            if not regions or (code and territories[code].region in regions)
        ])  # fmt: skip
        low, high = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
        left, bottom, right, top = frame
        self.scale = 0.97 * float(np.min((right - left, top - bottom) / (high - low)))
        x, y = map(float, (low + high) / 2)
        self.middle = x, y

    def layers(self) -> dict[str, Sequence[Ink]]:
        """Return the ink by layer, the lowest first."""
        drawn = self.draw().layers
        hidden = ("slides.names", "slides.points")
        return {key: ink for key, ink in drawn.items() if key not in hidden}
