"""Which columns of a user's file tell who or where somebody is, or what no customer is compared by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geoprofile.scoring.criteria import load_criteria, name_words, tell_sex
from geoprofile.user_cells import level_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from geoprofile.modes.columns import Reason

__all__ = ["are_persons", "refused_as"]

# What is said of a column that a score refuses; of all other rules that it is sensitive.
REASONS: dict[str, Reason] = {"names": "contact", "identity_number": "identifier"}
# Names of persons: these many levels, this part of them, and so many of their first words differ. Without capitals
# or a column that names persons they must be more, as "Robe Rouge" is written as "Rose Martin" is.
MOST_OF, FEW, MANY = 0.6, 2, 10
PARTICLES = frozenset(("de", "du", "des", "la", "le", "van", "von", "den", "der", "el", "al", "ben", "di", "da"))
WORD = re.compile(r"[^\W\d_][^\W\d_'\u2019.-]*(['\u2019.-][^\W\d_]+)*\.?")
MOST_WORDS = 5
PERSONS = frozenset((
    "vendeur", "vendeuse", "vendeurs", "conseiller", "conseillere", "commercial", "contact", "interlocuteur", "agent",
    "gestionnaire", "responsable", "referent", "seller", "salesperson", "advisor", "adviser", "manager", "owner",
    "verkoper", "contactpersoon", "beheerder",
))  # fmt: skip


def refused_as(name: str, column: pd.Series) -> Reason | None:
    """Say why no mode is made from a column of the user's, None where one may be.

    The rules are those of scores (`reference_data/criteria.toml`), with positions and names of persons by content.

    Parameters
    ----------
    name : str
    column : Series of n cells
    """
    criteria = load_criteria()
    rule = criteria.forbidden_rule(name)
    if rule is not None:
        return REASONS.get(rule.name, "sensitive")
    if criteria.is_position(name):
        return "position"
    if criteria.is_of_no_person(name):
        return None
    levels = [level for level in level_cells(column).unique() if level]
    if tell_sex(levels):
        return "sensitive"
    return "contact" if are_persons(name, levels) else None


def are_persons(name: str, levels: Sequence[str]) -> bool:
    """Tell whether most levels look like the first name and surname of persons.

    "Jean DUPONT" does; "Jean Dupont" does in a column that names persons, or among many.
    """
    named = [words for level in levels if (words := _name_of(level))]
    if len(named) < max(FEW, MOST_OF * len(levels)) or len({words[0] for words in named}) < MOST_OF * len(named):
        return False
    with_surname = sum(any(_is_capital(word) for word in words) and not _all_capitals(words) for words in named)
    is_told = with_surname >= MOST_OF * len(levels) or bool(PERSONS & set(name_words(name)))
    return is_told or len(named) >= MANY


def _name_of(level: str) -> list[str]:
    """Cut a level into the words of a name, [] where it is none: two to five words, each with a capital."""
    words = [word for word in level.split() if word not in PARTICLES]
    whole = all(WORD.fullmatch(word) and word[0].isupper() for word in words)
    return words if whole and 1 < len(words) <= MOST_WORDS else []


def _is_capital(word: str) -> bool:
    return word.isupper() and len(word.strip(".")) > 1


def _all_capitals(words: Sequence[str]) -> bool:
    return all(word.isupper() for word in words)
