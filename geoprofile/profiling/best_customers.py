"""Best customers beside the others: where the top 20 % by value live more often than the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.profiling.profile import FALSE_DISCOVERY_RATE
from geoprofile.profiling.suppression import hidden_cells, hidden_nested_cells
from geoprofile.profiling.tally import sum_by_class
from geoprofile.significance import false_discovery_rates, ratio_interval, two_sample_test

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.profiling.profile import Profile

__all__ = ["BEST_SHARE", "BestCustomers", "best_customers", "split_best"]

BEST_SHARE = 0.2
HIDDEN_COLUMNS = (
    "best_customers", "other_customers", "best_share", "other_share",
    "index", "index_low", "index_high", "p_value", "q_value",
)  # fmt: skip


@dataclass(frozen=True)
class BestCustomers:
    """Best customers against the rest, by the classes of one dimension.

    Attributes
    ----------
    table : DataFrame
        One row a class: `code`, names, `best_customers` and `other_customers` (counts), their shares (0-1),
        `index` = 100 x best share / other share (infinite where no other customer is), `index_low`,
        `index_high`, `p_value`, `q_value`, `significant`, `suppressed`.
    best_count, other_count : int
    least_value : float
        Value from which a customer is one of the best.
    value_share : float
        Share of all value that the best bring, 0-1.
    """

    table: pd.DataFrame
    best_count: int
    other_count: int
    least_value: float
    value_share: float


def split_best(value: NDArray[np.float64], *, share: float = BEST_SHARE) -> NDArray[np.bool_]:
    """Tell the best customers, those of equal value all on one side.

    The value at the wanted rank is the limit; those that have exactly it are all among the best when
    that brings their number nearer to the share wanted, or as near, and none of them otherwise.

    Parameters
    ----------
    value : array of shape (n,)
    share : float
        Between 0 and 1.

    Returns
    -------
    bool array of shape (n,)
        All False when all are equal.
    """
    if not len(value) or value.min() == value.max():
        return np.zeros(len(value), dtype=bool)
    wanted = share * len(value)
    ordered = np.sort(value)[::-1]
    limit = ordered[max(int(np.ceil(wanted - 1e-9)) - 1, 0)]
    above, with_limit = int((value > limit).sum()), int((value >= limit).sum())
    with_them = above == 0 or abs(with_limit - wanted) <= abs(above - wanted)
    if with_limit == len(value):  # the limit is the lowest value: someone must be left to compare with
        with_them = False
    return np.asarray(value >= limit if with_them else value > limit)


def best_customers(profile: Profile, *, share: float = BEST_SHARE) -> BestCustomers:
    """Compare the best customers of a profile, by value, to its other customers.

    Shares of classes among both, their ratio with its interval, and Fisher's exact test with false
    discoveries held to 5 %. Classes that the profile does not publish are not published here either.

    Parameters
    ----------
    profile : Profile
        Weighted by value.
    share : float
        Share of the customers who are best.

    Raises
    ------
    TableError
        If the profile has no values, or all are equal.
    """
    if not 0 < share < 1:
        raise TableError(f"The share of best customers is {share}: give one between 0 and 1 (0.2 for the top fifth).")
    tally = profile.tally
    best = split_best(tally.weight, share=share)
    if not profile.weighted_by or not best.any():
        named = (
            f"all values of {profile.weighted_by!r} are equal"
            if profile.weighted_by
            else "no column of values is given"
        )
        raise TableError(f"Best customers cannot be told from the rest: {named}. Weigh customers by their turnover.")
    k = len(tally.codes)
    ours = np.bincount(tally.class_number[best], minlength=k).astype(np.int64)
    others = tally.customers - ours
    table = _comparison(ours, others)
    head = profile.table[[name for name in ("code", "name_fr", "name_en", "parent") if name in profile.table]]
    suppressed = _suppressed(profile, ours, others)
    table.loc[suppressed, list(HIDDEN_COLUMNS)] = np.nan
    table.loc[suppressed, "significant"] = False
    return BestCustomers(
        pd.concat([head, table.assign(suppressed=suppressed)], axis=1),
        int(ours.sum()),
        int(others.sum()),
        float(tally.weight[best].min()),
        float(tally.weight[best].sum() / tally.weight.sum()),
    )


def _comparison(ours: NDArray[np.int64], others: NDArray[np.int64]) -> pd.DataFrame:
    """Give shares, index, interval and test of each class."""
    n1, n2 = int(ours.sum()), int(others.sum())
    low, high = ratio_interval(ours, n1, others, n2)
    q_value = false_discovery_rates(p_value := two_sample_test(ours, n1, others, n2))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (ours / n1) / (others / n2)
    return pd.DataFrame(
        {
            "best_customers": ours.astype(float),
            "other_customers": others.astype(float),
            "best_share": ours / n1,
            "other_share": others / n2,
            "index": 100 * ratio,
            "index_low": 100 * low,
            "index_high": 100 * high,
            "p_value": p_value,
            "q_value": q_value,
            "significant": (q_value <= FALSE_DISCOVERY_RATE) & ((low > 1) | (high < 1)),
        }
    )


def _suppressed(profile: Profile, ours: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Choose the classes not published: small on either side, or hidden in the profile."""
    smallest = profile.smallest_cell
    if smallest <= 0:
        return np.zeros(len(ours), dtype=bool)
    counts = np.column_stack([ours, others]).astype(float)
    forced = profile.table["suppressed"].to_numpy(dtype=bool)
    if "parent" not in profile.table:
        return hidden_cells(counts, smallest=smallest, forced=forced)
    groups, block = np.unique(profile.table["parent"].to_numpy(dtype=str), return_inverse=True)
    totals = np.column_stack([sum_by_class(block, side, len(groups)) for side in counts.T])
    whole = np.array([forced[block == number].all() for number in range(len(groups))])
    hidden_groups = hidden_cells(totals, smallest=smallest, forced=whole)
    return hidden_nested_cells(counts, block, hidden_groups, smallest=smallest, forced=forced)
