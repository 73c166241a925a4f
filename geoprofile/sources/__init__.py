"""Readers of open data. Importing this package registers a reader for each kind of source."""

from geoprofile.sources import (
    ban,
    bano,
    best,
    commune_population,
    communes,
    filosofi,
    grid,
    grid_variables,
    insee_census,
    iris,
    iris_names,
    laposte,
    statbel,
    statistical_sectors,
    table,
    urban_zoning,
)

__all__ = [
    "ban",
    "bano",
    "best",
    "commune_population",
    "communes",
    "filosofi",
    "grid",
    "grid_variables",
    "insee_census",
    "iris",
    "iris_names",
    "laposte",
    "statbel",
    "statistical_sectors",
    "table",
    "urban_zoning",
]
