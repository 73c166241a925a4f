"""Files of polygons: the layer, the CRS, and geometry that is refused rather than coerced."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.crs import identify_crs
from geoprofile.errors import CrsError, SourceError
from geoprofile.sources.codes import match_column, plain_text
from geoprofile.sources.options import switch_option, text_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from geoprofile.sources.source import Source

__all__ = ["POLYGON_OPTIONS", "coalesced_names", "read_polygons", "zone_frame"]

# What every reader of polygons understands in a recipe.
POLYGON_OPTIONS = ("layer", "crs", "code", "name", "repair", "dissolve")


def read_polygons(source: Source) -> gpd.GeoDataFrame:
    """Read the polygons of a shapefile, GeoPackage, GeoJSON (zipped too) or GeoParquet.

    Parameters
    ----------
    source : Source
        Options: `layer` (where several layers hold polygons), `crs` (instead of what the file says),
        `repair = true` (rebuild invalid polygons with shapely's `make_valid`).

    Returns
    -------
    GeoDataFrame
        The columns of the file, its CRS named by an EPSG code; index 0..n-1.

    Raises
    ------
    SourceError
        If the file is absent or unreadable, or if a geometry is missing, empty, invalid or no polygon.
    CrsError
        If the CRS is unknown.
    """
    if not source.path.exists():
        raise SourceError(f"{source.path} is not there: check the path of this source and --sources.")
    frame = _read(source)
    if frame.empty:
        raise SourceError(f"{source.path.name} holds no polygon: check that the download is complete.")
    return _check_polygons(_name_crs(frame, source), source)


def zone_frame(
    frame: gpd.GeoDataFrame, *, zone_id: pd.Series, zone_name: pd.Series, parent_id: pd.Series, source: Source
) -> gpd.GeoDataFrame:
    """Lay out zones as their contract wants them, a code at most once.

    Parameters
    ----------
    frame : GeoDataFrame of shape (n, ...)
        Its geometry is kept.
    zone_id, zone_name, parent_id : Series of text, shape (n,)
    source : Source
        Option `dissolve = true` unites the polygons that share a code (the first name is kept).

    Returns
    -------
    GeoDataFrame
        Columns of `tables.zone_schema()`.

    Raises
    ------
    SourceError
        If codes repeat and the recipe does not say `dissolve = true`.
    """
    import geopandas as gpd  # noqa: PLC0415  half a second that only readers of polygons need

    columns = {"zone_id": zone_id, "zone_name": zone_name, "parent_id": parent_id}
    zones = gpd.GeoDataFrame(columns, geometry=frame.geometry, crs=frame.crs)
    repeated = zones["zone_id"].duplicated()
    if repeated.any() and not switch_option(source, "dissolve"):
        first = zones.loc[repeated, "zone_id"].iloc[0]
        raise SourceError(
            f"{source.path.name}: {int(repeated.sum())} polygons repeat a code, the first is {first!r}: if "
            "they are parts of one zone, write dissolve = true beside this source in the recipe."
        )
    if repeated.any():
        zones = zones.dissolve(by="zone_id", aggfunc="first", sort=False).reset_index()
    return zones[["zone_id", "zone_name", "parent_id", "geometry"]].reset_index(drop=True)


def coalesced_names(frame: pd.DataFrame, habits: Sequence[str], *, source: Source, option: str = "name") -> pd.Series:
    """Give the names of zones from the first column that fills each row; empty where none does.

    Parameters
    ----------
    habits : sequence of str
        Names that publishers give to the column, the preferred first; the option of the recipe comes before.
    """
    chosen = text_option(source, option)
    if chosen and not match_column(frame.columns, [chosen]):
        raise SourceError(f"{source.path.name} has no column {chosen!r}: it has {', '.join(map(str, frame.columns))}.")
    found = [match_column(frame.columns, [habit]) for habit in ([chosen] if chosen else habits)]
    columns = [plain_text(frame[name]) for name in dict.fromkeys(found) if name]
    if not columns:
        return pd.Series("", index=frame.index, dtype="str")
    names = columns[0]
    for other in columns[1:]:
        names = names.where(names != "", other)
    return names


def _read(source: Source) -> gpd.GeoDataFrame:
    import geopandas as gpd  # noqa: PLC0415
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, GeometryError  # noqa: PLC0415

    try:
        if source.path.suffix == ".parquet":
            frame = gpd.read_parquet(source.path).reset_index(drop=True)
        else:
            frame = gpd.read_file(source.path, layer=_layer(source), engine="pyogrio")
    except (DataLayerError, DataSourceError, FeatureError, GeometryError, ValueError, OSError) as error:
        raise SourceError(
            f"{source.path.name} cannot be read as polygons (kind {source.kind!r} wants a shapefile with its "
            ".shx and .dbf, a GeoPackage, GeoJSON or GeoParquet): check the file and its kind."
        ) from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise SourceError(f"{source.path.name} is a table without geometry: name the file of the polygons.")
    return frame if frame.geometry.name == "geometry" else frame.rename_geometry("geometry")


def _layer(source: Source) -> str:
    """Choose the layer of the recipe, or the only one that can hold polygons."""
    import pyogrio  # noqa: PLC0415

    layers = {str(name): str(kind) for name, kind in pyogrio.list_layers(source.path)}
    chosen = text_option(source, "layer")
    if chosen:
        if chosen not in layers:
            raise SourceError(f"{source.path.name} has no layer {chosen!r}: it has {', '.join(layers)}.")
        return chosen
    sure = [name for name, kind in layers.items() if "Polygon" in kind]
    likely = sure or [name for name, kind in layers.items() if kind in {"Unknown", "GeometryCollection"}]
    if not likely:
        raise SourceError(f"{source.path.name} holds no layer of polygons: name the file of the polygons.")
    if len(likely) > 1:
        raise SourceError(
            f"{source.path.name} has several layers of polygons ({', '.join(likely)}): "
            'write layer = "..." beside this source in the recipe.'
        )
    return likely[0]


def _name_crs(frame: gpd.GeoDataFrame, source: Source) -> gpd.GeoDataFrame:
    from pyproj import CRS  # noqa: PLC0415
    from pyproj.exceptions import CRSError  # noqa: PLC0415

    chosen = text_option(source, "crs")
    try:
        found = CRS.from_user_input(chosen) if chosen else frame.crs
    except CRSError as error:
        raise CrsError(f'{source.path.name}: crs = {chosen!r} names no CRS: write "EPSG:" and a code.') from error
    return frame.set_crs(identify_crs(found, source=source.path.name), allow_override=True)


def _check_polygons(frame: gpd.GeoDataFrame, source: Source) -> gpd.GeoDataFrame:
    shapes = frame.geometry
    void = (shapes.isna() | shapes.is_empty).to_numpy()
    _refuse(void, "have no geometry", "delete them from the file, or draw them", source)
    other = ~shapes.geom_type.isin(["Polygon", "MultiPolygon"]).to_numpy()
    _refuse(other, "are no polygons", "name the file (or layer = ...) of the polygons", source)
    invalid = ~shapes.is_valid.to_numpy()
    if not invalid.any():
        return frame
    if not switch_option(source, "repair"):
        _refuse(
            invalid,
            "are invalid polygons",
            "repair them in a GIS, or write repair = true in the recipe",
            source,
        )
    repaired = frame.set_geometry(shapes.where(~invalid, shapes.make_valid()))
    flat = ~repaired.geom_type.isin(["Polygon", "MultiPolygon"]).to_numpy()
    _refuse(flat, "are no polygons once repaired", "mend them in a GIS", source)
    return repaired


def _refuse(wrong: np.ndarray, fault: str, remedy: str, source: Source) -> None:
    if wrong.any():
        raise SourceError(
            f"{source.path.name}: {int(wrong.sum())} of {len(wrong)} features {fault}, the first is number "
            f"{int(np.flatnonzero(wrong)[0]) + 1}: {remedy}."
        )
