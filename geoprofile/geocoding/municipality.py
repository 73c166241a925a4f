"""Rows without a street: answered with their commune where one is probable enough, else with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.geocoding.answer import COMMUNE_REASON, commune_answers, empty_answers
from geoprofile.geocoding.choice import probabilities
from geoprofile.geocoding.evidence import commune_features

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from geoprofile.geocoding.evidence import Weights
    from geoprofile.geocoding.gather import Evidence, Geocoder

__all__ = ["commune_or_nothing"]

# A commune is answered where it is rather right than not: a wrong one costs less than a wrong street.
LEAST_SHARE = 0.5


def commune_or_nothing(
    rows: NDArray[np.int64], rivals: NDArray[np.bool_], evidence: Evidence, geocoder: Geocoder, weights: Weights
) -> list[pd.DataFrame]:
    """Answer some rows, in parts whose index says which rows they are."""
    asked = evidence.asked
    owner, known, utility = _commune_utilities(rows, evidence, geocoder, weights.commune)
    share = probabilities(owner, utility, len(asked.city))
    order = np.lexsort([-share, owner])
    opening = np.searchsorted(owner[order], rows)
    count = np.bincount(owner, minlength=len(asked.city))
    to_commune: list[tuple[int, int, float, float, str]] = []
    nothing: list[tuple[int, str, str]] = []
    for row, first in zip(rows.tolist(), opening.tolist(), strict=True):
        ranked = order[first : first + count[row]]
        if not (asked.has_street[row] or asked.has_place[row]):
            nothing.append((row, "skipped", "no address in this row"))
        elif not len(ranked):
            nothing.append(
                (row, "not-found", "commune not in the base" if asked.has_place[row] else "no commune in the address")
            )
        elif share[ranked[0]] < LEAST_SHARE:
            shared = "have such a street" if rivals[row] else "fit and none has this street for sure"
            reason = f"several communes {shared}" if len(ranked) > 1 else "postcode and city name different communes"
            nothing.append((row, "not-found", reason))
        else:
            commune, kind, _ = asked.communes[row][known[ranked[0]]]
            reason = _street_reason(commune, geocoder, has_street=asked.has_street[row], is_open=bool(rivals[row]))
            following = float(share[ranked[1]]) if len(ranked) > 1 else 0.0
            reason = f"commune: {COMMUNE_REASON[kind]} {utility[ranked[0]]:+.1f}; {reason}"
            to_commune.append((row, commune, float(share[ranked[0]]), following, reason))
    return _commune_frames(to_commune, nothing, geocoder)


def _commune_utilities(
    rows: NDArray[np.int64], evidence: Evidence, geocoder: Geocoder, weights: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """List the candidate communes of some queries: the query, the rank among its communes, the utility."""
    told = [(row, rank, *one) for row in rows.tolist() for rank, one in enumerate(evidence.asked.communes[row])]
    if not told:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0)
    row, rank, commune, kind, likeness = (np.array(column) for column in zip(*told, strict=True))
    asked = np.array(evidence.asked.has_street)[row]
    empty = geocoder.index.numbers("communes", "names_count")[commune] == 0
    is_district = geocoder.index.numbers("communes", "district")[commune] > 0
    return row, rank, commune_features(kind, likeness, asked, empty, is_district) @ weights


def _street_reason(commune: int, geocoder: Geocoder, *, has_street: bool, is_open: bool) -> str:
    """Say why a query is answered with its commune only."""
    if not has_street:
        return "no street asked"
    if not geocoder.index.numbers("communes", "names_count")[commune]:
        return "addresses of this commune not in the base"
    return "several streets fit" if is_open else "street not in the base"


def _commune_frames(
    to_commune: list[tuple[int, int, float, float, str]], nothing: list[tuple[int, str, str]], geocoder: Geocoder
) -> list[pd.DataFrame]:
    parts = []
    if to_commune:
        place, commune, score, following, reasons = zip(*to_commune, strict=True)
        arrays = np.array(commune), np.array(score), np.array(following)
        answers = commune_answers(*arrays, list(reasons), geocoder.index, geocoder.country)
        parts.append(answers.set_axis(np.array(place)))
    for status in ("skipped", "not-found"):
        chosen = [(row, reason) for row, one, reason in nothing if one == status]
        answers = empty_answers(len(chosen), status=status, reason=[reason for _, reason in chosen])
        parts.append(answers.set_axis(np.array([row for row, _ in chosen], dtype=np.int64)))
    return parts
