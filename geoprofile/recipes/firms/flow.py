"""The flow of business customers, readable from top to bottom: numbers, register, matches, key figures, segments."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import AddressFileError
from geoprofile.files import AddressFile, OutputStyle, check_header, open_address_file, unique_names, write_output
from geoprofile.files.typed import typed_table
from geoprofile.files.writing import check_output
from geoprofile.firms.columns import FIRM_COLUMNS, firm_columns
from geoprofile.firms.finding import find_firms, wanted_of
from geoprofile.firms.key_figures import read_key_figures
from geoprofile.firms.numbers import read_firm_numbers
from geoprofile.firms.positions import RANDOM_POINT, read_positions
from geoprofile.firms.prospects import PROSPECT_COLUMNS, count_to_win, prospect_schema, prospect_tables, prospects_of
from geoprofile.firms.segments import customer_firms, ideal_customers, segment_table
from geoprofile.firms.sirene import read_register
from geoprofile.numerals import read_numbers
from geoprofile.recipes.firms.columns import FirmFileColumns, guess_firm_columns
from geoprofile.recipes.firms.sentences import say
from geoprofile.zones.locate import locate_zones, zone_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from numpy.typing import NDArray

    from geoprofile.territory.territory import Territory

__all__ = ["FirmFiles", "FirmsResult", "enrich_firms", "write_firms", "write_prospects"]

SAMPLE_ROWS = 500
SEGMENTS = ("section", "size", "age", "legal_family")
# Matches of geocode that name a street of the base.
STREET_LEVELS = ("housenumber", "interpolated", "street")


@dataclass(frozen=True)
class FirmFiles:
    """The open files that firms are looked up in.

    Attributes
    ----------
    establishments : tuple of Path
        StockEtablissement.
    units : tuple of Path
        StockUniteLegale.
    key_figures : tuple of Path
        Chiffres-cles of Infogreffe.
    positions : tuple of Path
        INSEE's positions of establishments.
    """

    establishments: tuple[Path, ...]
    units: tuple[Path, ...] = ()
    key_figures: tuple[Path, ...] = ()
    positions: tuple[Path, ...] = ()

    def source_lines(self, language: str) -> tuple[str, ...]:
        """Say where the figures come from, one line a file."""
        named = (
            (self.establishments, "source_establishments"),
            (self.units, "source_units"),
            (self.positions, "source_positions"),
            (self.key_figures, "source_key_figures"),
        )
        return tuple(say(key, language, file=path.name) for paths, key in named for path in paths)


@dataclass(frozen=True)
class FirmsResult:
    """Business customers joined to the register.

    Attributes
    ----------
    rows : DataFrame of n rows
        The columns of the file, then `FIRM_COLUMNS` (`_2` where a name was taken), then zones where a territory was
        given; in the order of the file.
    firms : DataFrame of n rows
        `FIRM_COLUMNS` alone, under their own names.
    segments : mapping of dimension to DataFrame
        As `segment_table` gives them.
    ideal : DataFrame
        As `ideal_customers` gives it, and `to_win`: prospects of each class.
    counted : int
        Active establishments among the customers, each once.
    stock_count : int
        Active establishments of the stock, each SIRET once.
    bad_count, repeated_count : int
        Rows of the register passed over as their number is none; those of active establishments that came before.
    numeric_files : tuple of str
        Files of the register that keep codes as numbers: their zeros were put back.
    weighted_by : str
        Column that customers weigh by, empty where each counts one.
    name : str
        Of the file.
    columns : FirmFileColumns
    sources, notes : tuples of str
    as_of : date
    prospects : whole numbers
        As `prospects_of` gives them.
    """

    rows: pd.DataFrame
    firms: pd.DataFrame
    segments: Mapping[str, pd.DataFrame]
    ideal: pd.DataFrame
    counted: int
    stock_count: int
    weighted_by: str
    name: str
    columns: FirmFileColumns
    sources: tuple[str, ...]
    as_of: date
    bad_count: int = 0
    repeated_count: int = 0
    numeric_files: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default_factory=tuple)
    prospects: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


def enrich_firms(
    file: AddressFile | Path | str,
    files: FirmFiles,
    *,
    territory: Territory | None = None,
    number: str | None = None,
    name: str | None = None,
    weight: str | None = None,
    as_of: date | None = None,
    language: str = "fr",
    progress: Callable[[int], None] = lambda _rows: None,
) -> FirmsResult:
    """Join a file of business customers to the register of French firms.

    Parameters
    ----------
    file : AddressFile, Path or str
    files : FirmFiles
    territory : Territory, optional
        Each firm's position gets the zones of its levels.
    number, name : str, optional
        Columns of the number and the name; guessed otherwise.
    weight : str, optional
        Column of what each customer weighs in segments (turnover).
    as_of : date, optional
        The day that ages are taken at; today otherwise.
    language : {"fr", "en"}
        Of the labels.
    progress : function
        Called with the number of rows of each piece of the stock read.

    Raises
    ------
    AddressFileError
        If a column is not there or weights are no numbers.
    SourceError
        If a file of the register is none.
    """
    opened = file if isinstance(file, AddressFile) else open_address_file(file)
    rows = _read_rows(opened)
    columns = guess_firm_columns(
        opened.columns, rows.head(SAMPLE_ROWS), number=number, name=name, file=opened.path.name
    )
    day = as_of or datetime.now(UTC).date()
    worth = _weights(rows, weight, opened.path.name)
    numbers = read_firm_numbers(_column(rows, columns.number), country=columns.country)
    sought = _sought(rows, columns)
    register = read_register(
        files.establishments, files.units, wanted_of(numbers, sought), as_of=day, progress=progress
    )
    found = find_firms(numbers, sought, register)
    firms = firm_columns(
        numbers,
        found,
        register,
        key_figures=read_key_figures(files.key_figures, frozenset(found["siren"]) - {""}),
        positions=read_positions(files.positions, frozenset(found["siret"]) - {""}, progress=progress),
        as_of=day,
        language=language,
    )
    counted = customer_firms(found["siret"], register.establishments, worth)
    ideal = ideal_customers(counted, register.stock)
    prospects = prospects_of(register.active, ideal, found["siret"])
    return FirmsResult(
        rows=_beside(rows, [firms, *([_zones(firms, territory)] if territory is not None else [])]),
        firms=firms,
        segments={dimension: segment_table(counted, register.stock, (dimension,)) for dimension in SEGMENTS},
        ideal=ideal.assign(to_win=count_to_win(prospects, ideal)),
        counted=len(counted),
        stock_count=register.active_count,
        weighted_by=weight or "",
        name=opened.path.name,
        columns=columns,
        sources=files.source_lines(language),
        as_of=day,
        bad_count=register.bad_count,
        repeated_count=register.repeated_count,
        numeric_files=register.numeric_files,
        notes=tuple(opened.notes),
        prospects=prospects,
    )


def write_prospects(
    result: FirmsResult, files: FirmFiles, out: Path, *, language: str = "fr",
    progress: Callable[[int], None] = lambda _rows: None,
) -> None:  # fmt: skip
    """Write the establishments of the register that are in the classes of the ideal customers and no customers yet.

    They are active and may be shown; head offices and branches. The register is read once more.

    Raises
    ------
    UnknownNameError
        If no format has this suffix.
    OutputError
        If the disk refuses, or a workbook cannot hold so many.
    """
    check_output(out, row_count=len(result.prospects))
    sources = [*files.source_lines(language)[: len(files.establishments) + len(files.units)], result.as_of.isoformat()]
    tables = prospect_tables(
        result.prospects, result.ideal, files.establishments, files.units, source=" | ".join(sources), progress=progress
    )
    legend = typed_table(pd.DataFrame(PROSPECT_COLUMNS.items(), columns=["column", "meaning"], dtype="str"))
    write_output(tables, out, schema=prospect_schema(), style=OutputStyle(legend=legend))


def write_firms(result: FirmsResult, out: Path) -> None:
    """Write the customers with their firms, in the format that the suffix of `out` names; a legend where it holds one.

    Raises
    ------
    UnknownNameError
        If no format has this suffix.
    OutputError
        If the disk refuses.
    """
    check_output(out, row_count=len(result.rows))
    described = [*FIRM_COLUMNS.items(), *(("source", source) for source in result.sources)]
    legend = typed_table(pd.DataFrame(described, columns=["column", "meaning"], dtype="str"))
    write_output([typed_table(result.rows)], out, style=OutputStyle(legend=legend))


def _read_rows(opened: AddressFile) -> pd.DataFrame:
    check_header(opened)
    return opened.rows()


def _column(rows: pd.DataFrame, name: str | None) -> pd.Series:
    return pd.Series("", index=rows.index, dtype="str") if name is None else rows[name].fillna("").astype("str")


def _weights(rows: pd.DataFrame, name: str | None, file: str) -> NDArray[np.float64] | None:
    if name is None:
        return None
    if name not in rows.columns:
        raise AddressFileError(f"{file} has no column {name!r}: name one of {', '.join(map(repr, rows.columns))}.")
    return read_numbers(rows[name], file=file)


def _sought(rows: pd.DataFrame, columns: FirmFileColumns) -> pd.DataFrame:
    """Lay out what firms are sought by; where the file has been geocoded, the address of the base."""
    address = columns.address
    lines = [_column(rows, line) for line in address.address]
    street = lines[0] if lines else _column(rows, None)
    for line in lines[1:]:
        street = street + " " + line
    sought = pd.DataFrame(
        {
            "name": _column(rows, columns.name).str.strip(),
            "address": street,
            "postcode": _column(rows, address.postcode).str.strip().str.replace(r"\.0$", "", regex=True),
            "city": _column(rows, address.city),
            "citycode": _column(rows, address.citycode).str.strip(),
        }
    )
    if not {"result_type", "result_postcode", "result_citycode", "result_street"} <= set(rows.columns):
        return sought
    on_street = rows["result_type"].isin(STREET_LEVELS)
    based = {
        "address": _column(rows, "result_housenumber" if "result_housenumber" in rows else None)
        + " "
        + rows["result_street"],
        "postcode": rows["result_postcode"],
        "citycode": rows["result_citycode"],
    }
    return sought.assign(**{part: sought[part].where(~on_street, text) for part, text in based.items()})


def _zones(firms: pd.DataFrame, territory: Territory) -> pd.DataFrame:
    """Find the zones of the firms; a random point in the commune tells the commune alone."""
    zones = locate_zones(
        firms["firm_longitude"].to_numpy(dtype=float),
        firms["firm_latitude"].to_numpy(dtype=float),
        territory,
        commune_only=(firms["firm_position_quality"] == RANDOM_POINT).to_numpy(),
        citycode=firms["firm_citycode"],
    )
    return zone_columns(zones, territory).set_axis(firms.index)


def _beside(rows: pd.DataFrame, added: list[pd.DataFrame]) -> pd.DataFrame:
    new = pd.concat(added, axis=1)
    return pd.concat([rows, new.set_axis(unique_names(rows.columns, new.columns), axis=1)], axis=1)
