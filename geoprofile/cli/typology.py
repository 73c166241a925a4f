"""`geoprofile typology build | describe | assign`."""

from __future__ import annotations

from pathlib import Path

import click

from geoprofile.cli.options import QUIET

__all__ = ["typology_group"]

LANGUAGE = click.option(
    "--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="Of the reports."
)
TERRITORY = click.option("-t", "--territory", required=True, help="A territory: its folder, or its name.")
LEVEL = click.option("--level", help="Zone level (iris, grid_200m, statistical_sector...).")


@click.group("typology")
def typology_group() -> None:
    """Find what kinds of places there are: groups and types, named and described."""


@typology_group.command("build")
@TERRITORY
@click.option("--groups", default=8, show_default=True, type=click.IntRange(1, 26), help="Groups: A, B, ...")
@click.option("--types", default=33, show_default=True, type=click.IntRange(1, 200), help="Types: A01, A02, ...")
@LEVEL
@click.option(
    "--outside",
    metavar="NAME,...",
    help="Variables that the typology does not see, to measure how much it says of them.",
)
@click.option("--restarts", default=8, show_default=True, type=click.IntRange(0, 1000), help="Further starts at most.")
@click.option("-o", "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder to write.")
@LANGUAGE
@QUIET
def build(
    territory: str,
    groups: int,
    types: int,
    level: str | None,
    outside: str | None,
    restarts: int,
    out: Path,
    language: str,
    *,
    quiet: bool,
) -> None:
    """Build a typology of all zones of a territory.

    Groups are lettered from the most to the least affluent. The folder holds the model (typology.json,
    typology.npz), every zone with its type (zones.csv), a report (report.html), a workbook (typology.xlsx) and,
    where the zones have outlines, a map (map.html).
    """
    from geoprofile.cli.tables import quality_lines, typology_lines  # noqa: PLC0415  --help answers at once
    from geoprofile.recipes.typology import build_typology, save_built  # noqa: PLC0415
    from geoprofile.recipes.typology.report import quality_table, write_reports  # noqa: PLC0415
    from geoprofile.territory.territory import open_territory  # noqa: PLC0415

    opened = open_territory(territory)
    built = build_typology(
        opened,
        level=level,
        groups=groups,
        types=types,
        outside=[name.strip() for name in outside.split(",")] if outside else (),
        restarts=restarts,
        progress=(lambda _step: None) if quiet else (lambda step: click.echo(f"  {step}", err=True)),
    )
    save_built(built, out)
    written = write_reports(built, opened, out, language=language)
    if not quiet:
        click.echo("\n".join(typology_lines(built.stored, built.zones, language=language)))
        click.echo("\n".join(quality_lines(quality_table(built.quality, language))))
        click.echo("\n".join(["open:", *(f"  {path}" for path in written)]))


@typology_group.command("describe")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--code", metavar="CODE", help="One group or type (A, B03): its portrait alone.")
@click.option(
    "--language", type=click.Choice(["fr", "en", "nl"]), default="fr", show_default=True, help="Of the words."
)
def describe(folder: Path, code: str | None, language: str) -> None:
    """List the groups and types of the typology in FOLDER, or portray one of them."""
    from geoprofile.cli.tables import portrait_lines, typology_lines  # noqa: PLC0415  --help answers at once
    from geoprofile.recipes.typology import read_typology  # noqa: PLC0415

    stored, zones = read_typology(folder)
    lines = (
        portrait_lines(stored, code, language=language) if code else typology_lines(stored, zones, language=language)
    )
    click.echo("\n".join(lines))


@typology_group.command("assign")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@TERRITORY
@LEVEL
@click.option("-o", "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder to write.")
@LANGUAGE
@QUIET
def assign(folder: Path, territory: str, level: str | None, out: Path, language: str, *, quiet: bool) -> None:
    """Put the zones of a territory into the typology in FOLDER: new zones, or a new vintage.

    Where zones have the same codes as before, it says how many moved, and bridge.csv has the households by type
    before and now.
    """
    from geoprofile.cli.tables import assigned_lines, typology_lines  # noqa: PLC0415  --help answers at once
    from geoprofile.recipes.typology import assign_typology, save_assigned  # noqa: PLC0415
    from geoprofile.recipes.typology.report import MAP_FILE, save_type_map  # noqa: PLC0415
    from geoprofile.territory.territory import open_territory  # noqa: PLC0415

    opened = open_territory(territory)
    stored, profiles, assigned = assign_typology(folder, opened, level=level)
    save_assigned(stored, assigned, out)
    if stored.level in opened.levels:
        save_type_map(stored, profiles, assigned.zones, opened, out / MAP_FILE, language=language)
    if not quiet:
        click.echo("\n".join(typology_lines(stored, assigned.zones, language=language)))
        click.echo("\n".join(assigned_lines(stored, assigned)))
