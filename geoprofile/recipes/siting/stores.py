"""Own stores as a reader is told of them: the model beside what is seen, and what publishing keeps back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.suppression import SMALLEST_CELL, hidden_cells

if TYPE_CHECKING:
    import pandas as pd

    from geoprofile.recipes.siting.flow import SitesResult
    from geoprofile.recipes.siting.network import ChainPlan

__all__ = ["file_share", "told_stores", "withhold"]


def told_stores(result: SitesResult) -> pd.DataFrame:
    """Give the own stores with `model_index`: what the model gives each, 100 being the customers seen.

    A model is not made to hit each store, and a number of its customers beside those seen would be taken for a
    forecast; so it is told as an index where both count customers, and is missing elsewhere.
    """
    stores = result.stores
    seen = stores["seen"].where(stores["seen"] > 0)
    index = 100 * stores["expected"] / seen if result.choice.is_counted else seen * np.nan
    return stores.assign(model_index=index)


def file_share(stores: pd.DataFrame, spent_eur: float) -> float:
    """Give which part of the turnover of all stores the customers of the file spent; NaN where one is not known."""
    turnover = stores["turnover_eur"].to_numpy(dtype=float)
    known = len(turnover) > 0 and bool(np.isfinite(turnover).all()) and turnover.sum() > 0
    return float(spent_eur / turnover.sum()) if known and spent_eur > 0 else float("nan")


def withhold(
    stores: pd.DataFrame, check: pd.DataFrame, chain: ChainPlan
) -> tuple[pd.DataFrame, pd.DataFrame, ChainPlan]:
    """Keep back what may not be published of single stores.

    The customers of stores that have few go, and those of another store with them, with all figures that would give
    them back. The turnover of every store goes: one firm makes all of it, and no cell of which one unit makes more
    than 85 % is published.

    Parameters
    ----------
    stores : DataFrame
        As `told_stores` gives it.
    check : DataFrame
        `place_name`, `seen` and what the rules foretell.
    chain : ChainPlan
    """
    seen = stores["seen"].to_numpy(dtype=float)
    known = np.isfinite(seen)
    small = np.zeros(len(seen), dtype=bool)
    small[known] = hidden_cells(seen[known])
    told = stores.assign(
        turnover_eur=np.nan, **{name: stores[name].mask(small) for name in ("seen", "model_index", "as_new")}
    )
    columns = ["seen", "predicted", "nearest_store", "equal_share"]
    few = check["place_name"].isin(set(stores["place_name"][small])) | (check[columns] < SMALLEST_CELL).any(axis=1)
    shown = check.assign(**{name: check[name].mask(few) for name in columns})
    closing = chain.closing
    gone = closing["place_id"].isin(stores["place_id"][small])
    closing = closing.assign(**{name: closing[name].mask(gone) for name in ("lost", "lost_share")})
    return told, shown, replace(chain, closing=closing)
