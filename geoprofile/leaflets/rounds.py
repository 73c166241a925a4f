"""Rounds: stops shared out so that each round is one piece, takes about as long as the others, and is short to walk.

Stops are neighbours along the edges of their Delaunay triangulation. A piece is cut in two, again and again, between
its two far ends: what is nearer to the one end, by the way along the edges, falls to the one side. Both sides of such
a cut are connected, as the way from a stop to its end stays on its side; what stands in a dead end is given back. Once
tours tell what each stop really takes, the pieces are cut again by that, and then border stops move from longer rounds
to shorter ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.leaflets.tours import tour_of, walked_ground
from geoprofile.leaflets.walking import Pace, merge_stops, neighbours

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from geoprofile.leaflets.tours import Ground, Tour
    from geoprofile.leaflets.walking import Stops, WalkMinutes

__all__ = ["LETTERBOXES", "RoundPlan", "cut_pieces", "plan_rounds"]

# Letterboxes of a round unless told, and the share of them that a stop of several doors may hold: the grain of balance.
LETTERBOXES, STOP_SHARE = 500.0, 0.05
# Beyond this walk a neighbour is none: a river, a motorway. Pieces under half a round are joined to the nearest all the
# same.
GAP_MIN, LEAST_ROUND = 4.0, 0.5
# Rounds are cut again with the times of their tours; then stops move in passes, between rounds that differ by a share.
CUTS, PASSES, TOLERANCE = 3, 12, 0.01
# More stops than this are planned in parts, so that a matrix of walks has at most 6,000 rows.
MOST_STOPS = 3_000
NEAREST_LEGS = 2
LEAST_LEG = 1e-6

Rows = np.ndarray[tuple[int], np.dtype[np.int64]]
Numbers = np.ndarray[tuple[int], np.dtype[np.float64]]
Found = tuple["pd.DataFrame", "pd.DataFrame"]


@dataclass(frozen=True, eq=False)
class RoundPlan:
    """Rounds over doors.

    Attributes
    ----------
    doors : DataFrame
        The doors as they came, in the order of the walk, and in front `round` (from 1), `place` (from 1 in its round)
        and `stop` (the same).
    rounds : DataFrame
        A row a round: `round`, `store`, `letterboxes`, `doors`, `stops`, `walk_m`, `minutes` (working time, the way to
        its first door not counted), `start_easting`, `start_northing`.
    basis : {"network", "straight"}
        What walks are measured on.
    """

    doors: pd.DataFrame
    rounds: pd.DataFrame
    basis: str


def plan_rounds(
    doors: pd.DataFrame,
    *,
    letterboxes: float = LETTERBOXES,
    minutes: float | None = None,
    stores: pd.DataFrame | None = None,
    pace: Pace | None = None,
    closed: bool = False,
    between: WalkMinutes | None = None,
) -> RoundPlan:
    """Cut doors into rounds and order each of them.

    Parameters
    ----------
    doors : DataFrame
        `doors.DOOR_COLUMNS`; with a column `store` (text), rounds keep to the doors of one store.
    letterboxes : float
        So many a round on average; all rounds take about the same time, so that one has more of them and another fewer.
    minutes : float, optional
        Instead, as many rounds as it takes for about so many minutes of work at most.
    stores : DataFrame, optional
        `store`, `easting`, `northing`: a round begins nearest to the store; else where the walk is shortest.
    pace : Pace, optional
    closed : bool
        The walk goes back to its first stop.
    between : function, optional
        Minutes on foot from places to places (o, 2) and (t, 2) along streets; a straight line times the detour factor
        without it, and wherever it knows no way.

    Returns
    -------
    RoundPlan
        Every door in exactly one round; the same whatever the order of the rows.

    Raises
    ------
    TableError
        If a column is missing, a round is to have nothing, or the store of a door is not among `stores`.
    """
    size = letterboxes if minutes is None else minutes
    if not size > 0:
        raise TableError("A round needs letterboxes, or minutes, above 0.")
    speed = pace or Pace()
    store = doors["store"].astype("str") if "store" in doors else pd.Series("", index=doors.index, dtype="str")
    told: list[Found] = []
    grain = _grain(doors, speed, letterboxes, minutes)
    parts = [(name, part) for name in sorted(store.unique())
             for part in _parts(doors[(store == name).to_numpy()], grain, whole=between is None)]  # fmt: skip
    stops = [merge_stops(part, most_letterboxes=grain) for _, part in parts]
    grounds = [walked_ground(some, speed, between=between, entry=_entry(stores, name), closed=closed)
               for (name, _), some in zip(parts, stops, strict=True)]  # fmt: skip
    target = minutes or _usual_minutes(grounds, float(doors["letterboxes"].sum()) / letterboxes)
    for (name, part), some, ground in zip(parts, stops, grounds, strict=True):
        label = _labels(ground, target, is_most=minutes is not None)
        tours = [tour_of(ground, np.flatnonzero(label == one)) for one in range(label.max() + 1)]
        told += [_laid_out(part, some, tour, ground, name) for tour in tours]
    return _assembled(doors, told, "straight" if between is None else "network")


def cut_pieces(graph: csr_array, loads: NDArray[np.float64], count: int) -> Rows:
    """Cut connected stops into pieces of about the same load, each connected.

    Parameters
    ----------
    graph : sparse array of shape (s, s)
        Minutes between neighbours, both ways.
    loads : array of shape (s,)
        Minutes of each stop.
    count : int
        How many pieces, at most as many as stops.

    Returns
    -------
    int64 array of shape (s,)
        Piece of each stop, from 0; pieces that were one until late have near numbers.
    """
    label = np.zeros(len(loads), dtype=np.int64)
    waiting = [(np.arange(len(loads), dtype=np.int64), min(count, len(loads)), 0)]
    while waiting:
        rows, pieces, first = waiting.pop()
        label[rows] = first
        if pieces < 2:  # noqa: PLR2004  one piece is whole
            continue
        order = rows[_end_to_end(graph[rows][:, rows])]
        left = pieces // 2
        sums = np.cumsum(loads[order])
        at = int(np.argmin(np.abs(sums - sums[-1] * left / pieces))) + 1
        at = min(max(at, left), len(order) - (pieces - left))
        near, far = _mended(graph, order[:at], order[at:], least=pieces - left)
        waiting += [(np.sort(near), left, first), (np.sort(far), pieces - left, first + left)]
    return label


def _mended(graph: csr_array, near: Rows, far: Rows, *, least: int) -> tuple[Rows, Rows]:
    """Give back to the near side what a cut left without a way to the far end: stops behind one that it took."""
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415  only rounds need it

    part = connected_components(graph[far][:, far], directed=False)[1]
    stays = part == part[-1]
    if stays.all() or stays.sum() < least:
        return near, far
    return np.concatenate([near, far[~stays]]), far[stays]


def _grain(doors: pd.DataFrame, pace: Pace, letterboxes: float, minutes: float | None) -> float:
    """Say how many letterboxes a stop of several doors may have."""
    if minutes is None:
        return letterboxes * STOP_SHARE
    mean = max(float(doors["letterboxes"].mean()), 1.0)
    return 60 * minutes * STOP_SHARE / max(pace.letterbox_s + pace.door_s / mean, 1.0)


def _entry(stores: pd.DataFrame | None, name: str) -> NDArray[np.float64] | None:
    if stores is None:
        return None
    for column in ("store", "easting", "northing"):
        if column not in stores:
            raise TableError(f"A table of stores lacks the column {column!r}.")
    found = stores.loc[stores["store"].astype("str") == name, ["easting", "northing"]].to_numpy(dtype=float)
    if len(found) != 1:
        raise TableError(
            f"The store {name!r} of some doors stands {len(found)} times in the table of stores, not once."
        )
    return np.asarray(found[0])


def _parts(doors: pd.DataFrame, grain: float, *, whole: bool) -> list[pd.DataFrame]:
    """Cut doors of too many stops into parts, by straight lines, unless they may stay whole."""
    stops = merge_stops(doors, most_letterboxes=grain)
    count = -(-len(stops.letterboxes) // MOST_STOPS)
    if whole or count == 1:
        return [doors]
    pairs = neighbours(stops.places)
    metres = np.hypot(*(stops.places[pairs[:, 0]] - stops.places[pairs[:, 1]]).T)
    part = cut_pieces(_graph(pairs, metres, len(stops.letterboxes)), np.ones(len(stops.letterboxes)), count)
    of_door = np.empty(len(doors), dtype=np.int64)
    of_door[stops.order] = np.repeat(part, np.diff(stops.first))
    return [doors[of_door == one] for one in range(count)]


def _usual_minutes(grounds: list[Ground], rounds: float) -> float:
    """Guess the minutes of a round, were there so many: one length for all stores, few or many letterboxes in it."""
    return float(sum(_guess(ground).sum() for ground in grounds)) / max(rounds, 1.0)


def _guess(ground: Ground) -> Numbers:
    """Guess the minutes of each stop before there are tours: its work, and the mean way to its two nearest neighbours.

    A stop has two neighbours in a tour.
    """
    pairs = neighbours(ground.ends.mean(axis=1))
    legs, ends = np.tile(_pair_minutes(ground, pairs), 2), np.concatenate([pairs[:, 0], pairs[:, 1]])
    order = np.lexsort((legs, ends))
    place = np.arange(len(order)) - np.searchsorted(ends[order], ends[order])
    near = order[place < NEAREST_LEGS]
    count = np.bincount(ends[near], minlength=len(ground.work))
    return ground.work + np.bincount(ends[near], weights=legs[near], minlength=len(ground.work)) / np.maximum(count, 1)


def _labels(ground: Ground, target: float, *, is_most: bool) -> Rows:
    """Share out stops: cut, learn from tours what each stop takes, cut again, then move stops at borders.

    Rounds have about the minutes of `target` by the first guess, or at most about so many by their tours.
    """
    loads = _guess(ground)
    worth = loads / target
    graph, piece = _pieces(ground, worth)
    best, least = np.zeros(len(loads), dtype=np.int64), np.inf
    for _ in range(CUTS):
        label = _cut(graph, piece, loads, loads / target if is_most else worth, is_most=is_most)
        tours = [tour_of(ground, np.flatnonzero(label == one), kicks=0) for one in range(label.max() + 1)]
        minutes = np.array([_minutes(ground, tour) for tour in tours])
        spread = float(minutes.std() / max(minutes.mean(), LEAST_LEG))
        if spread < least or label.max() != best.max():
            best, least = label, spread
        for tour in tours:
            loads[tour.stops] = ground.work[tour.stops] + (tour.walk_min + np.roll(tour.walk_min, 1)) / 2
    return _levelled(ground, graph, best)


def _pieces(ground: Ground, worth: Numbers) -> tuple[csr_array, Rows]:
    """Connect neighbours and find the pieces that no short walk connects; a small one is joined to its nearest."""
    pairs = neighbours(ground.ends.mean(axis=1))
    legs = _pair_minutes(ground, pairs)
    holder, held = list(range(len(worth))), worth.tolist()
    kept = legs <= GAP_MIN
    for edge in np.lexsort((pairs[:, 1], pairs[:, 0], legs)).tolist():
        one, other = (_root(holder, stop) for stop in pairs[edge].tolist())
        if one != other and (kept[edge] or min(held[one], held[other]) < LEAST_ROUND):
            kept[edge] = True
            holder[max(one, other)] = min(one, other)
            held[min(one, other)] = held[one] + held[other]
    roots = np.array([_root(holder, stop) for stop in range(len(worth))], dtype=np.int64)
    graph = _graph(pairs[kept], legs[kept], len(worth))
    return graph, np.unique(roots, return_inverse=True)[1].astype(np.int64)


def _root(holder: list[int], stop: int) -> int:
    while holder[stop] != stop:
        holder[stop] = holder[holder[stop]]
        stop = holder[stop]
    return stop


def _pair_minutes(ground: Ground, pairs: Rows) -> Numbers:
    """Give the walk between neighbours, from middle to middle, or along streets between the nearest ends."""
    if ground.known is not None:
        return np.asarray(ground.known[pairs[:, 0], :, pairs[:, 1]].min(axis=(1, 2)), dtype=float)
    one, other = (ground.ends[pairs[:, side]].mean(axis=1) for side in (0, 1))
    return np.asarray(np.hypot(*(one - other).T) * (ground.pace.detour_factor / ground.pace.metres_a_min))


def _graph(pairs: Rows, legs: Numbers, count: int) -> csr_array:
    from scipy.sparse import csr_array as array  # noqa: PLC0415  only rounds need it

    both = np.concatenate([pairs, pairs[:, ::-1]])
    return array((np.maximum(np.tile(legs, 2), LEAST_LEG), (both[:, 0], both[:, 1])), shape=(count, count))


def _cut(graph: csr_array, piece: Rows, loads: Numbers, worth: Numbers, *, is_most: bool) -> Rows:
    """Cut each piece into as many rounds as it is worth."""
    rounds = np.bincount(piece, weights=worth)
    whole = np.ceil(rounds - TOLERANCE) if is_most else np.rint(rounds)
    label, first = np.empty(len(loads), dtype=np.int64), 0
    for one, count in enumerate(np.maximum(whole, 1).astype(int).tolist()):
        rows = np.flatnonzero(piece == one)
        label[rows] = first + cut_pieces(graph[rows][:, rows], loads[rows], count)
        first += min(count, len(rows))
    return label


def _end_to_end(graph: csr_array) -> Rows:
    """Order the stops of a piece from one far end to the other: by how much nearer each is to the one."""
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415  only rounds need it

    start = 0
    for _ in range(3):  # the farthest from the farthest is a far end
        away = dijkstra(graph, indices=start)
        start = int(np.argmax(np.where(np.isfinite(away), away, -1)))
    one, other = dijkstra(graph, indices=start), away
    both = np.isfinite(one) & np.isfinite(other)
    nearer = np.where(both, np.where(both, one, 0) - np.where(both, other, 0), np.inf)
    return np.lexsort((np.arange(len(one)), one, nearer.round(9))).astype(np.int64)


def _minutes(ground: Ground, tour: Tour) -> float:
    return float(ground.work[tour.stops].sum() + tour.walk_min.sum())


def _levelled(ground: Ground, graph: csr_array, label: Rows) -> Rows:
    """Move border stops from longer rounds to shorter ones, while both stay whole and the tours confirm the gain."""
    label = label.copy()
    tried: dict[tuple[int, int], tuple[float, float]] = {}
    tours = [tour_of(ground, np.flatnonzero(label == one), kicks=0) for one in range(label.max() + 1)]
    minutes = np.array([_minutes(ground, tour) for tour in tours])
    for _ in range(PASSES):
        moved = False
        for stop, target in _wishes(graph, label, minutes, ground.work):
            source = int(label[stop])
            gap = minutes[source] - minutes[target] - ground.work[stop]
            if tried.get((stop, target)) == (minutes[source], minutes[target]):
                continue
            tried[stop, target] = (minutes[source], minutes[target])
            rest = np.flatnonzero((label == source) & (np.arange(len(label)) != stop))
            if gap <= 0 or not _is_whole(graph, rest):
                continue
            pair = (rest, np.append(np.flatnonzero(label == target), stop))
            found = np.array([_minutes(ground, tour_of(ground, rows, kicks=0)) for rows in pair])
            if (found**2).sum() < minutes[source] ** 2 + minutes[target] ** 2:
                label[stop], minutes[[source, target]], moved = target, found, True
        if not moved:
            break
    return label


def _wishes(graph: csr_array, label: Rows, minutes: Numbers, work: Numbers) -> list[tuple[int, int]]:
    """List stops with a neighbour in a round that is shorter by more than they take, the greatest difference first."""
    pairs = graph.tocoo()
    stop, target = pairs.row.astype(np.int64), label[pairs.col]
    gap = minutes[label[stop]] - minutes[target] - work[stop]
    good = (label[stop] != target) & (gap > TOLERANCE * minutes.mean())
    wish = np.unique(np.column_stack([stop[good], target[good]]), axis=0)
    worth = minutes[label[wish[:, 0]]] - minutes[wish[:, 1]] - work[wish[:, 0]]
    return [(int(one), int(other)) for one, other in wish[np.argsort(-worth, kind="stable")]]


def _is_whole(graph: csr_array, rows: Rows) -> bool:
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415  only rounds need it

    return len(rows) > 0 and connected_components(graph[rows][:, rows], directed=False, return_labels=False) == 1


def _laid_out(doors: pd.DataFrame, stops: Stops, tour: Tour, ground: Ground, store: str) -> Found:
    """Write out the doors of a round in the order of the walk, and the round."""
    rows = [stops.order[stops.first[stop] : stops.first[stop + 1]] for stop in tour.stops.tolist()]
    turned = [some[::-1] if back else some for some, back in zip(rows, tour.turned.tolist(), strict=True)]
    walk = tour.walk_min.sum() * ground.pace.metres_a_min + stops.walk_m[tour.stops].sum()
    listed = doors.iloc[np.concatenate(turned)]
    listed.insert(0, "stop", np.repeat(np.arange(1, len(rows) + 1), [len(some) for some in rows]))
    listed.insert(0, "place", np.arange(1, len(listed) + 1))
    told = {
        "store": store,
        "letterboxes": int(listed["letterboxes"].sum()),
        "doors": len(listed),
        "stops": len(rows),
        "walk_m": round(float(walk), 1),
        "minutes": round(_minutes(ground, tour), 2),
        "start_easting": float(listed["easting"].iloc[0]),
        "start_northing": float(listed["northing"].iloc[0]),
    }
    return listed, pd.DataFrame([told])


def _assembled(doors: pd.DataFrame, told: list[Found], basis: str) -> RoundPlan:
    """Number the rounds."""
    columns = [
        "round",
        "store",
        "letterboxes",
        "doors",
        "stops",
        "walk_m",
        "minutes",
        "start_easting",
        "start_northing",
    ]
    if not told:
        nothing = doors.assign(round=0, place=0, stop=0)[["round", "place", "stop", *doors.columns]]
        return RoundPlan(nothing, pd.DataFrame(columns=columns), basis)
    for number, (listed, summed) in enumerate(told, start=1):
        listed.insert(0, "round", number)
        summed.insert(0, "round", number)
    walked, rounds = (pd.concat(some, ignore_index=True) for some in zip(*told, strict=True))
    return RoundPlan(walked, rounds, basis)
