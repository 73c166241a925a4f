"""From readings and candidate communes to candidate streets: those of the same name, then those of a like name."""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from geoprofile.countries.grammar import whole_name
from geoprofile.geocoding.evidence import TypeEvidence
from geoprofile.geocoding.similarity import DIFFERENCES, Comparison, compare_names
from geoprofile.territory.address_index import expand, lower_bound

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from geoprofile.countries.grammar import StreetKey
    from geoprofile.territory.address_index import AddressIndex

__all__ = ["NO_CANDIDATES", "Candidates", "Pairs", "alike", "concatenate", "same_name"]

# Pairs, rows of `names` and scores (0-100) that belong together.
Scored = tuple["NDArray[np.int64]", "NDArray[np.int64]", "NDArray[np.int64]"]

# Names that a reading is compared with word by word: the likest in each commune, of these the likest of all
# readings and communes, none that far behind the likest; how like (0-100) their letters must be at least.
MOST_ALIKE, MOST_OF_QUERY, BEHIND, CDIST_CUTOFF = 5, 8, 22, 55
# Where no letters are that like, names are looked for that share a word of three letters at least, unless as
# many names as this have it.
LIKE_LETTERS, SHORTEST_WORD, COMMON_WORD = 85, 3, 12
LEAST_LIKENESS = 0.5
# Likenesses held at a time; each takes nine bytes.
MOST_COMPARISONS = 10_000_000


@dataclass(frozen=True)
class Pairs:
    """Readings to look up, each in one candidate commune; arrays of one length.

    Attributes
    ----------
    query, reading, reading_row : int arrays
        Position of the query, rank of the reading among its own, and its row among all readings.
    commune, evidence : int arrays
        The commune and what speaks for it (CommuneEvidence).
    likeness : float array
        Of the commune's name to the one asked.
    key : int array
        Which of `keys` is the reading's street.
    keys : sequence of StreetKey
    """

    query: NDArray[np.int64]
    reading: NDArray[np.int64]
    reading_row: NDArray[np.int64]
    commune: NDArray[np.int64]
    evidence: NDArray[np.int64]
    likeness: NDArray[np.float64]
    key: NDArray[np.int64]
    keys: Sequence[StreetKey]


@dataclass(frozen=True)
class Candidates:
    """Streets that may be the one asked, with what speaks for each; arrays of one length.

    Attributes
    ----------
    query, reading, reading_row, street : int arrays
        As in Pairs; the row of the street in the index.
    name, kind : int arrays
        Rows of the street's name in `bares` and of its type in `types`.
    commune : int array
    commune_evidence, type_evidence : int arrays
        CommuneEvidence, TypeEvidence.
    commune_likeness, likeness : float arrays
        Of the commune's name and of the street's without its type, from 0 to 1.
    differences : float array of shape (n, len(DIFFERENCES))
        How the street's name differs from the one asked.
    other_postcode, other_former, spelt_otherwise : bool arrays
        Whether the street has another postcode than the one asked, lies outside the former commune that was
        asked, or is spelt otherwise while one of the same key is spelt as asked.
    """

    query: NDArray[np.int64]
    reading: NDArray[np.int64]
    reading_row: NDArray[np.int64]
    street: NDArray[np.int64]
    name: NDArray[np.int64]
    kind: NDArray[np.int64]
    commune: NDArray[np.int64]
    commune_evidence: NDArray[np.int64]
    type_evidence: NDArray[np.int64]
    commune_likeness: NDArray[np.float64]
    likeness: NDArray[np.float64]
    differences: NDArray[np.float64]
    other_postcode: NDArray[np.bool_]
    other_former: NDArray[np.bool_]
    spelt_otherwise: NDArray[np.bool_]

    def take(self, rows: NDArray[np.int64]) -> Candidates:
        """Take some of the candidates."""
        return Candidates(*(getattr(self, field.name)[rows] for field in fields(self)))


def concatenate(parts: Sequence[Candidates]) -> Candidates:
    """Put candidates behind one another."""
    return Candidates(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Candidates)))


def same_name(pairs: Pairs, index: AddressIndex, landmarks: frozenset[str]) -> Candidates:
    """Find the streets whose name is the one asked, whatever their type.

    What looks like a type may be part of the name (`4 BOURG BAS` for Rue du Bourg Bas), so the whole asked
    name is looked for too.
    """
    typed = np.array([bool(key.type) for key in pairs.keys], dtype=bool)[pairs.key]
    bare = index.bare_rows([key.bare for key in pairs.keys])[pairs.key]
    whole = index.bare_rows([key.key for key in pairs.keys])[pairs.key]
    parts = []
    for wanted, is_whole in ((bare, False), (np.where(typed, whole, -1), True)):
        pair, name = _join(pairs.commune, wanted, index)
        asked = [""] * len(pair) if is_whole else _types(pairs, pair)
        evidence = _type_evidence(asked, name, index, landmarks)
        pair, name, evidence = pair[evidence >= 0], name[evidence >= 0], evidence[evidence >= 0]
        same = Comparison(np.ones(len(pair)), np.zeros((len(pair), len(DIFFERENCES))))
        parts.append(_candidates(pairs, pair, name, evidence, same, index))
    return concatenate(parts)


def _join(
    commune: NDArray[np.int64], bare: NDArray[np.int64], index: AddressIndex
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Join on (commune, bare name): which pair goes with which row of `names`."""
    asked = np.flatnonzero(bare >= 0)
    known = index.numbers("names", "bare")
    start = index.numbers("communes", "names_first")[commune[asked]].astype(np.int64)
    stop = start + index.numbers("communes", "names_count")[commune[asked]]
    low = lower_bound(known, start, stop, bare[asked])
    found = np.flatnonzero(low < stop)
    found = found[known[low[found]] == bare[asked[found]]]
    low, stop, asked = low[found], stop[found], asked[found]
    count = lower_bound(known, low, stop, bare[asked] + 1) - low
    return np.repeat(asked, count), expand(low, count)


def _types(pairs: Pairs, pair: NDArray[np.int64]) -> list[str]:
    return [pairs.keys[key].type for key in pairs.key[pair].tolist()]


def _type_evidence(
    asked: list[str], name: NDArray[np.int64], index: AddressIndex, landmarks: frozenset[str]
) -> NDArray[np.int64]:
    """Compare the type asked with that of rows of `names`; -1 where one is a landmark of its own."""
    types = index.texts("types", "text").to_pylist()
    known = [types[row] for row in index.numbers("names", "type")[name].tolist()]
    return np.array([_compare_types(*both, landmarks) for both in zip(asked, known, strict=True)], dtype=np.int64)


def _compare_types(asked: str, known: str, landmarks: frozenset[str]) -> int:
    if asked == known:
        return TypeEvidence.SAME
    if not asked:
        return TypeEvidence.NOT_ASKED
    if not known:
        return TypeEvidence.NOT_KNOWN
    return -1 if asked in landmarks or known in landmarks else TypeEvidence.OTHER


def alike(pairs: Pairs, index: AddressIndex, landmarks: frozenset[str]) -> Candidates:
    """Find the streets of the candidate communes whose name is like the one asked.

    All readings of one commune are compared with all its names at once, letters only; the likest few are
    then compared word by word.
    """
    order = np.argsort(pairs.commune, kind="stable")
    bounds = np.flatnonzero(np.diff(pairs.commune[order], prepend=-1, append=-1))
    found: list[Scored] = []
    for start, stop in pairwise(bounds.tolist()):
        found += _likest_in_commune(pairs, order[start:stop], int(pairs.commune[order[start]]), index)
    if not found:
        return NO_CANDIDATES
    pair, name = _likest_of_query(pairs, found)
    evidence = _type_evidence(_types(pairs, pair), name, index, landmarks)
    pair, name, evidence = pair[evidence >= 0], name[evidence >= 0], evidence[evidence >= 0]
    compared, evidence = _compare(pairs, pair, name, evidence, index)
    added, missing = (compared.differences[:, DIFFERENCES.index(which)] for which in ("added", "missing"))
    kept = np.flatnonzero((compared.likeness >= LEAST_LIKENESS) | (added == 0) | (missing == 0))
    compared = Comparison(compared.likeness[kept], compared.differences[kept])
    return _candidates(pairs, pair[kept], name[kept], evidence[kept], compared, index)


def _likest_of_query(pairs: Pairs, found: list[Scored]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Keep the highest scores of each query, each pair and name once, those far behind the highest left out."""
    pair, name, score = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort([-score, name, pair])
    pair, name, score = pair[order], name[order], score[order]
    once = np.flatnonzero((np.diff(pair, prepend=-1) != 0) | (np.diff(name, prepend=-1) != 0))
    order = once[np.lexsort([-score[once], pairs.query[pair[once]]])]
    query, score = pairs.query[pair[order]], score[order]
    opening = np.flatnonzero(np.diff(query, prepend=-1))
    group = np.cumsum(np.diff(query, prepend=-1) != 0) - 1
    rank = np.arange(len(order)) - opening[group]
    kept = order[(rank < MOST_OF_QUERY) & (score >= score[opening][group] - BEHIND)]
    return pair[kept], name[kept]


def _likest_in_commune(pairs: Pairs, members: NDArray[np.int64], commune: int, index: AddressIndex) -> Iterator[Scored]:
    """Compare some pairs with the names of their one commune, letters only."""
    first = int(index.numbers("communes", "names_first")[commune])
    count = int(index.numbers("communes", "names_count")[commune])
    if not count:
        return
    rows = np.arange(first, first + count)
    bares = index.text("bares", "text", index.numbers("names", "bare")[rows])
    asked = [pairs.keys[key] for key in pairs.key[members].tolist()]
    step = max(1, MOST_COMPARISONS // count)
    for start in range(0, len(members), step):
        some, here = asked[start : start + step], members[start : start + step]
        scores = _letters([one.bare for one in some], bares)
        untyped = [place for place, one in enumerate(some) if not one.type]
        if untyped:  # the first word may be a misspelt type
            keys = _keys(rows, bares, index)
            scores[untyped] = np.maximum(scores[untyped], _letters([some[place].bare for place in untyped], keys))
        row, column = _likest(scores, min(MOST_ALIKE, count))
        yield here[row], first + column, scores[row, column].astype(np.int64)
        unlike = np.flatnonzero(scores.max(axis=1) < LIKE_LETTERS).tolist()
        shared = _sharing_words([some[place].bare for place in unlike], bares)
        if shared:
            told = np.array(shared, dtype=np.int64)
            yield here[unlike][told[:, 0]], first + told[:, 1], told[:, 2]


def _likest(scores: NDArray[np.uint8], few: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give row and column of the highest scores of each row."""
    count = scores.shape[1]
    likest = np.argpartition(scores, count - few, axis=1)[:, count - few :]
    row, place = np.nonzero(np.take_along_axis(scores, likest, axis=1))
    return row, likest[row, place]


def _sharing_words(asked: list[str], known: list[str]) -> list[tuple[int, int, int]]:
    """Find names that share words: row, column and the share of the shorter name's letters that is shared (0-100)."""
    holders: dict[str, list[int]] = {word: [] for name in asked for word in name.split() if len(word) >= SHORTEST_WORD}
    if holders:
        for column, name in enumerate(known):
            for word in name.split():
                if word in holders:
                    holders[word].append(column)
    rows = []
    for row, name in enumerate(asked):
        shared: dict[int, int] = {}
        for word in set(name.split()):
            columns = holders.get(word, ())
            if len(columns) <= COMMON_WORD:
                for column in columns:
                    shared[column] = shared.get(column, 0) + len(word)
        rows += [
            (row, column, 100 * letters // min(len(name), len(known[column]))) for column, letters in shared.items()
        ]
    return rows


def _letters(asked: list[str], known: list[str]) -> NDArray[np.uint8]:
    return process.cdist(asked, known, scorer=fuzz.ratio, score_cutoff=CDIST_CUTOFF, dtype=np.uint8)


def _keys(name: NDArray[np.int64], bares: list[str], index: AddressIndex) -> list[str]:
    """Put the types of some rows of `names` before their bare names."""
    types = index.texts("types", "text").to_pylist()
    kinds = index.numbers("names", "type")[name].tolist()
    return [whole_name(bare, types[kind]) for kind, bare in zip(kinds, bares, strict=True)]


def _compare(
    pairs: Pairs,
    pair: NDArray[np.int64],
    name: NDArray[np.int64],
    evidence: NDArray[np.int64],
    index: AddressIndex,
) -> tuple[Comparison, NDArray[np.int64]]:
    """Compare names without their types; where one lacks a type, its first word may be a misspelt one.

    In that case the whole names are compared too, and the types count as the same if that says more.
    """
    bares = index.text("bares", "text", index.numbers("names", "bare")[name])
    asked = [pairs.keys[key] for key in pairs.key[pair].tolist()]
    likeness, differences = compare_names([one.bare for one in asked], bares)
    untyped = np.flatnonzero((evidence == TypeEvidence.NOT_ASKED) | (evidence == TypeEvidence.NOT_KNOWN))
    places = untyped.tolist()
    keys = _keys(name[untyped], [bares[place] for place in places], index)
    whole = compare_names([asked[place].key for place in places], keys)
    better = whole.likeness > likeness[untyped]
    likeness[untyped[better]] = whole.likeness[better]
    differences[untyped[better]] = whole.differences[better]
    evidence[untyped[better]] = TypeEvidence.SAME
    return Comparison(likeness, differences), evidence


def _candidates(
    pairs: Pairs,
    pair: NDArray[np.int64],
    name: NDArray[np.int64],
    evidence: NDArray[np.int64],
    compared: Comparison,
    index: AddressIndex,
) -> Candidates:
    bare = index.numbers("names", "bare")[name].astype(np.int64)
    return Candidates(
        query=pairs.query[pair],
        reading=pairs.reading[pair],
        reading_row=pairs.reading_row[pair],
        street=index.numbers("names", "street")[name].astype(np.int64),
        name=bare,
        kind=index.numbers("names", "type")[name].astype(np.int64),
        commune=pairs.commune[pair],
        commune_evidence=pairs.evidence[pair],
        type_evidence=evidence,
        commune_likeness=pairs.likeness[pair],
        likeness=compared.likeness,
        differences=compared.differences,
        other_postcode=np.zeros(len(pair), dtype=bool),
        other_former=np.zeros(len(pair), dtype=bool),
        spelt_otherwise=np.zeros(len(pair), dtype=bool),
    )


NOTHING = np.empty(0, dtype=np.int64)
NO_CANDIDATES = Candidates(
    NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, np.empty(0), np.empty(0),
    np.empty((0, len(DIFFERENCES))), *(np.empty(0, dtype=bool) for _ in range(3)),
)  # fmt: skip
