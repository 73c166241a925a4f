"""How many people of a zone go to none of our stores, and what a competitor weighs.

With exponents and decay known, the customers of a zone in all our stores together are nearly Poisson with mean
h x own / (own + e^c x competitors + e^o), h its demand, own and competitors the sums of exp(utility) there. o (staying
away, or stores that nobody listed) and c (what a competitor has beside its attributes) are estimated by
quasi-likelihood; c only where zones differ in how much competition they have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.siting import fit_notes
from geoprofile.siting.availability import layout
from geoprofile.siting.huff import huff_utility
from geoprofile.siting.totals import totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.siting.attributes import StoreAttributes
    from geoprofile.siting.huff import HuffModel
    from geoprofile.siting.note import Note
    from geoprofile.travel.reach import Reach

__all__ = ["OutsideFit", "fit_outside"]

FEWEST_CUSTOMERS = 30
STEPS, HALVINGS, ENOUGH = 60, 20, 1e-10
# Constants stay within these of where they begin: beyond, a share is 0 or 1 to any reader.
FARTHEST = 20.0
# A smaller share than this that stays away, where our customers live, is none.
NOBODY = 1e-3
LEAST_INFORMATION = 1e-6


@dataclass(frozen=True, eq=False)
class OutsideFit:
    """The model with its constants.

    Attributes
    ----------
    model : HuffModel
        With `outside` and `competitor`.
    standard_errors : array of shape (2,)
        Of the two, robust to overdispersion by zone; NaN where not estimated.
    notes : tuple of Note
    """

    model: HuffModel
    standard_errors: NDArray[np.float64]
    notes: tuple[Note, ...]


@dataclass(frozen=True, eq=False)
class _Levels:
    """Parts of zones that the same stores reach: demand x part, and the log of what ours and theirs attract."""

    zone: NDArray[np.int64]
    demand: NDArray[np.float64]
    own: NDArray[np.float64]
    others: NDArray[np.float64]


def fit_outside(
    reach: Reach,
    attributes: StoreAttributes,
    model: HuffModel,
    customers: NDArray[np.float64],
    demand: NDArray[np.float64],
    *,
    own: NDArray[np.bool_],
) -> OutsideFit:
    """Estimate the utility of going to no store of these, and what a competitor has beside its attributes.

    Parameters
    ----------
    reach : Reach of own stores and competitors, s in all
    attributes : StoreAttributes of the s stores
    model : HuffModel
        Exponents and distance are taken as they are.
    customers : array of shape (n,)
        Of each pair; those of competitors are left aside.
    demand : array of shape (z,)
        What customers are a part of: households, persons or euros.
    own : bool array of shape (s,)
    """
    levels = _levels(reach, huff_utility(reach, attributes, model.with_outside(-np.inf)), demand, own)
    ours = own[reach.origin]
    seen = totals(reach.zone[ours], customers[ours], reach.zone_count)
    kept = np.unique(levels.zone)
    if seen[kept].sum() < FEWEST_CUSTOMERS:
        return OutsideFit(model, np.full(2, np.nan), (fit_notes.no_outside(float(seen[kept].sum())),))
    place = np.searchsorted(kept, levels.zone)
    rival = np.isfinite(levels.others)
    start = np.array([_median(levels.own, levels.demand), 0.0])
    free = np.array([True, bool(rival.any())])
    found, free = _climb(levels, place, seen[kept], start, free)
    mean, slopes = _mean_and_slopes(levels, place, len(kept), found)
    if -slopes[:, 0].sum() < NOBODY * mean.sum():
        constants, error = (-np.inf, float(found[1])), np.full(2, np.nan)
        return OutsideFit(model.with_outside(*constants), error, (fit_notes.nobody_away(),))
    error = np.full(2, np.nan)
    error[free] = np.sqrt(np.diag(_sandwich(levels, place, seen[kept], found, free)))
    notes = () if free[1] or own.all() else (fit_notes.no_competitors_seen(),)
    return OutsideFit(model.with_outside(float(found[0]), float(found[1])), error, notes)


def _levels(reach: Reach, utility: NDArray[np.float64], demand: NDArray[np.float64], own: NDArray[np.bool_]) -> _Levels:
    """Add up attraction store by store within each zone, keeping the places where the share steps down."""
    rows = layout(reach.origin, reach.zone, reach.shares[:, -1])
    by_place, ours = utility[rows.order], own[reach.origin[rows.order]]
    running = np.full((2, len(rows.zones)), -np.inf)
    summed = np.empty((2, len(by_place)))
    for zones, places in rows.ranks():
        for side, mine in enumerate((ours[places], ~ours[places])):
            running[side, :zones] = np.logaddexp(running[side, :zones], np.where(mine, by_place[places], -np.inf))
            summed[side, places] = running[side, :zones]
    zone = np.repeat(rows.zones, rows.count)
    part = rows.step * demand[zone]
    kept = (part > 0) & np.isfinite(summed[0])
    return _Levels(zone[kept], part[kept], summed[0, kept], summed[1, kept])


def _mean_and_slopes(
    levels: _Levels, place: NDArray[np.intp], zones: int, at: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the expected customers of each zone and their derivatives by o and c, shapes (g,) and (g, 2)."""
    total = np.logaddexp(np.logaddexp(levels.own, at[0]), levels.others + at[1])
    expected = levels.demand * np.exp(levels.own - total)
    slopes = -expected[:, None] * np.exp(np.column_stack([at[0] - total, levels.others + at[1] - total]))
    return totals(place, expected, zones), totals(place, slopes, zones)


def _climb(
    levels: _Levels,
    place: NDArray[np.intp],
    seen: NDArray[np.float64],
    start: NDArray[np.float64],
    free: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Climb the Poisson likelihood by Fisher's scoring; c is dropped where it cannot be told from o."""

    def value(at: NDArray[np.float64]) -> float:
        mean, _ = _mean_and_slopes(levels, place, len(seen), at)
        return float(seen @ np.log(np.maximum(mean, np.finfo(float).tiny)) - mean.sum())

    at, reached = start, value(start)
    for _ in range(STEPS):
        mean, slopes = _mean_and_slopes(levels, place, len(seen), at)
        slopes = slopes / np.sqrt(np.maximum(mean, np.finfo(float).tiny))[:, None]
        information = slopes.T @ slopes
        if free[1] and not _tells_apart(information):
            free, at = np.array([True, False]), start
            reached = value(start)
            continue
        score = slopes.T @ ((seen - mean) / np.sqrt(np.maximum(mean, np.finfo(float).tiny)))
        move = np.zeros(2)
        move[free] = np.linalg.lstsq(information[np.ix_(free, free)], score[free])[0]
        tried = (np.clip(at + s * move, start - FARTHEST, start + FARTHEST) for s in 0.5 ** np.arange(HALVINGS))
        better = next(((p, v) for p in tried if (v := value(p)) >= reached), (at, reached))
        gain, (at, reached) = better[1] - reached, better
        if gain <= ENOUGH * (1 + abs(reached)):
            break
    return at, free


def _sandwich(
    levels: _Levels,
    place: NDArray[np.intp],
    seen: NDArray[np.float64],
    at: NDArray[np.float64],
    free: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Give the covariance of the free constants, each zone an observation."""
    mean, slopes = _mean_and_slopes(levels, place, len(seen), at)
    mean = np.maximum(mean, np.finfo(float).tiny)
    bread = np.linalg.pinv((slopes / mean[:, None]).T[free] @ slopes[:, free])
    scores = (slopes * ((seen - mean) / mean)[:, None])[:, free]
    return np.asarray(bread @ (scores.T @ scores) @ bread)


def _tells_apart(information: NDArray[np.float64]) -> bool:
    """Tell whether the two constants do different things."""
    first, second = float(information[0, 0]), float(information[1, 1])
    left = second - float(information[0, 1]) ** 2 / first if first > 0 else 0.0
    return second > 0 and left > LEAST_INFORMATION * second


def _median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    order = np.argsort(values, kind="stable")
    running = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(running, running[-1] / 2)])
