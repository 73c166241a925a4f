"""From customers to a ranking of zones, its page, map and files."""

from geoprofile.recipes.lookalike.flow import LookalikeResult, lookalike_zones

__all__ = ["LookalikeResult", "lookalike_zones"]
