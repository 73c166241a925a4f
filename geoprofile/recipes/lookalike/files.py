"""A ranking of lookalike zones written to a file; its suffix names the format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geoprofile.columns import Column
from geoprofile.crs import WGS84, to_crs
from geoprofile.errors import OutputError
from geoprofile.files.point_output import fixed_date
from geoprofile.recipes.lookalike.page import lookalike_map, lookalike_page, method_name, ranked_zones, title_of
from geoprofile.recipes.lookalike.words import COLUMN_LABELS, LOOKALIKE_WORDS
from geoprofile.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from geoprofile.files.workbook import Sheet
    from geoprofile.recipes.lookalike.flow import LookalikeResult

    # Writes a ranking and gives the files that it wrote.
    RankingWriter: TypeAlias = Callable[[LookalikeResult, Path], list[Path]]

__all__ = ["RANKING_FORMATS", "check_ranking_file", "write_lookalikes"]

RANKING_FORMATS: Registry[RankingWriter] = Registry("format of a ranking")
NEEDS_OUTLINES = frozenset({".gpkg", ".geojson"})
# GeoPackage bears the moment it was written; a fixed one keeps the same rows the same bytes.
WRITTEN = "2000-01-01T00:00:00Z"
KINDS = {
    "households": "count", "own_customers": "count", "rank": "count", "index": "index", "type": "code", "group": "code",
}  # fmt: skip


def check_ranking_file(out: Path) -> None:
    """Refuse a file that cannot be written, before any work.

    Raises
    ------
    UnknownNameError
        If no format has its suffix; the message lists them.
    OutputError
        If its folder does not exist.
    """
    RANKING_FORMATS[out.suffix.lower()]
    if not out.absolute().parent.is_dir() or out.is_dir():
        raise OutputError(f"{out} cannot be written: give the name of a file in a folder that exists.")


def write_lookalikes(result: LookalikeResult, out: Path | str) -> list[Path]:
    """Write a ranking as .csv, .xlsx, .gpkg, .geojson or .html, whole or not at all.

    Beside a page stands its map, `<stem>_map.html`, where the territory has outlines.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    UnknownNameError
        If no format has this suffix.
    OutputError
        If the territory has no outlines for a map format, or the disk refuses.
    """
    path = Path(out)
    check_ranking_file(path)
    if path.suffix.lower() in NEEDS_OUTLINES and result.level not in result.territory.levels:
        raise OutputError(
            f"The territory {result.territory.name!r} has no outlines of level {result.level!r}: write .csv, .xlsx or "
            ".html instead."
        )
    return RANKING_FORMATS[path.suffix.lower()](result, path)


@RANKING_FORMATS.register(".csv")
def write_csv(result: LookalikeResult, path: Path) -> list[Path]:
    """Write the ranking as delimited text that Excel opens."""
    import pyarrow as pa  # noqa: PLC0415  only this format needs it

    from geoprofile.files import write_output  # noqa: PLC0415

    write_output([pa.Table.from_pandas(result.ranking, preserve_index=False)], path)
    return [path]


@RANKING_FORMATS.register(".xlsx")
def write_xlsx(result: LookalikeResult, path: Path) -> list[Path]:
    """Write a workbook: what there is to know, the ranking, and the test with its curves."""
    from geoprofile.files.workbook import write_workbook  # noqa: PLC0415  only this format needs it

    title, subtitle = title_of(result)
    notes = [subtitle, *result.warnings, *filter(None, [result.verdict]), *result.notes]
    notes += LOOKALIKE_WORDS[result.language]["how"].split("\n")
    sheets = [_ranking_sheet(result), *_validation_sheets(result)]
    return [write_workbook(path, sheets, title=title, language=result.language, notes=notes, sources=result.sources)]


@RANKING_FORMATS.register(".gpkg")
def write_gpkg(result: LookalikeResult, path: Path) -> list[Path]:
    """Write the polygons in the metric CRS of the country, with the columns of the ranking."""
    _write_polygons(result, path, "GPKG", None, {"SPATIAL_INDEX": "YES"})
    return [path]


@RANKING_FORMATS.register(".geojson")
def write_geojson(result: LookalikeResult, path: Path) -> list[Path]:
    """Write the polygons in degrees (WGS84), with the columns of the ranking."""
    _write_polygons(result, path, "GeoJSON", WGS84, {"COORDINATE_PRECISION": "6", "RFC7946": "YES"})
    return [path]


@RANKING_FORMATS.register(".html")
def write_html(result: LookalikeResult, path: Path) -> list[Path]:
    """Write the page, and beside it the map that it links to."""
    from geoprofile.maps.saving import save_map  # noqa: PLC0415  only this format needs it
    from geoprofile.pages.render import save_page  # noqa: PLC0415

    if result.level not in result.territory.levels:
        return [save_page(lookalike_page(result), path)]
    beside = path.with_name(f"{path.stem}_map{path.suffix}")
    drawn = save_map(lookalike_map(result), beside)
    return [save_page(lookalike_page(result, linked_map=beside.name), path), drawn]


def _write_polygons(result: LookalikeResult, path: Path, driver: str, crs: str | None, options: dict[str, str]) -> None:
    from geoprofile.files.writing import replacing  # noqa: PLC0415  only map formats need it

    zones = ranked_zones(result)
    kept = zones[[*result.ranking.columns, "geometry"]].assign(zone_name=zones["zone_name"])
    moved = kept if crs is None else to_crs(kept, crs)
    with replacing(path) as unfinished, fixed_date():
        moved.to_file(unfinished, driver=driver, layer="zones", engine="pyogrio", **options)


def _ranking_sheet(result: LookalikeResult) -> Sheet:
    """Lay out all zones."""
    from geoprofile.files.workbook import Sheet  # noqa: PLC0415

    labels, words = COLUMN_LABELS[result.language], LOOKALIKE_WORDS[result.language]
    texts = set(result.ranking.select_dtypes(exclude="number").columns)
    columns = tuple(
        Column(name, labels[name], KINDS.get(name, "text" if name in texts else "number"))  # type: ignore[arg-type]
        for name in result.ranking.columns
    )
    return Sheet(words["sheet_ranking"], result.ranking, columns, words["sheet_ranking_note"])


def _validation_sheets(result: LookalikeResult) -> list[Sheet]:
    """Lay out the test of the methods."""
    from geoprofile.files.workbook import Sheet  # noqa: PLC0415

    # Shares of a few customers, handed on, would tell where each of them lives.
    if result.validation is None or (result.is_published and result.is_too_small):
        return []
    labels, words, language = COLUMN_LABELS[result.language], LOOKALIKE_WORDS[result.language], result.language
    summary, calibration = (
        frame.assign(method=[method_name(name, language) for name in frame["method"]])
        for frame in (result.validation.summary, result.validation.calibration)
    )
    gains = result.validation.gains.pivot_table(
        index="households_share", columns="method", values="customers_share", sort=False
    ).reset_index()
    judged = (
        Column("method", labels["method"]),
        *(Column(name, labels[name], "number") for name in ("lift_10", "lift_10_spread", "auc")),
        Column("calibration_error", labels["calibration_error"], "share"),
        Column(f"verdict_{language}", labels["verdict"]),
    )
    curves = tuple(
        Column(name, labels["households_share"] if name == "households_share" else method_name(name, language), "share")
        for name in gains.columns
    )
    rated = (
        Column("method", labels["method"]),
        *(Column(name, labels[name], "count") for name in ("decile", "households", "customers")),
        *(Column(name, labels[name], "share") for name in ("modelled_rate", "observed_rate")),
    )
    return [
        Sheet(words["sheet_validation"], summary, judged, words["sheet_validation_note"]),
        Sheet(words["sheet_gains"], gains, curves, words["sheet_gains_note"]),
        Sheet(words["sheet_calibration"], calibration, rated, words["sheet_calibration_note"]),
    ]
