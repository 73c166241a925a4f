"""Three short reasons a candidate: what sets it apart from the others, with the figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geoprofile.recipes.siting.choice import SIZE
from geoprofile.recipes.siting.surroundings import COMPETITORS, OWN, band_column
from geoprofile.recipes.siting.words import REASON_WORDS
from geoprofile.words import count_text, digits_text, percent_text

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from geoprofile.recipes.siting.flow import SitesResult

__all__ = ["REASONS", "site_reasons"]

REASONS = ("reason_1", "reason_2", "reason_3")
# A difference from the median candidate that a planner would speak of, in logarithms: a tenth.
WORTH_TELLING = np.log(1.1)
# Of the gain: little and much that is taken from own stores; people whom nobody served.
LITTLE, MUCH, NEW = 0.05, 0.25, 0.3
# Among fewer candidates a median says nothing; the own stores stand beside them.
FEWEST = 3


@dataclass(frozen=True)
class _Reason:
    weight: float
    text: str


def site_reasons(result: SitesResult) -> pd.DataFrame:
    """Give the reasons of each candidate, those that matter most first, "" where there are fewer.

    Returns
    -------
    DataFrame
        `reason_1` to `reason_3`, in the order of `result.sites`.
    """
    sites = result.sites
    known = sites[sites["rank"].notna()]
    beside = known if len(known) >= FEWEST else pd.concat([known, result.stores])
    bands = map(band_column, result.market.bands)
    usual = {name: _median(beside, name) for name in ("prospects", f"{COMPETITORS}_within", "income_eur", *bands)}
    usual["net_own"] = _median(known, "net_own") if len(known) > 1 else float("nan")
    usual[SIZE] = float(np.median(_sizes(result))) if len(known) >= FEWEST else float("nan")
    size = np.full(len(sites), np.nan)
    size[result.site_rows] = _sizes(result)
    told = []
    losses = dict(iter(result.losses.groupby("candidate_id", sort=False)))
    for row, own_size in zip(sites.to_dict("records"), size.tolist(), strict=True):
        found: list[_Reason] = []
        if not pd.isna(row["rank"]):
            found = [
                *_people(row, usual, result), *_rivals(row, usual, result), *_own(row, losses, result),
                *_newly(row, result), *_size(own_size, usual, result),
            ]  # fmt: skip
        found.sort(key=lambda reason: (-reason.weight, reason.text))
        texts = [reason.text for reason in found[: len(REASONS)]]
        if not texts and not pd.isna(row["rank"]):
            texts = [_gain(row, usual, result)]
        told.append(texts + [""] * (len(REASONS) - len(texts)))
    return pd.DataFrame(told, columns=list(REASONS), index=sites.index, dtype="str")


def _words(result: SitesResult) -> dict[str, str]:
    return REASON_WORDS[result.market.language]


def _median(frame: pd.DataFrame, name: str) -> float:
    values = frame[name].to_numpy(dtype=float)
    return float(np.nanmedian(values)) if np.isfinite(values).any() else float("nan")


def _sizes(result: SitesResult) -> NDArray[np.float64]:
    """Give the size of each candidate with a position; NaN where sizes do not count."""
    if not result.site_attributes.names:
        return np.full(len(result.site_rows), np.nan)
    return np.asarray(np.exp(result.site_attributes.values[:, 0]))


def _people(row: dict[Hashable, Any], usual: dict[str, float], result: SitesResult) -> list[_Reason]:
    """Tell more or fewer prospects, else households of any band, and incomes that differ."""
    words, language = _words(result), result.market.language
    what = words["prospects" if result.market.ranking is not None else "households"]
    found = _counted(row, usual, result, ("prospects", result.market.core_minutes, what)) or _bands(row, usual, result)
    value, middle = float(row["income_eur"]), usual["income_eur"]
    if value > 0 and middle > 0 and abs(np.log(value / middle)) >= WORTH_TELLING / 2:
        text = words["richer" if value > middle else "poorer"]
        told = text.format(value=count_text(value, language), usual=count_text(middle, language))
        found.append(_Reason(abs(float(np.log(value / middle))), told))
    return found


def _bands(row: dict[Hashable, Any], usual: dict[str, float], result: SitesResult) -> list[_Reason]:
    """Tell the band whose households differ most, where the prospects of the middle one do not."""
    what = _words(result)["households"]
    told = [_counted(row, usual, result, (band_column(band), band, what)) for band in result.market.bands]
    return sorted((reason for one in told for reason in one), key=lambda reason: -reason.weight)[:1]


def _counted(
    row: dict[Hashable, Any], usual: dict[str, float], result: SitesResult, count: tuple[str, float, str]
) -> list[_Reason]:
    """Tell a count within some minutes that is more or less than that of the median candidate."""
    name, minutes, what = count
    value, middle = float(row[name]), usual[name]
    # None at all is far from any number of them.
    weight = float(np.log(max(value, 1.0) / middle)) if middle > 1 else 0.0
    if abs(weight) < WORTH_TELLING:
        return []
    words, language = _words(result), result.market.language
    text = words["more" if weight > 0 else "fewer"].format(
        value=count_text(value, language), usual=count_text(middle, language), minutes=f"{minutes:g}", what=what
    )
    return [_Reason(abs(weight), text)]


def _gain(row: dict[Hashable, Any], usual: dict[str, float], result: SitesResult) -> str:
    """Say of a candidate that nothing around sets apart how its gain stands beside the median one."""
    words, value, middle = _words(result), float(row["net_own"]), usual["net_own"]
    if not np.isfinite(middle):
        return words["only"]
    if abs(value - middle) < (1 - np.exp(-WORTH_TELLING)) * abs(middle) or middle <= 0:
        return words["nothing"]
    share = percent_text(abs(value / middle - 1), result.market.language)
    return words["gains_more" if value > middle else "gains_less"].format(share=share)


def _rivals(row: dict[Hashable, Any], usual: dict[str, float], result: SitesResult) -> list[_Reason]:
    """Tell more or fewer competitors within the core minutes."""
    if result.competitors.empty:
        return []
    words, name, language = _words(result), f"{COMPETITORS}_within", result.market.language
    value, middle = float(row[name]), usual[name]
    weight = float(np.log((value + 1) / (middle + 1)))
    if abs(weight) < WORTH_TELLING or not abs(value - middle) >= 1:
        return []
    key = "no_rival" if value == 0 else "few_rivals" if weight < 0 else "many_rivals"
    if value == 1:
        key = "one_rival"
    minutes = f"{result.market.core_minutes:g}"
    text = words[key].format(value=count_text(value, language), usual=digits_text(middle, language), minutes=minutes)
    # A planner feels a competitor less than a customer.
    return [_Reason(abs(weight) / 2, text)]


def _own(row: dict[Hashable, Any], losses: dict[Any, pd.DataFrame], result: SitesResult) -> list[_Reason]:
    """Tell what is taken from own stores, where that is much or next to nothing."""
    if result.stores.empty:
        return []
    words, language, share = _words(result), result.market.language, float(row["cannibalised_share"])
    nearest, minutes = row[f"nearest_{OWN}"], float(row[f"nearest_{OWN}_min"])
    if share <= LITTLE:
        if not np.isfinite(minutes):
            return [_Reason(1.0, words["alone"])]
        text = words["far"].format(store=nearest, minutes=count_text(minutes, language))
        return [_Reason(0.5, text)]
    own = losses.get(row["place_id"])
    if share < MUCH or own is None or own.empty:
        return []
    first = own.iloc[0]
    told = {"share": percent_text(share, language), "part": percent_text(float(first["lost_share"]), language)}
    return [_Reason(2 * share, words["takes"].format(store=first["store_name"], **told))]


def _newly(row: dict[Hashable, Any], result: SitesResult) -> list[_Reason]:
    """Tell people whom no store reaches."""
    share = float(row["newly_reached"]) / float(row["gained"]) if row["gained"] > 0 else 0.0
    if share < NEW or result.choice.rows.empty:
        return []
    language = result.market.language
    told = {"share": percent_text(share, language), "minutes": f"{result.market.bands[-1]:g}"}
    return [_Reason(share, _words(result)["unserved"].format(**told))]


def _size(size: float, usual: dict[str, float], result: SitesResult) -> list[_Reason]:
    """Tell a size that changes what the model expects."""
    if not size > 0 or not usual[SIZE] > 0:
        return []
    weight = float(result.choice.model.exponents[0] * np.log(size / usual[SIZE]))
    if abs(weight) < WORTH_TELLING:
        return []
    language = result.market.language
    told = {"value": count_text(size, language), "usual": count_text(usual[SIZE], language)}
    return [_Reason(abs(weight), _words(result)["large" if size > usual[SIZE] else "small"].format(**told))]
