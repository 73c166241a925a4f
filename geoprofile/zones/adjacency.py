"""Which zones are neighbours: those that share a border, or face each other across a gap that may be crossed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geoprofile.errors import TableError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ZoneAdjacency", "zone_adjacency"]

# A border shorter than this is a corner.
LEAST_BORDER_M = 10.0
# Polygons of open data lie apart or overlap by this much where they should touch.
SLIVER_M = 2.0


@dataclass(frozen=True, eq=False)
class ZoneAdjacency:
    """Pairs of neighbouring zones.

    Attributes
    ----------
    first, second : int64 arrays of shape (e,)
        Rows of the zones, first < second, sorted; each pair once.
    border_m : array of shape (e,)
        Length of the border that they share, metres.
    outer : bool array of shape (z,)
        Zones from which the outside of the territory is reached without crossing another.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    border_m: NDArray[np.float64]
    outer: NDArray[np.bool_]

    @property
    def zone_count(self) -> int:
        """Give the number of zones."""
        return len(self.outer)

    def take(self, rows: NDArray[np.integer]) -> ZoneAdjacency:
        """Number the zones anew: zone i of the answer is zone rows[i]; pairs with a zone left out are dropped."""
        place = np.full(self.zone_count, -1, dtype=np.int64)
        place[rows] = np.arange(len(rows))
        one, other = place[self.first], place[self.second]
        held = (one >= 0) & (other >= 0)
        low, high = np.minimum(one, other)[held], np.maximum(one, other)[held]
        order = np.lexsort((high, low))
        return ZoneAdjacency(low[order], high[order], self.border_m[held][order], self.outer[rows])


def zone_adjacency(
    polygons: NDArray[np.object_],
    *,
    least_border_m: float = LEAST_BORDER_M,
    gap_m: float = SLIVER_M,
) -> ZoneAdjacency:
    """Find the neighbours of every zone.

    The border of two zones is the part of each one's outline that lies within `gap_m` of the other, less what a mere
    corner would give (twice the gap); the mean of both sides counts. So slivers and small overlaps between polygons of
    open data do not part neighbours. Zones that lie apart by more than `SLIVER_M` count only where no third zone lies
    between them.

    Parameters
    ----------
    polygons : array of shape (z,) of polygons
        In a metric CRS. A missing or empty one has no neighbours.
    least_border_m : float
        Shortest border that counts, metres, above 0.
    gap_m : float
        Widest gap that is crossed, metres: the usual 2 m is for slivers, 30 for streets, more for a river with
        bridges.

    Returns
    -------
    ZoneAdjacency

    Raises
    ------
    TableError
        For lengths that are no lengths.
    """
    if not (least_border_m > 0 and gap_m > 0 and np.isfinite([least_border_m, gap_m]).all()):
        raise TableError(
            f"The shortest border is {least_border_m} m and the widest gap {gap_m} m: give two lengths above 0."
        )
    shapes = np.asarray(polygons, dtype=object)
    first, second = _close_pairs(shapes, gap_m)
    border = _borders(shapes, first, second, gap_m)
    held = border >= least_border_m
    first, second, border = first[held], second[held], border[held]
    if gap_m > SLIVER_M:
        clear = ~_parted(shapes, first, second)
        first, second, border = first[clear], second[clear], border[clear]
    return ZoneAdjacency(first, second, border, _outer(shapes, gap_m))


def _close_pairs(shapes: NDArray[np.object_], gap_m: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find the pairs of zones within a gap of each other, sorted, each once."""
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="dwithin", distance=gap_m)
    once = one < other
    order = np.lexsort((other[once], one[once]))
    return one[once][order].astype(np.int64), other[once][order].astype(np.int64)


def _borders(
    shapes: NDArray[np.object_], first: NDArray[np.int64], second: NDArray[np.int64], gap_m: float
) -> NDArray[np.float64]:
    """Measure the border of each pair, metres."""
    outlines = shapely.boundary(shapes)
    grown = shapely.buffer(shapes, gap_m, quad_segs=2)
    facing = [
        shapely.length(shapely.intersection(outlines[one], grown[other]))
        for one, other in ((first, second), (second, first))
    ]
    return np.asarray((facing[0] + facing[1]) / 2 - 2 * gap_m)


def _parted(shapes: NDArray[np.object_], first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Find the pairs that lie apart with a third zone between them."""
    parted = np.zeros(len(first), dtype=bool)
    apart = np.flatnonzero(shapely.distance(shapes[first], shapes[second]) > SLIVER_M)
    between = shapely.shortest_line(shapes[first[apart]], shapes[second[apart]])
    line, zone = shapely.STRtree(shapes).query(between, predicate="intersects")
    third = (zone != first[apart][line]) & (zone != second[apart][line])
    line, zone = line[third], zone[third]
    crossed = shapely.length(shapely.intersection(between[line], shapes[zone])) > SLIVER_M
    parted[apart[line[crossed]]] = True
    return parted


def _outer(shapes: NDArray[np.object_], gap_m: float) -> NDArray[np.bool_]:
    """Find the zones on the outline of the territory; a lake or a missing zone within it is not outside."""
    held = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    whole = shapely.union_all(shapely.buffer(shapes[held], gap_m, quad_segs=1, join_style="mitre"))
    rim = shapely.union_all(shapely.get_exterior_ring(shapely.get_parts(whole)))
    outer = np.zeros(len(shapes), dtype=bool)
    shapely.prepare(shapes)
    outer[held] = shapely.dwithin(shapes[held], rim, 2 * gap_m)
    return outer
