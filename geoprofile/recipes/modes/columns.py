"""What is known of the columns of a table of customers: purchases, open data of the area, the user's own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geoprofile.errors import TableError
from geoprofile.modes.columns import LeftOut, ModeColumn, choose_columns
from geoprofile.modes.encoding import CategoryCode
from geoprofile.recipes.modes.refused import refused_as
from geoprofile.recipes.modes.vocabulary import LEVEL_SIGN
from geoprofile.sources.levels import ZONE_LEVELS
from geoprofile.tables import Variable
from geoprofile.typology.vocabulary import words_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from geoprofile.modes.columns import Reason, Theme
    from geoprofile.modes.encoding import ColumnCode

__all__ = ["CustomerColumns", "check_customers", "described", "name_columns", "read_columns"]

# Columns of the summary of customers: theme, unit, labels. "money" stands for the currency of the file.
SUMMARY: dict[str, tuple[Theme, str, str, str]] = {
    "recency_days": ("purchases", "count", "Jours depuis le dernier achat", "Days since the last purchase"),
    "tenure_days": ("purchases", "count", "Jours depuis le premier achat", "Days since the first purchase"),
    "orders": ("purchases", "count", "Commandes", "Orders"),
    "purchase_days": ("purchases", "count", "Jours d'achat", "Days of purchase"),
    "turnover": ("purchases", "money", "Chiffre d'affaires net", "Net turnover"),
    "basket_mean": ("purchases", "money", "Panier moyen", "Mean basket"),
    "interval_days": ("purchases", "count", "Jours entre deux achats", "Days between purchases"),
    "returned": ("purchases", "money", "Montant des retours", "Amount of returns"),
    "returned_share": ("purchases", "share", "Part retournée", "Share sent back"),
    "categories": ("goods", "count", "Catégories achetées", "Categories bought"),
    "emails_opened": ("engagement", "count", "Messages ouverts", "Messages opened"),
    "emails_clicked": ("engagement", "count", "Clics dans les messages", "Clicks in messages"),
    "site_visits": ("engagement", "count", "Visites du site", "Visits of the site"),
}
TOP_CATEGORY = "top_category"
DATES = ("first_purchase", "last_purchase")
LABELS_OF_TOP = ("Catégorie principale", "Main category")
# Where somebody lives, or what a geocoder says of it: the area's variables tell it better.
POSITION = re.compile(
    r"(result_.*|longitude|latitude|lon|lat|zone_status|zone_id|area_type|country|pays|land|region|région|departement|"
    rf"département|({'|'.join(sorted(set(ZONE_LEVELS.values())))})(_name)?|.*_level)(_\d+)?",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"_\d+$")


@dataclass(frozen=True)
class CustomerColumns:
    """Columns of a table of customers.

    Attributes
    ----------
    used : tuple of ModeColumn
    left_out : tuple of LeftOut
    variables : mapping of column to Variable
        Of those used.
    """

    used: tuple[ModeColumn, ...]
    left_out: tuple[LeftOut, ...]
    variables: Mapping[str, Variable]


def check_customers(table: pd.DataFrame, ids: str) -> None:
    """Refuse a table of customers without its ids, or with a column that stands twice.

    Raises
    ------
    TableError
    """
    if ids not in table.columns:
        raise TableError(f"The table of customers has no column {ids!r}: name the one that holds their ids.")
    if table.columns.has_duplicates:
        twice = table.columns[table.columns.duplicated()][0]
        raise TableError(f"The table of customers has two columns named {twice!r}: rename one.")


def read_columns(
    table: pd.DataFrame,
    variables: Sequence[Variable],
    *,
    ids: str,
    currency: str = "EUR",
    own_variables: Sequence[Variable] = (),
) -> CustomerColumns:
    """Say what each column is: of the summary, of open data, of the user's own; and which say nothing of a customer.

    Parameters
    ----------
    variables : sequence of Variable
        Of open data, as the territory's dictionary has them.
    ids : str
        Column of identifiers.
    currency : str
        ISO 4217 code of the amounts, "" where unknown.
    own_variables : sequence of Variable
        Of numbers that tell what customers buy (shares of categories of goods), by name of their columns.
    """
    names = list(map(str, table.columns))
    known, told = _summary(names, currency)
    for own in own_variables:
        if own.name in names:
            known[own.name], told[own.name] = ModeColumn(own.name, "number", "goods"), own
    refused: dict[str, Reason] = dict.fromkeys(DATES, "date")
    refused[ids] = "identifier"
    for name in names:
        if name in told or name in refused:
            continue
        variable = _open_data(name, variables)
        is_there = variable is not None and any(variable.name == other.name for other in told.values())
        reason = "coarser" if is_there else _refused(name, variable, table[name])
        if reason is not None:
            refused[name] = reason
        elif variable is not None:
            known[name] = ModeColumn(name, "number", "place")
            told[name] = _of_zone(variable)
    used, left_out = choose_columns(table, known=known, refused=refused)
    described_as = {column.name: told.get(column.name) or _own(column.name) for column in used}
    return CustomerColumns(used, left_out, described_as)


def name_columns(
    names: Sequence[str], variables: Sequence[Variable], *, currency: str, own_variables: Sequence[Variable] = ()
) -> dict[str, Variable]:
    """Describe columns that modes were made from: parameters as in `read_columns`, whatever their cells hold now."""
    _, told = _summary(names, currency)
    told |= {variable.name: variable for variable in own_variables}
    for name in names:
        if name not in told:
            in_open_data = _open_data(name, variables)
            told[name] = _own(name) if in_open_data is None else _of_zone(in_open_data)
    return {name: told[name] for name in names}


def described(code: ColumnCode, variables: Mapping[str, Variable]) -> tuple[Variable, ...]:
    """Describe what segments are told by: a number by itself, a category by the share of each of its levels."""
    variable = variables[code.column.name]
    if not isinstance(code, CategoryCode):
        return (variable,)
    return tuple(
        Variable(
            f"{variable.name}{LEVEL_SIGN}{level}",
            f"{variable.label_fr} : {level}",
            f"{variable.label_en}: {level}",
            "share",
            "intensive",
        )
        for level in code.levels
    )


def _of_zone(variable: Variable) -> Variable:
    return replace(variable, zone_level=variable.zone_level or "zone")


def _summary(names: Sequence[str], currency: str) -> tuple[dict[str, ModeColumn], dict[str, Variable]]:
    """Describe the columns of the summary that are among these."""
    unit = "eur" if currency == "EUR" else currency
    known, told = {}, {}
    for name, (theme, own, french, english) in SUMMARY.items():
        if name in names:
            known[name] = ModeColumn(name, "number", theme)
            told[name] = Variable(name, french, english, unit if own == "money" else own, "intensive")
    if TOP_CATEGORY in names:
        known[TOP_CATEGORY] = ModeColumn(TOP_CATEGORY, "category", "goods")
        told[TOP_CATEGORY] = Variable(TOP_CATEGORY, *LABELS_OF_TOP, "code", "categorical")
    return known, told


def _open_data(name: str, variables: Sequence[Variable]) -> Variable | None:
    """Find the variable that a column of an enriched file holds: by its name, its name and level, or numbered."""
    for variable in variables:
        named = {variable.name, f"{variable.name}_{variable.zone_level}"}
        if name in named or NUMBERED.sub("", name) in named:
            return variable
    return None


def _refused(name: str, variable: Variable | None, column: pd.Series) -> Reason | None:
    if variable is None:
        return "position" if POSITION.fullmatch(name) else refused_as(name, column)
    if variable.kind == "extensive":
        return "zone_count"
    if variable.kind != "intensive":
        return "zone_code"
    return None if words_for(variable) is not None else "sensitive"


def _own(name: str) -> Variable:
    label = name.replace("_", " ")
    return Variable(name, label[:1].upper() + label[1:], label[:1].upper() + label[1:], "", "intensive")
