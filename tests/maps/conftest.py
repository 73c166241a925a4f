"""A small town to draw: a row of square zones and customers in them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely


@pytest.fixture
def zones() -> gpd.GeoDataFrame:
    """Give six squares of 0.01 degree; the last has no value."""
    squares = [shapely.box(2 + i / 100, 48, 2.01 + i / 100, 48.01) for i in range(6)]
    return gpd.GeoDataFrame(
        {
            "zone_id": [f"75101010{i}" for i in range(6)],
            "zone_name": [f"Quartier {i}" for i in range(6)],
            "income_median_eur": [12600.0, 18900.0, 21300.0, 24800.0, 33100.0, np.nan],
            "poverty_rate": [0.41, 0.2, 0.153, 0.1, 0.05, np.nan],
        },
        geometry=squares,
        crs="EPSG:4326",
    )


@pytest.fixture
def points() -> pd.DataFrame:
    """Give eight customers: six in zones, one outside all of them, one without position."""
    return pd.DataFrame(
        {
            "client_id": [f"C{i}" for i in range(8)],
            "longitude": [2.005, 2.006, 2.015, 2.025, 2.035, 2.045, 2.5, np.nan],
            "latitude": [48.005] * 7 + [np.nan],
            "result_type": ["housenumber"] * 4 + ["street", "municipality", "housenumber", ""],
        }
    )
