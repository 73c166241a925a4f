"""The tables of catchments as a reader sees them, the same on the page and in the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.columns import Column
from geoprofile.recipes.catchment.clientele import TOGETHER
from geoprofile.recipes.catchment.words import CATCHMENT_LABELS, CATCHMENT_WORDS, TIER_NAMES
from geoprofile.siting.decay import DecayCurve
from geoprofile.travel.straight import WAY_NAMES
from geoprofile.words import count_text, digits_text

if TYPE_CHECKING:
    from geoprofile.columns import ColumnKind
    from geoprofile.recipes.catchment.clientele import Clientele
    from geoprofile.recipes.catchment.flow import CatchmentResult

__all__ = [
    "band_table",
    "columns_for",
    "curve_table",
    "customer_zone_table",
    "ring_table",
    "tier_table",
    "title_of",
    "wide_bands",
    "wide_tiers",
    "with_names",
    "zone_table",
]

KINDS: dict[str, ColumnKind] = {
    "households": "count", "persons": "count", "zones": "count", "zone_households": "count", "zone_count": "count",
    "minutes": "number", "mean_minutes": "number", "reached_km": "number", "area_km2": "number", "edge_share": "share",
    "customers": "count", "customers_share": "share", "cumulative_share": "share", "per_thousand": "number",
    "tier_chance": "share", "longitude": "number", "latitude": "number", "half_minutes": "number",
    "half_low": "number", "half_high": "number",
}  # fmt: skip
THOUSAND = 1000.0


def title_of(result: CatchmentResult) -> tuple[str, str]:
    """Give title and subtitle of the page, the map and the workbook."""
    words, package, language = CATCHMENT_WORDS[result.language], result.territory.package, result.language
    named = str(package.get(f"title_{language}") or package["title"])
    count = len(result.places)
    places = words["places_one"] if count == 1 else words["places"].format(count=count_text(count, language))
    minutes = ", ".join(digits_text(band, language) for band in result.minutes)
    mode = WAY_NAMES[language][result.by]
    return words["title"], words["subtitle"].format(territory=named, places=places, minutes=minutes, mode=mode)


def columns_for(frame: pd.DataFrame, names: list[str], language: str) -> tuple[Column, ...]:
    """Give the columns of a table that it has, with their labels."""
    labels = CATCHMENT_LABELS[language]
    return tuple(
        Column(name, labels[name], KINDS.get(name, "text"), *_ends(name, frame)) for name in names if name in frame
    )


def with_names(frame: pd.DataFrame, result: CatchmentResult) -> pd.DataFrame:
    """Put the name of its place into each row."""
    names = result.places.set_index("place_id")["place_name"]
    together = CATCHMENT_WORDS[result.language]["all_places"]
    told = frame["place_id"].map(names).where(frame["place_id"] != TOGETHER, together)
    return frame.assign(place_name=told.astype("str"))


def band_table(result: CatchmentResult) -> pd.DataFrame:
    """Lay out what each place has within each band; columns that nobody can fill are left out."""
    told = with_names(result.bands, result).assign(
        band=[f"{digits_text(minutes, result.language)} min" for minutes in result.bands["minutes"]]
    )
    return told.drop(columns=[name for name in ("households", "persons", "zones", "reached_km", "edge_share")
                              if told[name].isna().all()])  # fmt: skip


def wide_bands(result: CatchmentResult) -> tuple[pd.DataFrame, tuple[Column, ...]]:
    """Lay out one row a place: households within each band, persons, streets and land within the last."""
    language, words, labels = result.language, CATCHMENT_WORDS[result.language], CATCHMENT_LABELS[result.language]
    told = band_table(result)
    keys = told[["place_id", "place_name"]].drop_duplicates()
    columns = [Column("place_name", labels["place_name"])]
    wanted = [("households", band) for band in result.minutes]
    wanted += [(name, result.minutes[-1]) for name in ("persons", "reached_km", "area_km2", "edge_share")]
    for name, band in wanted:
        if name not in told:
            continue
        own = told.loc[told["minutes"] == band].set_index("place_id")[name]
        column = f"{name}_{band:g}"
        keys[column] = keys["place_id"].map(own).to_numpy(dtype=float)
        label = words["within"].format(label=labels[name], minutes=digits_text(band, language))
        columns.append(Column(column, label, KINDS[name]))
    return keys, tuple(columns)


def wide_tiers(result: CatchmentResult, clientele: Clientele) -> tuple[pd.DataFrame, tuple[Column, ...]]:
    """Lay out one row a place: its customers, where half of them live, and the rate of each tier."""
    language, words, labels = result.language, CATCHMENT_WORDS[result.language], CATCHMENT_LABELS[result.language]
    told = tier_table(result, clientele)
    by_place = clientele.tiers.assign(place_name=told["place_name"]).groupby("place_id", sort=False)
    wide = by_place.agg(
        place_name=("place_name", "first"), customers=("customers", lambda own: own.sum(min_count=len(own)))
    ).reset_index()  # fmt: skip
    columns = [Column("place_name", labels["place_name"]), Column("customers", labels["customers"], "count")]
    rates = clientele.tiers.set_index(["place_id", "tier"])
    first = rates.xs("primary", level="tier")
    for name, label in (("zone_count", words["zones_primary"]), ("households", words["homes_primary"])):
        wide[name] = wide["place_id"].map(first[name]).to_numpy(dtype=float)
        if wide[name].notna().any():
            columns.append(Column(name, label, "count"))
    for tier in rates.index.unique("tier"):
        wide[tier] = (wide["place_id"].map(rates.xs(tier, level="tier")["penetration_rate"]) * THOUSAND).astype(float)
        columns.append(Column(tier, words["rate_in"].format(tier=TIER_NAMES[language][tier]), "number"))
    return wide, tuple(columns)


def tier_table(result: CatchmentResult, clientele: Clientele) -> pd.DataFrame:
    """Lay out the tiers of each place."""
    told = _per_thousand(with_names(clientele.tiers, result))
    return told.assign(tier=_tier_names(told["tier"], result.language))


def ring_table(result: CatchmentResult, clientele: Clientele) -> pd.DataFrame:
    """Lay out the rings of each place; empty where no place has any."""
    if clientele.rings.empty:
        return pd.DataFrame()
    words, language = CATCHMENT_WORDS[result.language], result.language
    told = _per_thousand(with_names(clientele.rings, result))
    ends = zip(told["from_min"], told["to_min"], strict=True)
    ring = [
        f"{digits_text(start, language)} – {digits_text(stop, language)}"  # noqa: RUF001  a range
        if np.isfinite(stop)
        else words["beyond"].format(minutes=digits_text(start, language))
        for start, stop in ends
    ]
    between = [
        f"{digits_text(low * THOUSAND, language)} – {digits_text(high * THOUSAND, language)}"  # noqa: RUF001  a range
        if np.isfinite(low) and np.isfinite(high)
        else ""
        for low, high in zip(told["low"], told["high"], strict=True)
    ]
    told = told.assign(interval=pd.array(between, dtype="str"))
    return told.assign(ring=ring, per_thousand_low=told["low"] * THOUSAND, per_thousand_high=told["high"] * THOUSAND)


def curve_table(result: CatchmentResult, clientele: Clientele) -> pd.DataFrame:
    """Lay out the curve of each place, or why there is none."""
    words, rows = CATCHMENT_WORDS[result.language], []
    for place, curve in clientele.curves.items():
        if isinstance(curve, DecayCurve):
            half = [value if np.isfinite(value) else np.nan for value in
                    (curve.half_minutes, curve.half_low, curve.half_high)]  # fmt: skip
            rows.append([place, words[f"decay_{curve.decay}"], *half, ""])
        else:
            rows.append([place, "", np.nan, np.nan, np.nan, curve.text(result.language)])
    columns = ["place_id", "decay", "half_minutes", "half_low", "half_high", "note"]
    texts = {"place_id": "str", "decay": "str", "note": "str"}
    return with_names(pd.DataFrame(rows, columns=columns).astype(texts), result)


def zone_table(result: CatchmentResult) -> pd.DataFrame:
    """Lay out the zones that each place reaches, with the customers that it has there."""
    told = result.zones.rename(columns={"minutes": "mean_minutes", "households": "zone_households"})
    clientele = result.clientele
    if clientele is None:
        return told.drop(columns="zone", errors="ignore")
    named = clientele.zones[["place_id", "zone", "customers", "tier"]]
    keys = ["zone"] if (named["place_id"] == TOGETHER).all() else ["place_id", "zone"]
    joined = told.merge(named if len(keys) > 1 else named.drop(columns="place_id"), on=keys, how="left")
    if not result.is_published:
        joined["customers"] = joined["customers"].fillna(0.0)
    tier = joined["tier"].fillna("").astype("str")
    return joined.assign(tier=tier).drop(columns="zone")


def customer_zone_table(result: CatchmentResult, clientele: Clientele) -> pd.DataFrame:
    """Lay out the zones where customers live, strongest first; where it is published, those that may be told."""
    if result.market is None:
        return pd.DataFrame()
    market, zones = result.market, clientele.zones
    kept = with_names(zones[zones["customers"].notna()], result)
    row = kept["zone"].to_numpy(dtype=np.int64)
    table = market.profiles.zones
    communes = table["parent_id"].map(market.territory.commune_names).fillna("").to_numpy(dtype=object)
    told = {
        "zone_id": table["zone_id"].to_numpy(dtype=object)[row],
        "zone_name": table["zone_name"].to_numpy(dtype=object)[row],
        "commune": communes[row],
    }
    texts = pd.DataFrame(told, index=kept.index).astype("str")
    joined = _per_thousand(kept.join(texts).assign(zone_households=market.profiles.households[row]))
    joined = joined.assign(tier=_tier_names(joined["tier"], result.language)).reset_index(drop=True)
    return joined.drop(columns=[name for name in ("cumulative_share",) if joined[name].isna().all()])


def _per_thousand(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(per_thousand=frame["penetration_rate"] * THOUSAND)


def _tier_names(tiers: pd.Series, language: str) -> pd.Series:
    return tiers.map(TIER_NAMES[language]).fillna("").astype("str")


def _ends(name: str, frame: pd.DataFrame) -> tuple[str, str]:
    ends = f"{name}_low", f"{name}_high"
    return ends if all(end in frame for end in ends) else ("", "")
