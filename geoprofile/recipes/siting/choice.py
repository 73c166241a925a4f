"""Which store the households of each zone choose: a Huff model learned from the customers, or stated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.recipes.siting.as_new import foretell_as_new, spread_of
from geoprofile.recipes.siting.market import customer_zones, placed, reach_of
from geoprofile.siting.attributes import StoreAttributes, store_attributes
from geoprofile.siting.huff import HuffModel, default_huff, distance_term, huff_shares
from geoprofile.siting.huff_check import HuffCheck, leave_one_store_out
from geoprofile.siting.huff_fit import HuffFit, fit_huff
from geoprofile.siting.outside import fit_outside
from geoprofile.siting.patronage import Visits
from geoprofile.siting.totals import totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.recipes.enriched import Enriched
    from geoprofile.recipes.places import Places
    from geoprofile.recipes.siting.market import Market
    from geoprofile.travel.reach import Reach
    from geoprofile.words import Language

__all__ = ["SIZE", "StoreChoice", "attributes_of", "choose_stores"]

# Stores whose customers are known, from which on leaving one out says something.
FEWEST_TO_CHECK = 3
SIZE = "size"


@dataclass(frozen=True, eq=False)
class StoreChoice:
    """Own stores and competitors, and how households choose among them.

    Attributes
    ----------
    rows : DataFrame of s rows
        Places with a position, own stores first: the columns of `Places.rows`, and `row` (in their file).
    own : bool array of shape (s,)
    reach : Reach of the s stores
    attributes : StoreAttributes of the s stores
    model : HuffModel
    fit : HuffFit or None
        None where nobody said which store the customers use.
    check : HuffCheck or None
        Each store foretold without it, of the customers of its zones; None with fewer than three.
    as_new : DataFrame
        `store` (row), `seen`, `as_new`: own stores foretold with everything learned anew without them and what lies
        around them; empty where nobody said which store the customers use.
    is_counted : bool
        Whether the model counts customers: it was held against how many of them each zone has. Else it counts
        households like them.
    expected : array of shape (s,)
        What the model gives each store, in that unit.
    seen : array of shape (s,)
        Customers that are known to use each own store; NaN where nobody said.
    notes : tuple of str
    """

    rows: pd.DataFrame
    own: NDArray[np.bool_]
    reach: Reach
    attributes: StoreAttributes
    model: HuffModel
    fit: HuffFit | None
    check: HuffCheck | None
    as_new: pd.DataFrame
    is_counted: bool
    expected: NDArray[np.float64]
    seen: NDArray[np.float64]
    notes: tuple[str, ...]

    def attributes_notes(self, language: Language) -> tuple[str, ...]:
        """Say where a size was missing, and what stands in for it."""
        return tuple(note.text(language) for note in self.attributes.notes)

    @property
    def store_spread(self) -> float:
        """Give how far a new store may be from the model (in logarithms), 0 where that is not known."""
        spread = spread_of(self.as_new)
        if np.isfinite(spread) or self.check is None:
            return spread if np.isfinite(spread) else 0.0
        error = self.check.summary.set_index("rule")["log_error"]["predicted"]
        return float(error) if np.isfinite(error) else 0.0


def choose_stores(
    market: Market,
    stores: Places,
    competitors: Places,
    enriched: Enriched | None,
    *,
    store_column: str | None = None,
    size: bool = True,
) -> StoreChoice:
    """Learn how households choose, as far as the customers tell it.

    Parameters
    ----------
    market : Market
    stores, competitors : Places
    enriched : Enriched or None
        Customers with their zones.
    store_column : str, optional
        Column of the id of the store that each customer uses.
    size : bool
        Whether sizes count: the stores, and what opens beside them, must have them.
    """
    own, others = placed(stores), placed(competitors)
    rows = pd.concat([own, others], ignore_index=True)
    mine = np.arange(len(rows)) < len(own)
    reach, _ = reach_of(market, rows)
    attributes = attributes_of(rows, [stores, competitors], [len(own), len(others)], size=size)
    notes: list[str] = []
    fit = check = None
    as_new = pd.DataFrame({"store": [], "seen": [], "as_new": []})
    model = default_huff(attributes.names)
    customers = np.zeros(len(reach.origin))
    seen = np.full(len(rows), np.nan)
    if enriched is not None and store_column is not None and mine.any():
        visits = _visits(market, own, enriched, store_column, notes)
        counted = visits.counted(reach)
        seen_own = np.bincount(visits.store[visits.known], minlength=len(own)).astype(float)
        seen[: len(own)] = seen_own
        fit = fit_huff(reach, attributes, counted, observed=mine)
        model, customers = fit.model, counted
        notes += [note.text(market.language) for note in fit.notes]
        if (seen_own > 0).sum() >= FEWEST_TO_CHECK:
            check = leave_one_store_out(reach, attributes, counted, decay=model.decay, observed=mine)
            as_new = foretell_as_new(market, enriched, reach, attributes, visits, mine, decay=model.decay)
    elif enriched is not None and mine.any():
        customers = _spread(market, reach, attributes, model, mine)
    learned = False
    if mine.any() and customers.any():
        outside = fit_outside(reach, attributes, model, customers, market.potential, own=mine)
        model, learned = outside.model, bool(np.isfinite(outside.standard_errors[0]))
        notes += [note.text(market.language) for note in outside.notes]
    if not learned:
        model = _stated_outside(model, attributes, market.core_minutes)
    shares = huff_shares(reach, attributes, model, own=mine).share if len(rows) else np.zeros(0)
    expected = totals(reach.origin, shares * market.potential[reach.zone], len(rows))
    return StoreChoice(
        rows, mine, reach, attributes, model, fit, check, as_new, learned, expected, seen, tuple(dict.fromkeys(notes))
    )


def attributes_of(rows: pd.DataFrame, files: list[Places], counts: list[int], *, size: bool) -> StoreAttributes:
    """Lay out the sizes of places that come from several files; without sizes all are alike."""
    if not size:
        return store_attributes(pd.DataFrame(index=rows.index), [])
    parts = []
    for places, count in zip(files, counts, strict=True):
        column = places.columns.get(SIZE)
        told = places.numbers(column)[places.is_placed] if column and count else np.full(count, np.nan)
        parts.append(told)
    return store_attributes(pd.DataFrame({SIZE: np.concatenate(parts)}), [SIZE])


def _stated_outside(model: HuffModel, attributes: StoreAttributes, minutes: float) -> HuffModel:
    """State what staying away is worth: some minutes from a middling store, alone, half of the people go."""
    usual = np.median(attributes.values, axis=0) if len(attributes.values) else np.zeros(len(model.names))
    away = usual @ model.exponents + model.distance * distance_term(np.array([minutes]), model.decay)[0]
    return model.with_outside(float(away), model.competitor)


def _visits(market: Market, own: pd.DataFrame, enriched: Enriched, column: str, notes: list[str]) -> Visits:
    """Find the store and the zone of each customer, and say how many use a store that is not known."""
    ids = enriched.rows[column].astype("object").fillna("").astype("str").str.strip()
    store = pd.Index(own["place_id"]).get_indexer(pd.Index(ids.to_numpy(dtype=object))).astype(np.int64)
    strange = int(((store < 0) & (ids != "")).sum())
    if strange:
        notes.append(
            f"{strange} clients fréquentent un magasin absent du fichier des magasins, ou sans position."
            if market.language == "fr"
            else f"{strange} customers use a store that the file of stores does not have, or that has no position."
        )
    return Visits(store, customer_zones(market, enriched))


def _spread(
    market: Market, reach: Reach, attributes: StoreAttributes, model: HuffModel, own: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Share the customers of each zone among the own stores that reach it, where nobody says which one they use."""
    shares = np.where(own[reach.origin], huff_shares(reach, attributes, model, own=own).share, 0.0)
    whole = totals(reach.zone, shares, reach.zone_count)
    part = np.divide(shares, whole[reach.zone], out=np.zeros(len(shares)), where=whole[reach.zone] > 0)
    return np.asarray(part * market.customers[reach.zone])
