"""Any table that a user brings: a zone code and his own variables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.errors import RecipeError, SourceError
from geoprofile.sources.codes import find_column
from geoprofile.sources.dictionary import Entry, Making, parse_entry
from geoprofile.sources.levels import ZONE_LEVELS
from geoprofile.sources.options import check_options, text_option
from geoprofile.sources.source import VARIABLE_SOURCES
from geoprofile.sources.table_file import read_table_file
from geoprofile.sources.values import MISSING_MARKERS, parse_numbers
from geoprofile.sources.variable_making import VARIABLE_OPTIONS, make_variables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geoprofile.sources.source import Source
    from geoprofile.tables import VariableTable

__all__ = ["read_table"]

# One line a level.
CODE_HABITS = (
    *("zone_id", "code_iris", "iris", "dcomiris"),
    *("codgeo", "code_insee", "code_commune_insee", "insee_com", "code_com"),
    *("cd_sector", "idinspire", "idcar_200m", "code"),
)
MAKING_KEYS = ("column", "sum", "over", "scale", "cap", "classes")


@VARIABLE_SOURCES.register("table")
def read_table(source: Source) -> VariableTable:
    """Read variables from a CSV or Parquet file with a zone code.

    Parameters
    ----------
    source : Source
        Options: `zone_level` (must be there), `code` (column of the zones, otherwise found by habit), and
        `variable`, the `[[source.variable]]` entries of the recipe: `name`, `label_fr`, `label_en`, `unit`,
        `kind`, `denominator`, and how it is made: `column`, or `sum` of several; `over` for a share; `scale`
        (0.01 for a percentage); `classes` for codes. Without entries, each column of numbers is an intensive
        variable named after it.

    Returns
    -------
    VariableTable
        At level `zone_level`.

    Raises
    ------
    RecipeError
        If the recipe lacks the level or an entry cannot be understood.
    SourceError
        If a column that the recipe names is not there, or a code stands twice.
    """
    check_options(source, [*VARIABLE_OPTIONS, "zone_level", "variable"])
    zone_level = text_option(source, "zone_level")
    if not zone_level:
        levels = ", ".join(dict.fromkeys(ZONE_LEVELS.values()))
        raise RecipeError(f'{source.path.name}: write zone_level = "..." beside this source; choose from: {levels}.')
    frame = read_table_file(source)
    code = find_column(frame.columns, CODE_HABITS, source=source, option="code", chosen=text_option(source, "code"))
    entries = _entries(source) or _entries_by_column(frame.drop(columns=code), source)
    _check_columns(frame, entries, source)
    columns = {str(name): str(name) for name in frame.columns}
    return make_variables(frame, columns, entries, code_column=code, zone_level=zone_level, source=source)


def _entries(source: Source) -> list[Entry]:
    """Read the `[[source.variable]]` entries of the recipe."""
    lines = source.options.get("variable", [])
    if not isinstance(lines, list) or not all(isinstance(line, Mapping) for line in lines):
        raise RecipeError(f"{source.path.name}: variables stand under [[source.variable]], one table each.")
    entries = []
    for line in lines:
        way = {key: line[key] for key in MAKING_KEYS if key in line}
        about = {key: value for key, value in line.items() if key not in MAKING_KEYS}
        if isinstance(way.get("column"), str):
            about.setdefault("name", _slug(str(way["column"])))
        entries.append(parse_entry(about, [way], where=source.path.name))
    names = pd.Series([entry.name for entry in entries], dtype="str")
    if names.duplicated().any():
        raise RecipeError(f"{source.path.name}: two variables are named {names[names.duplicated()].iloc[0]!r}.")
    return entries


def _entries_by_column(frame: pd.DataFrame, source: Source) -> list[Entry]:
    """Make an intensive variable of every column that holds numbers, and nothing else but missing cells."""
    entries: dict[str, Entry] = {}
    for column in map(str, frame.columns):
        if not _is_numeric(frame[column], source):
            continue
        name = _slug(column)
        if name in entries:
            raise SourceError(
                f"{source.path.name}: two columns make the name {name!r}: name the variables in the recipe "
                "([[source.variable]])."
            )
        entries[name] = Entry(name, column, column, "", "intensive", (), (Making("table", (column,)),))
    return list(entries.values())


def _is_numeric(column: pd.Series, source: Source) -> bool:
    try:
        return bool(parse_numbers(column, source=source).notna().any())
    except SourceError:
        return False


def _check_columns(frame: pd.DataFrame, entries: Sequence[Entry], source: Source) -> None:
    there = ", ".join(map(str, frame.columns))
    if not entries:
        raise SourceError(
            f"{source.path.name} has no column of numbers besides its codes (missing cells may be empty or "
            f"{', '.join(sorted(MISSING_MARKERS - {''})[:6])}...): it has {there}."
        )
    for entry in entries:
        lacking = [name for making in entry.makings for name in making.needed if name not in frame.columns]
        if lacking:
            raise SourceError(
                f"{source.path.name} has no column {lacking[0]!r}, which variable {entry.name!r} needs: it has {there}."
            )


def _slug(text: str) -> str:
    """Write a heading as a name: lower case, no accents, words joined by underscores."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "variable"
