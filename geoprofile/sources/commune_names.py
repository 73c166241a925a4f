"""What a source of commune names yields: every name and postcode by which a commune is written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandera.pandas as pa

__all__ = ["COMMUNE_NAME_COLUMNS", "COMMUNE_NAME_COUNTRY", "commune_name_schema"]

# One row a commune and postcode.
COMMUNE_NAME_COLUMNS: dict[str, str] = {
    "citycode": "INSEE code of the commune (text)",
    "city": "its name (text)",
    "city_alias": "further names, '|' between them: delivery label, former communes, places (text, may be empty)",
    "postcode": "postcode (text)",
    "longitude": "WGS84 degrees (float, NaN where unknown)",
    "latitude": "WGS84 degrees (float, NaN where unknown)",
}

# The country whose communes each kind names.
COMMUNE_NAME_COUNTRY: dict[str, str] = {"laposte": "fr"}


def commune_name_schema() -> pa.DataFrameSchema:
    """Give the contract of a table of commune names."""
    import pandera.pandas as pa  # noqa: PLC0415  half a second that plain reading does not need

    filled = pa.Check.str_length(min_value=1)
    return pa.DataFrameSchema(
        {
            "citycode": pa.Column(str, filled),
            "city": pa.Column(str, filled),
            "city_alias": pa.Column(str),
            "postcode": pa.Column(str, filled),
            "longitude": pa.Column(float, pa.Check.in_range(-180, 180), nullable=True),
            "latitude": pa.Column(float, pa.Check.in_range(-90, 90), nullable=True),
        },
        unique=["citycode", "postcode"],
        ordered=True,
        strict=True,
    )
