"""Own stores foretold as if they had not opened: everything is learned anew without them and what lies around them.

To leave one store out of a fitted model tells only how its customers would share out. A candidate asks for more: how
many people are like the customers where there are none yet, and how many of them stay away. So likeness, distance and
staying away are learned without the customers of the store and of the zones around it, and it opens there again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from geoprofile.recipes.siting.market import learn_likeness, zones_near
from geoprofile.siting.huff import huff_shares
from geoprofile.siting.huff_fit import fit_huff
from geoprofile.siting.outside import fit_outside
from geoprofile.suppression import SMALLEST_CELL
from geoprofile.travel.reach import part_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.recipes.enriched import Enriched
    from geoprofile.recipes.siting.market import Market
    from geoprofile.siting.attributes import StoreAttributes
    from geoprofile.siting.patronage import Visits
    from geoprofile.travel.reach import Reach

__all__ = ["FEWEST", "foretell_as_new", "spread_of"]

# Fewer stores foretold say too little of how far a forecast may be.
FEWEST = 3
# Learning anew takes a second or so a store.
MOST = 12


def foretell_as_new(
    market: Market,
    enriched: Enriched,
    reach: Reach,
    attributes: StoreAttributes,
    visits: Visits,
    own: NDArray[np.bool_],
    *,
    decay: str,
) -> pd.DataFrame:
    """Foretell each own store as a candidate of a chain that does not have it.

    Parameters
    ----------
    market : Market
    enriched : Enriched
        Customers.
    reach : Reach of own stores and competitors
    attributes : StoreAttributes of them
    visits : Visits
        Store and zone of each customer, -1 where unknown.
    own : bool array
    decay : {"power", "exponential"}

    Returns
    -------
    DataFrame
        `store` (row), `seen`, `as_new`: of the stores with 11 customers or more, the twelve with most; fewer where
        the others are too few to learn from.
    """
    seen = np.bincount(visits.store[visits.known], minlength=len(own)).astype(float)
    tried = np.lexsort((np.arange(len(own)), -seen))[:MOST]
    rows = []
    for store in tried[seen[tried] >= SMALLEST_CELL]:
        found = _as_new(market, enriched, reach, attributes, visits, own, int(store), decay)
        if found is not None:
            rows.append((int(store), seen[store], found))
    return pd.DataFrame(rows, columns=["store", "seen", "as_new"]).sort_values("store", ignore_index=True)


def spread_of(foretold: pd.DataFrame) -> float:
    """Give how far a new store may be from what is foretold, as a standard deviation in logarithms.

    The root mean square of ln(seen / foretold), made wider as few stores tell it (Student's quantile over the normal
    one); NaN with fewer than three.
    """
    both = foretold[(foretold["seen"] > 0) & (foretold["as_new"] > 0)]
    if len(both) < FEWEST:
        return float("nan")
    error = float(np.sqrt(np.mean(np.log(both["seen"] / both["as_new"]) ** 2)))
    return error * float(stats.t.isf(0.025, len(both)) / stats.norm.isf(0.025))


def _as_new(
    market: Market,
    enriched: Enriched,
    reach: Reach,
    attributes: StoreAttributes,
    visits: Visits,
    own: NDArray[np.bool_],
    store: int,
    decay: str,
) -> float | None:
    """Foretell one store; None where the others are too few to learn from."""
    stays = np.arange(len(own)) != store
    others, mine = own & stays, reach.origin == store
    around, near = zones_near(part_of(reach, ~stays), market.core), zones_near(part_of(reach, others), -1)
    kept = (visits.store != store) & ~around[visits.zone]
    likeness = learn_likeness(market, enriched, kept, near & ~around)
    if likeness is None:
        return None
    potential = market.profiles.households * likeness
    customers = visits.counted(reach, kept)
    model = fit_huff(reach, attributes, customers, observed=others, decay=decay).model
    outside = fit_outside(
        part_of(reach, stays), attributes.take(np.flatnonzero(stays)), model, customers[~mine],
        np.where(around, 0.0, potential), own=own[stays],
    )  # fmt: skip
    if not np.isfinite(outside.standard_errors[0]):
        return None
    shares = huff_shares(reach, attributes, outside.model, own=own).share
    return float((shares * potential[reach.zone])[mine].sum())
