"""Places to resemble: zones by their code, stores by their position or their address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.zones.locate import locate_zones

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geoprofile.territory.territory import Territory

__all__ = ["find_examples"]

POSITION = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,; ]\s*(-?\d+(?:\.\d+)?)\s*")
# A store that is only known to its commune could be anywhere in it.
PRECISE = ("housenumber", "interpolated", "street")


def find_examples(like: Sequence[str], territory: Territory, level: str) -> list[str]:
    """Find the zone of each example.

    Parameters
    ----------
    like : sequence of str
        Codes of zones, `LONGITUDE,LATITUDE` (WGS84 degrees), or addresses.
    territory : Territory
    level : str

    Returns
    -------
    list of str
        Zone ids, in order; a zone of two stores stands twice.

    Raises
    ------
    TableError
        If an example is no zone of the territory, or lies in none.
    """
    return [_zone_of(one.strip(), territory, level) for one in like]


def _zone_of(told: str, territory: Territory, level: str) -> str:
    if told in set(territory.described_levels[level].table["zone_id"]):
        return told
    position = POSITION.fullmatch(told)
    if position is None and (" " not in told or level not in territory.levels):
        raise TableError(
            f"There is no zone {told!r} of level {level!r} in the territory {territory.name!r}: give the code of one, "
            "LONGITUDE,LATITUDE in degrees, or a full address."
        )
    longitude, latitude = (float(position[1]), float(position[2])) if position else _position_of(told, territory)
    row = -1
    if level in territory.levels:
        places = locate_zones(np.array([longitude]), np.array([latitude]), territory)
        row = int(places.position[level][0])
    if row < 0:
        raise TableError(
            f"The example {told!r} lies in no zone of level {level!r} of the territory {territory.name!r}."
        )
    return str(territory.levels[level].table["zone_id"].iloc[row])


def _position_of(address: str, territory: Territory) -> tuple[float, float]:
    """Geocode an address; one that is not found to the street is refused."""
    from geoprofile.recipes.addresses import geocode  # noqa: PLC0415  most examples are codes

    answer = geocode(pd.DataFrame({"address": [address]}), territory, address="address").iloc[0]
    if answer["result_type"] not in PRECISE:
        raise TableError(
            f"The address of the example {address!r} was not found to the street: add its postcode and commune, or "
            "give LONGITUDE,LATITUDE."
        )
    return float(answer["longitude"]), float(answer["latitude"])
