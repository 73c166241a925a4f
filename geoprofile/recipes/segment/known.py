"""All that is known of each customer in one table: what they buy, and the columns of their file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.purchases.variables import SHARE
from geoprofile.user_cells import number_cells

if TYPE_CHECKING:
    from collections.abc import Collection

    from geoprofile.recipes.segment.customers import CustomerFile

__all__ = ["ENGAGEMENT", "KEY", "TOLD", "known_table"]

KEY = "customer key"
# What is told of a customer, in this order; `segment` is followed by its name.
TOLD = (
    "first_purchase", "last_purchase", "recency_days", "tenure_days", "orders", "purchase_days", "turnover",
    "basket_mean", "interval_days", "categories", "top_category", "returned", "returned_share", "recency_score",
    "frequency_score", "monetary_score", "rfm", "segment", "segment_name", "action", "expected_purchases",
    "expected_purchases_low", "expected_purchases_high", "expected_value", "expected_value_low", "expected_value_high",
    "alive_probability", "mode", "mode_name", "type", "message_key", "repeats_row",
)  # fmt: skip
NUMBERED = re.compile(r"_\d+$")

MEASURES = (
    "recency_days", "tenure_days", "orders", "turnover", "basket_mean", "interval_days", "categories", "top_category",
    "returned_share",
)  # fmt: skip
# Engagement under the names that files give it.
ENGAGEMENT = {
    "emails_opened": re.compile(r"(e_?mails?_?|nb_?|courriels?_?)?(opened|opens?|ouvert(e?s|ures?))", re.IGNORECASE),
    "emails_clicked": re.compile(r"(e_?mails?_?|nb_?|courriels?_?)?(clicked|clicks?|cliques?|clics?)", re.IGNORECASE),
    "site_visits": re.compile(r"(nb_?)?(site_?|web_?)?(visits?|visites?)(_?(du_?)?(site|web))?", re.IGNORECASE),
}
# A column whose order of customers is that of a measure says the same again.
SAME_ORDER = 0.98
# Enough customers for that to be seen, on a sample of so many.
LEAST_PAIRS, SAMPLE = 20, 20_000


def known_table(file: CustomerFile | None, people: pd.DataFrame) -> pd.DataFrame:
    """Lay out all that is known of customers, one row each, in the order of `people`.

    Parameters
    ----------
    file : CustomerFile or None
    people : DataFrame of n rows
        As `join_orders` gives them.

    Returns
    -------
    DataFrame of n rows
        `KEY` (the customer), measures of the purchases, engagement under its own names, and the other columns of the
        file; those that repeat a measure, and what an earlier run wrote, are left out.
    """
    table = pd.DataFrame({KEY: people["customer_id"]})
    for name in (*MEASURES, *(name for name in people if str(name).startswith(SHARE))):
        # Who never bought has no amount, rather than one of 0: nothing is known of how they buy.
        table[name] = people[name] if name == "orders" else people[name].where(people["orders"] > 0)
    if file is None:
        return table
    ours = {file.id_column, *file.zone_columns.values(), KEY, *_written_by_us(list(map(str, file.rows)))}
    given = {name: name for name in map(str, file.rows) if name not in ours}
    given |= {known: given.pop(name) for name, known in _engagement_names(given).items()}
    in_file = people[people["file_row"] >= 0]
    sample = in_file.iloc[np.linspace(0, len(in_file) - 1, min(len(in_file), SAMPLE)).astype(int)]
    for name, column in given.items():
        if name not in people.columns and not _repeats_a_measure(file.rows[column].iloc[sample["file_row"]], sample):
            table[name] = file.of_people(column, people["file_row"])
    return table


def _written_by_us(names: Collection[str]) -> set[str]:
    """Give the columns that an earlier run of this recipe wrote, numbered or not."""
    if not {"rfm", "segment_name", "alive_probability"} <= {*names}:
        return set()
    return {name for name in names if NUMBERED.sub("", name) in TOLD}


def _engagement_names(own: Collection[str]) -> dict[str, str]:
    """Find the columns of engagement, one of each kind."""
    found: dict[str, str] = {}
    for known, pattern in ENGAGEMENT.items():
        name = next((name for name in own if pattern.fullmatch(name)), None)
        if name is not None and (name == known or known not in own):
            found[name] = known
    return found


def _repeats_a_measure(column: pd.Series, joined: pd.DataFrame) -> bool:
    """Tell whether a column puts customers in the order of a measure of their purchases."""
    numbers, unread = number_cells(column)
    if unread.any() or np.isnan(numbers).all():
        return False
    ranked, repeats = pd.Series(numbers), False
    for name in ("turnover", "orders", "basket_mean", "recency_days", "tenure_days"):
        measure = pd.Series(joined[name].to_numpy(dtype=float, na_value=np.nan))
        both = ranked.notna() & measure.notna()
        one, other = ranked[both].rank(), measure[both].rank()
        if len(one) >= LEAST_PAIRS and one.min() < one.max() and other.min() < other.max():
            repeats |= bool(abs(one.corr(other)) >= SAME_ORDER)
    return repeats
