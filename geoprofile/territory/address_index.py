"""The address index of a territory: tables that are arrays on disk, opened by memory map, shared by processes.

One uncompressed Arrow file a table:

communes       citycode, city, district, first name and count of its street names, its position (1e-7 degrees)
commune_names  key, district, commune: every name that a commune answers to
postcodes      postcode, commune: every pair that is known
deliveries     postcode, old_citycode, old_city: each triple that streets have, once
streets        commune, name, delivery, id, first address, position (1e-7 degrees), shift; sorted by commune
street_names   each spelling of a street name, once
names          bare, type, street: every name that a street answers to, sorted by commune, bare, type
bares          hash, text: each name without its type, once, sorted by hash
types          text: the street types
addresses      number, east, north: steps of 1e-7 x 2^shift degrees from the street; sorted by street, number, suffix
suffixed       address, suffix: the addresses that have a suffix, sorted
suffixes       suffix: their spellings
cells          cell, first: squares of the globe that hold addresses, sorted, and where their streets begin
cell_streets   street
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geoprofile.errors import TerritoryError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = [
    "DEGREES",
    "NOWHERE",
    "AddressIndex",
    "cell_of",
    "expand",
    "hash_texts",
    "lower_bound",
    "open_address_index",
    "save_address_index",
]

VERSION = 2
TABLES = (
    "communes", "commune_names", "postcodes", "deliveries", "streets", "street_names", "names", "bares", "types",
    "addresses", "suffixed", "suffixes", "cells", "cell_streets",
)  # fmt: skip
DEGREES = 1e-7
# Sides of a cell in units of 1e-7 degrees: 440 m from south to north, some 450 m from west to east in France.
CELL_HEIGHT, CELL_WIDTH = 40_000, 60_000
CELLS_A_ROW = 3_600_000_000 // CELL_WIDTH
# Longitude and latitude of a commune whose position is not known.
NOWHERE = np.iinfo(np.int32).min
# In front of what is left of a street's id when it begins with the code of its commune.
COMMUNE_CODE = "~"

Integers = np.ndarray[tuple[int], np.dtype[np.int64]]
Degrees = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True)
class AddressIndex:
    """The tables above; columns are read with `numbers` (arrays) and `texts` (Arrow strings)."""

    tables: dict[str, pa.Table]

    def numbers(self, table: str, column: str) -> NDArray[np.integer]:
        """Give a numeric column as an array over the mapped file."""
        return self._columns[table, column]

    def texts(self, table: str, column: str) -> pa.Array:
        """Give a text column as one Arrow array."""
        return _whole(self.tables[table].column(column))

    def taken(self, table: str, column: str, rows: NDArray[np.integer]) -> pa.Array:
        """Give the texts of some rows as Arrow strings."""
        return self.texts(table, column).take(pa.array(rows))

    def text(self, table: str, column: str, rows: NDArray[np.integer]) -> list[str]:
        """Give the texts of some rows as a list."""
        taken: list[str] = self.taken(table, column, rows).to_pylist()
        return taken

    def address_bounds(self, street: NDArray[np.integer]) -> tuple[Integers, Integers]:
        """Give the first address of each street, and the one behind its last."""
        first = self.numbers("streets", "first")
        behind = np.minimum(street + 1, len(first) - 1)
        stop = np.where(street + 1 < len(first), first[behind], self.tables["addresses"].num_rows)
        return first[street].astype(np.int64), stop.astype(np.int64)

    def positions(self, address: NDArray[np.integer], street: NDArray[np.integer]) -> tuple[Degrees, Degrees]:
        """Give longitude and latitude (degrees) of addresses, each of the street beside it."""
        step = np.left_shift(1, self.numbers("streets", "shift")[street].astype(np.int64))
        longitude, latitude = (
            self.numbers("streets", origin)[street] + step * self.numbers("addresses", name)[address]
            for origin, name in (("longitude", "east"), ("latitude", "north"))
        )
        return longitude * DEGREES, latitude * DEGREES

    def commune_positions(self, commune: NDArray[np.integer]) -> tuple[Degrees, Degrees]:
        """Give longitude and latitude (degrees) of communes, NaN where nothing says where they are."""
        known = (self.numbers("communes", name)[commune] for name in ("longitude", "latitude"))
        longitude, latitude = (np.where(one == NOWHERE, np.nan, one * DEGREES) for one in known)
        return longitude, latitude

    def suffix_codes(self, address: NDArray[np.integer]) -> Integers:
        """Give the suffix of addresses, as rows of `suffixes`; row 0 is the empty one."""
        known = self.numbers("suffixed", "address")
        if not len(known):
            return np.zeros(len(address), dtype=np.int64)
        place = np.minimum(np.searchsorted(known, address), len(known) - 1)
        return np.where(known[place] == address, self.numbers("suffixed", "suffix")[place], 0).astype(np.int64)

    def street_names(self, street: NDArray[np.integer]) -> list[str]:
        """Give the names of streets as their base spells them."""
        return self.text("street_names", "name", self.numbers("streets", "name")[street])

    def street_ids(self, street: NDArray[np.integer]) -> pa.Array:
        """Give the identifiers of streets in their base."""
        ids = self.taken("streets", "id", street)
        codes = self.taken("communes", "citycode", self.numbers("streets", "commune")[street])
        whole = pc.binary_join_element_wise(codes, pc.utf8_slice_codeunits(ids, 1), "")
        return pc.if_else(pc.starts_with(ids, COMMUNE_CODE), whole, ids)

    def delivery(self, street: NDArray[np.integer], column: str) -> pa.Array:
        """Give postcode, old_citycode or old_city of streets."""
        return self.taken("deliveries", column, self.numbers("streets", "delivery")[street])

    def bare_rows(self, texts: Sequence[str]) -> Integers:
        """Find names without type among those of the index: their rows in `bares`, -1 where there is none."""
        known = self.numbers("bares", "hash")
        asked = hash_texts(texts)
        row = np.minimum(np.searchsorted(known, asked), len(known) - 1)
        maybe = np.flatnonzero(known[row] == asked)
        found = np.full(len(texts), -1, dtype=np.int64)
        spelt = self.text("bares", "text", row[maybe])
        same = np.array([texts[place] == one for place, one in zip(maybe.tolist(), spelt, strict=True)], dtype=bool)
        found[maybe[same]] = row[maybe[same]]
        return found

    @cached_property
    def _columns(self) -> dict[tuple[str, str], NDArray[np.integer]]:
        return {
            (name, column): _whole(table.column(column)).to_numpy(zero_copy_only=True)
            for name, table in self.tables.items()
            for column in table.column_names
            if not pa.types.is_string(table.schema.field(column).type)
        }


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """Give a column as one array; a file without rows comes back without a chunk."""
    return column.chunk(0) if column.num_chunks else pa.array([], type=column.type)


def hash_texts(texts: Sequence[str]) -> NDArray[np.uint64]:
    """Hash texts to 64 bits, the same on every machine."""
    return pd.util.hash_array(np.array(texts, dtype=object), categorize=False)


def cell_of(longitude: NDArray[np.integer], latitude: NDArray[np.integer]) -> NDArray[np.int64]:
    """Give the cell of positions in 1e-7 degrees: a number from south to north, then from west to east."""
    row = (latitude.astype(np.int64) + 900_000_000) // CELL_HEIGHT
    column = (longitude.astype(np.int64) + 1_800_000_000) // CELL_WIDTH % CELLS_A_ROW
    cell: NDArray[np.int64] = row * CELLS_A_ROW + column
    return cell


def lower_bound(
    known: NDArray[np.integer],
    start: NDArray[np.int64],
    stop: NDArray[np.int64],
    value: NDArray[np.integer],
) -> NDArray[np.int64]:
    """Search slices of an array, each sorted, for the first entry that is not smaller (bisection, all at once).

    Parameters
    ----------
    start, stop : int arrays of shape (n,)
        The slices.
    value : int array of shape (n,)
        What to look for in each.
    """
    low, high = start.copy(), stop.copy()
    open_ = np.flatnonzero(low < high)
    while len(open_):
        middle = (low[open_] + high[open_]) >> 1
        smaller = known[middle] < value[open_]
        low[open_[smaller]] = middle[smaller] + 1
        high[open_[~smaller]] = middle[~smaller]
        open_ = open_[low[open_] < high[open_]]
    return low


def expand(start: NDArray[np.integer], count: NDArray[np.integer]) -> NDArray[np.int64]:
    """Write out the numbers of ranges, one behind the other."""
    ranges: NDArray[np.int64] = np.arange(count.sum(), dtype=np.int64) + np.repeat(
        start.astype(np.int64) - np.cumsum(count, dtype=np.int64) + count, count
    )
    return ranges


def save_address_index(index: AddressIndex, folder: Path) -> None:
    """Write the tables and the version to a new folder."""
    folder.mkdir(parents=True)
    for name, table in index.tables.items():
        with (
            pa.OSFile(str(folder / f"{name}.arrow"), "wb") as file,
            pa.ipc.new_file(file, table.schema) as writer,
        ):
            writer.write_table(table)
    (folder / "index.json").write_text(json.dumps({"version": VERSION}) + "\n", encoding="utf-8")


def open_address_index(folder: Path) -> AddressIndex:
    """Map the tables of a saved index, reading nothing yet.

    Raises
    ------
    TerritoryError
        If the index is of another version, or a table is missing.
    """
    try:
        version = json.loads((folder / "index.json").read_text(encoding="utf-8")).get("version")
        if version != VERSION:
            raise TerritoryError(
                f"The address index in {folder} is of version {version}, this geoprofile reads version {VERSION}: "
                "build the territory again."
            )
        tables = {}
        for name in TABLES:
            with pa.memory_map(str(folder / f"{name}.arrow")) as file:
                tables[name] = pa.ipc.open_file(file).read_all()
    except (OSError, ValueError, pa.ArrowInvalid) as error:
        raise TerritoryError(
            f"The address index in {folder} is damaged ({error}): build the territory again."
        ) from error
    return AddressIndex(tables)
