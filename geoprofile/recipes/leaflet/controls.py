"""Zones held out beside their twins, and how large an effect they will show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import TableError
from geoprofile.leaflets.control import hold_out
from geoprofile.leaflets.power import USUAL_VARIATION, detectable_lift, zone_variation

if TYPE_CHECKING:
    import pandas as pd

    from geoprofile.leaflets.control import ControlDesign
    from geoprofile.zones.adjacency import ZoneAdjacency

__all__ = ["Experiment", "draw_controls", "with_power"]

# Two zones of the plan for each pair, and some more to serve.
LEAST_POOL = 4


@dataclass(frozen=True, eq=False)
class Experiment:
    """Treated zones, their twins held out, and what they can show.

    Attributes
    ----------
    design : ControlDesign
    lift : float
        The least that would most likely be seen; NaN where no customers tell.
    expected_lift : float
        What the plan itself expects in the treated zones; NaN where no customers tell.
    customers : float
        Of the treated zones in the file of customers.
    letterboxes : int
        Of the treated zones.
    """

    design: ControlDesign
    lift: float = float("nan")
    expected_lift: float = float("nan")
    customers: float = float("nan")
    letterboxes: int = 0

    def zones_of(self, role: str) -> frozenset[str]:
        """Give the zones of a role."""
        zones = self.design.zones
        return frozenset(zones.loc[zones["role"] == role, "zone_id"])


def draw_controls(
    table: pd.DataFrame, pool: frozenset[str], *, pairs: int, adjacency: ZoneAdjacency | None
) -> Experiment:
    """Pair zones that would be served, and hold one of each pair out.

    Parameters
    ----------
    table : DataFrame of z rows
        As `plan_zones` gives it, in the order of `adjacency`.
    pool : frozenset of zone_id
        Zones that a plan without controls would serve.
    pairs : int

    Raises
    ------
    TableError
        If the plan has too few zones to hold any out.
    """
    rows = np.flatnonzero(table["zone_id"].isin(pool).to_numpy())
    if len(rows) < max(LEAST_POOL, 2 * pairs):
        raise TableError(
            f"The plan serves {len(rows)} zones that could be paired, and {pairs} pairs need twice as many: ask for "
            "fewer --controls, or a larger budget."
        )
    chosen = table.iloc[rows]
    features = ["expected_response", "letterboxes"]
    if chosen["own_customers"].notna().all() and chosen["own_customers"].any():
        features.append("own_customers")
    neighbours = None
    if adjacency is not None:
        beside = adjacency.take(rows)
        neighbours = np.column_stack([beside.first, beside.second])
    return Experiment(hold_out(chosen[["zone_id", *features]], features, pairs=pairs, neighbours=neighbours))


def with_power(experiment: Experiment, table: pd.DataFrame) -> Experiment:
    """Say how large an effect the zones would show, if as many customers come as the file of customers holds."""
    by_zone = table.set_index("zone_id")
    paired = experiment.design.zones.query("pair > 0").sort_values(["pair", "role"])
    rows = by_zone.loc[paired["zone_id"]]
    treated = rows[(paired["role"] == "treated").to_numpy()]
    boxes = int(treated["letterboxes"].sum())
    customers = rows["own_customers"]
    if customers.isna().any() or not customers.any():
        return Experiment(experiment.design, letterboxes=boxes)
    # What each zone is to be expected to have: customers as its twins have them, in proportion to households and index.
    usual = rows["households"] * rows["index"].fillna(100.0)
    variation = zone_variation(customers, usual) if usual.any() else USUAL_VARIATION
    usual *= customers.sum() / usual.sum()
    base = [usual[(paired["role"] == role).to_numpy()].to_numpy() for role in ("treated", "control")]
    whole = float(base[0].sum())
    lift = detectable_lift(*base, variation=variation)
    return Experiment(experiment.design, lift, float(treated["expected_response"].sum()) / whole, whole, boxes)
