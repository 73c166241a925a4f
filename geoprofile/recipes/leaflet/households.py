"""Own customers as letterboxes: several rows at one address are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.opposition import address_keys

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["names_addresses", "one_an_address"]

IDS = ("address_id", "result_id")
SPELLINGS = (("citycode", "street", "number"), ("result_citycode", "result_street", "result_housenumber"))


def names_addresses(columns: Collection[str]) -> bool:
    """Tell whether columns of a file say at which doors its customers live."""
    return any(name in columns for name in IDS) or any(set(names) <= set(columns) for names in SPELLINGS)


def one_an_address(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep one row of each address: a household that stands several times in the file has one letterbox.

    Two households of one house are taken for one too, as no column says which flat is whose: one leaflet too many is
    the lesser harm than a neighbour left out. Rows without an address of their own are all kept.

    Parameters
    ----------
    rows : DataFrame
        Customers, with an identifier or the spelling of their address, if the file has them.
    """
    key = pd.Series("", index=rows.index, dtype="str")
    if any(set(names) <= set(rows.columns) for names in SPELLINGS):
        key = address_keys(rows)
    for name in IDS[::-1]:
        if name in rows:
            own = rows[name].fillna("").astype("str")
            key = own.where(own != "", key)
    if "result_type" in rows:
        key = key.where(rows["result_type"] == "housenumber", "")
    return rows[(key == "") | ~key.duplicated()]
