"""A leaflet plan as tables: the same rows on the page, in the workbook and in the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.columns import Column
from geoprofile.recipes.leaflet.words import COLUMN_LABELS, LEAFLET_WORDS
from geoprofile.recipes.lookalike.flow import zone_labels
from geoprofile.words import digits_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geoprofile.recipes.leaflet.flow import LeafletResult

__all__ = ["columns_for", "communes_table", "control_table", "doors_table", "groups_table", "postcodes_table",
           "rounds_table", "store_names", "streets_table", "zones_table"]  # fmt: skip

KINDS = {
    "place": "count", "wave": "count", "sector": "count", "zones": "count", "households": "count",
    "letterboxes": "count", "cost_eur": "number", "expected_response": "number", "response_per_thousand": "number",
    "index": "index", "minutes": "number", "refusal_share": "share", "cost_per_customer": "number", "round": "count",
    "doors": "count", "stops": "count", "walk_m": "count", "time_min": "count", "line": "count", "skip": "count",
    "pair": "count", "treated_mean": "number", "control_mean": "number", "difference": "signed", "customers": "count",
    "before": "count", "rate": "number", "own_customers": "count",
}  # fmt: skip
SUMMED = ("letterboxes", "cost_eur", "expected_response")


def columns_for(frame: pd.DataFrame, language: str, names: Iterable[str] = ()) -> tuple[Column, ...]:
    """Label columns of a table; all of them, or those named that it has."""
    labels = COLUMN_LABELS[language]
    wanted = [name for name in names or frame.columns if name in frame.columns]
    return tuple(Column(name, labels[name], KINDS.get(name, "text")) for name in wanted)  # type: ignore[arg-type]


def store_names(result: LeafletResult) -> dict[str, str]:
    """Give the names of stores by their ids; two of one name keep their ids beside it."""
    if result.near is None:
        return {}
    stores = result.near.stores
    twice = stores["place_name"].duplicated(keep=False)
    told = zip(stores["place_id"], stores["place_name"], twice, strict=True)
    return {str(own): f"{name} {own}" if double else str(name) for own, name, double in told}


def zones_table(result: LeafletResult) -> pd.DataFrame:
    """Lay out the chosen zones in the order of the plan."""
    chosen, language = result.chosen, result.wish.language
    names = store_names(result)
    laid_out = pd.DataFrame(
        {
            "wave": chosen["wave"].astype("int64"),
            "place": chosen["place"].astype("int64"),
            "store": chosen["store"].map(lambda own: names.get(own, own)).astype("str"),
            "sector": chosen["sector"],
            "zone_id": chosen["zone_id"],
            "zone_label": pd.array(zone_labels(chosen), dtype="str"),
            "commune": chosen["commune"],
            "households": chosen["households"].round(),
            "refusal_share": chosen["refusal_share"],
            "letterboxes": chosen["letterboxes"].astype("int64"),
            "cost_eur": chosen["cost_eur"].round(2),
            "expected_response": chosen["expected_response"].round(3),
            "response_per_thousand": (1000 * chosen["expected_response"] / chosen["letterboxes"]).round(3),
            "index": chosen["index"].round(1),
            "minutes": chosen["minutes"].round(1),
            "why": pd.array([_why(reasons, language) for reasons in chosen["why"]], dtype="str"),
        }
    )
    told = [
        ("wave", result.wish.waves > 1), ("store", bool(names)), ("sector", chosen["sector"].notna().any()),
        ("minutes", bool(names)),
    ]  # fmt: skip
    return laid_out.drop(columns=[name for name, is_told in told if not is_told])


def groups_table(result: LeafletResult) -> pd.DataFrame:
    """Sum up the plan by wave, store and sector, as far as there are several; what is paid once a wave stands below."""
    zones = zones_table(result)
    keys = [name for name in ("wave", "store", "sector") if name in zones.columns]
    if not keys:
        return pd.DataFrame()
    if "store" in keys:
        zones = zones.assign(store=zones["store"].replace("", LEAFLET_WORDS[result.wish.language]["no_store"]))
    return _with_fixed(_sums(zones, keys), result)


def _with_fixed(groups: pd.DataFrame, result: LeafletResult) -> pd.DataFrame:
    """Add a row a wave for what is paid once, so that the costs add up to that of the plan."""
    fixed, drops = result.zones.costs.fixed_eur, result.plan.drops
    if not fixed:
        return groups
    waves = drops.loc[drops["letterboxes"] > 0, "wave"]
    rows = pd.DataFrame({"wave": waves.astype("int64"), "cost_eur": fixed})
    if "wave" not in groups:
        rows = rows.drop(columns="wave")
    # Where no column of texts is there to name the row, one is put first.
    name = "store" if "store" in groups else "what"
    named = groups if "store" in groups else groups.assign(what="").astype({"what": "str"})
    rows[name] = LEAFLET_WORDS[result.wish.language]["fixed_row"]
    told = pd.concat([named, rows], ignore_index=True).astype({name: "str"})
    return told[[*([name] if name not in groups else []), *groups.columns]]


def communes_table(result: LeafletResult) -> pd.DataFrame:
    """Sum up the plan by commune, the largest first."""
    return _sums(zones_table(result), ["commune"]).sort_values(
        ["letterboxes", "commune"], ascending=[False, True], ignore_index=True
    )


def postcodes_table(result: LeafletResult) -> pd.DataFrame:
    """Share the plan among postcodes, the largest first; the rest of zones without addresses has none."""
    zones = zones_table(result)[["zone_id", *SUMMED]]
    shared = zones.merge(result.rounds.postcodes, on="zone_id", how="left")
    shared["share"] = shared["share"].fillna(1.0)
    shared["postcode"] = shared["postcode"].fillna("").astype("str")
    for name in SUMMED:
        shared[name] = shared[name] * shared["share"]
    sums = _sums(shared, ["postcode"]).sort_values(["letterboxes", "postcode"], ascending=[False, True])
    # Whole letterboxes that add up to the plan: the cumulated sum is rounded, not each row.
    whole = np.rint(np.cumsum(sums["letterboxes"].to_numpy(dtype=float)))
    return sums.assign(letterboxes=np.diff(whole, prepend=0).astype("int64")).reset_index(drop=True)


def rounds_table(result: LeafletResult) -> pd.DataFrame:
    """Lay out the rounds."""
    if result.rounds.plan is None:
        return pd.DataFrame()
    rounds, names = result.rounds.plan.rounds, store_names(result)
    skip = result.rounds.plan.doors.groupby("round")["skip"].sum()
    laid_out = pd.DataFrame(
        {
            "round": rounds["round"], "wave": rounds["wave"],
            "store": rounds["store"].map(lambda own: names.get(own, own)).astype("str"),
            "letterboxes": rounds["letterboxes"], "doors": rounds["doors"], "stops": rounds["stops"],
            "walk_m": rounds["walk_m"].round(), "time_min": rounds["minutes"].round(),
            "skip": rounds["round"].map(skip),
        }
    )  # fmt: skip
    kept = {"wave": result.wish.waves > 1, "store": bool(names), "skip": bool(laid_out["skip"].any())}
    return laid_out.drop(columns=[name for name, is_told in kept.items() if not is_told])


def streets_table(result: LeafletResult) -> pd.DataFrame:
    """Lay out the streets in walking order."""
    if result.rounds.plan is None:
        return pd.DataFrame()
    words = LEAFLET_WORDS[result.wish.language]
    lines = result.rounds.streets
    lines = lines.assign(side=pd.array([words[f"side_{side}"] for side in lines["side"]], dtype="str"))
    return lines if lines["skip"].any() else lines.drop(columns="skip")


def doors_table(result: LeafletResult) -> pd.DataFrame:
    """Lay out the addresses in walking order."""
    if result.rounds.plan is None:
        return pd.DataFrame()
    doors = result.rounds.plan.doors
    first = [name for name in ("round", "place", "stop", "wave", "store") if name in doors.columns]
    rest = [name for name in doors.columns if name not in first]
    return doors[[*first, *rest]]


def control_table(result: LeafletResult) -> pd.DataFrame:
    """Lay out the pairs of zones, the one that is served first."""
    if result.experiment is None:
        return pd.DataFrame()
    words = LEAFLET_WORDS[result.wish.language]
    paired = result.experiment.design.zones.query("pair > 0")
    laid_out = paired.merge(result.table[["zone_id", "zone_name", "commune", "letterboxes", "expected_response"]])
    laid_out = laid_out.sort_values(["pair", "role"], ascending=[True, False], kind="stable", ignore_index=True)
    labels = pd.array(zone_labels(laid_out), dtype="str")
    role = pd.array([words[f"role_{role}"] for role in laid_out["role"]], dtype="str")
    told = laid_out.assign(zone_label=labels, role=role)
    return told[["pair", "role", "zone_id", "zone_label", "commune", "letterboxes", "expected_response"]]


def _sums(frame: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Sum up zones by keys, with the cost of each expected customer."""
    grouped = frame.groupby(list(keys), sort=True, dropna=False)
    sums = grouped.agg(
        zones=("letterboxes", "size"), letterboxes=("letterboxes", "sum"), cost_eur=("cost_eur", "sum"),
        expected_response=("expected_response", "sum"),
    ).reset_index()  # fmt: skip
    each = sums["cost_eur"] / sums["expected_response"].where(sums["expected_response"] > 0)
    return sums.assign(cost_per_customer=each.round(2), cost_eur=sums["cost_eur"].round(2),
                       expected_response=sums["expected_response"].round(3))  # fmt: skip


def _why(reasons: tuple[tuple[str, float], ...], language: str) -> str:
    """Word the reasons of a zone."""
    words = LEAFLET_WORDS[language]
    return ", ".join(words[f"why_{name}"].format(number=digits_text(number, language)) for name, number in reasons)
