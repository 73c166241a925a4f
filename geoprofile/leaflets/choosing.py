"""One choice of zones within one budget: free, in sectors around stores, or in islands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from geoprofile.errors import TableError
from geoprofile.leaflets.exact_sectors import is_tried_whole
from geoprofile.leaflets.knapsack import choose_freely
from geoprofile.leaflets.sector_bound import sector_bound
from geoprofile.leaflets.sectors import best_within, sector_candidates
from geoprofile.leaflets.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geoprofile.leaflets.sector_problem import SectorProblem

__all__ = ["SHAPES", "Shape", "choose", "choose_each"]

Shape = Literal["free", "sectors", "islands"]
SHAPES = ("free", "sectors", "islands")


@dataclass(frozen=True)
class _Needed:
    """What the zones that must be chosen take and bring."""

    weight: int
    value: int


def choose(problem: SectorProblem, shape: str, budget: int, *, seed: int = 0) -> Selection:
    """Choose zones within one budget; see `choose_each`."""
    return choose_each(problem, shape, [budget], seed=seed)[0]


def choose_each(
    problem: SectorProblem, shape: str, budgets: Sequence[int], *, seed: int = 0, with_bound: bool = True
) -> list[Selection]:
    """Choose zones within each of several budgets.

    Parameters
    ----------
    problem : SectorProblem
        Zones in order of their codes. For "free" its borders do not matter; for "islands" its `roots` are empty.
    shape : {"free", "sectors", "islands"}
    budgets : sequence of int
    seed : int
    with_bound : bool
        Whether to bound what sectors could be worth, which takes about as long as choosing them; otherwise the bound
        without borders stands.

    Returns
    -------
    list of Selection, in the order of the budgets

    Raises
    ------
    TableError
        If the zones that must be chosen do not fit the smallest budget, or no sector was found that holds them.
    """
    needed = _needed(problem, min(budgets))
    if shape == "free":
        return [_free(problem, budget, needed) for budget in budgets]
    candidates = sector_candidates(problem, max(budgets), seed=seed)
    found = []
    for budget in budgets:
        best = best_within(candidates, budget)
        if best is None:
            raise TableError(
                "No sector was found that holds all zones to include within the budget: raise it, include fewer, or "
                "choose zones freely."
            )
        if is_tried_whole(problem, budget):
            found.append(Selection(best.chosen, best.value, best.weight, float(best.value), "proof"))
            continue
        limit, by = sector_bound(problem, budget, with_cuts=with_bound)
        found.append(Selection(best.chosen, best.value, best.weight, max(limit, float(best.value)), by))
    return found


def _needed(problem: SectorProblem, budget: int) -> _Needed:
    """Weigh the zones to include."""
    weight = int(problem.weight[problem.required].sum())
    if weight > budget:
        raise TableError(
            f"The zones to include take {weight} of a budget of {budget} (letterboxes, or cents): raise the budget or "
            "include fewer."
        )
    return _Needed(weight, int(problem.value[problem.required].sum()))


def _free(problem: SectorProblem, budget: int, needed: _Needed) -> Selection:
    """Choose among the zones that may be, beside those that must."""
    value = np.where(problem.allowed & ~problem.required, problem.value, 0)
    rest = choose_freely(problem.weight, value, budget - needed.weight)
    chosen: NDArray[np.bool_] = rest.chosen | problem.required
    return replace(
        rest,
        chosen=chosen,
        value=rest.value + needed.value,
        weight=rest.weight + needed.weight,
        bound=rest.bound + needed.value,
    )
