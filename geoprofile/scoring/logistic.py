"""Logistic regression whose coefficients are not negative, with a penalty on their sum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Logistic", "fit_logistic", "largest_penalty", "log_loss", "logit", "sigmoid"]

# So that two criteria that say the same share the weight between them.
RIDGE = 1e-4
NEAR_ZERO = 1e-12
TOLERANCES = {"ftol": 1e-12, "gtol": 1e-8, "maxiter": 500}


@dataclass(frozen=True)
class Logistic:
    """Log odds = intercept + x coefficients; `coefficients` of shape (c,)."""

    intercept: float
    coefficients: NDArray[np.float64]

    def log_odds(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the log odds of rows of shape (n, c)."""
        return np.asarray(self.intercept + x @ self.coefficients, dtype=float)


def fit_logistic(
    x: NDArray[np.float64], yes: NDArray[np.float64], *, penalty: float = 0.0, start: Logistic | None = None
) -> Logistic:
    """Minimise mean log loss + penalty x sum of coefficients + a small ridge, coefficients >= 0.

    Parameters
    ----------
    x : array of shape (n, c)
    yes : array of shape (n,)
        1 and 0.
    penalty : float
    start : Logistic, optional
        Where to begin: the solution at a neighbouring penalty.
    """
    from scipy.optimize import minimize  # noqa: PLC0415  half a second that other commands do without

    def loss(parts: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = parts[0] + x @ parts[1:]
        wrong = sigmoid(odds) - yes
        value = log_loss(odds, yes).mean() + penalty * parts[1:].sum() + RIDGE / 2 * parts[1:] @ parts[1:]
        return float(value), np.append(wrong.mean(), x.T @ wrong / len(yes) + penalty + RIDGE * parts[1:])

    first = np.zeros(x.shape[1] + 1) if start is None else np.append(start.intercept, start.coefficients)
    if start is None:
        first[0] = logit(float(yes.mean()))
    bounds = [(None, None), *[(0.0, None)] * x.shape[1]]
    found = minimize(loss, first, jac=True, method="L-BFGS-B", bounds=bounds, options=TOLERANCES).x
    return Logistic(float(found[0]), np.asarray(found[1:], dtype=float))


def largest_penalty(x: NDArray[np.float64], yes: NDArray[np.float64]) -> float:
    """Give the least penalty under which every coefficient is 0."""
    return float(max((x.T @ (yes - yes.mean())).max(initial=0.0) / len(yes), 0.0))


def sigmoid(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn log odds into probabilities."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * log_odds)), dtype=float)


def logit(probability: float) -> float:
    """Turn a probability into log odds."""
    inside = min(max(probability, NEAR_ZERO), 1 - NEAR_ZERO)
    return float(np.log(inside) - np.log1p(-inside))


def log_loss(log_odds: NDArray[np.float64], yes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give minus the log likelihood of each row."""
    return np.asarray(np.logaddexp(0.0, log_odds) - yes * log_odds, dtype=float)
