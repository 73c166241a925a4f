"""A synthetic France: as many communes, streets and addresses as the real one, made from a seed.

Nothing in it is a real address: names are made of syllables, of the commonest street names and of well-known
names of history. Sizes, repetition of names, numbers and suffixes follow what real bases show: the BAN of Paris
and BANO of six departements (python benchmarks/write_synthetic_france.py --compare).
"""

from synthetic_france.ban import (
    ADDRESSES,
    BAN_COLUMNS,
    COMMUNES,
    STREETS,
    synthetic_addresses,
    synthetic_ban,
    write_ban,
)
from synthetic_france.departements import DEPARTEMENTS

__all__ = [
    "ADDRESSES",
    "BAN_COLUMNS",
    "COMMUNES",
    "DEPARTEMENTS",
    "STREETS",
    "synthetic_addresses",
    "synthetic_ban",
    "write_ban",
]
