"""Which store each zone belongs to, how many minutes away it is, and where sectors start."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.leaflets.store_zones import greatest_share_stores, nearest_stores, sector_roots
from geoprofile.recipes.place_box import FAR, POSITION_TEXTS, SWAPPED, check_inside
from geoprofile.travel.demand import demand_points, demand_sentence
from geoprofile.travel.reach import zone_reach
from geoprofile.travel.snapping import place_status_text
from geoprofile.travel.straight import basis_sentence

if TYPE_CHECKING:
    from collections.abc import Collection

    from geoprofile.recipes.leaflet.inputs import LeafletInputs
    from geoprofile.recipes.leaflet.wish import LeafletWish
    from geoprofile.recipes.places import Places
    from geoprofile.travel.reach import Reach

__all__ = ["StoreZones", "store_zones"]

# A zone of which less than this share lies within the minutes is out of reach.
IN_REACH = 0.5


@dataclass(frozen=True, eq=False)
class StoreZones:
    """Zones by store.

    Attributes
    ----------
    stores : DataFrame
        `place_id`, `place_name`, `easting`, `northing` of the stores that take part.
    assigned : DataFrame of z rows
        `zone_id`, `store` (empty where none is in reach), `minutes`.
    left_out : tuple of (str, str)
        Stores that take no part, and why, in the language.
    basis : tuple of str
        Sentences on what minutes are measured on.
    """

    stores: pd.DataFrame
    assigned: pd.DataFrame
    left_out: tuple[tuple[str, str], ...]
    basis: tuple[str, ...]
    own_zone: pd.Series

    def roots(self, excluded: Collection[str]) -> dict[str, str]:
        """Give the zone that the sector of each store starts from, none of those excluded."""
        closed = self.assigned["zone_id"].isin(list(excluded))
        held = self.assigned.assign(store=self.assigned["store"].where(~closed, ""))
        return {str(store): str(zone) for store, zone in sector_roots(held, self.own_zone).items()}


def store_zones(inputs: LeafletInputs, stores: Places, wish: LeafletWish) -> StoreZones:
    """Give each zone within reach to one store.

    Raises
    ------
    TableError
        If no store has a position on the network or lies in the territory, or none reaches a zone.
    """
    territory, level = inputs.territory, inputs.ranking.level
    check_inside(stores, territory, what="store")
    rows = stores.rows[stores.is_placed].reset_index(drop=True)
    if rows.empty:
        raise TableError(f"No store of {stores.name} has a position: give longitude and latitude, or full addresses.")
    demand = demand_points(territory, level)
    reach, status = zone_reach(rows, demand, territory.streets, by=wish.by, bands=[wish.within_min])
    near = _mostly_reached(reach)
    if not len(near.zone):
        raise TableError(
            f"No zone lies within {wish.within_min:g} minutes of a store of {stores.name}: raise --within, travel "
            "--by another way, or check the positions."
        )
    zone_id = territory.described_levels[level].table["zone_id"]
    assigned = nearest_stores(near, rows["place_id"], zone_id)
    if wish.share == "huff":
        assigned = _by_share(near, stores, rows, assigned)
    why = np.full(len(stores.rows), "no-position", dtype=object)
    why[stores.is_placed] = status
    strange = stores.rows["reason"].isin([SWAPPED, FAR]).to_numpy(dtype=bool)
    why[strange] = stores.rows.loc[strange, "reason"]
    texts = POSITION_TEXTS[wish.language]
    told = [
        (str(place), texts.get(one) or place_status_text(str(one), wish.language))
        for place, one in zip(stores.rows["place_id"], why, strict=True)
        if one
    ]
    sentences = (basis_sentence(reach.basis, wish.by, wish.language), demand_sentence(demand, wish.language))
    kept = rows[["place_id", "place_name", "easting", "northing"]][status == ""].reset_index(drop=True)
    return StoreZones(kept, assigned, tuple(told), sentences, _own_zones(inputs, rows))


def _mostly_reached(reach: Reach) -> Reach:
    kept = reach.shares[:, -1] >= IN_REACH
    return replace(
        reach, origin=reach.origin[kept], zone=reach.zone[kept], minutes=reach.minutes[kept], shares=reach.shares[kept]
    )


def _by_share(reach: Reach, stores: Places, rows: pd.DataFrame, nearest: pd.DataFrame) -> pd.DataFrame:
    """Give zones to the store with the greatest share of them, by sizes and minutes and stated parameters."""
    from geoprofile.recipes.siting.choice import attributes_of  # noqa: PLC0415  only where shares are asked for
    from geoprofile.siting.huff import default_huff, huff_shares  # noqa: PLC0415

    attributes = attributes_of(rows, [stores], [len(rows)], size="size" in stores.columns)
    found = huff_shares(reach, attributes, default_huff(attributes.names))
    ids, zones = rows["place_id"].to_numpy(dtype=object), nearest["zone_id"]
    pairs = pd.DataFrame(
        {
            "zone_id": zones.to_numpy(dtype=object)[reach.zone], "store": ids[reach.origin], "share": found.share,
            "minutes": reach.minutes,
        }
    ).astype({"zone_id": "str", "store": "str"})  # fmt: skip
    store = greatest_share_stores(pairs, zones)
    minutes = pairs.set_index(["zone_id", "store"])["minutes"]
    wanted = pd.MultiIndex.from_arrays([zones, store])
    return nearest.assign(store=store.to_numpy(), minutes=minutes.reindex(wanted).to_numpy(dtype=float)).astype(
        {"store": "str"}
    )


def _own_zones(inputs: LeafletInputs, rows: pd.DataFrame) -> pd.Series:
    """Find the zone in which each store lies, empty outside the territory."""
    from geoprofile.zones.assign import assign_points  # noqa: PLC0415  only where there are stores

    level = inputs.territory.levels[inputs.ranking.level]
    row = assign_points(level.grid, level.polygons, rows["easting"].to_numpy(), rows["northing"].to_numpy())
    ids = level.table["zone_id"].to_numpy(dtype=object)
    return pd.Series(np.where(row >= 0, ids[row], ""), index=rows["place_id"].to_numpy(), dtype="str")
