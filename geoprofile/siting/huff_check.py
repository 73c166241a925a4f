"""How well a Huff model tells what it has not seen, beside rules that need no model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.siting.huff import default_huff
from geoprofile.siting.huff_fit import FOLDS, deal_blocks, fit_parameters
from geoprofile.siting.huff_likelihood import choices, expected_choices, take_pairs
from geoprofile.siting.totals import totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.siting.attributes import StoreAttributes
    from geoprofile.siting.huff_likelihood import Choices
    from geoprofile.travel.reach import Reach

__all__ = ["HuffCheck", "held_out_zones", "leave_one_store_out"]

RULES = ("predicted", "nearest_store", "equal_share")


@dataclass(frozen=True, eq=False)
class HuffCheck:
    """Customers seen and foretold, by the model and by two rules of thumb.

    Attributes
    ----------
    table : DataFrame
        `seen`, `predicted`, `nearest_store` (each zone goes to the store with the fewest minutes), `equal_share` (each
        zone is split evenly), one row a store (column `store`) or a pair (`store`, `zone`).
    summary : DataFrame
        One row a rule: `rule`, `explained_share` (1 - sum of squared errors / that of the mean), `mean_absolute_error`
        and `log_error` (root mean square of ln seen / foretold, where both are at least 1).
    """

    table: pd.DataFrame
    summary: pd.DataFrame


def leave_one_store_out(
    reach: Reach,
    attributes: StoreAttributes,
    customers: NDArray[np.float64],
    *,
    decay: str,
    observed: NDArray[np.bool_] | None = None,
) -> HuffCheck:
    """Estimate without each store in turn, and foretell its customers as if it were new.

    Each zone is taken to have as many customers as it has, in all the stores whose customers are known: the question
    is which store they choose. `log_error` says how far a new store may be from the model; a forecast needs it beside
    the uncertainty of the parameters.

    Parameters
    ----------
    reach, attributes, customers, observed
        As `fit_huff` takes them.
    decay : {"power", "exponential"}
    """
    made = _made(reach, attributes, customers, decay, observed)
    start = default_huff(attributes.names, decay=decay).parameters
    rules = _rules(made, reach)
    stores = np.unique(made.store)
    predicted = np.zeros(len(made.store))
    for store in stores:
        others = made.store != store
        parameters = fit_parameters(take_pairs(made, others), start)[0].parameters if others.any() else start
        predicted[~others] = expected_choices(made, parameters)[~others]
    columns = np.column_stack([made.customers, predicted, *rules])
    table = pd.DataFrame(totals(made.store, columns, reach.origin_count)[stores], columns=["seen", *RULES])
    table.insert(0, "store", stores)
    return HuffCheck(table, _summary(table))


def held_out_zones(
    reach: Reach,
    attributes: StoreAttributes,
    customers: NDArray[np.float64],
    blocks: NDArray[np.int64],
    *,
    decay: str,
    observed: NDArray[np.bool_] | None = None,
) -> HuffCheck:
    """Estimate without each fifth of the blocks in turn, and foretell which stores their people choose.

    Parameters
    ----------
    blocks : int64 array of shape (z,)
        Neighbouring zones that are held out together.
    """
    made = _made(reach, attributes, customers, decay, observed)
    start = default_huff(attributes.names, decay=decay).parameters
    fold = deal_blocks(blocks, totals(reach.zone, customers, reach.zone_count))[made.zone][made.group]
    predicted = np.zeros(len(made.store))
    for one in range(FOLDS):
        out = fold == one
        if out.any():
            parameters = fit_parameters(take_pairs(made, ~out), start)[0].parameters if not out.all() else start
            predicted[out] = expected_choices(made, parameters)[out]
    table = pd.DataFrame(np.column_stack([made.customers, predicted, *_rules(made, reach)]), columns=["seen", *RULES])
    table.insert(0, "store", made.store)
    table.insert(1, "zone", made.zone[made.group])
    return HuffCheck(table, _summary(table))


def _made(
    reach: Reach,
    attributes: StoreAttributes,
    customers: NDArray[np.float64],
    decay: str,
    observed: NDArray[np.bool_] | None,
) -> Choices:
    stores = np.ones(reach.origin_count, dtype=bool) if observed is None else observed
    return choices(reach, attributes, decay, customers, stores)


def _rules(made: Choices, reach: Reach) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the customers of each pair by the nearest store and by equal shares, each shape (n,)."""
    minutes = reach.minutes[made.pair]
    nearest = np.lexsort((made.store, minutes, made.group))
    first = nearest[np.flatnonzero(np.r_[True, np.diff(made.group[nearest]) > 0])] if len(nearest) else nearest
    to_nearest = np.zeros(len(made.store))
    to_nearest[first] = made.by_zone[made.group[first]]
    many = np.bincount(made.group, minlength=len(made.zone))
    return to_nearest, (made.by_zone / np.maximum(many, 1))[made.group]


def _summary(table: pd.DataFrame) -> pd.DataFrame:
    """Hold each rule against what was seen."""
    seen = table["seen"].to_numpy()
    spread = float(((seen - seen.mean()) ** 2).sum()) if len(seen) else 0.0
    rows = []
    for rule in RULES:
        foretold = table[rule].to_numpy()
        both = (seen >= 1) & (foretold >= 1)
        logs = np.log(seen[both] / foretold[both])
        rows.append(
            {
                "rule": rule,
                "explained_share": 1 - float(((seen - foretold) ** 2).sum()) / spread if spread > 0 else np.nan,
                "mean_absolute_error": float(np.abs(seen - foretold).mean()) if len(seen) else np.nan,
                "log_error": float(np.sqrt((logs**2).mean())) if len(logs) else np.nan,
            }
        )
    return pd.DataFrame(rows)
