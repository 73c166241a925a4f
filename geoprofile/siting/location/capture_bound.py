"""What no choice of sites can capture, by the concave relaxation.

Sites may be opened in part, x_i between 0 and 1: the captured demand is concave in x, so that at any x the tangent
plane bounds every choice, phi(x) + max over p sites of grad phi(x) . (y - x). The lowest such bound is sought by the
steps of Frank and Wolfe (Naval Research Logistics Quarterly 3, 1956, 95-110).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.siting.totals import totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.siting.location.capture import Capture

__all__ = ["concave_bound"]

STEPS = 200
CLOSE = 1e-7


def concave_bound(objective: Capture, count: int, chosen: NDArray[np.int64]) -> float:
    """Bound the captured demand of any `count` candidates, beginning at a good choice."""
    pairs = objective.pairs
    opened = np.zeros(pairs.candidates)
    opened[chosen] = 1.0
    zones = np.arange(pairs.zones, dtype=np.int64)
    lowest = np.inf
    for step in range(STEPS):
        level = objective.base + totals(pairs.zone, pairs.value * opened[pairs.candidate], pairs.zones)
        value = float(objective.worth(level, zones).sum())
        slope = totals(pairs.candidate, pairs.value * objective.slope(level)[pairs.zone], pairs.candidates)
        corner = np.zeros(pairs.candidates)
        corner[np.argsort(-slope, kind="stable")[:count]] = 1.0
        rise = float(slope @ (corner - opened))
        lowest = min(lowest, value + max(rise, 0.0))
        if rise <= CLOSE * abs(value):
            break
        opened = opened + 2 / (step + 2) * (corner - opened)
    return lowest
