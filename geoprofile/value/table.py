"""What each customer is expected to buy and to bring over a horizon: one row a customer, none lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.value.baseline import Baseline
from geoprofile.value.histories import histories
from geoprofile.value.judge import HORIZON_DAYS, check_horizon
from geoprofile.value.models import fit_model

if TYPE_CHECKING:
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
VALUE_COLUMNS = {
    "customer_id": "identifier (text)",
    "expected_purchases": "days with a purchase over the horizon",
    "expected_purchases_low": "lower end of their 95 % interval (whole)",
    "expected_purchases_high": "upper end (whole)",
    "expected_value": "amount over the horizon, in the currency of the file",
    "expected_value_low": "lower end of its 95 % interval",
    "expected_value_high": "upper end",
    "alive_probability": "probability of still being a customer, 0 to 1",
    "basis": "`model` or `baseline`; empty for who never bought",
}


@dataclass(frozen=True)
class ValueTable:
    """What customers are expected to buy and to bring.

    Attributes
    ----------
    table : DataFrame
        One row a customer, in the order of `customer_ids`, columns as in `VALUE_COLUMNS`; numbers missing for who
        had not bought by the day.
    basis : {"model", "baseline"}
        What all numbers rest on.
    reason : str or None
        Why they do not rest on the model where that was asked for.
    checked_days : int
        Days over which the baseline could learn who is still there: a longer horizon goes on from there as if
        nobody left. 0 for a model, which foretells leaving, and where nothing could be learned.
    """

    table: pd.DataFrame
    basis: Basis
    reason: Reason | None
    checked_days: int


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
        As `judge` found better. Where no model can be fitted the baseline stands in, and `reason` says why.

    Raises
    ------
    TableError
        If the horizon is none, or nobody had bought by the day.
    """
    check_horizon(horizon_days)
    known = histories(days.customer, days.day, days.amount, customer_count=len(days.customer_ids), as_of_day=as_of_day)
    if not len(known):
        raise TableError("Nobody had bought anything by the day that is asked for: choose a later one.")
    model = fit_model(days, as_of_day=as_of_day) if basis == "model" else None
    reason = model if isinstance(model, str) else None
    if model is None or isinstance(model, str):
        plain = Baseline().fit(days, as_of_day=as_of_day, horizon_days=horizon_days)
        table = _table(days, known, plain, horizon_days=horizon_days, basis="baseline")
        return ValueTable(table, "baseline", reason, plain.checked_days_)
    return ValueTable(_table(days, known, model, horizon_days=horizon_days, basis="model"), "model", None, 0)


def _table(days: DayTable, known: Histories, method: Forecaster, *, horizon_days: int, basis: Basis) -> pd.DataFrame:
    """Lay out the forecast, one row a customer."""
    distinct, place = known.distinct()
    foretold = method.predict(distinct, horizon_days)
    table = pd.DataFrame({"customer_id": pd.array(days.customer_ids, dtype="str")})
    for column, part in PARTS.items():
        values = np.full(len(table), np.nan)
        values[known.customer] = getattr(foretold, part)[place]
        table[column] = values
    bought = np.zeros(len(table), dtype=bool)
    bought[known.customer] = True
    table["basis"] = pd.array(np.where(bought, basis, ""), dtype="str")
    return table
