"""k-means on the axes of customers: many starts, one answer."""

from __future__ import annotations

import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from threadpoolctl import ThreadpoolController

    Floats = NDArray[np.float64]
    Labels = NDArray[np.intp]

__all__ = ["explained_share", "find_centres", "nearest"]

STARTS, QUICK_STARTS = 20, 3
# Behind this digit the order of sums shows.
DIGITS = 9


def find_centres(
    points: Floats, weights: Floats, count: int, *, least: int = 1, starts: int = STARTS, seed: int = 0
) -> Floats:
    """Find the centres of as many clusters, the heaviest first; fewer where one would have too few customers.

    Parameters
    ----------
    points : array of shape (n, a)
        In an order that does not hang on that of the file.
    weights : array of shape (n,)
    count : int
    least : int
        Customers of the smallest cluster.
    starts : int
        By k-means++ (Arthur and Vassilvitskii, SODA 2007, 1027-1035); the best is kept.

    Returns
    -------
    array of shape (k, a)
    """
    from sklearn.cluster import KMeans  # noqa: PLC0415  sklearn takes a second
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415

    for wanted in range(min(count, len(points)), 0, -1):
        model = KMeans(wanted, n_init=starts, random_state=seed)
        # Sums of several threads come in any order: with one, the same points give the same bytes.
        with warnings.catch_warnings(), _threads().limit(limits=1):
            warnings.simplefilter("ignore", ConvergenceWarning)  # fewer distinct points than clusters: seen by sizes
            model.fit(points, sample_weight=weights)
        sizes = np.bincount(model.labels_, minlength=wanted)
        if sizes.min() >= least or wanted == 1:
            break
    heavy = np.bincount(model.labels_, weights=weights, minlength=wanted)
    centres = np.asarray(model.cluster_centers_, dtype=float).round(DIGITS)
    return centres[np.lexsort((*centres.T[::-1], -heavy.round(DIGITS)))]


def nearest(points: Floats, centres: Floats) -> Labels:
    """Give the nearest centre of each point; of two at the same distance the first."""
    return np.asarray(_squares(points, centres).argmin(axis=1), dtype=np.intp)


def explained_share(points: Floats, centres: Floats) -> float:
    """Give the share of the variance of points that their nearest centres explain."""
    total = float(((points - points.mean(axis=0)) ** 2).sum())
    within = float(np.maximum(_squares(points, centres).min(axis=1), 0).sum())
    return 1 - within / total if total > 0 else 0.0


def _squares(points: Floats, centres: Floats) -> Floats:
    """Squared distances (n, k)."""
    return np.asarray((points**2).sum(axis=1)[:, None] - 2 * points @ centres.T + (centres**2).sum(axis=1))


@lru_cache(maxsize=1)
def _threads() -> ThreadpoolController:
    """Find the libraries that have threads, once."""
    from threadpoolctl import ThreadpoolController  # noqa: PLC0415  only where there are clusters to find

    return ThreadpoolController()
