"""From a recipe to a territory folder, all of it or nothing; the same sources give the same bytes."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.countries import COUNTRIES, Country
from geoprofile.crs import to_crs, unproject_points
from geoprofile.errors import RecipeError, TerritoryError
from geoprofile.sources.commune_names import COMMUNE_NAME_COUNTRY, commune_name_schema
from geoprofile.sources.commune_population import official_names
from geoprofile.sources.levels import NAMED_LEVELS, ZONE_LEVELS
from geoprofile.sources.source import (
    ADDRESS_SOURCES,
    COMMUNE_NAME_SOURCES,
    STREET_SOURCES,
    VARIABLE_SOURCES,
    ZONE_NAME_SOURCES,
    ZONE_SOURCES,
    Source,
)
from geoprofile.sources.streets import street_schema
from geoprofile.tables import VariableTable, address_schema, check, dictionary_frame, zone_schema
from geoprofile.territory.address_build import build_address_index
from geoprofile.territory.address_index import save_address_index
from geoprofile.territory.download import fetch, file_sha256
from geoprofile.territory.known_communes import join_known_communes
from geoprofile.territory.package import SourceRecord, write_package
from geoprofile.territory.recipe import Recipe, load_recipe
from geoprofile.territory.street_network import build_street_network, save_street_network
from geoprofile.territory.territory import Territory, is_territory, open_territory, territories_folder
from geoprofile.territory.variables import join_variables
from geoprofile.territory.zone_grid import build_zone_grid, save_zone_grid

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["build_territory"]

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Prepared:
    """A source whose file is here, with what the package says of it."""

    number: int
    source: Source
    file: str
    url: str
    sha256: str


def build_territory(
    recipe: str | Path,
    *,
    sources: str | Path | None = None,
    out: str | Path | None = None,
    progress: Progress = lambda _step: None,
) -> Territory:
    """Build a territory from a recipe.

    Parameters
    ----------
    recipe : str or Path
        A TOML file, or the name of a shipped recipe.
    sources : path, optional
        The folder that paths of the recipe start from; by default that of the recipe.
    out : path, optional
        The folder to write, by default one of the recipe's name among the named territories. An older
        territory there is replaced at the end; any other folder is refused.
    progress : callable
        Told each step in a few words.

    Raises
    ------
    RecipeError, SourceError, CrsError, TerritoryError
        Nothing is left behind.
    """
    plan = load_recipe(recipe)
    target = Path(out) if out is not None else territories_folder() / plan.name
    work = _work_folder(target)
    try:
        _build(plan, Path(sources) if sources is not None else plan.folder, work, progress)
        _replace(work, target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return open_territory(target)


def _work_folder(target: Path) -> Path:
    """Make an empty folder beside the target, once it is sure that nothing of value stands there."""
    empty = not target.exists() or (target.is_dir() and not any(target.iterdir()))
    if not empty and not is_territory(target):
        raise TerritoryError(f"{target} is there and is not a territory: choose another --out, nothing was written.")
    try:
        work = target.with_name(f".{target.name}-{os.getpid()}")
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
    except OSError as error:
        raise TerritoryError(f"{target} cannot be written ({error.strerror}): choose another --out.") from error
    return work


def _build(plan: Recipe, sources: Path, folder: Path, progress: Progress) -> None:
    """Write all parts of the territory into an empty folder."""
    progress("checking the sources")
    prepared = [_prepare(plan, number, sources) for number in range(len(plan.sources))]
    country = COUNTRIES[plan.country]
    rows: Counter[int] = Counter()
    zones = _build_zones([one for one in prepared if one.source.kind in ZONE_SOURCES], country, folder, rows, progress)
    _write_zone_names([one for one in prepared if one.source.kind in ZONE_NAME_SOURCES], folder, rows, progress)
    communes = _known_communes(prepared, zones.get("commune"), country, rows, progress)
    addresses = [one for one in prepared if one.source.kind in ADDRESS_SOURCES]
    if addresses:
        progress("indexing addresses")
        _build_addresses(addresses, communes, country, folder, rows)
    _build_streets([one for one in prepared if one.source.kind in STREET_SOURCES], country, folder, rows, progress)
    tables = []
    for one in prepared:
        if one.source.kind in VARIABLE_SOURCES:
            progress(f"reading {one.file}")
            tables.append(VARIABLE_SOURCES[one.source.kind](one.source))
            rows[one.number] = len(tables[-1].values)
    _write_variables(tables, zones, country, folder)
    for level in sorted({table.zone_level for table in tables} - set(zones)):
        progress(f"note: there are no zones of level {level}: its variables are kept, but no row lies in them")
    records = [SourceRecord(one.source, one.file, one.url, one.sha256, rows[one.number]) for one in prepared]
    write_package(plan, records, folder)


def _prepare(plan: Recipe, number: int, sources: Path) -> Prepared:
    told = plan.sources[number]
    path = fetch(told, sources)
    source = Source(told.kind, path, told.vintage, told.licence, told.publisher, told.options)
    return Prepared(number, source, told.path or path.name, told.url, file_sha256(path))


def _build_addresses(
    prepared: list[Prepared], communes: pd.DataFrame, country: Country, folder: Path, rows: Counter[int]
) -> None:
    """Write the address index, in one pass over all address sources."""
    for one in prepared:
        if one.source.kind not in country.address_sources:
            raise RecipeError(
                f"{one.file}: addresses of kind {one.source.kind!r} are not of this country ({country.code})."
            )
    chunks = chain.from_iterable(_address_chunks(one, rows) for one in prepared)
    save_address_index(build_address_index(chunks, country, known_communes=communes), folder / "addresses")


def _address_chunks(one: Prepared, rows: Counter[int]) -> Iterator[pd.DataFrame]:
    """Read, check and count the chunks of one source."""
    schema = address_schema()
    for chunk in ADDRESS_SOURCES[one.source.kind](one.source):
        rows[one.number] += len(chunk)
        yield check(chunk, schema, what=f"addresses of {one.file}")


def _build_streets(
    prepared: list[Prepared], country: Country, folder: Path, rows: Counter[int], progress: Progress
) -> None:
    """Write the street network, where the recipe names streets."""
    parts = []
    for one in prepared:
        progress(f"reading {one.file}")
        streets = check(STREET_SOURCES[one.source.kind](one.source), street_schema(), what=f"streets of {one.file}")
        rows[one.number] = len(streets)
        parts.append(to_crs(streets, country.metric_crs))
    if parts:
        progress("indexing streets")
        network = build_street_network(pd.concat(parts, ignore_index=True), country.code)
        save_street_network(network, folder / "streets")
        for mode, count in network.left_out.items():
            if count:
                whole = count + int(np.isfinite(network.minutes(mode)).sum())
                progress(
                    f"note: {count} of {whole} street directions of mode {mode} are cut off from the rest: left out"
                )


def _build_zones(
    prepared: list[Prepared], country: Country, folder: Path, rows: Counter[int], progress: Progress
) -> dict[str, gpd.GeoDataFrame]:
    """Write the zones and the index of each level; give their tables."""
    by_level: dict[str, list[gpd.GeoDataFrame]] = {}
    for one in prepared:
        progress(f"reading {one.file}")
        zones = check(ZONE_SOURCES[one.source.kind](one.source), zone_schema(), what=f"zones of {one.file}")
        rows[one.number] = len(zones)
        level = ZONE_LEVELS[one.source.kind]
        if level not in country.zone_levels:
            raise RecipeError(f"{one.file}: zones of level {level!r} are not of this country ({country.code}).")
        by_level.setdefault(level, []).append(to_crs(zones, country.metric_crs))
    tables = {}
    for level, parts in by_level.items():
        progress(f"indexing zones: {level}")
        tables[level] = _write_zones(level, parts, folder)
    return tables


def _write_zones(level: str, parts: list[gpd.GeoDataFrame], folder: Path) -> gpd.GeoDataFrame:
    zones = pd.concat(parts, ignore_index=True).sort_values("zone_id", ignore_index=True)
    twice = zones["zone_id"][zones["zone_id"].duplicated()]
    if len(twice):
        raise RecipeError(f"Zone {twice.iloc[0]!r} of level {level!r} stands in two sources of the recipe: keep one.")
    zones["area_km2"] = zones.geometry.area / 1e6
    zones = zones[["zone_id", "zone_name", "parent_id", "area_km2", "geometry"]]
    (folder / "zones").mkdir(exist_ok=True)
    zones.to_parquet(
        folder / "zones" / f"{level}.parquet", index=False, schema_version="1.1.0", write_covering_bbox=True
    )
    save_zone_grid(build_zone_grid(zones.geometry.to_numpy()), folder / "zones" / f"{level}.grid")
    return zones


def _write_zone_names(prepared: list[Prepared], folder: Path, rows: Counter[int], progress: Progress) -> None:
    """Write what zones are called that may have no outlines."""
    for one in prepared:
        progress(f"reading {one.file}")
        names = ZONE_NAME_SOURCES[one.source.kind](one.source)
        rows[one.number] = len(names)
        (folder / "zones").mkdir(exist_ok=True)
        names.to_parquet(folder / "zones" / f"{NAMED_LEVELS[one.source.kind]}.names.parquet", index=False)


def _known_communes(
    prepared: list[Prepared],
    outlines: gpd.GeoDataFrame | None,
    country: Country,
    rows: Counter[int],
    progress: Progress,
) -> pd.DataFrame:
    """Give names, postcodes and places of the communes that outlines or a source of names know."""
    told = []
    for one in prepared:
        if one.source.kind in COMMUNE_NAME_SOURCES:
            progress(f"reading {one.file}")
            told.append(_commune_names(one, country))
            rows[one.number] = len(told[-1])
    official = [official_names(one.source) for one in prepared if told and one.source.kind == "commune_population"]
    return join_known_communes(None if outlines is None else _inner_points(outlines, country), told, official, country)


def _commune_names(one: Prepared, country: Country) -> pd.DataFrame:
    if COMMUNE_NAME_COUNTRY[one.source.kind] != country.code:
        raise RecipeError(
            f"{one.file}: commune names of kind {one.source.kind!r} are not of this country ({country.code})."
        )
    names = COMMUNE_NAME_SOURCES[one.source.kind](one.source)
    return check(names, commune_name_schema(), what=f"commune names of {one.file}")


def _inner_points(communes: gpd.GeoDataFrame, country: Country) -> pd.DataFrame:
    """Give code, name and a point inside each outline."""
    inside = communes.geometry.representative_point()
    longitude, latitude = unproject_points(inside.x.to_numpy(), inside.y.to_numpy(), country.metric_crs)
    return pd.DataFrame(
        {"citycode": communes["zone_id"], "city": communes["zone_name"], "longitude": longitude, "latitude": latitude}
    )


def _write_variables(
    tables: list[VariableTable], zones: Mapping[str, pd.DataFrame], country: Country, folder: Path
) -> None:
    (folder / "variables").mkdir()
    for table in tables:
        if table.zone_level not in country.zone_levels:
            names = ", ".join(variable.name for variable in table.variables[:3])
            raise RecipeError(
                f"{names}...: zones of level {table.zone_level!r} are not of this country ({country.code}); "
                f"choose from: {', '.join(country.zone_levels)}."
            )
    joined = [join_variables(level, tables, zones.get(level), country) for level in country.zone_levels]
    for table in joined:
        if table.variables:
            values = table.values.rename_axis("zone_id").reset_index()
            values.to_parquet(folder / "variables" / f"{table.zone_level}.parquet", index=False)
    dictionary = dictionary_frame(variable for table in joined for variable in table.variables)
    dictionary.to_csv(folder / "dictionary.csv", index=False, lineterminator="\n")


def _replace(work: Path, target: Path) -> None:
    """Put the finished folder in place; an older one steps aside first, and is back if that fails."""
    if not target.exists():
        work.rename(target)
        return
    aside = work.with_name(f"{work.name}-old")
    target.rename(aside)
    try:
        work.rename(target)
    except OSError:
        aside.replace(target)
        raise
    shutil.rmtree(aside)
