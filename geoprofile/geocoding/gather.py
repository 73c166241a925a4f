"""The steps up to the choice: from rows of text to candidate streets with all that speaks for them.

folded -> places (postcode, city, code) with their candidate communes -> readings (number, street)
-> candidate streets: plain rows at once, the others in tiers -> what tells namesakes apart -> numbers
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from geoprofile.countries.grammar import StreetGrammar, StreetKey, fold
from geoprofile.geocoding.communes import (
    SURE,
    CommuneDirectory,
    candidate_communes,
    fold_cities,
    is_known_city,
)
from geoprofile.geocoding.evidence import TypeEvidence
from geoprofile.geocoding.namesakes import tell_namesakes_apart
from geoprofile.geocoding.numbers import Numbers, find_numbers
from geoprofile.geocoding.plain import PlainRows, read_plain
from geoprofile.geocoding.queries import Query, read_place, split_query
from geoprofile.geocoding.readings import read_lines
from geoprofile.geocoding.streets import Candidates, Pairs, alike, concatenate, same_name
from geoprofile.territory.address_index import expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from geoprofile.countries.country import Country
    from geoprofile.territory.address_index import AddressIndex

__all__ = ["Asked", "Evidence", "Geocoder", "Readings", "gather_evidence"]

# Letters of a field that are read: no delivery address is longer.
LONGEST_FIELD = 300
# Letters that are looked at before spaces and signs are taken together.
LONGEST_RAW = 2000
# Misspelt streets are looked for in this many readings and communes of a query.
READINGS_ALIKE, COMMUNES_ALIKE = 5, 64


@dataclass(frozen=True)
class Geocoder:
    """What geocoding a batch stands on: an index, its country, its communes."""

    index: AddressIndex
    country: Country
    directory: CommuneDirectory


class Places(NamedTuple):
    """The distinct places (postcode, city, code) of some rows, and their candidate communes one behind the other.

    Those of place p are `size[p]` from `first[p]` on in the arrays `commune`, `evidence` (CommuneEvidence) and
    `likeness` (of the commune's name, 0-1).
    """

    postcode: list[str]
    city: list[str]
    citycode: list[str]
    is_told: NDArray[np.bool_]
    first: NDArray[np.int64]
    size: NDArray[np.int64]
    commune: NDArray[np.int64]
    evidence: NDArray[np.int64]
    likeness: NDArray[np.float64]


class Asked(NamedTuple):
    """What some rows ask: the place of each, and whether anything but a place is asked."""

    places: Places
    place: NDArray[np.int64]
    has_street: NDArray[np.bool_]

    def communes(self, row: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """List the candidate communes of some rows: which of the rows, and where in the arrays of `places`."""
        place = self.place[row]
        size = self.places.size[place]
        return np.repeat(np.arange(len(row)), size), expand(self.places.first[place], size)


@dataclass(frozen=True)
class Evidence:
    """All that is known of some rows before the choice.

    Attributes
    ----------
    asked : Asked
    candidates : Candidates
        Streets; `numbers` and `suffix` (as asked) stand beside them.
    """

    asked: Asked
    candidates: Candidates
    numbers: Numbers
    suffix: list[str]


class Readings(NamedTuple):
    """Ways to read rows, one behind the other, those of a row by rank; `key` is a row of `keys`."""

    query: NDArray[np.int64]
    rank: NDArray[np.int64]
    number: NDArray[np.int64]
    suffix: list[str]
    key: NDArray[np.int64]
    keys: list[StreetKey]
    street: list[str]


def gather_evidence(frame: pd.DataFrame, geocoder: Geocoder) -> Evidence:
    """Run the steps over distinct rows with the columns `QUERY_COLUMNS`."""
    address = _folded(frame["address"].tolist())
    plain = read_plain(address, geocoder.country)
    place, told = _read_places(frame)
    asked, plain = _ask_plainly(plain, address, place, told, geocoder)
    readings, candidates, unlike, is_done = _plain_rows(plain, asked, geocoder)
    rows = np.flatnonzero(~is_done)
    if len(rows):
        fields = ((address[row], *told[place[row]]) for row in rows.tolist())
        queries = _split(fields, geocoder)
        asked = _replace_places(asked, rows, queries, geocoder)
        readings, more, others = _other_rows(queries, rows, asked, geocoder, readings)
        candidates, unlike = concatenate([candidates, more]), np.concatenate([unlike, others])
    pairs = _pairs(readings, unlike, asked, most=COMMUNES_ALIKE)
    candidates = concatenate([candidates, alike(pairs, geocoder.index, geocoder.country.grammar.landmarks)])
    candidates = tell_namesakes_apart(candidates, asked, readings, geocoder)
    number = readings.number[candidates.reading_row]
    suffix = [readings.suffix[row] for row in candidates.reading_row.tolist()]
    numbers = find_numbers(candidates.street, number, suffix, geocoder.index, geocoder.country.suffixes)
    return Evidence(asked, candidates, numbers, suffix)


def _folded(texts: list[str]) -> list[str]:
    return [text[:LONGEST_FIELD] for text in fold([text[:LONGEST_RAW] for text in texts])]


def _read_places(frame: pd.DataFrame) -> tuple[NDArray[np.int64], list[tuple[str, str, str]]]:
    """Fold postcode, city and code; give the place of each row, and the distinct places."""
    place = np.zeros(len(frame), dtype=np.int64)
    texts = []
    for name, folding in (("postcode", fold), ("city", fold_cities), ("citycode", fold_cities)):
        code, distinct = pd.factorize(frame[name])
        texts.append(([text[:LONGEST_FIELD] for text in folding([str(one) for one in distinct])], code))
        place = pd.factorize(place * (len(distinct) + 1) + code)[0]
    first = np.unique(place, return_index=True)[1]
    columns = ([folded[code] for code in codes[first].tolist()] for folded, codes in texts)
    return place, list(zip(*columns, strict=True))


def _ask_plainly(
    plain: PlainRows, address: list[str], place: NDArray[np.int64], told: list[tuple[str, str, str]], geocoder: Geocoder
) -> tuple[Asked, PlainRows]:
    """Find the communes of the rows that are plain; a row without a city of its own is not."""
    mine = np.unique(place[plain.row])
    read = [read_place(*told[one], country=geocoder.country) for one in mine.tolist()]
    asked = Asked(
        _places(read, geocoder), np.full(len(address), -1), np.array([bool(one) for one in address], dtype=bool)
    )
    asked.place[plain.row] = np.searchsorted(mine, place[plain.row])
    has_city = np.array([bool(city) for _, city, _ in read], dtype=bool)
    return asked, plain.keep(has_city[asked.place[plain.row]])


def _places(read: Sequence[tuple[str, str, str]], geocoder: Geocoder) -> Places:
    """Find the candidate communes of places."""
    found = [candidate_communes(*one, directory=geocoder.directory, country=geocoder.country) for one in read]
    size = np.array([len(some) for some in found], dtype=np.int64)
    flat = [one for some in found for one in some]
    commune, evidence, likeness = zip(*flat, strict=True) if flat else ((), (), ())
    return Places(
        postcode=[postcode for postcode, _, _ in read],
        city=[city for _, city, _ in read],
        citycode=[code for _, _, code in read],
        is_told=np.array([any(one) for one in read], dtype=bool),
        first=np.cumsum(size) - size,
        size=size,
        commune=np.array(commune, dtype=np.int64),
        evidence=np.array(evidence, dtype=np.int64),
        likeness=np.array(likeness, dtype=float),
    )


def _plain_rows(
    plain: PlainRows, asked: Asked, geocoder: Geocoder
) -> tuple[Readings, Candidates, NDArray[np.int64], NDArray[np.bool_]]:
    """Look up the rows that are read in one way only.

    A row with noise, or with its commune at the end of its street, has other readings and is left to them unless
    the first one settles it.

    Returns
    -------
    readings, candidates
    unlike : int array
        Readings for which names that are alike are still to be found.
    is_done : bool array
        Which rows need no other reading.
    """
    country, count = geocoder.country, len(asked.place)
    keys: dict[StreetKey, int] = {}
    key_of = np.full(len(plain.streets), -1, dtype=np.int64)
    for street in np.unique(plain.street).tolist():
        key_of[street] = keys.setdefault(_street_key(country.grammar, plain.streets[street]), len(keys))
    readings = Readings(
        plain.row, np.zeros(len(plain.row), dtype=np.int64), plain.number, plain.suffix, key_of[plain.street],
        list(keys), [plain.streets[street] for street in plain.street.tolist()],
    )  # fmt: skip
    found = _look_up(readings, np.arange(len(plain.row)), asked, geocoder)
    is_done = _settled(found, count, TypeEvidence.SAME)
    only = [
        row
        for row, street in enumerate(readings.street)
        if not is_done[plain.row[row]]
        and _has_one_reading(street, asked.places.city[asked.place[plain.row[row]]], country)
    ]
    is_done[plain.row[only]] = True
    unlike = np.array(only, dtype=np.int64)
    unlike = unlike[~_settled(found, count, TypeEvidence.NOT_KNOWN)[plain.row[unlike]]]
    return readings, found.take(np.flatnonzero(is_done[found.query])), unlike, is_done


def _has_one_reading(street: str, city: str, country: Country) -> bool:
    """Tell whether there is nothing in a street's text but its name."""
    return not (street.endswith(f" {city}") or country.noise.search(street) or country.tail_noise.search(street))


def _split(fields: Iterable[tuple[str, str, str, str]], geocoder: Geocoder) -> list[Query]:
    """Take lines, postcode and commune out of the fields of rows, wherever they stand."""

    @lru_cache(maxsize=2**16)
    def is_city(text: str, postcode: str) -> bool:
        return is_known_city(text, postcode, directory=geocoder.directory, country=geocoder.country)

    return [split_query(*one, country=geocoder.country, is_city=is_city) for one in fields]


def _replace_places(asked: Asked, rows: NDArray[np.int64], queries: list[Query], geocoder: Geocoder) -> Asked:
    """Put what was taken out of the fields in the place of what they said."""
    known: dict[tuple[str, str, str], int] = {}
    start = len(asked.places.city)
    place, has_street = asked.place.copy(), asked.has_street.copy()
    place[rows] = [start + known.setdefault(one[1:], len(known)) for one in queries]
    has_street[rows] = [bool(one.lines) for one in queries]
    old, new = asked.places, _places(list(known), geocoder)
    return Asked(
        Places(
            postcode=old.postcode + new.postcode,
            city=old.city + new.city,
            citycode=old.citycode + new.citycode,
            is_told=np.concatenate([old.is_told, new.is_told]),
            first=np.concatenate([old.first, new.first + len(old.commune)]),
            size=np.concatenate([old.size, new.size]),
            commune=np.concatenate([old.commune, new.commune]),
            evidence=np.concatenate([old.evidence, new.evidence]),
            likeness=np.concatenate([old.likeness, new.likeness]),
        ),
        place,
        has_street,
    )


def _other_rows(
    queries: list[Query],
    rows: NDArray[np.int64],
    asked: Asked,
    geocoder: Geocoder,
    readings: Readings,
) -> tuple[Readings, Candidates, NDArray[np.int64]]:
    """Look the other rows up by their first reading, then, where that leaves them open, by all.

    Returns
    -------
    readings : Readings
        Those given, and behind them those of the rows.
    candidates : Candidates
    unlike : int array
        Readings for which names that are alike are still to be found.
    """
    country, count = geocoder.country, len(asked.place)
    lines = dict(zip(rows.tolist(), (query.lines for query in queries), strict=True))
    readings, begin = _append(readings, _read(lines, country, most=1))
    found = _look_up(readings, np.arange(begin, len(readings.query)), asked, geocoder)
    settled = _settled(found, count, TypeEvidence.SAME)
    open_ = {row: lines[row] for row in rows[~settled[rows]].tolist()}
    readings, start = _append(readings, _read(open_, country, skip=1))
    found = concatenate([found, _look_up(readings, np.arange(start, len(readings.query)), asked, geocoder)])
    settled |= _settled(found, count, TypeEvidence.NOT_KNOWN)
    mine = np.arange(len(readings.query)) >= begin
    unlike = np.flatnonzero(mine & ~settled[readings.query] & (readings.rank < READINGS_ALIKE))
    return readings, found, unlike


def _read(lines: dict[int, tuple[str, ...]], country: Country, *, most: int | None = None, skip: int = 0) -> Readings:
    """Read the delivery lines of rows, the first `skip` readings left out."""
    told = [
        (row, rank, *reading)
        for row, some in lines.items()
        for rank, reading in enumerate(read_lines(some, country, most=most))
        if rank >= skip
    ]
    query, rank, number, suffix, street = zip(*told, strict=True) if told else ((),) * 5
    keys: dict[StreetKey, int] = {}
    key = [keys.setdefault(_street_key(country.grammar, one), len(keys)) for one in street]
    as_int = (np.array(column, dtype=np.int64) for column in (query, rank, number, key))
    queries, ranks, numbers, codes = as_int
    return Readings(queries, ranks, numbers, list(suffix), codes, list(keys), list(street))


def _append(readings: Readings, more: Readings) -> tuple[Readings, int]:
    """Put readings behind others; give where they begin."""
    start = len(readings.query)
    query, rank, number = (
        np.concatenate([one, other])
        for one, other in (
            (readings.query, more.query), (readings.rank, more.rank), (readings.number, more.number)
        )
    )  # fmt: skip
    key = np.concatenate([readings.key, more.key + len(readings.keys)])
    joined = Readings(
        query,
        rank,
        number,
        readings.suffix + more.suffix,
        key,
        readings.keys + more.keys,
        readings.street + more.street,
    )
    return joined, start


@lru_cache(maxsize=2**18)
def _street_key(grammar: StreetGrammar, street: str) -> StreetKey:
    return grammar.key(street)


def _look_up(readings: Readings, rows: NDArray[np.int64], asked: Asked, geocoder: Geocoder) -> Candidates:
    return same_name(_pairs(readings, rows, asked), geocoder.index, geocoder.country.grammar.landmarks)


def _pairs(readings: Readings, rows: NDArray[np.int64], asked: Asked, *, most: int | None = None) -> Pairs:
    """Pair some readings with the candidate communes of their rows."""
    which, told = asked.communes(readings.query[rows])
    if most is not None:
        rank = np.arange(len(which)) - np.searchsorted(which, which)
        which, told = which[rank < most], told[rank < most]
    reading, places = rows[which], asked.places
    return Pairs(
        query=readings.query[reading],
        reading=readings.rank[reading],
        reading_row=reading,
        commune=places.commune[told],
        evidence=places.evidence[told],
        likeness=places.likeness[told],
        key=readings.key[reading],
        keys=readings.keys,
    )


def _settled(candidates: Candidates, count: int, kind: TypeEvidence) -> NDArray[np.bool_]:
    """Tell which rows have a candidate of the same name, its type that sure, in a sure commune."""
    sure = (candidates.commune_evidence <= SURE) & (candidates.type_evidence <= kind)
    settled = np.zeros(count, dtype=bool)
    settled[candidates.query[sure]] = True
    return settled
