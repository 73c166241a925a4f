"""From the choice to the result columns: labels, codes, match level, status, reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from geoprofile.geocoding.numbers import FOUND, INTERPOLATED, MISSING, NOT_ASKED, OTHER_SUFFIX
from geoprofile.geocoding.similarity import OTHER_TYPE, UNTYPED
from geoprofile.tables import RESULT_COLUMNS
from geoprofile.territory.address_index import DEGREES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.countries.country import Country
    from geoprofile.territory.address_index import AddressIndex

__all__ = ["Located", "commune_answers", "empty_answers", "street_answers"]

NUMBER_REASON = {
    FOUND: "number found",
    OTHER_SUFFIX: "number found with another suffix",
    INTERPOLATED: "number between its neighbours",
    MISSING: "number not in the base",
    NOT_ASKED: "no number asked",
}
LEVEL_OF = {
    FOUND: "housenumber",
    OTHER_SUFFIX: "interpolated",
    INTERPOLATED: "interpolated",
    MISSING: "street",
    NOT_ASKED: "street",
}
DISTRICT = re.compile(r" [0-9]+(?:er|e|ème|eme) Arrondissement$", re.IGNORECASE)
# Digits that scores are given to.
DIGITS = 4


class Located(NamedTuple):
    """Chosen streets, arrays of one length: what `street_answers` writes out."""

    street: NDArray[np.int64]
    how: NDArray[np.int8]
    address: NDArray[np.int64]
    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    number: NDArray[np.int64]
    suffix: list[str]
    commune_weight: NDArray[np.float64]
    street_likeness: NDArray[np.float64]
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
    commune = index.numbers("streets", "commune")[found.street]
    texts = {name: index.texts("streets", name).take(found.street).to_pylist()
             for name in ("street_id", "street", "postcode", "old_citycode", "old_city")}  # fmt: skip
    codes, cities, districts = _commune_texts(commune, index)
    stored = _stored_numbers(found, index)
    numbers = _number_labels(found, stored)
    names = [f"{number} {street}".strip() for number, street in zip(numbers, texts["street"], strict=True)]
    levels = _levels(found, index)
    return pd.DataFrame(
        {
            "longitude": (found.longitude * DEGREES).round(7),
            "latitude": (found.latitude * DEGREES).round(7),
            "result_score": found.score.round(DIGITS),
            "result_score_next": found.next_score.round(DIGITS),
            "result_label": [
                f"{name} {postcode} {city}".replace("  ", " ").strip()
                for name, postcode, city in zip(names, texts["postcode"], cities, strict=True)
            ],
            "result_type": levels,
            "result_id": _ids(texts["street_id"], stored, levels),
            "result_banId": "",
            "result_housenumber": numbers,
            "result_name": names,
            "result_street": texts["street"],
            "result_postcode": texts["postcode"],
            "result_city": cities,
            "result_context": [country.context(code) for code in codes],
            "result_citycode": codes,
            "result_oldcitycode": texts["old_citycode"],
            "result_oldcity": texts["old_city"],
            "result_district": districts,
            "result_status": "ok",
            "result_match_reason": _reasons(found),
        }
    ).astype(RESULT_COLUMNS)


def commune_answers(
    commune: NDArray[np.int64],
    score: NDArray[np.float64],
    reason: list[str],
    index: AddressIndex,
    country: Country,
) -> pd.DataFrame:
    """Write out answers at the level of the commune, at its median address."""
    codes, cities, districts = _commune_texts(commune, index)
    answers = empty_answers(len(commune), status="ok", reason=reason)
    return answers.assign(
        longitude=index.numbers("communes", "longitude")[commune] * DEGREES,
        latitude=index.numbers("communes", "latitude")[commune] * DEGREES,
        result_score=score.round(DIGITS),
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
    rows = np.maximum(found.address, 0)
    spellings = index.texts("suffixes", "suffix").to_pylist()
    suffixes = [spellings[code] for code in index.numbers("addresses", "suffix")[rows].tolist()]
    return list(zip(index.numbers("addresses", "number")[rows].tolist(), suffixes, strict=True))


def _number_labels(found: Located, stored: list[tuple[int, str]]) -> list[str]:
    """Write the number of the base (`8bis`), or the one asked where the base lacks it."""
    labels = []
    for how, (number, suffix), asked, extra in zip(
        found.how.tolist(), stored, found.number.tolist(), found.suffix, strict=True
    ):
        if how == FOUND:
            labels.append(f"{number}{suffix}")
        elif how in {OTHER_SUFFIX, INTERPOLATED}:
            labels.append(f"{asked}{extra.lower()}")
        else:
            labels.append("")
    return labels


def _levels(found: Located, index: AddressIndex) -> list[str]:
    last = index.numbers("streets", "first")[found.street] + index.numbers("streets", "count")[found.street] - 1
    is_locality = index.numbers("addresses", "number")[last] == 0
    return [
        "locality" if LEVEL_OF[how] == "street" and alone else LEVEL_OF[how]
        for how, alone in zip(found.how.tolist(), is_locality.tolist(), strict=True)
    ]


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
    return [
        f"{_street_reason(likeness)}; {NUMBER_REASON[how]}; commune {weight:.2f}"
        for likeness, how, weight in zip(
            found.street_likeness.tolist(), found.how.tolist(), found.commune_weight.tolist(), strict=True
        )
    ]


def _street_reason(likeness: float) -> str:
    if likeness == 1:
        return "street same"
    if likeness == UNTYPED:
        return "street same, type missing"
    if likeness == OTHER_TYPE:
        return "street same, type differs"
    return f"street alike {likeness:.2f}"
