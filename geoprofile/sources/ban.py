"""The Base Adresse Nationale: `;`-separated, 23 columns with a header, `.gz` too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.sources.address_chunks import address_chunk, read_text_chunks
from geoprofile.sources.source import ADDRESS_SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from geoprofile.sources.source import Source

__all__ = ["read_ban"]

NEEDED = (
    "id", "numero", "rep", "nom_voie", "code_postal", "code_insee", "nom_commune",
    "code_insee_ancienne_commune", "nom_ancienne_commune", "lon", "lat", "nom_ld", "libelle_acheminement",
)  # fmt: skip
# The id of an address, its street first.
WITHOUT_NUMBER = r"^([^_]*_[^_]*)_.*$"
# The number that the base gives to a lieu-dit.
LOCALITY_NUMBER = "99999"


@ADDRESS_SOURCES.register("ban")
def read_ban(source: Source) -> Iterator[pd.DataFrame]:
    """Read addresses of the BAN, chunk by chunk.

    Yields
    ------
    DataFrame
        `address_schema()`. `street_id` is the id without its number (`75101_cfq3tf`). The delivery label
        (`libelle_acheminement`) is a further name of the commune.

    Raises
    ------
    SourceError
        If the header is not that of the BAN, or a position is not a number.
    """
    for chunk in read_text_chunks(source, delimiter=";", needed=NEEDED):
        number = chunk["numero"].where(chunk["numero"] != LOCALITY_NUMBER, "")
        yield address_chunk(
            source,
            street_id=chunk["id"].str.replace(WITHOUT_NUMBER, r"\1", regex=True),
            street=chunk["nom_voie"].where(chunk["nom_voie"] != "", chunk["nom_ld"]),
            housenumber=number,
            suffix=chunk["rep"].str.lower(),
            postcode=chunk["code_postal"],
            citycode=chunk["code_insee"],
            city=chunk["nom_commune"],
            city_alias=chunk["libelle_acheminement"],
            old_citycode=chunk["code_insee_ancienne_commune"],
            old_city=chunk["nom_ancienne_commune"],
            longitude=chunk["lon"],
            latitude=chunk["lat"],
        )
