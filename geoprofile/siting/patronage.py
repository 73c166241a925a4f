"""Who goes to which store: customers counted by pair of store and zone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import TableError
from geoprofile.siting.totals import totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.travel.reach import Reach

__all__ = ["Patronage", "Visits", "patronage"]


@dataclass(frozen=True, eq=False)
class Patronage:
    """Customers of each pair of a reach, and those who live beyond the reach of their store.

    Attributes
    ----------
    customers : array of shape (n,)
    beyond : array of shape (s,)
        Of each store.
    """

    customers: NDArray[np.float64]
    beyond: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Visits:
    """Which store each customer uses, and where they live.

    Attributes
    ----------
    store, zone : int64 arrays of shape (c,)
        Rows; -1 where it is not known.
    """

    store: NDArray[np.int64]
    zone: NDArray[np.int64]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Tell of which customers both are known."""
        return (self.store >= 0) & (self.zone >= 0)

    def counted(self, reach: Reach, kept: NDArray[np.bool_] | None = None) -> NDArray[np.float64]:
        """Count the customers of each pair of a reach, or some of them."""
        told = self.known if kept is None else self.known & kept
        return patronage(reach, self.store[told], self.zone[told]).customers


def patronage(
    reach: Reach, store: NDArray[np.int64], zone: NDArray[np.int64], weight: NDArray[np.float64] | None = None
) -> Patronage:
    """Count customers by pair of store and zone.

    Parameters
    ----------
    store, zone : int64 arrays of shape (c,)
        Row of the store and of the zone of each customer, or of each line of a table of counts.
    weight : array of shape (c,), optional
        How many, or how much, each stands for; 1 unless told.

    Raises
    ------
    TableError
        If a store or zone is none of the reach, or a weight is negative or missing.
    """
    weight = np.ones(len(store)) if weight is None else weight
    for name, rows, count in (("store", store, reach.origin_count), ("zone", zone, reach.zone_count)):
        if len(rows) and not (rows.min() >= 0 and rows.max() < count):
            raise TableError(f"A customer has a {name} that is none of the {count} of the reach: leave out such rows.")
    if not (np.isfinite(weight) & (weight >= 0)).all():
        row = int(np.flatnonzero(~(np.isfinite(weight) & (weight >= 0)))[0])
        raise TableError(f"The weight of customer row {row} is missing or negative: give a number, or leave it out.")
    key = reach.origin * reach.zone_count + reach.zone
    place = np.searchsorted(key, store * reach.zone_count + zone)
    found = np.zeros(len(store), dtype=bool)
    inside = place < len(key)
    found[inside] = key[place[inside]] == (store * reach.zone_count + zone)[inside]
    return Patronage(
        totals(place[found], weight[found], len(key)),
        totals(store[~found], weight[~found], reach.origin_count),
    )
