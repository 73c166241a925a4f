"""Poisson regression of customers on households, with a ridge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["RIDGES", "PoissonFit", "choose_ridge", "fit_poisson"]

# Precisions of the prior of one coefficient of a standardised variable, strongest first.
RIDGES = (10_000.0, 3_000.0, 1_000.0, 300.0, 100.0, 30.0)
# Fewer customers than this cannot choose a ridge below that: on Paris, 20 or 60 customers of a known taste lost by it.
FEW, LEAST_RIDGE_OF_FEW = 100, 300.0
NEWTON_STEPS, HALVINGS = 30, 12
# Relative gain below which a fit stands, and below which it is good enough to compare ridges by.
ENOUGH, ENOUGH_TO_COMPARE = 1e-9, 1e-6
# Log-rates beyond these are those of no real zone; they keep a long step of Newton's finite.
LOWEST, HIGHEST = -40.0, 8.0
# Gain in log-likelihood that a weaker ridge must show: with a few dozen customers less than this is chance.
CLEARLY = 1.0
# Relative rise of the loss at which weaker ridges need not be tried.
RISEN_TWICE = 2


@dataclass(frozen=True)
class PoissonFit:
    """A fitted regression: rate = exp(intercept + design @ coefficients).

    Attributes
    ----------
    intercept : float
    coefficients : array of shape (q,)
    covariance : array of shape (1 + q, 1 + q)
        Of intercept and coefficients: the inverse of the penalised information.
    """

    intercept: float
    coefficients: NDArray[np.float64]
    covariance: NDArray[np.float64]

    def log_rate(self, design: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the logarithm of customers per household, shape (z,)."""
        return np.asarray(np.clip(self.intercept + design @ self.coefficients, LOWEST, HIGHEST))

    def log_variance(self, design: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the variance of the log-rate, shape (z,)."""
        with_one = _with_one(design)
        return np.asarray(np.maximum(((with_one @ self.covariance) * with_one).sum(axis=1), 0))


def fit_poisson(
    design: NDArray[np.float64],
    households: NDArray[np.float64],
    customers: NDArray[np.float64],
    penalty: NDArray[np.float64],
) -> PoissonFit:
    """Fit by Newton's method with halving.

    Minimises sum_i (h_i exp(a + x_i b) - y_i (a + x_i b)) + sum_j penalty_j b_j^2 / 2. The intercept is free, so the
    expected customers of the training zones add up to the real ones.

    Parameters
    ----------
    design : array of shape (z, q)
    households, customers : arrays of shape (z,)
    penalty : array of shape (q,)
    """
    with_one, precision = _with_one(design), np.r_[0.0, penalty]
    beta = _newton(with_one, households, customers, precision, _start(households, customers, design.shape[1]))
    expected = households * _rate(with_one @ beta)
    covariance = np.asarray(np.linalg.inv(_information(with_one, expected) + _diagonal(precision)), dtype=float)
    return PoissonFit(float(beta[0]), beta[1:], covariance)


def choose_ridge(
    design: NDArray[np.float64],
    households: NDArray[np.float64],
    customers: NDArray[np.float64],
    relative: NDArray[np.float64],
    folds: NDArray[np.int64],
) -> float:
    """Choose the ridge whose fit tells best where the customers of left-out folds live.

    Each fold is left out by one Newton step from the fit on all zones (Beirami and others 2017, "On optimal
    generalizability in parametric learning"), which costs nearly nothing. The loss is that of the multinomial: how
    customers spread over the zones of the fold, whatever their number.

    Parameters
    ----------
    relative : array of shape (q,)
        Penalty of each coefficient, as a multiple of the ridge.
    folds : int64 array of shape (z,)

    Returns
    -------
    float
        One of `RIDGES`; the strongest among those that do not differ clearly.
    """
    with_one = _with_one(design)
    beta = _start(households, customers, design.shape[1])
    best, chosen_loss, lowest, rises = RIDGES[0], np.inf, np.inf, 0
    for ridge in RIDGES if customers.sum() >= FEW else [one for one in RIDGES if one >= LEAST_RIDGE_OF_FEW]:
        precision = np.r_[0.0, ridge * relative]
        beta = _newton(with_one, households, customers, precision, beta, enough=ENOUGH_TO_COMPARE)
        loss = _left_out_loss(with_one, households, customers, precision, beta, folds)
        if loss < chosen_loss - CLEARLY:
            best, chosen_loss = ridge, loss
        lowest, rises = (loss, 0) if loss < lowest else (lowest, rises + 1)
        if rises == RISEN_TWICE:
            break
    return best


def _left_out_loss(
    with_one: NDArray[np.float64],
    households: NDArray[np.float64],
    customers: NDArray[np.float64],
    precision: NDArray[np.float64],
    beta: NDArray[np.float64],
    folds: NDArray[np.int64],
) -> float:
    """Sum the loss of each fold under the coefficients that the others would give."""
    expected = households * _rate(with_one @ beta)
    parts = [folds == fold for fold in np.unique(folds)]
    informations = [_information(with_one[rows], expected[rows]) for rows in parts]
    total = np.sum(informations, axis=0) + _diagonal(precision)
    loss = 0.0
    for rows, information in zip(parts, informations, strict=True):
        if not customers[rows].any() or customers[rows].sum() == customers.sum():
            continue
        gradient = with_one[rows].T @ (expected[rows] - customers[rows])
        without = beta + np.linalg.solve(total - information, gradient)
        log_rate = np.clip(with_one[rows] @ without, LOWEST, HIGHEST)
        mass = float((households[rows] * np.exp(log_rate)).sum())
        loss -= float(customers[rows] @ log_rate) - float(customers[rows].sum()) * np.log(mass)
    return loss


def _newton(
    with_one: NDArray[np.float64],
    households: NDArray[np.float64],
    customers: NDArray[np.float64],
    precision: NDArray[np.float64],
    beta: NDArray[np.float64],
    *,
    enough: float = ENOUGH,
) -> NDArray[np.float64]:
    """Go down to the least penalised loss."""
    score = with_one @ beta

    def value(eta: NDArray[np.float64], coefficients: NDArray[np.float64]) -> float:
        bounded = np.clip(eta, LOWEST, HIGHEST)
        fit = float(households @ np.exp(bounded)) - float(customers @ bounded)
        return fit + 0.5 * float(precision @ coefficients**2)

    loss = value(score, beta)
    for _ in range(NEWTON_STEPS):
        expected = households * _rate(score)
        gradient = with_one.T @ (expected - customers) + precision * beta
        step = np.linalg.solve(_information(with_one, expected) + _diagonal(precision), gradient)
        moved = with_one @ step
        scale = next(
            (s for s in 0.5 ** np.arange(HALVINGS) if value(score - s * moved, beta - s * step) <= loss),
            0.0,
        )
        beta, score = beta - scale * step, score - scale * moved
        before, loss = loss, value(score, beta)
        if before - loss <= enough * (1 + abs(before)):
            break
    return beta


def _start(households: NDArray[np.float64], customers: NDArray[np.float64], columns: int) -> NDArray[np.float64]:
    """Begin at the mean rate, the same everywhere."""
    return np.append(np.log(customers.sum() / households.sum()), np.zeros(columns))


def _rate(score: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.exp(np.clip(score, LOWEST, HIGHEST)))


def _with_one(design: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([np.ones(len(design)), design])


def _information(with_one: NDArray[np.float64], expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give X' diag(m) X as the square of one matrix, at half the cost of a general product."""
    root = with_one * np.sqrt(expected)[:, None]
    squared: NDArray[np.float64] = root.T @ root
    return squared


def _diagonal(precision: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lay the precision on a diagonal, with a trace of it for the intercept so that it can be inverted."""
    return np.diag(np.maximum(precision, 1e-9))
