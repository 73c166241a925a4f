"""Customers as a profile reads them: the zone of each, and what each weighs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import AddressFileError
from geoprofile.numerals import read_numbers

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["Customers", "read_customers"]


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
    values = read_numbers(enriched[weight])
    usable = np.isfinite(values) & (values >= 0)
    return Customers(zone_ids, np.where(usable, values, np.nan), weight)
