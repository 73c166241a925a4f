"""Connected sectors worth most within a budget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array

from geoprofile.leaflets.exact_sectors import exact_sectors
from geoprofile.leaflets.islands import island_unions, light_islands
from geoprofile.leaflets.sector_problem import lightest_ways, without_holes, without_small_sectors
from geoprofile.leaflets.tree_knapsack import fill_table, spanning_preorder

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.leaflets.sector_problem import SectorProblem
    from geoprofile.leaflets.tree_knapsack import Preorder, TreeTable

__all__ = ["Sector", "best_within", "sector_candidates"]

# Each stage reaches a budget this much larger than the one before; within it so many budgets are looked at.
STAGE, BUDGETS_PER_STAGE = 1.1, 32
# Trees a stage at most, of shortest length and of shortest paths in turn; after so many that brought nothing the stage
# is over, and sectors of every budget are cut from two more.
TREES, IDLE_TREES, LAST_TREES = 20, 4, 2
# Cells of the budget in a table.
CELLS = 6_000
# Spread of the random lengths; how much shorter an edge within the present sector is, in each of the runs through all
# stages (where one gets stuck the other seldom does); the prices of weight that are tried, as multiples of the marginal
# one. Chosen on the towns of benchmarks/leaflets.py.
NOISE, WITHIN, PRICES = 0.4, (0.1, 0.3), (0.6, 1.1)
# Length of an edge to a zone that earns its place, and of the start of an island, as multiples of the mean loss.
LEAST_LENGTH, ISLAND_LENGTH = 1e-3, 2.0
# The marginal value of the budget is that of its last tenth.
LAST_PART = 0.1


@dataclass(frozen=True, eq=False)
class Sector:
    """One connected choice."""

    chosen: NDArray[np.bool_]
    weight: int
    value: int


@dataclass(frozen=True, eq=False)
class _Graph:
    """Borders within sectors, zones that a sector may start from, and the weight on the lightest way to each zone."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    entry: NDArray[np.int64]
    distance: NDArray[np.float64]


def best_within(candidates: list[Sector], budget: int) -> Sector | None:
    """Give the candidate worth most within a budget, the lightest of equals."""
    fitting = [one for one in candidates if one.weight <= budget]
    return min(fitting, key=lambda one: (-one.value, one.weight), default=None)


def sector_candidates(problem: SectorProblem, budget: int, *, seed: int = 0) -> list[Sector]:
    """Make connected sectors of every size up to a budget and a little beyond.

    The sizes rise by stages that depend on the zones and not on the budget; each stage starts from the best sector of
    the stages before, among them all of the few zones nearest to the stores. It spans the zones by a tree that runs
    through that sector and through zones worth their weight
    (the marginal value of the budget is the Lagrangian price of weight), and finds the best part of the tree for every
    budget at once; the best one makes the next tree. So a larger budget meets all the candidates of a smaller one and
    never gives less.

    Parameters
    ----------
    seed : int
        Of the lengths of the edges, which vary from tree to tree.

    Returns
    -------
    list of Sector
        Without holes, none smaller than `least_letterboxes`, all with the zones required; in the order made.
    """
    graph = _graph(problem)
    nothing = _sector(problem, np.zeros(len(problem.weight), dtype=bool))
    candidates = [nothing] if not problem.required.any() else []
    started = [_sector(problem, chosen) for chosen in exact_sectors(problem)]
    started += [] if len(problem.roots) else _islands(problem)
    candidates += started
    for run, within in enumerate(WITHIN):
        best, price = nothing, _greatest_density(problem)
        for stage, top in enumerate(_tops(problem, graph)):
            rng = np.random.default_rng([seed, run, stage])
            best = best_within([best, *started], top) or best
            made, price = _stage(problem, graph, top, best, price, within, rng)
            candidates += made
            best = best_within([best, *made], top) or best
            if top >= budget:
                break
    return candidates


def _graph(problem: SectorProblem) -> _Graph:
    """Gather the zones that can be reached from a store, and how much lies on the lightest way to each."""
    first, second = problem.inner_edges
    return _Graph(first, second, problem.entries.astype(np.int64), lightest_ways(problem))


def _tops(problem: SectorProblem, graph: _Graph) -> list[int]:
    """Give the budgets that the stages reach, rising to the weight of all zones."""
    weight = problem.weight[np.isfinite(graph.distance)]
    if not weight.any():
        return []
    least = max(float(weight[weight > 0].min()), float(graph.distance.min()))
    tops, top = [int(weight.sum())], float(weight.sum()) / STAGE
    while top >= least:
        tops.append(int(top))
        top /= STAGE
    return sorted(set(tops))


def _greatest_density(problem: SectorProblem) -> float:
    usable = problem.allowed & (problem.weight > 0)
    return float((problem.value[usable] / problem.weight[usable]).max(initial=0.0))


def _stage(
    problem: SectorProblem, graph: _Graph, top: int, best: Sector, price: float, within: float, rng: np.random.Generator
) -> tuple[list[Sector], float]:
    """Improve on the best sector so far at the top of a stage, then cut sectors for the budgets below it."""
    unit = max(1, top // CELLS)
    cells = top // unit
    units = np.rint(problem.weight / unit).astype(np.int64)
    worth = problem.value + problem.required * float(2 * np.abs(problem.value).sum() + 1)
    below = np.unique(np.geomspace(cells / STAGE, cells, BUDGETS_PER_STAGE).astype(np.int64)).tolist()
    near = graph.distance <= top + 1
    made: list[Sector] = []
    idle = last = number = 0
    while last < LAST_TREES:
        is_last = idle == IDLE_TREES or number >= TREES - LAST_TREES
        order = _tree(problem, graph, near, best, price * rng.uniform(*PRICES), within, rng, shortest=number % 2 == 1)
        table = fill_table(order, units, worth, cells)
        price = _marginal_value(table, unit)
        made += _cut_from(problem, table, below if is_last else [cells])
        better = best_within([best, *made], top) or best
        idle = IDLE_TREES if is_last else 0 if better.value > best.value else idle + 1
        best, last, number = better, last + is_last, number + 1
    return made, price


def _marginal_value(table: TreeTable, unit: int) -> float:
    """Give what the last part of the budget adds, per unit of weight."""
    cells = len(table.values) - 1
    before = int((1 - LAST_PART) * cells)
    added = float(table.values[cells] - table.values[before])
    return max(0.0, added / (max(1, cells - before) * unit))


def _cut_from(problem: SectorProblem, table: TreeTable, budgets: list[int]) -> list[Sector]:
    """Read sectors off a table, without small ones and holes; those that lack a zone that is required are left out."""
    made: list[Sector] = []
    before: NDArray[np.int64] | None = None
    for budget in budgets:
        nodes = table.best(budget)
        if before is not None and np.array_equal(nodes, before):
            continue
        before = nodes
        chosen = np.zeros(len(problem.weight), dtype=bool)
        chosen[nodes] = True
        chosen = without_holes(problem, without_small_sectors(problem, chosen))
        if not (problem.required & ~chosen).any():
            made.append(_sector(problem, chosen))
    return made


def _islands(problem: SectorProblem) -> list[Sector]:
    """Give islands to begin with."""
    mended = [without_holes(problem, chosen) for chosen in island_unions(problem)] + list(light_islands(problem))
    return [_sector(problem, chosen) for chosen in mended if not (problem.required & ~chosen).any()]


def _sector(problem: SectorProblem, chosen: NDArray[np.bool_]) -> Sector:
    return Sector(chosen, int(problem.weight[chosen].sum()), int(problem.value[chosen].sum()))


def _tree(
    problem: SectorProblem,
    graph: _Graph,
    near: NDArray[np.bool_],
    best: Sector,
    price: float,
    within: float,
    rng: np.random.Generator,
    *,
    shortest: bool,
) -> Preorder:
    """Span the zones by edges as long as their zones cost beyond what they bring, varied at random."""
    root = len(problem.weight)
    loss = np.maximum(0.0, price * problem.weight - problem.value)
    mean = float(loss[near].mean())
    loss = loss / mean + LEAST_LENGTH if mean > 0 else np.ones(root)
    # Drawn for all edges, near or not, so that what lies far changes nothing.
    varied = rng.lognormal(0.0, NOISE, len(graph.first))
    opening = np.full(len(graph.entry), LEAST_LENGTH)
    if not len(problem.roots):
        opening = ISLAND_LENGTH * rng.lognormal(0.0, NOISE, len(graph.entry))
    held = near[graph.first] & near[graph.second]
    first, second, varied = graph.first[held], graph.second[held], varied[held]
    varied = np.where(best.chosen[first] & best.chosen[second], varied * within, varied)
    entered = near[graph.entry]
    entry, opening = graph.entry[entered], opening[entered]
    from_root = np.full(len(entry), root)
    if shortest:
        rows, columns = np.concatenate([first, second, from_root]), np.concatenate([second, first, entry])
        lengths = np.concatenate([loss[second] * varied, loss[first] * varied, opening])
    else:
        rows, columns = np.concatenate([first, from_root]), np.concatenate([second, entry])
        lengths = np.concatenate([(loss[first] + loss[second]) * varied, opening])
    edges = coo_array((lengths, (rows, columns)), shape=(root + 1, root + 1)).tocsr()
    return spanning_preorder(edges, root, shortest=shortest)
