"""The level of zones that each kind of zone source gives, from finest to coarsest."""

from __future__ import annotations

__all__ = ["NAMED_LEVELS", "ZONE_LEVELS"]

ZONE_LEVELS: dict[str, str] = {
    "grid_200m": "grid_200m",
    "iris": "iris",
    "statistical_sectors": "statistical_sector",
    "communes": "commune",
    "municipalities_from_sectors": "commune",
}
# The level that each kind of source names, where there are no outlines.
NAMED_LEVELS: dict[str, str] = {"iris_names": "iris"}
