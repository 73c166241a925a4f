"""Choose sites one by one, each followed by exchanges as long as they gain.

Greedy addition (within 1 - 1/e of the best: Nemhauser, Wolsey and Fisher, Mathematical Programming 14, 1978, 265-294),
then the interchange of Teitz and Bart (Operations Research 16, 1968, 955-961): each site in turn is closed, the best
candidate opened instead. Then a few times some sites near one another are closed, the place is filled anew from
two candidates drawn there, and what is better stands (iterated local search: Lourenco, Martin and Stutzle, Handbook of
Metaheuristics, 2003, 320-353). Only the gains in zones that a site serves change with it, so that a step costs those
alone. As each number of sites begins from the choice for one less, more sites never serve less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.siting.location.standing import (
    Standing,
    afresh,
    best_candidate,
    empty_standing,
    standing_value,
    with_site,
    without_site,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.siting.location.objective import SiteObjective

__all__ = ["interchange"]

# Rounds of exchanges after each change; two or three find no more, as a rule.
ROUNDS = 20
# A change must gain more than rounding does.
NOTABLE = 1e-10
# Times that a part is closed and filled anew, for each site added; how many sites that part may have.
SHAKES, RUINED, DRAWN = 6, (2, 3, 5, 8), 2
SEED = 5


def interchange(objective: SiteObjective, count: int) -> NDArray[np.int64]:
    """Choose up to `count` candidates; fewer where another would add nothing.

    Returns
    -------
    int64 array
        Candidates, in no order.
    """
    standing = empty_standing(objective)
    for step in range(min(count, objective.pairs.candidates)):
        best = best_candidate(standing)
        if not standing.gains[best] > NOTABLE * standing_value(objective, standing):
            break
        standing = _settled(objective, with_site(objective, standing, best))
        for shake in range(SHAKES if step else 0):
            tried = _shaken(objective, standing, np.random.default_rng([SEED, step, shake]))
            if standing_value(objective, tried) > standing_value(objective, standing) * (1 + NOTABLE):
                standing = tried
        standing = afresh(objective, standing)
    return np.array(standing.chosen, dtype=np.int64)


def _settled(objective: SiteObjective, standing: Standing) -> Standing:
    """Offer each place to the best candidate, until none changes hands."""
    for _ in range(ROUNDS):
        exchanged = False
        for leaving in standing.chosen:
            without = without_site(objective, standing, leaving)
            entering = best_candidate(without)
            if without.gains[entering] > without.gains[leaving] * (1 + NOTABLE):
                standing, exchanged = with_site(objective, without, entering), True
        if not exchanged:
            break
    return standing


def _shaken(objective: SiteObjective, standing: Standing, rng: np.random.Generator) -> Standing:
    """Close some sites around one of them, draw two candidates there, and fill up."""
    chosen = np.sort(np.array(standing.chosen))
    centre = int(rng.choice(chosen))
    near = _shared_zones(objective, centre)
    leaving = chosen[np.lexsort((rng.random(len(chosen)), -near[chosen]))][: int(rng.choice(RUINED))]
    tried = standing
    for site in leaving:
        tried = without_site(objective, tried, int(site))
    around = np.setdiff1d(np.flatnonzero(near), np.append(np.array(tried.chosen, dtype=np.int64), leaving))
    for candidate in rng.permutation(around)[: min(DRAWN, len(leaving))]:
        tried = with_site(objective, tried, int(candidate))
    while len(tried.chosen) < len(chosen):
        tried = with_site(objective, tried, best_candidate(tried))
    return _settled(objective, tried)


def _shared_zones(objective: SiteObjective, candidate: int) -> NDArray[np.intp]:
    """Count the zones that each candidate serves together with this one, shape (m,)."""
    pairs = objective.pairs
    rows = pairs.in_zones(pairs.zone[pairs.of(candidate)])
    return np.bincount(pairs.candidate[rows], minlength=pairs.candidates)
