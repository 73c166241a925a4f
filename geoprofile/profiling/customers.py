"""Customers as a profile reads them: the zone of each, and what each weighs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import AddressFileError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Customers", "read_customers"]

# A comma before three digits may part thousands: that is refused, not guessed.
DECIMAL_COMMA = re.compile(r"-?\d+,(\d{1,2}|\d{4,})")
SPACES = re.compile(r"\s")


@dataclass(frozen=True)
class Customers:
    """Customers of a file, in its order.

    Attributes
    ----------
    zone_id : array of text, shape (n,)
        Zone of each, empty where none.
    weight : array of shape (n,)
        1 each, or the value of each; NaN where it is missing, negative or infinite.
    weighted_by : str
        Column of the values, empty where all weigh 1.
    """

    zone_id: NDArray[np.object_]
    weight: NDArray[np.float64]
    weighted_by: str = ""


def read_customers(enriched: pd.DataFrame, zone_column: str, *, weight: str | None = None) -> Customers:
    """Read customers from an enriched table, a row a customer.

    Parameters
    ----------
    enriched : DataFrame of n rows
    zone_column : str
        Column of zone ids of the level compared (`iris`), empty where a customer has none.
    weight : str, optional
        Column of what each customer weighs (turnover). A missing or negative value is kept apart, never read as 0.

    Raises
    ------
    AddressFileError
        If a column is missing, or a value is not a number (its row is named, not the value).
    """
    for column in (zone_column, weight):
        if column is not None and column not in enriched.columns:
            raise AddressFileError(
                f"The enriched file has no column {column!r}: enrich it with this territory, or name one of "
                f"{', '.join(map(repr, enriched.columns))}."
            )
    zone_id = enriched[zone_column].astype("object")
    zone_ids = zone_id.where(zone_id.notna(), "").astype("str").to_numpy(dtype=object)
    if weight is None:
        return Customers(zone_ids, np.ones(len(enriched)))
    values = _numbers(enriched[weight])
    usable = np.isfinite(values) & (values >= 0)
    return Customers(zone_ids, np.where(usable, values, np.nan), weight)


def _numbers(column: pd.Series) -> NDArray[np.float64]:
    """Read a column of values; empty cells are missing."""
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column.to_numpy(dtype=float, na_value=np.nan)
    text = [SPACES.sub("", str(cell)) if not pd.isna(cell) else "" for cell in column.tolist()]
    plain = pd.Series([cell.replace(",", ".") if DECIMAL_COMMA.fullmatch(cell) else cell for cell in text], dtype="str")
    numbers = pd.to_numeric(plain, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    unread = np.isnan(numbers) & (plain != "").to_numpy()
    if unread.any():
        raise AddressFileError(
            f"Column {column.name!r}, data row {int(np.argmax(unread)) + 1}: not a number, nor are {int(unread.sum())} "
            f"cells of {len(column)} in all: write numbers as 1234.50, and leave empty what is not known."
        )
    return numbers
