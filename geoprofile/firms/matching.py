"""Firms without a number, found in the register by name and address; where two fit as well, none is chosen."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import isnan, nan
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.firms.names import core_words, fold_name, name_keys
from geoprofile.firms.similarity import WordWeights, address_similarity, name_similarity, same_town
from geoprofile.firms.trades import is_landlord_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geoprofile.firms.sirene import Register

__all__ = ["LEAST_MARGIN", "LEAST_SCORE", "MATCH_REASONS", "SOUGHT_COLUMNS", "match_firms", "places_of"]

SOUGHT_COLUMNS = ("name", "address", "postcode", "city", "citycode")
# Chosen on made-up dirt (benchmarks/sirene.py): precision at least .98 there.
LEAST_SCORE = 0.78
LEAST_MARGIN = 0.03
NAME_PART, ADDRESS_PART = 0.6, 0.4
# What the address is worth where either side names no street: the commune is all that agrees.
UNKNOWN_ADDRESS = 0.5
CLOSED_COST = 0.05
# A name that has little to do with the other is not mended by an address: other firms live there too.
LEAST_NAME = 0.6
SAME_PLACE = 0.95
# Villages share a postcode, and each has its High Street.
OTHER_TOWN_COST = 0.25
# A landlord and a tenant share name and address: one name with "SCI", the other without, at most.
LANDLORD_MOST, LANDLORD_OTHER_NAME = 0.7, 0.55
# Legal categories of firms that hold land and walls.
LANDLORD_FORMS = frozenset(["6521", "6533", "6534", "6535", "6539", "6540", "6541", "6542", "6543", "6544"])
MATCH_REASONS: dict[str, str] = {
    "name_and_address": "name and address agree",
    "name_and_commune": "the name agrees in the commune or postcode; one of the addresses names no street",
    "no_name": "no name to look for",
    "bare_name": "the name is a legal form and nothing else",
    "no_place": "no postcode and no commune to look in",
    "no_candidate": "no firm there bears a name alike",
    "low_score": "the best candidate is too little alike",
    "ambiguous": "two firms fit as well: choose by hand",
    "ambiguous_establishment": "the firm is known; several of its establishments fit as well",
}


@dataclass(frozen=True)
class _Firm:
    """One establishment as a candidate."""

    siret: str
    siren: str
    names: tuple[str, ...]
    address: str
    city: str
    citycode: str
    is_active: bool
    is_landlord: bool


@dataclass(frozen=True)
class _Sought:
    """One row of the file."""

    name: str
    address: str
    postcode: str
    city: str
    citycode: str


@dataclass(frozen=True)
class _Scored:
    score: float
    address: float
    firm: _Firm


def match_firms(
    sought: pd.DataFrame, register: Register, *, least_score: float = LEAST_SCORE, least_margin: float = LEAST_MARGIN
) -> pd.DataFrame:
    """Find firms by name and address.

    Candidates lie in the same postcode or commune and share the beginning of a word of their name, or its acronym.
    The score is 0.6 of the likeness of names and 0.4 of that of addresses, a little less for a closed establishment,
    much less where both sides tell a town and they differ.

    Parameters
    ----------
    sought : DataFrame of n rows
        `SOUGHT_COLUMNS`, text, empty where not known; `address` is house number and street.
    register : Register
        Read with the postcodes, communes and `name_keys` of `sought` wanted.
    least_score, least_margin : float
        Below either none is chosen.

    Returns
    -------
    DataFrame of n rows
        Index of `sought`. `siret`, `siren` (the firm alone where its establishment is ambiguous), `score` and
        `score_next` (0-1, NaN without candidate), `reason` (one of `MATCH_REASONS`).
    """
    firms = _firms(register)
    weights = _weigh_words(firms)
    blocks = _blocks(register, firms)
    rows = sought[list(SOUGHT_COLUMNS)].fillna("")
    found = [
        _match_one(_Sought(*row), blocks, weights, least_score, least_margin)
        for row in rows.itertuples(index=False, name=None)
    ]
    columns = {
        name: pd.array([one[place] for one in found], dtype="str" if name in {"siret", "siren", "reason"} else "float")
        for place, name in enumerate(("siret", "siren", "score", "score_next", "reason"))
    }
    return pd.DataFrame(columns, index=sought.index)


def places_of(postcode: str, city: str, citycode: str) -> list[str]:
    """Give where a firm is sought: in its postcode and its commune by code, else in the commune of that name."""
    return [place for place in (postcode, citycode) if place] or [name for name in (fold_name(city),) if name]


def _firms(register: Register) -> list[_Firm]:
    """Lay out the establishments that may be shown, in the order of their numbers."""
    rows = register.establishments
    rows = rows[~rows["is_private"]]
    names_of = _unit_names(register.units)
    signs = rows[["sign_1", "sign_2", "sign_3", "usual_name"]].itertuples(index=False, name=None)
    street = (rows["house_number"] + " " + rows["street_type"] + " " + rows["street"]).tolist()
    forms = register.units["legal_form"]
    landlords = frozenset(forms.index[forms.isin(LANDLORD_FORMS)])
    return [
        _Firm(
            siret, siren, tuple(dict.fromkeys(n for n in (*names_of.get(siren, ()), *own) if n)), where, city, code,
            state, siren in landlords or _is_landlord(names_of.get(siren, ())),
        )
        for siret, siren, own, where, city, code, state in zip(
            rows.index, rows["siren"], signs, street, rows["city"], rows["citycode"], rows["state"] == "A",
            strict=True,
        )
    ]  # fmt: skip


def _is_landlord(names: Iterable[str]) -> bool:
    return any(is_landlord_word(word) for name in names for word in fold_name(name).split())


def _unit_names(units: pd.DataFrame) -> Mapping[str, tuple[str, ...]]:
    """Give the names of each legal unit; a sole proprietor's both ways round are the same to us."""
    open_units = units[~units["is_private"]]
    first = open_units["first_name"].where(open_units["first_name"] != "", open_units["first_name_1"])
    persons = {
        kind: (first + " " + open_units[kind]).where(open_units[kind] != "", "") for kind in ("surname", "used_surname")
    }
    columns = [open_units[name] for name in ("name", "usual_1", "usual_2", "usual_3", "initials")]
    return {
        siren: tuple(name for name in names if name)
        for siren, *names in zip(open_units.index, *columns, *persons.values(), strict=True)
    }


def _weigh_words(firms: Iterable[_Firm]) -> WordWeights:
    """Count in how many firms each word stands."""
    words: dict[str, set[str]] = defaultdict(set)
    for firm in firms:
        for name in firm.names:
            words[firm.siren].update(core_words(name))
    return WordWeights(Counter(word for own in words.values() for word in own), len(words))


def _blocks(register: Register, firms: Iterable[_Firm]) -> Mapping[tuple[str, str], list[_Firm]]:
    """File the firms by place (postcode, commune code, commune name) and beginning of a word."""
    rows = register.establishments
    places = rows.loc[~rows["is_private"], ["postcode", "citycode", "city"]].itertuples(index=False, name=None)
    blocks: dict[tuple[str, str], list[_Firm]] = defaultdict(list)
    for firm, (postcode, citycode, city) in zip(firms, places, strict=True):
        keys = {key for name in firm.names for key in name_keys(name)}
        for place in {postcode, citycode, fold_name(city)} - {""}:
            for key in keys:
                blocks[place, key].append(firm)
    return blocks


def _match_one(
    row: _Sought, blocks: Mapping[tuple[str, str], list[_Firm]], weights: WordWeights,
    least_score: float, least_margin: float,
) -> tuple[str, str, float, float, str]:  # fmt: skip
    if not core_words(row.name):
        return "", "", nan, nan, "bare_name" if fold_name(row.name) else "no_name"
    places = places_of(row.postcode, row.city, row.citycode)
    if not places:
        return "", "", nan, nan, "no_place"
    keys = name_keys(row.name)
    near = {firm.siret: firm for place in places for key in keys for firm in blocks.get((place, key), ())}
    scored = sorted((_score(row, firm, weights) for firm in near.values()), key=_rank)
    if not scored:
        return "", "", nan, nan, "no_candidate"
    return _choose(scored, least_score, least_margin)


def _rank(one: _Scored) -> tuple[float, str]:
    return -one.score, one.firm.siret


def _score(row: _Sought, firm: _Firm, weights: WordWeights) -> _Scored:
    alike = name_similarity(row.name, firm.names, weights)
    if firm.is_landlord != _is_landlord([row.name]):
        alike = min(alike, LANDLORD_MOST if alike == 1 else LANDLORD_OTHER_NAME)
    where = address_similarity(row.address, firm.address)
    score = NAME_PART * alike + ADDRESS_PART * (UNKNOWN_ADDRESS if isnan(where) else where)
    if alike < LEAST_NAME:
        score = min(score, alike)
    cost = (0 if firm.is_active else CLOSED_COST) + (0 if _one_town(row, firm) else OTHER_TOWN_COST)
    return _Scored(max(score - cost, 0.0), where, firm)


def _one_town(row: _Sought, firm: _Firm) -> bool:
    """Tell whether row and firm may be of one town, by code, else by name; what is not told speaks against none."""
    if row.citycode and row.citycode == firm.citycode:
        return True
    if row.city:
        return same_town(row.city, firm.city)
    return not (row.citycode and firm.citycode)


def _choose(scored: list[_Scored], least_score: float, least_margin: float) -> tuple[str, str, float, float, str]:
    """Choose the best, unless it is too little alike or another firm fits as well."""
    best = scored[0]
    rivals = [one for one in scored[1:] if best.score - one.score < least_margin]
    other = next((one.score for one in scored[1:]), nan)
    if best.score < least_score:
        return "", "", best.score, other, "low_score"
    reason = "name_and_commune" if isnan(best.address) else "name_and_address"
    if not rivals:
        return best.firm.siret, best.firm.siren, best.score, other, reason
    if any(one.firm.siren != best.firm.siren for one in rivals):
        return "", "", best.score, other, "ambiguous"
    here = [one for one in (best, *rivals) if one.address >= SAME_PLACE]
    if len(here) == 1:  # the branch at the very address, not the head office elsewhere
        return here[0].firm.siret, best.firm.siren, here[0].score, other, reason
    return "", best.firm.siren, best.score, other, "ambiguous_establishment"
