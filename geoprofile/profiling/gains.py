"""The gains curve: how many customers the best classes hold, and how much of that is luck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.profiling.profile import INDEX_DECIMALS
from geoprofile.profiling.shrinkage import estimate_kappa, shrunken_index
from geoprofile.profiling.tally import sum_by_class
from geoprofile.significance import effective_size

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.profiling.profile import Profile

__all__ = ["Gains", "gains_curve"]

SPLITS = 50
SEED = 20261122
GRID = np.linspace(0, 1, 101)
# One row for all the classes that are not published: ranked one by one they would be got back by subtraction.
UNPUBLISHED = ""


@dataclass(frozen=True)
class Gains:
    """Classes from the highest shrunken index down, households against customers.

    Attributes
    ----------
    ranking : DataFrame
        One row a class in rank order: `code` (empty: all that are not published, as one),
        `shrunken_index`, `cumulative_base_share`, `cumulative_share` (both 0-1).
    curve : DataFrame
        101 rows: `base_share` (0, 0.01 .. 1), `apparent_share` (ranked and measured on all customers),
        `honest_share` (ranked on one half, measured on the other; mean of 50 splits).
    apparent_gini, honest_gini : float
        Twice the area between curve and diagonal: 0 for a useless ranking; NaN without customers.
    """

    ranking: pd.DataFrame
    curve: pd.DataFrame
    apparent_gini: float
    honest_gini: float


def gains_curve(profile: Profile) -> Gains:
    """Rank the classes of a profile by shrunken index and say how many customers the first ones hold.

    The apparent curve ranks by the very customers it measures and so is never below the diagonal, not
    even by chance; the honest one is what a campaign may count on. Half the customers rank a little worse
    than all would, so that it errs on the safe side. Splits are drawn from sorted customers with one
    seed: the order of rows changes nothing.
    """
    codes, base, number, weight = _published(profile)
    share = base / base.sum()
    rank, index = _ranked(number, weight, share, codes, kappa=profile.kappa)
    held = _held(number, weight, len(base))
    x, y = _cumulated(share[rank]), _cumulated(held[rank])
    ranking = pd.DataFrame(
        {
            "code": pd.array(codes[rank], dtype="str"),
            "shrunken_index": index[rank] if profile.smallest_cell <= 0 else index[rank].round(INDEX_DECIMALS),
            "cumulative_base_share": x[1:],
            "cumulative_share": y[1:],
        }
    )
    apparent = np.interp(GRID, x, y)
    honest, honest_gini = _honest(number, weight, share, codes)
    curve = pd.DataFrame({"base_share": GRID, "apparent_share": apparent, "honest_share": honest})
    return Gains(ranking, curve, _gini(x, y), honest_gini)


def _published(
    profile: Profile,
) -> tuple[NDArray[np.object_], NDArray[np.float64], NDArray[np.intp], NDArray[np.float64]]:
    """Give codes, households, and class and weight of each customer, unpublished classes as one.

    Customers are sorted anew: halves are drawn by position, which would tell where in the hidden classes one is.
    """
    hidden = profile.table["suppressed"].to_numpy(dtype=bool)
    tally = profile.tally
    shown = np.flatnonzero(~hidden)
    place = np.full(len(hidden), len(shown), dtype=np.intp)
    place[shown] = np.arange(len(shown))
    size = len(shown) + int(hidden.any())
    codes = np.array([*tally.codes[shown], *([UNPUBLISHED] if hidden.any() else [])], dtype=object)
    number = place[tally.class_number]
    order = np.lexsort((tally.weight, number))
    return codes, sum_by_class(place, tally.households, size), number[order], tally.weight[order]


def _ranked(
    number: NDArray[np.intp],
    weight: NDArray[np.float64],
    share: NDArray[np.float64],
    codes: NDArray[np.object_],
    *,
    kappa: float | None = None,
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Rank classes by shrunken index, equal ones by code."""
    size = effective_size(weight)
    count, expected = size * np.nan_to_num(_held(number, weight, len(share))), size * share
    index = shrunken_index(count, expected, estimate_kappa(count, expected) if kappa is None else kappa)
    return np.lexsort((codes.astype(str), -np.round(index, 9))), index


def _honest(
    number: NDArray[np.intp], weight: NDArray[np.float64], share: NDArray[np.float64], codes: NDArray[np.object_]
) -> tuple[NDArray[np.float64], float]:
    """Rank on one half of the customers and measure on the other, over and over."""
    rng = np.random.default_rng(SEED)
    half = len(number) // 2
    curves, ginis = [], []
    for _ in range(SPLITS if half else 0):
        order = rng.permutation(len(number))
        for learn, measure in ((order[:half], order[half:]), (order[half:], order[:half])):
            if not weight[measure].sum():
                continue
            rank, _ = _ranked(number[learn], weight[learn], share, codes)
            x = _cumulated(share[rank])
            y = _cumulated(_held(number[measure], weight[measure], len(share))[rank])
            curves.append(np.interp(GRID, x, y))
            ginis.append(_gini(x, y))
    if not curves:
        return np.full(len(GRID), np.nan), np.nan
    return np.mean(curves, axis=0), float(np.mean(ginis))


def _held(number: NDArray[np.intp], weight: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """Give the share of the weight that each class holds; NaN where nothing weighs."""
    held = sum_by_class(number, weight, size)
    total = held.sum()
    return held / total if total else np.full(size, np.nan)


def _cumulated(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add up shares from 0 to exactly 1."""
    total = np.concatenate([[0.0], np.cumsum(shares)])
    return np.asarray(total / total[-1], dtype=float)


def _gini(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    return float(2 * np.trapezoid(y, x) - 1)
