"""The register of French firms: what of its stock files the customers need, and the whole stock counted by class.

Three passes, each a stream: legal units (sizes, families, beginnings of words of their names), establishments, and
legal units again for the rows of those that are wanted. Of all that passes, memory holds some bytes for each legal
unit, and the rows that a customer may be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geoprofile.firms.classes import CLASS_SHAPE, class_codes, legal_families, unit_sizes
from geoprofile.firms.layouts import ESTABLISHMENT_COLUMNS, UNIT_COLUMNS, check_sides
from geoprofile.firms.names import KEY_LETTERS
from geoprofile.firms.stock import numeric_files, stock_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["CLASS_COUNT", "Register", "Wanted", "establishments_of", "read_register", "units_of"]

NAMES = ("sign_1", "sign_2", "sign_3", "usual_name")
UNIT_NAMES = ("name", "usual_1", "usual_2", "usual_3", "initials", "surname", "used_surname")
PERSONAL = (*NAMES, "house_number", "house_suffix", "street_type", "street", "easting", "northing")
PERSONAL_OF_UNIT = (*UNIT_NAMES, "first_name", "first_name_1")
DIFFUSIBLE = ("O", "")
SIREN_DIGITS, NIC_DIGITS, SIRET_DIGITS = 9, 5, 14
CLASS_COUNT = int(np.prod(CLASS_SHAPE))
# A number that is none: its row cannot be told from others, and is passed over.
IS_SIREN, IS_SIRET = f"^[0-9]{{{SIREN_DIGITS}}}$", f"^[0-9]{{{SIRET_DIGITS}}}$"


@dataclass(frozen=True)
class Wanted:
    """What the customers ask of the register.

    Attributes
    ----------
    sirets, sirens : frozenset of str
        Numbers that they bear.
    pairs : frozenset of (str, str)
        Where firms without a number are sought, and beginnings of words of their names: a postcode, a commune's code
        or its name as `names.fold_name` writes it; and one of `names.name_keys`.
    """

    sirets: frozenset[str] = frozenset()
    sirens: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Register:
    """What was read of the register.

    Attributes
    ----------
    establishments : DataFrame
        Index `siret`; the other `ESTABLISHMENT_COLUMNS`, text; `is_private` (bool): it or its legal unit asked
        not to be shown, and it is without name, street and position; `section`, `size`, `age`, `legal_family`: places
        in `classes.DIMENSIONS`.
    units : DataFrame
        Index `siren`; the other `UNIT_COLUMNS`, text; `is_private`.
    stock : whole numbers of shape `classes.CLASS_SHAPE`
        Active establishments of the whole stock by section, size, age and legal family.
    row_count, active_count, unit_count : int
        Establishments read, active ones among them (each SIRET once), legal units read.
    bad_count, repeated_count : int
        Rows passed over as their SIREN or SIRET is none; rows of active establishments that were there already.
    numeric_files : tuple of str
        Parquet files that keep codes as numbers.
    active : whole numbers of shape (active_count,)
        Each active establishment, sorted: (2 x SIRET + whether it and its legal unit may be shown) x classes + class.
    """

    establishments: pd.DataFrame
    units: pd.DataFrame
    stock: NDArray[np.int64]
    row_count: int
    active_count: int
    unit_count: int
    bad_count: int
    repeated_count: int
    numeric_files: tuple[str, ...]
    active: NDArray[np.int64]


@dataclass(frozen=True)
class _Sought:
    """The pairs wanted, as numbers: place x count of keys + key, sorted."""

    places: pa.Array
    keys: pa.Array
    pairs: NDArray[np.int64]


@dataclass(frozen=True)
class _Units:
    """Size and family of all legal units by number, and the words wanted that stand in their names by number."""

    siren: NDArray[np.int32]
    size: NDArray[np.int8]
    family: NDArray[np.int8]
    named: NDArray[np.int32]
    key: NDArray[np.int32]
    bad_count: int
    private: NDArray[np.int32]


def read_register(
    establishments: Sequence[Path],
    units: Sequence[Path],
    wanted: Wanted,
    *,
    as_of: date,
    progress: Callable[[int], None] = lambda _rows: None,
) -> Register:
    """Read the stock files of the register, keeping what is wanted.

    Parameters
    ----------
    establishments, units : sequences of Path
        Files StockEtablissement and StockUniteLegale (none of the latter: firms have the names of their signs alone).
    wanted : Wanted
    as_of : date
        The day that ages are taken at.
    progress : function
        Called with the number of rows of each piece read.

    Returns
    -------
    Register

    Raises
    ------
    SourceError
        If a file is not of the register.
    """
    check_sides(establishments, units)
    sought = _as_numbers(wanted)
    known = _scan_units(units, sought, progress)
    kept, classed, row_count, bad_count = [], [], 0, known.bad_count
    tables = stock_tables(establishments, ESTABLISHMENT_COLUMNS, required=("siren", "state"), progress=progress)
    for given in tables:
        table = _with_numbers(given)
        row_count += given.num_rows
        bad_count += given.num_rows - table.num_rows
        places = _places(table, known, as_of)
        active = pc.equal(table["state"], "A").to_numpy()
        siret = table["siret"].cast(pa.int64()).to_numpy()
        own_siren = table["siren"].cast(pa.int32()).to_numpy()
        shown = _is_in(table["diffusion"], frozenset(DIFFUSIBLE)) & ~np.isin(own_siren, known.private)
        classed.append(((siret * 2 + shown) * CLASS_COUNT + np.ravel_multi_index(places, CLASS_SHAPE))[active])
        keep = _is_in(table["siret"], wanted.sirets) | _is_in(table["siren"], wanted.sirens)
        keep[_alike_and_near(table, known, sought)] = True
        if keep.any():
            own = table.filter(pa.array(keep)).to_pandas(types_mapper=_texts)
            kept.append(own.assign(**{n: p[keep] for n, p in zip(_PLACES, places, strict=True)}))
    rows = pd.concat(kept, ignore_index=True) if kept else _no_establishments()
    owners = frozenset(rows["siren"]) | wanted.sirens | {siret[:SIREN_DIGITS] for siret in wanted.sirets}
    own_units = _read_units(units, owners, progress)
    private = frozenset(own_units.index[own_units["is_private"]])
    rows = _private(rows, PERSONAL, private).sort_values(["siret", "state"], kind="stable")
    codes, repeated = _once(classed)
    counts = np.bincount(codes % CLASS_COUNT, minlength=CLASS_COUNT).astype(np.int64)
    return Register(
        rows.drop_duplicates("siret").set_index("siret"),
        own_units,
        counts.reshape(CLASS_SHAPE),
        row_count,
        int(counts.sum()),
        len(known.siren),
        bad_count,
        repeated,
        (*numeric_files(establishments, ESTABLISHMENT_COLUMNS), *numeric_files(units, UNIT_COLUMNS)),
        codes,
    )


def establishments_of(
    paths: Sequence[Path], sirets: NDArray[np.int64], progress: Callable[[int], None]
) -> Iterator[pd.DataFrame]:
    """Give the active rows of some establishments, by their sorted SIRETs and each once, piece after piece."""
    done = np.zeros(len(sirets), dtype=bool)
    for given in stock_tables(paths, ESTABLISHMENT_COLUMNS, required=("siren", "state"), progress=progress):
        table = _with_numbers(given)
        number = table["siret"].cast(pa.int64()).to_numpy()
        place = np.minimum(np.searchsorted(sirets, number), len(sirets) - 1)
        wanted = (sirets[place] == number) & ~done[place] & pc.equal(table["state"], "A").to_numpy()
        rows = table.filter(pa.array(wanted)).to_pandas(types_mapper=_texts).drop_duplicates("siret")
        done[place[wanted]] = True
        if len(rows):
            yield rows.reset_index(drop=True)


def units_of(paths: Sequence[Path], sirens: frozenset[str], progress: Callable[[int], None]) -> pd.DataFrame:
    """Give the rows of some legal units by SIREN, without the names of those that asked not to be shown."""
    return _read_units(paths, sirens, progress)


def _once(classed: Sequence[NDArray[np.int64]]) -> tuple[NDArray[np.int64], int]:
    """Keep each SIRET once, not to be shown if any of its rows says so, and count how many were repeated."""
    numbers = np.concatenate([np.zeros(0, dtype=np.int64), *classed])
    numbers.sort()
    siret = numbers // (2 * CLASS_COUNT)
    first = np.ones(len(siret), dtype=bool)
    first[1:] = siret[1:] != siret[:-1]
    return numbers[first], int((~first).sum())


_PLACES = ("section", "size", "age", "legal_family")


def _as_numbers(wanted: Wanted) -> _Sought:
    """Number the places and the words wanted."""
    places = sorted({place for place, _ in wanted.pairs})
    keys = sorted({key for _, key in wanted.pairs})
    place_of, key_of = ({text: n for n, text in enumerate(texts)} for texts in (places, keys))
    numbers = sorted(place_of[place] * len(keys) + key_of[key] for place, key in wanted.pairs)
    return _Sought(pa.array(places, pa.string()), pa.array(keys, pa.string()), np.array(numbers, dtype=np.int64))


def _scan_units(paths: Sequence[Path], sought: _Sought, progress: Callable[[int], None]) -> _Units:
    """Take down size, family and the words wanted of every legal unit."""
    parts: list[tuple[NDArray[np.int32], NDArray[np.int8], NDArray[np.int8]]] = []
    hits: list[tuple[NDArray[np.int32], NDArray[np.int32]]] = []
    bad_count, private = 0, [np.zeros(0, dtype=np.int32)]
    for given in stock_tables(paths, UNIT_COLUMNS, required=("siren",), progress=progress):
        table = _with_siren(given)
        bad_count += given.num_rows - table.num_rows
        codes = table.select(["category", "headcount", "legal_form"]).to_pandas(types_mapper=_texts)
        number = table["siren"].cast(pa.int32()).to_numpy()
        parts.append((number, unit_sizes(codes["category"], codes["headcount"]), legal_families(codes["legal_form"])))
        private.append(number[~_is_in(table["diffusion"], frozenset(DIFFUSIBLE))])
        row, key = _key_hits(table, UNIT_NAMES, sought.keys)
        hits.append((number[row], key))
    if not parts:
        none = np.zeros(0, dtype=np.int32)
        return _Units(none, none.astype(np.int8), none.astype(np.int8), none, none, 0, none)
    siren, size, family = (np.concatenate(own) for own in zip(*parts, strict=True))
    named, key = (np.concatenate(own) for own in zip(*hits, strict=True))
    order, by_name = np.argsort(siren, kind="stable"), np.argsort(named, kind="stable")
    return _Units(siren[order], size[order], family[order], named[by_name], key[by_name], bad_count,
                  np.unique(np.concatenate(private)))  # fmt: skip


def _read_units(paths: Sequence[Path], sirens: frozenset[str], progress: Callable[[int], None]) -> pd.DataFrame:
    """Read the rows of some legal units."""
    kept = [pd.DataFrame(columns=list(UNIT_COLUMNS), dtype="str")]
    for table in stock_tables(paths, UNIT_COLUMNS, required=("siren",), progress=progress):
        own = _with_siren(table)
        kept.append(own.filter(pa.array(_is_in(own["siren"], sirens))).to_pandas(types_mapper=_texts))
    rows = pd.concat(kept, ignore_index=True)
    return _private(rows, PERSONAL_OF_UNIT, frozenset()).drop_duplicates("siren").set_index("siren").sort_index()


def _with_siren(table: pa.Table) -> pa.Table:
    """Write SIREN in full, zeros at the front; a row whose SIREN is none is left out."""
    told = table.filter(pc.not_equal(table["siren"], ""))
    siren = pc.utf8_lpad(told["siren"], SIREN_DIGITS, "0")
    own = told.set_column(told.column_names.index("siren"), "siren", siren)
    return own.filter(pc.match_substring_regex(siren, IS_SIREN))


def _with_numbers(table: pa.Table) -> pa.Table:
    """Write SIREN and SIRET in full, the SIRET from its parts where a file has only those; others are left out."""
    own = _with_siren(table)
    joined = pc.binary_join_element_wise(own["siren"], pc.utf8_lpad(own["nic"], NIC_DIGITS, "0"), "")
    given = pc.utf8_lpad(own["siret"], SIRET_DIGITS, "0")
    siret = pc.if_else(pc.equal(own["siret"], ""), joined, given)
    named = own.set_column(own.column_names.index("siret"), "siret", siret)
    return named.filter(pc.match_substring_regex(siret, IS_SIRET))


def _places(table: pa.Table, known: _Units, as_of: date) -> tuple[NDArray[np.intp], ...]:
    """Give the classes of each establishment, those of its legal unit looked up."""
    number = table["siren"].cast(pa.int32()).to_numpy()
    place = np.minimum(np.searchsorted(known.siren, number), max(len(known.siren) - 1, 0))
    found = known.siren[place] == number if len(known.siren) else np.zeros(len(number), dtype=bool)
    size = np.where(found, known.size[place], 0) if len(known.siren) else np.zeros(len(number), dtype=np.int8)
    family = np.where(found, known.family[place], 0) if len(known.siren) else np.zeros(len(number), dtype=np.int8)
    frame = table.select(["naf", "naf_nomenclature", "headcount", "created"]).to_pandas(types_mapper=_texts)
    return class_codes(frame, unit_size=size, legal_family=family, as_of=as_of)


def _alike_and_near(table: pa.Table, known: _Units, sought: _Sought) -> NDArray[np.intp]:
    """Find the rows of which a name shares a beginning with a customer sought in the same place."""
    if not len(sought.pairs):
        return np.zeros(0, dtype=np.intp)
    city = pc.replace_substring_regex(table["city"], "[^A-Z0-9]+", " ")
    places = [_numbers_in(column, sought.places) for column in (table["postcode"], table["citycode"], city)]
    near = np.flatnonzero(np.max(places, axis=0) >= 0)
    row, key = _key_hits(table.take(pa.array(near)), NAMES, sought.keys)
    number = table["siren"].cast(pa.int32()).to_numpy()[near]
    first, last = (np.searchsorted(known.named, number, side) for side in ("left", "right"))
    count = last - first
    ranks = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    row = near[np.concatenate([row, np.repeat(np.arange(len(near)), count)])]
    key = np.concatenate([key, known.key[np.repeat(first, count) + ranks]]).astype(np.int64)
    found = [(at[row] >= 0) & np.isin(at[row] * len(sought.keys) + key, sought.pairs) for at in places]
    return np.unique(row[np.any(found, axis=0)])


def _numbers_in(column: pa.ChunkedArray, values: pa.Array) -> NDArray[np.int64]:
    """Give the place of each text among the values, -1 where it is none."""
    return np.asarray(pc.fill_null(pc.index_in(column, value_set=values), -1).to_numpy(), dtype=np.int64)


def _is_in(column: pa.ChunkedArray, values: frozenset[str]) -> NDArray[np.bool_]:
    found = pc.is_in(column, pa.array(sorted(values), pa.string()))
    return np.array(found.to_numpy(), dtype=bool)


def _key_hits(table: pa.Table, names: tuple[str, ...], keys: pa.Array) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    """Give the rows, and the words wanted that stand at the beginning of a word of their names."""
    if not len(keys) or not table.num_rows:
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.int32)
    joined = pc.binary_join_element_wise(*(table[name] for name in names), " ").combine_chunks()
    plain = pc.replace_substring_regex(pc.utf8_upper(pc.utf8_normalize(joined, "NFD")), "[\\x{0300}-\\x{036f}.]", "")
    words = pc.split_pattern_regex(plain, "[^A-Z0-9]+")
    key = pc.index_in(pc.utf8_slice_codeunits(pc.list_flatten(words), 0, KEY_LETTERS), value_set=keys)
    known = key.is_valid()
    row = pc.list_parent_indices(words).filter(known).to_numpy().astype(np.intp)
    return row, key.filter(known).to_numpy().astype(np.int32)


def _private(rows: pd.DataFrame, personal: Sequence[str], owners: frozenset[str]) -> pd.DataFrame:
    """Blank what may not be shown of those that asked for it, place or owner, whatever the file still holds."""
    private = ~rows["diffusion"].isin(DIFFUSIBLE) | rows["siren"].isin(owners)
    blanked = {name: rows[name].where(~private, "") for name in personal}
    return rows.assign(**blanked, is_private=private.astype(bool))


def _no_establishments() -> pd.DataFrame:
    rows = pd.DataFrame(columns=list(ESTABLISHMENT_COLUMNS), dtype="str")
    return rows.assign(**{name: pd.Series(dtype=np.intp) for name in _PLACES})


def _texts(kind: pa.DataType) -> pd.StringDtype | None:
    return pd.StringDtype(na_value=np.nan) if kind == pa.string() else None
