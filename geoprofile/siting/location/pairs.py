"""What each candidate offers each zone, found by candidate and by zone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Pairs", "pairs"]


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of a candidate and a zone, sorted by candidate, then zone.

    Attributes
    ----------
    candidate, zone : int64 arrays of shape (n,)
    value : array of shape (n,)
        Above 0.
    first : int array of shape (m + 1,)
        Where the pairs of each candidate begin.
    by_zone : int array of shape (n,)
        The pairs sorted by zone, then candidate.
    zone_first : int array of shape (z + 1,)
        Where the pairs of each zone begin in `by_zone`.
    """

    candidate: NDArray[np.int64]
    zone: NDArray[np.int64]
    value: NDArray[np.float64]
    first: NDArray[np.intp]
    by_zone: NDArray[np.intp]
    zone_first: NDArray[np.intp]

    @property
    def candidates(self) -> int:
        """Count the candidates, those that offer nothing included."""
        return len(self.first) - 1

    @property
    def zones(self) -> int:
        """Count the zones, those that nobody serves included."""
        return len(self.zone_first) - 1

    def of(self, candidate: int) -> slice:
        """Give the rows of one candidate."""
        return slice(int(self.first[candidate]), int(self.first[candidate + 1]))

    def in_zones(self, zones: NDArray[np.int64]) -> NDArray[np.intp]:
        """Give the rows of these zones, zone after zone."""
        begin, many = self.zone_first[zones], np.diff(self.zone_first)[zones]
        within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        return np.asarray(self.by_zone[np.repeat(begin, many) + within])


def pairs(
    candidate: NDArray[np.int64],
    zone: NDArray[np.int64],
    value: NDArray[np.float64],
    *,
    candidates: int,
    zones: int,
) -> Pairs:
    """Sort pairs, and drop those of no value."""
    kept = value > 0
    candidate, zone, value = candidate[kept], zone[kept], value[kept]
    order = np.lexsort((zone, candidate))
    candidate, zone, value = candidate[order], zone[order], value[order]
    by_zone = np.argsort(zone, kind="stable")
    return Pairs(
        candidate,
        zone,
        value,
        np.searchsorted(candidate, np.arange(candidates + 1)),
        by_zone,
        np.searchsorted(zone[by_zone], np.arange(zones + 1)),
    )
