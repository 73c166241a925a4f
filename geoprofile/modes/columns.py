"""Which columns of a table of customers segments may be made from, and why the others are left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast, get_args

import pandas as pd

from geoprofile.user_cells import level_cells, number_cells

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LEFT_OUT", "THEMES", "LeftOut", "ModeColumn", "Reason", "Theme", "choose_columns", "kept_levels"]

Kind = Literal["number", "category"]
Theme = Literal["purchases", "goods", "engagement", "own", "place"]
THEMES: tuple[Theme, ...] = ("purchases", "goods", "engagement", "own", "place")
Reason = Literal[
    "identifier",
    "contact",
    "sensitive",
    "position",
    "zone_count",
    "zone_code",
    "coarser",
    "date",
    "free_text",
    "constant",
    "mostly_missing",
]
LEFT_OUT: tuple[Reason, ...] = get_args(Reason)

# A column of which more is missing says more about the file than about the customers.
MOST_MISSING = 0.8
# A level of fewer customers is pooled with the other rare ones; a category whose levels are all rarer is free text.
LEAST_LEVEL_SHARE, LEAST_LEVEL = 0.02, 11
# A column where so much is the same is the same for all.
SAME = 0.995
DATE = re.compile(r"\d{4}-\d{2}-\d{2}([T ].*)?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}( .*)?")
# Names of columns that tell who or where somebody is: no segment is made of them.
CONTACT = re.compile(
    r"^(noms?|names?|naam|nom_.*|(client|customer|full|contact|user|firm|company)_?name)$|"
    r"(^|[_\s.-])(prenoms?|prénoms?|voornaam|firstname|first_name|lastname|last_name|surname|e-?mails?|courriel|"
    r"tel\d?|telephones?|téléphones?|telefoon|phones?|mobiles?|gsm|portable|fax|adresses?|address|addresses|adres|"
    r"complements?|complément|rue|street|straat|code_?postal|postcodes?|zip|cp|ville|city|gemeente|siret|siren|tva|vat|"
    r"iban|bic)([_\s.-]|$)",
    re.IGNORECASE,
)
# Counts of what was opened or clicked say how, not who.
ENGAGEMENT = re.compile(r"(open|click|ouvert|cliqu|visit|geopend)", re.IGNORECASE)
IDENTIFIER = re.compile(r"(^|[_\s.-])(id|ids|code|num|numero|numéro|no|ref|uuid|key)([_\s.-]|$)", re.IGNORECASE)


@dataclass(frozen=True)
class ModeColumn:
    """One column that segments are made from.

    Attributes
    ----------
    name : str
    kind : {"number", "category"}
    theme : str
        One of THEMES: columns of one theme share its weight.
    """

    name: str
    kind: Kind
    theme: Theme


@dataclass(frozen=True)
class LeftOut:
    """One column that segments are not made from, and why (one of LEFT_OUT)."""

    name: str
    reason: Reason


def choose_columns(
    table: pd.DataFrame, *, known: Mapping[str, ModeColumn], refused: Mapping[str, Reason]
) -> tuple[tuple[ModeColumn, ...], tuple[LeftOut, ...]]:
    """Say of each column whether it is a number, a category or nothing to compare customers by.

    Parameters
    ----------
    table : DataFrame of n rows
        One row a customer.
    known : mapping of name to ModeColumn
        Columns whose kind is known; any other is of the theme `own`, and its kind found out by its content.
    refused : mapping of column to reason
        Columns that the caller leaves out.

    Returns
    -------
    used : tuple of ModeColumn
        By theme, then in alphabetical order, so that the order of columns changes nothing.
    left_out : tuple of LeftOut
        In alphabetical order.
    """
    used: list[ModeColumn] = []
    left_out: list[LeftOut] = []
    for name in sorted(map(str, table.columns)):
        column = table[name]
        reason = refused.get(name) or _why_not(column, is_known=name in known)
        found = known.get(name) or (_found(column) if reason is None else None)
        if reason is None and isinstance(found, ModeColumn):
            used.append(found)
        else:
            left_out.append(LeftOut(name, reason or cast("Reason", found)))
    return tuple(sorted(used, key=lambda column: (THEMES.index(column.theme), column.name))), tuple(left_out)


def _why_not(column: pd.Series, *, is_known: bool) -> Reason | None:
    """Give the reason for which a column is left out whatever it measures, None if there is none."""
    name = str(column.name)
    if not is_known and CONTACT.search(name) and not ENGAGEMENT.search(name):
        return "contact"
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return "date"
    text = level_cells(column)
    held = text[text != ""]
    if len(held) < (1 - MOST_MISSING) * len(text) or len(held) < LEAST_LEVEL:
        return "mostly_missing"
    return "constant" if held.value_counts().iloc[0] >= SAME * len(held) else None


def _found(column: pd.Series) -> ModeColumn | Reason:
    """Find out by its content what a column of the user's is."""
    name, text = str(column.name), level_cells(column)
    held = text[text != ""]
    counts = held.value_counts()
    _, unread = number_cells(column)
    if not unread.any():
        # Numbers that measure, unlike numbers that name: codes, and those that would lose their zeros.
        is_code = bool(IDENTIFIER.search(name)) or bool(held.str.fullmatch(r"0\d+").any())
        if not is_code:
            return ModeColumn(name, "number", "own")
        return ModeColumn(name, "category", "own") if _has_levels(counts) else "identifier"
    if held.str.fullmatch(DATE.pattern).all():
        return "date"
    if _has_levels(counts):
        return ModeColumn(name, "category", "own")
    return "identifier" if IDENTIFIER.search(name) else "free_text"


def _has_levels(counts: pd.Series) -> bool:
    """Say whether the levels that are not rare hold half of the customers or more."""
    held = counts.sum()
    frequent = counts[counts >= max(LEAST_LEVEL_SHARE * held, LEAST_LEVEL)]
    return bool(len(frequent) and frequent.sum() >= held / 2)


def kept_levels(column: pd.Series) -> tuple[str, ...]:
    """Give the levels of a category that are not rare, the most frequent first, ties in alphabetical order."""
    cells = level_cells(column)
    counts = cells[cells != ""].value_counts()
    least = max(LEAST_LEVEL_SHARE * counts.sum(), LEAST_LEVEL)
    kept = sorted((-int(count), str(level)) for level, count in counts.items() if count >= least)
    return tuple(level for _, level in kept)
