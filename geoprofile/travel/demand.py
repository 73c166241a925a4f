"""Where the people of each zone are: points whose weights sum to one a zone.

Addresses where the territory has them, merged into cells of 50 m; else cells of the populated 200 m grid by their
households; else points evenly over the zone's outline.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geoprofile.crs import project_points
from geoprofile.errors import TerritoryError, UnknownNameError
from geoprofile.words import check_language, count_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from geoprofile.territory.territory import Territory, ZoneLevel

__all__ = ["DEMAND_BASES", "Demand", "demand_points", "demand_sentence"]

DEMAND_BASES = ("addresses", "grid_200m", "area")
MERGE_M = 50.0
# Points that a zone without addresses and cells gets, and how far apart they may be.
LATTICE_POINTS, LEAST_STEP_M, MOST_STEP_M = 64, 20.0, 500.0
# What counts the households of a cell, best first; people stand in where nothing counts households.
CELL_COUNTS = ("households", "tax_households", "persons_in_tax_households", "persons_in_households", "population")
ADDRESSES_AT_ONCE = 500_000
SENTENCES = {
    "fr": {
        "": "Demande répartie dans {count} zones : ",
        "addresses": "{count} selon leurs adresses",
        "grid_200m": "{count} selon les ménages des carreaux de 200 m",
        "area": "{count} selon leur surface",
    },
    "en": {
        "": "Demand spread over {count} zones: ",
        "addresses": "{count} by their addresses",
        "grid_200m": "{count} by the households of the 200 m grid",
        "area": "{count} by their area",
    },
}


@dataclass(frozen=True, eq=False)
class Demand:
    """Points in the zones of one level, sorted by zone.

    Attributes
    ----------
    zone : int64 array of shape (p,)
        Row of the zone in the level's table.
    easting, northing : float64 arrays of shape (p,)
        Metres, CRS of the country.
    weight : float64 array of shape (p,)
        Part of the zone's demand; the weights of a zone sum to one.
    basis : text array of shape (z,)
        What the points of each zone are: one of `DEMAND_BASES`.
    """

    zone: NDArray[np.int64]
    easting: NDArray[np.float64]
    northing: NDArray[np.float64]
    weight: NDArray[np.float64]
    basis: NDArray[np.object_]

    @property
    def zone_count(self) -> int:
        """Count the zones."""
        return len(self.basis)


def demand_points(territory: Territory, level: str) -> Demand:
    """Give the points of every zone of a level that has outlines.

    A zone without addresses takes the populated cells whose centre it holds, a zone without those its area.

    Raises
    ------
    UnknownNameError
        For a level that the territory does not have.
    TerritoryError
        If the territory knows no outlines of the level.
    """
    if level not in territory.levels:
        if level in territory.described_levels:
            raise TerritoryError(
                f"The territory {territory.name!r} has no outlines of level {level!r}: add a source of its zones."
            )
        raise UnknownNameError("zone level", level, territory.levels)
    zones = territory.levels[level]
    tree = shapely.STRtree(zones.polygons())
    basis = np.full(len(zones.table), "", dtype=object)
    parts = []
    for name, points in (("addresses", _addresses(territory, tree)), ("grid_200m", _cells(territory, tree))):
        fresh = points[basis[points["zone"]] == ""]
        basis[fresh["zone"].unique()] = name
        parts.append(fresh)
    parts.append(_lattice(zones, np.flatnonzero(basis == "")))
    basis[basis == ""] = "area"
    points = pd.concat(parts, ignore_index=True).sort_values(["zone", "northing", "easting"], kind="stable")
    zone, weight = points["zone"].to_numpy(dtype=np.int64), points["weight"].to_numpy(dtype=float)
    weight = weight / np.bincount(zone, weights=weight, minlength=len(basis))[zone]
    return Demand(zone, points["easting"].to_numpy(), points["northing"].to_numpy(), weight, basis)


def demand_sentence(demand: Demand, language: str) -> str:
    """Say in a sentence how the demand of zones was spread."""
    check_language(language)
    told = [
        SENTENCES[language][name].format(count=count_text(count, language))
        for name in DEMAND_BASES
        if (count := int((demand.basis == name).sum()))
    ]
    opening = SENTENCES[language][""].format(count=count_text(demand.zone_count, language))
    return f"{opening}{', '.join(told)}."


def _addresses(territory: Territory, tree: shapely.STRtree) -> pd.DataFrame:
    """Count the addresses of each 50 m cell of each zone, at the middle of them."""
    parts = [_sum_cells(part, tree) for part in _address_positions(territory)]
    if not parts:
        return _no_points()
    # A cell whose addresses lie in two parts is summed once more.
    sums = pd.concat(parts).groupby(["zone", "row", "column"], as_index=False, sort=True).sum()
    return pd.DataFrame(
        {
            "zone": sums["zone"],
            "easting": sums["easting"] / sums["weight"],
            "northing": sums["northing"] / sums["weight"],
            "weight": sums["weight"].astype(float),
        }
    )


def _address_positions(territory: Territory) -> Iterator[pd.DataFrame]:
    """Give the addresses, some at a time; a street's own entry only where it has no numbers."""
    if not (territory.folder / "addresses").is_dir():
        return
    index = territory.addresses
    number = index.numbers("addresses", "number")
    street_count = index.tables["streets"].num_rows
    first, stop = index.address_bounds(np.arange(street_count))
    for start in range(0, len(number), ADDRESSES_AT_ONCE):
        address = np.arange(start, min(start + ADDRESSES_AT_ONCE, len(number)))
        street = np.searchsorted(first, address, side="right") - 1
        kept = (number[address] > 0) | (stop[street] - first[street] == 1)
        longitude, latitude = index.positions(address[kept], street[kept])
        easting, northing = project_points(longitude, latitude, territory.country.metric_crs)
        yield pd.DataFrame({"easting": easting, "northing": northing, "weight": 1})


def _sum_cells(points: pd.DataFrame, tree: shapely.STRtree) -> pd.DataFrame:
    zone = _zone_of(points, tree)
    inside = points[zone >= 0].assign(zone=zone[zone >= 0])
    row, column = (np.floor(inside[name] / MERGE_M).astype(np.int64) for name in ("northing", "easting"))
    return inside.assign(row=row, column=column).groupby(["zone", "row", "column"], as_index=False, sort=True).sum()


def _cells(territory: Territory, tree: shapely.STRtree) -> pd.DataFrame:
    """Give the centres of the populated cells of the 200 m grid by their households."""
    grid = territory.levels.get("grid_200m")
    counted_by = next((name for name in CELL_COUNTS if grid is not None and name in grid.variables), "")
    if grid is None or not counted_by:
        return _no_points()
    counts = grid.variables[counted_by].to_numpy(dtype=float, na_value=0)
    centres = shapely.get_coordinates(shapely.centroid(grid.polygons()))
    points = pd.DataFrame({"easting": centres[:, 0], "northing": centres[:, 1], "weight": counts})
    zone = _zone_of(points, tree)
    kept = (zone >= 0) & (counts > 0)
    return points.assign(zone=zone)[kept]


def _lattice(zones: ZoneLevel, rows: NDArray[np.int64]) -> pd.DataFrame:
    """Spread points evenly over zones; a zone that is too thin for that gets one inside it."""
    parts = []
    for row, polygon in zip(rows, zones.polygons()[rows], strict=True):
        step = float(np.clip(np.sqrt(polygon.area / LATTICE_POINTS), LEAST_STEP_M, MOST_STEP_M))
        west, south, east, north = polygon.bounds
        grid = np.meshgrid(np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step))
        easting, northing = (axis.ravel() for axis in grid)
        inside = shapely.contains_xy(polygon, easting, northing)
        if not inside.any():
            easting, northing = np.array(polygon.representative_point().coords).T
            inside = np.ones(1, dtype=bool)
        parts.append(pd.DataFrame({"zone": row, "easting": easting[inside], "northing": northing[inside]}))
    return pd.concat(parts, ignore_index=True).assign(weight=1.0) if parts else _no_points()


def _zone_of(points: pd.DataFrame, tree: shapely.STRtree) -> NDArray[np.int64]:
    """Give the row of the zone that holds each point, the first on a border, -1 where there is none."""
    found = np.full(len(points), -1, dtype=np.int64)
    pairs = tree.query(shapely.points(points["easting"], points["northing"]), predicate="intersects")
    order = np.lexsort([pairs[1], pairs[0]])
    point, zone = pairs[:, order]
    first = np.diff(point, prepend=-1) > 0
    found[point[first]] = zone[first]
    return found


def _no_points() -> pd.DataFrame:
    kinds = {"zone": np.int64, "easting": float, "northing": float, "weight": float}
    return pd.DataFrame({name: np.empty(0, dtype=kind) for name, kind in kinds.items()})
