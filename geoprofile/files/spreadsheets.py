"""XLSX workbooks: guarded before they are opened, read sheet by sheet, every cell as text."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
import zlib
from itertools import islice
from typing import TYPE_CHECKING, Any

from geoprofile.errors import AddressFileError
from geoprofile.files.headers import title_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["cell_text", "guard_workbook", "open_sheet", "sheet_records", "titles_above"]

# Measured: a cell takes about 108 bytes while a sheet is read, an empty one of its box 32; this keeps
# the reading within 2 GB of memory. A million rows of eighteen columns are at the limit.
CELLS_LIMIT = 18_000_000
UNZIPPED_LIMIT_BYTES = 2 << 30
# Genuine sheets shrink 10 to 60 times; a bomb shrinks a thousand times.
RATIO_LIMIT = 200
RATIO_FLOOR_BYTES = 10 << 20
ENTRIES_LIMIT = 10_000
SCAN_BYTES = 4 << 20
OVERLAP_BYTES = 64
# A title and its header stand among the first filled rows; those below show that it is one.
TITLE_SAMPLE_ROWS = 40
LARGEST_PLAIN_INTEGER = 1e15

CELL_COLUMN = re.compile(rb'<(?:\w{1,9}:)?c [^>]{0,40}?\br="([A-Z]{1,3})\d')
ROW_NUMBER = re.compile(rb'<(?:\w{1,9}:)?row [^>]{0,200}?\br="(\d{1,8})"')
CELL_WITHOUT_PLACE = re.compile(rb'<c(?:>| (?![^>]{0,40}\br="))')


def guard_workbook(path: Path) -> None:
    """Refuse a workbook that would not fit in memory, before anything of it is read.

    Raises
    ------
    AddressFileError
        If it unzips to more than 2 GB, shrinks as no genuine workbook does, or spreads over more than
        eighteen million cells.
    """
    remedy = "save the sheet as CSV and give that"
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > ENTRIES_LIMIT:
                raise AddressFileError(f"{path.name} holds {len(entries):,} parts, more than any workbook: {remedy}.")
            if sum(entry.file_size for entry in entries) > UNZIPPED_LIMIT_BYTES:
                raise AddressFileError(f"{path.name} unzips to more than 2 GB: {remedy}.")
            for entry in entries:
                if entry.file_size > max(RATIO_FLOOR_BYTES, RATIO_LIMIT * entry.compress_size):
                    raise AddressFileError(
                        f"{path.name} unzips to {entry.file_size >> 20:,} MB from almost nothing, as no "
                        f"genuine workbook does: {remedy}."
                    )
            for entry in entries:
                if entry.filename.startswith("xl/worksheets/") and _cells(archive, entry) > CELLS_LIMIT:
                    raise AddressFileError(
                        f"{path.name} spreads over more than {CELLS_LIMIT // 10**6} million cells (a stray "
                        f"cell far below or to the right counts): {remedy}."
                    )
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _damaged(path) from error


def _cells(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """Count the cells of the box around a sheet, which is what its reader allocates."""
    columns: set[bytes] = set()
    last_row = rows = bare = 0
    with archive.open(entry) as stream:
        tail = b""
        while chunk := stream.read(SCAN_BYTES):
            text = tail + chunk
            columns.update(CELL_COLUMN.findall(text))
            last_row = max(last_row, max(map(int, ROW_NUMBER.findall(text)), default=0))
            rows += chunk.count(b"<row")
            if CELL_WITHOUT_PLACE.search(text):
                bare = max(bare, *(row.count(b"<c") for row in text.split(b"<row")))
            tail = text[-OVERLAP_BYTES:]
    width = max(max(map(_column_number, columns), default=0), bare)
    return width * max(last_row, rows)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def open_sheet(path: Path, sheet: str | None) -> tuple[Any, str]:
    """Open one sheet of a guarded workbook.

    Parameters
    ----------
    path : Path
    sheet : str or None
        Its name; None for the first.

    Returns
    -------
    sheet : CalamineSheet
    name : str

    Raises
    ------
    AddressFileError
        If there is no such sheet (the message lists those there are), or the workbook is damaged.
    """
    import python_calamine as calamine  # noqa: PLC0415  only XLSX files need it

    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as workbook:
            names = workbook.sheet_names
            chosen = names[0] if sheet is None and names else sheet
            if chosen not in names:
                raise AddressFileError(
                    f"{path.name} has no sheet {sheet!r}; choose from: {', '.join(names) or '(none)'}."
                )
            return workbook.get_sheet_by_name(chosen), chosen
    except calamine.PasswordError as error:
        raise AddressFileError(f"{path.name} is protected by a password: save it without and try again.") from error
    except (calamine.CalamineError, OSError) as error:
        raise _damaged(path) from error


def titles_above(sheet: Any) -> int:
    """Count the filled rows of an open sheet that stand above its header: a title, a period."""
    rows = (row for row in _text_rows(sheet) if any(row))
    return title_rows([row for _, row in zip(range(TITLE_SAMPLE_ROWS), rows, strict=False)])


def _text_rows(sheet: Any) -> Iterator[list[str]]:
    return ([cell if type(cell) is str else cell_text(cell) for cell in row] for row in sheet.iter_rows())


def sheet_records(sheet: Any) -> Iterator[list[str]]:
    """Yield the rows of an open sheet as text, the header first; empty rows and titles above it are left out."""
    above = titles_above(sheet)
    rows = _text_rows(sheet)
    header = next(islice((row for row in rows if any(row)), above, None), None)
    if header is not None:
        while header and not header[-1]:
            header.pop()
        yield header
        width = len(header)
        for row in rows:
            yield row if len(row) <= width else row[: max(width, _last_filled(row))]


def _last_filled(row: list[str]) -> int:
    return next((position for position in range(len(row), 0, -1) if row[position - 1]), 0)


def cell_text(value: Any) -> str:
    """Write a cell's value as text.

    Whole numbers have no decimals, dates are ISO, truth values ``true`` and ``false``; an empty cell or an
    error is the empty text.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < LARGEST_PLAIN_INTEGER else repr(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return "" if value is None else str(value)


def _damaged(path: Path) -> AddressFileError:
    return AddressFileError(
        f"{path.name} is a damaged workbook: open it in a spreadsheet, save it again as XLSX or CSV."
    )
