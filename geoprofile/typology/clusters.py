"""Weighted k-means by division, with restarts until the same optimum keeps coming back."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from threadpoolctl import ThreadpoolController

    Floats = NDArray[np.floating]
    Labels = NDArray[np.intp]

__all__ = ["Clusters", "best_clusters", "divide", "divided", "nearest"]

# Two runs whose sums of squares differ by less than this share found the same optimum.
SAME_OPTIMUM = 1e-3
# The optimum is settled once it has come back so often.
TIMES_FOUND = 3
# Another optimum is taken if it leaves this share of squares less: near ties of k-means differ from sample to
# sample, the plain division far less, and on London they hold out no better (docs/decisions/0005).
WORTH = 5e-3
# Points that a further start is begun on, at most: where centres come to rest is settled on all points.
MOST_TO_START = 20_000
# A cut leaves halves this many standard deviations off the middle, along the widest axis of what is cut.
HALF_SD = 0.8
STEPS = 100
# A spread below this share of all squares is rounding: equal points.
ROUNDING = 1e-12
# Under this many points the threads of a core library wait for each other longer than they work.
ONE_THREAD = 20_000


@dataclass(frozen=True)
class Clusters:
    """Centres, and how far the points are from them.

    Attributes
    ----------
    centres : array of shape (k, a)
    squares : float
        Weighted sum of squared distances of the points to their centres.
    runs, found : int
        Starts made, and how many of them came to this optimum.
    """

    centres: Floats
    squares: float
    runs: int = 1
    found: int = 1


def nearest(points: Floats, centres: Floats) -> Labels:
    """Give the nearest centre of each point; of two at the same distance the first."""
    from sklearn.metrics import pairwise_distances_argmin  # noqa: PLC0415  sklearn takes a second

    with _threads().limit(limits=_most_threads(points)):
        return np.asarray(pairwise_distances_argmin(points, centres), dtype=np.intp)


def divide(points: Floats, weights: Floats, *, least: int = 1) -> Iterator[Clusters]:
    """Cut the cluster of widest spread along its widest axis, settle all centres, and go on.

    Parameters
    ----------
    points : array of shape (n, a)
    weights : array of shape (n,)
    least : int
        Points that a cluster has at least; a cut that would leave fewer is not made.

    Yields
    ------
    Clusters
        With 1, 2, ... clusters, as far as there is something to cut.
    """
    centre = np.average(points, axis=0, weights=weights)[None]
    now = Clusters(centre, _squares(points, weights, centre))
    yield now
    flat = now.squares * ROUNDING
    barred: list[Floats] = []
    labels: Labels = np.zeros(len(points), dtype=np.intp)
    while (cut := _widest(points, weights, labels, now.centres, barred, flat=flat)) is not None:
        which, halves = cut
        found, new = _settle(points, weights, np.vstack([np.delete(now.centres, which, axis=0), halves]))
        if np.bincount(new, minlength=len(found.centres)).min() < least:
            barred.append(now.centres[which])
            continue
        now, labels = found, new
        yield now


def divided(points: Floats, weights: Floats, count: int, *, least: int = 1) -> Clusters:
    """Divide into as many clusters, or as many as there can be."""
    for now in divide(points, weights, least=least):
        if len(now.centres) == count:
            break
    return now


def best_clusters(
    points: Floats, weights: Floats, count: int, *, least: int, restarts: int, rng: np.random.Generator
) -> Clusters:
    """Find the best of several divisions, each begun on another half of the points (20,000 of them at most).

    Stops when the best, or one that is hardly better, has come back three times, or after `restarts` more starts.
    """
    best = divided(points, weights, count, least=least)
    runs, found = 1, 1
    while runs <= restarts and found < TIMES_FOUND and len(best.centres) > 1:
        half = np.sort(rng.permutation(len(points))[: max(min(len(points) // 2, MOST_TO_START), count)])
        start = divided(points[half], weights[half], len(best.centres), least=max(least // 2, 1))
        runs += 1
        if len(start.centres) < len(best.centres):
            continue
        one, labels = _settle(points, weights, start.centres)
        if np.bincount(labels, minlength=len(one.centres)).min() < least:
            continue
        if one.squares < best.squares * (1 - WORTH):
            best, found = one, 1
        elif one.squares < best.squares * (1 + SAME_OPTIMUM):
            found += 1
    return Clusters(best.centres, best.squares, runs, found)


def _settle(points: Floats, weights: Floats, centres: Floats) -> tuple[Clusters, Labels]:
    """Move centres to the middle of what is nearest to them until they rest."""
    from sklearn.cluster import KMeans  # noqa: PLC0415  a second that most commands do without
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415

    model = KMeans(len(centres), n_init=1, init=centres.astype(points.dtype), max_iter=STEPS, tol=1e-5)
    with warnings.catch_warnings(), _threads().limit(limits=_most_threads(points)):
        warnings.simplefilter("ignore", ConvergenceWarning)  # fewer distinct points than centres: seen by their sizes
        model.fit(points, sample_weight=weights)
    return Clusters(model.cluster_centers_, float(model.inertia_)), model.labels_.astype(np.intp)


def _most_threads(points: Floats) -> int | None:
    return 1 if len(points) < ONE_THREAD else None


@lru_cache(maxsize=1)
def _threads() -> ThreadpoolController:
    """Find the libraries that have threads, once: it takes longer than to settle some hundred points."""
    from threadpoolctl import ThreadpoolController  # noqa: PLC0415  only where there are clusters to find

    return ThreadpoolController()


def _widest(
    points: Floats, weights: Floats, labels: Labels, centres: Floats, barred: list[Floats], *, flat: float
) -> tuple[int, Floats] | None:
    """Choose the cluster with the greatest sum of squares along one axis, and the centres of its halves."""
    best: tuple[float, int, Floats] | None = None
    for which, centre in enumerate(centres):
        mine = labels == which
        if np.count_nonzero(mine) < 2:  # noqa: PLR2004  one point cannot be cut
            continue
        apart = points[mine] - centre
        scatter = (apart * weights[mine][:, None]).T @ apart
        variances, axes = np.linalg.eigh(scatter)
        if any(np.allclose(centre, other) for other in barred) or variances[-1] <= flat:
            continue
        if best is None or variances[-1] > best[0]:
            axis = axes[:, -1] * np.sign(axes[np.abs(axes[:, -1]).argmax(), -1])
            step = axis * HALF_SD * np.sqrt(variances[-1] / weights[mine].sum())
            best = (float(variances[-1]), which, np.array([centre - step, centre + step]))
    return None if best is None else (best[1], best[2])


def _squares(points: Floats, weights: Floats, centre: Floats) -> float:
    return float((weights[:, None] * (points - centre) ** 2).sum())
