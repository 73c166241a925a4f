"""The customers of the demo chain: who they are, what they bought, and the file as its CRM exports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .dirt import soil
from .kinds import KINDS
from .land import COMMUNES

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

__all__ = [
    "LAST_DAY", "customer_file", "customers", "distances", "firm_owners", "homes_as_written", "purchases", "truth_file",
    "with_turnover",
]  # fmt: skip

CUSTOMER_COUNT = 2000
REACH_M = 2600.0
FIRST_DAY, DAYS = np.datetime64("2023-01-02"), 1090
BASKET_EUR = {"west": 74.0, "ring": 61.0, "young": 58.0, "centre": 41.0, "estate": 29.0}
ORDERS = {"young": 5.2, "ring": 4.0, "centre": 4.2, "west": 3.2}
# The export is a sample of the card holders: its share of what the shops sell.
EXPORT_SHARE = 0.07
LAST_DAY = FIRST_DAY + DAYS
# Some customers stop for good, the others stay. Who stops takes some weeks for each order, and then leaves at a
# constant rate a day.
STOPPING_SHARE, DAYS_AN_ORDER, MEAN_REST_DAYS = 0.45, 25, 220.0
FIRM_SHARE = 0.06


def customers(addresses: gpd.GeoDataFrame, shops: pd.DataFrame) -> gpd.GeoDataFrame:
    """Draw the households that hold a card: near a shop, and of the kinds that like the chain.

    Returns
    -------
    GeoDataFrame
        The columns of `addresses`, and client_id, home_store.
    """
    rng = np.random.default_rng([2024, 9])
    homes = addresses[(addresses["dwellings"] > 0) & (addresses["number"] > 0)]
    away = distances(homes, shops)
    liking = homes["kind"].map({name: kind.affinity for name, kind in KINDS.items()}).to_numpy(dtype=float)
    weight = homes["dwellings"].to_numpy() * liking * np.exp(-away.min(axis=1) / REACH_M)
    chosen = np.sort(rng.choice(len(homes), CUSTOMER_COUNT, p=weight / weight.sum()))
    rng.shuffle(chosen)
    own = homes.iloc[chosen].reset_index(drop=True)
    own["client_id"] = [f"C{i + 1:05d}" for i in range(len(own))]
    pull = shops["surface_m2"].to_numpy() / np.maximum(away[chosen], 150) ** 2
    own["home_store"] = [shops["store_id"][rng.choice(len(shops), p=row / row.sum())] for row in pull]
    return own


def distances(homes: gpd.GeoDataFrame, shops: pd.DataFrame) -> NDArray[np.float64]:
    """Measure metres from each home to each shop, as the crow flies (shape homes, shops)."""
    import geopandas as gpd  # noqa: PLC0415

    spots = gpd.GeoSeries(gpd.points_from_xy(shops["longitude"], shops["latitude"]), crs="EPSG:4326").to_crs(homes.crs)
    east, north = (np.subtract.outer(getattr(homes.geometry, a).to_numpy(), getattr(spots, a).to_numpy()) for a in "xy")
    return np.asarray(np.hypot(east, north))


def purchases(own: gpd.GeoDataFrame, shops: pd.DataFrame) -> pd.DataFrame:
    """Draw the order lines of every customer, in order of date."""
    rng = np.random.default_rng([2024, 10])
    count = 1 + rng.poisson(own["kind"].map(ORDERS).fillna(2.6).to_numpy() * rng.gamma(1.4, 0.7, len(own)))
    row = np.repeat(np.arange(len(own)), count)
    start = rng.integers(0, DAYS - 60, len(own))
    end = last_days(start, count)
    day = start[row] + (rng.random(len(row)) * (end - start)[row]).astype(int)
    basket = own["kind"].map(BASKET_EUR).fillna(44.0).to_numpy()[row] * rng.lognormal(-0.18, 0.6, len(row))
    strays = rng.random(len(row)) < 0.15
    store = own["home_store"].to_numpy()[row]
    store = np.where(strays, rng.choice(shops["store_id"].to_numpy(), len(row)), store)
    lines = pd.DataFrame({"client_id": own["client_id"].to_numpy()[row], "date": FIRST_DAY + day,
    "store_id": store,
                          "amount_eur": basket.round(2)})  # fmt: skip
    lines = lines.sort_values(["date", "client_id"], kind="stable").reset_index(drop=True)
    lines.insert(0, "order_id", [f"O{i + 1:06d}" for i in range(len(lines))])
    return lines


def last_days(start: NDArray[np.int64], count: NDArray[np.int64]) -> NDArray[np.int64]:
    """Draw the day until which each customer may buy: the last of the file, or the day of leaving."""
    rng = np.random.default_rng([2024, 21])
    leaves = rng.random(len(start)) < STOPPING_SHARE
    life = 1 + DAYS_AN_ORDER * count + rng.exponential(MEAN_REST_DAYS, len(start)).astype(int)
    return np.where(leaves, np.minimum(start + life, DAYS), DAYS)


def with_turnover(shops: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Add yearly turnover to the shops, so that the customers of the export make a plausible share of it."""
    yearly = lines.groupby("store_id")["amount_eur"].sum() / 3 / EXPORT_SHARE
    return shops.assign(turnover_eur=shops["store_id"].map(yearly).round(-2).astype(int).to_numpy())


def customer_file(own: gpd.GeoDataFrame, lines: pd.DataFrame, returned: pd.DataFrame) -> pd.DataFrame:
    """Lay out the customers as a CRM exports them; column `dirt` says what was done to each address.

    Parameters
    ----------
    lines, returned : DataFrame
        Orders, and what came back of them: the turnover is net of it, the rest is of the orders.
    """
    rng = np.random.default_rng([2024, 11])
    by_client = lines.groupby("client_id").agg(
        first_purchase=("date", "min"), last_purchase=("date", "max"), orders=("order_id", "size"),
        turnover_eur=("amount_eur", "sum"),
    ).reindex(own["client_id"])  # fmt: skip
    written = pd.DataFrame([soil(home, rng) for home in homes_as_written(own)])
    ids = own["client_id"].to_numpy()
    back = returned.groupby("client_id")["amount_eur"].sum().reindex(ids, fill_value=0.0)
    return pd.DataFrame({
        "client_id": ids, "nom": [f"Client {i[1:]}" for i in ids],
        **{name: written[name].to_numpy() for name in written},
        "siret": "", "store_id": usual_store(lines).reindex(own["client_id"]).to_numpy(),
        **{name: by_client[name].to_numpy() for name in by_client},
    }).assign(turnover_eur=(by_client["turnover_eur"] + back).round(2).abs().to_numpy())  # fmt: skip


def firm_owners() -> NDArray[np.intp]:
    """Draw the customers who have a firm at home: their rows."""
    return np.flatnonzero(np.random.default_rng([2024, 22]).random(CUSTOMER_COUNT) < FIRM_SHARE)


def usual_store(lines: pd.DataFrame) -> pd.Series:
    """Give the store that each customer orders at most, the first by id of several."""
    return pd.crosstab(lines["client_id"], lines["store_id"]).idxmax(axis=1)


def homes_as_written(own: gpd.GeoDataFrame) -> list[dict[str, str]]:
    """Give the clean parts of each customer's address."""
    parts = own[["number", "suffix", "street", "commune", "old_commune"]].astype(str)
    parts["code_postal"] = [COMMUNES[code].postcode for code in parts["commune"]]
    parts["ville"] = [COMMUNES[code].name for code in parts["commune"]]
    rows: list[dict[str, str]] = parts.to_dict("records")
    return rows


def truth_file(own: gpd.GeoDataFrame, written: pd.DataFrame, ids: pd.Series) -> pd.DataFrame:
    """Lay out where each customer truly lives; an address that is not in the base has no id.

    Parameters
    ----------
    ids : Series
        Identifier in the BAN or BANO file, on the index of `own`.
    """
    lonlat = own.to_crs("EPSG:4326").geometry
    absent = written["dirt"].isin(["not_in_base", "empty"]).to_numpy()
    return pd.DataFrame({
        "client_id": own["client_id"], "ban_id": ids.where(~absent, ""), "citycode": own["commune"],
        "numero": own["number"].astype(str).where(~absent, ""), "rep": own["suffix"].where(~absent, ""),
        "nom_voie": own["street"].where(~absent, ""), "iris": own["iris"],
        "longitude": lonlat.x.round(6), "latitude": lonlat.y.round(6), "dirt": written["dirt"].to_numpy(),
    })  # fmt: skip
