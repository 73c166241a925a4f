"""`geoprofile profile`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geoprofile.cli.options import read_typology, reading_options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geoprofile.recipes.enriched import Enriched
    from geoprofile.recipes.profile import CustomerProfile

__all__ = ["profile_command"]

SUFFIXES = (".html", ".xlsx")


@click.command("profile")
@click.argument("enriched", type=click.Path(path_type=Path))
@click.option("-t", "--territory", required=True, help="The territory that the file was enriched with.")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="The report: .html or .xlsx.")
@click.option(
    "--typology", type=click.Path(path_type=Path), help="Folder of a typology: the profile is by group and type too."
)
@click.option("--level", metavar="LEVEL", help="Take variables from this zone level alone (default: the finest each).")
@click.option("--weight", metavar="COL", help="Column of what each customer weighs, such as turnover.")
@click.option(
    "--within",
    metavar="CODES|FILE",
    help="Compare within these zones: codes of communes with commas between, or a file of zone ids "
    "(default: the whole territory).",
)
@click.option(
    "--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="Language of the report."
)
@reading_options
def profile_command(
    enriched: Path,
    territory: str,
    out: Path,
    typology: Path | None,
    level: str | None,
    weight: str | None,
    within: str | None,
    language: str,
    encoding: str | None,
    delimiter: str | None,
    sheet: str | None,
    quiet: bool,  # noqa: FBT001  click calls by name
) -> None:
    """Compare the customers of ENRICHED with the population around them: index 100 is everyone.

    ENRICHED is a CSV, XLSX or Parquet file that 'geoprofile enrich' wrote with the same territory.

    The report says by group and type of area, and by every variable, where customers are more or less frequent, and
    what chance alone explains. No cell of fewer than 11 customers or households is published.
    """
    from geoprofile.errors import OutputError  # noqa: PLC0415  --help answers at once
    from geoprofile.files import open_address_file  # noqa: PLC0415
    from geoprofile.recipes.area import read_area  # noqa: PLC0415
    from geoprofile.recipes.enriched import read_enriched  # noqa: PLC0415
    from geoprofile.recipes.profile import profile_customers  # noqa: PLC0415
    from geoprofile.territory.territory import open_territory  # noqa: PLC0415

    if out.suffix.lower() not in SUFFIXES:
        raise OutputError(f"A profile is written as {' or '.join(SUFFIXES)}, not as {out.name!r}: change its suffix.")
    place = open_territory(territory)
    types = read_typology(typology)
    opened = open_address_file(enriched, encoding=encoding, delimiter=delimiter, sheet=sheet)
    read = read_enriched(opened, place, keep=[weight] if weight else [])
    if not quiet:
        click.echo("\n".join(_lines_on_file(read)), err=True)
    result = profile_customers(
        read,
        place,
        level=level,
        weight=weight,
        area=read_area(within, place) if within else None,
        **types,
    )
    _write(result, out, language)
    if not quiet:
        click.echo("\n".join(_lines_on_result(result, out, language)))


def _write(result: CustomerProfile, out: Path, language: str) -> None:
    """Write the report in the format that its suffix names."""
    if out.suffix.lower() == ".html":
        from geoprofile.recipes.profile.page import save_profile_page  # noqa: PLC0415  one of the two is needed

        save_profile_page(result, out, language=language)
    else:
        from geoprofile.recipes.profile.workbook import profile_workbook  # noqa: PLC0415

        profile_workbook(result, out, language=language)


def _lines_on_file(read: Enriched) -> Iterator[str]:
    """Say how the file is read."""
    yield f"{read.name}: {len(read.rows):,} customers"
    yield "  zones: " + "; ".join(f"{level} = {column}" for level, column in read.zone_columns.items())
    yield from (f"  note: {note}" for note in read.notes)


def _lines_on_result(result: CustomerProfile, out: Path, language: str) -> Iterator[str]:
    """Sum up what came out."""
    from geoprofile.recipes.profile.sentences import headline  # noqa: PLC0415  --help answers at once

    reach = result.reach
    yield f"{reach.rows - reach.located:,} customers without a zone of level {reach.level!r}"
    if reach.located > reach.inside:
        without = f", or without a value of {result.weighted_by!r}" if result.weighted_by else ""
        yield f"{reach.located - reach.inside:,} customers outside the area{without}"
    yield f"{reach.inside:,} customers compared with {reach.households:,.0f} {reach.counted_by.unit}"
    yield headline(result, language)
    yield f"result: {out}"
