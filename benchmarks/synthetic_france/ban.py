"""The base, a departement at a time: as the columns of the BAN, as an address source yields them, as files."""

from __future__ import annotations

import gzip
from typing import IO, TYPE_CHECKING, cast

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
from pyproj import Transformer

from geoprofile.tables import ADDRESS_COLUMNS, address_schema, check
from synthetic_france.communes import make_communes
from synthetic_france.departements import plan_departements
from synthetic_france.houses import LOCALITY_NUMBER, lay_streets, number_houses, points_along
from synthetic_france.names import own_stems
from synthetic_france.streets import make_streets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from synthetic_france.streets import Streets

COMMUNES, STREETS, ADDRESSES = 35_000, 2_000_000, 26_000_000
BAN_COLUMNS = (
    "id", "id_fantoir", "numero", "rep", "nom_voie", "code_postal", "code_insee", "nom_commune",
    "code_insee_ancienne_commune", "nom_ancienne_commune", "x", "y", "lon", "lat", "type_position", "alias", "nom_ld",
    "libelle_acheminement", "nom_afnor", "source_position", "source_nom_voie", "certification_commune", "cad_parcelles",
)  # fmt: skip


def synthetic_addresses(
    *,
    communes: int = COMMUNES,
    streets: int = STREETS,
    addresses: int = ADDRESSES,
    seed: int = 0,
    departements: Sequence[str] | None = None,
) -> Iterator[pd.DataFrame]:
    """Make the base as an address source yields it, a departement at a time.

    Yields
    ------
    DataFrame
        `address_schema()`, the same as the reader of the BAN makes of what `write_ban` writes.
    """
    for code, rows in _every_departement(communes, streets, addresses, seed, departements):
        number = rows["number"]
        blank = pa.repeat(pa.scalar(""), len(number))
        table = pa.table({
            "street_id": rows["id"], "street": rows["name"], "street_alias": blank,
            "housenumber": np.where(number == LOCALITY_NUMBER, 0, number), "suffix": rows["suffix"],
            "postcode": rows["postcode"], "citycode": rows["citycode"], "city": rows["city"],
            "city_alias": rows["label"], "old_citycode": rows["old_citycode"], "old_city": rows["old_city"],
            "longitude": rows["longitude"], "latitude": rows["latitude"],
        })  # fmt: skip
        frame = table.select(list(ADDRESS_COLUMNS)).to_pandas(
            types_mapper={pa.string(): pd.StringDtype(na_value=np.nan)}.get
        )
        yield check(frame, address_schema(), what=f"synthetic departement {code}")


def synthetic_ban(
    *,
    communes: int = COMMUNES,
    streets: int = STREETS,
    addresses: int = ADDRESSES,
    seed: int = 0,
    departements: Sequence[str] | None = None,
) -> Iterator[tuple[str, pa.Table]]:
    """Make the base as files of the BAN, a departement at a time.

    Yields
    ------
    (code, Table)
        The 23 columns of the BAN. A departement is the same whichever others are asked for.
    """
    for code, rows in _every_departement(communes, streets, addresses, seed, departements):
        size = len(rows["number"])
        blank, one = (pa.repeat(pa.scalar(text), size) for text in ("", "1"))
        columns = dict.fromkeys(BAN_COLUMNS, blank) | {
            "id": rows["full_id"], "id_fantoir": rows["id"], "numero": rows["number"], "rep": rows["suffix"],
            "nom_voie": rows["name"], "code_postal": rows["postcode"], "code_insee": rows["citycode"],
            "nom_commune": rows["city"], "code_insee_ancienne_commune": rows["old_citycode"],
            "nom_ancienne_commune": rows["old_city"], "x": rows["easting"], "y": rows["northing"],
            "lon": rows["longitude"], "lat": rows["latitude"], "libelle_acheminement": rows["label"],
            "nom_afnor": rows["afnor"], "certification_commune": one,
            "type_position": pa.repeat(pa.scalar("entrée"), size),
            "source_position": pa.repeat(pa.scalar("commune"), size),
            "source_nom_voie": pa.repeat(pa.scalar("commune"), size),
        }  # fmt: skip
        yield code, pa.table({name: columns[name] for name in BAN_COLUMNS})


def write_ban(
    folder: Path,
    *,
    gz: bool = False,
    communes: int = COMMUNES,
    streets: int = STREETS,
    addresses: int = ADDRESSES,
    seed: int = 0,
    departements: Sequence[str] | None = None,
) -> Iterator[tuple[Path, int]]:
    """Write one file `adresses-XX.csv` (or `.csv.gz`) a departement; the same input gives the same bytes.

    Yields
    ------
    (path, number of addresses)
    """
    folder.mkdir(parents=True, exist_ok=True)
    options = pacsv.WriteOptions(delimiter=";", quoting_style="none", include_header=False)
    tables = synthetic_ban(
        communes=communes, streets=streets, addresses=addresses, seed=seed, departements=departements
    )
    for code, table in tables:
        path = folder / f"adresses-{code}.csv{'.gz' if gz else ''}"
        part = path.with_name(path.name + ".part")
        try:
            with part.open("wb") as raw, _packed(raw, gz=gz) as file:
                file.write((";".join(BAN_COLUMNS) + "\n").encode())
                pacsv.write_csv(table, file, options)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        yield path, len(table)


def _packed(raw: IO[bytes], *, gz: bool) -> IO[bytes]:
    """Pack what is written, without the time of day, or let it through."""
    return (
        cast("IO[bytes]", gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, compresslevel=4, filename="")) if gz else raw
    )


def _every_departement(
    communes: int, streets: int, addresses: int, seed: int, departements: Sequence[str] | None
) -> Iterator[tuple[str, dict[str, pa.Array | np.ndarray]]]:
    """Make each departement that is asked for, from a seed of its own."""
    for position, share in enumerate(plan_departements(communes, streets, addresses, seed)):
        if departements is None or share.code in departements:
            random = np.random.default_rng([seed, 1 + position])
            there = make_communes(share.code, share.communes, share.streets, own_stems(position, seed), random)
            named = make_streets(there, share.code, share.addresses, random)
            yield share.code, _with_houses(there, named, random)


def _with_houses(
    communes: pd.DataFrame, streets: Streets, random: np.random.Generator
) -> dict[str, pa.Array | np.ndarray]:
    """Put the houses along the streets of a departement, column by column."""
    street = np.repeat(np.arange(len(streets.counts)), streets.counts)
    number, suffix, far = number_houses(streets.counts, streets.locality, random)
    ends = lay_streets(communes, streets.commune, streets.counts, random)
    longitude, latitude = points_along(ends, street, far)
    metres = Transformer.from_crs("EPSG:4326", "EPSG:2154", always_xy=True)
    flat = (*metres.transform(ends[0], ends[1]), *metres.transform(ends[2], ends[3]))
    easting, northing = points_along(flat, street, far)
    text = {
        name: pa.array(communes[name].to_numpy(dtype=object)).take(streets.commune)
        for name in ("citycode", "city", "label", "postcode")
    }
    rows = {name: column.take(pa.array(street)) for name, column in (text | streets.text).items()}
    padded = pc.utf8_lpad(pa.array(number).cast(pa.string()), 5, "0")
    full = pc.binary_join_element_wise(rows["id"], padded, "_")
    has_suffix = pc.not_equal(suffix, "")
    return rows | {
        "number": number, "suffix": suffix,
        "full_id": pc.if_else(has_suffix, pc.binary_join_element_wise(full, suffix, "_"), full),
        "longitude": longitude.round(6), "latitude": latitude.round(6),
        "easting": easting.round(2), "northing": northing.round(2),
    }  # fmt: skip
