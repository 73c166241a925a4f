"""A file enriched batch by batch, by one process or several; stopped at any moment, it goes on to the same bytes."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.errors import OutputError, TableError
from geoprofile.files.parts import (
    MANIFEST,
    draft_part,
    locked_parts,
    manifest_of,
    open_parts,
    parts_folder,
    place_part,
    read_part,
    read_schema,
    remove_drafts,
    remove_parts,
)
from geoprofile.files.typed import typed_table
from geoprofile.files.workers import worked_on
from geoprofile.files.writing import OutputStyle, TableCheck, check_output, write_output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import TypeAlias

    import pyarrow as pa

    from geoprofile.files.reading import AddressFile

    # The number of a batch from 0 on, and its rows.
    Batch: TypeAlias = tuple[int, pd.DataFrame]
    # The rows of a batch, counted, and where its draft is.
    Draft: TypeAlias = tuple[int, Path]

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
    processes: int = 1,
    resume: bool = False,
    settings: Mapping[str, str] | None = None,
    progress: Callable[[int], None] | None = None,
    observe: Callable[[pa.Table], None] | None = None,
    legend: pa.Table | None = None,
) -> BatchReport:
    """Enrich a file batch by batch and write the result.

    Each batch is kept in a folder ``<out>.parts`` until `out` is written, whole. A run that was stopped is continued
    with `resume`; it repeats no more than the batches that were in work, two for each process. The bytes of the
    result do not depend on the number of processes.

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
    processes : int
        With more than one, as many workers make the parts, while this process reads the file and writes the result.
        `transform` is then pickled (see `worked_on`), and held to the same types in every batch; alone, later
        batches are made to fit the first.
    resume : bool
        Go on with the parts of an earlier run, if there are any; False removes them.
    settings : mapping of str to str, optional
        What the result depends on beside the file; parts made with others are refused.
    progress : callable, optional
        Called with the number of rows that have just been finished.
    observe : callable, optional
        Called with each finished batch as it is written, in order, also those of an earlier run.
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
        If `out` cannot be written, is the address file itself, the parts belong to another run, or a worker dies.
    TableError
        If `transform` loses, adds or changes rows or input columns.
    AddressFileError
        If the address file changes while it is read.
    """
    started = time.perf_counter()
    chosen = check_output(out, row_count=file.row_count)
    for path in (out, legend_path(out)):
        _refuse_own_input(file, path)
    legend_out = None if legend is None or chosen.holds_legend else legend_path(out)
    if legend is not None and legend_out is not None:
        _refuse_foreign_legend(legend_out, legend)
    count = max(1, -(-file.row_count // batch_rows))
    folder, style = parts_folder(out), replace(style_of(file), legend=legend)
    with locked_parts(folder):
        try:
            resumed = open_parts(folder, manifest_of(file, batch_rows, settings or {}), resume=resume)
            finished = min(resumed * batch_rows, file.row_count)
            if progress is not None and finished:
                progress(finished)
            make = partial(_make_part, transform=transform, folder=folder, check=chosen.check, batch_rows=batch_rows)
            batches = enumerate(_frames(file, batch_rows, resumed), start=resumed)
            with _drafts(batches, make, processes=min(processes, count - resumed)) as drafts:
                tables = _placed(drafts, folder, resumed, progress)
                write_output(_followed(tables, observe, legend_out, style), out, style=style)
        except BaseException:
            remove_drafts(folder)
            if {path.name for path in folder.iterdir()} <= {MANIFEST}:
                remove_parts(folder)  # nothing to resume from
            raise
        remove_parts(folder)
    return BatchReport(file.row_count, count, resumed, time.perf_counter() - started, out)


@contextmanager
def _drafts(batches: Iterator[Batch], make: Callable[..., Draft], *, processes: int) -> Iterator[Iterator[Draft]]:
    """Lend the drafts of the parts in order, as this process or several make them."""
    if processes <= 1:
        yield (make(batch, like_first=True) for batch in batches)
    else:
        with worked_on(batches, partial(make, like_first=False), processes=processes) as drafts:
            yield drafts


def _make_part(
    batch: Batch,
    *,
    transform: Callable[[pd.DataFrame], pd.DataFrame],
    folder: Path,
    check: TableCheck,
    batch_rows: int,
    like_first: bool,
) -> Draft:
    """Make the draft of one part; with `like_first` of the types that the first part has, once it is there."""
    number, frame = batch
    first_row = number * batch_rows + 1
    table = _enriched(frame, transform, read_schema(folder) if like_first else None, first_row=first_row)
    check(table, first_row)
    return len(frame), draft_part(folder, number, table)


def _placed(
    drafts: Iterator[Draft], folder: Path, resumed: int, progress: Callable[[int], None] | None
) -> Iterator[pa.Table]:
    """Yield all batches in order, each once it is a part."""
    for number in range(resumed):
        yield read_part(folder, number)
    for number, (row_count, draft) in enumerate(drafts, start=resumed):
        place_part(folder, number, draft)
        if progress is not None:
            progress(row_count)
        yield read_part(folder, number)


def _followed(
    tables: Iterator[pa.Table], observe: Callable[[pa.Table], None] | None, legend_out: Path | None, style: OutputStyle
) -> Iterator[pa.Table]:
    """Have each batch observed on its way, and write the legend just before the result takes its place."""
    for table in tables:
        if observe is not None:
            observe(table)
        yield table
    if style.legend is not None and legend_out is not None:
        write_output([style.legend], legend_out, style=style)


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
