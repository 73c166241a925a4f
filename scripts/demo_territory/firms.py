"""The invented firms of the town and their establishments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .names import FIRST, LAST, THINGS
from .trades import TRADES

if TYPE_CHECKING:
    from collections.abc import Hashable

    import geopandas as gpd
    from numpy.typing import NDArray

__all__ = ["establishments", "legal_units", "luhn_digit", "siret_of"]

UNIT_COUNT = 1330
# Real SIREN do begin with 000 (a handful of early ones); none is known that begins with 0009.
SIREN_START = "0009"
TODAY = np.datetime64("2025-12-31")
COMPANY_FORMS = {"5499": 0.36, "5498": 0.14, "5710": 0.28, "5720": 0.19, "5599": 0.03}
OWN_FORMS = {"68.20B": "6540", "94.99Z": "9220", "84.11Z": "7210"}
BRANCH_SHARE = 0.10
CLOSED_SHARE, PRIVATE_SHARE = 0.09, 0.06
# Firms stand where people pass by.
PLACES = {"centre": 5.0, "activity": 9.0, "young": 2.2, "west": 1.4, "workers": 1.0, "ring": 0.7, "estate": 1.5,
          "village": 0.9, "rural": 0.8, "park": 1.0}  # fmt: skip
BANDS = ((1, "00"), (3, "01"), (6, "02"), (10, "03"), (20, "11"), (50, "12"), (100, "21"), (200, "22"), (250, "31"))


def luhn_digit(digits: str) -> str:
    """Give the digit that makes a number valid by Luhn's rule when it is put at its end."""
    doubled = [int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits))]
    return str(-sum(d - 9 if d > 9 else d for d in doubled) % 10)


def siret_of(siren: str, rank: int) -> str:
    """Give the SIRET of the establishment of that rank, from 1."""
    head = f"{siren}{rank:04d}"
    return head + luhn_digit(head)


def legal_units(homes: int) -> pd.DataFrame:
    """Draw the firms.

    Parameters
    ----------
    homes : int
        How many of the first firms are run from a customer's home: small ones.

    Returns
    -------
    DataFrame
        siren, naf, form, name, last, first, created, closed (NaT: not), headcount (persons, NaN: not known),
        status (O, P), branches, at_home.
    """
    rng = np.random.default_rng([2024, 16])
    weight = np.array([trade.weight for trade in TRADES.values()])
    small = weight * [trade.at_home for trade in TRADES.values()]
    codes = np.concatenate([
        rng.choice(list(TRADES), homes, p=small / small.sum()),
        rng.choice(list(TRADES), UNIT_COUNT - homes, p=weight / weight.sum()),
    ])  # fmt: skip
    heads = [f"{SIREN_START}{tail:04d}" for tail in rng.permutation(10_000)[:UNIT_COUNT]]
    units = pd.DataFrame([unit_of(str(code), rng) for code in codes])
    units.insert(0, "siren", [head + luhn_digit(head) for head in heads])
    units["at_home"] = np.arange(UNIT_COUNT) < homes
    units.loc[units["at_home"], "branches"] = 0
    units.loc[units["at_home"] & (units["headcount"] > 5), "headcount"] = 2.0
    # Of the customers' firms some are closed, and none hides: their numbers are in the customer file.
    units.loc[units["at_home"], "status"] = "O"
    units.loc[units["at_home"], "closed"] = pd.NaT
    shut = np.flatnonzero(units["at_home"])[:6]
    units.loc[shut, "closed"] = (units["created"] + (TODAY - units["created"]) / 2).dt.floor("D")[shut]
    return units


def unit_of(code: str, rng: np.random.Generator) -> dict[Hashable, Any]:
    """Draw one firm of a trade."""
    trade = TRADES[code]
    alone = rng.random() < trade.alone
    last, first = str(rng.choice(LAST)), str(rng.choice(FIRST))
    pattern = str(rng.choice(trade.names))
    form = (
        "1000" if alone else OWN_FORMS.get(code, str(rng.choice(list(COMPANY_FORMS), p=list(COMPANY_FORMS.values()))))
    )
    created = TODAY - np.timedelta64(int(30 + 365.25 * rng.gamma(1.6, 6.5)), "D")
    age = int((TODAY - created).astype("timedelta64[D]").astype(int))
    closes = rng.random() < CLOSED_SHARE and code not in OWN_FORMS and age > 400
    return {
        "naf": code, "form": form, "name": pattern.format(last=last, thing=str(rng.choice(THINGS))),
        "last": last, "first": first, "created": created,
        "closed": created + np.timedelta64(int(rng.integers(300, age)), "D") if closes else np.datetime64("NaT"),
        "headcount": headcount(trade.headcount, rng, alone=alone),
        "status": "P" if alone and rng.random() < 2 * PRIVATE_SHARE else "O",
        "branches": 0 if alone or rng.random() > BRANCH_SHARE else int(rng.integers(1, 4)),
    }  # fmt: skip


def headcount(median: float, rng: np.random.Generator, *, alone: bool) -> float:
    """Draw how many a firm employs; NaN where it is not known or nobody is."""
    if median == 0 or rng.random() < (0.8 if alone else 0.3):
        return np.nan if rng.random() < 0.8 else 0.0
    return float(max(1, round(median * rng.lognormal(0, 0.8))))


def band(persons: float) -> str:
    """Give the official code of a headcount; none employed or not known is NN."""
    return "NN" if np.isnan(persons) else next((code for below, code in BANDS if persons < below), "32")


def establishments(units: pd.DataFrame, addresses: gpd.GeoDataFrame, homes: NDArray[np.int64]) -> pd.DataFrame:
    """Put head offices and branches on addresses of the town.

    Parameters
    ----------
    homes : array of int
        Rows of `addresses` where the firms run from a customer's home are.

    Returns
    -------
    DataFrame
        siren, rank, siret, spot (row of `addresses`), is_head, created, closed, band, sign (what is written above
        the door, may be empty), in order of SIRET.
    """
    rng = np.random.default_rng([2024, 17])
    numbered = np.flatnonzero(addresses["number"].to_numpy() > 0)
    weight = addresses["kind"].iloc[numbered].map(PLACES).to_numpy(dtype=float)
    spots = rng.choice(numbered, len(units), p=weight / weight.sum())
    spots[: len(homes)] = homes
    rows: list[dict[Hashable, Any]] = []
    for unit, spot in zip(units.to_dict("records"), spots, strict=True):
        rows += doors_of(unit, int(spot), rng.choice(numbered, 4, p=weight / weight.sum()), rng)
    return pd.DataFrame(rows).sort_values("siret", kind="stable").reset_index(drop=True)


def doors_of(
    unit: dict[Hashable, Any], spot: int, elsewhere: NDArray[np.int64], rng: np.random.Generator
) -> list[dict[Hashable, Any]]:
    """Lay out the establishments of one firm; one that moved has an earlier, closed one."""
    branches, persons = unit["branches"], unit["headcount"]
    moved = not unit["at_home"] and rng.random() < 0.04
    branch_spots = [(int(place), False) for place in elsewhere[1 : branches + 1]]
    places = [*([(int(elsewhere[0]), False)] if moved else []), (spot, True), *branch_spots]
    found: list[dict[Hashable, Any]] = []
    for rank, (place, is_head) in enumerate(places, start=1):
        has_left = moved and rank == 1
        sign = unit["name"] if not is_head or rng.random() < 0.25 or unit["form"] == "1000" else ""
        found.append({
            "siren": unit["siren"], "rank": rank, "siret": siret_of(unit["siren"], rank), "spot": place,
            "is_head": is_head, "created": unit["created"],
            "closed": later(unit["created"], rng) if has_left else unit["closed"],
            "band": "" if rng.random() < 0.12 else band(persons if is_head else np.floor(persons / 3)),
            "sign": sign if rng.random() < 0.8 else "",
        })  # fmt: skip
    return found


def later(created: pd.Timestamp, rng: np.random.Generator) -> pd.Timestamp:
    """Give a day between the creation and today."""
    return created + pd.Timedelta(days=int(rng.integers(1, max(2, (pd.Timestamp(TODAY) - created).days))))
