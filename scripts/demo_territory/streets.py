"""The streets of the invented town: arteries between IRIS, avenues between settlements, streets inside."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely.ops import substring

from .kinds import KINDS
from .land import SETTLEMENTS, built_up

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["segments", "street_plan"]

STRAIGHT_ENOUGH = np.cos(np.radians(62))  # an artery goes on where it turns by less
SNAP_M = 1.0


def street_plan(cells: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Lay out all streets on the straight plan, each with its role and where it lies."""
    rng = np.random.default_rng([2024, 2])
    built = built_up()
    rows: list[dict[str, object]] = [{"role": "avenue", "line": line} for line in avenues()]
    rows += [{"role": "artery", "line": line} for line in arteries(cells, built)]
    for cell in cells.itertuples():
        inside = cell.geometry.intersection(built)
        rows += [{"role": role, "line": line} for role, line in inner_streets(inside, cell.kind, rng)]
    frame = gpd.GeoDataFrame(rows, geometry=[row["line"] for row in rows]).drop(columns="line")
    return by_place(frame, cells)


def by_place(streets: gpd.GeoDataFrame, cells: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Cut streets at the borders of settlements and of what is built, and say where each part lies."""
    places = cells.dissolve("settlement", as_index=False)[["settlement", "commune", "old_commune", "geometry"]]
    parts = gpd.overlay(streets, places, how="intersection", keep_geom_type=True)
    built = gpd.GeoDataFrame(geometry=[built_up()])
    parts = pd.concat(
        [
            gpd.overlay(parts, built, how=how, keep_geom_type=True).assign(in_town=how == "intersection")
            for how in ("intersection", "difference")
        ]
    ).explode(ignore_index=True)
    parts = parts[parts.length > 12].reset_index(drop=True)
    middle = parts.geometry.interpolate(0.5, normalized=True)
    parts["kind"] = cells.iloc[nearest(cells, middle)]["kind"].to_numpy()
    return parts


def nearest(cells: gpd.GeoDataFrame, points: gpd.GeoSeries) -> NDArray[np.intp]:
    """Find the cell of each point; one on a border goes to the first."""
    return np.asarray(cells.sindex.nearest(points, return_all=False)[1])


def avenues() -> list[shapely.LineString]:
    """Join the town to each settlement, and the settlements of the fused commune to each other."""
    centre = {s.name: np.array(s.centre) for s in SETTLEMENTS}
    pairs = [("Valmorin", name) for name in centre if name != "Valmorin"] + [("Brévelle", "Sorgemont")]
    lines = [shapely.LineString([centre[a], centre[b]]) for a, b in pairs]
    lines += [shapely.LineString([(0, 0), end]) for end in [(2300, -1250), (-2500, -1150)]]
    return lines


def arteries(cells: gpd.GeoDataFrame, built: shapely.Geometry) -> list[shapely.LineString]:
    """Turn the borders between built IRIS into long streets."""
    shapes = list(cells.geometry.intersection(built.buffer(-40)))
    near = shapely.STRtree(shapes).query(shapes, predicate="intersects").T
    edges = [shapes[i].intersection(shapes[j]) for i, j in near if i < j]
    edges = [edge for edge in edges if edge.geom_type == "LineString" and edge.length > 5]
    return chain([shapely.LineString(np.round(shapely.get_coordinates(edge)[[0, -1]], 2)) for edge in edges])


def chain(edges: list[shapely.LineString]) -> list[shapely.LineString]:
    """Join edges into streets: at each crossing the two that go on most straight are one street."""
    ends: dict[tuple[float, float], list[int]] = {}
    for i, edge in enumerate(edges):
        for point in edge.coords:
            ends.setdefault(point, []).append(i)
    group = list(range(len(edges)))
    for point, touching in ends.items():
        pairs = sorted(combinations(touching, 2), key=lambda pair: -straightness(edges, pair, point))
        if pairs and straightness(edges, pairs[0], point) > STRAIGHT_ENOUGH:
            one, other = (group[i] for i in pairs[0])
            group = [one if g == other else g for g in group]
    streets = []
    for g in sorted(set(group)):
        merged = shapely.line_merge(
            shapely.MultiLineString([e for e, own in zip(edges, group, strict=True) if own == g])
        )
        streets += list(getattr(merged, "geoms", [merged]))
    return streets


def straightness(edges: list[shapely.LineString], pair: tuple[int, int], point: tuple[float, float]) -> float:
    """Give the cosine of the turn from one edge into another at their common point."""
    directions = []
    for i in pair:
        coordinates = np.array(edges[i].coords)
        away = coordinates[1] - coordinates[0] if tuple(coordinates[0]) == point else coordinates[0] - coordinates[1]
        directions.append(away / np.linalg.norm(away))
    return float(-directions[0] @ directions[1])


def inner_streets(cell: shapely.Geometry, kind: str, rng: np.random.Generator) -> list[tuple[str, shapely.LineString]]:
    """Fill one IRIS with parallel streets and with shorter ones across them."""
    if cell.is_empty:
        return []
    (along, across), angle = KINDS[kind].spacing_m, rng.uniform(0, np.pi)
    main = [line for line in rake(cell, angle, along, rng) if not hugs(line, cell)]
    out = [("street", line) for line in main]
    for line in rake(cell, angle + np.pi / 2, across, rng):
        if not hugs(line, cell):
            out += [("street" if line_part.length > 0.6 * line.length else "lane", line_part)
                    for line_part in thin(line, along, kind, rng)]  # fmt: skip
    return out


def rake(cell: shapely.Geometry, angle: float, spacing: float, rng: np.random.Generator) -> list[shapely.LineString]:
    """Draw parallel lines through a shape, clipped to it."""
    centre = np.array(cell.centroid.coords[0])
    way, aside = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    reach = 1500.0
    offsets = np.arange(-reach, reach, spacing) + rng.uniform(0, spacing)
    offsets = offsets + rng.normal(0, spacing * 0.07, len(offsets))
    lines = [shapely.LineString([centre + o * aside - reach * way, centre + o * aside + reach * way]) for o in offsets]
    parts: list[shapely.LineString] = []
    for clipped in shapely.intersection(lines, cell):
        parts += [g for g in getattr(clipped, "geoms", [clipped]) if g.geom_type == "LineString" and g.length > 70]
    return parts


def hugs(line: shapely.LineString, cell: shapely.Geometry) -> bool:
    """Tell whether a street would run along the border, where an artery lies already."""
    return bool(line.intersection(cell.boundary.buffer(32)).length > 0.5 * line.length)


def thin(line: shapely.LineString, spacing: float, kind: str, rng: np.random.Generator) -> list[shapely.LineString]:
    """Keep some blocks of a cross street; in the suburbs more of them are dead ends."""
    pieces = max(1, round(line.length / spacing))
    keep = rng.random(pieces) < (0.72 if kind in {"centre", "young", "workers"} else 0.55)
    if pieces == 1 or keep.all():
        return [line]
    runs = np.flatnonzero(np.diff(np.concatenate([[0], keep.astype(int), [0]])))
    return [
        substring(line, begin / pieces, end / pieces, normalized=True)
        for begin, end in zip(runs[::2], runs[1::2], strict=True)
    ]


def segments(streets: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Cut all streets at their crossings, keep what hangs together.

    Returns a table of columns street (row of `streets`), from_node, to_node and geometry, on the
    straight plan.
    """
    noded = shapely.union_all(list(streets.geometry), grid_size=SNAP_M)
    pieces = np.array([g for g in noded.geoms if g.length > 0])
    owner = streets.sindex.nearest(shapely.line_interpolate_point(pieces, 0.5, normalized=True), return_all=False)[1]
    ends = np.round(np.concatenate([shapely.get_coordinates(shapely.get_point(pieces, i)) for i in (0, -1)]))
    _, node = np.unique(ends, axis=0, return_inverse=True)
    begin, end = node[: len(pieces)], node[len(pieces) :]
    links = coo_array((np.ones(len(pieces)), (begin, end)), shape=(node.max() + 1,) * 2)
    part = connected_components(links, directed=False)[1][begin]
    kept = part == np.bincount(part).argmax()
    columns = {"street": owner[kept], "from_node": begin[kept], "to_node": end[kept]}
    return gpd.GeoDataFrame(columns, geometry=list(pieces[kept]))
