"""Values in classes: quantile breaks that can be said aloud, and colours that everybody can tell apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CLASS_COUNT", "LEVEL_COLOURS", "Classes", "quantile_classes"]

CLASS_COUNT = 5
DIGITS = 3
# One hue path from light to dark, told apart by lightness alone: safe for colour-blind readers and in print.
RAMP = ("#f1f5d8", "#b9dfc0", "#6dbdc4", "#3c86b4", "#2a4a8c")
# Warm colours over the cool ramp, apart in lightness too; the finest match the darkest.
LEVEL_COLOURS = {
    "housenumber": "#7a0c2e",
    "interpolated": "#d1421b",
    "street": "#f58a07",
    "locality": "#f7c948",
    "municipality": "#fff7d6",
}


@dataclass(frozen=True)
class Classes:
    """Values cut into classes.

    Attributes
    ----------
    edges : tuple of float
        k + 1 values from the least to the greatest; a class holds its lower edge, the last one both.
    colours : tuple of str
        k colours, light to dark.
    number : array of shape (n,)
        The class of each value, 0..k-1; -1 where it is missing.
    """

    edges: tuple[float, ...]
    colours: tuple[str, ...]
    number: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.colours)


def quantile_classes(values: NDArray[np.float64], *, count: int = CLASS_COUNT) -> Classes:
    """Cut values into classes of about the same number of zones.

    Inner edges are quantiles rounded to three digits before anything is sorted into them, so that what a
    legend says is what was done. Fewer classes come out where many values are equal.

    Parameters
    ----------
    values : array of shape (n,)
        NaN where missing.
    count : int
        Classes wanted, at most the number of colours of the ramp.
    """
    known = values[np.isfinite(values)]
    number = np.full(len(values), -1, dtype=np.intp)
    if not len(known):
        return Classes((), (), number)
    count = min(count, len(RAMP))
    inner = rounded(np.quantile(known, np.arange(1, count) / count))
    inner = np.unique(inner[(inner > known.min()) & (inner <= known.max())])
    number[np.isfinite(values)] = np.searchsorted(inner, known, side="right")
    steps = np.linspace(0, len(RAMP) - 1, len(inner) + 1).round().astype(int) if len(inner) else np.array([2])
    edges = (float(known.min()), *map(float, inner), float(known.max()))
    return Classes(edges, tuple(RAMP[i] for i in steps), number)


def rounded(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round values to the digits that a legend shows."""
    return np.array([float(f"{value:.{DIGITS}g}") for value in values])
