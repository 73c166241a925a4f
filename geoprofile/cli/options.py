"""Options that `geocode` and `enrich` share, and the way they run."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import wraps
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geoprofile.errors import GeoprofileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from geoprofile.files import AddressColumns, AddressFile
    from geoprofile.recipes import FileReport

__all__ = [
    "NUMBER",
    "QUIET",
    "FileOptions",
    "file_options",
    "position_file_options",
    "read_minutes",
    "read_typology",
    "reading_options",
]


class NumberType(click.ParamType):  # type: ignore[type-arg]  # click 8.1 takes none
    """A number with a decimal point or a decimal comma."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read `300.50` and `300,50` alike; `1,500` may be 1500 or 1.5, and is refused."""
        from geoprofile.numerals import plain_number  # noqa: PLC0415  --help answers at once

        try:
            return float(plain_number(str(value)))
        except ValueError:
            self.fail(f"{value!r} is no number: write it as 1500, 300.50 or 300,50.", param, ctx)


NUMBER = NumberType()


READING = (
    click.option("--encoding", help="Encoding of a CSV file (default: found out)."),
    click.option("--delimiter", help="Delimiter of a CSV file (default: found out)."),
    click.option("--sheet", help="Sheet of a workbook (default: the first)."),
)
QUIET = click.option("--quiet", is_flag=True, help="Say nothing but errors.")

OPTIONS = (
    click.argument("file", type=click.Path(path_type=Path)),
    click.option("-t", "--territory", required=True, help="A territory: its folder, or its name."),
    click.option(
        "-o", "--out", required=True, type=click.Path(path_type=Path),
        help="The result: .csv, .xlsx, .parquet, .gpkg or .geojson.",
    ),
    *READING,
    click.option(
        "--batch-rows", default=50_000, show_default=True, type=click.IntRange(min=1), help="Rows worked on at a time."
    ),
    click.option(
        "--processes", type=click.IntRange(min=1), metavar="N",
        help="Processes that work on batches at a time (default: one a core for large files, at most 8; else 1).",
    ),
    click.option("--resume", is_flag=True, help="Go on where an interrupted run of the same command stopped."),
    QUIET,
)  # fmt: skip


# Behind file, territory and result stand the columns of the address.
WHERE = 3
ADDRESS_OPTIONS = (
    click.option(
        "--address", multiple=True, metavar="COL",
        help="Column of the delivery address; repeat it for several, in reading order.",
    ),
    click.option("--postcode", metavar="COL", help="Column of the postcode."),
    click.option("--city", metavar="COL", help="Column of the commune's name."),
    click.option("--citycode", metavar="COL", help="Column of the commune's INSEE or NIS code."),
)  # fmt: skip


@dataclass(frozen=True)
class FileOptions:
    """What the shared options say, and the steps that follow from them alone."""

    file: Path
    territory: str
    out: Path
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    batch_rows: int
    processes: int | None
    resume: bool
    quiet: bool
    address: tuple[str, ...] = ()
    postcode: str | None = None
    city: str | None = None
    citycode: str | None = None

    def open(self) -> AddressFile:
        """Open the address file."""
        from geoprofile.files import open_address_file  # noqa: PLC0415  --help answers at once

        return open_address_file(self.file, encoding=self.encoding, delimiter=self.delimiter, sheet=self.sheet)

    def choose_processes(self, opened: AddressFile) -> int:
        """Say how many processes work on the file: as told, or as its size is worth."""
        from geoprofile.files.workers import usual_processes  # noqa: PLC0415  --help answers at once

        return self.processes or usual_processes(opened.row_count, self.batch_rows)

    def choose_columns(self, opened: AddressFile) -> AddressColumns:
        """Say which columns hold the address: those named, the others guessed."""
        from geoprofile.recipes import guess_address_columns  # noqa: PLC0415  --help answers at once

        return guess_address_columns(
            opened, address=self.address, postcode=self.postcode, city=self.city, citycode=self.citycode
        )

    def say_columns(self, opened: AddressFile, columns: AddressColumns) -> None:
        """Show how the file is read, before work begins."""
        from geoprofile.cli.tables import column_lines  # noqa: PLC0415  --help answers at once

        if not self.quiet:
            click.echo("\n".join(column_lines(opened, columns)), err=True)

    @contextmanager
    def progress(self, opened: AddressFile) -> Iterator[Callable[[int], None]]:
        """Show progress in rows on standard error, with the time left; what is said next has a line of its own."""
        bars: list[Any] = []

        def advance(rows: int) -> None:
            from tqdm import tqdm  # noqa: PLC0415  --help answers at once

            if not bars:  # an error before the first batch leaves no bar
                bars.append(tqdm(total=opened.row_count, unit=" rows", unit_scale=True))
            bars[0].update(rows)

        try:
            yield (lambda _rows: None) if self.quiet else advance
        finally:
            for bar in bars:
                bar.close()

    def say_report(self, report: FileReport) -> None:
        """Print the summary."""
        from geoprofile.cli.tables import report_lines  # noqa: PLC0415  --help answers at once

        if not self.quiet:
            click.echo("\n".join(report_lines(report)))


def file_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the shared options; it is called with a FileOptions, then with its own options by name."""
    return _with_options(command, (*OPTIONS[:WHERE], *ADDRESS_OPTIONS, *OPTIONS[WHERE:]))


def position_file_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the shared options but those that say where an address stands."""
    return _with_options(command, OPTIONS)


def read_minutes(told: str) -> tuple[float, ...]:
    """Read bands of minutes, commas between them.

    Raises
    ------
    GeoprofileError
        If they are not numbers above 0, ascending.
    """
    try:
        bands = tuple(float(part) for part in told.split(",") if part.strip())
    except ValueError:
        bands = ()
    ascending = all(one < other for one, other in pairwise(bands))
    if not bands or not bands[0] > 0 or not ascending or not bands[-1] < float("inf"):
        raise GeoprofileError(
            f"--minutes {told!r} is no list of bands: give ascending numbers above 0, commas between them, such as "
            "5,10,15 or 2.5,5."
        )
    return bands


def reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that reads an enriched file the options of its form, and --quiet."""
    for option in reversed((*READING, QUIET)):
        command = option(command)
    return command


def read_typology(folder: Path | None) -> dict[str, Any]:
    """Read the types of zones from the folder of a typology, as recipes take them; nothing where there is none."""
    if folder is None:
        return {}
    from geoprofile.recipes.typology import read_types  # noqa: PLC0415  only where there is one

    typed, names, level = read_types(folder)
    return {"typed": typed, "names": names, "typed_level": level}


def _with_options(command: Callable[..., None], options: Sequence[Callable[..., Any]]) -> Callable[..., None]:
    @wraps(command)
    def run(**told: Any) -> None:
        shared = {field.name: told.pop(field.name) for field in fields(FileOptions) if field.name in told}
        command(FileOptions(**shared), **told)

    for option in reversed(options):
        run = option(run)
    return run
