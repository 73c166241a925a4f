"""Control zones: twins of zones that get leaflets, held out before the drop so that its effect can be measured.

Zones are paired with their nearest twin on what predicts response, and chance decides which of the two is held out
(Imai, King and Nall, The essential role of pair matching, Statistical Science 24 (2009) 29-53).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["ROLES", "ControlDesign", "hold_out"]

# treated and control: the two of a pair; rest: served, but outside the experiment.
ROLES = ("treated", "control", "rest")
# Twins are sought among so many nearest zones, and pairs are spread over so many layers of expected response.
NEAREST, LAYERS = 30, 5
# A standardised difference up to this is taken for balanced (Imbens and Rubin, Causal Inference, 2015, chapter 14).
BALANCED = 0.25

Rows = np.ndarray[tuple[int], np.dtype[np.int64]]
Pairs = list[tuple[int, int]]


@dataclass(frozen=True, eq=False)
class ControlDesign:
    """Who is held out.

    Attributes
    ----------
    zones : DataFrame
        `zone_id`, `role` (one of `ROLES`), `pair` (from 1; 0 outside the experiment), `served_neighbours` (zones beside
        it that get leaflets: where a control has some, part of the effect may spill over to it, and the lift that is
        measured errs to the low side); by zone_id.
    balance : DataFrame
        A row a feature: `feature`, `treated_mean`, `control_mean`, `difference` (of the means, in standard deviations
        over the pool), `balanced` (at most 0.25).
    wanted_pairs : int
        What was asked for; there may be fewer twins.
    """

    zones: pd.DataFrame
    balance: pd.DataFrame
    wanted_pairs: int

    @property
    def pair_count(self) -> int:
        """Give the number of pairs found."""
        return int(self.zones["pair"].max()) if len(self.zones) else 0


def hold_out(
    zones: pd.DataFrame,
    features: Sequence[str],
    *,
    pairs: int,
    neighbours: NDArray[np.integer] | None = None,
    seed: int = 0,
) -> ControlDesign:
    """Pair zones that could all be served, and draw the one of each pair that is held out.

    The two of a pair are never neighbours, and zones of different pairs only where there are not enough others.
    Pairs are spread over low and high values of the first feature, the closest twins first.

    Parameters
    ----------
    zones : DataFrame
        `zone_id` (unique) and the features: expected response first, then households, past customers, variables.
    features : sequence of text
    pairs : int
        Zones to hold out.
    neighbours : whole numbers of shape (k, 2), optional
        Rows of zones that touch.
    seed : int
        Of the draw within pairs.

    Returns
    -------
    ControlDesign
        The same whatever the order of the rows.

    Raises
    ------
    TableError
        If a column is missing or a value of a feature is, a zone stands twice, or no two zones can be paired.
    """
    values = _checked(zones, features, pairs)
    order = np.argsort(zones["zone_id"].to_numpy(dtype=object))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    touching = np.empty((0, 2), dtype=np.int64) if neighbours is None else rank[np.asarray(neighbours, dtype=np.int64)]
    beside = _beside(touching, len(order))
    scaled = _standardised(values[order])
    found = _matched(scaled, beside, pairs)
    if not found:
        raise TableError("No two zones can be paired as test and control: give more zones, or fewer neighbours.")
    first_held = np.random.default_rng(seed).random(len(found)) < 0.5  # noqa: PLR2004  a fair coin
    role, pair = np.full(len(order), "rest", dtype=object), np.zeros(len(order), dtype=np.int64)
    for number, ((one, other), held) in enumerate(zip(found, first_held.tolist(), strict=True), start=1):
        role[one], role[other] = ("control", "treated") if held else ("treated", "control")
        pair[[one, other]] = number
    table = pd.DataFrame({"zone_id": zones["zone_id"].to_numpy()[order]})
    served = np.array([sum(role[near] != "control" for near in some) for some in beside], dtype=np.int64)
    table = table.assign(role=pd.array(role, dtype="str"), pair=pair, served_neighbours=served)
    return ControlDesign(table, _balance(values[order], features, role), pairs)


def _checked(zones: pd.DataFrame, features: Sequence[str], pairs: int) -> NDArray[np.float64]:
    for name in ("zone_id", *features):
        if name not in zones:
            raise TableError(f"A table of zones to pair lacks the column {name!r}.")
    if not features or pairs < 1:
        raise TableError("Pairing zones needs at least one feature and one pair.")
    if zones["zone_id"].duplicated().any():
        twice = zones["zone_id"][zones["zone_id"].duplicated()].iloc[0]
        raise TableError(f"Zone {twice!r} stands twice among the zones to pair.")
    values = np.column_stack([zones[name].to_numpy(dtype=float, na_value=np.nan) for name in features])
    bad = np.argwhere(~np.isfinite(values))
    if len(bad):
        raise TableError(f"Column {features[bad[0, 1]]!r}, row {bad[0, 0]}: a value is missing; fill or leave it out.")
    return values


def _standardised(values: NDArray[np.float64]) -> NDArray[np.float64]:
    spread = values.std(axis=0)
    return np.asarray((values - values.mean(axis=0)) / np.where(spread > 0, spread, 1.0), dtype=float)


def _beside(touching: NDArray[np.int64], count: int) -> list[set[int]]:
    """List the neighbours of each zone."""
    beside: list[set[int]] = [set() for _ in range(count)]
    for one, other in touching.tolist():
        if one != other:
            beside[one].add(other)
            beside[other].add(one)
    return beside


def _matched(scaled: NDArray[np.float64], beside: list[set[int]], wanted: int) -> Pairs:
    """Take the closest twins, layer by layer: first apart from all other pairs, then beside them, then of any layer."""
    candidates = _candidates(scaled)
    layers = min(LAYERS, wanted)
    rank = np.argsort(np.argsort(scaled[:, 0], kind="stable"), kind="stable")
    layer = [int((rank[one] + rank[other]) * layers // (2 * len(rank))) for one, other in candidates]
    full = [wanted * (one + 1) // layers - wanted * one // layers for one in range(layers)]
    chosen: Pairs = []
    used: set[int] = set()
    taken = [0] * layers
    for apart, quota in ((True, full), (False, full), (True, [wanted] * layers), (False, [wanted] * layers)):
        for (one, other), at in zip(candidates, layer, strict=True):
            crowded = apart and (beside[one] | beside[other]) & used
            free = not {one, other} & used and other not in beside[one] and not crowded
            if free and taken[at] < quota[at] and len(chosen) < wanted:
                chosen.append((one, other))
                used |= {one, other}
                taken[at] += 1
    return sorted(chosen)


def _candidates(scaled: NDArray[np.float64]) -> Pairs:
    """List pairs of near zones, the closest first."""
    from scipy.spatial import cKDTree  # noqa: PLC0415  only pairing needs it

    count = min(NEAREST + 1, len(scaled))
    away, near = cKDTree(scaled).query(scaled, k=range(1, count + 1))
    one, other = np.repeat(np.arange(len(scaled)), count), near.ravel()
    ordered = np.column_stack([np.minimum(one, other), np.maximum(one, other)])[one != other]
    pairs, first = np.unique(ordered, axis=0, return_index=True)
    distance = away.ravel()[one != other][first].round(9)
    closest = np.lexsort((pairs[:, 1], pairs[:, 0], distance))
    return [(int(a), int(b)) for a, b in pairs[closest]]


def _balance(values: NDArray[np.float64], features: Sequence[str], role: NDArray[np.object_]) -> pd.DataFrame:
    """Compare the means of treated and control zones, in standard deviations over the pool."""
    treated, control = (values[role == one].mean(axis=0) for one in ("treated", "control"))
    spread = values.std(axis=0)
    difference = (treated - control) / np.where(spread > 0, spread, 1.0)
    return pd.DataFrame(
        {
            "feature": pd.array(list(features), dtype="str"),
            "treated_mean": treated,
            "control_mean": control,
            "difference": difference,
            "balanced": np.abs(difference) <= BALANCED,
        }
    )
