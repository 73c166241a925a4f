"""The communes that a territory knows, with or without an address of theirs: outlines and sources of names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.countries.grammar import fold
from geoprofile.sources.commune_names import COMMUNE_NAME_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geoprofile.countries.country import Country

__all__ = ["join_known_communes"]

TYPES = {name: "float64" if name in {"longitude", "latitude"} else "str" for name in COMMUNE_NAME_COLUMNS}


def join_known_communes(
    outlines: pd.DataFrame | None, told: Sequence[pd.DataFrame], official: Sequence[pd.Series], country: Country
) -> pd.DataFrame:
    """Join what outlines and sources of names know of communes.

    The name of the outline stands first, else the official one, else that of the source of names, which then is
    an alias where its letters differ. A whole city beside its arrondissements is no commune of its own.

    Parameters
    ----------
    outlines : DataFrame, optional
        `citycode`, `city`, `longitude`, `latitude` (degrees): a point inside each outline.
    told : sequence of DataFrame
        Tables that keep `commune_name_schema()`.
    official : sequence of Series
        Names by commune code, the surest first.

    Returns
    -------
    DataFrame
        Columns `COMMUNE_NAME_COLUMNS`, one or several rows a commune; `postcode` is empty and the position NaN
        where unknown.
    """
    parts = [_empty() if outlines is None else outlines.assign(city_alias="", postcode=""), *told]
    known = pd.concat(parts, ignore_index=True)[list(COMMUNE_NAME_COLUMNS)].astype(TYPES)
    known = known[~known["citycode"].isin(_cities_in_parts(known["citycode"], country))].reset_index(drop=True)
    return _with_best_names(known, [*parts[:1], *(_table(names) for names in official), *parts[1:]])


def _empty() -> pd.DataFrame:
    return pd.DataFrame(columns=list(COMMUNE_NAME_COLUMNS)).astype(TYPES)


def _table(names: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"citycode": names.index, "city": names.to_numpy()})


def _with_best_names(known: pd.DataFrame, better: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Give each commune the first name that the tables have for it; its own becomes an alias if it is another."""
    names = pd.concat([table[["citycode", "city"]] for table in better], ignore_index=True)
    best = names[names["city"] != ""].drop_duplicates("citycode").set_index("citycode")["city"]
    city = known["citycode"].map(best).fillna("").astype("str")
    folded = [pd.Series(fold(one.tolist()), index=known.index, dtype="str") for one in (city, known["city"])]
    alias = (known["city"] + "|" + known["city_alias"]).str.strip("|")
    return known.assign(city=city, city_alias=known["city_alias"].where(folded[0] == folded[1], alias))


def _cities_in_parts(codes: pd.Series, country: Country) -> set[str]:
    """Give the codes of cities whose arrondissements are among the codes."""
    return {country.whole_city(code) for code in codes if country.whole_city(code) != code}
