"""Results as Parquet (.parquet), a row group for each table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from geoprofile.files.writing import OUTPUT_FORMATS, OutputFormat, OutputStyle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["write_parquet"]


def write_parquet(tables: Iterator[pa.Table], schema: pa.Schema, path: Path, style: OutputStyle) -> None:  # noqa: ARG001  every writer takes a style
    """Write the tables with their types, zstd-compressed."""
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for table in tables:
            if table.num_rows:
                writer.write_table(pa.table(table.columns, schema=schema), row_group_size=table.num_rows)


OUTPUT_FORMATS.register(".parquet")(OutputFormat(write_parquet))
