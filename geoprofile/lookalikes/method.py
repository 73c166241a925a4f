"""What a lookalike method is, and the registry of methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

from geoprofile.errors import TableError
from geoprofile.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from geoprofile.lookalikes.inputs import ZoneInputs

__all__ = ["LOOKALIKE_METHODS", "LookalikeMethod", "LookalikeMethodFactory", "check_training"]


class LookalikeMethod(Protocol):
    """A way to say how many customers a household of each zone is worth.

    The rate is modelled customers per household if every zone were worked as the training zones are on average:
    over the training zones, households x rate adds up to their customers.
    """

    def fit(
        self,
        zones: ZoneInputs,
        customers: NDArray[np.float64],
        examples: NDArray[np.float64] | None = None,
        *,
        seed: int = 0,
    ) -> LookalikeMethod:
        """Learn from training zones.

        Parameters
        ----------
        zones : ZoneInputs of z zones
        customers : array of shape (z,)
        examples : array of shape (z,), optional
            Weight of each zone as an example to resemble; methods that learn from all customers leave it aside.
        seed : int

        Raises
        ------
        TableError
            If there is nothing to learn from.
        """
        ...

    def predict(self, zones: ZoneInputs) -> NDArray[np.float64]:
        """Give customers per household, shape (z,)."""
        ...

    def log_variance(self, zones: ZoneInputs) -> NDArray[np.float64]:
        """Give the variance of the logarithm of the rate that the model is unsure by, shape (z,)."""
        ...

    def contributions(self, zones: ZoneInputs) -> tuple[tuple[str, ...], NDArray[np.float64]]:
        """Give names of traits, and by how much each raised the logarithm of the rate, shape (z, traits)."""
        ...


LookalikeMethodFactory: TypeAlias = "Callable[[], LookalikeMethod]"

# In the order that a table of them should have: the default first.
LOOKALIKE_METHODS: Registry[LookalikeMethodFactory] = Registry("lookalike method")


def check_training(zones: ZoneInputs, customers: NDArray[np.float64]) -> tuple[ZoneInputs, NDArray[np.float64]]:
    """Keep the zones that have households, and refuse to learn from none with customers.

    Raises
    ------
    TableError
        If no customer lives in a zone with households.
    """
    rows = zones.households > 0
    if not customers[rows].sum() > 0:
        raise TableError(
            "No customer lives in a zone that counts for training: check that the customers carry the zone_id of this "
            "territory, and that the reach holds some of them."
        )
    return zones.take(rows), customers[rows]
