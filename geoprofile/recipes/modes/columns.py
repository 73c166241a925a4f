"""What is known of the columns of a table of customers: purchases, open data of the area, the user's own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geoprofile.modes.columns import LeftOut, ModeColumn, choose_columns
from geoprofile.modes.encoding import CategoryCode
from geoprofile.recipes.modes.vocabulary import LEVEL_SIGN
from geoprofile.sources.levels import ZONE_LEVELS
from geoprofile.tables import Variable
from geoprofile.typology.vocabulary import is_never_cited, words_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from geoprofile.modes.columns import Reason, Theme
    from geoprofile.modes.encoding import ColumnCode

__all__ = ["CustomerColumns", "described", "read_columns"]

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
LABELS_OF_TOP = ("Catégorie principale", "Main category")
# Where somebody lives, or what a geocoder says of it: the area's variables tell it better.
POSITION = re.compile(
    r"(result_.*|longitude|latitude|lon|lat|zone_status|zone_id|area_type|country|pays|land|region|région|departement|"
    rf"département|({'|'.join(sorted(set(ZONE_LEVELS.values())))})(_name)?|.*_level)(_\d+)?",
    re.IGNORECASE,
)
# Beside what never describes an area: what no segment of persons is made from.
SENSITIVE = re.compile(r"(^|[_\s-])(origin|race|racial|croyance|belief|gene|genetic|grossesse|pregnan)", re.IGNORECASE)
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


def read_columns(
    table: pd.DataFrame, variables: Sequence[Variable], *, ids: str, currency: str = "EUR"
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
    """
    unit = "eur" if currency == "EUR" else currency
    known, refused, told = _summary(table, unit)
    refused[ids] = "identifier"
    for name in map(str, table.columns):
        if name in told or name in refused:
            continue
        variable = _open_data(name, variables)
        is_there = variable is not None and any(variable.name == other.name for other in told.values())
        reason = "coarser" if is_there else _refused(name, variable)
        if reason is not None:
            refused[name] = reason
        elif variable is not None:
            known[name] = ModeColumn(name, "number", "place")
            told[name] = replace(variable, zone_level=variable.zone_level or "zone")
    used, left_out = choose_columns(table, known=known, refused=refused)
    described_as = {column.name: told.get(column.name) or _own(column.name) for column in used}
    return CustomerColumns(used, left_out, described_as)


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


def _summary(table: pd.DataFrame, unit: str) -> tuple[dict[str, ModeColumn], dict[str, Reason], dict[str, Variable]]:
    """Describe the columns of the summary that the table has."""
    known, told = {}, {}
    for name, (theme, own, french, english) in SUMMARY.items():
        if name in table.columns:
            known[name] = ModeColumn(name, "number", theme)
            told[name] = Variable(name, french, english, unit if own == "money" else own, "intensive")
    if TOP_CATEGORY in table.columns:
        known[TOP_CATEGORY] = ModeColumn(TOP_CATEGORY, "category", "goods")
        told[TOP_CATEGORY] = Variable(TOP_CATEGORY, *LABELS_OF_TOP, "code", "categorical")
    refused: dict[str, Reason] = {name: "date" for name in ("first_purchase", "last_purchase") if name in table.columns}
    return known, refused, told


def _open_data(name: str, variables: Sequence[Variable]) -> Variable | None:
    """Find the variable that a column of an enriched file holds: by its name, its name and level, or numbered."""
    for variable in variables:
        named = {variable.name, f"{variable.name}_{variable.zone_level}"}
        if name in named or NUMBERED.sub("", name) in named:
            return variable
    return None


def _refused(name: str, variable: Variable | None) -> Reason | None:
    if variable is None:
        if POSITION.fullmatch(name):
            return "position"
        return "sensitive" if is_never_cited(name) or SENSITIVE.search(name) else None
    if variable.kind == "extensive":
        return "zone_count"
    if variable.kind != "intensive":
        return "zone_code"
    return None if words_for(variable) is not None else "sensitive"


def _own(name: str) -> Variable:
    label = name.replace("_", " ")
    return Variable(name, label[:1].upper() + label[1:], label[:1].upper() + label[1:], "", "intensive")
