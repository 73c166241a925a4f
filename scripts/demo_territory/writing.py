"""Files whose bytes depend on their content alone."""

from __future__ import annotations

import gzip
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

__all__ = ["write_csv", "write_geojson", "write_gpkg", "write_text"]


def write_text(text: str, path: Path, *, encoding: str = "utf-8") -> None:
    """Write text; a name in .gz is packed, without the time of day."""
    content = text.encode(encoding)
    path.write_bytes(gzip.compress(content, 9, mtime=0) if path.suffix == ".gz" else content)


def write_csv(
    table: pd.DataFrame, path: Path, *, delimiter: str = ";", encoding: str = "utf-8", header: bool = True
) -> None:
    """Write a table."""
    text = table.to_csv(None, sep=delimiter, index=False, header=header, lineterminator="\n")
    write_text(text, path, encoding=encoding)


def write_geojson(zones: gpd.GeoDataFrame, path: Path) -> None:
    """Write zones in WGS84, to a tenth of a metre."""
    path.unlink(missing_ok=True)
    zones.to_crs("EPSG:4326").to_file(path, driver="GeoJSON", COORDINATE_PRECISION=6, RFC7946="NO", WRITE_NAME="NO")


def write_gpkg(zones: gpd.GeoDataFrame, path: Path) -> None:
    """Write zones into a GeoPackage; GDAL would put the time of day into it."""
    path.unlink(missing_ok=True)
    os.environ["OGR_CURRENT_DATE"] = "2024-01-01T00:00:00.000Z"
    zones.to_file(path, driver="GPKG", layer=path.stem, SPATIAL_INDEX="NO")
