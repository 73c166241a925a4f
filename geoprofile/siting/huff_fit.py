"""Estimate a Huff model from where the customers of each store live.

Competitors. Given that a customer chose one of our stores, competitors have no part in which one (independence of
irrelevant alternatives): P(store | one of ours) = a_i / sum over ours of a_j. So exponents and decay are estimated
among the stores whose customers are known, whatever the others are, and whatever the rate of customers of a zone. What
competitors and staying at home take of a zone is told by how many customers it gives us all together, against its
households: `outside.fit_outside`. Where a zone is partly in reach this holds nearly, not exactly.

The standard errors are those of zones drawn anew beside the same stores. What a store is worth beyond its attributes
is no part of them: `huff_check.leave_one_store_out` shows how large that is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from geoprofile.errors import UnknownNameError
from geoprofile.significance import LEVEL
from geoprofile.siting import fit_notes
from geoprofile.siting.huff import DECAYS, HuffModel, default_huff
from geoprofile.siting.huff_likelihood import (
    choices,
    expected_choices,
    identified,
    log_likelihood,
    maximise,
    take_pairs,
)
from geoprofile.siting.totals import totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.siting.attributes import StoreAttributes
    from geoprofile.siting.huff_likelihood import Choices, Maximum
    from geoprofile.siting.note import Note
    from geoprofile.travel.reach import Reach

__all__ = ["FEWEST_CUSTOMERS", "FEWEST_ZONES", "HuffFit", "deal_blocks", "fit_huff", "fit_parameters"]

# Fewer than these can estimate nothing that the stated defaults do not say better.
FEWEST_CUSTOMERS, FEWEST_ZONES = 30, 10
# Stores beyond the number of attributes that it takes to estimate them.
STORES_BEYOND_ATTRIBUTES = 2
FOLDS = 5
# Zones in a run where nobody says which zones are neighbours.
RUNS = 20


@dataclass(frozen=True, eq=False)
class HuffFit:
    """A fitted model and what it is worth.

    Attributes
    ----------
    model : HuffModel
    parameters : DataFrame
        One row a parameter (`minutes` last): `parameter`, `estimate`, `standard_error`, `low`, `high` (95 %, NaN where
        stated), `estimated` (False: stated, not estimated).
    customers, zones, stores : float, int, int
        Who took part: zones with a choice of two of these stores.
    overdispersion : float
        Pearson's chi-square by degree of freedom: 1 if customers of a zone chose one by one.
    held_out : dict
        For each decay tried, the log-likelihood by customer in blocks of zones left out of the fit.
    notes : tuple of Note
    """

    model: HuffModel
    parameters: pd.DataFrame
    customers: float
    zones: int
    stores: int
    overdispersion: float
    held_out: dict[str, float]
    notes: tuple[Note, ...]


def fit_huff(
    reach: Reach,
    attributes: StoreAttributes,
    customers: NDArray[np.float64],
    *,
    observed: NDArray[np.bool_] | None = None,
    blocks: NDArray[np.int64] | None = None,
    decay: str | None = None,
) -> HuffFit:
    """Estimate exponents and distance decay by maximum likelihood.

    What cannot be estimated stays at its stated default, and a note says so: everything with fewer than 30 customers or
    10 zones who had a choice; the attributes with fewer stores than attributes + 2; an attribute that is constant, or a
    sum of others; a distance that customers seem to seek.

    Parameters
    ----------
    reach : Reach of s stores
    attributes : StoreAttributes of s stores, k attributes
    customers : array of shape (n,)
        As `patronage` counts them.
    observed : bool array of shape (s,), optional
        Stores whose customers are known; all unless told.
    blocks : int64 array of shape (z,), optional
        Neighbouring zones that are held out together; runs of zones unless told.
    decay : {"power", "exponential"}, optional
        Unless told, the one that says best where customers of left-out blocks go.
    """
    if decay is not None and decay not in DECAYS:
        raise UnknownNameError("distance decay", decay, DECAYS)
    stores = np.ones(reach.origin_count, dtype=bool) if observed is None else observed
    tried = [decay] if decay else list(DECAYS)
    made = {name: choices(reach, attributes, name, customers, stores) for name in tried}
    first = made[tried[0]]
    if first.customers.sum() < FEWEST_CUSTOMERS or len(first.zone) < FEWEST_ZONES:
        return _stated(first, attributes, tried[0])
    fold = deal_blocks(
        _runs(reach.zone_count) if blocks is None else blocks, totals(reach.zone, customers, reach.zone_count)
    )
    held_out = {
        name: _held_out(one, default_huff(attributes.names, decay=name).parameters, fold) for name, one in made.items()
    }
    best = max(tried, key=lambda name: held_out[name])
    return _fitted(made[best], attributes, best, held_out)


def deal_blocks(blocks: NDArray[np.int64], weight: NDArray[np.float64]) -> NDArray[np.int64]:
    """Deal blocks to five folds, the heaviest first, each to the lightest fold.

    Parameters
    ----------
    blocks : int64 array of shape (z,)
    weight : array of shape (z,)

    Returns
    -------
    int64 array of shape (z,)
    """
    kinds, block = np.unique(blocks, return_inverse=True)
    size = np.bincount(block, weight, minlength=len(kinds))
    load, fold = np.zeros(FOLDS), np.empty(len(kinds), dtype=np.int64)
    for one in np.lexsort((kinds, -size)):
        fold[one] = load.argmin()
        load[fold[one]] += size[one]
    return np.asarray(fold[block])


def _free_parameters(made: Choices, start: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Find which parameters these choices can estimate, shape (k + 1,)."""
    wanted = np.ones(len(start), dtype=bool)
    wanted[:-1] = len(np.unique(made.store)) >= len(start) - 1 + STORES_BEYOND_ATTRIBUTES
    return identified(made, start, wanted)


def fit_parameters(made: Choices, start: NDArray[np.float64]) -> tuple[Maximum, NDArray[np.bool_]]:
    """Estimate what can be; a distance that comes out as a merit is put back to `start`."""
    free = _free_parameters(made, start)
    top = maximise(made, start, free)
    if top.parameters[-1] > 0:
        free[-1] = False
        top = maximise(made, start, free)
    return top, free


def _held_out(made: Choices, start: NDArray[np.float64], fold: NDArray[np.int64]) -> float:
    """Give the log-likelihood by customer of folds that the fit had not seen."""
    total = 0.0
    for one in range(FOLDS):
        left_out = (fold[made.zone] == one)[made.group]
        if left_out.any() and not left_out.all():
            top, _ = fit_parameters(take_pairs(made, ~left_out), start)
            total += log_likelihood(take_pairs(made, left_out), top.parameters)
    return total / float(made.customers.sum())


def _fitted(made: Choices, attributes: StoreAttributes, decay: str, held_out: dict[str, float]) -> HuffFit:
    """Estimate on all zones, and say what is stated and what is estimated."""
    stated = default_huff(attributes.names, decay=decay)
    top, free = fit_parameters(made, stated.parameters)
    model = replace(
        stated,
        exponents=top.parameters[:-1],
        distance=float(top.parameters[-1]),
        covariance=top.covariance,
    )
    notes = (*attributes.notes, *_notes(made, model, free, converged=top.converged))
    return HuffFit(
        model,
        _parameter_table(model, free, len(made.zone)),
        float(made.customers.sum()),
        len(made.zone),
        len(np.unique(made.store)),
        _overdispersion(made, top.parameters, int(free.sum())),
        held_out,
        notes,
    )


def _stated(made: Choices, attributes: StoreAttributes, decay: str) -> HuffFit:
    """Give the stated model, and the note that says why."""
    customers, model = float(made.customers.sum()), default_huff(attributes.names, decay=decay)
    nothing = np.zeros(len(model.parameters), dtype=bool)
    return HuffFit(
        model,
        _parameter_table(model, nothing, len(made.zone)),
        customers,
        len(made.zone),
        len(np.unique(made.store)),
        float("nan"),
        {},
        (*attributes.notes, fit_notes.too_few(customers, len(made.zone))),
    )


def _parameter_table(model: HuffModel, free: NDArray[np.bool_], zones: int) -> pd.DataFrame:
    """Lay out the parameters with Student's intervals, a zone counting as one observation."""
    error = np.where(free, np.sqrt(np.diag(model.covariance)), np.nan)
    reach = stats.t.isf((1 - LEVEL) / 2, max(zones - int(free.sum()), 1)) * error
    return pd.DataFrame(
        {
            "parameter": [*model.names, "minutes"],
            "estimate": model.parameters,
            "standard_error": error,
            "low": model.parameters - reach,
            "high": model.parameters + reach,
            "estimated": free,
        }
    )


def _notes(made: Choices, model: HuffModel, free: NDArray[np.bool_], *, converged: bool) -> list[Note]:
    """Say what was not estimated, and why."""
    stores, notes = len(np.unique(made.store)), []
    if not converged:
        notes.append(fit_notes.no_maximum())
    if not free[-1]:
        notes.append(fit_notes.no_decay(model.distance))
    for name, estimated, value in zip(model.names, free[:-1], model.exponents, strict=True):
        if not estimated and stores < len(model.names) + STORES_BEYOND_ATTRIBUTES:
            notes.append(fit_notes.too_few_stores(name, value, stores, len(model.names) + STORES_BEYOND_ATTRIBUTES))
        elif not estimated:
            notes.append(fit_notes.tells_nothing(name, value))
    return notes


def _overdispersion(made: Choices, parameters: NDArray[np.float64], estimated: int) -> float:
    """Give Pearson's chi-square by degree of freedom."""
    expected = expected_choices(made, parameters)
    likely = expected > 0
    freedom = int(likely.sum()) - len(made.zone) - estimated
    chi_square = float((((made.customers - expected) ** 2)[likely] / expected[likely]).sum())
    return chi_square / freedom if freedom > 0 else float("nan")


def _runs(zones: int) -> NDArray[np.int64]:
    """Cut zones into runs: neighbouring codes are neighbours mostly."""
    return np.asarray(np.arange(zones, dtype=np.int64) * RUNS // max(zones, 1))
