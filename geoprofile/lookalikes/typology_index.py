"""Typology index: a household is worth what customers of its type are, small types leaning on their group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import TableError
from geoprofile.lookalikes.method import LOOKALIKE_METHODS, check_training

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.lookalikes.inputs import ZoneInputs

__all__ = ["TypologyIndex"]

# Customers that the prior is worth: with 10 expected a type lies half-way between its own index and its group's.
PRIOR_CUSTOMERS = 10.0


@LOOKALIKE_METHODS.register("typology_index")
class TypologyIndex:
    """Shrunken index of area types, in two steps.

    Of a group g with c_g customers and E_g expected from its households: i_g = (c_g + kappa) / (E_g + kappa). Of a type
    k in it: i_k = (c_k + kappa i_g) / (E_k + kappa). A zone without type has index 1. Rates are then scaled so that
    they add up to the customers of the training zones.

    Attributes
    ----------
    group_index_, type_index_ : dict of str to float
    type_variance_ : dict of str to float
        Of the logarithm of a type's index.
    mean_rate_ : float
    """

    def fit(
        self,
        zones: ZoneInputs,
        customers: NDArray[np.float64],
        examples: NDArray[np.float64] | None = None,  # noqa: ARG002  it learns from all customers
        *,
        seed: int = 0,  # noqa: ARG002  nothing is drawn
    ) -> TypologyIndex:
        """Learn from training zones; see `LookalikeMethod.fit`. Raises TableError if no zone has a type."""
        zones, customers = check_training(zones, customers)
        if not (zones.types != "").any():
            raise TableError("The method 'typology_index' needs area types: give the table of types of the zones.")
        base = customers.sum() / zones.households.sum()
        self.group_index_: dict[str, float] = {}
        self.type_index_: dict[str, float] = {}
        self.type_variance_: dict[str, float] = {}
        for code, (own, expected) in _sums(zones.groups, customers, base * zones.households).items():
            self.group_index_[code] = (own + PRIOR_CUSTOMERS) / (expected + PRIOR_CUSTOMERS)
        group_of = dict(zip(zones.types, zones.groups, strict=True))
        for code, (own, expected) in _sums(zones.types, customers, base * zones.households).items():
            prior = PRIOR_CUSTOMERS * self.group_index_.get(group_of[code], 1.0)
            self.type_index_[code] = (own + prior) / (expected + PRIOR_CUSTOMERS)
            self.type_variance_[code] = 1 / (own + prior)
        self.mean_rate_ = float(customers.sum() / (zones.households @ np.exp(self._log_index(zones).sum(axis=1))))
        return self

    def predict(self, zones: ZoneInputs) -> NDArray[np.float64]:
        """Give customers per household, shape (z,)."""
        return np.asarray(self.mean_rate_ * np.exp(self._log_index(zones).sum(axis=1)))

    def log_variance(self, zones: ZoneInputs) -> NDArray[np.float64]:
        """Give the variance of the logarithm of the type's index, shape (z,)."""
        return np.array([self.type_variance_.get(code, 1 / PRIOR_CUSTOMERS) for code in zones.types])

    def contributions(self, zones: ZoneInputs) -> tuple[tuple[str, ...], NDArray[np.float64]]:
        """Give what the group, and the type within its group, add to the log rate."""
        return ("group", "type"), self._log_index(zones)

    def _log_index(self, zones: ZoneInputs) -> NDArray[np.float64]:
        """Give log index of the group, and of the type against its group, shape (z, 2)."""
        group = np.log([self.group_index_.get(code, 1.0) for code in zones.groups])
        pairs = zip(zones.types, np.exp(group), strict=True)
        of_type = np.log([self.type_index_.get(code, index) for code, index in pairs])
        return np.column_stack([group, of_type - group])


def _sums(
    codes: NDArray[np.object_], customers: NDArray[np.float64], expected: NDArray[np.float64]
) -> dict[str, tuple[float, float]]:
    """Add up customers and expected customers by code, zones without a code aside."""
    kinds, place = np.unique(codes.astype(str), return_inverse=True)
    own, due = np.bincount(place, weights=customers), np.bincount(place, weights=expected)
    return {str(k): (float(c), float(e)) for k, c, e in zip(kinds, own, due, strict=True) if k}
