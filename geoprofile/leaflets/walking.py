"""Walking: the order of doors along streets, doors merged into stops, and what it takes to walk between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.territory.street_speeds import straight_speed

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = [
    "Pace",
    "Stops",
    "WalkMinutes",
    "link_minutes",
    "merge_stops",
    "neighbours",
    "path_metres",
    "street_lines",
    "walking_order",
]

# A street is walked up one side and down the other, unless it is so short that crossing it costs nothing.
SHORT_STREET_M = 80.0
# A stop is a stretch of one side of a street of at most this length.
STRETCH_M = 40.0

Rows = np.ndarray[tuple[int], np.dtype[np.int64]]
Numbers = np.ndarray[tuple[int], np.dtype[np.float64]]
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]
# Minutes on foot from (o, 2) to (t, 2) places in metres, shape (o, t); infinite or NaN where no way is known.
WalkMinutes: TypeAlias = "Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.floating]]"


def _foot_detour() -> float:
    """Give the detour of `reference_data/travel.toml`, so that rounds and minutes to a store have one."""
    return straight_speed("foot")[0]


@dataclass(frozen=True)
class Pace:
    """How fast a round is worked: assumptions, to be replaced by what one's own distributors take.

    With these a walker serves some 130 letterboxes an hour in the demo's streets of houses (a distributor in London
    speaks of 800 to 1,000 a day) and some 360 in Paris, where halls hold several.

    Attributes
    ----------
    letterbox_s : float
        Seconds a letterbox.
    door_s : float
        Seconds an address: gate, steps, hall.
    metres_a_min : float
        Walking with a load, 4.5 km/h.
    detour_factor : float
        Metres walked per metre of straight line, where no street network tells: that of all ways on foot.
    """

    letterbox_s: float = 6.0
    door_s: float = 12.0
    metres_a_min: float = 75.0
    detour_factor: float = field(default_factory=_foot_detour)

    def __post_init__(self) -> None:
        if min(self.letterbox_s, self.door_s) < 0 or self.metres_a_min <= 0 or self.detour_factor < 1:
            raise TableError("A pace needs seconds of 0 or more, metres a minute above 0, a detour factor from 1 on.")


class Stops(NamedTuple):
    """Stretches of street that are served in one go.

    Attributes
    ----------
    order : int64 array of shape (n,)
        Positions of the doors, in walking order: those of a stop stand together.
    first : int64 array of shape (s + 1,)
        Where the doors of each stop begin in `order`, and n.
    ends : array of shape (s, 2, 2)
        Easting and northing of the first and the last door.
    walk_m : array of shape (s,)
        Metres from the first door to the last.
    letterboxes : int64 array of shape (s,)
    """

    order: Rows
    first: Rows
    ends: NDArray[np.float64]
    walk_m: Numbers
    letterboxes: Rows

    def work_min(self, pace: Pace) -> Numbers:
        """Give the minutes of each stop, the walk to the next not counted, shape (s,)."""
        seconds = self.letterboxes * pace.letterbox_s + np.diff(self.first) * pace.door_s
        return np.asarray(seconds / 60 + self.walk_m / pace.metres_a_min, dtype=float)

    @property
    def places(self) -> Matrix:
        """Give the middle between the ends of each stop, shape (s, 2)."""
        return np.asarray(self.ends.mean(axis=1), dtype=float)


def walking_order(doors: pd.DataFrame, *, short_street_m: float = SHORT_STREET_M) -> Rows:
    """Order doors by street; odd numbers up, then even ones back, or both together where the street is short.

    Parameters
    ----------
    doors : DataFrame of n rows
        `citycode`, `street`, `number`, `suffix`, `easting`, `northing`, `address_id`.
    short_street_m : float
        Longest side of the box around the doors of a street that is walked once, crossing at every door.

    Returns
    -------
    int64 array of shape (n,)
        Positions of the doors, in the order of the walk.
    """
    street, back = _sides(doors, short_street_m)
    number, suffix = doors["number"].to_numpy(dtype=np.int64), pd.factorize(doors["suffix"], sort=True)[0]
    places, address = _places(doors), pd.factorize(doors["address_id"], sort=True)[0]
    way = np.where(back, -1, 1)
    keys = (address, places[:, 1], places[:, 0], way * suffix, way * number, back, street)
    return np.lexsort(keys).astype(np.int64)


def merge_stops(doors: pd.DataFrame, *, stretch_m: float = STRETCH_M, most_letterboxes: float = np.inf) -> Stops:
    """Merge doors that follow each other on one side of a street into stops.

    Parameters
    ----------
    doors : DataFrame of n rows
        As `walking_order` takes them, with `letterboxes`.
    stretch_m : float
        Longest straight way from the first door of a stop to its last.
    most_letterboxes : float
        A stop of several doors has at most so many.

    Returns
    -------
    Stops
        The same whatever the order of the rows.
    """
    order = walking_order(doors)
    street, back = (some[order] for some in _sides(doors, SHORT_STREET_M))
    places, boxes = _places(doors)[order], doors["letterboxes"].to_numpy(dtype=np.int64)[order]
    same_side = np.concatenate([[False], (street[1:] == street[:-1]) & (back[1:] == back[:-1])])[: len(order)]
    first = _cuts(places, boxes, same_side, stretch_m, most_letterboxes)
    bounds = np.append(first, len(order)).astype(np.int64)
    link = np.concatenate([[0.0], np.hypot(*np.diff(places, axis=0).T)])[: len(order)]
    link[first] = 0.0
    walk = np.add.reduceat(link, first) if len(first) else np.zeros(0)
    sums = np.add.reduceat(boxes, first) if len(first) else boxes
    return Stops(order, bounds, np.stack([places[first], places[bounds[1:] - 1]], axis=1), walk, sums)


def link_minutes(origins: Matrix, targets: Matrix, pace: Pace, between: WalkMinutes | None = None) -> Matrix:
    """Give the minutes on foot from places to places, shape (o, t).

    Along the streets where `between` knows a way, else in a straight line times the detour factor.
    """
    gap = origins[:, None, :] - targets[None, :, :]
    straight = np.hypot(gap[..., 0], gap[..., 1]) * (pace.detour_factor / pace.metres_a_min)
    if between is None:
        return np.asarray(straight, dtype=float)
    known = np.asarray(between(origins, targets), dtype=float)
    return np.where(np.isfinite(known), known, straight)


def neighbours(places: Matrix) -> Rows:
    """Pair places that are neighbours: the edges of their Delaunay triangulation, which connect them all.

    Parameters
    ----------
    places : array of shape (s, 2)
        Metres; several may be at one point.

    Returns
    -------
    int64 array of shape (e, 2)
        Each pair once, the smaller row first, sorted.
    """
    from scipy.spatial import Delaunay, QhullError  # noqa: PLC0415  only rounds need it

    points, first, of = np.unique(places, axis=0, return_index=True, return_inverse=True)
    here = np.flatnonzero(first[of] != np.arange(len(places)))
    same = np.column_stack([first[of[here]], here])
    try:
        corners = Delaunay(points).simplices
        pairs = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])
        if len(np.unique(corners)) < len(points):  # points so near each other that the triangulation leaves one out
            pairs = np.concatenate([pairs, _chain(len(points))])
    except (QhullError, ValueError):  # fewer than three points, or all on a line: they are sorted along it
        pairs = _chain(len(points))
    edges = np.concatenate([np.sort(first[pairs], axis=1), same])
    return np.unique(edges, axis=0).astype(np.int64)


def path_metres(doors: pd.DataFrame, pace: Pace) -> float:
    """Measure the walk along doors in the order of their rows, in a straight line.

    The detour factor counts wherever the walk leaves its side of the street.
    """
    if len(doors) < 2:  # noqa: PLR2004  a walk needs two doors
        return 0.0
    street, back = _sides(doors, SHORT_STREET_M)
    stays = (street[1:] == street[:-1]) & (back[1:] == back[:-1])
    metres = np.hypot(*np.diff(_places(doors), axis=0).T)
    return float((metres * np.where(stays, 1.0, pace.detour_factor)).sum())


def street_lines(doors: pd.DataFrame) -> pd.DataFrame:
    """Sum up the doors of rounds as a walker reads them: a line for each stretch of one side of a street.

    Parameters
    ----------
    doors : DataFrame
        `RoundPlan.doors` of `plan_rounds`.

    Returns
    -------
    DataFrame
        `round`, `line` (from 1 in its round), `citycode`, `street`, `side` (``odd``, ``even`` or ``both``), `first`
        and `last` (house numbers as text, in walking order), `doors`, `letterboxes`, `skip`.
    """
    odd = doors["number"].to_numpy(dtype=np.int64) % 2
    street = pd.MultiIndex.from_frame(doors[["round", "citycode", "street"]]).factorize()[0]
    begins = np.ones(len(doors), dtype=bool)
    begins[1:] = street[1:] != street[:-1]
    crosses = ~begins
    crosses[1:] &= odd[1:] != odd[:-1]
    # Up one side and down the other is two lines; a walk that goes to and fro is one, of both.
    visit = np.cumsum(begins) - 1
    begins |= crosses & (np.bincount(visit, weights=crosses)[visit] < 2)  # noqa: PLR2004  crossed once
    line = np.cumsum(begins) - 1
    label = doors["number"].where(doors["number"] > 0).astype("Int64").astype("str").replace("<NA>", "").fillna("")
    told = doors.assign(odd=odd, label=label + doors["suffix"], skip=doors.get("skip", 0))
    lines = told.groupby(line).agg(
        round=("round", "first"),
        citycode=("citycode", "first"),
        street=("street", "first"),
        odd=("odd", "mean"),
        first=("label", "first"),
        last=("label", "last"),
        doors=("label", "size"),
        letterboxes=("letterboxes", "sum"),
        skip=("skip", "sum"),
    )
    sides = np.select([lines["odd"] == 1, lines["odd"] == 0], ["odd", "even"], "both")
    lines.insert(3, "side", pd.Series(sides, index=lines.index, dtype="str"))
    lines.insert(1, "line", lines.groupby("round").cumcount() + 1)
    return lines.drop(columns="odd").reset_index(drop=True)


def _sides(doors: pd.DataFrame, short_street_m: float) -> tuple[Rows, NDArray[np.bool_]]:
    """Number the streets of doors, and say which doors are on the way back: the even side of a long street."""
    street = pd.MultiIndex.from_frame(doors[["citycode", "street"]]).factorize(sort=True)[0].astype(np.int64)
    number = doors["number"].to_numpy(dtype=np.int64)
    spread = pd.DataFrame(_places(doors)).groupby(street).agg(["min", "max"]).to_numpy()
    is_long = (spread[:, 1::2] - spread[:, ::2]).max(axis=1, initial=0) > short_street_m
    return street, is_long[street] & (number % 2 == 0) & (number > 0)


def _cuts(places: Matrix, boxes: Rows, same_side: NDArray[np.bool_], stretch_m: float, most_letterboxes: float) -> Rows:
    """Give where stops begin among doors in walking order."""
    first: list[int] = []
    held = 0.0
    for door, (easting, northing) in enumerate(places.tolist()):
        count = float(boxes[door])
        begins = not same_side[door] or held + count > most_letterboxes
        if not begins:
            start = places[first[-1]]
            begins = float(np.hypot(easting - start[0], northing - start[1])) > stretch_m
        if begins:
            first.append(door)
            held = 0.0
        held += count
    return np.array(first, dtype=np.int64)


def _chain(count: int) -> Rows:
    return np.column_stack([np.arange(count - 1), np.arange(1, count)]) if count else np.empty((0, 2), dtype=np.int64)


def _places(doors: pd.DataFrame) -> Matrix:
    return doors[["easting", "northing"]].to_numpy(dtype=float)
