"""Candidate communes of a (postcode, city, code): the postcode is evidence, never a filter."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from geoprofile.countries.grammar import fold
from geoprofile.geocoding.choice import LEAST_SCORE

if TYPE_CHECKING:
    from geoprofile.countries.country import Country
    from geoprofile.territory.address_index import AddressIndex

__all__ = ["CommuneDirectory", "candidate_communes", "commune_directory"]

MOST_CANDIDATES = 40
# Least likeness (0-100) of a misspelt commune name.
LIKE_NAME = 78
# Letters of a name that may be the beginning of a longer one (`ARGENTAT` of Argentat-sur-Dordogne).
SHORTEST_BEGINNING = 4
# Weights: how likely a commune is the right one, by what speaks for it.
NAME_AND_POSTCODE = 1.0
NAME_ALONE = 0.95
NAME_SAME_DEPARTEMENT = 0.92
NAME_OTHER_POSTCODE = 0.6
CODE_ALONE = 0.8
# What a commune that postcode and name speak for is worth where a code speaks for another.
AGAINST_CODE = 0.8
POSTCODE_ALONE = 0.95


@dataclass(frozen=True)
class CommuneDirectory:
    """What the index knows of communes, as dictionaries.

    Attributes
    ----------
    by_name : dict
        Key of a name to (commune, district) pairs.
    by_postcode : dict
        Postcode to communes.
    by_code : dict
        Commune code to communes; the code of a whole city to all its arrondissements.
    departements : list of set
        For each commune, the first two characters of its code and postcodes.
    names : list of list
        For each commune, the keys of its names.
    former : dict
        Name of a former commune, as streets bear it, to its key.
    """

    by_name: dict[str, list[tuple[int, int]]]
    by_postcode: dict[str, list[int]]
    by_code: dict[str, list[int]]
    departements: list[set[str]]
    names: list[list[str]]
    former: dict[str, str]


def commune_directory(index: AddressIndex, country: Country) -> CommuneDirectory:
    """Lay out the communes of an index as dictionaries."""
    codes = index.texts("communes", "citycode").to_pylist()
    by_name: dict[str, list[tuple[int, int]]] = defaultdict(list)
    names: list[list[str]] = [[] for _ in codes]
    for row in index.tables["commune_names"].to_pylist():
        by_name[row["key"]].append((row["commune"], row["district"]))
        names[row["commune"]].append(row["key"])
    by_code: dict[str, list[int]] = defaultdict(list)
    departements = []
    for commune, code in enumerate(codes):
        departements.append({code[:2]})
        for known in {code, country.whole_city(code)}:
            by_code[known].append(commune)
    by_postcode: dict[str, list[int]] = defaultdict(list)
    for row in index.tables["postcodes"].to_pylist():
        by_postcode[row["postcode"]].append(row["commune"])
        departements[row["commune"]].add(row["postcode"][:2])
    old = [name for name in index.texts("streets", "old_city").unique().to_pylist() if name]
    former = {name: country.city_key(folded)[0] for name, folded in zip(old, fold(old), strict=True)}
    return CommuneDirectory(dict(by_name), dict(by_postcode), dict(by_code), departements, names, former)


def candidate_communes(
    postcode: str, city: str, citycode: str, *, directory: CommuneDirectory, country: Country
) -> list[tuple[int, float]]:
    """Weigh the communes that a postcode, a folded city name and a commune code speak for.

    Returns
    -------
    list of (commune, weight)
        Heaviest first, ties by commune, none that no street could lift over `LEAST_SCORE`.
    """
    name, district = country.city_key(city) if city else ("", 0)
    weights = _by_name(name, district, postcode, directory)
    _add_by_postcode(weights, name, postcode, directory)
    if name and not weights:
        _add_by_likeness(weights, name, postcode, directory)
    coded = directory.by_code.get(citycode, [])
    if coded:
        weights = _with_code(weights, coded, postcode, directory)
    heavy = [(commune, weight) for commune, weight in weights.items() if weight >= LEAST_SCORE]
    return sorted(heavy, key=lambda pair: (-pair[1], pair[0]))[:MOST_CANDIDATES]


def is_known_city(text: str, postcode: str, *, directory: CommuneDirectory, country: Country) -> bool:
    """Tell whether a folded text names a commune of the index, of the postcode's departement if one is given."""
    named = directory.by_name.get(country.city_key(text)[0], [])
    return any(not postcode or postcode[:2] in directory.departements[commune] for commune, _ in named)


def fold_cities(texts: list[str]) -> list[str]:
    """Fold city names; the comma of `PARIS, FRANCE` parts nothing here."""
    return [text.replace(",", " ") for text in fold(texts)]


def _by_name(name: str, district: int, postcode: str, directory: CommuneDirectory) -> dict[int, float]:
    """Weigh the communes of that name, by what the postcode says of each."""
    named = directory.by_name.get(name, [])
    of_district = [(commune, number) for commune, number in named if district and number == district]
    named = of_district or named
    at_postcode = set(directory.by_postcode.get(postcode, ()))
    weights = {}
    for commune, number in named:
        if commune in at_postcode:
            weights[commune] = NAME_AND_POSTCODE
        elif not postcode or of_district:
            weights[commune] = NAME_ALONE
        elif postcode[:2] in directory.departements[commune]:
            if not (number and any(other in at_postcode for other, _ in named)):  # else the postcode says which
                weights[commune] = NAME_SAME_DEPARTEMENT
        else:
            weights[commune] = NAME_OTHER_POSTCODE
    return weights


def _add_by_postcode(weights: dict[int, float], name: str, postcode: str, directory: CommuneDirectory) -> None:
    """Add the communes of the postcode whose name is like the one asked, or all where none is asked.

    A commune of another name is no candidate: where the base lacks a commune, its neighbours would answer.
    """
    for commune in directory.by_postcode.get(postcode, ()):
        if commune in weights:
            continue
        if not name:
            weights[commune] = POSTCODE_ALONE
            continue
        names = directory.names[commune]
        likeness = max((fuzz.ratio(name, known) for known in names), default=0.0)
        begins = any(known.startswith(name) or name.startswith(known) for known in names)
        if likeness >= LIKE_NAME or (begins and len(name) >= SHORTEST_BEGINNING):
            weights[commune] = NAME_ALONE * max(likeness, 90) / 100


def _add_by_likeness(weights: dict[int, float], name: str, postcode: str, directory: CommuneDirectory) -> None:
    """Add communes of a name like the one asked, of the same departement where a postcode is given."""
    alike = process.extract(name, directory.by_name.keys(), scorer=fuzz.ratio, score_cutoff=LIKE_NAME, limit=20)
    for key, likeness, _ in alike:
        for commune, _ in directory.by_name[key]:
            if not postcode or postcode[:2] in directory.departements[commune]:
                weights[commune] = max(weights.get(commune, 0.0), NAME_SAME_DEPARTEMENT * likeness / 100)


def _with_code(
    weights: dict[int, float], coded: list[int], postcode: str, directory: CommuneDirectory
) -> dict[int, float]:
    """Add the evidence of a commune code: it confirms, or it stands against postcode and name.

    The code of a whole city confirms those of its arrondissements that the postcode allows.
    """
    at_postcode = directory.by_postcode.get(postcode, ())
    confirmed = [commune for commune in coded if commune in at_postcode] or coded
    agree = not weights or any(commune in weights for commune in confirmed)
    others = {commune: weight * AGAINST_CODE for commune, weight in weights.items() if weight >= NAME_ALONE}
    return others | dict.fromkeys(confirmed, NAME_AND_POSTCODE if agree else CODE_ALONE)
