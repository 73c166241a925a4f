"""Twin zones: find places like this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import TableError
from geoprofile.lookalikes.method import LOOKALIKE_METHODS, check_training

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.lookalikes.inputs import ZoneInputs

__all__ = ["TwinZones"]


@LOOKALIKE_METHODS.register("twin_zones")
class TwinZones:
    """Nearness to the mean of the example zones in the prepared variables.

    d_i^2 = mean over variables of (z_ij - t_j)^2, and rate proportional to exp(-d_i^2 / m), m the median of d^2 over
    the training zones. Customers set the scale of the rate and nothing else: a twin of a poor place is a poor place.
    In validation the training customers stand for the examples.

    Attributes
    ----------
    target_ : array of shape (p,)
    reach_ : float
        m.
    log_scale_ : float
    """

    def fit(
        self,
        zones: ZoneInputs,
        customers: NDArray[np.float64],
        examples: NDArray[np.float64] | None = None,
        *,
        seed: int = 0,  # noqa: ARG002  nothing is drawn
    ) -> TwinZones:
        """Learn from training zones; see `LookalikeMethod.fit`. Raises TableError if the examples weigh nothing."""
        weights = customers if examples is None else examples
        if not weights.sum() > 0:
            raise TableError("No example lies in a training zone: name other example zones.")
        self.target_ = np.average(zones.features, axis=0, weights=weights)
        zones, customers = check_training(zones, customers)
        distance = self._parts(zones).sum(axis=1)
        self.reach_ = max(float(np.median(distance)), np.finfo(float).eps)
        mass = zones.households @ np.exp(-distance / self.reach_)
        self.log_scale_ = float(np.log(customers.sum() / mass))
        self.mean_parts_ = np.average(self._parts(zones), axis=0, weights=zones.households)
        return self

    def predict(self, zones: ZoneInputs) -> NDArray[np.float64]:
        """Give customers per household, shape (z,)."""
        return np.asarray(np.exp(self.log_scale_ - self._parts(zones).sum(axis=1) / self.reach_))

    def log_variance(self, zones: ZoneInputs) -> NDArray[np.float64]:
        """Give zeros, shape (z,): resemblance is computed, not estimated."""
        return np.zeros(len(zones.households))

    def contributions(self, zones: ZoneInputs) -> tuple[tuple[str, ...], NDArray[np.float64]]:
        """Give how much nearer each variable brings a zone than it does the average household."""
        return zones.names, (self.mean_parts_ - self._parts(zones)) / self.reach_

    def _parts(self, zones: ZoneInputs) -> NDArray[np.float64]:
        """Give the terms that the squared distance is the sum of, shape (z, p)."""
        return np.asarray((zones.features - self.target_) ** 2 / zones.features.shape[1])
