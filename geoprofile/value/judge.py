"""Which method foretold the last period best: it is held out, and all learn from what came before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.value.baseline import Baseline
from geoprofile.value.histories import actual, histories
from geoprofile.value.method_scores import (
    SCORE_COLUMNS,
    SIMPLEST_FIRST,
    Intervals,
    score_methods,
    season_ratio_of,
)
from geoprofile.value.models import fit_model
from geoprofile.value.naive import MeanForAll, NaiveRate
from geoprofile.value.scores import squared_error_gap, top_share

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geoprofile.value.forecast import Forecast, Forecaster
    from geoprofile.value.histories import DayTable, Histories
    from geoprofile.value.words import Method, Quantity, Reason

__all__ = ["HORIZON_DAYS", "SCORE_COLUMNS", "Basis", "Judgement", "check_horizon", "cut_day", "judge"]

Basis = Literal["model", "baseline"]
HORIZON_DAYS = 365
# The part of the file that is held out, and what is too little to judge by.
HELD_OUT_SHARE = 4
LEAST_DAYS, LEAST_CUSTOMERS = 7, 20
# A file that is silent for more than this part of the held-out days, to their end, ended before them.
MOST_SILENT = 0.5
# Customers whose intervals are checked at most: the share that held is known to a third of a hundredth.
INTERVALS_OF = 5_000


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


def cut_day(first_day: int, as_of_day: int, horizon_days: int = HORIZON_DAYS) -> int:
    """Give the last day that the methods learn from: what follows, to `as_of_day`, is held out.

    Held out are `horizon_days`, a quarter of the file at most.
    """
    return as_of_day - min(horizon_days, (as_of_day - first_day) // HELD_OUT_SHARE)


def judge(
    days: DayTable, *, as_of_day: int, horizon_days: int = HORIZON_DAYS, known_days: DayTable | None = None
) -> Judgement | None:
    """Hold out the last period, let every method foretell it, and compare with what happened.

    Parameters
    ----------
    days : table of purchase days
    as_of_day : int
        The day the file reaches to; later purchases are left out.
    horizon_days : int
        Held out are this many days, a quarter of the file at most.
    known_days : table of purchase days, optional
        The same file as it was known at the end of `cut_day`: what was sent back later is not yet taken off. By
        default the part of `days` up to it, which leaves out purchases that were undone in the held-out days.

    Returns
    -------
    Judgement, or None where under a week could be held out, fewer than 20 customers had bought before, none of them
    bought in it, or the file is silent for more than half of it, to its end.

    Raises
    ------
    TableError
        If the horizon is none.
    """
    check_horizon(horizon_days)
    cut = cut_day(int(days.day.min(initial=as_of_day)), as_of_day, horizon_days)
    held_out = as_of_day - cut
    before = days if known_days is None else known_days
    known = histories(
        before.customer, before.day, before.amount, customer_count=len(before.customer_ids), as_of_day=cut
    )
    if held_out < LEAST_DAYS or len(known) < LEAST_CUSTOMERS:
        return None
    purchases, value = _seen(days, before.customer_ids[known.customer], cut=cut, as_of_day=as_of_day)
    last = int(days.day[days.day <= as_of_day].max())
    if not purchases.any() or as_of_day - last > MOST_SILENT * held_out:
        return None
    foretold, intervals, reason = _forecasts(before, known, cut=cut, held_out=held_out)
    expected: dict[Quantity, dict[Method, NDArray[np.float64]]] = {
        "purchases": {name: one.purchases for name, one in foretold.items()},
        "value": {name: one.value for name, one in foretold.items()},
    }
    scores, calibration = score_methods(foretold, intervals, purchases, value)
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
        season_ratio=season_ratio_of(scores),
        reason=reason,
    )


def _seen(
    days: DayTable, customer_ids: NDArray[np.object_], *, cut: int, as_of_day: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sum up what these customers did after the cut; nothing for one whom the table does not know."""
    purchases, value = actual(
        days.customer,
        days.day,
        days.amount,
        customer_count=len(days.customer_ids),
        from_day=cut + 1,
        to_day=as_of_day,
    )
    place = pd.Index(days.customer_ids).get_indexer(pd.Index(customer_ids))
    return np.append(purchases, 0.0)[place], np.append(value, 0.0)[place]


def _forecasts(
    days: DayTable, known: Histories, *, cut: int, held_out: int
) -> tuple[dict[Method, Forecast], Intervals, Reason | None]:
    """Let each method learn from what was bought by the cut and foretell what follows, with intervals of a sample."""
    methods: dict[Method, Forecaster] = {"mean_for_all": MeanForAll(), "naive": NaiveRate(), "baseline": Baseline()}
    fitted: dict[Method, Forecaster] = {
        name: method.fit(days, as_of_day=cut, horizon_days=held_out) for name, method in methods.items()
    }
    model = fit_model(days, as_of_day=cut)
    if not isinstance(model, str):
        fitted["model"] = model
    some = known.sample(INTERVALS_OF)
    return (
        {name: method.predict(known, held_out, intervals=False) for name, method in fitted.items()},
        Intervals(some, {name: method.predict(known.take(some), held_out) for name, method in fitted.items()}),
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
