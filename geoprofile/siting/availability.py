"""Shares of a choice where a store may reach a part of a zone only.

Of the households of a zone, ranked by how near they live to the stores of all, the store i is open to the share s_i
that comes first: those that the nearest-reaching store reaches hold those that the others do. With the stores of
attraction a ranked by s, s_1 >= s_2 >= ..., s_(m+1) = 0, A_k = o + a_1 + ... + a_k and o that of staying away,

    P_i = a_i sum over k >= rank(i) of (s_k - s_(k+1)) / A_k.

Where every s is 1 this is Luce's a_i / A. All P, the share that stays away and the share 1 - s_1 that nobody reaches
sum to one; another store, or a nearer or more attractive one, never raises the share of the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["Layout", "choice_shares", "layout", "log_share_gradient"]

# Utilities this far below the best of the zone have no weight; it keeps their exponentials above zero.
FARTHEST_UTILITY = 600.0


@dataclass(frozen=True, eq=False)
class Layout:
    """Rows of a reach, zone after zone, the stores of a zone ranked by the share that they reach.

    Attributes
    ----------
    order : int array of shape (n,)
        Row of the reach at each place.
    zones : int array of shape (z,)
        The zones that any store reaches, those with most stores first.
    start, count : int arrays of shape (z,)
        Place of the first row of each, and how many there are.
    step : array of shape (n,)
        s_k - s_(k+1), by place.
    reached : array of shape (z,)
        s_1.
    """

    order: NDArray[np.intp]
    zones: NDArray[np.int64]
    start: NDArray[np.intp]
    count: NDArray[np.intp]
    step: NDArray[np.float64]
    reached: NDArray[np.float64]

    def ranks(self) -> Iterator[tuple[int, NDArray[np.intp]]]:
        """Give for each rank how many zones have it, and the places of their rows."""
        having = np.searchsorted(-self.count, -np.arange(1, self.count.max(initial=0) + 1), side="right")
        for rank, zones in enumerate(having):
            yield int(zones), self.start[:zones] + rank


def layout(origin: NDArray[np.int64], zone: NDArray[np.int64], share: NDArray[np.float64]) -> Layout:
    """Lay out pairs of a store and a zone.

    Parameters
    ----------
    origin, zone : int arrays of shape (n,)
    share : array of shape (n,)
        Of the zone that the store reaches, 0 to 1.
    """
    count_of = np.bincount(zone)
    order = np.lexsort((origin, -share, zone, -count_of[zone])) if len(zone) else np.empty(0, dtype=np.intp)
    sorted_zone, sorted_share = zone[order], share[order]
    first = np.flatnonzero(np.r_[True, sorted_zone[1:] != sorted_zone[:-1]]) if len(zone) else order
    count = np.diff(np.r_[first, len(zone)])
    following = np.r_[sorted_share[1:], 0.0]
    following[first[1:] - 1] = 0.0
    return Layout(order, sorted_zone[first], first, count, sorted_share - following[: len(zone)], sorted_share[first])


def choice_shares(
    rows: Layout, utility: NDArray[np.float64], outside: float = -np.inf
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the share of each pair, and the share of each zone that stays away.

    Parameters
    ----------
    rows : Layout of n pairs and z zones
    utility : array of shape (n,) or (n, d)
        ln a, in the order of the reach; with d columns each is a model of its own.
    outside : float
        ln o.

    Returns
    -------
    shares : array of the shape of `utility`
        In the order of the reach.
    away : array of shape (z,) or (z, d)
        In the order of `rows.zones`.
    """
    attraction, none, total = _attractions(rows, utility, outside)
    tail = np.zeros_like(none)
    share = np.empty_like(attraction)
    step = rows.step.reshape(-1, *[1] * (utility.ndim - 1))
    for zones, places in reversed(list(rows.ranks())):
        tail[:zones] += step[places] / total[places]
        share[places] = attraction[places] * tail[:zones]
    back = np.empty_like(share)
    back[rows.order] = share
    return back, none * tail


def log_share_gradient(
    rows: Layout, utility: NDArray[np.float64], design: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the share of each pair, and the exact derivative of its logarithm by the parameters.

    With utility = design @ parameters, d ln P_i = x_i - [sum over k >= rank(i) of step_k B_k / A_k^2] / T_i, where
    B_k = a_1 x_1 + ... + a_k x_k and P_i = a_i T_i.

    Parameters
    ----------
    utility : array of shape (n,)
    design : array of shape (n, p)

    Returns
    -------
    share : array of shape (n,)
    gradient : array of shape (n, p)
    """
    attraction, none, total = _attractions(rows, utility, -np.inf)
    x = design[rows.order]
    moment, weighted = np.zeros((len(rows.zones), x.shape[1])), np.empty_like(x)
    for zones, places in rows.ranks():
        moment[:zones] += attraction[places, None] * x[places]
        weighted[places] = moment[:zones] * (rows.step[places] / total[places] ** 2)[:, None]
    tail, tail_moment = np.zeros_like(none), np.zeros_like(moment)
    share, gradient = np.empty_like(attraction), np.empty_like(x)
    for zones, places in reversed(list(rows.ranks())):
        tail[:zones] += rows.step[places] / total[places]
        tail_moment[:zones] += weighted[places]
        share[places] = attraction[places] * tail[:zones]
        gradient[places] = x[places] - tail_moment[:zones] / np.maximum(tail[:zones], np.finfo(float).tiny)[:, None]
    back, slopes = np.empty_like(share), np.empty_like(gradient)
    back[rows.order], slopes[rows.order] = share, gradient
    return back, slopes


def _attractions(
    rows: Layout, utility: NDArray[np.float64], outside: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Give a by place, o by zone and A by place, each zone on a scale of its own."""
    by_place = utility[rows.order]
    if not len(by_place):
        return by_place, by_place, by_place
    # Zones stand one after another in the order of `start`, so a reduction by runs gives one row a zone.
    highest = np.maximum(np.maximum.reduceat(by_place, rows.start, axis=0), outside)
    scaled = by_place - np.repeat(highest, rows.count, axis=0)
    attraction = np.exp(np.maximum(scaled, -FARTHEST_UTILITY))
    none = np.exp(outside - highest)
    running, total = none.copy(), np.empty_like(attraction)
    for zones, places in rows.ranks():
        running[:zones] += attraction[places]
        total[places] = running[:zones]
    return attraction, none, total
