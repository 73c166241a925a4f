"""Addresses along the streets: odd numbers on one side, even on the other, with gaps, bis and ter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from .kinds import KINDS
from .land import COMMUNES, SETTLEMENTS, bend
from .names import LOCALITIES, plain_capitals

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["BANO_COMMUNE", "addresses", "ban_table", "bano_table"]

BANO_COMMUNE = "00102"
OLD_NAMES = {"00105": "Brévelle", "00106": "Sorgemont", "": ""}
SUFFIX_RATE, SKIP_RATE = 0.03, 0.06
SETBACK_M = 9.0
KEY_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def addresses(streets: gpd.GeoDataFrame, iris: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Number all streets and hamlets.

    Parameters
    ----------
    streets : GeoDataFrame
        Straight plan, with columns name, commune, old_commune, settlement, kind, role, in_town.
    iris : GeoDataFrame
        IRIS on the ground.

    Returns
    -------
    GeoDataFrame
        One row an address: street, commune, old_commune, number, suffix, dwellings, iris, kind,
        geometry (Lambert-93).
    """
    rng = np.random.default_rng([2024, 4])
    rows: list[dict[str, object]] = []
    for index, street in enumerate(streets.itertuples()):
        for number, suffix, point in along(street, rng):
            rows.append(row_of(street, f"{index + 10:04d}", number, suffix, point))
    rows += hamlets(rng)
    frame = gpd.GeoDataFrame(rows, geometry="geometry", crs=iris.crs)
    here = iris[["iris", "kind", "commune", "geometry"]].rename(columns={"commune": "commune_here"})
    inside = frame.sjoin(here, predicate="within")
    inside = inside[inside["commune"] == inside["commune_here"]]
    inside["dwellings"] = dwellings(inside["kind"], rng)
    key = ["commune", "fantoir", "number", "suffix"]
    tidy = inside.sort_values(key, kind="stable").drop_duplicates(key)
    return tidy.drop(columns=["index_right", "commune_here"]).reset_index(drop=True)


def row_of(street: object, fantoir: str, number: int, suffix: str, point: tuple[float, float]) -> dict[str, object]:
    """Lay out one address of a street."""
    place = {name: getattr(street, name) for name in ("commune", "old_commune")}
    return {
        "street": getattr(street, "name"),  # noqa: B009  a column of that name
        "fantoir": fantoir, **place, "number": number, "suffix": suffix, "locality": "",
        "geometry": shapely.Point(np.round(point, 2)),
    }  # fmt: skip


def along(street: object, rng: np.random.Generator) -> list[tuple[int, str, tuple[float, float]]]:
    """Give the numbers of one street and where they stand."""
    line = bend(street.geometry)  # type: ignore[attr-defined]
    kind = KINDS[street.kind]  # type: ignore[attr-defined]
    gap = kind.gap_m * (1.0 if street.in_town else 9.0)  # type: ignore[attr-defined]
    found = []
    for side, first in ((1, 1), (-1, 2)):
        steps = rng.gamma(12, gap / 12, int(line.length / gap) + 1)
        where = 10 + np.cumsum(steps)
        where = where[where < line.length - 6]
        numbers = first + 2 * (np.arange(len(where)) + np.cumsum(rng.random(len(where)) < SKIP_RATE))
        points = beside(line, where, side, rng)
        found += [(int(n), "", p) for n, p in zip(numbers, points, strict=True)]
        extra = np.flatnonzero(rng.random(len(where)) < SUFFIX_RATE)
        for i in extra:
            suffixes = ("bis", "ter") if rng.random() < 0.25 else (str(rng.choice(["bis", "bis", "bis", "a", "b"])),)
            shift = [where[i] + 4.0 * (k + 1) for k in range(len(suffixes))]
            found += [
                (int(numbers[i]), s, p) for s, p in zip(suffixes, beside(line, np.array(shift), side, rng), strict=True)
            ]
    return found


def beside(
    line: shapely.LineString, where: NDArray[np.float64], side: int, rng: np.random.Generator
) -> list[tuple[float, float]]:
    """Set points back from a line, to its left (side 1) or right (-1)."""
    here, ahead = (shapely.get_coordinates(shapely.line_interpolate_point(line, where + d)) for d in (0.0, 1.0))
    back = shapely.get_coordinates(shapely.line_interpolate_point(line, where - 1.0))
    way = (ahead - back) / np.maximum(np.linalg.norm(ahead - back, axis=1), 1e-9)[:, None]
    aside = np.column_stack([-way[:, 1], way[:, 0]]) * side
    setback = SETBACK_M + rng.exponential(2.5, len(where))
    return [tuple(p) for p in here + aside * setback[:, None]]


def hamlets(rng: np.random.Generator) -> list[dict[str, object]]:
    """Scatter hamlets over the fused and the rural commune: numbers without a street, a few without any."""
    around = [s for s in SETTLEMENTS if s.commune in {"00103", "00104"}]
    rows = []
    for index, name in enumerate(LOCALITIES):
        settlement = around[index % len(around)]
        angle, reach = rng.uniform(0, 2 * np.pi), settlement.radius_m + rng.uniform(250, 500)
        centre = np.array(settlement.centre) + reach * np.array([np.cos(angle), np.sin(angle)])
        count = int(rng.integers(5, 24))
        spots = shapely.get_coordinates(bend(shapely.MultiPoint(centre + rng.normal(0, 55, (count, 2)))))
        for number, spot in enumerate(spots):
            rows.append({
                "street": name, "fantoir": f"B{index + 1:03d}", "commune": settlement.commune,
                "old_commune": settlement.old_commune, "number": number, "suffix": "", "locality": name,
                "geometry": shapely.Point(np.round(spot, 2)),
            })  # fmt: skip
    return rows


def dwellings(kind: pd.Series, rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw how many dwellings stand behind each address."""
    mean = kind.map({name: k.dwellings for name, k in KINDS.items()}).to_numpy()
    return np.where(mean < 1, rng.poisson(mean), 1 + rng.poisson(np.maximum(mean - 1, 0.02)))


def ban_table(points: gpd.GeoDataFrame) -> pd.DataFrame:
    """Lay out addresses in the 23 columns of the Base Adresse Nationale."""
    own = points[points["commune"] != BANO_COMMUNE]
    lonlat = own.to_crs("EPSG:4326").geometry
    street_id = own["commune"] + "_" + own["fantoir"]
    number = own["number"].astype(str)
    tail = ("_" + own["suffix"]).where(own["suffix"] != "", "")
    return pd.DataFrame({
        "id": street_id.str.lower() + "_" + number.str.zfill(5) + tail, "id_fantoir": street_id,
        "numero": number,
        "rep": own["suffix"], "nom_voie": own["street"], "code_postal": own["commune"].map(postcodes()),
        "code_insee": own["commune"], "nom_commune": own["commune"].map(commune_names()),
        "code_insee_ancienne_commune": own["old_commune"],
        "nom_ancienne_commune": own["old_commune"].map(OLD_NAMES),
        "x": own.geometry.x.round(2), "y": own.geometry.y.round(2), "lon": lonlat.x.round(6),
        "lat": lonlat.y.round(6),
        "type_position": np.where(own["locality"] == "", "entrée", "segment"), "alias": "",
        "nom_ld": own["locality"],
        "libelle_acheminement": own["commune"].map(commune_names()).map(plain_capitals),
        "nom_afnor": own["street"].map(plain_capitals), "source_position": "commune",
        "source_nom_voie": "commune",
        "certification_commune": "1", "cad_parcelles": "",
    })  # fmt: skip


def bano_table(points: gpd.GeoDataFrame) -> pd.DataFrame:
    """Lay out the rural commune as BANO does: no header, eight columns."""
    own = points[(points["commune"] == BANO_COMMUNE) & (points["number"] > 0)]
    lonlat = own.to_crs("EPSG:4326").geometry
    letter = own["fantoir"].map(lambda code: KEY_LETTERS[sum(map(ord, code)) % len(KEY_LETTERS)])
    number = own["number"].astype(str)
    return pd.DataFrame({
        "id": own["commune"] + own["fantoir"] + letter + "-" + number + own["suffix"].str.upper().str[:1],
        "numero": number + own["suffix"].str.upper(), "voie": own["street"],
        "cp": own["commune"].map(postcodes()),
        "ville": own["commune"].map(commune_names()), "source": "C+O",
        "lat": lonlat.y.map("{:.6f}".format), "lon": lonlat.x.map("{:.6f}".format),
    })  # fmt: skip


def postcodes() -> dict[str, str]:
    """Give the postcode of each commune."""
    return {code: commune.postcode for code, commune in COMMUNES.items()}


def commune_names() -> dict[str, str]:
    """Give the name of each commune."""
    return {code: commune.name for code, commune in COMMUNES.items()}
