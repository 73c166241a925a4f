"""What the kinds of dirt know of the address base that the rows come from."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from sklearn.neighbors import KDTree

import geoprofile.sources  # noqa: F401  registers the readers
from dirt.address import DISTRICT, Address, written_city
from dirt.spelling import bare, folded
from geoprofile.sources.source import ADDRESS_SOURCES, Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from random import Random


@dataclass(frozen=True)
class Base:
    """What the kinds ask of the address base.

    Attributes
    ----------
    streets : mapping
        Commune code to its folded street names, each with its bare name.
    bares : mapping
        City (its arrondissements together) to how many streets bear a bare name.
    with_word : mapping
        City and word to the folded street names that hold the word.
    names : tuple of str
        Every street name, with repetition.
    numbers : mapping
        Street id to its sorted numbers and their positions (three arrays).
    suffixes : mapping
        Street id and number to the suffixes there.
    at_postcode, at_city : set
        Pairs of postcode or city and folded street name.
    postcodes : set of str
    places : list of str
        Every folded commune name, in order.
    near : mapping
        Commune code to the postcodes of the communes around it.
    middle : mapping
        Commune code to its mean position.
    absent : tuple of Address
        Addresses of communes that are not in the base.
    country : str
    """

    streets: Mapping[str, Mapping[str, str]]
    bares: Mapping[str, Mapping[str, int]]
    with_word: Mapping[tuple[str, str], set[str]]
    names: Sequence[str]
    numbers: Mapping[str, tuple[np.ndarray, np.ndarray, np.ndarray]]
    suffixes: Mapping[tuple[str, int], set[str]]
    at_postcode: set[tuple[str, str]]
    at_city: set[tuple[str, str]]
    postcodes: set[str]
    places: Sequence[str]
    near: Mapping[str, list[str]]
    middle: Mapping[str, tuple[float, float]]
    absent: Sequence[Address]
    country: str


class Draw(NamedTuple):
    """What a kind draws from: the base and the one source of chance."""

    base: Base
    random: Random


def read_base(data: Path, kinds: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Read whole address files: `{"bano": ["fr/bano/bano-08.csv.gz"]}`."""
    chunks = [
        chunk
        for kind, files in kinds.items()
        for file in files
        for chunk in ADDRESS_SOURCES[kind](Source(kind, data / file))
    ]
    return pd.concat(chunks, ignore_index=True)


def know(base: pd.DataFrame, sample: pd.DataFrame, country: str) -> Base:
    """Gather what the kinds ask of the base, for the streets and communes of the sample."""
    streets = base.drop_duplicates(["street_id", "postcode"])
    local = streets[streets["citycode"].isin(sample["citycode"].unique())]
    names: dict[str, dict[str, str]] = defaultdict(dict)
    bares: dict[str, Counter[str]] = defaultdict(Counter)
    with_word: dict[tuple[str, str], set[str]] = defaultdict(set)
    at_city = set(zip(_cities(local), local["name"], strict=True))
    for citycode, name, street in zip(local["citycode"], local["name"], local["street"], strict=True):
        names[citycode][name] = bare(street)
    for city, name in sorted(at_city):
        for word in name.split():
            with_word[city, word].add(name)
    for city, street in (
        local.assign(city=_cities(local)).drop_duplicates(["city", "name"])[["city", "street"]].to_numpy()
    ):
        bares[city][bare(street)] += 1
    held = base[base["street_id"].isin(sample["street_id"].unique())]
    middle = base.groupby("citycode")[["longitude", "latitude"]].mean()
    return Base(
        streets=names,
        bares=bares,
        with_word=with_word,
        names=tuple(name for name in streets["street"] if name[:1].isalpha()),
        numbers=_numbers(held),
        suffixes=_suffixes(held),
        at_postcode=set(zip(streets["postcode"], streets["name"], strict=True)),
        at_city=at_city,
        postcodes=set(streets["postcode"]),
        places=sorted(set(streets["place"])),
        near=_near(streets, middle),
        middle={code: (east, north) for code, east, north in middle.itertuples(name=None)},
        absent=(),
        country=country,
    )


def with_names(frame: pd.DataFrame) -> pd.DataFrame:
    """Add the folded street name and commune, each distinct name folded once."""
    frame = frame.reset_index(drop=True)
    for column, source, fold in (("name", "street", folded), ("place", "city", lambda c: folded(written_city(c)))):
        codes, distinct = pd.factorize(frame[source])
        frame[column] = np.array([fold(text) for text in distinct], dtype=object)[codes]
    return frame


def _numbers(base: pd.DataFrame) -> dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Give each street's numbers in order, with their positions."""
    codes, ids = pd.factorize(base["street_id"])
    order = np.lexsort((base["housenumber"].to_numpy(), codes))
    cuts = np.flatnonzero(np.diff(codes[order])) + 1
    parts = [np.split(base[name].to_numpy()[order], cuts) for name in ("housenumber", "longitude", "latitude")]
    return dict(zip(ids, zip(*parts, strict=True), strict=True))


def _suffixes(base: pd.DataFrame) -> dict[tuple[str, int], set[str]]:
    """Give the suffixes of each street and number that has any."""
    suffixes: dict[tuple[str, int], set[str]] = defaultdict(set)
    marked = base[base["suffix"] != ""]
    for street_id, number, suffix in zip(marked["street_id"], marked["housenumber"], marked["suffix"], strict=True):
        suffixes[street_id, number].add(suffix)
    return dict(suffixes)


def _cities(frame: pd.DataFrame) -> pd.Series:
    """Give what `whole_city` gives for each row."""
    return frame["place"].where(frame["city"].str.match(DISTRICT), frame["citycode"])


def _near(streets: pd.DataFrame, middle: pd.DataFrame) -> dict[str, list[str]]:
    """Give the other postcodes of the six communes nearest to each."""
    first = streets.drop_duplicates("citycode").set_index("citycode")["postcode"].reindex(middle.index).to_numpy()
    flat = middle.to_numpy() * (0.7, 1)
    rows = KDTree(flat).query(flat, k=min(7, len(flat)), return_distance=False)
    return {
        code: sorted({first[j] for j in row} - {first[i]})
        for i, (code, row) in enumerate(zip(middle.index, rows, strict=True))
    }


def as_addresses(frame: pd.DataFrame, base: pd.DataFrame) -> list[Address]:
    """Give the rows as addresses, with what it takes to tell them from the others of the base."""
    needs = [held_twice(base, frame, [column, "name"]).tolist() for column in ("place", "postcode")]
    alone = np.ones(len(frame), dtype=bool)
    for column in ("place", "postcode"):
        streets = base[["street_id", column, "name"]].drop_duplicates()
        shared = streets[streets.duplicated([column, "name"], keep=False)]["street_id"]
        alone &= ~frame["street_id"].isin(shared).to_numpy()
    columns = [frame[name].to_numpy(dtype=object) for name in Address._fields[:-5]]
    places = [frame[name].to_numpy(dtype=float).tolist() for name in ("longitude", "latitude")]
    return list(map(Address, *columns, *places, *needs, alone.tolist()))


def held_twice(base: pd.DataFrame, sample: pd.DataFrame, by: list[str]) -> np.ndarray:
    """Whether the base has another street with a row's number, where only the columns `by` are told."""
    streets = base[["street_id", *by]].drop_duplicates()
    several = streets[streets.duplicated(by, keep=False)]["street_id"]
    doubtful = base[base["street_id"].isin(several)]
    house = [*by, "housenumber", "suffix"]
    pairs = doubtful[["street_id", *house]].drop_duplicates()
    twice = pairs[pairs.duplicated(house, keep=False)][house].drop_duplicates()
    found = sample[house].merge(twice.assign(twice=True), on=house, how="left")["twice"]
    return found.notna().to_numpy()


def unknown_to(absent: pd.DataFrame, known: Base) -> tuple[Address, ...]:
    """Keep the withheld addresses whose commune and postcode the base lacks."""
    rows = with_names(absent)
    pairs = zip(rows["postcode"], rows["name"], strict=True)
    held = rows["place"].isin(set(known.places)) | np.array([pair in known.at_postcode for pair in pairs], dtype=bool)
    return tuple(as_addresses(rows[~held & (rows["housenumber"] > 0)], rows))


def is_a_place(name: str, base: Base) -> bool:
    """Whether the base has a commune of this name."""
    at = bisect_left(base.places, folded(name))
    return at < len(base.places) and base.places[at] == folded(name)
