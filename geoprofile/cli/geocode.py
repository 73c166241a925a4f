"""`geoprofile geocode`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from geoprofile.cli.options import file_options, open_input, progress_bar, say_columns, say_report

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["geocode_command"]


@click.command("geocode")
@file_options
def geocode_command(
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
) -> None:
    """Give each row of FILE a position, a match level and a score.

    FILE is a CSV, XLSX or Parquet file; its columns come back first and unchanged, every row, in order.
    """
    from geoprofile.cli.tables import report_lines  # noqa: PLC0415  --help answers at once
    from geoprofile.recipes import geocode_file, guess_address_columns  # noqa: PLC0415
    from geoprofile.territory.territory import open_territory  # noqa: PLC0415

    opened, place = open_input(file, encoding, delimiter, sheet), open_territory(territory)
    columns = guess_address_columns(opened, address=address, postcode=postcode, city=city, citycode=citycode)
    if not quiet:
        say_columns(opened, columns)
    bar = progress_bar(opened, quiet=quiet)
    report = geocode_file(opened, place, out, columns=columns, batch_rows=batch_rows, resume=resume, progress=bar)
    say_report(report_lines(report), quiet=quiet)
