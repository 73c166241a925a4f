"""The record beside an export: what it is for, on what ground, who was left out, and when it is to be deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from geoprofile.audiences.social import PLATFORMS
from geoprofile.recipes.audiences.flow import KEPT_YEARS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geoprofile.recipes.audiences.columns import AudienceColumns
    from geoprofile.recipes.audiences.flow import Audience
    from geoprofile.recipes.audiences.wish import AudienceWish

__all__ = ["audience_record", "warnings_on"]

PLACE_WARNING = (
    "People are chosen by where they live or how well off the place is. To aim an advertisement that way is lawful; to "
    "refuse a good or a service by place of residence or economic vulnerability is not (French Code penal, art. 225-1 "
    "and 225-2)."
)
GROUNDS_WARNING = (
    "People are chosen by {grounds}: lawful for an advertisement; to refuse a good or a service on such a ground is "
    "not (French Code penal, art. 225-1 and 225-2)."
)
PLACE_GROUNDS = frozenset(["residence", "economic"])
UNREAD = {"email": "e-mail addresses", "phone": "telephone numbers", "raw_address": "addresses"}
LETTERS = "legitimate interest (GDPR art. 6(1)(f)): tell people, and how to object for free (art. 21)"


def audience_record(
    audience: Audience, columns: AudienceColumns, wish: AudienceWish, *, name: str, language_notes: tuple[str, ...] = ()
) -> dict[str, object]:
    """Write down an audience for whoever asks later: no name, address or identifier of anybody.

    Parameters
    ----------
    audience : Audience
    columns : AudienceColumns
    wish : AudienceWish
    name : str
        Of the file of customers, without its folder.
    language_notes : tuple of str
        More notes, from reading the file.

    Returns
    -------
    dict
        Ready for JSON; the same audience made on the same day is the same text.
    """
    return {
        "purpose": wish.purpose.strip(),
        "channel": wish.channel,
        "platform": wish.platform if wish.channel == "social" else "",
        "legal_basis": _basis(wish),
        "made_on": wish.on.isoformat(),
        "delete_by": (wish.on + timedelta(days=wish.retention_days)).isoformat(),
        "file": name,
        "where": [str(one) for one in wish.where],
        "messages": list(wish.messages),
        "rows_in": len(audience.reason),
        "country": audience.country,
        "opposition": [
            {
                "list": one.name,
                "rows": one.row_count,
                "excluded": int(one.excluded.sum()),
                "excluded_by_key": dict(one.by_kind),
                "rows_found": one.found,
                "rows_not_comparable": one.not_comparable,
            }
            for one in audience.opposed
        ],
        "cells_unread": dict(audience.unread),
        "left_out": dict(audience.left_out),
        "kept": audience.kept,
        "rows_out": len(audience.rows),
        "columns": list(audience.rows.columns),
        "last_contact_column": columns.last_contact,
        "rows_without_last_contact": audience.unproven,
        "warnings": list(warnings_on(audience, columns, wish)),
        "notes": [*language_notes, *audience.notes],
        "sources": list(_sources(wish)),
    }


def warnings_on(audience: Audience, columns: AudienceColumns, wish: AudienceWish) -> Iterator[str]:
    """Say what a user must not miss."""
    yield from _on_lists(audience)
    if wish.is_of_place or PLACE_GROUNDS.intersection(wish.grounds):
        yield PLACE_WARNING
    if others := [ground for ground in wish.grounds if ground not in PLACE_GROUNDS]:
        yield GROUNDS_WARNING.format(grounds=", ".join(one.replace("_", " ") for one in others))
    if wish.channel == "zones":
        return
    if not columns.last_contact:
        yield (
            f"No column says when the last contact was: nobody was left out for having been silent for {KEPT_YEARS} "
            "years (--column last_contact=...)."
        )
    elif audience.unproven:
        yield f"{audience.unproven:,} rows have no date of last contact and were kept."


def _on_lists(audience: Audience) -> Iterator[str]:
    """Say where a list may have missed somebody."""
    if not audience.opposed:
        yield "No opposition list was applied: whoever objected is still in."
    for one in audience.opposed:
        if not one.row_count:
            yield f"{one.name} holds no row below its header: nobody was left out by it."
        if one.unproven_key and not one.found:
            yield (
                f"NOBODY OF {one.name} WAS FOUND, and nothing in it shows that the key is the one of this list: with "
                "another key nobody is ever found. Check it, or make the list again with 'geoprofile audience "
                "opposition'."
            )
        if one.not_comparable:
            yield (
                f"{one.not_comparable:,} of {one.row_count:,} rows of {one.name} have no key that this file holds too: "
                "nobody can say whether these people are in it."
            )
    for kind, count in audience.unread.items():
        yield (
            f"{count:,} filled cells of the file are no {UNREAD[kind]} that could be read: a list that names these "
            "people by them cannot find them."
        )


def _basis(wish: AudienceWish) -> str:
    if wish.channel == "zones":
        return "counts of customers by zone, none under 11; several exports together may tell more than one does"
    if wish.channel == "post":
        return LETTERS
    told = f"column {wish.consent!r}" if wish.consent else wish.consent_basis.strip()
    return f"consent (GDPR art. 6(1)(a), ePrivacy directive art. 13): {told}"


def _sources(wish: AudienceWish) -> Iterator[str]:
    if wish.channel == "post":
        yield "Layout of addresses: AFNOR XP Z10-011 (La Poste), or bpost for Belgium"
    if wish.channel == "social":
        yield f"Form of identifiers: {PLATFORMS[wish.platform].source}"
    yield f"Time limit of {KEPT_YEARS} years: CNIL, referential on the management of commercial activities (2022)"
