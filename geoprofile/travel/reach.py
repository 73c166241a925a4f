"""Which zones lie how far from which places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Reach"]


@dataclass(frozen=True, eq=False)
class Reach:
    """Pairs of a place and a zone within its limit, sorted by place, then zone; other pairs are absent.

    Attributes
    ----------
    origin : int64 array of shape (n,)
        Row of the place.
    zone : int64 array of shape (n,)
        Row of the zone.
    minutes : float64 array of shape (n,)
        Mean over the part of the zone's demand that is within the limit.
    shares : float64 array of shape (n, b)
        Share of the zone's demand within each of `bands`, cumulative (0-1).
    bands : tuple of b floats
        Minutes, ascending; the last is the limit.
    origin_count, zone_count : int
    by : str
        Mode of travel (`car`, `foot`, `bike`, `straight`).
    basis : {"network", "straight"}
        What the minutes are measured on.
    """

    origin: NDArray[np.int64]
    zone: NDArray[np.int64]
    minutes: NDArray[np.float64]
    shares: NDArray[np.float64]
    bands: tuple[float, ...]
    origin_count: int
    zone_count: int
    by: str
    basis: str
