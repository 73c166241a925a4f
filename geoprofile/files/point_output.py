"""Results as points for a map: GeoPackage (.gpkg) and GeoJSON (.geojson)."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geoprofile.crs import WGS84
from geoprofile.errors import OutputError
from geoprofile.files.names import unique_names
from geoprofile.files.writing import OUTPUT_FORMATS, OutputFormat, OutputStyle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["fixed_date", "write_geojson", "write_gpkg"]

POINT_COLUMNS = ("longitude", "latitude")
# GeoPackage bears the moment it was written; a fixed one keeps the same rows the same bytes.
WRITTEN = "2000-01-01T00:00:00Z"
LAYER = "addresses"


def check_points(table: pa.Table, first_row: int) -> None:  # noqa: ARG001  every check takes the row
    """Refuse a table without position.

    Raises
    ------
    OutputError
    """
    position_columns(table.schema)


def position_columns(schema: pa.Schema) -> list[str]:
    """Name the columns of longitude and latitude: the last that bear the name, or it and a number, and hold numbers.

    Raises
    ------
    OutputError
        If there is none.
    """
    found = []
    for wanted in POINT_COLUMNS:
        numbers = [field.name for field in schema if pa.types.is_floating(field.type)]
        fitting = [name for name in numbers if re.fullmatch(rf"{wanted}(_[0-9]+)?", name)]
        if not fitting:
            raise OutputError(f"A map needs numbers in a column {wanted!r}, the result has none: write .csv instead.")
        found.append(fitting[-1])
    return found


def write_gpkg(tables: Iterator[pa.Table], schema: pa.Schema, path: Path, style: OutputStyle) -> None:  # noqa: ARG001  every writer takes a style
    """Write a layer ``addresses`` of points; a row without position has an empty geometry."""
    names = _names_without_case(schema.names)
    fid, geometry = unique_names([name.casefold() for name in names], ["fid", "geom"])
    options = {"FID": fid, "GEOMETRY_NAME": geometry, "SPATIAL_INDEX": "YES"}
    _write(
        tables,
        pa.schema([pa.field(n, f.type) for n, f in zip(names, schema, strict=True)]),
        path,
        "GPKG",
        options,
    )


def write_geojson(tables: Iterator[pa.Table], schema: pa.Schema, path: Path, style: OutputStyle) -> None:  # noqa: ARG001  every writer takes a style
    """Write a collection of points; a row without position has the geometry null."""
    _write(tables, schema, path, "GeoJSON", {"COORDINATE_PRECISION": "7", "RFC7946": "YES"})


def _write(tables: Iterator[pa.Table], schema: pa.Schema, path: Path, driver: str, options: dict[str, str]) -> None:
    import pyogrio  # noqa: PLC0415  only map output needs it
    from pyogrio.errors import DataLayerError, DataSourceError  # noqa: PLC0415

    geometry = unique_names(schema.names, ["geometry"])[0]
    whole = schema.append(pa.field(geometry, pa.binary()))
    failures: list[BaseException] = []
    batches = _batches(tables, whole, failures)
    try:
        with fixed_date():
            pyogrio.write_arrow(
                pa.RecordBatchReader.from_batches(whole, batches),
                path,
                layer=LAYER,
                driver=driver,
                geometry_name=geometry,
                geometry_type="Point",
                crs=WGS84,
                layer_options=options,
            )
    except (RuntimeError, DataSourceError, DataLayerError) as error:
        if failures:
            raise failures[0] from None
        raise OutputError(f"GDAL cannot write the {driver} file ({error}): check the disk.") from error


def _batches(tables: Iterator[pa.Table], schema: pa.Schema, failures: list[BaseException]) -> Iterator[pa.RecordBatch]:
    """Yield batches with points; what fails here is kept, as GDAL hides it behind an error of its own."""
    try:
        for table in tables:
            yield from _with_points(table, schema).to_batches()
    except BaseException as error:
        failures.append(error)
        raise


def _with_points(table: pa.Table, schema: pa.Schema) -> pa.Table:
    import shapely  # noqa: PLC0415  only map output needs it

    longitude, latitude = (
        np.asarray(pc.fill_null(table[name], np.nan), dtype=float) for name in position_columns(table.schema)
    )
    known = np.isfinite(longitude) & np.isfinite(latitude)
    points = np.full(len(known), None, dtype=object)
    points[known] = shapely.to_wkb(shapely.points(longitude[known], latitude[known]))
    columns = [_without_nan(column) for column in table.columns]
    return pa.table([*columns, pa.array(points, pa.binary())], schema=schema)


def _without_nan(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Make what is no number missing; neither format can write it."""
    return pc.if_else(pc.is_finite(column), column, None) if pa.types.is_floating(column.type) else column


def _names_without_case(names: list[str]) -> list[str]:
    """Name columns for SQLite, to which "Nom" and "nom" are one."""
    renamed: list[str] = []
    for name in names:
        folded = [other.casefold() for other in renamed]
        number, candidate = 2, name
        while candidate.casefold() in folded:
            number, candidate = number + 1, f"{name}_{number}"
        renamed.append(candidate)
    return renamed


@contextmanager
def fixed_date() -> Iterator[None]:
    """Have map formats bear a fixed date, so that the same rows are the same bytes."""
    import pyogrio  # noqa: PLC0415  only map output needs it

    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": WRITTEN})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


OUTPUT_FORMATS.register(".gpkg")(OutputFormat(write_gpkg, check=check_points))
OUTPUT_FORMATS.register(".geojson")(OutputFormat(write_geojson, check=check_points))
