"""The nearest address of points, exactly, by great-circle distance.

Each point is looked for in a box that holds all addresses within a radius. The nearest of a box may have a nearer rival
outside it if it is farther than the radius, so such points go on to a radius three times as large.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geoprofile.errors import GeoprofileError
from geoprofile.territory.address_index import CELL_HEIGHT, CELL_WIDTH, CELLS_A_ROW, DEGREES, expand

if TYPE_CHECKING:
    from geoprofile.territory.address_index import AddressIndex

__all__ = ["MOST_METRES", "Nearest", "find_nearest"]

# How far an address may be at most.
MOST_METRES = 100_000.0
EARTH_M = 6_371_008.8
# Most points of a town have an address within the first radius; a radius has nine times the area of the one before.
FIRST_RADIUS_M, WIDENING = 60.0, 3
# What is held at a time: some 150 bytes an address, 60 a pair of point and address, 60 a row of cells in a box.
MOST_ADDRESSES, MOST_PAIRS, MOST_ROWS = 1_500_000, 200_000, 2_000_000
# Two addresses are as near as each other below a relative 1e-9 of the squared distance, and below half a millimetre.
TIE_SHARE, TIE_SQUARED = 1e-9, 1e-20
# Degrees that keep rounding from leaving out of a box what lies on its edge.
ROUNDING = 1e-9

Integers = np.ndarray[tuple[int], np.dtype[np.int64]]
Degrees = np.ndarray[tuple[int], np.dtype[np.float64]]
Vectors = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Runs = np.ndarray[tuple[int, int], np.dtype[np.int64]]


class Nearest(NamedTuple):
    """The nearest address of n points: its row, that of its street, and how far it is.

    Rows are -1 and the distance (great-circle, metres) NaN where there is none.
    """

    street: Integers
    address: Integers
    distance_m: Degrees


class Boxes(NamedTuple):
    """Boxes in degrees around n points; each holds all that lies within a radius, and some more."""

    longitude: Degrees
    latitude: Degrees
    half_width: Degrees
    half_height: Degrees


class Nearby(NamedTuple):
    """Addresses sorted by the squares of a grid, and where the squares of each point's box begin, a column a row."""

    address: Integers
    vectors: Vectors
    first: Runs
    counts: Runs


def find_nearest(longitude: Degrees, latitude: Degrees, index: AddressIndex, *, within_m: float) -> Nearest:
    """Find the nearest address of points in degrees (NaN where unknown), none farther than `within_m`.

    Addresses as near as each other (to half a millimetre) are told apart by commune, street, number and suffix.

    Raises
    ------
    GeoprofileError
        If `within_m` is not above 0 and up to 100,000.
    """
    if not 0 < within_m <= MOST_METRES:
        raise GeoprofileError(f"An address can't be sought within {within_m:g} m: give metres, up to {MOST_METRES:g}.")
    address, distance = np.full(len(longitude), -1), np.full(len(longitude), np.nan)
    left = np.flatnonzero(np.isfinite(longitude) & np.isfinite(latitude))
    left = left[np.lexsort([longitude[left], latitude[left] // (CELL_HEIGHT * DEGREES)])]
    radius = min(FIRST_RADIUS_M, within_m)
    while len(left):
        boxes = _boxes(longitude[left], latitude[left], radius, index)
        parts = [_nearest_in(part, index) for part in _in_parts(boxes)]
        best, metres = (np.concatenate(column) for column in zip(*parts, strict=True))
        near = metres <= radius
        address[left[near]], distance[left[near]] = best[near], metres[near]
        left = left[~near] if radius < within_m else left[:0]
        radius = min(radius * WIDENING, within_m)
    street = np.searchsorted(index.numbers("streets", "first"), address, side="right") - 1
    return Nearest(street, address, distance)


def _boxes(longitude: Degrees, latitude: Degrees, radius_m: float, index: AddressIndex) -> Boxes:
    """Give boxes that hold the circle of a radius, and the addresses whose stored position is a rounded one."""
    rounded = DEGREES * 2.0 ** (int(index.numbers("streets", "shift").max()) - 1)
    height = np.degrees(radius_m / EARTH_M)
    # Whoever walks the radius from the point stays below this latitude, where a metre is most degrees of longitude.
    poleward = np.radians(np.minimum(np.abs(latitude) + height, 90))
    width = np.minimum(height / np.maximum(np.cos(poleward), ROUNDING), 360)
    return Boxes(longitude, latitude, width + rounded + ROUNDING, np.full(len(latitude), height + rounded + ROUNDING))


def _in_parts(boxes: Boxes) -> list[Boxes]:
    """Cut boxes into parts that each touch a bounded number of rows of cells."""
    rows = 2 + 2 * boxes.half_height[0] / (CELL_HEIGHT * DEGREES)
    size = max(1, int(MOST_ROWS / rows))
    return [Boxes(*(column[at : at + size] for column in boxes)) for at in range(0, len(boxes.latitude), size)]


def _nearest_in(boxes: Boxes, index: AddressIndex) -> tuple[Integers, Degrees]:
    """Find the nearest of the addresses in each box, and how far it is; what lies outside it may or may not count."""
    streets = _streets_in(boxes, index)
    first, stop = index.address_bounds(streets)
    count = len(boxes.latitude)
    if not len(streets):
        return np.full(count, -1), np.full(count, np.inf)
    if (stop - first).sum() > MOST_ADDRESSES and count > 1:
        halves = (slice(None, count // 2), slice(count // 2, None))
        found = [_nearest_in(Boxes(*(column[half] for column in boxes)), index) for half in halves]
        address, metres = (np.concatenate(column) for column in zip(*found, strict=True))
        return address, metres
    address = expand(first, stop - first)
    near = _nearby(boxes, address, *index.positions(address, np.repeat(streets, stop - first)))
    return _closest(_vectors(boxes.longitude, boxes.latitude), near)


def _streets_in(boxes: Boxes, index: AddressIndex) -> Integers:
    """Give the streets that have an address in a cell that a box touches, sorted."""
    cells, listed = index.numbers("cells", "cell"), index.numbers("cell_streets", "street")
    row, rows = _span(boxes.latitude + 90, boxes.half_height, CELL_HEIGHT * DEGREES)
    west, columns = _span(boxes.longitude + 180, boxes.half_width, CELL_WIDTH * DEGREES, behind=CELLS_A_ROW)
    west = expand(row, rows) * CELLS_A_ROW + np.repeat(west, rows)
    begins, ends = np.searchsorted(cells, west), np.searchsorted(cells, west + np.repeat(columns, rows))
    touched = _covered(begins, ends, len(cells))
    first = index.numbers("cells", "first")
    count = np.append(first[1:], len(listed))[touched] - first[touched]
    is_near = np.zeros(index.tables["streets"].num_rows, dtype=bool)
    is_near[listed[expand(first[touched], count)]] = True
    return np.flatnonzero(is_near)


def _nearby(boxes: Boxes, address: Integers, longitude: Degrees, latitude: Degrees) -> Nearby:
    """Sort addresses by squares as large as half a box, and find those of the squares that each box touches."""
    west, south = longitude.min(), latitude.min()
    width, height = boxes.half_width.max(), boxes.half_height.max()
    column = np.floor((longitude - west) / width).astype(np.int64)
    behind = int(column.max()) + 1
    square = np.floor((latitude - south) / height).astype(np.int64) * behind + column
    order = np.argsort(square)
    square = square[order]

    bottom, rows = _span(boxes.latitude - south, boxes.half_height, height)
    left, columns = _span(boxes.longitude - west, boxes.half_width, width, behind=behind)
    begin = (bottom[:, None] + np.arange(rows.max())) * behind + left[:, None]
    first, stop = np.searchsorted(square, begin), np.searchsorted(square, begin + columns[:, None])
    asked = _covered(first.ravel(), stop.ravel(), len(order))  # few, where the points are few
    vectors = np.zeros((3, len(order)))
    vectors[:, asked] = _vectors(longitude[order[asked]], latitude[order[asked]])
    return Nearby(address[order], vectors, first, stop - first)


def _closest(points: Vectors, near: Nearby) -> tuple[Integers, Degrees]:
    """Find the closest address of each point and its distance, a bounded number of pairs at a time."""
    pairs = near.counts.sum(axis=1)
    address, squared = np.full(len(pairs), -1), np.full(len(pairs), np.inf)
    block = np.cumsum(pairs) // MOST_PAIRS
    for start, stop in pairwise([*np.flatnonzero(np.diff(block, prepend=-1)), len(block)]):
        asked = start + np.flatnonzero(pairs[start:stop])
        if len(asked):
            address[asked], squared[asked] = _closest_of(asked, pairs[asked], points, near)
    return address, 2 * EARTH_M * np.arcsin(np.minimum(np.sqrt(squared) / 2, 1))


def _closest_of(asked: Integers, pairs: Integers, points: Vectors, near: Nearby) -> tuple[Integers, Degrees]:
    """Compare some points with each address near them: the first address of the least chord, and that chord squared."""
    place = expand(near.first[asked].ravel(), near.counts[asked].ravel())
    begins = np.cumsum(pairs) - pairs
    squared = np.zeros(len(place))
    for ours, theirs in zip(points, near.vectors, strict=True):
        squared += (theirs[place] - np.repeat(ours[asked], pairs)) ** 2
    least = np.minimum.reduceat(squared, begins)
    tied = np.flatnonzero(squared <= np.repeat(least * (1 + TIE_SHARE) + TIE_SQUARED, pairs))
    heads = np.searchsorted(tied, begins)
    return np.minimum.reduceat(near.address[place[tied]], heads), least


def _span(middle: Degrees, half: Degrees, step: float, *, behind: int | None = None) -> tuple[Integers, Integers]:
    """Give the first of the steps that each stretch touches, and how many; with `behind` only those from 0 up to it."""
    first, last = (np.floor((middle + side * half) / step) for side in (-1, 1))
    if behind is not None:
        first, last = np.clip(first, 0, behind), np.clip(last, -1, behind - 1)
    return first.astype(np.int64), np.maximum(last - first + 1, 0).astype(np.int64)


def _covered(first: Integers, stop: Integers, size: int) -> Integers:
    """Give the numbers below `size` that any of some stretches holds, sorted."""
    opened, closed = (np.bincount(at, minlength=size + 1) for at in (first, stop))
    return np.flatnonzero(np.cumsum(opened - closed)[:size])


def _vectors(longitude: Degrees, latitude: Degrees) -> Vectors:
    """Give the points of the unit sphere: chords between them rank as distances on the globe do, however far."""
    east, north = np.radians(longitude), np.radians(latitude)
    return np.array([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])
