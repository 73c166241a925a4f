"""What has changed since segments were learned: shares of segments and of each column, and what chance alone does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from geoprofile.modes.encoding import NumberCode
from geoprofile.user_cells import number_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from geoprofile.modes.encoding import ColumnCode

__all__ = ["DRIFTED", "SHIFTED", "Bins", "Reading", "Stability", "drift_table", "learn_bins", "population_stability"]

# The usual reading of a population stability index.
SHIFTED, DRIFTED = 0.1, 0.25
TENTHS = 10
# Chance that an index without any change lies above the limit.
BY_CHANCE = 0.05
# Added to every cell, so that an empty one has a logarithm.
HALF = 0.5

Reading = Literal["chance", "stable", "shifted", "drifted"]


@dataclass(frozen=True)
class Bins:
    """How the customers of the fit spread over one column.

    Attributes
    ----------
    code : ColumnCode
    edges : tuple of float
        Inner borders of the tenths of a number; none for a category.
    counts : tuple of int
        Customers of each bin; the missing ones last.
    """

    code: ColumnCode
    edges: tuple[float, ...]
    counts: tuple[int, ...]

    def count(self, cells: pd.Series) -> NDArray[np.int64]:
        """Count the customers of a table in the same bins."""
        if isinstance(self.code, NumberCode):
            numbers, _ = number_cells(cells)
            known = ~np.isnan(numbers)
            places = np.where(known, np.searchsorted(self.edges, np.where(known, numbers, 0), side="right"), -1)
            width = len(self.edges) + 1
        else:
            places, width = self.code.places(cells), self.code.width
        return np.bincount(np.where(places < 0, width, places), minlength=width + 1)


@dataclass(frozen=True)
class Stability:
    """One population stability index.

    Attributes
    ----------
    index : float
        Sum over cells of (a - b) ln(a / b), a and b the shares then and now (Kullback and Leibler's symmetric
        divergence; in credit scoring since the 1990s).
    by_chance : float
        What chance alone gives on average: (k - 1)(1 / n + 1 / m) for k cells, n and m customers (Yurdakul,
        Statistical properties of population stability index, Western Michigan University, 2018).
    limit : float
        What it exceeds by chance once in twenty.
    reading : {"chance", "stable", "shifted", "drifted"}
        `chance` where it is within the limit but above .1: too few customers to tell.
    """

    index: float
    by_chance: float
    limit: float
    reading: Reading


def population_stability(then: ArrayLike, now: ArrayLike) -> Stability:
    """Compare the counts of the same cells at two times."""
    from scipy.stats import chi2  # noqa: PLC0415  half a second that plain reading does not need

    a, b = np.asarray(then, dtype=float), np.asarray(now, dtype=float)
    met = (a + b) > 0
    a, b = a[met], b[met]
    n, m, cells = a.sum(), b.sum(), len(a)
    if not n or not m or cells < 2:  # noqa: PLR2004  one cell cannot change
        return Stability(0.0, 0.0, 0.0, "stable")
    shares = [(part + HALF) / (part.sum() + HALF * cells) for part in (a, b)]
    index = float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())
    noise = float(1 / n + 1 / m)
    limit = float(chi2.ppf(1 - BY_CHANCE, cells - 1)) * noise
    return Stability(index, (cells - 1) * noise, limit, _reading(index, limit))


def _reading(index: float, limit: float) -> Reading:
    if index < SHIFTED:
        return "stable"
    if index <= limit:
        return "chance"
    return "shifted" if index < DRIFTED else "drifted"


def learn_bins(codes: Sequence[ColumnCode], table: pd.DataFrame) -> tuple[Bins, ...]:
    """Cut each column of a table into tenths or levels, and count its customers."""
    learned = []
    for code in codes:
        cells = table[code.column.name]
        edges: tuple[float, ...] = ()
        if isinstance(code, NumberCode):
            numbers, _ = number_cells(cells)
            known = numbers[~np.isnan(numbers)]
            cut = np.quantile(known, np.arange(1, TENTHS) / TENTHS, method="lower")
            # The least value is no border: nothing lies below it.
            edges = tuple(float(edge) for edge in np.unique(cut) if edge > known.min())
        empty = Bins(code, edges, ())
        learned.append(Bins(code, edges, tuple(int(count) for count in empty.count(cells))))
    return tuple(learned)


def drift_table(
    bins: Sequence[Bins],
    table: pd.DataFrame,
    *,
    segments: tuple[ArrayLike, ArrayLike],
) -> pd.DataFrame:
    """Compare customers now with those that segments were learned from.

    Parameters
    ----------
    bins : sequence of Bins
        Of the fit.
    table : DataFrame of m rows
        Customers now; a column that it lacks is not compared.
    segments : pair of counts
        Customers of each segment then and now, those without one last.

    Returns
    -------
    DataFrame
        The segments first (`name` "segment"), then the columns by index, the largest first: `name`, `index`,
        `by_chance`, `limit`, `reading`; of a column that is missing, NaN and "absent".
    """
    rows = [("segment", *_told(population_stability(*segments)))]
    found, absent = [], []
    for part in bins:
        name = part.code.column.name
        if name in table.columns:
            found.append((name, *_told(population_stability(part.counts, part.count(table[name]).astype(float)))))
        else:
            absent.append((name, np.nan, np.nan, np.nan, "absent"))
    found.sort(key=lambda row: (-round(row[1], 9), row[0]))
    return pd.DataFrame([*rows, *found, *absent], columns=["name", "index", "by_chance", "limit", "reading"])


def _told(stability: Stability) -> tuple[float, float, float, str]:
    return stability.index, stability.by_chance, stability.limit, stability.reading
