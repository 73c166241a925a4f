"""What each candidate gains, as the columns of a comparison: from whom, how sure, and the turnover foretold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.recipes.siting.choice import SIZE, StoreChoice
from geoprofile.siting.cannibalisation import Cannibalisation, cannibalise
from geoprofile.siting.forecast import StoreForecast, fit_forecast, forecast
from geoprofile.travel.reach import part_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.recipes.siting.market import Market
    from geoprofile.siting.attributes import StoreAttributes
    from geoprofile.siting.note import Note
    from geoprofile.travel.reach import Reach

__all__ = ["first_better", "forecasts", "gain_columns", "named_losses"]

# What a forecast learns from, the surest first.
PREDICTORS = ("expected_customers", SIZE, "prospects")


def first_better(
    gains: Cannibalisation,
    choice: StoreChoice,
    reach: Reach,
    attributes: StoreAttributes,
    market: Market,
    spots: pd.DataFrame,
) -> NDArray[np.float64]:
    """Give the chance that the best candidate adds more than each other one; NaN where nothing is drawn.

    The parameters are drawn once for both, what each store is worth beyond them for each on its own.
    """
    count = len(spots)
    if not count or not gains.net_draws.shape[1]:
        return np.full(count, np.nan)
    net = gains.candidates["net_own"].to_numpy()
    first = int(np.lexsort((spots["place_id"].to_numpy(dtype=str), -net))[0])
    again = cannibalise(
        choice.reach, choice.attributes, part_of(reach, np.arange(count) == first),
        attributes.take(np.array([first])), choice.model, market.potential, own=choice.own,
        store_spread=choice.store_spread, luck=2,
    )  # fmt: skip
    # Half a draw on either side: draws that all agree are no certainty.
    chance = ((again.net_draws > gains.net_draws).sum(axis=1) + 0.5) / (gains.net_draws.shape[1] + 1)
    chance[np.isnan(gains.net_draws).any(axis=1)] = np.nan
    chance[first] = np.nan
    return np.asarray(chance)


def gain_columns(gains: Cannibalisation) -> pd.DataFrame:
    """Give what each candidate gains and from whom, with the share that is taken from own stores."""
    told = gains.candidates.drop(columns="candidate")
    share = told["from_own"] / told["gained"].where(told["gained"] > 0)
    return told.assign(cannibalised_share=share)


def forecasts(
    stores: pd.DataFrame, told: pd.DataFrame, attributes: StoreAttributes
) -> tuple[StoreForecast | None, pd.DataFrame, Note | None]:
    """Foretell the turnover of the candidates from that of the own stores, where these are enough to learn from."""
    known = stores.rename(columns={"expected": "expected_customers"})
    new = told.assign(expected_customers=told["gained"])
    new[SIZE] = np.exp(attributes.values[:, 0]) if attributes.names else np.nan
    used = [name for name in PREDICTORS if known[name].notna().any() and new[name].notna().any()]
    fitted = fit_forecast(known[used], stores["turnover_eur"].to_numpy(dtype=float))
    if not isinstance(fitted, StoreForecast):
        empty = dict.fromkeys(("forecast_eur", "forecast_eur_low", "forecast_eur_high"), np.nan)
        return None, told.assign(**empty, forecast_beyond=""), fitted
    found = forecast(fitted, new[used])
    names = {"forecast": "forecast_eur", "low": "forecast_eur_low", "high": "forecast_eur_high"}
    return fitted, told.join(found.rename(columns={**names, "beyond": "forecast_beyond"})), None


def named_losses(gains: Cannibalisation, spots: pd.DataFrame, choice: StoreChoice) -> pd.DataFrame:
    """Name the candidates and the stores that lose to them."""
    losses = gains.stores
    store = losses["store"].to_numpy()
    return pd.DataFrame(
        {
            "candidate_id": spots["place_id"].to_numpy(dtype=object)[losses["candidate"].to_numpy()],
            "store_id": choice.rows["place_id"].to_numpy(dtype=object)[store],
            "store_name": choice.rows["place_name"].to_numpy(dtype=object)[store],
            **{name: losses[name].to_numpy() for name in ("before", "lost", "lost_share")},
        }
    )
