"""How good a typology is: what it tells of its variables and of others, what its hierarchy costs, how firm it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.typology.clusters import best_clusters, nearest
from geoprofile.typology.preparation import spread, zone_weights
from geoprofile.typology.stability import pairs_of_halves, stability

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from geoprofile.typology.estimator import AreaTypology

    Floats = NDArray[np.floating]
    Labels = NDArray[np.intp]

__all__ = ["LEVELS", "NEAR_BOUNDARY", "Quality", "beyond_chance", "explained_shares", "quality_report"]

LEVELS = ("groups", "types")
# A zone whose type is less sure than this is near a boundary: two chances in five that it belongs next door.
NEAR_BOUNDARY = 0.6


@dataclass(frozen=True)
class Quality:
    """What `quality_report` measured.

    Attributes
    ----------
    levels : DataFrame
        Index `level` (`groups`, `types`). Columns: `classes`, those that hold a zone; `explained_share` of the
        variance on the axes of types; `input_r2` and `held_out_r2`, means over variables (NaN without outside ones);
        `zones_min`, `zones_median`, `zones_max` and the same for `households_share`; `confidence_mean` over zones;
        `near_boundary_zones`, `near_boundary_share` (of zones); `ari_halves` and `ari_half_full`, the adjusted Rand
        index between the models of two halves and between that of a half and the full one, over all zones;
        `same_halves` and `same_half_full`, the share of households in the same class once classes are matched.
    variables : DataFrame
        Index `variable`, one row an input; `groups`, `types`: R2 of the variable as it is spread for comparison.
    outside : DataFrame
        The same for outside variables as they are, less what chance explains; no rows without them.
    hierarchy_cost : float
        1 - explained share of the types / that of as many flat clusters on the same axes. Below 0 where the
        hierarchy does better.
    hierarchy_cost_outside : float
        The same by the mean R2 of the outside variables; NaN without them.
    zones : int
    pairs_of_halves : int
        Pairs that stability is a mean of; 0 where there were too few zones to halve.
    """

    levels: pd.DataFrame
    variables: pd.DataFrame
    outside: pd.DataFrame
    hierarchy_cost: float
    hierarchy_cost_outside: float
    zones: int
    pairs_of_halves: int


def quality_report(
    model: AreaTypology,
    values: pd.DataFrame,
    households: ArrayLike,
    trust: ArrayLike | None = None,
    *,
    outside: pd.DataFrame | None = None,
    outside_weights: ArrayLike | None = None,
) -> Quality:
    """Measure a typology on the zones that it was fitted on.

    Parameters
    ----------
    model : AreaTypology
        Fitted.
    values : DataFrame of shape (z, v)
        What it was fitted on, zones in the same order.
    households : array of shape (z,)
    trust : array of shape (z, v), optional
    outside : DataFrame of shape (z, q), optional
        Variables that the model has not seen, NaN where missing.
    outside_weights : array of shape (z, q), optional
        What each of their values stands on (persons asked); households by default.

    Returns
    -------
    Quality
        The same for the same input: halves are drawn from a fixed seed.

    Raises
    ------
    TableError
        If outside variables or their weights do not have one row a zone.
    ValueError
        If values do not fit the model.
    """
    weights = np.asarray(households, dtype=float)
    others, other_weights = _outside(outside, outside_weights, weights)
    known = values.to_numpy(dtype=float)
    read = values if hasattr(model, "feature_names_in_") else known  # columns by name, where it knows names
    types, of_group, of_type, _ = model.membership(read, weights, trust=trust)
    labels = {"groups": model.group_of_type_[types], "types": types}
    points = model.transform(read, trust=trust)
    flat = _flat_labels(points, weights, len(model.type_centres_), model)
    told = _known_weights(known, trust, weights)
    variables = _r2_table(spread(known, model.preparation_.kinds), told, labels, values.columns)
    held_out = _r2_table(others.to_numpy(dtype=float), other_weights, labels, others.columns, measure=beyond_chance)
    pairs = pairs_of_halves(weights)
    firmness = stability(model, read, weights, trust, types, pairs=pairs)
    levels = {
        level: {
            "classes": len(np.unique(labels[level])),
            "explained_share": _on_axes(points, weights, labels[level]),
            "input_r2": variables[level].mean(),
            "held_out_r2": held_out[level].mean(),
            **_sizes(labels[level], weights),
            **_confidence(sure),
            **firmness.loc[level].to_dict(),
        }
        for level, sure in zip(LEVELS, (of_group, of_type), strict=True)
    }
    flat_held_out = beyond_chance(others.to_numpy(dtype=float), other_weights, flat)
    return Quality(
        levels=pd.DataFrame.from_dict(levels, orient="index").rename_axis("level"),
        variables=variables,
        outside=held_out,
        hierarchy_cost=_cost(levels["types"]["explained_share"], _on_axes(points, weights, flat)),
        hierarchy_cost_outside=_cost(held_out["types"].mean(), pd.Series(flat_held_out).mean()),
        zones=len(weights),
        pairs_of_halves=len(pairs),
    )


def beyond_chance(values: Floats, weights: Floats, labels: Labels) -> Floats:
    """Give `explained_shares` less what as many classes of mere noise would explain.

    1 - (1 - R2) (n - 1) / (n - k) (Ezekiel 1930), n the effective number of zones (Kish) and k that of classes: the
    means of classes are fitted to the zones that they are measured on, and 33 classes explain a good part of 60 zones.
    """
    shares = explained_shares(values, weights, labels)
    for j, column in enumerate(values.T):
        known = np.where(np.isfinite(column), weights[:, j], 0)
        classes = len(np.unique(labels[known > 0]))
        zones = known.sum() ** 2 / max((known**2).sum(), np.finfo(float).tiny)
        shares[j] = 1 - (1 - shares[j]) * (zones - 1) / (zones - classes) if zones > classes else np.nan
    return shares


def explained_shares(values: Floats, weights: Floats, labels: Labels) -> Floats:
    """Give the share of each variable's weighted variance that lies between classes.

    R2(y) = sum_k w_k (ybar_k - ybar)^2 / sum_i w_i (y_i - ybar)^2, over zones where y is known.

    Parameters
    ----------
    values : array of shape (z, q)
        NaN where missing.
    weights : array of shape (z, q)
    labels : integers of shape (z,)

    Returns
    -------
    array of shape (q,)
        0 to 1; NaN for a variable that is the same everywhere or nowhere known.
    """
    shares = np.full(values.shape[1], np.nan)
    for j, column in enumerate(values.T):
        known = np.isfinite(column) & (weights[:, j] > 0)
        y, w, of = column[known], weights[known, j], labels[known]
        if not len(y) or np.ptp(y) == 0:
            continue
        apart = y - np.average(y, weights=w)
        heavy, sums = np.bincount(of, w), np.bincount(of, w * apart)
        between = (sums**2 / np.where(heavy > 0, heavy, 1)).sum()
        shares[j] = between / (w @ apart**2)
    return shares


def _outside(
    outside: pd.DataFrame | None, outside_weights: ArrayLike | None, households: Floats
) -> tuple[pd.DataFrame, Floats]:
    """Bring outside variables and their weights to one shape; no columns where there are none."""
    others = pd.DataFrame(index=range(len(households))) if outside is None else outside
    if len(others) != len(households):
        raise TableError(f"The outside variables have {len(others)} rows for {len(households)} zones: give one a zone.")
    if outside_weights is None:
        return others, np.repeat(households[:, None], others.shape[1], axis=1)
    weights = np.asarray(outside_weights, dtype=float)
    if weights.shape != others.shape:
        raise TableError(f"outside_weights has shape {weights.shape}: it needs that of the variables, {others.shape}.")
    return others, np.nan_to_num(weights)


def _known_weights(values: Floats, trust: ArrayLike | None, households: Floats) -> Floats:
    trusted = np.isfinite(values).astype(float) if trust is None else np.asarray(trust, dtype=float)
    weights: Floats = trusted * households[:, None]
    return weights


def _r2_table(
    values: Floats,
    weights: Floats,
    labels: dict[str, Labels],
    names: pd.Index,
    *,
    measure: Callable[[Floats, Floats, Labels], Floats] = explained_shares,
) -> pd.DataFrame:
    columns = {level: measure(values, weights, labels[level]) for level in LEVELS}
    return pd.DataFrame(columns, index=pd.Index(names, name="variable"))


def _on_axes(points: Floats, weights: Floats, labels: Labels) -> float:
    """Give the share of the weighted variance of all axes together that lies between classes."""
    apart = points - np.average(points, axis=0, weights=weights)
    total = float(weights @ (apart**2).sum(axis=1))
    heavy = np.bincount(labels, weights)
    between = 0.0
    for axis in apart.T:
        between += float((np.bincount(labels, weights * axis) ** 2 / np.where(heavy > 0, heavy, 1)).sum())
    return between / total if total > 0 else np.nan


def _flat_labels(points: Floats, households: Floats, count: int, model: AreaTypology) -> Labels:
    """Find as many clusters without a hierarchy, on the same axes and in the same way."""
    narrow = points.astype(np.float32)
    found = best_clusters(
        narrow,
        zone_weights(households),
        count,
        least=model.least_zones,
        restarts=model.max_restarts,
        rng=np.random.default_rng(0),
    )
    return nearest(narrow, found.centres)


def _cost(nested: float, flat: float) -> float:
    return float(1 - nested / flat) if flat > 0 else float("nan")


def _sizes(labels: Labels, households: Floats) -> dict[str, float]:
    zones = np.bincount(labels)
    held = zones > 0
    shares = np.bincount(labels, households)[held] / households.sum()
    told = {"zones": zones[held], "households_share": shares}
    ways = {"min": 0.0, "median": 0.5, "max": 1.0}
    return {f"{what}_{way}": float(np.quantile(sizes, at)) for what, sizes in told.items() for way, at in ways.items()}


def _confidence(sure: Floats) -> dict[str, float]:
    near = sure < NEAR_BOUNDARY
    return {
        "confidence_mean": float(sure.mean()),
        "near_boundary_zones": int(near.sum()),
        "near_boundary_share": float(near.mean()),
    }
