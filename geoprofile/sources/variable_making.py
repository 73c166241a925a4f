"""From the columns of a published table to the variables of the dictionary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.errors import RecipeError, SourceError
from geoprofile.sources.codes import plain_text, zone_codes
from geoprofile.sources.options import list_option
from geoprofile.sources.values import MISSING_MARKERS, parse_numbers
from geoprofile.tables import Variable, VariableTable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from geoprofile.sources.dictionary import Entry, Making
    from geoprofile.sources.source import Source

__all__ = ["VARIABLE_OPTIONS", "choose_vintage", "make_variables", "recipe_years"]

# What every reader of variables understands in a recipe.
VARIABLE_OPTIONS = ("code", "leave_out")


def make_variables(
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    entries: Sequence[Entry],
    *,
    code_column: str,
    zone_level: str,
    source: Source,
    vintage: str = "",
) -> VariableTable:
    """Make every variable whose columns the table has.

    Parameters
    ----------
    frame : DataFrame of shape (n, ...)
    columns : mapping of str to str
        The name that the dictionary gives a column -> the name that it bears in this file.
    entries : sequence of Entry
        A variable whose columns are not all there is left out.
    code_column, zone_level : str
    vintage : str
        As found in the file; the recipe's goes before it.
    source : Source
        Option `leave_out`: variables that another source of the recipe gives already.

    Returns
    -------
    VariableTable
        Rows in the order of the file.

    Raises
    ------
    SourceError
        If no variable can be made, a code is wrong or stands twice, or a cell is not a number.
    """
    codes = _unique_codes(frame[code_column], zone_level=zone_level, source=source)
    made = _ways(frame, columns, entries, source)
    total = _column_adder(frame, columns, source)
    values = {
        name: _classify(frame[columns[way.columns[0]]], way.classes, source)
        if entry.kind == "categorical"
        else _calculate(way, total)
        for name, (entry, way) in made.items()
    }
    table = pd.DataFrame(values).set_axis(pd.Index(codes, dtype="str", name="zone_id"), axis=0)
    variables = tuple(
        _describe(entry, made, zone_level=zone_level, source=source, vintage=vintage) for entry, _ in made.values()
    )
    return VariableTable(zone_level, table, variables)


def choose_vintage(found: set[str], source: Source) -> str:
    """Choose among the two-digit years that the columns of a file bear.

    Returns
    -------
    str
        A year of four digits.

    Raises
    ------
    SourceError
        If the file holds several and the recipe names none, or the recipe names one that the file lacks.
    """
    years = sorted(f"{'19' if int(two) > 60 else '20'}{two}" for two in found)  # noqa: PLR2004  no census before
    said = recipe_years(source)
    wanted = [year for year in years if year in said]
    if len(wanted) == 1:
        return wanted[0]
    if not said and len(years) == 1:
        return years[0]
    problem = f"the recipe says vintage {source.vintage!r}" if said else "the recipe says no vintage"
    raise SourceError(
        f"{source.path.name} holds columns of {', '.join(years)}, but {problem}: write one of them there."
    )


def recipe_years(source: Source) -> set[str]:
    """Give the years that stand in the vintage of a recipe ("RP2016" -> 2016)."""
    return set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", source.vintage))


def _unique_codes(column: pd.Series, *, zone_level: str, source: Source) -> pd.Series:
    codes = zone_codes(column, zone_level=zone_level, source=source)
    if codes.duplicated().any():
        raise SourceError(
            f"{source.path.name}: code {codes[codes.duplicated()].iloc[0]!r} stands twice in column "
            f"{column.name!r}: keep one row a zone."
        )
    return codes


def _ways(
    frame: pd.DataFrame, columns: Mapping[str, str], entries: Sequence[Entry], source: Source
) -> dict[str, tuple[Entry, Making]]:
    """Give, by name, each entry that can be made and the first of its ways whose columns are all there."""
    made: dict[str, tuple[Entry, Making]] = {}
    for entry in entries:
        possible = [way for way in entry.makings if all(name in columns for name in way.needed)]
        if possible:
            made[entry.name] = (entry, possible[0])
    if not made:
        wanted = sorted({name for entry in entries for way in entry.makings for name in way.needed})
        raise SourceError(
            f"{source.path.name} yields no variable of kind {source.kind!r}, which reads columns such as "
            f"{', '.join(wanted[:6])}: it has {', '.join(map(str, frame.columns[:12]))}. "
            "Check the kind of this source."
        )
    return _leave_out(made, source)


def _leave_out(made: dict[str, tuple[Entry, Making]], source: Source) -> dict[str, tuple[Entry, Making]]:
    names = list_option(source, "leave_out")
    for name in names:
        if name not in made:
            raise RecipeError(
                f"{source.path.name} makes no variable {name!r} to leave out; choose from: {', '.join(made)}."
            )
    kept = {name: found for name, found in made.items() if name not in names}
    if not kept:
        raise RecipeError(f"{source.path.name}: leave_out leaves no variable: take the source out of the recipe.")
    return kept


def _column_adder(
    frame: pd.DataFrame, columns: Mapping[str, str], source: Source
) -> Callable[[tuple[str, ...]], pd.Series]:
    """Give a function that sums columns, each of them parsed once."""
    parsed: dict[str, pd.Series] = {}

    def total(names: tuple[str, ...]) -> pd.Series:
        for name in names:
            if name not in parsed:
                parsed[name] = parse_numbers(frame[columns[name]], source=source)
        summed: pd.Series = sum((parsed[name] for name in names[1:]), start=parsed[names[0]])
        return summed

    return total


def _calculate(way: Making, total: Callable[[tuple[str, ...]], pd.Series]) -> pd.Series:
    amount = total(way.columns)
    if way.over:
        base = total(way.over)
        amount = amount / base.where(base > 0)
    return (amount * way.scale).clip(upper=way.cap)


def _classify(column: pd.Series, classes: Mapping[str, str], source: Source) -> pd.Series:
    """Give codes as text, translated where the dictionary has classes for them; missing ones missing."""
    text = plain_text(column)
    text = text.where(~text.str.lower().isin(MISSING_MARKERS))
    if not classes:
        return text.astype("str")
    unknown = text.notna() & ~text.isin(list(classes))
    if unknown.any():
        raise SourceError(
            f"{source.path.name}: column {column.name!r} holds {text[unknown].iloc[0]!r}, none of its known "
            f"codes {', '.join(classes)}: check the kind and vintage of this source."
        )
    return text.map(classes).astype("str")


def _describe(entry: Entry, made: Mapping[str, object], *, zone_level: str, source: Source, vintage: str) -> Variable:
    here = [name for name in entry.denominators if name in made]
    return Variable(
        name=entry.name,
        label_fr=entry.label_fr,
        label_en=entry.label_en,
        unit=entry.unit,
        kind=entry.kind,
        denominator=(here or [*entry.denominators[-1:], ""])[0],
        zone_level=zone_level,
        source=", ".join(part for part in (source.publisher, source.path.name) if part),
        vintage=source.vintage or vintage,
        licence=source.licence,
    )
