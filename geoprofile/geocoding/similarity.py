"""How like two street names are, from 0 to 1: letters, words, initials, street type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from geoprofile.countries.grammar import StreetKey

__all__ = ["OTHER_TYPE", "UNTYPED", "street_similarity"]

# What is left of a likeness when the type is missing on one side, or differs.
UNTYPED = 0.97
OTHER_TYPE = 0.74
# What is left when figures differ (rue du 8 Mai, rue du 9 Mai): they are never typing errors.
OTHER_FIGURES = 0.5
ALMOST = 0.96  # the same words in another order, or glued together
INITIAL = 0.85  # an initial, or the first letters, for a whole word
LIKE_WORD = 0.66  # least likeness of two words of which one is misspelt
MISSING_WORD = 0.6  # weight of a word that one side lacks, beside one that both have


def street_similarity(asked: StreetKey, known: StreetKey, landmarks: frozenset[str] = frozenset()) -> float:
    """Compare the street asked with one of the base.

    Where the asked name opens with no known type, its first word may be a misspelt one, so the whole
    names are compared too. A type among `landmarks` stands for a thing of its own and is like no other.
    """
    if asked.type != known.type and asked.type and known.type and {asked.type, known.type} & landmarks:
        return 0.0
    likeness = name_similarity(asked.bare, known.bare)
    if asked.type == known.type:
        return likeness
    whole = name_similarity(asked.key, known.key)
    if not asked.type or not known.type:
        return max(likeness * UNTYPED, whole)
    return max(likeness * OTHER_TYPE, whole * OTHER_TYPE)


def name_similarity(asked: str, known: str) -> float:
    """Compare two normalised names by letters and by words, and take the better."""
    if asked == known:
        return 1.0
    asked_words, known_words = asked.split(), known.split()
    letters = max(
        OSA.normalized_similarity(asked, known),
        OSA.normalized_similarity(asked.replace(" ", ""), known.replace(" ", "")),
    )
    likeness = min(ALMOST, max(letters, _word_similarity(asked_words, known_words)))
    return likeness if _figures(asked_words) == _figures(known_words) else likeness * OTHER_FIGURES


def _figures(words: list[str]) -> list[str]:
    return sorted(word for word in words if word[0].isdigit())


def _word_similarity(asked: list[str], known: list[str]) -> float:
    """Pair each asked word with its likest free word; share of letters paired, misspellings discounted."""
    if not any(len(word) > 1 for word in asked):
        return 0.0  # initials alone say nothing
    free = list(known)
    paired = total = 0.0
    for word in asked:
        best, likeness = "", 0.0
        for other in free:
            like = _like(word, other)
            if like > likeness:
                best, likeness = other, like
        if best:
            free.remove(best)
            paired += likeness * len(best)
            total += len(best)
        else:
            total += len(word)
    total += MISSING_WORD * sum(len(word) for word in free)
    return paired / total if total else 0.0


def _like(one: str, other: str) -> float:
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    if long.startswith(short) and short.isalpha():
        return INITIAL
    likeness = OSA.normalized_similarity(one, other)
    return likeness if likeness >= LIKE_WORD else 0.0
