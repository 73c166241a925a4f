"""A list of who objected, turned into fingerprints that can be kept and lent without telling who."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.audiences.opposition_list import DATE_COLUMN, hashed_list, unread_note
from geoprofile.errors import AddressFileError
from geoprofile.recipes.audiences.columns import find_columns, hash_columns
from geoprofile.recipes.audiences.reading import all_keys, find_country, open_sheets, read_dates, read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

__all__ = ["HashedList", "make_opposition_list"]

DATE_NAMES = (DATE_COLUMN, "date", "date_opposition", "opposition_date", "date_demande", "created_at")


@dataclass(frozen=True, eq=False)
class HashedList:
    """Fingerprints of a list.

    Attributes
    ----------
    rows : DataFrame
        `objected_on` and the columns of fingerprints.
    row_count : int
        Rows of the clear list.
    notes : tuple of str
    """

    rows: pd.DataFrame
    row_count: int
    notes: tuple[str, ...]


def make_opposition_list(
    file: Path, secret: bytes, *, on: date, country: str = "", columns: Mapping[str, Sequence[str]] | None = None
) -> HashedList:
    """Turn a clear list of who objected into keyed fingerprints.

    Parameters
    ----------
    file : Path
        Any of e-mail, telephone, customer id, name, address with postcode, or an address geocoded by 'geoprofile
        geocode'; a column of dates says when they objected (`objected_on`, `date`...).
    secret : bytes
    on : date
        Written for rows without a date.
    country : {"FR", "BE", ""}
        Of telephone numbers without a country code; "" finds out. Numbers that fit either are kept as both.
    columns : mapping of role to columns, optional

    Raises
    ------
    AddressFileError
        If the list holds fingerprints already, or nothing that a person can be known by.
    TableError
        If the secret is too short.
    """
    opened, *more = open_sheets(file)
    if any(one.row_count for one in more):
        raise AddressFileError(
            f"{opened.path.name} holds {1 + len(more)} filled sheets: save each as a list of its own, so that "
            "nobody is forgotten."
        )
    if hash_columns(opened.columns):
        raise AddressFileError(f"{opened.path.name} holds fingerprints already: give the clear list.")
    found = find_columns(opened, columns or {})
    dated = next((name for name in DATE_NAMES if name in opened.columns), "")
    rows = read_rows(opened, [*found.read(opened.columns), *([dated] if dated else [])])
    region = country or find_country(rows, found.identity, file=opened.path.name, needed=False)[0]
    keys = all_keys(rows, found, region=region)
    if not keys:
        raise AddressFileError(
            f"{opened.path.name} has no column that a person can be known by (e-mail, telephone, customer id, address "
            "with postcode): name one with --column."
        )
    days = pd.Series("", index=rows.index, dtype="str")
    if dated:
        days = read_dates(rows[dated], file=opened.path.name).dt.strftime("%Y-%m-%d").fillna("").astype("str")
    made, unread = hashed_list(keys, days.where(days != "", on.isoformat()), secret, row_count=len(rows))
    notes = [*opened.notes, *([unread_note(unread, opened.path.name)] if unread else [])]
    if not len(rows):
        notes.append(f"{opened.path.name} holds no row below its header: it protects nobody.")
    return HashedList(made, len(rows), tuple(notes))
