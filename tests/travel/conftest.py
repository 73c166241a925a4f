"""Small street networks whose answers can be worked out by hand."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geoprofile.sources.streets import MODES
from geoprofile.territory.street_network import build_street_network


def network_of(rows):
    """Make a network of streets (start, end, tags); nodes are (easting, northing) in metres."""
    lines = shapely.linestrings(np.array([row[:2] for row in rows], dtype=float))
    usual = {"name": "", "highway": "residential", "limit_kmh": np.nan, "direction": "both", "bike_direction": "both"}
    tags = pd.DataFrame([usual | dict.fromkeys(MODES, "") | (row[2] if len(row) > 2 else {}) for row in rows])
    nodes = {"start_node": [str(row[0]) for row in rows], "end_node": [str(row[1]) for row in rows]}
    frame = tags.assign(**nodes, length_m=shapely.length(lines))
    return build_street_network(gpd.GeoDataFrame(frame, geometry=lines, crs="EPSG:2154"), "fr")


def places(*points):
    return pd.DataFrame(np.array(points, dtype=float).reshape(-1, 2), columns=["easting", "northing"])


def random_town(seed, side=7):
    """Draw a bent grid of streets of several classes, some one-way, some missing."""
    rng = np.random.default_rng(seed)
    nodes = {
        (i, j): (100.0 * i + rng.uniform(-30, 30), 100.0 * j + rng.uniform(-30, 30))
        for i in range(side)
        for j in range(side)
    }
    rows = []
    for (i, j), here in nodes.items():
        for there in ((i + 1, j), (i, j + 1)):
            if there in nodes and rng.random() > 0.1:
                highway = str(rng.choice(["primary", "residential", "footway", "steps", "service"]))
                direction = str(rng.choice(["both", "both", "forward", "backward"]))
                rows.append((here, nodes[there], {"highway": highway, "direction": direction}))
    return network_of(rows)


@pytest.fixture(scope="session")
def block():
    """Give a square of four streets of 480 m, the eastern one one-way to the north; on foot six minutes each."""
    corners = [(0.0, 0.0), (480.0, 0.0), (480.0, 480.0), (0.0, 480.0)]
    one_way = {"direction": "forward"}
    return network_of(
        [
            (corners[0], corners[1]),
            (corners[1], corners[2], one_way),
            (corners[2], corners[3]),
            (corners[3], corners[0]),
        ]
    )
