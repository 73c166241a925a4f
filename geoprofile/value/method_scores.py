"""How each method foretold, in figures: errors, order, calibration, coverage, and what all missed alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.value.scores import calibration_error, calibration_table, coverage, ranking_auc, top_share

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geoprofile.value.forecast import Forecast
    from geoprofile.value.words import Method, Quantity

__all__ = ["SCORE_COLUMNS", "SIMPLEST_FIRST", "Intervals", "score_methods", "season_ratio_of"]

# Totals that all methods miss by more than this, in the same direction, are laid to the season.
SEASON_MARGIN = 0.1
# Simplest first: of methods that chance alone may tell apart the simplest is chosen.
SIMPLEST_FIRST: tuple[Method, ...] = ("mean_for_all", "naive", "baseline", "model")
SCORE_COLUMNS = {
    "quantity": "`purchases` (days with a purchase) or `value` (amount)",
    "method": "`mean_for_all`, `naive`, `baseline` or `model`",
    "mean_absolute_error": "mean of |expected - seen| over customers",
    "root_mean_square_error": "root of the mean of (expected - seen)^2; the mean minimises it, so it decides",
    "error_index": "100 x root mean square error / that of the naive rate",
    "bias": "mean of expected - seen",
    "seen_ratio": "total seen / total expected",
    "auc": "probability that who bought again was foretold more than who did not",
    "top_share": "part of what was seen that the 10 % foretold the most hold",
    "calibration_error": "mean gap of the deciles as a part of the mean seen",
    "coverage": "share of customers (of 5,000 at most) whose 95 % interval holds what was seen",
}


@dataclass(frozen=True, eq=False)
class Intervals:
    """What each method foretold of some customers, with intervals; `places` are theirs among all."""

    places: NDArray[np.intp]
    foretold: Mapping[Method, Forecast]


def score_methods(
    foretold: Mapping[Method, Forecast],
    intervals: Intervals,
    purchases: NDArray[np.float64],
    value: NDArray[np.float64],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make the tables of scores and of calibration.

    Parameters
    ----------
    foretold : mapping of method to Forecast of n customers
    intervals : Intervals
        Of some of them.
    purchases, value : arrays of shape (n,)
        What was seen.

    Returns
    -------
    scores : DataFrame
        One row a quantity and method, columns as in `SCORE_COLUMNS`.
    calibration : DataFrame
        One row a quantity, method and decile.
    """
    rows, tables, some = [], [], intervals.places
    for name, one in foretold.items():
        ends = intervals.foretold[name]
        parts: tuple[tuple[Quantity, NDArray[np.float64], NDArray[np.float64], float], ...] = (
            ("purchases", one.purchases, purchases, coverage(ends.purchases_low, ends.purchases_high, purchases[some])),
            ("value", one.value, value, coverage(ends.value_low, ends.value_high, value[some])),
        )
        for quantity, expected, seen, covered in parts:
            table = calibration_table(expected, seen)
            tables.append(table.assign(quantity=quantity, method=name))
            rows.append(
                {"quantity": quantity, "method": name}
                | _errors(expected, seen)
                | {
                    "auc": ranking_auc(expected, seen),
                    "top_share": top_share(expected, seen),
                    "calibration_error": calibration_error(table),
                    "coverage": covered,
                }
            )
    scores = pd.DataFrame(rows)
    naive = scores[scores["method"] == "naive"].set_index("quantity")["root_mean_square_error"]
    least = scores["quantity"].map(naive)
    scores["error_index"] = 100 * scores["root_mean_square_error"] / least.where(least > 0)
    calibration = pd.concat(tables, ignore_index=True)
    order = ["quantity", "method"]
    calibration = calibration[[*order, *(name for name in calibration.columns if name not in order)]]
    return _sorted(scores[list(SCORE_COLUMNS)]), _sorted(calibration)


def _sorted(table: pd.DataFrame) -> pd.DataFrame:
    """Bring purchases before value, and the simplest method first."""
    place = table["method"].map({name: number for number, name in enumerate(SIMPLEST_FIRST)})
    return (
        table.assign(place=place)
        .sort_values(["quantity", "place"], kind="stable", ignore_index=True)
        .drop(columns="place")
    )


def _errors(expected: NDArray[np.float64], seen: NDArray[np.float64]) -> dict[str, float]:
    gap = expected - seen
    total = float(expected.sum())
    return {
        "mean_absolute_error": float(np.abs(gap).mean()),
        "root_mean_square_error": float(np.sqrt((gap**2).mean())),
        "bias": float(gap.mean()),
        "seen_ratio": float(seen.sum()) / total if total > 0 else float("nan"),
    }


def season_ratio_of(scores: pd.DataFrame) -> float:
    """Give the ratio that all methods miss the purchases by, 1 where they do not agree."""
    ratios = scores.loc[scores["quantity"] == "purchases", "seen_ratio"].dropna().to_numpy(dtype=float)
    if len(ratios) and (ratios > 1 + SEASON_MARGIN).all():
        return float(ratios.min())
    if len(ratios) and (ratios < 1 - SEASON_MARGIN).all():
        return float(ratios.max())
    return 1.0
