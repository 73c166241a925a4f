"""How much classes really differ, and indices drawn towards 100 by as much as chance explains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, special

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LEAST_KAPPA", "MOST_KAPPA", "estimate_kappa", "shrunken_index"]

# One customer as expected is added at least; a million makes every index 100.
LEAST_KAPPA, MOST_KAPPA = 1.0, 1e6


def estimate_kappa(count: NDArray[np.float64], expected: NDArray[np.float64]) -> float:
    """Estimate from the classes themselves how many customers' worth of doubt each index deserves.

    Empirical Bayes: c_k is Poisson with mean E_k theta_k, theta_k is Gamma with mean 1 and variance
    1/kappa, so that c_k is negative binomial; kappa maximises its likelihood over the classes (Clayton and
    Kaldor, Biometrics 43 (1987) 671-681). Where the counts vary no more than by chance it goes to
    `MOST_KAPPA` (all indices 100), and it never falls under `LEAST_KAPPA`.

    Parameters
    ----------
    count, expected : arrays of shape (k,)
        Customers seen and expected of each class; effective counts when weighted.
    """
    used = expected > 0
    c, e = count[used], expected[used]
    if not c.sum():
        return MOST_KAPPA

    def loss(log_kappa: float) -> float:
        kappa = np.exp(log_kappa)
        terms = (
            special.gammaln(c + kappa) - special.gammaln(kappa) - kappa * np.log1p(e / kappa) - c * np.log(kappa + e)
        )
        return -float(terms.sum())

    found = optimize.minimize_scalar(loss, bounds=(np.log(LEAST_KAPPA), np.log(MOST_KAPPA)), method="bounded")
    candidates = [LEAST_KAPPA, float(np.exp(found.x)), MOST_KAPPA]  # the bounded search never tries the ends
    return min(candidates, key=lambda kappa: loss(float(np.log(kappa))))


def shrunken_index(count: NDArray[np.float64], expected: NDArray[np.float64], kappa: float) -> NDArray[np.float64]:
    """Give 100 (c + kappa) / (E + kappa), the posterior mean of the index."""
    return 100 * (count + kappa) / (expected + kappa)
