"""The land of the invented town: its communes, its IRIS and the bounds of what is built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["COMMUNES", "CRS", "SETTLEMENTS", "Commune", "Settlement", "built_up", "cells", "warp", "zones"]

CRS = "EPSG:2154"
# Lambert-93 of about 5.5 W, 47.0 N: open Atlantic, so that nobody takes the town for a real one.
CENTRE = (56_300.0, 6_683_700.0)
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))


@dataclass(frozen=True)
class Commune:
    """A commune, its codes and where it stands in the zonings of INSEE."""

    name: str
    postcode: str
    zoning: str
    urban_unit: str
    size_class: str


@dataclass(frozen=True)
class Settlement:
    """A built-up place: centre and radius in metres from the town's centre, and its number of IRIS seeds."""

    name: str
    commune: str
    old_commune: str
    centre: tuple[float, float]
    radius_m: float
    seeds: int
    crowding: float = 0.62


COMMUNES: dict[str, Commune] = {
    "00101": Commune("Valmorin-sur-Orvaise", "00100", "11", "00501", "5"),
    "00102": Commune("Saint-Orme-la-Garenne", "00110", "20", "00501", "5"),
    "00103": Commune("Brévelle-Sorgemont", "00120", "20", "00000", "0"),
    "00104": Commune("L'Aubraie", "00130", "30", "00000", "0"),
}
SETTLEMENTS = (
    Settlement("Valmorin", "00101", "", (0, 0), 1500, 42, 0.66),
    Settlement("Saint-Orme", "00102", "", (2420, 800), 690, 9),
    Settlement("Brévelle", "00103", "00105", (-1900, 2000), 560, 5),
    Settlement("Sorgemont", "00103", "00106", (-2850, 620), 420, 3),
    Settlement("L'Aubraie", "00104", "", (520, -2650), 320, 1),
)
WEST_SHARE, EAST_SHARE = -0.33, 0.22


def warp(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bend the plane gently, so that nothing in the town is quite straight (metres, shape (n, 2))."""
    x, y = points[:, 0], points[:, 1]
    dx = 95 * np.sin(y / 610 + 0.7) + 42 * np.sin((x + y) / 290) + 130 * np.sin(y / 1900 - 1)
    dy = 85 * np.sin(x / 560 - 0.4) + 38 * np.sin((x - y) / 260 + 1) + 140 * np.sin(x / 1700 + 2)
    return np.asarray(np.column_stack([x + dx, y + dy]) + np.array(CENTRE))


def bend(geometry: shapely.Geometry) -> shapely.Geometry:
    """Bring a shape of the straight plan to the ground (Lambert-93)."""
    return shapely.transform(shapely.segmentize(geometry, 60.0), warp)


def blob(centre: tuple[float, float], radius_m: float, phase: float) -> shapely.Polygon:
    """Draw a round shape with uneven edges."""
    angle = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    radius = radius_m * (1 + 0.09 * np.sin(3 * angle + phase) + 0.06 * np.sin(5 * angle + 2 * phase))
    ring = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]) + np.array(centre)
    return shapely.Polygon(ring)


def built_up() -> shapely.Geometry:
    """Outline what is built, on the straight plan."""
    return shapely.union_all([blob(s.centre, s.radius_m, i) for i, s in enumerate(SETTLEMENTS)])


def seeds_of(settlement: Settlement, rng: np.random.Generator) -> NDArray[np.float64]:
    """Place the centres of IRIS on a spiral that is denser in the middle."""
    rank = np.arange(settlement.seeds)
    radius = settlement.radius_m * 1.02 * ((rank + 0.4) / settlement.seeds) ** settlement.crowding
    angle = rank * GOLDEN_ANGLE + rng.normal(0, 0.16, len(rank))
    around = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return np.asarray(around + np.array(settlement.centre))


def kind_of(settlement: Settlement, rank: int, seed: NDArray[np.float64]) -> str:
    """Tell the kind of an IRIS of the main town by its place in it; elsewhere by the settlement."""
    if settlement.name != "Valmorin":
        return {"Saint-Orme": "ring", "L'Aubraie": "rural"}.get(settlement.name, "village")
    x, y = seed / settlement.radius_m
    if rank < 9:
        return "centre"
    if x < WEST_SHARE:
        return "park" if rank == 25 else "west"
    if x > EAST_SHARE and y > EAST_SHARE:
        return "estate"
    if y < 0 and x > EAST_SHARE:
        return "activity" if rank == 39 else "workers"
    return "young"


def cells() -> gpd.GeoDataFrame:
    """Cut the land into one cell a seed, on the straight plan: where each belongs and of what kind it is."""
    rng = np.random.default_rng([2024, 1])
    rows, seeds = [], []
    for settlement in SETTLEMENTS:
        for rank, seed in enumerate(seeds_of(settlement, rng)):
            kind = kind_of(settlement, rank, seed)
            rows.append((settlement.commune, settlement.old_commune, settlement.name, rank, kind))
            seeds.append(shapely.Point(seed))
    land = blob((-150, -150), 3750, 0.9)
    diagram = shapely.voronoi_polygons(shapely.MultiPoint(seeds), extend_to=land)
    found = shapely.STRtree(diagram.geoms).query(seeds, predicate="within")[1]
    shapes = shapely.intersection(np.array(diagram.geoms)[found], land)
    columns = ["commune", "old_commune", "settlement", "rank", "kind"]
    names = {column: [row[i] for row in rows] for i, column in enumerate(columns)}
    return gpd.GeoDataFrame(names, geometry=list(shapes))


def zones(plan: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Bring the cells to the ground as IRIS with their codes, names and types."""
    frame = plan.copy()
    number = frame.groupby("commune").cumcount()
    several = frame.groupby("commune")["kind"].transform("size") > 1
    code = ((number // 8 + 1) * 100 + number % 8 + 1).astype(str).str.zfill(4)
    frame["iris"] = frame["commune"] + code.where(several, "0000")
    types = frame["kind"].map({"activity": "A", "park": "D"}).fillna("H")
    frame["type"] = types.where(several, "Z")
    frame["name"] = iris_names(frame)
    shapes = [shapely.set_precision(bend(shape), 0.1) for shape in frame.geometry]
    return frame.set_geometry(gpd.GeoSeries(shapes, crs=CRS))


QUARTERS = {
    "centre": "Vieux Marché|Hôtel de Ville|Les Halles|La Préfecture|Saint-Elme|Le Théâtre|La Gare|Les Carmes|Le Port",
    "west": "Beauséjour|Les Tilleuls|Bel-Air|La Roseraie|Mon Repos|Les Terrasses|Val Fleuri|Les Cèdres|"
    "Clairbois|La Corniche|L'Orangerie|Les Charmilles|Haute-Rive",
    "park": "Parc des Sources",
    "estate": "Les Grands Champs|La Plaine|Le Mail|Les Coteaux|Les Peupliers|Le Haut-Bois|Les Érables",
    "workers": "Les Forges|Le Gaz|La Verrerie|Le Faubourg|Les Abattoirs|La Filature|Le Dépôt|Les Tanneries",
    "activity": "Zone industrielle de l'Écluse",
    "young": "Les Docks|La Cartonnerie|Le Champ de Mars|La Brasserie|Le Jardin des Plantes|La Manufacture|"
    "Les Ateliers|Le Canal|L'Arsenal|Le Verger|La Minoterie|Le Belvédère|Les Moulins|La Rotonde",
    "ring": "Le Bourg|Les Garennes|Le Clos|La Pépinière|Les Prés Hauts|L'Orée|Les Vignes|Le Lavoir|Les Noyers",
}


def iris_names(frame: gpd.GeoDataFrame) -> list[str]:
    """Name each IRIS after its quarter, or after its commune where it is the only one."""
    left = {kind: names.split("|") for kind, names in QUARTERS.items()}
    left["village"] = [f"Brévelle {part}" for part in ("Centre", "Nord", "Sud", "Est", "Ouest")]
    left["village"] += [f"Sorgemont {part}" for part in ("Centre", "Nord", "Sud")]
    left["rural"] = [COMMUNES["00104"].name]
    return [left[kind].pop(0) for kind in frame["kind"]]
