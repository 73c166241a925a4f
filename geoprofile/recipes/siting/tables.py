"""Tables of a comparison of sites as page and workbook show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.columns import Column
from geoprofile.recipes.siting.answer import euro_text
from geoprofile.recipes.siting.reasons import REASONS
from geoprofile.recipes.siting.surroundings import band_column
from geoprofile.recipes.siting.words import COLUMN_LABELS
from geoprofile.words import MISSING_SIGN, count_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from geoprofile.columns import ColumnKind
    from geoprofile.recipes.siting.report import SitesReport

__all__ = [
    "RANGE_SIGN",
    "around_columns",
    "bring_columns",
    "label_of",
    "model_column",
    "parameter_table",
    "shown_columns",
    "shown_sites",
    "with_data",
]

KINDS: dict[str, ColumnKind] = {
    "rank": "count", "gained": "count", "from_own": "count", "from_competitors": "count", "from_away": "count",
    "newly_reached": "count", "net_own": "count", "cannibalised_share": "share", "first_better_chance": "share",
    "net_eur": "eur", "forecast_eur": "eur", "persons": "count", "prospects": "count", "income_eur": "eur",
    "income_index": "count", "competitors_within": "count", "own_stores_within": "count", "likeness": "number",
    "nearest_own_stores_min": "number", "nearest_competitors_min": "number", "seen": "count", "expected": "count",
    "as_new": "count", "model_index": "index",
    "turnover_eur": "eur", "size": "count", "before": "count", "lost": "count", "lost_share": "share", "loss": "count",
    "demand": "count", "zones": "count", "minutes": "number", "beyond_share": "share", "households": "count",
    "new_households": "count", "customers": "count", "predicted": "count", "nearest_store": "count",
    "equal_share": "count", "chain_lost": "count", "chain_lost_share": "share", "zone_minutes": "count",
    "longitude": "number", "latitude": "number", "site_share": "share", "best_share": "share",
}  # fmt: skip
INTERVALS = ("net_own", "net_eur", "gained", "forecast_eur")
# A line may break behind a dash, whatever space follows; not before a word joiner.
RANGE_SIGN = "\N{NO-BREAK SPACE}\N{EN DASH}\N{WORD JOINER}\N{NO-BREAK SPACE}"


def label_of(report: SitesReport, name: str) -> str:
    """Give the heading of a column."""
    labels, core = COLUMN_LABELS[report.language], f"{report.result.market.core_minutes:g}"
    for minutes in report.result.market.bands:
        if name == band_column(minutes):
            return labels["households_within"].format(minutes=f"{minutes:g}")
    return labels[{"net_own": "net", "nearest_store_text": "nearest_own_stores"}.get(name, name)].format(minutes=core)


def shown_columns(report: SitesReport, frame: pd.DataFrame, names: list[str]) -> tuple[Column, ...]:
    """Show those of some columns that the frame has; a value with an interval brings its ends into a workbook."""
    columns = []
    for name in names:
        if name not in frame.columns:
            continue
        kind = "count" if name.startswith("households_within_") else KINDS.get(name, "text")
        low, high = (f"{name}_{end}" if name in INTERVALS else "" for end in ("low", "high"))
        ends = (low, high) if low in frame.columns else ("", "")
        columns.append(Column(name, label_of(report, name), kind, *ends))
    return tuple(columns)


def model_column(report: SitesReport) -> str:
    """Say which column tells what the model gives the own stores: an index of those seen, where they are known."""
    return "model_index" if report.stores["model_index"].notna().any() else "expected"


def with_data(frame: pd.DataFrame, names: list[str]) -> list[str]:
    """Keep the columns that hold anything."""
    return [name for name in names if name in frame.columns and frame[name].replace("", None).notna().any()]


def shown_sites(report: SitesReport) -> pd.DataFrame:
    """Lay out the candidates that have figures: intervals and reasons as one text each."""
    frame, language = report.sites[report.sites["rank"].notna()], report.language
    reasons = zip(*(frame[name].tolist() for name in REASONS), strict=True)
    return frame.assign(
        rank=frame["rank"].astype(float),
        interval=_ranges(frame, "net_own", lambda value: count_text(value, language)),
        forecast_interval=_ranges(frame, "forecast_eur", lambda value: euro_text(value, language)),
        reasons=[" · ".join(filter(None, row)) for row in reasons],
        nearest_store_text=[
            f"{store}, {count_text(minutes, language)}\N{NO-BREAK SPACE}min" if np.isfinite(minutes) else MISSING_SIGN
            for store, minutes in zip(frame["nearest_own_stores"], frame["nearest_own_stores_min"], strict=True)
        ],
        likeness=frame["likeness"] if "likeness" in frame else float("nan"),
    )


def bring_columns(report: SitesReport, frame: pd.DataFrame) -> tuple[Column, ...]:
    """Choose what the first table shows; columns that hold nothing are left out."""
    names = ["rank", "place_name", "net_own", "interval", "net_eur", "gained", "cannibalised_share",
             "first_better_chance", "forecast_eur", "forecast_interval"]  # fmt: skip
    if report.stores.empty:
        names.remove("cannibalised_share")
    if not frame["net_own_low"].notna().any():
        names.remove("interval")
    if not frame["forecast_eur"].notna().any():
        names.remove("forecast_interval")
    return shown_columns(report, frame, with_data(frame, names))


def around_columns(report: SitesReport, frame: pd.DataFrame) -> tuple[Column, ...]:
    """Choose what the second table shows."""
    names = ["rank", "place_name", *map(band_column, report.result.market.bands), "prospects", "income_index",
             "competitors_within", "nearest_store_text", "likeness"]  # fmt: skip
    if report.result.competitors.empty:
        names.remove("competitors_within")
    if report.result.market.ranking is None:
        names.remove("prospects")
    if report.stores.empty:
        names.remove("nearest_store_text")
    return shown_columns(report, frame, with_data(frame, names))


def parameter_table(report: SitesReport) -> pd.DataFrame:
    """Lay out the parameters of the model: value, interval and where it comes from."""
    from geoprofile.recipes.siting.words import SITING_WORDS  # noqa: PLC0415  a table of the method alone

    words, choice = SITING_WORDS[report.language], report.result.choice
    model, named = choice.model, {"size": "size_parameter", "minutes": "minutes_parameter"}
    frame = pd.DataFrame({"parameter": [*model.names, "minutes"], "estimate": model.parameters})
    frame["low"] = frame["high"] = float("nan")
    estimated = [False] * len(frame)
    if choice.fit is not None:
        found = choice.fit.parameters
        frame[["low", "high"]] = found[["low", "high"]].to_numpy(dtype=float)
        estimated = found["estimated"].tolist()
    return frame.assign(
        parameter=[words[named[name]] for name in frame["parameter"]],
        origin=[words["estimated" if own else "stated"] for own in estimated],
    )


def _ranges(frame: pd.DataFrame, name: str, write: Callable[[float], str]) -> list[str]:
    ends = zip(frame[f"{name}_low"].tolist(), frame[f"{name}_high"].tolist(), strict=True)
    return [f"{write(low)}{RANGE_SIGN}{write(high)}" if np.isfinite(low) else MISSING_SIGN for low, high in ends]
