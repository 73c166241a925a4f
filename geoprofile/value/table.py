"""What each customer is expected to buy and to bring over a horizon: one row a customer, none lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.value.baseline import Baseline
from geoprofile.value.histories import histories
from geoprofile.value.judge import HORIZON_DAYS, check_horizon
from geoprofile.value.models import fit_model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.value.forecast import Forecaster
    from geoprofile.value.histories import DayTable, Histories
    from geoprofile.value.judge import Basis
    from geoprofile.value.words import Reason

__all__ = ["VALUE_COLUMNS", "ValueTable", "value_table"]

# Column of the table, and the part of a forecast that it holds.
PARTS = {
    "expected_purchases": "purchases",
    "expected_purchases_low": "purchases_low",
    "expected_purchases_high": "purchases_high",
    "expected_value": "value",
    "expected_value_low": "value_low",
    "expected_value_high": "value_high",
    "alive_probability": "alive",
}
# From purchases of fewer days from first to last, or customers known for fewer on average, nothing is foretold.
LEAST_SPAN_DAYS, LEAST_MEAN_AGE_DAYS = 28, 7
# A file is silent where nothing came for longer than this, and than so many usual intervals between purchases.
LONG_SILENCE_DAYS, MANY_INTERVALS = 60, 2
VALUE_COLUMNS = {
    "customer_id": "identifier (text)",
    "expected_purchases": "days with a purchase over the horizon",
    "expected_purchases_low": "lower end of their 95 % interval (whole)",
    "expected_purchases_high": "upper end (whole)",
    "expected_value": "amount over the horizon, in the currency of the file",
    "expected_value_low": "lower end of its 95 % interval",
    "expected_value_high": "upper end",
    "alive_probability": "probability of still being a customer, 0 to 1",
    "basis": "`model` or `baseline`; empty for who never bought, and where nothing can be foretold",
}


@dataclass(frozen=True)
class ValueTable:
    """What customers are expected to buy and to bring.

    Attributes
    ----------
    table : DataFrame
        One row a customer, in the order of `customer_ids`, columns as in `VALUE_COLUMNS`; numbers missing for who
        had not bought by the day, and for all where the file is too short.
    basis : {"model", "baseline", ""}
        What all numbers rest on; "" where there are none.
    reason : str or None
        Why they do not rest on the model where that was asked for, or why there are none.
    checked_days : int
        Days over which the baseline could learn who is still there: a longer horizon goes on from there as if
        nobody left. 0 for a model, which foretells leaving, and where nothing could be learned.
    silent_days : int
        Days from the last purchase of all to the day, where they are so many that the file seems to end before it;
        0 otherwise.
    """

    table: pd.DataFrame
    basis: Basis | Literal[""]
    reason: Reason | None
    checked_days: int
    silent_days: int = 0


def value_table(
    days: DayTable, *, as_of_day: int, horizon_days: int = HORIZON_DAYS, basis: Basis = "model"
) -> ValueTable:
    """Foretell the purchases and the value of every customer.

    Parameters
    ----------
    days : table of purchase days
    as_of_day : int
        The day the horizon follows; later purchases are left out.
    horizon_days : int
    basis : {"model", "baseline"}
        As `judge` found better. Where no model can be fitted the baseline stands in, and `reason` says why; where
        purchases span under four weeks, or customers are known for under a week on average, nothing is foretold.

    Raises
    ------
    TableError
        If the horizon is none, or nobody had bought by the day.
    """
    check_horizon(horizon_days)
    known = histories(days.customer, days.day, days.amount, customer_count=len(days.customer_ids), as_of_day=as_of_day)
    if not len(known):
        raise TableError("Nobody had bought anything by the day that is asked for: choose a later one.")
    seen = days.day[days.day <= as_of_day]
    if seen.max() - seen.min() < LEAST_SPAN_DAYS or known.age_days.mean() < LEAST_MEAN_AGE_DAYS:
        return ValueTable(_table(days, known, None, basis=""), "", "short_file", 0)
    silent = _silent_days(known, as_of_day - int(seen.max()))
    model = fit_model(days, as_of_day=as_of_day) if basis == "model" else None
    reason = model if isinstance(model, str) else None
    if model is None or isinstance(model, str):
        plain = Baseline().fit(days, as_of_day=as_of_day, horizon_days=horizon_days)
        table = _table(days, known, _foretold(plain, known, horizon_days), basis="baseline")
        return ValueTable(table, "baseline", reason, plain.checked_days_, silent)
    return ValueTable(
        _table(days, known, _foretold(model, known, horizon_days), basis="model"), "model", None, 0, silent
    )


def _silent_days(known: Histories, silence: int) -> int:
    """Give the silence at the end of the file where it is far longer than customers usually leave, else 0."""
    again = known.repeats > 0
    usual = float(np.median(known.recency_days[again] / known.repeats[again])) if again.any() else 0.0
    return silence if silence > max(LONG_SILENCE_DAYS, MANY_INTERVALS * usual) else 0


def _foretold(method: Forecaster, known: Histories, horizon_days: int) -> dict[str, NDArray[np.float64]]:
    """Foretell each part of the table for the customers of the histories."""
    distinct, place = known.distinct()
    foretold = method.predict(distinct, horizon_days)
    return {column: getattr(foretold, part)[place] for column, part in PARTS.items()}


def _table(
    days: DayTable, known: Histories, foretold: dict[str, NDArray[np.float64]] | None, *, basis: Basis | Literal[""]
) -> pd.DataFrame:
    """Lay out the forecast, one row a customer; None is none."""
    table = pd.DataFrame({"customer_id": pd.array(days.customer_ids, dtype="str")})
    for column in PARTS:
        values = np.full(len(table), np.nan)
        if foretold is not None:
            values[known.customer] = foretold[column]
        table[column] = values
    bought = np.zeros(len(table), dtype=bool)
    bought[known.customer] = True
    table["basis"] = pd.array(np.where(bought, basis, ""), dtype="str")
    return table
