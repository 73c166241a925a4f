"""Positive-unlabelled model: customers at their zones against all households as background."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.lookalikes.blocks import deal_folds
from geoprofile.lookalikes.method import LOOKALIKE_METHODS, check_training
from geoprofile.lookalikes.poisson import choose_ridge, fit_poisson

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.lookalikes.inputs import ZoneInputs

__all__ = ["PositiveUnlabelledModel"]

# Ridges of the square of a variable and of its mean around the zone, as multiples of that of the variable.
SQUARE_RIDGE, AROUND_RIDGE = 3.0, 2.0


@LOOKALIKE_METHODS.register("pu_model")
class PositiveUnlabelledModel:
    """Ridge Poisson regression of customer counts on the variables of their zones.

    log rate = a + sum_j (b_j x_j + c_j x_j^2 + d_j n_j), with x the variable in the zone and n its mean around it.
    With households as offset this is the limit of a logistic regression of customers against a background sample of
    households (Fithian and Hastie 2013, "Finite-sample equivalence in statistical models for presence-only data").
    The model is additive over variables, so the part of each variable in the log rate is exact.

    Attributes
    ----------
    ridge_ : float
        Chosen by leaving out blocks of neighbouring zones.
    fit_ : PoissonFit
    centre_ : array of shape (3 p,)
        Mean of the design over the households of the training zones.
    dispersion_ : float
        By how much customers of a block vary beyond chance, at least 1; it widens the variance.
    """

    def fit(
        self,
        zones: ZoneInputs,
        customers: NDArray[np.float64],
        examples: NDArray[np.float64] | None = None,  # noqa: ARG002  it learns from all customers
        *,
        seed: int = 0,
    ) -> PositiveUnlabelledModel:
        """Learn from training zones; see `LookalikeMethod.fit`."""
        from threadpoolctl import threadpool_limits  # noqa: PLC0415  only models need it

        # On matrices this small several threads wait for each other: ten times slower on a busy machine.
        with threadpool_limits(limits=1, user_api="blas"):
            return self._learn(*check_training(zones, customers), seed)

    def _learn(self, zones: ZoneInputs, customers: NDArray[np.float64], seed: int) -> PositiveUnlabelledModel:
        raw = _design(zones)
        self.centre_ = np.average(raw, axis=0, weights=zones.households)
        design = raw - self.centre_
        relative = np.repeat([1.0, SQUARE_RIDGE, AROUND_RIDGE], len(zones.names))
        folds = deal_folds(zones.blocks, zones.households, seed=seed)
        self.ridge_ = choose_ridge(design, zones.households, customers, relative, folds)
        self.fit_ = fit_poisson(design, zones.households, customers, self.ridge_ * relative)
        expected = zones.households * np.exp(self.fit_.log_rate(design))
        self.dispersion_ = _dispersion(customers, expected, zones.blocks)
        return self

    def predict(self, zones: ZoneInputs) -> NDArray[np.float64]:
        """Give customers per household, shape (z,)."""
        rate: NDArray[np.float64] = np.exp(self.fit_.log_rate(_design(zones) - self.centre_))
        return rate

    def log_variance(self, zones: ZoneInputs) -> NDArray[np.float64]:
        """Give the posterior variance of the log rate, widened by the dispersion, shape (z,)."""
        return self.dispersion_ * self.fit_.log_variance(_design(zones) - self.centre_)

    def contributions(self, zones: ZoneInputs) -> tuple[tuple[str, ...], NDArray[np.float64]]:
        """Give the part of each variable in the log rate, against the average household of the training zones."""
        parts = (_design(zones) - self.centre_) * self.fit_.coefficients
        return zones.names, parts.reshape(len(parts), 3, -1).sum(axis=1)


def _design(zones: ZoneInputs) -> NDArray[np.float64]:
    """Lay out variables, their squares (of variance about 1) and their means around."""
    return np.column_stack([zones.features, zones.features**2 / np.sqrt(2), zones.around])


def _dispersion(customers: NDArray[np.float64], expected: NDArray[np.float64], blocks: NDArray[np.int64]) -> float:
    """Compare the scatter of customers over blocks with that of chance."""
    block = np.unique(blocks, return_inverse=True)[1]
    gap = np.bincount(block, weights=customers - expected)
    return max(1.0, float((gap**2).sum() / expected.sum()))
