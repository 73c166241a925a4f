"""`geoprofile leaflet` and `geoprofile leaflet measure`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geoprofile.atomic import check_folder
from geoprofile.cli.options import NUMBER, QUIET
from geoprofile.errors import TableError

if TYPE_CHECKING:
    from geoprofile.recipes.leaflet import LeafletResult

__all__ = ["leaflet_group"]

PATH = click.Path(path_type=Path)
# As the parts beneath have them; a test holds them to it, and --help answers at once.
MODES, OBJECTIVES = ("solo", "grouped", "addressed"), ("response", "margin")
SHARES = ("nearest", "huff")
WAYS = ("car", "bike", "foot", "straight")
FIRST_ZONES = 5
READ = (
    "score",
    "stores",
    "customers",
    "stop_pub",
    "opposition",
    "secret_file",
    "campaigns",
    "campaigns_count_all",
    "include",
    "exclude",
    "served",
)
LANGUAGE = click.Choice(["fr", "en"])
# Options that a plan cannot do without, though the group can.
NEEDED = {"territory": "-t TERRITORY", "ranking": "--ranking RANKING", "out": "-o DIR"}


@click.group("leaflet", invoke_without_command=True)
@click.option("-t", "--territory", help="The territory that the ranking is of: its folder, or its name.")
@click.option("--ranking", type=PATH, help="The ranking of its zones, as 'geoprofile lookalike' writes it.")
@click.option("-o", "--out", type=PATH, metavar="DIR", help="Folder of the plan.")
@click.option("--letterboxes", type=NUMBER, metavar="N", help="The most letterboxes, all waves together.")
@click.option("--budget", "budget_eur", type=NUMBER, metavar="EUR", help="Or the most euros, all waves together.")
@click.option("--score", metavar="COL", help="Column of the ranking that says what a household of a zone is worth.")
@click.option("--stores", type=PATH, help="Stores: a file with their positions or addresses.")
@click.option("--within", "within_min", type=NUMBER, metavar="MIN", help="Minutes from a store (default: 15).")
@click.option("--by", type=click.Choice(WAYS), help="How minutes are counted (default: foot).")
@click.option(
    "--half-time",
    "half_time_min",
    type=NUMBER,
    metavar="MIN",
    help="Minutes after which half as many come (default: 10, an assumption).",
)
@click.option("--share", type=click.Choice(SHARES), help="Which store a zone goes to: the nearest, or by size too.")
@click.option("--contiguous", is_flag=True, help="Sectors in one piece around the stores.")
@click.option("--islands", type=int, metavar="N", help="Pieces of at least N letterboxes, anywhere.")
@click.option("--include", metavar="CODES|FILE", help="Zones that must be served: codes with commas, or a file.")
@click.option("--exclude", metavar="CODES|FILE", help="Zones that may not be served.")
@click.option("--served", type=PATH, help="Zones that rest: a file of them, such as the zones.csv of the last plan.")
@click.option("--waves", type=int, metavar="N", help="Share the budget among N waves; a zone is served once.")
@click.option("--mode", type=click.Choice(MODES), help="How leaflets come: it sets the prices (default: grouped).")
@click.option(
    "--cost-per-thousand",
    "cost_eur_per_thousand",
    type=NUMBER,
    metavar="EUR",
    help="Distribution per 1,000, as quoted.",
)
@click.option("--printing", "printing_eur_per_thousand", type=NUMBER, metavar="EUR", help="Printing per 1,000.")
@click.option("--fixed", "fixed_eur", type=NUMBER, metavar="EUR", help="Paid once a wave.")
@click.option("--response", "response_rate", type=NUMBER, metavar="RATE", help="New customers per letterbox, as 0.002.")
@click.option("--campaigns", type=PATH, help="Past campaigns to learn from: the campaigns.csv of 'leaflet measure'.")
@click.option(
    "--campaigns-count-all", is_flag=True, help="Learn too from campaigns without zones held out: expects too many."
)
@click.option("--margin", "margin_eur", type=NUMBER, metavar="EUR", help="Margin of a new customer.")
@click.option("--objective", type=click.Choice(OBJECTIVES), help="Most customers, or most margin less cost.")
@click.option("--stop-pub", metavar="RATE|FILE", help="Share of letterboxes that refuse leaflets, or a file by zone.")
@click.option("--customers", type=PATH, help="Own customers, enriched.")
@click.option("--skip-customers", is_flag=True, help="Do not serve own customers.")
@click.option("--opposition", type=PATH, help="Addresses not to be served: enriched, or hashes of them.")
@click.option("--secret-file", type=PATH, help="File of the key that the hashes were made with.")
@click.option(
    "--rounds", "round_letterboxes", type=int, metavar="N", help="Letterboxes a round (default: 500; 0: none)."
)
@click.option("--controls", "control_pairs", type=int, metavar="PAIRS", help="Zones held out, to measure the drop.")
@click.option("--publish", "is_published", is_flag=True, help="Leave out all that tells of customers or addresses.")
@click.option("--language", type=LANGUAGE, help="Of the plan (default: fr).")
@QUIET
@click.pass_context
def leaflet_group(context: click.Context, /, **told: Any) -> None:
    """Choose the zones that leaflets go to, within a number of letterboxes or a budget.

    The folder holds the plan as a page and a map, the workbook of the distributor, sheets of rounds to print, and what
    'geoprofile leaflet measure' needs afterwards.
    """
    if context.invoked_subcommand is not None:
        return
    lacking = [text for name, text in NEEDED.items() if told[name] is None]
    if lacking:
        raise TableError(f"A leaflet plan needs {', '.join(lacking)}: see 'geoprofile leaflet --help'.")
    _plan(told)


def _plan(told: dict[str, Any]) -> None:
    """Read, plan, write, say."""
    from geoprofile.recipes.leaflet import LeafletWish, plan_leaflets, read_inputs  # noqa: PLC0415  --help at once
    from geoprofile.recipes.leaflet.files import write_plan  # noqa: PLC0415
    from geoprofile.territory.territory import open_territory  # noqa: PLC0415

    named, out, ranking, quiet = (told.pop(name) for name in ("territory", "out", "ranking", "quiet"))
    files = {name: told.pop(name) for name in READ}
    wish = LeafletWish(**{name: value for name, value in told.items() if value is not None})
    check_folder(out)
    result = plan_leaflets(read_inputs(open_territory(named), ranking, **files), wish)
    written = write_plan(result, out)
    if not quiet:
        click.echo("\n".join([*_lines(result), *(f"result: {path}" for path in written)]))


def _lines(result: LeafletResult) -> list[str]:
    """Sum up a plan: the answer, how good it is, what is wrong, the first zones."""
    from geoprofile.recipes.leaflet.sentences import answer, gap_text, round_texts, warnings_of  # noqa: PLC0415
    from geoprofile.recipes.leaflet.tables import zones_table  # noqa: PLC0415
    from geoprofile.words import count_text  # noqa: PLC0415

    first = zones_table(result).head(FIRST_ZONES)
    rows = [
        f"  {place}. {label}, {commune}: {count_text(boxes, result.wish.language)}; {why}"
        for place, label, commune, boxes, why in zip(
            *(first[name] for name in ("place", "zone_label", "commune", "letterboxes", "why")), strict=True
        )
    ]
    return [*answer(result), gap_text(result), *warnings_of(result), *round_texts(result), *rows]


@leaflet_group.command("measure")
@click.argument("plan", type=PATH)
@click.argument("customers", type=PATH)
@click.option("--since", metavar="DATE", help="Count those who came from this day on: YYYY-MM-DD.")
@click.option("--date", "date_column", metavar="COL", help="Column of the day they came (default: found by its name).")
@click.option("--before", type=PATH, help="Customers of a period before the drop: the comparison is fairer with them.")
@click.option("--campaigns", type=PATH, help="File that the next plan learns from (default: campaigns.csv in PLAN).")
@click.option("--publish", is_flag=True, help="Hide counts under 11, and keep nothing for the next plan.")
@click.option("--language", type=LANGUAGE, help="Of the report (default: that of the plan).")
@QUIET
def measure_command(
    plan: Path, customers: Path, *, campaigns: Path | None, publish: bool, quiet: bool, **told: Any
) -> None:
    """Measure what the drop of PLAN brought, from the CUSTOMERS who came.

    PLAN is the folder of a plan; CUSTOMERS is a file that 'geoprofile enrich' wrote, one customer a row. Where the plan
    held zones out (--controls), they tell how many came because of the leaflet.
    """
    from geoprofile.recipes.leaflet.measure import measure_plan  # noqa: PLC0415  --help answers at once
    from geoprofile.recipes.leaflet.measure_page import measure_sentences, write_measure  # noqa: PLC0415

    found = measure_plan(plan, customers, **told)
    written = write_measure(found, plan, campaigns=campaigns, publish=publish)
    if not quiet:
        click.echo("\n".join([*measure_sentences(found, publish=publish), *(f"result: {path}" for path in written)]))
