"""Tiles split into cells: which edges touch each cell, and which zones hold its centre.

The zones at a centre follow from those at the corner of its tile: up along the west side of the tile,
then level to the centre, each edge on the way entering or leaving the zones it borders. Zones are bits of
one word a tile. Whatever passes an edge too near to tell is flagged, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.territory.zone_edges import columns_crossed, cross, eastings_at, lines_crossed, spread, trace

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

    from geoprofile.territory.zone_edges import Flags, Floats, Integers

    Words: TypeAlias = NDArray[np.uint64]

__all__ = ["CellTable", "TileTable", "split_tiles", "way_turns"]


@dataclass(frozen=True, eq=False)
class TileTable:
    """Tiles to split, and the edges that touch each of them.

    Attributes
    ----------
    west, south, side : float64 arrays of shape (s,)
        Corner of each tile and side of its cells, metres.
    split : int64 array of shape (s,)
        Cells along each side.
    corner : uint64 array of shape (s,)
        Bits of the zones at the south-west corner.
    unsure : bool array of shape (s,)
        Tiles of which the zones at the corner are not known, or are too many for a word.
    pair_tile, pair_edge : int64 arrays of shape (p,)
        Tile (row of this table, ascending) and edge (row of the edges) of each meeting of the two.
    pair_bits : uint64 array of shape (p,)
        Bits of the zones that the edge borders.
    """

    west: Floats
    south: Floats
    side: Floats
    split: Integers
    corner: Words
    unsure: Flags
    pair_tile: Integers
    pair_edge: Integers
    pair_bits: Words

    def part(self, start: int, end: int) -> TileTable:
        """Give rows `start` to `end` as a table of its own."""
        low, high = np.searchsorted(self.pair_tile, [start, end])
        return TileTable(
            west=self.west[start:end],
            south=self.south[start:end],
            side=self.side[start:end],
            split=self.split[start:end],
            corner=self.corner[start:end],
            unsure=self.unsure[start:end],
            pair_tile=self.pair_tile[low:high] - start,
            pair_edge=self.pair_edge[low:high],
            pair_bits=self.pair_bits[low:high],
        )


@dataclass(frozen=True, eq=False)
class CellTable:
    """Cells of tiles, one tile after the other, row by row from the south-west.

    Attributes
    ----------
    tile : int64 array of shape (c,)
        Tile of each cell.
    centre : uint64 array of shape (c,)
        Bits of the zones at its centre; in a border cell, at the end of the way of `cross`.
    unsure : bool array of shape (c,)
    entry_cell, entry_edge : int64 arrays of shape (e,), entry_bits : uint64 array of shape (e,)
        An edge that touches a cell (ascending) and the bits of the zones that it borders.
    """

    tile: Integers
    centre: Words
    unsure: Flags
    entry_cell: Integers
    entry_edge: Integers
    entry_bits: Words


def split_tiles(tiles: TileTable, edges: Floats, *, margin_m: float) -> CellTable:
    """Split tiles into cells and find what holds each centre.

    Parameters
    ----------
    tiles : TileTable
    edges : array of shape (m, 4)
        As `zone_edges.share_edges` gives them.
    margin_m : float
        Cells are taken as larger by this on every side.
    """
    ends = edges[tiles.pair_edge]
    first_row = np.cumsum(tiles.split) - tiles.split
    first_cell = np.cumsum(tiles.split**2) - tiles.split**2
    tile, rank = spread(tiles.split**2)
    row, column = rank // tiles.split[tile], rank % tiles.split[tile]

    # STEP 1: the zones at each centre
    west_bits, row_unsure = _west_side(tiles, ends, first_row, margin_m)
    change, unsure, late_rows = _level_changes(tiles, ends, first_cell, first_row, margin_m)
    row_unsure |= late_rows
    row_of_cell = first_row[tile] + row
    centre = _accumulate(change, column == 0) ^ west_bits[row_of_cell]
    unsure |= row_unsure[row_of_cell] | tiles.unsure[tile]

    # STEP 2: the edges that touch each cell
    pairs = tiles.pair_tile
    pair, at_row, at_column = trace(
        ends, tiles.west[pairs], tiles.south[pairs], tiles.side[pairs], tiles.split[pairs], margin_m=margin_m
    )
    cell = first_cell[pairs[pair]] + at_row * tiles.split[pairs[pair]] + at_column
    order = np.argsort(cell, kind="stable")
    cell, pair = cell[order], pair[order]
    bits = tiles.pair_bits[pair]

    # STEP 3: in border cells, from the zones at the centre to those at the end of the way
    # The order of these sums is that of `lines_crossed`: the last digit of a centre matters.
    x = tiles.west[tile] + 0.5 * tiles.side[tile] + column * tiles.side[tile]
    y = tiles.south[tile] + 0.5 * tiles.side[tile] + row * tiles.side[tile]
    right = way_turns(tiles.west[tile], column, tiles.side[tile], margin_m)
    crosses, doubtful = cross(ends[pair], x[cell], y[cell], right[cell])
    np.bitwise_xor.at(centre, cell, np.where(crosses, bits, np.uint64(0)))
    unsure[cell[doubtful]] = True
    return CellTable(tile, centre, unsure, cell, tiles.pair_edge[pair], bits)


def way_turns(west: Floats, column: Integers, side: Floats, margin_m: float) -> Floats:
    """Give the easting where the way from any point of a cell turns up: just beyond its east side."""
    turns: Floats = west + (column + 1.0) * side + margin_m / 2
    return turns


def _west_side(tiles: TileTable, ends: Floats, first_row: Integers, margin_m: float) -> tuple[Words, Flags]:
    """Give the zones on the west side of each tile at the height of each row of centres."""
    bits = np.zeros(int(tiles.split.sum()), dtype=np.uint64)
    unsure = np.zeros(len(bits), dtype=bool)
    ax, _, bx, _ = ends.T
    west = tiles.west[tiles.pair_tile]
    pair = np.flatnonzero((ax <= west) != (bx <= west))
    tile, west = tiles.pair_tile[pair], west[pair]
    height = eastings_at(ends[pair][:, [1, 0, 3, 2]], west)  # east and north change places
    south, side = tiles.south[tile], tiles.side[tile]
    low = np.abs(height - south) <= 2 * margin_m
    first, near = columns_crossed(height, south + 0.5 * side, side, margin_m=margin_m)
    late = near & (first - 1 < tiles.split[tile])
    unsure[(first_row[tile] + first - 1)[late]] = True
    passed = (height > south) & (first < tiles.split[tile])
    np.bitwise_xor.at(bits, (first_row[tile] + first)[passed], tiles.pair_bits[pair][passed])
    row_tile = np.repeat(np.arange(len(tiles.split)), tiles.split)
    starts = np.zeros(len(bits), dtype=bool)
    starts[first_row] = True
    bad = np.zeros(len(tiles.split), dtype=bool)
    bad[tile[low]] = True
    return _accumulate(bits, starts) ^ tiles.corner[row_tile], unsure | bad[row_tile]


def _level_changes(
    tiles: TileTable, ends: Floats, first_cell: Integers, first_row: Integers, margin_m: float
) -> tuple[Words, Flags, Flags]:
    """Give what changes between one centre and the next of its row, doubtful centres and doubtful rows."""
    change = np.zeros(int((tiles.split**2).sum()), dtype=np.uint64)
    unsure = np.zeros(len(change), dtype=bool)
    row_unsure = np.zeros(int(tiles.split.sum()), dtype=bool)
    pairs = tiles.pair_tile
    side = tiles.side[pairs]
    pair, row, y = lines_crossed(ends[:, 1], ends[:, 3], tiles.south[pairs] + 0.5 * side, side, tiles.split[pairs])
    tile = pairs[pair]
    x = eastings_at(ends[pair], y)
    west, side, split = tiles.west[tile], tiles.side[tile], tiles.split[tile]
    row_unsure[(first_row[tile] + row)[np.abs(x - west) <= 2 * margin_m]] = True
    first, near = columns_crossed(x, west + 0.5 * side, side, margin_m=margin_m)
    start = first_cell[tile] + row * split
    unsure[(start + first - 1)[near & (first - 1 < split)]] = True
    passed = (x > west) & (first < split)
    np.bitwise_xor.at(change, (start + first)[passed], tiles.pair_bits[pair][passed])
    return change, unsure, row_unsure


def _accumulate(changes: Words, starts: Flags) -> Words:
    """Carry changes of bits forward, from zero at each start; the first of all is a start."""
    total = np.bitwise_xor.accumulate(changes)
    before = np.where(np.flatnonzero(starts) > 0, total[np.flatnonzero(starts) - 1], np.uint64(0))
    carried: Words = total ^ before[np.cumsum(starts) - 1]
    return carried
