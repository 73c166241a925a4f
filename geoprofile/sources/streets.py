"""What a source of streets yields, and the tags of OpenStreetMap that its readers share."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geoprofile.reference import reference_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandera.pandas as pa
    from numpy.typing import NDArray

__all__ = ["MODES", "STREET_COLUMNS", "access", "limit_kmh", "street_frame", "street_schema", "tag_values"]

MODES = ("car", "bike", "foot")

# One row a stretch of street between two nodes, with its line from `start_node` to `end_node`.
STREET_COLUMNS: dict[str, str] = {
    "start_node": "identifier of the node where the line begins; streets meet where they share one (text)",
    "end_node": "that of the node where it ends (text)",
    "name": "name of the street (text, may be empty)",
    "highway": "class in OpenStreetMap, '|' between those of stretches that were joined (text)",
    "limit_kmh": "speed limit (float, NaN where the map says none)",
    "length_m": "length along the street (float)",
    "direction": "ways that vehicles may go along the line: both, forward or backward (text)",
    "bike_direction": "the same for bicycles (text)",
    **{mode: f"yes or no where a tag says so of this mode ({mode}); empty: its class decides" for mode in MODES},
}
DIRECTIONS = ("both", "forward", "backward")

# Tags that speak of one mode alone, then those that speak of several: the first that is there decides.
OWN_KEYS = {"car": ("motorcar", "motor_vehicle"), "bike": ("bicycle",), "foot": ("foot",)}
SHARED_KEYS = {"car": ("vehicle", "access"), "bike": ("vehicle", "access"), "foot": ("access",)}
FORBIDDEN = frozenset({"no", "private", "agricultural", "forestry", "military", "emergency", "use_sidepath"})
GRANTED = frozenset({"yes", "designated", "permissive", "official"})

# ['primary', 'residential'], [False, True] as OSMnx writes lists; "50;30" as OpenStreetMap does.
LISTED = re.compile(r"""'([^']*)'|"([^"]*)"|([^\s,\[\]'"]+)""")
SPEED = re.compile(r"(\d+(?:\.\d+)?) *(km/h|kmh|kph|mph)?")
ZONE_SPEED = re.compile(r"[A-Z]{2}(?:-[A-Z]+)?:(?:zone)?:?(\d+)")
KM_A_MILE = 1.609344
LEAST_KMH, MOST_KMH = 3, 150
EARTH_M = 6_371_008.8


def street_schema() -> pa.DataFrameSchema:
    """Give the contract of a table of streets."""
    import pandera.pandas as pa  # noqa: PLC0415  half a second that plain reading does not need

    text = pa.Check.str_length(min_value=1)
    return pa.DataFrameSchema(
        {
            "start_node": pa.Column(str, text),
            "end_node": pa.Column(str, text),
            "name": pa.Column(str),
            "highway": pa.Column(str),
            "limit_kmh": pa.Column(float, pa.Check.in_range(LEAST_KMH, MOST_KMH), nullable=True),
            "length_m": pa.Column(float, pa.Check.ge(0)),
            "direction": pa.Column(str, pa.Check.isin(DIRECTIONS)),
            "bike_direction": pa.Column(str, pa.Check.isin(DIRECTIONS)),
            **{mode: pa.Column(str, pa.Check.isin(["", "yes", "no"])) for mode in MODES},
            "geometry": pa.Column("geometry"),
        },
        ordered=True,
        strict=True,
    )


@lru_cache(maxsize=4096)
def tag_values(text: str) -> tuple[str, ...]:
    """Take apart the text of a tag that may hold several values; an empty text holds none."""
    if not text.startswith("["):
        return tuple(part.strip() for part in text.split(";") if part.strip())
    return tuple(next(filter(None, found), "") for found in LISTED.findall(text))


@lru_cache(maxsize=4096)
def limit_kmh(text: str) -> float:
    """Read a speed limit (km/h): `50`, `30 mph`, `FR:urban`, `walk`, `none`, or a list of them.

    Returns
    -------
    float
        Of several limits on one stretch that which gives the time of equal parts at each (their harmonic mean);
        NaN where none can be read.
    """
    read = [one for one in map(_one_limit, tag_values(text)) if LEAST_KMH <= one <= MOST_KMH]
    return len(read) / sum(1 / one for one in read) if read else float("nan")


def access(tags: Mapping[str, str], mode: str) -> str:
    """Say whether tags forbid a mode (`no`), allow it whatever the class (`yes`), or leave it to the class (empty)."""
    for key in OWN_KEYS[mode]:
        values = tag_values(tags.get(key, ""))
        if values:
            return "no" if FORBIDDEN.intersection(values) else "yes" if GRANTED.issuperset(values) else ""
    for key in SHARED_KEYS[mode]:
        values = tag_values(tags.get(key, ""))
        if values:
            return "no" if FORBIDDEN.intersection(values) else ""
    return ""


def line_lengths_m(lines: NDArray[np.object_], *, is_geographic: bool) -> NDArray[np.float64]:
    """Measure lines: in degrees along great circles, else in the plane (metres)."""
    if not is_geographic:
        return np.asarray(shapely.length(lines), dtype=float)
    points, line = shapely.get_coordinates(lines, return_index=True)
    longitude, latitude = np.radians(points).T
    step = (
        np.sin(np.diff(latitude) / 2) ** 2
        + np.cos(latitude[1:]) * np.cos(latitude[:-1]) * np.sin(np.diff(longitude) / 2) ** 2
    )
    metres = np.where(line[1:] == line[:-1], 2 * EARTH_M * np.arcsin(np.sqrt(np.minimum(step, 1))), 0)
    lengths: NDArray[np.float64] = np.bincount(line[1:], weights=metres, minlength=len(lines)).astype(np.float64)
    return lengths


def street_frame(columns: Mapping[str, object], lines: NDArray[np.object_], crs: str) -> gpd.GeoDataFrame:
    """Lay out streets as their contract wants them; a length that is missing is measured on the line."""
    import geopandas as gpd  # noqa: PLC0415  a third of a second that plain reading does not need
    from pyproj import CRS  # noqa: PLC0415

    numbers = ("limit_kmh", "length_m")
    frame = pd.DataFrame({name: columns[name] for name in STREET_COLUMNS}).astype(
        {name: "float64" if name in numbers else "str" for name in STREET_COLUMNS}
    )
    measured = line_lengths_m(lines, is_geographic=CRS.from_user_input(crs).is_geographic)
    told = frame["length_m"].to_numpy(dtype=float)
    frame["length_m"] = np.where(np.isfinite(told) & (told >= 0), told, measured)
    return gpd.GeoDataFrame(frame, geometry=lines, crs=crs)


def _one_limit(text: str) -> float:
    number = SPEED.fullmatch(text)
    if number:
        return float(number[1]) * (KM_A_MILE if number[2] == "mph" else 1)
    zone = ZONE_SPEED.fullmatch(text)
    return float(zone[1]) if zone else _written_limits().get(text, float("nan"))


@lru_cache(maxsize=1)
def _written_limits() -> dict[str, float]:
    document = tomllib.loads(reference_path("travel.toml").read_text(encoding="utf-8"))
    return {str(word): float(kmh) for word, kmh in document["written_limits"].items()}
