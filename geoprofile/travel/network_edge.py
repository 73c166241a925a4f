"""Where a catchment meets the end of the streets that are known: what lies beyond cannot be told."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from geoprofile.territory.street_network import StreetNetwork

__all__ = ["EDGE_M", "edge_shares", "network_outline"]

# An outline this near to that of the network is cut by it, and not by the minutes.
EDGE_M = 150.0
# How closely the outline follows the crossings: 0 as closely as it can, 1 is their convex hull. In between, as the gap
# between two towns is no end of the streets, and an extract need not be convex.
CONCAVE = 0.5
FEWEST_NODES = 4


def edge_shares(network: StreetNetwork | None, shapes: ArrayLike) -> NDArray[np.float64]:
    """Give the share of each outline that lies at the edge of the network, or beyond it.

    Parameters
    ----------
    network : StreetNetwork or None
    shapes : array of n polygons
        In the CRS of the network.

    Returns
    -------
    float64 array of shape (n,)
        0 to 1; NaN without a network, and for an empty polygon.
    """
    drawn = np.asarray(shapes, dtype=object)
    shares = np.full(len(drawn), np.nan)
    if network is None or network.node_count < FEWEST_NODES:
        return shares
    inside = shapely.buffer(network_outline(network), -EDGE_M)
    outlines = shapely.boundary(drawn)
    length = shapely.length(outlines)
    known = length > 0
    within = shapely.length(shapely.intersection(outlines[known], inside))
    shares[known] = np.clip(1 - within / length[known], 0, 1)
    return shares


@lru_cache(maxsize=4)
def network_outline(network: StreetNetwork) -> shapely.Geometry:
    """Draw the land that the crossings of a network stand on, in its CRS."""
    nodes = np.column_stack([network.column("nodes", name) for name in ("easting", "northing")])
    return shapely.concave_hull(shapely.multipoints(nodes), ratio=CONCAVE)
