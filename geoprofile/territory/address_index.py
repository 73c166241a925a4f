"""The address index of a territory: built in one pass over address chunks, opened by memory map.

Tables (one uncompressed Arrow file each, so that a column is an array on disk):

communes       citycode, city, first name and count of its street names, its position
commune_names  key, district, commune: every name that a commune answers to
postcodes      postcode, commune: every pair that the base holds
streets        names, codes, position, first address and count of them
names          key, bare, type, street: every name that a street answers to, sorted by commune
lookup         sorted 64-bit hashes of (commune, key) and (commune, bare), with the name each belongs to
addresses      number, suffix, longitude, latitude (1e-7 degrees), sorted by street, number, suffix
suffixes       the spellings that `addresses.suffix` counts through
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from geoprofile.countries.grammar import fold
from geoprofile.errors import TerritoryError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from geoprofile.countries.country import Country

__all__ = ["AddressIndex", "build_address_index", "hash_names", "open_address_index", "save_address_index"]

VERSION = 1
TABLES = ("communes", "commune_names", "postcodes", "streets", "names", "lookup", "addresses", "suffixes")
DEGREES = 1e-7
STREET_COLUMNS = ["street_id", "street", "street_alias", "postcode", "citycode", "city", "city_alias",
                  "old_citycode", "old_city"]  # fmt: skip
COMMUNE_COLUMNS = ["citycode", "city", "longitude", "latitude"]
LARGEST_NUMBER = np.iinfo(np.uint16).max
# Odd constant of Fibonacci hashing: spreads small commune numbers over 64 bits.
SPREAD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class AddressIndex:
    """The tables above; columns are read with `numbers` (arrays) and `texts` (Arrow strings)."""

    tables: dict[str, pa.Table]

    def numbers(self, table: str, column: str) -> NDArray[np.integer]:
        """Give a numeric column as an array over the mapped file."""
        return self._columns[table, column]

    def texts(self, table: str, column: str) -> pa.Array:
        """Give a text column as one Arrow array."""
        return self.tables[table].column(column).chunk(0)

    @cached_property
    def _columns(self) -> dict[tuple[str, str], NDArray[np.integer]]:
        return {
            (name, column): table.column(column).chunk(0).to_numpy(zero_copy_only=True)
            for name, table in self.tables.items()
            for column in table.column_names
            if not pa.types.is_string(table.schema.field(column).type)
        }


def hash_names(commune: NDArray[np.integer], names: list[str]) -> NDArray[np.uint64]:
    """Hash pairs of a commune and a name to 64 bits, the same on every machine."""
    hashed = pd.util.hash_array(np.array(names, dtype=object), categorize=False)
    with np.errstate(over="ignore"):
        mixed: NDArray[np.uint64] = (hashed ^ (commune.astype(np.uint64) + np.uint64(1)) * SPREAD) * SPREAD
    return mixed


def build_address_index(
    chunks: Iterable[pd.DataFrame], country: Country, *, known_communes: pd.DataFrame | None = None
) -> AddressIndex:
    """Build the index in one pass over chunks that keep `address_schema()`.

    Memory holds 14 bytes an address and the street names. The same street may come back in any chunk.

    Parameters
    ----------
    known_communes : DataFrame, optional
        `citycode`, `city`, `longitude`, `latitude` (degrees) of communes that are known even where no chunk
        has an address of theirs: they can then be answered, and are not taken for others.
    """
    streets, addresses = _gather(chunks)
    known = pd.DataFrame(columns=COMMUNE_COLUMNS) if known_communes is None else known_communes
    streets, communes, order = _sort_streets(streets, known, country)
    names, lookup = _street_names(streets, country)
    bounds = np.searchsorted(names["commune"].to_numpy(), np.arange(len(communes) + 1))
    communes["names_first"], communes["names_count"] = (
        bounds[:-1].astype(np.int32),
        np.diff(bounds).astype(np.int32),
    )
    addresses, suffixes = _sort_addresses(addresses, order)
    _locate(streets, addresses, communes, known)
    tables = {
        "communes": communes,
        "commune_names": _commune_names(streets, communes, country),
        "postcodes": streets[["postcode", "commune"]].query("postcode != ''").drop_duplicates().sort_values(
            ["postcode", "commune"]
        ),
        "streets": streets.drop(columns=["citycode", "city", "city_alias"]),
        "names": names.drop(columns="commune"),
        "lookup": lookup,
        "addresses": addresses.drop(columns="street"),
        "suffixes": pd.DataFrame({"suffix": suffixes}, dtype="str"),
    }  # fmt: skip
    return AddressIndex({name: _arrow(table) for name, table in tables.items()})


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


def _gather(chunks: Iterable[pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Number the distinct streets in order of appearance and pack the addresses."""
    known: dict[tuple[str, ...], int] = {}
    suffixes: dict[str, int] = {"": 0}
    packed: list[pd.DataFrame] = []
    for chunk in chunks:
        groups = chunk.groupby(STREET_COLUMNS, sort=False)
        distinct = list(groups.size().index)
        ids = np.array([known.setdefault(key, len(known)) for key in distinct], dtype=np.int32)
        codes, spellings = pd.factorize(chunk["suffix"].str.replace(" ", "", regex=False))
        suffix_ids = np.array([suffixes.setdefault(str(s), len(suffixes)) for s in spellings], dtype=np.uint16)
        number = chunk["housenumber"].to_numpy()
        packed.append(
            pd.DataFrame(
                {
                    "street": ids[groups.ngroup().to_numpy()],
                    "number": np.where(number > LARGEST_NUMBER, 0, number).astype(np.uint16),
                    "suffix": suffix_ids[codes],
                    "longitude": np.rint(chunk["longitude"].to_numpy() / DEGREES).astype(np.int32),
                    "latitude": np.rint(chunk["latitude"].to_numpy() / DEGREES).astype(np.int32),
                }
            )
        )
    if not known:
        raise TerritoryError("The address sources hold no address: nothing to build an index from.")
    addresses = pd.concat(packed, ignore_index=True)
    addresses.attrs["suffixes"] = list(suffixes)
    return pd.DataFrame(list(known), columns=STREET_COLUMNS, dtype="str"), addresses


def _sort_streets(
    streets: pd.DataFrame, known: pd.DataFrame, country: Country
) -> tuple[pd.DataFrame, pd.DataFrame, NDArray[np.int32]]:
    """Number the communes by code, sort the streets by commune, name and id, and say where each old one went."""
    code = streets["citycode"].where(streets["citycode"] != "", streets["postcode"] + " " + streets["city"])
    named = pd.DataFrame(
        {"citycode": [*code, *known["citycode"]], "city": [*streets["city"], *known["city"]]}, dtype="str"
    )
    communes = named.drop_duplicates("citycode").sort_values("citycode", ignore_index=True)
    streets = streets.assign(commune=np.searchsorted(communes["citycode"], code).astype(np.int32))
    communes["district"] = [country.district_number(one) for one in communes["citycode"]]
    position = np.lexsort(
        [pd.factorize(streets[name], sort=True)[0] for name in ("old_citycode", "postcode", "street_id", "street")]
        + [streets["commune"].to_numpy()]
    )
    order = np.empty(len(position), dtype=np.int32)
    order[position] = np.arange(len(position), dtype=np.int32)
    return streets.iloc[position].reset_index(drop=True), communes.astype({"district": np.int32}), order


def _street_names(streets: pd.DataFrame, country: Country) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give every name of every street its key, and sort the hashes of the keys."""
    spelled = (streets["street"] + "|" + streets["street_alias"]).str.strip("|").str.split("|")
    names = spelled.explode().reset_index()
    names.columns = pd.Index(["street", "name"])
    distinct = pd.unique(names["name"])
    keys = {name: country.grammar.key(folded) for name, folded in zip(distinct, fold(list(distinct)), strict=True)}
    found = [keys[name] for name in names["name"]]
    names = pd.DataFrame(
        {
            "key": pd.Series([one.key for one in found], dtype="str"),
            "bare": pd.Series([one.bare for one in found], dtype="str"),
            "type": pd.Series([one.type for one in found], dtype="str"),
            "street": names["street"].to_numpy().astype(np.int32),
        }
    )
    names["commune"] = streets["commune"].to_numpy()[names["street"].to_numpy()]
    lookup: dict[str, NDArray[np.generic]] = {}
    for column in ("key", "bare"):
        hashes = hash_names(names["commune"].to_numpy(), names[column].tolist())
        order = np.argsort(hashes, kind="stable").astype(np.int32)
        lookup |= {f"{column}_hash": hashes[order], f"{column}_name": order}
    return names, pd.DataFrame(lookup)


def _sort_addresses(addresses: pd.DataFrame, order: NDArray[np.int32]) -> tuple[pd.DataFrame, list[str]]:
    """Sort addresses by street, number and suffix; the first of several at one number stays."""
    spellings = addresses.attrs["suffixes"]
    ranks = np.argsort(np.argsort(np.array(spellings, dtype=object), kind="stable"), kind="stable").astype(np.uint16)
    addresses["street"] = order[addresses["street"].to_numpy()]
    addresses["suffix"] = ranks[addresses["suffix"].to_numpy()]
    columns = [addresses[name].to_numpy() for name in ("suffix", "number", "street")]
    rows = addresses.iloc[np.lexsort(columns)]
    return rows[~rows.duplicated(["street", "number", "suffix"])].reset_index(drop=True), sorted(spellings)


def _locate(streets: pd.DataFrame, addresses: pd.DataFrame, communes: pd.DataFrame, known: pd.DataFrame) -> None:
    """Give each street its addresses and the position of the middle one, each commune the median position.

    A commune without addresses stands where `known` says.
    """
    told = known.drop_duplicates("citycode").set_index("citycode").reindex(communes["citycode"])
    bounds = np.searchsorted(addresses["street"].to_numpy(), np.arange(len(streets) + 1))
    streets["first"], streets["count"] = bounds[:-1].astype(np.int64), np.diff(bounds).astype(np.int32)
    middle = bounds[:-1] + np.diff(bounds) // 2
    commune = streets["commune"].to_numpy()[addresses["street"].to_numpy()]
    for name in ("longitude", "latitude"):
        streets[name] = addresses[name].to_numpy()[middle]
        median = addresses[name].groupby(commune).median().reindex(range(len(communes))).to_numpy()
        given = told[name].to_numpy(dtype=float) / DEGREES
        communes[name] = np.where(np.isnan(median), given, median).astype(np.int32)


def _commune_names(streets: pd.DataFrame, communes: pd.DataFrame, country: Country) -> pd.DataFrame:
    """List every name that a commune answers to: its own, aliases, delivery labels, former communes."""
    columns = ["city", "city_alias", "old_city"]
    own = pd.DataFrame({"commune": communes.index.astype(np.int32), "name": communes["city"]})
    told = streets[["commune", *columns]].drop_duplicates().melt("commune", value_name="name")[["commune", "name"]]
    told = pd.concat([own, told], ignore_index=True)
    spelled = told.assign(name=told["name"].str.split("|")).explode("name")
    spelled = spelled[spelled["name"] != ""].drop_duplicates()
    keys = [country.city_key(name)[0] for name in fold(spelled["name"].tolist())]
    names = pd.DataFrame({"key": pd.Series(keys, dtype="str"), "commune": spelled["commune"].to_numpy()})
    names["district"] = communes["district"].to_numpy()[names["commune"].to_numpy()]
    return names[names["key"] != ""].drop_duplicates(["key", "commune"]).sort_values(["key", "commune"])


def _arrow(frame: pd.DataFrame) -> pa.Table:
    """Turn a frame into a table of one chunk, its texts as plain Arrow strings."""
    table = pa.Table.from_pandas(frame.reset_index(drop=True), preserve_index=False).replace_schema_metadata(None)
    texts = [pa.types.is_large_string(f.type) or pa.types.is_string(f.type) for f in table.schema]
    fields = [pa.field(f.name, pa.string() if t else f.type) for f, t in zip(table.schema, texts, strict=True)]
    return table.cast(pa.schema(fields)).combine_chunks()
