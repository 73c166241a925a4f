"""Where the customers of each place come from: tiers of zones, rings of minutes, and how they fall with distance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.recipes.siting.market import customer_zones
from geoprofile.significance import rate_interval
from geoprofile.siting.catchment_tiers import TIERS, catchment_tiers
from geoprofile.siting.decay import DecayCurve, fit_decay, penetration_by_ring
from geoprofile.suppression import hidden_cells, hidden_nested_cells
from geoprofile.travel.reach import nearest_reach

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geoprofile.recipes.enriched import Enriched
    from geoprofile.recipes.places import Places
    from geoprofile.recipes.siting.market import Market
    from geoprofile.siting.note import Note
    from geoprofile.travel.reach import Reach

__all__ = ["TOGETHER", "Clientele", "Counts", "find_clientele", "hide_small_cells"]

# Stands for all places together, where nobody says which one a customer uses.
TOGETHER = ""
# Zones whose customers live beyond the third tier, or that have none: told apart only in private.
REST = ("beyond", "none")
# Published rings are rounded to this many customers: they are sums of parts of zones, and exact ones give these back.
RING_BASE = 10.0


@dataclass(frozen=True)
class Counts:
    """What became of the rows of the customers' file; each is counted once.

    Attributes
    ----------
    rows, used : int
    without_zone : int
        Without a zone of the level.
    without_place : int
        Using a place that the file of places does not have, or none.
    """

    rows: int
    used: int
    without_zone: int
    without_place: int


@dataclass(frozen=True, eq=False)
class Clientele:
    """Customers by place and zone.

    Attributes
    ----------
    zones : DataFrame, a row a place and a zone with customers
        `place_id` (`TOGETHER` where nobody says which place they use), `zone` (row of the market), `customers`,
        `penetration_rate` (customers per household), `cumulative_share`, `tier`, `tier_chance`.
    tiers : DataFrame, a row a place and tier
        `place_id`, `tier` (`primary`, `secondary`, `tertiary`, `beyond`), `zone_count`, `households`, `customers`,
        `customers_share`, `penetration_rate`.
    rings : DataFrame, a row a place and ring
        `place_id` and the columns of `siting.decay.penetration_by_ring`.
    curves : mapping of place_id to DecayCurve, or to the Note that says why there is none
    counts : Counts
    """

    zones: pd.DataFrame
    tiers: pd.DataFrame
    rings: pd.DataFrame
    curves: Mapping[str, DecayCurve | Note]
    counts: Counts


def find_clientele(
    market: Market,
    places: Places,
    spots: pd.DataFrame,
    reach: Reach,
    enriched: Enriched,
    *,
    store_column: str | None = None,
) -> Clientele:
    """Count customers by place, zone and ring, and fit how they fall with minutes.

    Parameters
    ----------
    market : Market
    places : Places
    spots : DataFrame
        Those with a position, as `market.placed` gives them.
    reach : Reach
        Of `spots`.
    enriched : Enriched
        Customers with their zones.
    store_column : str, optional
        Column of the id of the place that each customer uses; without it all customers are held against the nearest.

    Raises
    ------
    TableError
        If the customers have no zones of the level, or none of them uses a place of the file.
    """
    zone = customer_zones(market, enriched)
    used = _users(places, enriched, store_column)
    kept = (zone >= 0) & (used >= 0)
    counts = Counts(len(zone), int(kept.sum()), int((zone < 0).sum()), int(((zone >= 0) & (used < 0)).sum()))
    names = places.rows["place_id"].tolist() if store_column else [TOGETHER]
    rows = pd.Index(spots["row"]) if store_column else pd.Index([0])
    near = reach if store_column else nearest_reach(
        spots, market.demand, market.territory.streets, by=market.by, bands=market.bands
    )  # fmt: skip
    parts: list[tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]] = []
    curves: dict[str, DecayCurve | Note] = {}
    for row, name in enumerate(names):
        customers = np.bincount(zone[kept & (used == row)], minlength=reach.zone_count).astype(float)
        if not customers.any():
            continue
        tiers = _tiers(market, customers)
        store = int(rows.get_indexer(pd.Index([row]))[0])
        if store < 0 or not (near.origin == store).any():
            parts.append((tiers.assign(place_id=name), _by_tier(tiers, market).assign(place_id=name), pd.DataFrame()))
            continue
        curve = _curve(near, store, customers, market.profiles.households)
        spread = curve.dispersion if isinstance(curve, DecayCurve) else 1.0
        rings = penetration_by_ring(near, store, customers, market.profiles.households, dispersion=spread)
        curves[name] = curve
        frames = (tiers, _by_tier(tiers, market), rings)
        parts.append(tuple(frame.assign(place_id=name) for frame in frames))  # type: ignore[arg-type]  # three of three
    zones, tiers, rings = (_joined([part[place] for part in parts]) for place in range(3))
    return Clientele(zones, tiers, rings, curves, counts)


def hide_small_cells(clientele: Clientele) -> Clientele:
    """Leave out what would tell of fewer than 11 customers, and what would give that back by subtraction.

    Zones are hidden within their tier, tiers and rings within their place; a zone that is hidden loses its tier too,
    as that would say that somebody comes from there. Customers of rings are rounded to `RING_BASE`, and their rates
    are those of the rounded; the other figures that rest on hidden zones have as many digits as are read.
    """
    zones, tiers, rings = clientele.zones.copy(), clientele.tiers.copy(), clientele.rings.copy()
    for name in tiers["place_id"].unique():
        own = (tiers["place_id"] == name).to_numpy()
        hidden_tiers = hidden_cells(tiers.loc[own, "customers"].to_numpy(dtype=float))
        order = pd.Index(tiers.loc[own, "tier"])
        mine = (zones["place_id"] == name).to_numpy()
        hidden = hidden_nested_cells(
            zones.loc[mine, "customers"].to_numpy(dtype=float), order.get_indexer(pd.Index(zones.loc[mine, "tier"])),
            hidden_tiers,
        )  # fmt: skip
        _blank(zones, np.flatnonzero(mine)[hidden], ("customers", "penetration_rate", "tier_chance"))
        zones.loc[np.flatnonzero(mine)[hidden], "tier"] = ""
        _blank(tiers, np.flatnonzero(own)[hidden_tiers], ("customers", "customers_share", "penetration_rate"))
        ring = (rings["place_id"] == name).to_numpy() if len(rings) else np.zeros(0, dtype=bool)
        if ring.any():
            few = hidden_cells(rings.loc[ring, "customers"].to_numpy(dtype=float))
            _blank(rings, np.flatnonzero(ring)[few], ("customers",))
    # Running shares give each count back by subtraction; how many zones and homes a tier has tells which are in it.
    zones["cumulative_share"] = np.nan
    tiers[["zone_count", "households"]] = np.nan
    tiers["penetration_rate"] = _two_digits(tiers["penetration_rate"].to_numpy(dtype=float))
    curves = {name: _rounded_curve(curve) for name, curve in clientele.curves.items()}
    rings = _rounded_rings(rings, curves) if len(rings) else rings
    return replace(clientele, zones=zones, tiers=tiers, rings=rings, curves=curves)


def _rounded_rings(rings: pd.DataFrame, curves: Mapping[str, DecayCurve | Note]) -> pd.DataFrame:
    """Round the customers of rings, and make their rates anew of the rounded."""
    came = np.round(rings["customers"].to_numpy(dtype=float) / RING_BASE) * RING_BASE
    homes = rings["households"].to_numpy(dtype=float)
    known = [curves.get(name) for name in rings["place_id"]]
    spread = np.array([curve.dispersion if isinstance(curve, DecayCurve) else 1.0 for curve in known])
    there = rings["penetration_rate"].notna().to_numpy() & np.isfinite(came)
    low, high = rate_interval(np.where(there, came, 0.0) / spread, np.where(there, homes, 1.0) / spread)
    rates = {"penetration_rate": came / np.where(there, homes, 1.0), "low": low, "high": high}
    told = {name: np.where(there, _two_digits(rate), np.nan) for name, rate in rates.items()}
    return rings.assign(customers=came, cumulative_share=np.nan, **told)


def _rounded_curve(curve: DecayCurve | Note) -> DecayCurve | Note:
    if not isinstance(curve, DecayCurve):
        return curve
    names = ("half_minutes", "half_low", "half_high", "dispersion")
    return replace(curve, **{name: round(getattr(curve, name), 1) for name in names})


def _two_digits(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round to two significant digits; what is missing stays so."""
    size = 10.0 ** (np.floor(np.log10(np.where(values > 0, values, 1.0))) - 1)
    return np.asarray(np.round(values / size) * size)


def _blank(frame: pd.DataFrame, rows: NDArray[np.intp], columns: tuple[str, ...]) -> None:
    for column in columns:
        frame.loc[rows, column] = np.nan


def _users(places: Places, enriched: Enriched, column: str | None) -> NDArray[np.int64]:
    """Give the row of the place that each customer uses, -1 for none; 0 for all where nobody says."""
    if column is None:
        return np.zeros(len(enriched.rows), dtype=np.int64)
    ids = enriched.rows[column].astype("object").fillna("").astype("str").str.strip()
    known = pd.Index(places.rows["place_id"])
    return np.asarray(known.get_indexer(pd.Index(ids.to_numpy(dtype=object))), dtype=np.int64)


def _tiers(market: Market, customers: NDArray[np.float64]) -> pd.DataFrame:
    """Put the zones that have customers into their tiers, the strongest first."""
    told = catchment_tiers(market.zone_ids, customers, market.profiles.households)
    kept = told.assign(zone=np.arange(len(told)))[told["tier"] != "none"]
    ordered = kept.sort_values(["cumulative_share", "zone_id"], kind="stable", ignore_index=True)
    columns = ["zone", "customers", "penetration_rate", "cumulative_share", "tier", "tier_chance"]
    return ordered[columns]


def _by_tier(zones: pd.DataFrame, market: Market) -> pd.DataFrame:
    """Sum up the zones of each tier."""
    households = market.profiles.households[zones["zone"].to_numpy(dtype=np.int64)]
    summed = (
        zones.assign(households=households, zone_count=1.0)
        .groupby("tier", sort=False)[["zone_count", "households", "customers"]].sum()
        .reindex([*TIERS, REST[0]], fill_value=0.0).reset_index()
    )  # fmt: skip
    known = summed["households"].where(summed["households"] > 0)
    return summed.assign(
        customers_share=summed["customers"] / summed["customers"].sum(), penetration_rate=summed["customers"] / known
    ).astype({"tier": "str"})


def _curve(reach: Reach, store: int, customers: NDArray[np.float64], homes: NDArray[np.float64]) -> DecayCurve | Note:
    """Fit the customers of the zones in reach; a zone half in reach counts half."""
    mine = reach.origin == store
    part, zone = reach.shares[mine, -1], reach.zone[mine]
    return fit_decay(reach.minutes[mine], customers[zone] * part, homes[zone] * part)


def _joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame({"place_id": pd.Series([], dtype="str")})
