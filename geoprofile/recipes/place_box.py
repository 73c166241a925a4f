"""Whether places lie where a territory is: axes that were swapped, positions far away, files of another territory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.crs import project_points
from geoprofile.errors import TableError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.recipes.places import Places
    from geoprofile.territory.territory import Territory

__all__ = ["FAR", "POSITION_TEXTS", "SWAPPED", "check_inside", "place_numbers", "position_reasons", "territory_box"]

# No band of minutes reaches from so far.
FAR_M = 100_000.0
LAST_LATITUDE = 90.0
SWAPPED, FAR = "longitude and latitude look swapped", "more than 100 km from the territory"
POSITION_TEXTS = {
    "fr": {SWAPPED: "longitude et latitude semblent inversées", FAR: "à plus de 100 km du territoire"},
    "en": {SWAPPED: SWAPPED, FAR: FAR},
}
MOST_NAMED = 5

Box = tuple[float, float, float, float]


def territory_box(territory: Territory) -> Box | None:
    """Give west, south, east, north of all zones and streets, in metres; None where there are neither."""
    boxes = []
    for level in territory.levels.values():
        grid = level.grid
        width, height = grid.columns * grid.tile_size_m, grid.rows * grid.tile_size_m
        boxes.append((grid.west_m, grid.south_m, grid.west_m + width, grid.south_m + height))
    if territory.streets is not None:
        axes = [territory.streets.column("nodes", name).astype(float) for name in ("easting", "northing")]
        if len(axes[0]):
            boxes.append((axes[0].min(), axes[1].min(), axes[0].max(), axes[1].max()))
    if not boxes:
        return None
    found = np.array(boxes, dtype=float)
    return found[:, 0].min(), found[:, 1].min(), found[:, 2].max(), found[:, 3].max()


def position_reasons(
    told: tuple[NDArray[np.float64], NDArray[np.float64]],
    places: tuple[NDArray[np.float64], NDArray[np.float64]],
    territory: Territory,
    *,
    metric: bool,
) -> NDArray[np.object_]:
    """Say of each position why it cannot be used, "" where it can.

    Parameters
    ----------
    told : two arrays of shape (n,)
        As the file has them: degrees, or metres where `metric`.
    places : two arrays of shape (n,)
        Easting and northing.
    territory : Territory
    metric : bool

    Returns
    -------
    text array of shape (n,)
        "no position" where the file tells none, `SWAPPED`, `FAR`, or "".
    """
    known, box = np.isfinite(told[0]) & np.isfinite(told[1]), territory_box(territory)
    if box is None:
        usable = known & np.isfinite(places[0]) & np.isfinite(places[1])
        return np.where(usable, "", "no position").astype(object)
    first, second = told
    turned = second, first
    if not metric:
        fits = known & (np.abs(first) <= LAST_LATITUDE)
        turned = project_points(
            np.where(fits, second, np.nan), np.where(fits, first, np.nan), territory.country.metric_crs
        )
    near, other = _within(*places, box, FAR_M), _within(*turned, box, 0.0)
    return np.select([~known, near, other], ["no position", "", SWAPPED], FAR).astype(object)


def place_numbers(rows: NDArray[np.bool_]) -> str:
    """Name the data rows of a file where something holds, the first few of them."""
    told = (np.flatnonzero(rows) + 1).tolist()
    more = f" and {len(told) - MOST_NAMED} more" if len(told) > MOST_NAMED else ""
    return f"{', '.join(map(str, told[:MOST_NAMED]))}{more}"


def check_inside(places: Places, territory: Territory, *, what: str) -> None:
    """Refuse a file of which no place lies in the box of the territory: it is of another one, or axes are swapped.

    Parameters
    ----------
    places : Places
    territory : Territory
    what : str
        What a place of the file is, for the message.

    Raises
    ------
    TableError
    """
    rows, box = places.rows, territory_box(territory)
    inside = _within(rows["easting"].to_numpy(dtype=float), rows["northing"].to_numpy(dtype=float), box, 0.0)
    strange = rows["reason"].isin([SWAPPED, FAR])
    if inside.any() or not (strange.any() or places.is_placed.any()):
        return
    if rows.loc[strange, "reason"].eq(SWAPPED).all() and not places.is_placed.any():
        raise TableError(
            f"No {what} of {places.name or 'the file'} lies in the territory {territory.name!r}, and each would if "
            "longitude and latitude were exchanged: they look swapped (--points LON LAT names the columns)."
        )
    raise TableError(
        f"No {what} of {places.name or 'the file'} lies in the territory {territory.name!r}: name the territory "
        "they are in (-t), and see that longitude and latitude are not swapped."
    )


def _within(
    easting: NDArray[np.float64], northing: NDArray[np.float64], box: Box | None, margin: float
) -> NDArray[np.bool_]:
    """Tell which positions lie in a box and a margin; all that are known where there is no box."""
    west, south, east, north = box or (-np.inf, -np.inf, np.inf, np.inf)
    across = (easting >= west - margin) & (easting <= east + margin)
    return np.asarray(across & (northing >= south - margin) & (northing <= north + margin))
