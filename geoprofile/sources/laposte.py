"""La Poste's official base of postcodes (`laposte_hexasmal`, `019HexaSmal`): every commune of France.

Besides the name of a commune it bears its delivery label where that is another one, and in `Ligne_5` former
communes, hamlets, islands and resorts that have kept their own name in addresses.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.countries.arrondissements import arrondissement_number
from geoprofile.errors import SourceError
from geoprofile.sources.codes import find_column, zone_codes
from geoprofile.sources.commune_names import COMMUNE_NAME_COLUMNS
from geoprofile.sources.commune_spelling import spell_commune
from geoprofile.sources.options import check_options, text_option
from geoprofile.sources.source import COMMUNE_NAME_SOURCES
from geoprofile.sources.table_file import read_table_file
from geoprofile.sources.values import parse_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geoprofile.sources.source import Source

__all__ = ["read_laposte"]

# Headers changed from vintage to vintage: they are compared in lower case, without accents and signs.
CODE_HABITS = ("code_commune_insee", "code_insee", "code_commune", "insee_com", "codgeo")
NAME_HABITS = ("nom_commune_complet", "nom_commune", "nom_de_la_commune", "nom_commune_postal")
POSTCODE_HABITS = ("code_postal", "codepostal", "cp")
ALIAS_HABITS = (
    ("libelle_d_acheminement", "libelle_acheminement"),
    ("ligne_5", "ligne5"),
    ("nom_commune_postal",),
)
POINT_HABITS = ("coordonnees_gps", "coordonnees_geographiques", "geopoint", "geo_point_2d")
LIMITS = {"longitude": 180.0, "latitude": 90.0}
# What some vintages write into a cell of `Ligne_5` that holds nothing.
NOTHING = "non_renseigne"
LAST_DISTRICT = re.compile(r" \d{1,2}$")
OPTIONS = ("code", "name", "postcode")


@COMMUNE_NAME_SOURCES.register("laposte")
def read_laposte(source: Source) -> pd.DataFrame:
    """Read names and postcodes of communes.

    Parameters
    ----------
    source : Source
        Delimited text of any vintage, UTF-8 or Windows-1252. Options: `code`, `name` and `postcode` (columns,
        otherwise found by habit).

    Returns
    -------
    DataFrame
        `commune_name_schema()`, sorted by code and postcode. Names in capitals are written out
        (`ST AFFRIQUE`, Saint-Affrique), arrondissements in full (Paris 4e Arrondissement).

    Raises
    ------
    SourceError
        If a column of codes, names or postcodes is lacking, or a cell is not what it should be, with its row.
    """
    check_options(source, OPTIONS)
    frame = read_table_file(source)
    codes = zone_codes(frame[_column(frame, CODE_HABITS, source, "code")], zone_level="commune", source=source)
    names = _names(frame[_column(frame, NAME_HABITS, source, "name")], codes, source)
    postcodes = zone_codes(
        frame[_column(frame, POSTCODE_HABITS, source, "postcode")], zone_level="postcode", source=source
    )
    longitude, latitude = _positions(frame, source)
    rows = pd.DataFrame(
        {
            "citycode": codes,
            "city": names,
            "city_alias": _aliases(frame, names),
            "postcode": postcodes,
            "longitude": longitude,
            "latitude": latitude,
        }
    )
    return _one_row_a_postcode(rows)


def _plain(header: str) -> str:
    """Write a header in lower case, without accents, its words joined by underscores."""
    letters = unicodedata.normalize("NFKD", header).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", letters).strip("_")


def _find(frame: pd.DataFrame, habits: Sequence[str]) -> str:
    """Give the column that bears one of these plain names, in the order of `habits`; else ''."""
    by_name = {_plain(str(column)): str(column) for column in reversed(frame.columns)}
    return next((by_name[habit] for habit in habits if habit in by_name), "")


def _column(frame: pd.DataFrame, habits: Sequence[str], source: Source, option: str) -> str:
    chosen = text_option(source, option) or _find(frame, habits)
    return find_column(frame.columns, habits, source=source, option=option, chosen=chosen)


def _names(column: pd.Series, codes: pd.Series, source: Source) -> pd.Series:
    """Write names out; that of an arrondissement is its city and number."""
    told = column.fillna("").astype("str").str.replace("|", " ", regex=False).str.strip()
    missing = told == ""
    if missing.any():
        raise SourceError(
            f"{source.path.name}: column {column.name!r} names no commune in data row {told.index[missing][0] + 1} "
            f"({int(missing.sum())} of {len(told)} rows): fill it, or download the file again."
        )
    spelled = {(name, code): _spell(name, code) for name, code in set(zip(told.tolist(), codes.tolist(), strict=True))}
    written = [spelled[pair] for pair in zip(told.tolist(), codes.tolist(), strict=True)]
    return pd.Series(written, index=column.index, dtype="str")


def _spell(name: str, citycode: str) -> str:
    number = arrondissement_number(citycode)
    if not (number and LAST_DISTRICT.search(name)):
        return spell_commune(name)
    city = spell_commune(LAST_DISTRICT.sub("", name))
    return f"{city} {number}{'er' if number == 1 else 'e'} Arrondissement"


def _aliases(frame: pd.DataFrame, names: pd.Series) -> pd.Series:
    """Join the other names of each row, each once, without the name itself."""
    columns = [column for column in (_find(frame, habits) for habits in ALIAS_HABITS) if column]
    texts = [frame[column].fillna("").astype("str").str.replace("|", " ", regex=False).tolist() for column in columns]
    spelled = {text: "" if _plain(text) == NOTHING else spell_commune(text) for text in set().union(*texts)}
    joined = [
        "|".join(alias for alias in dict.fromkeys(spelled[other] for other in others) if alias and alias != name)
        for name, *others in zip(names.tolist(), *texts, strict=True)
    ]
    return pd.Series(joined, index=frame.index, dtype="str")


def _positions(frame: pd.DataFrame, source: Source) -> tuple[pd.Series, pd.Series]:
    """Read longitude and latitude (degrees): one column of "latitude,longitude", two columns, or none."""
    point = _find(frame, POINT_HABITS)
    columns = {name: _find(frame, [name]) for name in LIMITS}
    if point:
        parts = frame[point].fillna("").astype("str").str.split(",", n=1, expand=True).reindex(columns=[0, 1])
        texts = {"latitude": parts[0].rename(point), "longitude": parts[1].fillna("").rename(point)}
    elif all(columns.values()):
        texts = {name: frame[column] for name, column in columns.items()}
    else:
        empty = pd.Series(float("nan"), index=frame.index, dtype="float64")
        return empty, empty
    numbers = {name: _degrees(texts[name], LIMITS[name], source) for name in LIMITS}
    whole = numbers["longitude"].notna() & numbers["latitude"].notna()
    return numbers["longitude"].where(whole), numbers["latitude"].where(whole)


def _degrees(column: pd.Series, limit: float, source: Source) -> pd.Series:
    numbers = parse_numbers(column, source=source)
    outside = numbers.abs() > limit
    if outside.any():
        raise SourceError(
            f"{source.path.name}: column {column.name!r}, data row {numbers.index[outside][0] + 1} is no position in "
            "degrees (latitude, then longitude): mend it, or leave it empty."
        )
    return numbers


def _one_row_a_postcode(rows: pd.DataFrame) -> pd.DataFrame:
    """Put the aliases of one commune and postcode together; the first name and position stay."""
    # A name that another row of the pair gives is an alias too: fused communes keep theirs.
    told = (rows["city"] + "|" + rows["city_alias"]).str.strip("|")
    groups = rows.assign(told=told).groupby(["citycode", "postcode"], sort=True)
    pairs = groups.agg(
        city=("city", "first"),
        told=("told", lambda names: "|".join(dict.fromkeys("|".join(names).split("|")))),
        longitude=("longitude", "first"),
        latitude=("latitude", "first"),
    ).reset_index()
    # The joined names begin with that of the commune.
    own = pairs["city"].str.len() + 1
    pairs["city_alias"] = pd.Series(
        [told[length:] for told, length in zip(pairs["told"], own, strict=True)], dtype="str"
    )
    return pairs[list(COMMUNE_NAME_COLUMNS)]
