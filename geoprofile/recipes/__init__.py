"""The flows, each readable from top to bottom; a module for each job, that of address files being at hand here."""

from geoprofile.recipes.addresses import (
    FileReport,
    enrich,
    enrich_file,
    geocode,
    geocode_file,
    guess_address_columns,
    reverse,
    reverse_file,
)

__all__ = [
    "FileReport",
    "enrich",
    "enrich_file",
    "geocode",
    "geocode_file",
    "guess_address_columns",
    "reverse",
    "reverse_file",
]
