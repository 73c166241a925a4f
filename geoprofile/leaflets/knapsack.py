"""Whole zones of the greatest value within a budget, wherever they lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.leaflets.selection import Selection

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["by_density", "choose_freely", "knapsack_bound"]

# States, all steps together, beyond which a proof is given up: some 200 MB. The real and seeded instances of
# benchmarks/leaflets.py need some thousands.
MOST_STATES = 5_000_000
# Room left for the rounding of floats, as a share.
ROUNDING = 1e-12
# Value per unit of weight at which nothing is ever taken out.
NEVER = 1e200


@dataclass(frozen=True, eq=False)
class _Step:
    """One zone that may be put in or taken out: which states came of it, each by its state before."""

    item: int
    parent: NDArray[np.int64]
    changed: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class _States:
    """Sums of weight and value, no one lighter and worth as much as another; sorted by weight."""

    weight: NDArray[np.int64]
    value: NDArray[np.int64]


def by_density(weight: NDArray[np.int64], value: NDArray[np.int64]) -> NDArray[np.intp]:
    """Give the zones worth something, greatest value per unit of weight first, then in the order given."""
    worth = np.flatnonzero(value > 0)
    with np.errstate(divide="ignore"):
        return worth[np.argsort(-(value[worth] / weight[worth]), kind="stable")]


def knapsack_bound(weight: NDArray[np.int64], value: NDArray[np.int64], budget: int) -> float:
    """Bound what any choice within the budget is worth: the last zone is cut to fit.

    Dantzig, Discrete-variable extremum problems, Operations Research 5 (1957) 266-288.
    """
    order = by_density(weight, value)
    filled = np.cumsum(weight[order])
    whole = int(np.searchsorted(filled, budget, side="right"))
    worth = float(value[order[:whole]].sum())
    if whole == len(order):
        return worth
    left = budget - (int(filled[whole - 1]) if whole else 0)
    return worth + left * float(value[order[whole]]) / float(weight[order[whole]])


def choose_freely(weight: NDArray[np.int64], value: NDArray[np.int64], budget: int) -> Selection:
    """Choose the whole zones worth most within a budget.

    Dynamic programming over a core that grows around the zone at which the greedy choice breaks off; states that
    another dominates or that cannot beat the best one are left out: Pisinger, A minimal algorithm for the 0-1
    knapsack problem, Operations Research 45 (1997) 758-767. (The solver of OR-Tools can be limited by the clock alone,
    and zones of one rate with an odd budget keep it busy for ever.) A proof holds nearly always, and then a larger
    budget never gives less; past `MOST_STATES` the best that was met is given with Dantzig's bound.

    Parameters
    ----------
    weight : int64 array of shape (n,)
        Letterboxes, or cost in cents; none below 0.
    value : int64 array of shape (n,)
        A zone of value 0 or less is never chosen.
    budget : int
        In the unit of weight.

    Returns
    -------
    Selection
    """
    order = by_density(weight, value)
    order = order[weight[order] <= budget]
    w, v = weight[order], value[order]
    step = max(1, int(np.gcd.reduce(w))) if len(w) else 1
    w, budget = w // step, budget // step  # what no sum of weights can reach would never be proved
    start = int(np.searchsorted(np.cumsum(w), budget, side="right"))
    taken, proved = _best_of_core(w, v, budget, start)
    chosen = np.zeros(len(weight), dtype=bool)
    chosen[order[taken]] = True
    worth = int(value[chosen].sum())
    bound = float(worth) if proved else knapsack_bound(w, v, budget)
    return Selection(chosen, worth, int(weight[chosen].sum()), bound, "proof" if proved else "knapsack")


def _best_of_core(
    w: NDArray[np.int64], v: NDArray[np.int64], budget: int, start: int
) -> tuple[NDArray[np.bool_], bool]:
    """Put in and take out zones, nearest to the break first, until no state can beat the best one."""
    states = _States(w[:start].sum(keepdims=True), v[:start].sum(keepdims=True))
    best_value, best_step, best_state = int(states.value[0]), 0, 0
    steps: list[_Step] = []
    seen = 0
    left, right = start, start
    while True:
        kept = _promising(states, w, v, budget, best_value, left, right)
        finished = not len(kept) or (left == 0 and right == len(w))
        seen += len(kept)
        if finished or seen > MOST_STATES:
            return _taken(steps[:best_step], best_state, start, len(w)), finished
        if right < len(w) and (left == 0 or right - start <= start - left):
            item, sign, right = right, 1, right + 1
        else:
            item, sign, left = left - 1, -1, left - 1
        states, step = _with_item(states, kept, item, sign * int(w[item]), sign * int(v[item]))
        steps.append(step)
        fitting = int(np.searchsorted(states.weight, budget, side="right")) - 1
        if fitting >= 0 and int(states.value[fitting]) > best_value:
            best_value, best_step, best_state = int(states.value[fitting]), len(steps), fitting


def _promising(
    states: _States, w: NDArray[np.int64], v: NDArray[np.int64], budget: int, best: int, left: int, right: int
) -> NDArray[np.intp]:
    """Find the states that zones outside the core could still lift above the best one."""
    room = (budget - states.weight).astype(float)
    add = float(v[right]) / float(w[right]) if right < len(w) else 0.0
    drop = float(v[left - 1]) / float(w[left - 1]) if left > 0 and w[left - 1] > 0 else NEVER
    change = np.where(room >= 0, room * add, room * drop)
    hope = states.value + change + np.abs(change) * ROUNDING
    return np.flatnonzero(hope >= best + 1)


def _with_item(states: _States, kept: NDArray[np.intp], item: int, weight: int, value: int) -> tuple[_States, _Step]:
    """Put one zone in, or take it out, of every state that was kept, and leave out what is dominated."""
    all_weights = np.concatenate([states.weight[kept], states.weight[kept] + weight])
    all_values = np.concatenate([states.value[kept], states.value[kept] + value])
    order = np.argsort(all_weights, kind="stable")  # two sorted runs: merged in linear time
    all_weights, all_values = all_weights[order], all_values[order]
    so_far = np.maximum.accumulate(all_values)
    better = np.r_[True, all_values[1:] > so_far[:-1]]
    order, all_weights, all_values = order[better], all_weights[better], all_values[better]
    last_of_weight = np.r_[all_weights[1:] > all_weights[:-1], True]
    order = order[last_of_weight]
    step = _Step(item, kept[order % len(kept)], order >= len(kept))
    return _States(all_weights[last_of_weight], all_values[last_of_weight]), step


def _taken(steps: list[_Step], state: int, start: int, count: int) -> NDArray[np.bool_]:
    """Walk back from a state to the zones that make it."""
    taken = np.arange(count) < start
    for step in reversed(steps):
        if step.changed[state]:
            taken[step.item] = not taken[step.item]
        state = int(step.parent[state])
    return taken
