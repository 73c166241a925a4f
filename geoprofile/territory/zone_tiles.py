"""Tiles of one size over a territory: how large, which edges touch each, which zones hold its corner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geoprofile.errors import TerritoryError
from geoprofile.territory.zone_edges import columns_crossed, eastings_at, lines_crossed, spread, trace

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.territory.zone_edges import Flags, Floats, Integers

__all__ = ["Corners", "Frame", "Pairs", "lay_tiles", "tiles_of_edges", "zones_at_corners", "zones_of_tiles"]

TILES_MOST = 4_000_000
TRACED_MOST = 16_000_000
TILES_ACROSS_SMALL_ZONE = 1.0
SMALL_ZONE_QUANTILE = 0.1
# Of the largest coordinate: 256 times its rounding error, some 4e-7 m in France.
MARGIN = 2.0**-44
MARGINS_A_TILE = 2.0**20
# The grid starts off the round coordinates that borders made of squares have.
OFFSET_TILES = 0.3819660112501051


@dataclass(frozen=True)
class Frame:
    """Where the tiles lie.

    Attributes
    ----------
    west_m, south_m : float
        Corner of the first tile.
    tile_size_m : float
        Side of a tile.
    margin_m : float
        What a tile is widened by so that rounding cannot matter.
    rows, columns : int
    """

    west_m: float
    south_m: float
    tile_size_m: float
    margin_m: float
    rows: int
    columns: int

    def corner_of(self, tile: Integers) -> tuple[Floats, Floats]:
        """Give easting and northing of the south-west corners of tiles."""
        row, column = tile // self.columns, tile % self.columns
        return self.west_m + column * self.tile_size_m, self.south_m + row * self.tile_size_m


@dataclass(frozen=True, eq=False)
class Corners:
    """The zones at the south-west corners of tiles.

    Attributes
    ----------
    tile, zone : int64 arrays of shape (v,)
        A tile and a zone that holds its corner, by zone.
    unsure : bool array of shape (rows * columns,)
        Tiles whose corner is too near a border to tell.
    """

    tile: Integers
    zone: Integers
    unsure: Flags

    def of_tiles(self, tile: Integers, row: Integers) -> Corners:
        """Keep some tiles alone; `row` renumbers ``self.tile``, below 0 leaves one out."""
        held = row >= 0
        return Corners(row[held], self.zone[held], self.unsure[tile])


@dataclass(frozen=True, eq=False)
class Pairs:
    """Which edge touches which tile: int64 arrays of shape (p,), by tile."""

    tile: Integers
    edge: Integers


def lay_tiles(geometries: NDArray[np.object_], edges: Floats, tile_size_m: float | None) -> Frame:
    """Choose where tiles lie and how large they are, within the limits of memory.

    Raises
    ------
    TerritoryError
        If `tile_size_m` is below these limits.
    """
    if not len(edges):
        return Frame(0.0, 0.0, tile_size_m or 1.0, MARGIN, 1, 1)
    boxes = shapely.bounds(geometries)
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    west, south = np.nanmin(boxes[:, :2], axis=0)
    across, along = np.nanmax(boxes[:, 2:], axis=0) - (west, south)
    margin = float(np.abs(edges).max() * MARGIN)
    least = max(
        np.sqrt(across * along / TILES_MOST),
        4 * (across + along) / TILES_MOST,
        np.sqrt(np.nansum(areas) / TRACED_MOST),  # zones that lie over each other count each
        np.abs(edges[:, 2:] - edges[:, :2]).sum() / TRACED_MOST,
        margin * MARGINS_A_TILE,
    )
    small = np.sqrt(np.nanquantile(areas, SMALL_ZONE_QUANTILE))
    size = max(small / TILES_ACROSS_SMALL_ZONE, least) if tile_size_m is None else tile_size_m
    if not size >= least:
        raise TerritoryError(
            f"Tiles of {size:g} m are too small for these zones: take {least:.3g} m or more, or leave it out."
        )
    rows = int((along + OFFSET_TILES * size) // size) + 2
    columns = int((across + OFFSET_TILES * size) // size) + 2
    west, south = (float(low - OFFSET_TILES * size) for low in (west, south))
    return Frame(west, south, float(size), margin, rows, columns)


def zones_at_corners(ends: Floats, zone: Integers, frame: Frame) -> Corners:
    """Find which zones hold which corners: those that a row enters before and leaves after it.

    Parameters
    ----------
    ends : array of shape (n, 4)
    zone : array of shape (n,)
        As `zone_edges.read_edges` gives them.
    frame : Frame
    """
    edge, row, y = lines_crossed(ends[:, 1], ends[:, 3], frame.south_m, frame.tile_size_m, frame.rows)
    x = eastings_at(ends[edge], y)
    column, near = columns_crossed(x, frame.west_m, frame.tile_size_m, margin_m=frame.margin_m)
    unsure = np.zeros(frame.rows * frame.columns, dtype=bool)
    unsure[(row * frame.columns + column - 1)[near]] = True
    # A ring crosses a line an even number of times, so the sorted events of a zone and a row come in twos.
    wide = frame.columns + 1
    event = np.sort((zone[edge] * frame.rows + row) * wide + column)
    enters, leaves = event[0::2], event[1::2]
    run, rank = spread(leaves - enters)
    zone_row, first = enters[run] // wide, enters[run] % wide
    return Corners(zone_row % frame.rows * frame.columns + first + rank, zone_row // frame.rows, unsure)


def tiles_of_edges(edges: Floats, edge_of: Integers, frame: Frame) -> tuple[Floats, Integers, Pairs]:
    """Find which tiles each edge touches, and line edges up by their first tile, so that neighbours are near.

    Returns
    -------
    edges, edge_of : arrays of shapes (m, 4) and (n,)
        As given, in the new order.
    pairs : Pairs
        With tiles as positions ``row * columns + column``.
    """
    shape = (frame.rows, frame.columns)
    edge, row, column = trace(edges, frame.west_m, frame.south_m, frame.tile_size_m, shape, margin_m=frame.margin_m)
    tile = row * frame.columns + column
    order = np.argsort(tile[np.searchsorted(edge, np.arange(len(edges)))], kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    by_tile = np.argsort(tile, kind="stable")
    return edges[order], place[edge_of], Pairs(tile[by_tile], place[edge[by_tile]])


def zones_of_tiles(
    pairs: Pairs, corners: Corners, edge_of: Integers, zone: Integers, tile_count: int
) -> tuple[Integers, Integers, NDArray[np.uint64], NDArray[np.uint64]]:
    """Number the zones that each tile knows, by a border or by its corner.

    Parameters
    ----------
    pairs : Pairs
        At least one for each tile.
    corners : Corners
        Of these tiles alone.
    edge_of, zone : arrays of shape (n,)
    tile_count : int

    Returns
    -------
    zones : array of shape (k,)
        The zones of all tiles, tile by tile, in order.
    first : array of shape (tile_count + 1,)
        Where those of each tile begin.
    pair_bits, corner_bits : uint64 arrays of shapes (p,) and (tile_count,)
        The zones that the edge of each pair borders, and that hold each corner: bit i for the i-th zone
        of the tile. Without meaning in tiles of more than 64 zones.
    """
    by_edge = np.argsort(edge_of, kind="stable")
    count = np.bincount(edge_of)
    pair, rank = spread(count[pairs.edge])
    bordered = zone[by_edge][(np.cumsum(count) - count)[pairs.edge[pair]] + rank]
    many = int(zone.max(initial=0)) + 1
    of_pairs = pairs.tile[pair] * many + bordered
    of_corners = corners.tile * many + corners.zone
    known, place = np.unique(np.concatenate([of_pairs, of_corners]), return_inverse=True)
    tile = known // many
    first = np.searchsorted(tile, np.arange(tile_count + 1))
    bit = np.uint64(1) << ((np.arange(len(known)) - first[tile]) % 64).astype(np.uint64)
    corner_bits = np.zeros(tile_count, dtype=np.uint64)
    np.bitwise_xor.at(corner_bits, corners.tile, bit[place[len(pair) :]])
    # A zone that has an edge twice is neither entered nor left by crossing it.
    pair_bits = np.zeros(len(pairs.edge), dtype=np.uint64)
    np.bitwise_xor.at(pair_bits, pair, bit[place[: len(pair)]])
    return known % many, first, pair_bits, corner_bits
