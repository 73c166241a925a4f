"""From a position to the nearest point of the nearest street that a mode may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geoprofile.errors import GeoprofileError, UnknownNameError
from geoprofile.territory.street_speeds import walking_kmh
from geoprofile.words import digits_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.travel.mode_network import ModeNetwork

__all__ = ["PLACE_STATUSES", "SNAP_M", "Snapped", "place_status_text", "snap"]

# How far a place may lie from the nearest street that its mode may use.
SNAP_M = 250.0
# Empty: on the network. Otherwise why nothing can be said of the place.
PLACE_STATUSES = ("", "no-position", "off-network")
METRES_A_MINUTE = 1000 / 60
# A position this near to a node is at it, and may leave by every street of the node.
AT_NODE_M = 0.01
STATUS_TEXTS = {
    "fr": {
        "no-position": "sans position : à géocoder ou à corriger",
        "off-network": "à plus de {metres} m de toute rue du réseau pour ce mode",
    },
    "en": {
        "no-position": "without a position: geocode or correct it",
        "off-network": "more than {metres} m from any street of the network for this mode",
    },
}


@dataclass(frozen=True, eq=False)
class Snapped:
    """Where n positions touch the network.

    Attributes
    ----------
    street : int64 array of shape (n,)
        Row in the mode's streets, -1 where none is near enough.
    share : float64 array of shape (n,)
        Part of the street's line that lies before the point (0-1).
    distance_m : float64 array of shape (n,)
        From the position to that point; NaN where there is none.
    walk_min : float64 array of shape (n,)
        Minutes on foot for that distance; infinite where there is none.
    status : text array of shape (n,)
        One of `PLACE_STATUSES`.
    """

    street: NDArray[np.int64]
    share: NDArray[np.float64]
    distance_m: NDArray[np.float64]
    walk_min: NDArray[np.float64]
    status: NDArray[np.object_]


def snap(points: NDArray[np.float64], streets: ModeNetwork, *, within_m: float = SNAP_M) -> Snapped:
    """Bring positions to the nearest street.

    Parameters
    ----------
    points : array of shape (n, 2)
        Easting and northing (metres), NaN where unknown.
    within_m : float
        A position further from every street than this is off the network.

    Raises
    ------
    GeoprofileError
        If `within_m` is not above 0.
    """
    if not within_m > 0:
        raise GeoprofileError(f"A place can't be sought within {within_m:g} m of a street: give metres above 0.")
    count = len(points)
    street, share = np.full(count, -1, dtype=np.int64), np.full(count, np.nan)
    known = np.isfinite(points).all(axis=1)
    asked = np.flatnonzero(known)
    if len(asked) and len(streets.row):
        pairs = streets.tree.query_nearest(shapely.points(points[asked]), max_distance=within_m)
        # Of streets as near as each other the first, so that the order of the places changes nothing.
        order = np.lexsort([pairs[1], pairs[0]])
        place, nearest = pairs[:, order]
        first = np.diff(place, prepend=-1) > 0
        street[asked[place[first]]] = nearest[first]
    on = street >= 0
    lines, on_points = streets.lines[street[on]], shapely.points(points[on])
    length = shapely.length(lines)
    along = shapely.line_locate_point(lines, on_points)
    share[on] = np.where(length > 0, np.clip(along / np.where(length > 0, length, 1), 0, 1), 0)
    distance = np.full(count, np.nan)
    distance[on] = shapely.distance(lines, on_points)
    status = np.where(on, "", np.where(known, "off-network", "no-position")).astype(object)
    walk = np.where(on, distance, np.inf) / (walking_kmh() * METRES_A_MINUTE)
    return Snapped(street, share, distance, walk, status)


def ways_out(snapped: Snapped, streets: ModeNetwork) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the minutes from each point to the start and to the end of its street, infinite where it is one-way."""
    share, street = snapped.share, snapped.street
    to_start = _part(share, streets.backward[street], streets.length_m[street])
    return to_start, _part(1 - share, streets.forward[street], streets.length_m[street])


def ways_in(snapped: Snapped, streets: ModeNetwork) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the minutes to each point from the start and from the end of its street, infinite where it is one-way."""
    share, street = snapped.share, snapped.street
    from_start = _part(share, streets.forward[street], streets.length_m[street])
    return from_start, _part(1 - share, streets.backward[street], streets.length_m[street])


def place_status_text(status: str, language: str, *, within_m: float = SNAP_M) -> str:
    """Say in words why nothing can be said of a place; empty where it is on the network."""
    if status not in PLACE_STATUSES:
        raise UnknownNameError("status of a place", status, PLACE_STATUSES)
    metres = digits_text(within_m, language)
    return STATUS_TEXTS[language][status].format(metres=metres) if status else ""


def _part(
    share: NDArray[np.float64], minutes: NDArray[np.float64], length_m: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give the minutes of a part of a street: none for no part of it, even against a one-way street."""
    at_node = ~(share * length_m > AT_NODE_M)
    part: NDArray[np.float64] = np.where(at_node, 0.0, np.where(at_node, 1.0, share) * minutes)
    return part
