"""Choose sites one by one, each followed by exchanges as long as they gain.

Greedy addition (within 1 - 1/e of the best: Nemhauser, Wolsey and Fisher, Mathematical Programming 14, 1978, 265-294),
then the interchange of Teitz and Bart (Operations Research 16, 1968, 955-961): each site in turn is closed, the best
candidate opened instead. Only gains in the zones that the closed site served change, so an exchange costs those alone.
As each number of sites begins from the choice for one less, more sites never serve less.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.siting.location.objective import marginal_gains
from geoprofile.siting.totals import totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.siting.location.objective import SiteObjective

__all__ = ["interchange", "levels", "value_of"]

# Rounds of exchanges after each addition; on real and made questions two or three find no more.
ROUNDS = 20
# An exchange must gain more than rounding does; candidates nearer than this are worth the same.
NOTABLE, SAME = 1e-10, 1e-12


def interchange(objective: SiteObjective, count: int) -> NDArray[np.int64]:
    """Choose up to `count` candidates; fewer where another would add nothing.

    Returns
    -------
    int64 array
        Candidates in the order in which their places were taken.
    """
    pairs = objective.pairs
    chosen: list[int] = []
    held: list[NDArray[np.float64]] = []
    level = objective.base.copy()
    for _ in range(min(count, pairs.candidates)):
        gains = totals(pairs.candidate, marginal_gains(objective, level, slice(None)), pairs.candidates)
        best = _best(gains, chosen)
        if not gains[best] > NOTABLE * max(float(objective.worth(level, _all(level)).sum()), SAME):
            break
        chosen.append(best)
        held.append(_held(objective, best))
        gains, level = _moved(objective, gains, level, objective.join(level, held[-1]), best)
        for _ in range(ROUNDS):
            gains, level, exchanged = _exchange_all(objective, chosen, held, gains, level)
            if not exchanged:
                break
    return np.array(chosen, dtype=np.int64)


def value_of(objective: SiteObjective, chosen: NDArray[np.int64]) -> float:
    """Give what a choice is worth, computed anew."""
    level = levels(objective, chosen)
    return float(objective.worth(level, _all(level)).sum())


def levels(objective: SiteObjective, chosen: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give the level of each zone under a choice, shape (z,)."""
    level = objective.base.copy()
    for candidate in np.sort(chosen):
        level = objective.join(level, _held(objective, int(candidate)))
    return level


def _exchange_all(
    objective: SiteObjective,
    chosen: list[int],
    held: list[NDArray[np.float64]],
    gains: NDArray[np.float64],
    level: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], bool]:
    """Offer each place to the best candidate; `chosen` and `held` are brought up to date."""
    exchanged = False
    for slot, leaving in enumerate(chosen):
        zones = objective.pairs.zone[objective.pairs.of(leaving)]
        others = [one[zones] for place, one in enumerate(held) if place != slot]
        without = level.copy()
        without[zones] = reduce(objective.join, others, objective.base[zones])
        gains_without, _ = _moved(objective, gains, level, without, leaving)
        entering = _best(gains_without, [one for one in chosen if one != leaving])
        if gains_without[entering] <= gains_without[leaving] * (1 + NOTABLE):
            continue
        chosen[slot], held[slot], exchanged = entering, _held(objective, entering), True
        gains, level = _moved(objective, gains_without, without, objective.join(without, held[slot]), entering)
    return gains, level, exchanged


def _moved(
    objective: SiteObjective,
    gains: NDArray[np.float64],
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    mover: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bring the gains up to date where the mover changed the level of its zones."""
    pairs = objective.pairs
    zones = pairs.zone[pairs.of(mover)]
    rows = pairs.in_zones(zones[before[zones] != after[zones]])
    change = marginal_gains(objective, after, rows) - marginal_gains(objective, before, rows)
    return gains + totals(pairs.candidate[rows], change, pairs.candidates), after


def _best(gains: NDArray[np.float64], taken: list[int]) -> int:
    """Give the candidate of the greatest gain; of the same, the first."""
    free = gains.copy()
    free[taken] = -np.inf
    top = float(free.max())
    return int(np.argmax(free >= top - SAME * abs(top)))


def _held(objective: SiteObjective, candidate: int) -> NDArray[np.float64]:
    """Give what one candidate brings to each zone, shape (z,)."""
    rows = objective.pairs.of(candidate)
    held = np.zeros(objective.pairs.zones)
    held[objective.pairs.zone[rows]] = objective.pairs.value[rows]
    return held


def _all(level: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.arange(len(level), dtype=np.int64)
