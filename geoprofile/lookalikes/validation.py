"""What each method is worth on neighbourhoods that it has not seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.lookalikes.blocks import FOLDS, deal_folds
from geoprofile.lookalikes.gains import auc, calibration_error, calibration_table, gains_at, lift_at
from geoprofile.lookalikes.inputs import count_by_zone
from geoprofile.lookalikes.method import LOOKALIKE_METHODS
from geoprofile.lookalikes.ranking import training_zones
from geoprofile.lookalikes.verdict import judgement, verdict
from geoprofile.suppression import hidden_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from geoprofile.lookalikes.inputs import ZoneInputs

__all__ = ["Validation", "out_of_fold_rates", "validate_methods"]

LIFT_SHARE = 0.10
GAINS_SHARES = np.round(np.linspace(0, 1, 21), 2)


@dataclass(frozen=True)
class Validation:
    """Held-out measures of several methods.

    Attributes
    ----------
    summary : DataFrame, a row a method
        `method`, `customers`, `blocks` (that hold customers), `lift_10` (at 10 % of the households), `auc`,
        `calibration_error` (share of the mean rate), each the mean over folds and with `..._spread`, its standard
        deviation over folds; `judgement` (one word), `verdict_fr`, `verdict_en`.
    folds : DataFrame, a row a method and fold
        `method`, `fold`, `customers`, `lift_10`, `auc`, `calibration_error`; folds without customers are left out.
    gains : DataFrame
        `method`, `households_share`, `customers_share` (mean over folds), `customers_share_spread`.
    calibration : DataFrame
        `method`, `decile`, `households`, `customers`, `modelled_rate`, `observed_rate`, all folds together; customers
        and observed rate are NaN in cells of fewer than 11 customers, and in the next smallest where one could be
        worked out.
    """

    summary: pd.DataFrame
    folds: pd.DataFrame
    gains: pd.DataFrame
    calibration: pd.DataFrame


def validate_methods(
    inputs: ZoneInputs,
    customers: Iterable[object],
    *,
    methods: Sequence[str] | None = None,
    reach: Iterable[str] | None = None,
    seed: int = 0,
) -> Validation:
    """Hold out blocks of neighbouring zones in five folds and measure each method on them.

    Parameters
    ----------
    inputs : ZoneInputs
    customers : iterable of text
        Zone of each customer.
    methods : sequence of str, optional
        By default all, without the typology index where zones have no types.
    reach : iterable of text, optional
        Zones to learn from and to be measured on.
    seed : int
        Of the folds.

    Raises
    ------
    TableError
        If the customers of a fold are all that there are, so that nothing is left to learn from.
    """
    rows = training_zones(inputs, reach)
    own = count_by_zone(customers, inputs.zone_id)[rows]
    zones = inputs.take(rows)
    typed = bool((zones.types != "").any())
    names = list(methods or [name for name in LOOKALIKE_METHODS if typed or name != "typology_index"])
    folds = deal_folds(zones.blocks, zones.households, seed=seed)
    rates = {name: out_of_fold_rates(name, zones, own, folds, seed=seed) for name in names}
    measured = pd.concat([_measure_folds(name, rates[name], zones, own, folds) for name in names], ignore_index=True)
    blocks = len(np.unique(zones.blocks[own > 0]))
    return Validation(
        _summary(measured, names, float(own.sum()), blocks),
        measured,
        pd.concat([_gains(name, rates[name], zones, own, folds) for name in names], ignore_index=True),
        pd.concat([_calibration(name, rates[name], zones, own) for name in names], ignore_index=True),
    )


def out_of_fold_rates(
    method: str, zones: ZoneInputs, customers: NDArray[np.float64], folds: NDArray[np.int64], *, seed: int = 0
) -> NDArray[np.float64]:
    """Rate each zone by a model that has not seen its fold, shape (z,)."""
    rate = np.empty(len(customers))
    for fold in np.unique(folds):
        held = folds == fold
        if not customers[~held & (zones.households > 0)].any():
            raise TableError(
                "All customers live in one block of zones: nothing can be held out, so no method can be judged."
            )
        model = LOOKALIKE_METHODS[method]().fit(zones.take(~held), customers[~held], seed=seed)
        rate[held] = model.predict(zones.take(held))
    return rate


def _measure_folds(
    method: str, rate: NDArray[np.float64], zones: ZoneInputs, own: NDArray[np.float64], folds: NDArray[np.int64]
) -> pd.DataFrame:
    """Measure one method on each fold that has customers."""
    found = []
    for fold in np.unique(folds):
        rows = (folds == fold) & (zones.households > 0)
        if own[rows].any():
            held = (rate[rows], zones.households[rows], own[rows])
            error = calibration_error(calibration_table(*held))
            found.append((method, int(fold), own[rows].sum(), lift_at(LIFT_SHARE, *held), auc(*held), error))
    return pd.DataFrame(found, columns=["method", "fold", "customers", "lift_10", "auc", "calibration_error"])


def _summary(measured: pd.DataFrame, names: Sequence[str], customers: float, blocks: int) -> pd.DataFrame:
    """Average over folds, and pass a verdict."""
    rows = []
    for name in names:
        folds = measured[measured["method"] == name]
        row: dict[str, object] = {"method": name, "customers": customers, "blocks": blocks}
        for measure in ("lift_10", "auc", "calibration_error"):
            row |= {measure: folds[measure].mean(), f"{measure}_spread": folds[measure].std()}
        lift, judged = float(folds["lift_10"].mean()), _lift_error(folds)
        row |= {
            "judgement": judgement(customers, lift, judged),
            "verdict_fr": verdict(customers, blocks, lift, judged, "fr"),
            "verdict_en": verdict(customers, blocks, lift, judged, "en"),
        }
        rows.append(row)
    return pd.DataFrame(rows)


def _lift_error(folds: pd.DataFrame) -> float:
    """Give the standard error of the mean lift, NaN without all folds.

    It is never below that of chance, sqrt((1 - s) / (s n)) for n customers and a share s of the households: five folds
    may agree by accident.
    """
    if len(folds) < FOLDS:
        return float("nan")
    chance = np.sqrt((1 - LIFT_SHARE) / (LIFT_SHARE * folds["customers"].sum()))
    return float(max(folds["lift_10"].std() / np.sqrt(FOLDS), chance))


def _gains(
    method: str, rate: NDArray[np.float64], zones: ZoneInputs, own: NDArray[np.float64], folds: NDArray[np.int64]
) -> pd.DataFrame:
    """Average the gains curves of the folds."""
    curves = [
        gains_at(rate[rows], zones.households[rows], own[rows], GAINS_SHARES)
        for rows in ((folds == fold) & (zones.households > 0) for fold in np.unique(folds))
        if own[rows].any()
    ]
    spread = np.std(curves, axis=0, ddof=1) if len(curves) > 1 else np.full(len(GAINS_SHARES), np.nan)
    return pd.DataFrame(
        {
            "method": method,
            "households_share": GAINS_SHARES,
            "customers_share": np.mean(curves, axis=0),
            "customers_share_spread": spread,
        }
    )


def _calibration(method: str, rate: NDArray[np.float64], zones: ZoneInputs, own: NDArray[np.float64]) -> pd.DataFrame:
    """Tabulate modelled and real rates, small cells left out."""
    rows = zones.households > 0
    table = calibration_table(rate[rows], zones.households[rows], own[rows])
    table.loc[hidden_cells(table["customers"].to_numpy()), ["customers", "observed_rate"]] = np.nan
    table.insert(0, "method", method)
    return table
