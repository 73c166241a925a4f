"""Days of purchase made of orders that returns are set against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geoprofile.purchases.days import PurchaseDays
from geoprofile.purchases.lines import AMOUNT_UNITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.purchases.returns import SettledOrders

__all__ = ["MOST_CATEGORIES", "OTHER_CATEGORIES", "make_days"]

# What each customer spent on each is held; beyond so many, the smaller ones are one.
MOST_CATEGORIES = 40
OTHER_CATEGORIES = "(...)"


def make_days(
    orders: dict[str, NDArray[Any]],
    settled: SettledOrders,
    spent: dict[str, NDArray[Any]],
    customers: list[str],
    categories: list[str],
    currency: str,
) -> PurchaseDays:
    """Add up orders by customer and day.

    Parameters
    ----------
    orders : dict of arrays of shape (n,)
        As `OrderSums.orders` gives them.
    settled : SettledOrders
    spent : dict of arrays
        As `OrderSums.spent` gives them.
    customers, categories : list of str
        Texts of their numbers.
    currency : str
    """
    numbers = np.unique(orders["customer"])
    ids = [customers[number] for number in numbers.tolist()]
    ranked = np.argsort(np.array(ids, dtype=object), kind="stable")
    place = np.full(len(customers), -1, dtype=np.int64)
    place[numbers[ranked]] = np.arange(len(numbers))
    who, count = place[orders["customer"]], len(numbers)
    stands = settled.left > 0
    days, which = np.unique(_pairs(who[stands], orders["day"][stands]), return_inverse=True)
    names, by_category = _by_category(spent, place, categories, count)
    return PurchaseDays(
        customer_ids=np.array(ids, dtype=object)[ranked],
        customer=days >> 32,
        day=(days & 0xFFFFFFFF) - (1 << 31),
        orders=np.bincount(which, minlength=len(days)).astype(np.int64),
        amount=_sums(which, settled.left[stands], len(days)),
        categories=names,
        category_amount=by_category,
        returned=_sums(who, settled.taken, count),
        cancelled_orders=np.bincount(who[settled.is_cancelled], minlength=count).astype(np.int64),
        currency=currency,
    )


def _pairs(who: NDArray[np.int64], day: NDArray[Any]) -> NDArray[np.int64]:
    """Make one number of customer and day that sorts as the two do."""
    return (who << 32) | (day.astype(np.int64) + (1 << 31))


def _sums(which: NDArray[np.integer[Any]], units: NDArray[np.int64], count: int) -> NDArray[np.float64]:
    """Add up whole ten-thousandths exactly, then give amounts."""
    total = np.zeros(count, dtype=np.int64)
    np.add.at(total, which, units)
    return total / AMOUNT_UNITS


def _by_category(
    spent: dict[str, NDArray[Any]], place: NDArray[np.int64], categories: list[str], count: int
) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Lay out what customers spent by category, those of most turnover first, the smallest joined."""
    total = np.zeros(len(categories), dtype=np.int64)
    np.add.at(total, spent["category"], spent["spent"])
    ranked = sorted((i for i, name in enumerate(categories) if name), key=lambda i: (-total[i], categories[i]))
    ranked = [i for i in ranked if total[i] > 0]
    names = [categories[i] for i in ranked]
    if len(names) > MOST_CATEGORIES:
        names = [*names[: MOST_CATEGORIES - 1], OTHER_CATEGORIES]
    column = np.full(len(categories) + 1, -1)
    column[ranked] = np.minimum(np.arange(len(ranked)), MOST_CATEGORIES - 1)
    who, what = place[spent["customer"]], column[spent["category"]]
    known = (what >= 0) & (who >= 0)
    table = np.zeros((count, len(names)), dtype=np.int64)
    np.add.at(table, (who[known], what[known]), spent["spent"][known])
    return tuple(names), np.maximum(table, 0) / AMOUNT_UNITS
