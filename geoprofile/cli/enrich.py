"""`geoprofile enrich`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from geoprofile.cli.options import file_options, open_input, progress_bar, say_columns, say_report

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["enrich_command"]


@click.command("enrich")
@file_options
@click.option(
    "--variables",
    metavar="NAME,...",
    help="Variables to attach (default: all; 'territory show' lists them); NAME@LEVEL takes one from another level.",
)
@click.option(
    "--fallback",
    metavar="LEVEL",
    help="Zone level (commune) whose value stands in where a finer one is missing; a <variable>_level column says so.",
)
@click.option(
    "--points",
    nargs=2,
    metavar="LONGITUDE LATITUDE",
    help="Columns of positions that the file already holds: it is not geocoded.",
)
def enrich_command(
    file: Path,
    territory: str,
    out: Path,
    address: tuple[str, ...],
    postcode: str | None,
    city: str | None,
    citycode: str | None,
    encoding: str | None,
    delimiter: str | None,
    sheet: str | None,
    batch_rows: int,
    resume: bool,  # noqa: FBT001  click calls by name
    quiet: bool,  # noqa: FBT001
    variables: str | None,
    fallback: str | None,
    points: tuple[str, str] | None,
) -> None:
    """Geocode FILE, find the zones of each row, and attach what open data says of them.

    FILE is a CSV, XLSX or Parquet file; its columns come back first and unchanged, every row, in order.
    """
    from geoprofile.cli.tables import report_lines  # noqa: PLC0415  --help answers at once
    from geoprofile.files import AddressColumns  # noqa: PLC0415
    from geoprofile.recipes import enrich_file, guess_address_columns  # noqa: PLC0415
    from geoprofile.territory.territory import open_territory  # noqa: PLC0415

    opened, place = open_input(file, encoding, delimiter, sheet), open_territory(territory)
    if points:
        columns = AddressColumns(longitude=points[0], latitude=points[1])
    else:
        columns = guess_address_columns(opened, address=address, postcode=postcode, city=city, citycode=citycode)
    if not quiet:
        say_columns(opened, columns)
    report = enrich_file(
        opened,
        place,
        out,
        columns=columns,
        points=points or None,
        variables=[name.strip() for name in variables.split(",")] if variables else None,
        fallback=fallback,
        batch_rows=batch_rows,
        resume=resume,
        progress=progress_bar(opened, quiet=quiet),
    )
    say_report(report_lines(report), quiet=quiet)
