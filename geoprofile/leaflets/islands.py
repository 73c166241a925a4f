"""Islands to begin with: the richest connected parts of just enough letterboxes."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.leaflets.sector_problem import without_holes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from geoprofile.leaflets.sector_problem import SectorProblem

__all__ = ["island_unions", "light_islands"]

# Of so many steps of weight up to the least island, so many growing islands each are followed.
STEPS, FOLLOWED = 1_000, 3


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


def light_islands(problem: SectorProblem) -> Iterator[NDArray[np.bool_]]:
    """Give islands of little more than the least number of letterboxes, each worth more than all lighter ones.

    Islands grow zone by zone from every zone, the lightest first; of each weight the few worth most are followed, so
    that a budget hardly above the least island meets one that fits it. They depend on the zones alone.
    """
    beside = _neighbours(problem)
    weight, value, boxes = (some.tolist() for some in (problem.weight, problem.value, problem.letterboxes))
    a_box = sum(weight) / max(1, sum(boxes))
    step = max(1, int(problem.least_letterboxes * a_box / STEPS))
    followed: dict[int, int] = {}
    met = {frozenset([zone]) for zone in np.flatnonzero(problem.allowed).tolist()}
    waiting = [(weight[zone], -value[zone], [zone]) for one in met for zone in one]
    heapq.heapify(waiting)
    best = 0
    while waiting:
        heavy, worth, island = heapq.heappop(waiting)
        if followed.get(heavy // step, 0) >= FOLLOWED:
            continue
        if sum(boxes[zone] for zone in island) >= problem.least_letterboxes:
            if -worth > best:
                chosen = np.zeros(len(weight), dtype=bool)
                chosen[island] = True
                if (without_holes(problem, chosen) == chosen).all():
                    best = -worth
                    yield chosen
            continue
        followed[heavy // step] = followed.get(heavy // step, 0) + 1
        for zone in sorted({other for one in island for other in beside[one]} - set(island)):
            grown = frozenset([*island, zone])
            if grown not in met:
                met.add(grown)
                heapq.heappush(waiting, (heavy + weight[zone], worth - value[zone], sorted(grown)))


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
