"""Stores, competitors and candidate sites: a file of places, by their position or by their address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.crs import project_points, unproject_points
from geoprofile.errors import AddressFileError
from geoprofile.files import AddressFile, check_header, guess_columns, open_address_file
from geoprofile.files.columns import name_words
from geoprofile.numerals import read_numbers
from geoprofile.recipes.place_box import FAR, SWAPPED, place_numbers, position_reasons
from geoprofile.recipes.place_columns import id_notes, place_ids, place_roles

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from geoprofile.territory.territory import Territory

__all__ = ["Places", "no_places", "place_column", "read_places"]

SAMPLE_ROWS = 200
# A place known to its commune only could be anywhere in it.
PLACED = ("housenumber", "interpolated", "street")
# Metric coordinates stand under names like these.
EAST_WORDS, NORTH_WORDS = (
    ("easting", "x", "lambertx", "coordx", "xl93"),
    ("northing", "y", "lamberty", "coordy", "yl93"),
)
LAST_DEGREE = 180.0


@dataclass(frozen=True)
class Places:
    """Places of a file, a row a row of the file, in its order.

    Attributes
    ----------
    rows : DataFrame of n rows
        `place_id` (text, each once), `place_name`, `longitude`, `latitude` (WGS84), `easting`, `northing` (metres of
        the country's CRS), `match_level` ("position" where the file gives it), `reason` ("" where the place is known).
    table : DataFrame of n rows
        The columns of the file, as text.
    columns : mapping of role to column
        `id`, `name`, `size`, `turnover`, where the file has them.
    name : str
        Of the file.
    notes : tuple of str
        Sentences for the user.
    """

    rows: pd.DataFrame
    table: pd.DataFrame
    columns: dict[str, str]
    name: str
    notes: tuple[str, ...] = ()

    @property
    def is_placed(self) -> NDArray[np.bool_]:
        """Tell which places have a position."""
        return np.asarray(self.rows["reason"].to_numpy(dtype=object) == "", dtype=bool)

    def numbers(self, column: str) -> NDArray[np.float64]:
        """Read a column as numbers; empty cells are missing.

        Raises
        ------
        AddressFileError
            If the file lacks it, or a cell is not a number.
        """
        return read_numbers(self.table[place_column(self, column)], file=self.name)


def place_column(places: Places, column: str) -> str:
    """Give the column back if the file of places has it.

    Raises
    ------
    AddressFileError
        If it has not; the message lists its columns.
    """
    if column not in places.table.columns:
        raise AddressFileError(
            f"{places.name} has no column {column!r}: name one of {', '.join(map(repr, places.table.columns))}."
        )
    return column


def no_places(name: str = "") -> Places:
    """Give a table of no places."""
    texts = ("place_id", "place_name", "match_level", "reason")
    numbers = ("longitude", "latitude", "easting", "northing")
    empty = {name: pd.Series([], dtype="str") for name in texts} | {
        name: pd.Series([], dtype=float) for name in numbers
    }
    return Places(pd.DataFrame(empty), pd.DataFrame(), {}, name)


def read_places(
    file: AddressFile | Path | str | pd.DataFrame,
    territory: Territory,
    *,
    points: tuple[str, str] | None = None,
    place_id: str | None = None,
    prefix: str = "",
) -> Places:
    """Read places: by the columns of their position where a row has one, else by their address.

    Positions are WGS84 degrees, or metres of the country's own CRS under names like `x` and `y`.

    Parameters
    ----------
    file : AddressFile, path or DataFrame of text
    territory : Territory
        Whose addresses geocode those that have no position.
    points : (str, str), optional
        Columns of longitude and latitude, or easting and northing; by default found by their names.
    place_id : str, optional
        Column of what names each place; by default found by its name, else the row is numbered.
    prefix : str
        Put before a row's number where no column names the places (`S` gives S1, S2...).

    Raises
    ------
    AddressFileError
        If a column is missing, nothing says where the places are, or two places bear one id.
    """
    table, name = _table_of(file)
    columns = place_roles(table, place_id, name)
    notes = id_notes(table, columns, name, prefix)
    rows = _positions(table, points, territory, name, notes)
    # A position that cannot be right is told, and not replaced in silence by what the address would give.
    unknown = (rows["reason"] == "no position").to_numpy(dtype=bool)
    if unknown.any():
        rows = _with_addresses(rows, table, unknown, territory, name, notes)
    ids = place_ids(table, columns.get("id"), name, prefix)
    named = table[columns["name"]] if "name" in columns else pd.Series("", index=table.index)
    rows.insert(0, "place_id", ids)
    rows.insert(1, "place_name", named.str.strip().where(named.str.strip() != "", ids).astype("str"))
    notes += _lost_notes(rows["reason"], name)
    return Places(rows, table, columns, name, tuple(notes))


def _lost_notes(reason: pd.Series, name: str) -> list[str]:
    """Count the places without a position, and name the rows of those whose position cannot be right."""
    told = [
        f"{int((reason == strange).sum()):,} of {len(reason):,} places of {name} take no part ({strange}): data rows "
        f"{place_numbers((reason == strange).to_numpy(dtype=bool))}"
        for strange in (SWAPPED, FAR)
        if (reason == strange).any()
    ]
    lost = int((~reason.isin(["", SWAPPED, FAR])).sum())
    if lost:
        told.append(f"{lost:,} of {len(reason):,} places of {name} have no position and take no part")
    return told


def _table_of(file: AddressFile | Path | str | pd.DataFrame) -> tuple[pd.DataFrame, str]:
    if isinstance(file, pd.DataFrame):
        texts = file.astype("object").where(file.notna(), "").astype("str")
        return texts.set_axis([str(column) for column in file.columns], axis=1).reset_index(drop=True), "the table"
    opened = file if isinstance(file, AddressFile) else open_address_file(file)
    check_header(opened)
    return opened.rows(), opened.path.name


def _positions(
    table: pd.DataFrame, points: tuple[str, str] | None, territory: Territory, name: str, notes: list[str]
) -> pd.DataFrame:
    """Read the positions that the file gives; NaN where it gives none."""
    east, north = points or _position_columns(table)
    for column in filter(None, (east, north)):
        if column not in table.columns:
            raise AddressFileError(f"{name} has no column {column!r}: its columns are {', '.join(table.columns)}.")
    count = len(table)
    first, second = (_degrees(table[column]) if column else np.full(count, np.nan) for column in (east, north))
    crs, metric = territory.country.metric_crs, bool(np.nanmax(np.abs([*first, 0.0])) > LAST_DEGREE)
    if metric:
        notes.append(f"{east}, {north} of {name} are read as metres of {crs}, the system of the country's maps")
        longitude, latitude = unproject_points(first, second, crs)
        easting, northing = first, second
    else:
        longitude, latitude = first, second
        easting, northing = project_points(longitude, latitude, crs)
    reason = position_reasons((first, second), (easting, northing), territory, metric=metric)
    known = np.asarray(reason == "", dtype=bool)
    placed = {"longitude": longitude, "latitude": latitude, "easting": easting, "northing": northing}
    return pd.DataFrame(
        {key: np.where(known, values, np.nan) for key, values in placed.items()}
        | {"match_level": np.where(known, "position", "none"), "reason": reason}
    ).astype({"match_level": "str", "reason": "str"})


def _position_columns(table: pd.DataFrame) -> tuple[str | None, str | None]:
    """Find longitude and latitude, or easting and northing, by their names."""
    guess = guess_columns(list(table.columns), table.head(SAMPLE_ROWS))
    if guess.longitude and guess.latitude:
        return guess.longitude, guess.latitude
    squashed = {"".join(name_words(column)): column for column in reversed(table.columns)}
    east = next((squashed[word] for word in EAST_WORDS if word in squashed), None)
    north = next((squashed[word] for word in NORTH_WORDS if word in squashed), None)
    return (east, north) if east and north else (None, None)


def _degrees(column: pd.Series) -> NDArray[np.float64]:
    plain = column.str.strip().str.replace(",", ".", regex=False)
    return np.array(pd.to_numeric(plain, errors="coerce"), dtype=float)


def _with_addresses(
    rows: pd.DataFrame,
    table: pd.DataFrame,
    unknown: NDArray[np.bool_],
    territory: Territory,
    name: str,
    notes: list[str],
) -> pd.DataFrame:
    """Geocode the places without a position; one that is not found to the street has none."""
    guess = guess_columns(list(table.columns), table.head(SAMPLE_ROWS))
    if not guess.address:
        if unknown.all() and len(table):
            raise AddressFileError(
                f"Nothing in {name} says where its places are: give columns longitude and latitude, or an address with "
                f"postcode and commune; its columns are {', '.join(table.columns)}."
            )
        return rows
    from geoprofile.recipes.addresses import geocode  # noqa: PLC0415  most files have positions

    asked = table[unknown].reset_index(drop=True)
    answer = geocode(asked, territory, address=guess.address, postcode=guess.postcode, city=guess.city)
    told = answer.iloc[:, table.shape[1] :]
    spots = {key: told.columns[told.columns.str.fullmatch(rf"{key}(_\d+)?")][0] for key in ("longitude", "latitude")}
    level = told["result_type"].astype("str").replace("", "none")
    found = level.isin(PLACED).to_numpy()
    longitude, latitude = (np.where(found, told[spots[key]].to_numpy(dtype=float), np.nan) for key in spots)
    easting, northing = project_points(longitude, latitude, territory.country.metric_crs)
    placed = rows.copy()
    places = np.flatnonzero(unknown)
    for key, values in (("longitude", longitude), ("latitude", latitude), ("easting", easting), ("northing", northing)):
        placed.loc[places, key] = values
    placed.loc[places, "match_level"] = level.to_numpy()
    placed.loc[places, "reason"] = np.where(found, "", "address not found to the street")
    notes.append(f"{int(found.sum()):,} places of {name} were found by their address")
    return placed
