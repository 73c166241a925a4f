"""Where a bar begins and ends, in percent of the width that it is drawn in."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Span", "index_scale", "signed_scale", "span", "unit_scale"]

# The greatest ratio to the base that a scale may show: 2 goes from 50 to 200.
RATIOS = (1.25, 1.5, 2.0, 3.0, 4.0)
# A few far values must not flatten all others: their bars fade out at the edge.
SHOWN_SHARE = 0.9
BASE = 100.0


@dataclass(frozen=True)
class Span:
    """A piece of a line.

    Attributes
    ----------
    left, width : float
        Percent of the whole width.
    side : {"over", "under"}
        On which side of the middle it lies.
    cut : bool
        Whether it would go on beyond the edge.
    """

    left: float
    width: float
    side: str
    cut: bool


def index_scale(indices: Sequence[float]) -> tuple[Callable[[float], float], tuple[float, ...]]:
    """Choose the scale of indices around 100: logarithmic, so that half and double lie equally far out.

    Parameters
    ----------
    indices : sequence of float
        NaN where missing.

    Returns
    -------
    place : function
        From an index to percent of the width; beyond the edges under 0 or over 100.
    ticks : tuple of three floats
        The least index shown, 100, the greatest.
    """
    values = np.asarray(indices, dtype=float)
    values = values[np.isfinite(values) & (values > 0)]
    ratios = np.maximum(values / BASE, BASE / values) if len(values) else np.array([1.0])
    reach = float(ratios.max() if ratios.max() <= RATIOS[-1] else np.quantile(ratios, SHOWN_SHARE))
    limit = next((ratio for ratio in RATIOS if ratio >= reach), RATIOS[-1])

    def place(index: float) -> float:
        return 50 + 50 * (math.log(index) - math.log(BASE)) / math.log(limit) if index > 0 else -math.inf

    return place, (BASE / limit, BASE, BASE * limit)


def signed_scale(values: Sequence[float]) -> Callable[[float], float]:
    """Choose the scale of values around 0, as far to the left as to the right."""
    known = np.asarray(values, dtype=float)
    known = np.abs(known[np.isfinite(known)])
    limit = float(known.max()) if len(known) and known.max() > 0 else 1.0
    return lambda value: 50 + 50 * value / limit


def unit_scale(value: float) -> float:
    """Place a value from 0 to 1."""
    return 100 * value


def span(place: Callable[[float], float], start: float, end: float) -> Span | None:
    """Give the piece of line between two values, cut at the edges; nothing where one is missing."""
    if math.isnan(start) or math.isnan(end):
        return None
    ends = sorted((place(start), place(end)))
    left, right = (min(max(edge, 0.0), 100.0) for edge in ends)
    cut = ends[0] < 0 or ends[1] > 100  # noqa: PLR2004  percent
    return Span(round(left, 2), round(right - left, 2), "over" if end >= start else "under", cut)
