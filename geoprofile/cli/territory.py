"""`geoprofile territory build | list | show`."""

from __future__ import annotations

from pathlib import Path

import click

from geoprofile.errors import TerritoryError

__all__ = ["territory_group"]


@click.group("territory")
def territory_group() -> None:
    """Build, list and show prepared territories."""


@territory_group.command("build")
@click.argument("recipe")
@click.option(
    "--sources",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder that the recipe's paths start from (default: the recipe's own).",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder to write (default: by name, among your territories).",
)
def build(recipe: str, sources: Path | None, out: Path | None) -> None:
    """Build a territory from RECIPE: a TOML file, or the name of a shipped recipe."""
    from geoprofile.territory.build import build_territory  # noqa: PLC0415  --help answers at once

    territory = build_territory(
        recipe, sources=sources, out=out, progress=lambda step: click.echo(f"  {step}", err=True)
    )
    click.echo(f"Territory {territory.name!r} is ready in {territory.folder}")


@territory_group.command("list")
def list_() -> None:
    """List the territories built under their name, and the shipped recipes."""
    from geoprofile.territory.recipe import shipped_recipes  # noqa: PLC0415
    from geoprofile.territory.territory import PACKAGE, open_territory, territories_folder  # noqa: PLC0415

    folder = territories_folder()
    built = sorted(path.parent.name for path in folder.glob(f"*/{PACKAGE}"))
    click.echo(f"Territories in {folder}:" if built else f"No territory in {folder} yet.")
    for name in built:
        try:
            click.echo(f"  {name:<16} {open_territory(folder / name).package['title']}")
        except TerritoryError as error:
            click.echo(f"  {name:<16} cannot be opened: {error}")
    click.echo("Shipped recipes (geoprofile territory build NAME --sources FOLDER):")
    for name in shipped_recipes():
        click.echo(f"  {name}")


@territory_group.command("show")
@click.argument("territory")
def show(territory: str) -> None:
    """Show what a territory holds: addresses, zones, variables, and the sources of each."""
    from geoprofile.cli.tables import territory_lines  # noqa: PLC0415
    from geoprofile.territory.territory import open_territory  # noqa: PLC0415

    for line in territory_lines(open_territory(territory)):
        click.echo(line)
