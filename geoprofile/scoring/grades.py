"""Grades A to E by probability."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.significance import wilson_interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["GRADES", "grade_cuts", "grade_of", "grade_table"]

GRADES = ("A", "B", "C", "D", "E")
# Share of the rows learned from that each grade and those above it hold.
CUMULATIVE_SHARES = (0.1, 0.3, 0.6, 0.8)
# Five grades are looked at: one of them strays so many standard errors by chance in one score of twenty.
STRAYS = 2.576


def grade_cuts(probability: NDArray[np.float64]) -> tuple[float, ...]:
    """Choose the least probability of A (about a tenth of the rows), B (two), C (three) and D (two tenths).

    Parameters
    ----------
    probability : array of shape (n,)
        Of rows learned from, by models that had not seen them.

    Returns
    -------
    tuple of four floats, falling
    """
    return tuple(float(np.quantile(probability, 1 - share, method="lower")) for share in CUMULATIVE_SHARES)


def grade_of(probability: NDArray[np.float64], cuts: tuple[float, ...]) -> NDArray[np.object_]:
    """Give the grade of each row; "" where there is no probability."""
    place = sum((probability < cut).astype(int) for cut in cuts)
    letters = np.array(GRADES, dtype=object)[place]
    return np.asarray(np.where(np.isnan(probability), "", letters), dtype=object)


def grade_table(
    probability: NDArray[np.float64], yes: NDArray[np.float64], cuts: tuple[float, ...], *,
    block: NDArray[np.object_] | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Count held-out rows by grade.

    Parameters
    ----------
    probability, yes : arrays of shape (n,)
    cuts : tuple of four floats
    block : array of text, shape (n,), optional
        Outcomes of one are alike: chance allows more.

    Returns
    -------
    DataFrame
        `grade`, `least` (probability from which on), `rows`, `share`, `yes`, `rate`, `rate_low`, `rate_high`
        (Wilson, 95 %), `expected_rate`, `beyond_chance` (more than 2.576 standard errors of independent outcomes of
        these probabilities from it, of blocks where they are given), `lift`; five rows.
    """
    letter = grade_of(probability, cuts)
    rows = np.array([(letter == grade).sum() for grade in GRADES], dtype=float)
    found = np.array([yes[letter == grade].sum() for grade in GRADES])
    expected = np.array([probability[letter == grade].sum() for grade in GRADES])
    low, high = wilson_interval(found, rows)
    beyond = [_strays(probability[letter == grade], yes[letter == grade],
                      None if block is None else block[letter == grade]) for grade in GRADES]  # fmt: skip
    with np.errstate(invalid="ignore", divide="ignore"):
        return pd.DataFrame(
            {
                "grade": GRADES, "least": (*cuts, 0.0), "rows": rows, "share": rows / len(yes), "yes": found,
                "rate": found / rows, "rate_low": low, "rate_high": high, "expected_rate": expected / rows,
                "beyond_chance": beyond, "lift": found / rows / yes.mean(),
            }
        )  # fmt: skip


def _strays(probability: NDArray[np.float64], yes: NDArray[np.float64], block: NDArray[np.object_] | None) -> bool:
    """Tell whether so many yes are beyond what chance allows."""
    variance = float((probability * (1 - probability)).sum())
    if block is not None and len(block):
        codes, _ = pd.factorize(block)
        variance = max(variance, float((np.bincount(codes, weights=yes - probability) ** 2).sum()))
    return bool(abs(yes.sum() - probability.sum()) > STRAYS * np.sqrt(variance))
