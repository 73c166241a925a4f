"""A workbook of several tables, formatted to be handed on: no formulas, no links, the same bytes every time."""

from __future__ import annotations

import io
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from geoprofile.atomic import write_atomically
from geoprofile.columns import Column, check_columns, columns_of
from geoprofile.errors import OutputError, TableError
from geoprofile.files.spreadsheet_output import CELL_LIMIT, COLUMN_LIMIT, CREATED, ROW_LIMIT
from geoprofile.words import check_language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["Sheet", "write_workbook"]

NUMBER_FORMATS = {
    "count": "#,##0",
    "number": "#,##0.00",
    "share": "0.0%",
    "eur": "#,##0 €",
    "index": "0",
    "signed": "+0.00;-0.00;0.00",
    "text": "@",
    "code": "@",
}
WORDS = {
    "fr": {
        "read_me": "Lisez-moi",
        "sheets": "Feuilles",
        "sources": "Sources et licences",
        "low": "bas",
        "high": "haut",
        "rows": "lignes",
        "colon": " : ",
    },
    "en": {
        "read_me": "Read me",
        "sheets": "Sheets",
        "sources": "Sources and licences",
        "low": "low",
        "high": "high",
        "rows": "rows",
        "colon": ": ",
    },
}
# Excel shows a sheet's name on its tab: at most 31 signs, none of these, no apostrophe at either end.
NAME_LIMIT = 31
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
WIDTHS = (9, 48)
SAMPLE_ROWS = 300
READ_ME_WIDTH = 110
OVER_COLOUR, UNDER_COLOUR = "#8cc3d3", "#eebd97"
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class Sheet:
    """One table of a workbook.

    Attributes
    ----------
    name : str
        Of the tab; signs that Excel refuses become spaces, and it is cut at 31.
    frame : DataFrame
        Written in the order of its rows; its index is not written.
    columns : tuple of Column
        What is written, in this order; none given, all columns of the frame. An interval takes two further
        columns.
    note : str
        What the sheet holds, on the first sheet of the workbook.

    Raises
    ------
    TableError
        If the frame lacks a column that is to be written.
    """

    name: str
    frame: pd.DataFrame
    columns: tuple[Column, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        check_columns(self.frame, self.columns, what=self.name)

    @property
    def shown(self) -> tuple[Column, ...]:
        """Give the columns that are written."""
        return self.columns or columns_of(self.frame)


def write_workbook(
    path: Path | str,
    sheets: Sequence[Sheet],
    *,
    title: str,
    language: str = "fr",
    notes: Sequence[str] = (),
    sources: Sequence[str] = (),
) -> Path:
    """Write tables as one XLSX, with a first sheet that says what they are.

    Text is never a formula, a link or a number, whatever it begins with. Every sheet has its header bold
    and frozen and filters on it. The same tables are the same bytes.

    Parameters
    ----------
    path : Path or str
        A name in `.xlsx`.
    sheets : sequence of Sheet
    title : str
    language : {"fr", "en"}
        Of the words that the workbook adds; numbers are shown in the form of the reader's own machine.
    notes, sources : sequences of str
        One line each, on the first sheet.

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    OutputError
        If the path cannot be written to, or a table or a text is larger than XLSX allows.
    TableError
        If there is no sheet.
    UnknownNameError
        If the language is unknown.
    """
    import xlsxwriter  # noqa: PLC0415  only XLSX output needs it

    check_language(language)
    if not sheets:
        raise TableError("A workbook needs at least one sheet: none was given.")
    for sheet in sheets:
        _check_size(sheet)
    tabs = _tab_names([WORDS[language]["read_me"], *(sheet.name for sheet in sheets)])
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, OPTIONS) as book:
        book.set_properties({"title": _plain(title), "created": CREATED})
        _write_read_me(book, tabs, sheets, title, notes, sources, language)
        formats = _formats(book)
        for tab, sheet in zip(tabs[1:], sheets, strict=True):
            _write_sheet(book.add_worksheet(tab), sheet, formats, language)
    return write_atomically(path, content.getvalue())


def _check_size(sheet: Sheet) -> None:
    """Refuse a table or a text that an XLSX sheet cannot hold."""
    rows, columns = len(sheet.frame), len(_written(sheet, "en"))
    if rows > ROW_LIMIT or columns > COLUMN_LIMIT:
        raise OutputError(
            f"The sheet {sheet.name!r} has {rows:,} rows and {columns:,} columns; XLSX holds {ROW_LIMIT:,} and "
            f"{COLUMN_LIMIT:,}: write this table as .csv instead."
        )
    for column in sheet.shown:
        if column.is_text:
            lengths = sheet.frame[column.name].astype("str").str.len().fillna(0)
            if len(lengths) and lengths.max() > CELL_LIMIT:
                row = int(lengths.to_numpy().argmax()) + 1
                raise OutputError(
                    f"Row {row:,} of the sheet {sheet.name!r} holds more than {CELL_LIMIT:,} characters in column "
                    f"{column.name!r}, too many for a cell of an XLSX: shorten it, or write .csv instead."
                )


def _tab_names(wanted: Sequence[str]) -> list[str]:
    """Make names that Excel takes, each one once, whatever the case of its letters."""
    names: list[str] = []
    taken: set[str] = set()
    for name in wanted:
        plain = " ".join(NOT_IN_NAMES.sub(" ", _plain(name)).split()).strip("'")[:NAME_LIMIT].strip("' ") or "Sheet"
        free, number = plain, 2
        # "History" is a name that Excel keeps for itself.
        while free.lower() in taken or free.lower() == "history":
            end = f" {number}"
            free, number = plain[: NAME_LIMIT - len(end)] + end, number + 1
        taken.add(free.lower())
        names.append(free)
    return names


def _plain(text: str) -> str:
    """Take out the signs that no XLSX can hold."""
    return NOT_IN_XML.sub("", text)


def _formats(book: Any) -> dict[str, Any]:
    """Make the formats of cells, by kind of column, and that of headings."""
    made = {kind: book.add_format({"num_format": code, "valign": "top"}) for kind, code in NUMBER_FORMATS.items()}
    head = {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E4EAF2", "bottom": 1}
    made["head"] = book.add_format(head)
    return made


def _write_read_me(
    book: Any, tabs: Sequence[str], sheets: Sequence[Sheet], title: str,
    notes: Sequence[str], sources: Sequence[str], language: str,
) -> None:  # fmt: skip
    """Write the first sheet: title, notes, what the sheets hold, sources and licences."""
    words, page = WORDS[language], book.add_worksheet(tabs[0])
    heading = book.add_format({"bold": True, "font_size": 16})
    strong = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page.hide_gridlines(2)
    page.set_column(0, 0, READ_ME_WIDTH)
    listed = [
        f"{tab} ({len(sheet.frame)} {words['rows']})" + (f"{words['colon']}{sheet.note}" if sheet.note else "")
        for tab, sheet in zip(tabs[1:], sheets, strict=True)
    ]
    lines = [(title, heading), *((note, wrapped) for note in notes)]
    for word, part in (("sheets", listed), ("sources", list(sources))):
        if part:
            lines += [("", wrapped), (words[word], strong), *((line, wrapped) for line in part)]
    for row, (text, look) in enumerate(lines):
        page.write_string(row, 0, _plain(text)[:CELL_LIMIT], look)


def _written(sheet: Sheet, language: str) -> list[Column]:
    """Lay out the columns of the sheet: an interval stands right of its value."""
    words, columns = WORDS[language], []
    shown = {column.name for column in sheet.shown}
    for column in sheet.shown:
        columns.append(column)
        for end, word in ((column.low, "low"), (column.high, "high")):
            if end and end not in shown:
                columns.append(Column(end, f"{column.label} ({words[word]})", column.kind))
    return columns


def _write_sheet(page: Any, sheet: Sheet, formats: dict[str, Any], language: str) -> None:
    columns, rows = _written(sheet, language), len(sheet.frame)
    intervals = {end for column in sheet.shown for end in (column.low, column.high)}
    for place, column in enumerate(columns):
        page.write_string(0, place, _plain(column.label), formats["head"])
        write = _write_texts if column.is_text else _write_numbers
        width = write(page, place, sheet.frame[column.name], formats[column.kind])
        widest = max(width, max((len(word) for word in column.label.split()), default=0) + 3)
        page.set_column(place, place, min(max(widest + 2, WIDTHS[0]), WIDTHS[1]))
        if column.kind in {"index", "signed"} and column.name not in intervals and rows:
            page.conditional_format(1, place, rows, place, _colour_scale(column.kind))
    page.set_row(0, 32)
    page.freeze_panes(1, 0)
    if columns:
        page.autofilter(0, 0, rows, len(columns) - 1)
        page.ignore_errors({"number_stored_as_text": _range(rows, len(columns) - 1)})
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _write_texts(page: Any, place: int, values: pd.Series, look: Any) -> int:
    """Write a column of texts; give the width that it wants."""
    texts = ["" if pd.isna(value) else _plain(str(value)) for value in values.astype(object)]
    for row, text in enumerate(texts, start=1):
        if text:
            page.write_string(row, place, text, look)
    return max((len(text) for text in texts[:SAMPLE_ROWS]), default=0)


def _write_numbers(page: Any, place: int, values: pd.Series, look: Any) -> int:
    """Write a column of numbers; a missing one stays an empty cell."""
    numbers: list[float] = values.to_numpy(dtype=float, na_value=math.nan).tolist()
    longest = 0
    for row, number in enumerate(numbers, start=1):
        if math.isfinite(number):
            page.write_number(row, place, number, look)
            longest = max(longest, len(f"{number:,.2f}"))
    return longest


def _colour_scale(kind: str) -> dict[str, object]:
    """Colour a column from under its middle to over it: half and double an index of 100, or either side of 0."""
    colours = {"min_color": UNDER_COLOUR, "mid_color": "#FFFFFF", "max_color": OVER_COLOUR}
    if kind == "index":
        ends: dict[str, object] = {"min_type": "num", "min_value": 50, "max_type": "num", "max_value": 200}
        return {"type": "3_color_scale", "mid_type": "num", "mid_value": 100, **ends, **colours}
    return {"type": "3_color_scale", "mid_type": "num", "mid_value": 0, **colours}


def _range(row: int, column: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415  only XLSX output needs it

    return f"A1:{xl_rowcol_to_cell(row, column)}"
