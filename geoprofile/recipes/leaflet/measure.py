"""What a drop brought: customers who came in the zones served and in their twins held out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import stats

from geoprofile.errors import AddressFileError
from geoprofile.files import check_header, open_address_file
from geoprofile.files.columns import name_words
from geoprofile.leaflets.measure import measure_lift
from geoprofile.leaflets.power import LEVEL
from geoprofile.recipes.enriched import zone_texts
from geoprofile.recipes.leaflet.record import read_plan
from geoprofile.words import check_language

if TYPE_CHECKING:
    from pathlib import Path

    from geoprofile.leaflets.measure import Lift
    from geoprofile.words import Language

__all__ = ["Measured", "campaign_rows", "measure_plan"]

DATE_WORDS = ("date", "jour", "day", "visit", "visite", "since", "depuis")
CAMPAIGN_COLUMNS = ("plan_id", "zone_id", "leaflets", "responses", "index", "minutes", "customers", "counted",
                    "responses_error")  # fmt: skip
# Of the interval of the lift, either side of it.
SIDE = float(stats.norm.isf((1 - LEVEL) / 2))


@dataclass(frozen=True, eq=False)
class Measured:
    """What came of a plan.

    Attributes
    ----------
    plan : mapping
        As `plan.json` holds it.
    zones : DataFrame
        Those served or held out, with `customers` and `before` (NaN where no file tells).
    lift : Lift or None
        None where the plan held no zones out.
    counted, elsewhere, unplaced, earlier : int
        Customers in zones of the plan, in others, in none, and those left out as they came before the day.
    since : str
        The first day that counts, "" for all.
    language : {"fr", "en"}
    """

    plan: dict[str, Any]
    zones: pd.DataFrame
    lift: Lift | None
    counted: int
    elsewhere: int
    unplaced: int
    earlier: int
    since: str
    language: Language


@dataclass(frozen=True, eq=False)
class _Came:
    """Customers by zone."""

    by_zone: pd.Series
    unplaced: int
    earlier: int


def measure_plan(
    folder: Path,
    came: Path,
    *,
    since: str | None = None,
    date_column: str | None = None,
    before: Path | None = None,
    language: Language | None = None,
) -> Measured:
    """Count who came, and measure the lift where zones were held out.

    Parameters
    ----------
    folder : Path
        Of the plan.
    came : Path
        Customers with their zone, one a row: CSV, XLSX or Parquet, as `geoprofile enrich` writes them.
    since : str, optional
        Day from which they count, YYYY-MM-DD; the file must have a column of dates.
    date_column : str, optional
        By default found by its name.
    before : Path, optional
        Customers of a period before the drop; it makes the comparison fairer.
    language : {"fr", "en"}, optional
        By default that of the plan.

    Raises
    ------
    TableError
        If the folder holds no plan.
    AddressFileError
        If a file cannot be read, or has no column of zones of the plan or of dates.
    """
    plan, zones = read_plan(folder)
    language = language or plan["asked"]["language"]
    check_language(language)
    counts = _count(came, plan, zones, since, date_column)
    told = zones.assign(customers=_of(zones, counts.by_zone), before=np.nan)
    if before is not None:
        told["before"] = _of(zones, _count(before, plan, zones, None, None).by_zone)
    held = told[(told["pair"] > 0) & (told["role"] != "")].copy()
    lift = None
    if len(held):
        # A control zone has letterboxes too: those that it would have had served.
        lift = measure_lift(held if before is not None else held.drop(columns="before"))
    counted = int(told["customers"].sum())
    elsewhere = int(counts.by_zone.sum()) - counted
    return Measured(plan, told, lift, counted, elsewhere, counts.unplaced, counts.earlier, since or "", language)


def campaign_rows(found: Measured) -> pd.DataFrame:
    """Give what the next plan learns from: a row a zone served.

    Where zones were held out, responses are the customers whom the leaflet brought by that estimate (`counted` is
    ``extra``), however small or below 0, with their standard error: to keep only what was significant would teach that
    leaflets bring more than they do. Else they are all who came (``all``), many of whom would have come anyway.
    There is no row where nobody at all came from a zone served: that says more of the file than of leaflets.
    """
    served = found.zones[found.zones["status"] == "chosen"]
    served = served if served["customers"].any() else served.head(0)
    part, error = _brought(found.lift)
    boxes = served["letterboxes"].astype(float)
    return pd.DataFrame(
        {
            "plan_id": pd.array([found.plan["plan_id"]] * len(served), dtype="str"),
            "zone_id": served["zone_id"],
            "leaflets": served["letterboxes"],
            "responses": np.minimum(served["customers"] * part, boxes).round(3),
            "index": served["index"].astype(float),
            "minutes": served["minutes"].astype(float),
            "customers": served["customers"],
            "counted": pd.array(["all" if np.isnan(error) else "extra"] * len(served), dtype="str"),
            "responses_error": (served["customers"] * error).round(3),
        }
    )[list(CAMPAIGN_COLUMNS)].reset_index(drop=True)


def _brought(lift: Lift | None) -> tuple[float, float]:
    """Give the part of those who came whom the leaflet brought, and its standard error; all and NaN if unmeasured."""
    if lift is None or lift.reason:
        return 1.0, float("nan")
    without = 1 / (1 + lift.lift)
    return 1 - without, without * float(np.log((1 + lift.high) / (1 + lift.low))) / (2 * SIDE)


def _of(zones: pd.DataFrame, counts: pd.Series) -> np.ndarray:
    return zones["zone_id"].map(counts).fillna(0).to_numpy(dtype="int64")


def _count(file: Path, plan: dict[str, Any], zones: pd.DataFrame, since: str | None, date_column: str | None) -> _Came:
    """Count the rows of a file by zone, those since a day."""
    opened = open_address_file(file)
    check_header(opened)
    frame = opened.rows()
    known = pd.Index([*zones["zone_id"], *plan["other_zones"]])
    ids = _zone_column(frame, known, str(plan["level"]), opened.path.name)
    kept = np.ones(len(frame), dtype=bool)
    if since is not None:
        kept = _since(frame, since, date_column, opened.path.name)
    inside = ids.isin(known) & kept
    unplaced = int((~ids.isin(known) & kept).sum())
    return _Came(ids[inside].value_counts(), unplaced, int((~kept).sum()))


def _zone_column(frame: pd.DataFrame, known: pd.Index, level: str, name: str) -> pd.Series:
    """Find the column that holds zones of the plan: one of the level's name, the last as `enrich` puts it, else any."""
    texts = {column: zone_texts(frame[column], known) for column in frame.columns}
    held = {column: int(ids.isin(known).sum()) for column, ids in texts.items()}
    named = [column for column in reversed(frame.columns) if str(column).split("_")[0] == level or column == level]
    best = next((column for column in named if held[column]), None) or max(
        held, key=lambda one: held[one], default=None
    )
    if best is None or not held[best]:
        raise AddressFileError(
            f"No column of {name} holds zones of the plan: run 'geoprofile enrich' on it with the territory of the "
            f"plan, which gives it a column {level!r}."
        )
    return texts[best]


def _since(frame: pd.DataFrame, since: str, column: str | None, name: str) -> np.ndarray:
    """Tell which rows are of the day or later; one without a date is not."""
    first = pd.to_datetime(pd.Series([since]), format="%Y-%m-%d", errors="coerce").iloc[0]
    if pd.isna(first):
        raise AddressFileError(f"--since is {since!r}: write the day as YYYY-MM-DD.")
    if column is not None and column not in frame.columns:
        raise AddressFileError(f"{name} has no column {column!r}: name one of {', '.join(map(repr, frame.columns))}.")
    found = column or next((one for one in frame.columns if set(name_words(one)) & set(DATE_WORDS)), None)
    if found is None:
        raise AddressFileError(f"{name} has no column of dates, which --since needs: name it (--date COL).")
    texts = frame[found].astype("object").where(frame[found].notna(), "").astype("str").str.strip().str.slice(0, 10)
    dates = pd.to_datetime(texts, format="%Y-%m-%d", errors="coerce")
    dates = dates.fillna(pd.to_datetime(texts, format="%d/%m/%Y", errors="coerce"))
    if dates.isna().all() and len(dates):
        raise AddressFileError(f"Column {found!r} of {name} holds no dates: write them as YYYY-MM-DD or DD/MM/YYYY.")
    return (dates >= first).to_numpy(dtype=bool)
