"""Columns of a file of places: which one holds the id, the name, the size, the turnover."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import AddressFileError
from geoprofile.files.columns import name_words
from geoprofile.recipes.place_box import place_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

__all__ = ["id_notes", "place_ids", "place_roles"]

ID_WORDS = ("id", "code", "ref", "reference", "numero", "num", "no")
# Those of them that no part of an address is called by.
SURE_ID_WORDS = ID_WORDS[:4]
NAME_WORDS = ("nom", "name", "enseigne", "brand", "label", "libelle", "naam", "magasin", "store", "site")
SIZE_WORDS = ("surface", "surfacem2", "sqm", "m2", "floorspace", "oppervlakte")
TURNOVER_WORDS = ("turnover", "turnovereur", "ca", "chiffreaffaires", "sales", "revenue", "omzet")


def place_roles(table: pd.DataFrame, place_id: str | None, name: str) -> dict[str, str]:
    """Find the columns of id, name, size and turnover; an id must tell the places apart."""
    if place_id is not None and place_id not in table.columns:
        raise AddressFileError(f"{name} has no column {place_id!r}: name one of {', '.join(map(repr, table.columns))}.")
    filled = table[~_blank_rows(table)]
    distinct = [
        column for column in table.columns if len(filled) and filled[column].str.strip().nunique() == len(filled)
    ]
    found = {
        "id": place_id or _named_like(distinct, ID_WORDS, last=True),
        "name": _named_like(table.columns, NAME_WORDS),
        "size": _named_like(table.columns, SIZE_WORDS),
        "turnover": _named_like(table.columns, TURNOVER_WORDS),
    }
    return {role: column for role, column in found.items() if column is not None}


def place_ids(table: pd.DataFrame, column: str | None, name: str, prefix: str) -> pd.Series:
    """Give each place its id: that of the file, else its row behind the prefix.

    Raises
    ------
    AddressFileError
        If two places bear one id, or one has none.
    """
    if column is None:
        return pd.Series([f"{prefix}{row + 1}" for row in range(len(table))], dtype="str")
    ids = table[column].str.strip()
    # A row without anything keeps its place in the file; its number names it.
    numbered = pd.Series([f"{prefix or 'row '}{row + 1}" for row in range(len(table))], dtype="str")
    ids = ids.mask(_blank_rows(table) & ~numbered.isin(ids), numbered)
    bad = (ids == "") | ids.duplicated()
    if bad.any():
        raise AddressFileError(
            f"Column {column!r} of {name}, data row {int(np.argmax(bad.to_numpy())) + 1}: each place needs an id of "
            "its own; fill it, or name another column."
        )
    return ids.astype("str")


def id_notes(table: pd.DataFrame, columns: dict[str, str], name: str, prefix: str) -> list[str]:
    """Say that a file has no rows, or that its ids do not tell its places apart."""
    if table.empty:
        return [f"{name} holds no place: it has the names of columns and no row"]
    column = _named_like(table.columns, SURE_ID_WORDS, last=True)
    if "id" in columns or column is None:
        return []
    ids = table[column].str.strip()
    alike = (ids.duplicated(keep=False) & ~_blank_rows(table)).to_numpy(dtype=bool)
    numbered = (
        f"Column {column!r} of {name} has one id (or none) for several places, in data rows {place_numbers(alike)}: "
        f"places are numbered {prefix}1, {prefix}2... by their row instead; mend the ids, and they are used"
    )
    return [numbered]


def _blank_rows(table: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell the rows that hold nothing, as spreadsheets leave them behind."""
    return np.array((table.apply(lambda cells: cells.str.strip()) == "").all(axis=1), dtype=bool)


def _named_like(columns: Iterable[str], words: Sequence[str], *, last: bool = False) -> str | None:
    """Give the first column that bears one of the words, the first word first; `last` asks it of its last word."""
    spelt = {column: name_words(column) for column in columns}
    for word in words:
        for column, own in spelt.items():
            if "".join(own) == word or word in (own[-1:] if last else own):
                return column
    return None
