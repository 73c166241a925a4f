"""Which method foretold the last period best: it is held out, and all learn from what came before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.value.baseline import Baseline
from geoprofile.value.histories import actual, histories
from geoprofile.value.models import fit_model
from geoprofile.value.naive import MeanForAll, NaiveRate
from geoprofile.value.scores import (
    calibration_error,
    calibration_table,
    coverage,
    ranking_auc,
    squared_error_gap,
    top_share,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geoprofile.value.forecast import Forecast, Forecaster
    from geoprofile.value.histories import DayTable, Histories
    from geoprofile.value.words import Method, Quantity, Reason

__all__ = ["HORIZON_DAYS", "SCORE_COLUMNS", "Basis", "Judgement", "check_horizon", "judge"]

Basis = Literal["model", "baseline"]
HORIZON_DAYS = 365
# The part of the file that is held out, and what is too little to judge by.
HELD_OUT_SHARE = 4
LEAST_DAYS, LEAST_CUSTOMERS = 7, 20
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
    "coverage": "share of customers whose 95 % interval holds what was seen",
}


@dataclass(frozen=True)
class Judgement:
    """How each method foretold the held-out period.

    Attributes
    ----------
    from_day, to_day : int
        First and last day held out, since 1970-01-01.
    horizon_days : int
        What was asked for; more than the days held out is more than could be checked.
    customers : int
        Those who had bought before.
    seen_purchases, seen_value : float
        What they did in it, all together.
    scores : DataFrame
        One row a quantity and method, columns as in `SCORE_COLUMNS`.
    calibration : DataFrame
        One row a quantity, method and decile: `quantity`, `method`, and as `calibration_table` gives.
    chosen : dict of quantity to method
        The simplest of those whose squared error is within one standard error (paired) of the least.
    basis : {"model", "baseline"}
        Which of the two a table of values is better made from: chosen by the same rule, but where chance may tell
        them apart and the horizon is longer than what was held out it is the model, as the baseline takes nobody
        to leave beyond the days that it learned from.
    top_share_possible : float
        Part of the value that the best 10 % in fact held: what a perfect order would reach.
    season_ratio : float
        Purchases seen / expected where every method missed the total in the same direction by more than a
        tenth (the nearest to 1 of them); 1 otherwise. It is told and never applied.
    reason : str or None
        Why there is no model among the methods.
    """

    from_day: int
    to_day: int
    horizon_days: int
    customers: int
    seen_purchases: float
    seen_value: float
    scores: pd.DataFrame
    calibration: pd.DataFrame
    chosen: Mapping[Quantity, Method]
    basis: Basis
    top_share_possible: float
    season_ratio: float
    reason: Reason | None

    @property
    def held_out_days(self) -> int:
        """Count the days held out."""
        return self.to_day - self.from_day + 1


def check_horizon(horizon_days: int) -> None:
    """Refuse a horizon that is none.

    Raises
    ------
    TableError
    """
    if horizon_days < 1:
        raise TableError(f"A horizon of {horizon_days} days is none: give 1 day or more (a year is 365).")


def judge(days: DayTable, *, as_of_day: int, horizon_days: int = HORIZON_DAYS) -> Judgement | None:
    """Hold out the last period, let every method foretell it, and compare with what happened.

    Parameters
    ----------
    days : table of purchase days
    as_of_day : int
        The day the file reaches to; later purchases are left out.
    horizon_days : int
        Held out are this many days, a quarter of the file at most.

    Returns
    -------
    Judgement, or None where under a week could be held out or fewer than 20 customers had bought before.

    Raises
    ------
    TableError
        If the horizon is none.
    """
    check_horizon(horizon_days)
    first = int(days.day.min(initial=as_of_day))
    held_out = min(horizon_days, (as_of_day - first) // HELD_OUT_SHARE)
    cut, count = as_of_day - held_out, len(days.customer_ids)
    known = histories(days.customer, days.day, days.amount, customer_count=count, as_of_day=cut)
    if held_out < LEAST_DAYS or len(known) < LEAST_CUSTOMERS:
        return None
    seen = actual(days.customer, days.day, days.amount, customer_count=count, from_day=cut + 1, to_day=as_of_day)
    purchases, value = (what[known.customer] for what in seen)
    foretold, reason = _forecasts(days, known, cut=cut, held_out=held_out)
    expected: dict[Quantity, dict[Method, NDArray[np.float64]]] = {
        "purchases": {name: one.purchases for name, one in foretold.items()},
        "value": {name: one.value for name, one in foretold.items()},
    }
    scores, calibration = _scored(foretold, purchases, value)
    return Judgement(
        from_day=cut + 1,
        to_day=as_of_day,
        horizon_days=horizon_days,
        customers=len(known),
        seen_purchases=float(purchases.sum()),
        seen_value=float(value.sum()),
        scores=scores,
        calibration=calibration,
        chosen={
            "purchases": _choose(expected["purchases"], purchases),
            "value": _choose(expected["value"], value),
        },
        basis=_basis(expected["purchases"], purchases, is_beyond=horizon_days > held_out),
        top_share_possible=top_share(value, value),
        season_ratio=_season_ratio(scores),
        reason=reason,
    )


def _forecasts(
    days: DayTable, known: Histories, *, cut: int, held_out: int
) -> tuple[dict[Method, Forecast], Reason | None]:
    """Let each method learn from what was bought by the cut and foretell what follows."""
    methods: dict[Method, Forecaster] = {"mean_for_all": MeanForAll(), "naive": NaiveRate(), "baseline": Baseline()}
    fitted: dict[Method, Forecaster] = {
        name: method.fit(days, as_of_day=cut, horizon_days=held_out) for name, method in methods.items()
    }
    model = fit_model(days, as_of_day=cut)
    if not isinstance(model, str):
        fitted["model"] = model
    return (
        {name: method.predict(known, held_out) for name, method in fitted.items()},
        model if isinstance(model, str) else None,
    )


def _choose(
    expected: Mapping[Method, NDArray[np.float64]],
    seen: NDArray[np.float64],
    *,
    order: tuple[Method, ...] = SIMPLEST_FIRST,
) -> Method:
    """Choose the first method, in this order, that is within one standard error of the best.

    The rule of Breiman, Friedman, Olshen and Stone, Classification and regression trees (1984), section 3.4.3,
    with the error of the difference in place of that of the best.
    """
    names = [name for name in order if name in expected]
    best = min(names, key=lambda name: float(((expected[name] - seen) ** 2).mean()))
    for name in names:
        gap, error = squared_error_gap(expected[name], expected[best], seen)
        if gap <= error:
            return name
    return best


def _basis(expected: Mapping[Method, NDArray[np.float64]], seen: NDArray[np.float64], *, is_beyond: bool) -> Basis:
    """Choose between the two methods that give intervals."""
    order: tuple[Method, ...] = ("model", "baseline") if is_beyond else ("baseline", "model")
    return "model" if _choose(expected, seen, order=order) == "model" else "baseline"


def _scored(
    foretold: Mapping[Method, Forecast], purchases: NDArray[np.float64], value: NDArray[np.float64]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make the tables of scores and of calibration."""
    rows, tables = [], []
    for name, one in foretold.items():
        parts: tuple[tuple[Quantity, NDArray[np.float64], NDArray[np.float64], float], ...] = (
            ("purchases", one.purchases, purchases, coverage(one.purchases_low, one.purchases_high, purchases)),
            ("value", one.value, value, coverage(one.value_low, one.value_high, value)),
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


def _season_ratio(scores: pd.DataFrame) -> float:
    """Give the ratio that all methods miss the purchases by, 1 where they do not agree."""
    ratios = scores.loc[scores["quantity"] == "purchases", "seen_ratio"].dropna().to_numpy(dtype=float)
    if len(ratios) and (ratios > 1 + SEASON_MARGIN).all():
        return float(ratios.min())
    if len(ratios) and (ratios < 1 - SEASON_MARGIN).all():
        return float(ratios.max())
    return 1.0
