"""A leaflet plan written to a folder, each file whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.atomic import make_folder
from geoprofile.columns import Column
from geoprofile.crs import WGS84, to_crs
from geoprofile.files.point_output import fixed_date
from geoprofile.recipes.leaflet.maps import plan_map, plan_polygons
from geoprofile.recipes.leaflet.page import leaflet_page, title_of
from geoprofile.recipes.leaflet.record import PLAN_FILE, write_record
from geoprofile.recipes.leaflet.sentences import (
    answer,
    gap_text,
    method_table,
    refusal_texts,
    round_texts,
    walk_text,
    warnings_of,
)
from geoprofile.recipes.leaflet.tables import (
    columns_for,
    communes_table,
    control_table,
    doors_table,
    groups_table,
    postcodes_table,
    rounds_table,
    store_names,
    streets_table,
    zones_table,
)
from geoprofile.recipes.leaflet.words import COLUMN_LABELS, LEAFLET_WORDS

if TYPE_CHECKING:
    from pathlib import Path

    from geoprofile.files.workbook import Sheet
    from geoprofile.recipes.leaflet.flow import LeafletResult

__all__ = ["write_plan"]

# What a former plan may have left, which this one may not have.
OPTIONAL = ("map.html", "plan.gpkg", "plan.geojson", "rounds.html", "doors.csv", "streets.csv", "postcodes.csv")
BLANK = ("start_date", "end_date", "done")


def write_plan(result: LeafletResult, out: Path | str) -> list[Path]:
    """Write all files of a plan; what a former plan left and this one has not is taken away.

    Returns
    -------
    list of Path
        What was written, the page first.

    Raises
    ------
    OutputError
        If the folder cannot be written to.
    """
    from geoprofile.maps.saving import save_map  # noqa: PLC0415  --help answers at once
    from geoprofile.pages.render import save_page  # noqa: PLC0415

    folder = make_folder(out)
    for name in OPTIONAL:
        (folder / name).unlink(missing_ok=True)
    has_outlines = result.inputs.ranking.level in result.inputs.territory.levels
    title, subtitle = title_of(result)
    words, sources = LEAFLET_WORDS[result.wish.language], result.zones.sources
    written: list[Path] = []
    if has_outlines:
        drawn = plan_map(result, title=words["map_title"], subtitle=subtitle, sources=sources)
        written.append(save_map(drawn, folder / "map.html"))
        written += _write_polygons(result, folder)
    written += _write_rounds(result, folder)
    written += _write_tables(result, folder)
    notes = [*answer(result), gap_text(result), *warnings_of(result), *round_texts(result), *refusal_texts(result)]
    written.append(_write_book(result, folder / "plan.xlsx", title, [subtitle, *notes]))
    written.append(write_record(result, folder / PLAN_FILE))
    names = {path.name for path in written}
    page = leaflet_page(
        result, linked_map="map.html" if has_outlines else "",
        linked_rounds="rounds.html" if "rounds.html" in names else "",
    )  # fmt: skip
    return [save_page(page, folder / "plan.html"), *written]


def _write_polygons(result: LeafletResult, folder: Path) -> list[Path]:
    """Write the zones of the plan with their polygons: metric as GeoPackage, in degrees as GeoJSON."""
    from geoprofile.files.writing import replacing  # noqa: PLC0415  only map formats need it

    zones = plan_polygons(result)
    served = zones[zones["status"] != "left_out"].reset_index(drop=True)
    with replacing(folder / "plan.gpkg") as unfinished, fixed_date():
        served.to_file(unfinished, driver="GPKG", layer="zones", engine="pyogrio", SPATIAL_INDEX="YES")
    with replacing(folder / "plan.geojson") as unfinished:
        to_crs(served, WGS84).to_file(
            unfinished, driver="GeoJSON", engine="pyogrio", COORDINATE_PRECISION="6", RFC7946="YES"
        )
    return [folder / "plan.gpkg", folder / "plan.geojson"]


def _write_rounds(result: LeafletResult, folder: Path) -> list[Path]:
    """Write the sheets to print; they name streets and house numbers, which are public, and whom to pass by nowhere."""
    from geoprofile.pages.render import save_page  # noqa: PLC0415  --help answers at once
    from geoprofile.pages.round_sheet import RoundWalk, rounds_page  # noqa: PLC0415

    plan = result.rounds.plan
    if plan is None:
        return []
    words, names = LEAFLET_WORDS[result.wish.language], store_names(result)
    rows = plan.doors.groupby("round").indices
    walks = [
        RoundWalk(
            str(number), plan.doors.iloc[rows[number]].reset_index(drop=True), names.get(store, store), minutes, metres
        )
        for number, store, minutes, metres in zip(
            *(plan.rounds[name].tolist() for name in ("round", "store", "minutes", "walk_m")), strict=True
        )
    ]
    network = result.inputs.territory.streets
    page = rounds_page(
        walks, title=words["rounds_title"], language=result.wish.language,
        streets=None if network is None else network.frame(), subtitle=title_of(result)[1],
        sources=result.zones.sources, note=walk_text(result),
    )  # fmt: skip
    return [save_page(page, folder / "rounds.html")]


def _write_tables(result: LeafletResult, folder: Path) -> list[Path]:
    """Write the tables as delimited text that Excel opens."""
    import pyarrow as pa  # noqa: PLC0415  --help answers at once

    from geoprofile.files import write_output  # noqa: PLC0415

    tables = {"zones.csv": zones_table(result)}
    if len(result.rounds.postcodes):
        tables["postcodes.csv"] = postcodes_table(result)
    if result.rounds.plan is not None:
        tables["streets.csv"] = streets_table(result)
        if not result.wish.is_published:
            tables["doors.csv"] = doors_table(result)
    for name, frame in tables.items():
        write_output([pa.Table.from_pandas(frame, preserve_index=False)], folder / name)
    return [folder / name for name in tables]


def _write_book(result: LeafletResult, path: Path, title: str, notes: list[str]) -> Path:
    """Write the workbook of the distributor."""
    from geoprofile.files.workbook import write_workbook  # noqa: PLC0415  --help answers at once

    language = result.wish.language
    blank = zones_table(result).assign(**{name: pd.array([""] * len(result.chosen), dtype="str") for name in BLANK})
    frames = {
        "zones": blank, "groups": groups_table(result),
        "postcodes": postcodes_table(result) if len(result.rounds.postcodes) else pd.DataFrame(),
        "communes": communes_table(result), "rounds": rounds_table(result), "streets": streets_table(result),
        "controls": control_table(result), "method": method_table(result),
    }  # fmt: skip
    sheets = [_sheet(name, frame, language) for name, frame in frames.items() if len(frame)]
    return write_workbook(path, sheets, title=title, language=language, notes=notes, sources=result.zones.sources)


def _sheet(name: str, frame: pd.DataFrame, language: str) -> Sheet:
    from geoprofile.files.workbook import Sheet  # noqa: PLC0415

    words, labels = LEAFLET_WORDS[language], COLUMN_LABELS[language]
    columns = tuple(
        Column(one.name, labels[one.name], "text") if one.name in BLANK else one for one in columns_for(frame, language)
    )
    return Sheet(words[f"sheet_{name}"], frame, columns, words[f"sheet_{name}_note"])
