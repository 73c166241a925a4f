"""The most marked variables of a class, taken from a table of traits for its card."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geoprofile.errors import TableError
from geoprofile.pages.blocks import IndexBar
from geoprofile.words import check_language, value_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from geoprofile.tables import Variable

__all__ = ["MOST_BARS", "trait_bars"]

MOST_BARS = 8
MOST_OF_THEME = 2
TRAIT_COLUMNS = ("code", "variable", "mean", "base_mean", "index", "difference_sd")


def trait_bars(
    traits: pd.DataFrame,
    code: str,
    variables: Sequence[Variable],
    *,
    language: str,
    limit: int = MOST_BARS,
    themes: Mapping[str, str] | None = None,
    per_theme: int = MOST_OF_THEME,
) -> tuple[IndexBar, ...]:
    """Choose the variables in which a class lies furthest from the base, the greatest distance first.

    Parameters
    ----------
    traits : DataFrame
        One row a class and variable: `code`, `variable`, `mean`, `base_mean`, `index` (100 = base) and
        `difference_sd` (distance to the base in standard deviations between zones). With a column
        `significant`, only the variables that differ significantly are chosen; with a column `parent`
        (group of a type), the index of the group is marked on each bar.
    code : str
        Of the class.
    variables : sequence of Variable
        Labels and units; a variable that is not among them is not shown.
    language : {"fr", "en"}
    limit : int
    themes : mapping of variable name to theme, optional
        At most `per_theme` variables of one theme are shown, so that deciles of income do not fill a card.
    per_theme : int

    Raises
    ------
    TableError
        If the table of traits lacks a column.
    """
    check_language(language)
    lacking = [name for name in TRAIT_COLUMNS if name not in traits.columns]
    if lacking:
        raise TableError(f"The table of traits lacks column {lacking[0]!r}, which a card shows.")
    known = {variable.name: variable for variable in variables}
    own = traits[(traits["code"] == code) & traits["variable"].isin(list(known)) & traits["index"].notna()]
    if "significant" in own.columns:
        own = own[own["significant"].fillna(value=False).astype(bool)]
    own = own.assign(size=own["difference_sd"].abs()).sort_values(["size", "variable"], ascending=[False, True])
    group = str(own["parent"].iloc[0]) if "parent" in own.columns and len(own) else ""
    if themes is not None:
        theme = own["variable"].map(lambda name: themes.get(name, name))
        own = own[theme.groupby(theme).cumcount() < per_theme]
    marks = traits[traits["code"] == group].set_index("variable")["index"].to_dict() if group else {}
    return tuple(
        _bar(known[name], mean, base, index, marks.get(name, math.nan), language)
        for name, mean, base, index in own.head(limit)[["variable", "mean", "base_mean", "index"]].itertuples(
            index=False, name=None
        )
    )


def _bar(variable: Variable, mean: float, base: float, index: float, mark: float, language: str) -> IndexBar:
    label = variable.label_fr if language == "fr" else variable.label_en
    own, other = (value_text(float(side), variable.unit, language) for side in (mean, base))
    return IndexBar(label, float(index), own, other, float(mark))
