"""Variables of zones made comparable: one numeric column each, on one scale, with nothing missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["MISSING_SHARE", "ZoneFeatures", "prepare_features"]

# The column that says how much of a zone had to be imputed.
MISSING_SHARE = "missing_share"
# Standard deviations beyond which a zone is no more extreme: a handful of odd zones must not steer a model.
EXTREME = 4.0
# Share of independence mixed into the correlations, so that they can always be inverted.
INDEPENDENCE = 0.05
IMPUTATION_ROUNDS, SWEEPS_A_ROUND = 3, 8
# Below this share of missing values the column of MISSING_SHARE would be noise.
FEW_MISSING = 0.001
SHARE_UNITS, MAGNITUDE_UNITS = frozenset({"share", "rate"}), frozenset({"eur", "per_km2", "persons", "households"})
NO_SPREAD = 1e-9


@dataclass(frozen=True)
class ZoneFeatures:
    """Prepared variables.

    Attributes
    ----------
    names : tuple of p str
        Variables that differ between zones; `MISSING_SHARE` last where enough is missing.
    matrix : array of shape (z, p)
        Mean 0 and variance 1 over households; complete.
    """

    names: tuple[str, ...]
    matrix: NDArray[np.float64]


def prepare_features(
    values: NDArray[np.float64], names: Sequence[str], units: Sequence[str], households: NDArray[np.float64]
) -> ZoneFeatures:
    """Bring variables to one scale and impute what is missing.

    Shares go through the arcsine of their root and money and densities through the logarithm, so that one step means
    as much at both ends; then each is standardised with households as weights and cut at 4 standard deviations. A
    missing value becomes its conditional mean given the other variables of its zone. No zone is dropped.

    Parameters
    ----------
    values : array of shape (z, v)
        Missing where not finite.
    names, units : sequences of v str
    households : array of shape (z,)

    Raises
    ------
    TableError
        If no zone has households, or no variable differs between zones.
    """
    if not households.sum() > 0:
        raise TableError("No zone of the territory has households: a ranking needs a source that counts them.")
    scaled = np.column_stack(
        [_straighten(values[:, j], unit) for j, unit in enumerate(units)] or [np.empty((len(values), 0))]
    )
    missing = np.isnan(scaled)
    standard, spread = _standardise(scaled, households)
    keep = spread > NO_SPREAD
    if not keep.any():
        raise TableError("No variable differs between zones: a ranking needs variables that tell zones apart.")
    standard, missing = np.clip(standard[:, keep], -EXTREME, EXTREME), missing[:, keep]
    matrix = _impute(standard, missing, households)
    kept = tuple(name for name, wanted in zip(names, keep, strict=True) if wanted)
    share = missing.mean(axis=1)
    if np.average(share, weights=households) > FEW_MISSING:
        column, _ = _standardise(share[:, None], households)
        matrix = np.column_stack([matrix, np.clip(column, -EXTREME, EXTREME)])
        kept = (*kept, MISSING_SHARE)
    return ZoneFeatures(kept, matrix)


def _straighten(column: NDArray[np.float64], unit: str) -> NDArray[np.float64]:
    """Give a variable a scale on which its noise is about even; what is not finite is missing."""
    column = np.where(np.isfinite(column), column, np.nan)
    known = column[np.isfinite(column)]
    if unit in SHARE_UNITS and known.size and known.min() >= 0 and known.max() <= 1:
        return np.arcsin(np.sqrt(column))
    if unit in MAGNITUDE_UNITS and known.size and known.min() >= 0:
        return np.log1p(column)
    return column


def _standardise(
    values: NDArray[np.float64], households: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Centre and scale columns over households, whatever is missing; a column without spread becomes 0."""
    weight = np.where(np.isnan(values), 0.0, households[:, None])
    total = np.maximum(weight.sum(axis=0), NO_SPREAD)
    filled = np.nan_to_num(values)
    mean = (weight * filled).sum(axis=0) / total
    spread = np.sqrt((weight * (filled - mean) ** 2).sum(axis=0) / total)
    level = np.maximum(spread, NO_SPREAD)
    return np.where(spread > NO_SPREAD, (values - mean) / level, 0.0 * values), spread / np.maximum(np.abs(mean), 1)


def _impute(
    standard: NDArray[np.float64], missing: NDArray[np.bool_], households: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Fill by the conditional mean of a Gaussian: sweeps over the columns solve for all of a zone's gaps at once."""
    filled = np.where(missing, 0.0, standard)
    columns = np.flatnonzero(missing.any(axis=0))
    if not columns.size:
        return filled
    weights = households / households.sum()
    for _ in range(IMPUTATION_ROUNDS):
        covariance = (filled * weights[:, None]).T @ filled
        precision = np.linalg.inv((1 - INDEPENDENCE) * covariance + INDEPENDENCE * np.eye(filled.shape[1]))
        for _ in range(SWEEPS_A_ROUND):
            for j in columns:
                rows = missing[:, j]
                others = filled[rows] @ precision[:, j] - filled[rows, j] * precision[j, j]
                filled[rows, j] = np.clip(-others / precision[j, j], -EXTREME, EXTREME)
    return filled
