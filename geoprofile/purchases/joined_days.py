"""Orders whose lines bear several days: one order, on its first day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["join_days"]

# Lines of an order that are invoiced or sent later follow within so many days.
DAYS_APART = 7


def join_days(orders: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Make one order of what a customer bought under one number within a week.

    Not where numbers come again later at least as often as within the week: that is a till which counts anew.

    Parameters
    ----------
    orders : dict of arrays of shape (n,)
        `customer`, `order`, `day`, `sold`, `back`, `instant`, `kind`.
    """
    if not len(orders["day"]):
        return orders
    rows = _alike(orders)
    rows = rows[np.lexsort([orders[name][rows] for name in ("day", "order", "customer")])]
    if len(rows) < 2:  # noqa: PLR2004  nothing to join
        return orders
    same = (np.diff(orders["customer"][rows]) == 0) & (orders["order"][rows][1:] == orders["order"][rows][:-1])
    gap = np.diff(orders["day"][rows])
    near = same & (gap <= DAYS_APART)
    if 2 * int(near.sum()) <= int(same.sum()):
        return orders
    return _joined(orders, _groups(orders["day"][rows], near), rows)


def _alike(orders: dict[str, NDArray[Any]]) -> NDArray[np.intp]:
    """Find the sales whose customer and number may occur again (other than by chance, as hashes meet)."""
    sales = np.flatnonzero(orders["sold"] > 0)
    key = orders["order"][sales] ^ (orders["customer"][sales].astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    ranked = np.sort(key)
    return sales[np.isin(key, ranked[1:][ranked[1:] == ranked[:-1]])]


def _groups(day: NDArray[np.int64], near: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Number the orders that rows belong to: each reaches a week from its first day."""
    group = np.zeros(len(day), dtype=np.int64)
    first = 0
    for row, is_near in enumerate(near.tolist(), start=1):
        if not is_near or day[row] - day[first] > DAYS_APART:
            first = row
        group[row] = first
    return group


def _joined(
    orders: dict[str, NDArray[Any]], first: NDArray[np.int64], rows: NDArray[np.intp]
) -> dict[str, NDArray[Any]]:
    """Add rows to the first of their order, and drop them."""
    later = first != np.arange(len(first))
    into, gone = rows[first[later]], rows[later]
    summed = {name: orders[name].copy() for name in ("sold", "back")}
    for column in summed.values():
        np.add.at(column, into, column[gone])
    kept = np.ones(len(orders["day"]), dtype=bool)
    kept[gone] = False
    return {name: values[kept] for name, values in (orders | summed).items()}
