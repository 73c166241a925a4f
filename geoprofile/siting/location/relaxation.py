"""What no choice of sites can exceed, by the linear relaxation.

Where a zone is offered c_1 >= c_2 >= ... by candidates 1, 2, ..., its best service is the sum over k of
w_k = c_k - c_(k+1) for each k such that one of the first k is chosen (Cornuejols, Nemhauser and Wolsey 1980, Operations
Research Letters 1, 29-34). Opened in part, 0 <= y_i <= 1, sum y_i = p, sites are worth at most

    max over y of sum_k w_k min(1, Y_k) = min over 0 <= v <= 1 of [sum_k w_k (1 - v_k) + the p greatest of
    sum over k that i is in of w_k v_k],   Y_k = y_1 + ... + y_k,

and every v gives a bound. The saddle point is sought by the primal-dual steps of Chambolle and Pock (J. of Mathematical
Imaging and Vision 40, 2011, 120-145) with diagonal step sizes (Pock and Chambolle, ICCV 2011, 1762-1769), begun anew at
the average now and then (Applegate and others, NeurIPS 34, 2021).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.siting.totals import totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.siting.location.pairs import Pairs

__all__ = ["relaxed_bound"]

STEPS, AVERAGED, LOOKED_AT = 600, 100, 20
# After a stretch of averaged steps that lowered the bound by less than this part, no more are made.
ENOUGH, CLOSE = 2e-4, 1e-9
HALVINGS = 60
# Candidates that offer less than this part of the best are taken for such as offer that, or their steps are endless.
LEAST_OFFER = 1e-9


@dataclass(frozen=True, eq=False)
class _Nested:
    """Offers zone after zone, the best first: element k of a zone is the set of its first k candidates.

    `start` and `last` are the places of the first and last offer of the zone of each place.
    """

    candidate: NDArray[np.int64]
    weight: NDArray[np.float64]
    start: NDArray[np.intp]
    last: NDArray[np.intp]
    candidates: int

    def opened(self, sites: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give Y of each element."""
        running = np.append(0.0, np.cumsum(sites[self.candidate]))
        return np.asarray(running[1:] - running[self.start])

    def offered(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Add up the values of the elements that each candidate is in."""
        running = np.append(0.0, np.cumsum(values))
        return totals(self.candidate, running[self.last + 1] - running[:-1], self.candidates)


def relaxed_bound(offers: Pairs, base: NDArray[np.float64], count: int, chosen: NDArray[np.int64]) -> float:
    """Bound sum over zones of the greatest offer of `count` candidates, the base included.

    Parameters
    ----------
    offers : Pairs
        c_iz.
    base : array of shape (z,)
        What each zone has anyway.
    count : int
    chosen : int64 array
        A good choice, to begin at.
    """
    nested, floor = _nested(offers, base), float(base.sum())
    count = min(count, offers.candidates)
    if not len(nested.weight) or count < 1:
        return floor
    sites = np.zeros(offers.candidates)
    sites[chosen] = 1.0
    reached = float(nested.weight @ np.minimum(nested.opened(sites), 1.0))
    sizes = np.arange(len(nested.weight)) - nested.start + 1.0
    weighed = nested.offered(nested.weight)
    pace = 1 / np.maximum(weighed, LEAST_OFFER * weighed.max())
    short = np.asarray(nested.opened(sites) <= 1, dtype=float)
    lowest = before = _bound(nested, short, count)[0]
    mean_short, mean_sites = 0 * short, 0 * sites
    for step in range(1, STEPS + 1):
        merit = _bound(nested, short, count)[1]
        moved = _capped(sites + pace * merit, pace, count)
        short = _between(short - (nested.opened(2 * moved - sites) - 1) / sizes)
        sites = moved
        mean_short, mean_sites = mean_short + short, mean_sites + sites
        averaged = (step - 1) % AVERAGED + 1
        if averaged % LOOKED_AT == 0:
            lowest = min(lowest, _bound(nested, short, count)[0], _bound(nested, mean_short / averaged, count)[0])
        if averaged == AVERAGED:
            if lowest - reached <= CLOSE * reached or before - lowest <= ENOUGH * reached:
                break
            short, sites, before = mean_short / averaged, mean_sites / averaged, lowest
            mean_short, mean_sites = 0 * short, 0 * sites
    return floor + lowest


def _nested(offers: Pairs, base: NDArray[np.float64]) -> _Nested:
    """Sort what is offered above the base."""
    gain = offers.value - base[offers.zone]
    kept = gain > 0
    candidate, zone, gain = offers.candidate[kept], offers.zone[kept], gain[kept]
    order = np.lexsort((candidate, -gain, zone))
    candidate, zone, gain = candidate[order], zone[order], gain[order]
    first = np.flatnonzero(np.r_[True, zone[1:] != zone[:-1]]) if len(zone) else np.zeros(0, dtype=np.intp)
    many = np.diff(np.r_[first, len(zone)])
    following = np.append(gain[1:], 0.0)[: len(gain)]
    following[first[1:] - 1] = 0.0
    start = np.repeat(first, many)
    return _Nested(candidate, gain - following, start, np.repeat(first + many - 1, many), offers.candidates)


def _bound(nested: _Nested, short: NDArray[np.float64], count: int) -> tuple[float, NDArray[np.float64]]:
    """Give the bound that v makes, and what each candidate is worth under it."""
    merit = nested.offered(nested.weight * short)
    best = np.partition(merit, len(merit) - count)[len(merit) - count :]
    return float(nested.weight @ (1 - short) + best.sum()), merit


def _capped(wish: NDArray[np.float64], pace: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Give the nearest y with 0 <= y <= 1 and sum y <= p, in the metric of the pace."""
    low, high = 0.0, float(np.max(wish / pace))
    if _between(wish).sum() <= count:
        return _between(wish)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _between(wish - middle * pace).sum() > count else (low, middle)
    return _between(wish - high * pace)


def _between(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bring values between 0 and 1."""
    return np.asarray(np.clip(values, 0.0, 1.0), dtype=float)
