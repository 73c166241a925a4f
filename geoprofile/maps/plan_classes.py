"""The classes of a leaflet plan: stores, waves and sectors with their colours, totals and borders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.colours import GROUP_COLOURS
from geoprofile.maps.classes import RAMP
from geoprofile.maps.place_order import natural_key

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["PLAN_KINDS", "STATUSES", "PlanClass", "code_texts", "plan_classes"]

PLAN_KINDS = ("store", "wave", "sector")
STATUSES = ("chosen", "left_out", "excluded", "control")
# Borders of open data do not always meet: sectors nearer than this are neighbours and get different colours.
TOUCH_M = 5.0


@dataclass(frozen=True)
class PlanClass:
    """A store, wave or sector: its code, colour, totals (NaN where unknown) and the store it belongs to."""

    code: str
    colour: str
    letterboxes: float
    expected: float
    store: str = ""


def code_texts(values: pd.Series) -> pd.Series:
    """Write codes as texts: a missing one is empty, a whole number has no decimals."""
    return values.map(
        lambda value: "" if pd.isna(value) else f"{value:g}" if isinstance(value, float) else str(value)
    ).astype("str")


def plan_classes(zones: gpd.GeoDataFrame, kind: str) -> tuple[PlanClass, ...]:
    """Give the classes of one kind among the chosen zones, in natural order of their codes, sectors by store first.

    Parameters
    ----------
    zones : GeoDataFrame of shape (z, ...)
        Of a plan, in the order of their ids: `status`, `letterboxes`, `expected_response`, `kind` as texts, and
        `store` if there is one.
    kind : {"store", "wave", "sector"}
    """
    own = zones[(zones["status"] == "chosen") & (zones[kind] != "")]
    sums = own.groupby(kind)[["letterboxes", "expected_response"]].sum(min_count=1)
    stores = own.groupby(kind)["store"].first() if "store" in own.columns else pd.Series("", index=sums.index)
    codes = [str(code) for code in sums.index]
    codes.sort(key=lambda code: (natural_key(str(stores[code])) if kind == "sector" else [], natural_key(code)))
    colours = _colours(own, kind, codes)
    return tuple(
        PlanClass(
            code, colours[code], float(sums["letterboxes"][code]), float(sums["expected_response"][code]),
            str(stores[code]) if kind == "sector" else "",
        )
        for code in codes
    )  # fmt: skip


def _colours(zones: gpd.GeoDataFrame, kind: str, codes: list[str]) -> dict[str, str]:
    """Choose colours: waves from dark to light, stores one hue each, sectors so that neighbours differ."""
    if kind == "wave":
        steps = np.linspace(len(RAMP) - 1, 1, len(codes)).round().astype(int)
        return {code: RAMP[step] for code, step in zip(codes, steps, strict=True)}
    if kind == "store":
        return {code: GROUP_COLOURS[place % len(GROUP_COLOURS)] for place, code in enumerate(codes)}
    near = _neighbours(zones, kind)
    chosen: dict[str, int] = {}
    for place, code in enumerate(codes):
        taken = {chosen[other] for other in near.get(code, ()) if other in chosen}
        ways = [(place + step) % len(GROUP_COLOURS) for step in range(len(GROUP_COLOURS))]
        chosen[code] = next((way for way in ways if way not in taken), ways[0])
    return {code: GROUP_COLOURS[way] for code, way in chosen.items()}


def _neighbours(zones: gpd.GeoDataFrame, kind: str) -> dict[str, set[str]]:
    """Give the sectors that lie beside each sector."""
    codes = zones[kind].to_numpy()
    one, other = zones.sindex.query(zones.geometry, predicate="dwithin", distance=TOUCH_M)
    near: dict[str, set[str]] = {}
    for a, b in zip(codes[one], codes[other], strict=True):
        if a != b:
            near.setdefault(str(a), set()).add(str(b))
    return near
