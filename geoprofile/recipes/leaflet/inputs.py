"""The files of a leaflet plan, read and laid on the zones of the ranking."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import AddressFileError, TableError
from geoprofile.files import check_header, open_address_file
from geoprofile.numerals import read_numbers
from geoprofile.recipes.area import read_area, zones_within
from geoprofile.recipes.enriched import read_enriched, zone_texts
from geoprofile.recipes.places import read_places
from geoprofile.recipes.ranking_file import read_ranking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geoprofile.recipes.enriched import Enriched
    from geoprofile.recipes.places import Places
    from geoprofile.recipes.ranking_file import Ranking
    from geoprofile.territory.territory import Territory

__all__ = ["LeafletInputs", "read_inputs", "read_opposition", "read_refusals", "zone_table"]

# Columns that name an address: an identifier, a hash, or its spelling.
ADDRESS_COLUMNS = ("address_id", "address_hash", "result_id", "result_type", "result_citycode", "result_street",
                   "result_housenumber", "citycode", "street", "number", "suffix")  # fmt: skip
REFUSAL_WORDS = ("refusal_share", "stop_pub_share", "stop_pub", "share", "part", "taux")
# What past campaigns are told in; `wave` and `campaign` are passed over.
PAST_COLUMNS = ("leaflets", "responses", "index", "minutes", "customers", "responses_error")
# Texts beside them: what a campaign is told apart by, and whether its responses are all who came.
PAST_TEXTS = ("plan_id", "counted")


@dataclass(frozen=True, eq=False)
class LeafletInputs:
    """What a plan is made from.

    Attributes
    ----------
    territory : Territory
    ranking : Ranking
    stores : Places or None
    customers : Enriched or None
        With the columns that name their address, where the file has them.
    refusals : float, Series or None
        Share of letterboxes with a Stop Pub, everywhere or by zone_id.
    opposition : DataFrame or None
        Who asked not to be served: rows that name an address, or its keyed hash.
    secret : bytes or None
        Key of those hashes.
    past : DataFrame or None
        Past campaigns: `zone_id`, and what `learn_response` takes.
    include, exclude, resting : frozensets of zone_id
    """

    territory: Territory
    ranking: Ranking
    stores: Places | None = None
    customers: Enriched | None = None
    refusals: float | pd.Series | None = None
    opposition: pd.DataFrame | None = None
    secret: bytes | None = None
    past: pd.DataFrame | None = None
    include: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()
    resting: frozenset[str] = frozenset()


def read_inputs(
    territory: Territory,
    ranking: Path | str,
    *,
    score: str | None = None,
    stores: Path | None = None,
    customers: Path | None = None,
    stop_pub: str | None = None,
    opposition: Path | None = None,
    secret_file: Path | None = None,
    campaigns: Path | None = None,
    campaigns_count_all: bool = False,
    include: str | None = None,
    exclude: str | None = None,
    served: Path | None = None,
) -> LeafletInputs:
    """Read all files of a leaflet plan.

    Parameters
    ----------
    territory : Territory
    ranking : path
        See `read_ranking`.
    stop_pub : str, optional
        A share (`0.2` or `20%`), or a file of shares by zone.
    campaigns_count_all : bool
        Learn as well from campaigns measured without zones held out, of which all who came are counted.
    include, exclude : str, optional
        Codes with commas between them, or a file; of the level of the ranking or a coarser one.
    served : path, optional
        A file of zones that rest, such as the `zones.csv` of the last plan.

    Raises
    ------
    GeoprofileError
        If a file cannot be read, lacks a column, or names zones that there are not.
    """
    ranked = read_ranking(ranking, territory, score=score)
    named = [
        _zones_named(told, territory, ranked.level)
        for told in (include, exclude, None if served is None else str(served))
    ]
    return LeafletInputs(
        territory,
        ranked,
        None if stores is None else read_places(stores, territory, prefix="S"),
        None if customers is None else _read_customers(customers, territory),
        None if stop_pub is None else read_refusals(stop_pub, territory, ranked.level),
        None if opposition is None else read_opposition(opposition, with_secret=secret_file is not None),
        None if secret_file is None else _read_secret(secret_file),
        None if campaigns is None else _read_past(campaigns, territory, ranked.level, count_all=campaigns_count_all),
        *named,
    )


def read_refusals(told: str, territory: Territory, level: str) -> float | pd.Series:
    """Read the share of letterboxes with a Stop Pub: a number, a percentage, or a file of them by zone.

    Raises
    ------
    AddressFileError
        If it is none of these, or the file has no column of shares.
    """
    if not Path(told).is_file():
        plain = told.strip().replace(",", ".")
        try:
            return float(plain[:-1]) / 100 if plain.endswith("%") else float(plain)
        except ValueError:
            raise AddressFileError(
                f"--stop-pub is {told!r}: give a share such as 0.2 or 20%, or the file of shares by zone."
            ) from None
    frame, ids = zone_table(Path(told), territory, level)
    column = next((name for name in REFUSAL_WORDS if name in frame.columns), None)
    if column is None:
        raise AddressFileError(
            f"{Path(told).name} has no column of shares: name one {REFUSAL_WORDS[0]!r}; its columns are "
            f"{', '.join(map(repr, frame.columns))}."
        )
    shares = pd.Series(read_numbers(frame[column], file=Path(told).name), index=ids)
    twice = ids[(ids != "") & ids.duplicated()]
    if len(twice):
        raise AddressFileError(f"{Path(told).name}: zone {twice.iloc[0]!r} stands twice; keep one row.")
    return shares[shares.index != ""]


def read_opposition(file: Path, *, with_secret: bool) -> pd.DataFrame:
    """Read the list of those who asked not to be served.

    Raises
    ------
    AddressFileError
        If it holds hashes and there is no key, or no column names an address.
    """
    opened = open_address_file(file)
    check_header(opened)
    kept = [name for name in ADDRESS_COLUMNS if name in opened.columns]
    if not kept or kept == ["result_type"]:
        raise AddressFileError(
            f"{opened.path.name} does not name addresses: enrich it first ('geoprofile geocode'), or give a column "
            "address_hash."
        )
    if "address_hash" in kept and not with_secret:
        raise AddressFileError(
            f"{opened.path.name} holds hashes: give the key that they were made with (--secret-file)."
        )
    return _table(file)[kept]


def zone_table(file: Path, territory: Territory, level: str) -> tuple[pd.DataFrame, pd.Series]:
    """Read a table by zone: its rows, and the code of each row's zone ("" where it is none of the level).

    Raises
    ------
    AddressFileError
        If no column holds codes of the level.
    """
    frame = _table(file)
    known = territory.described_levels[level].table["zone_id"]
    texts = {name: zone_texts(frame[name], known) for name in frame.columns}
    held = {name: int(ids.isin(known).sum()) for name, ids in texts.items()}
    best = max(held, key=lambda name: held[name], default=None)
    if best is None or not held[best]:
        raise AddressFileError(
            f"No column of {file.name} holds codes of the zones of level {level!r}: give one zone a row, with a column "
            "zone_id."
        )
    ids = texts[best]
    return frame, ids.where(ids.isin(known), "").astype("str")


def _table(file: Path) -> pd.DataFrame:
    opened = open_address_file(file)
    check_header(opened)
    return opened.rows()


def _zones_named(told: str | None, territory: Territory, level: str) -> frozenset[str]:
    if told is None:
        return frozenset()
    area = read_area(told, territory)
    within = zones_within(area, territory, level)
    if within is None:
        raise TableError(
            f"The ranking is of level {level!r}, and the zones of level {area.level!r} that were named cannot be laid "
            f"on it: name zones of level {level!r} or communes."
        )
    return frozenset(within)


def _read_customers(file: Path, territory: Territory) -> Enriched:
    opened = open_address_file(file)
    kept: Sequence[str] = [name for name in ADDRESS_COLUMNS if name in opened.columns]
    return read_enriched(opened, territory, keep=kept)


def _read_secret(file: Path) -> bytes:
    try:
        return file.read_bytes().strip()
    except OSError as error:
        raise AddressFileError(
            f"{file.name} cannot be read: give the file that holds the key of the hashes."
        ) from error


def _read_past(file: Path, territory: Territory, level: str, *, count_all: bool) -> pd.DataFrame:
    """Read past campaigns; rows of zones that there are not any more are kept without their index.

    Raises
    ------
    AddressFileError
        If all who came are counted somewhere, and nobody asked for that.
    """
    frame, ids = zone_table(file, territory, level)
    past = {"zone_id": ids.to_numpy(dtype=object)}
    for name in PAST_COLUMNS:
        if name in frame.columns:
            past[name] = read_numbers(frame[name], file=file.name)
    for name in PAST_TEXTS:
        past[name] = frame[name].fillna("").astype("str").to_numpy(object) if name in frame else np.full(len(ids), "")
    made = pd.DataFrame(past).astype(dict.fromkeys(("zone_id", *PAST_TEXTS), "str"))
    every = int((made["counted"] == "all").sum())
    if every and not count_all:
        raise AddressFileError(
            f"{file.name} counts all who came in {every} rows (counted is 'all'): no zones were held out there, and "
            "many would have come without leaflets. Leave these rows out, or count them all the same "
            "(--campaigns-count-all)."
        )
    if "minutes" in made and not np.isfinite(made["minutes"]).any():
        made = made.drop(columns="minutes")
    return made
