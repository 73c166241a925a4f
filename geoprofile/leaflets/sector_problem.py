"""What sectors are to be made of: zones, borders, stores, and what makes a choice a fair one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array, csgraph, csr_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SectorProblem", "components", "lightest_ways", "without_holes", "without_small_sectors"]

# What a zone without weight weighs on a way: a graph knows no edge of length 0.
TINY = 1e-6


@dataclass(frozen=True, eq=False)
class SectorProblem:
    """Zones with their borders.

    Attributes
    ----------
    weight, value, letterboxes : int64 arrays of shape (n,)
        Weight is what the budget counts; value may be below 0 for a zone that costs more than it brings.
    allowed, required : bool arrays of shape (n,)
        Zones that may be chosen, and those that must be.
    store : int64 array of shape (n,)
        Store that each zone belongs to; a sector holds zones of one store. All 0 for islands.
    roots : int64 array of shape (s,)
        Zone in which each store lies, that its sector starts from; empty for islands, which lie anywhere.
    first, second : int64 arrays of shape (e,)
        Pairs of neighbours, of any store.
    outer : bool array of shape (n,)
        Zones at the edge of the territory.
    least_letterboxes : int
        A sector or island of fewer is not worth a round.
    """

    weight: NDArray[np.int64]
    value: NDArray[np.int64]
    letterboxes: NDArray[np.int64]
    allowed: NDArray[np.bool_]
    required: NDArray[np.bool_]
    store: NDArray[np.int64]
    roots: NDArray[np.int64]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    outer: NDArray[np.bool_]
    least_letterboxes: int = 0

    @property
    def inner_edges(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the pairs of neighbours that one sector may hold."""
        held = (
            self.allowed[self.first] & self.allowed[self.second] & (self.store[self.first] == self.store[self.second])
        )
        return self.first[held], self.second[held]

    @property
    def entries(self) -> NDArray[np.int64]:
        """Give the zones that a sector may start from: those of the stores, or any for islands."""
        return self.roots[self.allowed[self.roots]] if len(self.roots) else np.flatnonzero(self.allowed)


def lightest_ways(problem: SectorProblem) -> NDArray[np.float64]:
    """Weigh the lightest sector that holds each zone, shape (n,); infinite where none does."""
    first, second = problem.inner_edges
    count, entries = len(problem.weight), problem.entries
    into = np.concatenate([second, first, entries])
    out = np.concatenate([first, second, np.full(len(entries), count)])
    lengths = csr_array((problem.weight[into] + TINY, (out, into)), shape=(count + 1, count + 1))
    return np.asarray(csgraph.dijkstra(lengths, indices=count)[:count])


def components(first: NDArray[np.int64], second: NDArray[np.int64], members: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Number the connected parts of some zones from 0, -1 for other zones."""
    held = members[first] & members[second]
    links = coo_array((np.ones(int(held.sum()), dtype=np.int8), (first[held], second[held])), shape=(len(members),) * 2)
    part = csgraph.connected_components(links, directed=False)[1]
    numbered = np.full(len(members), -1, dtype=np.int64)
    numbered[members] = np.unique(part[members], return_inverse=True)[1]
    return numbered


def without_small_sectors(problem: SectorProblem, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Leave out the sectors that hold too few letterboxes."""
    if problem.least_letterboxes <= 0 or not chosen.any():
        return chosen
    part = components(*problem.inner_edges, chosen)
    size = np.bincount(part[chosen], weights=problem.letterboxes[chosen])
    kept = chosen.copy()
    kept[chosen] = (size >= problem.least_letterboxes)[part[chosen]]
    return kept


def without_holes(problem: SectorProblem, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Fill what one sector wholly encloses.

    A hole is a connected part of the zones not chosen that does not reach the edge of the territory and borders on
    zones of one store alone. Of its zones those that may be chosen for that store are; others stay out.
    """
    part = components(problem.first, problem.second, ~chosen)
    count = int(part.max(initial=-1)) + 1
    if count == 0:
        return chosen
    open_part = np.zeros(count, dtype=bool)
    open_part[part[problem.outer & ~chosen]] = True
    lowest, highest = np.full(count, np.iinfo(np.int64).max), np.full(count, -1)
    for inside, outside in ((problem.first, problem.second), (problem.second, problem.first)):
        border = ~chosen[inside] & chosen[outside]
        np.minimum.at(lowest, part[inside[border]], problem.store[outside[border]])
        np.maximum.at(highest, part[inside[border]], problem.store[outside[border]])
    hole = ~open_part & (lowest == highest)
    filled = chosen.copy()
    rest = ~chosen & problem.allowed
    mine = hole[part[rest]] & (problem.store[rest] == lowest[part[rest]])
    filled[np.flatnonzero(rest)[mine]] = True
    return filled if (filled == chosen).all() else _connected_to_sector(problem, filled)


def _connected_to_sector(problem: SectorProblem, filled: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Leave out filled zones that other stores' zones part from their own sector."""
    if not len(problem.roots):
        return filled
    part = components(*problem.inner_edges, filled)
    roots = problem.roots[filled[problem.roots]]
    return filled & np.isin(part, part[roots])
