"""`geoprofile lookalike`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geoprofile.cli.options import read_typology, reading_options

if TYPE_CHECKING:
    from geoprofile.recipes.lookalike import LookalikeResult

__all__ = ["lookalike_command"]

FIRST_ZONES = 5


@click.command("lookalike")
@click.argument("enriched", type=click.Path(path_type=Path))
@click.option("-t", "--territory", "named", required=True, help="The territory that ENRICHED was enriched with.")
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="The ranking: .csv, .xlsx, .gpkg, .geojson, or .html (a page, with its map in a file beside it).",
)
@click.option(
    "--method",
    metavar="NAME",
    help="pu_model (customers against all households; the default), typology_index (needs --typology), "
    "similarity_to_best, or twin_zones (needs --like).",
)
@click.option(
    "--like",
    multiple=True,
    metavar="PLACE",
    help="Find places like this one: code of a zone, LONGITUDE,LATITUDE or address of a store; repeat it for several.",
)
@click.option("--best", metavar="COL", help="Column of a value (turnover): only the best 20 % of customers count.")
@click.option("--typology", type=click.Path(path_type=Path), metavar="DIR", help="Folder of a typology of the zones.")
@click.option(
    "--level", metavar="LEVEL", help="Zones that are ranked: iris, grid_200m... (default: that of --typology)."
)
@click.option(
    "--within",
    metavar="CODES",
    help="Where customers could come from: codes of communes or zones with commas between them, or a file of them. "
    "The model learns there; all zones are ranked.",
)
@click.option(
    "--sort",
    "sort_by",
    type=click.Choice(["prospects", "rate", "density"]),
    help="Number of prospects, prospects per 1,000 households, or per km2.",
)
@click.option("--no-validation", is_flag=True, help="Do not test the methods on neighbourhoods held out.")
@click.option(
    "--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="Of labels and reasons."
)
@click.option(
    "--publish",
    is_flag=True,
    help="Hide the customers of zones that hold fewer than 11, and what would give them back.",
)
@reading_options
def lookalike_command(
    enriched: Path, named: str, out: Path, typology: Path | None, within: str | None, *, no_validation: bool,
    quiet: bool, like: tuple[str, ...], best: str | None, encoding: str | None, delimiter: str | None,
    sheet: str | None, **told: Any,
) -> None:  # fmt: skip
    """Rank all zones by how many more people like your customers live there.

    ENRICHED is a file that 'geoprofile enrich' wrote: CSV, XLSX or Parquet, one customer a row.

    Each zone has its expected prospects with an interval, its own customers, and the three reasons that raise or lower
    it most. All methods are tested on neighbourhoods that they have not seen, so that you know what the ranking is
    worth.
    """
    from geoprofile.files import open_address_file  # noqa: PLC0415  --help answers at once
    from geoprofile.recipes.area import read_area  # noqa: PLC0415
    from geoprofile.recipes.enriched import read_enriched  # noqa: PLC0415
    from geoprofile.recipes.lookalike import lookalike_zones  # noqa: PLC0415
    from geoprofile.recipes.lookalike.files import check_ranking_file, write_lookalikes  # noqa: PLC0415
    from geoprofile.territory.territory import open_territory  # noqa: PLC0415

    check_ranking_file(out)
    territory = open_territory(named)
    file = open_address_file(enriched, encoding=encoding, delimiter=delimiter, sheet=sheet)
    found = read_enriched(file, territory, keep=[best] if best else [])
    types = read_typology(typology)
    result = lookalike_zones(
        found, territory, like=like, best=best, area=read_area(within, territory) if within else None,
        validate=not no_validation, **types, **told,
    )  # fmt: skip
    written = write_lookalikes(result, out)
    if not quiet:
        click.echo("\n".join([*found.notes, *_lines(result), *(f"result: {path}" for path in written)]))


def _lines(result: LookalikeResult) -> list[str]:
    """Sum up a ranking: what it is worth, the customers, the first zones and why."""
    from geoprofile.recipes.lookalike.page import shown_table, title_of  # noqa: PLC0415  --help answers at once
    from geoprofile.recipes.lookalike.words import LOOKALIKE_WORDS  # noqa: PLC0415
    from geoprofile.words import count_text  # noqa: PLC0415

    words, first = LOOKALIKE_WORDS[result.language], shown_table(result).head(FIRST_ZONES)
    rows = [
        "  "
        + words["first_line"].format(
            rank=rank, place=place, prospects=count_text(prospects, result.language),
            households=count_text(households, result.language), reason=reason,
        )
        for rank, place, prospects, households, reason in zip(
            *(first[name] for name in ("rank", "place", "expected_prospects", "households", "reason_1")), strict=True
        )
    ]  # fmt: skip
    title, subtitle = title_of(result)
    headline = words["headline"].format(title=title, subtitle=subtitle)
    return [headline, *result.warnings, *filter(None, [result.verdict]), *result.notes, *rows]
