"""All that is known of each customer in one table: what they buy, and the columns of their file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.user_cells import number_cells

if TYPE_CHECKING:
    from geoprofile.recipes.segment.customers import CustomerFile

__all__ = ["ENGAGEMENT", "KEY", "known_table"]

KEY = "key"

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


def known_table(file: CustomerFile | None, joined: pd.DataFrame) -> pd.DataFrame:
    """Lay out all that is known of customers, one row each, in the order of `joined`.

    Parameters
    ----------
    file : CustomerFile or None
    joined : DataFrame of n rows
        As `join_orders` gives it.

    Returns
    -------
    DataFrame of n rows
        `KEY` (a text of their own for each), measures of the purchases, engagement under its own names, and the other
        columns of the file; those that repeat a measure are left out.
    """
    table = pd.DataFrame({KEY: _keys(joined["customer_id"])})
    for name in MEASURES:
        column = joined[name]
        # Who never bought has no amount, rather than one of 0: nothing is known of how they buy.
        table[name] = column if name == "orders" or joined["orders"].all() else column.where(joined["orders"] > 0)
    if file is None:
        return table
    own = file.rows.drop(columns=[file.id_column, *file.zone_columns.values()], errors="ignore")
    own = own.rename(columns=_engagement_names(own))
    sample = np.linspace(0, len(own) - 1, min(len(own), SAMPLE)).astype(int) if len(own) else np.empty(0, dtype=int)
    for name in map(str, own):
        if name not in joined.columns and not _repeats_a_measure(own[name].iloc[sample], joined.iloc[sample]):
            table[name] = own[name].reindex(range(len(joined))).fillna("").to_numpy(dtype=object)
    return table


def _keys(ids: pd.Series) -> pd.Series:
    """Tell rows apart that share a number, or have none, by their place among those alike."""
    return ids.astype("str") + "|" + ids.groupby(ids).cumcount().astype("str")


def _engagement_names(own: pd.DataFrame) -> dict[str, str]:
    """Find the columns of engagement, one of each kind."""
    found: dict[str, str] = {}
    for known, pattern in ENGAGEMENT.items():
        name = next((str(name) for name in own if pattern.fullmatch(str(name))), None)
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
