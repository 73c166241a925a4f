"""Reverse geocoding: points -> the nearest address of the base -> result columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geoprofile.geocoding.answer import DISTRICT, answer_frame, answer_table
from geoprofile.geocoding.nearest import Nearest, find_nearest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.countries.country import Country
    from geoprofile.geocoding.nearest import Degrees, Integers
    from geoprofile.territory.address_index import AddressIndex

__all__ = ["DISTANCE_COLUMN", "WITHIN_M", "reverse_batch"]

DISTANCE_COLUMN = "result_distance_m"
# How far an address may be, unless told.
WITHIN_M = 1000.0
# How BANO writes the suffixes that it shortens; others are a capital letter.
SHORT_SUFFIXES = {"bis": "B", "ter": "T", "quater": "Q"}


def reverse_batch(
    longitude: Degrees, latitude: Degrees, index: AddressIndex, country: Country, *, within_m: float = WITHIN_M
) -> pd.DataFrame:
    """Give each point the nearest address of the base.

    Parameters
    ----------
    longitude, latitude : float arrays of shape (n,)
        WGS84 degrees, NaN where unknown.
    within_m : float
        An address farther than this (metres, up to 100,000) is none.

    Returns
    -------
    DataFrame of n rows
        `tables.RESULT_COLUMNS`, then `result_distance_m`, the great-circle distance from the point to the address.
        The scores are missing: the nearest address is a fact, no guess. `result_type` is ``locality`` or ``street``
        where the address has no number. Of addresses as near as each other the first counts, by commune, street,
        number and suffix.

    Raises
    ------
    GeoprofileError
        If `within_m` is not above 0 and up to 100,000.
    """
    is_degrees = (np.abs(longitude) <= 180) & (np.abs(latitude) <= 90)  # noqa: PLR2004  the globe, in degrees
    nearest = find_nearest(
        np.where(is_degrees, longitude, np.nan), np.where(is_degrees, latitude, np.nan), index, within_m=within_m
    )
    missing = np.isnan(longitude) | np.isnan(latitude)
    found = nearest.address >= 0
    tables, places = (
        [_answers(Nearest(*(column[found] for column in nearest)), index, country)],
        [np.flatnonzero(found)],
    )
    for rows, status, reason in (
        (missing, "skipped", "no position"),
        (~missing & ~is_degrees, "skipped", "position is not in degrees"),
        (is_degrees & ~found, "not-found", f"no address within {within_m:g} m"),
    ):
        places.append(np.flatnonzero(rows))
        told = {"result_status": status, "result_match_reason": reason}
        tables.append(answer_table(told, len(places[-1])))
    order = np.argsort(np.concatenate(places))
    answers = answer_frame(pa.concat_tables(tables).take(pa.array(order)))
    return answers.assign(**{DISTANCE_COLUMN: nearest.distance_m.round(2)})


def _answers(found: Nearest, index: AddressIndex, country: Country) -> pa.Table:
    """Write out the addresses found."""
    names = index.taken("street_names", "name", index.numbers("streets", "name")[found.street])
    postcodes, old_codes, old_cities = (
        index.delivery(found.street, one) for one in ("postcode", "old_citycode", "old_city")
    )
    communes = _communes(index.numbers("streets", "commune")[found.street], index, country)
    number = index.numbers("addresses", "number")[found.address]
    suffixes = index.taken("suffixes", "suffix", index.suffix_codes(found.address))
    shown = pc.if_else(pa.array(number > 0), _joined(pc.cast(pa.array(number), pa.string()), suffixes), "")
    labels = pc.utf8_trim_whitespace(_joined(shown, names, between=" "))
    full = pc.replace_substring(_joined(labels, postcodes, communes["result_city"], between=" "), "  ", " ")
    last = index.numbers("addresses", "number")[index.address_bounds(found.street)[1] - 1]
    longitude, latitude = index.positions(found.address, found.street)
    columns = {
        "longitude": longitude.round(7),
        "latitude": latitude.round(7),
        "result_label": pc.utf8_trim_whitespace(full),
        "result_type": np.where(number > 0, "housenumber", np.where(last == 0, "locality", "street")),
        "result_id": _ids(found.street, number, suffixes, index),
        "result_housenumber": shown,
        "result_name": labels,
        "result_street": names,
        "result_postcode": postcodes,
        "result_oldcitycode": old_codes,
        "result_oldcity": old_cities,
        "result_status": "ok",
        "result_match_reason": "nearest address",
        **communes,
    }
    return answer_table(columns, len(found.street))


def _communes(commune: NDArray[np.integer], index: AddressIndex, country: Country) -> dict[str, pa.Array]:
    """Give name, code and context of communes; an arrondissement has the name of its city, and its own beside it."""
    rows, place = np.unique(commune, return_inverse=True)
    codes, names = index.text("communes", "citycode", rows), index.text("communes", "city", rows)
    cities = [DISTRICT.sub("", name) for name in names]
    told = {
        "result_city": cities,
        "result_context": [country.context(code) for code in codes],
        "result_citycode": codes,
        "result_district": [name if name != city else "" for name, city in zip(names, cities, strict=True)],
    }
    return {name: pa.array(texts, pa.string()).take(pa.array(place)) for name, texts in told.items()}


def _ids(street: Integers, number: NDArray[np.integer], suffix: pa.Array, index: AddressIndex) -> pa.Array:
    """Give the ids of addresses as their base writes them (BAN `75101_2100_00008_bis`, BANO `080030020H-8B`)."""
    ids, digits = index.street_ids(street), pc.cast(pa.array(number), pa.string())
    short = pc.utf8_upper(suffix)
    for word, letter in SHORT_SUFFIXES.items():
        short = pc.if_else(pc.equal(suffix, word), letter, short)
    tail = pc.if_else(pc.equal(suffix, ""), "", _joined("_", suffix))
    ban = _joined(ids, "_", pc.utf8_lpad(digits, 5, "0"), tail)
    other = pc.if_else(
        pc.match_substring(ids, "/"), _joined(ids, "/", digits, suffix), _joined(ids, "-", digits, short)
    )
    return pc.if_else(pa.array(number > 0), pc.if_else(pc.match_substring(ids, "_"), ban, other), ids)


def _joined(*texts: pa.Array | str, between: str = "") -> pa.Array:
    return pc.binary_join_element_wise(*texts, between)
