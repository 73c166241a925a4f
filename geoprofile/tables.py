"""The codebook: every table that crosses a module border, its columns, units and kinds.

A contract is a pandera schema. `check` applies one and turns the first breach into a TableError of
one sentence. Codes (INSEE, IRIS, postcode, SIRET) are always text.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Literal, get_args

import pandas as pd

from geoprofile.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandera.pandas as pa

__all__ = [
    "ADDRESS_COLUMNS",
    "MATCH_LEVELS",
    "QUERY_COLUMNS",
    "RESULT_COLUMNS",
    "ZONE_COLUMNS",
    "Variable",
    "VariableKind",
    "VariableTable",
    "check",
    "dictionary_frame",
]

# From finest to coarsest; the value of `result_type`, empty where nothing was found.
MATCH_LEVELS = ("housenumber", "interpolated", "street", "locality", "municipality")

# What an address source yields, one row an address. A street or lieu-dit without number has housenumber 0.
ADDRESS_COLUMNS: dict[str, str] = {
    "street_id": "identifier of the street in its base (text)",
    "street": "name of the street as its base writes it (text)",
    "street_alias": "its name in the other languages of the place, '|' between them (text, may be empty)",
    "housenumber": "number (integer, 0 for a street or lieu-dit without number)",
    "suffix": "bis, a, 1ter... in lower case (text, may be empty)",
    "postcode": "postcode (text)",
    "citycode": "INSEE or NIS code of the commune (text, empty where the base has none)",
    "city": "name of the commune (text)",
    "city_alias": "names of the commune in other languages and of the postal locality, '|' between them (text)",
    "old_citycode": "code of the former commune, where communes were fused (text, may be empty)",
    "old_city": "its name (text, may be empty)",
    "longitude": "WGS84 degrees (float)",
    "latitude": "WGS84 degrees (float)",
}

# What the geocoder reads: the parts of an address as its file holds them, any of them empty.
QUERY_COLUMNS = ("address", "postcode", "city", "citycode")

# What the geocoder adds: the columns of the French state's CSV service, then the reason.
RESULT_COLUMNS: dict[str, str] = {
    "longitude": "float64",
    "latitude": "float64",
    "result_score": "float64",
    "result_score_next": "float64",
    "result_label": "str",
    "result_type": "str",
    "result_id": "str",
    "result_banId": "str",
    "result_housenumber": "str",
    "result_name": "str",
    "result_street": "str",
    "result_postcode": "str",
    "result_city": "str",
    "result_context": "str",
    "result_citycode": "str",
    "result_oldcitycode": "str",
    "result_oldcity": "str",
    "result_district": "str",
    "result_status": "str",
    "result_match_reason": "str",
}

# What a zone source returns, as a GeoDataFrame of polygons with a CRS.
ZONE_COLUMNS: dict[str, str] = {
    "zone_id": "code of the zone (text, unique)",
    "zone_name": "its name (text)",
    "parent_id": "code of the zone that holds it, at the next coarser level (text, may be empty)",
}

VariableKind = Literal["extensive", "intensive", "categorical", "flag"]


@dataclass(frozen=True)
class Variable:
    """One line of the dictionary of variables.

    Attributes
    ----------
    name : str
        English, lower case, its unit last (`income_median_eur`).
    label_fr, label_en : str
        What a chart or a column heading says.
    unit : str
        `persons`, `households`, `eur`, `share` (0-1), `index`, `km2`, `per_km2`, `code`...
    kind : {"extensive", "intensive", "categorical", "flag"}
        Extensive values add up over zones; intensive ones are averaged by `denominator`; a flag
        qualifies other variables of its source.
    denominator : str
        Name of the variable that weighs an intensive one, empty otherwise.
    zone_level : str
        The level whose zones it describes (`iris`).
    source, vintage, licence : str
        Provenance.
    """

    name: str
    label_fr: str
    label_en: str
    unit: str
    kind: VariableKind
    denominator: str = ""
    zone_level: str = ""
    source: str = ""
    vintage: str = ""
    licence: str = ""

    def __post_init__(self) -> None:
        if self.kind not in get_args(VariableKind):
            raise TableError(
                f"Variable {self.name!r} has kind {self.kind!r}; choose from {', '.join(get_args(VariableKind))}."
            )


@dataclass(frozen=True)
class VariableTable:
    """Values of variables by zone, as a variable source returns them.

    Attributes
    ----------
    zone_level : str
        The level that `values` is keyed by.
    values : DataFrame
        Index `zone_id` (text, unique); one column a variable: float64, or text for a categorical one.
    variables : tuple of Variable
        One a column, in the order of the columns.
    """

    zone_level: str
    values: pd.DataFrame
    variables: tuple[Variable, ...]

    def __post_init__(self) -> None:
        names = [variable.name for variable in self.variables]
        if list(self.values.columns) != names:
            raise TableError(f"Columns {list(self.values.columns)} do not go with the variables {names}.")
        if self.values.index.has_duplicates:
            twice = self.values.index[self.values.index.duplicated()][0]
            raise TableError(f"Zone {twice!r} stands twice in a table of variables at level {self.zone_level!r}.")


def dictionary_frame(variables: Iterable[Variable]) -> pd.DataFrame:
    """Lay out variables as a table, one row a variable, in the order given."""
    names = [field.name for field in fields(Variable)]
    return pd.DataFrame([asdict(variable) for variable in variables], columns=names, dtype=str)


def check(frame: pd.DataFrame, schema: pa.DataFrameSchema, *, what: str) -> pd.DataFrame:
    """Hold a table to its contract.

    Parameters
    ----------
    frame : DataFrame
    schema : pandera schema
        One of `address_schema()`, `zone_schema()`, `result_schema()`.
    what : str
        The noun of the table, for the message.

    Raises
    ------
    TableError
        Naming the first column that breaks the contract, the first row that does, and why.
    """
    from pandera.errors import SchemaError  # noqa: PLC0415  half a second that plain reading does not need

    _check_columns(list(frame.columns), list(schema.columns), ordered=schema.ordered, what=what)
    try:
        checked: pd.DataFrame = schema.validate(frame)
    except SchemaError as error:
        column = getattr(error.schema, "name", None) or ""
        cases = error.failure_cases
        row = cases["index"].iloc[0] if isinstance(cases, pd.DataFrame) and "index" in cases else None
        where = f", row {row}" if row is not None else ""
        raise TableError(f"{what}: column {column!r}{where}: {error.check or error}.") from error
    return checked


def _check_columns(found: list[str], wanted: list[str], *, ordered: bool, what: str) -> None:
    """Refuse a table that lacks a column, has one too many, or has them in another order."""
    for problem, names in (
        ("lacks", [n for n in wanted if n not in found]),
        ("has", [n for n in found if n not in wanted]),
    ):
        if names:
            raise TableError(
                f"{what}: the table {problem} the column {names[0]!r}; its contract is {', '.join(wanted)}."
            )
    for one, other in zip(found, wanted, strict=False):
        if ordered and one != other:
            raise TableError(f"{what}: the column {one!r} stands where its contract has {other!r}.")


def address_schema() -> pa.DataFrameSchema:
    """Give the contract of one chunk of an address source."""
    import pandera.pandas as pa  # noqa: PLC0415

    texts = [name for name in ADDRESS_COLUMNS if name not in {"housenumber", "longitude", "latitude"}]
    return pa.DataFrameSchema(
        {name: pa.Column(str) for name in texts}
        | {
            "housenumber": pa.Column("int64", pa.Check.ge(0)),
            "longitude": pa.Column(float, pa.Check.in_range(-180, 180)),
            "latitude": pa.Column(float, pa.Check.in_range(-90, 90)),
        },
        strict=True,
    )


def query_schema() -> pa.DataFrameSchema:
    """Give the contract of what the geocoder is asked."""
    import pandera.pandas as pa  # noqa: PLC0415

    return pa.DataFrameSchema({name: pa.Column(str) for name in QUERY_COLUMNS}, ordered=True, strict=True)


def zone_schema() -> pa.DataFrameSchema:
    """Give the contract of the zones of one level."""
    import pandera.pandas as pa  # noqa: PLC0415

    return pa.DataFrameSchema(
        {
            "zone_id": pa.Column(str, pa.Check.str_length(min_value=1), unique=True),
            "zone_name": pa.Column(str),
            "parent_id": pa.Column(str),
            "geometry": pa.Column("geometry"),
        },
        strict=True,
    )


def result_schema() -> pa.DataFrameSchema:
    """Give the contract of what the geocoder adds to each row."""
    import pandera.pandas as pa  # noqa: PLC0415

    rate = pa.Check.in_range(0, 1)
    checks = {
        "result_score": rate,
        "result_score_next": rate,
        "result_type": pa.Check.isin(["", *MATCH_LEVELS]),
        "result_status": pa.Check.isin(["ok", "not-found", "skipped"]),
    }
    return pa.DataFrameSchema(
        {
            name: pa.Column(dtype, checks.get(name), nullable=dtype == "float64")
            for name, dtype in RESULT_COLUMNS.items()
        },
        ordered=True,
        strict=True,
    )
