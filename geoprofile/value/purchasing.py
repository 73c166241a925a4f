"""How often each customer will still buy: closed forms for who may have left and may leave yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from geoprofile.significance import LEVEL

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["PurchasePosterior", "expected_purchases", "purchase_interval", "purchase_tail"]

# A Beta law of leaving with a smaller first parameter says that nobody leaves.
NOBODY_LEAVES = 1e-6
# The closed form is a difference over (a - 1): this close to 1 it is taken beside it.
BESIDE_ONE = 1e-6


@dataclass(frozen=True, eq=False)
class PurchasePosterior:
    """What is believed of the buying of each customer; arrays of shape (n,).

    Still a customer with probability `alive`; then buying at a rate per day that is gamma(`shape`, `rate`), and
    leaving after a purchase with a probability that is beta(`leave`, `stay`).

    Attributes
    ----------
    alive, shape, rate : arrays
    leave : float
        0 where nobody leaves.
    stay : array
    """

    alive: NDArray[np.float64]
    shape: NDArray[np.float64]
    rate: NDArray[np.float64]
    leave: float
    stay: NDArray[np.float64]

    def take(self, chosen: NDArray[np.intp]) -> PurchasePosterior:
        """Keep these customers."""
        return PurchasePosterior(
            self.alive[chosen], self.shape[chosen], self.rate[chosen], self.leave, self.stay[chosen]
        )


def expected_purchases(believed: PurchasePosterior, days: float) -> NDArray[np.float64]:
    """Give the number of purchase days that each customer is expected to have.

    Fader, Hardie and Lee, Counting your customers the easy way, Marketing Science 24 (2005) 275-284, equation 10.
    With z = t / (rate + t) their (1 - z)^shape 2F1(shape, b; a + b - 1; z) is turned by Euler's transformation
    into (1 - z)^(a - 1) 2F1(a + b - 1 - shape, a - 1; a + b - 1; z), which neither overflows nor loses digits
    for who bought hundreds of times.
    """
    if believed.leave < NOBODY_LEAVES:
        return believed.alive * believed.shape / believed.rate * days
    a = believed.leave if abs(believed.leave - 1) > BESIDE_ONE else 1 + BESIDE_ONE
    together = a + believed.stay - 1
    z = days / (believed.rate + days)
    left = (1 - z) ** (a - 1) * special.hyp2f1(together - believed.shape, a - 1, together, z)
    return np.asarray(np.maximum(believed.alive * together / (a - 1) * (1 - left), 0))


def purchase_tail(believed: PurchasePosterior, days: float, count: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give the probability of at least so many purchase days.

    Purchases are the lesser of what the rate gives (negative binomial) and what leaving allows (beta-geometric),
    and given that one is still a customer the two are independent: their tails multiply.
    """
    some = np.maximum(count, 1).astype(float)
    tail = believed.alive * special.betainc(some, believed.shape, days / (believed.rate + days))
    if believed.leave >= NOBODY_LEAVES:
        log_beta = special.betaln(believed.leave, believed.stay + some - 1)
        tail *= np.exp(log_beta - special.betaln(believed.leave, believed.stay))
    return np.where(count <= 0, 1.0, tail)


def purchase_interval(
    believed: PurchasePosterior, days: float, *, level: float = LEVEL
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the counts between which a customer's purchase days will lie, exactly.

    Returns
    -------
    low, high : whole numbers of shape (n,)
        The smallest counts that are not passed with probability (1 - level) / 2 and (1 + level) / 2.
    """
    tail = (1 - level) / 2
    return _quantile(believed, days, tail), _quantile(believed, days, 1 - tail)


def _quantile(believed: PurchasePosterior, days: float, share: float) -> NDArray[np.int64]:
    """Find the smallest count that is passed with probability 1 - share at most, by halving."""
    low = np.full(len(believed.alive), -1, dtype=np.int64)
    high = np.ones_like(low)
    while (over := purchase_tail(believed, days, high + 1) > 1 - share).any():
        high = np.where(over, 2 * high, high)
    while (high - low > 1).any():
        middle = (low + high) // 2
        enough = purchase_tail(believed, days, middle + 1) <= 1 - share
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return high
