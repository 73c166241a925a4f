"""Zones as the methods see them: arrays in the order of zone_id, so that no order of rows can matter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.lookalikes.blocks import zone_blocks
from geoprofile.lookalikes.features import prepare_features
from geoprofile.lookalikes.neighbours import surroundings
from geoprofile.zones.profiles import IMPUTED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from geoprofile.zones.profiles import ZoneProfiles

__all__ = ["ZoneInputs", "count_by_zone", "zone_inputs"]


@dataclass(frozen=True)
class ZoneInputs:
    """Zones prepared for the methods.

    Attributes
    ----------
    zone_id : text array of shape (z,)
        In order.
    names : tuple of p str
        Variables.
    features, around : arrays of shape (z, p)
        Each variable in the zone, and in its neighbourhood; mean 0 and variance 1 over households.
    households : array of shape (z,)
    groups, types : text arrays of shape (z,)
        Codes of the typology; "" where there is none.
    blocks : int64 array of shape (z,)
        Block of neighbouring zones.
    """

    zone_id: NDArray[np.object_]
    names: tuple[str, ...]
    features: NDArray[np.float64]
    around: NDArray[np.float64]
    households: NDArray[np.float64]
    groups: NDArray[np.object_]
    types: NDArray[np.object_]
    blocks: NDArray[np.int64]

    def take(self, rows: NDArray[np.bool_]) -> ZoneInputs:
        """Give some of the zones."""
        arrays = ("zone_id", "features", "around", "households", "groups", "types", "blocks")
        return replace(self, **{name: getattr(self, name)[rows] for name in arrays})


def zone_inputs(
    profiles: ZoneProfiles, typed: pd.DataFrame | None = None, centroids: pd.DataFrame | None = None
) -> ZoneInputs:
    """Prepare the zones of a territory.

    A value lent by the commune counts as missing: what the zone has of its own says more of it.

    Parameters
    ----------
    profiles : ZoneProfiles
    typed : DataFrame, optional
        `zone_id`, `group`, `type`.
    centroids : DataFrame, optional
        Index `zone_id`; `easting`, `northing` in metres.

    Raises
    ------
    TableError
        If a table lacks a column or has a zone twice, or the zones cannot be told apart.
    """
    order = np.argsort(profiles.zones["zone_id"].to_numpy(dtype=object), kind="stable")
    zones = profiles.zones.iloc[order]
    zone_id = zones["zone_id"].to_numpy(dtype=object)
    households = profiles.households[order]
    own = np.where(profiles.trust >= IMPUTED, profiles.values.to_numpy(dtype=float), np.nan)
    units = [variable.unit for variable in profiles.variables]
    prepared = prepare_features(own[order], [variable.name for variable in profiles.variables], units, households)
    parents = zones["parent_id"].fillna("").to_numpy(dtype=object)
    named = ("easting", "northing")
    places = None if centroids is None else _aligned(centroids, named, zone_id, "centroids").astype(float)
    groups, types = _types_of(typed, zone_id)
    return ZoneInputs(
        zone_id,
        prepared.names,
        prepared.matrix,
        surroundings(prepared.matrix, households, parents, places),
        households,
        groups,
        types,
        zone_blocks(parents, places),
    )


def count_by_zone(zone_ids: Iterable[object], zones: NDArray[np.object_]) -> NDArray[np.float64]:
    """Count customers by zone; one without a zone, or in another territory, counts nowhere.

    Parameters
    ----------
    zone_ids : iterable of n text
        Zone of each customer.
    zones : text array of shape (z,)

    Returns
    -------
    array of shape (z,)
    """
    row = pd.Index(zones).get_indexer(pd.Index(pd.Series(list(zone_ids), dtype=object)))
    return np.bincount(row[row >= 0], minlength=len(zones)).astype(float)


def _types_of(
    typed: pd.DataFrame | None, zone_id: NDArray[np.object_]
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Give group and type of each zone, empty where there is none."""
    if typed is None:
        nothing = np.full(len(zone_id), "", dtype=object)
        return nothing, nothing
    if "zone_id" not in typed:
        raise TableError("The table of types lacks the column 'zone_id'; it needs zone_id, group, type.")
    codes = _aligned(typed.set_index("zone_id"), ("group", "type"), zone_id, "types")
    text = np.where(pd.isna(codes), "", codes).astype(object)
    if not (text != "").any():
        raise TableError(
            "No zone of the typology is a zone of this territory and level: build one for it with 'geoprofile typology "
            "build'."
        )
    return text[:, 0], text[:, 1]


def _aligned(
    frame: pd.DataFrame, columns: tuple[str, ...], zone_id: NDArray[np.object_], what: str
) -> NDArray[np.object_]:
    """Give columns of a table in the order of the zones, missing where it lacks one."""
    for name in columns:
        if name not in frame:
            raise TableError(f"The table of {what} lacks the column {name!r}; it needs {', '.join(columns)}.")
    if frame.index.has_duplicates:
        twice = frame.index[frame.index.duplicated()][0]
        raise TableError(f"Zone {twice!r} stands twice in the table of {what}: keep one row a zone.")
    array: NDArray[np.object_] = frame[list(columns)].reindex(zone_id).to_numpy(dtype=object)
    return array
