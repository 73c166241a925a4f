"""Customers counted by zone, where there are too many to draw or nobody should see one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.crs import WGS84, to_crs

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

__all__ = ["customers_by_zone"]


def customers_by_zone(
    longitude: NDArray[np.float64], latitude: NDArray[np.float64], zones: gpd.GeoDataFrame
) -> NDArray[np.int64]:
    """Count points in each zone; a point on a border counts once, in the first zone.

    Parameters
    ----------
    longitude, latitude : arrays of shape (n,)
        WGS84 degrees, none missing.
    zones : GeoDataFrame of shape (z, ...)

    Returns
    -------
    array of shape (z,)
    """
    import shapely  # noqa: PLC0415  only where customers are counted

    points = shapely.points(longitude, latitude)
    point, zone = to_crs(zones, WGS84).sindex.query(points, predicate="intersects")
    order = np.lexsort((zone, point))
    _, first = np.unique(point[order], return_index=True)
    return np.bincount(zone[order][first], minlength=len(zones)).astype(np.int64)
