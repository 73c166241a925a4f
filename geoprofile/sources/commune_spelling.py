"""Commune names as INSEE writes them, from the capitals without accents of La Poste.

`ST AFFRIQUE` becomes Saint-Affrique, `L HAY LES ROSES` L'Hay-les-Roses, `LE HAVRE` Le Havre. An accent that the
capitals lost stays lost: nothing is guessed.
"""

from __future__ import annotations

import re

__all__ = ["spell_commune"]

SAINTS = {"ST": "Saint", "STE": "Sainte", "STS": "Saints", "STES": "Saintes"}
SMALL_WORDS = frozenset(
    ["sur", "de", "en", "le", "la", "les", "et", "du", "sous", "des", "aux", "au", "lez", "pres",
     "di", "devant", "ez", "del"]
)  # fmt: skip
# Between two words of a French name, these are always the preposition.
PREPOSITIONS = {"A": "à", "ES": "ès"}
ARTICLES = frozenset({"LE", "LA", "LES"})
ELIDED = frozenset({"D", "L"})
VOWELS = tuple("AEIOUYH")
BREAKS = re.compile(r"[\s'\u2019-]+")


def spell_commune(name: str) -> str:
    """Write a commune name of capitals in the way of INSEE; a name in mixed case comes back as it is.

    All words are joined by hyphens but a leading article and a number; saints are written out, small words stand in
    lower case.
    """
    name = name.strip()
    if not name.isupper():
        return name
    words = [word for word in BREAKS.split(name) if word]
    spelled = ""
    for place, word in enumerate(words):
        spelled += _word(word, words, place)
        if place + 1 < len(words):
            spelled += _joint(word, words, place)
    return spelled


def _word(word: str, words: list[str], place: int) -> str:
    inside = 0 < place < len(words) - 1
    if word in SAINTS:
        return SAINTS[word]
    if inside and word in PREPOSITIONS:
        return PREPOSITIONS[word]
    small = word.lower()
    if place and _is_breton(words, place):
        return small
    return small if inside and (small in SMALL_WORDS or _is_elided(words, place)) else small.capitalize()


def _joint(word: str, words: list[str], place: int) -> str:
    """Give what stands between a word and the next one."""
    if _is_elided(words, place) or _is_breton(words, place + 1):
        return "'"
    return " " if (place == 0 and word in ARTICLES) or words[place + 1].isdigit() else "-"


def _is_elided(words: list[str], place: int) -> bool:
    """Tell whether a lone D or L stands for an article before a vowel."""
    return words[place] in ELIDED and place + 1 < len(words) and words[place + 1].startswith(VOWELS)


def _is_breton(words: list[str], place: int) -> bool:
    """Tell whether a lone H is that of the Breton c'h (`PLOULEC H`)."""
    return words[place] == "H" and words[place - 1].endswith("C")
