"""What makes a store attractive, ready for a model of choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import TableError
from geoprofile.siting.note import Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["StoreAttributes", "join_attributes", "store_attributes"]


@dataclass(frozen=True, eq=False)
class StoreAttributes:
    """Attributes of stores as they enter the utility.

    Attributes
    ----------
    names : tuple of k texts
    values : array of shape (s, k)
        Logarithms; columns of nothing but 0 and 1 as they are.
    filled : bool array of shape (s, k)
        Where the value was missing or not positive, and the median of the others stands in for it.
    notes : tuple of Note
        One for each column with such values.
    """

    names: tuple[str, ...]
    values: NDArray[np.float64]
    filled: NDArray[np.bool_]
    notes: tuple[Note, ...] = ()

    def take(self, rows: NDArray[np.intp]) -> StoreAttributes:
        """Keep these stores, in this order."""
        return StoreAttributes(self.names, self.values[rows], self.filled[rows], self.notes)


def store_attributes(stores: pd.DataFrame, names: Sequence[str]) -> StoreAttributes:
    """Take the logarithm of each attribute, and the median where a store has none.

    ln x is what the multiplicative competitive interaction model asks for (Nakanishi and Cooper, Parameter estimation
    for a multiplicative competitive interaction model, J. of Marketing Research 11, 1974, 303-311). Stores of a
    competitor often have no size; to leave them out would hand their customers to the others.

    Parameters
    ----------
    stores : DataFrame of s rows
    names : columns, numbers

    Raises
    ------
    TableError
        If a column is absent, holds text, or has no usable value at all.
    """
    logs = np.empty((len(stores), len(names)))
    filled = np.zeros(logs.shape, dtype=bool)
    notes = []
    for place, name in enumerate(names):
        logs[:, place], filled[:, place] = _logs(_numbers(stores, name), name)
        if filled[:, place].any():
            notes.append(_filled_note(name, int(filled[:, place].sum()), len(stores)))
    return StoreAttributes(tuple(names), logs, filled, tuple(notes))


def join_attributes(one: StoreAttributes, other: StoreAttributes) -> StoreAttributes:
    """Put the stores of the second below those of the first.

    Raises
    ------
    TableError
        If they do not have the same attributes.
    """
    if one.names != other.names:
        raise TableError(
            f"Two tables of stores have other attributes ({', '.join(one.names)}; {', '.join(other.names)}): give the "
            f"same columns for both."
        )
    return StoreAttributes(
        one.names,
        np.vstack([one.values, other.values]),
        np.vstack([one.filled, other.filled]),
        tuple(dict.fromkeys(one.notes + other.notes)),
    )


def _numbers(stores: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """Read one column as floats."""
    if name not in stores.columns:
        raise TableError(f"The table of stores has no column {name!r}; it has {', '.join(map(str, stores.columns))}.")
    try:
        return np.asarray(stores[name].to_numpy(dtype=float, na_value=np.nan))
    except (TypeError, ValueError) as error:
        raise TableError(f"The column {name!r} of the stores is not made of numbers: give numbers.") from error


def _logs(numbers: NDArray[np.float64], name: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Take logarithms, fill what has none, and say where."""
    known = np.isfinite(numbers)
    if known.any() and np.isin(numbers[known], (0.0, 1.0)).all() and not (numbers[known] == 1).all():
        values = numbers
    else:
        known &= numbers > 0
        values = np.log(np.where(known, numbers, 1.0))
    if len(numbers) and not known.any():
        raise TableError(f"The column {name!r} of the stores has no positive value: give a size, or leave it out.")
    return np.where(known, values, np.median(values[known]) if known.any() else 0.0), ~known


def _filled_note(name: str, missing: int, stores: int) -> Note:
    return Note(
        f"{missing} magasins sur {stores} n'ont pas de valeur utilisable pour « {name} » : la médiane des autres en "
        f"tient lieu.",
        f"{missing} of {stores} stores have no usable value of {name!r}: the median of the others stands in for it.",
    )
