"""The zones of a leaflet plan: letterboxes, what they cost, what they bring."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import AddressFileError, TableError
from geoprofile.leaflets.campaigns import learn_response, shrunk_extra
from geoprofile.leaflets.costs import CostRates, stated_costs, zone_costs
from geoprofile.leaflets.letterboxes import count_letterboxes
from geoprofile.leaflets.response import spread_response
from geoprofile.recipes.leaflet.households import one_an_address
from geoprofile.recipes.sources import source_lines
from geoprofile.zones.profiles import zone_profiles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.leaflets.assumptions import RefusalRate
    from geoprofile.leaflets.campaigns import CampaignResponse
    from geoprofile.recipes.leaflet.inputs import LeafletInputs
    from geoprofile.recipes.leaflet.stores import StoreZones
    from geoprofile.recipes.leaflet.wish import LeafletWish
    from geoprofile.tables import Variable

__all__ = ["PlanZones", "customer_counts", "plan_zones"]


@dataclass(frozen=True, eq=False)
class PlanZones:
    """All zones of the level, in the order of the territory.

    Attributes
    ----------
    table : DataFrame of z rows
        `zone_id`, `zone_name`, `commune`, `households`, `own_customers`, `refusal_share`, `letterboxes`, `cost_eur`,
        `expected_response`, `expected_low`, `expected_high` (NaN unless learned), `index`, `store`, `minutes`,
        `is_resting`, `is_ranked`.
    costs : CostRates
    response_basis : {"stated", "given", "learned"}
    learned : CampaignResponse or None
    stated_refusals : tuple of RefusalRate
        The rates that stand in for a measured share somewhere.
    sources : tuple of str
    counted_by : Variable
        What counts the households.
    """

    table: pd.DataFrame
    costs: CostRates
    response_basis: str
    learned: CampaignResponse | None
    stated_refusals: tuple[RefusalRate, ...]
    sources: tuple[str, ...]
    counted_by: Variable


def plan_zones(inputs: LeafletInputs, wish: LeafletWish, near: StoreZones | None) -> PlanZones:
    """Count the letterboxes of every zone, and what serving it costs and brings.

    Zones that rest, that the ranking does not know or that no store reaches have no letterboxes.

    Raises
    ------
    TableError, TerritoryError
        If nothing is left to serve, or a number is none.
    """
    profiles = zone_profiles(inputs.territory, inputs.ranking.level)
    zone_id = profiles.zones["zone_id"]
    customers = customer_counts(inputs, zone_id)
    ranked = np.isfinite(inputs.ranking.index)
    found = count_letterboxes(
        zone_id, profiles.households, country=inputs.territory.country.code,
        refusal_share=_refusals(inputs, zone_id),
        own_customers=_to_skip(inputs, zone_id) if wish.skip_customers else None,
        days_since_drop=pd.Series(0.0, index=sorted(inputs.resting)), rest_days=1.0,
    )  # fmt: skip
    table = found.table.drop(columns=["excluded", "refusal_basis"])
    store = np.full(len(table), "", dtype=object) if near is None else near.assigned["store"].to_numpy(dtype=object)
    minutes = np.full(len(table), np.nan) if near is None else near.assigned["minutes"].to_numpy(dtype=float)
    reached = ranked if near is None else ranked & (store != "")
    table["letterboxes"] = np.where(reached, table["letterboxes"], 0)
    if not table["letterboxes"].any():
        raise TableError(
            "No zone has a letterbox to serve: the ranked zones have no households, rest, or lie out of reach of the "
            "stores."
        )
    rates = _costs(wish)
    boxes = table["letterboxes"].to_numpy(dtype=np.int64)
    expected, learned = _expected(inputs, wish, boxes, minutes if near is not None else None)
    table["cost_eur"] = zone_costs(boxes, profiles.households, profiles.zones["area_km2"].to_numpy(dtype=float), rates)
    for name, rate in zip(("expected_response", "expected_low", "expected_high"), expected, strict=True):
        table[name] = rate * boxes
    names = pd.Series(inputs.territory.commune_names, dtype="str")
    commune = profiles.zones["parent_id"].map(names).fillna("").to_numpy(dtype=object)
    table.insert(1, "commune", pd.Series(commune, dtype="str"))
    table.insert(1, "zone_name", profiles.zones["zone_name"].to_numpy())
    told = table.assign(
        own_customers=customers, index=inputs.ranking.index, minutes=minutes, is_ranked=ranked,
        store=pd.Series(store, dtype="str"),
    )  # fmt: skip
    basis = "learned" if learned else "stated" if wish.response_rate is None else "given"
    return PlanZones(
        told,
        rates,
        basis,
        learned,
        found.stated,
        source_lines(inputs.territory, profiles, addresses=True, streets=True),
        profiles.counted_by,
    )


def customer_counts(inputs: LeafletInputs, zone_id: pd.Series) -> NDArray[np.float64]:
    """Count the own customers of each zone, shape (z,); NaN where no customers are given.

    Raises
    ------
    AddressFileError
        If the customers have no zones of the level of the ranking.
    """
    if inputs.customers is None:
        return np.full(len(zone_id), np.nan)
    level = inputs.ranking.level
    if level not in inputs.customers.zone_columns:
        raise AddressFileError(
            f"{inputs.customers.name} has no zones of level {level!r}, which the ranking is of: enrich it with this "
            "territory."
        )
    counts = inputs.customers.rows[inputs.customers.zone_columns[level]].value_counts()
    return np.asarray(zone_id.map(counts).fillna(0), dtype=float)


def _to_skip(inputs: LeafletInputs, zone_id: pd.Series) -> NDArray[np.float64]:
    """Count the letterboxes of own customers: one an address, where the file names addresses."""
    if inputs.customers is None:
        return np.zeros(len(zone_id))
    known = replace(inputs.customers, rows=one_an_address(inputs.customers.rows))
    return customer_counts(replace(inputs, customers=known), zone_id)


def _refusals(inputs: LeafletInputs, zone_id: pd.Series) -> pd.Series | None:
    if isinstance(inputs.refusals, float):
        if not 0 <= inputs.refusals <= 1:
            raise TableError(f"The Stop Pub share is {inputs.refusals:g}: give a share from 0 to 1, such as 0.2.")
        return pd.Series(inputs.refusals, index=zone_id.to_numpy())
    return inputs.refusals


def _costs(wish: LeafletWish) -> CostRates:
    """Give the prices: those told, the stated ones for the others."""
    stated = stated_costs(wish.mode)
    told = (wish.cost_eur_per_thousand, wish.printing_eur_per_thousand, wish.fixed_eur)
    price, printing, fixed = told
    return CostRates(
        wish.mode,
        stated.denser_than if price is None else (0.0,),
        stated.distribution_eur_per_thousand if price is None else (price,),
        stated.printing_eur_per_thousand if printing is None else printing,
        stated.fixed_eur if fixed is None else fixed,
        is_assumed=None in told,
    )


def _expected(
    inputs: LeafletInputs, wish: LeafletWish, boxes: NDArray[np.int64], minutes: NDArray[np.float64] | None
) -> tuple[tuple[NDArray[np.float64], ...], CampaignResponse | None]:
    """Give new customers per letterbox, with the ends of the interval where past campaigns tell it."""
    index = inputs.ranking.index
    nothing = np.full(len(boxes), np.nan)
    if inputs.past is None:
        rate = spread_response(
            boxes, index, base_rate=wish.response_rate, minutes=minutes,
            half_time_min=None if minutes is None else wish.half_time_min,
        )  # fmt: skip
        return (rate, nothing, nothing), None
    past = inputs.past
    if "index" not in past:
        known = pd.Series(index, index=inputs.ranking.table.index)
        past = past.assign(index=past["zone_id"].map(known))
        past = past[past["index"].notna()]
    if minutes is None:
        past = past.drop(columns="minutes", errors="ignore")
    if "minutes" in past:  # campaigns without stores beside others with them
        past = past[past["minutes"].notna()]
    shrunk, error = shrunk_extra(past.reset_index(drop=True))
    learned = learn_response(shrunk, level_error=error)
    return learned.predict(index, minutes if "minutes" in past else None), learned
