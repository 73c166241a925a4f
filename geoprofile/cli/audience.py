"""`geoprofile audience export` and `geoprofile audience opposition`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geoprofile.cli.options import QUIET, reading_options
from geoprofile.errors import AddressFileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from geoprofile.recipes.audiences import Audience
    from geoprofile.recipes.audiences.columns import AudienceColumns
    from geoprofile.recipes.audiences.wish import AudienceWish

__all__ = ["audience_group"]

PATH = click.Path(path_type=Path)
# As the parts beneath have them; a test holds them to it, and --help answers at once.
CHANNELS, PLATFORMS, COUNTRIES = ("post", "social", "zones"), ("meta", "google", "linkedin"), ("FR", "BE")
RETENTION_DAYS = 90
BY_LISTS = ("opposition", "opposition_same_person")
ON = click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day (default: today).")
COLUMN = click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="ROLE=COL",
    help="Say which column holds what, where its name does not: email, phone, id, name, first_name, address, "
    "complement, postcode, city, amount, last_contact, zone. Repeat it.",
)
LIST_COLUMN = click.option(
    "--opposition-column",
    "list_columns",
    multiple=True,
    metavar="ROLE=COL",
    help="Say which column of the lists holds what, where its name does not: email, phone, id, name, first_name, "
    "address, postcode. Repeat it.",
)
COUNTRY = click.option(
    "--country",
    type=click.Choice(COUNTRIES),
    help="Of the addresses, and of telephone numbers without a country code (default: found out, and told).",
)


@click.group("audience")
def audience_group() -> None:
    """Hand customers to a channel: letters, social networks, or zones alone."""


@audience_group.command("export")
@click.argument("file", type=PATH)
@click.option("--channel", required=True, metavar=f"[{'|'.join(CHANNELS)}]", help="What the audience is for.")
@click.option("--purpose", required=True, metavar="TEXT", help="Why, as the record of processing says it.")
@click.option("-o", "--out", required=True, type=PATH, help="The export: .csv, .xlsx or .parquet.")
@click.option(
    "--opposition", multiple=True, type=PATH, metavar="LIST", help="Who objected, clear or hashed. Repeat it."
)
@click.option("--no-opposition", is_flag=True, help="There is no list of objections, and you know it.")
@click.option("--secret-file", type=PATH, metavar="KEY", help="Key of the fingerprints of the lists.")
@click.option(
    "--where", multiple=True, metavar="COND", help="Take rows by a column: segment=champions,loyal or type!=B03."
)
@click.option("--message", "messages", multiple=True, metavar="KEY", help="Take the customers of this message key.")
@click.option("--platform", type=click.Choice(PLATFORMS), default=None, help="Whose form a social audience has.")
@click.option("--consent", metavar="COL", default="", help="Column that says who consented (social).")
@click.option("--consent-basis", metavar="TEXT", default="", help="Or how consent was asked for and is proved.")
@click.option("--last-contact", metavar="COL", help="Column of the last contact or purchase (default: by its name).")
@click.option(
    "--retention-days", default=RETENTION_DAYS, show_default=True, type=click.IntRange(min=1),
    help="Days after which the export is to be deleted.",
)  # fmt: skip
@COLUMN
@LIST_COLUMN
@COUNTRY
@ON
@reading_options
def export_command(
    file: Path,
    channel: str,
    purpose: str,
    out: Path,
    opposition: tuple[Path, ...],
    no_opposition: bool,  # noqa: FBT001  click calls by name
    secret_file: Path | None,
    where: tuple[str, ...],
    messages: tuple[str, ...],
    platform: str | None,
    consent: str,
    consent_basis: str,
    last_contact: str | None,
    retention_days: int,
    columns: tuple[str, ...],
    list_columns: tuple[str, ...],
    country: str | None,
    on: datetime | None,
    encoding: str | None,
    delimiter: str | None,
    sheet: str | None,
    quiet: bool,  # noqa: FBT001  click calls by name
) -> None:
    """Make the customers of FILE ready for a channel, after everybody who objected has been taken out.

    FILE is a CSV, XLSX or Parquet file of customers, best enriched. Beside the export stands its record
    (OUT.purpose.json) and, but for zones, the rows that were left out, by number, with the reason (OUT.rejects.csv).

    post: address blocks in the layout of the national post, one letter a household. social: e-mail addresses and
    telephone numbers hashed as the platform wants them, and nothing else. zones: customers by zone, none under 11.
    """
    from geoprofile.files import check_header, open_address_file  # noqa: PLC0415  --help answers at once
    from geoprofile.recipes.audiences import (  # noqa: PLC0415
        AudienceWish,
        audience_record,
        check_audience_output,
        find_columns,
        make_audience,
        read_condition,
        write_audience,
    )
    from geoprofile.recipes.audiences.reading import (  # noqa: PLC0415
        find_country,
        read_lists,
        read_rows,
        read_secret,
        told_columns,
    )

    _check_opposition(opposition, told_none=no_opposition)
    told = dict(told_columns([*columns, *([f"last_contact={last_contact}"] if last_contact else [])]))
    wish = AudienceWish(
        channel, purpose, _day(on), tuple(map(read_condition, where)), messages, platform or "", consent, consent_basis,
        retention_days, country or "",
    )  # fmt: skip
    check_audience_output(out, channel)
    opened = open_address_file(file, encoding=encoding, delimiter=delimiter, sheet=sheet)
    check_header(opened)
    found = find_columns(opened, told)
    asked = [*(one.column for one in wish.where), *([consent] if consent else [])]
    rows = read_rows(opened, [*found.read(opened.columns), *asked])
    region = wish.country or find_country(rows, found.identity, file=opened.path.name, needed=channel != "zones")[0]
    lists = read_lists(opposition, region=region, columns=told_columns(list_columns, option="--opposition-column"))
    secret = read_secret(secret_file) if secret_file else None
    audience = make_audience(rows, found, wish, lists=lists, secret=secret, name=opened.path.name)
    record = audience_record(audience, found, wish, name=opened.path.name, language_notes=opened.notes)
    written = write_audience(audience, record, out, platform=wish.platform if channel == "social" else "")
    if not quiet:
        click.echo("\n".join(_lines(audience, found, wish, written)))


@audience_group.command("opposition")
@click.argument("opposition_list", type=PATH)
@click.option("--secret-file", required=True, type=PATH, metavar="KEY", help="File of the key, at least 16 bytes.")
@click.option("-o", "--out", required=True, type=PATH, help="The fingerprints: .csv, .xlsx or .parquet.")
@COLUMN
@COUNTRY
@ON
@QUIET
def opposition_command(
    opposition_list: Path,
    secret_file: Path,
    out: Path,
    columns: tuple[str, ...],
    country: str | None,
    on: datetime | None,
    quiet: bool,  # noqa: FBT001  click calls by name
) -> None:
    """Turn OPPOSITION_LIST, a clear list of who objected, into keyed fingerprints (HMAC-SHA-256).

    They can be kept for the three years and more that an objection lasts, and applied by whoever has the key, without
    telling who is on the list. Keep the key away from the list.
    """
    from geoprofile.recipes.audiences import check_audience_output, make_opposition_list  # noqa: PLC0415
    from geoprofile.recipes.audiences.files import write_table  # noqa: PLC0415
    from geoprofile.recipes.audiences.reading import read_secret, told_columns  # noqa: PLC0415

    check_audience_output(out, "opposition")
    made = make_opposition_list(
        opposition_list, read_secret(secret_file), on=_day(on), country=country or "", columns=told_columns(columns)
    )
    write_table(made.rows, out)
    if not quiet:
        click.echo(f"{made.row_count:,} rows read, {len(made.rows):,} written")
        for note in made.notes:
            click.echo(f"warning: {note}")
        click.echo(f"result: {out}")


def _check_opposition(lists: tuple[Path, ...], *, told_none: bool) -> None:
    """Refuse to go on without a word on objections, or with two that contradict each other."""
    if bool(lists) == told_none:
        raise AddressFileError(
            "--opposition and --no-opposition contradict each other: give one of them."
            if told_none
            else "Who objected? Give the list (--opposition LIST), or say that there is none (--no-opposition)."
        )


def _day(on: datetime | None) -> date:
    return on.date() if on else datetime.now().astimezone().date()


def _lines(audience: Audience, columns: AudienceColumns, wish: AudienceWish, written: list[Path]) -> Iterator[str]:
    """Sum up what came out."""
    from geoprofile.recipes.audiences.record import warnings_on  # noqa: PLC0415  --help answers at once

    yield f"{len(audience.reason):,} rows"
    for one in audience.opposed:
        by = ", ".join(f"{kind} {count:,}" for kind, count in one.by_kind.items())
        found = f"{one.found:,} of its {one.row_count:,} rows found"
        yield f"{int(one.excluded.sum()):,} excluded by {one.name} ({by}); {found}"
    yield from (f"{count:,} left out: {why}" for why, count in audience.left_out.items() if why not in BY_LISTS)
    if again := audience.left_out.get("opposition_same_person", 0):
        why = "same id, e-mail, telephone, or name and address"
        yield f"{again:,} more rows excluded as they are of the same persons ({why})"
    yield f"{audience.kept:,} kept"
    yield from (f"note: {note}" for note in audience.notes)
    yield from (f"warning: {note}" for note in warnings_on(audience, columns, wish))
    yield from (f"result: {path}" for path in written)
