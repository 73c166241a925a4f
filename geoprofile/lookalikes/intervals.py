"""How many customers a zone may hold: the model's doubt, what it cannot see, and chance, in one interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["count_interval", "rate_interval", "zone_spread"]

# Beyond this variance of the log rate a lognormal says nothing more than "unknown".
MOST_DOUBT = 4.0
# A spread beyond this says only that the model sees next to nothing; the turns would not settle.
MOST_SPREAD, TURNS = 25.0, 20


def zone_spread(customers: NDArray[np.float64], expected: NDArray[np.float64]) -> float:
    """Estimate by how much zones differ beyond what the model sees and chance explains.

    Weighted method of moments: tau^2 = sum_i w_i ((y_i - m_i)^2 - m_i) / sum_i w_i m_i^2, at least 0: the
    variance of a factor of mean 1 on the rate of each zone. w_i = 1 / (1 + tau^2 m_i)^2 weighs a zone by how well it
    shows it, so that the few largest do not decide alone; tau^2 and w are found in turns.

    Parameters
    ----------
    customers, expected : arrays of shape (z,)
        Of the training zones.
    """
    if not (expected > 0).any():
        return 0.0
    spread = 0.0
    for _ in range(TURNS):
        weight = 1 / (1 + spread * expected) ** 2
        beyond = weight @ ((customers - expected) ** 2 - expected)
        spread = float(np.clip(beyond / (weight @ expected**2), 0.0, MOST_SPREAD))
    return spread


def rate_interval(
    rate: NDArray[np.float64], log_variance: NDArray[np.float64], spread: float, confidence: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the interval of the rate of each zone, chance apart: rate x exp(-+ z sqrt(log(1 + tau^2) + s^2)).

    Parameters
    ----------
    rate : array of shape (z,)
        Of customers, or a likeness in its proportion.
    log_variance, spread, confidence
        As in `count_interval`.
    """
    from scipy.stats import norm  # noqa: PLC0415  half a second that other commands do without

    doubt = np.sqrt(np.log1p(spread) + np.minimum(log_variance, MOST_DOUBT))
    factor = np.exp(norm.ppf((1 + confidence) / 2) * doubt)
    return rate / factor, rate * factor


def count_interval(
    expected: NDArray[np.float64], log_variance: NDArray[np.float64], spread: float, confidence: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the central interval of the number of customers of each zone.

    The count is taken as negative binomial with mean m and variance m + m^2 ((1 + tau^2) exp(s^2) - 1): chance, the
    spread tau^2 of zones and the variance s^2 of the modelled log rate.

    Parameters
    ----------
    expected : array of shape (z,)
        Households x rate.
    log_variance : array of shape (z,)
    spread : float
        From `zone_spread`.
    confidence : float
        For example 0.95.

    Returns
    -------
    low, high : arrays of shape (z,)
    """
    from scipy.stats import nbinom, poisson  # noqa: PLC0415  half a second that other commands do without

    tail = (1 - confidence) / 2
    excess = (1 + spread) * np.exp(np.minimum(log_variance, MOST_DOUBT)) - 1
    plain = (excess < 1e-6) | (expected <= 0)  # noqa: PLR2004  so small that the Poisson law is the same
    size = 1 / np.where(plain, 1.0, excess)
    chance = size / (size + expected)
    low, high = (
        np.where(plain, poisson.ppf(q, np.maximum(expected, 0)), nbinom.ppf(q, size, chance)) for q in (tail, 1 - tail)
    )
    return np.where(expected > 0, low, 0.0), np.where(expected > 0, high, 0.0)
