"""The leaflet plan: which zones, for which store, in which wave, at what cost and for what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from geoprofile.errors import TableError, UnknownNameError
from geoprofile.leaflets.choosing import choose
from geoprofile.leaflets.drops import chosen_rows, drops_of, layout
from geoprofile.leaflets.knapsack import by_density
from geoprofile.leaflets.plan_inputs import MILLIONTHS, Budget, plan_inputs
from geoprofile.leaflets.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from geoprofile.leaflets.choosing import Shape
    from geoprofile.leaflets.drops import Drop, Layout
    from geoprofile.leaflets.plan_inputs import Objective, PlanInputs
    from geoprofile.leaflets.sector_problem import SectorProblem
    from geoprofile.zones.adjacency import ZoneAdjacency

__all__ = ["PLAN_COLUMNS", "TURNS", "LeafletPlan", "leaflet_plan"]

Turns = Literal["best", "rotation"]
TURNS = ("best", "rotation")
PLAN_COLUMNS = (
    "wave",
    "place",
    "zone_id",
    "store",
    "letterboxes",
    "cost_eur",
    "expected_response",
    "response_per_thousand",
    "why",
)


@dataclass(frozen=True, eq=False)
class LeafletPlan:
    """A plan and how good it can be.

    Attributes
    ----------
    zones : DataFrame
        `PLAN_COLUMNS`, by wave, drop and place: of each drop the zone that pays most comes first. `why` is a tuple of
        (reason, number): ("included", 1), ("index", 182), ("minutes", 6.5), ("joins", 1) for a zone that pays less than
        others left out but holds a sector together or fills a hole in it, ("passed", 1) for one that gets nothing and
        is passed through.
    drops : DataFrame, one row a drop
        `wave`, `store` (empty: all), `budget`, `zones`, `letterboxes`, `cost_eur` with what is paid once a drop,
        `expected_response`, `value`, `bound`, `gap`, `bound_by`.
    unit : {"letterboxes", "eur"}
        Of the budgets of the first wave.
    objective : {"response", "margin"}
        What `value` and `bound` count: new customers, or euros of margin less cost.
    letterboxes : int
    cost_eur, expected_response, value, bound : float
        Totals.
    gap : float
        The most that a better plan could add, as a share of the bound; of several waves each is held to its own bound,
        given those before.
    notes : tuple of (str, text or number)
        What a reader must be told, in machine words: ("does_not_pay", "store, wave"), ("budget_under_fixed_cost", ...),
        ("not_proved", ...).
    """

    zones: pd.DataFrame
    drops: pd.DataFrame
    unit: str
    objective: str
    letterboxes: int
    cost_eur: float
    expected_response: float
    value: float
    bound: float
    gap: float
    notes: tuple[tuple[str, str], ...]


def leaflet_plan(
    zones: pd.DataFrame,
    budgets: Budget | Sequence[Budget],
    *,
    shape: Shape = "free",
    objective: Objective = "response",
    margin_eur: float | None = None,
    fixed_eur: float = 0.0,
    include: Collection[str] = (),
    exclude: Collection[str] = (),
    adjacency: ZoneAdjacency | None = None,
    store_zones: Mapping[str, str] | None = None,
    least_letterboxes: int = 0,
    turns: Turns = "best",
    rest_waves: int = 0,
    seed: int = 0,
) -> LeafletPlan:
    """Choose whole zones for the greatest response, or margin less cost, within a budget.

    A zone worth nothing is not chosen just to spend, and no budget is ever exceeded. Of one wave, a larger
    budget never gives less (a first wave that takes more may leave less to the next).

    Parameters
    ----------
    zones : DataFrame
        As `plan_inputs` takes it.
    budgets : Budget or sequence of Budgets
        One a wave. A zone goes to its own store, so stores never overlap.
    shape : {"free", "sectors", "islands"}
        Zones wherever they lie; connected sectors that hold the zone of their store; connected islands anywhere.
        Sectors and islands have no holes.
    objective : {"response", "margin"}
    margin_eur : float, optional
        Of one new customer.
    fixed_eur : float
        Paid once a drop: a wave, or a store and wave where stores have budgets of their own.
    include, exclude : collections of zone_id
        Zones that must be and may not be served; a zone to include waits while it rests.
    adjacency : ZoneAdjacency, optional
        Of the zones in the order given; needed for sectors and islands.
    store_zones : mapping, optional
        Zone that each store's sector starts from (`sector_roots`); needed for sectors. Where zones have no store, that
        of the store "".
    least_letterboxes : int
        A sector or island of fewer is not made; in a free plan no zone of fewer is chosen, unless included.
    turns : {"best", "rotation"}
        In each wave the best zones that do not rest, or those not yet served before any is served again.
    rest_waves : int
        How many waves a zone rests after one.
    seed : int
        Of the sectors that are tried.

    Raises
    ------
    TableError, UnknownNameError
        For what `plan_inputs` and `layout` refuse, no budget, or zones to include that do not fit.
    """
    waves = [budgets] if isinstance(budgets, Budget) else list(budgets)
    if not waves:
        raise TableError("A leaflet plan needs a budget: give letterboxes or euros.")
    if turns not in TURNS:
        raise UnknownNameError("order of waves", turns, TURNS)
    if not 0 <= fixed_eur < np.inf:
        raise TableError(f"What is paid once a drop is {fixed_eur}: give euros, 0 or more.")
    inputs = plan_inputs(zones, objective=objective, margin_eur=margin_eur, include=include, exclude=exclude)
    laid_out = layout(inputs, shape, adjacency, store_zones, least_letterboxes)
    last = np.full(len(inputs.row), -1 - rest_waves)
    served = np.zeros(len(inputs.row), dtype=bool)
    parts, lines, notes = [], [], []
    for wave, budget in enumerate(waves):
        resting = wave - last <= rest_waves
        drops = drops_of(inputs, laid_out, budget, fixed_eur, resting | (served if turns == "rotation" else False))
        if turns == "rotation" and not any((drop.problem.value > 0).any() for drop in drops):
            served[:] = False
            drops = drops_of(inputs, laid_out, budget, fixed_eur, resting)
        for drop in drops:
            made, told = _decide(drop, laid_out, objective, fixed_eur, seed)
            table = chosen_rows(inputs, made.chosen, drop.problem)
            now = table.loc[table["letterboxes"] > 0, "row"].to_numpy()
            last[now], served[now] = wave, True
            parts.append(_explained(table, inputs, laid_out, drop.problem, wave + 1))
            lines.append(_line(parts[-1], drop, made, wave + 1, fixed_eur, objective))
            notes += [(word, f"wave {wave + 1}" + (f", store {drop.store}" if drop.store else "")) for word in told]
    return _plan(parts, lines, notes, waves[0].unit, objective)


def _decide(drop: Drop, zones: Layout, objective: str, fixed_eur: float, seed: int) -> tuple[Selection, list[str]]:
    """Choose the zones of a drop, none where it does not pay what is paid once."""
    nothing = Selection(np.zeros(len(drop.problem.weight), dtype=bool), 0, 0, 0.0, "proof")
    required = bool(drop.problem.required.any())
    if drop.budget <= 0 and not required:
        return nothing, ["budget_under_fixed_cost"] if drop.budget < 0 else []
    made = choose(drop.problem, zones.shape, drop.budget, seed=seed)
    told = ["not_proved"] if zones.shape == "free" and made.bound_by != "proof" else []
    if objective == "margin" and not required and made.value <= fixed_eur * MILLIONTHS:
        told.append("does_not_pay")
        worth = max(0.0, made.bound - fixed_eur * MILLIONTHS)
        return Selection(nothing.chosen, 0, 0, worth, made.bound_by), told
    return made, told


def _explained(
    table: pd.DataFrame, inputs: PlanInputs, zones: Layout, problem: SectorProblem, wave: int
) -> pd.DataFrame:
    """Say in which place and why each zone was chosen."""
    included = inputs.is_included[table["row"].to_numpy()]
    joins = table["density"].to_numpy() < _worst_density(problem, int(problem.weight[table["row"]].sum()))
    facts = {
        "included": included,
        "index": table["index"],
        "minutes": table["minutes"],
        "joins": joins & (zones.shape != "free"),
        "letterboxes": table["letterboxes"],
    }
    why = [_reasons(**dict(zip(facts, row, strict=True))) for row in zip(*facts.values(), strict=True)]
    boxes = table["letterboxes"].to_numpy(dtype=float)
    response = table["expected_response"].to_numpy(dtype=float)
    told = table.assign(
        wave=wave,
        place=np.arange(1, len(table) + 1),
        response_per_thousand=np.where(boxes > 0, 1000 * response / np.where(boxes > 0, boxes, 1.0), np.nan),
        why=pd.Series(why, index=table.index, dtype=object),
    )
    return told[list(PLAN_COLUMNS)].reset_index(drop=True)


def _worst_density(problem: SectorProblem, weight: int) -> float:
    """Give the value per unit of weight of the worst zone that a free choice of the same weight would take."""
    value = np.where(problem.allowed, problem.value, 0)
    order = by_density(problem.weight, value)
    if not len(order):
        return -np.inf
    last = min(int(np.searchsorted(np.cumsum(problem.weight[order]), weight, side="left")), len(order) - 1)
    return float(value[order[last]] / max(1, int(problem.weight[order[last]])))


def _reasons(
    *, included: bool, index: float, minutes: float, joins: bool, letterboxes: int
) -> tuple[tuple[str, float], ...]:
    if letterboxes == 0:
        return (("passed", 1.0),)
    facts = (
        ("included", 1.0 if included else np.nan),
        ("index", float(np.round(index))),
        ("minutes", float(np.round(minutes, 1))),
        ("joins", 1.0 if joins else np.nan),
    )
    return tuple((reason, number) for reason, number in facts if not np.isnan(number))


def _line(
    chosen: pd.DataFrame, drop: Drop, made: Selection, wave: int, fixed_eur: float, objective: str
) -> dict[str, object]:
    """Sum up one drop."""
    paid = fixed_eur if len(chosen) else 0.0
    less = paid if objective == "margin" else 0.0
    value = made.value / MILLIONTHS - less
    bound = max(value, made.bound / MILLIONTHS - less)
    return {
        "wave": wave,
        "store": drop.store,
        "budget": drop.amount,
        "zones": int((chosen["letterboxes"] > 0).sum()),
        "letterboxes": int(chosen["letterboxes"].sum()),
        "cost_eur": round(float(chosen["cost_eur"].sum()) + paid, 2),
        "expected_response": float(chosen["expected_response"].sum()),
        "value": value,
        "bound": bound,
        "gap": (bound - value) / bound if bound > 0 else 0.0,
        "bound_by": made.bound_by,
    }


def _plan(
    parts: list[pd.DataFrame],
    lines: list[dict[str, object]],
    notes: list[tuple[str, str]],
    unit: str,
    objective: str,
) -> LeafletPlan:
    """Put the drops together, those of a wave in one order of places."""
    drops = pd.DataFrame(lines)
    zones = pd.concat(parts, ignore_index=True)
    bound, value = float(drops["bound"].sum()), float(drops["value"].sum())
    return LeafletPlan(
        zones,
        drops,
        unit,
        objective,
        int(drops["letterboxes"].sum()),
        round(float(drops["cost_eur"].sum()), 2),
        float(drops["expected_response"].sum()),
        value,
        bound,
        (bound - value) / bound if bound > 0 else 0.0,
        tuple(notes),
    )
