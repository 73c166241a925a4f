"""Tours: the order in which the stops of a round are served, and from which end each is walked.

Tours are improved by 2-opt and Or-opt (Croes, Operations Research 6 (1958) 791-812; Or, Northwestern University, 1976)
with seeded kicks. No clock stops them, so the same stops give the same tour. OR-Tools' routing solver was measured
beside them on real rounds, 300 solutions of guided local search each (benchmarks/rounds.py): walks 0.4 % longer in
Paris and 2 % longer on the demo, for ten and twenty-five times the CPU.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geoprofile.leaflets.walking import link_minutes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.leaflets.walking import Pace, Stops, WalkMinutes

__all__ = [
    "Ground",
    "Tour",
    "nearest_neighbour",
    "order_stops",
    "tour_minutes",
    "tour_of",
    "turn_stops",
    "walked_ground",
]

# Kicks are random cuts into four, mended by local search. On rounds of Paris none left walks 1.8 % longer, four times
# as many made them 0.04 % shorter.
KICKS = 40
LONGEST_MOVED = 3
NO_GAIN = -1e-9
# Draws a start to the end of an open tour: far more than any walk takes.
HELD_MIN = 1e6
FEWEST = 4

Rows = np.ndarray[tuple[int], np.dtype[np.int64]]
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]


class Ground(NamedTuple):
    """What walks between stops are measured on.

    Attributes
    ----------
    ends : array of shape (s, 2, 2)
        Easting and northing of the first and the last door of each stop.
    work : array of shape (s,)
        Minutes of each stop, the walk to the next not counted.
    pace : Pace
    known : float32 array of shape (s, 2, s, 2), optional
        Minutes between ends along streets.
    entry : array of shape (2,), optional
        Easting and northing that tours begin near.
    closed : bool
        Tours go back to their first stop.
    """

    ends: NDArray[np.float64]
    work: NDArray[np.float64]
    pace: Pace
    known: NDArray[np.float32] | None = None
    entry: NDArray[np.float64] | None = None
    closed: bool = False

    def legs(self, rows: Rows) -> NDArray[np.float64]:
        """Give the minutes between the ends of m stops, shape (m, 2, m, 2)."""
        if self.known is not None:
            return np.asarray(self.known[rows][:, :, rows], dtype=float)
        flat = self.ends[rows].reshape(-1, 2)
        return link_minutes(flat, flat, self.pace).reshape(len(rows), 2, len(rows), 2)


class Tour(NamedTuple):
    """A round in order: its stops, whether each is entered at its last door, and the minutes of the way to the next.

    The last of `walk_min` is 0, or the way back to the first stop.
    """

    stops: Rows
    turned: NDArray[np.bool_]
    walk_min: NDArray[np.float64]


def walked_ground(
    stops: Stops,
    pace: Pace,
    *,
    between: WalkMinutes | None = None,
    entry: NDArray[np.float64] | None = None,
    closed: bool = False,
) -> Ground:
    """Measure the ways between stops once, where a street network tells them."""
    known = None
    if between is not None:
        flat, at = np.unique(stops.ends.reshape(-1, 2), axis=0, return_inverse=True)
        minutes = link_minutes(flat, flat, pace, between).astype(np.float32)
        known = minutes[np.ix_(at, at)].reshape(len(stops.ends), 2, len(stops.ends), 2)
    return Ground(stops.ends, stops.work_min(pace), pace, known, entry, closed)


def tour_of(ground: Ground, rows: NDArray[np.integer], *, kicks: int = KICKS) -> Tour:
    """Order the stops of one round, beginning nearest to the entry where there is one."""
    inside: Rows = np.sort(rows).astype(np.int64)
    legs = ground.legs(inside)
    start = None
    if ground.entry is not None:
        start = int(np.argmin(((ground.ends[inside] - ground.entry) ** 2).sum(axis=2).min(axis=1)))
    order = order_stops(legs.mean(axis=(1, 3)), start=start, closed=ground.closed, kicks=kicks)
    plain = np.arange(len(inside), dtype=np.int64)
    # Improved between the middles of stops; their ends may favour the order that it began with.
    tried = [order, plain] if start is None else [order]
    order = min(tried, key=lambda one: turn_stops(legs, one)[1])
    turned, _ = turn_stops(legs, order)
    behind, entered = np.roll(order, -1), turned.astype(np.int64)
    walk = legs[order, 1 - entered, behind, np.roll(entered, -1)]
    walk[-1] = walk[-1] if ground.closed and len(order) > 1 else 0.0
    return Tour(inside[order], turned, walk)


def order_stops(
    minutes: Matrix,
    *,
    start: int | None = None,
    closed: bool = False,
    begin: NDArray[np.integer] | None = None,
    kicks: int = KICKS,
) -> Rows:
    """Order the stops of a round so that the walk between them is short.

    Parameters
    ----------
    minutes : array of shape (m, m)
        Walk from stop to stop; the mean of both ways counts.
    start : int, optional
        The stop that the tour begins at; free if not given.
    closed : bool
        The walk goes back to the first stop.
    begin : whole numbers of shape (m,), optional
        An order to improve on, by default the order of the rows. With `start` it is turned around or rotated so as to
        begin there where it can; the nearest neighbour's tour is tried beside it.
    kicks : int
        How often a tour that no move improves is cut up and improved again.

    Returns
    -------
    int64 array of shape (m,)
        Stops in the order of the walk; never longer than `begin` where that begins at `start`.
    """
    count = len(minutes)
    if count < 2:  # noqa: PLR2004  one stop is a tour
        return np.arange(count, dtype=np.int64)
    both = (np.asarray(minutes, dtype=float) + np.asarray(minutes, dtype=float).T) / 2
    given = np.arange(count, dtype=np.int64) if begin is None else np.asarray(begin, dtype=np.int64)
    near = nearest_neighbour(both, start=int(given[0]) if start is None else start)
    costs = both if closed else _with_nowhere(both, start)
    cycles = [_cycle(order, start, closed=closed) for order in (given, near)]
    best = min(cycles, key=lambda cycle: _length(costs, cycle))
    improved = _improve_kicked(costs, best, kicks)
    return _opened(improved, count, start if start is not None else int(given[0]), closed=closed, free=start is None)


def nearest_neighbour(minutes: Matrix, *, start: int = 0) -> Rows:
    """Go on to the nearest stop that is left, the first of those as near; shape (m,)."""
    left = np.ones(len(minutes), dtype=bool)
    order = [start]
    left[start] = False
    while left.any():
        order.append(int(np.argmin(np.where(left, minutes[order[-1]], np.inf))))
        left[order[-1]] = False
    return np.array(order, dtype=np.int64)


def tour_minutes(minutes: Matrix, order: NDArray[np.integer], *, closed: bool = False) -> float:
    """Give the walk between stops along an order, back to the first if closed."""
    legs = float(minutes[order[:-1], order[1:]].sum())
    return legs + (float(minutes[order[-1], order[0]]) if closed and len(order) else 0.0)


def turn_stops(end_minutes: NDArray[np.float64], order: NDArray[np.integer]) -> tuple[NDArray[np.bool_], float]:
    """Choose from which end each stop of a tour is walked, the best of all choices (dynamic programming).

    Parameters
    ----------
    end_minutes : array of shape (m, 2, m, 2)
        Walk from an end of a stop (0 its first door, 1 its last) to an end of another.
    order : whole numbers of shape (m,)

    Returns
    -------
    turned : bool array of shape (m,)
        In the order of the tour: the stop is entered at its last door.
    minutes : float
        Walk between stops, the way back of a closed tour not counted.
    """
    spent, came = np.zeros(2), []  # of arriving at the next stop at its first or last door
    for one, other in pairwise(order):
        # entered at its first door, a stop is left at its last
        ways = spent[:, None] + end_minutes[one, ::-1, other, :]
        came.append(ways.argmin(axis=0))
        spent = ways.min(axis=0)
    turned = [int(np.argmin(spent))]
    for back in reversed(came):
        turned.append(int(back[turned[-1]]))
    return np.array(turned[::-1], dtype=bool)[: len(order)], float(spent.min())


def _with_nowhere(minutes: Matrix, start: int | None) -> Matrix:
    """Add a place that is no minutes from everywhere: a cycle through it is an open tour; it holds on to the start."""
    costs = np.pad(minutes, (0, 1))
    if start is not None:
        costs[start, -1] = costs[-1, start] = -HELD_MIN
    return costs


def _cycle(order: Rows, start: int | None, *, closed: bool) -> Rows:
    """Lay an order out as a cycle; an open one passes through nowhere, and begins at the start."""
    if start is not None:
        at = int(np.flatnonzero(order == start)[0])
        if closed:
            order = np.roll(order, -at)
        elif at == len(order) - 1:
            order = order[::-1]
        elif at:
            order = np.concatenate([[start], np.delete(order, at)])
    return order if closed else np.append(order, len(order)).astype(np.int64)


def _opened(cycle: Rows, count: int, first: int, *, closed: bool, free: bool) -> Rows:
    """Turn a cycle back into an order that begins at `first`, or at the end nearer to it in number where it is free."""
    if closed:
        order = np.roll(cycle, -int(np.flatnonzero(cycle == first)[0]))
        return order if len(order) < FEWEST or order[1] < order[-1] else np.roll(order[::-1], 1)
    order = np.roll(cycle, -int(np.flatnonzero(cycle == count)[0]))[1:]
    reverse = order[-1] < order[0] if free else order[0] != first
    return order[::-1] if reverse else order


def _length(costs: Matrix, cycle: Rows) -> float:
    return float(costs[cycle, np.roll(cycle, -1)].sum())


def _improve_kicked(costs: Matrix, cycle: Rows, kicks: int) -> Rows:
    """Improve a cycle by local search, then again after each kick, keeping the best."""
    best = _improve(costs, cycle)
    if len(best) < 2 * FEWEST:
        return best
    length = _length(costs, best)
    rng = np.random.default_rng(0)
    for _ in range(kicks):
        one, two, three = np.sort(rng.choice(np.arange(1, len(best)), size=3, replace=False))
        kicked = np.concatenate([best[:one], best[two:three], best[one:two], best[three:]])
        tried = _improve(costs, kicked)
        if (found := _length(costs, tried)) < length + NO_GAIN:
            best, length = tried, found
    return best


def _improve(costs: Matrix, cycle: Rows) -> Rows:
    """Take the best of all 2-opt and Or-opt moves until none gains."""
    if len(cycle) < FEWEST:
        return cycle
    while True:
        along = costs[np.ix_(cycle, cycle)]
        moves = [_best_reversal(along), *(_best_shift(along, size) for size in range(1, LONGEST_MOVED + 1))]
        gain, moved = min(moves, key=lambda move: move[0])
        if gain >= NO_GAIN:
            return cycle
        cycle = cycle[moved]


def _best_reversal(along: Matrix) -> tuple[float, Rows]:
    """Give the best 2-opt move of a cycle, its gain and new order: legs i, i+1 and j, j+1 become i, j and i+1, j+1."""
    count = len(along)
    leg = along[np.arange(count), np.roll(np.arange(count), -1)]
    gains = along + np.roll(along, (-1, -1), axis=(0, 1)) - leg[:, None] - leg[None, :]
    gains[np.tril_indices(count, 1)] = 0.0
    one, other = np.unravel_index(int(np.argmin(gains)), gains.shape)
    order = np.arange(count)
    order[one + 1 : other + 1] = order[one + 1 : other + 1][::-1]
    return float(gains[one, other]), order.astype(np.int64)


def _best_shift(along: Matrix, size: int) -> tuple[float, Rows]:
    """Give the best Or-opt move of a cycle: a run of `size` stops, as it is or turned around, between two others."""
    count = len(along)
    if count < size + 3:
        return 0.0, np.arange(count)
    first = np.arange(count)
    last, before, behind = (first + size - 1) % count, (first - 1) % count, (first + size) % count
    nxt = (first + 1) % count
    freed = along[before, behind] - along[before, first] - along[last, behind]
    leg = along[first, nxt]
    straight = along[:, first].T + along[last][:, nxt] - leg[None, :]  # [run, leg]: leg's first stop, run, leg's second
    turned = along[last] + along[first][:, nxt] - leg[None, :]
    gains = freed[:, None] + np.minimum(straight, turned)
    # A leg inside the run, or next to it, is none to move to.
    gap = (first[None, :] - first[:, None]) % count
    gains[(gap < size) | (gap == count - 1)] = 0.0
    run, leg_at = (int(one) for one in np.unravel_index(int(np.argmin(gains)), gains.shape))
    moved = np.roll(first, -run)
    head, rest = moved[:size], moved[size:]
    at = (leg_at - run - size) % count + 1
    head = head if straight[run, leg_at] <= turned[run, leg_at] else head[::-1]
    return float(gains[run, leg_at]), np.concatenate([rest[:at], head, rest[at:]]).astype(np.int64)
