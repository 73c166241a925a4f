"""Lookalike zones: where more people like the customers live. Importing this registers the methods."""

from geoprofile.lookalikes import pu_model, similarity_to_best, twin_zones, typology_index
from geoprofile.lookalikes.method import LOOKALIKE_METHODS
from geoprofile.lookalikes.ranking import rank_zones
from geoprofile.lookalikes.validation import validate_methods

__all__ = [
    "LOOKALIKE_METHODS",
    "pu_model",
    "rank_zones",
    "similarity_to_best",
    "twin_zones",
    "typology_index",
    "validate_methods",
]
