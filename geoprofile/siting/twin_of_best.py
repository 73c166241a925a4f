"""Twins of the best store: which candidates have surroundings like its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["twins_of_best"]

# Features named as the likest and the least like.
NAMED = 3
NO_SPREAD = 1e-12


def twins_of_best(
    candidates: pd.DataFrame, stores: pd.DataFrame, best: Sequence[int], *, weights: Sequence[float] | None = None
) -> pd.DataFrame:
    """Hold the catchment of each candidate against the mean of those of the best stores.

    Features are standardised over stores and candidates together. `distance` is the root of the weighted mean square
    of the differences: 0 is the same, 1 as far as any two places differ from the mean. `likeness` = exp(-d^2 / 2).
    `cosine` tells whether both lean the same way from the average place, however far.

    Parameters
    ----------
    candidates, stores : DataFrames
        Features of catchments (shares, income, density...), the same columns of numbers.
    best : rows of the stores to resemble
    weights : of the features, optional
        Equal unless told.

    Returns
    -------
    DataFrame
        In the order of the candidates: `distance`, `likeness`, `cosine`, `features` (how many could be compared),
        `alike`, `unlike` (up to three features each, comma between them, what is most telling first).

    Raises
    ------
    TableError
        If columns differ, there is no best store, or weights are not one a feature, 0 or more.
    """
    names = [str(name) for name in stores.columns]
    weight = np.ones(len(names)) if weights is None else np.asarray(weights, dtype=float)
    _check(candidates, stores, best, weight)
    every = np.vstack([_numbers(stores), _numbers(candidates)])
    known = np.isfinite(every)
    count = np.maximum(known.sum(axis=0), 1)
    centre = np.where(known, every, 0.0).sum(axis=0) / count
    spread = np.sqrt(np.where(known, (every - centre) ** 2, 0.0).sum(axis=0) / count)
    scaled = (every - centre) / np.where(spread > NO_SPREAD, spread, np.inf)
    target = _mean_of_known(scaled[list(best)])
    mine = scaled[len(stores) :]
    compared = np.isfinite(mine) & np.isfinite(target) & (spread > NO_SPREAD) & (weight > 0)
    share = np.where(compared, weight, 0.0)
    mine, toward = np.where(compared, mine, 0.0), np.where(compared, target, 0.0)
    apart = mine - toward
    total = np.where(share.sum(axis=1) > 0, share.sum(axis=1), np.nan)
    distance = np.sqrt((share * apart**2).sum(axis=1) / total)
    lengths = np.sqrt((share * mine**2).sum(axis=1) * (share * toward**2).sum(axis=1))
    cosine = (share * mine * toward).sum(axis=1) / np.where(lengths > NO_SPREAD, lengths, np.nan)
    telling = share * np.maximum(toward**2 - apart**2, 0.0)
    return pd.DataFrame(
        {
            "distance": distance,
            "likeness": np.exp(-(distance**2) / 2),
            "cosine": np.clip(cosine, -1.0, 1.0),
            "features": compared.sum(axis=1),
            "alike": _named(telling, names),
            "unlike": _named(share * np.maximum(apart**2 - 1.0, 0.0), names),
        },
        index=candidates.index,
    ).astype({"alike": "str", "unlike": "str"})


def _named(merit: NDArray[np.float64], names: list[str]) -> list[str]:
    """Name the features of the greatest merit of each row; none that has no merit."""
    order = np.argsort(-merit, axis=1, kind="stable")[:, :NAMED]
    return [", ".join(names[place] for place in row if merit[line, place] > 0) for line, row in enumerate(order)]


def _mean_of_known(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    known = np.isfinite(rows)
    count = known.sum(axis=0)
    return np.asarray(np.where(count > 0, np.where(known, rows, 0.0).sum(axis=0) / np.maximum(count, 1), np.nan))


def _numbers(table: pd.DataFrame) -> NDArray[np.float64]:
    try:
        return np.asarray(table.to_numpy(dtype=float, na_value=np.nan))
    except (TypeError, ValueError) as error:
        raise TableError("A feature of the catchments is not made of numbers: give numbers only.") from error


def _check(candidates: pd.DataFrame, stores: pd.DataFrame, best: Sequence[int], weight: NDArray[np.float64]) -> None:
    if list(candidates.columns) != list(stores.columns):
        raise TableError("The catchments of candidates and stores have other columns: give the same features for both.")
    if not len(best) or not all(0 <= row < len(stores) for row in best):
        raise TableError(f"The best stores are to be rows 0 to {len(stores) - 1} of the stores: name one at least.")
    if len(weight) != len(stores.columns) or not (weight >= 0).all():
        raise TableError(
            f"There are {len(stores.columns)} features and {len(weight)} weights: give one, 0 or more, each."
        )
