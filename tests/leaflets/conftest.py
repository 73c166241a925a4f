"""A small town of square zones."""

import numpy as np
import pandas as pd
import pytest
import shapely

from geoprofile.zones.adjacency import zone_adjacency


def square_zones(side):
    return np.array([shapely.box(c, r, c + 1, r + 1) for r in range(side) for c in range(side)], dtype=object)


def zone_table(letterboxes, response, store=None):
    letterboxes = np.asarray(letterboxes)
    table = pd.DataFrame(
        {
            "zone_id": [f"Z{row:03d}" for row in range(len(letterboxes))],
            "letterboxes": letterboxes,
            "cost_eur": letterboxes * 0.06,
            "expected_response": np.asarray(response, dtype=float),
        }
    )
    return table if store is None else table.assign(store=store)


@pytest.fixture(scope="session")
def borders():
    """Neighbours of 5 x 5 squares of 100 m."""
    return zone_adjacency(shapely.transform(square_zones(5), lambda xy: xy * 100))
