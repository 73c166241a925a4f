"""Results written to a file: the format by its suffix, whole or not at all, the same bytes for the same rows.

A new format is one function that is registered in `OUTPUT_FORMATS`.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from geoprofile.errors import OutputError
from geoprofile.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa

__all__ = [
    "OUTPUT_FORMATS",
    "OutputFormat",
    "OutputStyle",
    "check_output",
    "output_format",
    "replacing",
    "write_output",
]


@dataclass(frozen=True)
class OutputStyle:
    """How a result is written, as far as its suffix leaves a choice.

    Attributes
    ----------
    delimiter : str
    bom : bool
        Whether a byte order mark comes first; Excel reads UTF-8 by it. Both are of delimited text.
    legend : pyarrow.Table, optional
        What the columns mean and where they come from: a second sheet of a workbook.
    """

    delimiter: str = ";"
    bom: bool = True
    legend: pa.Table | None = None


# Writes tables of one schema to a path that does not exist yet.
TableWriter: TypeAlias = "Callable[[Iterator[pa.Table], pa.Schema, Path, OutputStyle], None]"
# Refuses a table that the format cannot hold; the number is that of its first row.
TableCheck: TypeAlias = "Callable[[pa.Table, int], None]"


def _accept_all(table: pa.Table, first_row: int) -> None:
    """Refuse nothing."""


@dataclass(frozen=True)
class OutputFormat:
    """One format of results.

    Attributes
    ----------
    write : callable
        ``write(tables, schema, path, style)``.
    row_limit : int or None
        Rows that a file of this format holds at most, the header aside.
    check : callable
        ``check(table, first_row)`` raises OutputError where the format cannot hold a table.
    holds_legend : bool
        Whether the legend of the style is written into the file itself.
    """

    write: TableWriter
    row_limit: int | None = None
    check: TableCheck = _accept_all
    holds_legend: bool = False


OUTPUT_FORMATS: Registry[OutputFormat] = Registry("output format")


def output_format(out: Path) -> OutputFormat:
    """Give the format that a file name asks for by its suffix.

    Raises
    ------
    UnknownNameError
        Listing the suffixes there are.
    """
    return OUTPUT_FORMATS[out.suffix.lower()]


def check_output(out: Path, *, row_count: int) -> OutputFormat:
    """Refuse an output that cannot be written, before any work.

    Parameters
    ----------
    out : Path
    row_count : int
        Rows that will be written.

    Returns
    -------
    OutputFormat

    Raises
    ------
    UnknownNameError
        If no format has this suffix.
    OutputError
        If the folder is missing, `out` is a folder, or the rows are too many for the format.
    """
    chosen = output_format(out)
    if not out.parent.is_dir():
        raise OutputError(f"The folder {out.parent} does not exist: create it, or write elsewhere.")
    if out.is_dir():
        raise OutputError(f"{out} is a folder: give the name of a file in it.")
    _refuse_too_many(chosen, out, row_count)
    return chosen


def _refuse_too_many(chosen: OutputFormat, out: Path, row_count: int) -> None:
    if chosen.row_limit is not None and row_count > chosen.row_limit:
        raise OutputError(
            f"{out.name} would need {row_count:,} rows, and {out.suffix} holds {chosen.row_limit:,}: write "
            f".csv or .parquet instead."
        )


def write_output(
    parts: Iterable[pa.Table], out: Path, *, schema: pa.Schema | None = None, style: OutputStyle | None = None
) -> None:
    """Write tables one below the other, in the format that the suffix of `out` names.

    The file appears, or is replaced, only when it is whole. Memory holds one table at a time.

    Parameters
    ----------
    parts : iterable of pyarrow.Table
        All of one schema; read once.
    out : Path
    schema : pyarrow.Schema, optional
        Needed where `parts` may be empty; that of the first table otherwise.
    style : OutputStyle, optional
        Of delimited text; ``;`` with a byte order mark otherwise.

    Raises
    ------
    UnknownNameError
        If no format has this suffix.
    OutputError
        If there is nothing to write, the format cannot hold it, or the disk refuses.
    """
    chosen = check_output(out, row_count=0)
    tables = iter(parts)
    first = next(tables, None)
    if first is not None:
        schema, tables = schema or first.schema, chain((first,), tables)
    if schema is None:
        raise OutputError(f"There is no table to write to {out.name}.")
    with replacing(out) as unfinished:
        chosen.write(_checked(tables, chosen, out), schema, unfinished, style or OutputStyle())


def _checked(tables: Iterator[pa.Table], chosen: OutputFormat, out: Path) -> Iterator[pa.Table]:
    """Hold each table to what the format can take, as it passes."""
    row_count = 0
    for table in tables:
        chosen.check(table, row_count + 1)
        row_count += table.num_rows
        _refuse_too_many(chosen, out, row_count)
        yield table


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """Lend a path beside `out` to write to; it takes the place of `out` at the end, or is removed.

    Raises
    ------
    OutputError
        If the disk refuses (full, no rights).
    """
    unfinished = out.with_name(f".{out.stem}.unfinished{out.suffix}")
    try:
        _remove(unfinished)
        yield unfinished
        with unfinished.open("rb+") as stream:
            os.fsync(stream.fileno())
        os.replace(unfinished, out)  # noqa: PTH105  says "atomic" to whoever knows the call
        _sync_folder(out.parent)
    except OSError as error:
        raise OutputError(
            f"{out.name} cannot be written ({error.strerror or error}): check the disk and rights."
        ) from error
    finally:
        with suppress(OSError):
            _remove(unfinished)


def _remove(unfinished: Path) -> None:
    """Remove an unfinished file and the journals that SQLite keeps beside one."""
    for tail in ("", "-journal", "-wal", "-shm"):
        unfinished.with_name(unfinished.name + tail).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut; some file systems cannot, and need not."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
