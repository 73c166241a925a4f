"""Building the address index in one pass over address chunks.

chunks -> distinct streets and packed addresses -> communes, streets in order -> names -> addresses in order,
as steps from their street -> cells
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from geoprofile.countries.grammar import fold
from geoprofile.errors import TerritoryError
from geoprofile.territory.address_index import COMMUNE_CODE, DEGREES, NOWHERE, AddressIndex, cell_of, hash_texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from geoprofile.countries.country import Country

__all__ = ["build_address_index"]

STREET_COLUMNS = ["street_id", "street", "street_alias", "postcode", "citycode", "city", "city_alias",
                  "old_citycode", "old_city"]  # fmt: skip
DELIVERY_COLUMNS = ["postcode", "old_citycode", "old_city"]
KNOWN_COLUMNS = ["citycode", "city", "city_alias", "postcode", "longitude", "latitude"]
LARGEST_NUMBER = np.iinfo(np.uint16).max
LARGEST_STEP = np.iinfo(np.int16).max
# Addresses farther from their street than its steps reach (some 46 km) are misplaced.
LARGEST_SHIFT = 7


def build_address_index(
    chunks: Iterable[pd.DataFrame], country: Country, *, known_communes: pd.DataFrame | None = None
) -> AddressIndex:
    """Build the index in one pass over chunks that keep `address_schema()`.

    Memory holds some 60 bytes an address while they are sorted, and the street names. The same street may come
    back in any chunk.

    Parameters
    ----------
    known_communes : DataFrame, optional
        `citycode`, `city`, `longitude`, `latitude` (degrees; NaN where unknown) and, where known, `city_alias`
        (`|`-separated) and `postcode` of communes that are known even where no chunk has an address of theirs:
        they can then be answered, and are not taken for others. Several rows a commune are allowed.
    """
    streets, addresses, suffixes = _gather(chunks)
    known = _known(known_communes)
    streets, communes, order = _sort_streets(streets, known, country)
    names = _names(streets, communes, country)
    addresses = _without_misplaced(addresses)
    addresses, suffixed = _sort_addresses(addresses, order, suffixes)
    _locate(streets, addresses, communes, known)
    cells, cell_streets = _cells(addresses)
    deliveries, streets["delivery"] = _distinct_rows(streets[DELIVERY_COLUMNS])
    spelt, streets["name"] = _distinct_texts(streets["street"])
    tables = {
        "communes": communes,
        "commune_names": _commune_names(streets, communes, known, country),
        "postcodes": _postcodes(streets, communes, known),
        "deliveries": deliveries,
        "streets": _street_table(streets, communes),
        "street_names": spelt.to_frame("name"),
        **names,
        "addresses": addresses[["number", "east", "north"]],
        "suffixed": suffixed,
        "suffixes": pd.DataFrame({"suffix": sorted(suffixes)}, dtype="str"),
        "cells": cells,
        "cell_streets": cell_streets,
    }
    return AddressIndex({name: _arrow(table) for name, table in tables.items()})


def _known(communes: pd.DataFrame | None) -> pd.DataFrame:
    given = pd.DataFrame(columns=KNOWN_COLUMNS) if communes is None else communes.reindex(columns=KNOWN_COLUMNS)
    texts = {name: given[name].astype("str").fillna("") for name in ("citycode", "city", "city_alias", "postcode")}
    return given.assign(**texts).astype({"longitude": float, "latitude": float})


def _gather(chunks: Iterable[pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Number the distinct streets in order of appearance and pack the addresses."""
    known: dict[tuple[str, ...], int] = {}
    suffixes: dict[str, int] = {"": 0}
    packed: list[pd.DataFrame] = []
    for chunk in chunks:
        if not np.isfinite(chunk[["longitude", "latitude"]].to_numpy()).all():
            raise TerritoryError("An address has no position: leave such rows out of the chunks.")
        number = chunk["housenumber"].to_numpy()
        packed.append(
            pd.DataFrame(
                {
                    "street": _number_streets(chunk, known),
                    "number": np.where(number > LARGEST_NUMBER, 0, number).astype(np.uint16),
                    "suffix": _number_suffixes(chunk["suffix"], suffixes),
                    "longitude": np.rint(chunk["longitude"].to_numpy() / DEGREES).astype(np.int32),
                    "latitude": np.rint(chunk["latitude"].to_numpy() / DEGREES).astype(np.int32),
                }
            )
        )
    if not known:
        raise TerritoryError("The address sources hold no address: nothing to build an index from.")
    streets = pd.DataFrame(list(known), columns=STREET_COLUMNS, dtype="str")
    return streets, pd.concat(packed, ignore_index=True), list(suffixes)


def _number_streets(chunk: pd.DataFrame, known: dict[tuple[str, ...], int]) -> NDArray[np.int32]:
    """Give the street of each row; in a base, the addresses of one street mostly follow one another."""
    opens = np.zeros(len(chunk), dtype=bool)
    opens[:1] = True
    for name in STREET_COLUMNS:
        opens |= (chunk[name] != chunk[name].shift()).to_numpy(dtype=bool, na_value=True)
    heads = chunk.loc[opens, STREET_COLUMNS]
    keys = zip(*(heads[name].tolist() for name in STREET_COLUMNS), strict=True)
    ids = np.array([known.setdefault(key, len(known)) for key in keys], dtype=np.int32)
    numbered: NDArray[np.int32] = ids[np.cumsum(opens) - 1]
    return numbered


def _number_suffixes(suffix: pd.Series, known: dict[str, int]) -> NDArray[np.uint16]:
    codes, spellings = pd.factorize(suffix)
    tight = [str(one).replace(" ", "") for one in spellings]
    return np.array([known.setdefault(one, len(known)) for one in tight], dtype=np.uint16)[codes]


def _sort_streets(
    streets: pd.DataFrame, known: pd.DataFrame, country: Country
) -> tuple[pd.DataFrame, pd.DataFrame, NDArray[np.int32]]:
    """Number the communes by code, sort the streets by commune, name and id, and say where each old one went."""
    code = streets["citycode"].where(streets["citycode"] != "", streets["postcode"] + " " + streets["city"])
    named = pd.DataFrame(
        {"citycode": [*code, *known["citycode"]], "city": [*streets["city"], *known["city"]]}, dtype="str"
    )
    communes = named.drop_duplicates("citycode").sort_values("citycode", ignore_index=True)
    streets = streets.assign(commune=communes.reset_index().set_index("citycode")["index"].loc[code].to_numpy("int32"))
    communes["district"] = np.array([country.district_number(one) for one in communes["citycode"]], dtype=np.int32)
    position = np.lexsort(
        [pd.factorize(streets[name], sort=True)[0] for name in ("old_citycode", "postcode", "street_id", "street")]
        + [streets["commune"].to_numpy()]
    )
    order = np.empty(len(position), dtype=np.int32)
    order[position] = np.arange(len(position), dtype=np.int32)
    return streets.iloc[position].reset_index(drop=True), communes, order


def _names(streets: pd.DataFrame, communes: pd.DataFrame, country: Country) -> dict[str, pd.DataFrame]:
    """List the names of all streets by their keys; give each commune its part of the list."""
    spelled = (streets["street"] + "|" + streets["street_alias"]).str.strip("|")
    single = ~spelled.str.contains("|", regex=False)
    names = pd.concat([spelled[single], spelled[~single].str.split("|").explode()]).rename("name").reset_index()
    names.columns = pd.Index(["street", "name"])
    codes, distinct = pd.factorize(names["name"])
    keys = [country.grammar.key(folded) for folded in fold(list(distinct))]
    bares = pd.DataFrame({"text": sorted({one.bare for one in keys})}, dtype="str")
    bares["hash"] = hash_texts(bares["text"].tolist())
    bares = bares.sort_values(["hash", "text"], ignore_index=True)[["hash", "text"]]
    types = sorted({one.type for one in keys})
    bare_row, type_row = {text: row for row, text in enumerate(bares["text"])}, {t: row for row, t in enumerate(types)}
    table = pd.DataFrame(
        {
            "commune": streets["commune"].to_numpy()[names["street"].to_numpy()],
            "bare": np.array([bare_row[one.bare] for one in keys], dtype=np.int32)[codes],
            "type": np.array([type_row[one.type] for one in keys], dtype=np.uint16)[codes],
            "street": names["street"].to_numpy().astype(np.int32),
        }
    )
    table = table.drop_duplicates().sort_values(["commune", "bare", "type", "street"], ignore_index=True)
    bounds = np.searchsorted(table["commune"].to_numpy(), np.arange(len(communes) + 1))
    communes["names_first"], communes["names_count"] = bounds[:-1].astype(np.int32), np.diff(bounds).astype(np.int32)
    return {
        "names": table.drop(columns="commune"),
        "bares": bares,
        "types": pd.DataFrame({"text": types}, dtype="str"),
    }


def _without_misplaced(addresses: pd.DataFrame) -> pd.DataFrame:
    """Drop the addresses that lie out of the reach of their street: one at (0, 0) would blur all the others.

    The reach is measured from the median of the street; a street whose every address would go keeps them.
    """
    street = addresses["street"].to_numpy()
    reach = LARGEST_STEP << LARGEST_SHIFT
    far = np.zeros(len(addresses), dtype=bool)
    for name in ("longitude", "latitude"):
        degrees = addresses[name].to_numpy().astype(np.int64)
        low = np.full(street.max() + 1, np.iinfo(np.int64).max)
        high = np.full(street.max() + 1, np.iinfo(np.int64).min)
        np.minimum.at(low, street, degrees)
        np.maximum.at(high, street, degrees)
        wide = np.flatnonzero((high - low > reach)[street])
        if len(wide):
            median = addresses[name].iloc[wide].groupby(street[wide]).transform("median").to_numpy()
            far[wide] |= np.abs(degrees[wide] - median) > reach
    return addresses[~far].reset_index(drop=True) if far.any() else addresses


def _sort_addresses(
    addresses: pd.DataFrame, order: NDArray[np.int32], suffixes: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sort addresses by street, number and suffix; the first of several at one number stays."""
    ranks = np.argsort(np.argsort(np.array(suffixes, dtype=object), kind="stable"), kind="stable").astype(np.uint16)
    packed = order[addresses["street"].to_numpy()].astype(np.int64) << 32
    packed |= addresses["number"].to_numpy().astype(np.int64) << 16
    packed |= ranks[addresses["suffix"].to_numpy()]
    position = np.argsort(packed, kind="stable")
    packed = packed[position]
    kept = np.flatnonzero(np.diff(packed, prepend=-1))
    packed, position = packed[kept], position[kept]
    suffix = (packed & LARGEST_NUMBER).astype(np.uint16)
    sorted_ = pd.DataFrame(
        {
            "street": (packed >> 32).astype(np.int32),
            "number": (packed >> 16 & LARGEST_NUMBER).astype(np.uint16),
            "longitude": addresses["longitude"].to_numpy()[position],
            "latitude": addresses["latitude"].to_numpy()[position],
        }
    )
    rows = np.flatnonzero(suffix)
    return sorted_, pd.DataFrame({"address": rows.astype(np.int32), "suffix": suffix[rows]})


def _locate(streets: pd.DataFrame, addresses: pd.DataFrame, communes: pd.DataFrame, known: pd.DataFrame) -> None:
    """Place each street at its middle address and its addresses by steps from there, each commune at the median.

    A commune without addresses stands where `known` says, or nowhere. The steps of a street are as small as its length
    allows: a centimetre up to 700 m.
    """
    told = known.dropna(subset=["longitude", "latitude"]).drop_duplicates("citycode").set_index("citycode")
    told = told.reindex(communes["citycode"])
    street = addresses["street"].to_numpy()
    bounds = np.searchsorted(street, np.arange(len(streets) + 1))
    streets["first"] = bounds[:-1].astype(np.int32)
    middle = bounds[:-1] + np.diff(bounds) // 2
    commune = streets["commune"].to_numpy()[street]
    reach = np.zeros(len(streets), dtype=np.int64)
    for name in ("longitude", "latitude"):
        degrees = addresses[name].to_numpy()
        streets[name] = degrees[middle]
        far = np.abs(degrees - streets[name].to_numpy()[street].astype(np.int64))
        reach = np.maximum(reach, np.maximum.reduceat(far, bounds[:-1]))
        median = addresses[name].groupby(commune).median().reindex(range(len(communes))).to_numpy()
        place = np.where(np.isnan(median), told[name].to_numpy() / DEGREES, median)
        communes[name] = np.where(np.isnan(place), NOWHERE, place).astype(np.int32)
    streets["shift"] = np.ceil(np.log2(np.maximum(reach / LARGEST_STEP, 1))).astype(np.uint8)
    step = np.left_shift(1, streets["shift"].to_numpy().astype(np.int64))[street]
    for name, steps in (("longitude", "east"), ("latitude", "north")):
        away = addresses[name].to_numpy() - streets[name].to_numpy()[street].astype(np.int64)
        addresses[steps] = np.clip(np.rint(away / step), -LARGEST_STEP, LARGEST_STEP).astype(np.int16)


def _cells(addresses: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """List the streets that have an address in each cell."""
    cell = cell_of(addresses["longitude"].to_numpy(), addresses["latitude"].to_numpy())
    street = addresses["street"].to_numpy()
    opens = np.flatnonzero((np.diff(cell, prepend=-1) != 0) | (np.diff(street, prepend=-1) != 0))
    pairs = pd.DataFrame({"cell": cell[opens], "street": street[opens]}).drop_duplicates()
    pairs = pairs.sort_values(["cell", "street"], ignore_index=True)
    first = np.flatnonzero(np.diff(pairs["cell"].to_numpy(), prepend=-1))
    cells = pd.DataFrame({"cell": pairs["cell"].to_numpy()[first], "first": first.astype(np.int32)})
    return cells, pairs[["street"]]


def _distinct_rows(frame: pd.DataFrame) -> tuple[pd.DataFrame, NDArray[np.int32]]:
    """Give the distinct rows, sorted, and which one each row is."""
    distinct = frame.drop_duplicates().sort_values(list(frame.columns), ignore_index=True)
    rows = frame.merge(distinct.reset_index(), on=list(frame.columns), how="left")["index"]
    return distinct, rows.to_numpy().astype(np.int32)


def _distinct_texts(texts: pd.Series) -> tuple[pd.Series, NDArray[np.int32]]:
    codes, distinct = pd.factorize(texts, sort=True)
    return pd.Series(distinct, dtype="str"), codes.astype(np.int32)


def _street_table(streets: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """Keep what the index needs of a street; an id that begins with the commune's code goes without it."""
    code = communes["citycode"].to_numpy()[streets["commune"].to_numpy()]
    ids = [
        COMMUNE_CODE + one[len(prefix) :] if prefix and one.startswith(prefix) else one
        for one, prefix in zip(streets["street_id"], code, strict=True)
    ]
    columns = ["commune", "name", "delivery", "first", "longitude", "latitude", "shift"]
    return streets[columns].assign(id=pd.Series(ids, dtype="str"))


def _postcodes(streets: pd.DataFrame, communes: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Pair postcodes with communes: those of the streets, and those that are known otherwise."""
    row = {code: place for place, code in enumerate(communes["citycode"])}
    told = pd.DataFrame({"postcode": known["postcode"], "commune": [row[code] for code in known["citycode"]]})
    both = pd.concat([streets[["postcode", "commune"]].drop_duplicates(), told])
    both = both[both["postcode"] != ""].astype({"commune": np.int32})
    return both.drop_duplicates().sort_values(["postcode", "commune"])


def _commune_names(
    streets: pd.DataFrame, communes: pd.DataFrame, known: pd.DataFrame, country: Country
) -> pd.DataFrame:
    """List every name that a commune answers to: its own, aliases, delivery labels, former communes."""
    told = streets[["commune", "city", "city_alias", "old_city"]].drop_duplicates().melt("commune", value_name="name")
    row = {code: place for place, code in enumerate(communes["citycode"])}
    others = known.assign(commune=[row[code] for code in known["citycode"]])[["commune", "city", "city_alias"]]
    parts = [
        pd.DataFrame({"commune": communes.index, "name": communes["city"]}),
        told[["commune", "name"]],
        others.melt("commune", value_name="name")[["commune", "name"]],
    ]
    spelled = pd.concat(parts, ignore_index=True).drop_duplicates()
    spelled = spelled.assign(name=spelled["name"].str.split("|")).explode("name")
    spelled = spelled[spelled["name"] != ""].drop_duplicates()
    keys = [country.city_key(name)[0] for name in fold(spelled["name"].tolist())]
    names = pd.DataFrame({"key": pd.Series(keys, dtype="str"), "commune": spelled["commune"].to_numpy("int32")})
    names["district"] = communes["district"].to_numpy()[names["commune"].to_numpy()]
    return names[names["key"] != ""].drop_duplicates(["key", "commune"]).sort_values(["key", "commune"])


def _arrow(frame: pd.DataFrame) -> pa.Table:
    """Turn a frame into a table of one chunk, its texts as plain Arrow strings."""
    table = pa.Table.from_pandas(frame.reset_index(drop=True), preserve_index=False).replace_schema_metadata(None)
    texts = [pa.types.is_large_string(f.type) or pa.types.is_string(f.type) for f in table.schema]
    fields = [pa.field(f.name, pa.string() if t else f.type) for f, t in zip(table.schema, texts, strict=True)]
    return table.cast(pa.schema(fields)).combine_chunks()
