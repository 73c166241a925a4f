"""The streets of a departement: names, identifiers, how many addresses each has."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from synthetic_france.communes import make_old_communes
from synthetic_france.departements import CITY, shared_out
from synthetic_france.names import bodies_of_names, postal
from synthetic_france.words import TYPES

if TYPE_CHECKING:
    import pandas as pd

# As the BAN of Paris and BANO of six departements have them.
NUMBERS_SIGMA = 1.0
LOCALITY_SHARE = 0.03
COMMON_SHARE, PEOPLE_SHARE = 0.50, 0.27


class Streets(NamedTuple):
    """The streets of a departement, a row each.

    Attributes
    ----------
    commune : array of int
        Position of its commune in the table of communes.
    locality : array of bool
        Whether it is a lieu-dit without number.
    counts : array of int
        How many addresses it has.
    text : mapping
        The columns id, name, afnor (its name as the postal norm writes it), old_city and old_citycode.
    """

    commune: np.ndarray
    locality: np.ndarray
    counts: np.ndarray
    text: dict[str, pa.Array]


def make_streets(communes: pd.DataFrame, code: str, addresses: int, random: np.random.Generator) -> Streets:
    """Make the streets of a departement, column by column."""
    commune = np.repeat(np.arange(len(communes)), communes["streets"])
    size = len(commune)
    olds, first = make_old_communes(communes, code, random)
    old = np.where(first[commune] > 0, first[commune] + random.integers(0, 3, size), 0)
    # Communes that were fused kept their names of streets: the same one may stand twice.
    # In the one city with arrondissements, a name stands once in all of them.
    bearer = np.zeros_like(commune) if code == CITY else commune * 4 + (old - first[commune]) * (old > 0)
    kind, body = _named(bearer, random)
    locality = random.random(size) < LOCALITY_SHARE
    bodies, common, people = bodies_of_names()
    body[locality] = common + people + random.integers(0, len(bodies) - common - people, int(locality.sum()))
    typed = pc.binary_join_element_wise(pa.array(list(TYPES)).take(kind), bodies.take(body), " ")
    alone = pc.replace_substring_regex(bodies.take(body), "^du |^de la |^de |^d'", "")
    name = pc.if_else(locality, alone, typed)
    within = np.arange(size) - np.repeat(np.cumsum(communes["streets"]) - communes["streets"], communes["streets"])
    counts = np.ones(size, dtype=np.int64)
    sizes = random.lognormal(0, NUMBERS_SIGMA, size)
    counts[~locality] = shared_out(sizes[~locality], addresses - int(locality.sum()))
    fantoir = pc.utf8_lpad(pa.array(10 * (within + 1)).cast(pa.string()), 4, "0")
    citycode = pa.array(communes["citycode"].to_numpy(dtype=object)).take(commune)
    text = {
        "name": name,
        "id": pc.binary_join_element_wise(citycode, fantoir, "_"),
        "old_city": pa.array(olds["city"].to_numpy(dtype=object)).take(old),
        "old_citycode": pa.array(olds["citycode"].to_numpy(dtype=object)).take(old),
        "afnor": pa.array([postal(text) for text in name.to_pylist()]),
    }
    return Streets(commune, locality, counts, text)


def _named(bearer: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw the type and the body of each street; a name that its bearer has already gives way to another."""
    bodies, common, people = bodies_of_names()
    size, local = len(bearer), len(bodies) - common - people
    share = random.random(size)
    body = np.where(
        share < COMMON_SHARE,
        _zipf(common, 0.75, size, random),
        common + _zipf(people, 0.80, size, random),
    )
    body = np.where(share >= COMMON_SHARE + PEOPLE_SHARE, common + people + random.integers(0, local, size), body)
    kind = random.choice(len(TYPES), size=size, p=np.array(list(TYPES.values())) / sum(TYPES.values()))
    for _ in range(4):
        key = (bearer * len(TYPES) + kind) * len(bodies) + body
        _, first = np.unique(key, return_index=True)
        again = np.ones(size, dtype=bool)
        again[first] = False
        body[again] = common + random.integers(0, people + local, int(again.sum()))
    return kind, body


def _zipf(count: int, power: float, size: int, random: np.random.Generator) -> np.ndarray:
    """Draw ranks of a law where the rank r comes up as r^-power."""
    steps = np.cumsum(np.arange(1, count + 1, dtype=float) ** -power)
    ranks = np.searchsorted(steps, random.random(size) * steps[-1], side="right")
    return np.asarray(np.minimum(ranks, count - 1))
