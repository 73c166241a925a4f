"""A file enriched batch by batch; stopped at any moment, it goes on and ends with the same bytes."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.errors import OutputError, TableError
from geoprofile.files.parts import (
    MANIFEST,
    locked_parts,
    manifest_of,
    open_parts,
    parts_folder,
    read_parts,
    read_schema,
    remove_parts,
    write_part,
)
from geoprofile.files.typed import typed_table
from geoprofile.files.writing import OutputFormat, OutputStyle, check_output, write_output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa

    from geoprofile.files.reading import AddressFile

__all__ = ["BatchReport", "run_batches"]


@dataclass(frozen=True)
class BatchReport:
    """What a run did.

    Attributes
    ----------
    rows : int
        Rows written.
    batches : int
        Batches that they came in.
    batches_resumed : int
        Those of them that an earlier run had made.
    seconds : float
        Wall time.
    out : Path
    """

    rows: int
    batches: int
    batches_resumed: int
    seconds: float
    out: Path


def run_batches(
    file: AddressFile,
    out: Path,
    transform: Callable[[pd.DataFrame], pd.DataFrame],
    *,
    batch_rows: int = 50_000,
    resume: bool = False,
    settings: Mapping[str, str] | None = None,
    progress: Callable[[int], None] | None = None,
    observe: Callable[[pa.Table], None] | None = None,
    legend: pa.Table | None = None,
) -> BatchReport:
    """Enrich a file batch by batch and write the result.

    Each batch is kept in a folder ``<out>.parts`` until `out` is written, at once and whole. A run that was
    stopped is continued with `resume`; it repeats at most one batch.

    Parameters
    ----------
    file : AddressFile
    out : Path
        Its suffix names the format; see `OUTPUT_FORMATS`.
    transform : callable
        Takes a batch (all text, index from 0) and returns it with columns added at the right: as many rows,
        in the same order, the same dtypes in every batch. A file without rows gives one batch of none.
    batch_rows : int
        Rows of a batch.
    resume : bool
        Go on with the parts of an earlier run, if there are any; False removes them.
    settings : mapping of str to str, optional
        What the result depends on beside the file; parts made with others are refused.
    progress : callable, optional
        Called with the number of rows that have just been finished.
    observe : callable, optional
        Called with each finished batch as the result is put together, also those of an earlier run.
    legend : pyarrow.Table, optional
        What the columns mean and where they come from: a second sheet of a workbook, beside any other result
        a file ``<name>_columns.csv``.

    Returns
    -------
    BatchReport

    Raises
    ------
    UnknownNameError
        If no format has the suffix of `out`.
    OutputError
        If `out` cannot be written, is the address file itself, or the parts belong to another run.
    TableError
        If `transform` loses, adds or changes rows or input columns.
    AddressFileError
        If the address file changes while it is read.
    """
    started = time.perf_counter()
    chosen = check_output(out, row_count=file.row_count)
    for path in (out, legend_path(out)):
        _refuse_own_input(file, path)
    if legend is not None and not chosen.holds_legend:
        _refuse_foreign_legend(legend_path(out), legend)
    folder, style = parts_folder(out), replace(style_of(file), legend=legend)
    with locked_parts(folder):
        try:
            resumed = open_parts(folder, manifest_of(file, batch_rows, settings or {}), resume=resume)
            finished = min(resumed * batch_rows, file.row_count)
            if progress is not None and finished:
                progress(finished)
            count = _make_parts(file, transform, folder, chosen, resumed, batch_rows, progress)
        except BaseException:
            if {path.name for path in folder.iterdir()} <= {MANIFEST}:
                remove_parts(folder)  # nothing to resume from
            raise
        _assemble(folder, count, out, chosen=chosen, style=style, observe=observe)
    return BatchReport(file.row_count, count, resumed, time.perf_counter() - started, out)


def _make_parts(
    file: AddressFile,
    transform: Callable[[pd.DataFrame], pd.DataFrame],
    folder: Path,
    chosen: OutputFormat,
    resumed: int,
    batch_rows: int,
    progress: Callable[[int], None] | None,
) -> int:
    """Make the parts that are not there yet; give the number of all."""
    count = resumed
    schema = read_schema(folder) if resumed else None
    for frame in _frames(file, batch_rows, resumed):
        table = _enriched(frame, transform, schema, first_row=count * batch_rows + 1)
        chosen.check(table, count * batch_rows + 1)
        write_part(folder, count, table)
        schema = table.schema
        count += 1
        if progress is not None:
            progress(len(frame))
    return count


def style_of(file: AddressFile) -> OutputStyle:
    """Write text as the file was: its delimiter, its mark; always a mark with ``;``, for Excel in French."""
    delimiter = file.delimiter if file.delimiter.isascii() and file.delimiter else ";"
    return OutputStyle(delimiter, bom=file.bom or delimiter == ";")


def legend_path(out: Path) -> Path:
    """Give the file that says what the columns of a result mean."""
    return out.with_name(f"{out.stem}_columns.csv")


def _frames(file: AddressFile, batch_rows: int, resumed: int) -> Iterator[pd.DataFrame]:
    if file.row_count == 0 and not resumed:
        yield pd.DataFrame({name: pd.Series([], dtype="str") for name in file.columns})
    else:
        yield from file.batches(batch_rows, start=min(resumed * batch_rows, file.row_count))


def _enriched(
    frame: pd.DataFrame,
    transform: Callable[[pd.DataFrame], pd.DataFrame],
    schema: pa.Schema | None,
    *,
    first_row: int,
) -> pa.Table:
    """Transform one batch and hold the result to its promise."""
    before = typed_table(frame)
    table = typed_table(transform(frame.copy()), schema)
    if table.num_rows != before.num_rows:
        raise TableError(
            f"The batch from row {first_row:,} on went in with {before.num_rows:,} rows and came out with "
            f"{table.num_rows:,}."
        )
    if table.column_names[: before.num_columns] != before.column_names:
        raise TableError(f"The batch from row {first_row:,} on lost or moved columns of the address file.")
    for name in before.column_names:
        if not table[name].equals(before[name]):
            raise TableError(f"The batch from row {first_row:,} on changed the column {name!r} of the address file.")
    return table


def _assemble(
    folder: Path,
    count: int,
    out: Path,
    *,
    chosen: OutputFormat,
    style: OutputStyle,
    observe: Callable[[pa.Table], None] | None,
) -> None:
    schema = read_schema(folder)
    chosen.check(schema.empty_table(), 1)
    if style.legend is not None and not chosen.holds_legend:
        write_output([style.legend], legend_path(out), style=style)
    write_output(_observed(read_parts(folder, count), observe), out, schema=schema, style=style)
    remove_parts(folder)


def _observed(tables: Iterator[pa.Table], observe: Callable[[pa.Table], None] | None) -> Iterator[pa.Table]:
    for table in tables:
        if observe is not None:
            observe(table)
        yield table


def _refuse_own_input(file: AddressFile, out: Path) -> None:
    if out.exists() and out.samefile(file.path):
        raise OutputError(f"{out.name} is the address file itself: write the result to another name.")


def _refuse_foreign_legend(path: Path, legend: pa.Table) -> None:
    """Refuse to replace a file that has the name of a legend and is none."""
    if path.exists():
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            header = file.readline().replace('"', "")
        if not header.startswith(legend.column_names[0]) or legend.column_names[1] not in header:
            raise OutputError(f"{path.name} is there and is no list of columns: move it, or choose another output.")
