"""`geoprofile firms`."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geoprofile.cli.options import reading_options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from geoprofile.recipes.firms import FirmsResult

__all__ = ["firms_command"]

STOCK = click.Path(path_type=Path)


@click.command("firms")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--sirene",
    required=True,
    multiple=True,
    type=STOCK,
    metavar="STOCK",
    help="INSEE's StockEtablissement: CSV, its zip, or Parquet; repeat it for several files.",
)
@click.option(
    "--legal-units",
    multiple=True,
    type=STOCK,
    metavar="STOCK",
    help="INSEE's StockUniteLegale: names, legal forms and sizes of firms.",
)
@click.option("--key-figures", multiple=True, type=STOCK, metavar="FILE", help="Infogreffe's key figures (CSV).")
@click.option(
    "--positions", multiple=True, type=STOCK, metavar="FILE", help="INSEE's positions of establishments, with quality."
)
@click.option("-t", "--territory", help="A territory: each firm's position gets its zones.")
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path), help="The result: .csv, .xlsx or .parquet."
)
@click.option(
    "--prospects",
    type=click.Path(path_type=Path),
    help="Also write the firms of the register that are like your ideal customers and not customers yet.",
)
@click.option("--report", type=click.Path(path_type=Path), help="The page (default: firms.html beside the result).")
@click.option("--number", metavar="COL", help="Column of the SIRET, SIREN or VAT number (default: found out).")
@click.option("--name", metavar="COL", help="Column of the firm's name (default: found out).")
@click.option("--weight", metavar="COL", help="Column of what each customer weighs, such as turnover.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day that ages are taken at (default: today).")
@click.option(
    "--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="Of labels and page."
)
@reading_options
def firms_command(
    file: Path,
    sirene: tuple[Path, ...],
    legal_units: tuple[Path, ...],
    key_figures: tuple[Path, ...],
    positions: tuple[Path, ...],
    territory: str | None,
    out: Path,
    prospects: Path | None,
    report: Path | None,
    number: str | None,
    name: str | None,
    weight: str | None,
    as_of: datetime | None,
    language: str,
    encoding: str | None,
    delimiter: str | None,
    sheet: str | None,
    quiet: bool,  # noqa: FBT001  click calls by name
) -> None:
    """Join the business customers of FILE to the register of French firms (SIRENE).

    FILE is a CSV, XLSX or Parquet file with a number of each firm (SIRET, SIREN, VAT, Belgian enterprise number), or
    its name and address. Every row comes back in its order, with `firm_` columns behind its own.
    """
    from geoprofile.files import open_address_file  # noqa: PLC0415  --help answers at once
    from geoprofile.files.writing import check_output  # noqa: PLC0415
    from geoprofile.recipes.firms import (  # noqa: PLC0415
        FirmFiles,
        enrich_firms,
        save_firms_page,
        write_firms,
        write_prospects,
    )
    from geoprofile.recipes.firms.sentences import say  # noqa: PLC0415
    from geoprofile.territory.territory import open_territory  # noqa: PLC0415
    from geoprofile.words import count_text  # noqa: PLC0415

    opened = open_address_file(file, encoding=encoding, delimiter=delimiter, sheet=sheet)
    check_output(out, row_count=opened.row_count)
    place = open_territory(territory) if territory else None
    files = FirmFiles(sirene, legal_units, key_figures, positions)
    if prospects:
        check_output(prospects, row_count=0)
    with _progress(quiet=quiet) as advance:
        result = enrich_firms(
            opened,
            files,
            territory=place,
            number=number,
            name=name,
            weight=weight,
            as_of=as_of.date() if as_of else None,
            language=language,
            progress=advance,
        )
        if prospects:
            write_prospects(result, files, prospects, language=language, progress=advance)
    write_firms(result, out)
    page = save_firms_page(result, report or out.with_name("firms.html"), language=language)
    if not quiet:
        click.echo("\n".join(_lines(result, out, page, language)))
        if prospects:
            count = count_text(len(result.prospects), language)
            click.echo(say("line_prospects", language, path=prospects, count=count))


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Show on standard error how many rows of the stock have been read."""
    from tqdm import tqdm  # noqa: PLC0415  --help answers at once

    bar: Any = tqdm(unit=" rows", unit_scale=True, desc="register", disable=quiet)
    try:
        yield bar.update
    finally:
        bar.close()


def _lines(result: FirmsResult, out: Path, page: Path, language: str) -> Iterator[str]:
    """Sum up what came out."""
    from geoprofile.recipes.firms.sentences import cautions, ideal_sentence, say  # noqa: PLC0415  --help answers at once
    from geoprofile.words import count_text  # noqa: PLC0415

    firms = result.firms
    named = {"number": result.columns.number or "-", "name": result.columns.name or "-"}
    yield say("line_rows", language, file=result.name, rows=count_text(len(firms), language), **named)
    yield from (say("line_note", language, note=note) for note in result.notes)
    match = firms["firm_match"].value_counts()
    for kind in ("number", "name_address", "none"):
        yield say(f"line_{kind}", language, count=count_text(int(match.get(kind, 0)), language))
    yield from cautions(result, language)
    yield ideal_sentence(result, language)
    yield say("line_result", language, path=out)
    yield say("line_page", language, path=page)
