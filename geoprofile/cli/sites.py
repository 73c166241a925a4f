"""`geoprofile sites`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geoprofile.atomic import check_folder
from geoprofile.cli.options import QUIET, read_minutes, read_typology
from geoprofile.errors import AddressFileError, RecipeError

if TYPE_CHECKING:
    from geoprofile.recipes.enriched import Enriched
    from geoprofile.recipes.places import Places
    from geoprofile.recipes.siting.report import SitesReport, Spend
    from geoprofile.territory.territory import Territory

__all__ = ["sites_command"]


@click.command("sites")
@click.argument("candidates", required=False, type=click.Path(path_type=Path))
@click.option("-t", "--territory", "named", required=True, help="A territory: its folder, or its name.")
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path), help="Folder of the pages; made if there is none."
)
@click.option(
    "--customers",
    type=click.Path(path_type=Path),
    metavar="ENRICHED",
    help="Customers with their zones, as 'geoprofile enrich' writes them.",
)
@click.option("--stores", type=click.Path(path_type=Path), metavar="FILE", help="Your stores: positions or addresses.")
@click.option("--competitors", type=click.Path(path_type=Path), metavar="FILE", help="Stores of others.")
@click.option(
    "--by",
    type=click.Choice(["car", "foot", "bike", "straight"]),
    default="car",
    show_default=True,
    help="How people travel; without streets in the territory, as the crow flies.",
)
@click.option(
    "--minutes",
    default="5,10,15",
    show_default=True,
    help="Bands, with commas between them; stores compete within the last.",
)
@click.option("--level", metavar="LEVEL", help="Zones of the market: iris, grid_200m... (default: small census areas).")
@click.option("--typology", type=click.Path(path_type=Path), metavar="DIR", help="Folder of a typology of the zones.")
@click.option(
    "--store-column",
    metavar="COL",
    help="Column of ENRICHED with the id of the store that each customer uses (default: one named as in the stores).",
)
@click.option("--value", metavar="COL", help="Column of ENRICHED with what each customer spends: tells gains in euros.")
@click.option(
    "--choose",
    type=click.IntRange(min=0),
    default=2,
    show_default=True,
    metavar="P",
    help="Sites to choose together, beside your stores.",
)
@click.option(
    "--objective",
    type=click.Choice(["huff_share", "mclp", "p_median"]),
    default="huff_share",
    show_default=True,
    help="What they are chosen for: customers of the chain, households within reach, or minutes to the nearest.",
)
@click.option("--points", nargs=2, metavar="LON LAT", help="Columns of the position of the candidates.")
@click.option("--id", "place_id", metavar="COL", help="Column of the id of the candidates.")
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="Of the pages.")
@click.option("--publish", is_flag=True, help="Hide counts of fewer than 11 customers, and the turnover of stores.")
@QUIET
def sites_command(
    candidates: Path | None, named: str, out: Path, customers: Path | None, stores: Path | None,
    competitors: Path | None, minutes: str, typology: Path | None, store_column: str | None, value: str | None,
    choose: int, objective: str, place_id: str | None, points: tuple[str, str] | None, *, quiet: bool, **told: Any,
) -> None:  # fmt: skip
    """Compare sites for a store: whom each reaches, what it would gain, and what it takes from your own stores.

    CANDIDATES is a file of places, a row each, with positions or addresses: CSV, XLSX or Parquet. Without it every
    zone of the territory is a candidate.

    In the folder: the comparison (sites.html), a map, a page a candidate, a workbook, a GeoPackage, a GeoJSON.
    """
    from geoprofile.recipes.places import read_places  # noqa: PLC0415  --help answers at once
    from geoprofile.recipes.siting.files import write_sites  # noqa: PLC0415
    from geoprofile.recipes.siting.flow import compare_sites  # noqa: PLC0415
    from geoprofile.recipes.siting.report import sites_report  # noqa: PLC0415
    from geoprofile.territory.territory import open_territory  # noqa: PLC0415

    check_folder(out)
    bands = read_minutes(minutes)
    _check_options(customers, stores, store_column, value)
    territory = open_territory(named)
    own = read_places(stores, territory, prefix="M") if stores else None
    others = read_places(competitors, territory, prefix="R") if competitors else None
    asked = (
        read_places(candidates, territory, points=points or None, place_id=place_id, prefix="C") if candidates else None
    )
    enriched, column, spend = _customers(customers, territory, own, store_column, value)
    types = read_typology(typology)
    result = compare_sites(
        asked, territory, stores=own, competitors=others, enriched=enriched, store_column=column, bands=bands,
        **types, **told,
    )  # fmt: skip
    report = sites_report(result, spend=spend, choose=choose, objective=objective)
    written = write_sites(report, out)
    if not quiet:
        notes = [*(enriched.notes if enriched else ()), *result.file_notes]
        click.echo("\n".join([*notes, *_lines(report), *_paths(written)]))


def _check_options(customers: Path | None, stores: Path | None, store_column: str | None, value: str | None) -> None:
    """Refuse options that say nothing without a file."""
    if customers is None and (store_column or value):
        raise RecipeError(
            f"--{'store-column' if store_column else 'value'} names a column of the customers: add --customers."
        )
    if stores is None and store_column:
        raise RecipeError("--store-column says which store a customer uses: add --stores.")


def _customers(
    file: Path | None, territory: Territory, stores: Places | None, store_column: str | None, value: str | None
) -> tuple[Enriched | None, str | None, Spend | None]:
    """Read the customers, the column of their store and what they spend."""
    from geoprofile.files import open_address_file  # noqa: PLC0415  --help answers at once
    from geoprofile.numerals import read_numbers  # noqa: PLC0415
    from geoprofile.recipes.enriched import read_enriched  # noqa: PLC0415
    from geoprofile.recipes.siting.report import spend_of  # noqa: PLC0415

    if file is None:
        return None, None, None
    opened = open_address_file(file)
    named_alike = None if stores is None else stores.columns.get("id")
    column = store_column or (named_alike if named_alike in opened.columns else None)
    found = read_enriched(opened, territory, keep=list(filter(None, dict.fromkeys([column, value]))))
    if value is None:
        return found, column, None
    numbers = read_numbers(found.rows[value], file=found.name)
    if (numbers < 0).any():
        row = int((numbers < 0).argmax()) + 1
        raise AddressFileError(
            f"Column {value!r} of {found.name}, data row {row}, is below 0: give what customers spend."
        )
    return found, column, spend_of(numbers, value)


def _lines(report: SitesReport) -> list[str]:
    """Sum up a comparison: the answer, how far to trust it, and who has no figures."""
    from geoprofile.recipes.siting.answer import answer_lines, basis_lines, trust_lines  # noqa: PLC0415
    from geoprofile.recipes.siting.chain_section import chosen_lines  # noqa: PLC0415
    from geoprofile.recipes.siting.page import title_of  # noqa: PLC0415

    colon = " : " if report.language == "fr" else ": "
    lost = report.sites[report.sites["rank"].isna()]
    without = [f"{row['place_name']}{colon}{row['reason']}" for row in lost.head(5).to_dict("records")]
    trust = [text for text, _ in trust_lines(report)]
    return [colon.join(title_of(report)), *answer_lines(report), *trust, *chosen_lines(report), *without,
            basis_lines(report)[0]]  # fmt: skip


def _paths(written: list[Path]) -> list[str]:
    """Name the comparison and what stands beside it; single pages are counted."""
    beside = [path for path in written if path.parent == written[0].parent]
    pages = len(written) - len(beside)
    return [
        *(f"result: {path}" for path in beside),
        *([f"result: {pages} pages in {written[-1].parent}"] if pages else []),
    ]
