"""From the variables of zones to the axes that types are found on.

A variable counts by what it shares with the others: that is what it says about things nobody measured, and
so what a typology is for. Two variables that say the same count once. Both rules were chosen on half of the
behaviours of London that `benchmarks/typology_london.py` holds out, see docs/decisions/0005.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.floating]

__all__ = ["Kind", "Preparation", "fit_preparation", "guess_kinds", "kind_of_unit", "zone_weights"]

# How a column is spread before it is compared: shares and percentages by the arcsine of their root (which makes
# their noise the same everywhere), money and densities by their logarithm, the rest as it is.
Kind = Literal["share", "percent", "log", "plain"]
UNIT_KINDS: dict[str, Kind] = {
    "share": "share",
    "rate": "share",
    "eur": "log",
    "per_km2": "log",
    "m2": "log",
    "ratio": "log",
    "persons": "log",
}
# Standard deviations beyond which a value says no more: a barracks or a campus is not a type of its own.
FARTHEST_SD = 4.0
# Power by which near copies of a variable are told: a correlation of .98 counts for .72 of a copy, one of .9 for .19.
COPY_POWER = 16
# Rounds of filling what is missing from what the zone's other values say; the last rounds move nothing.
FILL_ROUNDS = 12
# Axes that fill what is missing: as many as explain this share of the variance.
FILLED_BY = 0.8
SKEWED = 1.0
TINY = 1e-12
# What the emptiest zone weighs, as a share of the mean.
LEAST_WEIGHT = 1e-3


@dataclass(frozen=True)
class Preparation:
    """What `fit_preparation` learned; `prepare` and `axes_of` apply it to any zones.

    Attributes
    ----------
    kinds : tuple of v Kinds
    centre, scale : arrays of shape (v,)
        Weighted mean and standard deviation of each column once spread.
    weight : array of shape (v,)
        What each variable counts, at most 1; 0 for one that is the same everywhere.
    fill_axes : array of shape (v, f)
        Orthonormal axes that fill missing values.
    fill_shrink : array of shape (f,)
        How far a zone's place on each of them is believed, 0 to 1.
    fill_signal : array of shape (f,)
        Variance on each of them, less that of noise.
    unexplained : array of shape (v,)
        Variance of a standardised variable that these axes leave: how far off a filled value may be.
    axes : array of shape (v, a)
        From weighted standardised variables to axes, the widest first.
    """

    kinds: tuple[Kind, ...]
    centre: Floats
    scale: Floats
    weight: Floats
    fill_axes: Floats
    fill_shrink: Floats
    fill_signal: Floats
    unexplained: Floats
    axes: Floats

    def prepare(self, values: Floats, trust: Floats) -> Floats:
        """Standardise values (z, v) and fill what is missing; what is half trusted is half filled."""
        return fill((spread(values, self.kinds) - self.centre) / self.scale, trust, self.fill_axes, self.fill_shrink)

    def axes_of(self, standardised: Floats, count: int) -> Floats:
        """Give the places (z, count) of zones on the first axes."""
        return standardised @ (self.weight[:, None] * self.axes[:, :count])


def zone_weights(households: Floats) -> Floats:
    """Give what zones weigh: a zone without households still has a place, and moves no centre by it."""
    return np.asarray(np.maximum(households, LEAST_WEIGHT * households.mean()))


def kind_of_unit(unit: str, values: Floats) -> Kind:
    """Say how a variable of the dictionary is spread: by its unit, unless its values are below 0 (taxes)."""
    return "plain" if np.nanmin(values, initial=0) < 0 else UNIT_KINDS.get(unit, "plain")


def guess_kinds(values: Floats) -> tuple[Kind, ...]:
    """Say how columns of a table without units are spread, by their values alone."""
    return tuple(_guess_kind(column[np.isfinite(column)]) for column in values.T)


def _guess_kind(known: Floats) -> Kind:
    if not len(known) or known.min() < 0:
        return "plain"
    if known.max() <= 1:
        return "share"
    if known.max() <= 100:  # noqa: PLR2004  per cent
        return "percent"
    deviation = known - known.mean()
    skewness = (deviation**3).mean() / max((deviation**2).mean() ** 1.5, TINY)
    return "log" if skewness > SKEWED and known.min() > 0 else "plain"


def spread(values: Floats, kinds: Sequence[Kind]) -> Floats:
    """Spread each column by its kind; NaN stays NaN."""
    spread_out = np.array(values, dtype=float)
    for column, kind in zip(spread_out.T, kinds, strict=True):
        if kind in {"share", "percent"}:
            whole = 1.0 if kind == "share" else 100.0
            column[:] = np.arcsin(np.sqrt(np.clip(column / whole, 0, 1)))
        elif kind == "log":
            column[:] = np.log1p(np.maximum(column, 0))
        elif kind not in get_args(Kind):
            raise ValueError(f"A column is of kind {kind!r}: choose from {', '.join(get_args(Kind))}.")
    return spread_out


def fit_preparation(values: Floats, trust: Floats, weights: Floats, kinds: Sequence[Kind]) -> Preparation:
    """Learn how zones are laid out.

    Parameters
    ----------
    values : array of shape (z, v)
        NaN where missing.
    trust : array of shape (z, v)
        How far each value is trusted, 0 (missing) to 1 (measured).
    weights : array of shape (z,)
        Households.
    kinds : sequence of v Kinds
    """
    spread_out = spread(values, kinds)
    centre, scale = _centre_and_scale(spread_out, trust * weights[:, None])
    standardised = (spread_out - centre) / scale
    filled: Floats = np.clip(np.nan_to_num(standardised), -FARTHEST_SD, FARTHEST_SD) * trust
    for _ in range(2):  # the axes of what is known, then those of what was filled by them
        correlation = (filled * weights[:, None]).T @ filled / weights.sum()
        fill_axes, fill_shrink, fill_signal = _filling_axes(correlation)
        filled = fill(standardised, trust, fill_axes, fill_shrink)
    correlation = (filled * weights[:, None]).T @ filled / weights.sum()
    left = np.clip(np.diag(correlation) - fill_axes**2 @ fill_signal, 0, 1)
    weight = variable_weights(correlation)
    _, axes = _widest_axes(weight[:, None] * correlation * weight)
    return Preparation(tuple(kinds), centre, scale, weight, fill_axes, fill_shrink, fill_signal, left, axes)


def _centre_and_scale(columns: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Give weighted means and standard deviations over what is known; 0 and 1 for a column that is all missing."""
    known = np.where(np.isnan(columns), 0, weights)
    total = np.maximum(known.sum(axis=0), TINY)
    zeros = np.nan_to_num(columns)
    centre = (known * zeros).sum(axis=0) / total
    scale = np.sqrt((known * (zeros - centre) ** 2).sum(axis=0) / total)
    return centre, np.where(scale > TINY, scale, 1.0)


def variable_weights(correlation: Floats) -> Floats:
    """Say what each variable counts: the root mean square of its correlations, shared out among near copies.

    Parameters
    ----------
    correlation : array of shape (v, v)

    Returns
    -------
    array of shape (v,)
        At most 1; 0 for a variable that is the same everywhere; all alike where nothing correlates.
    """
    deviation = np.sqrt(np.clip(np.diag(correlation), 0, None))
    varies = deviation > np.sqrt(TINY)
    between = correlation / np.where(varies[:, None] & varies, np.outer(deviation, deviation) + TINY, 1)
    others = between - np.diag(np.diag(between))
    shared = np.sqrt((others**2).sum(axis=0) / max(len(between) - 1, 1))
    copies = 1 + (np.abs(others) ** COPY_POWER).sum(axis=0)
    weight = np.where(varies, shared / np.sqrt(copies), 0)
    return np.asarray(weight / weight.max() if weight.max() > TINY else varies.astype(float))


def _filling_axes(correlation: Floats) -> tuple[Floats, Floats, Floats]:
    """Give the axes that fill missing values, how far each is believed, and its variance less noise.

    What the other axes leave is taken for noise, alike on all axes.
    """
    variances, axes = _widest_axes(correlation)
    total = max(variances.sum(), TINY)
    count = min(int(np.searchsorted(np.cumsum(variances) / total, FILLED_BY)) + 1, max(len(variances) - 1, 1))
    noise = variances[count:].mean() if count < len(variances) else 0.0
    shrink = np.clip(1 - noise / np.maximum(variances[:count], TINY), 0, 1)
    return axes[:, :count], shrink, shrink * variances[:count]


def _widest_axes(covariance: Floats) -> tuple[Floats, Floats]:
    """Give variances and axes, the widest first, each axis pointing where its greatest part does."""
    variances, axes = np.linalg.eigh(covariance)
    axes = axes[:, ::-1]
    signs = np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
    return np.clip(variances[::-1], 0, None), axes * np.where(signs == 0, 1, signs)


def fill(standardised: Floats, trust: Floats, axes: Floats, shrink: Floats) -> Floats:
    """Fill what is missing from the zone's other values by regularised iterative principal components.

    Josse & Husson (2012), "Handling missing values in exploratory multivariate data analysis methods". A value
    trusted by t stands for t of itself and 1 - t of what the others say.
    """
    known = np.clip(np.nan_to_num(standardised), -FARTHEST_SD, FARTHEST_SD)
    trusted = np.where(np.isnan(standardised), 0, trust)
    gaps = np.flatnonzero((trusted < 1).any(axis=1))
    if not len(gaps):
        return known
    told, share = known[gaps], trusted[gaps]
    guess = told * share
    for _ in range(FILL_ROUNDS):
        guess = share * told + (1 - share) * ((guess @ axes * shrink) @ axes.T)
    filled = known
    filled[gaps] = guess
    return filled
