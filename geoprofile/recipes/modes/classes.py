"""The traits of any classes of customers, tested as those of the modes are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import TableError
from geoprofile.modes.estimator import FITTED_ON, sampled
from geoprofile.recipes.modes.columns import check_customers, name_columns
from geoprofile.recipes.modes.flow import StoredModes
from geoprofile.recipes.modes.portraits import class_differences, standing_for
from geoprofile.recipes.modes.vocabulary import LEVEL_SIGN

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from geoprofile.modes.columns import Theme
    from geoprofile.recipes.modes.flow import Modes
    from geoprofile.tables import Variable

__all__ = ["class_traits"]


def class_traits(
    modes: Modes | StoredModes,
    table: pd.DataFrame,
    codes: Sequence[str],
    variables: Sequence[Variable] = (),
    *,
    ids: str = "customer_id",
    currency: str = "EUR",
    own_variables: Sequence[Variable] = (),
) -> tuple[pd.DataFrame, tuple[Variable, ...], dict[str, Theme]]:
    """Compare classes of customers (segments, types) with all of them, on the columns that modes were made from.

    Parameters
    ----------
    modes : Modes or StoredModes
        Of this table, or of an earlier one: columns that the table lacks by now tell nothing.
    table : DataFrame of n rows
    codes : sequence of n texts
        Class of each customer, "" for none.
    variables, own_variables : sequences of Variable
        As for `find_modes`.
    ids : str
        Column that tells customers apart.
    currency : str
        ISO 4217 code of the amounts.

    Returns
    -------
    traits : DataFrame
        Of `trait_table`, a row a class and variable.
    told : tuple of Variable
        Those of the traits.
    themes : dict of name of the variable to theme

    Raises
    ------
    TableError
        If ids are missing, a column stands twice, or no column of the modes is there.
    """
    check_customers(table, ids)
    stored = modes if isinstance(modes, StoredModes) else modes.stored
    there = [code for code in stored.model.preparation_.codes_ if code.column.name in table.columns]
    if not there:
        raise TableError("The table of customers has none of the columns that the modes were made from.")
    rows = sampled(table[ids], FITTED_ON)
    classes = np.asarray(codes, dtype=object)
    named = name_columns(
        [code.column.name for code in there], variables, currency=currency, own_variables=own_variables
    )
    traits, told = class_differences(table.iloc[rows], list(classes[rows]), standing_for(classes, rows), there, named)
    themes: dict[str, Theme] = {named[code.column.name].name: code.column.theme for code in there}
    return traits, told, {variable.name: themes[variable.name.partition(LEVEL_SIGN)[0]] for variable in told}
