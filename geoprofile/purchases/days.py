"""Who bought on which day, for how much: the table that every figure of a customer is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["PurchaseDays"]


@dataclass(frozen=True, eq=False)
class PurchaseDays:
    """The days on which customers bought, cancelled orders left out.

    Attributes
    ----------
    customer_ids : object array of shape (k,)
        Identifiers as text, sorted; also those whose every order was cancelled.
    customer : int64 array of shape (n,)
        Position in `customer_ids`; with `day`, each pair once, sorted by customer then day.
    day : int64 array of shape (n,)
        Days since 1970-01-01.
    orders : int64 array of shape (n,)
        Distinct orders of that day, at least 1.
    amount : array of shape (n,)
        What they came to less what was sent back of them, in `currency`; not below 0.
    categories : tuple of c str
        Names of the categories of goods, most turnover first; () where the file has none.
    category_amount : array of shape (k, c)
        What each customer spent on each category over the whole file.
    returned : array of shape (k,)
        What each customer sent back, not below 0, cancelled orders included.
    cancelled_orders : int64 array of shape (k,)
    currency : str
        ISO 4217 code (`EUR`), "" where the file does not say.
    """

    customer_ids: NDArray[np.object_]
    customer: NDArray[np.int64]
    day: NDArray[np.int64]
    orders: NDArray[np.int64]
    amount: NDArray[np.float64]
    categories: tuple[str, ...]
    category_amount: NDArray[np.float64]
    returned: NDArray[np.float64]
    cancelled_orders: NDArray[np.int64]
    currency: str = ""
