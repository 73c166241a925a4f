"""`geoprofile geocode`."""

from __future__ import annotations

import click

from geoprofile.cli.options import FileOptions, file_options

__all__ = ["geocode_command"]


@click.command("geocode")
@file_options
def geocode_command(options: FileOptions) -> None:
    """Give each row of FILE a position, a match level and a score.

    FILE is a CSV, XLSX or Parquet file; its columns come back first and unchanged, every row, in order.

    result_type says what the position is that of: housenumber, interpolated, street, locality or municipality.
    result_score is the probability that the row is right at that level, and result_match_reason what speaks for
    it, or why nothing was found. docs/geocoding.md explains them.
    """
    from geoprofile.recipes import geocode_file  # noqa: PLC0415  --help answers at once
    from geoprofile.territory.territory import open_territory  # noqa: PLC0415

    opened, territory = options.open(), open_territory(options.territory)
    columns = options.choose_columns(opened)
    options.say_columns(opened, columns)
    with options.progress(opened) as progress:
        report = geocode_file(
            opened,
            territory,
            options.out,
            columns=columns,
            batch_rows=options.batch_rows,
            processes=options.choose_processes(opened),
            resume=options.resume,
            progress=progress,
        )
    options.say_report(report)
