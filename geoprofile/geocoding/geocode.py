"""The geocoder, as a list of steps over a batch of rows.

distinct rows -> folded -> queries (lines, postcode, city) -> readings (number, street) and candidate
communes -> candidate streets (same, same name, alike) -> numbers -> choice -> result columns
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.countries.grammar import StreetGrammar, StreetKey, fold
from geoprofile.geocoding.answer import Located, commune_answers, empty_answers, street_answers
from geoprofile.geocoding.choice import SURE_COMMUNE, choose
from geoprofile.geocoding.communes import (
    CommuneDirectory,
    candidate_communes,
    commune_directory,
    fold_cities,
    is_known_city,
)
from geoprofile.geocoding.numbers import find_numbers
from geoprofile.geocoding.queries import Query, split_query
from geoprofile.geocoding.readings import Reading, read_lines
from geoprofile.geocoding.similarity import UNTYPED
from geoprofile.geocoding.streets import (
    Candidates,
    Pairs,
    alike,
    concatenate,
    same_bare,
    same_key,
)
from geoprofile.tables import QUERY_COLUMNS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.countries.country import Country
    from geoprofile.territory.address_index import AddressIndex

__all__ = ["Geocoder", "geocode_batch", "make_geocoder"]

# Letters of a field that are read: no delivery address is longer.
LONGEST_FIELD = 300
# What is left of a commune's weight for a street outside the former commune by whose name it was asked.
OTHER_FORMER_COMMUNE = 0.7
# What the score of a commune is worth that is answered where a street was asked.
INSTEAD_OF_STREET = 0.4
# Misspelt streets are looked for in this many readings and communes of a query.
READINGS_ALIKE, COMMUNES_ALIKE = 5, 25


@dataclass(frozen=True)
class Geocoder:
    """What geocoding a batch stands on: an index, its country, its communes."""

    index: AddressIndex
    country: Country
    directory: CommuneDirectory


def make_geocoder(index: AddressIndex, country: Country) -> Geocoder:
    """Prepare an index for geocoding (milliseconds for a departement, a second for France)."""
    return Geocoder(index, country, commune_directory(index, country))


def geocode_batch(queries: pd.DataFrame, geocoder: Geocoder) -> pd.DataFrame:
    """Geocode rows of text.

    Parameters
    ----------
    queries : DataFrame
        Columns `QUERY_COLUMNS` (address, postcode, city, citycode), text, empty where unknown.

    Returns
    -------
    DataFrame
        `result_schema()`, one row a row of `queries`, on its index.
    """
    if queries.empty:
        return empty_answers(0, status="ok", reason=[]).set_index(queries.index)
    row, distinct = _distinct(queries)
    answers = _geocode_distinct(distinct, geocoder)
    return answers.take(row).set_axis(queries.index)


def _distinct(queries: pd.DataFrame) -> tuple[NDArray[np.int64], pd.DataFrame]:
    """Number the distinct rows, and give each once."""
    groups = queries.groupby(list(QUERY_COLUMNS), sort=False, dropna=False)
    row = groups.ngroup().to_numpy().astype(np.int64)
    first = np.unique(row, return_index=True)[1]
    return row, queries.iloc[first]


def _geocode_distinct(frame: pd.DataFrame, geocoder: Geocoder) -> pd.DataFrame:
    """Run the steps over distinct rows."""
    queries = _queries(frame, geocoder)
    communes = _communes(queries, geocoder)
    readings, candidates = _candidate_streets(queries, communes, geocoder)
    candidates = _weigh_namesakes(candidates, queries, geocoder)
    asked = [readings[q][r] for q, r in zip(candidates.query.tolist(), candidates.reading.tolist(), strict=True)]
    number = np.array([reading.number for reading in asked], dtype=np.int64)
    suffix = [reading.suffix for reading in asked]
    numbers = find_numbers(candidates.street, number, suffix, geocoder.index, geocoder.country.suffixes)
    choice = choose(candidates, numbers, len(queries))

    best = choice.candidate[choice.candidate >= 0]
    found = Located(
        candidates.street[best],
        numbers.how[best],
        numbers.address[best],
        numbers.longitude[best],
        numbers.latitude[best],
        number[best],
        [suffix[position] for position in best],
        candidates.commune_weight[best],
        candidates.street_likeness[best],
        choice.score[choice.candidate >= 0],
        choice.next_score[choice.candidate >= 0],
    )
    with_street = np.flatnonzero(choice.candidate >= 0)
    others = np.flatnonzero(choice.candidate < 0)
    parts = [
        street_answers(found, geocoder.index, geocoder.country).set_axis(with_street),
        *_without_street(others, choice.ambiguous, queries, communes, geocoder),
    ]
    return pd.concat([part for part in parts if len(part)]).sort_index()


def _queries(frame: pd.DataFrame, geocoder: Geocoder) -> list[Query]:
    """Fold the fields and take postcode and commune out of them."""
    folded = [fold(frame[name].tolist()) for name in ("address", "postcode")]
    cities, codes = fold_cities(frame["city"].tolist()), fold_cities(frame["citycode"].tolist())

    def is_city(text: str, postcode: str) -> bool:
        return is_known_city(text, postcode, directory=geocoder.directory, country=geocoder.country)

    return [
        split_query(*(field[:LONGEST_FIELD] for field in fields), country=geocoder.country, is_city=is_city)
        for fields in zip(*folded, cities, codes, strict=True)
    ]


def _communes(queries: list[Query], geocoder: Geocoder) -> list[list[tuple[int, float]]]:
    """Weigh the candidate communes of each distinct (postcode, city, code) once."""
    keys = [(query.postcode, query.city, query.citycode) for query in queries]
    weighed = {
        key: candidate_communes(*key, directory=geocoder.directory, country=geocoder.country) for key in set(keys)
    }
    return [weighed[key] for key in keys]


@lru_cache(maxsize=2**18)
def _street_key(grammar: StreetGrammar, street: str) -> StreetKey:
    return grammar.key(street)


def _candidate_streets(
    queries: list[Query], communes: list[list[tuple[int, float]]], geocoder: Geocoder
) -> tuple[list[list[Reading]], Candidates]:
    """Look streets up in tiers; a query goes to the next tier while no sure candidate was found.

    Returns
    -------
    readings : list of list of Reading
        Of each query: the first one, or all of them where the first tier left it open.
    candidates : Candidates
    """
    count, index, country = len(queries), geocoder.index, geocoder.country
    grammar = country.grammar
    everyone = np.ones(count, dtype=bool)
    readings = [read_lines(query.lines, country, most=1) for query in queries]
    literal = same_key(_pairs(readings, communes, everyone, grammar, slice(0, 1)), index)
    parts = [literal]
    unsettled = everyone & ~_settled(literal, count, 1.0)
    if unsettled.any():
        for query in np.flatnonzero(unsettled).tolist():
            readings[query] = read_lines(queries[query].lines, country)
        pairs = _pairs(readings, communes, unsettled, grammar, slice(1, None))
        parts.append(same_key(pairs, index))
        unsettled &= ~_settled(parts[-1], count, 1.0)
    if unsettled.any():
        pairs = _pairs(readings, communes, unsettled, grammar, slice(0, None))
        parts.append(same_bare(pairs, index, grammar.landmarks))
        unsettled &= ~_settled(parts[-1], count, UNTYPED)
    if unsettled.any():
        few = [weighed[:COMMUNES_ALIKE] for weighed in communes]
        parts.append(
            alike(_pairs(readings, few, unsettled, grammar, slice(0, READINGS_ALIKE)), index, grammar.landmarks)
        )
    return readings, concatenate(parts)


def _settled(candidates: Candidates, count: int, likeness: float) -> NDArray[np.bool_]:
    """Tell which queries have a candidate that like in a commune that sure."""
    sure = (candidates.commune_weight >= SURE_COMMUNE) & (candidates.street_likeness >= likeness)
    settled = np.zeros(count, dtype=bool)
    settled[candidates.query[sure]] = True
    return settled


def _pairs(
    readings: list[list[Reading]],
    communes: list[list[tuple[int, float]]],
    wanted: NDArray[np.bool_],
    grammar: StreetGrammar,
    ranks: slice,
) -> Pairs:
    """Pair the readings of some queries with their candidate communes."""
    rows = [
        (query, rank, commune, weight, _street_key(grammar, reading.street))
        for query in np.flatnonzero(wanted).tolist()
        for rank, reading in list(enumerate(readings[query]))[ranks]
        for commune, weight in communes[query]
    ]
    query, rank, commune, weight, key = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    as_int = [np.array(column, dtype=np.int64) for column in (query, rank, commune)]
    return Pairs(as_int[0], as_int[1], as_int[2], np.array(weight, dtype=float), list(key))


def _weigh_namesakes(candidates: Candidates, queries: list[Query], geocoder: Geocoder) -> Candidates:
    """Tell streets of one name in one commune apart, by their former commune and their postcode."""
    index, country, former = geocoder.index, geocoder.country, geocoder.directory.former
    postcodes = index.texts("streets", "postcode").take(candidates.street).to_pylist()
    old = index.texts("streets", "old_city").take(candidates.street).to_pylist()
    former_keys = set(former.values())
    named = {query.city: country.city_key(query.city)[0] for query in queries} if former else {}
    factor = np.ones(len(postcodes))
    for place, row in enumerate(candidates.query.tolist()):
        query = queries[row]
        if query.postcode and postcodes[place] != query.postcode:
            factor[place] = country.other_postcode
        key = named.get(query.city, "")
        if key in former_keys and former.get(old[place]) != key:
            factor[place] *= OTHER_FORMER_COMMUNE
    return replace(candidates, commune_weight=candidates.commune_weight * factor)


def _without_street(
    rows: NDArray[np.int64],
    ambiguous: NDArray[np.bool_],
    queries: list[Query],
    communes: list[list[tuple[int, float]]],
    geocoder: Geocoder,
) -> list[pd.DataFrame]:
    """Answer what has no street: with the commune where one alone is sure, else with a reason."""
    to_commune: list[tuple[int, int, float, str]] = []
    nothing: list[tuple[int, str, str]] = []
    street_count = geocoder.index.numbers("communes", "names_count")
    for row in rows.tolist():
        query, weighed = queries[row], communes[row]
        told = query.city or query.citycode or query.postcode
        if not (query.lines or told):
            nothing.append((row, "skipped", "no address in this row"))
        elif not weighed:
            nothing.append((row, "not-found", "commune not in the base" if told else "no commune in the address"))
        elif weighed[0][1] < SURE_COMMUNE:
            nothing.append((row, "not-found", "postcode and city name different communes"))
        elif len(weighed) > 1 and weighed[1][1] == weighed[0][1]:
            shared = "have such a street" if ambiguous[row] else "fit and none has this street"
            nothing.append((row, "not-found", f"several communes {shared}"))
        else:
            reason = "street not in the base" if query.lines else "no street asked"
            if query.lines and not street_count[weighed[0][0]]:
                reason = "addresses of this commune not in the base"
            elif ambiguous[row]:
                reason = "several streets fit"
            score = weighed[0][1] * (INSTEAD_OF_STREET if query.lines else 1)
            to_commune.append((row, weighed[0][0], score, f"{reason}; commune {weighed[0][1]:.2f}"))
    parts = []
    if to_commune:
        place, commune, score, reasons = zip(*to_commune, strict=True)
        answers = commune_answers(np.array(commune), np.array(score), list(reasons), geocoder.index, geocoder.country)
        parts.append(answers.set_axis(np.array(place)))
    for status in ("skipped", "not-found"):
        chosen = [(row, reason) for row, one, reason in nothing if one == status]
        answers = empty_answers(len(chosen), status=status, reason=[reason for _, reason in chosen])
        parts.append(answers.set_axis(np.array([row for row, _ in chosen], dtype=np.int64)))
    return parts
