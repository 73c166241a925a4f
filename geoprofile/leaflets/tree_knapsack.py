"""The best part of a tree that holds its root, for every budget at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csgraph, csr_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Preorder", "TreeTable", "fill_table", "spanning_preorder"]


@dataclass(frozen=True, eq=False)
class Preorder:
    """A rooted tree, parents before children, each node followed by all that hangs on it.

    Attributes
    ----------
    node : int64 array of shape (m,)
        Without the root.
    after : list of m ints
        Where the nodes hanging on each one end.
    """

    node: NDArray[np.int64]
    after: list[int]


@dataclass(frozen=True, eq=False)
class TreeTable:
    """Which nodes are worth taking at which budget.

    Attributes
    ----------
    order : Preorder
    units : list of m ints
        Weight of each node, in units of the budget.
    taken : list of m bool arrays
        Whether a node is taken with so many units left, counted from its own weight on.
    values : array of shape (capacity + 1,)
        The greatest value within each budget.
    """

    order: Preorder
    units: list[int]
    taken: list[NDArray[np.bool_]]
    values: NDArray[np.float64]

    def best(self, budget: int) -> NDArray[np.int64]:
        """Give the nodes of the best part of the tree within a budget, in units."""
        chosen, place = [], 0
        while place < len(self.units):
            left = budget - self.units[place]
            if left >= 0 and self.taken[place][left]:
                chosen.append(place)
                budget, place = left, place + 1
            else:
                place = self.order.after[place]
        return self.order.node[chosen]


def spanning_preorder(edges: csr_array, root: int, *, shortest: bool) -> Preorder:
    """Span a graph by a tree from its root.

    Parameters
    ----------
    edges : sparse array of shape (n, n)
        Length of each edge, above 0; that from i to j stands in row i.
    root : int
    shortest : bool
        Shortest paths from the root; otherwise the shortest tree in all, for which lengths must be symmetric.

    Returns
    -------
    Preorder
        Of what the root is connected with.
    """
    if shortest:
        parent = csgraph.dijkstra(edges, indices=root, return_predecessors=True)[1]
        child = np.flatnonzero(parent >= 0)
        tree = csr_array((np.ones(len(child)), (parent[child], child)), shape=edges.shape)
    else:
        tree = csgraph.minimum_spanning_tree(edges)
    node, parent = csgraph.depth_first_order(tree, root, directed=False)
    position = np.empty(edges.shape[0], dtype=np.int64)
    position[node] = np.arange(len(node))
    above = [0, *position[parent[node[1:]]].tolist()]
    size = [1] * len(node)
    for place in range(len(node) - 1, 0, -1):
        size[above[place]] += size[place]
    return Preorder(node[1:].astype(np.int64), [place - 1 + size[place] for place in range(1, len(node))])


def fill_table(order: Preorder, units: NDArray[np.int64], value: NDArray[np.float64], capacity: int) -> TreeTable:
    """Find the best part of a tree for every budget up to the capacity.

    A node is taken and the next one looked at, or it is passed over with all that hangs on it (Cho and Shaw, A
    depth-first dynamic programming algorithm for the tree knapsack problem, INFORMS Journal on Computing 9 (1997)
    431-438): one pass over the nodes, each for all budgets.

    Parameters
    ----------
    units : int64 array of shape (n,)
        Weight of every node of the graph, none below 0.
    value : array of shape (n,)
    capacity : int
    """
    count = len(order.node)
    weights, worth = units[order.node].tolist(), value[order.node].tolist()
    last_use = list(range(-1, count))  # the row of place p is read by place p - 1, and by those that jump to p
    for place in range(count - 1, -1, -1):
        last_use[order.after[place]] = min(last_use[order.after[place]], place)
    done: dict[int, list[int]] = {}
    for place, use in enumerate(last_use):
        done.setdefault(use, []).append(place)
    rows: dict[int, NDArray[np.float64]] = {count: np.zeros(capacity + 1)}
    taken: list[NDArray[np.bool_]] = [np.zeros(0, dtype=bool)] * count
    for place in range(count - 1, -1, -1):
        passed = rows[order.after[place]]
        if weights[place] <= capacity:
            held = rows[place + 1][: capacity + 1 - weights[place]] + worth[place]
            row = passed.copy()
            taken[place] = held > row[weights[place] :]
            np.maximum(row[weights[place] :], held, out=row[weights[place] :])
            rows[place] = row
        else:
            taken[place], rows[place] = np.zeros(capacity + 1, dtype=bool), passed
        for used in done.get(place, ()):
            del rows[used]
    return TreeTable(order, weights, taken, rows[0])
