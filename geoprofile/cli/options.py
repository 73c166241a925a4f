"""Options that `geocode` and `enrich` share, and the way they run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from geoprofile.files import AddressColumns, AddressFile

__all__ = ["file_options", "open_input", "progress_bar", "say_columns", "say_report"]

F = TypeVar("F", bound=Callable[..., object])

OPTIONS = (
    click.argument("file", type=click.Path(path_type=Path)),
    click.option("-t", "--territory", required=True, help="A territory: its folder, or its name."),
    click.option(
        "-o", "--out", required=True, type=click.Path(path_type=Path),
        help="The result: .csv, .xlsx, .parquet, .gpkg or .geojson.",
    ),
    click.option(
        "--address", multiple=True, metavar="COL",
        help="Column of the delivery address; repeat it for several, in reading order.",
    ),
    click.option("--postcode", metavar="COL", help="Column of the postcode."),
    click.option("--city", metavar="COL", help="Column of the commune's name."),
    click.option("--citycode", metavar="COL", help="Column of the commune's INSEE or NIS code."),
    click.option("--encoding", help="Encoding of a CSV file (default: found out)."),
    click.option("--delimiter", help="Delimiter of a CSV file (default: found out)."),
    click.option("--sheet", help="Sheet of a workbook (default: the first)."),
    click.option(
        "--batch-rows", default=50_000, show_default=True, type=click.IntRange(min=1), help="Rows worked on at a time."
    ),
    click.option("--resume", is_flag=True, help="Go on where an interrupted run of the same command stopped."),
    click.option("--quiet", is_flag=True, help="Say nothing but errors."),
)  # fmt: skip


def file_options(command: F) -> F:
    """Give a command the options of reading an address file and writing a result."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def open_input(path: Path, encoding: str | None, delimiter: str | None, sheet: str | None) -> AddressFile:
    """Open the address file as the options say."""
    from geoprofile.files import open_address_file  # noqa: PLC0415  --help answers at once

    return open_address_file(path, encoding=encoding, delimiter=delimiter, sheet=sheet)


def say_columns(file: AddressFile, columns: AddressColumns) -> None:
    """Show how the file is read, before work begins."""
    how = ", ".join(
        part for part in (file.format, file.encoding, repr(file.delimiter) if file.delimiter else "") if part
    )
    click.echo(f"{file.path.name}: {file.row_count:,} rows ({how})", err=True)
    for note in file.notes:
        click.echo(f"  note: {note}", err=True)
    told = {
        "address": ", ".join(columns.address),
        "postcode": columns.postcode,
        "city": columns.city,
        "citycode": columns.citycode,
    }
    read = "; ".join(f"{part} = {name}" for part, name in told.items() if name)
    click.echo(f"  {read} (to choose others: --address, --postcode, --city, --citycode)", err=True)


def progress_bar(file: AddressFile, *, quiet: bool) -> Callable[[int], None]:
    """Show progress in rows on standard error, with the time left."""
    if quiet:
        return lambda _rows: None
    from tqdm import tqdm  # noqa: PLC0415  --help answers at once

    bar = tqdm(total=file.row_count, unit=" rows", unit_scale=True)

    def advance(rows: int) -> None:
        bar.update(rows)
        if bar.n >= file.row_count:
            bar.close()

    return advance


def say_report(lines: list[str], *, quiet: bool) -> None:
    """Print the summary, unless asked not to."""
    if not quiet:
        click.echo("\n".join(lines))
