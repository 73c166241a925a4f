"""A plan kept for later: what was asked and chosen, read again to be measured."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geoprofile.atomic import write_atomically
from geoprofile.errors import TableError

if TYPE_CHECKING:
    from pathlib import Path

    from geoprofile.recipes.leaflet.flow import LeafletResult

__all__ = ["PLAN_FILE", "plan_record", "read_plan", "write_record"]

PLAN_FILE = "plan.json"
FORMAT = 1
ZONE_KEYS = ("zone_id", "zone_name", "commune", "status", "store", "wave", "sector", "letterboxes", "cost_eur",
             "expected_response", "index", "minutes", "role", "pair")  # fmt: skip


def plan_record(result: LeafletResult) -> dict[str, Any]:
    """Write out a plan as plain values; `plan_id` is the same for the same plan."""
    zones = result.table[result.table["status"].isin(["chosen", "control"])].copy()
    zones["role"], zones["pair"] = "", 0
    if result.experiment is not None:
        design = result.experiment.design.zones.set_index("zone_id")
        zones["pair"] = zones["zone_id"].map(design["pair"]).fillna(0).astype("int64")
        role = zones["zone_id"].map(design["role"]).fillna("").astype("str")
        zones["role"] = role.where(zones["pair"] > 0, "")
    told = {
        "format": FORMAT,
        "territory": result.inputs.territory.name,
        "level": result.inputs.ranking.level,
        "ranking": result.inputs.ranking.name,
        "asked": asdict(result.wish),
        "letterboxes": result.plan.letterboxes,
        "cost_eur": result.plan.cost_eur,
        "expected_response": asdict(result.expected),
        "gap": result.plan.gap,
        "zones": _rows(zones[list(ZONE_KEYS)]),
        "other_zones": sorted(set(result.table["zone_id"]) - set(zones["zone_id"])),
    }
    digest = hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    return {"plan_id": digest[:12], **told}


def write_record(result: LeafletResult, path: Path) -> Path:
    """Write a plan as JSON, whole or not at all."""
    text = json.dumps(plan_record(result), ensure_ascii=False, indent=1, allow_nan=False)
    return write_atomically(path, text + "\n")


def read_plan(folder: Path) -> tuple[dict[str, Any], pd.DataFrame]:
    """Read a plan again: all that it says, and its zones as a table.

    Raises
    ------
    TableError
        If the folder holds no plan, or one of another version.
    """
    path = folder / PLAN_FILE
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TableError(f"{folder} holds no leaflet plan: give the folder that 'geoprofile leaflet' wrote.") from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise TableError(f"{path} is of another version of geoprofile: plan again, or measure with that version.")
    zones = pd.DataFrame(told["zones"], columns=list(ZONE_KEYS))
    texts = ("zone_id", "zone_name", "commune", "status", "store", "role")
    return told, zones.astype(dict.fromkeys(texts, "str")).astype({"pair": "int64", "letterboxes": "int64"})


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Give rows as plain values, a missing number as null."""
    columns = {
        name: [None if isinstance(value, float) and not np.isfinite(value) else value for value in frame[name].tolist()]
        for name in frame.columns
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
