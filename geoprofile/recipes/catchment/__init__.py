"""From places to their catchments: who lives within minutes, and where the customers come from."""

from geoprofile.recipes.catchment.flow import CatchmentResult, find_catchments

__all__ = ["CatchmentResult", "find_catchments"]
