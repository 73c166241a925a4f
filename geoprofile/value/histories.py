"""What is known of each customer on a day: purchases after the first, their span, the mean amount."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["DayTable", "Histories", "actual", "histories"]


class DayTable(Protocol):
    """Who bought on which day, for how much: the part of the table of purchase days that is read here.

    `customer` holds positions in `customer_ids`; with `day` (since 1970-01-01), each pair stands once.
    """

    @property
    def customer_ids(self) -> NDArray[np.object_]: ...  # noqa: D102  what it is stands above
    @property
    def customer(self) -> NDArray[np.int64]: ...  # noqa: D102
    @property
    def day(self) -> NDArray[np.int64]: ...  # noqa: D102
    @property
    def amount(self) -> NDArray[np.float64]: ...  # noqa: D102


@dataclass(frozen=True, eq=False)
class Histories:
    """What is known of the customers who had bought by a day; arrays of shape (n,), one place a customer.

    The sufficient statistics of Fader, Hardie and Lee (2005), with purchases counted as days.

    Attributes
    ----------
    customer : whole numbers
        Position of each in the table of customers, ascending.
    repeats : array
        Days with a purchase after the first.
    recency_days : array
        From the first purchase to the last, 0 where there is one.
    age_days : array
        From the first purchase to the day; not below `recency_days`.
    total : array
        Amounts of all purchase days together, the first included.
    square_total : array
        Their squares together.
    """

    customer: NDArray[np.int64]
    repeats: NDArray[np.float64]
    recency_days: NDArray[np.float64]
    age_days: NDArray[np.float64]
    total: NDArray[np.float64]
    square_total: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.customer)

    @property
    def purchase_days(self) -> NDArray[np.float64]:
        """Count the days with a purchase, the first included."""
        return self.repeats + 1

    @property
    def mean_amount(self) -> NDArray[np.float64]:
        """Give the mean amount of a purchase day."""
        return self.total / self.purchase_days

    def distinct(self) -> tuple[Histories, NDArray[np.intp]]:
        """Give each history once, in an order of their own, and the place of every customer's among them.

        What is drawn at random is drawn for these, so that it neither hangs on the order of the customers nor
        differs between two who are alike.
        """
        rows = np.column_stack([self.repeats, self.recency_days, self.age_days, self.total])
        _, first, place = np.unique(rows, axis=0, return_index=True, return_inverse=True)
        return self.take(first), place.reshape(-1)

    def sample(self, most: int) -> NDArray[np.intp]:
        """Give the places of this many at most, spread evenly over their histories from rarest to most frequent.

        The same histories are drawn whatever the order and the names of the customers.
        """
        if len(self) <= most:
            return np.arange(len(self))
        order = np.lexsort((self.square_total, self.total, self.age_days, self.recency_days, self.repeats))
        return order[np.linspace(0, len(self) - 1, most).round().astype(np.intp)]

    def take(self, chosen: NDArray[np.intp] | NDArray[np.bool_]) -> Histories:
        """Keep these customers."""
        return Histories(
            self.customer[chosen],
            self.repeats[chosen],
            self.recency_days[chosen],
            self.age_days[chosen],
            self.total[chosen],
            self.square_total[chosen],
        )


def histories(
    customer: NDArray[np.int64],
    day: NDArray[np.int64],
    amount: NDArray[np.float64],
    *,
    customer_count: int,
    as_of_day: int,
) -> Histories:
    """Sum up what was known of each customer at the end of a day.

    Parameters
    ----------
    customer : whole numbers of shape (n,)
        Position of the customer of each purchase day, from 0 to `customer_count` - 1.
    day : whole numbers of shape (n,)
        Days since 1970-01-01; those after `as_of_day` are left out.
    amount : array of shape (n,)
    customer_count : int
    as_of_day : int

    Returns
    -------
    Histories
        Of the customers who had bought by then.
    """
    known = day <= as_of_day
    who, when, spent = customer[known], day[known], amount[known]
    count = np.bincount(who, minlength=customer_count)
    first = np.full(customer_count, np.iinfo(np.int64).max)
    last = np.full(customer_count, np.iinfo(np.int64).min)
    np.minimum.at(first, who, when)
    np.maximum.at(last, who, when)
    bought = np.flatnonzero(count)
    return Histories(
        customer=bought.astype(np.int64),
        repeats=count[bought].astype(float) - 1,
        recency_days=(last[bought] - first[bought]).astype(float),
        age_days=(as_of_day - first[bought]).astype(float),
        total=np.bincount(who, weights=spent, minlength=customer_count)[bought].astype(float),
        square_total=np.bincount(who, weights=spent**2, minlength=customer_count)[bought].astype(float),
    )


def actual(
    customer: NDArray[np.int64],
    day: NDArray[np.int64],
    amount: NDArray[np.float64],
    *,
    customer_count: int,
    from_day: int,
    to_day: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sum up what customers did from one day to another, both included.

    Parameters
    ----------
    customer, day, amount : arrays of shape (n,)
        As for `histories`.
    customer_count, from_day, to_day : int

    Returns
    -------
    purchases, value : arrays of shape (customer_count,)
        Days with a purchase and the amounts of them together; 0 for who did not buy.
    """
    inside = (day >= from_day) & (day <= to_day)
    purchases = np.bincount(customer[inside], minlength=customer_count).astype(float)
    return purchases, np.bincount(customer[inside], weights=amount[inside], minlength=customer_count).astype(float)
