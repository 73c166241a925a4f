"""`geoprofile enrich`."""

from __future__ import annotations

import click

from geoprofile.cli.options import FileOptions, file_options

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
    options: FileOptions, variables: str | None, fallback: str | None, points: tuple[str, str] | None
) -> None:
    """Geocode FILE, find the zones of each row, and attach what open data says of them.

    FILE is a CSV, XLSX or Parquet file; its columns come back first and unchanged, every row, in order.
    """
    from geoprofile.files import AddressColumns  # noqa: PLC0415  --help answers at once
    from geoprofile.recipes import enrich_file  # noqa: PLC0415
    from geoprofile.territory.territory import open_territory  # noqa: PLC0415

    opened, territory = options.open(), open_territory(options.territory)
    columns = AddressColumns(longitude=points[0], latitude=points[1]) if points else options.choose_columns(opened)
    options.say_columns(opened, columns)
    with options.progress(opened) as progress:
        report = enrich_file(
            opened,
            territory,
            options.out,
            columns=columns,
            points=points or None,
            variables=[name.strip() for name in variables.split(",")] if variables else None,
            fallback=fallback,
            batch_rows=options.batch_rows,
            processes=options.choose_processes(opened),
            resume=options.resume,
            progress=progress,
        )
    options.say_report(report)
