"""Columns of a table as a reader sees them, the same on a page and in a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import pandas as pd

from geoprofile.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Column", "ColumnKind", "check_columns", "columns_of"]

ColumnKind = Literal["text", "code", "count", "number", "share", "eur", "index", "signed"]


@dataclass(frozen=True)
class Column:
    """One column of a table that is shown.

    Attributes
    ----------
    name : str
        Of the column in the DataFrame.
    label : str
        Its heading.
    kind : {"text", "code", "count", "number", "share", "eur", "index", "signed"}
        `code` is a code of a group or type, with its colour; `share` 0-1, shown in percent; `index` is drawn
        as a bar around 100; `signed` as a bar around 0.
    low, high : str
        Columns with the ends of its interval, empty where there is none.
    sure : str
        Column of true and false: rows where it is false are drawn pale, as the data do not bear them out.
    """

    name: str
    label: str
    kind: ColumnKind = "text"
    low: str = ""
    high: str = ""
    sure: str = ""

    def __post_init__(self) -> None:
        if self.kind not in get_args(ColumnKind):
            raise TableError(
                f"Column {self.name!r} has kind {self.kind!r}; choose from {', '.join(get_args(ColumnKind))}."
            )

    @property
    def is_text(self) -> bool:
        """Tell whether its values are texts."""
        return self.kind in {"text", "code"}


def columns_of(frame: pd.DataFrame) -> tuple[Column, ...]:
    """Show every column of a table under its own name, numbers as numbers and all else as text."""
    return tuple(
        Column(str(name), str(name), "number" if _holds_numbers(frame[name]) else "text") for name in frame.columns
    )


def check_columns(frame: pd.DataFrame, columns: Sequence[Column], *, what: str) -> None:
    """Refuse a table that lacks a column which is to be shown, or holds text where numbers are shown.

    Raises
    ------
    TableError
        Naming the table and the column.
    """
    if frame.columns.has_duplicates:
        twice = frame.columns[frame.columns.duplicated()][0]
        raise TableError(f"The table {what!r} has two columns named {twice!r}: rename one.")
    for column in columns:
        for name in (column.name, column.low, column.high, column.sure):
            if name and name not in frame.columns:
                raise TableError(f"The table {what!r} lacks column {name!r}, which is to be shown.")
        numbers = [] if column.is_text else [name for name in (column.name, column.low, column.high) if name]
        for name in numbers:
            if not _holds_numbers(frame[name]):
                raise TableError(
                    f"Column {name!r} of the table {what!r} is not made of numbers: show it as text instead."
                )


def _holds_numbers(values: pd.Series) -> bool:
    dtype = values.dtype
    if pd.api.types.is_bool_dtype(dtype):
        return False
    return bool(pd.api.types.is_numeric_dtype(dtype) or (len(values) and values.isna().all()))
