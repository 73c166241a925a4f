"""Similarity to the best customers: how far a zone leans the way that the zones of examples lean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import TableError
from geoprofile.lookalikes.method import LOOKALIKE_METHODS, check_training
from geoprofile.lookalikes.poisson import fit_poisson

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.lookalikes.inputs import ZoneInputs

__all__ = ["SimilarityToBest"]

# Precision of the prior of the slope: a tenth of a customer's worth, so that a perfect fit stays finite.
SLOPE_RIDGE = 0.1
# A zone that differs from the average in nothing has no direction.
NO_LENGTH = 1e-9
# The order of the similarities is kept even where customers contradict it.
LEAST_SLOPE = 1e-6


@LOOKALIKE_METHODS.register("similarity_to_best")
class SimilarityToBest:
    """Cosine between a zone and the mean of the examples, both against the average household.

    s_i = z_i . m / (|z_i| |m|), m the mean of the example zones (all customers' where no examples are given). The rate
    is that of a Poisson regression on s alone, its slope never below 0: what one step of similarity has been worth.

    Attributes
    ----------
    direction_ : array of shape (p,)
        m / |m|.
    intercept_, slope_ : float
    covariance_ : array of shape (2, 2)
    """

    def fit(
        self,
        zones: ZoneInputs,
        customers: NDArray[np.float64],
        examples: NDArray[np.float64] | None = None,
        *,
        seed: int = 0,  # noqa: ARG002  nothing is drawn
    ) -> SimilarityToBest:
        """Learn from training zones; see `LookalikeMethod.fit`. Raises TableError if the examples weigh nothing."""
        weights = customers if examples is None else examples
        if not weights.sum() > 0:
            raise TableError("No example lies in a training zone: name other example customers or zones.")
        mean = np.average(zones.features, axis=0, weights=weights)
        self.direction_ = mean / max(float(np.linalg.norm(mean)), NO_LENGTH)
        zones, customers = check_training(zones, customers)
        score = self._parts(zones).sum(axis=1)
        fitted = fit_poisson(score[:, None], zones.households, customers, np.array([SLOPE_RIDGE]))
        self.slope_ = max(float(fitted.coefficients[0]), LEAST_SLOPE)
        self.intercept_ = float(np.log(customers.sum() / (zones.households @ np.exp(self.slope_ * score))))
        self.covariance_ = fitted.covariance
        self.mean_parts_ = np.average(self._parts(zones), axis=0, weights=zones.households)
        return self

    def predict(self, zones: ZoneInputs) -> NDArray[np.float64]:
        """Give customers per household, shape (z,)."""
        return np.asarray(np.exp(self.intercept_ + self.slope_ * self._parts(zones).sum(axis=1)))

    def log_variance(self, zones: ZoneInputs) -> NDArray[np.float64]:
        """Give the variance of the log rate from that of intercept and slope, shape (z,)."""
        with_one = np.column_stack([np.ones(len(zones.households)), self._parts(zones).sum(axis=1)])
        return np.asarray(((with_one @ self.covariance_) * with_one).sum(axis=1))

    def contributions(self, zones: ZoneInputs) -> tuple[tuple[str, ...], NDArray[np.float64]]:
        """Give the part of each variable in the log rate, against the average household of the training zones."""
        return zones.names, self.slope_ * (self._parts(zones) - self.mean_parts_)

    def _parts(self, zones: ZoneInputs) -> NDArray[np.float64]:
        """Give the terms that the cosine is the sum of, shape (z, p)."""
        length = np.maximum(np.linalg.norm(zones.features, axis=1), NO_LENGTH)
        return np.asarray(zones.features * self.direction_ / length[:, None])
