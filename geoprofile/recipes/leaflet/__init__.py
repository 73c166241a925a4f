"""Leaflets: which zones, in which rounds, at what cost and for what; and what came of it."""

from geoprofile.recipes.leaflet.flow import LeafletResult, plan_leaflets
from geoprofile.recipes.leaflet.inputs import LeafletInputs, read_inputs
from geoprofile.recipes.leaflet.wish import LeafletWish

__all__ = ["LeafletInputs", "LeafletResult", "LeafletWish", "plan_leaflets", "read_inputs"]
