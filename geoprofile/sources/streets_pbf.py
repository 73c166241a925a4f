"""Streets of an OpenStreetMap extract (.osm.pbf), read by osmium."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geoprofile.crs import WGS84
from geoprofile.errors import SourceError
from geoprofile.sources.options import check_options
from geoprofile.sources.source import STREET_SOURCES
from geoprofile.sources.streets import MODES, access, limit_kmh, street_frame, tag_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from geoprofile.sources.source import Source

__all__ = ["read_streets_pbf"]

# Ways that are drawn and carry nobody: not built yet, gone, or no street.
NO_STREETS = frozenset(
    {"construction", "proposed", "planned", "abandoned", "razed", "disused", "platform", "rest_area", "services",
     "raceway", "no", "corridor", "bus_stop", "via_ferrata"}
)  # fmt: skip
FORWARD, BACKWARD = frozenset({"yes", "true", "1"}), frozenset({"-1", "reverse"})
CIRCLES = frozenset({"roundabout", "circular"})
ONE_WAY_CLASSES = frozenset({"motorway", "motorway_link"})
TAGS = ("oneway", "junction", "oneway:bicycle", "cycleway", "cycleway:left", "cycleway:right", "cycleway:both",
        "access", "vehicle", "motor_vehicle", "motorcar", "bicycle", "foot")  # fmt: skip
COLUMNS = ("name", "highway", "limit_kmh", "direction", "bike_direction", *MODES)


@dataclass(frozen=True)
class Ways:
    """Ways cut where a node lies outside the extract, and the nodes of each, one behind the other.

    Attributes
    ----------
    rows : list of w tuples
        What the tags of each way say, in the order of `COLUMNS`.
    way : array of shape (n,)
        Number of the stretch without a gap that each node belongs to; `row_of` gives its way.
    node, longitude, latitude : arrays of shape (n,)
    """

    rows: list[tuple[str | float, ...]] = field(default_factory=list)
    row_of: array[int] = field(default_factory=lambda: array("q"))
    way: array[int] = field(default_factory=lambda: array("q"))
    node: array[int] = field(default_factory=lambda: array("q"))
    longitude: array[float] = field(default_factory=lambda: array("d"))
    latitude: array[float] = field(default_factory=lambda: array("d"))


@STREET_SOURCES.register("streets_pbf")
def read_streets_pbf(source: Source) -> gpd.GeoDataFrame:
    """Read the ways of an extract that bear a highway tag, cut where they meet.

    Forbidden turns, gates and bollards are not read.

    Returns
    -------
    GeoDataFrame
        `street_schema()`, WGS84.

    Raises
    ------
    SourceError
        If the package osmium is not installed, the file cannot be read, or holds no streets.
    """
    check_options(source, ())
    ways = _read(source)
    # A way of which one node alone lies in the extract has no line.
    if len(ways.way) == len(ways.row_of):
        raise SourceError(
            f"{source.path.name} holds no streets: name an extract with ways and the positions of their nodes."
        )
    return _cut(ways)


def _read(source: Source) -> Ways:
    try:
        import osmium  # noqa: PLC0415  an extra: most recipes hold no extract
    except ImportError as error:
        raise SourceError(
            f"{source.path.name}: reading an OpenStreetMap extract needs the package osmium: install it with "
            "pip install 'geoprofile[osm]'."
        ) from error
    if not source.path.is_file():
        raise SourceError(f"{source.path} is not there: check the path of this source and --sources.")
    ways = Ways()
    try:
        found = osmium.FileProcessor(source.path, osmium.osm.NODE | osmium.osm.WAY).with_locations()
        only_ways, only_highways = osmium.filter.EntityFilter(osmium.osm.WAY), osmium.filter.KeyFilter("highway")
        way: Any  # osmium calls it one of five kinds of thing; the filter leaves ways alone
        for way in found.with_filter(only_ways).with_filter(only_highways):
            _add(ways, {tag.k: tag.v for tag in way.tags}, way.nodes)
    except (RuntimeError, OSError) as error:
        raise SourceError(
            f"{source.path.name} cannot be read as an OpenStreetMap extract ({error}): check that the download is "
            "complete."
        ) from error
    return ways


def _add(ways: Ways, tags: Mapping[str, str], nodes: Iterable[Any]) -> None:
    """Add a way, in parts where nodes of it lie outside the extract."""
    if tags["highway"] in NO_STREETS:
        return
    row, part, was_known = len(ways.rows), len(ways.row_of), False
    ways.rows.append(_told(tags))
    for node in nodes:
        known = node.location.valid()
        if known:
            if not was_known:
                part = len(ways.row_of)
                ways.row_of.append(row)
            ways.way.append(part)
            ways.node.append(node.ref)
            ways.longitude.append(node.lon)
            ways.latitude.append(node.lat)
        was_known = known


def _told(tags: Mapping[str, str]) -> tuple[str | float, ...]:
    direction = _direction(tags)
    return (
        tags.get("name", ""),
        "|".join(tag_values(tags["highway"])),
        limit_kmh(tags.get("maxspeed", "")),
        direction,
        _bike_direction(tags, direction),
        *(access(tags, mode) for mode in MODES),
    )


def _direction(tags: Mapping[str, str]) -> str:
    """Give the ways that vehicles may go: a circle and a motorway are one-way unless the map says no."""
    oneway = tags.get("oneway", "")
    if oneway in BACKWARD:
        return "backward"
    implied = tags.get("junction") in CIRCLES or tags["highway"] in ONE_WAY_CLASSES
    return "forward" if oneway in FORWARD or (implied and oneway != "no") else "both"


def _bike_direction(tags: Mapping[str, str], direction: str) -> str:
    own = tags.get("oneway:bicycle", "")
    lanes = [tags.get(key, "") for key in ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")]
    if own == "no" or any(lane.startswith("opposite") for lane in lanes):
        return "both"
    return "forward" if own in FORWARD else "backward" if own in BACKWARD else direction


def _cut(ways: Ways) -> gpd.GeoDataFrame:
    """Cut ways where they meet or end; the nodes between only bend the line."""
    way, node = np.frombuffer(ways.way, dtype=np.int64), np.frombuffer(ways.node, dtype=np.int64)
    points = np.column_stack([np.frombuffer(one, dtype=float) for one in (ways.longitude, ways.latitude)])
    first, last = np.diff(way, prepend=-1) > 0, np.diff(way, append=way[-1] + 1) > 0
    _, which, count = np.unique(node, return_inverse=True, return_counts=True)
    cut = first | last | (count[which] > 1)
    # Each stretch runs from a cut to the next within its way; the cut between two stretches belongs to both.
    begin = np.flatnonzero(cut & ~last)
    cuts = np.flatnonzero(cut)
    end = cuts[np.searchsorted(cuts, begin, side="right")]
    size = end - begin + 1
    shape = np.repeat(np.arange(len(begin)), size)
    within = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
    lines: NDArray[np.object_] = shapely.linestrings(points[np.repeat(begin, size) + within], indices=shape)
    row = np.frombuffer(ways.row_of, dtype=np.int64)[way[begin]]
    told = {name: [ways.rows[one][column] for one in row] for column, name in enumerate(COLUMNS)}
    ends = {"start_node": node[begin].astype(str), "end_node": node[end].astype(str)}
    return street_frame({**ends, **told, "length_m": np.full(len(begin), np.nan)}, lines, WGS84)
