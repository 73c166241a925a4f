"""The outcome of a prospect: became a customer, did not, or is not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import AddressFileError
from geoprofile.user_cells import plain_texts, read_days, same_text

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["LEAST_OUTCOMES", "Outcome", "read_outcome"]

# Fewer of either say nothing that chance would not.
LEAST_OUTCOMES = 30
YES = frozenset(("1", "1.0", "oui", "yes", "true", "vrai", "ja", "y", "o", "t", "j", "x", "v", "waar"))
NO = frozenset(("0", "0.0", "non", "no", "false", "faux", "nee", "n", "f", "onwaar"))


@dataclass(frozen=True)
class Outcome:
    """Outcomes of the rows of a file.

    Attributes
    ----------
    column : str
    yes : array of shape (n,)
        1, 0, or NaN where it is not known.
    read_as : {"words", "marked", "dates", "value"}
        Yes and no in words; only the yes written; a date or nothing; one value named as yes.
    positive : str
        The value named as yes, empty otherwise.
    """

    column: str
    yes: NDArray[np.float64]
    read_as: str
    positive: str = ""

    @property
    def known(self) -> NDArray[np.bool_]:
        """Find the rows whose outcome is known."""
        return np.isfinite(self.yes)

    @property
    def rate(self) -> float:
        """Give the share of yes among those known."""
        return float(self.yes[self.known].mean())


def read_outcome(column: pd.Series, *, positive: str | None = None) -> Outcome:
    """Read a column as yes and no.

    Words (oui/non, yes/no, 0/1, true/false...): an empty cell is not known. Only words of yes, or dates: an empty
    cell is a no. With `positive`, that value is yes and any other no; an empty cell is not known, or a no where
    nothing else is written.

    Parameters
    ----------
    column : Series of n values
    positive : str, optional

    Raises
    ------
    AddressFileError
        If it is neither, or fewer than 30 are of the one or the other kind.
    """
    name, texts = str(column.name), plain_texts(column)
    words = np.array([same_text(text) for text in texts.tolist()], dtype=object)
    filled = words != ""
    outcome = Outcome(name, *_read(name, words, texts, filled, positive), positive or "")
    counts = [int(np.nansum(outcome.yes == value)) for value in (1, 0)]
    if min(counts) < LEAST_OUTCOMES:
        raise AddressFileError(
            f"Column {name!r} says yes for {counts[0]:,} rows and no for {counts[1]:,}: a score needs at least "
            f"{LEAST_OUTCOMES} of each."
        )
    return outcome


def _read(
    name: str, words: NDArray[np.object_], texts: NDArray[np.object_], filled: NDArray[np.bool_], positive: str | None
) -> tuple[NDArray[np.float64], str]:
    """Give 1, 0 or NaN a row, and how it was read."""
    if positive is not None:
        yes = words == same_text(positive)
        if not yes.any():
            raise AddressFileError(f"No cell of column {name!r} is the value named as yes: check how it is written.")
        others = (filled & ~yes).any()
        return np.where(filled | ~others, yes.astype(float), np.nan), "value"
    is_yes, is_no = (np.isin(words, list(known)) for known in (YES, NO))
    if not (filled & ~is_yes & ~is_no).any():
        marked = bool(is_yes.any() and not is_no.any())
        return (is_yes.astype(float), "marked") if marked else (np.where(filled, is_yes, np.nan), "words")
    if not (filled & np.isnan(read_days(texts))).any():
        return filled.astype(float), "dates"
    raise AddressFileError(
        f"Column {name!r} is not made of yes and no (oui/non, 1/0), nor of dates and empty cells: say with --positive "
        "which value means that a prospect became a customer."
    )
