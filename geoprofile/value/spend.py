"""What a purchase day brings: the mean of each customer, drawn towards that of all by how little is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, special

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from geoprofile.value.histories import Histories

__all__ = ["Spend", "SpendPosterior", "spend_by_moments"]

# Bounds of the two: amounts all alike leave a law that can be computed with, and wild ones leave it a mean.
LEAST_SHAPE, MOST_SHAPE = 0.05, 1e4
LEAST_CERTAINTY = 1.5


@dataclass(frozen=True, eq=False)
class SpendPosterior:
    """What is believed of the spending of each customer; arrays of shape (n,).

    An amount is gamma distributed with `shape` and a rate that is itself gamma distributed with shape
    `certainty` and rate `scale`.
    """

    shape: float
    certainty: NDArray[np.float64]
    scale: NDArray[np.float64]

    @property
    def mean(self) -> NDArray[np.float64]:
        """Give the amount that a purchase day of each is expected to bring."""
        return self.shape * self.scale / (self.certainty - 1)


@dataclass(frozen=True)
class Spend:
    """The Gamma-Gamma law of amounts: each gamma(`shape`, rate), the rates of customers gamma(`certainty`, `scale`).

    Colombo and Jiang, A stochastic RFM model, Journal of Interactive Marketing 13 (1999) 2-12; Fader, Hardie and
    Lee, RFM and CLV, Journal of Marketing Research 42 (2005) 415-430; Fader and Hardie, The Gamma-Gamma model of
    monetary value (2013), where the three are p, q and gamma. It takes amounts for unrelated to how often one buys.
    """

    shape: float
    certainty: float
    scale: float

    def posterior(self, known: Histories) -> SpendPosterior:
        """Learn from what each customer spent; q' = q + p n, gamma' = gamma + n mean."""
        return SpendPosterior(self.shape, self.certainty + self.shape * known.purchase_days, self.scale + known.total)


def spend_by_moments(known: Histories) -> Spend:
    """Fit the law of amounts by moments that a few huge amounts do not rule.

    The squared coefficient of variation of n amounts of one customer is n / (n p + 1) on average, as for gamma
    amounts it is unrelated to their mean; the logarithm of a customer's mean varies by psi1(n p) + psi1(q), psi1
    the trigamma function; the mean of all is p gamma / (q - 1). The mean that follows for a customer is
    Buhlmann's credibility, n / (n + (q - 1) / p) of the own mean and the rest of the mean of all (Buhlmann,
    Experience rating and credibility, ASTIN Bulletin 4, 1967, 199-207).
    """
    paying = known.take(known.total > 0)
    if not len(paying):
        return Spend(1.0, 2.0, 0.0)  # nobody spent anything
    shape = _shape(paying)
    logs = np.log(paying.mean_amount)
    between = float(logs.var()) - float(special.polygamma(1, shape * paying.purchase_days).mean())
    certainty = _certainty(between)
    return Spend(shape, certainty, float(known.mean_amount.mean()) * (certainty - 1) / shape)


def _shape(paying: Histories) -> float:
    """Find the shape of a customer's amounts from how much they vary; half of all variation where none came twice."""
    again = paying.take(paying.repeats > 0)
    size = again.purchase_days
    if not len(again):
        variation = float(paying.total.var() / paying.total.mean() ** 2) / 2
        return float(np.clip(1 / max(variation, 1 / MOST_SHAPE), LEAST_SHAPE, MOST_SHAPE))
    seen = float((np.maximum(again.square_total - again.total**2 / size, 0) / again.mean_amount**2).sum())

    def surplus(log_shape: float) -> float:
        return float(((size - 1) * size / (size * np.exp(log_shape) + 1)).sum()) - seen

    return _root(surplus, LEAST_SHAPE, MOST_SHAPE)


def _certainty(variance: float) -> float:
    """Find the q whose trigamma is this variance."""
    return _root(lambda log_q: float(special.polygamma(1, np.exp(log_q))) - variance, LEAST_CERTAINTY, MOST_SHAPE)


def _root(falling: Callable[[float], float], low: float, high: float) -> float:
    """Find where a falling function of the logarithm is 0 between two ends, or the nearer end."""
    if falling(np.log(low)) <= 0:
        return low
    if falling(np.log(high)) >= 0:
        return high
    return float(np.exp(optimize.brentq(falling, np.log(low), np.log(high))))
