"""Boosted trees as plain arrays: what they say of a row, and how much each input says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["TREE_ARRAYS", "Trees", "trees_of"]

# The arrays of all nodes, tree after tree, by name and type; `left` and `right` count from the first node of all.
TREE_ARRAYS = {
    "feature": np.int32, "threshold": np.float64, "missing_left": np.bool_, "left": np.int32, "right": np.int32,
    "leaf": np.bool_, "value": np.float64, "count": np.float64,
}  # fmt: skip


@dataclass(frozen=True)
class Trees:
    """Trees whose leaves add up to log odds; arrays of shape (nodes,), `roots` of shape (trees,).

    Attributes
    ----------
    roots : whole numbers
        First node of each tree.
    feature, threshold : arrays
        A row goes left where x[feature] <= threshold.
    missing_left : bool array
        Where a missing value goes.
    left, right : whole numbers
    leaf : bool array
    value : array
        Of a leaf what it adds; of any other node the mean of its leaves by rows.
    count : array
        Rows learned from.
    baseline : float
        Log odds that all trees start from.
    """

    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    missing_left: NDArray[np.bool_]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    leaf: NDArray[np.bool_]
    value: NDArray[np.float64]
    count: NDArray[np.float64]
    baseline: float

    @property
    def expected(self) -> float:
        """Give the mean log odds of the rows learned from."""
        return float(self.baseline + self.value[self.roots].sum())

    def log_odds(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the log odds of rows of shape (n, f)."""
        total = np.full(len(x), self.baseline)
        for root in self.roots.tolist():
            total += self.value[self._descend(x, root)]
        return total

    def contributions(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Share out log odds over the inputs, along the paths that rows take (Saabas, 2014).

        Each step from a node to one below it counts for the input that it is decided by. The sum over inputs is the
        log odds less `expected`.

        Returns
        -------
        array of shape (n, f)
        """
        told = np.zeros(x.shape)
        for root in self.roots.tolist():
            self._descend(x, root, told)
        return told

    def _descend(self, x: NDArray[np.float64], root: int, told: NDArray[np.float64] | None = None) -> NDArray[np.intp]:
        """Find the leaf of each row; add what each step says to `told`."""
        node = np.full(len(x), root, dtype=np.intp)
        rows = np.arange(len(x)) if not self.leaf[root] else np.empty(0, dtype=np.intp)
        while len(rows):
            at = node[rows]
            cell = x[rows, self.feature[at]]
            goes_left = np.where(np.isnan(cell), self.missing_left[at], cell <= self.threshold[at])
            below = np.where(goes_left, self.left[at], self.right[at])
            if told is not None:
                told[rows, self.feature[at]] += self.value[below] - self.value[at]
            node[rows] = below
            rows = rows[~self.leaf[below]]
        return node


def trees_of(model: Any) -> Trees:
    """Take the trees out of a fitted HistGradientBoostingClassifier of two classes without categorical splits.

    Parameters
    ----------
    model : HistGradientBoostingClassifier
    """
    nodes = [predictor.nodes for (predictor,) in model._predictors]  # noqa: SLF001  scikit-learn has no public way
    starts = np.cumsum([0, *(len(part) for part in nodes)])[:-1]
    shift = np.repeat(starts, [len(part) for part in nodes])
    all_nodes = np.concatenate(nodes)
    leaf = all_nodes["is_leaf"].astype(bool)
    left, right = (np.where(leaf, -1, all_nodes[side].astype(np.int64) + shift) for side in ("left", "right"))
    count = all_nodes["count"].astype(float)
    value = _means(all_nodes["value"].astype(float), count, leaf, left, right)
    return Trees(
        starts.astype(np.int32),
        np.where(leaf, 0, all_nodes["feature_idx"]).astype(np.int32),
        np.where(leaf, 0.0, all_nodes["num_threshold"]).astype(float),
        all_nodes["missing_go_to_left"].astype(bool),
        left.astype(np.int32),
        right.astype(np.int32),
        leaf,
        value,
        count,
        float(np.ravel(model._baseline_prediction)[0]),  # noqa: SLF001  as above
    )


def _means(
    value: NDArray[np.float64], count: NDArray[np.float64], leaf: NDArray[np.bool_],
    left: NDArray[np.int64], right: NDArray[np.int64],
) -> NDArray[np.float64]:  # fmt: skip
    """Give each inner node the mean of its leaves; what scikit-learn keeps there is not shrunk as the leaves are."""
    filled = value.copy()
    for node in np.flatnonzero(~leaf)[::-1].tolist():  # nodes stand behind those above them
        below = [left[node], right[node]]
        filled[node] = np.average(filled[below], weights=count[below])
    return filled
