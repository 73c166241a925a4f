"""How much a connected sector can be worth at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csgraph, csr_array

from geoprofile.leaflets.knapsack import knapsack_bound
from geoprofile.leaflets.sector_problem import lightest_ways

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from geoprofile.leaflets.sector_problem import SectorProblem

__all__ = ["sector_bound"]

# Beyond so many zones within the budget's reach the bound without borders stands.
MOST_ZONES = 4_000
# Rounds of cuts, cuts a round, and the least breach that is cut.
ROUNDS, CUTS, BREACH = 60, 60, 1e-3
# Shares are turned into whole capacities.
WHOLE, UNBOUNDED = 1_000_000, 100_000_000
# The solver's own tolerance, made good.
TOLERANCE = 1e-7


def sector_bound(problem: SectorProblem, budget: int, *, with_cuts: bool = True) -> tuple[float, str]:
    """Bound the value of any choice that hangs together with the stores.

    A linear programme in the share x_i of each zone that is chosen, with node cuts: x_i is at most the sum of x over
    any zones that part i from every store (Fischetti and others, Thinning out Steiner trees, Mathematical Programming
    Computation 9 (2017) 203-229). Cuts that the solution breaks are found by maximum flow and added, round by round;
    each round is a bound. Islands have no store, so the bound without borders stands for them, as it does for more than
    `MOST_ZONES` zones within reach of the budget.

    Parameters
    ----------
    with_cuts : bool
        Whether the linear programme is solved at all.

    Returns
    -------
    bound : float
    bound_by : {"cuts", "knapsack"}
    """
    usable = problem.allowed & ~problem.required
    forced = int(problem.weight[problem.required].sum())
    free = float(problem.value[problem.required].sum()) + knapsack_bound(
        problem.weight[usable], problem.value[usable], max(0, budget - forced)
    )
    near = _within(problem, budget)
    if not with_cuts or not len(problem.roots) or not 0 < near.sum() <= MOST_ZONES:
        return free, "knapsack"
    cut = _Programme(problem, near, budget).bound()
    return (cut, "cuts") if cut < free else (free, "knapsack")


def _within(problem: SectorProblem, budget: int) -> NDArray[np.bool_]:
    """Find the zones to which a way from a store fits the budget."""
    return np.asarray(lightest_ways(problem) <= budget + 1)


class _Programme:
    """The linear programme, solved again as cuts come."""

    def __init__(self, problem: SectorProblem, near: NDArray[np.bool_], budget: int) -> None:
        from ortools.linear_solver import pywraplp  # noqa: PLC0415  a third of a second that most work does without

        self._nodes = np.flatnonzero(near)
        place = np.full(len(near), -1, dtype=np.int64)
        place[self._nodes] = np.arange(len(self._nodes))
        first, second = problem.inner_edges
        held = near[first] & near[second]
        self._first, self._second = place[first[held]], place[second[held]]
        self._roots = place[problem.roots[near[problem.roots]]]
        self._scale = max(1.0, float(np.abs(problem.value[self._nodes]).max()))
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        required = problem.required[self._nodes]
        self._shares = [self._solver.NumVar(float(needed), 1.0, "") for needed in required]
        self._limit(problem.weight[self._nodes], budget)
        objective = self._solver.Objective()
        for share, value in zip(self._shares, problem.value[self._nodes].tolist(), strict=True):
            objective.SetCoefficient(share, value / self._scale)
        objective.SetMaximization()
        self._flow = self._flow_graph()

    def bound(self) -> float:
        """Add cuts until none is broken or the rounds are over."""
        bound = np.inf
        for left in range(ROUNDS, 0, -1):
            if self._solver.Solve() != self._solver.OPTIMAL:
                break
            bound = self._solver.Objective().Value() * self._scale * (1 + TOLERANCE) + TOLERANCE * self._scale
            if left == 1 or not self._add_cuts():
                break
        return float(bound)

    def _limit(self, weight: NDArray[np.int64], budget: int) -> None:
        """Hold the programme to the budget, and each zone to its neighbours."""
        within = self._solver.Constraint(-self._solver.infinity(), float(budget))
        for share, one in zip(self._shares, weight.tolist(), strict=True):
            within.SetCoefficient(share, float(one))
        beside: list[list[int]] = [[] for _ in self._shares]
        for one, other in zip(self._first.tolist(), self._second.tolist(), strict=True):
            beside[one].append(other)
            beside[other].append(one)
        roots = set(self._roots.tolist())
        for zone, neighbours in enumerate(beside):
            if zone not in roots:
                self._cut(zone, neighbours)

    def _cut(self, zone: int, parting: list[int]) -> None:
        """Hold the share of a zone to the sum of the shares of zones that part it from every store."""
        rule = self._solver.Constraint(-self._solver.infinity(), 0.0)
        rule.SetCoefficient(self._shares[zone], 1.0)
        for other in parting:
            rule.SetCoefficient(self._shares[other], -1.0)

    def _flow_graph(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Lay out a graph in which each zone is an edge from its entry i to its exit i + n; the source comes last."""
        count = len(self._nodes)
        inside = np.arange(count)
        rows = [inside, self._first + count, self._second + count, np.full(len(self._roots), 2 * count)]
        columns = [inside + count, self._second, self._first, self._roots]
        return np.concatenate(rows), np.concatenate(columns)

    def _add_cuts(self) -> int:
        """Add the cuts that the solution breaks, for zones of large shares first; give their number."""
        count = len(self._nodes)
        shares = np.array([share.solution_value() for share in self._shares])
        rows, columns = self._flow
        capacity = np.full(len(rows), UNBOUNDED, dtype=np.int32)
        capacity[:count] = np.rint(shares * WHOLE).astype(np.int32) + 1  # of equal cuts the one of fewest zones
        graph = csr_array((capacity, (rows, columns)), shape=(2 * count + 1, 2 * count + 1))
        covered = np.zeros(count, dtype=bool)
        covered[self._roots] = True
        added = tried = 0
        for zone in np.argsort(-shares, kind="stable").tolist():
            if shares[zone] <= BREACH or tried == CUTS:
                break
            if covered[zone]:
                continue
            tried += 1
            flow = csgraph.maximum_flow(graph, 2 * count, zone)
            if flow.flow_value < (shares[zone] - BREACH) * WHOLE:
                behind = self._cut_both_ways(zone, graph - flow.flow)
                covered |= behind
                added += 1
        return added

    def _cut_both_ways(self, zone: int, left: Any) -> NDArray[np.bool_]:
        """Add the least cut nearest to the stores and the one nearest to the zone; give the zones behind the latter."""
        count = len(self._nodes)
        left = csr_array(left)
        left.eliminate_zeros()
        near = np.zeros(2 * count + 1, dtype=bool)
        near[csgraph.breadth_first_order(left, 2 * count, return_predecessors=False)] = True
        behind = np.zeros(2 * count + 1, dtype=bool)
        behind[csgraph.breadth_first_order(csr_array(left.T), zone, return_predecessors=False)] = True
        entry, leave = slice(0, count), slice(count, 2 * count)
        first = np.flatnonzero(near[entry] & ~near[leave])
        second = np.flatnonzero(behind[leave] & ~behind[entry])
        self._cut(zone, first.tolist())
        if not np.array_equal(first, second):
            self._cut(zone, second.tolist())
        return behind[entry]
