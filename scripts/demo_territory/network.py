"""The street graph, in the GraphML that OSMnx writes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from .land import CRS, bend

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

__all__ = ["edges_of", "graphml"]

# highway and speed limit in built-up places, then outside.
CLASSES = {
    "avenue": (("primary", "50"), ("secondary", "80")), "artery": (("tertiary", "50"), ("tertiary", "70")),
    "street": (("residential", "30"), ("unclassified", "50")), "lane": (("living_street", "20"),
    ("service", "30")),
}  # fmt: skip
ONE_WAY_SHARE = 0.3
NODE_KEYS = {"y": "d4", "x": "d5", "street_count": "d6"}
EDGE_KEYS = {"osmid": "d8", "oneway": "d9", "name": "d12", "highway": "d13", "maxspeed": "d14",
"reversed": "d15",
             "length": "d16", "geometry": "d17"}  # fmt: skip
GRAPH_KEYS = {"created_with": "d1", "crs": "d2", "simplified": "d3"}


def edges_of(segments: gpd.GeoDataFrame, streets: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give each segment its length on the ground (m), class, speed limit (km/h) and direction."""
    rng = np.random.default_rng([2024, 6])
    own = streets.iloc[segments["street"]]
    table = segments.set_geometry([bend(line) for line in segments.geometry], crs=CRS)
    classes = [CLASSES[role][0 if town else 1] for role, town in zip(own["role"], own["in_town"], strict=True)]
    table["name"], table["role"] = own["name"].to_numpy(), own["role"].to_numpy()
    table["highway"], table["maxspeed"] = zip(*classes, strict=True)
    table["length"] = table.length.round(3)
    narrow = ((own["kind"] == "centre") & (own["role"] == "street")).to_numpy()
    table["oneway"] = keep_reachable(table, narrow & (rng.random(len(table)) < ONE_WAY_SHARE))
    return table


def keep_reachable(table: gpd.GeoDataFrame, one_way: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Turn one-way segments back into two-way ones until every place can be reached from every other."""
    begin, end = table["from_node"].to_numpy(), table["to_node"].to_numpy()
    size = int(max(begin.max(), end.max())) + 1
    used = np.unique(np.concatenate([begin, end]))
    while True:
        heads, tails = np.concatenate([begin, end[~one_way]]), np.concatenate([end, begin[~one_way]])
        links = coo_array((np.ones(len(heads)), (heads, tails)), shape=(size, size))
        part = connected_components(links, directed=True, connection="strong")[1]
        if len(np.unique(part[used])) == 1:
            return one_way
        one_way = one_way & (part[begin] == part[end])


def graphml(table: gpd.GeoDataFrame) -> str:
    """Write the graph as OSMnx does: directed, two edges for a two-way segment, lengths in metres."""
    lonlat = shapely.transform(table.to_crs("EPSG:4326").geometry.to_numpy(), lambda c: np.round(c, 6))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ]
    for kind, keys in (("edge", EDGE_KEYS), ("node", NODE_KEYS), ("graph", GRAPH_KEYS)):
        lines += [f'<key id="{key}" for="{kind}" attr.name="{name}" attr.type="string"/>' for name, key in keys.items()]
    lines.append('<graph edgedefault="directed">')
    lines += cells({"created_with": "geoprofile demo territory", "crs": "epsg:4326", "simplified": "True"}, GRAPH_KEYS)
    lines += node_lines(table, lonlat)
    for number, (row, line) in enumerate(zip(table.itertuples(), lonlat, strict=True)):
        lines += edge_lines(number + 1, row, line)
        if not row.oneway:
            lines += edge_lines(number + 1, row, line, backwards=True)
    return "\n".join([*lines, "</graph>", "</graphml>", ""])


def cells(values: dict[str, object], keys: dict[str, str]) -> list[str]:
    """Write the attributes of one element."""
    return [f'<data key="{keys[name]}">{escape(str(value))}</data>' for name, value in values.items()]


def node_lines(table: gpd.GeoDataFrame, lonlat: NDArray[np.object_]) -> list[str]:
    """Write the nodes in order of their numbers."""
    ends = pd.concat([
        pd.DataFrame({"node": table["from_node"].to_numpy(), "point": shapely.get_point(lonlat, 0)}),
        pd.DataFrame({"node": table["to_node"].to_numpy(), "point": shapely.get_point(lonlat, -1)}),
    ])  # fmt: skip
    found = ends.groupby("node")["point"].agg(["first", "size"])
    out = []
    for node, point, count in found.itertuples():
        out += [
            f'<node id="{node + 1}">',
            *cells({"y": point.y, "x": point.x, "street_count": count}, NODE_KEYS),
            "</node>",
        ]
    return out


def edge_lines(osmid: int, row: object, line: shapely.LineString, *, backwards: bool = False) -> list[str]:
    """Write one direction of a segment."""
    begin, end = getattr(row, "from_node") + 1, getattr(row, "to_node") + 1  # noqa: B009  columns of those names
    shape = line.reverse() if backwards else line
    values = {name: getattr(row, name) for name in ("oneway", "name", "highway", "maxspeed", "length")}
    values = {"osmid": osmid, **values, "reversed": backwards}
    if len(line.coords) > 2:
        values["geometry"] = "LINESTRING (" + ", ".join(f"{x:.6f} {y:.6f}" for x, y in shape.coords) + ")"
    source, target = (end, begin) if backwards else (begin, end)
    return [f'<edge source="{source}" target="{target}" id="0">', *cells(values, EDGE_KEYS), "</edge>"]
