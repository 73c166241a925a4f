"""The firm of each customer: by its number where that is valid, by name and address where there is none."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.firms.matching import LEAST_SCORE, MATCH_REASONS, match_firms, places_of
from geoprofile.firms.names import name_keys
from geoprofile.firms.similarity import address_similarity
from geoprofile.firms.sirene import Wanted

if TYPE_CHECKING:
    from geoprofile.firms.sirene import Register

__all__ = ["FOUND_COLUMNS", "FOUND_REASONS", "find_firms", "wanted_of"]

FOUND_COLUMNS = ("match", "siret", "siren", "score", "score_next", "reason")
FOUND_REASONS: dict[str, str] = {
    "siret_found": "the establishment of this SIRET",
    "at_address": "of the firm of this SIREN or VAT number, the one establishment at the address of the file",
    "head_office": "the head office of the firm of this SIREN or VAT number",
    "firm_without_establishment": "the firm is in the register, this establishment or its head office is not",
    "not_in_register": "a valid number that the files given do not hold",
    "no_french_number": "a valid number of a firm outside France: SIRENE does not know it",
    **MATCH_REASONS,
}
HEAD_OFFICE_KINDS = ("siren", "tva_fr", "tva_mc")
# An address as alike as this is the same.
SAME_ADDRESS = 0.9


def wanted_of(numbers: pd.DataFrame, sought: pd.DataFrame) -> Wanted:
    """Say what the customers ask of the register.

    Parameters
    ----------
    numbers : DataFrame of n rows
        As `read_firm_numbers` gives it.
    sought : DataFrame of n rows
        `matching.SOUGHT_COLUMNS`; only rows without a valid number count.
    """
    own = sought[(numbers["number"] == "").to_numpy()]
    return Wanted(
        sirets=frozenset(numbers.loc[numbers["kind"] == "siret", "number"]) - {""},
        sirens=frozenset(numbers.loc[numbers["kind"].isin(HEAD_OFFICE_KINDS), "siren"]) - {""},
        pairs=frozenset(
            (place, key)
            for name, postcode, city, citycode in own[["name", "postcode", "city", "citycode"]].itertuples(
                index=False, name=None
            )
            for place in places_of(postcode, city, citycode)
            for key in name_keys(name)
        ),
    )


def find_firms(
    numbers: pd.DataFrame, sought: pd.DataFrame, register: Register, *, least_score: float = LEAST_SCORE
) -> pd.DataFrame:
    """Find the firm of each customer.

    Parameters
    ----------
    numbers, sought : DataFrames of n rows
        As in `wanted_of`.
    register : Register
        Read with what `wanted_of` gives.
    least_score : float
        Below it no firm is chosen by name and address.

    Returns
    -------
    DataFrame of n rows
        `FOUND_COLUMNS`: `match` is number, name_address or none; a firm whose establishment is not known has a
        `siren` alone; scores are NaN where a number decided; `reason` is one of `FOUND_REASONS`.
    """
    found = _at_address(_by_number(numbers, register), sought, register)
    without = (numbers["number"] == "").to_numpy()
    if without.any():
        matched = match_firms(sought[without], register, least_score=least_score)
        for name in ("siret", "siren", "score", "score_next", "reason"):
            found.loc[without, name] = matched[name].to_numpy()
        found.loc[without, "match"] = np.where(matched["siren"] != "", "name_address", "none")
    return found


def _by_number(numbers: pd.DataFrame, register: Register) -> pd.DataFrame:
    """Find the establishment of a SIRET, and the head office of a SIREN or VAT number."""
    french = numbers["siren"] != ""
    is_siret = numbers["kind"] == "siret"
    offices = _head_offices(register)
    head_office = pd.Series([offices.get(siren, "") for siren in numbers["siren"]], index=numbers.index, dtype="str")
    asked = numbers["number"].where(is_siret, head_office)
    siret = asked.where(asked.isin(register.establishments.index) & french, "")
    firm_known = numbers["siren"].isin(register.units.index) | numbers["siren"].isin(register.establishments["siren"])
    siren = numbers["siren"].where(firm_known & french, "")
    abroad = ~french | ((numbers["kind"] == "tva_mc") & ~firm_known)
    conditions = [numbers["number"] == "", abroad, (siret != "") & is_siret, siret != "", siren != ""]
    reasons = ["", "no_french_number", "siret_found", "head_office", "firm_without_establishment"]
    return pd.DataFrame(
        {
            "match": pd.Series(np.where(siren != "", "number", "none"), index=numbers.index, dtype="str"),
            "siret": siret.astype("str"),
            "siren": siren.astype("str"),
            "score": np.nan,
            "score_next": np.nan,
            "reason": pd.Series(np.select(conditions, reasons, "not_in_register"), index=numbers.index, dtype="str"),
        }
    )


def _at_address(found: pd.DataFrame, sought: pd.DataFrame, register: Register) -> pd.DataFrame:
    """Of firms known by SIREN alone, take the active establishment at the address of the file, if there is just one."""
    rows = register.establishments
    rows = rows[(rows["state"] == "A") & ~rows["is_private"]]
    streets = (rows["house_number"] + " " + rows["street_type"] + " " + rows["street"]).tolist()
    places: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for siret, siren, postcode, street in zip(rows.index, rows["siren"], rows["postcode"], streets, strict=True):
        places[siren, postcode].append((siret, street))
    asked = found["reason"].isin(["head_office", "firm_without_establishment"])
    table = pd.concat([found[["siren", "siret"]], sought[["address", "postcode"]]], axis=1)[asked]
    here = {}
    for label, siren, siret, address, postcode in table.itertuples(name=None):
        near = places.get((siren, postcode), ())
        same = [other for other, street in near if address_similarity(address, street) >= SAME_ADDRESS]
        if len(same) == 1 and same[0] != siret:
            here[label] = same[0]
    chosen = pd.Series(here, dtype="str").reindex(found.index)
    return found.assign(siret=chosen.fillna(found["siret"]), reason=found["reason"].where(chosen.isna(), "at_address"))


def _head_offices(register: Register) -> dict[str, str]:
    """Give the SIRET of each firm's head office: as its legal unit says, else as an active establishment does."""
    rows = register.establishments
    own = rows[rows["is_head_office"] == "true"].assign(closed=lambda part: part["state"] != "A")
    first = own.sort_values(["siren", "closed"], kind="stable").drop_duplicates("siren")
    said = register.units[register.units["head_office_nic"] != ""]
    by_unit = dict(zip(said.index, said.index + said["head_office_nic"].str.zfill(5), strict=True))
    return {**dict(zip(first["siren"], first.index, strict=True)), **by_unit}
