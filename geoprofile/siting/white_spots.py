"""White spots: where people live far from every store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.siting.totals import totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.travel.reach import Reach

__all__ = ["WhiteSpots", "white_spots"]


@dataclass(frozen=True, eq=False)
class WhiteSpots:
    """Zones that lack a store, in groups of neighbours.

    Attributes
    ----------
    spots : DataFrame
        One row a spot, the greatest `shortfall` first: `spot` (0, 1, ...), `zones`, `demand`, `minutes` (mean to the
        nearest store, people beyond the limit counted at the limit: at least that), `beyond_share` (of the demand that
        no store reaches within the limit), `shortfall` (demand x minutes beyond the threshold), `centre` (row of the
        zone with the greatest shortfall).
    spot : int64 array of shape (z,)
        Spot of each zone; -1 for none.
    minutes : array of shape (z,)
        Mean minutes to the nearest store of each zone, at least.
    shortfall : array of shape (z,)
    """

    spots: pd.DataFrame
    spot: NDArray[np.int64]
    minutes: NDArray[np.float64]
    shortfall: NDArray[np.float64]


def white_spots(
    reach: Reach,
    demand: NDArray[np.float64],
    neighbours: NDArray[np.int64],
    zone_id: NDArray[np.object_],
    *,
    threshold_min: float,
) -> WhiteSpots:
    """Find where much demand lies beyond `threshold_min` minutes of any store.

    The shortfall of a zone is demand x minutes beyond the threshold. Zones are grouped as water runs uphill: each goes
    to its neighbour with the greatest shortfall, averaged with those around, until none is greater. So one spot has one
    centre, and a ring of suburbs is several spots.

    Parameters
    ----------
    reach : Reach
        Of all stores together, as one place (`travel.reach.nearest_reach`). Of several places each zone has its best
        alone, and parts of it that others reach do not count.
    demand : array of shape (z,)
        Missing or negative counts as none.
    neighbours : int64 array of shape (e, 2)
        Pairs of rows of zones that border each other, either way round.
    zone_id : text array of shape (z,)
        Ties go to the first id.
    threshold_min : float
        Less than the limit of the reach.

    Raises
    ------
    TableError
        If the threshold is not below the limit, or the tables are not of the same zones.
    """
    zones, limit = reach.zone_count, reach.bands[-1]
    if not 0 <= threshold_min < limit:
        raise TableError(
            f"A threshold of {threshold_min:g} minutes cannot be judged with travel times up to {limit:g}: measure "
            f"further, or lower the threshold."
        )
    if not len(demand) == len(zone_id) == zones:
        raise TableError(
            f"{zones} zones have travel times, {len(demand)} demand and {len(zone_id)} an id: use the same."
        )
    weights = np.where(np.isfinite(demand) & (demand > 0), demand, 0.0)
    minutes, beyond = _nearest(reach)
    shortfall = weights * np.maximum(minutes - threshold_min, 0.0)
    peak = _peaks(shortfall, neighbours, np.argsort(np.argsort(np.asarray(zone_id, dtype=str), kind="stable")))
    lacking = shortfall > 0
    spots, spot = _spots(weights, minutes, beyond, shortfall, np.where(lacking, peak, -1), zone_id)
    return WhiteSpots(spots, spot, minutes, shortfall)


def _nearest(reach: Reach) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give minutes to the nearest store, who is out of reach at the limit, and the share out of reach, shapes (z,)."""
    limit = reach.bands[-1]
    share = reach.shares[:, -1]
    minutes, within = np.full(reach.zone_count, limit), np.zeros(reach.zone_count)
    np.minimum.at(minutes, reach.zone, share * reach.minutes + (1 - share) * limit)
    np.maximum.at(within, reach.zone, share)
    return minutes, 1 - within


def _peaks(shortfall: NDArray[np.float64], neighbours: NDArray[np.int64], rank: NDArray[np.intp]) -> NDArray[np.int64]:
    """Follow each zone to the summit of its hill, shape (z,)."""
    zones = len(shortfall)
    own = np.arange(zones, dtype=np.int64)
    pairs = np.vstack([neighbours.reshape(-1, 2), neighbours.reshape(-1, 2)[:, ::-1], np.column_stack([own, own])])
    pairs = np.unique(pairs[(shortfall[pairs[:, 1]] > 0) | (pairs[:, 0] == pairs[:, 1])], axis=0)
    source, target = pairs[:, 0], pairs[:, 1]
    smooth = totals(source, shortfall[target], zones) / np.bincount(source, minlength=zones)
    # Sums in another order differ by rounding: what is the same to nine digits is the same.
    height = np.where(shortfall > 0, np.round(smooth / max(float(smooth.max(initial=0)), 1e-300), 9), -1.0)
    order = np.lexsort((rank[target], -height[target], source))
    first = order[np.flatnonzero(np.r_[True, np.diff(source[order]) > 0])] if zones else order
    upward = target[first] if zones else own
    while (upward[upward] != upward).any():
        upward = upward[upward]
    return np.asarray(upward, dtype=np.int64)


def _spots(
    demand: NDArray[np.float64],
    minutes: NDArray[np.float64],
    beyond: NDArray[np.float64],
    shortfall: NDArray[np.float64],
    peak: NDArray[np.int64],
    zone_id: NDArray[np.object_],
) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """Add up each spot, and number them by their shortfall."""
    inside = np.flatnonzero(peak >= 0)
    summits, place = np.unique(peak[inside], return_inverse=True)
    columns = np.column_stack([np.ones(len(demand)), demand, demand * minutes, demand * beyond, shortfall])
    zones, people, time, far, lacking = totals(place, columns[inside], len(summits)).T
    top = np.lexsort((np.asarray(zone_id, dtype=str)[inside], -shortfall[inside], place))
    centre = inside[top[np.flatnonzero(np.r_[True, np.diff(place[top]) > 0])]] if len(inside) else inside
    order = np.lexsort((np.asarray(zone_id, dtype=str)[summits], -np.round(lacking, 6)))
    number = np.full(len(demand), -1, dtype=np.int64)
    number[inside] = np.argsort(order)[place]
    table = pd.DataFrame(
        {
            "spot": np.arange(len(order), dtype=np.int64),
            "zones": zones[order].astype(np.int64),
            "demand": people[order],
            "minutes": (time / people)[order],
            "beyond_share": (far / people)[order],
            "shortfall": lacking[order],
            "centre": centre[order].astype(np.int64),
        }
    )
    return table, number
