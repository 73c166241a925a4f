"""Reading address bases as chunks of text columns, and bringing them to the contract."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv

from geoprofile.errors import SourceError
from geoprofile.sources.options import check_options
from geoprofile.tables import ADDRESS_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geoprofile.sources.source import Source

__all__ = ["address_chunk", "read_text_chunks"]

WRONG_COUNT = re.compile(r"Expected ([0-9]+) columns, got ([0-9]+)")
BLOCK_BYTES = 16 * 2**20


def read_text_chunks(
    source: Source, *, delimiter: str, header: Sequence[str] = (), needed: Sequence[str] = ()
) -> Iterator[pd.DataFrame]:
    """Stream a delimited file (`.gz` too) as text columns, missing cells empty.

    Parameters
    ----------
    header : sequence of str
        Column names of a file without header.
    needed : sequence of str
        Columns that a file with a header must have; the others are not read.

    Yields
    ------
    DataFrame
        Index: position of the row in the file, from 0.

    Raises
    ------
    SourceError
        If the file is missing, isn't delimited text, or lacks a column.
    """
    check_options(source, ())
    columns = list(header or needed)
    start = 0
    try:
        reader = pacsv.open_csv(
            source.path,
            read_options=pacsv.ReadOptions(block_size=BLOCK_BYTES, column_names=list(header) or None),
            parse_options=pacsv.ParseOptions(delimiter=delimiter),
            convert_options=pacsv.ConvertOptions(
                column_types={name: pa.string() for name in columns}, include_columns=columns
            ),
        )
        for batch in reader:
            chunk = batch.to_pandas(types_mapper={pa.string(): pd.StringDtype(na_value=float("nan"))}.get)
            chunk.index = pd.RangeIndex(start, start + len(chunk))
            start += len(chunk)
            yield chunk
    except FileNotFoundError as error:
        raise SourceError(f"{source.path} is not there: check the path of this source and --sources.") from error
    except (pa.ArrowInvalid, pa.ArrowKeyError, OSError) as error:
        wanted = f"{len(columns)} columns without header" if header else f"a header with {', '.join(columns)}"
        raise SourceError(
            f"{source.path.name} is not a file of kind {source.kind!r} ({wanted}, separated by {delimiter!r}): "
            f"{_cause(error)}."
        ) from error


def _cause(error: Exception) -> str:
    """Say what the reader stumbled over, without the row that it quotes."""
    if isinstance(error, pa.ArrowKeyError):
        return "its header lacks some of them"
    counted = WRONG_COUNT.search(str(error))
    if counted:
        return f"a row has {counted.group(2)} columns where {counted.group(1)} are expected"
    return "it cannot be unpacked" if isinstance(error, OSError) else "it is not text of that form"


def address_chunk(source: Source, **columns: pd.Series) -> pd.DataFrame:
    """Bring named text columns to `address_schema()`; columns that a base lacks are empty.

    Addresses without position are left out: there is nothing to find of them.

    Raises
    ------
    SourceError
        Naming the first row whose position is not a number or lies outside the globe.
    """
    frame = pd.DataFrame(columns)
    frame = frame[(frame["longitude"] != "") | (frame["latitude"] != "")]
    frame["housenumber"] = pd.to_numeric(frame["housenumber"], errors="coerce").fillna(0).astype("int64")
    for name, limit in (("longitude", 180), ("latitude", 90)):
        degrees = pd.to_numeric(frame[name], errors="coerce").astype(float)
        wrong = ~(degrees.abs() <= limit)
        if wrong.any():
            raise SourceError(
                f"{source.path.name}: row {frame.index[wrong][0] + 1}: {name} {frame.loc[wrong, name].iloc[0]!r} "
                f"is not a number of degrees between -{limit} and {limit}."
            )
        frame[name] = degrees
    for name in ADDRESS_COLUMNS:
        if name not in frame:
            frame[name] = pd.Series("", index=frame.index, dtype="str")
    return frame[list(ADDRESS_COLUMNS)]
