"""Numbers as people write them in files: decimal comma, spaces between thousands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import AddressFileError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["read_numbers"]

# A comma before three digits may part thousands: that is refused, not guessed.
DECIMAL_COMMA = re.compile(r"-?\d+,(\d{1,2}|\d{4,})")
SPACES = re.compile(r"\s")


def read_numbers(column: pd.Series, *, file: str = "") -> NDArray[np.float64]:
    """Read a column of values; empty cells are missing.

    Parameters
    ----------
    column : Series of n values
        Numbers, or texts.
    file : str
        Name of the file, for the message.

    Returns
    -------
    array of shape (n,)

    Raises
    ------
    AddressFileError
        If a cell is not a number (its row is named, not the cell).
    """
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column.to_numpy(dtype=float, na_value=np.nan)
    text = [SPACES.sub("", str(cell)) if not pd.isna(cell) else "" for cell in column.tolist()]
    plain = pd.Series([cell.replace(",", ".") if DECIMAL_COMMA.fullmatch(cell) else cell for cell in text], dtype="str")
    numbers = pd.to_numeric(plain, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    unread = np.isnan(numbers) & (plain != "").to_numpy()
    if unread.any():
        where = f"Column {column.name!r}{f' of {file}' if file else ''}, data row {int(np.argmax(unread)) + 1}"
        raise AddressFileError(
            f"{where}: not a number, nor are {int(unread.sum())} cells of {len(column)} in all: write numbers as "
            "1234.50, and leave empty what is not known."
        )
    return numbers
