"""The edges of zones as one table of segments: read, shared, traced over cells, told left from right.

A border between two zones is kept once. Every edge runs from its lower to its upper end. All comparisons
of floats are half-open (``low <= value < high``), so that a ring crosses any line an even number of times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geoprofile.errors import TerritoryError

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.floating[Any]]
    Integers: TypeAlias = NDArray[np.integer[Any]]
    Flags: TypeAlias = NDArray[np.bool_]

__all__ = [
    "columns_crossed",
    "cross",
    "eastings_at",
    "lines_crossed",
    "read_edges",
    "share_edges",
    "spread",
    "trace",
]

POLYGON_TYPES = (-1, 3, 6)  # shapely's numbers of: missing, Polygon, MultiPolygon
# The sign of an orientation determinant is certain beyond this share of its two products. Shewchuk (1997),
# "Adaptive precision floating-point arithmetic", proves 3 eps + 16 eps2 with eps = 2^-53; this is 8 eps.
SIGN_ERROR = 2.0**-50
UNDERFLOW = 1e-290  # products below this may have lost digits
# Odd 64-bit numbers that mix the four coordinates of an edge into one key.
MIXERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], np.uint64)


def read_edges(geometries: NDArray[np.object_]) -> tuple[Floats, Integers]:
    """Break polygons into their edges, holes included.

    Parameters
    ----------
    geometries : array of shape (z,)
        Polygons and multipolygons; a missing or empty one has no edge.

    Returns
    -------
    ends : array of shape (n, 4)
        Easting and northing of the lower end, then of the upper end.
    zone : array of shape (n,)
        Position of the geometry that each edge comes from.

    Raises
    ------
    TerritoryError
        If a geometry is no polygon, or has a coordinate that is no finite number.
    """
    strange = np.flatnonzero(~np.isin(shapely.get_type_id(geometries), POLYGON_TYPES))
    if strange.size:
        kind = geometries[strange[0]].geom_type
        raise TerritoryError(f"Zone row {strange[0]} is a {kind}: zones must be polygons, drop or mend it.")
    parts, zone_of_part = shapely.get_parts(geometries, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    points, ring_of_point = shapely.get_coordinates(rings, return_index=True)
    points += 0.0  # makes one zero of the two, so that equal edges are equal bit by bit
    joined = ring_of_point[1:] == ring_of_point[:-1]
    joined &= (points[1:] != points[:-1]).any(axis=1)
    first = np.flatnonzero(joined)
    zone = zone_of_part[part_of_ring[ring_of_point[first]]].astype(np.int64)
    broken = np.flatnonzero(~np.isfinite(points).all(axis=1))
    if broken.size:
        row = zone_of_part[part_of_ring[ring_of_point[broken[0]]]]
        raise TerritoryError(f"Zone row {row} has a coordinate that is no finite number: mend its geometry.")
    a, b = points[first], points[first + 1]
    swap = (b[:, 1] < a[:, 1]) | ((b[:, 1] == a[:, 1]) & (b[:, 0] < a[:, 0]))
    return np.where(swap[:, None], np.hstack([b, a]), np.hstack([a, b])), zone


def share_edges(ends: Floats) -> tuple[Floats, Integers]:
    """Keep one of the edges that are equal to the last bit.

    Returns
    -------
    shared : array of shape (m, 4)
    edge_of : array of shape (n,)
        The row of `shared` that each row of `ends` became.
    """
    key = (ends.view(np.uint64) * MIXERS).sum(axis=1, dtype=np.uint64)
    order = np.argsort(key, kind="stable")
    lined = ends[order]
    new = np.ones(len(ends), dtype=bool)
    # Two edges that mix to one key by chance stay apart: rows are compared in full.
    new[1:] = (lined[1:] != lined[:-1]).any(axis=1)
    edge_of = np.empty(len(ends), dtype=np.int64)
    edge_of[order] = np.cumsum(new) - 1
    return lined[new], edge_of


def spread(count: Integers) -> tuple[Integers, Integers]:
    """Give, for rows that stand for `count` things each, the row and the rank of every thing."""
    row = np.repeat(np.arange(len(count)), count)
    rank = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    return row, rank


def trace(
    ends: Floats,
    west: Floats | float,
    south: Floats | float,
    side: Floats | float,
    shape: tuple[int, int] | Integers,
    *,
    margin_m: float,
) -> tuple[Integers, Integers, Integers]:
    """List the cells that each edge touches, and perhaps some that it misses by a hair, never one less.

    Parameters
    ----------
    ends : array of shape (n, 4)
    west, south, side : float, or arrays of shape (n,)
        Corner of the grid of each edge and side of its cells, metres.
    shape : (rows, columns), or array of shape (n,) for square grids
        Cells beyond are left out.
    margin_m : float
        Cells are taken as larger by this on every side; far above the rounding errors.

    Returns
    -------
    edge, row, column : arrays of shape (t,)
        Grouped by edge.
    """
    rows, columns = shape if isinstance(shape, tuple) else (shape, shape)
    _, ay, _, by = ends.T
    first = np.maximum(np.floor((ay - south - margin_m) / side), 0).astype(np.int64)
    last = np.minimum(np.floor((by - south + margin_m) / side), rows - 1).astype(np.int64)
    edge, rank = spread(np.maximum(last - first + 1, 0))
    row = first[edge] + rank

    ends = ends[edge]
    _, ay, bx, by = ends.T
    west, side = _each(west, edge), _each(side, edge)
    bottom = _each(south, edge) + row * side
    enters = eastings_at(ends, np.clip(bottom - margin_m, ay, by))
    leaves = np.where(ay == by, bx, eastings_at(ends, np.clip(bottom + side + margin_m, ay, by)))
    left = np.floor((np.minimum(enters, leaves) - west - margin_m) / side)
    right = np.floor((np.maximum(enters, leaves) - west + margin_m) / side)
    first = np.maximum(left, 0).astype(np.int64)
    last = np.minimum(right, _each(columns, edge) - 1).astype(np.int64)
    step, rank = spread(np.maximum(last - first + 1, 0))
    return edge[step], row[step], first[step] + rank


def eastings_at(ends: Floats, northing: Floats) -> Floats:
    """Give where each edge is at a northing between its ends; its first end where it is level.

    A share of the edge is taken, not a slope, which has no bound.
    """
    ax, ay, bx, by = ends.T
    level = ay == by
    share = np.where(level, 0.0, northing - ay) / np.where(level, 1.0, by - ay)
    eastings: Floats = ax + share * (bx - ax)
    return eastings


def lines_crossed(
    low: Floats, high: Floats, start: Floats | float, side: Floats | float, count: Integers | int
) -> tuple[Integers, Integers, Floats]:
    """List the lines at ``start + k * side`` (k below `count`) with ``low <= line < high``.

    Returns
    -------
    edge, k, line : arrays of shape (t,)
        The row of `low`, the rank of the line and its coordinate, exactly as computed by that formula.
    """
    # One line more on each side than arithmetic says; the comparison below has the last word.
    first = np.clip(np.ceil((low - start) / side) - 1, 0, count).astype(np.int64)
    last = np.clip(np.floor((high - start) / side) + 1, -1, np.asarray(count) - 1).astype(np.int64)
    edge, rank = spread(np.maximum(last - first + 1, 0))
    k = first[edge] + rank
    line = _each(start, edge) + k * _each(side, edge)
    true = (low[edge] <= line) & (line < high[edge])
    return edge[true], k[true], line[true]


def columns_crossed(
    at: Floats, start: Floats | float, side: Floats | float, *, margin_m: float
) -> tuple[Integers, Flags]:
    """Give the first k with ``start + k * side > at``, not below 0.

    Returns
    -------
    k : array of shape (n,)
    near : array of shape (n,)
        Line ``k - 1`` is so near that rounding hides whether it comes before or after `at`.
    """
    k = np.floor((at - start + margin_m) / side).astype(np.int64)
    near = np.abs(start + k * side - at) <= 2 * margin_m
    return np.maximum(k + 1, 0), near & (k >= 0)


def cross(ends: Floats, x: Floats, y: Floats, right: Floats) -> tuple[Flags, Flags]:
    """Tell whether the way from a point goes across an edge: level to `right`, then up without end.

    Parameters
    ----------
    ends : array of shape (n, 4)
    x, y, right : arrays of shape (n,)
        The point that goes with each edge, and the easting where its way turns up; ``x <= right``.

    Returns
    -------
    crosses, unsure : arrays of shape (n,)
        Where `unsure` is false, `crosses` is what exact arithmetic gives and the point is not on the edge.
    """
    ax, ay, bx, by = ends.T
    one, other = (bx - ax) * (y - ay), (by - ay) * (x - ax)
    left = one > other  # seen from the lower end
    unsure = np.abs(one - other) <= SIGN_ERROR * (np.abs(one) + np.abs(other)) + UNDERFLOW
    unsure &= (ay <= y) & (y <= by)

    # At the height of the edge the way crosses it once or, over and back, not at all, according to the
    # side of the point alone. From below, it crosses what reaches over the turn; from above, nothing.
    a_short, b_short = ax <= right, bx <= right
    at_height = np.where(b_short, left, a_short & ~left)
    crosses = np.where((ay <= y) & (y < by), at_height, (a_short != b_short) & (y < ay))
    return crosses, unsure


def _each(value: NDArray[Any] | float, rows: Integers) -> NDArray[Any]:
    """Take `rows` of an array; a scalar is the same for all."""
    return value[rows] if isinstance(value, np.ndarray) else np.asarray(value)
