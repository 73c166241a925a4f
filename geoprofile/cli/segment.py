"""`geoprofile segment`."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geoprofile.atomic import check_folder
from geoprofile.cli.options import read_typology, reading_options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from geoprofile.recipes.segment.flow import Segmented

__all__ = ["segment_command"]

PATH = click.Path(path_type=Path)
NOT_TOLD = "n.p."
# As the readers of orders have them; a test holds them to it, and --help answers at once.
ROLES = (
    "customer", "date", "amount", "order", "quantity", "unit_price", "category", "product", "status", "document",
    "currency",
)  # fmt: skip


@click.command("segment")
@click.argument("orders", type=PATH)
@click.option("-o", "--out", required=True, type=PATH, metavar="DIR", help="Folder for the results; made if it is new.")
@click.option("--customers", type=PATH, metavar="FILE", help="Customers, best as 'geoprofile enrich' wrote them.")
@click.option("-t", "--territory", "named", help="The territory that the customers were enriched with.")
@click.option("--typology", type=PATH, metavar="DIR", help="A typology: types of areas are crossed with segments.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
    metavar="DATE",
    help="Day of the scores, as 2026-06-30 (default: the last of the file).",
)
@click.option(
    "--horizon",
    "horizon_days",
    type=click.IntRange(min=1),
    metavar="DAYS",
    help="Days over which purchases and value are expected (default: 365, or as many as the file has if fewer).",
)
@click.option("--segments", type=PATH, metavar="FILE", help="Named segments, edited from reference_data/segments.toml.")
@click.option("--modes", "number", type=click.IntRange(2, 12), metavar="N", help="Modes to find (default: chosen).")
@click.option(
    "--cross",
    type=click.Choice(["segments", "modes"]),
    default="segments",
    show_default=True,
    help="What types of areas are crossed with for messages.",
)
@click.option(
    "--least",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    metavar="N",
    help="Customers that a message of its own is worth.",
)
@click.option(
    "--earlier", type=PATH, metavar="DIR", help="Folder of an earlier run: the same cuts and modes; says what changed."
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    nargs=2,
    metavar="ROLE COL",
    help=f"Column of the orders where the guess is wrong; roles: {', '.join(ROLES)}.",
)
@click.option("--dates", type=click.Choice(["day-first", "month-first"]), help="How 3/4/2026 is read.")
@click.option("--decimal", type=click.Choice([".", ","]), help="Decimal sign of the amounts.")
@click.option("--currency", metavar="CODE", help="Currency of the amounts, such as EUR.")
@click.option("--customer-id", metavar="COL", help="Column of the customers that names them as the orders do.")
@click.option(
    "--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="Of pages and workbook."
)
@reading_options
def segment_command(
    orders: Path, out: Path, customers: Path | None, named: str | None, typology: Path | None,
    columns: tuple[tuple[str, str], ...], *, quiet: bool, encoding: str | None, delimiter: str | None,
    sheet: str | None, **told: Any,
) -> None:  # fmt: skip
    """Segment customers by what they bought: recency, frequency, amount, value to come, modes, messages.

    ORDERS is a file of order lines: customer, date and amount; CSV, XLSX or Parquet, one line an article or an order.

    Writes segments.html (the grid, what to do, the forecast and how it was checked), personas.html, segments.xlsx, a
    row a customer (customers.csv and .parquet) and model/, which --earlier takes up again.
    """
    from geoprofile.files import open_address_file  # noqa: PLC0415  --help answers at once
    from geoprofile.recipes.segment.files import write_segments  # noqa: PLC0415
    from geoprofile.recipes.segment.flow import segment_customers  # noqa: PLC0415
    from geoprofile.territory.territory import open_territory  # noqa: PLC0415

    check_folder(out)
    opened = open_address_file(orders, encoding=encoding, delimiter=delimiter, sheet=sheet)
    place = open_territory(named) if named else None
    with _progress(opened.row_count, quiet=quiet) as advance:
        result = segment_customers(
            opened, _wish(told, dict(columns)), customers=customers, territory=place, progress=advance,
            step=(lambda _step: None) if quiet else (lambda step: click.echo(f"  {step}", err=True)),
            **read_typology(typology),
        )  # fmt: skip
    written = write_segments(
        result, out, territory=place, type_portraits=_type_portraits(typology, str(told["language"]))
    )
    if not quiet:
        click.echo("\n".join(_lines(result, written)))


@contextmanager
def _progress(lines: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Show progress in lines on standard error; the bar ends with the last line."""
    if quiet:
        yield lambda _lines: None
        return
    from tqdm import tqdm  # noqa: PLC0415  --help answers at once

    bar = tqdm(total=lines, unit=" lines", unit_scale=True)

    def advance(read: int) -> None:
        bar.update(read)
        if bar.n >= lines:
            bar.close()

    try:
        yield advance
    finally:
        bar.close()


def _wish(told: Mapping[str, Any], columns: Mapping[str, str]) -> Any:
    from geoprofile.recipes.segment.flow import SegmentWish  # noqa: PLC0415  --help answers at once

    options = dict(told)
    as_of, dates = options.pop("as_of"), options.pop("dates")
    return SegmentWish(columns=columns, date_order=dates, as_of=as_of.date() if as_of else None, **options)


def _type_portraits(folder: Path | None, language: str) -> dict[str, str]:
    """Read what the typology says of each type."""
    if folder is None:
        return {}
    from geoprofile.recipes.typology.flow import read_typology as read_whole  # noqa: PLC0415  only where there is one

    portraits = read_whole(folder)[0].portraits[f"portrait_{language}"]
    return {str(code): str(text) for code, text in portraits.items()}


def _lines(result: Segmented, written: list[Path]) -> Iterator[str]:
    """Sum up what came out."""
    from geoprofile.purchases import published  # noqa: PLC0415  --help answers at once
    from geoprofile.recipes.segment.sentences import answer, crossing_text, earlier_lines, reading_lines  # noqa: PLC0415
    from geoprofile.recipes.segment.words import SEGMENT_WORDS  # noqa: PLC0415

    language = result.wish.language
    yield from reading_lines(result)
    yield ""
    shown = published(result.table)
    for code, customers, share in zip(shown["segment"], shown["customers"], shown["turnover_share"], strict=True):
        figures = f"{customers:>9,.0f}{100 * share:7.1f} %" if customers >= 0 else f"{NOT_TOLD:>9}"
        yield f"  {result.segments[code].text('name', language):<28}{figures}"
    if shown["customers"].isna().any():
        yield f"  {SEGMENT_WORDS[language]['not_told']}"
    yield ""
    yield from answer(result)
    yield from earlier_lines(result)
    yield from filter(None, [crossing_text(result)])
    yield f"result: {written[0]}"
