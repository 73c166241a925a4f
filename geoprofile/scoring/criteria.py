"""What a column says of a person, by the words of its name: its family, and whether a score may use it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geoprofile.reference import reference_path
from geoprofile.sources.dictionary import load_dictionary

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["OTHER_FAMILY", "Criteria", "Rule", "load_criteria", "name_words", "tell_sex"]

OTHER_FAMILY = "other"
RESIDENCE, SEX, SOCIO_DEMOGRAPHIC = "residence", "sex", "socio_demographic"
WORD = re.compile(r"[a-z]+")
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
# fmt: off
SMALL_WORDS = frozenset((
    "de", "du", "des", "la", "le", "les", "l", "d", "et", "en", "au", "aux", "of", "the", "a", "an", "and", "to", "by",
    "van",
))
# A column whose values are all among one of these tells the sex, whatever its name.
SEXES = (
    frozenset(("m", "f", "h", "v", "x", "homme", "femme", "male", "female", "man", "woman", "vrouw", "masculin",
               "feminin")),
    frozenset(("m", "mr", "mme", "mlle", "mrs", "ms", "miss", "monsieur", "madame", "mademoiselle", "dhr", "mevr",
               "mw")),
)
# fmt: on


@dataclass(frozen=True)
class Rule:
    """Words that name something.

    Attributes
    ----------
    name, label_fr, label_en : str
    patterns : tuple of tuple of str
        Words that stand together; a star at the end of one stands for any ending.
    unless : tuple of str
        Words beside which the rule does not hold.
    """

    name: str
    label_fr: str
    label_en: str
    patterns: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...] = ()

    def holds(self, words: tuple[str, ...]) -> bool:
        """Tell whether a name of these words is meant."""
        if any(_fits(pattern, word) for pattern in self.unless for word in words):
            return False
        return any(_stands_in(pattern, words) for pattern in self.patterns)

    def label(self, language: str) -> str:
        """Give its label in a language."""
        return self.label_fr if language == "fr" else self.label_en


@dataclass(frozen=True)
class Criteria:
    """The rules of reference_data/criteria.toml.

    Attributes
    ----------
    forbidden : tuple of Rule
        What no score reads.
    grounds : tuple of Rule
        What no person may be excluded by (Code pénal, art. 225-1): it is used with a warning.
    families : tuple of Rule
        In order: the first that fits counts.
    """

    forbidden: tuple[Rule, ...]
    grounds: tuple[Rule, ...]
    families: tuple[Rule, ...]

    def forbidden_rule(self, column: str) -> Rule | None:
        """Give the rule that refuses a column, None where a score may use it."""
        words = name_words(column)
        return next((rule for rule in self.forbidden if rule.holds(words)), None)

    def sex_rule(self) -> Rule:
        """Give the rule that refuses a column whose values tell the sex."""
        return next(rule for rule in self.forbidden if rule.name == SEX)

    def grounds_of(self, column: str) -> tuple[str, ...]:
        """Give the names of the grounds of discrimination that a column draws on; open data are the residence's."""
        words = name_words(column)
        found = [rule.name for rule in self.grounds if rule.holds(words)]
        return tuple(dict.fromkeys([RESIDENCE, *found] if column in open_variables() else found))

    def family_of(self, column: str) -> str:
        """Give the family of a column, `OTHER_FAMILY` where no word tells it; what follows from a home is of one."""
        if RESIDENCE in self.grounds_of(column):
            return SOCIO_DEMOGRAPHIC
        words = name_words(column)
        return next((rule.name for rule in self.families if rule.holds(words)), OTHER_FAMILY)


@lru_cache(maxsize=1)
def load_criteria() -> Criteria:
    """Read reference_data/criteria.toml, once."""
    stated = tomllib.loads(reference_path("criteria.toml").read_text(encoding="utf-8"))
    return Criteria(_rules(stated["forbidden"]), _rules(stated["ground"]), _rules(stated["family"]))


@lru_cache(maxsize=1)
def open_variables() -> dict[str, tuple[str, str]]:
    """Give the French and the English label of each open-data variable: they describe where a person lives."""
    return {entry.name: (entry.label_fr, entry.label_en) for entry in load_dictionary()}


def name_words(column: str) -> tuple[str, ...]:
    """Cut the name of a column into words: no accents, capitals, digits or small words.

    >>> name_words("dateDeNaissance_2")
    ('date', 'naissance')
    """
    plain = unicodedata.normalize("NFKD", HUMP.sub(" ", column)).encode("ascii", "ignore").decode().lower()
    return tuple(word for word in WORD.findall(plain) if word not in SMALL_WORDS)


def tell_sex(levels: Iterable[str]) -> bool:
    """Tell whether all values of a column, at least two, are sexes or titles."""
    found = {" ".join(name_words(level)) for level in levels}
    return len(found) > 1 and any(found <= sexes for sexes in SEXES)


def _rules(stated: list[dict[str, Any]]) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            rule["name"],
            rule["label_fr"],
            rule["label_en"],
            tuple(tuple(pattern.split()) for pattern in rule["words"]),
            tuple(rule.get("unless", ())),
        )
        for rule in stated
    )


def _stands_in(pattern: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Tell whether the words of a pattern stand together in a name."""
    size = len(pattern)
    return any(
        all(_fits(part, word) for part, word in zip(pattern, words[at : at + size], strict=True))
        for at in range(len(words) - size + 1)
    )


def _fits(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern
