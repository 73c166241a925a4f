"""Results as a workbook (.xlsx) without live formulas or links."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from geoprofile.errors import OutputError
from geoprofile.files.spreadsheets import cell_text
from geoprofile.files.writing import OUTPUT_FORMATS, OutputFormat, OutputStyle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["write_xlsx"]

ROW_LIMIT = 1_048_575
COLUMN_LIMIT = 16_384
CELL_LIMIT = 32_767
WIDTHS = (8, 45)
SAMPLE_ROWS = 200
# A workbook bears the moment it was made; a fixed one keeps the same rows the same bytes.
CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001  XLSX knows no time zones
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def check_cells(table: pa.Table, first_row: int) -> None:
    """Refuse a text that is longer than a cell, or more columns than a sheet has.

    Raises
    ------
    OutputError
    """
    if table.num_columns > COLUMN_LIMIT:
        raise OutputError(f"An XLSX sheet has {COLUMN_LIMIT:,} columns, not {table.num_columns:,}: write .csv instead.")
    for name, column in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_string(column.type) and len(column):
            lengths = pc.utf8_length(column)
            if (pc.max(lengths).as_py() or 0) > CELL_LIMIT:
                row = first_row + pc.index(pc.greater(lengths, CELL_LIMIT), value=True).as_py()
                raise OutputError(
                    f"Row {row:,} holds more than {CELL_LIMIT:,} characters in column {name!r}, too many "
                    f"for a cell of an XLSX: write .csv instead."
                )


def write_xlsx(tables: Iterator[pa.Table], schema: pa.Schema, path: Path, style: OutputStyle) -> None:
    """Write one sheet, and one more for the legend: header bold and frozen, filters on it, text as text."""
    import xlsxwriter  # noqa: PLC0415  only XLSX output needs it

    with xlsxwriter.Workbook(path, OPTIONS) as book:
        book.set_properties({"created": CREATED})
        _write_sheet(book, "data", tables, schema.names)
        if style.legend is not None:
            _write_sheet(book, "columns", iter([style.legend]), style.legend.column_names)


def _write_sheet(book: Any, title: str, tables: Iterator[pa.Table], names: list[str]) -> None:
    sheet, bold = book.add_worksheet(title), book.add_format({"bold": True})
    for position, name in enumerate(names):
        sheet.write_string(0, position, name, bold)
    row = 0
    for table in tables:
        if row == 0:
            _set_widths(sheet, table)
        for values in zip(*(column.to_pylist() for column in table.columns), strict=True):
            row += 1
            _write_row(sheet, row, values)
    sheet.freeze_panes(1, 0)
    last = (row, len(names) - 1)
    sheet.autofilter(0, 0, *last)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{_cell_name(*last)}"})


def _write_row(sheet: Any, row: int, values: tuple[Any, ...]) -> None:
    for position, value in enumerate(values):
        if value is None or value == "":
            continue
        if isinstance(value, bool):
            sheet.write_boolean(row, position, value)
        elif isinstance(value, int | float):
            if math.isfinite(value):
                sheet.write_number(row, position, value)
        else:
            sheet.write_string(row, position, cell_text(value))


def _set_widths(sheet: Any, table: pa.Table) -> None:
    narrow, wide = WIDTHS
    for position, name in enumerate(table.column_names):
        cells = table.column(position).slice(0, SAMPLE_ROWS).to_pylist()
        longest = max((len(cell_text(cell)) for cell in cells), default=0)
        sheet.set_column(position, position, min(max(longest, len(name), narrow) + 2, wide))


def _cell_name(row: int, column: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415  only XLSX output needs it

    return str(xl_rowcol_to_cell(row, column))


OUTPUT_FORMATS.register(".xlsx")(OutputFormat(write_xlsx, row_limit=ROW_LIMIT, check=check_cells, holds_legend=True))
