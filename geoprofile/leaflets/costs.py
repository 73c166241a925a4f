"""What a drop costs: distribution by mode and density, printing, and once a drop."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import TableError, UnknownNameError
from geoprofile.leaflets.assumptions import MODES, cost_defaults

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CostRates", "stated_costs", "zone_costs"]

CENTS = 100
PER_THOUSAND = 1000


@dataclass(frozen=True)
class CostRates:
    """Prices of one way of distribution, VAT excluded.

    Attributes
    ----------
    mode : {"solo", "grouped", "addressed"}
    denser_than : tuple of k floats
        Households per km2 from which each class begins, falling, the last 0.
    distribution_eur_per_thousand : tuple of k floats
    printing_eur_per_thousand, fixed_eur : float
        Per thousand letterboxes; per drop.
    is_assumed : bool
        Whether these are stated defaults that a quotation should replace.
    """

    mode: str
    denser_than: tuple[float, ...]
    distribution_eur_per_thousand: tuple[float, ...]
    printing_eur_per_thousand: float
    fixed_eur: float
    is_assumed: bool = False

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise UnknownNameError("way of distribution", self.mode, MODES)
        bounds, prices = self.denser_than, self.distribution_eur_per_thousand
        falling = all(above > below for above, below in pairwise(bounds))
        if not bounds or len(bounds) != len(prices) or not falling or bounds[-1] != 0:
            raise TableError(
                f"The density classes {list(bounds)} and the prices {list(prices)} do not go together: give falling "
                "densities that end with 0, and one price each."
            )
        amounts = (*prices, self.printing_eur_per_thousand, self.fixed_eur)
        if not all(0 <= amount < np.inf for amount in amounts):
            raise TableError(f"A price among {list(amounts)} is none: give euros, 0 or more.")


def stated_costs(mode: str = "grouped") -> CostRates:
    """Give the stated prices of a way of distribution: assumptions, to be replaced by a quotation."""
    stated = cost_defaults()
    if mode not in MODES:
        raise UnknownNameError("way of distribution", mode, MODES)
    return CostRates(
        mode,
        tuple(stated["denser_than"]),
        tuple(stated["distribution_eur_per_thousand"][mode]),
        stated["printing_eur_per_thousand"],
        stated["fixed_eur_per_drop"],
        is_assumed=True,
    )


def zone_costs(
    letterboxes: NDArray[np.int64],
    households: NDArray[np.float64],
    area_km2: NDArray[np.float64],
    rates: CostRates,
) -> NDArray[np.float64]:
    """Give the cost of serving each zone, without what is paid once a drop.

    Parameters
    ----------
    letterboxes : int64 array of shape (z,)
    households, area_km2 : arrays of shape (z,)
        Their ratio is the density; a zone whose area is unknown is charged at the dearest class.

    Returns
    -------
    array of shape (z,)
        Euros, whole cents.
    """
    known = np.isfinite(area_km2) & (area_km2 > 0)
    density = np.where(known, households / np.where(known, area_km2, 1.0), np.nan)
    prices = np.array(rates.distribution_eur_per_thousand)
    place = np.searchsorted(-np.array(rates.denser_than), -np.nan_to_num(density), side="left")
    price = np.where(known, prices[np.minimum(place, len(prices) - 1)], prices.max())
    cents = letterboxes * (price + rates.printing_eur_per_thousand) * CENTS / PER_THOUSAND
    return np.asarray(np.rint(cents) / CENTS)
