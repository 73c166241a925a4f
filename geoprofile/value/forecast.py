"""What is foretold of each customer, and what every method that foretells can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np

from geoprofile.significance import LEVEL
from geoprofile.value.purchasing import expected_purchases, purchase_interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.value.histories import DayTable, Histories
    from geoprofile.value.purchasing import PurchasePosterior
    from geoprofile.value.spend import SpendPosterior

__all__ = ["Forecast", "Forecaster", "forecast", "value_interval"]

SEED = 20261122
# Draws a customer: with 400 the end of a 95 % interval is passed 2.5 times in a hundred, give or take 0.8.
DRAWS = 400
BLOCK = 4_096


@dataclass(frozen=True, eq=False)
class Forecast:
    """What is foretold of customers over a number of days; arrays of shape (n,), NaN where a method has no word.

    Attributes
    ----------
    purchases, purchases_low, purchases_high : arrays
        Expected days with a purchase, and the interval that their number will lie in.
    value, value_low, value_high : arrays
        Expected amount, and the interval that it will lie in.
    alive : array
        Probability that one is still a customer.
    """

    purchases: NDArray[np.float64]
    purchases_low: NDArray[np.float64]
    purchases_high: NDArray[np.float64]
    value: NDArray[np.float64]
    value_low: NDArray[np.float64]
    value_high: NDArray[np.float64]
    alive: NDArray[np.float64]


class Forecaster(Protocol):
    """A method that learns from what was bought by a day and foretells what will be bought after it."""

    def fit(self, days: DayTable, *, as_of_day: int, horizon_days: int) -> Self:
        """Learn from the purchases up to and including `as_of_day`."""

    def predict(self, known: Histories, horizon_days: int, *, intervals: bool = True) -> Forecast:
        """Foretell the `horizon_days` that follow the day of the histories, with intervals if they are wanted."""


def forecast(
    believed: PurchasePosterior,
    spending: SpendPosterior,
    days: float,
    *,
    level: float = LEVEL,
    intervals: bool = True,
) -> Forecast:
    """Foretell purchases and value from what is believed of each customer.

    Parameters
    ----------
    believed : PurchasePosterior of n customers
    spending : SpendPosterior of the same
    days : float
        The horizon.
    level : float
        Probability that an interval is to hold.
    intervals : bool
        Whether they are made, which takes most of the time; NaN otherwise.
    """
    purchases = expected_purchases(believed, days)
    low = high = value_low = value_high = np.full(len(purchases), np.nan)
    if intervals:
        low, high = (end.astype(float) for end in purchase_interval(believed, days, level=level))
        value_low, value_high = value_interval(believed, spending, days, level=level)
    return Forecast(
        purchases=purchases,
        purchases_low=low,
        purchases_high=high,
        value=purchases * spending.mean,
        value_low=value_low,
        value_high=value_high,
        alive=believed.alive,
    )


def value_interval(
    believed: PurchasePosterior, spending: SpendPosterior, days: float, *, level: float = LEVEL
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the amounts between which a customer's will lie, from draws with a fixed seed.

    Drawn are multiples of the scale of spending, once for all customers who differ by nothing else.

    Returns
    -------
    low, high : arrays of shape (n,)
    """
    draw = np.random.default_rng(SEED)
    rows = np.column_stack([believed.shape, believed.alive, believed.rate, believed.stay, spending.certainty])
    _, first, alike = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    ends = np.zeros((len(first), 2))
    tail = (1 - level) / 2
    for start in range(0, len(first), BLOCK):
        part, some = slice(start, start + BLOCK), first[start : start + BLOCK]
        bought = _drawn_purchases(believed.take(some), days, draw)
        amounts = np.sort(_drawn_multiples(bought, spending.shape, spending.certainty[some], draw), axis=1)
        for column, above in enumerate((1 - tail, tail)):
            # Drawn are those still there alone: more than v comes with probability alive x (1 - F(v)).
            share = 1 - above / np.maximum(believed.alive[some], above)
            place = np.rint(share * (DRAWS - 1)).astype(np.intp)
            ends[part, column] = np.where(share > 0, amounts[np.arange(len(place)), place], 0.0)
    low, high = (ends[alike.reshape(-1)] * spending.scale[:, None]).T
    return low, high


def _drawn_purchases(believed: PurchasePosterior, days: float, draw: np.random.Generator) -> NDArray[np.int64]:
    """Draw counts of purchase days for who is still there, `DRAWS` for each customer."""
    size = (len(believed.alive), DRAWS)
    rates = draw.standard_gamma(believed.shape[:, None], size) / believed.rate[:, None]
    bought = draw.poisson(rates * days)
    if believed.leave > 0:
        row, column = np.nonzero(bought)
        leaving = draw.beta(max(believed.leave, np.finfo(float).tiny), believed.stay[row])
        until = draw.geometric(np.maximum(leaving, np.finfo(float).eps))
        bought[row, column] = np.minimum(bought[row, column], until)
    return bought


def _drawn_multiples(
    bought: NDArray[np.int64], shape: float, certainty: NDArray[np.float64], draw: np.random.Generator
) -> NDArray[np.float64]:
    """Draw what these purchase days bring together, as multiples of the scale of each customer's spending."""
    multiples = np.zeros(bought.shape)
    row, column = np.nonzero(bought)
    rate = draw.standard_gamma(certainty[row])
    multiples[row, column] = draw.standard_gamma(shape * bought[row, column]) / rate
    return multiples
