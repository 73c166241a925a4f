"""Minutes from places to places along the streets, exact along the street at both ends.

An origin joins the graph as one more node, with an edge to each end of its street that it may leave by; a target is
reached by either end of its street, or along it where both lie on one. Batches of origins keep memory small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.travel.mode_network import mode_network, positions
from geoprofile.travel.snapping import SNAP_M, Snapped, snap, ways_in, ways_out
from geoprofile.travel.straight import basis_of, straight_minutes

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from geoprofile.territory.street_network import StreetNetwork
    from geoprofile.travel.mode_network import ModeNetwork

__all__ = ["cost_batches", "cost_matrix", "node_minutes", "place_status"]

# Numbers in the matrices of one batch: 8 bytes each.
MOST_NUMBERS = 1_500_000
AT_ONCE = 64


def cost_matrix(
    network: StreetNetwork | None,
    origins: pd.DataFrame,
    targets: pd.DataFrame,
    *,
    by: str,
    limit_min: float = np.inf,
    within_m: float = SNAP_M,
) -> NDArray[np.float32]:
    """Give the minutes from each origin to each target.

    Parameters
    ----------
    network : StreetNetwork or None
        Without one the straight line is taken, as by `by="straight"`: `straight.basis_of` says which it was.
    origins, targets : DataFrame of o and of t rows
        Columns `easting` and `northing` (metres of the network's CRS), NaN where unknown.
    by : {"car", "bike", "foot", "straight"}
    limit_min : float
        Targets further than this are not reached.
    within_m : float
        Places further than this from a street of the mode are not reached: `place_status` names them.

    Returns
    -------
    float32 array of shape (o, t)
        The walk between a place and its street is counted at both ends; infinite where a target is not reached.
    """
    minutes = np.empty((len(origins), len(targets)), dtype=np.float32)
    points = positions(origins), positions(targets)
    for batch, costs in cost_batches(network, *points, by=by, limit_min=limit_min, within_m=within_m):
        minutes[batch] = costs
    return minutes


def place_status(
    network: StreetNetwork | None, places: pd.DataFrame, *, by: str, within_m: float = SNAP_M
) -> NDArray[np.object_]:
    """Say of each place why no minutes can be given, empty where they can: one of `snapping.PLACE_STATUSES`."""
    points = positions(places)
    if network is None or basis_of(network, by) == "straight":
        return np.where(np.isfinite(points).all(axis=1), "", "no-position").astype(object)
    return snap(points, mode_network(network, by), within_m=within_m).status


def cost_batches(
    network: StreetNetwork | None,
    origins: NDArray[np.float64],
    targets: NDArray[np.float64],
    *,
    by: str,
    limit_min: float = np.inf,
    within_m: float = SNAP_M,
) -> Iterator[tuple[slice, NDArray[np.float64]]]:
    """Give the minutes of some origins at a time: their rows, and an array of shape (rows, t).

    Parameters
    ----------
    origins, targets : arrays of shape (o, 2) and (t, 2)
        Easting and northing. The rest is that of `cost_matrix`.
    """
    if network is None or basis_of(network, by) == "straight":
        for batch in _batches(len(origins), len(targets)):
            yield batch, straight_minutes(origins[batch], targets, by=by, limit_min=limit_min)
        return
    streets = mode_network(network, by)
    there = snap(targets, streets, within_m=within_m)
    reachable = np.flatnonzero(there.street >= 0)
    reached = _rows(there, reachable)
    order = np.argsort(reached.street, kind="stable")
    here = snap(origins, streets, within_m=within_m)
    for batch in _batches(len(origins), max(streets.node_count, len(targets))):
        minutes = np.full((batch.stop - batch.start, len(targets)), np.inf)
        from_ = _rows(here, np.arange(batch.start, batch.stop))
        minutes[:, reachable] = _street_minutes(from_, reached, order, streets, limit_min)
        minutes[minutes > limit_min] = np.inf
        yield batch, minutes


def node_minutes(here: Snapped, streets: ModeNetwork, *, limit_min: float) -> NDArray[np.float64]:
    """Give the minutes from some snapped places to every node, the walk to the street not counted.

    Returns
    -------
    float64 array of shape (n, nodes)
        Infinite beyond the limit, and for a place off the network.
    """
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415  a tenth of a second that opening does without

    count = streets.node_count
    minutes = np.full((len(here.street), count), np.inf)
    on = np.flatnonzero(here.street >= 0)
    if len(on):
        graph = _with_places(_rows(here, on), streets)
        minutes[on] = dijkstra(graph, indices=count + np.arange(len(on)), limit=limit_min)[:, :count]
    return minutes


def _street_minutes(
    here: Snapped, there: Snapped, order: NDArray[np.int64], streets: ModeNetwork, limit_min: float
) -> NDArray[np.float64]:
    """Give the minutes from each place to each target; `order` sorts the targets by their street."""
    nodes = node_minutes(here, streets, limit_min=limit_min)
    from_start, from_end = ways_in(there, streets)
    minutes = nodes[:, streets.start[there.street]]
    minutes += from_start
    by_end = nodes[:, streets.end[there.street]]
    by_end += from_end
    np.minimum(minutes, by_end, out=minutes)
    _along_one_street(minutes, here, there, order, streets)
    minutes += there.walk_min
    minutes += here.walk_min[:, None]
    return minutes


def _along_one_street(
    minutes: NDArray[np.float64], here: Snapped, there: Snapped, order: NDArray[np.int64], streets: ModeNetwork
) -> None:
    """Shorten the way to targets that lie on the street of the place itself."""
    sorted_street = there.street[order]
    first, stop = (np.searchsorted(sorted_street, here.street, side=side) for side in ("left", "right"))
    for row in np.flatnonzero((stop > first) & (here.street >= 0)):
        same = order[first[row] : stop[row]]
        street = here.street[row]
        ahead = there.share[same] - here.share[row]
        pace = np.where(ahead >= 0, streets.forward[street], streets.backward[street])
        # No way at all costs nothing, even on a one-way street.
        along = np.where(ahead == 0, 0.0, np.abs(ahead) * np.where(ahead == 0, 0.0, pace))
        minutes[row, same] = np.minimum(minutes[row, same], along)


def _with_places(here: Snapped, streets: ModeNetwork) -> csr_array:
    """Add a node for each place, with an edge to each end of its street that it may leave by."""
    from scipy.sparse import csr_array  # noqa: PLC0415

    base, count, places = streets.graph, streets.node_count, len(here.street)
    ends = np.column_stack([streets.start[here.street], streets.end[here.street]])
    minutes = np.column_stack(ways_out(here, streets))
    # A loop begins and ends at one node, which may stand once in a row.
    loop = ends[:, 0] == ends[:, 1]
    minutes[loop] = np.column_stack([minutes[loop].min(axis=1), np.full(loop.sum(), np.inf)])
    usable = np.isfinite(minutes)
    indptr = np.concatenate([base.indptr, base.indptr[-1] + np.cumsum(usable.sum(axis=1))])
    return csr_array(
        (np.concatenate([base.data, minutes[usable]]), np.concatenate([base.indices, ends[usable]]), indptr),
        shape=(count + places, count + places),
    )


def _rows(snapped: Snapped, rows: NDArray[np.int64]) -> Snapped:
    return Snapped(
        snapped.street[rows],
        snapped.share[rows],
        snapped.distance_m[rows],
        snapped.walk_min[rows],
        snapped.status[rows],
    )


def _batches(count: int, width: int) -> Iterator[slice]:
    """Cut rows into batches whose matrices stay small."""
    size = max(1, min(AT_ONCE, MOST_NUMBERS // max(width, 1)))
    for start in range(0, count, size):
        yield slice(start, min(start + size, count))
