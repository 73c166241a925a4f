"""Cells of published tables as numbers: decimal point or comma, and the ways to say "missing"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import SourceError

if TYPE_CHECKING:
    from geoprofile.sources.source import Source

__all__ = ["MISSING_MARKERS", "parse_numbers"]

# How INSEE (s secret, ns not significant, nd not available, so not applicable, c confidential), Statbel
# and spreadsheets write a value that is not given. Compared in lower case.
MISSING_MARKERS = frozenset(
    {"", "s", "ns", "nd", "so", "c", "x", "na", "n/a", "n.d.", "nan", "null", "none", "-", "..", "..."}
)


def parse_numbers(column: pd.Series, *, source: Source) -> pd.Series:
    """Turn a column into floats, keeping what is missing missing.

    A comma is always the decimal sign; spaces between digits are passed over.

    Parameters
    ----------
    column : Series of shape (n,)
        Text or numbers; its name is the column's, its index the position of the row in the file.

    Returns
    -------
    Series of float64
        Same index; NaN where a marker of `MISSING_MARKERS` stands.

    Raises
    ------
    SourceError
        Naming the first row that holds neither a number nor a marker.
    """
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column.astype("float64")
    text = column.astype("str").fillna("").str.strip()
    missing = text.str.lower().isin(MISSING_MARKERS)
    tidy = text.str.replace(r"\s", "", regex=True).str.replace(",", ".", regex=False)
    numbers = pd.to_numeric(tidy.where(~missing), errors="coerce").astype("float64")
    unread = ~missing & ~np.isfinite(numbers)
    if unread.any():
        row = column.index[unread][0] + 1
        raise SourceError(
            f"{source.path.name}: column {column.name!r}, data row {row} is not a number, "
            f"nor are {int(unread.sum())} of its {len(text)} cells in all: mend them, or leave them empty."
        )
    return numbers
