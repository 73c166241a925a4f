"""Doors: the addresses of chosen zones with their letterboxes, in walking order, less those that are to be skipped.

Open data tell how many households a zone has and where its addresses are, not how many letterboxes hang at each: those
of a zone are shared evenly over its addresses, so the letterboxes of a door are an estimate, those of a zone are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
import pyarrow as pa

from geoprofile.crs import WGS84, project_points, to_crs
from geoprofile.errors import TableError, TerritoryError, UnknownNameError
from geoprofile.geocoding.columns import address_ids, commune_columns
from geoprofile.leaflets.walking import walking_order
from geoprofile.opposition import KEY_COLUMNS, address_keys, keyed_hashes
from geoprofile.territory.address_index import CELL_HEIGHT, CELL_WIDTH, CELLS_A_ROW, DEGREES, expand
from geoprofile.zones.assign import assign_points

if TYPE_CHECKING:
    from geoprofile.territory.address_index import AddressIndex
    from geoprofile.territory.territory import Territory, ZoneLevel

__all__ = ["DOOR_COLUMNS", "Doors", "Skipped", "skip_doors", "zone_doors"]

DOOR_COLUMNS: dict[str, str] = {
    "zone_id": "zone that the address lies in (text)",
    "citycode": "code of its commune (text)",
    "postcode": "of its street, as the base knows it (text, may be empty)",
    "street": "name of its street as the base spells it (text)",
    "number": "house number (integer, 0 where a hamlet has none)",
    "suffix": "bis, a... (text, may be empty)",
    "easting": "metres, CRS of the country",
    "northing": "metres, CRS of the country",
    "letterboxes": "estimated letterboxes to serve (integer)",
    "address_id": "identifier in the base (text)",
}
# More letterboxes an address than in a tower say that the base lacks addresses there.
MOST_A_DOOR = 150
# How far a rounded position and the curve of a border may put an address outside the box of its zone, in degrees.
BOX_MARGIN = 1e-4

Rows = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True, eq=False)
class Doors:
    """The addresses of zones.

    Attributes
    ----------
    table : DataFrame
        `DOOR_COLUMNS`, by zone and then in walking order.
    unplaced : DataFrame
        `zone_id`, `letterboxes`, `addresses` of the zones with letterboxes that stand in no row of `table`, as the base
        knows no address there, or so few that each would have more than `MOST_A_DOOR`.
    """

    table: pd.DataFrame
    unplaced: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Skipped:
    """What is left of the doors, and how much a list took away.

    Attributes
    ----------
    doors : DataFrame
        As they came, with the column `skip`: letterboxes of the door to pass by.
    listed_count, found_count : int
        Rows of the list, and those among them that are at a door of the table.
    door_count, letterbox_count : int
        Doors left out whole, and letterboxes left out with them or singly.
    """

    doors: pd.DataFrame
    listed_count: int
    found_count: int
    door_count: int
    letterbox_count: int


def zone_doors(territory: Territory, level: str, zones: pd.DataFrame) -> Doors:
    """Find the addresses of zones and share out the letterboxes of each zone over its addresses.

    Every address of a zone gets the same number of letterboxes, or one more, such that the sum is that of the zone;
    the odd ones are spread along the walking order.

    Parameters
    ----------
    level : str
        Zone level, one with outlines.
    zones : DataFrame
        `zone_id` (unique) and `letterboxes`, rounded to the nearest whole number a zone.

    Raises
    ------
    UnknownNameError
        For a level without outlines.
    TableError
        For a zone that is not of the level or stands twice, or letterboxes that are no count.
    TerritoryError
        If the territory has no addresses.
    """
    if level not in territory.levels:
        raise UnknownNameError("zone level with outlines", level, territory.levels)
    rows, counts = _checked_zones(zones, territory.levels[level])
    found = _addresses_in(territory, territory.levels[level], np.sort(rows))
    per_zone = pd.Series(counts, index=pd.Index(zones["zone_id"])).sort_index()
    sizes = found["zone_id"].value_counts().reindex(per_zone.index, fill_value=0)
    is_thin = per_zone > MOST_A_DOOR * sizes
    found = found[~found["zone_id"].isin(per_zone.index[is_thin])]
    zone_first = found.assign(citycode=found["zone_id"] + " " + found["citycode"])
    found = found.take(walking_order(zone_first)).reset_index(drop=True)
    table = found.assign(letterboxes=_shared(found["zone_id"], per_zone))
    unplaced = pd.DataFrame({"letterboxes": per_zone, "addresses": sizes})[is_thin].rename_axis("zone_id")
    return Doors(table[list(DOOR_COLUMNS)], unplaced.reset_index())


def skip_doors(
    doors: pd.DataFrame,
    listed: pd.DataFrame,
    *,
    per: Literal["address", "letterbox"] = "address",
    secret: bytes | None = None,
) -> Skipped:
    """Leave out the doors of a list: own customers, or who asked not to be visited.

    Parameters
    ----------
    doors : DataFrame
        `DOOR_COLUMNS`.
    listed : DataFrame
        Column `address_hash` (as `keyed_hashes` gives them), else an enriched file or doors; `address_id` or
        `result_id` goes before the spelling. Rows without a house number are at no door and skip nothing.
    per : {"address", "letterbox"}
        A listed row takes the whole address away (nobody knows which letterbox is theirs), or one letterbox of it.
    secret : bytes, optional
        Of a list of hashes.

    Raises
    ------
    TableError
        If the list lacks the columns that name an address, or hashes come without their key.
    UnknownNameError
        For another `per`.
    """
    if per not in {"address", "letterbox"}:
        raise UnknownNameError("unit of skipping", per, ("address", "letterbox"))
    hits, found = _hits(doors, listed, secret)
    boxes = doors["letterboxes"].to_numpy(dtype=np.int64)
    taken = np.where(hits > 0, boxes, 0) if per == "address" else np.minimum(hits, boxes)
    gone = (hits > 0) & (taken == boxes)
    before = doors["skip"].to_numpy(dtype=np.int64) if "skip" in doors else np.zeros(len(doors), dtype=np.int64)
    kept = doors.assign(letterboxes=boxes - taken, skip=before + taken)[~gone].reset_index(drop=True)
    return Skipped(kept, len(listed), found, int(gone.sum()), int(taken.sum()))


def _hits(doors: pd.DataFrame, listed: pd.DataFrame, secret: bytes | None) -> tuple[Rows, int]:
    """Count the listed rows at each door, and those that are at any."""
    if "address_hash" in listed:
        if secret is None:
            raise TableError("A list with the column 'address_hash' needs the key that its hashes were made with.")
        ours = pd.Index(keyed_hashes(address_keys(doors).tolist(), secret))
        theirs = listed["address_hash"].astype("str").fillna("").str.strip().str.lower()
        return _count(ours, theirs)
    name = next((name for name in ("address_id", "result_id") if name in listed), None)
    counts, found, left = np.zeros(len(doors), dtype=np.int64), 0, listed
    if name is not None:
        theirs = listed[name].astype("str").fillna("")
        if "result_type" in listed:
            theirs = theirs.where(listed["result_type"] == "housenumber", "")
        counts, found = _count(pd.Index(doors["address_id"]), theirs)
        left = listed[theirs == ""] if name == "address_id" else listed[~theirs.isin(doors["address_id"])]
        if not any(set(names) <= set(listed.columns) for names in KEY_COLUMNS):
            return counts, found
    keys = address_keys(left)
    if "result_type" in left:
        keys = keys.where(left["result_type"] == "housenumber", "")
    more, others = _count(pd.Index(address_keys(doors)), keys)
    return counts + more, found + others


def _count(ours: pd.Index, theirs: pd.Series) -> tuple[Rows, int]:
    """Count how often each of our keys is among theirs, and how many of theirs are among ours."""
    counts = theirs[theirs != ""].value_counts()
    hits: Rows = counts.reindex(ours).fillna(0).to_numpy().astype(np.int64)
    return hits, int(counts[counts.index.isin(ours)].sum())


def _checked_zones(zones: pd.DataFrame, level: ZoneLevel) -> tuple[Rows, Rows]:
    """Give the rows of zones in the level's table, and their letterboxes."""
    for name in ("zone_id", "letterboxes"):
        if name not in zones:
            raise TableError(f"A table of zones to serve lacks the column {name!r}.")
    rows = pd.Index(level.table["zone_id"]).get_indexer(pd.Index(zones["zone_id"]))
    if (rows < 0).any() or zones["zone_id"].duplicated().any():
        bad = np.flatnonzero((rows < 0) | zones["zone_id"].duplicated().to_numpy())[0]
        raise TableError(f"Zone {zones['zone_id'].iloc[bad]!r} (row {bad}) stands twice or is no {level.name} zone.")
    counts = zones["letterboxes"].to_numpy(dtype=float, na_value=np.nan)
    if not (np.isfinite(counts) & (counts >= 0)).all():
        bad = np.flatnonzero(~(np.isfinite(counts) & (counts >= 0)))[0]
        raise TableError(f"The letterboxes of zone {zones['zone_id'].iloc[bad]!r} (row {bad}) are no count.")
    return rows.astype(np.int64), np.rint(counts).astype(np.int64)


def _addresses_in(territory: Territory, level: ZoneLevel, rows: Rows) -> pd.DataFrame:
    """Give the addresses in some zones of a level; a name without number only where its street has none at all."""
    index = territory.addresses
    street = _streets_near(index, level, rows)
    first, stop = index.address_bounds(street)
    address, owner = expand(first, stop - first), np.repeat(street, stop - first)
    number = index.numbers("addresses", "number")
    is_door = (number[address] > 0) | (number[np.repeat(stop - 1, stop - first)] == 0)
    address, owner = address[is_door], owner[is_door]
    easting, northing = project_points(*index.positions(address, owner), territory.country.metric_crs)
    zone = assign_points(level.grid, level.polygons, easting, northing)
    inside = np.isin(zone, rows)
    address, owner, zone = address[inside], owner[inside], zone[inside]
    suffix = index.suffix_codes(address)
    columns = {
        "citycode": commune_columns(index.numbers("streets", "commune")[owner], index, territory.country)[
            "result_citycode"
        ],
        "postcode": index.delivery(owner, "postcode"),
        "street": index.taken("street_names", "name", index.numbers("streets", "name")[owner]),
        "suffix": index.taken("suffixes", "suffix", suffix),
        "address_id": address_ids(owner, number[address], suffix, index),
    }
    frame = pd.DataFrame({name: pd.array(pa.array(some), dtype="str") for name, some in columns.items()})
    return frame.assign(
        zone_id=level.table["zone_id"].to_numpy()[zone],
        number=number[address].astype(np.int64),
        easting=easting[inside].round(2),
        northing=northing[inside].round(2),
    )


def _streets_near(index: AddressIndex, level: ZoneLevel, rows: Rows) -> Rows:
    """Give the streets that have an address in a square of the index that one of the zones touches."""
    import shapely  # noqa: PLC0415  doors alone need it

    if level.zones.crs is None:
        raise TerritoryError(f"The zones of level {level.name!r} have no reference system: build the territory again.")
    outlines = to_crs(level.zones.iloc[rows][["geometry"]], WGS84).geometry.to_numpy()
    row, column = np.divmod(index.numbers("cells", "cell").astype(np.int64), CELLS_A_ROW)
    west, south = column * (CELL_WIDTH * DEGREES) - 180, row * (CELL_HEIGHT * DEGREES) - 90
    boxes = shapely.box(
        west - BOX_MARGIN,
        south - BOX_MARGIN,
        west + CELL_WIDTH * DEGREES + BOX_MARGIN,
        south + CELL_HEIGHT * DEGREES + BOX_MARGIN,
    )
    touched = np.unique(shapely.STRtree(boxes).query(outlines, predicate="intersects")[1])
    listed, first = index.numbers("cell_streets", "street"), index.numbers("cells", "first").astype(np.int64)
    behind = np.append(first[1:], len(listed))
    return np.unique(listed[expand(first[touched], behind[touched] - first[touched])]).astype(np.int64)


def _shared(zone_id: pd.Series, letterboxes: pd.Series) -> Rows:
    """Share the letterboxes of zones over their addresses, which stand together: to each the same, or one more."""
    place = zone_id.groupby(zone_id).cumcount().to_numpy(dtype=np.int64)
    size = zone_id.map(zone_id.value_counts()).to_numpy(dtype=np.int64)
    whole = zone_id.map(letterboxes).to_numpy(dtype=np.int64)
    shared: Rows = (place + 1) * whole // np.maximum(size, 1) - place * whole // np.maximum(size, 1)
    return shared
