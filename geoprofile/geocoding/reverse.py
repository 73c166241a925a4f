"""Reverse geocoding: points -> the nearest address of the base -> result columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geoprofile.geocoding.columns import address_ids, answer_frame, answer_table, street_columns
from geoprofile.geocoding.nearest import Nearest, find_nearest

if TYPE_CHECKING:
    import pandas as pd

    from geoprofile.countries.country import Country
    from geoprofile.geocoding.nearest import Degrees
    from geoprofile.territory.address_index import AddressIndex

__all__ = ["DISTANCE_COLUMN", "WITHIN_M", "reverse_batch"]

DISTANCE_COLUMN = "result_distance_m"
# How far an address may be, unless told.
WITHIN_M = 1000.0


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
    there = Nearest(nearest.street[found], nearest.address[found], nearest.distance_m[found])
    tables, places = [_answers(there, index, country)], [np.flatnonzero(found)]
    for rows, status, reason in (
        (missing, "skipped", "no position"),
        (~missing & ~is_degrees, "skipped", "position is not in degrees"),
        (is_degrees & ~found, "not-found", f"no address within {within_m:g} m"),
    ):
        places.append(np.flatnonzero(rows))
        tables.append(answer_table({"result_status": status, "result_match_reason": reason}, len(places[-1])))
    order = np.argsort(np.concatenate(places))
    answers = answer_frame(pa.concat_tables(tables).take(pa.array(order)))
    return answers.assign(**{DISTANCE_COLUMN: nearest.distance_m.round(2)})


def _answers(found: Nearest, index: AddressIndex, country: Country) -> pa.Table:
    """Write out the addresses found."""
    number = index.numbers("addresses", "number")[found.address]
    code = index.suffix_codes(found.address)
    suffix = index.taken("suffixes", "suffix", code)
    label = pc.binary_join_element_wise(pc.cast(pa.array(number), pa.string()), suffix, "")
    last = index.numbers("addresses", "number")[index.address_bounds(found.street)[1] - 1]
    longitude, latitude = index.positions(found.address, found.street)
    columns = {
        "longitude": longitude.round(7),
        "latitude": latitude.round(7),
        "result_type": np.where(number > 0, "housenumber", np.where(last == 0, "locality", "street")),
        "result_id": address_ids(found.street, number, code, index),
        "result_status": "ok",
        "result_match_reason": "nearest address",
        **street_columns(found.street, pc.if_else(pa.array(number > 0), label, ""), index, country),
    }
    return answer_table(columns, len(found.street))
