"""How sure it is that a zone lies on its side of a border, its values being off by sampling and by filling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import norm

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.typology.preparation import Preparation

    Floats = NDArray[np.floating]
    Labels = NDArray[np.intp]

__all__ = ["border_confidence"]

# Variance of the arcsine of a root share of n households is 1 / 4n; so is that of a log income, whose spread
# within a small area is about a half.
NOISE = 0.25
TINY = 1e-12
# Zones whose matrices are in memory at once.
CHUNK = 10_000


def border_confidence(
    preparation: Preparation,
    points: Floats,
    centres: Floats,
    nearest_two: tuple[Labels, Labels],
    *,
    households: Floats,
    trust: Floats,
) -> Floats:
    """Give the chance that a zone's true place is nearer to its centre than to the runner-up.

    What a value that was filled is off by follows from the factors behind the filling: x = F s + e, s with the
    variances `fill_signal` and e with `unexplained`, the zone's trusted values telling s (Bartholomew, Knott &
    Moustaki, Latent Variable Models and Factor Analysis, 2011, section 3.3). So a zone of which little is known is off
    in all its filled values together.

    Parameters
    ----------
    points : array of shape (z, a)
        Places on the first axes.
    centres : array of shape (k, a)
    nearest_two : two arrays of shape (z,)
        The nearest centre of each zone, and the next.
    households : array of shape (z,)
    trust : array of shape (z, v)

    Returns
    -------
    array of shape (z,)
        0.5 on the border, 1 where there is one centre.
    """
    if len(centres) == 1:
        return np.ones(len(points))
    first, second = centres[nearest_two[0]], centres[nearest_two[1]]
    margin = ((points - second) ** 2 - (points - first) ** 2).sum(axis=1)
    to_values = preparation.weight[:, None] * preparation.axes[:, : centres.shape[1]]
    across = (first - second) @ to_values.T
    variance = 4 * (_sampling(preparation, across * trust, households) + _filling(preparation, across, trust))
    return np.asarray(norm.cdf(margin / np.sqrt(np.maximum(variance, TINY))))


def _sampling(preparation: Preparation, across: Floats, households: Floats) -> Floats:
    """Give the variance across the border from sampling; a value as it is (`plain`) is taken to have none."""
    sampled = np.array([kind != "plain" for kind in preparation.kinds]) * NOISE / preparation.scale**2
    each = np.minimum(sampled / np.maximum(households, 1)[:, None], 1.0)
    return np.asarray((each * across**2).sum(axis=1))


def _filling(preparation: Preparation, across: Floats, trust: Floats) -> Floats:
    """Give the variance across the border from what was filled, 0 for zones that are fully trusted."""
    variance = np.zeros(len(across))
    gaps = np.flatnonzero((trust < 1).any(axis=1))
    left = np.maximum(preparation.unexplained, TINY)
    factors = preparation.fill_axes
    pairs = (factors[:, :, None] * factors[:, None, :]).reshape(len(factors), -1)
    prior = np.diag(1 / np.maximum(preparation.fill_signal, TINY))
    for begin in range(0, len(gaps), CHUNK):
        rows = gaps[begin : begin + CHUNK]
        filled = (1 - trust[rows]) * across[rows]
        told = (trust[rows] / left @ pairs).reshape(-1, *prior.shape) + prior
        along = filled @ factors
        variance[rows] = filled**2 @ left + (along * np.linalg.solve(told, along[:, :, None])[:, :, 0]).sum(axis=1)
    return variance
