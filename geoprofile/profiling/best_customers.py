"""Best customers beside the others: where the top 20 % by value live more often than the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.profiling.disclosure import parents_of
from geoprofile.profiling.profile import FALSE_DISCOVERY_RATE
from geoprofile.profiling.tally import sum_by_class
from geoprofile.significance import false_discovery_rates, ratio_interval, two_sample_test
from geoprofile.suppression import cell_values, hidden_cells, hidden_nested_cells

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.profiling.profile import Profile

__all__ = ["BEST_SHARE", "BestCustomers", "best_customers", "can_compare_best", "split_best"]

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


def can_compare_best(profile: Profile, *, share: float = BEST_SHARE) -> bool:
    """Tell whether best customers and others are two sides that may be published.

    Not without values or where all are equal; nor where a side has fewer customers than the smallest cell, or one
    of them makes more than 85 % of its value.
    """
    weight = profile.tally.weight
    best = split_best(weight, share=share)
    if not profile.weighted_by or not best.any():
        return False
    sides = cell_values(best.astype(np.intp), weight, 2)
    large = min(int(best.sum()), int((~best).sum())) >= profile.smallest_cell
    return profile.smallest_cell <= 0 or (large and not sides.dominated.any())


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
        If the profile has no values, or all are equal, or a side is too small to be published.
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
    if not can_compare_best(profile, share=share):
        raise TableError(
            f"Best customers or the others are fewer than {profile.smallest_cell}, or one customer makes nearly all of "
            "their value: nothing of them may be published."
        )
    k = len(tally.codes)
    ours = np.bincount(tally.class_number[best], minlength=k).astype(np.int64)
    others = tally.customers - ours
    suppressed = _suppressed(profile, ours, others)
    table = _comparison(ours, others, suppressed)
    head = profile.table[[name for name in ("code", "name_fr", "name_en", "parent") if name in profile.table]]
    table.loc[suppressed, list(HIDDEN_COLUMNS)] = np.nan
    table.loc[suppressed, "significant"] = False
    return BestCustomers(
        pd.concat([head, table.assign(suppressed=suppressed)], axis=1),
        int(ours.sum()),
        int(others.sum()),
        float(tally.weight[best].min()),
        float(tally.weight[best].sum() / tally.weight.sum()),
    )


def _comparison(ours: NDArray[np.int64], others: NDArray[np.int64], hidden: NDArray[np.bool_]) -> pd.DataFrame:
    """Give shares, index, interval and test of each class; a hidden one is one more comparison, with p = 1."""
    n1, n2 = int(ours.sum()), int(others.sum())
    low, high = ratio_interval(ours, n1, others, n2)
    p_value = two_sample_test(ours, n1, others, n2)
    q_value = false_discovery_rates(np.where(hidden, 1.0, p_value))
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
    """Choose the classes not published: small on either side, or hidden in the profile.

    Groups are chosen from their own hidden rows, in their own table and in that of their types alike: a choice of
    others there would tell the total of a group that is hidden here.
    """
    smallest, hidden = profile.smallest_cell, profile.hidden
    if smallest <= 0:
        return np.zeros(len(ours), dtype=bool)
    counts = np.column_stack([ours, others]).astype(float)
    block = parents_of(profile.classes, profile.tally)
    if block is None or hidden.parents is None:
        return hidden_cells(counts, smallest=smallest, forced=hidden.customers)
    totals = np.column_stack([sum_by_class(block, side, len(hidden.parents)) for side in counts.T])
    hidden_groups = hidden_cells(totals, smallest=smallest, forced=hidden.parents)
    return hidden_nested_cells(counts, block, hidden_groups, smallest=smallest, forced=hidden.customers)
