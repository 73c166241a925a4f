"""The prepared index that tells which zone a point is in: built once, opened by memory map.

Tiles of one size cover the territory. A tile that no border touches has one answer. Any other tile is
split into cells, the more the more edges it holds; a cell that no border touches has one answer, and a
border cell holds the edges that touch it and the zones at one place of it: to go from there to a point
is to enter or leave the zones whose edges lie between. Why so: docs/decisions/0002-points-in-zones.md.
"""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, fields
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from geoprofile.errors import OutputError, TerritoryError
from geoprofile.territory.zone_cells import TileTable, split_tiles
from geoprofile.territory.zone_edges import read_edges, share_edges
from geoprofile.territory.zone_tiles import (
    Pairs,
    lay_tiles,
    tiles_of_edges,
    zones_at_corners,
    zones_of_tiles,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from geoprofile.territory.zone_edges import Floats, Integers

__all__ = [
    "FIRST_POINTER",
    "OUTSIDE",
    "UNSURE",
    "ZoneGrid",
    "build_zone_grid",
    "first_zone",
    "open_zone_grid",
    "save_zone_grid",
]

OUTSIDE = -1
FIRST_POINTER = -2  # codes from here downwards point to a split tile or a border cell: -2 to row 0, -3 to row 1...
UNSURE = int(np.iinfo(np.int32).min)  # a cell whose points are left to GEOS
BITS = 64  # zones that a tile can tell apart

CELLS_AN_EDGE = 2.0
SPLIT_MOST = 64
PAIRS_A_BLOCK = 250_000

FORMAT = "geoprofile.zone_grid"
VERSION = "1"


@dataclass(frozen=True, eq=False)
class ZoneGrid:
    """Which zone holds a point, for every place of a territory.

    Attributes
    ----------
    west_m, south_m : float
        Corner of the first tile, in the CRS of the zones.
    tile_size_m, margin_m : float
        Side of a tile; what a cell is widened by so that rounding cannot matter.
    rows, columns, zone_count : int
    tile : int32 array of shape (rows * columns,)
        Position of the zone that holds the whole tile, `OUTSIDE`, or ``-2 - s`` for split tile s.
    split : int32 array of shape (s,)
        Cells along each side of a split tile, a power of two.
    first_cell : int64 array of shape (s,), first_zone : int64 array of shape (s + 1,)
        Its first row in `cell`, in `zone`.
    cell : int32 array of shape (c,)
        Position of the zone, `OUTSIDE`, `UNSURE`, or ``-2 - b`` for border cell b.
    centre : unsigned array of shape (b,)
        Bits of the zones at the end of the way of `zone_edges.cross`; bit i is the i-th zone of the tile.
    first_entry : int64 array of shape (b + 1,)
        The entries of border cell b are ``first_entry[b]:first_entry[b + 1]``.
    entry_edge : int32 array of shape (e,), entry_bits : unsigned array of shape (e,)
        An edge that touches the border cell, and the bits of the zones that it borders.
    zone : int32 array of shape (z,)
        Positions of the zones of each split tile, in order.
    edge : float64 array of shape (m, 4)
        Easting and northing of the lower and the upper end.
    """

    west_m: float
    south_m: float
    tile_size_m: float
    margin_m: float
    rows: int
    columns: int
    zone_count: int
    tile: NDArray[np.int32]
    split: NDArray[np.int32]
    first_cell: Integers
    first_zone: Integers
    cell: NDArray[np.int32]
    centre: NDArray[np.unsignedinteger]
    first_entry: Integers
    entry_edge: NDArray[np.int32]
    entry_bits: NDArray[np.unsignedinteger]
    zone: NDArray[np.int32]
    edge: Floats


def build_zone_grid(geometries: NDArray[np.object_], *, tile_size_m: float | None = None) -> ZoneGrid:
    """Prepare the index of the zones of one level.

    Parameters
    ----------
    geometries : array of shape (z,)
        Polygons and multipolygons of a metric CRS, in the order of the table of zones. Where zones
        overlap, the first one wins. Missing and empty ones hold no point.
    tile_size_m : float, optional
        Side of a tile; by default chosen from the zones. It changes speed and size, never an answer.

    Raises
    ------
    TerritoryError
        If a geometry is no polygon, or `tile_size_m` would make more tiles than memory should hold.
    """
    geometries = np.asarray(geometries, dtype=object)
    ends, zone = read_edges(geometries)
    edges, edge_of = share_edges(ends)
    frame = lay_tiles(geometries, edges, tile_size_m)
    corners = zones_at_corners(ends, zone, frame)
    edges, edge_of, pairs = tiles_of_edges(edges, edge_of, frame)
    split_tile, slot = np.unique(pairs.tile, return_inverse=True)

    # A tile without edge is all in the zones of its corner, the first of which is its answer.
    code = np.full(frame.rows * frame.columns, OUTSIDE, dtype=np.int32)
    code[corners.tile[::-1]] = corners.zone[::-1]
    code[split_tile] = FIRST_POINTER - np.arange(len(split_tile))

    known = corners.of_tiles(split_tile, FIRST_POINTER - code[corners.tile].astype(np.int64))
    zones, first, pair_bits, corner_bits = zones_of_tiles(
        Pairs(slot, pairs.edge), known, edge_of, zone, len(split_tile)
    )
    crowded = np.diff(first) > BITS
    split = np.where(crowded, 1, _cells_across(np.bincount(slot, minlength=len(split_tile))))
    tiles = TileTable(
        *frame.corner_of(split_tile),
        side=frame.tile_size_m / split,
        split=split,
        corner=corner_bits,
        unsure=known.unsure | crowded,
        pair_tile=slot,
        pair_edge=pairs.edge,
        pair_bits=pair_bits,
    )
    cells: dict[str, Any] = _cells(tiles, edges, zones, first, margin_m=frame.margin_m)
    return ZoneGrid(
        **asdict(frame),
        zone_count=len(geometries),
        tile=code,
        split=split.astype(np.int32),
        first_cell=np.cumsum(split**2) - split**2,
        first_zone=first,
        zone=zones.astype(np.int32),
        edge=edges,
        **cells,
    )


def first_zone(bits: NDArray[np.unsignedinteger], first: Integers, zones: Integers) -> Integers:
    """Give the zone of the lowest bit of each word, `OUTSIDE` for none.

    Parameters
    ----------
    bits : array of shape (n,)
    first : array of shape (n,)
        The row of `zones` that bit 0 of each word stands for.
    zones : array of shape (k,)
    """
    found = np.full(len(bits), OUTSIDE, dtype=np.int64)
    some = np.flatnonzero(bits)
    word = bits[some].astype(np.uint64)
    rank = np.bitwise_count(~word & (word - np.uint64(1)))  # how many bits lie below the lowest set one
    found[some] = zones[first[some] + rank]
    return found


def _cells_across(edges_in: Integers) -> Integers:
    """Give a power of two so that a tile has some `CELLS_AN_EDGE` cells for each edge in it."""
    power = np.ceil(np.log2(CELLS_AN_EDGE * edges_in) / 2).astype(np.int64)
    across: Integers = np.minimum(2**power, SPLIT_MOST)
    return across


def _cells(
    tiles: TileTable, edges: Floats, zones: Integers, first: Integers, *, margin_m: float
) -> dict[str, NDArray[Any]]:
    """Split all tiles, a block at a time, and number their border cells."""
    codes, centres, counts, entry_edges, entry_bits = [], [], [], [], []
    numbered = 0
    for start, end in _blocks(tiles):
        cells = split_tiles(tiles.part(start, end), edges, margin_m=margin_m)
        code = first_zone(cells.centre, first[start + cells.tile], zones).astype(np.int32)
        border, count = np.unique(cells.entry_cell, return_counts=True)
        code[border] = FIRST_POINTER - numbered - np.arange(len(border))
        code[cells.unsure] = UNSURE
        numbered += len(border)
        codes.append(code)
        centres.append(cells.centre[border])
        counts.append(count)
        entry_edges.append(cells.entry_edge.astype(np.int32))
        entry_bits.append(cells.entry_bits)
    return {
        "cell": np.concatenate([np.empty(0, np.int32), *codes]),
        "centre": _narrow(np.concatenate([np.empty(0, np.uint64), *centres])),
        "first_entry": np.concatenate([[0], *counts]).cumsum(),
        "entry_edge": np.concatenate([np.empty(0, np.int32), *entry_edges]),
        "entry_bits": _narrow(np.concatenate([np.empty(0, np.uint64), *entry_bits])),
    }


def _blocks(tiles: TileTable) -> Iterator[tuple[int, int]]:
    """Cut the rows of a table of tiles where its pairs make a block."""
    if not len(tiles.split):
        return
    block = np.searchsorted(tiles.pair_tile, np.arange(len(tiles.split))) // PAIRS_A_BLOCK
    cuts = [0, *(np.flatnonzero(np.diff(block)) + 1).tolist(), len(block)]
    yield from pairwise(cuts)


def _narrow(words: NDArray[np.uint64]) -> NDArray[np.unsignedinteger]:
    """Store words in no more bytes than the highest bit of them all needs."""
    narrow: NDArray[np.unsignedinteger] = words.astype(np.min_scalar_type(words.max(initial=0)))
    return narrow


def save_zone_grid(grid: ZoneGrid, path: Path) -> None:
    """Write an index as one Arrow file, whole or not at all; the same index gives the same bytes.

    Parameters
    ----------
    grid : ZoneGrid
    path : Path
        Replaced if it exists.

    Raises
    ------
    OutputError
        If it cannot be written there.
    """
    import pyarrow as pa  # noqa: PLC0415  heavy, and only territories need it

    values = {field.name: getattr(grid, field.name) for field in fields(ZoneGrid)}
    arrays = {name: np.ravel(value) for name, value in values.items() if isinstance(value, np.ndarray)}
    numbers = {name: repr(value) for name, value in values.items() if name not in arrays}
    columns = [
        pa.LargeListArray.from_arrays(pa.array([0, len(array)], pa.int64()), pa.array(array))
        for array in arrays.values()
    ]
    batch = pa.record_batch(columns, names=list(arrays))
    schema = batch.schema.with_metadata({"format": FORMAT, "version": VERSION, **numbers})
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with pa.OSFile(str(beside), "wb") as file, pa.ipc.new_file(file, schema) as writer:
            writer.write_batch(batch.replace_schema_metadata(schema.metadata))
        beside.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        beside.unlink(missing_ok=True)


def open_zone_grid(path: Path) -> ZoneGrid:
    """Open an index by memory map: nothing is read before it is asked for.

    Raises
    ------
    TerritoryError
        If the file is missing, is no index of zones, or is of another version.
    """
    import pyarrow as pa  # noqa: PLC0415  heavy, and only territories need it

    try:
        batch = pa.ipc.open_file(pa.memory_map(str(path))).get_batch(0)
    except (OSError, pa.ArrowInvalid) as error:
        raise TerritoryError(f"{path} cannot be read as an index of zones: build the territory again.") from error
    said = {key.decode(): value.decode() for key, value in (batch.schema.metadata or {}).items()}
    if said.get("format") != FORMAT:
        raise TerritoryError(f"{path} is no index of zones: build the territory again.")
    if said.get("version") != VERSION:
        raise TerritoryError(
            f"{path} is an index of zones of version {said.get('version')}, but this geoprofile reads "
            f"version {VERSION}: build the territory again."
        )
    arrays = {name: batch.column(name).values.to_numpy(zero_copy_only=True) for name in batch.schema.names}
    arrays["edge"] = arrays["edge"].reshape(-1, 4)
    whole = ("rows", "columns", "zone_count")
    names = [field.name for field in fields(ZoneGrid) if field.name not in arrays]
    numbers: dict[str, Any] = {name: int(said[name]) if name in whole else float(said[name]) for name in names}
    return ZoneGrid(**numbers, **arrays)
