"""Values in classes: quantile breaks that can be said aloud, and colours that everybody can tell apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.words import value_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CLASS_COUNT", "PALE_RAMP", "RAMP", "Classes", "class_texts", "pale", "quantile_classes"]

CLASS_COUNT = 5
DIGITS = 3
# One hue path from light to dark, told apart by lightness alone: safe for colour-blind readers and in print.
RAMP = ("#f1f5d8", "#b9dfc0", "#6dbdc4", "#3c86b4", "#2a4a8c")

# The same path, lighter: black streets and marks are still read on its darkest step.
PALE_RAMP = ("#f6f8e6", "#d9eedb", "#b5dde0", "#8fc3de", "#6ea3d0")


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


def class_texts(classes: Classes, unit: str, language: str) -> list[str]:
    """Write from which value to which each class goes."""
    texts = []
    for low, high in zip(classes.edges[:-1], classes.edges[1:], strict=True):
        text = value_text(low, unit, language)
        texts.append(f"{text} – {value_text(high, unit, language)}" if high > low else text)  # noqa: RUF001  an en dash between two values
    return texts


def pale(classes: Classes) -> Classes:
    """Give the same classes in the pale colours, for drawings with much black over them."""
    lighter = dict(zip(RAMP, PALE_RAMP, strict=True))
    return Classes(classes.edges, tuple(lighter[colour] for colour in classes.colours), classes.number)
