"""`geoprofile catchment`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geoprofile.atomic import check_folder
from geoprofile.cli.options import read_minutes, reading_options
from geoprofile.errors import GeoprofileError

if TYPE_CHECKING:
    from geoprofile.recipes.catchment import CatchmentResult

__all__ = ["catchment_command"]


@click.command("catchment")
@click.argument("places", type=click.Path(path_type=Path))
@click.option("-t", "--territory", "named", required=True, help="The territory: its folder, or its name.")
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path), help="Folder for the results; made if it is new."
)
@click.option(
    "--by",
    type=click.Choice(["car", "foot", "bike", "straight"]),
    default="car",
    show_default=True,
    help="How people come; without streets in the territory, as the crow flies at that mode's speed.",
)
@click.option(
    "--minutes", default="5,10,15", show_default=True, metavar="LIST", help="Bands of minutes, commas between them."
)
@click.option(
    "--customers", type=click.Path(path_type=Path), metavar="ENRICHED", help="Customers: a file that 'enrich' wrote."
)
@click.option("--store-column", metavar="COL", help="Column of the customers: id of the place that each uses.")
@click.option("--points", nargs=2, metavar="LON LAT", help="Columns of the position of the places.")
@click.option("--id", "place_id", metavar="COL", help="Column of the id of the places.")
@click.option("--level", metavar="LEVEL", help="Zones: iris, grid_200m... (default: the small census areas).")
@click.option(
    "--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="Of page, map and workbook."
)
@click.option("--publish", is_flag=True, help="Hide counts of fewer than 11 customers, and what would give them back.")
@reading_options
def catchment_command(
    places: Path, named: str, out: Path, minutes: str, customers: Path | None, store_column: str | None,
    points: tuple[str, str] | None, place_id: str | None, *, quiet: bool, encoding: str | None, delimiter: str | None,
    sheet: str | None, **told: Any,
) -> None:  # fmt: skip
    """Say who lives within minutes of PLACES, and where their customers come from.

    PLACES is a file of stores or of any places: CSV, XLSX or Parquet, a row a place, with a position or an address.

    Writes a page, a map, a workbook, a GeoPackage and zones.csv: catchments over the streets, households within each
    band, and with --customers the primary, secondary and tertiary catchment and how customers get rarer with distance.
    """
    from geoprofile.files import open_address_file  # noqa: PLC0415  --help answers at once
    from geoprofile.recipes.catchment import find_catchments  # noqa: PLC0415
    from geoprofile.recipes.catchment.files import write_catchments  # noqa: PLC0415
    from geoprofile.recipes.enriched import read_enriched  # noqa: PLC0415
    from geoprofile.recipes.places import read_places  # noqa: PLC0415
    from geoprofile.territory.territory import open_territory  # noqa: PLC0415

    check_folder(out)
    bands = read_minutes(minutes)
    if store_column is not None and customers is None:
        raise GeoprofileError("--store-column names a column of the customers: give their file with --customers.")
    territory = open_territory(named)
    opened = open_address_file(places, encoding=encoding, delimiter=delimiter, sheet=sheet)
    read = read_places(opened, territory, points=points or None, place_id=place_id, prefix="P")
    keep = [store_column] if store_column else []
    found = None if customers is None else read_enriched(customers, territory, keep=keep)
    result = find_catchments(read, territory, bands=bands, enriched=found, store_column=store_column, **told)
    written = write_catchments(result, out)
    if not quiet:
        notes = [*read.notes, *(() if found is None else found.notes)]
        click.echo("\n".join([*notes, *_lines(result), *(f"result: {path}" for path in written)]))


def _lines(result: CatchmentResult) -> list[str]:
    """Sum up: what must not be missed, then what was found, then how it was measured."""
    from geoprofile.recipes.catchment.page import short_sentences  # noqa: PLC0415  --help answers at once
    from geoprofile.recipes.catchment.tables import title_of  # noqa: PLC0415
    from geoprofile.recipes.catchment.words import CATCHMENT_WORDS  # noqa: PLC0415

    title, subtitle = title_of(result)
    headline = CATCHMENT_WORDS[result.language]["headline"].format(title=title, subtitle=subtitle)
    return [headline, *result.warnings, *short_sentences(result), *result.measured, *result.notes]
