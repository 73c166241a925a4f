"""House numbers: the exact one, the same number with another suffix, or a place between two neighbours."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.geocoding.evidence import NumberEvidence
from geoprofile.territory.address_index import DEGREES, lower_bound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geoprofile.territory.address_index import AddressIndex

__all__ = ["Numbers", "find_numbers"]

# Neighbours on one side of the street whose numbers lie further apart say too little of what is between.
WIDEST_GAP = 40
MOST_STEPS = 24  # neighbours of the other side or of the same number to walk past


@dataclass(frozen=True)
class Numbers:
    """What was found of each number asked; arrays of one length.

    Attributes
    ----------
    number : int array
        As asked, 0 for none.
    how : int array
        NumberEvidence.
    address : int array
        Row of the address, -1 for none (INTERPOLATED has none of its own).
    longitude, latitude : float arrays
        Degrees; of the street where its number is not known.
    """

    number: NDArray[np.int64]
    how: NDArray[np.int64]
    address: NDArray[np.int64]
    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]

    def take(self, rows: NDArray[np.int64]) -> Numbers:
        """Take some of them."""
        return Numbers(*(getattr(self, field.name)[rows] for field in fields(self)))


def find_numbers(
    street: NDArray[np.int64],
    number: NDArray[np.int64],
    suffix: list[str],
    index: AddressIndex,
    suffixes: Mapping[str, str],
) -> Numbers:
    """Find house numbers in their streets.

    Parameters
    ----------
    street, number : int arrays of shape (n,)
        Number 0 asks for none.
    suffix : list of str, length n
        As folded.
    suffixes : mapping
        Spellings of suffixes to one form (`BIS` to `B`).

    Notes
    -----
    A missing number between two of its own side (odd or even) is placed in proportion between them.
    """
    known = index.numbers("addresses", "number")
    start, stop = index.address_bounds(street)
    low = lower_bound(known, start, stop, number)
    high = lower_bound(known, low, stop, number + 1)
    address = _with_suffix(low, high, suffix, index, suffixes)
    how = np.where(
        address >= 0,
        NumberEvidence.FOUND,
        np.where(high > low, NumberEvidence.OTHER_SUFFIX, NumberEvidence.MISSING),
    )
    other = np.flatnonzero(how == NumberEvidence.OTHER_SUFFIX)
    first_letter = _with_suffix(low[other], high[other], [suffix[place][:1] for place in other], index, suffixes)
    address[other] = np.where(first_letter >= 0, first_letter, low[other])
    how[number == 0] = NumberEvidence.NOT_ASKED
    address[number == 0] = -1
    longitude, latitude = (
        index.numbers("streets", name)[street].astype(np.float64) * DEGREES for name in ("longitude", "latitude")
    )
    at = np.flatnonzero(address >= 0)
    longitude[at], latitude[at] = index.positions(address[at], street[at])
    found = Numbers(number, how, address, longitude, latitude)
    missing = np.flatnonzero(how == NumberEvidence.MISSING)
    if len(missing):
        _interpolate(missing, street[missing], (start[missing], low[missing], stop[missing]), index, found)
    return found


def _with_suffix(
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    suffix: list[str],
    index: AddressIndex,
    suffixes: Mapping[str, str],
) -> NDArray[np.int64]:
    """Pick the row of the asked suffix among those of one number: spelt alike first, then of one form."""
    spelt = [one.upper().replace(" ", "") for one in index.texts("suffixes", "suffix").to_pylist()]
    spelling = {text: position for position, text in enumerate(spelt)}
    form = {text: position for position, text in enumerate(dict.fromkeys(suffixes.get(s, s) for s in spelt))}
    form_of = np.array([form[suffixes.get(s, s)] for s in spelt], dtype=np.int64)
    asked = [one.replace(" ", "") for one in suffix]
    asked_spelling = np.array([spelling.get(one, -1) for one in asked], dtype=np.int64)
    asked_form = np.array([form.get(suffixes.get(one, one), -1) for one in asked], dtype=np.int64)
    address = np.full(len(low), -1, dtype=np.int64)
    same_form = address.copy()
    for step in range(int((high - low).max(initial=0))):
        row = low + step
        open_ = np.flatnonzero((row < high) & (address < 0))
        if not len(open_):
            break
        here = index.suffix_codes(row[open_])
        address[open_] = np.where(here == asked_spelling[open_], row[open_], -1)
        first = (form_of[here] == asked_form[open_]) & (same_form[open_] < 0)
        same_form[open_] = np.where(first, row[open_], same_form[open_])
    return np.where(address >= 0, address, same_form)


def _interpolate(
    rows: NDArray[np.int64],
    street: NDArray[np.int64],
    bounds: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
    index: AddressIndex,
    found: Numbers,
) -> None:
    """Place missing numbers between their neighbours of the same side, in the arrays of `found`."""
    start, low, stop = bounds
    known = index.numbers("addresses", "number")
    asked = found.number[rows]
    below = _walk(low - 1, -1, start, stop, known, asked)
    above = _walk(low, 1, start, stop, known, asked)
    gap = known[np.maximum(above, 0)].astype(np.int64) - known[np.maximum(below, 0)]
    near = np.flatnonzero((below >= 0) & (above >= 0) & (gap <= WIDEST_GAP))
    below, above, rows, street = below[near], above[near], rows[near], street[near]
    share = (asked[near] - known[below]) / gap[near]
    before, behind = index.positions(below, street), index.positions(above, street)
    for target, one, other in zip((found.longitude, found.latitude), before, behind, strict=True):
        target[rows] = one + share * (other - one)
    found.how[rows] = NumberEvidence.INTERPOLATED


def _walk(
    place: NDArray[np.int64],
    step: int,
    start: NDArray[np.int64],
    stop: NDArray[np.int64],
    known: NDArray[np.integer],
    asked: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Walk from `place` to the first row of the side (odd or even) asked; -1 where the street ends before."""
    found = np.full(len(place), -1, dtype=np.int64)
    here = place.copy()
    for _ in range(MOST_STEPS):
        open_ = (found < 0) & (here >= start) & (here < stop)
        if not open_.any():
            break
        value = known[np.clip(here, 0, len(known) - 1)].astype(np.int64)
        same_side = open_ & (value % 2 == asked % 2) & (value > 0)
        found[same_side] = here[same_side]
        here = here + step
    return found
