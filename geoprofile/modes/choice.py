"""How many segments: numbers tried, what each was measured by, and the one chosen with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.modes.clusters import QUICK_STARTS, explained_share, find_centres, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Labels = NDArray[np.intp]

__all__ = ["NUMBERS", "Choice", "choose_number"]

NUMBERS = range(3, 13)
# Customers that numbers are tried on, and that silhouettes are measured on.
TRIED_ON, SILHOUETTE_OF = 8_000, 1_000
PAIRS_OF_HALVES = 5
# Two halves of the customers agree so far (adjusted Rand index; Steinley, Properties of the Hubert-Arabie adjusted Rand
# index, Psychological Methods 9, 2004, 386-396, calls .65 moderate and less poor), and the least firm segment comes
# back so far in a half (Jaccard index; Hennig, Cluster-wise assessment of cluster stability, Computational Statistics &
# Data Analysis 52, 2007, 258-271, calls .6 a pattern and less dissolved).
STABLE_ARI, STABLE_JACCARD = 0.65, 0.6
LEAST_SHARE = 0.03
# How much further apart than in a cloud without segments they lie for segments to be called natural, and how far at the
# least (Kaufman and Rousseeuw, Finding groups in data, 1990, find no structure below .25).
NATURAL_GAP, NATURAL_SILHOUETTE = 0.05, 0.25
# Numbers whose silhouettes differ by less are as good as each other: the most stable is taken.
AS_GOOD = 0.02
# What one segment more explains of customers that it was not made from, at least.
WORTH = 0.015

Reason = Literal["asked", "natural", "stable_cut", "least_unstable", "only"]


@dataclass(frozen=True)
class Choice:
    """How many segments, and why.

    Attributes
    ----------
    number : int
    reason : {"asked", "natural", "stable_cut", "least_unstable", "only"}
        `natural`: they lie apart. `stable_cut`: they do not, and this is the largest number that halves of the
        customers agree on. `least_unstable`: none is stable, this is the least unstable. `only`: too few
        customers to try others. `asked`: the user's.
    is_natural : bool
        Whether the segments of this number lie apart more than in a cloud that has none.
    table : DataFrame
        One row a number: `number`; `ari_halves` between the segments of two halves; `jaccard_min` of the least
        firm segment, full against half; `silhouette`, `silhouette_cloud` of the best of reference clouds;
        `held_out_share` of the variance explained of the half not seen; `gain` over one segment less;
        `smallest_share`; `chosen`.
    """

    number: int
    reason: Reason
    is_natural: bool
    table: pd.DataFrame


def choose_number(
    points: Floats, weights: Floats, *, number: int | None, least: int, seed: int = 0, numbers: Sequence[int] = NUMBERS
) -> Choice:
    """Try numbers of segments and choose one, unless it is given.

    A number stands for choice if two halves of the customers agree on its segments, each comes back, and the smallest
    is not tiny. If the segments lie apart more than those of a cloud of the same spread that has none (normal, or
    uniform: Tibshirani, Walther and Hastie, JRSS B 63, 2001, 411-423), the number of the best silhouette is
    taken, the most stable of those as good; else the largest number whose last segment still explains something of
    customers that it was not made from.

    Parameters
    ----------
    points : array of shape (n, a)
    weights : array of shape (n,)
    number : int or None
    least : int
        Customers of the smallest segment.
    numbers : sequence of int
        Those tried.
    """
    rng = np.random.default_rng(seed)
    tried = np.sort(rng.permutation(len(points))[:TRIED_ON])
    some, theirs = points[tried], weights[tried]
    borne = [k for k in sorted({*numbers, *(() if number is None else (number,))}) if k * 2 * least <= len(some)]
    if number is not None and number not in borne:
        most = len(some) // (2 * least)
        raise TableError(f"{len(points)} customers are too few for {number} modes: ask for {max(most, 2)} or fewer.")
    halves = [_halves(rng, len(some)) for _ in range(PAIRS_OF_HALVES)]
    clouds = list(_clouds(rng, some, theirs))
    rows = [{"number": k, **_measured(some, theirs, k, halves, clouds)} for k in borne]
    table = pd.DataFrame(rows, columns=["number", *MEASURES])
    table["gain"] = table["held_out_share"].diff().where(table["number"].diff() == 1)
    chosen, reason = _chosen(table, number)
    row = table[table["number"] == chosen]
    is_natural = bool(_lie_apart(row).any())
    return Choice(chosen, reason, is_natural, table.assign(chosen=table["number"] == chosen))


MEASURES = ("ari_halves", "jaccard_min", "silhouette", "silhouette_cloud", "held_out_share", "smallest_share")


def _chosen(table: pd.DataFrame, number: int | None) -> tuple[int, Reason]:
    """Choose a row of the table."""
    if number is not None:
        return number, "asked"
    if table.empty:
        return 2, "only"
    stable = table[(table["ari_halves"] >= STABLE_ARI) & (table["jaccard_min"] >= STABLE_JACCARD)]
    firm = stable[stable["smallest_share"] >= LEAST_SHARE]
    if firm.empty:
        return int(table.sort_values(["ari_halves", "number"], ascending=[False, True])["number"].iloc[0]), (
            "least_unstable"
        )
    apart = firm[_lie_apart(firm)]
    if len(apart):
        as_good = apart[apart["silhouette"] >= apart["silhouette"].max() - AS_GOOD]
        firmest = as_good.sort_values(["ari_halves", "number"], ascending=[False, True])
        return int(firmest["number"].iloc[0]), "natural"
    telling = firm[(firm["gain"] >= WORTH) | (firm["number"] == firm["number"].min())]
    return int(telling["number"].max()), "stable_cut"


def _lie_apart(table: pd.DataFrame) -> pd.Series:
    gap = table["silhouette"] - table["silhouette_cloud"]
    return (gap >= NATURAL_GAP) & (table["silhouette"] >= NATURAL_SILHOUETTE)


def _halves(rng: np.random.Generator, count: int) -> tuple[Labels, Labels]:
    shuffled = rng.permutation(count)
    return np.sort(shuffled[: count // 2]), np.sort(shuffled[count // 2 :])


def _measured(
    points: Floats, weights: Floats, count: int, halves: list[tuple[Labels, Labels]], clouds: list[Floats]
) -> dict[str, float]:
    """Measure one number of segments."""
    from sklearn.metrics import adjusted_rand_score  # noqa: PLC0415  sklearn takes a second

    labels = nearest(points, find_centres(points, weights, count, starts=QUICK_STARTS))
    agreements, returns, shares = [], [], []
    for pair in halves:
        centres = [find_centres(points[half], weights[half], count, starts=QUICK_STARTS) for half in pair]
        one, other = (nearest(points, place) for place in centres)
        agreements.append(adjusted_rand_score(one, other))
        returns += [_jaccard(labels, one, count), _jaccard(labels, other, count)]
        shares += [explained_share(points[pair[1 - at]], centres[at]) for at in (0, 1)]
    ones = np.ones(SILHOUETTE_OF)
    in_clouds = [
        _silhouette(cloud, nearest(cloud, find_centres(cloud, ones[: len(cloud)], count, starts=1))) for cloud in clouds
    ]
    return {
        "ari_halves": float(np.mean(agreements)),
        "jaccard_min": float(np.mean(returns, axis=0).min()),
        "silhouette": _silhouette(points, labels),
        "silhouette_cloud": max(in_clouds),
        "held_out_share": float(np.mean(shares)),
        "smallest_share": float(np.bincount(labels, minlength=count).min() / len(labels)),
    }


def _jaccard(full: Labels, other: Labels, count: int) -> Floats:
    """Give for each segment how far it comes back: its best Jaccard index with any of the others."""
    both = np.zeros((count, count))
    np.add.at(both, (full, other), 1)
    either = both.sum(axis=1)[:, None] + both.sum(axis=0) - both
    return np.asarray((both / np.maximum(either, 1)).max(axis=1))


def _silhouette(points: Floats, labels: Labels) -> float:
    """Mean silhouette of a sample of the points (Rousseeuw 1987); 0 where there is but one segment."""
    from sklearn.metrics import silhouette_score  # noqa: PLC0415  sklearn takes a second

    step = np.linspace(0, len(points) - 1, min(len(points), SILHOUETTE_OF)).astype(int)
    found = labels[step]
    return float(silhouette_score(points[step], found)) if 1 < len(np.unique(found)) < len(found) else 0.0


def _clouds(rng: np.random.Generator, points: Floats, weights: Floats) -> Iterator[Floats]:
    """Draw clouds without segments that spread as the points do on each axis: normal ones, uniform ones."""
    spread = np.sqrt(np.average((points - np.average(points, axis=0, weights=weights)) ** 2, axis=0, weights=weights))
    shape = (min(len(points), SILHOUETTE_OF), points.shape[1])
    yield rng.normal(size=shape) * spread
    yield rng.uniform(-(3**0.5), 3**0.5, size=shape) * spread
