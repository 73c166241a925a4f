"""Catchments as polygons for a map: the land along the streets that are reached within 5, 10, 15 minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geoprofile.errors import GeoprofileError
from geoprofile.travel.mode_network import mode_network, positions
from geoprofile.travel.reached_streets import reached_streets
from geoprofile.travel.snapping import SNAP_M, snap
from geoprofile.travel.straight import basis_of, straight_radius_m

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from geoprofile.territory.street_network import StreetNetwork
    from geoprofile.travel.mode_network import ModeNetwork
    from geoprofile.travel.reached_streets import ReachedStreets

__all__ = ["catchment_polygons"]

# Land along a street that belongs to it: a plot and what stands behind.
PLOT_M = 45.0
# Streets closer than twice this have no gap between them.
GAP_M = 60.0
# Land on this side of a street that is not reached is not reached either, and this much beside one that is always is.
OTHER_M, VERGE_M = 25.0, 12.0
# Holes smaller than this, or than this share of the polygon, are blocks between reached streets: filled.
HOLE_M2, HOLE_SHARE = 60_000.0, 0.02
# Land apart from the rest that is smaller than this is not drawn.
SPECK_M2 = 4_000.0
# How far the outline may be drawn from where it runs.
SMOOTH_M = 8.0
CIRCLE_SEGMENTS = 32


def catchment_polygons(
    network: StreetNetwork | None,
    places: pd.DataFrame,
    *,
    by: str,
    bands: Sequence[float],
    crs: str = "",
    within_m: float = SNAP_M,
) -> gpd.GeoDataFrame:
    """Draw what each place reaches within each band.

    Parameters
    ----------
    network : StreetNetwork or None
        Without one, or by `straight`, catchments are circles.
    places : DataFrame
        Columns `easting` and `northing` (metres), NaN where unknown.
    by : {"car", "bike", "foot", "straight"}
    bands : sequence of float
        Finite minutes.
    crs : str
        Metric CRS of the places, where there is no network to say it.

    Returns
    -------
    GeoDataFrame
        Sorted by place and band: `place` (row of it), `minutes`, `basis`, `reached_km` (length of the streets reached,
        NaN for a circle), `geometry`. A band holds the smaller ones. A place off the network has no rows.

    Raises
    ------
    GeoprofileError
        If a band is not above 0 or not finite, or there is neither a network nor a CRS.
    """
    import geopandas as gpd  # noqa: PLC0415  a third of a second that the rest of this package does without

    minutes = sorted({float(band) for band in bands})
    if not minutes or not minutes[0] > 0 or not np.isfinite(minutes[-1]):
        raise GeoprofileError("A catchment can't be drawn for these minutes: give finite ones above 0, such as 5, 10.")
    metric = network.crs if network is not None else crs
    if not metric:
        raise GeoprofileError("Catchments without streets need the CRS of their places: give the territory's.")
    basis = basis_of(network, by)
    points = positions(places)
    if network is None or basis == "straight":
        drawn = _circles(points, by, minutes)
    else:
        drawn = _along_streets(points, network, by, minutes, within_m)
    rows, kms, shapes = drawn
    columns = {
        "place": np.repeat(rows, len(minutes)),
        "minutes": np.tile(minutes, len(rows)),
        "basis": np.full(len(rows) * len(minutes), basis, dtype=object),
        "reached_km": kms,
    }
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=metric).astype({"basis": "str"})
    return frame[~frame.geometry.is_empty].reset_index(drop=True)


def _circles(
    points: NDArray[np.float64], by: str, bands: list[float]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.object_]]:
    known = np.flatnonzero(np.isfinite(points).all(axis=1))
    radii = np.tile([straight_radius_m(band, by) for band in bands], len(known))
    centres = shapely.points(np.repeat(points[known], len(bands), axis=0))
    return known, np.full(len(radii), np.nan), shapely.buffer(centres, radii, quad_segs=CIRCLE_SEGMENTS)


def _along_streets(
    points: NDArray[np.float64], network: StreetNetwork, by: str, bands: list[float], within_m: float
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.object_]]:
    streets = mode_network(network, by)
    on = np.flatnonzero(snap(points, streets, within_m=within_m).street >= 0)
    kms, shapes = [], []
    for row in on:
        inner = shapely.Polygon()
        for reached in reached_streets(snap(points[[row]], streets, within_m=within_m), streets, bands):
            inner = _outline(reached, streets, inner)
            kms.append(reached.length_km)
            shapes.append(inner)
    return on, np.array(kms, dtype=float), np.array(shapes, dtype=object)


def _outline(reached: ReachedStreets, streets: ModeNetwork, inner: shapely.Geometry) -> shapely.Geometry:
    """Draw a tidy outline around reached streets, off those that are not, that holds the outline of the last band."""
    lines = reached.lines(streets)
    if not len(lines):
        return inner
    # A wide band, then back: gaps between near streets close, and the outline stays a plot away from them.
    wide = shapely.union_all(shapely.buffer(shapely.simplify(lines, SMOOTH_M / 4), PLOT_M + GAP_M, quad_segs=4))
    closed = _without_small_holes(shapely.buffer(wide, -GAP_M, quad_segs=4))
    beyond = shapely.union_all(shapely.buffer(reached.others(streets, closed), OTHER_M, quad_segs=2))
    verge = shapely.union_all(shapely.buffer(lines, VERGE_M, quad_segs=2))
    kept = shapely.union(shapely.difference(closed, beyond), verge)
    # Slits between the two kinds of street close, then slivers go.
    tidy = shapely.buffer(shapely.buffer(kept, OTHER_M, quad_segs=3), -OTHER_M - VERGE_M / 2, quad_segs=3)
    tidy = shapely.buffer(tidy, VERGE_M / 2, quad_segs=3)
    return _without_small_holes(shapely.union(shapely.simplify(tidy, SMOOTH_M / 2), inner))


def _without_small_holes(shape: shapely.Geometry) -> shapely.Geometry:
    """Fill small holes, and drop specks beside the biggest part."""
    parts = sorted(shapely.get_parts(shape), key=lambda part: -part.area)
    filled = []
    for part in parts[:1] + [part for part in parts[1:] if part.area >= SPECK_M2]:
        whole = shapely.Polygon(part.exterior)
        least = max(HOLE_M2, HOLE_SHARE * whole.area)
        holes = [ring for ring in part.interiors if shapely.Polygon(ring).area >= least]
        filled.append(shapely.Polygon(part.exterior, holes))
    return shapely.union_all(filled)
