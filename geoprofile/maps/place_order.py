"""The order in which places are listed: by their names as people count, whatever the order of the rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["by_name", "natural_key"]


def natural_key(text: str) -> list[tuple[int, str]]:
    """Give a key by which `S2` comes before `S10`."""
    return [(int(part), "") if part.isdigit() else (-1, part.casefold()) for part in re.split(r"(\d+)", text) if part]


def by_name(places: pd.DataFrame) -> pd.DataFrame:
    """Put places in the natural order of their `place_name`, then their `place_id`."""
    names, ids = (places[column].fillna("").astype("str").tolist() for column in ("place_name", "place_id"))
    keys = [(natural_key(name), own) for name, own in zip(names, ids, strict=True)]
    return places.iloc[sorted(range(len(places)), key=keys.__getitem__)]
