"""A prepared territory: one folder, opened in milliseconds, read as far as it is asked for.

datapackage.json          what it is made of (Frictionless): sources, licences, vintages, sha256
addresses/                the address index
streets/                  the street network, where the recipe names streets
zones/LEVEL.parquet       GeoParquet 1.1: zone_id, zone_name, parent_id, area_km2, geometry
zones/LEVEL.grid          the index of points in zones
zones/LEVEL.names.parquet zone_id, zone_name, parent_id of zones that have variables and no outlines
variables/LEVEL.parquet   zone_id and one column a variable
dictionary.csv            one line a variable and level
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.countries import COUNTRIES, Country
from geoprofile.errors import TerritoryError
from geoprofile.tables import Variable
from geoprofile.territory.address_index import open_address_index
from geoprofile.territory.street_network import open_street_network
from geoprofile.territory.zone_grid import open_zone_grid

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import numpy as np
    from numpy.typing import NDArray

    from geoprofile.territory.address_index import AddressIndex
    from geoprofile.territory.street_network import StreetNetwork
    from geoprofile.territory.zone_grid import ZoneGrid

__all__ = ["FORMAT_VERSION", "Territory", "ZoneLevel", "is_territory", "open_territory", "territories_folder"]

FORMAT_VERSION = 1
PACKAGE = "datapackage.json"


@dataclass(frozen=True)
class ZoneLevel:
    """The zones of one level; each part is read when it is first asked for."""

    name: str
    folder: Path

    @cached_property
    def table(self) -> pd.DataFrame:
        """zone_id, zone_name, parent_id, area_km2 by zone_id; without outlines, the zones that have variables."""
        columns = ["zone_id", "zone_name", "parent_id", "area_km2"]
        return _read_table(self._zones, columns) if self._zones.is_file() else self._named_only()

    @cached_property
    def grid(self) -> ZoneGrid:
        """Give the index of points in zones, mapped."""
        return open_zone_grid(self.folder / "zones" / f"{self.name}.grid")

    @cached_property
    def zones(self) -> gpd.GeoDataFrame:
        """Give the table with its polygons, in the metric CRS of the country."""
        import geopandas as gpd  # noqa: PLC0415  a third of a second that opening does without

        try:
            return gpd.read_parquet(self._zones)
        except (OSError, ValueError) as error:
            raise TerritoryError(f"{self._zones} is damaged ({error}): build the territory again.") from error

    def polygons(self) -> NDArray[np.object_]:
        """Give the polygons as an array."""
        array: NDArray[np.object_] = self.zones.geometry.to_numpy()
        return array

    @cached_property
    def variables(self) -> pd.DataFrame:
        """Give the values of the level's variables, a row a zone in the order of `table`; no column if none."""
        path = self.folder / "variables" / f"{self.name}.parquet"
        if not path.is_file():
            return pd.DataFrame(index=pd.Index(self.table["zone_id"], name="zone_id"))
        return _read_table(path).set_index("zone_id")

    def _named_only(self) -> pd.DataFrame:
        """Lay out the zones of the table of variables, with the names that a source of names gave."""
        zone_ids = _read_table(self.folder / "variables" / f"{self.name}.parquet", ["zone_id"])["zone_id"]
        names = self.folder / "zones" / f"{self.name}.names.parquet"
        told = _read_table(names).set_index("zone_id") if names.is_file() else pd.DataFrame(index=zone_ids[:0])
        told = told.reindex(index=zone_ids, columns=["zone_name", "parent_id"]).astype(object).fillna("").astype("str")
        return told.reset_index().assign(area_km2=float("nan"))

    @property
    def _zones(self) -> Path:
        return self.folder / "zones" / f"{self.name}.parquet"


@dataclass(frozen=True)
class Territory:
    """An open territory.

    Attributes
    ----------
    folder : Path
    package : mapping
        Its `datapackage.json`.
    """

    folder: Path
    package: Mapping[str, object]

    @property
    def name(self) -> str:
        """Give the name of the territory."""
        return str(self.package["name"])

    @property
    def country(self) -> Country:
        """Give the country that its addresses are written in."""
        return COUNTRIES[str(self.package["country"])]

    @cached_property
    def levels(self) -> dict[str, ZoneLevel]:
        """Give the zone levels, from finest to coarsest."""
        return {
            name: ZoneLevel(name, self.folder)
            for name in self.country.zone_levels
            if (self.folder / "zones" / f"{name}.parquet").is_file()
        }

    @cached_property
    def described_levels(self) -> dict[str, ZoneLevel]:
        """Give the zone levels that have outlines or variables, from finest to coarsest."""
        return {
            name: self.levels.get(name) or ZoneLevel(name, self.folder)
            for name in self.country.zone_levels
            if name in self.levels or (self.folder / "variables" / f"{name}.parquet").is_file()
        }

    @cached_property
    def commune_names(self) -> dict[str, str]:
        """Give the names of communes by code; those without a name are left out."""
        if "commune" not in self.described_levels:
            return {}
        table = self.described_levels["commune"].table
        return {code: name for code, name in zip(table["zone_id"], table["zone_name"], strict=True) if name}

    @cached_property
    def addresses(self) -> AddressIndex:
        """Give the address index, mapped."""
        folder = self.folder / "addresses"
        if not folder.is_dir():
            raise TerritoryError(
                f"The territory {self.name!r} has no addresses: add a source of kind ban, bano or best to its recipe."
            )
        return open_address_index(folder)

    @cached_property
    def streets(self) -> StreetNetwork | None:
        """Give the street network, mapped; None where the recipe names no streets."""
        folder = self.folder / "streets"
        return open_street_network(folder) if folder.is_dir() else None

    @cached_property
    def dictionary(self) -> tuple[Variable, ...]:
        """Give the variables with their labels, units and provenance, finest level first."""
        path = self.folder / "dictionary.csv"
        try:
            rows = pd.read_csv(path, dtype="str", keep_default_na=False).to_dict("records")
        except (OSError, ValueError) as error:
            raise TerritoryError(f"{path} is damaged ({error}): build the territory again.") from error
        return tuple(Variable(**{str(key): value for key, value in row.items()}) for row in rows)


def territories_folder() -> Path:
    """Give the folder that named territories live in: $GEOPROFILE_TERRITORIES, or the user's data folder."""
    told = os.environ.get("GEOPROFILE_TERRITORIES")
    if told:
        return Path(told)
    from platformdirs import user_data_path  # noqa: PLC0415  most callers give a folder

    return user_data_path("geoprofile") / "territories"


def open_territory(territory: str | Path) -> Territory:
    """Open a territory by its folder, or by its name among those in `territories_folder()`.

    Raises
    ------
    TerritoryError
        If there is none, or another version of geoprofile built it.
    """
    named = territories_folder() / str(territory)
    folder = next((one for one in (Path(territory), named) if (one / PACKAGE).is_file()), None)
    if folder is None:
        raise TerritoryError(
            f"There is no territory {str(territory)!r}, neither as a folder nor in {territories_folder()}: build one "
            "with 'geoprofile territory build RECIPE.toml'."
        )
    package = _read_package(folder)
    version = package.get("geoprofile_format")
    if version != FORMAT_VERSION:
        raise TerritoryError(
            f"{folder} has format {version}, this geoprofile reads format {FORMAT_VERSION}: build the territory again."
        )
    return Territory(folder, package)


def is_territory(folder: Path) -> bool:
    """Tell whether a folder was built by geoprofile, in whatever format."""
    try:
        return "geoprofile_format" in _read_package(folder)
    except TerritoryError:
        return False


def _read_package(folder: Path) -> dict[str, object]:
    try:
        package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TerritoryError(f"{folder / PACKAGE} is damaged ({error}): build the territory again.") from error
    if not isinstance(package, dict):
        raise TerritoryError(f"{folder / PACKAGE} is not the description of a territory: build the territory again.")
    return package


def _read_table(path: Path, columns: list[str] | None = None) -> pd.DataFrame:
    try:
        return pd.read_parquet(path, columns=columns)
    except (OSError, ValueError) as error:
        raise TerritoryError(f"{path} is damaged ({error}): build the territory again.") from error
