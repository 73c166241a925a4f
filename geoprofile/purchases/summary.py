"""One row a customer: when first and last, how often, how much, how regularly, of how many kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geoprofile.purchases.orders import day_number
from geoprofile.purchases.variables import category_variables

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from geoprofile.purchases.days import PurchaseDays

__all__ = ["SUMMARY_COLUMNS", "category_shares", "customer_summary"]

SUMMARY_COLUMNS = (
    "customer_id", "first_purchase", "last_purchase", "recency_days", "tenure_days", "orders", "purchase_days",
    "turnover", "basket_mean", "interval_days", "categories", "top_category", "returned", "returned_share",
)  # fmt: skip


def customer_summary(days: PurchaseDays, as_of: date) -> pd.DataFrame:
    """Sum up what each customer did until a day, that day included.

    Categories and returns are of the whole file, as `PurchaseDays` holds them.

    Parameters
    ----------
    days : PurchaseDays
    as_of : date
        Later purchases are left out; recency and tenure are counted to this day.

    Returns
    -------
    DataFrame
        One row a customer, by `customer_id`, with `SUMMARY_COLUMNS`: dates (datetime64[s], missing for who never
        bought), `recency_days` and `tenure_days` (since last and first purchase, NaN likewise), `orders`,
        `purchase_days` (whole numbers), `turnover` (net of returns, in the currency of `days`), `basket_mean` (per
        order), `interval_days` (mean days between days of purchase, NaN for fewer than two), `categories` (number),
        `top_category` (text), `returned` and `returned_share` (of all that was bought, 0-1, NaN where nothing was).
    """
    until = day_number(as_of)
    kept = days.day <= until
    who, day, count = days.customer[kept], days.day[kept], len(days.customer_ids)
    bought = np.bincount(who, minlength=count).astype(np.int64)
    orders = np.bincount(who, weights=days.orders[kept], minlength=count).astype(np.int64)
    turnover = np.bincount(who, weights=days.amount[kept], minlength=count).astype(float)
    first, last = _first_last(who, day, bought)
    has_bought = bought > 0
    gross = turnover + days.returned
    return pd.DataFrame(
        {
            "customer_id": pd.Series(days.customer_ids, dtype="str"),
            "first_purchase": _dates(first, has_bought),
            "last_purchase": _dates(last, has_bought),
            "recency_days": np.where(has_bought, until - last, np.nan),
            "tenure_days": np.where(has_bought, until - first, np.nan),
            "orders": orders,
            "purchase_days": bought,
            "turnover": turnover,
            "basket_mean": _ratio(turnover, orders),
            "interval_days": _ratio(last - first, np.maximum(bought - 1, 0)),
            "categories": (days.category_amount > 0).sum(axis=1).astype(np.int64),
            "top_category": pd.Series(_top_category(days), dtype="str"),
            "returned": days.returned,
            "returned_share": _ratio(days.returned, gross),
        }
    )


def category_shares(days: PurchaseDays) -> pd.DataFrame:
    """Share out what each customer spent over the categories of most turnover.

    Returns
    -------
    DataFrame
        One row a customer: `customer_id`, then a column each of `category_variables` (0-1, NaN for who spent nothing on
        any category).
    """
    total = days.category_amount.sum(axis=1)
    shares = {
        variable.name: _ratio(days.category_amount[:, number], total)
        for number, variable in enumerate(category_variables(days.categories))
    }
    return pd.DataFrame({"customer_id": pd.Series(days.customer_ids, dtype="str")} | shares)


def _first_last(who: NDArray[np.int64], day: NDArray[np.int64],
                bought: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:  # fmt: skip
    """Give the first and last day of each customer, 0 for who has none; rows are by customer, then day."""
    first, last = np.zeros((2, len(bought)), dtype=np.int64)
    ends = np.cumsum(bought)
    some = bought > 0
    if len(who):
        first[some], last[some] = day[(ends - bought)[some]], day[(ends - 1)[some]]
    return first, last


def _dates(day: NDArray[np.int64], known: NDArray[np.bool_]) -> NDArray[np.datetime64]:
    dates = day.astype("datetime64[D]").astype("datetime64[s]")
    return np.where(known, dates, np.datetime64("NaT", "s"))


def _ratio(part: NDArray[Any], whole: NDArray[Any]) -> NDArray[np.float64]:
    """Divide, NaN where the whole is 0."""
    ratio: NDArray[np.float64] = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return ratio


def _top_category(days: PurchaseDays) -> NDArray[np.object_]:
    if not days.categories:
        return np.full(len(days.customer_ids), "", dtype=object)
    names = np.array(days.categories, dtype=object)
    return np.where(days.category_amount.max(axis=1) > 0, names[days.category_amount.argmax(axis=1)], "")
