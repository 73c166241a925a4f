"""How alike two names and two addresses are, from 0 to 1: rare words weigh more than common ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from math import log1p, nan
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from geoprofile.firms.names import (
    FILLER,
    STREET_TYPES,
    acronym,
    core_words,
    fold_name,
    glued_name,
    house_numbers,
    street_words,
)
from geoprofile.firms.trades import is_landlord_word, is_numeral, is_trade_word, tells_firms_apart

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["WordWeights", "address_similarity", "name_similarity", "same_town"]

# What a beginning ("BOUL" for "BOULANGERIE"), an initial and an acronym are worth.
BEGINNING, INITIAL, ACRONYM = 0.9, 0.7, 0.85
LEAST_BEGINNING = 3
# A typing error in words of four letters and more, two in long ones; words further apart are other words.
LEAST_TYPED, LONG_WORD = 4, 9
# The words of the shorter name all found in the longer one say most of it: a name may lack or add a trade or a town.
CONTAINED_PART = 0.6
# The most that names are alike where words differ on both sides (GROUPE 2, GROUPE 3), where nothing but a trade or
# "the station" is shared, where a word that tells firms apart is lost, and where both are one trade and no more.
CONFLICT, LOST, TRADE_ALONE = 0.55, 0.75, 0.9
STREET_PART, NUMBER_PART = 0.7, 0.3
# Any two streets share about half of their letters: likeness is counted from there. A house number says something on
# the same street alone.
CHANCE_STREET, SAME_STREET = 0.5, 0.6
TOWN_ERRORS = 1
SAINTS = ("ST", "STE")
POST = frozenset(["CEDEX", "ARRONDISSEMENT", "E", "EME", "ER"])


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
    (soft TF-IDF; Cohen, Ravikumar and Fienberg, A comparison of string distance metrics, IIWeb 2003); words are paired
    one by one, and what finds no partner sets how alike the names may be at most.
    """
    return max((_alike(name, other, weights) for other in others if other), default=0.0)


def _alike(name: str, other: str, weights: WordWeights) -> float:
    one, two = core_words(name), core_words(other)
    if not one or not two:
        return 0.0
    if sorted(one) == sorted(two) or glued_name(name) == glued_name(other):
        return TRADE_ALONE if all(map(is_trade_word, one)) else 1.0
    if (len(one) == 1 and one[0] == acronym(two)) or (len(two) == 1 and two[0] == acronym(one)):
        return ACRONYM
    pairs = _pair_words(one, two)
    lone = _lone(one, [pair[0] for pair in pairs]), _lone(two, [pair[1] for pair in pairs])
    parts = [
        sum(alike * weights.of(pair[side]) for *pair, alike in pairs) / sum(map(weights.of, words))
        for side, words in enumerate((one, two))
    ]
    return min(CONTAINED_PART * max(parts) + (1 - CONTAINED_PART) * min(parts), _most(pairs, *lone))


def _lone(words: tuple[str, ...], paired: list[str]) -> list[str]:
    """Give the words without partner."""
    return list((Counter(words) - Counter(paired)).elements())


def _most(pairs: list[tuple[str, str, float]], lone_one: list[str], lone_two: list[str]) -> float:
    """Give how alike two names may be at most, by the words that found no partner."""
    lone = lone_one + lone_two
    if lone_one and lone_two:
        return CONFLICT
    if any(is_numeral(word) or is_landlord_word(word) for word in lone):
        return CONFLICT
    if lone and not any(tells_firms_apart(one) and tells_firms_apart(two) for one, two, _ in pairs):
        return CONFLICT
    if any(map(tells_firms_apart, lone)):
        return LOST
    return TRADE_ALONE if all(is_trade_word(two) for _, two, _ in pairs) else 1.0


def _pair_words(one: tuple[str, ...], two: tuple[str, ...]) -> list[tuple[str, str, float]]:
    """Pair the words of two names so that they are most alike altogether, none used twice."""
    same = list((Counter(one) & Counter(two)).elements())
    pairs = [(word, word, 1.0) for word in same]
    left, right = _lone(one, same), _lone(two, same)
    if not left or not right:
        return pairs
    alike = [[_word_alike(word, other) for other in right] for word in left]
    if len(left) == 1 or len(right) == 1:
        best = max(((score, -i, -j) for i, row in enumerate(alike) for j, score in enumerate(row)))
        chosen = [(-best[1], -best[2])]
    else:
        from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  names of which several words differ

        chosen = list(zip(*linear_sum_assignment(alike, maximize=True), strict=True))
    return [*pairs, *((left[i], right[j], alike[i][j]) for i, j in chosen if alike[i][j] > 0)]


@lru_cache(maxsize=50_000)
def _word_alike(one: str, two: str) -> float:
    """Give how alike two different words are: a typing error or a word cut short; digits are the same or not."""
    if is_numeral(one) or is_numeral(two):
        return 0.0
    short, long = sorted((one, two), key=len)
    if long.startswith(short) and is_trade_word(long) and len(short) >= LEAST_BEGINNING:
        return BEGINNING
    if len(short) == 1:
        return INITIAL if long.startswith(short) else 0.0
    most = 0 if len(short) < LEAST_TYPED else 1 if len(short) < LONG_WORD else 2
    wrong = OSA.distance(one, two)
    return 1 - wrong / len(long) if wrong <= most else 0.0


def same_town(town: str, other: str) -> bool:
    """Tell whether two names of towns may be of one: words of the one all in the other, or a typing error."""
    one, two = (frozenset(_town_words(text)) for text in (town, other))
    if not one or not two or one <= two or two <= one:
        return True
    return OSA.distance("".join(sorted(one)), "".join(sorted(two))) <= TOWN_ERRORS


def _town_words(text: str) -> tuple[str, ...]:
    """Give the words of a town, without those of its post and its arrondissements."""
    words = (STREET_TYPES.get(word, word) if word in SAINTS else word for word in fold_name(text).split())
    return tuple(w for w in words if w not in FILLER and w not in POST and not w[0].isdigit())


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
