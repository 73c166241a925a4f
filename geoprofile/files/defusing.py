"""Formulas in text: a spreadsheet that opens a CSV runs them, so they are made plain text."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["defuse"]

# Wide forms of = + - @ start a formula in East Asian spreadsheets.
DANGEROUS_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")  # noqa: RUF001  see above
NUMBER = r"[+-](\d+|\d{1,3}([ .,'\x{A0}\x{202F}]\d{3})+)?([.,]?\d+)([eE][+-]?\d{1,3})?(\s?[%€])?"
PHONE = r"\+\d[\d .()\x{A0}\x{202F}-]{5,24}"
HARMLESS = rf"\A(?:{NUMBER}|{PHONE})\z"


def defuse(values: Any) -> Any:
    r"""Put an apostrophe before text that a spreadsheet would run as a formula.

    Text that starts with ``=``, ``+``, ``-``, ``@``, a tab, a line end or a NUL gets a leading apostrophe,
    unless it is a number (``-12,5``) or a telephone number (``+33 6 12 34 56 78``). Done twice, nothing
    more changes.

    Parameters
    ----------
    values : Array or ChunkedArray of string, shape (n,)

    Returns
    -------
    the same type, shape (n,)
        Missing stays missing.
    """
    if isinstance(values, pa.ChunkedArray):
        return pa.chunked_array([defuse(chunk) for chunk in values.chunks], values.type)
    starts = pc.utf8_slice_codeunits(values, 0, 1)
    suspect = pc.is_in(starts, value_set=pa.array(DANGEROUS_STARTS, starts.type))
    if not pc.any(suspect).as_py():
        return values
    rows = pc.filter(values, suspect)
    text = pc.binary_join_element_wise(pa.scalar("'", values.type), rows, pa.scalar("", values.type))
    mended = pc.if_else(pc.match_substring_regex(rows, HARMLESS), rows, text)
    return pc.replace_with_mask(values, suspect, mended)
