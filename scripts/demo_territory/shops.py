"""The shops of the demo chain, its rivals and the places where it might open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .land import CENTRE, COMMUNES

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["candidate_sites", "competitors", "stores"]

# Metres from the town's centre; each shop takes the address nearest to its spot.
STORE_SPOTS = {
    "Maison Lumière Centre": (60, 40, 620), "Maison Lumière Docks": (120, -780, 540),
    "Maison Lumière Cartonnerie": (-160, 870, 480), "Maison Lumière Faubourg": (820, -420, 400),
    "Maison Lumière Saint-Orme": (2380, 760, 350),
}  # fmt: skip
SITE_SPOTS = {
    "Ancienne minoterie": (620, 220), "Place des Tilleuls": (-620, 180), "Angle du Mail": (760, 620),
    "Halle de Brévelle": (-1880, 1950), "Friche de la Filature": (560, -1150), "Îlot Beauséjour": (-520, 640),
}  # fmt: skip
RIVALS = ("Comptoir Bleu", "Kazavert", "Tout pour Chez Soi", "La Remise")


def near(addresses: gpd.GeoDataFrame, spots: list[tuple[float, float]]) -> gpd.GeoDataFrame:
    """Give the address nearest to each spot of the plan."""
    x, y = addresses.geometry.x.to_numpy() - CENTRE[0], addresses.geometry.y.to_numpy() - CENTRE[1]
    return addresses.iloc[[int(np.argmin((x - east) ** 2 + (y - north) ** 2)) for east, north in spots]]


def described(places: gpd.GeoDataFrame) -> dict[str, object]:
    """Write where places are: address, postcode, town and position."""
    lonlat = places.to_crs("EPSG:4326").geometry
    number = places["number"].astype(str) + (" " + places["suffix"]).where(places["suffix"] != "", "")
    return {
        "adresse": (number + " " + places["street"]).to_numpy(),
        "code_postal": [COMMUNES[code].postcode for code in places["commune"]],
        "ville": [COMMUNES[code].name for code in places["commune"]],
        "longitude": lonlat.x.round(6).to_numpy(), "latitude": lonlat.y.round(6).to_numpy(),
    }  # fmt: skip


def stores(addresses: gpd.GeoDataFrame) -> pd.DataFrame:
    """Lay out the own shops; their turnover is added once the purchases are known."""
    places = near(addresses, [spot[:2] for spot in STORE_SPOTS.values()])
    ids = [f"S{i + 1:02d}" for i in range(len(places))]
    surface = [spot[2] for spot in STORE_SPOTS.values()]
    return pd.DataFrame({"store_id": ids, "nom": list(STORE_SPOTS), **described(places), "surface_m2": surface})


def candidate_sites(addresses: gpd.GeoDataFrame) -> pd.DataFrame:
    """Lay out the places on offer."""
    rng = np.random.default_rng([2024, 7])
    places = near(addresses, list(SITE_SPOTS.values()))
    ids = [f"C{i + 1:02d}" for i in range(len(places))]
    surface = rng.integers(25, 70, len(places)) * 10
    rent = rng.integers(90, 240, len(places))
    return pd.DataFrame({"site_id": ids, "nom": list(SITE_SPOTS), **described(places), "surface_m2": surface,
                         "rent_eur_m2": rent})  # fmt: skip


def competitors(addresses: gpd.GeoDataFrame) -> pd.DataFrame:
    """Lay out twelve rivals, more of them where more people live."""
    rng = np.random.default_rng([2024, 8])
    town = addresses[(addresses["kind"] != "rural") & (addresses["number"] > 0)]
    weight = town["dwellings"].to_numpy(dtype=float)
    places = town.iloc[rng.choice(len(town), 12, replace=False, p=weight / weight.sum())]
    return pd.DataFrame({
        "competitor_id": [f"R{i + 1:02d}" for i in range(len(places))],
        "enseigne": [RIVALS[i % len(RIVALS)] for i in range(len(places))], **described(places),
        "surface_m2": rng.integers(15, 120, len(places)) * 10,
    })  # fmt: skip
