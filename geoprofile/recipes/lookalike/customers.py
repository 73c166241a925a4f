"""Customers as a ranking of zones takes them: where each lives, and why some do not count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import AddressFileError, TableError
from geoprofile.profiling.best_customers import split_best
from geoprofile.profiling.customers import read_customers

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from geoprofile.lookalikes.inputs import ZoneInputs
    from geoprofile.recipes.enriched import Enriched

__all__ = ["CountedCustomers", "CustomerCounts", "count_customers"]


@dataclass(frozen=True)
class CustomerCounts:
    """What became of the rows of a file; each is counted once.

    Attributes
    ----------
    rows : int
        Of the file.
    used : int
        Customers that the model learns from.
    without_zone, outside : int
        Without a zone id, and with one that the territory does not have.
    in_empty_zones, out_of_reach : int
        In a zone where no household is known, and outside the area named.
    not_best, without_value : int
        Left out as they are not among the best by value, or have no value.
    """

    rows: int
    used: int
    without_zone: int = 0
    outside: int = 0
    in_empty_zones: int = 0
    out_of_reach: int = 0
    not_best: int = 0
    without_value: int = 0


@dataclass(frozen=True)
class CountedCustomers:
    """Customers that a ranking counts.

    Attributes
    ----------
    zone_ids : tuple of str
        Zone of each, "" where none.
    counts : CustomerCounts
    least_value : float
        From which value on a customer is one of the best; NaN where all count.
    """

    zone_ids: tuple[str, ...]
    counts: CustomerCounts
    least_value: float


def count_customers(
    found: Enriched, inputs: ZoneInputs, level: str, *, best: str | None = None, reach: Collection[str] | None = None
) -> CountedCustomers:
    """Read the customers of an enriched file and say what becomes of each row.

    Parameters
    ----------
    found : Enriched
    inputs : ZoneInputs
        Zones of the level.
    level : str
    best : str, optional
        Column of a value: only the best fifth by it count, ties on one side.
    reach : collection of str, optional
        Zones that the model learns from.

    Raises
    ------
    AddressFileError
        If the file has no zones of the level, or no such column.
    TableError
        If all values are missing or equal.
    """
    if level not in found.zone_columns:
        raise AddressFileError(
            f"{found.name} has zones of level {' and '.join(map(repr, found.zone_columns))} and not of {level!r}: "
            "choose another with --level, or enrich the file with a territory that has this one."
        )
    told = read_customers(found.rows, found.zone_columns[level], weight=best)
    valued = np.isfinite(told.weight)
    chosen, least_value = (valued, np.nan) if best is None else _best(told.weight, valued, best)
    zone_ids = told.zone_id[chosen]
    became = _fates(zone_ids, inputs, reach).value_counts()
    named = ("used", "without_zone", "outside", "out_of_reach", "in_empty_zones")
    counts = CustomerCounts(
        rows=len(chosen),
        not_best=int((valued & ~chosen).sum()),
        without_value=int((~valued).sum()),
        **{name: int(became.get(name, 0)) for name in named},
    )
    return CountedCustomers(tuple(zone_ids.tolist()), counts, least_value)


def _best(value: NDArray[np.float64], valued: NDArray[np.bool_], column: str) -> tuple[NDArray[np.bool_], float]:
    """Tell the best customers, and from which value on."""
    chosen = valued.copy()
    chosen[valued] = split_best(value[valued])
    if not chosen.any():
        raise TableError(f"All values in column {column!r} are missing or equal: nobody is best by it.")
    return chosen, float(value[chosen].min())


def _fates(zone_ids: NDArray[np.object_], inputs: ZoneInputs, reach: Collection[str] | None) -> pd.Series:
    """Say what becomes of each customer; the first that applies counts."""
    zones = pd.Series(zone_ids, dtype="str")
    lived_in = inputs.zone_id[inputs.households > 0]
    fate = pd.Series("used", index=zones.index, dtype="str")
    fate = fate.mask(~zones.isin(lived_in), "in_empty_zones")
    if reach is not None:
        fate = fate.mask(~zones.isin(list(reach)), "out_of_reach")
    return fate.mask(~zones.isin(inputs.zone_id), "outside").mask(zones == "", "without_zone")
