"""Returns set against the orders that they undo: by number, by total, or off what was bought before."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["SettledOrders", "settle_returns"]

# A return is of something bought lately: no further back is looked for it among a customer's orders.
ORDERS_BACK = 1000


@dataclass(frozen=True, eq=False)
class SettledOrders:
    """Orders once returns are set against them.

    Attributes
    ----------
    left : int64 array of shape (n,)
        What remains of each order, not below 0.
    taken : int64 array of shape (n,)
        What was sent back of each.
    unmatched : int64 array of shape (n,)
        Of each document that sends back: what is of no order in the file.
    """

    left: NDArray[np.int64]
    taken: NDArray[np.int64]
    unmatched: NDArray[np.int64]

    @property
    def is_cancelled(self) -> NDArray[np.bool_]:
        """Find the orders of which nothing remains."""
        return np.asarray((self.taken > 0) & (self.left == 0))


def settle_returns(orders: dict[str, NDArray[Any]]) -> SettledOrders:
    """Take off orders what was sent back of them.

    For each customer in turn, returns in order of time: (1) off the order of the same number; (2) against the
    latest order before, of the same day at the latest, whose whole total is the same; (3) off the latest such
    order of which as much remains, or else off several, the latest first. What is of no order is left over.

    Parameters
    ----------
    orders : dict of arrays of shape (n,)
        `customer`, `order`, `day`, `instant`, `sold`, `back`, sorted by customer, instant and number.

    Returns
    -------
    SettledOrders
    """
    left, over = _same_number(orders)
    ends = np.append(np.flatnonzero(np.diff(orders["customer"])) + 1, len(left))
    for start, end in _customers_with(over > 0, ends):
        _settle_customer({name: values[start:end] for name, values in orders.items()}, left[start:end], over[start:end])
    taken = orders["sold"] - left
    return SettledOrders(left, taken, over)


def _same_number(orders: dict[str, NDArray[Any]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Set what was sent back under the number of an order against it, latest day first."""
    sold, back = orders["sold"], orders["back"]
    within = np.minimum(sold, back)
    left, over = sold - within, back - within
    rows = np.flatnonzero(over > 0)
    if not len(rows):
        return left, over
    alike = np.flatnonzero(np.isin(orders["order"], orders["order"][rows]))
    owner, number = orders["customer"][alike].tolist(), orders["order"][alike].tolist()
    keys = {row: (who, what) for row, who, what in zip(alike.tolist(), owner, number, strict=True)}
    same: dict[tuple[int, int], list[int]] = {}
    for row, key in keys.items():
        if left[row] > 0:
            same.setdefault(key, []).append(row)
    for row in rows.tolist():
        for sale in reversed(same.get(keys[row], [])):
            _take(left, over, sale, row)
    return left, over


def _customers_with(rows: NDArray[np.bool_], ends: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Give first and last row of each customer that has such a row."""
    for place in np.unique(np.searchsorted(ends, np.flatnonzero(rows), side="right")).tolist():
        yield (int(ends[place - 1]) if place else 0), int(ends[place])


def _settle_customer(orders: dict[str, NDArray[Any]], left: NDArray[np.int64], over: NDArray[np.int64]) -> None:
    """Settle the returns of one customer that no number of an order tells of; `left` and `over` are changed."""
    instants, days = orders["instant"].tolist(), orders["day"].tolist()
    sold, untouched = orders["sold"], orders["sold"] == left
    # An order that its status calls off may have its credit note too: that one takes nothing more.
    voided = (orders["sold"] > 0) & (left == 0) & (orders["back"] == orders["sold"])
    for row in np.flatnonzero(over > 0).tolist():
        before = _sales_before(row, instants, days, sold)
        whole = next((s for s in before if sold[s] == over[row] and (untouched[s] or voided[s])), None)
        if whole is not None:
            left[whole], over[row] = 0, 0
            untouched[whole] = voided[whole] = False
            continue
        enough = next((sale for sale in before if left[sale] >= over[row]), None)
        for sale in before if enough is None else [enough]:
            untouched[sale] &= not _take(left, over, sale, row)


def _sales_before(row: int, instants: list[int], days: list[int], sold: NDArray[np.int64]) -> list[int]:
    """List the sales up to a return, the latest first, then those later on its day."""
    now = bisect_right(instants, instants[row])
    tonight = bisect_right(days, days[row])
    places = [*range(now - 1, max(now - 1 - ORDERS_BACK, -1), -1), *range(now, tonight)]
    return [place for place in places if sold[place] > 0]


def _take(left: NDArray[np.int64], over: NDArray[np.int64], sale: int, row: int) -> bool:
    """Take as much of a return off a sale as goes; tell whether anything was."""
    part = min(left[sale], over[row])
    left[sale] -= part
    over[row] -= part
    return bool(part > 0)
