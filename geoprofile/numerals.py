"""Numbers as people write them in files: decimal comma, spaces between thousands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import AddressFileError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["plain_number", "read_numbers"]

# A comma before three digits may part thousands: that is refused, not guessed; behind a lone 0 it parts none.
DECIMAL_COMMA = re.compile(r"-?(\d+,(\d{1,2}|\d{4,})|0,\d+)")
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
    text = ["" if pd.isna(cell) else plain_number(str(cell)) for cell in column.tolist()]
    plain = pd.Series(text, dtype="str")
    numbers = pd.to_numeric(plain, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    unread = np.isnan(numbers) & (plain != "").to_numpy()
    if unread.any():
        where = f"Column {column.name!r}{f' of {file}' if file else ''}, data row {int(np.argmax(unread)) + 1}"
        count = int(unread.sum())
        all_of = f" ({count} of {len(column)} cells are not)" if count > 1 else ""
        raise AddressFileError(
            f"{where}: not a number{all_of}: write numbers as 1234.50 or 1234,50, and leave empty what is not known."
        )
    return numbers


def plain_number(text: str) -> str:
    """Write a number with a point and without spaces; what may be read in two ways stays as it is.

    Parameters
    ----------
    text : str
        As `1 234,50`; `1,500` may be 1500 or 1.5, and stays.
    """
    bare = SPACES.sub("", text)
    return bare.replace(",", ".") if DECIMAL_COMMA.fullmatch(bare) else bare
