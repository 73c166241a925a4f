"""Frames made into Arrow tables of one schema, whatever a batch happens to hold."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geoprofile.errors import TableError
from geoprofile.files.parquet import column_text

__all__ = ["typed_table"]


def typed_table(frame: pd.DataFrame, schema: pa.Schema | None = None) -> pa.Table:
    """Make a frame into an Arrow table; its index is left out.

    Parameters
    ----------
    frame : DataFrame
        Columns of text, numbers, truth values or dates; any other is written as text.
    schema : pyarrow.Schema, optional
        That of the first batch. Without it each column gets the type of its dtype, never of its values.

    Returns
    -------
    pyarrow.Table
        Missing values are null.

    Raises
    ------
    TableError
        If columns or values do not fit `schema`.
    """
    names = [str(name) for name in frame.columns]
    if schema is None:
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise TableError(f"The result has two columns named {twice!r}: rename one.")
        schema = pa.schema([pa.field(str(name), _type(dtype)) for name, dtype in frame.dtypes.items()])
    elif names != schema.names:
        raise TableError(f"A batch has the columns {names}, the first batch had {schema.names}.")
    columns = [_column(frame.iloc[:, position], field) for position, field in enumerate(schema)]
    return pa.table(columns, schema=schema)


def _type(dtype: Any) -> pa.DataType:
    """Give the type that a column keeps in all batches."""
    if pd.api.types.is_bool_dtype(dtype):
        return pa.bool_()
    if pd.api.types.is_integer_dtype(dtype):
        return pa.int64()
    if pd.api.types.is_float_dtype(dtype):
        return pa.float64()
    return pa.timestamp("us") if pd.api.types.is_datetime64_dtype(dtype) else pa.string()


def _column(series: pd.Series, field: pa.Field) -> pa.Array:
    if field.type == pa.string():
        return _text(series)
    try:
        return pa.array(series, from_pandas=True).cast(field.type)
    except (pa.ArrowException, OverflowError) as error:
        raise TableError(
            f"Column {field.name!r} holds {field.type} in the first batch and something else in a later one."
        ) from error


def _text(series: pd.Series) -> pa.Array:
    try:
        values = pa.array(series, from_pandas=True)
    except pa.ArrowException:  # values of several types in one column
        values = pa.array([None if _is_missing(value) else str(value) for value in series], pa.string())
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    if pa.types.is_large_string(values.type) or pa.types.is_null(values.type) or pa.types.is_string(values.type):
        return values.cast(pa.string())
    known = values.is_valid()
    return pc.if_else(known, column_text(values), None)


def _is_missing(value: Any) -> bool:
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))
