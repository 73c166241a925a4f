"""The plain baseline: rates drawn towards that of all, times the share of customers still there after a silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
from scipy import optimize, special

from geoprofile.value.forecast import Forecast, forecast
from geoprofile.value.histories import Histories, actual, histories
from geoprofile.value.purchasing import PurchasePosterior
from geoprofile.value.spend import spend_by_moments

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.value.histories import DayTable

__all__ = ["Baseline", "GammaRates", "gamma_rates"]

# Shapes of the law of rates that are tried: from nearly everyone at zero to everyone alike.
LEAST_SHAPE, MOST_SHAPE = 1e-2, 1e3
# Classes of silence, and what must have been seen again for a share of those still there to be learned.
SILENCES, LEAST_SEEN = 8, 20


@dataclass(frozen=True)
class GammaRates:
    """The law of the rates of customers: gamma with this `shape`, and this `rate` in days."""

    shape: float
    rate: float

    def silence(self, known: Histories) -> NDArray[np.float64]:
        """Give how many purchases were to be expected of each since the last: the silence in usual intervals."""
        usual = (self.shape + known.repeats) / (self.rate + known.age_days)
        return usual * (known.age_days - known.recency_days)

    def expected(self, known: Histories, days: float) -> NDArray[np.float64]:
        """Give the purchases to be expected of each if nobody had left."""
        return (self.shape + known.repeats) / (self.rate + known.age_days) * days


def gamma_rates(known: Histories) -> GammaRates:
    """Fit the law of rates to the repeats of customers, negative binomial given the age of each.

    Empirical Bayes after Robbins, An empirical Bayes approach to statistics, Proceedings of the third Berkeley
    symposium (1956) 157-163; the counts follow Ehrenberg, The pattern of consumer purchases, Applied Statistics 8
    (1959) 26-41. The mean is repeats per day of all (half a purchase added, that none is no proof of never); the
    shape is the most likely one given it.
    """
    age = np.maximum(known.age_days, 0)
    mean = (float(known.repeats.sum()) + 0.5) / max(float(age.sum()), 1.0)

    def surprise(log_shape: float) -> float:
        shape = np.exp(log_shape)
        rate = shape / mean
        chance = special.gammaln(shape + known.repeats) - special.gammaln(shape)
        chance += shape * np.log(rate / (rate + age)) - known.repeats * np.log(rate + age)
        return -float(chance.sum())

    bounds = (np.log(LEAST_SHAPE), np.log(MOST_SHAPE))
    shape = float(np.exp(optimize.minimize_scalar(surprise, bounds=bounds, method="bounded").x))
    return GammaRates(shape, shape / mean)


class Baseline:
    """Shrunken rate x share still there x shrunken mean amount; numpy and scipy alone.

    An earlier cut of the same file tells how many of those who were silent for so many of their usual intervals
    bought as often as their rate says: the share still there. It falls with the silence (isotonic regression;
    Barlow and others, Statistical inference under order restrictions, 1972), and is 1 where too little was seen.

    Attributes
    ----------
    rates_ : GammaRates
    spend_ : Spend
    silence_from_ : array of shape (m,)
        Where each class of silence begins, in usual intervals; the first at 0.
    still_there_ : array of shape (m,)
        Share of the customers of each class who are still there.
    checked_days_ : int
        Days over which the shares were learned, 0 where they were not.
    """

    def fit(self, days: DayTable, *, as_of_day: int, horizon_days: int) -> Self:
        """Learn rates and amounts by `as_of_day`, and the shares from a cut before it.

        The cut leaves the horizon to look at, or half of the file where that is shorter.
        """
        count = len(days.customer_ids)
        known = histories(days.customer, days.day, days.amount, customer_count=count, as_of_day=as_of_day)
        self.rates_, self.spend_ = gamma_rates(known), spend_by_moments(known)
        self.silence_from_, self.still_there_, self.checked_days_ = np.zeros(1), np.ones(1), 0
        window = min(horizon_days, int(known.age_days.max(initial=0)) // 2)
        if window:
            cut = as_of_day - window
            before = histories(days.customer, days.day, days.amount, customer_count=count, as_of_day=cut)
            seen, _ = actual(
                days.customer, days.day, days.amount, customer_count=count, from_day=cut + 1, to_day=as_of_day
            )
            self._learn_silence(before, seen[before.customer], window)
        return self

    def _learn_silence(self, before: Histories, seen: NDArray[np.float64], window: int) -> None:
        if np.count_nonzero(seen) < LEAST_SEEN:
            return
        rates = gamma_rates(before)
        silence, expected = rates.silence(before), rates.expected(before, window)
        starts = np.unique(np.quantile(silence, np.arange(1, SILENCES) / SILENCES))
        place = np.searchsorted(starts, silence, side="right")
        weight = np.bincount(place, weights=expected, minlength=len(starts) + 1)
        shares = np.bincount(place, weights=seen, minlength=len(starts) + 1) / np.maximum(weight, 1e-12)
        falling = optimize.isotonic_regression(shares, weights=np.maximum(weight, 1e-12), increasing=False).x
        self.silence_from_ = np.concatenate([[0.0], starts])
        self.still_there_, self.checked_days_ = np.minimum(falling, 1.0), window

    def predict(self, known: Histories, horizon_days: int, *, intervals: bool = True) -> Forecast:
        """Foretell each customer's purchases and value."""
        place = np.searchsorted(self.silence_from_[1:], self.rates_.silence(known), side="right")
        believed = PurchasePosterior(
            alive=self.still_there_[place],
            shape=self.rates_.shape + known.repeats,
            rate=self.rates_.rate + known.age_days,
            leave=0.0,
            stay=np.ones(len(known)),
        )
        return forecast(believed, self.spend_.posterior(known), horizon_days, intervals=intervals)
