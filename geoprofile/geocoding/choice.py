"""Scores of candidate streets with their numbers, and the choice of the best one of each query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.geocoding.numbers import FOUND, INTERPOLATED, MISSING, NOT_ASKED, OTHER_SUFFIX
from geoprofile.geocoding.similarity import OTHER_TYPE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.geocoding.numbers import Numbers
    from geoprofile.geocoding.streets import Candidates

__all__ = ["LEAST_SCORE", "SURE_COMMUNE", "Choice", "choose"]

# What is left of a score by how the number was found. A street without the number asked stays above the
# same name under another street type (similarity.OTHER_TYPE) that has it.
NUMBER_FACTOR = {FOUND: 1.0, OTHER_SUFFIX: 0.9, INTERPOLATED: 0.85, MISSING: 0.75, NOT_ASKED: 1.0}
# Below this a street is not an answer: the commune is, or nothing.
LEAST_SCORE = 0.57
# Scores that differ by no more are a tie; addresses that near (some 300 m, in 1e-7 degrees) are one place.
TIE, NEAR = 0.004, 30_000
# A street less like than this is an answer only where its number is there and no other street comes near.
LIKE_ENOUGH, LEAST_MARGIN = 0.78, 0.08
# A commune of at least this weight is taken for the right one: no look elsewhere is needed.
SURE_COMMUNE = 0.85


@dataclass(frozen=True)
class Choice:
    """The best candidate of each query; arrays with one value a query.

    Attributes
    ----------
    candidate : int64 array
        Position among the candidates, -1 where none is good enough.
    score, next_score : float arrays
        Of the best candidate and of the best one on another street; NaN for none.
    ambiguous : bool array
        Whether another street elsewhere is as good: then there is no candidate.
    """

    candidate: NDArray[np.int64]
    score: NDArray[np.float64]
    next_score: NDArray[np.float64]
    ambiguous: NDArray[np.bool_]


def choose(candidates: Candidates, numbers: Numbers, query_count: int) -> Choice:
    """Score candidates and take the best of each query.

    The score is the weight of the commune x the likeness of the street x how the number was found. Ties
    go to the earlier reading, then to the earlier street of the index.
    """
    factor = np.array([NUMBER_FACTOR[how] for how in range(len(NUMBER_FACTOR))])
    score = candidates.commune_weight * candidates.street_likeness * factor[numbers.how]
    kept = np.flatnonzero(score >= LEAST_SCORE)
    order = kept[np.lexsort([candidates.street[kept], candidates.reading[kept], -score[kept], candidates.query[kept]])]
    query, street = candidates.query[order], candidates.street[order]
    best = np.full(query_count, -1, dtype=np.int64)
    opening = np.flatnonzero(np.diff(query, prepend=-1))
    best[query[opening]] = order[opening]
    result, runner_up = np.full(query_count, np.nan), np.full(query_count, np.nan)
    result[query[opening]] = score[order[opening]]
    other = np.flatnonzero(street != candidates.street[best[query]])
    first = other[np.flatnonzero(np.diff(query[other], prepend=-1))]
    runner_up[query[first]] = score[order[first]]
    second = np.full(query_count, -1, dtype=np.int64)
    second[query[first]] = order[first]
    answered = np.flatnonzero(best >= 0)
    margin = result[answered] - np.nan_to_num(runner_up[answered])
    tied = answered[(margin <= TIE) & _is_elsewhere(best[answered], second[answered], numbers)]
    ambiguous = np.zeros(query_count, dtype=bool)
    ambiguous[tied] = True
    weak = np.union1d(answered[_is_weak(best[answered], candidates, numbers, margin)], tied)
    best[weak], result[weak], runner_up[weak] = -1, np.nan, np.nan
    return Choice(best, result, runner_up, ambiguous)


def _is_elsewhere(best: NDArray[np.int64], second: NDArray[np.int64], numbers: Numbers) -> NDArray[np.bool_]:
    """Tell which runners-up lie far from the best candidate; the same address in two bases does not."""
    apart = [np.abs(degrees[best] - degrees[second]) for degrees in (numbers.longitude, numbers.latitude)]
    elsewhere: NDArray[np.bool_] = (second >= 0) & (np.maximum(*apart) > NEAR)
    return elsewhere


def _is_weak(
    best: NDArray[np.int64], candidates: Candidates, numbers: Numbers, margin: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Tell which best candidates are too little like what was asked, for all that speaks for them."""
    likeness = candidates.street_likeness[best]
    is_sure = candidates.commune_weight[best] >= SURE_COMMUNE
    backed = (numbers.how[best] == FOUND) & is_sure & (margin >= LEAST_MARGIN)
    weak: NDArray[np.bool_] = (likeness < LIKE_ENOUGH) & (likeness != OTHER_TYPE) & ~backed
    return weak
