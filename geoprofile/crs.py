"""The one place that knows coordinate reference systems and reprojects.

Positions of addresses are WGS84 longitude and latitude (EPSG:4326). Zones are kept in the metric CRS
of their country: Lambert-93 (EPSG:2154) in France, Lambert 2008 (EPSG:3812) in Belgium.
"""

from __future__ import annotations

import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from pyproj import CRS, Transformer

from geoprofile.errors import CrsError

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

__all__ = ["WGS84", "identify_crs", "project_points", "to_crs", "unproject_points"]

WGS84 = "EPSG:4326"

# CRS that French and Belgian open data use; one that bears no code is recognised among these alone.
KNOWN_CRS = (
    "EPSG:2154",  # RGF93 Lambert-93
    "EPSG:27572",  # NTF Lambert II etendu
    "EPSG:31370",  # BD72 Belgian Lambert 72
    "EPSG:3812",  # ETRS89 Belgian Lambert 2008
    "EPSG:3035",  # ETRS89 LAEA Europe
    "EPSG:4258",  # ETRS89 geographic
    WGS84,
)
# Lambert conformal conic parameters are compared to this: metres for offsets, degrees for angles.
PARAMETER_TOLERANCE = 1e-6


def identify_crs(crs: CRS | None, *, source: str) -> str:
    """Name a CRS by its EPSG code.

    A CRS without code is recognised when its projection, ellipsoid and all parameters are those of
    one known CRS; nothing is guessed from coordinates.

    Parameters
    ----------
    crs : pyproj.CRS or None
        As a reader gave it.
    source : str
        What the CRS belongs to, for the error message.

    Returns
    -------
    str
        For example ``"EPSG:2154"``.

    Raises
    ------
    CrsError
        If there is no CRS, or it is none of the known ones.
    """
    if crs is None:
        raise CrsError(
            f"{source} says nothing of its coordinate reference system: add its .prj file, or write "
            f'crs = "EPSG:2154" (or the right code) beside this source in the recipe.'
        )
    code = crs.to_epsg(min_confidence=100)
    if code is not None:
        return f"EPSG:{code}"
    for known in KNOWN_CRS:
        if _same_definition(crs, CRS.from_user_input(known)):
            return known
    raise CrsError(
        f"The coordinate reference system of {source} ({crs.name}) bears no EPSG code and matches none of "
        f'{", ".join(KNOWN_CRS)}: write crs = "EPSG:..." beside this source in the recipe.'
    )


def to_crs(frame: gpd.GeoDataFrame, crs: str) -> gpd.GeoDataFrame:
    """Reproject a GeoDataFrame, raising CrsError where it has no CRS.

    A frame that is already in `crs` comes back with the very same coordinates.
    """
    if frame.crs is None:
        raise CrsError("A table of geometries has no coordinate reference system: set it before it is projected.")
    return frame if frame.crs == CRS.from_user_input(crs) else frame.to_crs(crs)


def project_points(
    longitude: NDArray[np.float64], latitude: NDArray[np.float64], crs: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Project WGS84 points; missing ones (NaN) stay missing.

    Parameters
    ----------
    longitude, latitude : array of shape (n,)
        Degrees.
    crs : str
        The metric CRS to go to.

    Returns
    -------
    easting, northing : arrays of shape (n,)
        Metres; NaN where the point is missing or cannot be projected.
    """
    easting, northing = _transformer(WGS84, crs).transform(longitude, latitude)
    easting, northing = np.asarray(easting, dtype=float), np.asarray(northing, dtype=float)
    lost = ~(np.isfinite(easting) & np.isfinite(northing))
    easting[lost] = np.nan
    northing[lost] = np.nan
    return easting, northing


def unproject_points(
    easting: NDArray[np.float64], northing: NDArray[np.float64], crs: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bring points of a metric CRS to WGS84 longitude and latitude (degrees)."""
    longitude, latitude = _transformer(crs, WGS84).transform(easting, northing)
    return np.asarray(longitude, dtype=float), np.asarray(latitude, dtype=float)


@lru_cache(maxsize=16)
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def _same_definition(one: CRS, other: CRS) -> bool:
    """Tell whether two CRS have one ellipsoid, one kind of projection and the same parameters."""
    if one.is_bound or one.is_projected != other.is_projected or one.ellipsoid is None or other.ellipsoid is None:
        return False
    axes = ("semi_major_metre", "inverse_flattening")
    if any(abs(getattr(one.ellipsoid, a) - getattr(other.ellipsoid, a)) > PARAMETER_TOLERANCE for a in axes):
        return False
    if not one.is_projected:
        return one.datum is not None and other.datum is not None and one.datum.name == other.datum.name
    return _projection_parameters(one) == _projection_parameters(other)


def _projection_parameters(crs: CRS) -> dict[str, object]:
    """Give the PROJ parameters that decide where a coordinate lies, rounded to the tolerance."""
    wanted = ("proj", "lat_0", "lon_0", "lat_1", "lat_2", "x_0", "y_0", "units", "pm", "k", "k_0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # PROJ strings lose names; only parameters are compared
        parameters = crs.to_dict()
    values = {key: parameters[key] for key in wanted if key in parameters}
    parallels = sorted(round(float(values.pop(key)), 6) for key in ("lat_1", "lat_2") if key in values)
    rounded = {key: round(v, 6) if isinstance(v, float | int) else v for key, v in values.items()}
    return {**rounded, "parallels": tuple(parallels)}
