"""From the choice to the result columns: labels, codes, match level, status, reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geoprofile.geocoding.evidence import CommuneEvidence, NumberEvidence, TypeEvidence
from geoprofile.tables import RESULT_COLUMNS
from geoprofile.territory.address_index import DEGREES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from geoprofile.countries.country import Country
    from geoprofile.geocoding.numbers import Numbers
    from geoprofile.geocoding.streets import Candidates
    from geoprofile.territory.address_index import AddressIndex

__all__ = [
    "COMMUNE_REASON",
    "Located",
    "answer_frame",
    "answer_table",
    "commune_answers",
    "empty_answers",
    "street_answers",
]

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
DISTRICT = re.compile(r" [0-9]+(?:er|e|ème|eme) Arrondissement$", re.IGNORECASE)
# Suffixes as BANO writes them.
SHORT_SUFFIX = {"bis": "B", "ter": "T", "quater": "Q"}
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


def answer_table(columns: Mapping[str, object], count: int) -> pa.Table:
    """Lay out columns as `RESULT_COLUMNS`: a text or number alone fills its column, what is not given is empty."""
    arrays = []
    for name, dtype in RESULT_COLUMNS.items():
        kind = pa.float64() if dtype == "float64" else pa.string()
        told = columns.get(name, float("nan") if dtype == "float64" else "")
        is_alone = isinstance(told, str | float)
        arrays.append(pa.repeat(pa.scalar(told, kind), count) if is_alone else pa.array(told, type=kind))
    return pa.Table.from_arrays(arrays, names=list(RESULT_COLUMNS))


def answer_frame(table: pa.Table) -> pd.DataFrame:
    """Turn a table of answers into a frame that keeps `result_schema()`."""
    columns = {
        name: table[name].to_numpy() if dtype == "float64" else pd.array(table[name], dtype="str")
        for name, dtype in RESULT_COLUMNS.items()
    }
    return pd.DataFrame(columns, copy=False)


def empty_answers(count: int, *, status: str, reason: list[str]) -> pa.Table:
    """Give rows without an answer."""
    return answer_table({"result_status": status, "result_match_reason": reason}, count)


def street_answers(found: Located, index: AddressIndex, country: Country) -> pa.Table:
    """Write out answers at the level of a number, an interpolated number, a street or a lieu-dit."""
    street = found.candidates.street
    names = index.taken("street_names", "name", index.numbers("streets", "name")[street])
    postcode, old_code, old_city = (index.delivery(street, one) for one in ("postcode", "old_citycode", "old_city"))
    place = _commune_texts(index.numbers("streets", "commune")[street], index, country)
    number, levels = _number_labels(found, index), _levels(found, index)
    label = _joined(number, names)
    longitude, latitude = _positions(found, index)
    columns = {
        "longitude": longitude.round(7),
        "latitude": latitude.round(7),
        "result_score": found.score.round(DIGITS),
        "result_score_next": found.next_score.round(DIGITS),
        "result_label": _joined(label, postcode, place["city"]),
        "result_type": levels,
        "result_id": _ids(found, levels, index),
        "result_housenumber": number,
        "result_name": label,
        "result_street": names,
        "result_postcode": postcode,
        "result_city": place["city"],
        "result_context": place["context"],
        "result_citycode": place["citycode"],
        "result_oldcitycode": old_code,
        "result_oldcity": old_city,
        "result_district": place["district"],
        "result_status": "ok",
        "result_match_reason": _reasons(found),
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
    place = _commune_texts(commune, index, country)
    longitude, latitude = index.commune_positions(commune)
    columns = {
        "longitude": longitude.round(7),
        "latitude": latitude.round(7),
        "result_score": score.round(DIGITS),
        "result_score_next": next_score.round(DIGITS),
        "result_label": pc.if_else(pc.equal(place["district"], ""), place["city"], place["district"]),
        "result_type": "municipality",
        "result_id": place["citycode"],
        "result_name": place["city"],
        "result_city": place["city"],
        "result_context": place["context"],
        "result_citycode": place["citycode"],
        "result_district": place["district"],
        "result_status": "ok",
        "result_match_reason": reason,
    }
    return answer_table(columns, len(commune))


def _joined(*texts: pa.Array) -> pa.Array:
    """Join texts with a space; an empty one leaves none."""
    whole = texts[0]
    for text in texts[1:]:
        some = pc.and_(pc.not_equal(whole, ""), pc.not_equal(text, ""))
        whole = pc.binary_join_element_wise(whole, text, pc.if_else(some, " ", ""))
    return whole


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


def _commune_texts(commune: NDArray[np.integer], index: AddressIndex, country: Country) -> dict[str, pa.Array]:
    """Give code, city and context and, for an arrondissement, its own name beside that of the city."""
    distinct, row = np.unique(commune, return_inverse=True)
    codes, own = (index.text("communes", name, distinct) for name in ("citycode", "city"))
    cities = [DISTRICT.sub("", name) for name in own]
    texts = {
        "citycode": codes,
        "city": cities,
        "context": [country.context(code) for code in codes],
        "district": [name if city != name else "" for name, city in zip(own, cities, strict=True)],
    }
    return {name: pa.array(some, type=pa.string()).take(pa.array(row)) for name, some in texts.items()}


def _stored(found: Located, index: AddressIndex) -> tuple[pa.Array, NDArray[np.int64]]:
    """Give the number of the base as text and the row of its suffix; those of its first address if there is none."""
    rows = np.maximum(found.numbers.address, 0)
    return pc.cast(pa.array(index.numbers("addresses", "number")[rows]), pa.string()), index.suffix_codes(rows)


def _number_labels(found: Located, index: AddressIndex) -> pa.Array:
    """Write the number of the base (`8bis`), or the one asked where the base lacks it."""
    number, suffix = _stored(found, index)
    stored = pc.binary_join_element_wise(number, index.taken("suffixes", "suffix", suffix), "")
    asked = pc.binary_join_element_wise(
        pc.cast(pa.array(found.numbers.number), pa.string()),
        pc.utf8_lower(pa.array(found.suffix, type=pa.string())),
        "",
    )
    label = pc.if_else(pa.array(found.numbers.how == NumberEvidence.FOUND), stored, asked)
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


def _ids(found: Located, levels: pa.Array, index: AddressIndex) -> pa.Array:
    """Give the identifier of the address in its base, or of its street.

    It is written as the base does: BAN `75101_2100_00008_bis`, BANO `080030020H-8B`, BeSt `.../8`.
    """
    street = index.street_ids(found.candidates.street)
    number, code = _stored(found, index)
    suffixes = index.texts("suffixes", "suffix").to_pylist()
    ban, bano, best = (
        pa.array(spelt, type=pa.string()).take(pa.array(code))
        for spelt in (
            [f"_{one}" if one else "" for one in suffixes],
            [SHORT_SUFFIX.get(one, one.upper()) for one in suffixes],
            suffixes,
        )
    )
    address = pc.case_when(
        pc.make_struct(pc.match_substring(street, "_"), pc.match_substring(street, "/")),
        pc.binary_join_element_wise(street, "_", pc.utf8_lpad(number, 5, "0"), ban, ""),
        pc.binary_join_element_wise(street, "/", number, best, ""),
        pc.binary_join_element_wise(street, "-", number, bano, ""),
    )
    return pc.if_else(pc.equal(levels, "housenumber"), address, street)


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
