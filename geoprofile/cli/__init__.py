"""The command line: each command in a file of its own, which parses, calls one recipe, and says what came out."""

from __future__ import annotations

import sys

import click

from geoprofile.cli.audience import audience_group
from geoprofile.cli.catchment import catchment_command
from geoprofile.cli.enrich import enrich_command
from geoprofile.cli.firms import firms_command
from geoprofile.cli.geocode import geocode_command
from geoprofile.cli.leaflet import leaflet_group
from geoprofile.cli.lookalike import lookalike_command
from geoprofile.cli.profile import profile_command
from geoprofile.cli.reverse import reverse_command
from geoprofile.cli.score import score_group
from geoprofile.cli.segment import segment_command
from geoprofile.cli.sites import sites_command
from geoprofile.cli.territory import territory_group
from geoprofile.cli.typology import typology_group
from geoprofile.errors import GeoprofileError

__all__ = ["cli", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="geoprofile")
def cli() -> None:
    """Geocode address files offline, join them to open-data zones, and enrich them."""


cli.add_command(territory_group)
cli.add_command(geocode_command)
cli.add_command(enrich_command)
cli.add_command(reverse_command)
cli.add_command(profile_command)
cli.add_command(lookalike_command)
cli.add_command(segment_command)
cli.add_command(score_group)
cli.add_command(firms_command)
cli.add_command(audience_group)
cli.add_command(catchment_command)
cli.add_command(sites_command)
cli.add_command(leaflet_group)
cli.add_command(typology_group)


def main() -> None:
    """Run the command line; a refusal is one sentence on standard error and exit code 1."""
    try:
        cli()
    except GeoprofileError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
