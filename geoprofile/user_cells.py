"""Cells of a user's file read as numbers, days or levels; what cannot be read is missing, never refused."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = [
    "commas_are_decimal",
    "level_cells",
    "month_first",
    "number_cells",
    "plain_texts",
    "read_days",
    "read_loose_numbers",
    "same_name",
    "same_text",
]

MISSING = frozenset(("", "na", "n/a", "nan", "null", "none", "nat", "<na>", "-", "?", "nc", "nr", "inconnu", "inconnue",
                     "unknown", "onbekend", "non renseigne", "non communique"))  # fmt: skip
NOT_OF_NUMBERS = re.compile(r"[\s€$£%]")
PLAIN_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?")
COMMA_NUMBER = re.compile(r"[+-]?\d+,\d+")
# A comma before exactly three digits may part thousands; elsewhere, and after a lone 0, it is of decimals.
DECIMAL_COMMA = re.compile(r"[+-]?(\d+,(\d{1,2}|\d{4,})|0,\d+)")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})([T ].*)?")
EUROPEAN_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})( .*)?")
# A month at the first place, which the second cannot be.
MONTH_FIRST_DAY = re.compile(r"(0?[1-9]|1[0-2])[/.-](1[3-9]|2\d|3[01])[/.-]\d{4}( .*)?")
NOT_OF_NAMES = re.compile(r"[\W_]+")


def same_text(text: str) -> str:
    """Write a text so that spellings which differ by accents, capitals or spaces are the same."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(plain.split())


def same_name(name: str) -> str:
    """Write the name of a column so that capitals, accents, spaces, hyphens and underscores do not count."""
    return NOT_OF_NAMES.sub("", same_text(name))


def plain_texts(column: pd.Series) -> NDArray[np.object_]:
    """Give the cells as texts without outer spaces; "" for a missing one and for words that say so.

    Parameters
    ----------
    column : Series of n values

    Returns
    -------
    array of text, shape (n,)
    """
    codes, found = pd.factorize(column.astype("object"), use_na_sentinel=True)
    texts = ["" if pd.isna(cell) else " ".join(str(cell).split()) for cell in found]
    kept = np.array([*("" if same_text(text) in MISSING else text for text in texts), ""], dtype=object)
    return np.asarray(kept[codes], dtype=object)


def read_loose_numbers(texts: NDArray[np.object_], *, comma: bool | None = None) -> NDArray[np.float64]:
    """Read numbers, with a decimal point or comma, spaces, a currency or percent sign; NaN for all else.

    A comma before three digits is one of decimals only where another cell shows that commas are.

    Parameters
    ----------
    texts : array of text, shape (n,)
    comma : bool, optional
        What `commas_are_decimal` said of the whole column; by default these cells tell. With it each cell is read
        by itself, whatever stands beside it.
    """
    codes, found = pd.factorize(texts)
    bare = [_bare(text) for text in found]
    decimal = any(DECIMAL_COMMA.fullmatch(text) for text in bare) if comma is None else comma
    values = np.array([_number(text, decimal=decimal) for text in bare], dtype=float)
    return np.asarray(values[codes], dtype=float) if len(values) else np.full(len(texts), np.nan)


def commas_are_decimal(texts: NDArray[np.object_]) -> bool:
    """Tell whether a cell of a column shows that its commas are of decimals ("4,5")."""
    return any(DECIMAL_COMMA.fullmatch(_bare(text)) for text in pd.unique(texts))


def number_cells(column: pd.Series) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Read a column as numbers.

    Parameters
    ----------
    column : Series of n values

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
    texts = plain_texts(column)
    numbers = read_loose_numbers(texts)
    return numbers, np.isnan(numbers) & (texts != "")


def level_cells(column: pd.Series) -> pd.Series:
    """Read a column as levels of a category: text, a whole number without its point, "" where missing."""
    if pd.api.types.is_float_dtype(column.dtype):
        whole = column.map(lambda cell: "" if pd.isna(cell) else str(int(cell)) if cell == int(cell) else str(cell))
        return whole.astype("str")
    return pd.Series(plain_texts(column), index=column.index, name=column.name, dtype="str")


def read_days(texts: NDArray[np.object_]) -> NDArray[np.float64]:
    """Read dates (2026-03-31 or 31/03/2026, hours are left out) as days since 1970; NaN for all else.

    Parameters
    ----------
    texts : array of text, shape (n,)
    """
    return _by_value(texts, _day)


def month_first(texts: NDArray[np.object_]) -> bool:
    """Tell whether a date of these has its month first (03/31/2026), which `read_days` does not take."""
    return any(MONTH_FIRST_DAY.fullmatch(str(text)) for text in pd.unique(texts))


def _bare(text: object) -> str:
    """Leave out of a number what counts for nothing."""
    return NOT_OF_NUMBERS.sub("", str(text)).lower()


def _by_value(texts: NDArray[np.object_], read: Callable[[str], float]) -> NDArray[np.float64]:
    codes, found = pd.factorize(texts)
    values = np.array([read(str(text)) for text in found], dtype=float)
    return np.asarray(values[codes], dtype=float) if len(values) else np.full(len(texts), np.nan)


def _number(text: str, *, decimal: bool) -> float:
    if COMMA_NUMBER.fullmatch(text) if decimal else DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    value = float(text) if PLAIN_NUMBER.fullmatch(text) else np.nan
    return value if np.isfinite(value) else np.nan


def _day(text: str) -> float:
    if found := ISO_DAY.fullmatch(text):
        year, month, day = found.group(1, 2, 3)
    elif found := EUROPEAN_DAY.fullmatch(text):
        day, month, year = found.group(1, 2, 3)
    else:
        return np.nan
    try:
        return float(np.datetime64(f"{int(year):04d}-{int(month):02d}-{int(day):02d}", "D").astype(int))
    except ValueError:
        return np.nan
