"""Small questions solved to the end."""

from __future__ import annotations

from itertools import combinations, islice
from math import comb
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, sparse

from geoprofile.siting.location.standing import value_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.siting.location.objective import SiteObjective
    from geoprofile.siting.location.pairs import Pairs

__all__ = ["best_of_all", "best_service"]

# Pairs up to which HiGHS is asked, and branches it may open: both keep an answer within seconds on any machine.
MOST_PAIRS, MOST_BRANCHES = 3_000, 500
MOST_CHOICES = 2_000
OPEN = 0.5


def best_service(offers: Pairs, base: NDArray[np.float64], count: int) -> tuple[NDArray[np.int64], float] | None:
    """Solve max sum c_iz x_iz, x_iz <= y_i, sum_i x_iz <= 1, sum_i y_i <= p by HiGHS.

    Returns
    -------
    chosen, bound; or None where the question is too large, or HiGHS found nothing within its branches
    """
    gain = offers.value - base[offers.zone]
    rows = np.flatnonzero(gain > 0)
    if not 0 < len(rows) <= MOST_PAIRS:
        return None
    m, n = offers.candidates, len(rows)
    ones, each = np.ones(n), np.arange(n)
    opened = sparse.csr_array((np.r_[ones, -ones], (np.r_[each, each], np.r_[m + each, offers.candidate[rows]])))
    once = sparse.csr_array((ones, (offers.zone[rows], m + each)), shape=(offers.zones, m + n))
    some = sparse.csr_array((np.ones(m), (np.zeros(m, dtype=int), np.arange(m))), shape=(1, m + n))
    limits = np.r_[np.zeros(n), np.ones(offers.zones), float(count)]
    found = optimize.milp(
        -np.r_[np.zeros(m), gain[rows]],
        constraints=optimize.LinearConstraint(sparse.vstack([opened, once, some]), ub=limits),
        integrality=np.r_[np.ones(m), np.zeros(n)],
        bounds=optimize.Bounds(0, 1),
        options={"node_limit": MOST_BRANCHES, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return None
    chosen = np.flatnonzero(found.x[:m] > OPEN).astype(np.int64)
    return chosen, float(base.sum()) - float(found.mip_dual_bound)


def best_of_all(objective: SiteObjective, count: int) -> tuple[NDArray[np.int64], float] | None:
    """Try every choice of `count` candidates, where there are at most 2,000 of them."""
    useful = np.flatnonzero(np.diff(objective.pairs.first) > 0)
    count = min(count, len(useful))
    if count < 1 or comb(len(useful), count) > MOST_CHOICES:
        return None
    tried = [np.array(one, dtype=np.int64) for one in islice(combinations(useful, count), MOST_CHOICES)]
    values = np.array([value_of(objective, one) for one in tried])
    best = int(values.argmax())
    return tried[best], float(values[best])
