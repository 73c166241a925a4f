"""Letters from a file of customers: address blocks, one a household."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.audiences.post import POST_INPUTS, address_blocks, family_names, household_kept
from geoprofile.errors import AddressFileError
from geoprofile.numerals import read_numbers
from geoprofile.opposition import IdentityColumns, flat_keys, identity_keys, name_keys, raw_address_keys
from geoprofile.recipes.audiences.choice import leave_out

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.recipes.audiences.columns import AudienceColumns

__all__ = ["make_letters"]


def make_letters(
    rows: pd.DataFrame, columns: AudienceColumns, reason: pd.Series[str], country: str
) -> tuple[pd.DataFrame, pd.Series[str], tuple[str, ...]]:
    """Write address blocks, one a household.

    Parameters
    ----------
    rows : DataFrame of n rows
    columns : AudienceColumns
    reason : Series of n str
        Why rows are left out already.
    country : {"FR", "BE"}

    Returns
    -------
    (blocks, reason, notes)

    Raises
    ------
    AddressFileError
        If no column holds an address and a postcode.
    """
    parts, trusted = _post_parts(rows, columns)
    if not trusted.any() and not (columns.identity.address and columns.identity.postcode):
        raise AddressFileError(
            "No column holds an address and a postcode: name them (--column address=... --column postcode=...), or "
            "enrich the file first."
        )
    blocks, undeliverable = address_blocks(parts, trusted, country=country)
    reason = leave_out(reason, (undeliverable != "").to_numpy(), undeliverable)
    left = np.flatnonzero(reason == "")
    household = _households(rows.iloc[left], columns, trusted[left])
    amount = read_numbers(rows[columns.amount]) if columns.amount else np.zeros(len(rows))
    ids = rows[columns.identity.customer_id] if columns.identity.customer_id else blocks.agg("|".join, axis=1)
    again = np.zeros(len(rows), dtype=bool)
    again[left] = ~household_kept(household, amount[left], ids.iloc[left])
    reason = leave_out(reason, again, "same_household")
    if columns.message:
        blocks["message_key"] = rows[columns.message]
    made = blocks[reason == ""].assign(code=parts["postcode"])
    made = made.sort_values(["code", *blocks.columns], kind="stable").drop(columns="code").reset_index(drop=True)
    notes = (
        ()
        if columns.identity.name
        else ("No column of names: letters to nobody by name, one a row unless two rows are of the same flat.",)
    )
    return made, reason, notes


def _post_parts(rows: pd.DataFrame, columns: AudienceColumns) -> tuple[pd.DataFrame, NDArray[np.bool_]]:
    """Lay out what address blocks are made from."""
    empty = pd.Series("", index=rows.index, dtype="str")
    own = columns.identity
    name = rows[columns.family_name] if columns.family_name else empty
    if columns.first_name:
        name = rows[columns.first_name] + " " + name
    address = empty
    for line in own.address:
        address = (address + ", " + rows[line]).str.strip(" ,")
    texts = {"name": name, "complement": rows[columns.complement] if columns.complement else empty}
    texts |= {"address": address, "postcode": rows[own.postcode] if own.postcode else empty}
    texts["city"] = rows[columns.city] if columns.city else empty
    geocoded = [one for one in POST_INPUTS if one.startswith("result_")]
    texts |= {one: rows.get(one, empty) for one in geocoded}
    trusted = np.zeros(len(rows), dtype=bool)
    if {"result_type", "result_status", *geocoded} <= set(rows.columns):
        trusted = ((rows["result_type"] == "housenumber") & (rows["result_status"] == "ok")).to_numpy()
    return pd.DataFrame(texts), trusted


def _households(rows: pd.DataFrame, columns: AudienceColumns, trusted: NDArray[np.bool_]) -> pd.Series[str]:
    """Name the household of each row: its address, its flat and its family; "" where that is not sure.

    A flat holds one household whoever is named; a house does not, so that rows without a name are merged only where
    their flat is given and the same.
    """
    own = columns.identity
    key = pd.Series("", index=rows.index, dtype="str")
    if own.address and own.postcode:
        key = raw_address_keys([rows[line] for line in own.address], rows[own.postcode])
    if trusted.any():
        key = key.where(~trusted, identity_keys(rows, IdentityColumns(), region="FR")["address"][0])
    flat = family = pd.Series("", index=rows.index, dtype="str")
    if inside := [rows[line] for line in (*own.address, columns.complement) if line]:
        flat = flat_keys(inside)
    if columns.family_name:
        names = rows[columns.family_name]
        family = name_keys([names]) if columns.first_name else family_names(names)
    sure = (key != "") & ((family != "") | (flat != ""))
    household: pd.Series[str] = (key + "@" + flat + "@" + family).where(sure, "")
    return household
