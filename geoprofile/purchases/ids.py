"""Identifiers of customers, written alike in every file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geoprofile.user_cells import MISSING

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["plain_id_texts", "plain_ids"]

# What tills and exports write for a sale to nobody known; all zeros and dashes likewise.
NOBODY = MISSING | frozenset((
    "#n/a", "n.a.", "n/d", "nd", "undefined", "anonyme", "anonymous", "anoniem", "guest", "gast", "invité", "invite",
    "client inconnu", "client anonyme", "unknown customer", "non renseigné", "non communiqué",
))  # fmt: skip
NO_NUMBER = r"^(?:0+|-+)$"
# A whole number that went through a column of floats; three zeros may be thousands and stay.
FLOAT_ID = r"^(\d+)[.,](?:0{1,2}|0{4,})$"


def plain_ids(column: pd.Series) -> NDArray[np.object_]:
    """Write identifiers plainly, so that 12, 12.0 and " 12" are one customer, and Jean@x.fr is jean@x.fr.

    Parameters
    ----------
    column : Series of n texts or numbers

    Returns
    -------
    object array of text, shape (n,)
        "" where the cell is empty or holds a word for nobody (NULL, N/A, 0, anonyme, guest...).
    """
    codes, found = pd.factorize(column.astype("object"), use_na_sentinel=True)
    texts = pa.array([_text(cell) for cell in found], pa.string())
    plain = np.array([*plain_id_texts(texts).to_pylist(), ""], dtype=object)
    return np.asarray(plain[codes], dtype=object)


def plain_id_texts(texts: pa.Array) -> pa.Array:
    """Write distinct texts as `plain_ids` does."""
    trimmed = pc.utf8_trim_whitespace(texts.cast(pa.string()).fill_null(""))
    whole = pc.replace_substring_regex(trimmed, FLOAT_ID, r"\1")
    # An address of e-mail is one whatever its capitals.
    whole = pc.if_else(pc.match_substring(whole, "@"), pc.utf8_lower(whole), whole)
    words = pc.is_in(pc.utf8_lower(whole), value_set=pa.array(sorted(NOBODY)))
    return pc.if_else(pc.or_(words, pc.match_substring_regex(whole, NO_NUMBER)), "", whole)


def _text(cell: object) -> str:
    if isinstance(cell, float | np.floating) and float(cell).is_integer():
        return str(int(cell))
    return str(cell)
