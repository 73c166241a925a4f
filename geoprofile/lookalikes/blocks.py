"""Blocks of neighbouring zones, and folds of blocks: what is held out together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["FOLDS", "deal_folds", "zone_blocks"]

FOLDS = 5
# Zones of a block, where there are enough zones for MOST_BLOCKS or fewer and for at least FEWEST_BLOCKS.
ZONES_A_BLOCK = 50
FEWEST_BLOCKS, MOST_BLOCKS = 10, 400


def zone_blocks(parents: NDArray[np.object_], centroids: NDArray[np.float64] | None = None) -> NDArray[np.int64]:
    """Put neighbouring zones into one block.

    Zones with centroids are halved at the median of their longer side until the blocks are small. Without
    coordinates a block is a run of consecutive codes of one parent; neighbouring codes are neighbours mostly.

    Parameters
    ----------
    parents : text array of shape (z,)
        In the order of zone_id.
    centroids : array of shape (z, 2), optional
        Metres; zones without (NaN) are put into blocks by their codes.

    Returns
    -------
    int64 array of shape (z,)
        Number of the block, from 0.
    """
    size = _block_size(len(parents))
    placed = np.zeros(len(parents), dtype=bool) if centroids is None else np.isfinite(centroids).all(axis=1)
    runs = [chunk for chunk in _code_runs(np.flatnonzero(~placed), parents, size) if chunk.size]
    if centroids is not None and placed.any():
        runs += _halve(np.flatnonzero(placed), centroids, size)
    block = np.empty(len(parents), dtype=np.int64)
    for number, rows in enumerate(runs):
        block[rows] = number
    return block


def deal_folds(blocks: NDArray[np.int64], households: NDArray[np.float64], *, seed: int) -> NDArray[np.int64]:
    """Deal blocks to `FOLDS` folds, each in turn to the fold with the fewest households; the seed sets the order.

    Returns
    -------
    int64 array of shape (z,)
        Fold of each zone; a block is never divided.
    """
    kinds, block = np.unique(blocks, return_inverse=True)
    size = np.bincount(block, weights=households + 1.0)
    load, fold = np.zeros(FOLDS), np.empty(len(kinds), dtype=np.int64)
    for one in np.random.default_rng(seed).permutation(len(kinds)):
        fold[one] = load.argmin()
        load[fold[one]] += size[one]
    dealt: NDArray[np.int64] = fold[block]
    return dealt


def _block_size(zones: int) -> int:
    count = np.clip(zones // ZONES_A_BLOCK, FEWEST_BLOCKS, MOST_BLOCKS)
    return max(1, int(np.ceil(zones / count)))


def _code_runs(rows: NDArray[np.intp], parents: NDArray[np.object_], size: int) -> list[NDArray[np.intp]]:
    """Cut the zones of each parent, in the order of their codes, into runs of at most `size`."""
    if not rows.size:
        return []
    code = np.unique(parents[rows].astype(str), return_inverse=True)[1]
    return [
        part
        for parent in range(code.max() + 1)
        for part in np.array_split(rows[code == parent], -(-int((code == parent).sum()) // size))
    ]


def _halve(rows: NDArray[np.intp], centroids: NDArray[np.float64], size: int) -> list[NDArray[np.intp]]:
    """Halve zones across their longer side until at most `size` are together."""
    if len(rows) <= size:
        return [rows]
    places = centroids[rows]
    side = int(np.ptp(places, axis=0).argmax())
    order = rows[np.lexsort((rows, places[:, 1 - side], places[:, side]))]
    middle = len(rows) // 2
    return _halve(order[:middle], centroids, size) + _halve(order[middle:], centroids, size)
