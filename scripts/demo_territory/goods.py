"""What the customers buy, and what they send back."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["CATEGORIES", "returns", "with_categories"]

CATEGORIES = ("Luminaires", "Maison", "Jardin", "Textile", "Cadeaux")
# Shares of the five categories by kind of neighbourhood: gardens where there are houses, lamps in flats.
TASTES = {
    "centre": (0.36, 0.24, 0.02, 0.20, 0.18), "young": (0.40, 0.26, 0.05, 0.17, 0.12),
    "west": (0.26, 0.22, 0.24, 0.14, 0.14), "estate": (0.22, 0.34, 0.02, 0.32, 0.10),
    "ring": (0.20, 0.26, 0.30, 0.14, 0.10), "village": (0.16, 0.24, 0.38, 0.12, 0.10),
    "rural": (0.14, 0.24, 0.42, 0.12, 0.08),
}  # fmt: skip
OTHERS = (0.26, 0.28, 0.14, 0.20, 0.12)
# How much a customer keeps to own habits: the lower, the fewer categories each of them buys.
EVENNESS = 3.0
RETURN_RATE, WHOLE_SHARE = 0.04, 0.45


def with_categories(lines: pd.DataFrame, kinds: pd.Series) -> pd.DataFrame:
    """Give each order its category of goods, after the taste of its customer.

    Parameters
    ----------
    lines : DataFrame
        Orders: order_id, client_id, date, store_id, amount_eur.
    kinds : Series
        Kind of neighbourhood, by client_id.

    Returns
    -------
    DataFrame
        The columns of `lines`, with `category` before the amount.
    """
    rng = np.random.default_rng([2024, 12])
    own = np.array([rng.dirichlet(np.array(TASTES.get(kind, OTHERS)) * EVENNESS) for kind in kinds])
    taste = own[kinds.index.get_indexer(pd.Index(lines["client_id"]))].cumsum(axis=1)
    drawn = (rng.random(len(lines))[:, None] > taste[:, :-1]).sum(axis=1)
    categories = np.array(CATEGORIES, dtype=object)[drawn]
    at = list(lines.columns).index("amount_eur")
    return pd.concat([lines.iloc[:, :at], pd.Series(categories, lines.index, name="category"), lines["amount_eur"]],
                     axis=1)  # fmt: skip


def returns(lines: pd.DataFrame, last_day: np.datetime64) -> pd.DataFrame:
    """Draw what comes back: the whole order, or a part of it, two to thirty days later.

    Parameters
    ----------
    last_day : datetime64
        What would come back later is not in the file yet.

    Returns
    -------
    DataFrame
        Lines as those of `lines`, amounts below 0, order_id R00001 and so on by date.
    """
    rng = np.random.default_rng([2024, 13])
    back = lines[rng.random(len(lines)) < RETURN_RATE]
    part = np.where(rng.random(len(back)) < WHOLE_SHARE, 1.0, rng.uniform(0.2, 0.7, len(back)))
    days = rng.integers(2, 31, len(back)).astype("timedelta64[D]")
    sent = back.assign(date=back["date"] + days, amount_eur=-(back["amount_eur"] * part).round(2))
    sent = sent[sent["date"] <= last_day].sort_values(["date", "client_id"], kind="stable").reset_index(drop=True)
    return sent.assign(order_id=[f"R{i + 1:05d}" for i in range(len(sent))])
