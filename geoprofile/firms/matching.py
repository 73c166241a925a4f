"""Firms without a number, found in the register by name and address; where two fit as well, none is chosen."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import isnan, nan
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.firms.names import core_words, fold_name, name_keys
from geoprofile.firms.similarity import WordWeights, address_similarity, name_similarity

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
MATCH_REASONS: dict[str, str] = {
    "name_and_address": "name and address agree",
    "name_and_commune": "the name agrees in the commune or postcode; one of the addresses names no street",
    "no_name": "no name to look for",
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
    is_active: bool
    is_head_office: bool


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
    The score is 0.6 of the likeness of names and 0.4 of that of addresses, a little less for a closed establishment.

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
        _match_one(row, blocks, weights, least_score, least_margin) for row in rows.itertuples(index=False, name=None)
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
    return [
        _Firm(siret, siren, tuple(dict.fromkeys(n for n in (*names_of.get(siren, ()), *own) if n)), where, state, head)
        for siret, siren, own, where, state, head in zip(
            rows.index, rows["siren"], signs, street, rows["state"] == "A", rows["is_head_office"] == "true",
            strict=True,
        )
    ]  # fmt: skip


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
    row: tuple[str, ...], blocks: Mapping[tuple[str, str], list[_Firm]], weights: WordWeights,
    least_score: float, least_margin: float,
) -> tuple[str, str, float, float, str]:  # fmt: skip
    name, address, postcode, city, citycode = row
    if not fold_name(name):
        return "", "", nan, nan, "no_name"
    places = places_of(postcode, city, citycode)
    if not places:
        return "", "", nan, nan, "no_place"
    near = {firm.siret: firm for place in places for key in name_keys(name) for firm in blocks.get((place, key), ())}
    scored = sorted((_score(name, address, firm, weights) for firm in near.values()), key=_rank)
    if not scored:
        return "", "", nan, nan, "no_candidate"
    return _choose(scored, least_score, least_margin)


def _rank(one: _Scored) -> tuple[float, str]:
    return -one.score, one.firm.siret


def _score(name: str, address: str, firm: _Firm, weights: WordWeights) -> _Scored:
    alike = name_similarity(name, firm.names, weights)
    where = address_similarity(address, firm.address)
    score = NAME_PART * alike + ADDRESS_PART * (UNKNOWN_ADDRESS if isnan(where) else where)
    if alike < LEAST_NAME:
        score = min(score, alike)
    return _Scored(max(score - (0 if firm.is_active else CLOSED_COST), 0.0), where, firm)


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
