"""The key figures of the invented companies, as Infogreffe publishes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .land import COMMUNES
from .names import plain_capitals
from .trades import TRADES

if TYPE_CHECKING:
    from collections.abc import Hashable

    import geopandas as gpd

__all__ = ["key_figures"]

FORMS = {"5499": "Société à responsabilité limitée (sans autre indication)",
         "5498": "SARL unipersonnelle", "5710": "SAS, société par actions simplifiée",
         "5720": "Société par actions simplifiée à associé unique ou société par actions simplifiée unipersonnelle",
         "5599": "SA à conseil d'administration (s.a.i.)"}  # fmt: skip
FILED_SHARE, CONFIDENTIAL_SHARE = 0.7, 0.28
YEARS = (2024, 2023, 2022)
LEVELS = ((32_000, "A moins de 32K"), (82_000, "B entre 32K et 82K"), (250_000, "C entre 82K et 250K"),
          (1_000_000, "D entre 250K et 1M"))  # fmt: skip


def key_figures(units: pd.DataFrame, doors: pd.DataFrame, addresses: gpd.GeoDataFrame) -> pd.DataFrame:
    """Lay out turnover, result and headcount of up to three years; those who ask are confidential."""
    rng = np.random.default_rng([2024, 18])
    filed = units[units["form"].isin(list(FORMS))].sort_values("siren", kind="stable")
    filed = filed[rng.random(len(filed)) < FILED_SHARE]
    heads = doors[doors["is_head"]].set_index("siren").loc[filed["siren"]]
    places = addresses.iloc[heads["spot"].to_numpy()]
    rows = [
        {**identity(unit, siret, place), **years_of(unit, rng)}
        for unit, siret, place in zip(filed.to_dict("records"), heads["siret"], places.to_dict("records"), strict=True)
    ]
    tail = [f"tranche_ca_millesime_{i}" for i in (1, 2, 3)]
    table = pd.DataFrame(rows)
    return table[[name for name in table if name not in tail] + tail]


def identity(unit: dict[Hashable, Any], siret: str, place: dict[Hashable, Any]) -> dict[str, str]:
    """Say who it is."""
    town = COMMUNES[place["commune"]]
    code = unit["naf"]
    return {
        "Dénomination": plain_capitals(unit["name"]), "Siren": unit["siren"], "Nic": siret[9:],
        "Forme Juridique": FORMS[unit["form"]], "Code APE": code.replace(".", ""),
        "Libellé APE": TRADES[code].label,
        "Adresse": " ".join(f"{place['number']} {place['suffix']} {place['street']}".split()),
        "Code postal": town.postcode, "Ville": plain_capitals(town.name), "Num. dept.": "00",
        "Date immatriculation": f"{unit['created']:%Y-%m-%d}",
        "Date radiation": "" if pd.isna(unit["closed"]) else f"{unit['closed']:%Y-%m-%d}",
    }  # fmt: skip


def years_of(unit: dict[Hashable, Any], rng: np.random.Generator) -> dict[str, str]:
    """Draw the years that were filed, the newest first; a year without accounts is empty."""
    persons = float(np.nan_to_num(unit["headcount"]))
    sales = (persons + 0.8) * 95_000 * rng.lognormal(0, 0.5)
    secret = rng.random() < CONFIDENTIAL_SHARE
    last_year = unit["closed"].year - 1 if not pd.isna(unit["closed"]) else YEARS[0]
    first_year = unit["created"].year
    late = int(rng.random() < 0.15)
    found: dict[str, str] = {}
    for i, year in enumerate(YEARS, start=1):
        is_there = first_year <= year - late <= last_year
        found |= one_year(i, year - late, sales * 0.96**i * rng.lognormal(0, 0.06), persons, rng, secret=secret,
                          is_there=is_there)  # fmt: skip
    return found


def one_year(
    i: int, year: int, sales: float, persons: float, rng: np.random.Generator, *, secret: bool, is_there: bool
) -> dict[str, str]:
    """Lay out one year; nobody knows the headcount of one in three."""
    result, counted = sales * rng.normal(0.05, 0.07), rng.random() < 0.67
    level = next((name for below, name in LEVELS if sales < below), "E plus de 1M")
    values = {
        f"Millesime {i}": str(year),
        f"Date de cloture exercice {i}": f"{year}-12-31",
        f"Durée {i}": "12",
        f"CA {i}": "Confidentiel" if secret else str(round(sales)),
        f"Résultat {i}": "Confidentiel" if secret else str(round(result)),
        f"Effectif {i}": str(round(persons)) if counted and not secret else "",
        f"tranche_ca_millesime_{i}": "" if secret else level,
    }
    return values if is_there else dict.fromkeys(values, "")
