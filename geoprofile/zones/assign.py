"""Which zone each point is in, by the prepared index of the territory.

The answers are those of ``geopandas.sjoin(points, zones, predicate="within")``: a point that rounding
could put on either side of a border is given to GEOS, all others are decided by sign-exact arithmetic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from geoprofile.errors import TableError, TerritoryError
from geoprofile.territory.zone_cells import way_turns
from geoprofile.territory.zone_edges import cross, spread
from geoprofile.territory.zone_grid import FIRST_POINTER, OUTSIDE, UNSURE, first_zone

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from geoprofile.territory.zone_grid import ZoneGrid

__all__ = ["Geometries", "assign_points"]

# The polygons of the zones, or a function that loads them: it is called at most once, and rarely.
Geometries: TypeAlias = "NDArray[np.object_] | Callable[[], NDArray[np.object_]]"

POINTS_A_BATCH = 65_536  # the arrays of one batch stay in the cache of the processor


def assign_points(
    grid: ZoneGrid, geometries: Geometries, easting: NDArray[np.float64], northing: NDArray[np.float64]
) -> NDArray[np.int32]:
    """Give the position of the zone that each point is in.

    A point within several zones gets the first of them in the order of the table of zones. A point
    within none, but on the border of some, gets the first of those. Any other point, missing and
    infinite ones too, is outside all zones.

    Parameters
    ----------
    grid : ZoneGrid
        The index of the zones.
    geometries : array of shape (z,), or callable that gives it
        The polygons that `grid` was built from. A callable is called only if some point lies so near
        a border that GEOS must decide.
    easting, northing : arrays of shape (n,)
        Metres, in the CRS of the zones.

    Returns
    -------
    int32 array of shape (n,)
        Position of the zone, -1 for outside.

    Raises
    ------
    TableError
        If there are not as many eastings as northings.
    TerritoryError
        If `geometries` are not those of the index.
    """
    easting, northing = np.asarray(easting, dtype=float), np.asarray(northing, dtype=float)
    if easting.shape != northing.shape or easting.ndim != 1:
        raise TableError(f"There are {easting.size} eastings and {northing.size} northings: give one of each a point.")
    found = np.empty(len(easting), dtype=np.int32)
    for start in range(0, len(easting), POINTS_A_BATCH):
        batch = slice(start, start + POINTS_A_BATCH)
        found[batch] = _assign_batch(grid, easting[batch], northing[batch])
    left = np.flatnonzero(found == UNSURE)
    if left.size:
        polygons = geometries() if callable(geometries) else geometries
        if len(polygons) != grid.zone_count:
            raise TerritoryError(
                f"The index of zones is of {grid.zone_count} zones, the table has {len(polygons)}: "
                f"build the territory again."
            )
        found[left] = _ask_geos(polygons, easting[left], northing[left])
    return found


def _assign_batch(grid: ZoneGrid, easting: NDArray[np.float64], northing: NDArray[np.float64]) -> NDArray[np.int32]:
    """Answer what the index can answer; `UNSURE` for the rest."""
    with np.errstate(over="ignore", invalid="ignore"):
        across = (easting - grid.west_m) / grid.tile_size_m
        along = (northing - grid.south_m) / grid.tile_size_m
        inside = (across >= 0) & (across < grid.columns) & (along >= 0) & (along < grid.rows)
    rows = np.flatnonzero(inside)
    if len(rows) < len(inside):
        across, along = across[rows], along[rows]
    column, row = across.astype(np.int32), along.astype(np.int32)
    code = grid.tile[row * np.int64(grid.columns) + column]

    # STEP 1: from a split tile to its cell; halving is exact, so no cell is missed by rounding
    deep = np.flatnonzero(code <= FIRST_POINTER)
    tile = FIRST_POINTER - code[deep]
    column, row = column[deep], row[deep]
    split = grid.split[tile]
    cell_column = ((across[deep] - column) * split).astype(np.int32)
    cell_row = ((along[deep] - row) * split).astype(np.int32)
    cell = grid.cell[grid.first_cell[tile] + cell_row * split + cell_column]

    # STEP 2: from a border cell to the edges in it
    border = np.flatnonzero((cell <= FIRST_POINTER) & (cell != UNSURE))
    point, tile = rows[deep[border]], tile[border]
    right = way_turns(
        grid.west_m + column[border] * grid.tile_size_m,
        cell_column[border],
        grid.tile_size_m / split[border],
        grid.margin_m,
    )
    bits, unsure = _bits_at(grid, FIRST_POINTER - cell[border], easting[point], northing[point], right)
    answer = first_zone(bits, grid.first_zone[tile], grid.zone)
    answer[unsure] = UNSURE

    cell[border] = answer
    code[deep] = cell
    found = np.full(len(easting), OUTSIDE, dtype=np.int32)
    found[rows] = code
    return found


def _bits_at(
    grid: ZoneGrid,
    border: NDArray[np.int32],
    easting: NDArray[np.float64],
    northing: NDArray[np.float64],
    right: NDArray[np.floating[Any]],
) -> tuple[NDArray[np.unsignedinteger], NDArray[np.bool_]]:
    """Give the zones at points of border cells, as bits, and where rounding hides them."""
    if not border.size:
        return np.empty(0, dtype=np.uint64), np.empty(0, dtype=bool)
    first = grid.first_entry[border]
    point, rank = spread(grid.first_entry[border + 1] - first)
    entry = first[point] + rank
    crosses, unsure = cross(grid.edge[grid.entry_edge[entry]], easting[point], northing[point], right[point])
    starts = np.flatnonzero(rank == 0)
    changes = np.bitwise_xor.reduceat(np.where(crosses, grid.entry_bits[entry], 0), starts)
    return changes ^ grid.centre[border], np.logical_or.reduceat(unsure, starts)


def _ask_geos(
    polygons: NDArray[np.object_], easting: NDArray[np.float64], northing: NDArray[np.float64]
) -> NDArray[np.int32]:
    """Answer as `geopandas.sjoin` does, then by the closed zones where no open one holds the point."""
    import shapely  # noqa: PLC0415  few points come here

    tree = shapely.STRtree(shapely.points(easting, northing))
    found = np.full(len(easting), OUTSIDE, dtype=np.int32)
    for predicate in ("covers", "contains"):  # the second has the last word
        zone, point = tree.query(polygons, predicate=predicate)
        order = np.lexsort((point, -zone))  # the first zone is written last
        found[point[order]] = zone[order]
    return found
