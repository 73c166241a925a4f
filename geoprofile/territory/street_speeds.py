"""How many minutes each mode takes along a stretch of street, by `reference_data/travel.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geoprofile.errors import UnknownNameError
from geoprofile.reference import reference_path
from geoprofile.sources.streets import MODES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["TravelSpeeds", "straight_speed", "street_minutes", "travel_speeds", "walking_kmh"]

# What a street without a class is read as.
NO_CLASS = "road"
METRES_A_MINUTE = 1000 / 60


@dataclass(frozen=True)
class TravelSpeeds:
    """The numbers of one country.

    Attributes
    ----------
    modes : mapping of class to the modes that may use it
    limits : mapping of class to the limit (km/h) where the map says none; `other` for the rest
    driven_share : share of the limit that cars drive, where the class has none of its own
    driven_share_by_class : mapping
    kmh : mapping of `foot` and `bike` to their speed
    kmh_by_class : mapping of `foot` and `bike` to their speed by class
    """

    modes: Mapping[str, frozenset[str]]
    limits: Mapping[str, float]
    driven_share: float
    driven_share_by_class: Mapping[str, float]
    kmh: Mapping[str, float]
    kmh_by_class: Mapping[str, Mapping[str, float]]

    def allows(self, highway: str, mode: str) -> bool:
        """Tell whether a mode may use a street of this class, or all the classes of one that was joined."""
        return all(mode in self.modes.get(one, frozenset()) for one in _classes(highway))

    def speed_kmh(self, highway: str, mode: str) -> float:
        """Give the speed of a mode on a class whose limit the map does not say."""
        return _mean_speed([self._one_speed(one, mode) for one in _classes(highway)])

    def driven(self, highway: str) -> float:
        """Give the share of its limit that cars drive on a class."""
        return _mean_speed([self.driven_share_by_class.get(one, self.driven_share) for one in _classes(highway)])

    def _one_speed(self, highway: str, mode: str) -> float:
        if mode != "car":
            return self.kmh_by_class[mode].get(highway, self.kmh[mode])
        limit = self.limits.get(highway, self.limits["other"])
        return limit * self.driven_share_by_class.get(highway, self.driven_share)


@lru_cache(maxsize=8)
def travel_speeds(country: str) -> TravelSpeeds:
    """Read the speeds of a country by its code (`fr`).

    Raises
    ------
    UnknownNameError
        If the file has no limits of the country.
    """
    told = _document()
    if country not in told["limits"]:
        raise UnknownNameError("country with speed limits", country, told["limits"])
    return TravelSpeeds(
        modes={name: frozenset(modes) for name, modes in told["modes"].items()},
        limits=told["limits"][country],
        driven_share=told["car"]["driven_share"],
        driven_share_by_class=told["car"]["driven_share_by_class"],
        kmh={mode: told[mode]["kmh"] for mode in ("foot", "bike")},
        kmh_by_class={mode: told[mode]["kmh_by_class"] for mode in ("foot", "bike")},
    )


@lru_cache(maxsize=1)
def walking_kmh() -> float:
    """Give the pace of walking from a place to the street before it."""
    return float(_document()["foot"]["kmh"])


@lru_cache(maxsize=8)
def straight_speed(mode: str) -> tuple[float, float]:
    """Give the detour factor and the speed (km/h) of a mode where no street graph is used.

    Raises
    ------
    UnknownNameError
        For a mode that there is not.
    """
    told = _document()["straight"]
    if mode not in told:
        raise UnknownNameError("mode of travel", mode, MODES)
    return float(told[mode]["detour"]), float(told[mode]["kmh"])


def street_minutes(streets: pd.DataFrame, country: str) -> dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Give the minutes along each street, by mode: in the direction of its line, and against it.

    Parameters
    ----------
    streets : DataFrame of n rows
        Columns of `sources.streets.street_schema()`.
    country : str

    Returns
    -------
    mapping of mode to two float32 arrays of shape (n,)
        NaN where the mode may not go that way. On foot every street goes both ways.
    """
    speeds = travel_speeds(country)
    return {mode: _minutes_of(streets, speeds, mode) for mode in MODES}


def _minutes_of(
    streets: pd.DataFrame, speeds: TravelSpeeds, mode: str
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    code, classes = pd.factorize(streets["highway"])
    kmh = np.array([speeds.speed_kmh(one, mode) for one in classes])[code]
    if mode == "car":
        limited = streets["limit_kmh"].to_numpy(dtype=float) * np.array([speeds.driven(one) for one in classes])[code]
        kmh = np.where(np.isfinite(limited), limited, kmh)
    by_class = np.array([speeds.allows(one, mode) for one in classes], dtype=bool)[code]
    told = streets[mode].to_numpy(dtype=object)
    usable = (by_class | (told == "yes")) & (told != "no")
    minutes = np.where(usable, streets["length_m"].to_numpy(dtype=float) / (kmh * METRES_A_MINUTE), np.nan)
    if mode == "foot":
        return minutes.astype(np.float32), minutes.astype(np.float32)
    way = streets["bike_direction" if mode == "bike" else "direction"].to_numpy(dtype=object)
    forward, backward = (np.where(way == against, np.nan, minutes) for against in ("backward", "forward"))
    return forward.astype(np.float32), backward.astype(np.float32)


def _document() -> dict[str, Any]:
    return tomllib.loads(reference_path("travel.toml").read_text(encoding="utf-8"))


def _classes(highway: str) -> list[str]:
    return highway.split("|") if highway else [NO_CLASS]


def _mean_speed(speeds: list[float]) -> float:
    """Give the speed over equal lengths at each."""
    return len(speeds) / sum(1 / one for one in speeds)
