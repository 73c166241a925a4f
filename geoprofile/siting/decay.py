"""How penetration falls with travel time: by ring, and as a curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import optimize, stats
from scipy.special import gammaln

from geoprofile.significance import LEVEL, rate_interval
from geoprofile.siting.huff import DECAYS, MINUTES_AT_DOOR, distance_term
from geoprofile.siting.note import Note

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.travel.reach import Reach

__all__ = ["DecayCurve", "curve_rate", "fit_decay", "penetration_by_ring"]

FEWEST_CUSTOMERS, FEWEST_ZONES = 30, 10
STEPS = 50
# ln of the variance beyond Poisson's, alpha in m + alpha m^2, is sought between these.
LOG_ALPHA = (-12.0, 4.0)
# A share of people within a band is never quite sure to be counted from whole zones; less than this many is none.
NOBODY = 1e-9


@dataclass(frozen=True, eq=False)
class DecayCurve:
    """rate(minutes) = exp(intercept + slope x f(minutes)), f = ln(minutes + 1) or minutes.

    Attributes
    ----------
    decay : {"power", "exponential"}
        The likelier of the two.
    intercept, slope : float
    covariance : array of shape (2, 2)
        Robust to overdispersion.
    freedom : int
        Zones less 2.
    alpha : float
        Of the negative binomial: variance m + alpha m^2.
    dispersion : float
        Pearson's chi-square of a Poisson curve by degree of freedom; at least 1.
    half_minutes, half_low, half_high : float
        Minutes at which penetration is half of that at the door, with its 95 % interval; infinite where customers do
        not surely fall with distance.
    """

    decay: str
    intercept: float
    slope: float
    covariance: NDArray[np.float64]
    freedom: int
    alpha: float
    dispersion: float
    half_minutes: float
    half_low: float
    half_high: float


def penetration_by_ring(
    reach: Reach,
    store: int,
    customers: NDArray[np.float64],
    households: NDArray[np.float64],
    *,
    dispersion: float = 1.0,
) -> pd.DataFrame:
    """Count customers and households of each ring of minutes around a store.

    A zone across two rings gives each the share of its people that lives there, customers and households alike.

    Parameters
    ----------
    reach : Reach
    store : int
        Row of the store.
    customers, households : arrays of shape (z,)
        By zone; missing counts as none.
    dispersion : float
        Variance by mean of the counts (`DecayCurve.dispersion`); the interval widens by its root.

    Returns
    -------
    DataFrame
        One row a band, then one for beyond: `from_min`, `to_min` (infinite beyond), `customers`, `households`,
        `penetration_rate`, `low`, `high` (95 %), `cumulative_share` of the customers. Customers of the rings and
        beyond add up to all.
    """
    mine = reach.origin == store
    part = np.zeros((reach.zone_count, len(reach.bands) + 1))
    part[reach.zone[mine], :-1] = np.diff(reach.shares[mine], axis=1, prepend=0.0)
    part[:, -1] = np.maximum(1 - part.sum(axis=1), 0.0)
    came, homes = np.nan_to_num(customers) @ part, np.nan_to_num(households) @ part
    low, high = rate_interval(came / dispersion, homes / dispersion)
    there = homes > NOBODY
    return pd.DataFrame(
        {
            "from_min": [0.0, *reach.bands],
            "to_min": [*reach.bands, np.inf],
            "customers": came,
            "households": homes,
            "penetration_rate": np.where(there, came / np.where(there, homes, 1.0), np.nan),
            "low": np.where(there, low, np.nan),
            "high": np.where(there, high, np.nan),
            "cumulative_share": np.cumsum(came) / came.sum() if came.sum() > 0 else np.full(len(came), np.nan),
        }
    )


def fit_decay(
    minutes: NDArray[np.float64], customers: NDArray[np.float64], households: NDArray[np.float64]
) -> DecayCurve | Note:
    """Fit a curve of customers per household against minutes.

    Negative binomial regression with ln households as offset (Lawless, Canadian J. of Statistics 15, 1987, 209-225),
    by power and by exponential decay; the likelier stands. The covariance is White's, so that it holds where
    the variance is another.

    Parameters
    ----------
    minutes, customers, households : arrays of shape (z,)
        Of the zones that one store, or the nearest store, reaches. Zones with a missing value or without households are
        left out.

    Returns
    -------
    DecayCurve, or the Note that says why there is none: fewer than 30 customers or 10 zones, or one distance alone.
    """
    kept = np.isfinite(minutes) & np.isfinite(customers) & (np.nan_to_num(households) > 0)
    time, came, homes = minutes[kept], customers[kept], households[kept]
    if came.sum() < FEWEST_CUSTOMERS or len(came) < FEWEST_ZONES or np.ptp(time) <= 0:
        return _refused()
    fits = [(decay, *_negative_binomial(distance_term(time, decay), came, homes)) for decay in DECAYS]
    decay, beta, alpha, _ = max(fits, key=lambda fit: fit[3])
    x = distance_term(time, decay)
    covariance = _white(x, came, homes, beta, alpha)
    half = _half(decay, float(beta[1]))
    width = float(stats.t.isf((1 - LEVEL) / 2, len(came) - 2) * np.sqrt(covariance[1, 1]))
    poisson = _scoring(x, came, homes, 0.0)
    mean = homes * np.exp(poisson[0] + poisson[1] * x)
    return DecayCurve(
        decay=decay,
        intercept=float(beta[0]),
        slope=float(beta[1]),
        covariance=covariance,
        freedom=len(came) - 2,
        alpha=alpha,
        dispersion=max(float(((came - mean) ** 2 / mean).sum()) / (len(came) - 2), 1.0),
        half_minutes=half,
        half_low=_half(decay, float(beta[1]) - width),
        half_high=_half(decay, float(beta[1]) + width),
    )


def curve_rate(curve: DecayCurve, minutes: NDArray[np.float64]) -> pd.DataFrame:
    """Give the penetration rate at these minutes: `minutes`, `penetration_rate`, `low`, `high` (95 % of the curve)."""
    x = np.column_stack([np.ones(len(minutes)), distance_term(minutes, curve.decay)])
    middle = x @ [curve.intercept, curve.slope]
    half = stats.t.isf((1 - LEVEL) / 2, curve.freedom) * np.sqrt(((x @ curve.covariance) * x).sum(axis=1))
    return pd.DataFrame(
        {
            "minutes": minutes,
            "penetration_rate": np.exp(middle),
            "low": np.exp(middle - half),
            "high": np.exp(middle + half),
        }
    )


def _half(decay: str, slope: float) -> float:
    """Give the minutes at which the rate is half of that at the door."""
    if slope >= 0:
        return np.inf
    exponent = np.log(2) / -slope
    if decay == "exponential":
        return float(exponent)
    return float(MINUTES_AT_DOOR * np.expm1(exponent)) if exponent < np.log(np.finfo(float).max) else np.inf


def _negative_binomial(
    x: NDArray[np.float64], came: NDArray[np.float64], homes: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float, float]:
    """Give intercept and slope, alpha, and the log-likelihood."""

    def loss(log_alpha: float) -> float:
        alpha = float(np.exp(log_alpha))
        return -_log_likelihood(came, _mean(x, homes, _scoring(x, came, homes, alpha)), alpha)

    found = optimize.minimize_scalar(loss, bounds=LOG_ALPHA, method="bounded", options={"xatol": 1e-4})
    alpha = float(np.exp(found.x))
    return _scoring(x, came, homes, alpha), alpha, -float(found.fun)


def _scoring(
    x: NDArray[np.float64], came: NDArray[np.float64], homes: NDArray[np.float64], alpha: float
) -> NDArray[np.float64]:
    """Fit intercept and slope at a given alpha by iterated weighted least squares."""
    design = np.column_stack([np.ones(len(x)), x - x.mean()])
    beta = np.array([np.log(came.sum() / homes.sum()), 0.0])
    for _ in range(STEPS):
        mean = homes * np.exp(np.clip(design @ beta, -40, 8))
        weight = mean / (1 + alpha * mean)
        move = np.linalg.solve((design * weight[:, None]).T @ design, design.T @ (weight * (came - mean) / mean))
        beta = beta + np.clip(move, -1.0, 1.0)
        if np.abs(move).max() < 1e-10:  # noqa: PLR2004  rounding is all that is left
            break
    return np.array([beta[0] - beta[1] * x.mean(), beta[1]])


def _mean(x: NDArray[np.float64], homes: NDArray[np.float64], beta: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(homes * np.exp(np.clip(beta[0] + beta[1] * x, -40, 8)))


def _log_likelihood(came: NDArray[np.float64], mean: NDArray[np.float64], alpha: float) -> float:
    """Give that of the negative binomial, for counts that need not be whole."""
    size = 1 / alpha
    terms = gammaln(came + size) - gammaln(size) - gammaln(came + 1)
    terms += came * np.log(mean * alpha / (1 + alpha * mean)) - size * np.log1p(alpha * mean)
    return float(terms.sum())


def _white(
    x: NDArray[np.float64],
    came: NDArray[np.float64],
    homes: NDArray[np.float64],
    beta: NDArray[np.float64],
    alpha: float,
) -> NDArray[np.float64]:
    """Give the sandwich covariance, leverage taken out (MacKinnon and White, J. of Econometrics 29, 1985, HC3)."""
    design, mean = np.column_stack([np.ones(len(x)), x]), _mean(x, homes, beta)
    weight = mean / (1 + alpha * mean)
    bread = np.linalg.inv((design * weight[:, None]).T @ design)
    leverage = ((design @ bread) * design).sum(axis=1) * weight
    scores = design * (weight * (came - mean) / mean / np.maximum(1 - leverage, 0.1))[:, None]
    return np.asarray(bread @ (scores.T @ scores) @ bread)


def _refused() -> Note:
    """Say what it takes; how many there are may be too few to be told."""
    return Note(
        f"Pas de courbe de distance : moins de {FEWEST_CUSTOMERS} clients ou de {FEWEST_ZONES} zones à portée, ou une "
        "seule distance.",
        f"No curve of distance: fewer than {FEWEST_CUSTOMERS} customers or {FEWEST_ZONES} zones in reach, or one "
        "distance alone.",
    )
