"""A choice of sites as it stands, and what one more or one less changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.siting.location.objective import marginal_gains
from geoprofile.siting.totals import totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.siting.location.objective import SiteObjective

__all__ = [
    "Standing",
    "afresh",
    "best_candidate",
    "empty_standing",
    "levels",
    "standing_value",
    "value_of",
    "with_site",
    "without_site",
]

# Candidates whose gains are nearer than this are worth the same.
SAME = 1e-12


@dataclass(frozen=True, eq=False)
class Standing:
    """Sites chosen so far.

    Attributes
    ----------
    chosen : tuple of q ints
    held : tuple of q arrays of shape (z,)
        What each brings to each zone.
    level : array of shape (z,)
    gains : array of shape (m,)
        What each candidate would add.
    """

    chosen: tuple[int, ...]
    held: tuple[NDArray[np.float64], ...]
    level: NDArray[np.float64]
    gains: NDArray[np.float64]


def empty_standing(objective: SiteObjective) -> Standing:
    """Begin with the stores that stay."""
    level = objective.base.copy()
    return Standing((), (), level, _gains(objective, level))


def afresh(objective: SiteObjective, standing: Standing) -> Standing:
    """Compute the gains anew, so that rounding does not pile up."""
    return replace(standing, gains=_gains(objective, standing.level))


def standing_value(objective: SiteObjective, standing: Standing) -> float:
    """Give what the choice is worth."""
    return float(objective.worth(standing.level, np.arange(len(standing.level), dtype=np.int64)).sum())


def with_site(objective: SiteObjective, standing: Standing, candidate: int) -> Standing:
    """Open one more."""
    brought = _brought(objective, candidate)
    level = objective.join(standing.level, brought)
    return Standing(
        (*standing.chosen, candidate),
        (*standing.held, brought),
        level,
        _moved(objective, standing, level, candidate),
    )


def without_site(objective: SiteObjective, standing: Standing, candidate: int) -> Standing:
    """Close one; its gain is then what it was worth beside the others."""
    slot = standing.chosen.index(candidate)
    held = standing.held[:slot] + standing.held[slot + 1 :]
    zones = objective.pairs.zone[objective.pairs.of(candidate)]
    level = standing.level.copy()
    level[zones] = reduce(objective.join, [one[zones] for one in held], objective.base[zones])
    return Standing(
        standing.chosen[:slot] + standing.chosen[slot + 1 :],
        held,
        level,
        _moved(objective, standing, level, candidate),
    )


def best_candidate(standing: Standing) -> int:
    """Give the candidate of the greatest gain that is not chosen; of the same, the first."""
    free = standing.gains.copy()
    free[list(standing.chosen)] = -np.inf
    top = float(free.max())
    return int(np.argmax(free >= top - SAME * abs(top)))


def value_of(objective: SiteObjective, chosen: NDArray[np.int64]) -> float:
    """Give what a choice is worth, computed anew."""
    level = levels(objective, chosen)
    return float(objective.worth(level, np.arange(len(level), dtype=np.int64)).sum())


def levels(objective: SiteObjective, chosen: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give the level of each zone under a choice, shape (z,)."""
    level = objective.base.copy()
    for candidate in np.sort(chosen):
        level = objective.join(level, _brought(objective, int(candidate)))
    return level


def _moved(objective: SiteObjective, standing: Standing, after: NDArray[np.float64], mover: int) -> NDArray[np.float64]:
    """Bring the gains up to date where the mover changed the level of its zones."""
    pairs = objective.pairs
    zones = pairs.zone[pairs.of(mover)]
    rows = pairs.in_zones(zones[standing.level[zones] != after[zones]])
    change = marginal_gains(objective, after, rows) - marginal_gains(objective, standing.level, rows)
    return standing.gains + totals(pairs.candidate[rows], change, pairs.candidates)


def _gains(objective: SiteObjective, level: NDArray[np.float64]) -> NDArray[np.float64]:
    pairs = objective.pairs
    return totals(pairs.candidate, marginal_gains(objective, level, slice(None)), pairs.candidates)


def _brought(objective: SiteObjective, candidate: int) -> NDArray[np.float64]:
    rows = objective.pairs.of(candidate)
    brought = np.zeros(objective.pairs.zones)
    brought[objective.pairs.zone[rows]] = objective.pairs.value[rows]
    return brought
