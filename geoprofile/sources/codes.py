"""Codes of zones: which column holds them, what they look like, and zeros lost on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geoprofile.sources.source import Source

__all__ = ["CODE_SHAPES", "CodeShape", "find_column", "match_column", "plain_text", "zone_codes"]


@dataclass(frozen=True)
class CodeShape:
    """What the codes of a level look like.

    Attributes
    ----------
    noun : str
        For an error message.
    pattern : str
        Regular expression that a whole code matches.
    width : int
        Length of a code that may have lost its leading zero in a spreadsheet; 0 where none can.
    """

    noun: str
    pattern: str
    width: int = 0


CODE_SHAPES = {
    "iris": CodeShape("an IRIS code of 9 characters (751010101)", r"\d[\dAB]\d{7}", 9),
    "commune": CodeShape("a commune code of 5 characters (75101)", r"\d[\dAB]\d{3}", 5),
    "statistical_sector": CodeShape("a code of a statistical sector (23027A00-)", r"\d{5}[0-9A-Z-]{4}"),
    "postcode": CodeShape("a postcode of 5 digits (08090)", r"\d{5}", 5),
    "grid_200m": CodeShape("an INSPIRE id (CRS3035RES200mN2890000E3760000)", r"CRS3035RES200mN\d+E\d+"),
}


def match_column(columns: Iterable[object], habits: Sequence[str]) -> str:
    """Give the first column, in the order of `habits`, that bears one of these names in any case; else ''."""
    by_case = {str(name).lower(): str(name) for name in columns}
    return next((by_case[habit.lower()] for habit in habits if habit.lower() in by_case), "")


def find_column(
    columns: Iterable[object], habits: Sequence[str], *, source: Source, option: str, chosen: str = ""
) -> str:
    """Give the column that holds something, as the recipe says or by habit.

    Parameters
    ----------
    columns : iterable of str
    habits : sequence of str
        Names that publishers give it, the surest first, in any case.
    option : str
        The option of the recipe that names the column.
    chosen : str
        What the recipe says, empty if nothing.

    Raises
    ------
    SourceError
        Listing the columns that there are.
    """
    names = [str(name) for name in columns if name != "geometry"]
    found = match_column(names, [chosen] if chosen else habits)
    if not found:
        wanted = repr(chosen) if chosen else f"a column for {option!r} (such as {', '.join(habits[:4])})"
        raise SourceError(
            f"{source.path.name} (kind {source.kind!r}) lacks {wanted}: it has {', '.join(names) or 'none'}. "
            f'Write {option} = "..." beside this source in the recipe, or check its kind.'
        )
    return found


def plain_text(column: pd.Series) -> pd.Series:
    """Write codes as text: whole numbers without a decimal part, missing ones empty."""
    if pd.api.types.is_float_dtype(column.dtype) and bool((column.dropna() % 1 == 0).all()):
        column = column.astype("Int64")
    return column.astype("str").where(column.notna(), "").str.strip()


def zone_codes(column: pd.Series, *, zone_level: str, source: Source) -> pd.Series:
    """Give the codes of one level as text, with the leading zero that a spreadsheet took away.

    Parameters
    ----------
    column : Series of shape (n,)
        Text or numbers; its name is the column's, its index the position of the row in the file.
    zone_level : str
        The codes of a level that has no known shape need only be there.

    Returns
    -------
    Series of str
        Same index.

    Raises
    ------
    SourceError
        Naming the column and the first row whose code is missing or of another shape.
    """
    codes = plain_text(column)
    shape = CODE_SHAPES.get(zone_level, CodeShape("a code", r".+"))
    if shape.width:
        short = codes.str.fullmatch(rf"\d{{{shape.width - 1}}}")
        codes = codes.where(~short, "0" + codes)
    wrong = ~codes.str.fullmatch(shape.pattern)
    if wrong.any():
        row = codes.index[wrong][0] + 1
        raise SourceError(
            f"{source.path.name}: column {column.name!r} does not hold {shape.noun} in {int(wrong.sum())} of "
            f"{len(codes)} rows, first in data row {row}: check the kind of this source and its code column."
        )
    return codes
