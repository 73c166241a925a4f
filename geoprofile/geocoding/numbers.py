"""House numbers: the exact one, the same number with another suffix, or a place between two neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geoprofile.territory.address_index import AddressIndex

__all__ = ["FOUND", "INTERPOLATED", "MISSING", "NOT_ASKED", "OTHER_SUFFIX", "Numbers", "find_numbers"]

# How the number was found, in order of trust.
FOUND, OTHER_SUFFIX, INTERPOLATED, MISSING, NOT_ASKED = range(5)
# Neighbours on one side of the street whose numbers lie further apart say too little of what is between.
WIDEST_GAP = 40
MOST_STEPS = 24  # neighbours of the other side or of the same number to walk past


@dataclass(frozen=True)
class Numbers:
    """What was found of each number asked; arrays of one length.

    Attributes
    ----------
    how : int8 array
        FOUND, OTHER_SUFFIX, INTERPOLATED, MISSING or NOT_ASKED.
    address : int64 array
        Row of the address, -1 for none (INTERPOLATED has none of its own).
    longitude, latitude : float arrays
        In units of the index (1e-7 degrees); of the street where its number is not known.
    """

    how: NDArray[np.int8]
    address: NDArray[np.int64]
    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]


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
    start = index.numbers("streets", "first")[street].astype(np.int64)
    stop = start + index.numbers("streets", "count")[street]
    low = _lower_bound(known, start, stop, number)
    high = _lower_bound(known, start, stop, number + 1)
    address = _with_suffix(low, high, suffix, index, suffixes)
    how = np.where(address >= 0, FOUND, np.where(high > low, OTHER_SUFFIX, MISSING)).astype(np.int8)
    address = np.where(how == OTHER_SUFFIX, low, address)
    how[number == 0] = NOT_ASKED
    address[number == 0] = -1
    longitude, latitude = (
        np.where(
            address >= 0,
            index.numbers("addresses", name)[np.maximum(address, 0)],
            index.numbers("streets", name)[street],
        ).astype(float)
        for name in ("longitude", "latitude")
    )
    between = np.flatnonzero(how == MISSING)
    if len(between):
        _interpolate(between, (start, low, stop), number, index, (how, longitude, latitude))
    return Numbers(how, address, longitude, latitude)


def _lower_bound(
    known: NDArray[np.integer], start: NDArray[np.int64], stop: NDArray[np.int64], number: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Search each slice of the sorted numbers for the first that is not smaller (bisection, all at once)."""
    low, high = start.copy(), stop.copy()
    while (low < high).any():
        middle = (low + high) // 2
        open_ = low < high
        smaller = np.zeros(len(low), dtype=bool)
        smaller[open_] = known[middle[open_]] < number[open_]
        low = np.where(open_ & smaller, middle + 1, low)
        high = np.where(open_ & ~smaller, middle, high)
    return low


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
    stored = index.numbers("addresses", "suffix")
    address = np.full(len(low), -1, dtype=np.int64)
    same_form = address.copy()
    for step in range(int((high - low).max(initial=0))):
        row = low + step
        open_ = np.flatnonzero((row < high) & (address < 0))
        if not len(open_):
            break
        here = stored[row[open_]].astype(np.int64)
        address[open_] = np.where(here == asked_spelling[open_], row[open_], -1)
        first = (form_of[here] == asked_form[open_]) & (same_form[open_] < 0)
        same_form[open_] = np.where(first, row[open_], same_form[open_])
    return np.where(address >= 0, address, same_form)


def _interpolate(
    rows: NDArray[np.int64],
    bounds: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
    number: NDArray[np.int64],
    index: AddressIndex,
    found: tuple[NDArray[np.int8], NDArray[np.float64], NDArray[np.float64]],
) -> None:
    """Place missing numbers between their neighbours of the same side, in the arrays of `found`."""
    start, low, stop = (bound[rows] for bound in bounds)
    known = index.numbers("addresses", "number")
    asked = number[rows]
    below = _walk(low - 1, -1, start, stop, known, asked)
    above = _walk(low, 1, start, stop, known, asked)
    both = np.flatnonzero((below >= 0) & (above >= 0))
    below, above, asked, rows = below[both], above[both], asked[both], rows[both]
    gap = known[above].astype(np.int64) - known[below]
    near = gap <= WIDEST_GAP
    below, above, rows = below[near], above[near], rows[near]
    share = (asked[near] - known[below]) / gap[near]
    how, longitude, latitude = found
    for target, name in ((longitude, "longitude"), (latitude, "latitude")):
        degrees = index.numbers("addresses", name)
        target[rows] = degrees[below] + share * (degrees[above].astype(float) - degrees[below])
    how[rows] = INTERPOLATED


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
