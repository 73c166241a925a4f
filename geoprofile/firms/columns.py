"""What is written of each customer's firm: the `firm_` columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.crs import unproject_points
from geoprofile.firms.classes import SECTIONS, SIZES
from geoprofile.firms.nomenclatures import headcount_labels, legal_form_labels, naf_labels, section_labels

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from geoprofile.firms.sirene import Register

__all__ = ["FIRM_COLUMNS", "firm_columns"]

FIRM_COLUMNS: dict[str, str] = {
    "firm_number_kind": "which number the file holds: siret, siren, tva_fr, tva_mc, be_enterprise, be_establishment",
    "firm_number": "that number in plain form, empty unless its check holds",
    "firm_status_of_number": "valid, zeros_restored, or why not",
    "firm_match": "number, name_address or none",
    "firm_match_score": "0-1, of a match by name and address",
    "firm_match_score_next": "0-1, of the second best",
    "firm_match_reason": "how the firm was found, or why not",
    "firm_siret": "its establishment",
    "firm_siren": "its legal unit",
    "firm_name": "name of the legal unit; empty where it asked not to be shown",
    "firm_sign": "name over the door",
    "firm_naf": "activity of the establishment",
    "firm_naf_label": "its label, for codes of NAF rev. 2",
    "firm_section": "letter of its section",
    "firm_section_label": "name of the section",
    "firm_naf_2025": "activity in NAF 2025, where the file has it",
    "firm_headcount_band": "INSEE's band of the establishment's headcount; empty where unknown",
    "firm_headcount_label": "what the band means",
    "firm_headcount_year": "year of the headcount",
    "firm_size": "official size of the enterprise: micro, sme, mid, large",
    "firm_legal_form": "legal category, four digits",
    "firm_legal_form_label": "its label",
    "firm_social_economy": "O or N: social and solidarity economy",
    "firm_created": "day the establishment was created",
    "firm_age_years": "full years since",
    "firm_state": "active or closed",
    "firm_closed_on": "day it was closed",
    "firm_is_shown": "yes, or no where the firm asked not to be shown",
    "firm_postcode": "postcode",
    "firm_citycode": "INSEE code of the commune",
    "firm_city": "commune",
    "firm_longitude": "WGS84 degrees",
    "firm_latitude": "WGS84 degrees",
    "firm_position_quality": "INSEE's qualite_xy; 33 is a random point in the commune",
    "firm_is_head_office": "yes or no",
    "firm_head_office_siret": "SIRET of the head office of the legal unit",
    "firm_parent_state": "state of the legal unit: active or closed",
    "firm_parent_closed_on": "day the legal unit ceased",
    "firm_parent_headcount_band": "INSEE's band of the headcount of the whole legal unit",
    "firm_turnover_eur": "turnover of the newest year of accounts",
    "firm_result_eur": "its result",
    "firm_employees": "its headcount in the accounts",
    "firm_accounts_year": "the year of the accounts",
    "firm_accounts": "filed, confidential or not_filed; empty where the key figures do not hold the firm",
}
# Lambert 93, and the projections of the overseas departements by the beginning of the commune's code.
LAMBERT_93 = "EPSG:2154"
OVERSEAS = {"971": "EPSG:5490", "972": "EPSG:5490", "973": "EPSG:2972", "974": "EPSG:2975", "976": "EPSG:4471"}
OVERSEAS_LETTERS = 3
STATES = {"A": "active", "F": "closed", "C": "closed"}
YES_NO = {"true": "yes", "false": "no"}


def firm_columns(
    numbers: pd.DataFrame,
    found: pd.DataFrame,
    register: Register,
    *,
    key_figures: pd.DataFrame,
    positions: pd.DataFrame,
    as_of: date,
    language: str,
) -> pd.DataFrame:
    """Lay out what is known of each customer's firm.

    Parameters
    ----------
    numbers, found : DataFrames of n rows
        As `read_firm_numbers` and `find_firms` give them.
    register : Register
    key_figures : DataFrame
        As `read_key_figures` gives it; may be empty.
    positions : DataFrame
        As `read_positions` gives it; may be empty.
    as_of : date
        The day that ages are taken at.
    language : {"fr", "en"}
        Of the labels, where there are any in it.

    Returns
    -------
    DataFrame of n rows
        `FIRM_COLUMNS`; text is empty, numbers are NaN where nothing is known.
    """
    place = register.establishments.reindex(found["siret"])
    unit = register.units.reindex(found["siren"])
    figures = key_figures.reindex(found["siren"])
    parts = {
        "number_kind": numbers["kind"].mask((numbers["kind"] == "tva_mc") & (found["siren"] != ""), "tva_fr"),
        "number": numbers["number"],
        "status_of_number": numbers["status"],
        "match": found["match"],
        "match_score": found["score"],
        "match_score_next": found["score_next"],
        "match_reason": found["reason"],
        "siret": found["siret"],
        "siren": found["siren"],
        **_names(place, unit),
        **_activity(place, unit, language),
        **_headcount(place, language),
        **_legal(unit, language),
        **_life(place, unit, as_of),
        **_where(place, positions.reindex(found["siret"])),
        "turnover_eur": figures["turnover_eur"],
        "result_eur": figures["result_eur"],
        "employees": figures["headcount"],
        "accounts_year": figures["year"],
        "accounts": figures["filing"],
    }
    columns = {f"firm_{name}": _plain(values) for name, values in parts.items()}
    return pd.DataFrame({name: columns[name] for name in FIRM_COLUMNS}, index=found.index)


def _plain(values: pd.Series | NDArray[np.float64]) -> pd.api.extensions.ExtensionArray | NDArray[np.float64]:
    """Leave the index of a lookup behind; a text that is missing is empty."""
    series = pd.Series(np.asarray(values) if isinstance(values, np.ndarray) else values.array)
    if pd.api.types.is_float_dtype(series.dtype):
        return series.to_numpy(dtype=float)
    return series.astype("str").where(series.notna().to_numpy(), "").array


def _label(codes: pd.Series, labels: Mapping[str, str]) -> pd.Series:
    return codes.map(labels).astype("str")


def _names(place: pd.DataFrame, unit: pd.DataFrame) -> dict[str, pd.Series]:
    """Give the name of the legal unit and the one over the door."""
    first = unit["first_name"].where(unit["first_name"] != "", unit["first_name_1"])
    surname = unit["used_surname"].where(unit["used_surname"] != "", unit["surname"])
    person = (first + " " + surname).str.strip()
    sign = place["sign_1"].where(place["sign_1"] != "", place["usual_name"])
    private = place["is_private"].eq(other=True).to_numpy() | unit["is_private"].eq(other=True).to_numpy()
    known = place["siren"].notna().to_numpy() | unit["diffusion"].notna().to_numpy()
    shown = pd.Series(np.select([private, known], ["no", "yes"], ""))
    name = unit["name"].where(unit["name"] != "", person)
    return {"name": name.mask(private, ""), "sign": sign.mask(private, ""), "is_shown": shown}


def _activity(place: pd.DataFrame, unit: pd.DataFrame, language: str) -> dict[str, pd.Series]:
    """Give the activity of the establishment, of the legal unit where only that is known."""
    of_place = place["naf"].notna().to_numpy()
    naf = pd.Series(np.where(of_place, place["naf"], unit["naf"]))
    nomenclature = pd.Series(np.where(of_place, place["naf_nomenclature"], unit["naf_nomenclature"]))
    rev2 = nomenclature.isin(["NAFRev2", ""])
    letters = pd.Series(np.array(SECTIONS, dtype=object)[place["section"].fillna(0).astype(int)])
    size = pd.Series(np.array(SIZES, dtype=object)[place["size"].fillna(0).astype(int)])
    return {
        "naf": naf,
        "naf_label": _label(naf, naf_labels()).where(rev2, ""),
        "section": letters,
        "section_label": _label(letters, section_labels(language)),
        "naf_2025": place["naf_2025"],
        "size": size,
    }


def _headcount(place: pd.DataFrame, language: str) -> dict[str, pd.Series]:
    """Give the band of headcount; "NN" is not known, and not 0."""
    labels = headcount_labels(language)
    band = place["headcount"].where(place["headcount"].isin(list(labels)), "")
    return {
        "headcount_band": band,
        "headcount_label": _label(band, labels),
        "headcount_year": place["headcount_year"].where((band != "").to_numpy(), ""),
    }


def _legal(unit: pd.DataFrame, language: str) -> dict[str, pd.Series]:
    """Give the legal form; a category too new for our table bears the label of its level 2 or 1."""
    labels, form = legal_form_labels(language), unit["legal_form"].fillna("")
    label = _label(form, labels)
    for letters in (2, 1):
        label = label.where(label.notna(), _label(form.str[:letters], labels))
    band = unit["headcount"].where(unit["headcount"].isin(list(headcount_labels(language))), "")
    return {
        "legal_form": form,
        "legal_form_label": label,
        "social_economy": unit["social_economy"],
        "parent_headcount_band": band,
    }


def _life(place: pd.DataFrame, unit: pd.DataFrame, as_of: date) -> dict[str, pd.Series | NDArray[np.float64]]:
    """Give creation, age and end of the establishment and of its legal unit."""
    created = pd.to_datetime(place["created"], errors="coerce", format="ISO8601")
    years = as_of.year - created.dt.year
    before = (created.dt.month > as_of.month) | ((created.dt.month == as_of.month) & (created.dt.day > as_of.day))
    age = (years - before).to_numpy(dtype=float, na_value=np.nan)
    nic = unit["head_office_nic"].fillna("")
    head_office = pd.Series(unit.index).astype("str") + pd.Series(nic.str.zfill(5).array)
    return {
        "created": place["created"],
        "age_years": np.where(age >= 0, age, np.nan),
        "state": place["state"].map(STATES),
        "closed_on": place["since"].where(place["state"] == "F", ""),
        "is_head_office": place["is_head_office"].map(YES_NO),
        "head_office_siret": head_office.where((nic != "").to_numpy(), ""),
        "parent_state": unit["state"].map(STATES),
        "parent_closed_on": unit["since"].where(unit["state"] == "C", ""),
    }


def _where(place: pd.DataFrame, positions: pd.DataFrame) -> dict[str, pd.Series | NDArray[np.float64]]:
    """Give the position: INSEE's file of positions where there is one, else that of the stock."""
    easting, northing = (
        pd.to_numeric(place[name], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
        for name in ("easting", "northing")
    )
    start = place["citycode"].fillna("").str[:OVERSEAS_LETTERS]
    system = start.map(OVERSEAS).fillna(LAMBERT_93).to_numpy()
    longitude, latitude = np.full(len(place), np.nan), np.full(len(place), np.nan)
    for crs in np.unique(system):
        own = (system == crs) & np.isfinite(easting) & np.isfinite(northing)
        longitude[own], latitude[own] = unproject_points(easting[own], northing[own], str(crs))
    private = place["is_private"].eq(other=True).to_numpy()
    given = positions["longitude"].to_numpy(dtype=float, na_value=np.nan)
    better = np.isfinite(given) & ~private
    return {
        "postcode": place["postcode"],
        "citycode": place["citycode"],
        "city": place["city"],
        "longitude": np.where(better, given, longitude),
        "latitude": np.where(better, positions["latitude"].to_numpy(dtype=float, na_value=np.nan), latitude),
        "position_quality": positions["quality"].where(better, ""),
    }
