"""How two street names differ: by their letters and word by word, for many pairs of names at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["DIFFERENCES", "Comparison", "compare_names"]

DIFFERENCES = ("edits", "added", "missing", "conflict", "last_word", "figures", "behind")
# Least likeness of two words of which one is misspelt, and that of an initial or a short beginning to its word.
LIKE_WORD, BEGINNING, SHORT = 0.66, 0.85, 4
# What a letter counts that is missing beside one that is added.
MISSING = 0.6
ALMOST = 0.99


class Comparison(NamedTuple):
    """How pairs of names differ.

    Attributes
    ----------
    likeness : float array of shape (n,)
        From 0 to 1, which only the same name has.
    differences : float array of shape (n, len(DIFFERENCES))
        Of each pair, 0 for none: the share of letters that were edited; of asked letters in words that the
        other name lacks; of its letters in words that were not asked (these two only where words are compared);
        the smaller of the two in any case; whether the last word of one has no partner; whether a figure has
        none; of asked letters behind the whole other name.
    """

    likeness: NDArray[np.float64]
    differences: NDArray[np.float64]


class Words(NamedTuple):
    """The words of names, one behind the other: the name of each, its letters, the best likeness to a partner."""

    name: NDArray[np.int64]
    letters: NDArray[np.int64]
    best: NDArray[np.float64]
    is_figure: NDArray[np.bool_]


def compare_names(asked: Sequence[str], known: Sequence[str]) -> Comparison:
    """Compare normalised names, each with the one beside it.

    Words are paired with the word that is likest; where the letters of the whole name, without spaces, are more
    alike than its words (glued or split words), the letters count.

    Parameters
    ----------
    asked, known : sequences of str, length n
    """
    count = len(asked)
    if not count:
        return Comparison(np.empty(0), np.empty((0, len(DIFFERENCES))))
    glued = [[name.replace(" ", "") for name in names] for names in (asked, known)]
    letters = process.cpdist(*glued, scorer=OSA.normalized_similarity, dtype=np.float64)
    ours, theirs = _pair_words([name.split() for name in asked], [name.split() for name in known])
    total, added, edits = _shares(ours, count)
    other_total, missing, _ = _shares(theirs, count)
    words = (total - added - edits) / (total + MISSING * missing)
    by_letters = letters >= words
    added, missing, edits = added / total, missing / other_total, edits / total
    conflict = np.minimum(added, missing)
    last = _last_differs(ours, count) | _last_differs(theirs, count)
    figures = _any_unpaired(ours, ours.is_figure, count) | _any_unpaired(theirs, theirs.is_figure, count)
    glued_same = letters == 1
    behind = np.array([one.startswith(f"{other} ") for one, other in zip(asked, known, strict=True)], dtype=bool)
    columns = (
        np.where(by_letters & ~behind, 1 - letters, edits), np.where(by_letters | behind, 0.0, added),
        np.where(by_letters, 0.0, missing), conflict * ~glued_same, last & ~behind & ~glued_same,
        figures & ~behind & ~glued_same, added * behind,
    )  # fmt: skip
    same = np.array([one == other for one, other in zip(asked, known, strict=True)], dtype=bool)
    differences = np.column_stack(columns).astype(np.float64)
    differences[same] = 0.0
    return Comparison(np.where(same, 1.0, np.minimum(np.maximum(letters, words), ALMOST)), differences)


def _pair_words(asked: list[list[str]], known: list[list[str]]) -> tuple[Words, Words]:
    """Compare each word with all words of the name beside it; give the words of both sides."""
    sizes = [np.array([len(words) for words in names], dtype=np.int64) for names in (asked, known)]
    crossed = sizes[0] * sizes[1]
    pair = np.repeat(np.arange(len(asked)), crossed)
    place = np.arange(crossed.sum()) - np.repeat(np.cumsum(crossed) - crossed, crossed)
    ours = np.repeat(np.cumsum(sizes[0]) - sizes[0], crossed) + place // sizes[1][pair]
    theirs = np.repeat(np.cumsum(sizes[1]) - sizes[1], crossed) + place % sizes[1][pair]
    flat = [[word for words in names for word in words] for names in (asked, known)]
    like = _like_words([flat[0][word] for word in ours.tolist()], [flat[1][word] for word in theirs.tolist()])
    sides = []
    for words, size, owner in zip(flat, sizes, (ours, theirs), strict=True):
        best = np.zeros(len(words))
        np.maximum.at(best, owner, like)
        is_figure = np.array([word[0].isdigit() for word in words], dtype=bool)
        sides.append(
            Words(np.repeat(np.arange(len(size)), size), np.array([len(word) for word in words]), best, is_figure)
        )
    return sides[0], sides[1]


def _like_words(asked: list[str], known: list[str]) -> NDArray[np.float64]:
    """Give the likeness of words, 0 below `LIKE_WORD`; figures are the same or not at all alike."""
    like: NDArray[np.float64] = process.cpdist(asked, known, scorer=OSA.normalized_similarity, dtype=np.float64)
    for place, (one, other) in enumerate(zip(asked, known, strict=True)):
        if one[0] != other[0] or one == other:
            continue
        short, long = (one, other) if len(one) < len(other) else (other, one)
        if len(short) <= SHORT and long.startswith(short) and short.isalpha():
            like[place] = max(like[place], BEGINNING)
    differ = np.array([one[0].isdigit() or other[0].isdigit() for one, other in zip(asked, known, strict=True)])
    like[(like < LIKE_WORD) | (differ & (like < 1))] = 0.0
    return like


def _shares(words: Words, count: int) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Count the letters of each name, those in words without a partner, those edited in the others."""
    unpaired = words.best == 0
    weights = (words.letters, words.letters * unpaired, words.letters * ~unpaired * (1 - words.best))
    total, alone, edited = (np.bincount(words.name, weight, minlength=count).astype(float) for weight in weights)
    return total, alone, edited


def _any_unpaired(words: Words, which: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
    found = np.zeros(count, dtype=bool)
    found[words.name[which & (words.best == 0)]] = True
    return found


def _last_differs(words: Words, count: int) -> NDArray[np.bool_]:
    is_last = np.append(words.name[1:] != words.name[:-1], values=True)
    return _any_unpaired(words, is_last, count)
