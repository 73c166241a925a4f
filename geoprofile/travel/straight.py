"""Travel time where no street graph is used: the straight line, times a detour factor, at one speed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import UnknownNameError
from geoprofile.sources.streets import MODES
from geoprofile.territory.street_speeds import straight_speed
from geoprofile.travel.mode_network import positions
from geoprofile.words import check_language, digits_text

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from geoprofile.territory.street_network import StreetNetwork

__all__ = ["WAYS", "WAY_NAMES", "basis_of", "basis_sentence", "straight_costs", "straight_mode", "straight_radius_m"]

# What a user may ask to travel by; `straight` is the car's straight line.
WAYS = (*MODES, "straight")
WAY_NAMES = {
    "fr": {"car": "en voiture", "bike": "à vélo", "foot": "à pied", "straight": "à vol d'oiseau"},
    "en": {"car": "by car", "bike": "by bicycle", "foot": "on foot", "straight": "as the crow flies"},
}
TIMES_SIGN = "\N{MULTIPLICATION SIGN}"
SENTENCES = {
    "fr": {
        "network": "Temps de trajet {mode} par le réseau de rues, sans embouteillages ni stationnement.",
        "straight": "Temps de trajet {mode} estimés à vol d'oiseau, sans réseau de rues : ligne droite {times} "
        "{detour} à {kmh} km/h.",
    },
    "en": {
        "network": "Travel times {mode} along the street network, without traffic jams or parking.",
        "straight": "Travel times {mode} estimated as the crow flies, without a street network: straight line {times} "
        "{detour} at {kmh} km/h.",
    },
}


def basis_of(network: StreetNetwork | None, by: str) -> str:
    """Say what minutes are measured on: `network`, or `straight` where there is none or it is asked for.

    Raises
    ------
    UnknownNameError
        For a way of travelling that is none of `WAYS`.
    """
    if by not in WAYS:
        raise UnknownNameError("way of travelling", by, WAYS)
    return "straight" if network is None or by == "straight" else "network"


def basis_sentence(basis: str, by: str, language: str) -> str:
    """Say in a sentence what minutes are measured on; it belongs in every output that shows them."""
    check_language(language)
    mode = straight_mode(by)
    detour, kmh = straight_speed(mode)
    return SENTENCES[language][basis].format(
        mode=WAY_NAMES[language][mode],
        times=TIMES_SIGN,
        detour=digits_text(detour, language),
        kmh=digits_text(kmh, language),
    )


def straight_mode(by: str) -> str:
    """Give the mode whose detour and speed the straight line takes."""
    return "car" if by == "straight" else by


def straight_radius_m(minutes: float, by: str) -> float:
    """Give the straight line (metres) that some minutes reach."""
    detour, kmh = straight_speed(straight_mode(by))
    return minutes * kmh * 1000 / 60 / detour


def straight_costs(
    origins: pd.DataFrame, targets: pd.DataFrame, *, by: str = "straight", limit_min: float = np.inf
) -> NDArray[np.float32]:
    """Give the minutes from each origin to each target: distance x detour factor / speed of the mode.

    Parameters
    ----------
    origins, targets : DataFrame of o and of t rows
        Columns `easting` and `northing` (metres of one CRS), NaN where unknown.
    by : {"straight", "car", "bike", "foot"}
    limit_min : float

    Returns
    -------
    float32 array of shape (o, t)
        Infinite beyond the limit, and where a position is unknown.
    """
    return straight_minutes(positions(origins), positions(targets), by=by, limit_min=limit_min).astype(np.float32)


def straight_minutes(
    origins: NDArray[np.float64], targets: NDArray[np.float64], *, by: str, limit_min: float
) -> NDArray[np.float64]:
    """Give the same for arrays of shape (o, 2) and (t, 2), as float64."""
    minutes = np.hypot(*(origins[:, None, axis] - targets[None, :, axis] for axis in (0, 1)))
    minutes /= straight_radius_m(1, by)
    return np.where(minutes <= limit_min, minutes, np.inf)
