"""BANO, OpenStreetMap's address base: comma-separated, no header, eight columns, `.gz` too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.errors import SourceError
from geoprofile.sources.address_chunks import address_chunk, read_text_chunks
from geoprofile.sources.source import ADDRESS_SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from geoprofile.sources.source import Source

__all__ = ["read_bano"]

COLUMNS = ("id", "numero", "voie", "cp", "ville", "source", "lat", "lon")
ID_SHAPE = r"[0-9][0-9AB][0-9]{3}[0-9A-Z]+-.*"
NUMBER = r"^([0-9]*)\s*(.*)$"


@ADDRESS_SOURCES.register("bano")
def read_bano(source: Source) -> Iterator[pd.DataFrame]:
    """Read addresses of BANO, chunk by chunk.

    Yields
    ------
    DataFrame
        `address_schema()`. The commune code is the first five characters of the id, the street's id what
        stands before its dash.

    Raises
    ------
    SourceError
        If the file does not look like BANO, or a position is not a number.
    """
    for chunk in read_text_chunks(source, delimiter=",", header=COLUMNS):
        odd = ~chunk["id"].str.fullmatch(ID_SHAPE)
        if odd.any():
            raise SourceError(
                f"{source.path.name}: row {chunk.index[odd][0] + 1}: the first column is not a BANO identifier "
                f"(such as 080030020H-11). Is this file of kind 'bano' (no header, {','.join(COLUMNS)})?"
            )
        parts = chunk["numero"].str.extract(NUMBER)
        yield address_chunk(
            source,
            street_id=chunk["id"].str.rsplit("-", n=1).str[0],
            street=chunk["voie"],
            housenumber=parts[0],
            suffix=parts[1].str.lower(),
            postcode=chunk["cp"],
            citycode=chunk["id"].str[:5],
            city=chunk["ville"],
            longitude=chunk["lon"],
            latitude=chunk["lat"],
        )
