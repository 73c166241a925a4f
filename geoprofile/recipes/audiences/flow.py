"""An audience, from a file of customers to what a channel takes: objections first, then who, then the channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.audiences.opposition_list import oppose
from geoprofile.audiences.post import POST_INPUTS, address_blocks, family_names, household_kept
from geoprofile.audiences.social import PLATFORMS, social_audience
from geoprofile.audiences.zone_counts import zone_counts
from geoprofile.errors import AddressFileError
from geoprofile.numerals import read_numbers
from geoprofile.opposition import IdentityColumns, flat_keys, identity_keys, name_keys, raw_address_keys
from geoprofile.recipes.audiences.reading import find_country, read_dates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from geoprofile.audiences.opposition_list import Opposed, OppositionList
    from geoprofile.recipes.audiences.columns import AudienceColumns
    from geoprofile.recipes.audiences.wish import AudienceWish

__all__ = ["KEPT_YEARS", "Audience", "make_audience"]

# Prospects and former customers may be written to for three years from the last contact (CNIL).
KEPT_YEARS = 3
YES = frozenset(["1", "oui", "yes", "ja", "o", "y", "j", "true", "vrai", "x", "ok", "optin", "opt-in"])


@dataclass(frozen=True, eq=False)
class Audience:
    """What a channel is handed, and what became of every row.

    Attributes
    ----------
    rows : DataFrame
        What is written, in an order that does not hang on that of the file.
    reason : Series of n str
        Why each row of the file was left out, "" for those that were not.
    opposed : tuple of Opposed
        What each list of objections did, before anything else.
    unproven : int
        Rows kept although no date says when their last contact was.
    notes : tuple of str
        What the reader of the record must know.
    """

    rows: pd.DataFrame
    reason: pd.Series
    opposed: tuple[Opposed, ...] = ()
    unproven: int = 0
    notes: tuple[str, ...] = ()

    @property
    def left_out(self) -> Mapping[str, int]:
        """Count the rows by why they were left out."""
        counts = self.reason[self.reason != ""].value_counts().sort_index()
        return {str(why): int(count) for why, count in counts.items()}

    @property
    def kept(self) -> int:
        """Count the rows of the file that the audience is made of."""
        return int((self.reason == "").sum())


def make_audience(
    rows: pd.DataFrame,
    columns: AudienceColumns,
    wish: AudienceWish,
    *,
    lists: Sequence[OppositionList],
    secret: bytes | None = None,
    name: str = "the table",
) -> Audience:
    """Make an audience.

    Parameters
    ----------
    rows : DataFrame of n rows
        All text, "" where missing.
    columns : AudienceColumns
    wish : AudienceWish
    lists : sequence of OppositionList
    secret : bytes, optional
        Of the fingerprints of the lists.
    name : str
        Of the file, for messages.

    Raises
    ------
    AddressFileError
        If a list cannot be applied, or a column that the channel needs is not there.
    """
    country = wish.country or find_country(rows, columns.identity.postcode)
    reason = pd.Series("", index=rows.index, dtype="str")
    keys = identity_keys(rows, columns.identity, region=country) if lists else {}
    opposed = tuple(oppose(keys, one, row_count=len(rows), secret=secret) for one in lists)
    for one in opposed:
        reason = _out(reason, one.excluded, "opposition")
    reason, unproven = _retained(rows, columns, wish, reason, name)
    reason = _out(reason, ~_chosen(rows, columns, wish), "not_selected")
    if wish.channel == "social" and wish.consent:
        reason = _out(reason, ~_consented(rows[wish.consent]), "no_consent")
    made, reason, notes = _CHANNELS[wish.channel](rows, columns, wish, reason, country)
    return Audience(made, reason, opposed, unproven, notes)


def _out(reason: pd.Series[str], mask: NDArray[np.bool_], why: str | pd.Series[str]) -> pd.Series[str]:
    """Leave rows out that were not left out before."""
    return reason.where(~((reason == "") & mask), why)


def _retained(
    rows: pd.DataFrame, columns: AudienceColumns, wish: AudienceWish, reason: pd.Series[str], name: str
) -> tuple[pd.Series[str], int]:
    """Leave out who was last heard of more than three years ago."""
    if not columns.last_contact:
        return reason, len(rows)
    days = read_dates(rows[columns.last_contact], file=name)
    first = pd.Timestamp(_years_before(wish.on, KEPT_YEARS))
    reason = _out(reason, (days < first).to_numpy(), f"no_contact_for_{KEPT_YEARS}_years")
    return reason, int(((reason == "") & days.isna()).sum())


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _chosen(rows: pd.DataFrame, columns: AudienceColumns, wish: AudienceWish) -> NDArray[np.bool_]:
    """Find the rows that are asked for."""
    chosen = np.ones(len(rows), dtype=bool)
    for condition in wish.where:
        if condition.column in columns.personal:
            raise AddressFileError(
                f"--where names people by column {condition.column!r}: choose by what they are, not by who."
            )
        chosen &= condition.holds(rows).to_numpy()
    if wish.messages:
        if not columns.message:
            raise AddressFileError(
                "--message needs the column 'message_key' that 'geoprofile segment' writes: give its file."
            )
        chosen &= rows[columns.message].isin(wish.messages).to_numpy()
    if len(rows) and not chosen.any():
        asked = ", ".join([*map(str, wish.where), *wish.messages])
        raise AddressFileError(f"No row is asked for by {asked}: check the values, capitals count.")
    return chosen


def _consented(cells: pd.Series[str]) -> NDArray[np.bool_]:
    """Find who said yes; an empty cell is no consent."""
    return cells.str.strip().str.lower().isin(YES).to_numpy()


def _post(
    rows: pd.DataFrame, columns: AudienceColumns, _: AudienceWish, reason: pd.Series[str], country: str
) -> tuple[pd.DataFrame, pd.Series[str], tuple[str, ...]]:
    """Write address blocks, one a household."""
    parts, trusted = _post_parts(rows, columns)
    if not trusted.any() and not (columns.identity.address and columns.identity.postcode):
        raise AddressFileError(
            "No column holds an address and a postcode: name them (--column address=... --column postcode=...), or "
            "enrich the file first."
        )
    blocks, undeliverable = address_blocks(parts, trusted, country=country)
    reason = _out(reason, (undeliverable != "").to_numpy(), undeliverable)
    left = np.flatnonzero(reason == "")
    household = _households(rows.iloc[left], columns, trusted[left])
    amount = read_numbers(rows[columns.amount]) if columns.amount else np.zeros(len(rows))
    ids = rows[columns.identity.customer_id] if columns.identity.customer_id else blocks.agg("|".join, axis=1)
    again = np.zeros(len(rows), dtype=bool)
    again[left] = ~household_kept(household, amount[left], ids.iloc[left])
    reason = _out(reason, again, "same_household")
    if columns.message:
        blocks["message_key"] = rows[columns.message]
    made = blocks[reason == ""].assign(code=parts["postcode"])
    made = made.sort_values(["code", *blocks.columns], kind="stable").drop(columns="code").reset_index(drop=True)
    notes = () if columns.identity.name else ("No column of names: one letter an address, to nobody by name.",)
    return made, reason, notes


def _post_parts(rows: pd.DataFrame, columns: AudienceColumns) -> tuple[pd.DataFrame, NDArray[np.bool_]]:
    """Lay out what address blocks are made from."""
    empty = pd.Series("", index=rows.index, dtype="str")
    own = columns.identity
    name = rows[columns.family_name] if columns.family_name else empty
    if columns.first_name:
        name = rows[columns.first_name] + " " + name
    address = empty
    for line in own.address:
        address = (address + ", " + rows[line]).str.strip(" ,")
    texts = {"name": name, "complement": rows[columns.complement] if columns.complement else empty}
    texts |= {"address": address, "postcode": rows[own.postcode] if own.postcode else empty}
    texts["city"] = rows[columns.city] if columns.city else empty
    geocoded = [one for one in POST_INPUTS if one.startswith("result_")]
    texts |= {one: rows.get(one, empty) for one in geocoded}
    trusted = np.zeros(len(rows), dtype=bool)
    if {"result_type", "result_status", *geocoded} <= set(rows.columns):
        trusted = ((rows["result_type"] == "housenumber") & (rows["result_status"] == "ok")).to_numpy()
    return pd.DataFrame(texts), trusted


def _households(rows: pd.DataFrame, columns: AudienceColumns, trusted: NDArray[np.bool_]) -> pd.Series[str]:
    """Name the household of each row: its address, and its family where a column names it."""
    own = columns.identity
    key = pd.Series("", index=rows.index, dtype="str")
    if own.address and own.postcode:
        key = raw_address_keys([rows[line] for line in own.address], rows[own.postcode])
    if trusted.any():
        key = key.where(~trusted, identity_keys(rows, IdentityColumns(), region="FR")["address"][0])
    if not columns.family_name:
        inside = [rows[line] for line in (*own.address, columns.complement) if line]
        return (key + "@" + flat_keys(inside)).where(key != "", "") if inside else key
    names = rows[columns.family_name]
    family = name_keys([names]) if columns.first_name else family_names(names)
    return (key + "@" + family).where(key != "", "")


def _social(
    rows: pd.DataFrame, columns: AudienceColumns, wish: AudienceWish, reason: pd.Series[str], country: str
) -> tuple[pd.DataFrame, pd.Series[str], tuple[str, ...]]:
    """Hash what the platform matches people by."""
    platform, own = PLATFORMS[wish.platform], columns.identity
    taken = (*(own.email if platform.email else ()), *(own.phone if platform.phone else ()))
    if not taken:
        raise AddressFileError(
            f"No column holds what {platform.name} matches people by: name one with --column email=... or phone=..."
        )
    left = rows[reason == ""]
    made = social_audience(left, platform, email=own.email, phone=own.phone, region=country)
    nobody = np.zeros(len(rows), dtype=bool)
    nobody[np.flatnonzero(reason == "")] = ~made.row_of.to_numpy()
    reason = _out(reason, nobody, "no_identifier")
    notes = [f"{made.invalid_emails} e-mail addresses and {made.invalid_phones} telephone numbers could not be read."]
    if len(made.rows) < platform.least_rows:
        notes.append(f"{platform.name} wants at least {platform.least_rows} rows; there are {len(made.rows)}.")
    return made.rows, reason, tuple(notes)


def _zones(
    rows: pd.DataFrame, columns: AudienceColumns, _: AudienceWish, reason: pd.Series[str], __: str
) -> tuple[pd.DataFrame, pd.Series[str], tuple[str, ...]]:
    """Count customers by zone."""
    if not columns.zone:
        raise AddressFileError(
            "No column holds zones: run 'geoprofile enrich' on the file first, or name it (--column zone=...)."
        )
    zone = rows[columns.zone].str.strip()
    reason = _out(reason, (zone == "").to_numpy(), "no_zone")
    made, told = zone_counts(zone.where(reason == "", ""))
    reason = _out(reason, ~told, "zone_not_told")
    return made.rename(columns={"zone_id": columns.zone}), reason, ()


_CHANNELS = {"post": _post, "social": _social, "zones": _zones}
