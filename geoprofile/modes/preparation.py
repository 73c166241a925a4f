"""From a mixed table of customers to a matrix in which they can be compared, and to its main axes.

A factor analysis of mixed data (Escofier, Traitement simultane de variables qualitatives et quantitatives, 1979; Pages,
Analyse factorielle de donnees mixtes, 2004) in which themes are balanced as in a multiple factor analysis (Escofier and
Pages, Multiple factor analysis, Computational Statistics & Data Analysis 18, 1994, 121-140).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import TableError
from geoprofile.modes.encoding import learn_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from geoprofile.modes.columns import ModeColumn, Theme
    from geoprofile.modes.encoding import ColumnCode

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

__all__ = ["EXPLAINED", "MOST_AXES", "THEME_WEIGHTS", "Encoded", "MixedPreparation"]

# Variance of the first axis of each theme: sixty columns of open data weigh no more than one, and half of what people
# buy, since they tell of a neighbourhood and not of the customer.
THEME_WEIGHTS: dict[Theme, float] = {"purchases": 1.0, "goods": 0.5, "engagement": 0.5, "own": 0.5, "place": 0.5}
# A theme may vary in many ways that have nothing to do with each other, as a category of many levels does; in all they
# hold at most so many times the variance of its first axis.
MOST_VARIANCE = 2.0
# Axes kept: the fewest that hold this share of the variance, within these bounds.
EXPLAINED, LEAST_AXES, MOST_AXES = 0.8, 2, 12
# Rounds in which missing cells are filled from the axes; further ones move nothing that shows.
FILL_ROUNDS = 12
FLAT = 1e-9


@dataclass(frozen=True)
class Encoded:
    """A table as a matrix: arrays of shape (n, p).

    Attributes
    ----------
    values : array
        Standardised and weighted, 0 where missing.
    known : bool array
    """

    values: Floats
    known: Bools


class MixedPreparation:
    """Reads a mixed table into a matrix, and the matrix into axes.

    Attributes
    ----------
    codes_ : tuple of ColumnCode
        How each column is read, in the order of the matrix.
    flat_ : tuple of str
        Columns that turned out to be the same for all.
    weights_ : array of shape (p,)
        What each column of the matrix is multiplied by to balance the themes.
    axes_ : array of shape (p, a)
        Orthonormal, the widest first.
    shrink_ : array of shape (a,)
        How far a place on each axis is believed when it fills missing cells, 0 to 1.
    explained_ : float
        Share of the variance on these axes.
    missing_ : array of shape (c,)
        Share of missing cells of each column of the table.
    """

    def fit(self, table: pd.DataFrame, columns: Sequence[ModeColumn]) -> MixedPreparation:
        """Learn from a table of n customers.

        Raises
        ------
        TableError
            If fewer than two columns tell customers apart.
        """
        learned = {column.name: learn_code(column, table[column.name]) for column in columns}
        self.codes_: tuple[ColumnCode, ...] = tuple(code for code in learned.values() if code is not None)
        self.flat_ = tuple(name for name, code in learned.items() if code is None)
        if len(self.codes_) < 2:  # noqa: PLR2004  the least that can be compared
            raise TableError(
                f"Only {len(self.codes_)} columns tell the customers apart, and modes need two at least: add some."
            )
        self.weights_ = np.ones(sum(code.width for code in self.codes_))
        plain = self.encode(table)
        self.missing_ = 1 - np.array([plain.known[:, at].mean() for at in self._firsts()])
        for part in self._themes():
            met = plain.known[:, part].any(axis=1)
            self.weights_[part] = _balance(plain.values[np.ix_(met, part)], self._theme_weight(part))
        values, known = plain.values * self.weights_, plain.known
        self.axes_, self.shrink_, self.explained_ = _filled_axes(values, known)
        return self

    def encode(self, table: pd.DataFrame) -> Encoded:
        """Read a table; a column that it lacks is missing for all."""
        values, known = np.zeros((len(table), len(self.weights_))), np.zeros((len(table), len(self.weights_)), bool)
        start = 0
        for code in self.codes_:
            part = slice(start, start + code.width)
            if code.column.name in table.columns:
                values[:, part], known[:, part] = code.encode(table[code.column.name])
            start += code.width
        return Encoded(values * self.weights_, known)

    def transform(self, table: pd.DataFrame) -> Floats:
        """Give the places (n, a) of customers on the axes, missing cells filled as `fill` says."""
        encoded = self.encode(table)
        return self.fill(encoded) @ self.axes_

    def fill(self, encoded: Encoded) -> Floats:
        """Fill missing cells with what the known ones say on the axes, drawn towards the mean as far as they are noise.

        Regularised iterative factor analysis: Audigier, Husson and Josse, A principal component method to impute
        missing values for mixed data, Advances in Data Analysis and Classification 10, 2016, 5-26.
        """
        filled = encoded.values
        for _ in range(FILL_ROUNDS if not encoded.known.all() else 0):
            filled = np.where(encoded.known, encoded.values, (filled @ self.axes_ * self.shrink_) @ self.axes_.T)
        return filled

    def known_share(self, known: Bools) -> Floats:
        """Give the share (0-1) of the variance that is known of each customer."""
        variance = self.weights_**2 * self._cell_variance()
        return np.asarray(known @ variance / variance.sum())

    def _cell_variance(self) -> Floats:
        """Give the variance of each column of the matrix before it is weighted: 1 of a number, 1 - share of a level."""
        parts = [1 - np.array(code.shares) if hasattr(code, "shares") else np.ones(1) for code in self.codes_]
        return np.concatenate(parts)

    def _firsts(self) -> list[int]:
        """Give the first column of the matrix of each column of the table."""
        return [0, *np.cumsum([code.width for code in self.codes_])[:-1].tolist()]

    def _themes(self) -> list[NDArray[np.intp]]:
        """Give the columns of the matrix of each theme."""
        theme = np.repeat([code.column.theme for code in self.codes_], [code.width for code in self.codes_])
        return [np.flatnonzero(theme == name) for name in dict.fromkeys(theme.tolist())]

    def _theme_weight(self, part: NDArray[np.intp]) -> float:
        return THEME_WEIGHTS[self.codes_[int(np.searchsorted(self._firsts(), part[0], side="right")) - 1].column.theme]


def _balance(values: Floats, weight: float) -> float:
    """Give the factor that makes the widest axis of a theme, or half of all its variance, equal its weight."""
    variances = np.linalg.eigvalsh(values.T @ values / len(values))
    return float(np.sqrt(weight / max(variances[-1], variances.sum() / MOST_VARIANCE, FLAT)))


def _filled_axes(values: Floats, known: Bools) -> tuple[Floats, Floats, float]:
    """Find the main axes of a matrix while filling what it lacks from them."""
    filled, whole = values, bool(known.all())
    for _ in range(1 if whole else FILL_ROUNDS):
        axes, variances, explained = _main_axes(filled)
        noise = _noise(filled, variances)
        shrink = np.clip(1 - noise / np.maximum(variances, FLAT), 0, 1)
        filled = np.where(known, values, (filled @ axes * shrink) @ axes.T)
    return axes, shrink, explained


def _main_axes(values: Floats) -> tuple[Floats, Floats, float]:
    """Give axes, their variances and the share of the variance that they hold."""
    variances, axes = np.linalg.eigh(values.T @ values / len(values))
    variances, axes = np.maximum(variances[::-1], 0), axes[:, ::-1]
    shares = np.cumsum(variances) / max(variances.sum(), FLAT)
    count = int(np.searchsorted(shares, EXPLAINED)) + 1
    count = min(max(count, LEAST_AXES), MOST_AXES, int((variances > FLAT).sum()) or 1)
    # An axis may point either way: the larger side of it points up.
    chosen = axes[:, :count]
    sign = np.sign(chosen[np.abs(chosen).argmax(axis=0), np.arange(count)])
    return chosen * sign, variances[:count], float(shares[count - 1])


def _noise(values: Floats, variances: Floats) -> float:
    """Give the mean variance of the axes that are not kept."""
    rest = values.shape[1] - len(variances)
    left = float((values**2).mean(axis=0).sum() - variances.sum())
    return max(left, 0.0) / rest if rest else 0.0
