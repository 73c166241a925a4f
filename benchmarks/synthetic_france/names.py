"""Names of places, and the names of streets behind their type."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa
from dirt.spelling import plain

from synthetic_france.departements import DEPARTEMENTS
from synthetic_france.words import (
    COMMON,
    FIRST_NAMES,
    NAME_ENDS,
    NAME_STARTS,
    NOUNS,
    PLACE_ENDS,
    PLACE_MIDDLES,
    PLACE_STARTS,
    PLANTS,
    SAINTS,
    SIDES,
)


def articled(place: str) -> str:
    """Put `de` before a name, elided before a vowel."""
    return f"d'{place}" if plain(place[0]).lower() in "aeiouh" else f"de {place}"


def postal(name: str) -> str:
    """Write a name as the postal norm does: plain capitals, no hyphen, no apostrophe."""
    return plain(name).upper().replace("-", " ").replace("'", " ")


def stems_of_places() -> np.ndarray:
    """Give the short names of places, a start and an end."""
    return np.array([start + end for start in PLACE_STARTS for end in PLACE_ENDS], dtype=object)


def own_stems(position: int, seed: int) -> np.ndarray:
    """Give the stems of one departement, and one in fifteen that others have too."""
    stems = _commune_stems(seed)
    each = len(stems) // len(DEPARTEMENTS)
    return np.concatenate([stems[position * each : (position + 1) * each], stems[: each // 15]])


@lru_cache(maxsize=4)
def _commune_stems(seed: int) -> np.ndarray:
    """Give longer names than `stems_of_places`, in an order drawn once: each departement has a slice of them."""
    stems = {start + middle + end for start in PLACE_STARTS for middle in PLACE_MIDDLES for end in PLACE_ENDS}
    return np.random.default_rng([seed, 0]).permutation(np.array(sorted(stems), dtype=object))


@lru_cache(maxsize=1)
def bodies_of_names() -> tuple[pa.Array, int, int]:
    """Give every name that stands behind a type: the common ones, those of people, the local ones."""
    common = [*COMMON, *(f"des {plant}" for plant in PLANTS), *(f"Saint-{saint}" for saint in SAINTS)]
    people = [f"{first} {start}{end}" for start in NAME_STARTS for end in NAME_ENDS for first in FIRST_NAMES]
    # The famous come first: their order is drawn once and is the same in every France.
    people = np.random.default_rng(0).permutation(np.array(people, dtype=object)).tolist()
    local = [_of_local(name) for name in _local_names()] + [articled(stem) for stem in stems_of_places()]
    return pa.array([*common, *people, *local]), len(common), len(people)


def _local_names() -> list[str]:
    """Give the lieux-dits: a noun and its colour, its owner or a place of its own."""
    names = []
    for entry in NOUNS:
        sex, noun = entry.split()
        article = "le " if sex == "m" else "la "
        names += [article + f"{noun} {side.split('/')[sex == 'f']}" for side in SIDES]
        names += [article + f"{noun} {start}{end}" for start in NAME_STARTS for end in NAME_ENDS]
        names += [article + f"{noun} {articled(start + end)}" for start in PLACE_STARTS for end in PLACE_ENDS]
    return names


def _of_local(name: str) -> str:
    """Write a lieu-dit behind a type: le Bois Rond, du Bois Rond."""
    article, rest = name.split(" ", 1)
    return f"{'du' if article == 'le' else 'de la'} {rest}"
