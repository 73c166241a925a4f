"""The prospects of the demo chain: what is known of each, and who became a customer by a known rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .customers import distances, homes_as_written
from .dirt import soil
from .kinds import KINDS

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

__all__ = ["prospects", "truth"]

PROSPECT_COUNT = 4000
REACH_M = 3500.0
FIRST_CONTACT, CONTACT_DAYS = np.datetime64("2024-01-01"), 640
AGES = ("15-29", "30-44", "45-59", "60-74", "75+")
HOUSEHOLDS = ("seul", "colocation", "couple sans enfant", "couple avec enfant", "monoparental")
CHANNELS = {"boutique": 0.34, "salon": 0.14, "web": 0.36, "parrainage": 0.10, "téléphone": 0.06}
NATIONALITIES = {"FR": 0.90, "BE": 0.04, "autre": 0.06}
# The rule: log-odds of becoming a customer. Nationality has no part in it, nor has the address but by its kind.
INTERCEPT = -2.98
INTEREST, LOG_BUDGET, DISTANCE_KM, LOG_VISITS, LOG_OPENS = 0.55, 0.60, -0.22, 0.50, 0.15
OF_KIND = {"young": 0.55, "ring": 0.35, "centre": 0.10, "estate": -0.50, "village": -0.20, "rural": -0.45}
OF_CHANNEL = {"parrainage": 0.60, "boutique": 0.20, "téléphone": -0.40}
OF_HOUSEHOLD = {"couple avec enfant": 0.30, "seul": -0.15}
OF_AGE = {"30-44": 0.25, "75+": -0.35}
TREND_A_YEAR, NOISE = 0.15, 0.35
# Share of missing values of each column; a budget is asked of the curious less often.
MISSING = {"tranche_age": 0.08, "foyer": 0.10, "visites_site": 0.06, "emails_ouverts": 0.14, "interet_deco": 0.12,
           "budget_declare_eur": 0.18, "magasin_proche_km": 0.03, "nationalite": 0.05}  # fmt: skip


def prospects(addresses: gpd.GeoDataFrame, shops: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw the prospects and whether they became customers.

    Returns
    -------
    known : DataFrame
        The file as the chain has it, with holes; all text but numbers.
    truth : DataFrame
        By prospect_id: log_odds (the rule), probability (the rule with what nobody knows of a person).
    """
    rng = np.random.default_rng([2024, 15])
    homes = addresses[(addresses["dwellings"] > 0) & (addresses["number"] > 0)]
    away = distances(homes, shops).min(axis=1)
    weight = homes["dwellings"].to_numpy() * np.exp(-away / REACH_M)
    chosen = rng.choice(len(homes), PROSPECT_COUNT, p=weight / weight.sum())
    own = homes.iloc[chosen].reset_index(drop=True)
    whole = traits(own, away[chosen], rng)
    odds = log_odds(whole, own["kind"])
    chance = 1 / (1 + np.exp(-(odds + rng.normal(0, NOISE, len(own)))))
    became = np.where(rng.random(len(own)) < chance, "oui", "non")
    places = pd.DataFrame([soil(home, rng) for home in homes_as_written(own)])
    known = with_holes(whole, rng)
    for at, name in enumerate(("adresse", "code_postal", "ville")):
        known.insert(2 + at, name, places[name])
    ids = whole["prospect_id"]
    return known.assign(became_customer=became), truth(ids, odds, chance)


def truth(ids: pd.Series, odds: pd.Series, chance: NDArray[np.float64]) -> pd.DataFrame:
    """Lay out what the outcome was drawn from."""
    return pd.DataFrame({"prospect_id": ids, "log_odds": odds.round(4), "probability": chance.round(4)})


def traits(own: gpd.GeoDataFrame, away_m: NDArray[np.float64], rng: np.random.Generator) -> pd.DataFrame:
    """Draw all that the chain may know of each prospect, in order of the first contact."""
    count = len(own)
    day = np.sort(rng.integers(0, CONTACT_DAYS, count))
    interest = np.clip(np.round(rng.normal(3.1, 1.15, count)), 1, 5).astype(int)
    income = own["kind"].map({name: kind.income_eur for name, kind in KINDS.items()}).to_numpy(dtype=float)
    budget = 150 * (income / 21000) * np.exp(0.12 * (interest - 3) + rng.normal(0, 0.55, count))
    warm = np.exp(0.25 * (interest - 3) + rng.normal(0, 0.6, count))
    return pd.DataFrame({
        "prospect_id": [f"P{i + 1:05d}" for i in range(count)], "contact_date": FIRST_CONTACT + day,
        "tranche_age": drawn(own["kind"], AGES, {name: kind.ages[1:] for name, kind in KINDS.items()}, rng),
        "foyer": drawn(own["kind"], HOUSEHOLDS, {name: alone(kind.households) for name, kind in KINDS.items()}, rng),
        "canal_contact": rng.choice(list(CHANNELS), count, p=list(CHANNELS.values())),
        "visites_site": rng.poisson(2.2 * warm), "emails_ouverts": rng.poisson(3.0 * warm),
        "interet_deco": interest, "budget_declare_eur": (budget / 10).round().astype(int) * 10,
        "magasin_proche_km": (away_m / 1000).round(2),
        "nationalite": rng.choice(list(NATIONALITIES), count, p=list(NATIONALITIES.values())),
    })  # fmt: skip


def alone(shares: tuple[float, ...]) -> tuple[float, ...]:
    """Make one of men and women alone."""
    return (shares[0] + shares[1], *shares[2:])


def drawn(
    kinds: pd.Series, names: tuple[str, ...], shares: dict[str, tuple[float, ...]], rng: np.random.Generator
) -> NDArray[np.object_]:
    """Draw one name for each row by the shares of its kind."""
    table = np.array([shares[kind] for kind in kinds])
    ladder = (table / table.sum(axis=1, keepdims=True)).cumsum(axis=1)
    return np.asarray(np.array(names, dtype=object)[(rng.random(len(kinds))[:, None] > ladder[:, :-1]).sum(axis=1)])


def log_odds(whole: pd.DataFrame, kinds: pd.Series) -> pd.Series:
    """Apply the rule."""
    years = (whole["contact_date"].to_numpy() - FIRST_CONTACT).astype("timedelta64[D]").astype(float) / 365.25
    odds: pd.Series = (
        INTERCEPT
        + INTEREST * (whole["interet_deco"] - 3)
        + LOG_BUDGET * np.log(whole["budget_declare_eur"].clip(lower=10) / 150)
        + DISTANCE_KM * whole["magasin_proche_km"]
        + LOG_VISITS * np.log1p(whole["visites_site"])
        + LOG_OPENS * np.log1p(whole["emails_ouverts"])
        + kinds.map(OF_KIND).fillna(0).to_numpy()
        + whole["canal_contact"].map(OF_CHANNEL).fillna(0)
        + whole["foyer"].map(OF_HOUSEHOLD).fillna(0)
        + whole["tranche_age"].map(OF_AGE).fillna(0)
        + TREND_A_YEAR * years
    )
    return odds


def with_holes(whole: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Leave values out: at random, and the budget twice as often of those who are little interested."""
    known = whole.astype(dict.fromkeys(MISSING, object))
    for name, share in MISSING.items():
        rate = np.full(len(whole), share)
        if name == "budget_declare_eur":
            rate = np.where(whole["interet_deco"] <= 2, 2 * share, share)
        known.loc[rng.random(len(whole)) < rate, name] = ""
    return known
