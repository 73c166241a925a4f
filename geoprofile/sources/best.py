"""BeSt, the Belgian address base, as one joined CSV: a row an address, street names in up to three languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.sources.address_chunks import address_chunk, read_text_chunks
from geoprofile.sources.source import ADDRESS_SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from geoprofile.sources.source import Source

__all__ = ["read_best"]

NEEDED = (
    "street_id", "house_number", "box_number", "status", "street_nl", "street_fr", "street_de", "nis",
    "muni_nl", "muni_fr", "muni_de", "postcode", "post_nl", "post_fr", "lon", "lat",
)  # fmt: skip
NUMBER = r"^([0-9]*)\s*(.*)$"


@ADDRESS_SOURCES.register("best")
def read_best(source: Source) -> Iterator[pd.DataFrame]:
    """Read addresses of BeSt, chunk by chunk; those that are not current are left out.

    A box is not a position of its own: the boxes of one house number come back as several rows of the same
    number, which the index merges.

    Yields
    ------
    DataFrame
        `address_schema()`. The street's first name is the one in the first language that it has (Dutch,
        French, German); the others, and those of the municipality and postal locality, are aliases.
    """
    for chunk in read_text_chunks(source, delimiter=",", needed=NEEDED):
        current = chunk[chunk["status"].isin(["", "current"])]
        parts = current["house_number"].str.extract(NUMBER)
        streets = current[["street_nl", "street_fr", "street_de"]]
        cities = current[["muni_nl", "muni_fr", "muni_de", "post_nl", "post_fr"]]
        yield address_chunk(
            source,
            street_id=current["street_id"].str.rsplit("/", n=1).str[0],
            street=_first(streets),
            street_alias=_others(streets),
            housenumber=parts[0],
            suffix=parts[1].str.lower(),
            postcode=current["postcode"],
            citycode=current["nis"],
            city=_first(cities),
            city_alias=_others(cities),
            longitude=current["lon"],
            latitude=current["lat"],
        )


def _first(names: pd.DataFrame) -> pd.Series:
    """Take the first name of each row that is not empty."""
    first = names.iloc[:, 0]
    for column in names.columns[1:]:
        first = first.where(first != "", names[column])
    return first


def _others(names: pd.DataFrame) -> pd.Series:
    """Join the names of each row but the first one, '|' between them."""
    distinct = names.drop_duplicates()
    joined = distinct.apply(lambda row: "|".join(dict.fromkeys(n for n in row if n)).partition("|")[2], axis=1)
    keyed = distinct.assign(joined=joined.astype("str") if len(joined) else np.array([], dtype=str))
    merged = names.merge(keyed, on=list(names.columns), how="left")["joined"]
    return merged.set_axis(names.index)
