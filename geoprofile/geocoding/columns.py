"""The result columns: what an index says of streets, addresses and communes, as `RESULT_COLUMNS` names it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geoprofile.tables import RESULT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geoprofile.countries.country import Country
    from geoprofile.territory.address_index import AddressIndex

__all__ = ["address_ids", "answer_frame", "answer_table", "commune_columns", "street_columns"]

DISTRICT = re.compile(r" [0-9]+(?:er|e|ème|eme) Arrondissement$", re.IGNORECASE)
# Suffixes as BANO writes them; others are a capital letter.
SHORT_SUFFIX = {"bis": "B", "ter": "T", "quater": "Q"}


def answer_table(columns: Mapping[str, object], count: int) -> pa.Table:
    """Lay out columns as `RESULT_COLUMNS`: a text or number alone fills its column, what is not given is empty."""
    arrays = []
    for name, dtype in RESULT_COLUMNS.items():
        kind = pa.float64() if dtype == "float64" else pa.string()
        told = columns.get(name, float("nan") if dtype == "float64" else "")
        is_alone = isinstance(told, str | float)
        arrays.append(pa.repeat(pa.scalar(told, kind), count) if is_alone else pa.array(told, type=kind))
    return pa.Table.from_arrays(arrays, names=list(RESULT_COLUMNS))


def answer_frame(table: pa.Table) -> pd.DataFrame:
    """Turn a table of answers into a frame that keeps `result_schema()`."""
    columns = {
        name: table[name].to_numpy() if dtype == "float64" else pd.array(table[name], dtype="str")
        for name, dtype in RESULT_COLUMNS.items()
    }
    return pd.DataFrame(columns, copy=False)


def street_columns(
    street: NDArray[np.integer], number: pa.Array, index: AddressIndex, country: Country
) -> dict[str, pa.Array]:
    """Give the columns that name streets, with the house number (text, empty for none) in front."""
    names = index.taken("street_names", "name", index.numbers("streets", "name")[street])
    places = commune_columns(index.numbers("streets", "commune")[street], index, country)
    postcode = index.delivery(street, "postcode")
    label = _joined(number, names)
    return {
        "result_label": _joined(label, postcode, places["result_city"]),
        "result_housenumber": number,
        "result_name": label,
        "result_street": names,
        "result_postcode": postcode,
        "result_oldcitycode": index.delivery(street, "old_citycode"),
        "result_oldcity": index.delivery(street, "old_city"),
        **places,
    }


def commune_columns(commune: NDArray[np.integer], index: AddressIndex, country: Country) -> dict[str, pa.Array]:
    """Give code, city and context of communes and, for an arrondissement, its own name beside that of the city."""
    distinct, row = np.unique(commune, return_inverse=True)
    codes, own = (index.text("communes", name, distinct) for name in ("citycode", "city"))
    cities = [DISTRICT.sub("", name) for name in own]
    texts = {
        "result_citycode": ["" if " " in code else code for code in codes],  # a base without codes has a key there
        "result_city": cities,
        "result_context": [country.context(code) for code in codes],
        "result_district": [name if city != name else "" for name, city in zip(own, cities, strict=True)],
    }
    return {name: pa.array(some, type=pa.string()).take(pa.array(row)) for name, some in texts.items()}


def address_ids(
    street: NDArray[np.integer], number: NDArray[np.integer], suffix: NDArray[np.integer], index: AddressIndex
) -> pa.Array:
    """Give the identifiers of addresses as their base writes them; number 0 gives that of the street.

    BAN `75101_2100_00008_bis`, BANO `080030020H-8B`, BeSt `.../8`. `suffix` is a row of the index's suffixes.
    """
    ids, digits = index.street_ids(street), pc.cast(pa.array(number), pa.string())
    spelt = index.texts("suffixes", "suffix").to_pylist()
    ban, bano, best = (
        pa.array(some, type=pa.string()).take(pa.array(suffix))
        for some in (
            [f"_{one}" if one else "" for one in spelt],
            [SHORT_SUFFIX.get(one, one.upper()) for one in spelt],
            spelt,
        )
    )
    address = pc.case_when(
        pc.make_struct(pc.match_substring(ids, "_"), pc.match_substring(ids, "/")),
        pc.binary_join_element_wise(ids, "_", pc.utf8_lpad(digits, 5, "0"), ban, ""),
        pc.binary_join_element_wise(ids, "/", digits, best, ""),
        pc.binary_join_element_wise(ids, "-", digits, bano, ""),
    )
    return pc.if_else(pa.array(number > 0), address, ids)


def _joined(*texts: pa.Array) -> pa.Array:
    """Join texts with a space; an empty one leaves none."""
    whole = texts[0]
    for text in texts[1:]:
        some = pc.and_(pc.not_equal(whole, ""), pc.not_equal(text, ""))
        whole = pc.binary_join_element_wise(whole, text, pc.if_else(some, " ", ""))
    return whole
