"""Delimited text (CSV): found delimiter, streamed records, and no row lost to a quote that never closes."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, cast

from geoprofile.errors import AddressFileError
from geoprofile.files.encoding import STRAY_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geoprofile.files.encoding import TextEncoding

__all__ = ["Survey", "find_delimiter", "open_bytes", "open_lines", "records", "survey"]

DELIMITERS = (";", "\t", "|", ",")
# A file of one column has none; this one no text holds.
NO_DELIMITER = "\x1f"
SAMPLE_LINES = 200
CELL_LIMIT = 10_000_000
# A quoted cell over more lines than this is a quote that was never closed.
QUOTED_LINES_LIMIT = 100
# From so many columns on, lines that each hold a whole row's delimiters are rows, not one cell.
SURE_WIDTH = 4
BODY_WIDTH = 3
BODY_SHARE = 0.9
SEPARATOR_LINE = re.compile(r'^"?sep=(.)"?$', re.IGNORECASE)


@dataclass(frozen=True)
class Survey:
    """What a first pass over the records found.

    Attributes
    ----------
    header : tuple of str
        Cells of the first record; empty if there is none.
    row_count : int
        Records after the header.
    width : int
        Cells of the longest record.
    short_count : int
        Rows with fewer cells than the header.
    unclosed : tuple of int
        Rows (1 is the first below the header) that open a quote and do not close it.
    """

    header: tuple[str, ...]
    row_count: int
    width: int
    short_count: int
    unclosed: tuple[int, ...]


class _UnclosedQuoteError(Exception):
    """A quoted cell that ran over too many lines."""


@contextmanager
def open_bytes(path: Path, *, compressed: bool) -> Iterator[BinaryIO]:
    """Open a file, or the file within a gzip, as bytes; a broken gzip is one AddressFileError."""
    try:
        with gzip.open(path, "rb") if compressed else path.open("rb") as stream:
            yield cast("BinaryIO", stream)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise AddressFileError(f"{path.name} is a damaged gzip file: compress it again.") from error


@contextmanager
def open_lines(path: Path, encoding: TextEncoding, *, compressed: bool) -> Iterator[Iterator[str]]:
    """Open a file as decoded lines with their ends; NULs and a ``sep=;`` line are left out."""
    with open_bytes(path, compressed=compressed) as stream:
        text = io.TextIOWrapper(stream, encoding=encoding.codec, errors=STRAY_BYTES, newline="")
        lines: Iterator[str] = (line.replace("\0", "") for line in text) if encoding.has_nul else iter(text)
        yield _without_separator_line(lines)


def _without_separator_line(lines: Iterator[str]) -> Iterator[str]:
    first = next(lines, "")
    if first and not SEPARATOR_LINE.match(first.strip().lstrip("\ufeff")):
        yield first
    yield from lines


def find_delimiter(path: Path, encoding: TextEncoding, *, compressed: bool) -> str:
    """Find the delimiter from the header and the first records, respecting quotes.

    The candidate wins whose header splits into many cells that the records keep to. A file of one column
    gets a delimiter that no text holds.

    Returns
    -------
    str
    """
    with open_bytes(path, compressed=compressed) as stream:
        text = io.TextIOWrapper(stream, encoding=encoding.codec, errors=STRAY_BYTES, newline="")
        sample = [line.replace("\0", "") for line in islice(text, SAMPLE_LINES)]
    if sample and (told := SEPARATOR_LINE.match(sample[0].strip().lstrip("\ufeff"))):
        return told[1]
    scores = {delimiter: _delimiter_score(sample, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > 0 else NO_DELIMITER


def _delimiter_score(sample: list[str], delimiter: str) -> float:
    """Share of the records as wide as the header, times the root of the cuts in it."""
    try:
        widths = [len(record) for record in records(iter(sample), delimiter, [])]
    except AddressFileError:  # cells too long: the wrong delimiter joins them, or the survey will say which
        return 0.0
    if not widths:
        return 0.0
    header, body = widths[0], widths[1:]
    if header == 1 and delimiter != "," and body:
        # a title above the table: commas are common in addresses, other delimiters are not
        width = max(set(body), key=body.count)
        sure = width >= BODY_WIDTH and body.count(width) >= BODY_SHARE * len(body)
        return 0.5 if sure else 0.0
    kept = sum(width == header for width in body) / len(body) if body else 1.0
    return float((kept + 0.01) * (header - 1) ** 0.5)


def survey(path: Path, encoding: TextEncoding, delimiter: str, *, compressed: bool) -> Survey:
    """Read all records once: header, count, width.

    Raises
    ------
    AddressFileError
        If the file holds no record at all, or a cell of more than ten million characters.
    """
    unclosed: list[int] = []
    row_count = short_count = 0
    with open_lines(path, encoding, compressed=compressed) as lines:
        rows = records(lines, delimiter, unclosed, name=path.name)
        header = next(rows, None)
        own = width = len(header or ())
        for row_count, record in enumerate(rows, start=1):  # noqa: B007  the last number is the count
            cells = len(record)
            if cells != own:
                short_count += cells < own
                width = max(width, cells)
    if header is None or (row_count == 0 and not any(cell.strip(" \ufeff\x1a") for cell in header)):
        raise AddressFileError(f"{path.name} is empty: it holds neither header nor rows.")
    return Survey(tuple(header), row_count, width, short_count, tuple(unclosed))


def records(
    lines: Iterator[str], delimiter: str, unclosed: list[int], *, name: str = "The file"
) -> Iterator[list[str]]:
    """Yield the records of delimited text, the header first; blank lines are none.

    A cell that opens a quote and does not close it would swallow the rows below. Such a record is taken
    apart: its first line is read with quotes as plain characters, and reading goes on with the next line.

    Parameters
    ----------
    lines : iterator of str
        With their line ends.
    delimiter : str
    unclosed : list of int
        Receives the number of each record that was taken apart (0 is the header).
    name : str
        The file's name, for messages.

    Raises
    ------
    AddressFileError
        If a cell holds more than ten million characters.
    """
    csv.field_size_limit(max(csv.field_size_limit(), CELL_LIMIT))
    waiting: deque[str] = deque()
    taken: list[str] = []
    reader = csv.reader(_feed(lines, waiting, taken), delimiter=delimiter)
    number = width = 0
    while True:
        try:
            record = next(reader, None)
            broken = (
                record is not None and (len(taken) > 1 or len(record) < width) and _swallows(taken, delimiter, width)
            )
        except (csv.Error, _UnclosedQuoteError) as error:
            if len(taken) == 1:
                raise _too_long(name, number) from error
            record, broken = [], True
        if record is None:
            return
        if broken:
            unclosed.append(number)
            record = _plain_record(taken[0], delimiter, name, number)
            waiting.extendleft(reversed(taken[1:]))
            reader = csv.reader(_feed(lines, waiting, taken), delimiter=delimiter)
        taken.clear()
        if record:
            yield record
            width = width or len(record)
            number += 1


def _feed(lines: Iterator[str], waiting: deque[str], taken: list[str]) -> Iterator[str]:
    """Hand lines to the CSV reader, remembering those of the record at hand."""
    while True:
        line = waiting.popleft() if waiting else next(lines, "")
        if not line:
            return
        taken.append(line)
        if len(taken) > QUOTED_LINES_LIMIT:
            raise _UnclosedQuoteError
        yield line


def _swallows(taken: list[str], delimiter: str, width: int) -> bool:
    """Tell whether the record hides rows behind a quote that was not closed."""
    if '"' not in taken[0]:
        return False
    whole_rows = len(taken) > 1 and all(line.count(delimiter) >= width - 1 for line in taken)
    try:
        list(csv.reader(taken, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return whole_rows or "unexpected end" in str(error)
    return whole_rows and width >= SURE_WIDTH


def _plain_record(line: str, delimiter: str, name: str, number: int) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE))
    except csv.Error as error:
        raise _too_long(name, number) from error


def _too_long(name: str, number: int) -> AddressFileError:
    where = f"row {number}" if number else "the header"
    return AddressFileError(
        f"{name}: a cell in {where} holds more than {CELL_LIMIT:,} characters; shorten it, or look "
        f"for a quote that is opened there and never closed."
    )
