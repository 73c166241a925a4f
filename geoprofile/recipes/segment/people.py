"""What personas are made of: the traits of every class of customers, tested together, and where and how they buy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.modes.estimator import FITTED_ON, sampled
from geoprofile.recipes.modes.columns import read_columns
from geoprofile.recipes.modes.portraits import portray_segments
from geoprofile.recipes.modes.vocabulary import LEVEL_SIGN
from geoprofile.recipes.segment.known import KEY
from geoprofile.recipes.segment.personas import Family, PeopleFacts
from geoprofile.user_cells import level_cells

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.recipes.segment.flow import Segmented
    from geoprofile.territory.territory import Territory

__all__ = ["people_facts"]

# What a theme of columns says of a customer.
FAMILIES: dict[str, Family] = {
    "purchases": "buying", "goods": "goods", "engagement": "channel", "own": "other", "place": "place",
}  # fmt: skip
CHANNELS = ("channel", "canal", "canal_vente", "sales_channel", "kanaal")


def people_facts(
    result: Segmented, codes: NDArray[np.object_], territory: Territory | None, level: str | None = None
) -> PeopleFacts | None:
    """Gather what is known of the customers, with the traits of the classes given.

    Parameters
    ----------
    result : Segmented
    codes : object array of shape (n,)
        Class of each customer, "" for none.
    territory : Territory, optional
        Its names of zones are the places.
    level : str, optional
        Of those zones; the finest that the file has by default.

    Returns
    -------
    PeopleFacts, or None where no modes were found: there were too few customers or columns to test traits.
    """
    if result.modes is None:
        return None
    preparation = result.modes.stored.model.preparation_
    columns = read_columns(
        result.known, () if result.file is None else result.file.variables, ids=KEY, currency=result.reading.currency
    )
    rows = sampled(result.known[KEY], FITTED_ON)
    told = portray_segments(
        result.known.iloc[rows], list(codes[rows]), _standing_for(codes, rows), preparation.codes_, columns.variables
    )
    themes = {code.column.name: code.column.theme for code in preparation.codes_}
    families = {v.name: FAMILIES[themes[v.name.partition(LEVEL_SIGN)[0]]] for v in told.variables}
    channel = next((name for name in result.known if str(name).lower() in CHANNELS), None)
    families |= {name: "channel" for name in families if channel and name.startswith(str(channel))}
    measures = result.customers[
        ["turnover", "orders", "basket_mean", "recency_days", "interval_days", "expected_value"]
    ]  # fmt: skip
    nobody = np.full(len(measures), "", dtype=object)
    return PeopleFacts(
        measures.reset_index(drop=True),
        told.traits,
        told.variables,
        families,
        _places(result, territory, level),
        _texts(result.customers["top_category"]),
        nobody if channel is None else _texts(level_cells(result.known[channel])),
        result.reading.currency,
    )


def _standing_for(codes: NDArray[np.object_], rows: NDArray[np.intp]) -> NDArray[np.float64]:
    """Say how many customers of its class each sampled one stands for."""
    drawn = pd.Series(codes[rows])
    each = drawn.map(pd.Series(codes).value_counts() / drawn.value_counts())
    return np.asarray(each, dtype=float)


def _texts(column: pd.Series) -> NDArray[np.object_]:
    return column.fillna("").astype("str").to_numpy(dtype=object)


def _places(result: Segmented, territory: Territory | None, level: str | None) -> NDArray[np.object_]:
    """Name the zone that each customer lives in."""
    count, file = len(result.customers), result.file
    named = np.full(count, "", dtype=object)
    if territory is None or file is None or not file.zone_columns:
        return named
    finest = level if level is not None and level in file.zone_columns else next(iter(file.zone_columns))
    zones = territory.described_levels[finest].table
    names = pd.Series(zones["zone_name"].to_numpy(dtype=object), index=zones["zone_id"].to_numpy(dtype=object))
    named[: len(file.rows)] = file.rows[file.zone_columns[finest]].map(names).fillna("").to_numpy(dtype=object)
    return named
