"""From a ranking and a budget to a leaflet plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError, TerritoryError
from geoprofile.leaflets.curve import response_curve
from geoprofile.leaflets.plan import leaflet_plan
from geoprofile.leaflets.response import payback
from geoprofile.leaflets.sector_problem import components
from geoprofile.recipes.leaflet.beside import plain_choices
from geoprofile.recipes.leaflet.controls import draw_controls, with_power
from geoprofile.recipes.leaflet.expected import expected_range
from geoprofile.recipes.leaflet.rounds import walk_rounds
from geoprofile.recipes.leaflet.stores import store_zones
from geoprofile.recipes.leaflet.zones import plan_zones

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.leaflets.curve import ResponseCurve
    from geoprofile.leaflets.plan import LeafletPlan
    from geoprofile.leaflets.response import Payback
    from geoprofile.recipes.leaflet.beside import PlainChoices
    from geoprofile.recipes.leaflet.controls import Experiment
    from geoprofile.recipes.leaflet.expected import ExpectedRange
    from geoprofile.recipes.leaflet.inputs import LeafletInputs
    from geoprofile.recipes.leaflet.rounds import Rounds
    from geoprofile.recipes.leaflet.stores import StoreZones
    from geoprofile.recipes.leaflet.wish import LeafletWish
    from geoprofile.recipes.leaflet.zones import PlanZones
    from geoprofile.zones.adjacency import ZoneAdjacency

__all__ = ["LeafletResult", "plan_leaflets"]

# Borders across a street or a canal count for sectors.
GAP_M = 30.0
# The curve goes on to so many times the budget, if there is so much to serve.
CURVE_BUDGETS, CURVE_POINTS = 4.0, 20


@dataclass(frozen=True, eq=False)
class LeafletResult:
    """A leaflet plan with all that its reader is told.

    Attributes
    ----------
    inputs : LeafletInputs
    wish : LeafletWish
    zones : PlanZones
    table : DataFrame of z rows
        That of `zones`, with `status` (`chosen`, `left_out`, `excluded`, `control`), `wave`, `sector`, `place`
        (missing where none) and `why`.
    plan : LeafletPlan
    near : StoreZones or None
    expected : ExpectedRange
    payback : Payback or None
        Where a margin is given.
    curve : ResponseCurve
        Of one drop, for the budget of all waves.
    beside : PlainChoices
    experiment : Experiment or None
    rounds : Rounds
    """

    inputs: LeafletInputs
    wish: LeafletWish
    zones: PlanZones
    table: pd.DataFrame
    plan: LeafletPlan
    near: StoreZones | None
    expected: ExpectedRange
    payback: Payback | None
    curve: ResponseCurve
    beside: PlainChoices
    experiment: Experiment | None
    rounds: Rounds

    @property
    def chosen(self) -> pd.DataFrame:
        """Give the zones that are served, in the order of the plan."""
        served = self.table[(self.table["status"] == "chosen") & (self.table["letterboxes"] > 0)]
        return served.sort_values(["wave", "place"], kind="stable").reset_index(drop=True)


@dataclass(frozen=True, eq=False)
class _Choice:
    """What the zones are chosen with."""

    table: pd.DataFrame
    zones: PlanZones
    wish: LeafletWish
    near: StoreZones | None
    adjacency: ZoneAdjacency | None
    exclude: frozenset[str]
    roots: dict[str, str]

    def plan(self, include: frozenset[str], held: frozenset[str]) -> LeafletPlan:
        """Choose, some zones held out: a sector may pass through them, but nobody is served there."""
        wish = self.wish
        return leaflet_plan(
            without(self.table, held), wish.budgets, shape=wish.shape, objective=wish.objective,
            margin_eur=wish.margin_eur, fixed_eur=self.zones.costs.fixed_eur, include=include, exclude=self.exclude,
            adjacency=self.adjacency, store_zones=self.roots, least_letterboxes=wish.islands,
            rest_waves=wish.waves - 1,
        )  # fmt: skip


def plan_leaflets(inputs: LeafletInputs, wish: LeafletWish) -> LeafletResult:
    """Choose the zones that a budget of leaflets goes to, and lay out how they are served.

    Parameters
    ----------
    inputs : LeafletInputs
        As `read_inputs` gives it.
    wish : LeafletWish

    Raises
    ------
    GeoprofileError
        If the budget does not reach for one zone, files do not go together, or the territory lacks what is needed.
    """
    _check_together(inputs, wish)
    near = None if inputs.stores is None else store_zones(inputs, inputs.stores, wish)
    zones = plan_zones(inputs, wish, near)
    adjacency = _adjacency(inputs) if wish.shape != "free" or wish.control_pairs else None
    table = zones.table if near is not None else zones.table.drop(columns=["store"])
    exclude = inputs.exclude
    roots = near.roots(exclude) if near is not None and wish.shape == "sectors" else {}
    choice = _Choice(table, zones, wish, near, adjacency, exclude, roots)
    plan = choice.plan(inputs.include, frozenset())
    _check_plan(plan, table, wish, zones, exclude)
    experiment = None
    if wish.control_pairs:
        first = plan.zones[(plan.zones["wave"] == 1) & (plan.zones["letterboxes"] > 0)]
        pool = frozenset(first["zone_id"]) - inputs.include
        experiment = draw_controls(zones.table, pool, pairs=wish.control_pairs, adjacency=adjacency)
        plan = choice.plan(inputs.include | experiment.zones_of("treated"), experiment.zones_of("control"))
        experiment = with_power(experiment, zones.table)
    held = experiment.zones_of("control") if experiment else frozenset()
    laid_out = _laid_out(zones.table, plan, adjacency if wish.shape != "free" else None, exclude, held)
    laid_out = _with_twins(laid_out, experiment, inputs.include)
    closed = laid_out["status"].isin(["excluded", "control"]).to_numpy()
    paid = zones.costs.fixed_eur * plan.drops["letterboxes"].gt(0).sum()
    spent = wish.amount - (paid if wish.unit == "eur" else 0.0)
    margin = wish.margin_eur
    return LeafletResult(
        inputs, wish, zones, laid_out, plan, near,
        expected_range(
            laid_out, zones.response_basis, dispersion=1.0 if zones.learned is None else zones.learned.dispersion
        ),
        None if margin is None else payback(plan.expected_response, plan.cost_eur, plan.letterboxes, margin),
        _curve(choice, held),
        plain_choices(laid_out, unit=wish.unit, amount=spent, closed=closed),
        experiment,
        walk_rounds(inputs, wish, laid_out, near),
    )  # fmt: skip


def without(table: pd.DataFrame, held: frozenset[str]) -> pd.DataFrame:
    """Take the letterboxes of some zones away."""
    kept = ~table["zone_id"].isin(held)
    names = ["letterboxes", "cost_eur", "expected_response"]
    return table.assign(**{name: table[name].where(kept, 0) for name in names})


def _check_together(inputs: LeafletInputs, wish: LeafletWish) -> None:
    """Refuse what does not go together, before any work."""
    level, territory = inputs.ranking.level, inputs.territory
    if wish.contiguous and inputs.stores is None:
        raise TableError("Contiguous sectors start from stores: give them (--stores FILE), or ask for --islands N.")
    if wish.skip_customers and inputs.customers is None:
        raise TableError("--skip-customers needs the customers: give their enriched file (--customers FILE).")
    needs = inputs.stores is not None or wish.shape != "free"
    if needs and level not in territory.levels:
        raise TerritoryError(
            f"The territory {territory.name!r} has no outlines of level {level!r}: leave out stores, sectors and "
            "islands, or build it with outlines."
        )


def _adjacency(inputs: LeafletInputs) -> ZoneAdjacency | None:
    from geoprofile.zones.adjacency import zone_adjacency  # noqa: PLC0415  free choices do without

    level = inputs.territory.levels.get(inputs.ranking.level)
    return None if level is None else zone_adjacency(level.polygons(), gap_m=GAP_M)


def _check_plan(
    plan: LeafletPlan, table: pd.DataFrame, wish: LeafletWish, zones: PlanZones, exclude: frozenset[str]
) -> None:
    """Refuse a budget that does not reach for one zone, and say what it would take."""
    if plan.letterboxes:
        return
    if any(reason == "does_not_pay" for reason, _ in plan.notes):
        raise TableError(
            f"No zone pays at a margin of {wish.margin_eur:g} EUR a new customer: ask for the objective 'response', or "
            "lower the costs."
        )
    open_zones = table[(table["letterboxes"] > 0) & ~table["zone_id"].isin(exclude)]
    if open_zones.empty:
        raise TableError("All zones with letterboxes are excluded: exclude fewer.")
    column = "letterboxes" if wish.unit == "letterboxes" else "cost_eur"
    least = float(open_zones[column].min()) + (zones.costs.fixed_eur if wish.unit == "eur" else 0.0)
    unit = "letterboxes" if wish.unit == "letterboxes" else "EUR"
    shape = ", from the zones of the stores on" if wish.shape == "sectors" else ""
    waves = f" in each of {wish.waves} waves" if wish.waves > 1 else ""
    if wish.islands and plan.bound > 0:
        raise TableError(
            f"No connected zones of at least {wish.islands} letterboxes were found within the budget of "
            f"{wish.amount:g} {unit}{waves}: raise the budget or lower --islands."
        )
    raise TableError(
        f"The budget of {wish.amount:g} {unit}{waves} does not reach for a zone{shape}: the smallest takes "
        f"{least:,.0f} {unit}. Raise the budget."
    )


def _laid_out(
    table: pd.DataFrame,
    plan: LeafletPlan,
    adjacency: ZoneAdjacency | None,
    exclude: frozenset[str],
    held: frozenset[str],
) -> pd.DataFrame:
    """Lay the plan on the zones."""
    own = plan.zones[plan.zones["letterboxes"] > 0].drop_duplicates("zone_id").set_index("zone_id")
    ids = table["zone_id"]
    status = np.select(
        [ids.isin(own.index), ids.isin(held), ids.isin(exclude)], ["chosen", "control", "excluded"], "left_out"
    )
    passed = ids.isin(plan.zones["zone_id"]).to_numpy()
    laid_out = table.assign(
        status=pd.array(status, dtype="str"),
        wave=ids.map(own["wave"]).to_numpy(dtype=float, na_value=np.nan),
        place=ids.map(own["place"]).to_numpy(dtype=float, na_value=np.nan),
        why=pd.Series([own["why"].get(zone, ()) for zone in ids], index=table.index, dtype=object),
    )
    laid_out["sector"] = _sectors(laid_out, passed, adjacency)
    return laid_out


def _with_twins(table: pd.DataFrame, experiment: Experiment | None, include: frozenset[str]) -> pd.DataFrame:
    """Say of treated zones that they are served to be measured, where nobody asked for them otherwise."""
    if experiment is None:
        return table
    treated = experiment.zones_of("treated") - include
    why = [
        tuple(("twin" if name == "included" and zone in treated else name, number) for name, number in reasons)
        for zone, reasons in zip(table["zone_id"], table["why"], strict=True)
    ]
    return table.assign(why=pd.Series(why, index=table.index, dtype=object))


def _sectors(table: pd.DataFrame, members: NDArray[np.bool_], adjacency: ZoneAdjacency | None) -> NDArray[np.float64]:
    """Number the connected parts of the chosen zones from 1, the one with most letterboxes first; NaN elsewhere."""
    sector = np.full(len(table), np.nan)
    if adjacency is None:
        return sector
    store = table["store"].to_numpy(dtype=object)
    same = store[adjacency.first] == store[adjacency.second]
    part = components(adjacency.first[same], adjacency.second[same], members)
    chosen = (table["status"] == "chosen").to_numpy()
    size = np.bincount(part[chosen], weights=table["letterboxes"].to_numpy()[chosen], minlength=part.max() + 1)
    rank = np.empty(len(size))
    rank[np.lexsort((np.arange(len(size)), -size))] = np.arange(1, len(size) + 1)
    sector[chosen] = rank[part[chosen]]
    return sector


def _curve(choice: _Choice, held: frozenset[str]) -> ResponseCurve:
    """Follow the response beyond the budget, as if all were served at once; sectors are told without their borders."""
    table, wish, fixed = without(choice.table, held), choice.wish, choice.zones.costs.fixed_eur
    is_open = ~table["zone_id"].isin(choice.exclude)
    column, once = ("letterboxes", 0.0) if wish.unit == "letterboxes" else ("cost_eur", fixed)
    whole = float(table.loc[is_open, column].sum()) + once
    return response_curve(
        table, unit=wish.unit, most=max(min(CURVE_BUDGETS * wish.amount, whole), once + 1), points=CURVE_POINTS,
        margin_eur=wish.margin_eur, fixed_eur=fixed, exclude=choice.exclude,
    )  # fmt: skip
