"""The streets that are reached from a place within some minutes, cut where the minutes end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.travel.costs import node_minutes

if TYPE_CHECKING:
    from collections.abc import Sequence

    import shapely
    from numpy.typing import NDArray

    from geoprofile.travel.mode_network import ModeNetwork
    from geoprofile.travel.snapping import Snapped

__all__ = ["ReachedStreets", "reached_streets"]

# Parts of a street shorter than this share of it are rounding.
LEAST_SHARE = 1e-9


@dataclass(frozen=True, eq=False)
class ReachedStreets:
    """Parts of streets within some minutes of a place.

    Attributes
    ----------
    street : int64 array of shape (n,)
        Row in the mode's streets.
    begin, end : float64 arrays of shape (n,)
        Where the part begins and ends, as shares of the street's line.
    length_km : float
        Of all parts; a street that goes both ways counts once.
    """

    street: NDArray[np.int64]
    begin: NDArray[np.float64]
    end: NDArray[np.float64]
    length_km: float

    def lines(self, streets: ModeNetwork) -> NDArray[np.object_]:
        """Draw the parts."""
        return _cut(streets.lines[self.street], self.begin, self.end)

    def others(self, streets: ModeNetwork, within: shapely.Geometry) -> NDArray[np.object_]:
        """Draw the streets that touch a shape and are not reached, and of those reached in part the rest."""
        near = streets.tree.query(within, predicate="intersects")
        begin, end = np.zeros(len(streets.row)), np.ones(len(streets.row))
        from_start, from_end = self.begin <= 0, self.end >= 1
        begin[self.street[from_start]] = self.end[from_start]
        end[self.street[from_end & ~from_start]] = self.begin[from_end & ~from_start]
        # A stretch in the middle of the street before the door leaves two ends: too short to tell from the rest.
        begin[self.street[~from_start & ~from_end]] = 1.0
        near = near[end[near] - begin[near] > LEAST_SHARE]
        return _cut(streets.lines[near], begin[near], end[near])


def reached_streets(here: Snapped, streets: ModeNetwork, bands: Sequence[float]) -> list[ReachedStreets]:
    """Find what one place reaches within each band.

    Parameters
    ----------
    here : Snapped
        One place; off the network it reaches nothing.
    bands : sequence of float
        Minutes; the walk from the place to its street is taken from them.
    """
    nodes = node_minutes(here, streets, limit_min=max(bands))[0]
    return [_within(band - here.walk_min[0], nodes, here, streets) for band in bands]


def _within(minutes: float, nodes: NDArray[np.float64], here: Snapped, streets: ModeNetwork) -> ReachedStreets:
    """Walk into each street from both of its ends for as long as the minutes last."""
    none = np.empty(0, dtype=np.int64)
    if here.street[0] < 0 or not minutes > 0:
        return ReachedStreets(none, np.empty(0), np.empty(0), 0.0)
    from_start = _share_walked(minutes - nodes[streets.start], streets.forward)
    from_end = _share_walked(minutes - nodes[streets.end], streets.backward)
    whole = from_start + from_end >= 1
    from_start, from_end = np.where(whole, 1.0, from_start), np.where(whole, 0.0, from_end)
    own = here.street[0]
    own_begin, own_end = _on_own_street(minutes, from_start[own], from_end[own], here, streets)
    from_start[own] = from_end[own] = 0.0
    one, other = np.flatnonzero(from_start > LEAST_SHARE), np.flatnonzero(from_end > LEAST_SHARE)
    street = np.concatenate([one, other, np.full(len(own_begin), own)])
    begin = np.concatenate([np.zeros(len(one)), 1 - from_end[other], own_begin])
    end = np.concatenate([from_start[one], np.ones(len(other)), own_end])
    return ReachedStreets(street, begin, end, float(((end - begin) * streets.length_m[street]).sum() / 1000))


def _share_walked(left: NDArray[np.float64], minutes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the share of each street that the minutes left at its end are enough for."""
    usable = np.isfinite(minutes) & (left > 0)
    share: NDArray[np.float64] = np.where(usable, left, 0.0) / np.where(usable, minutes, 1.0)
    return np.minimum(share, 1.0)


def _on_own_street(
    minutes: float, from_start: float, from_end: float, here: Snapped, streets: ModeNetwork
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the stretches of the street before the door: around the place, and from its ends where a way leads back."""
    own, share = here.street[0], here.share[0]
    back, ahead = (minutes / one if np.isfinite(one) else 0.0 for one in (streets.backward[own], streets.forward[own]))
    stretches = sorted([(0.0, from_start), (max(share - back, 0.0), min(share + ahead, 1.0)), (1 - from_end, 1.0)])
    joined: list[list[float]] = []
    for begin, end in stretches:
        if end - begin <= LEAST_SHARE:
            continue
        if joined and begin <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([begin, end])
    pairs = np.array(joined).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _cut(lines: NDArray[np.object_], begin: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.object_]:
    """Cut lines where they are not taken whole."""
    from shapely.ops import substring  # noqa: PLC0415

    parts = lines.copy()
    for row in np.flatnonzero((begin > 0) | (end < 1)):
        parts[row] = substring(lines[row], begin[row], end[row], normalized=True)
    return parts
