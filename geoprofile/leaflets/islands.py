"""Islands to begin with: the richest connected parts of just enough letterboxes."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from geoprofile.leaflets.sector_problem import SectorProblem

__all__ = ["island_unions"]


def island_unions(problem: SectorProblem) -> Iterator[NDArray[np.bool_]]:
    """Give the richest island, that with the next one, and so on; none overlap.

    An island grows from a zone by the neighbour of the greatest value for its weight until it holds the least number of
    letterboxes. The order depends on the zones alone, not on a budget.
    """
    beside = _neighbours(problem)
    density = problem.value / np.maximum(problem.weight, 1)
    grown = []
    for seed in np.flatnonzero(problem.allowed & (problem.value > 0)).tolist():
        island = _grow(problem, beside, density, seed)
        if island:
            worth, weight = int(problem.value[island].sum()), int(problem.weight[island].sum())
            grown.append((-worth / max(weight, 1), seed, island))
    chosen = np.zeros(len(problem.weight), dtype=bool)
    for _, _, island in sorted(grown):
        if not chosen[island].any():
            chosen = chosen.copy()
            chosen[island] = True
            yield chosen


def _neighbours(problem: SectorProblem) -> list[list[int]]:
    beside: list[list[int]] = [[] for _ in range(len(problem.weight))]
    for one, other in zip(*(ends.tolist() for ends in problem.inner_edges), strict=True):
        beside[one].append(other)
        beside[other].append(one)
    return beside


def _grow(problem: SectorProblem, beside: list[list[int]], density: NDArray[np.float64], seed: int) -> list[int]:
    """Give the zones of the island around a seed; none where there are too few letterboxes."""
    island: list[int] = []
    met = {seed}
    waiting = [(-float(density[seed]), seed)]
    held = 0
    while waiting and (held < problem.least_letterboxes or not island):
        zone = heapq.heappop(waiting)[1]
        island.append(zone)
        held += int(problem.letterboxes[zone])
        for other in beside[zone]:
            if other not in met:
                met.add(other)
                heapq.heappush(waiting, (-float(density[other]), other))
    return island if held >= problem.least_letterboxes else []
