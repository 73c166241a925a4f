"""What a source is, and the six registries that hold a reader for each kind of it.

A new format is one new file in this folder that registers its reader, and one import in `__init__`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from geoprofile.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from geoprofile.tables import VariableTable

__all__ = [
    "ADDRESS_SOURCES",
    "COMMUNE_NAME_SOURCES",
    "STREET_SOURCES",
    "VARIABLE_SOURCES",
    "ZONE_NAME_SOURCES",
    "ZONE_SOURCES",
    "Source",
]


@dataclass(frozen=True)
class Source:
    """One source of a recipe, its file already on this machine.

    Attributes
    ----------
    kind : str
        Name of the reader in one of the registries.
    path : Path
    vintage, licence, publisher : str
        Provenance, from the recipe.
    options : mapping
        What the recipe says beyond that; each reader documents its own.
    """

    kind: str
    path: Path
    vintage: str = ""
    licence: str = ""
    publisher: str = ""
    options: Mapping[str, object] = field(default_factory=dict)


# Chunks that keep `address_schema()`; the same street may come back in several chunks.
AddressReader: TypeAlias = "Callable[[Source], Iterator[pd.DataFrame]]"
# Columns of `zone_schema()`, any CRS that `crs.identify_crs` knows.
ZoneReader: TypeAlias = "Callable[[Source], gpd.GeoDataFrame]"
VariableReader: TypeAlias = "Callable[[Source], VariableTable]"
# Columns of `commune_names.commune_name_schema()`.
CommuneNameReader: TypeAlias = "Callable[[Source], pd.DataFrame]"
# Columns of `streets.street_schema()`, any CRS that `crs.identify_crs` knows.
StreetReader: TypeAlias = "Callable[[Source], gpd.GeoDataFrame]"
# `zone_id`, `zone_name`, `parent_id`.
ZoneNameReader: TypeAlias = "Callable[[Source], pd.DataFrame]"

ADDRESS_SOURCES: Registry[AddressReader] = Registry("address source")
ZONE_SOURCES: Registry[ZoneReader] = Registry("zone source")
VARIABLE_SOURCES: Registry[VariableReader] = Registry("variable source")
COMMUNE_NAME_SOURCES: Registry[CommuneNameReader] = Registry("source of commune names")
STREET_SOURCES: Registry[StreetReader] = Registry("source of streets")
ZONE_NAME_SOURCES: Registry[ZoneNameReader] = Registry("source of zone names")
