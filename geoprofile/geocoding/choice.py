"""From the evidence for candidates to probabilities, and the choice of one answer for each query.

The model is a conditional logit: a candidate of utility u is the one meant with probability
exp(u) / (1 + sum of exp(u) over the candidates of its query); the 1 stands for "none of them". Its weights are
fitted by `benchmarks/calibrate_geocoder.py` (McFadden 1974, "Conditional logit analysis of qualitative choice
behavior").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.geocoding.evidence import NumberEvidence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.geocoding.numbers import Numbers
    from geoprofile.geocoding.streets import Candidates

__all__ = ["Choice", "choose", "distinct_answers", "probabilities"]

# Addresses of streets of one name that near (some 300 m, in degrees) are one place, told twice.
NEAR = 0.003


@dataclass(frozen=True)
class Choice:
    """The best candidate of each query; arrays with one value a query.

    Attributes
    ----------
    candidate : int64 array
        Position among the candidates, -1 where none is probable enough.
    street_only : bool array
        Whether the street is probable enough and its number is not.
    score, next_score : float arrays
        Probability of the answer and of the most probable other street (0 if there is none).
    rivals : bool array
        Whether there is no answer because several streets are as probable.
    """

    candidate: NDArray[np.int64]
    street_only: NDArray[np.bool_]
    score: NDArray[np.float64]
    next_score: NDArray[np.float64]
    rivals: NDArray[np.bool_]


def probabilities(query: NDArray[np.int64], utility: NDArray[np.float64], query_count: int) -> NDArray[np.float64]:
    """Give each candidate its probability among those of its query and "none of them", whose utility is 0."""
    top = np.zeros(query_count)
    np.maximum.at(top, query, utility)
    weight = np.exp(utility - top[query])
    total = np.exp(-top) + np.bincount(query, weight, minlength=query_count)
    share: NDArray[np.float64] = weight / total[query]
    return share


def choose(
    candidates: Candidates,
    numbers: Numbers,
    utility: NDArray[np.float64],
    query_count: int,
    threshold: float,
) -> Choice:
    """Take the most probable answer of each query, at the finest level that is probable enough.

    Several readings of one address are one answer. Ties go to the earlier reading, then to the earlier street.
    """
    query, street = candidates.query, candidates.street
    rows = distinct_answers(candidates, numbers, utility)
    order = rows[np.lexsort([street[rows], candidates.reading[rows], -utility[rows], query[rows]])]
    query, street = query[order], street[order]
    share = probabilities(query, utility[order], query_count)
    opening = np.flatnonzero(np.diff(query, prepend=-1))
    best = np.full(query_count, -1, dtype=np.int64)
    best[query[opening]] = order[opening]

    mine = best[query]
    same_street = street == candidates.street[mine]
    twin = same_street | _is_twin(order, mine, candidates, numbers)
    same_answer = (order == mine) | (twin & ~same_street & (numbers.how[order] == numbers.how[mine]))
    whole = np.bincount(query, share * twin, minlength=query_count)
    exact = np.bincount(query, share * same_answer, minlength=query_count)
    other = np.zeros(query_count)
    group = np.unique(query << 32 | street, return_inverse=True)[1]
    np.maximum.at(other, query, np.bincount(group, share)[group] * ~twin)

    has_number = np.zeros(query_count, dtype=bool)
    answered = np.flatnonzero(best >= 0)
    has_number[answered] = numbers.how[best[answered]] <= NumberEvidence.INTERPOLATED
    street_only = has_number & (exact < threshold)
    score = np.where(has_number & ~street_only, exact, whole)
    weak = score < threshold
    rivals = weak & (np.bincount(query, share, minlength=query_count) >= threshold)
    best[weak] = -1
    return Choice(best, street_only & ~weak, score, other, rivals)


def distinct_answers(candidates: Candidates, numbers: Numbers, utility: NDArray[np.float64]) -> NDArray[np.int64]:
    """Keep the best of the candidates that come to the same answer: the same address, number or street."""
    has_number = numbers.how <= NumberEvidence.INTERPOLATED
    answer = np.where(has_number, np.where(numbers.address >= 0, numbers.address, -1 - numbers.number), -(2**31))
    order = np.lexsort([candidates.reading, -utility, answer, candidates.street, candidates.query])
    keys = np.stack([candidates.query[order], candidates.street[order], answer[order]])
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(keys, axis=1) != 0).any(axis=0)
    return order[first]


def _is_twin(
    order: NDArray[np.int64], mine: NDArray[np.int64], candidates: Candidates, numbers: Numbers
) -> NDArray[np.bool_]:
    """Tell which candidates are the place of the best one under another street of that name (two bases)."""
    apart = [np.abs(degrees[order] - degrees[mine]) for degrees in (numbers.longitude, numbers.latitude)]
    twin: NDArray[np.bool_] = np.maximum(*apart) <= NEAR
    for told in (candidates.name, candidates.kind, candidates.commune):
        twin &= told[order] == told[mine]
    return twin
