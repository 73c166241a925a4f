"""The likelihood of customers who chose among stores, and its greatest value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.siting.availability import Layout, choice_shares, layout, log_share_gradient
from geoprofile.siting.huff import huff_design
from geoprofile.siting.totals import totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.siting.attributes import StoreAttributes
    from geoprofile.travel.reach import Reach

__all__ = [
    "Choices",
    "Maximum",
    "choices",
    "expected_choices",
    "identified",
    "log_likelihood",
    "maximise",
    "take_pairs",
]

NEWTON_STEPS, HALVINGS = 60, 20
# Gain in log-likelihood below which the maximum is reached.
ENOUGH = 1e-10
# A column whose information is this small a part of its own, once the others are known, tells nothing.
LEAST_INFORMATION = 1e-7


@dataclass(frozen=True, eq=False)
class Choices:
    """Customers of the stores whose customers are known, in zones where they had a choice.

    Attributes
    ----------
    rows : Layout of the n pairs
    pair : int array of shape (n,)
        Row of the reach that each pair was.
    store : int64 array of shape (n,)
    group : int array of shape (n,)
        Which zone, counted from 0 over the g zones here.
    zone : int64 array of shape (g,)
    share : array of shape (n,)
        Of the zone that the store reaches.
    design : array of shape (n, p)
    customers : array of shape (n,)
    """

    rows: Layout
    pair: NDArray[np.intp]
    store: NDArray[np.int64]
    group: NDArray[np.intp]
    zone: NDArray[np.int64]
    share: NDArray[np.float64]
    design: NDArray[np.float64]
    customers: NDArray[np.float64]

    @property
    def by_zone(self) -> NDArray[np.float64]:
        """Count the customers of each zone, shape (g,)."""
        return totals(self.group, self.customers, len(self.zone))

    @property
    def reached(self) -> NDArray[np.float64]:
        """Give the share of each zone that any store reaches, shape (g,)."""
        reached = np.zeros(len(self.zone))
        reached[self.rows.zones] = self.rows.reached
        return reached


@dataclass(frozen=True, eq=False)
class Maximum:
    """Where the likelihood is greatest.

    Attributes
    ----------
    parameters : array of shape (p,)
    covariance : array of shape (p, p)
        Clustered by zone; zero for what was held fixed.
    log_likelihood : float
    converged : bool
    """

    parameters: NDArray[np.float64]
    covariance: NDArray[np.float64]
    log_likelihood: float
    converged: bool


def choices(
    reach: Reach,
    attributes: StoreAttributes,
    decay: str,
    customers: NDArray[np.float64],
    stores: NDArray[np.bool_],
    zones: NDArray[np.bool_] | None = None,
) -> Choices:
    """Keep the zones where at least two of these stores could be chosen and someone did.

    Parameters
    ----------
    customers : array of shape (n,)
        Of each pair of the reach.
    stores : bool array of shape (s,)
        The stores whose customers are known.
    zones : bool array of shape (z,), optional
        Zones to learn from; all unless told.
    """
    open_to = stores[reach.origin] & (reach.shares[:, -1] > 0)
    if zones is not None:
        open_to &= zones[reach.zone]
    choosing = np.bincount(reach.zone[open_to], minlength=reach.zone_count) >= 2  # noqa: PLR2004  a choice is of two
    chosen = np.bincount(reach.zone[open_to], customers[open_to], minlength=reach.zone_count) > 0
    pair = np.flatnonzero(open_to & (choosing & chosen)[reach.zone])
    zone, group = np.unique(reach.zone[pair], return_inverse=True)
    return Choices(
        layout(reach.origin[pair], group, reach.shares[pair, -1]),
        pair,
        reach.origin[pair],
        group,
        zone,
        reach.shares[pair, -1],
        huff_design(reach, attributes, decay)[pair],
        customers[pair],
    )


def take_pairs(made: Choices, rows: NDArray[np.bool_]) -> Choices:
    """Keep these of the n pairs, and the zones that have any."""
    group = np.unique(made.group[rows], return_inverse=True)[1]
    store, share = made.store[rows], made.share[rows]
    return Choices(
        layout(store, group, share),
        made.pair[rows],
        store,
        group,
        made.zone[np.unique(made.group[rows])],
        share,
        made.design[rows],
        made.customers[rows],
    )


def log_likelihood(made: Choices, parameters: NDArray[np.float64]) -> float:
    """Give sum over customers of ln of the share, among those that the zone gives to these stores, of their store."""
    share = choice_shares(made.rows, made.design @ parameters)[0] / made.reached[made.group]
    seen = made.customers > 0
    return float(made.customers[seen] @ np.log(np.maximum(share[seen], np.finfo(float).tiny)))


def expected_choices(made: Choices, parameters: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the customers that each store would have, each zone having as many as it has, shape (n,)."""
    share = choice_shares(made.rows, made.design @ parameters)[0]
    return np.asarray(share * (made.by_zone / made.reached)[made.group])


def identified(made: Choices, start: NDArray[np.float64], wanted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Find the parameters that these choices can tell apart, the distance first, then the attributes in order.

    A column is kept where its information, given those kept before, is not nothing: a constant attribute has none,
    nor has one that is a sum of others.

    Returns
    -------
    bool array of shape (p,)
    """
    kept: list[int] = []
    information = _score_and_information(made, start)[1] if len(made.zone) else np.zeros((len(start), len(start)))
    for column in [len(start) - 1, *range(len(start) - 1)]:
        own = information[column, column]
        if not wanted[column] or own <= LEAST_INFORMATION:
            continue
        cross = information[kept, column]
        left = own - cross @ np.linalg.solve(information[np.ix_(kept, kept)], cross) if kept else own
        if left > LEAST_INFORMATION * own:
            kept.append(column)
    found = np.zeros(len(start), dtype=bool)
    found[kept] = True
    return found


def maximise(made: Choices, start: NDArray[np.float64], free: NDArray[np.bool_]) -> Maximum:
    """Climb by Newton's method with the expected information, halving steps that do not gain.

    Where every store reaches its zones whole the expected information is the exact second derivative.
    The covariance is the sandwich J^-1 (sum over zones of s s') J^-1 g / (g - 1), s the score of a zone (Liang and
    Zeger, Biometrika 73, 1986, 13-22): people of a zone who decide alike do not count as many.
    """
    parameters, value = start.astype(float), log_likelihood(made, start)
    converged = not free.any()
    for _ in range(NEWTON_STEPS if free.any() else 0):
        score, information, _ = _score_and_information(made, parameters)
        move = np.zeros_like(parameters)
        move[free] = np.linalg.solve(information[np.ix_(free, free)], score[free])
        tried = ((parameters + scale * move) for scale in 0.5 ** np.arange(HALVINGS))
        better = next(((p, v) for p in tried if (v := log_likelihood(made, p)) >= value), (parameters, value))
        converged = better[1] - value <= ENOUGH * (1 + abs(value))
        parameters, value = better
        if converged:
            break
    return Maximum(parameters, _sandwich(made, parameters, free), value, converged)


def _sandwich(made: Choices, parameters: NDArray[np.float64], free: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Give the covariance that holds whatever the variance within a zone."""
    covariance = np.zeros((len(parameters), len(parameters)))
    groups = len(made.zone)
    if free.any() and groups > 1:
        _, information, scores = _score_and_information(made, parameters)
        bread = np.linalg.inv(information[np.ix_(free, free)])
        bread = bread * groups / (groups - 1) @ (scores[:, free].T @ scores[:, free]) @ bread
        covariance[np.ix_(free, free)] = (bread + bread.T) / 2
    return covariance


def _score_and_information(
    made: Choices, parameters: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Give the score, the expected information and the score of each zone, shapes (p,), (p, p) and (g, p)."""
    share, slope = log_share_gradient(made.rows, made.design @ parameters, made.design)
    expected = share * (made.by_zone / made.reached)[made.group]
    information: NDArray[np.float64] = (slope * expected[:, None]).T @ slope
    scores = totals(made.group, slope * made.customers[:, None], len(made.zone))
    return np.asarray(scores.sum(axis=0)), information, scores
