"""Customers and households counted by class, and what became of every customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.profiling.classes import ZoneClasses
    from geoprofile.profiling.customers import Customers
    from geoprofile.profiling.population import Population

__all__ = ["Account", "Tally", "sum_by_class", "tally_customers"]


@dataclass(frozen=True)
class Account:
    """Where every customer of the file went; the parts add up to `rows`.

    Attributes
    ----------
    rows : int
        Customers of the file.
    profiled : int
        Those that the profile is made of.
    without_zone : int
        No zone of the level: address not found, or not finely enough.
    outside_area : int
        In a zone that the area does not hold.
    without_class : int
        In a zone of the area that has no class, or whose class has no household in the area.
    without_weight : int
        In a class, but their value is missing, negative or infinite.
    """

    rows: int
    profiled: int
    without_zone: int
    outside_area: int
    without_class: int
    without_weight: int


@dataclass(frozen=True)
class Tally:
    """Counts by class, in the order of the codes; only classes that have households in the area.

    Attributes
    ----------
    codes : array of text, shape (k,)
    households : array of shape (k,)
    class_number : array of shape (n,)
        Position in `codes` of each customer profiled, sorted by class, then weight: the order of rows is lost.
    weight : array of shape (n,)
    unclassed_households : float
        Households of the area in zones without a class: part of neither side.
    account : Account
    """

    codes: NDArray[np.object_]
    households: NDArray[np.float64]
    class_number: NDArray[np.intp]
    weight: NDArray[np.float64]
    unclassed_households: float
    account: Account

    @property
    def customers(self) -> NDArray[np.int64]:
        """Customers by class, shape (k,)."""
        return np.bincount(self.class_number, minlength=len(self.codes)).astype(np.int64)

    @property
    def values(self) -> NDArray[np.float64]:
        """Sum of weights by class, shape (k,)."""
        return sum_by_class(self.class_number, self.weight, len(self.codes))


def sum_by_class(number: NDArray[np.intp], weight: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Add up the weights of each class, in the order given.

    Parameters
    ----------
    number : whole numbers of shape (n,)
        Class of each, 0 to `count` - 1.
    weight : array of shape (n,)
    count : int
        Number of classes.
    """
    return np.asarray(np.bincount(number, weights=weight, minlength=count), dtype=float)


def tally_customers(classes: ZoneClasses, customers: Customers, population: Population) -> Tally:
    """Count customers and households by class.

    Raises
    ------
    TableError
        If classes and population are of different levels, or no household of the area has a class.
    """
    if classes.level != population.level:
        raise TableError(
            f"Classes of {classes.dimension!r} are of level {classes.level!r}, the population of level "
            f"{population.level!r}: take both at one level."
        )
    area = population.households
    code = classes.of_zone.reindex(area.index).fillna("").to_numpy(dtype=object)
    code = np.where(area.to_numpy() > 0, code, "")  # customers of nobody's households would count on one side alone
    by_code = area.groupby(code).sum().sort_index()
    codes = [str(name) for name, count in by_code.items() if name != "" and count > 0]
    if not codes:
        raise TableError(f"No household of the area lives in a zone with a class of {classes.dimension!r}: widen it.")
    number_of_zone = pd.Index(codes).get_indexer(pd.Index(code))
    zone = area.index.get_indexer(pd.Index(customers.zone_id))
    number = np.where(zone >= 0, number_of_zone[zone], -1)
    counted = (number >= 0) & ~np.isnan(customers.weight)
    order = np.lexsort((customers.weight[counted], number[counted]))
    households = by_code.loc[codes].to_numpy(dtype=float)
    return Tally(
        np.array(codes, dtype=object),
        households,
        number[counted][order],
        customers.weight[counted][order],
        float(area[number_of_zone < 0].sum()),
        _account(customers, zone, number, counted),
    )


def _account(
    customers: Customers, zone: NDArray[np.intp], number: NDArray[np.intp], counted: NDArray[np.bool_]
) -> Account:
    """Say of every customer where it went."""
    nowhere = customers.zone_id == ""
    return Account(
        rows=len(zone),
        profiled=int(counted.sum()),
        without_zone=int(nowhere.sum()),
        outside_area=int((~nowhere & (zone < 0)).sum()),
        without_class=int(((zone >= 0) & (number < 0)).sum()),
        without_weight=int(((number >= 0) & ~counted).sum()),
    )
