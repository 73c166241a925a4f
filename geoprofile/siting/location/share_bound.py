"""What no choice of sites can capture, by a concave relaxation.

Sites may be opened in part, 0 <= x_i <= 1. What a zone with level L0 gives then is at most w f(L0 + sum a_i x_i) and,
as f grows ever more slowly, at most w f(L0) + sum of w [f(L0 + a_i) - f(L0)] x_i; the smaller of the two is concave,
and right for whole sites. At any x the tangent plane bounds every choice, and so does a mean of tangent planes:
phi(y) <= c + s . y, at most c + the p greatest s. The lowest such bound is sought by the steps of Frank and Wolfe
(Naval Research Logistics Quarterly 3, 1956, 95-110).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from geoprofile.siting.location.objective import marginal_gains
from geoprofile.siting.totals import totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.siting.location.share import Capture

__all__ = ["concave_bound"]

STEPS = 300
CLOSE = 1e-7
# How gradually one bound of a zone gives way to the other, at the first step: a corner would hold the steps up.
SOFTNESS = 0.3


def concave_bound(objective: Capture, count: int, chosen: NDArray[np.int64]) -> float:
    """Bound the captured demand of any `count` candidates, beginning at a good choice."""
    pairs = objective.pairs
    opened = np.zeros(pairs.candidates)
    opened[chosen] = 1.0
    alone = marginal_gains(objective, objective.base, slice(None))
    floor = objective.worth(objective.base, np.arange(pairs.zones, dtype=np.int64))
    count = min(count, pairs.candidates)
    lowest, mean_height, mean_slope = np.inf, 0.0, np.zeros(pairs.candidates)
    for step in range(STEPS):
        value, slope = _tangent(objective, opened, alone, floor, SOFTNESS / (step + 1) ** 0.5)
        height, weight = value - float(slope @ opened), 2 / (step + 2)
        mean_height += weight * (height - mean_height)
        mean_slope += weight * (slope - mean_slope)
        bound = min(height + _greatest(slope, count), mean_height + _greatest(mean_slope, count))
        lowest = min(lowest, max(bound, value))
        if bound - value <= CLOSE * abs(value):
            break
        corner = np.zeros(pairs.candidates)
        corner[np.argsort(-slope, kind="stable")[:count]] = 1.0
        opened = opened + weight * (corner - opened) if step else (opened + corner) / 2
    return lowest


def _tangent(
    objective: Capture,
    opened: NDArray[np.float64],
    alone: NDArray[np.float64],
    floor: NDArray[np.float64],
    softness: float,
) -> tuple[float, NDArray[np.float64]]:
    """Give the height and slope of a plane above phi: a mixture of both tangents, as either is a bound."""
    pairs = objective.pairs
    share = opened[pairs.candidate]
    level = objective.base + totals(pairs.zone, pairs.value * share, pairs.zones)
    together = objective.worth(level, np.arange(pairs.zones, dtype=np.int64))
    apart = floor + totals(pairs.zone, alone * share, pairs.zones)
    scale = np.maximum(together + apart - 2 * floor, np.finfo(float).tiny)
    mixed = expit((apart - together) / scale / softness)
    slope = np.where((mixed > 0)[pairs.zone], mixed[pairs.zone] * pairs.value * objective.slope(level)[pairs.zone], 0.0)
    slope += (1 - mixed)[pairs.zone] * alone
    return float((mixed * together + (1 - mixed) * apart).sum()), totals(pairs.candidate, slope, pairs.candidates)


def _greatest(slope: NDArray[np.float64], count: int) -> float:
    """Give the sum of the p greatest."""
    return float(np.partition(slope, len(slope) - count)[len(slope) - count :].sum())
