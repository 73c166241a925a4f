"""What anyone can do without a model: everyone as before, or everyone alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import numpy as np

from geoprofile.value.forecast import Forecast
from geoprofile.value.histories import histories

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.value.histories import DayTable, Histories

__all__ = ["MeanForAll", "NaiveRate"]


class NaiveRate:
    """Everyone goes on as before: the own purchases after the first per day, and the own mean amount."""

    def fit(self, days: DayTable, *, as_of_day: int, horizon_days: int) -> Self:  # noqa: ARG002  nothing to learn
        """Learn nothing: each history says all."""
        return self

    def predict(self, known: Histories, horizon_days: int, *, intervals: bool = True) -> Forecast:  # noqa: ARG002  has none
        """Foretell repeats / age x horizon; who came today has no past yet and is foretold 0."""
        rate = known.repeats / np.maximum(known.age_days, 1)
        return _without_interval(rate * horizon_days, rate * horizon_days * known.mean_amount)


class MeanForAll:
    """Everyone is like the mean: purchases after the first per day over all, and the mean amount of all.

    Attributes
    ----------
    rate_ : float
        Purchase days per customer and day.
    mean_amount_ : float
    """

    def fit(self, days: DayTable, *, as_of_day: int, horizon_days: int) -> Self:  # noqa: ARG002  any horizon
        """Learn the two means."""
        known = histories(
            days.customer, days.day, days.amount, customer_count=len(days.customer_ids), as_of_day=as_of_day
        )
        self.rate_ = float(known.repeats.sum()) / max(float(known.age_days.sum()), 1.0)
        self.mean_amount_ = float(known.total.sum()) / max(float(known.purchase_days.sum()), 1.0)
        return self

    def predict(self, known: Histories, horizon_days: int, *, intervals: bool = True) -> Forecast:  # noqa: ARG002  has none
        """Foretell the same for every customer."""
        purchases = np.full(len(known), self.rate_ * horizon_days)
        return _without_interval(purchases, purchases * self.mean_amount_)


def _without_interval(purchases: NDArray[np.float64], value: NDArray[np.float64]) -> Forecast:
    unknown = np.full(len(purchases), np.nan)
    return Forecast(purchases, unknown, unknown, value, unknown, unknown, unknown)
