"""Who asked not to be written to: addresses and persons as keyed fingerprints, so that no list holds them in clear."""

from __future__ import annotations

import hmac
import unicodedata
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["KEY_COLUMNS", "address_keys", "keyed_hashes"]

# Spellings of one address in tables of doors and in enriched files.
KEY_COLUMNS = (("citycode", "street", "number"), ("result_citycode", "result_street", "result_housenumber"))
# A key shorter than this can be tried out.
LEAST_SECRET_BYTES = 16


def address_keys(addresses: pd.DataFrame) -> pd.Series[str]:
    """Write addresses as one text each: commune, street, number and suffix in plain small letters, ``|`` between them.

    Parameters
    ----------
    addresses : DataFrame
        Doors (`citycode`, `street`, `number`, `suffix`), or an enriched file (`result_citycode`, `result_street`,
        `result_housenumber`).

    Returns
    -------
    Series
        Empty where the address has no number.

    Raises
    ------
    TableError
        If the table has neither set of columns.
    """
    names = next((names for names in KEY_COLUMNS if set(names) <= set(addresses.columns)), None)
    if names is None:
        wanted = " or ".join(", ".join(some) for some in KEY_COLUMNS)
        raise TableError(f"A list of addresses needs the columns {wanted}: enrich it first.")
    city, street, number = (addresses[name].astype("str").fillna("") for name in names)
    if "suffix" in addresses and names == KEY_COLUMNS[0]:
        number = number + addresses["suffix"].astype("str").fillna("")
    parts = [[_plain(text) for text in some] for some in (city, street, number)]
    keys = ["|".join(some) if some[2].strip("0") else "" for some in zip(*parts, strict=True)]
    return pd.Series(keys, index=addresses.index, dtype="str")


def keyed_hashes(keys: Sequence[str], secret: bytes) -> list[str]:
    """Hash addresses with a secret key (HMAC-SHA-256, RFC 2104), so that a list need not hold them in clear.

    Parameters
    ----------
    keys : sequence of text
        As `address_keys` writes them; an empty one stays empty.
    secret : bytes
        At least 16; whoever has it can find out the addresses of the list by trying.

    Raises
    ------
    TableError
        If the key is too short.
    """
    if len(secret) < LEAST_SECRET_BYTES:
        raise TableError(f"The key of an opposition list is too short: give at least {LEAST_SECRET_BYTES} bytes.")
    return [hmac.digest(secret, key.encode(), "sha256").hex() if key else "" for key in keys]


def _plain(text: str) -> str:
    """Bring a text to small letters and digits without accents or signs."""
    return "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if one.isalnum())
