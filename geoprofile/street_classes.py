"""How streets are drawn: three classes by the `highway` tag of OpenStreetMap, and each street once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import TableError

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = ["STREET_CLASSES", "distinct_streets", "street_classes"]

# From the widest line to the thinnest.
STREET_CLASSES = ("major", "medium", "minor")
MAJOR = frozenset({"motorway", "trunk", "primary"})
MEDIUM = frozenset({"secondary", "tertiary"})


def street_classes(highway: pd.Series) -> pd.Series:
    """Sort streets into `major`, `medium` and `minor`; ramps go with their road, an unknown tag is minor.

    Parameters
    ----------
    highway : Series of shape (n,)
        One tag a street (`primary_link`, `residential`...); missing is allowed.
    """
    tags = highway.fillna("").astype("str").str.removesuffix("_link")
    return tags.map(lambda tag: "major" if tag in MAJOR else "medium" if tag in MEDIUM else "minor").astype("str")


def distinct_streets(streets: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Keep every line once, whichever way it runs and however the rows are ordered, with its `street_class`.

    Raises
    ------
    TableError
        If the table lacks `highway`.
    """
    import shapely  # noqa: PLC0415  only where streets are drawn

    if "highway" not in streets.columns:
        raise TableError("The table of streets lacks column 'highway', which says how wide each is drawn.")
    drawn = streets.geometry.to_numpy()
    lines = streets[~(shapely.is_missing(drawn) | shapely.is_empty(drawn))]
    turned = shapely.normalize(lines.geometry.to_numpy())
    keys = shapely.to_wkb(turned)
    classed = lines.set_geometry(turned, crs=lines.crs).assign(
        street_class=street_classes(lines["highway"]), line_key=keys
    )
    rank = classed["street_class"].map({name: place for place, name in enumerate(STREET_CLASSES)})
    order = np.lexsort((np.asarray(keys, dtype=object), rank.to_numpy()))
    return classed.iloc[order].drop_duplicates("line_key").drop(columns="line_key").reset_index(drop=True)
