"""An audience, from a file of customers to what a channel takes: objections first, then who, then the channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from geoprofile.audiences.opposition_list import named_rows, oppose
from geoprofile.audiences.social import PLATFORMS, hashed_contacts, social_contacts
from geoprofile.audiences.zone_counts import zone_counts
from geoprofile.errors import AddressFileError
from geoprofile.opposition import (
    PERSON_KINDS,
    email_keys,
    identity_keys,
    phone_keys,
    same_persons,
    unread_cells,
)
from geoprofile.recipes.audiences.choice import chosen_rows, consented, leave_out
from geoprofile.recipes.audiences.letters import make_letters
from geoprofile.recipes.audiences.reading import all_keys, find_country, read_dates

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from geoprofile.audiences.opposition_list import Opposed, OppositionList
    from geoprofile.recipes.audiences.columns import AudienceColumns
    from geoprofile.recipes.audiences.wish import AudienceWish

    Keys: TypeAlias = Mapping[str, tuple[pd.Series[str], ...]]
    Made: TypeAlias = tuple[pd.DataFrame, pd.Series[str], tuple[str, ...]]

__all__ = ["KEPT_YEARS", "SAME_PERSON", "Audience", "make_audience"]

# Prospects and former customers may be written to for three years from the last contact (CNIL).
KEPT_YEARS = 3
NOT_SELECTED, SAME_PERSON = "not_selected", "opposition_same_person"


@dataclass(frozen=True, eq=False)
class _Work:
    """What every channel makes its audience from."""

    rows: pd.DataFrame
    columns: AudienceColumns
    wish: AudienceWish
    lists: Sequence[OppositionList]
    secret: bytes | None
    keys: Keys
    country: str


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
    unread : mapping of kind to int
        Filled cells that no key could be made of, so that no list can find whom they name.
    country : str
        As told or assumed.
    notes : tuple of str
        What the reader of the record must know.
    """

    rows: pd.DataFrame
    reason: pd.Series
    opposed: tuple[Opposed, ...] = ()
    unproven: int = 0
    unread: Mapping[str, int] = field(default_factory=dict)
    country: str = ""
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
    country, why = wish.country, "as told"
    if not country:
        country, why = find_country(rows, columns.identity, file=name, needed=wish.channel != "zones")
    reason = pd.Series("", index=rows.index, dtype="str")
    keys = identity_keys(rows, columns.identity, region=country)
    everywhere = all_keys(rows, columns, region=country) if lists else {}
    opposed = tuple(oppose(everywhere, one, row_count=len(rows), secret=secret) for one in lists)
    out = np.zeros(len(rows), dtype=bool)
    for one in opposed:
        out |= one.excluded
    reason = leave_out(leave_out(reason, out, "opposition"), same_persons(keys, out), SAME_PERSON)
    reason, unproven = _retained(rows, columns, wish, reason, name)
    reason = leave_out(reason, ~chosen_rows(rows, columns, wish), NOT_SELECTED)
    if wish.channel == "social" and wish.consent:
        reason = leave_out(reason, ~consented(rows[wish.consent]), "no_consent")
    work = _Work(rows, columns, wish, lists, secret, keys, country)
    made, reason, notes = _CHANNELS[wish.channel](work, reason)
    cells = unread_cells(rows, columns.identity, region=country) if lists else {}
    used = _kinds_used(lists, wish.channel)
    unread = {kind: count for kind, count in cells.items() if kind in used}
    from_lists = tuple(note for one in opposed for note in one.notes)
    notes = (f"Country: {country}, {why}.", *from_lists, *notes)
    return Audience(made, reason, opposed, unproven, unread, country, notes)


def _kinds_used(lists: Sequence[OppositionList], channel: str) -> frozenset[str]:
    """Name the kinds of keys that a list finds somebody by, or that the channel hands on."""
    listed = {
        kind
        for one in lists
        for keys in (one.clear, one.hashed)
        for kind, found in keys.items()
        if any((column != "").any() for column in found)
    }
    of_address = {"raw_address"} if listed & {"address", "name_address"} else set()
    return frozenset(listed | of_address | ({"email", "phone"} if channel == "social" else set()))


def _retained(
    rows: pd.DataFrame, columns: AudienceColumns, wish: AudienceWish, reason: pd.Series[str], name: str
) -> tuple[pd.Series[str], int]:
    """Leave out who was last heard of more than three years ago."""
    if not columns.last_contact:
        return reason, len(rows)
    days = read_dates(rows[columns.last_contact], file=name)
    first = pd.Timestamp(_years_before(wish.on, KEPT_YEARS))
    reason = leave_out(reason, (days < first).to_numpy(), f"no_contact_for_{KEPT_YEARS}_years")
    return reason, int(((reason == "") & days.isna()).sum())


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _social(work: _Work, reason: pd.Series[str]) -> Made:
    """Hash what the platform matches people by, once no list names the form that leaves."""
    rows, own, platform = work.rows, work.columns.identity, PLATFORMS[work.wish.platform]
    taken = (*(own.email if platform.email else ()), *(own.phone if platform.phone else ()))
    if not taken:
        raise AddressFileError(
            f"No column holds what {platform.name} matches people by: name one with --column email=... or phone=..."
        )
    left = np.flatnonzero(reason == "")
    contacts = social_contacts(rows.iloc[left], platform, email=own.email, phone=own.phone, region=work.country)
    final = {"email": email_keys(contacts.emails), "phone": phone_keys(contacts.phones, region=work.country)}
    for one in work.lists:
        named = np.zeros(len(rows), dtype=bool)
        named[left] = named_rows(final, one, row_count=len(left), secret=work.secret)
        reason = leave_out(reason, named, "opposition")
    nobody = np.zeros(len(rows), dtype=bool)
    nobody[left] = ~contacts.found.to_numpy()
    reason = leave_out(reason, nobody, "no_identifier")
    made = hashed_contacts(contacts, platform, (reason.iloc[left] == "").to_numpy())
    bad = f"{contacts.invalid_emails} e-mail addresses and {contacts.invalid_phones} telephone numbers"
    notes = [f"{bad} could not be read."]
    if len(made) < platform.least_rows:
        notes.append(f"{platform.name} wants at least {platform.least_rows} rows; there are {len(made)}.")
    return made, reason, tuple(notes)


def _zones(work: _Work, reason: pd.Series[str]) -> Made:
    """Count customers by zone."""
    name = work.columns.zone
    if not name:
        raise AddressFileError(
            "No column holds zones: run 'geoprofile enrich' on the file first, or name it (--column zone=...)."
        )
    person, note = _persons(work.keys, len(work.rows))
    zone = work.rows[name].str.strip()
    reason = leave_out(reason, (zone == "").to_numpy(), "no_zone")
    reason = leave_out(reason, (person == "").to_numpy(), "no_identifier")
    # Who is not selected is in the zone all the same: the same export without the choice would tell them.
    there = reason.isin(["", NOT_SELECTED]) & (person != "")
    made, told = zone_counts(zone.where(there, ""), person, (reason == "").to_numpy())
    reason = leave_out(reason, ~told, "zone_not_told")
    return made.rename(columns={"zone_id": name}), reason, (note,)


def _persons(keys: Keys, row_count: int) -> tuple[pd.Series[str], str]:
    """Say who each row is of, by the surest key that it has, and how that was told."""
    person = pd.Series("", index=range(row_count), dtype="str")
    used = []
    for kind in PERSON_KINDS:
        for one in keys.get(kind, ()):
            found = (person == "") & (one != "")
            person = person.where(~found, kind + ":" + one)
            used += [kind] if found.any() else []
    if not used:
        rows = pd.Series([str(row) for row in range(row_count)], dtype="str")
        return rows, "Nothing tells customers apart: each row counts as one."
    return person, f"Customers of several rows count once in a zone, told apart by {', '.join(dict.fromkeys(used))}."


_CHANNELS: dict[str, Callable[[_Work, pd.Series[str]], Made]] = {
    "post": lambda work, reason: make_letters(work.rows, work.columns, reason, work.country),
    "social": _social,
    "zones": _zones,
}
