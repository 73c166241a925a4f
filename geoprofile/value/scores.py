"""How well purchases or amounts were foretold: errors, order, share of the best, calibration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from geoprofile.significance import LEVEL

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["calibration_error", "calibration_table", "coverage", "ranking_auc", "squared_error_gap", "top_share"]

DECILES = 10
TOP_SHARE = 0.1
RESAMPLES = 400
SEED = 20261122


def ranking_auc(expected: NDArray[np.float64], seen: NDArray[np.float64]) -> float:
    """Give the probability that who bought was foretold more than who did not, ties counted half.

    Mann and Whitney (1947); NaN where all bought or nobody did.
    """
    bought = seen > 0
    count = int(bought.sum())
    others = len(bought) - count
    if not count or not others:
        return float("nan")
    ranks = stats.rankdata(expected)
    return float((ranks[bought].sum() - count * (count + 1) / 2) / (count * others))


def top_share(expected: NDArray[np.float64], seen: NDArray[np.float64], *, share: float = TOP_SHARE) -> float:
    """Give the part of all that was seen which the customers foretold the most hold.

    Of customers foretold alike, as many as fit are taken in proportion. NaN where nothing was seen.
    """
    total = float(seen.sum())
    if total <= 0:
        return float("nan")
    _, place = np.unique(-expected, return_inverse=True)
    customers = np.cumsum(np.bincount(place))
    held = np.cumsum(np.bincount(place, weights=seen))
    return float(np.interp(share * len(seen), np.append(0, customers), np.append(0, held)) / total)


def coverage(low: NDArray[np.float64], high: NDArray[np.float64], seen: NDArray[np.float64]) -> float:
    """Give the share of customers whose interval holds what was seen; NaN where there are no intervals."""
    if not len(seen) or np.isnan(low).any():
        return float("nan")
    return float(((seen >= low) & (seen <= high)).mean())


def squared_error_gap(
    expected: NDArray[np.float64], best: NDArray[np.float64], seen: NDArray[np.float64]
) -> tuple[float, float]:
    """Give by how much the squared error is above that of the best method, and its standard error, paired."""
    gap = (expected - seen) ** 2 - (best - seen) ** 2
    return float(gap.mean()), float(gap.std() / np.sqrt(len(gap)))


def calibration_table(
    expected: NDArray[np.float64], seen: NDArray[np.float64], *, level: float = LEVEL
) -> pd.DataFrame:
    """Set beside each other what was foretold and seen, by decile of what was foretold.

    Customers foretold alike stay together, so there may be fewer than ten. The interval of the mean seen is a
    bootstrap's (percentiles; Efron, Bootstrap methods, Annals of Statistics 7, 1979, 1-26) with a fixed seed.

    Parameters
    ----------
    expected, seen : arrays of shape (n,)

    Returns
    -------
    DataFrame of one row a decile, least foretold first
        `decile` (from 1), `customers`, `expected`, `seen`, `seen_low`, `seen_high` (means a customer).
    """
    edges = np.unique(np.quantile(expected, np.arange(1, DECILES) / DECILES))
    place = np.unique(np.searchsorted(edges, expected, side="left"), return_inverse=True)[1]
    draw = np.random.default_rng(SEED)
    rows = []
    for number in range(int(place.max()) + 1):
        mine = np.sort(seen[place == number])  # in an order of their own, that the draws hang on nothing else
        means = [float(mine[draw.integers(0, len(mine), len(mine))].mean()) for _ in range(RESAMPLES)]
        low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
        rows.append((number + 1, len(mine), float(expected[place == number].mean()), float(mine.mean()), low, high))
    return pd.DataFrame(rows, columns=["decile", "customers", "expected", "seen", "seen_low", "seen_high"])


def calibration_error(table: pd.DataFrame) -> float:
    """Give the mean gap of the deciles, by customers, as a part of the mean seen; NaN where nothing was seen."""
    gap = float((table["customers"] * (table["expected"] - table["seen"]).abs()).sum())
    seen = float((table["customers"] * table["seen"]).sum())
    return gap / seen if seen > 0 else float("nan")
