"""Every zone of a territory, ranked by the customers that it could still give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError, UnknownNameError
from geoprofile.lookalikes.inputs import count_by_zone
from geoprofile.lookalikes.intervals import count_interval, rate_interval, zone_spread
from geoprofile.lookalikes.method import LOOKALIKE_METHODS
from geoprofile.lookalikes.reasons import theme_reasons, zone_reasons
from geoprofile.suppression import SMALLEST_CELL, hidden_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from geoprofile.lookalikes.inputs import ZoneInputs
    from geoprofile.zones.profiles import ZoneProfiles

__all__ = ["SORT_ORDERS", "rank_zones", "training_zones"]

# What a ranking can be sorted by, and the column that holds it.
SORT_ORDERS = {"prospects": "expected_prospects", "rate": "prospects_per_thousand", "density": "prospects_per_km2"}
CONFIDENCE = 0.95
# A household is as likely as can be to be like a customer where the rate reaches that of the best hundredth of the
# households within reach: the label frequency of Elkan & Noto (2008), "Learning classifiers from only positive and
# unlabeled data", by their third estimator, made robust.
BEST_SHARE = 0.01
# The rate of a type follows from the customers of that type alone, so the customers follow from the rate.
GIVES_COUNTS_BACK = frozenset({"typology_index"})
# Decimals of what is handed on; more would help to work the customers out.
PUBLISHED_LIKENESS, PUBLISHED_INDEX = 3, 0


def rank_zones(
    profiles: ZoneProfiles,
    inputs: ZoneInputs,
    customers: Iterable[object],
    *,
    method: str = "pu_model",
    reach: Iterable[str] | None = None,
    examples: Iterable[object] | None = None,
    parent_names: pd.Series | None = None,
    sort_by: str = "prospects",
    confidence: float = CONFIDENCE,
    hide_small_cells: bool = False,
    themes: Mapping[str, str] | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Rank all zones by expected prospects, by rate or by density.

    The rate of a zone is modelled customers per household if the zone were worked as the zones of `reach` are on
    average: over those zones, households x rate adds up to their present customers. The likeness of its households, the
    chance that one is like a customer, is that rate as a share of the rate that the best hundredth of the households
    within reach attains, at most 1. Prospects are the households like customers that are not yet customers:
    max(0, households x likeness - customers already there). How many of them can be won is not known. Customers cannot
    come from where nobody could reach a store, so without `reach` the model takes distance for taste: name the zones
    of the catchment.

    The interval takes in the model's doubt, the spread of zones that no variable explains, and the chance of a count;
    its confidence is nominal, as nobody can count prospects.

    Parameters
    ----------
    profiles : ZoneProfiles
    inputs : ZoneInputs
        `zone_inputs(profiles, typed, centroids)`.
    customers : iterable of text
        Zone of each customer, in any order; one without a zone counts nowhere.
    method : str
        One of `LOOKALIKE_METHODS`.
    reach : iterable of text, optional
        Zones that the model learns from; all by default. Every zone is scored.
    examples : iterable of text, optional
        Zones to resemble (of a store, of each best customer), for `twin_zones` and `similarity_to_best`.
    parent_names : Series, optional
        Name of each commune, by its code; the code stands where there is none.
    sort_by : {"prospects", "rate", "density"}
        Greatest first, unknown last; then by more households, then by zone_id. Whatever the order, zones out of reach
        come behind those within, and zones without households last.
    confidence : float
        Between 0 and 1, both excluded.
    hide_small_cells : bool
        For a ranking that is handed on: where fewer than 11 customers or households live, the number of customers is
        left out and not deducted from the prospects either, and `expected_customers` is left out; likeness is rounded
        to 3 decimals and the index to a whole number before anything is made of them. Nobody can work out the rest.
    themes : mapping, optional
        Theme of each variable; those of one theme are told as one reason. A trait without theme is its own.
    seed : int
        Of the blocks that are left out to choose the ridge.

    Returns
    -------
    DataFrame, one row a zone
        `rank`, `zone_id`, `zone_name`, `commune`, `group`, `type`, `households`, `in_reach`, `own_customers`,
        `penetration_rate` (customers per household), `index` (100 = average household of the territory),
        `expected_customers` with `_low` and `_high`, `likeness`, `expected_prospects` with `_low` and `_high`,
        `prospects_per_thousand` (households; NaN without any), `prospects_per_km2` (NaN without area), then the columns
        of `zone_reasons`, or of `theme_reasons` where there are themes.

    Raises
    ------
    UnknownNameError
        For an unknown method or sort order.
    TableError
        If a zone of reach or examples is not in the territory, there is nothing to learn from, or small cells are to
        be hidden of a method that gives them back.
    """
    if sort_by not in SORT_ORDERS:
        raise UnknownNameError("sort order", sort_by, SORT_ORDERS)
    if not 0 < confidence < 1:
        raise TableError(f"The confidence is {confidence}: give a number between 0 and 1, such as 0.95.")
    if hide_small_cells and method in GIVES_COUNTS_BACK:
        raise TableError(
            f"The method {method!r} may not be published, as its rates give back the customers of each type: choose "
            "pu_model, or leave --publish out."
        )
    own = count_by_zone(customers, inputs.zone_id)
    rows = training_zones(inputs, reach)
    # STEP 1: learn within reach, rate everywhere
    weights = None if examples is None else _examples(examples, inputs, rows)
    if method == "twin_zones" and weights is None:
        raise TableError("The method 'twin_zones' needs examples: name the zones that others should be like.")
    model = LOOKALIKE_METHODS[method]().fit(inputs.take(rows), own[rows], weights, seed=seed)
    rate = model.predict(inputs)
    expected, index = inputs.households * rate, 100 * rate / np.average(rate, weights=inputs.households)
    # STEP 2: who is like a customer in each zone and is none, and how surely
    likeness = _likeness(rate, inputs.households, rows)
    if hide_small_cells:
        likeness, index = likeness.round(PUBLISHED_LIKENESS), index.round(PUBLISHED_INDEX)
    alike = inputs.households * likeness
    spread = zone_spread(own[rows], expected[rows])
    doubt = model.log_variance(inputs)
    low, high = (inputs.households * end for end in rate_interval(likeness, doubt, spread, confidence))
    shown = _published(own, inputs.households, rows) if hide_small_cells else own
    deducted = np.nan_to_num(shown)
    frame = _described(profiles, inputs, parent_names)
    frame["in_reach"] = rows
    frame["own_customers"] = shown
    frame["penetration_rate"] = _ratio(shown, inputs.households)
    frame["index"] = index
    if not hide_small_cells:
        ends = count_interval(expected, doubt, spread, confidence)
        frame["expected_customers"] = expected
        frame["expected_customers_low"], frame["expected_customers_high"] = ends
    frame["likeness"] = likeness
    for name, count in (("", alike), ("_low", low), ("_high", high)):
        frame[f"expected_prospects{name}"] = np.clip(count - deducted, 0.0, inputs.households)
    frame["prospects_per_thousand"] = 1000 * _ratio(frame["expected_prospects"].to_numpy(), inputs.households)
    area = frame.pop("area_km2").to_numpy(dtype=float)
    frame["prospects_per_km2"] = _ratio(frame["expected_prospects"].to_numpy(), area)
    names, parts = model.contributions(inputs)
    told = (
        zone_reasons(names, parts) if themes is None else theme_reasons(names, parts, [themes.get(n, n) for n in names])
    )
    frame = pd.concat([frame, told], axis=1)
    return _sorted(frame, SORT_ORDERS[sort_by])


def _likeness(
    rate: NDArray[np.float64], households: NDArray[np.float64], rows: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Give the chance that a household is like a customer: 1 where its rate is that of the best hundredth in reach."""
    order = np.argsort(-rate[rows], kind="stable")
    above = np.cumsum(households[rows][order])
    attained = rate[rows][order][np.searchsorted(above, BEST_SHARE * above[-1])]
    return np.clip(rate / attained, 0.0, 1.0) if attained > 0 else np.zeros_like(rate)


def training_zones(inputs: ZoneInputs, reach: Iterable[str] | None) -> NDArray[np.bool_]:
    """Give the zones within reach as a mask of shape (z,); all of them where no reach is given."""
    if reach is None:
        return np.ones(len(inputs.zone_id), dtype=bool)
    return count_by_zone(_known(reach, inputs), inputs.zone_id) > 0


def _examples(examples: Iterable[object], inputs: ZoneInputs, rows: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Weigh the training zones as examples."""
    weights = count_by_zone(_known(examples, inputs), inputs.zone_id)
    if not weights[rows].any():
        raise TableError("No example lies within reach: add its zone to the reach, or leave the reach out.")
    return weights[rows]


def _known(zone_ids: Iterable[object], inputs: ZoneInputs) -> list[object]:
    """Refuse a zone that the territory does not have; missing ones are passed over."""
    given = [zone for zone in zone_ids if not pd.isna(zone) and zone != ""]  # type: ignore[call-overload]
    held = set(inputs.zone_id)
    strange = next((zone for zone in given if zone not in held), None)
    if strange is not None:
        raise TableError(f"There is no zone {strange!r} in this territory: check the code and its vintage.")
    return given


def _described(profiles: ZoneProfiles, inputs: ZoneInputs, parent_names: pd.Series | None) -> pd.DataFrame:
    """Lay out what is known of the zones before any model, in the order of the inputs."""
    zones = profiles.zones.set_index("zone_id").loc[list(inputs.zone_id)]
    parent = zones["parent_id"].fillna("").astype("str")
    named = parent if parent_names is None else parent.map(parent_names).fillna(parent)
    return pd.DataFrame(
        {
            "zone_id": inputs.zone_id,
            "zone_name": zones["zone_name"].to_numpy(),
            "commune": named.to_numpy(),
            "group": inputs.groups,
            "type": inputs.types,
            "area_km2": zones["area_km2"].to_numpy(dtype=float),
            "households": inputs.households,
        }
    ).astype(dict.fromkeys(["zone_id", "zone_name", "commune", "group", "type"], "str"))


def _published(
    own: NDArray[np.float64], households: NDArray[np.float64], rows: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Give the customers of zones that may be told; the customers within and out of reach each have a known total."""
    shown = np.where(households > 0, own, np.nan)
    for part in (rows & (households > 0), ~rows & (households > 0)):
        shown[part] = np.where(hidden_cells(own[part], forced=households[part] < SMALLEST_CELL), np.nan, own[part])
    return shown


def _ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide, NaN where the whole is nothing or unknown."""
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), np.nan)


def _sorted(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Sort by a column, greatest first; ties by more households, then by zone_id.

    Zones out of reach come behind those within, as the model has seen none like them; those that nobody lives in last.
    """
    ranked = (
        frame.assign(lived_in=frame["households"] > 0)
        .sort_values(
            ["lived_in", "in_reach", column, "households", "zone_id"],
            ascending=[False, False, False, False, True],
            na_position="last",
            ignore_index=True,
        )
        .drop(columns="lived_in")
    )
    ranked.insert(0, "rank", np.arange(1, len(ranked) + 1))
    return ranked
