"""The cells of a table: text, the value that it is sorted by, and the bar that it holds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.colours import type_colour
from geoprofile.pages.scales import index_scale, signed_scale, span
from geoprofile.words import MISSING_SIGN, fixed_text, number_text, share_text, value_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geoprofile.columns import Column
    from geoprofile.pages.blocks import Table
    from geoprofile.pages.scales import Span

__all__ = ["Cell", "Head", "heads_of", "rows_of"]

BASE = 100.0
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Head:
    """The heading of a column; `ticks` says what the bars under it reach to."""

    label: str
    kind: str
    ticks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes
    ----------
    text : str
    kind : str
        Of its column.
    value : float, str or None
        What it is sorted by; None where missing.
    colour : str
        Of the swatch of a code.
    bar, whisker : Span or None
    pale : bool
    """

    text: str
    kind: str
    value: float | str | None
    colour: str = ""
    bar: Span | None = None
    whisker: Span | None = None
    pale: bool = False


def heads_of(table: Table, language: str) -> list[Head]:
    """Give the headings of a table."""
    heads = []
    for column in table.shown:
        ticks: tuple[str, ...] = ()
        if column.kind == "index":
            shown = index_scale(numbers_of(table, column.name))[1]
            ticks = tuple(number_text(round(tick), language) for tick in shown)
        heads.append(Head(column.label, column.kind, ticks))
    return heads


def rows_of(table: Table, language: str) -> Iterator[tuple[Cell, ...]]:
    """Give the rows that are shown, one at a time."""
    made = [_MAKERS.get(column.kind, number_cells)(table, column, language) for column in table.shown]
    yield from zip(*made, strict=True)


def text_cells(table: Table, column: Column, language: str) -> list[Cell]:
    """Write texts as they are; a missing one is a dash."""
    values = shown_part(table)[column.name].astype(object)
    texts = ["" if pd.isna(value) else plain_text(value, language) for value in values]
    if column.kind == "code":
        return [Cell(text, "code", text, type_colour(text)) for text in texts]
    return [Cell(text, "text", text) if text else Cell(MISSING_SIGN, "text", None) for text in texts]


def plain_text(value: object, language: str) -> str:
    """Write a value of a text column; a number among the texts, as numbers are."""
    return value_text(value, "", language) if isinstance(value, float) else str(value)


def number_cells(table: Table, column: Column, language: str) -> list[Cell]:
    """Write numbers in the form of their kind."""
    write = _WRITERS[column.kind]
    return [
        Cell(MISSING_SIGN, column.kind, None) if math.isnan(value) else Cell(write(value, language), column.kind, value)
        for value in numbers_of(table, column.name, shown=True)
    ]


def index_cells(table: Table, column: Column, language: str) -> list[Cell]:
    """Write indices, each with its bar around 100 and its interval."""
    place, _ = index_scale(numbers_of(table, column.name))
    return bar_cells(table, column, language, place, BASE)


def signed_cells(table: Table, column: Column, language: str) -> list[Cell]:
    """Write values with their sign, each with its bar around 0."""
    return bar_cells(table, column, language, signed_scale(numbers_of(table, column.name)), 0.0)


def bar_cells(
    table: Table, column: Column, language: str, place: Callable[[float], float], middle: float
) -> list[Cell]:
    """Lay out a column of bars around a middle."""
    lows, highs = (
        numbers_of(table, name, shown=True) if name else [math.nan] * len(shown_part(table))
        for name in (column.low, column.high)
    )
    pale = [False] * len(lows)
    if column.sure:
        pale = [not sure for sure in shown_part(table)[column.sure].fillna(value=False).astype(bool)]
    plain = number_cells(table, column, language)
    values = numbers_of(table, column.name, shown=True)
    return [
        Cell(cell.text, cell.kind, cell.value, "", span(place, middle, value), span(place, low, high), faint)
        for cell, value, low, high, faint in zip(plain, values, lows, highs, pale, strict=True)
    ]


def shown_part(table: Table) -> pd.DataFrame:
    """Give the rows that are shown."""
    return table.frame if table.limit is None else table.frame.head(table.limit)


def numbers_of(table: Table, name: str, *, shown: bool = False) -> list[float]:
    """Give a column as floats, NaN where missing or not finite."""
    frame = shown_part(table) if shown else table.frame
    values = pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=float, na_value=math.nan)
    return [value if math.isfinite(value) else math.nan for value in values.tolist()]


def signed_text(value: float, language: str) -> str:
    """Write a number with its sign."""
    text = fixed_text(abs(value), 0 if float(value).is_integer() else 2, language)
    return f"{MINUS if value < 0 else '+'}{text}"


_WRITERS: dict[str, Callable[[float, str], str]] = {
    "count": lambda value, language: fixed_text(value, 0, language),
    "number": number_text,
    "share": share_text,
    "eur": lambda value, language: value_text(value, "eur", language),
    "index": lambda value, language: fixed_text(value, 0, language),
    "signed": signed_text,
}
_MAKERS: dict[str, Callable[[Table, Column, str], list[Cell]]] = {
    "text": text_cells,
    "code": text_cells,
    "index": index_cells,
    "signed": signed_cells,
}
