"""How well a rate finds customers: gains curve, lift, AUC and calibration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["auc", "calibration_error", "calibration_table", "gains_at", "lift_at"]

DECILES = 10


def gains_at(
    rate: NDArray[np.float64],
    households: NDArray[np.float64],
    customers: NDArray[np.float64],
    shares: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Give the share of customers in the best-rated share of households.

    Zones of one rate are taken in equal parts, so the order of rows does not matter.

    Parameters
    ----------
    rate, households, customers : arrays of shape (z,)
    shares : array of shape (s,)
        Of households, 0 to 1.

    Returns
    -------
    array of shape (s,)
    """
    homes, found = _by_rate(rate, households, customers)
    return np.interp(shares, _running_share(homes[::-1]), _running_share(found[::-1]))


def lift_at(
    share: float, rate: NDArray[np.float64], households: NDArray[np.float64], customers: NDArray[np.float64]
) -> float:
    """Give how many times more customers than average the best-rated share of households has."""
    return float(gains_at(rate, households, customers, np.array([share]))[0] / share)


def auc(rate: NDArray[np.float64], households: NDArray[np.float64], customers: NDArray[np.float64]) -> float:
    """Give the chance that a customer's zone is rated above that of a household drawn at random, ties by half."""
    homes, found = _by_rate(rate, households, customers)
    below = np.cumsum(homes) - homes / 2
    return float(found @ below / (found.sum() * homes.sum()))


def calibration_table(
    rate: NDArray[np.float64], households: NDArray[np.float64], customers: NDArray[np.float64]
) -> pd.DataFrame:
    """Compare modelled with real customers by tenth of the households, lowest rate first.

    Returns
    -------
    DataFrame
        `decile` (1 to 10), `households`, `customers`, `modelled_rate`, `observed_rate` (per household).
    """
    homes, found = _by_rate(rate, households, customers)
    levels = np.unique(rate)
    middle = (np.cumsum(homes) - homes / 2) / homes.sum()
    decile = np.minimum((middle * DECILES).astype(int), DECILES - 1)
    sums = [np.bincount(decile, weights=w, minlength=DECILES) for w in (homes, found, homes * levels)]
    frame = pd.DataFrame({"decile": np.arange(1, DECILES + 1), "households": sums[0], "customers": sums[1]})
    with np.errstate(invalid="ignore", divide="ignore"):
        frame["modelled_rate"], frame["observed_rate"] = sums[2] / sums[0], sums[1] / sums[0]
    return frame[frame["households"] > 0].reset_index(drop=True)


def calibration_error(table: pd.DataFrame) -> float:
    """Give the expected calibration error: mean |modelled - observed| over households, as a share of the mean rate."""
    gap = (table["modelled_rate"] - table["observed_rate"]).abs() * table["households"]
    return float(gap.sum() / table["customers"].sum())


def _by_rate(
    rate: NDArray[np.float64], households: NDArray[np.float64], customers: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Add up households and customers by rate, lowest first."""
    place = np.unique(rate, return_inverse=True)[1]
    homes, found = (np.bincount(place, weights=w).astype(float) for w in (households, customers))
    return homes, found


def _running_share(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give 0 and then the running total as a share of the whole."""
    return np.append(0.0, np.cumsum(values) / values.sum())
