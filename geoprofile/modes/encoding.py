"""How one column becomes numbers that can be compared: skewed numbers drawn in, categories as indicators."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from geoprofile.modes.columns import kept_levels
from geoprofile.user_cells import level_cells, number_cells

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from geoprofile.modes.columns import ModeColumn

    Floats = NDArray[np.float64]

__all__ = ["CategoryCode", "ColumnCode", "NumberCode", "learn_code"]

# A number more skewed than this is drawn in.
SKEWED = 1.0
# Standard deviations beyond which a value says no more: one customer is not a segment.
FARTHEST_SD = 4.0
TINY = 1e-12


@dataclass(frozen=True)
class NumberCode:
    """How a column of numbers is read.

    Attributes
    ----------
    column : ModeColumn
    unit : float
        0 for a column taken as it is; otherwise the median size of its values that are not 0, and a value x is
        read as arsinh(x / unit): like x where it is small, like its logarithm where it is large, of either sign.
    centre, spread : float
        Mean and standard deviation of what is read, once cut off at 4 standard deviations.
    """

    column: ModeColumn
    unit: float
    centre: float
    spread: float

    @property
    def width(self) -> int:
        """Count the columns of the matrix that it fills."""
        return 1

    def drawn_in(self, numbers: Floats) -> Floats:
        """Give what a number counts for, before it is standardised; NaN stays NaN."""
        return np.arcsinh(numbers / self.unit) if self.unit else numbers

    def encode(self, cells: pd.Series) -> tuple[Floats, NDArray[np.bool_]]:
        """Give standardised values (n, 1), 0 where missing, and which are known (n, 1)."""
        numbers, _ = number_cells(cells)
        known = ~np.isnan(numbers)
        away = (self.drawn_in(np.where(known, numbers, 0.0)) - self.centre) / self.spread
        return np.where(known, np.clip(away, -FARTHEST_SD, FARTHEST_SD), 0.0)[:, None], known[:, None]


@dataclass(frozen=True)
class CategoryCode:
    """How a column of levels is read.

    Attributes
    ----------
    column : ModeColumn
    levels : tuple of str
        Those that are not rare, the most frequent first.
    shares : tuple of float
        Of each level among the known, and of all rare ones together where there are any. An indicator less its share
        is divided by the root of its share (multiple correspondence analysis): a rare level counts more.
    """

    column: ModeColumn
    levels: tuple[str, ...]
    shares: tuple[float, ...]

    @property
    def width(self) -> int:
        """Count the columns of the matrix that it fills."""
        return len(self.shares)

    def places(self, cells: pd.Series) -> NDArray[np.intp]:
        """Give the level of each cell: its place, that of the rare ones behind them, -1 where not known."""
        import pandas as pd  # noqa: PLC0415  typing alone needs it above

        text = level_cells(cells)
        found = pd.Index(self.levels).get_indexer(pd.Index(text))
        rare = len(self.levels) if len(self.shares) > len(self.levels) else -1
        return np.where((found < 0) & (text != "").to_numpy(), rare, found)

    def encode(self, cells: pd.Series) -> tuple[Floats, NDArray[np.bool_]]:
        """Give weighted indicators (n, m), 0 where missing, and which are known (n, m)."""
        places = self.places(cells)
        known = places >= 0
        shares = np.array(self.shares)
        marks = (places[:, None] == np.arange(len(shares))) - shares
        values = np.where(known[:, None], marks / np.sqrt(shares), 0.0)
        return values, np.repeat(known[:, None], len(shares), axis=1)


ColumnCode: TypeAlias = NumberCode | CategoryCode


def learn_code(column: ModeColumn, cells: pd.Series) -> ColumnCode | None:
    """Learn how a column is read; None where nothing in it differs."""
    return _number_code(column, cells) if column.kind == "number" else _category_code(column, cells)


def _number_code(column: ModeColumn, cells: pd.Series) -> NumberCode | None:
    numbers, _ = number_cells(cells)
    known = numbers[~np.isnan(numbers)]
    if not len(known) or known.std() <= TINY * max(abs(known.mean()), TINY):
        return None
    sizes = np.abs(known[known != 0])
    unit = float(np.median(sizes)) if abs(_skewness(known)) > SKEWED else 0.0
    code = NumberCode(column, unit, 0.0, 1.0)
    read = code.drawn_in(known)
    centre, spread = float(read.mean()), float(read.std())
    cut = np.clip(read, centre - FARTHEST_SD * spread, centre + FARTHEST_SD * spread)
    return NumberCode(column, unit, float(cut.mean()), float(cut.std()))


def _skewness(known: Floats) -> float:
    away = known - known.mean()
    return float((away**3).mean() / max(float((away**2).mean()) ** 1.5, math.ulp(0.0)))


def _category_code(column: ModeColumn, cells: pd.Series) -> CategoryCode | None:
    levels = kept_levels(cells)
    text = level_cells(cells)
    known = text[text != ""]
    shares = [float((known == level).mean()) for level in levels]
    rare = float((~known.isin(levels)).mean()) if len(known) else 0.0
    if rare > 0:
        shares.append(rare)
    return CategoryCode(column, levels, tuple(shares)) if len(shares) > 1 else None
