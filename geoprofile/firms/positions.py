"""INSEE's file of positions of establishments, with the quality of each: 33 is a random point in the commune."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geoprofile.crs import unproject_points
from geoprofile.firms.layouts import POSITION_COLUMNS
from geoprofile.firms.stock import stock_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

__all__ = ["RANDOM_POINT", "read_positions"]

RANDOM_POINT = "33"
SIRET_DIGITS = 14


def read_positions(
    paths: Sequence[Path], sirets: frozenset[str], *, progress: Callable[[int], None] = lambda _rows: None
) -> pd.DataFrame:
    """Read the positions of some establishments.

    Parameters
    ----------
    paths : sequence of Path
        Files GeolocalisationEtablissement_Sirene_pour_etudes_statistiques (none: an empty table).
    sirets : frozenset of str
    progress : function
        Called with the number of rows of each piece read.

    Returns
    -------
    DataFrame
        Index `siret`; `longitude`, `latitude` (WGS84 degrees), `quality` (INSEE's qualite_xy, text).

    Raises
    ------
    SourceError
        If a file lacks the columns of positions.
    """
    parts = [pd.DataFrame(columns=list(POSITION_COLUMNS), dtype="str")]
    wanted = pa.array(sorted(sirets), pa.string())
    for table in stock_tables(paths, POSITION_COLUMNS, required=("siret", "quality"), progress=progress):
        siret = pc.utf8_lpad(table["siret"], SIRET_DIGITS, "0")
        named = table.set_column(0, "siret", siret)
        parts.append(named.filter(pc.is_in(siret, wanted)).to_pandas().astype("str"))
    rows = pd.concat(parts, ignore_index=True).drop_duplicates("siret").set_index("siret").sort_index()
    longitude, latitude, x, y = (
        np.array(pd.to_numeric(rows[name], errors="coerce"), dtype=float)
        for name in ("longitude", "latitude", "x", "y")
    )
    for epsg in sorted(set(rows["epsg"]) - {""}):
        own = (rows["epsg"] == epsg).to_numpy() & np.isnan(longitude) & np.isfinite(x) & np.isfinite(y)
        longitude[own], latitude[own] = unproject_points(x[own], y[own], f"EPSG:{epsg}")
    return pd.DataFrame({"longitude": longitude, "latitude": latitude, "quality": rows["quality"]}, index=rows.index)
