"""What personas are made of: the traits of every class of customers, tested together, and where and how they buy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.recipes.modes import class_traits
from geoprofile.recipes.segment.known import KEY
from geoprofile.recipes.segment.personas import Family, PeopleFacts
from geoprofile.user_cells import level_cells

if TYPE_CHECKING:
    from collections.abc import Collection

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
    result: Segmented,
    codes: NDArray[np.object_],
    territory: Territory | None,
    *,
    defining: Collection[str] = (),
    level: str | None = None,
) -> PeopleFacts | None:
    """Gather what is known of the customers, with the traits of the classes given.

    Parameters
    ----------
    result : Segmented
    codes : object array of shape (n,)
        Class of each customer, "" for none.
    territory : Territory, optional
        Its names of zones are the places.
    defining : collection of str
        Variables that the classes were cut by: to test them would prove nothing.
    level : str, optional
        Of those zones; the finest that the file has by default.

    Returns
    -------
    PeopleFacts, or None where no modes were found: there were too few customers or columns to test traits.
    """
    if result.stored is None:
        return None
    traits, told, themes = class_traits(
        result.stored, result.known, list(codes), () if result.file is None else result.file.variables,
        ids=KEY, currency=result.reading.currency, own_variables=result.own_variables,
    )  # fmt: skip
    traits = traits[~traits["variable"].isin(list(defining))]
    families = {name: FAMILIES[theme] for name, theme in themes.items()}
    channel = next((name for name in result.known if str(name).lower() in CHANNELS), None)
    families |= {name: "channel" for name in families if channel and name.startswith(str(channel))}
    measures = result.customers[
        ["turnover", "orders", "basket_mean", "recency_days", "interval_days", "expected_value"]
    ]  # fmt: skip
    nobody = np.full(len(measures), "", dtype=object)
    return PeopleFacts(
        measures.reset_index(drop=True),
        traits,
        told,
        families,
        _places(result, territory, level),
        _texts(result.customers["top_category"]),
        nobody if channel is None else _texts(level_cells(result.known[channel])),
        result.reading.currency,
        result.horizon_days,
    )


def _texts(column: pd.Series) -> NDArray[np.object_]:
    return column.fillna("").astype("str").to_numpy(dtype=object)


def _places(result: Segmented, territory: Territory | None, level: str | None) -> NDArray[np.object_]:
    """Name the zone that each customer lives in."""
    count, file = len(result.customers), result.file
    if territory is None or file is None or not file.zone_columns:
        return np.full(count, "", dtype=object)
    finest = level if level is not None and level in file.zone_columns else next(iter(file.zone_columns))
    zones = territory.described_levels[finest].table
    names = pd.Series(zones["zone_name"].to_numpy(dtype=object), index=zones["zone_id"].to_numpy(dtype=object))
    zone = file.of_people(file.zone_columns[finest], result.customers["file_row"])
    return _texts(pd.Series(zone).map(names))
