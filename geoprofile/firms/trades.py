"""Words that many firms share: trades, and what a place is called after; alone they tell no firm from another."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING

from geoprofile.firms.names import fold_name
from geoprofile.firms.nomenclatures import naf_labels
from geoprofile.reference import reference_path

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["is_landlord_word", "is_numeral", "is_place_word", "is_trade_word", "tells_firms_apart"]

LEAST_LETTERS = 4


@lru_cache(maxsize=1)
def _words() -> Mapping[str, frozenset[str]]:
    """Read the words by kind: trades, places, landlords, surnames, numerals."""
    table = tomllib.loads(reference_path("firms", "common_words.toml").read_text("utf-8"))
    return {kind: frozenset(str(words).split()) for kind, words in table.items()}


@lru_cache(maxsize=1)
def _activities() -> frozenset[str]:
    """Give the words of the labels of activities, and the trades of signs."""
    words = {word for label in naf_labels().values() for word in fold_name(label).split()}
    return frozenset(word for word in words if len(word) >= LEAST_LETTERS) | _words()["trades"]


@lru_cache(maxsize=200_000)
def is_trade_word(word: str) -> bool:
    """Tell whether a word, folded, names a trade or sort of firm; singular and plural are one."""
    if word in _words()["surnames"]:
        return False
    forms = {word, word.removesuffix("S"), f"{word}S"}
    own = _words()["trades"] if len(word) < LEAST_LETTERS else _activities()
    return not forms.isdisjoint(own)


def is_place_word(word: str) -> bool:
    """Tell whether a word, folded, names what many towns have (station, church)."""
    return word in _words()["places"]


def is_landlord_word(word: str) -> bool:
    """Tell whether a word, folded, says that a firm holds walls or shares."""
    return word in _words()["landlords"]


def tells_firms_apart(word: str) -> bool:
    """Tell whether a word is neither a trade nor such a place: a name shared by chance is unlikely.

    Numbers tell firms apart where they differ, yet alone they are no name.
    """
    return not (len(word) == 1 or is_numeral(word) or is_trade_word(word) or is_place_word(word))


def is_numeral(word: str) -> bool:
    """Tell whether a word is a number, Arabic or Roman."""
    return word.isdigit() or word in _words()["numerals"]
