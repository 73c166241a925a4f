"""Catchments written to a folder: a page, a map, a workbook, a GeoPackage and a table of zones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.atomic import make_folder
from geoprofile.recipes.catchment.page import catchments_page, short_sentences
from geoprofile.recipes.catchment.tables import (
    band_table,
    columns_for,
    curve_table,
    customer_zone_table,
    ring_table,
    tier_table,
    title_of,
    zone_table,
)
from geoprofile.recipes.catchment.words import CATCHMENT_LABELS, CATCHMENT_WORDS

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from geoprofile.columns import Column
    from geoprofile.files.workbook import Sheet
    from geoprofile.recipes.catchment.flow import CatchmentResult

__all__ = ["CATCHMENT_FILES", "write_catchments"]

CATCHMENT_FILES = ("catchments.html", "map.html", "catchments.xlsx", "catchments.gpkg", "zones.csv")


def write_catchments(result: CatchmentResult, out: Path | str) -> list[Path]:
    """Write all files of `CATCHMENT_FILES`, each whole or not at all; `zones.csv` only where there are zones.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    OutputError
        If the folder cannot be written to.
    """
    from geoprofile.maps.saving import save_map  # noqa: PLC0415  slow to import
    from geoprofile.pages.render import save_page  # noqa: PLC0415
    from geoprofile.recipes.catchment.maps import catchments_map  # noqa: PLC0415

    folder = make_folder(out)
    page, drawn, book, layers, table = (folder / name for name in CATCHMENT_FILES)
    written = [
        save_map(catchments_map(result), drawn),
        _write_workbook(result, book),
        _write_layers(result, layers),
    ]
    if result.market is not None:
        written.append(_write_zones(result, table))
    # The page comes last, so that what it links to is there.
    return [save_page(catchments_page(result, linked_map=drawn.name), page), *written]


def _write_zones(result: CatchmentResult, path: Path) -> Path:
    import pyarrow as pa  # noqa: PLC0415  only where zones are written

    from geoprofile.files import write_output  # noqa: PLC0415

    write_output([pa.Table.from_pandas(zone_table(result).round(6), preserve_index=False)], path)
    return path


def _write_workbook(result: CatchmentResult, path: Path) -> Path:
    from geoprofile.files.workbook import write_workbook  # noqa: PLC0415  slow to import

    title, subtitle = title_of(result)
    words = CATCHMENT_WORDS[result.language]
    notes = [
        subtitle,
        *short_sentences(result),
        *result.warnings,
        *result.measured,
        *result.notes,
        *words["how"].split("\n"),
    ]
    return write_workbook(
        path, _sheets(result), title=title, language=result.language, notes=notes, sources=result.sources
    )


def _sheets(result: CatchmentResult) -> list[Sheet]:
    """Lay out every table that is not empty."""
    from geoprofile.files.workbook import Sheet  # noqa: PLC0415

    words, language, clientele = CATCHMENT_WORDS[result.language], result.language, result.clientele
    place = ["place_id", "place_name"]
    zone = ["zone_id", "zone_name", "commune"]
    tables: list[tuple[str, pd.DataFrame, list[str]]] = [
        ("places", result.places, [*place, "longitude", "latitude", "match_level", "reason"]),
        ("bands", band_table(result), [*place, "minutes", "households", "persons", "zones", "reached_km", "area_km2",
                                       "edge_share"]),
        ("zones", zone_table(result), [*place, *zone, "mean_minutes", "zone_households"]),
    ]  # fmt: skip
    if clientele is not None:
        tables += [
            ("tiers", tier_table(result, clientele), [*place, "tier", "zone_count", "households", "customers",
                                                      "customers_share", "per_thousand"]),
            ("customers", customer_zone_table(result, clientele), [*place, *zone, "tier", "customers",
             "zone_households", "per_thousand", "cumulative_share", "tier_chance"]),
            ("rings", ring_table(result, clientele), [*place, "ring", "customers", "households", "per_thousand",
                                                      "cumulative_share"]),
            ("curves", curve_table(result, clientele), [*place, "decay", "half_minutes", "half_low", "half_high",
                                                        "note"]),
        ]  # fmt: skip
    sheets = []
    for name, frame, names in tables:
        if frame.empty:
            continue
        columns = columns_for(frame, names, language)
        if name == "zones":
            columns += (*_shares(result), *columns_for(frame, ["customers", "tier"], language))
        sheets.append(Sheet(words[f"sheet_{name}"], frame, columns, words[f"sheet_{name}_note"]))
    return sheets


def _shares(result: CatchmentResult) -> tuple[Column, ...]:
    """Give the columns of the shares of zones."""
    from geoprofile.columns import Column  # noqa: PLC0415
    from geoprofile.recipes.catchment.flow import share_column  # noqa: PLC0415  that module imports none of the files
    from geoprofile.words import digits_text  # noqa: PLC0415

    label = CATCHMENT_LABELS[result.language]["share"]
    return tuple(
        Column(share_column(band), label.format(minutes=digits_text(band, result.language)), "share")
        for band in result.minutes
    )


def _write_layers(result: CatchmentResult, path: Path) -> Path:
    """Write places, polygons and zones as layers in the metric CRS of the country."""
    from geoprofile.files.point_output import fixed_date  # noqa: PLC0415  only map formats need it
    from geoprofile.files.writing import replacing  # noqa: PLC0415

    with replacing(path) as unfinished, fixed_date():
        for name, layer in _layers(result).items():
            layer.to_file(unfinished, driver="GPKG", layer=name, engine="pyogrio", SPATIAL_INDEX="YES",
                          mode="a" if unfinished.exists() else "w")  # fmt: skip
    return path


def _layers(result: CatchmentResult) -> dict[str, gpd.GeoDataFrame]:
    import geopandas as gpd  # noqa: PLC0415  a third of a second that --help does without

    crs = result.territory.country.metric_crs
    placed = result.places[result.places["easting"].notna()]
    points = gpd.points_from_xy(placed["easting"], placed["northing"])
    layers = {
        "places": gpd.GeoDataFrame(placed, geometry=points, crs=crs),
        "catchments": result.polygons,
    }
    if result.market is not None:
        shapes = result.territory.levels[result.market.level].zones.set_index("zone_id").geometry
        table = zone_table(result)
        layers["zones"] = gpd.GeoDataFrame(table, geometry=shapes.reindex(table["zone_id"]).to_numpy(), crs=crs)
    return layers
