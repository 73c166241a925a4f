"""What marks each segment: traits tested like those of a typology, names, portraits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.modes.encoding import NumberCode
from geoprofile.recipes.modes.columns import described
from geoprofile.recipes.modes.vocabulary import CUSTOMERS, LEVEL_SIGN
from geoprofile.suppression import LARGEST_PART, SMALLEST_CELL
from geoprofile.tables import Variable
from geoprofile.typology.naming import name_classes
from geoprofile.typology.portraits import portray_classes
from geoprofile.typology.traits import trait_table
from geoprofile.user_cells import level_cells, number_cells
from geoprofile.zones.profiles import ZoneProfiles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from geoprofile.modes.encoding import ColumnCode

    Floats = NDArray[np.float64]

__all__ = ["Portraits", "class_differences", "portray_segments", "standing_for"]

COUNTED_BY = Variable("customers", "Clients", "Customers", "customers", "extensive")
# Columns of the traits that say how much in the unit of the variable.
FIGURES = ("mean", "base_mean", "index")
# A number that was tested drawn in is cited where its mean, too, lies so far from that of all.
INDEX_OF_ALL, LEAST_INDEX_GAP = 100, 10


@dataclass(frozen=True)
class Portraits:
    """What is said of segments.

    Attributes
    ----------
    traits : DataFrame
        Of `trait_table`, a row a segment and variable: tested on numbers as they are compared (skewed ones drawn in),
        told in their own unit.
    names, portraits : DataFrame
        Index `code`; `name_fr`, `name_en`, `name_nl`, and `portrait_...` likewise.
    variables : tuple of Variable
        Those of the traits.
    """

    traits: pd.DataFrame
    names: pd.DataFrame
    portraits: pd.DataFrame
    variables: tuple[Variable, ...]


def portray_segments(
    table: pd.DataFrame,
    segments: Sequence[str],
    weights: Floats,
    codes: Sequence[ColumnCode],
    variables: Mapping[str, Variable],
) -> Portraits:
    """Compare each segment with all customers, name it and portray it.

    Parameters
    ----------
    table : DataFrame of n rows
        Customers.
    segments : sequence of n codes
        "" for a customer in none.
    weights : array of shape (n,)
        How many customers each stands for: 1, or more where they are a sample.
    codes : sequence of ColumnCode
    variables : mapping of column to Variable
    """
    traits, told = class_differences(table, segments, weights, codes, variables)
    profiles = _profiles(_values(table, codes, compared=False), weights, told)
    names = name_classes(traits, told, subject=CUSTOMERS)
    portraits = portray_classes(traits, profiles, subject=CUSTOMERS)
    return Portraits(traits, names, portraits, told)


def class_differences(
    table: pd.DataFrame,
    classes: Sequence[str],
    weights: Floats,
    codes: Sequence[ColumnCode],
    variables: Mapping[str, Variable],
) -> tuple[pd.DataFrame, tuple[Variable, ...]]:
    """Compare each class of customers with all of them: parameters, traits and variables as in `portray_segments`."""
    told = tuple(variable for code in codes for variable in described(code, variables))
    plain = _values(table, codes, compared=False)
    traits = trait_table(_profiles(_values(table, codes, compared=True), weights, told), classes)
    figures = trait_table(_profiles(plain, weights, told), classes)
    drawn_in = [variables[code.column.name].name for code in codes if isinstance(code, NumberCode) and code.unit]
    hidden = _dominated(plain, classes, told) | _few(plain, classes, weights, told)
    traits = _with_figures(traits, figures, _long(hidden), drawn_in)
    return traits, told


def standing_for(classes: NDArray[np.object_], rows: NDArray[np.intp]) -> Floats:
    """Say how many customers of its class each sampled one stands for: 1 where all are in the sample."""
    drawn = pd.Series(classes[rows])
    return np.asarray(drawn.map(pd.Series(classes).value_counts() / drawn.value_counts()), dtype=float)


def _values(table: pd.DataFrame, codes: Sequence[ColumnCode], *, compared: bool) -> list[Floats]:
    """Give the columns that segments are told by: numbers in their unit or as they are compared, levels as 0 and 1."""
    columns: list[Floats] = []
    for code in codes:
        cells = table[code.column.name]
        if isinstance(code, NumberCode):
            numbers, _ = number_cells(cells)
            columns.append(code.drawn_in(numbers) if compared else numbers)
        else:
            text = level_cells(cells)
            columns += [np.where(text == "", np.nan, (text == level).to_numpy(dtype=float)) for level in code.levels]
    return columns


def _profiles(columns: Sequence[Floats], weights: Floats, variables: tuple[Variable, ...]) -> ZoneProfiles:
    """Shape customers as zones of one household each, so that they are tested as zones are."""
    ids = pd.RangeIndex(len(weights)).astype("str")
    values = pd.DataFrame(dict(zip([v.name for v in variables], columns, strict=True)), index=ids)
    zones = pd.DataFrame({"zone_id": ids, "zone_name": "", "parent_id": "", "area_km2": np.nan})
    trust = values.notna().to_numpy(dtype=float)
    return ZoneProfiles("customers", zones, weights, COUNTED_BY, values, trust, variables)


def _with_figures(
    traits: pd.DataFrame, figures: pd.DataFrame, untold: pd.DataFrame, drawn_in: Sequence[str]
) -> pd.DataFrame:
    """Tell differences by means in their own unit; what these do not bear out, or one or few make, is not cited."""
    joined = traits.drop(columns=list(FIGURES)).merge(
        figures[["code", "variable", *FIGURES]], on=["code", "variable"], how="left", validate="one_to_one"
    )
    joined = joined.merge(untold, on=["code", "variable"], how="left")
    hidden = joined.pop("untold").fillna(value=False).astype(bool)
    agree = np.sign(joined["mean"] - joined["base_mean"]) == np.sign(joined["difference_sd"])
    # A few customers who buy a hundred times lift the mean of all: more often than most is not yet more than the mean.
    faint = joined["variable"].isin(list(drawn_in)) & ((joined["index"] - INDEX_OF_ALL).abs() < LEAST_INDEX_GAP)
    joined["significant"] &= agree & ~hidden & ~faint
    joined.loc[hidden, ["mean", "index"]] = np.nan
    ordered: pd.DataFrame = joined[list(traits.columns)]
    return ordered


def _dominated(columns: Sequence[Floats], segments: Sequence[str], variables: Sequence[Variable]) -> pd.DataFrame:
    """Find means of which one customer makes more than 85 %: they would tell theirs."""
    frame = pd.DataFrame(dict(zip([v.name for v in variables], columns, strict=True)))
    groups = frame.groupby(np.asarray(segments, dtype=object))
    total, largest, least = groups.sum(), groups.max(), groups.min()
    return (largest > LARGEST_PART * total) & (least >= 0) & (total > 0)


def _few(
    columns: Sequence[Floats], segments: Sequence[str], weights: Floats, variables: Sequence[Variable]
) -> pd.DataFrame:
    """Find shares of a level of which fewer than 11 customers have it, or all but fewer than 11: they would be told."""
    frame = pd.DataFrame(dict(zip([v.name for v in variables], columns, strict=True)))
    codes = np.asarray(segments, dtype=object)
    having = frame.mul(weights, axis=0).groupby(codes).sum()
    known = frame.notna().mul(weights, axis=0).groupby(codes).sum()
    is_level = np.array([LEVEL_SIGN in v.name for v in variables])
    others = known - having
    found = ((having > 0) & (having < SMALLEST_CELL)) | ((others > 0) & (others < SMALLEST_CELL))
    return found & is_level


def _long(hidden: pd.DataFrame) -> pd.DataFrame:
    """Lay out what is hidden, one row a class and variable."""
    long = hidden.rename_axis("code").reset_index().melt("code", var_name="variable", value_name="untold")
    return long.astype({"code": "str", "variable": "str"})
