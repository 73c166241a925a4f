"""Zones of geocoded rows: every level of a territory, no finer than the match allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.crs import project_points
from geoprofile.zones.assign import assign_points

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geoprofile.territory.territory import Territory

__all__ = ["ZONE_STATUSES", "ZonePositions", "locate_zones", "zone_columns"]

# ok: in a zone of some level; commune-only: the match is too coarse for finer zones; outside: of all zones;
# not-located: no position.
ZONE_STATUSES = ("ok", "commune-only", "outside", "not-located")
COMMUNE = "commune"


@dataclass(frozen=True)
class ZonePositions:
    """Where each row lies.

    Attributes
    ----------
    position : mapping of level to int32 array of shape (n,)
        Row of the level's table, -1 where there is none.
    status : array of shape (n,)
        One of `ZONE_STATUSES`.
    """

    position: Mapping[str, NDArray[np.int32]]
    status: NDArray[np.object_]


def locate_zones(
    longitude: NDArray[np.float64],
    latitude: NDArray[np.float64],
    territory: Territory,
    *,
    commune_only: NDArray[np.bool_] | None = None,
    citycode: pd.Series | None = None,
) -> ZonePositions:
    """Find the zone of each point at every level of the territory.

    Parameters
    ----------
    longitude, latitude : arrays of shape (n,)
        WGS84 degrees, NaN where unknown.
    commune_only : bool array of shape (n,), optional
        Rows whose position is that of their commune, not their own: they get no finer zone.
    citycode : Series of text, length n, optional
        Their commune codes; such a row, and one outside all polygons of communes, gets its commune by code.

    Notes
    -----
    A point belongs to the zone that `geopandas.sjoin(predicate="within")` gives. On a border it belongs to
    the zone of the smallest `zone_id` that touches it.
    """
    coarse = np.zeros(len(longitude), dtype=bool) if commune_only is None else commune_only
    easting, northing = project_points(longitude, latitude, territory.country.metric_crs)
    easting, northing = np.where(coarse, np.nan, easting), np.where(coarse, np.nan, northing)
    position = {
        name: assign_points(level.grid, level.polygons, easting, northing) for name, level in territory.levels.items()
    }
    if COMMUNE in position and citycode is not None:
        by_code = _communes_by_code(citycode, territory)
        position[COMMUNE] = np.where(position[COMMUNE] >= 0, position[COMMUNE], by_code).astype(np.int32)
    inside = np.any([found >= 0 for found in position.values()], axis=0) if position else np.zeros(len(coarse), bool)
    located = np.isfinite(longitude) & np.isfinite(latitude)
    status = np.select([coarse & inside, inside, located], ["commune-only", "ok", "outside"], "not-located")
    return ZonePositions(position, status.astype(object))


def _communes_by_code(citycode: pd.Series, territory: Territory) -> NDArray[np.int32]:
    """Find communes by code; an arrondissement is in its city where the zones are whole cities."""
    known = pd.Index(territory.levels[COMMUNE].table["zone_id"])
    codes, distinct = pd.factorize(citycode)
    of_distinct = known.get_indexer(distinct)
    whole = known.get_indexer(pd.Index([territory.country.whole_city(code) for code in distinct]))
    found: NDArray[np.int32] = np.where(of_distinct >= 0, of_distinct, whole)[codes].astype(np.int32)
    return found


def zone_columns(zones: ZonePositions, territory: Territory) -> pd.DataFrame:
    """Write out the zones: for each level its code and name, then `zone_status`; empty where there is none."""
    columns: dict[str, pd.api.extensions.ExtensionArray] = {}
    for name, position in zones.position.items():
        table = territory.levels[name].table
        for column, source in ((name, "zone_id"), (f"{name}_name", "zone_name")):
            texts = table[source].array.take(position, allow_fill=True)
            columns[column] = pd.Series(texts).fillna("").array
    columns["zone_status"] = pd.array(zones.status, dtype="str")
    return pd.DataFrame(columns)
