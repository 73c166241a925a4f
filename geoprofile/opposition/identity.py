"""By what each row of a table can be known again, and which rows are of one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from geoprofile.opposition.addresses import KEY_COLUMNS, address_keys, name_keys, raw_address_keys
from geoprofile.opposition.contacts import PHONE_REGIONS, email_keys, phone_keys
from geoprofile.user_cells import plain_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Keys: TypeAlias = Mapping[str, tuple[pd.Series[str], ...]]

__all__ = ["IDENTITY_KINDS", "PERSON_KINDS", "IdentityColumns", "identity_keys", "same_persons", "unread_cells"]

# By what a person is known again. `address` is the geocoded form, `raw_address` that of the file's own columns.
IDENTITY_KINDS = ("email", "phone", "id", "address", "raw_address", "name_address")
# Of these, what is of one person rather than of all who live somewhere; the surest first.
PERSON_KINDS = ("id", "email", "phone", "name_address")


@dataclass(frozen=True)
class IdentityColumns:
    """The columns of a table by which a person can be known again; empty where there is none.

    Attributes
    ----------
    email, phone : tuple of str
        Each of them counts.
    customer_id : str
    name : tuple of str
        Family name and first name, in any order.
    address : tuple of str
        Lines of the delivery address, as the file writes it.
    postcode : str
    """

    email: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
    customer_id: str = ""
    name: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    postcode: str = ""


def identity_keys(
    rows: pd.DataFrame, columns: IdentityColumns, *, region: str
) -> Mapping[str, tuple[pd.Series[str], ...]]:
    """Write all by which each row can be known again.

    Parameters
    ----------
    rows : DataFrame of n rows
    columns : IdentityColumns
    region : str
        Country of telephone numbers without a country code. Those that fit another of `PHONE_REGIONS` are read as its
        numbers too: nobody can tell which country a list was made for, and one too many is left out rather than one
        too few.

    Returns
    -------
    mapping of kind to Series of n texts
        The kinds of `IDENTITY_KINDS` that the columns allow, each with one Series a column or more, as a cell may hold
        several; empty where a row has no
        key. Columns `result_citycode`, `result_street`, `result_housenumber` give the geocoded address where it was
        found to the number.
    """
    keys: dict[str, tuple[pd.Series[str], ...]] = {}
    if columns.email:
        keys["email"] = tuple(one for name in columns.email for one in email_keys(rows[name]))
    if columns.phone:
        keys["phone"] = _phones(rows, columns.phone, region)
    if columns.customer_id:
        keys["id"] = (_ids(rows[columns.customer_id]),)
    addresses = []
    # What geocoding found goes before columns of the file's own.
    spelled = next((names for names in reversed(KEY_COLUMNS) if set(names) <= set(rows.columns)), None)
    if spelled is not None:
        found = address_keys(rows[[*spelled, *(["suffix"] if "suffix" in rows else [])]])
        if "result_type" in rows and spelled == KEY_COLUMNS[1]:
            found = found.where(rows["result_type"] == "housenumber", "")
        keys["address"] = (found,)
        addresses.append(found)
    if columns.address and columns.postcode:
        raw = raw_address_keys([rows[name] for name in columns.address], rows[columns.postcode])
        keys["raw_address"] = (raw,)
        addresses.append(raw)
    if columns.name and addresses:
        name = name_keys([rows[one] for one in columns.name])
        keys["name_address"] = tuple(
            (name + "@" + place).where((name != "") & (place != ""), "") for place in addresses
        )
    return keys


def same_persons(keys: Keys, marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark, beside the rows that are, those of the same persons: rows that share any of `PERSON_KINDS`, until stable.

    Parameters
    ----------
    keys : mapping of kind to Series of n texts
        As `identity_keys` gives them.
    marked : bool array of shape (n,)

    Returns
    -------
    bool array of shape (n,)
    """
    found = marked.copy()
    before = -1
    while found.sum() != before:
        before = int(found.sum())
        for kind in PERSON_KINDS:
            some = keys.get(kind, ())
            known = pd.unique(pd.concat([one[found] for one in some])) if some else np.array([], dtype=object)
            known = known[np.asarray(known != "", dtype=bool)]
            for one in some:
                found |= one.isin(known).to_numpy()
    return found


def unread_cells(rows: pd.DataFrame, columns: IdentityColumns, *, region: str) -> dict[str, int]:
    """Count by kind the cells that are filled and give no key: no list can find whom they name.

    Parameters
    ----------
    rows : DataFrame of n rows
    columns : IdentityColumns
    region : str

    Returns
    -------
    dict of kind to int
        Of `email`, `phone` and `raw_address`; only those above 0.
    """
    filled = {name: pd.Series(plain_texts(rows[name]), index=rows.index) != "" for name in rows}
    counts = {
        "email": sum(int((filled[name] & (email_keys(rows[name])[0] == "")).sum()) for name in columns.email),
        "phone": sum(
            int((filled[name] & np.logical_and.reduce([one == "" for one in _phones(rows, [name], region)])).sum())
            for name in columns.phone
        ),
    }
    if columns.address and columns.postcode:
        keys = raw_address_keys([rows[name] for name in columns.address], rows[columns.postcode])
        some = np.logical_or.reduce([filled[name] for name in columns.address])
        counts["raw_address"] = int((some & (keys == "")).sum())
    return {kind: count for kind, count in counts.items() if count}


def _phones(rows: pd.DataFrame, columns: Sequence[str], region: str) -> tuple[pd.Series[str], ...]:
    """Read numbers as those of the region, then as those of the others."""
    found: list[pd.Series[str]] = []
    for name in columns:
        own = phone_keys(rows[name], region=region)
        others = (one for other in PHONE_REGIONS if other != region for one in phone_keys(rows[name], region=other))
        # A number that is written with its country code is the same for all.
        new = (one.where(~np.logical_or.reduce([one == mine for mine in own]), "") for one in others)
        found += [*own, *(one for one in new if (one != "").any())]
    return tuple(found)


def _ids(cells: pd.Series[str]) -> pd.Series[str]:
    """Read customer ids; words that say there is none are no id."""
    return pd.Series(plain_texts(cells), index=cells.index, dtype="str")
