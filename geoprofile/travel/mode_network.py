"""The part of the streets that one mode of travel may use, as a graph of minutes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geoprofile.errors import TableError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from geoprofile.territory.street_network import StreetNetwork

__all__ = ["ModeNetwork", "mode_network", "positions"]


@dataclass(frozen=True, eq=False)
class ModeNetwork:
    """Streets that a mode may use, at least one way.

    Attributes
    ----------
    mode : str
    row : int64 array of shape (s,)
        Row of each in the street network.
    start, end : int64 arrays of shape (s,)
        Nodes that its line runs from and to.
    length_m, forward, backward : float64 arrays of shape (s,)
        Metres; minutes along the line and against it, infinite where the mode may not go.
    lines : array of shape (s,)
        LineStrings.
    tree : STRtree
        Of the lines.
    graph : csr_array of shape (nodes, nodes)
        Minutes of the fastest street from node to node.
    """

    mode: str
    row: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    length_m: NDArray[np.float64]
    forward: NDArray[np.float64]
    backward: NDArray[np.float64]
    lines: NDArray[np.object_]
    tree: shapely.STRtree
    graph: csr_array

    @property
    def node_count(self) -> int:
        """Count the nodes."""
        return int(self.graph.shape[0])


@lru_cache(maxsize=6)
def mode_network(network: StreetNetwork, mode: str) -> ModeNetwork:
    """Give the streets of a mode; the last few are kept, as every question about a network asks for them.

    Raises
    ------
    UnknownNameError
        For a mode that there is not.
    """
    minutes = [np.where(np.isnan(one), np.inf, one).astype(np.float64) for one in network.minutes(mode)]
    row = np.flatnonzero(np.isfinite(minutes[0]) | np.isfinite(minutes[1]))
    forward, backward = minutes[0][row], minutes[1][row]
    start, end = (network.column("streets", name)[row].astype(np.int64) for name in ("start", "end"))
    lines = network.lines[row]
    return ModeNetwork(
        mode,
        row,
        start,
        end,
        network.column("streets", "length_m")[row].astype(np.float64),
        forward,
        backward,
        lines,
        shapely.STRtree(lines),
        _graph(start, end, forward, backward, network.node_count),
    )


def positions(places: pd.DataFrame) -> NDArray[np.float64]:
    """Give the positions of places: an array of shape (n, 2), easting and northing in metres.

    Raises
    ------
    TableError
        If the table lacks one of the columns, or it is not made of numbers.
    """
    for name in ("easting", "northing"):
        if name not in places.columns or not pd.api.types.is_numeric_dtype(places[name]):
            raise TableError(f"A table of places lacks numbers in column {name!r}: give metres in the territory's CRS.")
    return places[["easting", "northing"]].to_numpy(dtype=float)


def _graph(
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    forward: NDArray[np.float64],
    backward: NDArray[np.float64],
    node_count: int,
) -> csr_array:
    """Make the matrix of minutes; of streets between the same two nodes the fastest counts."""
    from scipy.sparse import csr_array  # noqa: PLC0415  a tenth of a second that opening does without

    there, back = np.isfinite(forward), np.isfinite(backward)
    source = np.concatenate([start[there], end[back]])
    target = np.concatenate([end[there], start[back]])
    minutes = np.concatenate([forward[there], backward[back]])
    order = np.lexsort([minutes, target, source])
    source, target, minutes = source[order], target[order], minutes[order]
    first = (np.diff(source, prepend=-1) != 0) | (np.diff(target, prepend=-1) != 0)
    indptr = np.searchsorted(source[first], np.arange(node_count + 1)).astype(np.int32)
    return csr_array((minutes[first], target[first].astype(np.int32), indptr), shape=(node_count, node_count))
