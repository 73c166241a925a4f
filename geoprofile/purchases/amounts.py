"""Amounts as order files write them: decimal comma or point, thousands apart, a sign of the currency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["CURRENCY_SIGNS", "ReadNumbers", "cell_currencies", "named_currency", "read_decimals"]

# How a currency is written in headings and cells, in small letters.
CURRENCY_SIGNS: dict[str, tuple[str, ...]] = {
    "EUR": ("€", "eur", "euro", "euros"),
    "USD": ("$", "us$", "usd", "dollar", "dollars"),
    "GBP": ("£", "gbp", "pound", "pounds"),
    "CHF": ("chf", "francs suisses"),
}
NOISE = r"[\s\x{00A0}\x{202F}\x{2009}'\x{2019}_]|[€$£]|(?i:eur(?:os?)?|us\$|usd|dollars?|gbp|pounds?|chf)"
# The sign where others write the decimal one: 12€50.
SIGN_WITHIN = r"(\d)[\s\x{00A0}\x{202F}]?(?:[€$£]|(?i:euros?|eur))[\s\x{00A0}\x{202F}]?(\d{2}\s*)$"
NUMBER = r"^[-+]?(?:\d+(?:[.,]\d+)*|[.,]\d+)$"
# One way only: two signs, a sign twice, or after the last not three digits, or before it none, 0 or more than three.
SURE = (
    r"^-?(?:\d*{0}\d{{1,2}}|\d*{0}\d{{4,}}|0?{0}\d+|\d{{4,}}{0}\d+"
    r"|\d{{1,3}}(?:{1}\d{{3}})+{0}\d+|\d{{1,3}}(?:{1}\d{{3}}){{2,}})$"
)
SURE_COMMA, SURE_POINT = SURE.format(",", r"\."), SURE.format(r"\.", ",")
UNSURE = r"^-?[1-9]\d{0,2}[.,]\d{3}$"


@dataclass(frozen=True, eq=False)
class ReadNumbers:
    """Numbers read from a piece of a file, arrays of shape (n,).

    Attributes
    ----------
    value : float array
        NaN where the cell is empty or no number.
    comma, point : bool array
        Cells whose decimal sign can be this one only.
    unsure : bool array
        Cells such as 1,234 that are one thing or the other.
    """

    value: NDArray[np.float64]
    comma: NDArray[np.bool_]
    point: NDArray[np.bool_]
    unsure: NDArray[np.bool_]


def read_decimals(column: pa.Array, *, decimal: str, point_known: bool = False) -> ReadNumbers:
    """Read a column of numbers, texts or typed.

    Parameters
    ----------
    column : Array of shape (n,)
    decimal : {".", ","}
        The sign before the decimals.
    point_known : bool
        Cells read before have told that it is a point: plain numbers are not looked at for it again.
    """
    none = np.zeros(len(column), dtype=bool)
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return ReadNumbers(_floats(column.cast(pa.float64(), safe=False)), none, none, none)
    known = pc.if_else(pc.equal(column, ""), None, column)
    if not pc.any(pc.match_substring_regex(known, r"[.,]")).as_py():
        decimal = "."
    try:
        value = _floats(pc.cast(known, pa.float64())) if decimal == "." else None
    except pa.ArrowInvalid:
        value = None
    if value is not None and point_known:
        return ReadNumbers(value, none, none, none)
    raw = known.fill_null("")
    texts = raw if value is not None else _cleaned(raw, decimal)
    tells = ~_matches(raw, SIGN_WITHIN)
    signs = [_matches(texts, pattern) & tells for pattern in (SURE_COMMA, SURE_POINT, UNSURE)]
    return ReadNumbers(_values(texts, decimal) if value is None else value, *signs)


def cell_currencies(column: pa.Array) -> NDArray[np.object_]:
    """Find the currency that each cell of amounts is written with, "" where none is; of shape (n,)."""
    found = np.full(len(column), "", dtype=object)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        texts = pc.utf8_lower(column)
        if pc.any(pc.match_substring_regex(texts, r"[a-z€$£]")).as_py():
            for code, signs in CURRENCY_SIGNS.items():
                hits = np.logical_or.reduce([_matches(texts, sign.replace("$", r"\$")) for sign in signs])
                found[hits] = code
    return found


def named_currency(pieces: Sequence[str], name: str) -> str:
    """Find the currency in the heading of a column (`amount_eur`, `Montant (EUR)`), "" where it names none."""
    for code, signs in CURRENCY_SIGNS.items():
        if any(sign in pieces for sign in signs) or any(not sign.isalpha() and sign in name for sign in signs):
            return code
    return ""


def _matches(texts: pa.Array, pattern: str) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = pc.match_substring_regex(texts, pattern).fill_null(False).to_numpy(zero_copy_only=False)  # noqa: FBT003  no name to give it by
    return found


def _cleaned(texts: pa.Array, decimal: str) -> pa.Array:
    """Take off spaces and currencies, and put a minus that stands behind, or brackets, in front."""
    texts = pc.replace_substring_regex(texts, SIGN_WITHIN, rf"\1{decimal}\2")
    plain = pc.replace_substring_regex(pc.replace_substring(texts, "−", "-"), NOISE, "")  # noqa: RUF001  the sign as found
    plain = pc.replace_substring_regex(plain, r"^\((.*)\)$", r"-\1")
    return pc.replace_substring_regex(plain, r"^([^-].*)-$", r"-\1")


def _values(texts: pa.Array, decimal: str) -> NDArray[np.float64]:
    other = "." if decimal == "," else ","
    # A sign between thousands stands before three digits each time; otherwise the cell is written another way.
    shape = rf"^[-+]?(?:\d+|\d{{1,3}}(?:\{other}\d{{3}})+)?(?:\{decimal}\d+)?$"
    is_number = pc.and_(pc.match_substring_regex(texts, NUMBER), pc.match_substring_regex(texts, shape))
    plain = pc.replace_substring(pc.replace_substring(texts, other, ""), decimal, ".")
    plain = pc.replace_substring_regex(pc.if_else(is_number, plain, None), r"^\+", "")
    return _floats(plain.cast(pa.float64()))


def _floats(column: pa.Array) -> NDArray[np.float64]:
    value: NDArray[np.float64] = column.fill_null(np.nan).to_numpy(zero_copy_only=False).astype(float)
    return np.where(np.isfinite(value), value, np.nan)
