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
RESIDENCE, SEX, NAMES, SOCIO_DEMOGRAPHIC = "residence", "sex", "names", "socio_demographic"
WORD = re.compile(r"[a-z]+")
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Digits tell "x_l93" from "x1", and are no words.
ONE_COORDINATE = re.compile(r"[xy]([_ ]?(l(amb(ert)?)?[_ ]?\d+|wgs[_ ]?84|\d{4,5}))?", re.IGNORECASE)
# fmt: off
SMALL_WORDS = frozenset((
    "de", "du", "des", "la", "le", "les", "l", "d", "et", "en", "au", "aux", "of", "the", "a", "an", "and", "to", "by",
    "van",
))
# Words of a man and of a woman, in the singular. A column that has a value of each tells the sex, whatever its name
# and whatever stands beside them ("Société", "Autre"): the letters count only where hardly anything else does.
MEN = frozenset(("homme", "male", "man", "masculin", "mr", "mister", "monsieur", "messieurs", "dhr", "heer", "garcon",
                 "boy", "jongen", "mannelijk"))
WOMEN = frozenset(("femme", "female", "woman", "women", "vrouw", "feminin", "mme", "mlle", "mrs", "ms", "miss",
                   "madame", "mesdames", "mademoiselle", "mevr", "mevrouw", "mw", "fille", "girl", "meisje",
                   "vrouwelijk"))
LETTERS_OF_MEN, LETTERS_OF_WOMEN = frozenset(("m", "h")), frozenset(("f", "v"))
PLURALS = {"men": "man", "women": "woman", "mmes": "mme", "mlles": "mlle", "mm": "mr", "vrouwen": "vrouw",
           "mannen": "man"}
# Letters are levels of many things (sizes S, M, L): at most so many others may stand beside them.
MOST_BESIDE_LETTERS = 2
SIZES = frozenset(("s", "l", "xs", "xl", "xxl", "small", "medium", "large"))
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
        if any(_stands_in(tuple(pattern.split()), words) for pattern in self.unless):
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
    positions : tuple of Rule
        Coordinates and codes of zones.
    """

    forbidden: tuple[Rule, ...]
    grounds: tuple[Rule, ...]
    families: tuple[Rule, ...]
    positions: tuple[Rule, ...] = ()

    def forbidden_rule(self, column: str) -> Rule | None:
        """Give the rule that refuses a column, None where a score may use it."""
        words = name_words(column)
        return next((rule for rule in self.forbidden if rule.holds(words)), None)

    def sex_rule(self) -> Rule:
        """Give the rule that refuses a column whose values tell the sex."""
        return next(rule for rule in self.forbidden if rule.name == SEX)

    def is_position(self, column: str) -> bool:
        """Tell whether a column holds where a person lives: a coordinate, or the code of a zone."""
        words = name_words(column)
        return bool(ONE_COORDINATE.fullmatch(column.strip())) or any(rule.holds(words) for rule in self.positions)

    def is_of_no_person(self, column: str) -> bool:
        """Tell whether a column says that its names are of shops, goods, firms or places."""
        words = name_words(column)
        rules = (rule for rule in self.forbidden if rule.name == NAMES)
        return any(_fits(pattern, word) for rule in rules for pattern in rule.unless for word in words)

    def grounds_of(self, column: str) -> tuple[str, ...]:
        """Give the names of the grounds of discrimination that a column draws on; open data are the residence's."""
        words = name_words(column)
        found = [rule.name for rule in self.grounds if rule.holds(words)]
        is_residence = column in open_variables() or self.is_position(column)
        return tuple(dict.fromkeys([RESIDENCE, *found] if is_residence else found))

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
    return Criteria(*(_rules(stated[kind]) for kind in ("forbidden", "ground", "family", "position")))


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
    """Tell whether the values of a column are sexes or titles: one of a man and one of a woman, whatever the others."""
    found = {" ".join(_singular(word) for word in name_words(level)) for level in levels}
    titles = {"m", *MEN} & found and WOMEN & found
    letters = (LETTERS_OF_MEN | MEN) & found and (LETTERS_OF_WOMEN | WOMEN) & found
    beside = found - LETTERS_OF_MEN - LETTERS_OF_WOMEN - MEN - WOMEN
    return bool(titles or (letters and len(beside) <= MOST_BESIDE_LETTERS and not beside & SIZES))


def _singular(word: str) -> str:
    """Give the singular of a word of a sex or a title."""
    bare = word[:-1] if word.endswith("s") and word[:-1] in MEN | WOMEN else word
    return PLURALS.get(word, bare)


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
    """Tell whether the words of a pattern stand together in a name, apart or written as one ("lieunaissance")."""
    size = len(pattern)
    apart = any(
        all(_fits(part, word) for part, word in zip(pattern, words[at : at + size], strict=True))
        for at in range(len(words) - size + 1)
    )
    return apart or (size > 1 and any(_fits("".join(pattern), word) for word in words))


def _fits(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern
