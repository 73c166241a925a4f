"""Stock files of the register, read in pieces: CSV (plain, gzip, zip) or Parquet, only the columns that are needed."""

from __future__ import annotations

import gzip
import io
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from geoprofile.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["MASKED", "numeric_files", "stock_header", "stock_tables"]

# What the register writes in place of what a person has asked to keep private.
MASKED = "[ND]"
BLOCK_BYTES = 1 << 24
PARQUET_ROWS = 200_000
HEAD_BYTES = 1 << 16
PARQUET_SIGN = b"PAR1"
ZIP_SIGN, GZIP_SIGN = b"PK\x03\x04", b"\x1f\x8b"
# Codes with zeros at the front, by our names: a tool that guessed numbers took them away.
WIDTHS = {"siret": 14, "siren": 9, "nic": 5, "head_office_nic": 5, "postcode": 5, "citycode": 5, "headcount": 2}


def stock_tables(
    paths: Sequence[Path],
    wanted: Mapping[str, str],
    *,
    required: Sequence[str],
    progress: Callable[[int], None] = lambda _rows: None,
) -> Iterator[pa.Table]:
    """Read files of one layout in pieces of some ten thousand rows.

    Parameters
    ----------
    paths : sequence of Path
    wanted : mapping of name to column of the file
        Compared without regard to capitals.
    required : sequence of str
        Names among `wanted` that each file must have.
    progress : function
        Called with the number of rows of each piece.

    Yields
    ------
    pyarrow.Table
        The names wanted, all text; what is missing, masked, or not a column of this file is empty.

    Raises
    ------
    SourceError
        If a file cannot be read or lacks a required column.
    """
    for path in paths:
        for table in _tables(path, wanted, required):
            progress(table.num_rows)
            yield table


def stock_header(path: Path) -> tuple[str, ...]:
    """Give the names of the columns of a file.

    Raises
    ------
    SourceError
        If the file cannot be read.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415  not for CSV

    try:
        if _is_parquet(path):
            return tuple(pq.read_schema(path).names)
        with _open_text(path) as stream:
            return tuple(_first_line(stream.read(HEAD_BYTES))[0])
    except (OSError, zipfile.BadZipFile, pa.ArrowException) as error:
        raise SourceError(f"{path.name} cannot be read: check that it is there and whole.") from error


def numeric_files(paths: Sequence[Path], wanted: Mapping[str, str]) -> tuple[str, ...]:
    """Give the names of the Parquet files that keep codes as numbers; their zeros at the front are put back.

    Raises
    ------
    SourceError
        If a file cannot be read.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415  not for CSV

    codes = {wanted[name].lower() for name in WIDTHS if name in wanted}
    try:
        schemas = {path.name: pq.read_schema(path) for path in paths if _is_parquet(path)}
    except (OSError, pa.ArrowException) as error:
        raise SourceError("A file of the register cannot be read: check that it is there and whole.") from error
    return tuple(
        name
        for name, schema in schemas.items()
        if any(field.name.strip().lower() in codes and _is_number(field.type) for field in schema)
    )


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(PARQUET_SIGN)) == PARQUET_SIGN


def _first_line(head: bytes) -> tuple[list[str], str]:
    """Give the cells of the header, and the sign between them."""
    line = head.partition(b"\n")[0].decode("utf-8-sig", "replace").strip("\r\n")
    delimiter = max(",;\t|", key=line.count)
    return [cell.strip('"') for cell in line.split(delimiter)], delimiter


def _tables(path: Path, wanted: Mapping[str, str], required: Sequence[str]) -> Iterator[pa.Table]:
    try:
        read = _parquet_batches if _is_parquet(path) else _csv_batches
        for columns, batch in read(path, wanted, required):
            yield _as_text(batch, columns, wanted)
    except (OSError, zipfile.BadZipFile) as error:
        raise SourceError(f"{path.name} cannot be read: check that it is there and whole.") from error
    except pa.ArrowException as error:  # its message may quote a row
        raise SourceError(
            f"{path.name} is no stock file of the register: give the CSV (UTF-8), its zip or the Parquet as INSEE "
            "publishes it."
        ) from error


def _as_text(batch: pa.RecordBatch, columns: Mapping[str, str], wanted: Mapping[str, str]) -> pa.Table:
    """Give each column the name wanted, as text, masked and missing values empty."""
    empty = pa.repeat(pa.scalar(""), batch.num_rows)
    arrays = []
    for name in wanted:
        if name not in columns:
            arrays.append(empty)
            continue
        values = pc.fill_null(_plain_text(batch.column(columns[name]), WIDTHS.get(name, 0)), "")
        arrays.append(pc.if_else(pc.equal(values, MASKED), "", values))
    return pa.table(arrays, names=list(wanted))


def _plain_text(column: pa.Array, width: int) -> pa.Array:
    """Write a column as the CSV would: days without hours, codes in their width, whole numbers whole."""
    if pa.types.is_timestamp(column.type):
        return column.cast(pa.date32(), safe=False).cast(pa.string())
    if not _is_number(column.type):
        return column.cast(pa.string())
    if not pa.types.is_integer(column.type):
        numbers = column.cast(pa.float64())
        numbers = pc.if_else(pc.is_finite(numbers), numbers, pa.scalar(None, pa.float64()))
        whole = pc.all(pc.equal(numbers, pc.floor(numbers))).as_py() is not False
        column = numbers.cast(pa.int64(), safe=False) if whole else numbers
    text = column.cast(pa.string())
    return pc.utf8_lpad(text, width, "0") if width else text


def _columns(path: Path, header: Sequence[str], wanted: Mapping[str, str], required: Sequence[str]) -> dict[str, str]:
    """Find the columns wanted in a header."""
    folded = {name.strip().lower(): name for name in header}
    found = {name: folded[column.lower()] for name, column in wanted.items() if column.lower() in folded}
    lacking = [wanted[name] for name in required if name not in found]
    if lacking:
        raise SourceError(
            f"{path.name} lacks the column {lacking[0]!r}: give a file with the official columns of the register."
        )
    return found


def _parquet_batches(
    path: Path, wanted: Mapping[str, str], required: Sequence[str]
) -> Iterator[tuple[dict[str, str], pa.RecordBatch]]:
    import pyarrow.parquet as pq  # noqa: PLC0415  not for CSV

    with pq.ParquetFile(path) as file:
        columns = _columns(path, file.schema_arrow.names, wanted, required)
        for batch in file.iter_batches(PARQUET_ROWS, columns=sorted(set(columns.values()))):
            yield columns, batch


def _csv_batches(
    path: Path, wanted: Mapping[str, str], required: Sequence[str]
) -> Iterator[tuple[dict[str, str], pa.RecordBatch]]:
    from pyarrow import csv  # noqa: PLC0415  not for Parquet

    with _open_text(path) as stream:
        head = stream.read(HEAD_BYTES)
        header, delimiter = _first_line(head)
        columns = _columns(path, header, wanted, required)
        names = sorted(set(columns.values()))
        reader = csv.open_csv(
            pa.PythonFile(_Rewound(head, stream), mode="r"),
            csv.ReadOptions(block_size=BLOCK_BYTES),
            csv.ParseOptions(delimiter=delimiter),
            csv.ConvertOptions(
                include_columns=names, column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
        for batch in reader:
            yield columns, batch


class _Rewound(io.RawIOBase):
    """A stream whose beginning has been looked at, read from the beginning: a zip cannot go back cheaply."""

    def __init__(self, head: bytes, rest: Any) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if self._head:
            first = self._head if size < 0 else self._head[:size]
            self._head = self._head[len(first) :]
            return first
        return bytes(self._rest.read(size))


@contextmanager
def _open_text(path: Path) -> Iterator[Any]:
    """Open the CSV within a zip, a gzip, or itself."""
    with path.open("rb") as stream:
        sign = stream.read(len(ZIP_SIGN))
        stream.seek(0)
        if sign == ZIP_SIGN:
            with zipfile.ZipFile(stream) as archive:
                listed = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".csv")]
                if not listed:
                    raise SourceError(f"{path.name} holds no CSV: give the zip of the register as it was published.")
                with archive.open(max(listed, key=lambda entry: entry.file_size)) as member:
                    yield member
        elif sign[: len(GZIP_SIGN)] == GZIP_SIGN:
            with gzip.open(stream, "rb") as plain:
                yield plain
        else:
            yield stream
