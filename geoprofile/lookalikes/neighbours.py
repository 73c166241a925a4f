"""What lies around a zone: the mean of each variable over the zones near it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["NEAREST", "surroundings"]

# Zones around a zone: 40 did better than 10 on London (tuning behaviours, 200 and 2,000 customers).
NEAREST = 40
NO_SPREAD = 1e-9


def surroundings(
    features: NDArray[np.float64],
    households: NDArray[np.float64],
    parents: NDArray[np.object_],
    centroids: NDArray[np.float64] | None,
) -> NDArray[np.float64]:
    """Average variables over the neighbourhood of each zone, itself included, households as weights.

    Parameters
    ----------
    features : array of shape (z, p)
        In the order of zone_id.
    households : array of shape (z,)
    parents : text array of shape (z,)
        Neighbours without coordinates are the nearest codes of the same parent.
    centroids : array of shape (z, 2) or None
        Metres; NaN where a zone has no outline.

    Returns
    -------
    array of shape (z, p)
        Mean 0 and variance 1 over households.
    """
    from scipy.sparse import csr_array  # noqa: PLC0415  only models need it

    near = _nearest_codes(parents) if centroids is None else _nearest_places(centroids, parents)
    rows, columns = np.nonzero(near >= 0)
    found = near[rows, columns]
    weight = csr_array((households[found] + NO_SPREAD, (rows, found)), shape=(len(near), len(near)))
    mean = np.asarray(weight @ features) / np.asarray(weight.sum(axis=1))[:, None]
    mean -= np.average(mean, axis=0, weights=households)
    spread = np.sqrt(np.average(mean**2, axis=0, weights=households))
    scaled: NDArray[np.float64] = np.where(spread > NO_SPREAD, mean / np.maximum(spread, NO_SPREAD), 0.0)
    return scaled


def _nearest_codes(parents: NDArray[np.object_]) -> NDArray[np.intp]:
    """Give the rows within half of NEAREST on either side, of the same parent; -1 where there are none."""
    rows = np.arange(len(parents))
    around = rows[:, None] + np.arange(-(NEAREST // 2), NEAREST // 2 + 1)
    inside = (around >= 0) & (around < len(parents))
    code = np.unique(parents.astype(str), return_inverse=True)[1]
    kept = inside & (code[np.where(inside, around, 0)] == code[:, None])
    return np.where(kept, around, -1)


def _nearest_places(centroids: NDArray[np.float64], parents: NDArray[np.object_]) -> NDArray[np.intp]:
    """Give the nearest zones by their centroids; by code for those that have none."""
    from scipy.spatial import cKDTree  # noqa: PLC0415  only models need it

    near = _nearest_codes(parents)
    placed = np.flatnonzero(np.isfinite(centroids).all(axis=1))
    count = min(NEAREST + 1, len(placed))
    if count:
        _, found = cKDTree(centroids[placed]).query(centroids[placed], k=range(1, count + 1))
        near[placed] = -1
        near[placed, :count] = placed[found]
    return near
