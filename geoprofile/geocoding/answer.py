"""From the choice to the result columns: labels, codes, match level, status, reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geoprofile.geocoding.columns import address_ids, answer_table, commune_columns, street_columns
from geoprofile.geocoding.evidence import CommuneEvidence, NumberEvidence, TypeEvidence
from geoprofile.territory.address_index import DEGREES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from geoprofile.countries.country import Country
    from geoprofile.geocoding.numbers import Numbers
    from geoprofile.geocoding.streets import Candidates
    from geoprofile.territory.address_index import AddressIndex

__all__ = ["COMMUNE_REASON", "Located", "commune_answers", "empty_answers", "street_answers"]

COMMUNE_REASON = {
    CommuneEvidence.NAME_AND_POSTCODE: "name and postcode",
    CommuneEvidence.CODE: "code",
    CommuneEvidence.NAME: "name",
    CommuneEvidence.NAME_NEAR: "name, postcode of its departement",
    CommuneEvidence.ALIKE_AND_POSTCODE: "like name and postcode",
    CommuneEvidence.POSTCODE: "postcode",
    CommuneEvidence.ALIKE: "like name",
    CommuneEvidence.NAME_FAR: "name, postcode of elsewhere",
    CommuneEvidence.CODE_AGAINST_NAME: "code, another name",
    CommuneEvidence.NAME_AGAINST_CODE: "name, another code",
}
TYPE_REASON = {
    TypeEvidence.SAME: "",
    TypeEvidence.NOT_ASKED: ", type not asked",
    TypeEvidence.NOT_KNOWN: ", type not in the base",
    TypeEvidence.OTHER: ", type differs",
}
NUMBER_REASON = {
    NumberEvidence.FOUND: "found",
    NumberEvidence.OTHER_SUFFIX: "with another suffix",
    NumberEvidence.INTERPOLATED: "between its neighbours",
    NumberEvidence.MISSING: "not in the base",
    NumberEvidence.NOT_ASKED: "not asked",
}
LEVEL_OF = {
    NumberEvidence.FOUND: "housenumber",
    NumberEvidence.OTHER_SUFFIX: "interpolated",
    NumberEvidence.INTERPOLATED: "interpolated",
    NumberEvidence.MISSING: "street",
    NumberEvidence.NOT_ASKED: "street",
}
# Digits that scores are given to; the likeness of the same name, in hundredths.
DIGITS, SAME = 4, 100


class Located(NamedTuple):
    """Chosen candidates, with all that `street_answers` writes out; everything of one length.

    `parts` is the evidence of each part in log-odds; with `street_only` the number is left open.
    """

    candidates: Candidates
    numbers: Numbers
    suffix: list[str]
    parts: Mapping[str, NDArray[np.float64]]
    street_only: NDArray[np.bool_]
    score: NDArray[np.float64]
    next_score: NDArray[np.float64]


def empty_answers(count: int, *, status: str, reason: list[str]) -> pa.Table:
    """Give rows without an answer."""
    return answer_table({"result_status": status, "result_match_reason": reason}, count)


def street_answers(found: Located, index: AddressIndex, country: Country) -> pa.Table:
    """Write out answers at the level of a number, an interpolated number, a street or a lieu-dit."""
    street = found.candidates.street
    levels = _levels(found, index)
    longitude, latitude = _positions(found, index)
    rows = np.maximum(found.numbers.address, 0)
    number = np.where(found.numbers.how == NumberEvidence.FOUND, index.numbers("addresses", "number")[rows], 0)
    number[found.street_only] = 0
    columns = {
        "longitude": longitude.round(7),
        "latitude": latitude.round(7),
        "result_score": found.score.round(DIGITS),
        "result_score_next": found.next_score.round(DIGITS),
        "result_type": levels,
        "result_id": address_ids(street, number, index.suffix_codes(rows), index),
        "result_status": "ok",
        "result_match_reason": _reasons(found),
        **street_columns(street, _number_labels(found, index), index, country),
    }
    return answer_table(columns, len(street))


def commune_answers(
    commune: NDArray[np.int64],
    score: NDArray[np.float64],
    next_score: NDArray[np.float64],
    reason: list[str],
    index: AddressIndex,
    country: Country,
) -> pa.Table:
    """Write out answers at the level of the commune, at its median address."""
    places = commune_columns(commune, index, country)
    longitude, latitude = index.commune_positions(commune)
    city, district = places["result_city"], places["result_district"]
    columns = {
        "longitude": longitude.round(7),
        "latitude": latitude.round(7),
        "result_score": score.round(DIGITS),
        "result_score_next": next_score.round(DIGITS),
        "result_label": pc.if_else(pc.equal(district, ""), city, district),
        "result_type": "municipality",
        "result_id": places["result_citycode"],
        "result_name": city,
        "result_status": "ok",
        "result_match_reason": reason,
        **places,
    }
    return answer_table(columns, len(commune))


def _rendered(told: Sequence[NDArray[np.integer] | NDArray[np.bool_]], render: Callable[..., str]) -> pa.Array:
    """Write a text for each row of some integer columns, each distinct row once."""
    columns = [column.astype(np.int64) for column in told]
    key = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        low = column.min(initial=0)
        key = key * (int(column.max(initial=0)) - low + 1) + (column - low)
    _, first, row = np.unique(key, return_index=True, return_inverse=True)
    texts = [render(*(int(column[place]) for column in columns)) for place in first.tolist()]
    return pa.array(texts, type=pa.string()).take(pa.array(row))


def _number_labels(found: Located, index: AddressIndex) -> pa.Array:
    """Write the number of the base (`8bis`), or the one asked where the base lacks it."""
    rows = np.maximum(found.numbers.address, 0)
    suffix = index.taken("suffixes", "suffix", index.suffix_codes(rows))
    stored, asked = index.numbers("addresses", "number")[rows], found.numbers.number
    label = pc.if_else(
        pa.array(found.numbers.how == NumberEvidence.FOUND),
        pc.binary_join_element_wise(pc.cast(pa.array(stored), pa.string()), suffix, ""),
        pc.binary_join_element_wise(
            pc.cast(pa.array(asked), pa.string()), pc.utf8_lower(pa.array(found.suffix, type=pa.string())), ""
        ),
    )
    return pc.if_else(pa.array(found.street_only | (found.numbers.how > NumberEvidence.INTERPOLATED)), "", label)


def _levels(found: Located, index: AddressIndex) -> pa.Array:
    last = index.address_bounds(found.candidates.street)[1] - 1
    is_locality = index.numbers("addresses", "number")[last] == 0
    return _rendered([found.numbers.how, found.street_only, is_locality], _level)


def _level(how: int, is_open: int, is_locality: int) -> str:
    level = "street" if is_open else LEVEL_OF[NumberEvidence(how)]
    return "locality" if level == "street" and is_locality else level


def _positions(found: Located, index: AddressIndex) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the positions found, that of the street where its number is left open."""
    street = found.candidates.street
    longitude, latitude = (
        np.where(found.street_only, index.numbers("streets", name)[street] * DEGREES, degrees)
        for name, degrees in (("longitude", found.numbers.longitude), ("latitude", found.numbers.latitude))
    )
    return longitude, latitude


def _reasons(found: Located) -> pa.Array:
    """Name the evidence of each part with its log-odds."""
    one, numbers = found.candidates, found.numbers
    parts = {part: np.rint(10 * values).astype(np.int64) for part, values in found.parts.items()}
    likeness = np.rint(100 * one.likeness).astype(np.int64)
    said = (
        _rendered([one.commune_evidence, parts["commune"]], _commune_reason),
        _rendered([likeness, one.type_evidence, parts["street"]], _street_reason),
        _rendered([numbers.how, found.street_only, parts["number"]], _number_reason),
        _rendered([one.reading, parts["reading"]], _reading_reason),
    )
    return pc.binary_join_element_wise(*said, "; ")


def _commune_reason(evidence: int, part: int) -> str:
    return f"commune: {COMMUNE_REASON[CommuneEvidence(evidence)]} {part / 10:+.1f}"


def _street_reason(likeness: int, kind: int, part: int) -> str:
    same = "same" if likeness == SAME else f"alike {likeness / 100:.2f}"
    return f"street: {same}{TYPE_REASON[TypeEvidence(kind)]} {part / 10:+.1f}"


def _number_reason(how: int, is_open: int, part: int) -> str:
    told = "uncertain" if is_open else NUMBER_REASON[NumberEvidence(how)]
    return f"number: {told} {part / 10:+.1f}"


def _reading_reason(rank: int, part: int) -> str:
    return f"reading: {rank + 1} {part / 10:+.1f}"
