"""From the choice to the result columns: labels, codes, match level, status, reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from geoprofile.geocoding.evidence import CommuneEvidence, NumberEvidence, TypeEvidence
from geoprofile.tables import RESULT_COLUMNS
from geoprofile.territory.address_index import DEGREES

if TYPE_CHECKING:
    from collections.abc import Mapping

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
DISTRICT = re.compile(r" [0-9]+(?:er|e|ème|eme) Arrondissement$", re.IGNORECASE)
# Digits that scores are given to.
DIGITS = 4


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


def empty_answers(count: int, *, status: str, reason: list[str]) -> pd.DataFrame:
    """Give rows without an answer."""
    columns: dict[str, object] = {
        name: np.full(count, np.nan) if dtype == "float64" else pd.Series([""] * count, dtype="str")
        for name, dtype in RESULT_COLUMNS.items()
    }
    columns["result_status"] = pd.Series([status] * count, dtype="str")
    columns["result_match_reason"] = pd.Series(reason, dtype="str")
    return pd.DataFrame(columns)


def street_answers(found: Located, index: AddressIndex, country: Country) -> pd.DataFrame:
    """Write out answers at the level of a number, an interpolated number, a street or a lieu-dit."""
    street = found.candidates.street
    commune = index.numbers("streets", "commune")[street]
    names, postcodes = index.street_names(street), index.deliveries(street, "postcode")
    codes, cities, districts = _commune_texts(commune, index)
    stored = _stored_numbers(found, index)
    numbers = _number_labels(found, stored)
    labels = [f"{number} {name}".strip() for number, name in zip(numbers, names, strict=True)]
    levels = _levels(found, index)
    longitude, latitude = _positions(found, index)
    return pd.DataFrame(
        {
            "longitude": longitude.round(7),
            "latitude": latitude.round(7),
            "result_score": found.score.round(DIGITS),
            "result_score_next": found.next_score.round(DIGITS),
            "result_label": [
                f"{name} {postcode} {city}".replace("  ", " ").strip()
                for name, postcode, city in zip(labels, postcodes, cities, strict=True)
            ],
            "result_type": levels,
            "result_id": _ids(index.street_ids(street), stored, levels),
            "result_banId": "",
            "result_housenumber": numbers,
            "result_name": labels,
            "result_street": names,
            "result_postcode": postcodes,
            "result_city": cities,
            "result_context": [country.context(code) for code in codes],
            "result_citycode": codes,
            "result_oldcitycode": index.deliveries(street, "old_citycode"),
            "result_oldcity": index.deliveries(street, "old_city"),
            "result_district": districts,
            "result_status": "ok",
            "result_match_reason": _reasons(found),
        }
    ).astype(RESULT_COLUMNS)


def commune_answers(
    commune: NDArray[np.int64],
    score: NDArray[np.float64],
    next_score: NDArray[np.float64],
    reason: list[str],
    index: AddressIndex,
    country: Country,
) -> pd.DataFrame:
    """Write out answers at the level of the commune, at its median address."""
    codes, cities, districts = _commune_texts(commune, index)
    longitude, latitude = index.commune_positions(commune)
    answers = empty_answers(len(commune), status="ok", reason=reason)
    return answers.assign(
        longitude=longitude,
        latitude=latitude,
        result_score=score.round(DIGITS),
        result_score_next=next_score.round(DIGITS),
        result_label=[district or city for district, city in zip(districts, cities, strict=True)],
        result_type="municipality",
        result_id=codes,
        result_name=cities,
        result_city=cities,
        result_citycode=codes,
        result_context=[country.context(code) for code in codes],
        result_district=districts,
    ).astype(RESULT_COLUMNS)


def _commune_texts(commune: NDArray[np.integer], index: AddressIndex) -> tuple[list[str], list[str], list[str]]:
    """Give code, city and, for an arrondissement, its own name beside that of the city."""
    codes = index.texts("communes", "citycode").take(commune).to_pylist()
    own = index.texts("communes", "city").take(commune).to_pylist()
    cities = {name: DISTRICT.sub("", name) for name in set(own)}
    return codes, [cities[name] for name in own], [name if cities[name] != name else "" for name in own]


def _stored_numbers(found: Located, index: AddressIndex) -> list[tuple[int, str]]:
    """Give the number and suffix of the base; those of its first address where there is none."""
    rows = np.maximum(found.numbers.address, 0)
    spellings = index.texts("suffixes", "suffix").to_pylist()
    suffixes = [spellings[code] for code in index.suffix_codes(rows).tolist()]
    return list(zip(index.numbers("addresses", "number")[rows].tolist(), suffixes, strict=True))


def _number_labels(found: Located, stored: list[tuple[int, str]]) -> list[str]:
    """Write the number of the base (`8bis`), or the one asked where the base lacks it."""
    labels = []
    for how, (number, suffix), asked, extra, is_open in zip(
        found.numbers.how.tolist(), stored, found.numbers.number.tolist(), found.suffix, found.street_only.tolist(),
        strict=True,
    ):  # fmt: skip
        if is_open or how > NumberEvidence.INTERPOLATED:
            labels.append("")
        else:
            labels.append(f"{number}{suffix}" if how == NumberEvidence.FOUND else f"{asked}{extra.lower()}")
    return labels


def _levels(found: Located, index: AddressIndex) -> list[str]:
    last = index.address_bounds(found.candidates.street)[1] - 1
    is_locality = index.numbers("addresses", "number")[last] == 0
    levels = ["street" if is_open else LEVEL_OF[NumberEvidence(how)]
              for how, is_open in zip(found.numbers.how.tolist(), found.street_only.tolist(), strict=True)]  # fmt: skip
    return ["locality" if level == "street" and alone else level
            for level, alone in zip(levels, is_locality.tolist(), strict=True)]  # fmt: skip


def _positions(found: Located, index: AddressIndex) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the positions found, that of the street where its number is left open."""
    street = found.candidates.street
    longitude, latitude = (
        np.where(found.street_only, index.numbers("streets", name)[street] * DEGREES, degrees)
        for name, degrees in (("longitude", found.numbers.longitude), ("latitude", found.numbers.latitude))
    )
    return longitude, latitude


def _ids(street_ids: list[str], stored: list[tuple[int, str]], levels: list[str]) -> list[str]:
    """Give the identifier of the address in its base, or of its street."""
    return [
        _address_id(street, *number) if level == "housenumber" else street
        for street, number, level in zip(street_ids, stored, levels, strict=True)
    ]


def _address_id(street_id: str, number: int, suffix: str) -> str:
    """Write the id of an address as its base does (BAN `75101_2100_00008_bis`, BANO `080030020H-8B`)."""
    if "_" in street_id:
        return f"{street_id}_{number:05d}" + (f"_{suffix}" if suffix else "")
    if "/" in street_id:
        return f"{street_id}/{number}{suffix}"
    short = {"bis": "B", "ter": "T", "quater": "Q"}.get(suffix, suffix.upper())
    return f"{street_id}-{number}{short}"


def _reasons(found: Located) -> list[str]:
    """Name the evidence of each part with its log-odds."""
    one = found.candidates
    columns = (
        one.commune_evidence, one.likeness, one.type_evidence, found.numbers.how, found.street_only.astype(int), one.reading,
        *found.parts.values(),
    )  # fmt: skip
    return [_reason(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def _reason(commune: int, likeness: float, kind: int, how: int, is_open: int, reading: int, *parts: float) -> str:
    street = ("same" if likeness == 1 else f"alike {likeness:.2f}") + TYPE_REASON[TypeEvidence(kind)]
    number = "uncertain" if is_open else NUMBER_REASON[NumberEvidence(how)]
    told = (COMMUNE_REASON[CommuneEvidence(commune)], street, number, str(reading + 1))
    words = ("commune", "street", "number", "reading")
    return "; ".join(f"{word}: {what} {part:+.1f}" for word, what, part in zip(words, told, parts, strict=True))
