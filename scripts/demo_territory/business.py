"""The business customers of the demo chain, as its accounts know them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .customers import homes_as_written
from .dirt import soil
from .firms import siret_of
from .names import LAST, plain_capitals
from .trades import TRADES

if TYPE_CHECKING:
    from collections.abc import Hashable

    import geopandas as gpd
    from numpy.typing import NDArray

__all__ = ["business_customers", "customer_numbers"]

COUNT, NUMBERED_SHARE = 220, 0.75
ABSENT = 6
NAMES_OF_FORMS = {"5499": "SARL", "5498": "EURL", "5710": "SAS", "5720": "SASU", "5599": "SA"}
SHORT = {"Restaurant": "Rest.", "Boulangerie": "Boul.", "Association": "Asso", "Établissements": "Ets",
         "Cabinet": "Cab.", "Transports": "Tpts", "Électricité": "Elec"}  # fmt: skip
INVALID, UNKNOWN = 7, 6


def customer_numbers(doors: pd.DataFrame, firms: pd.Series) -> list[str]:
    """Give the SIRET of the customers who have a firm at home; a few are miswritten, a few are in no stock.

    Parameters
    ----------
    firms : Series
        SIREN of each of them; the first are those of closed firms.
    """
    numbers: list[str] = doors[doors["is_head"]].set_index("siren").loc[firms, "siret"].tolist()
    last = len(numbers)
    for i in range(last - INVALID, last):
        # One digit more is never what Luhn's rule asks for.
        numbers[i] = numbers[i][:-1] + str((int(numbers[i][-1]) + 1) % 10)
    for i in range(last - INVALID - UNKNOWN, last - INVALID):
        numbers[i] = siret_of(numbers[i][:9], 9)
    return numbers


def business_customers(
    units: pd.DataFrame, doors: pd.DataFrame, addresses: gpd.GeoDataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw the business customers: the more, the more their trade likes lamps.

    Returns
    -------
    known : DataFrame
        name, adresse, code_postal, ville, numero, turnover_eur.
    truth : DataFrame
        row (from 1), siret (empty: in no stock), number_kind (siret, siren, tva, none), dirt of the address.
    """
    rng = np.random.default_rng([2024, 19])
    chosen = doors.iloc[sample(units, doors, rng)].reset_index(drop=True)
    unit = units.set_index("siren").loc[chosen["siren"]].reset_index()
    places = [
        soil(home, rng) for home in homes_as_written(addresses.iloc[chosen["spot"].to_numpy()].reset_index(drop=True))
    ]
    kinds = number_kinds(rng)
    absent = np.flatnonzero(kinds == "none")[:ABSENT]
    names = [name_of(row, sign, rng) for row, sign in zip(unit.to_dict("records"), chosen["sign"], strict=True)]
    for rank, i in enumerate(absent):
        names[i] = f"Manufacture {LAST[rank]} et Filles"
    numbers = [number(siret, str(kind), rng) for siret, kind in zip(chosen["siret"], kinds, strict=True)]
    known = pd.DataFrame(places)[["adresse", "code_postal", "ville"]]
    known.insert(0, "name", names)
    known = known.assign(numero=numbers, turnover_eur=sales(unit, rng))
    siret = chosen["siret"].to_numpy(dtype=object)
    siret[absent] = ""
    truth = pd.DataFrame({"row": np.arange(1, COUNT + 1), "siret": siret, "number_kind": kinds,
                          "dirt": [place["dirt"] for place in places]})  # fmt: skip
    return known, truth


def sample(units: pd.DataFrame, doors: pd.DataFrame, rng: np.random.Generator) -> NDArray[Any]:
    """Choose establishments that say their name; those closed a while ago are rare."""
    unit = units.set_index("siren").loc[doors["siren"]]
    liking = unit["naf"].map({code: trade.affinity for code, trade in TRADES.items()}).to_numpy(dtype=float)
    size = np.log1p(np.nan_to_num(unit["headcount"].to_numpy(dtype=float))) + 0.5
    closed = doors["closed"].notna().to_numpy()
    open_to_all = (unit["status"] == "O").to_numpy()
    weight = liking * size * np.where(closed, 0.4, 1.0) * open_to_all
    return rng.choice(len(doors), COUNT, replace=False, p=weight / weight.sum())


def number_kinds(rng: np.random.Generator) -> NDArray[Any]:
    """Draw which kind of number is written: none for one in four."""
    numbered = round(COUNT * NUMBERED_SHARE)
    kinds = rng.choice(["siret", "siren", "tva"], numbered, p=[0.7, 0.15, 0.15]).astype(object)
    return rng.permutation(np.concatenate([kinds, np.full(COUNT - numbered, "none", dtype=object)]))


def number(siret: str, kind: str, rng: np.random.Generator) -> str:
    """Write a number as people and spreadsheets do."""
    siren, way = siret[:9], int(rng.integers(5))
    grouped = " ".join(siren[i : i + 3] for i in (0, 3, 6))
    if kind == "siret":
        return (siret, f"{grouped} {siret[9:]}", siret.lstrip("0"), siret.lstrip("0") + ".0", grouped.replace(" ", ".")
                + "." + siret[9:])[way]  # fmt: skip
    if kind == "siren":
        return (siren, grouped, siren.lstrip("0"), siren, grouped)[way]
    if kind == "tva":
        key = f"{(12 + 3 * (int(siren) % 97)) % 97:02d}"
        return (f"FR{key}{siren}", f"FR {key} {siren}", f"FR{key} {grouped}", f"fr{key}{siren}", f"FR-{key}-{siren}")[
            way
        ]
    return ""


def name_of(unit: dict[Hashable, Any], sign: str, rng: np.random.Generator) -> str:
    """Write a name as a salesperson does: with or without the legal form, shortened, miswritten."""
    own = f"{unit['first']} {unit['last']}" if unit["form"] == "1000" and not sign else str(unit["name"])
    form = NAMES_OF_FORMS.get(unit["form"], "")
    way = int(rng.integers(7))
    if way == 0:
        own = plain_capitals(own)
    if way in {1, 2} and form:
        own = f"{form} {own}" if way == 1 else f"{own} {form.lower()}"
    if way == 3:
        own = " ".join(SHORT.get(word, word) for word in own.split())
    if way == 4:
        spot = int(rng.integers(2, len(own) - 1))
        own = own[:spot] + own[spot + 1 :]
    return own.lower() if way == 5 else own


def sales(unit: pd.DataFrame, rng: np.random.Generator) -> NDArray[Any]:
    """Draw what each bought in a year: more where the trade likes lamps and where many work."""
    liking = unit["naf"].map({code: trade.affinity for code, trade in TRADES.items()}).to_numpy(dtype=float)
    persons = np.nan_to_num(unit["headcount"].to_numpy(dtype=float))
    return np.asarray(np.round(180 * liking * np.sqrt(persons + 1) * rng.lognormal(0, 0.6, len(unit)), 2))
