"""Sectors of the few zones nearest to the stores, all of them tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.leaflets.sector_problem import lightest_ways, without_holes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from geoprofile.leaflets.sector_problem import SectorProblem

__all__ = ["exact_sectors", "is_tried_whole"]

# Two to this power of choices are tried.
MOST_ZONES = 14

Bits = np.ndarray[tuple[int], np.dtype[np.int64]]


def is_tried_whole(problem: SectorProblem, budget: int) -> bool:
    """Tell whether `exact_sectors` knows all zones that a budget could reach, so that its best is the best."""
    return int((lightest_ways(problem) <= budget + 1).sum()) <= MOST_ZONES


def exact_sectors(problem: SectorProblem) -> Iterator[NDArray[np.bool_]]:
    """Give all choices among the 14 zones nearest to the stores (lightest, for islands) that no other one beats.

    They depend on no budget; one that is worth no more than a lighter one is left out. They are fair choices: parts
    that start from a store, of enough letterboxes, without holes, with the zones required.
    """
    ways = lightest_ways(problem)
    near = np.lexsort((np.arange(len(ways)), ways))[:MOST_ZONES]
    near = near[np.isfinite(ways[near])]
    if problem.required.sum() > problem.required[near].sum():
        return
    bits = _fair(problem, near)
    weight, value = (_sums(of[near])[bits] for of in (problem.weight, problem.value))
    best = -1
    for place in np.lexsort((bits, -value, weight)).tolist():
        if value[place] <= best:
            continue
        chosen = np.zeros(len(problem.weight), dtype=bool)
        chosen[near[(bits[place] >> np.arange(len(near)) & 1).astype(bool)]] = True
        if (without_holes(problem, chosen) == chosen).all():
            best = int(value[place])
            yield chosen


def _fair(problem: SectorProblem, near: NDArray[np.int64]) -> Bits:
    """Give the choices, a bit a zone, of which every part is a sector."""
    beside = _beside(problem, near)
    sizes = _sums(problem.letterboxes[near])
    roots = int(np.isin(near, problem.roots) @ (1 << np.arange(len(near)))) if len(problem.roots) else -1
    must = int(problem.required[near] @ (1 << np.arange(len(near))))
    bits: Bits = np.arange(1, 2 ** len(near), dtype=np.int64)
    bits = bits[bits & must == must]
    rest = bits.copy()
    while rest.any():
        part = rest & -rest
        for _ in range(len(near)):
            part |= beside[part] & rest
        fair = (rest == 0) | ((part & roots != 0) & (sizes[part] >= problem.least_letterboxes))
        bits, rest = bits[fair], (rest & ~part)[fair]
    return bits


def _beside(problem: SectorProblem, near: NDArray[np.int64]) -> Bits:
    """Give the zones beside each choice, as bits, by the bits of the choice."""
    place = np.full(len(problem.weight), -1)
    place[near] = np.arange(len(near))
    one, other = (place[ends] for ends in problem.inner_edges)
    held = (one >= 0) & (other >= 0)
    own = np.zeros(len(near), dtype=np.int64)
    np.bitwise_or.at(own, one[held], 1 << other[held])
    np.bitwise_or.at(own, other[held], 1 << one[held])
    table = np.zeros(1, dtype=np.int64)
    for bits in own.tolist():
        table = np.concatenate([table, table | bits])
    return table


def _sums(values: NDArray[np.int64]) -> Bits:
    """Sum up values over every choice of zones, shape (2 ** n,)."""
    table = np.zeros(1, dtype=np.int64)
    for value in values.tolist():
        table = np.concatenate([table, table + value])
    return table
