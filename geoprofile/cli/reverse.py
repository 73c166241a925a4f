"""`geoprofile reverse`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from geoprofile.cli.options import FileOptions, position_file_options

if TYPE_CHECKING:
    from geoprofile.files import AddressFile

__all__ = ["reverse_command"]


@click.command("reverse")
@position_file_options
@click.option(
    "--points", nargs=2, required=True, metavar="LONGITUDE LATITUDE", help="Columns of the positions, in WGS84 degrees."
)
@click.option(
    "--within",
    "within_m",
    default=1000.0,
    show_default=True,
    type=click.FloatRange(0, 100_000, min_open=True),
    metavar="METRES",
    help="How far an address may be; farther ones are not taken.",
)
def reverse_command(options: FileOptions, points: tuple[str, str], within_m: float) -> None:
    """Give each position of FILE the nearest address, and how far it is.

    FILE is a CSV, XLSX or Parquet file; its columns come back first and unchanged, every row, in order.

    result_distance_m is the distance in metres, along a great circle. The nearest address is a fact, so that the
    scores are empty.
    """
    from geoprofile.recipes import reverse_file  # noqa: PLC0415  --help answers at once
    from geoprofile.territory.territory import open_territory  # noqa: PLC0415

    opened, territory = options.open(), open_territory(options.territory)
    _say_points(options, opened, points)
    with options.progress(opened) as progress:
        report = reverse_file(
            opened,
            territory,
            options.out,
            points=points,
            within_m=within_m,
            batch_rows=options.batch_rows,
            processes=options.choose_processes(opened),
            resume=options.resume,
            progress=progress,
        )
    options.say_report(report)


def _say_points(options: FileOptions, opened: AddressFile, points: tuple[str, str]) -> None:
    """Show how the file is read, before work begins."""
    from geoprofile.cli.tables import column_lines  # noqa: PLC0415  --help answers at once
    from geoprofile.files import AddressColumns  # noqa: PLC0415

    if not options.quiet:
        form = column_lines(opened, AddressColumns())[:-1]  # the last line is of address columns
        click.echo("\n".join([*form, f"  longitude = {points[0]}; latitude = {points[1]}"]), err=True)
