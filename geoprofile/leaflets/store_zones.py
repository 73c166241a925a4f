"""Which store each zone belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError

if TYPE_CHECKING:
    from geoprofile.travel.reach import Reach

__all__ = ["greatest_share_stores", "nearest_stores", "sector_roots"]


def nearest_stores(reach: Reach, store_id: pd.Series, zone_id: pd.Series) -> pd.DataFrame:
    """Give each zone to the store that is reached soonest.

    Parameters
    ----------
    reach : Reach
    store_id : text Series of shape (reach.origin_count,)
    zone_id : text Series of shape (reach.zone_count,)

    Returns
    -------
    DataFrame of z rows, in the order of the zones
        `zone_id`, `store` (empty where none is in reach), `minutes` (NaN there). Of equally near stores the first by
        its identifier.
    """
    if len(store_id) != reach.origin_count or len(zone_id) != reach.zone_count:
        raise TableError(
            f"The reach is of {reach.origin_count} stores and {reach.zone_count} zones, but {len(store_id)} and "
            f"{len(zone_id)} were given: give the tables that it was computed from."
        )
    pairs = pd.DataFrame(
        {"zone": reach.zone, "minutes": reach.minutes, "store": store_id.to_numpy(dtype=object)[reach.origin]}
    )
    first = pairs.sort_values(["zone", "minutes", "store"], kind="stable").drop_duplicates("zone").set_index("zone")
    laid_out = first.reindex(np.arange(reach.zone_count))
    return pd.DataFrame(
        {
            "zone_id": zone_id.to_numpy(),
            "store": laid_out["store"].fillna("").astype("str").to_numpy(),
            "minutes": laid_out["minutes"].to_numpy(dtype=float),
        }
    ).astype({"zone_id": "str", "store": "str"})


def greatest_share_stores(shares: pd.DataFrame, zone_id: pd.Series) -> pd.Series:
    """Give each zone to the store with the greatest share of it, such as Huff's.

    Parameters
    ----------
    shares : DataFrame
        `zone_id`, `store`, `share`. Of equal shares the store first by its identifier; shares of 0 count for nothing.

    Returns
    -------
    text Series of shape (z,), in the order of `zone_id`
        Empty where no store has a share.
    """
    counted = shares[shares["share"] > 0].sort_values(
        ["zone_id", "share", "store"], ascending=[True, False, True], kind="stable"
    )
    best = counted.drop_duplicates("zone_id").set_index("zone_id")["store"]
    return pd.Series(zone_id.map(best).fillna("").to_numpy(), dtype="str", name="store")


def sector_roots(assigned: pd.DataFrame, own_zone: pd.Series) -> pd.Series:
    """Say from which zone the sector of each store starts.

    That is the zone in which it lies, or, where another store has that one, the nearest of those that it was given.

    Parameters
    ----------
    assigned : DataFrame
        As `nearest_stores` gives it.
    own_zone : text Series, index the store
        The zone in which each store lies; empty or missing where that is outside the territory.

    Returns
    -------
    text Series, index the store
        Stores without any zone are left out.
    """
    held = assigned[assigned["store"] != ""]
    inside = held["zone_id"] == held["store"].map(own_zone)
    ordered = held.assign(is_elsewhere=~inside).sort_values(
        ["store", "is_elsewhere", "minutes", "zone_id"], kind="stable"
    )
    return ordered.drop_duplicates("store").set_index("store")["zone_id"]
