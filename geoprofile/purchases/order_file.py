"""An order file in pieces: by the fast readers of Arrow where it is well formed, row by row of text where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pandas as pd

__all__ = ["OrderFile", "fast_pieces", "plain_pieces"]

PIECE_ROWS = 250_000
PIECE_BYTES = 8 << 20


class OrderFile(Protocol):
    """What of an opened file (`geoprofile.files.AddressFile`) is asked here."""

    @property
    def path(self) -> Path: ...  # noqa: D102  as there

    @property
    def format(self) -> str: ...  # noqa: D102

    @property
    def columns(self) -> tuple[str, ...]: ...  # noqa: D102

    @property
    def row_count(self) -> int: ...  # noqa: D102

    @property
    def encoding(self) -> str: ...  # noqa: D102

    @property
    def delimiter(self) -> str: ...  # noqa: D102

    @property
    def compressed(self) -> bool: ...  # noqa: D102

    def batches(self, rows: int, *, start: int = 0) -> Iterator[pd.DataFrame]:
        """Read all rows as text."""
        ...


def fast_pieces(file: OrderFile, names: Sequence[str]) -> Iterator[pa.RecordBatch] | None:
    """Read some columns with the readers of Arrow; None where this kind of file has none.

    A CSV that is not well formed (a row of another length, a quote that never closes) raises ArrowInvalid on
    the way, or comes out with another number of rows.
    """
    if file.format == "parquet":
        return _parquet_pieces(file, names)
    if file.format == "csv" and file.delimiter:
        return _csv_pieces(file, names)
    return None


def plain_pieces(file: OrderFile, names: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Read some columns as text, whatever state the file is in."""
    for frame in file.batches(PIECE_ROWS):
        yield pa.record_batch([pa.array(frame[name].astype("str"), pa.string()) for name in names], list(names))


def _parquet_pieces(file: OrderFile, names: Sequence[str]) -> Iterator[pa.RecordBatch]:
    import pyarrow.parquet as pq  # noqa: PLC0415  only such files need it

    with pq.ParquetFile(file.path) as stored:
        own = dict(zip(file.columns, stored.schema_arrow.names, strict=True))
        wanted = [own[name] for name in names]
        for piece in stored.iter_batches(batch_size=PIECE_ROWS, columns=wanted):
            yield pa.record_batch([_decoded(piece.column(name)) for name in wanted], list(names))


def _csv_pieces(file: OrderFile, names: Sequence[str]) -> Iterator[pa.RecordBatch]:
    from pyarrow import csv  # noqa: PLC0415

    read = csv.ReadOptions(
        column_names=list(file.columns), skip_rows=1, block_size=PIECE_BYTES, encoding=file.encoding or "utf-8"
    )
    parse = csv.ParseOptions(delimiter=file.delimiter)
    convert = csv.ConvertOptions(
        include_columns=list(names), column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
    )
    with pa.input_stream(str(file.path), compression="gzip" if file.compressed else None) as stream:
        yield from csv.open_csv(stream, read, parse, convert)


def _decoded(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
