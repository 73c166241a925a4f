"""What a new store would turn over, by the stores that there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from geoprofile.errors import TableError
from geoprofile.siting.note import Note

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["FEWEST_STORES", "FORECAST_LEVEL", "StoreForecast", "fit_forecast", "forecast"]

# Under this many stores an interval is so wide that it says nothing.
FEWEST_STORES = 8
# A planner weighs a forecast that fails one time in five; at 95 % the interval of a dozen stores spans a factor of ten.
FORECAST_LEVEL = 0.8
# One predictor for this many stores.
STORES_A_PREDICTOR = 4
# Precisions of the prior of a standardised predictor, by store; the last leaves the mean alone.
RIDGES = (0.0, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, np.inf)
# A weaker ridge must foretell left-out stores better by this part.
CLEARLY = 0.02


@dataclass(frozen=True, eq=False)
class StoreForecast:
    """ln turnover = intercept + coefficients . standardised predictors, learned from n stores.

    Attributes
    ----------
    names : tuple of k texts
        Predictors used.
    plus_one : bool array of shape (k,)
        Where ln(x + 1) stands for ln x, as some store has none.
    centre, scale, lowest, highest : arrays of shape (k,)
        Of the logarithms, over the stores.
    intercept : float
    coefficients : array of shape (k,)
    gram : array of shape (k, k)
        (Z'Z + ridge)^-1.
    ridge : float
        By store.
    spread : float
        Root mean square of what each store, left out, was missed by, in logarithms.
    freedom : float
    stores : int
    explained_share : float
        1 - squared errors of left-out stores / those of the mean of the others; below 0: the mean does better.
    missed : array of shape (n,)
        ln seen - ln foretold of each store when left out, in the order of the stores used.
    notes : tuple of Note
    """

    names: tuple[str, ...]
    plus_one: NDArray[np.bool_]
    centre: NDArray[np.float64]
    scale: NDArray[np.float64]
    lowest: NDArray[np.float64]
    highest: NDArray[np.float64]
    intercept: float
    coefficients: NDArray[np.float64]
    gram: NDArray[np.float64]
    ridge: float
    spread: float
    freedom: float
    stores: int
    explained_share: float
    missed: NDArray[np.float64]
    notes: tuple[Note, ...]


def fit_forecast(predictors: pd.DataFrame, turnover: NDArray[np.float64]) -> StoreForecast | Note:
    """Learn turnover from a few predictors in logarithms, shrunk.

    Ridge regression (Hoerl and Kennard, Technometrics 12, 1970, 55-67) of which the strength is that which foretells
    left-out stores best, by the exact e_i / (1 - h_ii). Predictors are taken in the order given, one for each four
    stores; the first should be what the catchment model expects.

    Parameters
    ----------
    predictors : DataFrame of n stores
        Numbers, 0 or more.
    turnover : array of shape (n,)
        Euros, customers... Stores without, or with a missing predictor, are left out.

    Returns
    -------
    StoreForecast, or the Note that says why there is none: fewer than eight stores, or nothing that tells them apart.

    Raises
    ------
    TableError
        If a predictor is not made of numbers, or is negative.
    """
    values = _numbers(predictors)
    told = np.isfinite(turnover) & (turnover > 0)
    kept = told & np.isfinite(values).all(axis=1)
    count = int(kept.sum())
    if count < FEWEST_STORES:
        lacking = np.unique(np.nonzero(~np.isfinite(values[told]))[1])
        return _too_few(int(told.sum()), count, ", ".join(str(predictors.columns[place]) for place in lacking))
    varying = [place for place in range(values.shape[1]) if np.ptp(values[kept, place]) > 0]
    used = varying[: count // STORES_A_PREDICTOR]
    if not used:
        return _nothing_varies()
    plus_one = (values[kept][:, used] == 0).any(axis=0)
    logs = _logs(values[kept][:, used], plus_one)
    centre, scale = logs.mean(axis=0), logs.std(axis=0)
    target = np.log(turnover[kept])
    ridge, missed, hat = _choose_ridge((logs - centre) / scale, target)
    z = (logs - centre) / scale
    gram = _gram(z, ridge)
    alone = (target - target.mean()) * count / (count - 1)
    return StoreForecast(
        names=tuple(str(predictors.columns[place]) for place in used),
        plus_one=plus_one,
        centre=centre,
        scale=scale,
        lowest=logs.min(axis=0),
        highest=logs.max(axis=0),
        intercept=float(target.mean()),
        coefficients=gram @ z.T @ target,
        gram=gram,
        ridge=ridge,
        spread=float(np.sqrt((missed**2).mean())),
        freedom=max(count - float(hat.sum()), 1.0),
        stores=count,
        explained_share=float(1 - (missed**2).sum() / (alone**2).sum()) if alone.any() else float("nan"),
        missed=missed,
        notes=_notes(len(kept) - count, [str(predictors.columns[place]) for place in varying[len(used) :]]),
    )


def forecast(fitted: StoreForecast, predictors: pd.DataFrame, *, level: float = FORECAST_LEVEL) -> pd.DataFrame:
    """Foretell candidates.

    The interval is that of Student around the median, exp(ln y -+ t s r), s the root mean square of what left-out
    stores were missed by (it holds noise, uncertain coefficients and shrinkage together), r how much further than the
    average store the candidate lies. benchmarks/huff_recovery.py shows how often it holds.

    Parameters
    ----------
    fitted : StoreForecast
    predictors : DataFrame of c candidates
        With the columns of `fitted.names`.
    level : float

    Returns
    -------
    DataFrame
        `forecast` (median), `low`, `high` in the unit of turnover; NaN where a predictor is missing. `beyond`: names
        of predictors outside the range of the stores, comma between them; nothing was learned out there.

    Raises
    ------
    TableError
        If a predictor is absent, is not made of numbers, or is negative.
    """
    absent = [name for name in fitted.names if name not in predictors.columns]
    if absent:
        raise TableError(f"The candidates have no column {absent[0]!r}, which the forecast was learned from: add it.")
    logs = _logs(_numbers(predictors[list(fitted.names)]), fitted.plus_one)
    z = (logs - fitted.centre) / fitted.scale
    middle = fitted.intercept + z @ fitted.coefficients
    leverage = 1 / fitted.stores + ((z @ fitted.gram) * z).sum(axis=1)
    average = (fitted.stores - fitted.freedom) / fitted.stores
    further = np.sqrt(np.maximum((1 + leverage) / (1 + average), 1.0))
    half = stats.t.isf((1 - level) / 2, max(fitted.freedom - 1, 1)) * fitted.spread * further
    outside = (logs < fitted.lowest) | (logs > fitted.highest)
    return pd.DataFrame(
        {
            "forecast": np.exp(middle),
            "low": np.exp(middle - half),
            "high": np.exp(middle + half),
            "beyond": [", ".join(np.array(fitted.names)[row]) for row in outside],
        },
        index=predictors.index,
    ).astype({"beyond": "str"})


def _choose_ridge(
    z: NDArray[np.float64], target: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
    """Give the ridge, the errors of left-out stores and the diagonal of the hat matrix, the strongest first tried."""
    best: tuple[float, NDArray[np.float64], NDArray[np.float64]] | None = None
    for ridge in reversed(RIDGES):
        hat = z @ _gram(z, ridge) @ z.T + 1 / len(z)
        missed = (target - hat @ target) / np.maximum(1 - np.diag(hat), 1e-9)
        if best is None or (missed**2).sum() < (1 - CLEARLY) * (best[1] ** 2).sum():
            best = ridge, missed, np.diag(hat)
    return best if best is not None else (np.inf, target - target.mean(), np.zeros(len(z)))


def _gram(z: NDArray[np.float64], ridge: float) -> NDArray[np.float64]:
    """Give (Z'Z + n ridge I)^-1, nothing for an infinite ridge."""
    if not np.isfinite(ridge):
        return np.zeros((z.shape[1], z.shape[1]))
    return np.asarray(np.linalg.pinv(z.T @ z + len(z) * ridge * np.eye(z.shape[1]), hermitian=True), dtype=float)


def _logs(values: NDArray[np.float64], plus_one: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Take logarithms; none of a thing that every store has is missing, not minus infinity."""
    with np.errstate(divide="ignore"):
        logs = np.where(plus_one, np.log1p(values), np.log(values))
    return np.where(np.isfinite(logs), logs, np.nan)


def _numbers(predictors: pd.DataFrame) -> NDArray[np.float64]:
    columns = []
    for name in predictors.columns:
        try:
            column = predictors[name].to_numpy(dtype=float, na_value=np.nan)
        except (TypeError, ValueError) as error:
            raise TableError(f"The predictor {str(name)!r} is not made of numbers: give numbers.") from error
        if (column < 0).any():
            row = int(np.flatnonzero(column < 0)[0])
            raise TableError(f"The predictor {str(name)!r} is negative in row {row}: give 0 or more, or leave it out.")
        columns.append(column)
    return np.column_stack(columns) if columns else np.zeros((len(predictors), 0))


def _notes(left_out: int, unused: list[str]) -> tuple[Note, ...]:
    """Say which stores and predictors had no part."""
    notes = []
    if left_out:
        notes.append(
            Note(
                f"{left_out} magasins sans chiffre d'affaires ou sans tous les critères n'ont pas servi.",
                f"{left_out} stores without turnover, or without every predictor, had no part in the forecast.",
            )
        )
    if unused:
        listed = ", ".join(unused)
        notes.append(
            Note(
                f"Un critère pour {STORES_A_PREDICTOR} magasins : {listed} n'a pas servi à la prévision.",
                f"One predictor for {STORES_A_PREDICTOR} stores: {listed} had no part in the forecast.",
            )
        )
    return tuple(notes)


def _too_few(told: int, count: int, lacking: str) -> Note:
    """Say what to add: turnovers, or predictors of the stores that have one."""
    if told < FEWEST_STORES:
        return Note(
            f"Pas de prévision de chiffre d'affaires : magasins dont il est connu : {told}, il en faut "
            f"{FEWEST_STORES}. Indiquez-le dans le fichier des magasins, colonne turnover_eur ou ca.",
            f"No forecast of turnover: stores whose turnover is known: {told}, and it takes {FEWEST_STORES}. Give it "
            "in the file of the stores, in a column turnover_eur or ca.",
        )
    return Note(
        f"Pas de prévision de chiffre d'affaires : il est connu pour {told} magasins, mais {count} d'entre eux "
        f"seulement ont aussi {lacking}, il en faut {FEWEST_STORES}. Complétez le fichier des magasins.",
        f"No forecast of turnover: it is known for {told} stores, but only {count} of them also have {lacking}, and "
        f"it takes {FEWEST_STORES}. Fill this in in the file of the stores.",
    )


def _nothing_varies() -> Note:
    return Note(
        "Pas de prévision de chiffre d'affaires : aucun critère ne distingue les magasins entre eux.",
        "No forecast of turnover: no predictor tells the stores apart.",
    )
