"""Parquet files, every cell as text."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geoprofile.errors import AddressFileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["column_text", "open_parquet", "parquet_tables"]

LARGEST_PLAIN_INTEGER = 1e15


@contextmanager
def open_parquet(path: Path) -> Iterator[Any]:
    """Open a Parquet file; a damaged one is one AddressFileError."""
    try:
        with pq.ParquetFile(path) as file:
            yield file
    except (pa.ArrowException, OSError) as error:
        raise AddressFileError(f"{path.name} is a damaged Parquet file: write it again.") from error


def parquet_tables(path: Path, columns: tuple[str, ...], rows: int, start: int) -> Iterator[pa.Table]:
    """Yield tables of text of at most `rows` rows, from row `start` on."""
    with open_parquet(path) as file:
        for batch in file.iter_batches(batch_size=rows):
            if start >= batch.num_rows:
                start -= batch.num_rows
                continue
            wanted = batch.slice(start)
            start = 0
            yield pa.table([column_text(column) for column in wanted.columns], names=list(columns))


def column_text(column: pa.Array) -> pa.Array:
    """Write a column as text: whole numbers bare, dates ISO, nested values as JSON, missing as "".

    Parameters
    ----------
    column : Array of any type, shape (n,)

    Returns
    -------
    Array of string, shape (n,)
    """
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_floating(kind):
        text = _float_text(column.cast(pa.float64()))
    elif _is_plain(kind):
        text = column.cast(pa.string())
    else:
        text = pa.array([None if value is None else _rendered(value) for value in column.to_pylist()], pa.string())
    return text.fill_null("")


def _is_plain(kind: pa.DataType) -> bool:
    plain = (
        pa.types.is_integer,
        pa.types.is_boolean,
        pa.types.is_temporal,
        pa.types.is_decimal,
        pa.types.is_null,
    )
    return any(test(kind) for test in plain) or kind in {pa.string(), pa.large_string(), pa.string_view()}


def _float_text(column: pa.Array) -> pa.Array:
    """Write numbers shortest; whole ones as integers, not-a-number as missing."""
    known = pc.if_else(pc.is_nan(column), None, column)
    whole = pc.and_(pc.equal(pc.floor(known), known), pc.less(pc.abs(known), LARGEST_PLAIN_INTEGER))
    integers = pc.if_else(whole, known, None).cast(pa.int64())
    return pc.if_else(pc.fill_null(whole, fill_value=False), integers.cast(pa.string()), known.cast(pa.string()))


def _rendered(value: object) -> str:
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return value.hex()
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=_json_text)


def _json_text(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
