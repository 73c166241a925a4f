"""Which zones lie how far from which places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import GeoprofileError
from geoprofile.travel.costs import cost_batches, place_status
from geoprofile.travel.mode_network import positions
from geoprofile.travel.snapping import SNAP_M
from geoprofile.travel.straight import basis_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geoprofile.territory.street_network import StreetNetwork
    from geoprofile.travel.demand import Demand

__all__ = ["Reach", "nearest_reach", "off_network_share", "part_of", "zone_reach"]


@dataclass(frozen=True, eq=False)
class Reach:
    """Pairs of a place and a zone within its limit, sorted by place, then zone; other pairs are absent.

    Attributes
    ----------
    origin : int64 array of shape (n,)
        Row of the place.
    zone : int64 array of shape (n,)
        Row of the zone.
    minutes : float64 array of shape (n,)
        Mean over the part of the zone's demand that is within the limit.
    shares : float64 array of shape (n, b)
        Share of the zone's demand within each of `bands`, cumulative (0-1).
    bands : tuple of b floats
        Minutes, ascending; the last is the limit.
    origin_count, zone_count : int
    by : str
        Mode of travel (`car`, `foot`, `bike`, `straight`).
    basis : {"network", "straight"}
        What the minutes are measured on.
    """

    origin: NDArray[np.int64]
    zone: NDArray[np.int64]
    minutes: NDArray[np.float64]
    shares: NDArray[np.float64]
    bands: tuple[float, ...]
    origin_count: int
    zone_count: int
    by: str
    basis: str


def zone_reach(
    places: pd.DataFrame,
    demand: Demand,
    network: StreetNetwork | None,
    *,
    by: str,
    bands: Sequence[float],
    within_m: float = SNAP_M,
) -> tuple[Reach, NDArray[np.object_]]:
    """Find the zones within minutes of places, and which share of each lies within each band.

    Parameters
    ----------
    places : DataFrame of o rows
        Columns `easting` and `northing` (metres of the country's CRS), NaN where unknown.
    demand : Demand
        Points of the zones.
    network : StreetNetwork or None
        Without one the straight line is taken: `basis` of the result says so.
    by : {"car", "bike", "foot", "straight"}
    bands : sequence of b floats
        Minutes, ascending; the last is the limit (it may be infinite).
    within_m : float
        Places and points of demand further than this from a street of the mode are not reached: a zone whose points
        lie off the network keeps their weight as a share that no place reaches.

    Returns
    -------
    reach : Reach
        The order of the places changes nothing but their rows.
    status : text array of shape (o,)
        Why a place reaches nothing, empty where it is on the network: one of `snapping.PLACE_STATUSES`.

    Raises
    ------
    GeoprofileError
        If bands are missing, not above 0, or not ascending.
    """
    minutes = _check_bands(bands)
    points = np.column_stack([demand.easting, demand.northing])
    zones, first = np.unique(demand.zone, return_index=True)
    parts = [_no_reach(len(minutes))]
    for batch, costs in cost_batches(
        network, positions(places), points, by=by, limit_min=minutes[-1], within_m=within_m
    ):
        if len(points):
            parts.append(_reached(costs, demand.weight, first, zones, minutes, batch.start))
    origin, zone, mean, shares = (np.concatenate(column) for column in zip(*parts, strict=True))
    reach = Reach(origin, zone, mean, shares, minutes, len(places), demand.zone_count, by, basis_of(network, by))
    return reach, place_status(network, places, by=by, within_m=within_m)


def nearest_reach(
    places: pd.DataFrame,
    demand: Demand,
    network: StreetNetwork | None,
    *,
    by: str,
    bands: Sequence[float],
    within_m: float = SNAP_M,
) -> Reach:
    """Find what several places reach together: each point of demand counts once, for the place nearest to it.

    Parameters are those of `zone_reach`.

    Returns
    -------
    Reach
        Of one origin, row 0.

    Raises
    ------
    GeoprofileError
        If bands are missing, not above 0, or not ascending.
    """
    minutes = _check_bands(bands)
    points = np.column_stack([demand.easting, demand.northing])
    nearest = np.full((1, len(points)), np.inf)
    for _, costs in cost_batches(network, positions(places), points, by=by, limit_min=minutes[-1], within_m=within_m):
        np.minimum(nearest, costs.min(axis=0), out=nearest)
    zones, first = np.unique(demand.zone, return_index=True)
    found = _reached(nearest, demand.weight, first, zones, minutes, 0) if len(points) else _no_reach(len(minutes))
    return Reach(*found, minutes, 1, demand.zone_count, by, basis_of(network, by))


def part_of(reach: Reach, kept: NDArray[np.bool_]) -> Reach:
    """Keep some places of a reach, numbered anew.

    Parameters
    ----------
    reach : Reach of o places
    kept : bool array of shape (o,)
    """
    rows = kept[reach.origin]
    number = np.cumsum(kept) - 1
    return replace(
        reach, origin=number[reach.origin[rows]], zone=reach.zone[rows], minutes=reach.minutes[rows],
        shares=reach.shares[rows], origin_count=int(kept.sum()),
    )  # fmt: skip


def off_network_share(
    demand: Demand, network: StreetNetwork | None, *, by: str, within_m: float = SNAP_M
) -> NDArray[np.float64]:
    """Give the share of each zone's demand that no place can reach, as no street of the mode is near (0-1)."""
    points = pd.DataFrame({"easting": demand.easting, "northing": demand.northing})
    off = place_status(network, points, by=by, within_m=within_m) != ""
    share = np.bincount(demand.zone, weights=demand.weight * off, minlength=demand.zone_count)
    return np.minimum(share.astype(np.float64), 1.0)


def _check_bands(bands: Sequence[float]) -> tuple[float, ...]:
    minutes = tuple(float(band) for band in bands)
    if not minutes or not minutes[0] > 0 or not all(one < other for one, other in pairwise(minutes)):
        listed = ", ".join(f"{band:g}" for band in minutes) or "none"
        raise GeoprofileError(f"Bands of minutes must be above 0 and ascending, such as 5, 10, 15; they are {listed}.")
    return minutes


def _reached(
    costs: NDArray[np.float64],
    weight: NDArray[np.float64],
    first: NDArray[np.int64],
    zones: NDArray[np.int64],
    bands: tuple[float, ...],
    start: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Sum the points of each zone that each place reaches; `first` is where the points of each zone begin."""
    within = [np.add.reduceat(np.where(costs <= band, weight, 0.0), first, axis=1) for band in bands]
    finite = np.isfinite(costs)
    # An infinite limit would count points that no way leads to.
    within[-1] = np.add.reduceat(np.where(finite, weight, 0.0), first, axis=1)
    minutes = np.add.reduceat(np.where(finite, costs, 0.0) * weight, first, axis=1)
    place, zone = np.nonzero(within[-1] > 0)
    whole = within[-1][place, zone]
    shares = np.minimum(np.column_stack([one[place, zone] for one in within]), 1.0)
    return place + start, zones[zone], minutes[place, zone] / whole, shares


def _no_reach(
    bands: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    none = np.empty(0, dtype=np.int64)
    return none, none, np.empty(0), np.empty((0, bands))
