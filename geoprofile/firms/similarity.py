"""How alike two names and two addresses are, from 0 to 1: rare words weigh more than common ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import log1p, nan
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from geoprofile.firms.names import acronym, core_words, house_numbers, street_words

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

__all__ = ["WordWeights", "address_similarity", "name_similarity"]

# Words less alike than this are other words.
LEAST_ALIKE = 0.84
# What a beginning ("BOUL" for "BOULANGERIE"), an initial and an acronym are worth.
BEGINNING, INITIAL, ACRONYM = 0.9, 0.7, 0.85
LEAST_BEGINNING = 3
# The words of the shorter name all found in the longer one say most of it: a name may lack or add a trade or a town.
CONTAINED_PART = 0.6
LEAST_SPELLING = 0.85
STREET_PART, NUMBER_PART = 0.7, 0.3
# Any two streets share about half of their letters: likeness is counted from there. A house number says something on
# the same street alone.
CHANCE_STREET, SAME_STREET = 0.5, 0.6


@dataclass(frozen=True)
class WordWeights:
    """What each word weighs: log(1 + names / names with the word).

    Attributes
    ----------
    counts : Counter
        Names that each word stands in.
    names : int
    """

    counts: Counter[str]
    names: int
    known: dict[str, float] = field(default_factory=dict)

    def of(self, word: str) -> float:
        """Give the weight of one word; a word never seen weighs as one seen once."""
        if word not in self.known:
            self.known[word] = log1p(max(self.names, 1) / max(self.counts.get(word, 1), 1))
        return self.known[word]


def name_similarity(name: str, others: Sequence[str], weights: WordWeights) -> float:
    """Give how alike a name is to the most alike of a firm's names.

    The weight of words found in both over that of all, averaged with the part of the shorter name that is found
    (soft TF-IDF; Cohen, Ravikumar and Fienberg, A comparison of string distance metrics, IIWeb 2003).
    """
    return max((_alike(name, other, weights) for other in others if other), default=0.0)


def _alike(name: str, other: str, weights: WordWeights) -> float:
    one, two = core_words(name), core_words(other)
    if not one or not two:
        return 0.0
    if one == two:
        return 1.0
    spelling = fuzz.ratio("".join(one), "".join(two)) / 100
    found = max(_words_alike(one, two, weights), spelling if spelling >= LEAST_SPELLING else 0.0)
    short = (len(one) == 1 and one[0] == acronym(two)) or (len(two) == 1 and two[0] == acronym(one))
    return max(found, ACRONYM if short else 0.0)


def _words_alike(one: tuple[str, ...], two: tuple[str, ...], weights: WordWeights) -> float:
    """Pair each word of the shorter name with the most alike of the longer one, none used twice."""
    short, long = (one, two) if len(one) <= len(two) else (two, one)
    left = list(long)
    shared_short = shared_long = 0.0
    for word in short:
        best, alike = max(((other, _word_alike(word, other)) for other in left), key=lambda p: p[1], default=("", 0.0))
        if alike > 0:
            left.remove(best)
            shared_short += alike * weights.of(word)
            shared_long += alike * weights.of(best)
    part_short = shared_short / sum(map(weights.of, short))
    part_long = shared_long / sum(map(weights.of, long))
    return CONTAINED_PART * max(part_short, part_long) + (1 - CONTAINED_PART) * min(part_short, part_long)


def _word_alike(one: str, two: str) -> float:
    """Give how alike two words are; digits are the same or not."""
    if one == two:
        return 1.0
    if one.isdigit() or two.isdigit():
        return 0.0
    short, long = sorted((one, two), key=len)
    if long.startswith(short):
        return BEGINNING if len(short) >= LEAST_BEGINNING else INITIAL if len(short) == 1 else 0.0
    alike = max(fuzz.ratio(one, two) / 100, JaroWinkler.similarity(one, two) - (1 - LEAST_ALIKE) / 2)
    return alike if alike >= LEAST_ALIKE else 0.0


def address_similarity(address: str, other: str) -> float:
    """Give how alike two delivery addresses are; NaN where one of them names no street.

    Parameters
    ----------
    address, other : str
        House number, type and name of the street, as one text.
    """
    one, two = street_words(address), street_words(other)
    if not one or not two:
        return nan
    spelled = max(fuzz.token_sort_ratio(" ".join(one), " ".join(two)), fuzz.ratio("".join(one), "".join(two))) / 100
    street = max(0.0, (spelled - CHANCE_STREET) / (1 - CHANCE_STREET))
    numbers, other_numbers = house_numbers(address), house_numbers(other)
    if not numbers or not other_numbers:
        return street
    same = street >= SAME_STREET and not numbers.isdisjoint(other_numbers)
    return STREET_PART * street + NUMBER_PART * float(same)
