"""The 200 m squares of the invented town, with counts as FiLoSoFi gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from .people import OCCUPANCY, PERSONS_BY_TYPE, block

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["squares"]

GRID_CRS = "EPSG:3035"
SIDE_M = 200
# A square under this many households shows values of a larger one, says INSEE.
LEAST_HOUSEHOLDS = 11
# Shares of the 15-29 and other bands that fall into the bands of the grid.
AGES = {
    "Ind_0_3": (0, 0.25), "Ind_4_5": (0, 0.13), "Ind_6_10": (0, 0.33), "Ind_11_17": (0, 0.29),
    "Ind_18_24": (1, 0.50), "Ind_25_39": (1, 0.50), "Ind_40_54": (3, 0.70), "Ind_55_64": (3, 0.30),
    "Ind_65_79": (4, 1.0), "Ind_80p": (5, 1.0),
}  # fmt: skip


def squares(addresses: gpd.GeoDataFrame, people: pd.DataFrame) -> gpd.GeoDataFrame:
    """Lay out the inhabited squares, in EPSG:3035, in the order of their INSPIRE ids."""
    points = addresses.to_crs(GRID_CRS).geometry
    frame = pd.DataFrame({
        "east": (points.x // SIDE_M * SIDE_M).astype(int), "north": (points.y // SIDE_M * SIDE_M).astype(int),
        "iris": addresses["iris"].to_numpy(), "homes": addresses["dwellings"].to_numpy() * OCCUPANCY,
        "commune": addresses["commune"].to_numpy(),
    })  # fmt: skip
    parts = frame.groupby(["north", "east", "iris"])["homes"].sum().reset_index()
    counts = count(parts, people)
    keys = [parts["north"], parts["east"]]
    summed = counts.groupby(keys).sum()
    town = frame.groupby(["north", "east"])["commune"].agg(lambda codes: codes.value_counts().index[0])
    summed.insert(0, "insee_com", town.reindex(summed.index))
    return as_polygons(summed[summed["Men"] >= 1].reset_index())


def count(parts: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Count persons and households of each piece of a square that lies in one IRIS."""
    own = people.loc[parts["iris"]]
    homes = parts["homes"].to_numpy()
    types, ages = block(own, "types"), block(own, "ages")
    persons = homes * (types @ PERSONS_BY_TYPE)
    income = own["income_eur"].to_numpy() * 1.08
    poor = np.clip(0.62 - (income - 9_000) / 26_000, 0.03, 0.6)
    flats, houses = homes * own["flats"].to_numpy(), homes * (1 - own["flats"].to_numpy())
    old = np.where(own["kind"].isin(["centre", "workers", "village", "rural"]), 0.55, 0.12)
    columns: dict[str, NDArray[np.float64]] = {
        "Ind": persons, "Men": homes, "Men_pauv": homes * poor, "Men_1ind": homes * types[:, :2].sum(axis=1),
        "Men_5ind": homes * types[:, 4] * 0.2, "Men_prop": homes * own["owners"].to_numpy(),
        "Men_fmp": homes * types[:, 5], "Ind_snv": persons * income,
        "Men_surf": homes * np.where(own["flats"] > 0.5, 64, 104),
        "Men_coll": flats, "Men_mais": houses, "Log_av45": homes * old,
        "Log_45_70": homes * (0.8 - old) * 0.4,
        "Log_70_90": homes * (0.8 - old) * 0.6, "Log_ap90": homes * 0.2, "Log_inc": homes * 0,
        "Log_soc": homes * own["social"].to_numpy(),
    }  # fmt: skip
    columns |= {name: persons * ages[:, band] * share for name, (band, share) in AGES.items()}
    columns["Ind_25_39"] = columns["Ind_25_39"] + persons * ages[:, 2] * 0.66
    columns["Ind_40_54"] = columns["Ind_40_54"] + persons * ages[:, 2] * 0.34
    return pd.DataFrame(columns)


def as_polygons(cells: pd.DataFrame) -> gpd.GeoDataFrame:
    """Round the counts and draw the squares."""
    north, east = cells["north"].astype(str), cells["east"].astype(str)
    table = cells.drop(columns=["north", "east"])
    counts = table.columns[1:]
    table[counts] = table[counts].round(1)
    few = (table["Men"] < LEAST_HOUSEHOLDS).astype(int)
    table.insert(1, "I_pauv", few)
    table["Ind_inc"] = 0.0
    table["I_est_1km"] = few
    table.insert(0, "IdINSPIRE", "CRS3035RES200mN" + north + "E" + east)
    shapes = shapely.box(cells["east"], cells["north"], cells["east"] + SIDE_M, cells["north"] + SIDE_M)
    return gpd.GeoDataFrame(table, geometry=list(shapes), crs=GRID_CRS)
