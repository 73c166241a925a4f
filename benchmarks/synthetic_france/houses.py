"""The numbers of the houses, and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    import pandas as pd

# As the BAN of Paris and BANO of six departements have them.
SUFFIX_SHARE = 0.065
# The number that the BAN gives a lieu-dit.
LOCALITY_NUMBER = 99999
# Length of street for one house.
PLOT_M = 13.0
DEGREE_M = 111_320.0


def number_houses(
    counts: np.ndarray, locality: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, pa.Array, np.ndarray]:
    """Number the houses of each street, and say how far along the street each stands (0 to 1)."""
    street = np.repeat(np.arange(len(counts)), counts)
    start = np.repeat(np.cumsum(counts) - counts, counts)
    place = np.arange(len(street))
    repeated = (random.random(len(street)) < SUFFIX_SHARE * 1.05) & (place > start)
    step = 1 + (random.random(len(street)) < 0.25) + 2 * (random.random(len(street)) < 0.05)
    # One street in eight has houses on one side, one in twenty is numbered by metres.
    manner = random.random(len(counts))
    step = np.where((manner < 0.125)[street], 2 * step, step)
    metric = (manner > 0.95)[street]
    step = np.where(metric, random.integers(3, 45, len(street)), step)
    step[repeated] = 0
    along = np.cumsum(step)
    number = along - along[start] + np.where(metric, step[start], 1 + random.integers(0, 2, len(counts))[street])
    # The run of repeated numbers that a house stands in says which suffix it has.
    last = np.maximum.accumulate(np.where(repeated, 0, place))
    suffixes = np.array(
        ["", "bis", "ter", "quater", "quinquies", "", "b", "c", "d", "e", "", "a", "b", "c", "d"], dtype=object
    )
    style = random.choice(3, size=len(counts), p=[0.65, 0.12, 0.23])[street]
    suffix = pa.array(suffixes).take(pa.array(np.minimum(place - last, 4) + 5 * style))
    far = (number - number[start] + 1) / (
        np.repeat(np.maximum.reduceat(number, np.cumsum(counts) - counts), counts) - number[start] + 2
    )
    number[locality[street]] = LOCALITY_NUMBER
    return number, suffix, far


def lay_streets(
    communes: pd.DataFrame, commune: np.ndarray, counts: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, ...]:
    """Lay each street in the patch of its commune: longitude and latitude of its two ends."""
    spread = communes["spread"].to_numpy()[commune]
    west = communes["longitude"].to_numpy()[commune] + spread * random.uniform(-1, 1, len(commune))
    south = communes["latitude"].to_numpy()[commune] + 0.7 * spread * random.uniform(-1, 1, len(commune))
    length = np.minimum(30 + PLOT_M * counts * random.uniform(0.5, 2, len(commune)), 4000) / DEGREE_M
    bearing = random.uniform(0, 2 * np.pi, len(commune))
    east = west + length * np.sin(bearing) / np.cos(np.radians(south))
    return west, south, east, south + length * np.cos(bearing)


def points_along(ends: tuple[np.ndarray, ...], street: np.ndarray, far: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the point of each house between the two ends of its street."""
    one, two, other, another = (end[street] for end in ends)
    return one + far * (other - one), two + far * (another - two)
