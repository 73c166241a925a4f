"""The drops that a plan is made of: one budget, the zones that it may go to, and what was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import TableError, UnknownNameError
from geoprofile.leaflets.choosing import SHAPES
from geoprofile.leaflets.plan_inputs import CENTS
from geoprofile.leaflets.sector_problem import SectorProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from geoprofile.leaflets.plan_inputs import Budget, PlanInputs
    from geoprofile.zones.adjacency import ZoneAdjacency

__all__ = ["Drop", "Layout", "drops_of", "layout"]


@dataclass(frozen=True, eq=False)
class Layout:
    """How the zones lie: what does not change from drop to drop.

    Attributes
    ----------
    shape : {"free", "sectors", "islands"}
    store : int64 array of shape (z,)
        Number of each zone's store in `stores`.
    stores : tuple of str
        Sorted; ("",) where zones belong to no store.
    roots : int64 array of shape (s,)
        Zone that the sector of each store starts from; empty unless the shape is "sectors".
    first, second, outer : arrays
        Of the borders, zones in order of their codes.
    least_letterboxes : int
    """

    shape: str
    store: NDArray[np.int64]
    stores: tuple[str, ...]
    roots: NDArray[np.int64]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    outer: NDArray[np.bool_]
    least_letterboxes: int


@dataclass(frozen=True, eq=False)
class Drop:
    """One budget of one wave.

    Attributes
    ----------
    store : str
        Whose budget it is; empty for one of all stores together.
    amount : float
        As it was given.
    budget : int
        Letterboxes, or cents less what is paid once a drop; below 0 where that alone is too much.
    problem : SectorProblem
    """

    store: str
    amount: float
    budget: int
    problem: SectorProblem


def layout(
    inputs: PlanInputs,
    shape: str,
    adjacency: ZoneAdjacency | None,
    store_zones: Mapping[str, str] | None,
    least_letterboxes: int,
) -> Layout:
    """Bring borders and stores into the order of the zones.

    Raises
    ------
    UnknownNameError
        For an unknown shape.
    TableError
        If the shape needs borders or stores that are not given, or a store starts from a zone that is not its own.
    """
    if shape not in SHAPES:
        raise UnknownNameError("shape of a leaflet plan", shape, SHAPES)
    stores = tuple(sorted(set(inputs.zones["store"]) - {""})) or ("",)
    number = {store: place for place, store in enumerate(stores)}
    store = inputs.zones["store"].map(number).fillna(-1).to_numpy(dtype=np.int64)
    nothing, count = np.zeros(0, dtype=np.int64), len(inputs.row)
    if shape == "free":
        return Layout(shape, store, stores, nothing, nothing, nothing, np.ones(count, dtype=bool), least_letterboxes)
    if adjacency is None or adjacency.zone_count != count:
        given = "none were" if adjacency is None else f"those of {adjacency.zone_count} zones were"
        raise TableError(f"The shape {shape!r} needs the borders of the {count} zones, but {given} given.")
    borders = adjacency.take(inputs.row)
    roots = _roots(inputs, stores, store_zones) if shape == "sectors" else nothing
    return Layout(shape, store, stores, roots, borders.first, borders.second, borders.outer, least_letterboxes)


def _roots(inputs: PlanInputs, stores: tuple[str, ...], store_zones: Mapping[str, str] | None) -> NDArray[np.int64]:
    """Find the zone that each store's sector starts from."""
    rows = {zone: row for row, zone in enumerate(inputs.zones["zone_id"])}
    roots = []
    for store in stores:
        zone = (store_zones or {}).get(store)
        if zone is None or zone not in rows:
            raise TableError(
                f"Sectors start from the zone of each store, but store {store!r} has none in this plan: give its zone, "
                "or choose islands."
            )
        row = rows[zone]
        if inputs.zones["store"].iloc[row] != store or not inputs.is_open[row]:
            raise TableError(
                f"Store {store!r} starts from zone {zone!r}, which is excluded or another store's: give it one of its "
                "own zones."
            )
        roots.append(row)
    return np.array(roots, dtype=np.int64)


def drops_of(
    inputs: PlanInputs, zones: Layout, budget: Budget, fixed_eur: float, resting: NDArray[np.bool_]
) -> list[Drop]:
    """Give the drops of one wave: one for all stores, or one for each store that has a budget of its own.

    A zone that rests gets nothing; sectors may pass through it.

    Raises
    ------
    TableError
        For a budget of a store that is not in the plan.
    """
    fixed = int(np.rint(fixed_eur * CENTS)) if budget.unit == "eur" else 0
    units = CENTS if budget.unit == "eur" else 1
    amounts = budget.amount if not isinstance(budget.amount, float | int) else {"": budget.amount}
    strange = sorted(set(amounts) - set(zones.stores) - {""})
    if strange:
        raise TableError(f"There is a budget for store {strange[0]!r}, which has no zone in this plan: leave it out.")
    drops: list[Drop] = []
    for store, amount in sorted(amounts.items()):
        mine = np.ones(len(inputs.row), dtype=bool) if store == "" else zones.store == zones.stores.index(store)
        roots = zones.roots[mine[zones.roots]]
        served = inputs.is_open & mine & ~resting
        if zones.shape == "free":
            served &= (inputs.letterboxes >= zones.least_letterboxes) | inputs.is_included
        passed = inputs.is_open & mine & resting & (zones.shape != "free")
        problem = SectorProblem(
            np.where(served, inputs.weight(budget.unit), 0),
            np.where(served, inputs.value, 0),
            np.where(served, inputs.letterboxes, 0),
            served | passed,
            inputs.is_included & served,
            zones.store,
            roots,
            zones.first,
            zones.second,
            zones.outer,
            zones.least_letterboxes,
        )
        drops.append(Drop(store, float(amount), int(np.floor(amount * units + 1e-6)) - fixed, problem))
    return drops


def chosen_rows(inputs: PlanInputs, chosen: NDArray[np.bool_], problem: SectorProblem) -> pd.DataFrame:
    """Lay out the chosen zones of a drop, those that most pays first."""
    rows = np.flatnonzero(chosen)
    served = problem.letterboxes[rows] > 0
    table = inputs.zones.iloc[rows].assign(row=rows)
    for name in ("letterboxes", "cost_eur", "expected_response"):
        table[name] = table[name].where(served, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        density = np.where(served, problem.value[rows] / problem.weight[rows], -np.inf)
    return table.assign(density=density).sort_values(["density", "zone_id"], ascending=[False, True], kind="stable")
