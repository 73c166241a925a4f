"""The level of zones that each kind of zone source gives, from finest to coarsest."""

from __future__ import annotations

__all__ = ["ZONE_LEVELS"]

ZONE_LEVELS: dict[str, str] = {
    "grid_200m": "grid_200m",
    "iris": "iris",
    "statistical_sectors": "statistical_sector",
    "communes": "commune",
    "municipalities_from_sectors": "commune",
}
