"""Cells of a user's columns read as numbers or as levels; what cannot be read is missing and counted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.numerals import DECIMAL_COMMA

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["level_cells", "number_cells", "text_cells"]

SPACES = re.compile(r"\s")


def text_cells(column: pd.Series) -> pd.Series:
    """Read cells as text without blanks at the ends, "" where missing."""
    if pd.api.types.is_string_dtype(column.dtype) and column.dtype != object:
        return column.fillna("").astype("str").str.strip()
    return column.astype("object").where(column.notna(), "").astype("str").str.strip()


def number_cells(column: pd.Series) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Read cells as numbers.

    Returns
    -------
    numbers : array of shape (n,)
        NaN where the cell is empty, infinite or no number.
    unread : bool array of shape (n,)
        Cells that hold something which is no number.
    """
    if pd.api.types.is_numeric_dtype(column.dtype):
        found = column.to_numpy(dtype=float, na_value=np.nan)
        return np.where(np.isfinite(found), found, np.nan), np.isinf(found)
    text = text_cells(column)
    distinct = pd.Series(text.unique(), dtype="str")
    plain = distinct.map(_with_point).astype("str")
    read = pd.to_numeric(plain, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    read = np.where(np.isfinite(read), read, np.nan)
    numbers = text.map(pd.Series(read, index=distinct.to_numpy())).to_numpy(dtype=float, na_value=np.nan)
    return numbers, np.isnan(numbers) & (text != "").to_numpy()


def level_cells(column: pd.Series) -> pd.Series:
    """Read cells as levels of a category: text, a whole number without its point, "" where missing."""
    if pd.api.types.is_float_dtype(column.dtype):
        whole = column.map(lambda cell: "" if pd.isna(cell) else str(int(cell)) if cell == int(cell) else str(cell))
        return whole.astype("str")
    return text_cells(column)


def _with_point(cell: str) -> str:
    squeezed = SPACES.sub("", cell)
    return squeezed.replace(",", ".") if DECIMAL_COMMA.fullmatch(squeezed) else squeezed
