"""Results as delimited text (.csv)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv

from geoprofile.files.defusing import defuse
from geoprofile.files.parquet import column_text
from geoprofile.files.writing import OUTPUT_FORMATS, OutputFormat, OutputStyle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["write_csv"]

MARK = b"\xef\xbb\xbf"


def write_csv(tables: Iterator[pa.Table], schema: pa.Schema, path: Path, style: OutputStyle) -> None:
    """Write UTF-8 text, formulas defused, numbers in their shortest exact form, missing cells empty.

    Text stands in quotes, so that no cell can be cut by a delimiter or a line end within it.
    """
    names = defuse(pa.array(schema.names, pa.string())).to_pylist()
    fields = [pa.field(name, _written_type(field.type)) for name, field in zip(names, schema, strict=True)]
    written = pa.schema(fields)
    options = pcsv.WriteOptions(delimiter=style.delimiter if style.delimiter.isascii() and style.delimiter else ";")
    with path.open("wb") as sink:
        sink.write(MARK if style.bom else b"")
        with pcsv.CSVWriter(sink, written, write_options=options) as writer:
            for table in tables:
                columns = [_written(column, lone=len(names) == 1) for column in table.columns]
                writer.write_table(pa.table(columns, schema=written))


def _written_type(kind: pa.DataType) -> pa.DataType:
    kept = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)
    return kind if kept else pa.string()


def _written(column: pa.ChunkedArray, *, lone: bool) -> pa.ChunkedArray:
    """Make a column ready: no formula, no "nan", empty text missing but in a lone column (a blank line)."""
    if pa.types.is_floating(column.type):
        return pc.if_else(pc.is_nan(column), None, column)
    if _written_type(column.type) == column.type and column.type != pa.string():
        return column
    if column.type != pa.string():
        column = pa.chunked_array([column_text(chunk) for chunk in column.chunks], pa.string())
    if lone:
        return defuse(pc.fill_null(column, ""))
    return defuse(pc.if_else(pc.equal(column, ""), None, column))


OUTPUT_FORMATS.register(".csv")(OutputFormat(write_csv))
