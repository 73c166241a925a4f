"""Streets of a map as compact data: lines by class, without bends that nobody sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.crs import WGS84, to_crs
from geoprofile.maps.zone_data import steps_of
from geoprofile.street_classes import STREET_CLASSES, distinct_streets

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["POINT_LIMIT", "street_data"]

# Beyond this many points a file grows past ten megabytes and a phone stutters: the smallest streets go first.
POINT_LIMIT = 600_000
BEND_M = 2.0


def street_data(streets: gpd.GeoDataFrame | None, *, limit: int = POINT_LIMIT) -> dict[str, object] | None:
    """Lay out streets as lines of steps of 1e-5 degrees, one list a class.

    Parameters
    ----------
    streets : GeoDataFrame of shape (n, ...), optional
        Lines in a metric CRS; `highway`.
    limit : int
        Points at most; whole classes beyond it are left out, the smallest streets first.

    Returns
    -------
    dict or None
        `lines` by class, and `left_out`: the classes that are not drawn.

    Raises
    ------
    TableError
        If there is no `highway`.
    CrsError
        If the streets have no CRS.
    """
    import geopandas as gpd  # noqa: PLC0415  only where a map is drawn
    import shapely  # noqa: PLC0415

    if streets is None:
        return None
    distinct = distinct_streets(streets)
    lines: dict[str, list[list[int]]] = {}
    left_out: list[str] = []
    points = 0
    for name in STREET_CLASSES:
        own = distinct[distinct["street_class"] == name]
        merged = shapely.line_merge(shapely.multilinestrings(shapely.get_parts(own.geometry.to_numpy())))
        simple = shapely.simplify(shapely.get_parts(merged), BEND_M, preserve_topology=False)
        points += int(shapely.get_num_coordinates(simple).sum())
        if points > limit:
            left_out.append(name)
            continue
        drawn = to_crs(gpd.GeoDataFrame(geometry=simple, crs=distinct.crs), WGS84)
        lines[name] = [steps_of(line) for line in drawn.geometry]
    return {"lines": lines, "left_out": left_out}
