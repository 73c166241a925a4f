"""From readings and candidate communes to candidate streets: same name, same name without type, like name."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from geoprofile.countries.grammar import StreetKey
from geoprofile.geocoding.similarity import OTHER_TYPE, UNTYPED, street_similarity
from geoprofile.territory.address_index import hash_names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.territory.address_index import AddressIndex

__all__ = ["NO_CANDIDATES", "Candidates", "Pairs", "alike", "concatenate", "same_bare", "same_key"]

LEAST_LIKENESS = 0.64
MOST_ALIKE = 5
CDIST_CUTOFF = 58
# Likenesses held at a time; each takes nine bytes.
MOST_COMPARISONS = 10_000_000


@dataclass(frozen=True)
class Pairs:
    """Readings to look up, each in one candidate commune; arrays of one length.

    Attributes
    ----------
    query, reading : int arrays
        Position of the query, and rank of the reading among its own.
    commune : int array
    weight : float array
        Of the commune.
    key : list of StreetKey
        Of the reading's street.
    """

    query: NDArray[np.int64]
    reading: NDArray[np.int64]
    commune: NDArray[np.int64]
    weight: NDArray[np.float64]
    key: list[StreetKey]

    def where(self, mask: NDArray[np.bool_]) -> Pairs:
        """Keep the pairs where `mask` holds."""
        kept = np.flatnonzero(mask)
        keys = [self.key[position] for position in kept]
        return Pairs(self.query[kept], self.reading[kept], self.commune[kept], self.weight[kept], keys)


@dataclass(frozen=True)
class Candidates:
    """Streets that may be the one asked; arrays of one length.

    Attributes
    ----------
    query, reading, street : int arrays
    commune_weight, street_likeness : float arrays
        From 0 to 1.
    """

    query: NDArray[np.int64]
    reading: NDArray[np.int64]
    street: NDArray[np.int64]
    commune_weight: NDArray[np.float64]
    street_likeness: NDArray[np.float64]


NOTHING = np.empty(0, dtype=np.int64)
NO_CANDIDATES = Candidates(NOTHING, NOTHING, NOTHING, np.empty(0), np.empty(0))


def concatenate(parts: list[Candidates]) -> Candidates:
    """Put candidates behind one another."""
    fields = ("query", "reading", "street", "commune_weight", "street_likeness")
    return Candidates(*(np.concatenate([getattr(part, name) for part in parts]) for name in fields))


def same_key(pairs: Pairs, index: AddressIndex) -> Candidates:
    """Find the streets whose type and name are those asked."""
    pair, name = _join(pairs, [key.key for key in pairs.key], "key", index)
    return _candidates(pairs, pair, name, np.ones(len(pair)), index)


def same_bare(pairs: Pairs, index: AddressIndex, landmarks: frozenset[str]) -> Candidates:
    """Find the streets whose name is the one asked, their type another or missing on one side.

    What looks like a type may be part of the name (`4 BOURG BAS` for Rue du Bourg Bas), so the whole asked
    name is looked for too.
    """
    pair, name = _join(pairs, [key.bare for key in pairs.key], "bare", index)
    whole_pair, whole_name = _join(pairs, [key.key for key in pairs.key], "bare", index)
    pair, name = np.concatenate([pair, whole_pair]), np.concatenate([name, whole_name])
    whole = np.arange(len(pair)) >= len(pair) - len(whole_pair)
    types = index.texts("names", "type").take(name).to_pylist()
    asked = [pairs.key[position].type for position in pair]
    likeness = [
        _likeness_of_types(one, other, landmarks) if not is_whole else UNTYPED
        for one, other, is_whole in zip(asked, types, whole.tolist(), strict=True)
    ]
    return _candidates(pairs, pair, name, np.array(likeness, dtype=float), index)


def _likeness_of_types(asked: str, known: str, landmarks: frozenset[str]) -> float:
    """Give what is left of the likeness of one name under two street types; 0 where one is a landmark."""
    if asked == known:
        return 1.0
    if not (asked and known):
        return UNTYPED
    return 0.0 if {asked, known} & landmarks else OTHER_TYPE


def alike(pairs: Pairs, index: AddressIndex, landmarks: frozenset[str]) -> Candidates:
    """Find the streets of the candidate communes whose name is like the one asked.

    All readings of one commune are compared with all its names at once, letters only; the likest few are
    then compared word by word.
    """
    order = np.argsort(pairs.commune, kind="stable")
    bounds = np.flatnonzero(np.diff(pairs.commune[order], prepend=-1, append=-1))
    found: list[tuple[int, int, float]] = []
    for start, stop in pairwise(bounds.tolist()):
        found += _alike_in_commune(
            pairs, order[start:stop].tolist(), int(pairs.commune[order[start]]), index, landmarks
        )
    if not found:
        return NO_CANDIDATES
    pair, name, likeness = zip(*found, strict=True)
    return _candidates(pairs, np.array(pair), np.array(name), np.array(likeness), index)


def _alike_in_commune(
    pairs: Pairs, members: list[int], commune: int, index: AddressIndex, landmarks: frozenset[str]
) -> list[tuple[int, int, float]]:
    """Compare some pairs with the names of their one commune; give (pair, name, likeness)."""
    first = int(index.numbers("communes", "names_first")[commune])
    count = int(index.numbers("communes", "names_count")[commune])
    if not count:
        return []
    known = [index.texts("names", column).slice(first, count).to_pylist() for column in ("key", "bare", "type")]
    few = min(MOST_ALIKE, count)
    found: list[tuple[int, int]] = []
    step = max(1, MOST_COMPARISONS // count)
    for start, column in product(range(0, len(members), step), (0, 1)):
        some = members[start : start + step]
        asked = [(pairs.key[member].key, pairs.key[member].bare)[column] for member in some]
        scores = process.cdist(asked, known[column], scorer=fuzz.ratio, score_cutoff=CDIST_CUTOFF, dtype=np.uint8)
        likest = np.argpartition(scores, count - few, axis=1)[:, count - few :]
        rows, columns = np.nonzero(np.take_along_axis(scores, likest, axis=1))
        found += [(some[row], int(likest[row, place])) for row, place in zip(rows, columns, strict=True)]
    out = []
    for member, position in dict.fromkeys(found):
        name = StreetKey(*(known[column][position] for column in (0, 1, 2)))
        likeness = street_similarity(pairs.key[member], name, landmarks)
        if likeness >= LEAST_LIKENESS:
            out.append((member, first + position, likeness))
    return out


def _join(
    pairs: Pairs, texts: list[str], column: str, index: AddressIndex
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Join on the sorted hashes of (commune, name): which pair goes with which name."""
    known = index.numbers("lookup", f"{column}_hash")
    asked = hash_names(pairs.commune, texts)
    first = np.searchsorted(known, asked, side="left")
    found = np.flatnonzero((first < len(known)) & (known[np.minimum(first, len(known) - 1)] == asked))
    if not len(found):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    count = np.searchsorted(known, asked[found], side="right") - first[found]
    pair = np.repeat(found, count)
    place = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first[found], count)
    return pair, index.numbers("lookup", f"{column}_name")[place].astype(np.int64)


def _candidates(
    pairs: Pairs,
    pair: NDArray[np.int64],
    name: NDArray[np.int64],
    likeness: NDArray[np.float64],
    index: AddressIndex,
) -> Candidates:
    street = index.numbers("names", "street")[name].astype(np.int64)
    return Candidates(pairs.query[pair], pairs.reading[pair], street, pairs.weight[pair], likeness)
