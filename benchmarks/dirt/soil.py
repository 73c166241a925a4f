"""Stack kinds of dirt on addresses, and keep the truth."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from operator import attrgetter
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dirt.address import as_written, each_text, whole_city
from dirt.base import Draw, as_addresses, held_twice, know, unknown_to, with_names
from dirt.kinds import KINDS, STAGE_OF, clean, kinds_of
from dirt.layout import laid_out
from dirt.spelling import folded, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dirt.address import Address, Written
    from dirt.kinds import Kind

TRUTH = ("street_id", "citycode", "street", "housenumber", "suffix", "longitude", "latitude", "old_city", "level")
TRUTH_OF = attrgetter(*TRUTH[:-1])
COLUMNS = ("id", "address", "postcode", "city", "kind", *TRUTH)
TRIES = 40
# `25S5 Quai du Lot`: what a register of parcels calls a stretch of road; nobody writes it.
INTERNAL = r"^[0-9]+[A-Z]+[0-9]+ "


def soil(
    addresses: pd.DataFrame,
    *,
    kinds: Sequence[str] | None = None,
    depth: int | tuple[int, ...] = 1,
    seed: int = 0,
    base: pd.DataFrame | None = None,
    absent: pd.DataFrame | None = None,
    country: str = "fr",
) -> pd.DataFrame:
    """Write addresses as people do, with one or several kinds of dirt each, and keep the truth.

    Parameters
    ----------
    addresses : DataFrame
        `address_schema()`: the rows to write, one each.
    kinds : sequence of str, optional
        Names of `KINDS`; all of the country when not given. Kinds that seldom apply are tried first. A row that
        none of them changes comes back as `clean`.
    depth : int or tuple of int
        How many kinds stack on a row; one of a tuple is drawn for each row.
    seed : int
        The same input and seed give the same rows.
    base : DataFrame, optional
        `address_schema()`: the whole base that the rows come from, `addresses` when not given. What it doesn't
        hold can't be checked: a base of one departement doesn't know a namesake in the next one.
    absent : DataFrame, optional
        Addresses of communes that are not in the base, for `commune_absent`.
    country : {"fr", "be"}

    Returns
    -------
    DataFrame
        Columns id, address, postcode, city, kind (`+` between stacked ones), then the truth: street_id, citycode,
        street, housenumber, suffix, longitude, latitude, old_city and level. A level of `street` is a number that
        is not in the base (the position is interpolated, or the end of the street) or not told; of
        `municipality`, a street that is not; of `none`, a commune that is not. Where a suffix that is not in the
        base was put behind a number that is, the level is `housenumber` and the suffix the base's. Rows that
        stand for two streets even when they are clean (namesakes of one commune and postcode) are left out,
        and so are those on stretches that only a register names.

    Raises
    ------
    UnknownNameError
        For a kind that does not exist.
    """
    choices = [KINDS[name] for name in kinds or kinds_of(country) if absent is not None or name != "commune_absent"]
    whole = with_names(addresses if base is None else base)
    rows = with_names(addresses)
    sure = ~held_twice(whole, rows, ["citycode", "postcode", "name"]) & ~rows["street"].str.match(INTERNAL).to_numpy()
    rows = rows[sure].reset_index(drop=True)
    known = know(whole, rows, country)
    if absent is not None:
        known = replace(known, absent=unknown_to(absent, known))
    truths = as_addresses(rows, whole)
    draw, used = Draw(known, Random(seed)), Counter[str]()
    depths = (depth,) if isinstance(depth, int) else depth
    written: list[tuple[object, ...]] = []
    for row, address in enumerate(truths, start=1):
        text, told = _dirtied(address, choices, draw.random.choice(depths), draw, used)
        written.append((str(row), *laid_out(text), told, *TRUTH_OF(text.truth), text.level))
    return pd.DataFrame(written, columns=list(COLUMNS))


def clean_rows(
    addresses: pd.DataFrame, *, seed: int = 0, base: pd.DataFrame | None = None, country: str = "fr"
) -> pd.DataFrame:
    """Write addresses without dirt, some of them in capitals."""
    return soil(addresses, kinds=["clean"], seed=seed, base=base, country=country)


def mixed_rows(
    addresses: pd.DataFrame,
    *,
    seed: int = 0,
    base: pd.DataFrame | None = None,
    absent: pd.DataFrame | None = None,
    country: str = "fr",
    clean_share: float = 0.65,
) -> pd.DataFrame:
    """Write 65 % of the addresses clean and the rest with one kind of dirt each, as an ordinary file has them."""
    keep = np.random.default_rng(seed).random(len(addresses)) < clean_share
    whole = addresses if base is None else base
    parts = [
        clean_rows(addresses[keep], seed=seed, base=whole, country=country),
        soil(addresses[~keep], seed=seed + 1, base=whole, absent=absent, country=country),
    ]
    mixed = pd.concat(parts, ignore_index=True).sample(frac=1, random_state=seed).reset_index(drop=True)
    return mixed.assign(id=(mixed.index + 1).astype(str))


def hard_rows(
    addresses: pd.DataFrame,
    *,
    seed: int = 0,
    base: pd.DataFrame | None = None,
    absent: pd.DataFrame | None = None,
    country: str = "fr",
) -> pd.DataFrame:
    """Write every address with two or three kinds of dirt."""
    return soil(addresses, depth=(2, 3), seed=seed, base=base, absent=absent, country=country)


def _apply(kinds: Sequence[Kind], start: Written, draw: Draw) -> Written | None:
    """Apply kinds in the order of their stages; None where one has nothing to change, or another address is named."""
    written = start
    for kind in kinds:
        changed = kind.change(written, draw)
        if changed is None or (changed == written and kind.change is not clean):
            return None
        written = changed
    if written.street == start.street:
        return written
    told, truth = folded(written.street), written.truth
    if truth.street and told != folded(truth.street):
        held = draw.base.at_postcode
        at_city = (whole_city(truth), told) in draw.base.at_city
        if at_city or (truth.postcode, told) in held or (written.postcode, told) in held:
            return None
    return written


def _styled(written: Written, kinds: Sequence[Kind], random: Random) -> Written:
    """Write the address as the base does, in capitals as the postal norm asks, or its commune alone in capitals."""
    style = random.random()
    if style < 0.5 or any("letters" in kind.slots for kind in kinds):
        return written
    if style < 0.85:
        return each_text(written, lambda text: plain(text).upper())
    return written._replace(city=plain(written.city).upper())


def _dirtied(
    address: Address, choices: Sequence[Kind], depth: int, draw: Draw, used: Counter[str]
) -> tuple[Written, str]:
    """Stack kinds on one address; of three kinds drawn the one that was used least is tried."""
    clean_row = as_written(address, draw.base.country)
    kinds: list[Kind] = []
    written, random, count = clean_row, draw.random.random, len(choices)
    taken: set[str] = set()
    for _ in range(TRIES):
        if len(kinds) == depth:
            break
        kind = min((choices[int(random() * count)] for _ in range(3)), key=lambda one: used[one.name])
        if taken & kind.slots:
            continue
        # A kind of a later stage goes on top; one of an earlier stage has all of them drawn anew.
        trial = sorted([*kinds, kind], key=STAGE_OF)
        on_top = trial[-1] is kind
        changed = _apply([kind], written, draw) if on_top else _apply(trial, clean_row, draw)
        if changed is not None:
            kinds, written = trial, changed
            taken |= kind.slots
    names = [kind.name for kind in kinds] or ["clean"]
    used.update(names)
    return _styled(written, kinds, draw.random), "+".join(names)
