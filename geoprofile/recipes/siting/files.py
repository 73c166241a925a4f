"""A comparison of sites written to a folder: page, map, a page a candidate, workbook, GeoPackage, GeoJSON."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import numpy as np
import pandas as pd

from geoprofile.atomic import make_folder
from geoprofile.crs import WGS84, to_crs
from geoprofile.files.point_output import fixed_date
from geoprofile.files.writing import replacing
from geoprofile.recipes.siting.maps import catchments_of, sites_map, zones_of
from geoprofile.recipes.siting.page import sites_page
from geoprofile.recipes.siting.surroundings import band_column
from geoprofile.recipes.siting.workbook import SITE_COLUMNS, write_sites_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd

    from geoprofile.recipes.siting.report import SitesReport

__all__ = ["page_names", "write_sites"]

COMPARISON, DRAWN, BOOK, LAYERS, POINTS = "sites.html", "map.html", "sites.xlsx", "sites.gpkg", "sites.geojson"
FOLDER = "sites"
NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]+")
LONGEST = 60


def page_names(place_ids: Iterable[str]) -> dict[str, str]:
    """Name the file of each place: its id without signs that file systems refuse, each name once."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for place_id in place_ids:
        plain = NOT_IN_NAMES.sub("_", place_id)[:LONGEST] or "_"
        free, number = plain, 2
        while free.lower() in taken:
            free, number = f"{plain}_{number}", number + 1
        taken.add(free.lower())
        names[place_id] = f"{free}.html"
    return names


def write_sites(report: SitesReport, out: Path | str) -> list[Path]:
    """Write all files of a comparison, each whole or not at all; pages of candidates of an earlier one go.

    Returns
    -------
    list of Path
        What was written, the comparison first.

    Raises
    ------
    OutputError
        If the folder is a file, or the disk refuses.
    """
    from geoprofile.maps.saving import save_map  # noqa: PLC0415  with what draws it
    from geoprofile.pages.render import save_page  # noqa: PLC0415
    from geoprofile.recipes.siting.site_page import site_page  # noqa: PLC0415

    folder = make_folder(out)
    make_folder(folder / FOLDER)
    former = _former_pages(folder)
    zones, catchments = zones_of(report), catchments_of(report)
    network = report.result.market.territory.streets
    streets = None if network is None else network.frame()
    named = page_names(report.sites.loc[report.sites["is_page"], "place_id"])
    singles = [
        save_page(
            site_page(report, place_id, zones=zones, catchments=catchments, streets=streets, linked=f"../{COMPARISON}"),
            folder / FOLDER / name,
        )
        for place_id, name in named.items()
    ]
    written = [write_sites_workbook(report, folder / BOOK), *_write_layers(report, zones, catchments, folder)]
    if zones is not None:
        written.insert(0, save_map(sites_map(report, zones, catchments, streets), folder / DRAWN))
    paths = {place_id: f"{FOLDER}/{name}" for place_id, name in named.items()}
    page = sites_page(report, pages=paths, linked_map=DRAWN if zones is not None else "")
    written.insert(0, save_page(page, folder / COMPARISON))
    _remove_former(folder / FOLDER, former, set(named.values()))
    return [*written, *singles]


def _former_pages(folder: Path) -> set[str]:
    """Name the pages that the comparison of an earlier run links to; nothing else in the folder is ours."""
    page = folder / COMPARISON
    told = page.read_text(encoding="utf-8", errors="replace") if page.is_file() else ""
    names = {unquote(name) for name in re.findall(rf'href="{FOLDER}/([^"/]+\.html)"', told)}
    return {name for name in names if Path(name).name == name}


def _remove_former(folder: Path, former: set[str], names: set[str]) -> None:
    """Remove the pages of an earlier run that nothing links to any more."""
    # Some disks do not tell small letters from capitals.
    kept = {name.lower() for name in names}
    for name in former:
        if name.lower() not in kept:
            (folder / name).unlink(missing_ok=True)


def _write_layers(
    report: SitesReport, zones: gpd.GeoDataFrame | None, catchments: gpd.GeoDataFrame, folder: Path
) -> list[Path]:
    """Write candidates, catchments and white spots as layers, and the candidates as GeoJSON in degrees."""
    points = _points(report)
    layers = {"candidates": points, "catchments": catchments[["place_id", "minutes", "basis", "geometry"]]}
    spots = report.chain.spots
    if spots is not None and zones is not None and len(report.chain.white_spots):
        place = pd.Series(spots.spot, index=report.result.market.profiles.zones["zone_id"].to_numpy())
        drawn = zones.assign(spot=zones["zone_id"].map(place))
        drawn = drawn[drawn["spot"] >= 0][["spot", "geometry"]].dissolve("spot").reset_index()
        layers["white_spots"] = drawn.merge(report.chain.white_spots, on="spot")
    with replacing(folder / LAYERS) as unfinished, fixed_date():
        for name, layer in layers.items():
            if len(layer):
                layer.to_file(
                    unfinished, driver="GPKG", layer=name, engine="pyogrio", mode="a" if unfinished.exists() else "w"
                )
    with replacing(folder / POINTS) as unfinished, fixed_date():
        options = {"COORDINATE_PRECISION": "6", "RFC7946": "YES"}
        to_crs(points, WGS84).to_file(unfinished, driver="GeoJSON", engine="pyogrio", **options)
    return [folder / LAYERS, folder / POINTS]


def _points(report: SitesReport) -> gpd.GeoDataFrame:
    """Give the candidates that have a position, best first."""
    import geopandas as gpd  # noqa: PLC0415  only where map formats are written

    sites = report.sites[np.isfinite(report.sites["easting"].to_numpy(dtype=float))]
    bounds = [f"{name}_{end}" for name in ("net_own", "net_eur", "forecast_eur") for end in ("low", "high")]
    names = [*SITE_COLUMNS, *bounds, *map(band_column, report.result.market.bands)]
    kept = [name for name in names if name in sites.columns]
    places = gpd.points_from_xy(sites["easting"], sites["northing"])
    crs = report.result.market.territory.country.metric_crs
    return gpd.GeoDataFrame(sites[kept], geometry=places, crs=crs)
