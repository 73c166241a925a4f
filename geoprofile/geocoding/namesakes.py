"""What tells streets of one name in one commune apart: their postcode, their former commune, their spelling."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.countries.grammar import fold
from geoprofile.geocoding.evidence import TypeEvidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geoprofile.geocoding.gather import Asked, Geocoder, Readings
    from geoprofile.geocoding.streets import Candidates
    from geoprofile.territory.address_index import AddressIndex

__all__ = ["tell_namesakes_apart"]


def tell_namesakes_apart(candidates: Candidates, asked: Asked, readings: Readings, geocoder: Geocoder) -> Candidates:
    """Note what tells streets of one name apart: postcode, former commune, spelling."""
    return replace(
        candidates,
        other_postcode=_other_postcode(candidates, asked, geocoder.index),
        other_former=(
            _other_former(candidates, asked, geocoder) if geocoder.directory.former else candidates.other_former
        ),
        spelt_otherwise=_spelt_otherwise(candidates, readings, geocoder.index),
    )


def _other_postcode(candidates: Candidates, asked: Asked, index: AddressIndex) -> NDArray[np.bool_]:
    """Tell which streets have another postcode than the one asked, while a namesake in their commune has it."""
    postcode = np.array(asked.places.postcode, dtype=object)[asked.place[candidates.query]]
    own = np.array(index.delivery(candidates.street, "postcode").to_pylist(), dtype=object)
    _, place = np.unique(candidates.query << 32 | candidates.commune, return_inverse=True)
    _, group = np.unique(place << 32 | candidates.name, return_inverse=True)
    some = np.zeros(len(group), dtype=bool)
    some[group[postcode == own]] = True
    other: NDArray[np.bool_] = ((postcode != own) & some[group]).astype(bool)
    return other


def _other_former(candidates: Candidates, asked: Asked, geocoder: Geocoder) -> NDArray[np.bool_]:
    """Tell which streets lie outside the former commune by whose name or code the commune was asked.

    A name or code that the commune itself bears today says nothing of its parts.
    """
    former, index, country = geocoder.directory.former, geocoder.index, geocoder.country
    keys, places = set(former.values()), asked.places
    place = asked.place[candidates.query]
    communes, row = np.unique(candidates.commune, return_inverse=True)
    own = [country.city_key(name)[0] for name in fold(index.text("communes", "city", communes))]
    own_codes = index.text("communes", "citycode", communes)
    old, old_codes = (index.delivery(candidates.street, name).to_pylist() for name in ("old_city", "old_citycode"))
    named = [key if (key := country.city_key(city)[0]) in keys else "" for city in places.city]
    known_codes = set(index.texts("deliveries", "old_citycode").to_pylist())
    coded = [code if code in known_codes else "" for code in places.citycode]
    return np.array(
        [
            (named[one] not in {"", own[commune]} and former.get(city) != named[one])
            or (coded[one] not in {"", own_codes[commune]} and code != coded[one])
            for one, commune, city, code in zip(place.tolist(), row.tolist(), old, old_codes, strict=True)
        ],
        dtype=bool,
    )


def _spelt_otherwise(candidates: Candidates, readings: Readings, index: AddressIndex) -> NDArray[np.bool_]:
    """Tell which streets of one key (Rue du Bois, Rue des Bois) are not the one spelt as asked, if one is."""
    out = np.zeros(len(candidates.query), dtype=bool)
    same = np.flatnonzero((candidates.likeness == 1) & (candidates.type_evidence == TypeEvidence.SAME))
    place = candidates.reading_row[same] << 32 | candidates.commune[same]
    _, group, count = np.unique(place, return_inverse=True, return_counts=True)
    several = np.flatnonzero(count[group] > 1)
    if not len(several):
        return out
    rows, group = same[several], group[several]
    spelt = fold(index.street_names(candidates.street[rows]))
    asked = [readings.street[row] for row in candidates.reading_row[rows].tolist()]
    like = np.array([_last_words(one) == _last_words(other) for one, other in zip(spelt, asked, strict=True)])
    some = np.zeros(len(count), dtype=bool)
    some[group[like]] = True
    out[rows] = some[group] & ~like
    return out


def _last_words(name: str) -> Sequence[str]:
    """Give the words behind the first, which is mostly the type and may be abbreviated."""
    return name.replace(",", " ").replace("-", " ").split()[1:]
