"""Candidate communes of a (postcode, city, code): the postcode is evidence, never a filter."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from geoprofile.countries.grammar import fold
from geoprofile.geocoding.evidence import CommuneEvidence

if TYPE_CHECKING:
    from geoprofile.countries.country import Country
    from geoprofile.territory.address_index import AddressIndex

__all__ = ["SURE", "CandidateCommune", "CommuneDirectory", "candidate_communes", "commune_directory"]

# Of each commune found: what speaks for it, and the likeness of its name.
Told = dict[int, tuple[CommuneEvidence, float]]

# Misspelt names: the likest of them, and their least likeness (0-100).
MOST_ALIKE = 20
LIKE_NAME = 78
# Letters of a name that may be the beginning of a longer one (`ARGENTAT` of Argentat-sur-Dordogne).
SHORTEST_BEGINNING = 4
# A name that begins another is like it by this much at least.
LIKE_BEGINNING = 90
# The strongest evidence: a commune with it is taken for the right one, no look elsewhere is needed.
SURE = CommuneEvidence.ALIKE


class CandidateCommune(NamedTuple):
    """A commune that a row may mean; `likeness` (0-1) is that of its name to the one asked."""

    commune: int
    evidence: CommuneEvidence
    likeness: float


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
        Commune code to communes; the code of a whole city to all its arrondissements, that of a former commune
        to the one that it is part of.
    departements : list of set
        For each commune, the first two characters of its code and postcodes.
    names : list of list
        For each commune, the keys of its names.
    names_of_departement : dict
        First two characters of a postcode or code to the keys of all names there.
    former : dict
        Name of a former commune, as streets bear it, to its key.
    """

    by_name: dict[str, list[tuple[int, int]]]
    by_postcode: dict[str, list[int]]
    by_code: dict[str, list[int]]
    departements: list[set[str]]
    names: list[list[str]]
    names_of_departement: dict[str, list[str]]
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
    for code, commune in _former_codes(index):
        by_code[code].append(commune)
    by_postcode: dict[str, list[int]] = defaultdict(list)
    for row in index.tables["postcodes"].to_pylist():
        by_postcode[row["postcode"]].append(row["commune"])
        departements[row["commune"]].add(row["postcode"][:2])
    names_of_departement: dict[str, dict[str, None]] = defaultdict(dict)
    for commune, keys in enumerate(names):
        for departement in departements[commune]:
            names_of_departement[departement] |= dict.fromkeys(keys)
    sorted_names = {departement: sorted(keys) for departement, keys in names_of_departement.items()}
    old = [name for name in index.texts("deliveries", "old_city").unique().to_pylist() if name]
    former = {name: country.city_key(folded)[0] for name, folded in zip(old, fold(old), strict=True)}
    return CommuneDirectory(dict(by_name), dict(by_postcode), dict(by_code), departements, names, sorted_names, former)


def _former_codes(index: AddressIndex) -> set[tuple[str, int]]:
    """Pair the codes of former communes with the communes that they are part of."""
    delivery, commune = (index.numbers("streets", name).astype(np.int64) for name in ("delivery", "commune"))
    pairs = np.unique(delivery << 32 | commune)
    codes = index.text("deliveries", "old_citycode", pairs >> 32)
    current = index.text("communes", "citycode", pairs & 0xFFFFFFFF)
    return {
        (code, row)
        for code, own, row in zip(codes, current, (pairs & 0xFFFFFFFF).tolist(), strict=True)
        if code and code != own
    }


def candidate_communes(
    postcode: str, city: str, citycode: str, *, directory: CommuneDirectory, country: Country
) -> list[CandidateCommune]:
    """Weigh the communes that a postcode, a folded city name and a commune code speak for.

    Returns
    -------
    list of CandidateCommune
        Strongest evidence first, ties by likeness, then by commune.
    """
    name, district = country.city_key(city) if city else ("", 0)
    found = _by_name(name, district, postcode, directory)
    if not any(evidence == CommuneEvidence.NAME_AND_POSTCODE for evidence, _ in found.values()):
        _add_by_postcode(found, name, postcode, directory)
    if name and not found:
        _add_by_likeness(found, name, postcode, directory)
    coded = directory.by_code.get(citycode, [])
    if coded:
        found = _with_code(found, coded, postcode, directory)
    candidates = [CandidateCommune(commune, *told) for commune, told in found.items()]
    if len(candidates) == 1:
        return candidates
    return sorted(candidates, key=lambda one: (one.evidence, -one.likeness, one.commune))


def is_known_city(text: str, postcode: str, *, directory: CommuneDirectory, country: Country) -> bool:
    """Tell whether a folded text names a commune of a postcode, or of its departement if no commune has it."""
    named = directory.by_name.get(country.city_key(text)[0], [])
    if not (named and postcode):
        return bool(named)
    here = directory.by_postcode.get(postcode)
    if here is not None:
        return any(commune in here for commune, _ in named)
    return any(postcode[:2] in directory.departements[commune] for commune, _ in named)


def fold_cities(texts: list[str]) -> list[str]:
    """Fold city names; the comma of `PARIS, FRANCE` parts nothing here."""
    return [text.replace(",", " ") for text in fold(texts)]


def _by_name(name: str, district: int, postcode: str, directory: CommuneDirectory) -> Told:
    """Take the communes of that name, with what the postcode says of each."""
    named = directory.by_name.get(name, [])
    of_district = [(commune, number) for commune, number in named if district and number == district]
    named = of_district or named
    at_postcode = set(directory.by_postcode.get(postcode, ()))
    found: Told = {}
    for commune, number in named:
        if commune in at_postcode:
            found[commune] = CommuneEvidence.NAME_AND_POSTCODE, 1.0
        elif not postcode or of_district:
            found[commune] = CommuneEvidence.NAME, 1.0
        elif postcode[:2] in directory.departements[commune]:
            if not (number and any(other in at_postcode for other, _ in named)):  # else the postcode says which
                found[commune] = CommuneEvidence.NAME_NEAR, 1.0
        else:
            found[commune] = CommuneEvidence.NAME_FAR, 1.0
    return found


def _add_by_postcode(found: Told, name: str, postcode: str, directory: CommuneDirectory) -> None:
    """Add the communes of the postcode whose name is like the one asked, or all where none is asked.

    A commune of another name is no candidate: where the base lacks a commune, its neighbours would answer.
    """
    for commune in directory.by_postcode.get(postcode, ()):
        if commune in found:
            continue
        if not name:
            found[commune] = CommuneEvidence.POSTCODE, 1.0
            continue
        names = directory.names[commune]
        likeness = max((fuzz.ratio(name, known) for known in names), default=0.0)
        begins = any(known.startswith(name) or name.startswith(known) for known in names)
        if begins and len(name) >= SHORTEST_BEGINNING:
            likeness = max(likeness, LIKE_BEGINNING)
        if likeness >= LIKE_NAME:
            found[commune] = CommuneEvidence.ALIKE_AND_POSTCODE, likeness / 100


def _add_by_likeness(found: Told, name: str, postcode: str, directory: CommuneDirectory) -> None:
    """Add communes of a name like the one asked, of the same departement where a postcode is given."""
    known = directory.names_of_departement.get(postcode[:2], []) if postcode else directory.by_name.keys()
    for key, likeness, _ in process.extract(name, known, scorer=fuzz.ratio, score_cutoff=LIKE_NAME, limit=MOST_ALIKE):
        for commune, _ in directory.by_name[key]:
            if not postcode or postcode[:2] in directory.departements[commune]:
                found.setdefault(commune, (CommuneEvidence.ALIKE, likeness / 100))
    if postcode and not found and len(name) >= SHORTEST_BEGINNING:  # the code of a CEDEX, the short name of a town
        begun = [key for key in known if key.startswith(name)]
        for commune, _ in (pair for key in begun for pair in directory.by_name[key]):
            if postcode[:2] in directory.departements[commune]:
                found.setdefault(commune, (CommuneEvidence.ALIKE, LIKE_BEGINNING / 100))


def _with_code(found: Told, coded: list[int], postcode: str, directory: CommuneDirectory) -> Told:
    """Add the evidence of a commune code: it confirms, or it stands against postcode and name.

    The code of a whole city confirms those of its arrondissements that the postcode allows.
    """
    at_postcode = directory.by_postcode.get(postcode, ())
    confirmed = [commune for commune in coded if commune in at_postcode] or coded
    if not found or any(commune in found for commune in confirmed):
        agreed = CommuneEvidence.CODE
    else:
        agreed = CommuneEvidence.CODE_AGAINST_NAME
    others = {
        commune: (CommuneEvidence.NAME_AGAINST_CODE, likeness)
        for commune, (evidence, likeness) in found.items()
        if evidence <= CommuneEvidence.POSTCODE
    }
    return others | dict.fromkeys(confirmed, (agreed, 1.0))
