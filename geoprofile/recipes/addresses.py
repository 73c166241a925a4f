"""The flows, each readable from top to bottom: geocode, reverse, enrich; a table in memory or a file of any size."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache, partial
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.enrichment.attach import Attached, attach_variables, plan_variables
from geoprofile.enrichment.legend import column_legend
from geoprofile.errors import AddressFileError, TerritoryError, UnknownNameError
from geoprofile.files import (
    AddressColumns,
    AddressFile,
    BatchReport,
    check_header,
    choose_columns,
    guess_columns,
    run_batches,
    unique_names,
)
from geoprofile.geocoding.geocode import Geocoder, geocode_batch, make_geocoder
from geoprofile.geocoding.reverse import DISTANCE_COLUMN, WITHIN_M, reverse_batch
from geoprofile.summary import Summary, start_summary
from geoprofile.tables import QUERY_COLUMNS, RESULT_COLUMNS, check, query_schema, result_schema
from geoprofile.territory.territory import open_territory
from geoprofile.zones.locate import locate_zones, zone_columns

if TYPE_CHECKING:
    import pyarrow as pa

    from geoprofile.territory.territory import Territory

__all__ = [
    "FileReport",
    "enrich",
    "enrich_file",
    "geocode",
    "geocode_file",
    "guess_address_columns",
    "reverse",
    "reverse_file",
]

# Rows of a batch: some 200 MB with a hundred variables.
BATCH_ROWS = 50_000
SAMPLE_ROWS = 200
# Territories that stay open in a process that asks for them by their folder, batch after batch.
KEPT_OPEN = 4

Degrees = np.ndarray[tuple[int], np.dtype[np.float64]]
# The folder of a territory, and the fingerprint of its build.
Build = tuple[Path, str]
Transform = Callable[[pd.DataFrame], pd.DataFrame]


@dataclass(frozen=True)
class FileReport:
    """What became of a file: the run, the columns it was read by, and counts of its outcomes."""

    batches: BatchReport
    columns: AddressColumns
    summary: Summary


def geocode(
    frame: pd.DataFrame,
    territory: Territory | str | Path,
    *,
    address: str | Sequence[str] | None = None,
    postcode: str | None = None,
    city: str | None = None,
    citycode: str | None = None,
) -> pd.DataFrame:
    """Geocode a table of addresses.

    Parameters
    ----------
    frame : DataFrame of n rows
        Any columns; those of the address are read as text.
    territory : Territory, str or Path
        One that is open, or its folder or name; the latter stays open for the next call.
    address : str or sequence of str, optional
        Column or columns of the delivery address, in reading order. What is not named is guessed from the
        names and the values of the columns.
    postcode, city, citycode : str, optional
        Columns.

    Returns
    -------
    DataFrame of n rows
        The columns of `frame`, then those of the French state's geocoding service and
        `result_match_reason` (`tables.RESULT_COLUMNS`); a name that is taken gets `_2`.

    Raises
    ------
    AddressFileError
        If a column is not there, or none holds addresses.
    """
    rows, territory = _named_rows(frame), _opened(territory)
    columns = _columns_of_frame(rows, address, postcode, city, citycode)
    return _relabelled(_geocode_rows(rows, columns, territory), frame)


def reverse(
    frame: pd.DataFrame,
    territory: Territory | str | Path,
    *,
    points: tuple[str, str],
    within_m: float = WITHIN_M,
) -> pd.DataFrame:
    """Give each position of a table the nearest address of the territory.

    Parameters
    ----------
    frame, territory
        As in `geocode`.
    points : (str, str)
        Columns of longitude and latitude (WGS84 degrees).
    within_m : float
        An address farther than this (metres, up to 100,000) is none.

    Returns
    -------
    DataFrame of n rows
        The columns of `frame`, then those that `geocode` gives, `longitude` and `latitude` being those of the address,
        and `result_distance_m`, how far it is from the point along a great circle. The scores are missing, as nothing
        is guessed. A name that is taken gets `_2`.

    Raises
    ------
    AddressFileError
        If a column is not there, or most of its filled cells are no degrees.
    GeoprofileError
        If `within_m` is not above 0 and up to 100,000.
    """
    rows, territory = _named_rows(frame), _opened(territory)
    _check_points(rows, points)
    return _relabelled(_reverse_rows(rows, points, territory, within_m), frame)


def enrich(
    frame: pd.DataFrame,
    territory: Territory | str | Path,
    *,
    address: str | Sequence[str] | None = None,
    postcode: str | None = None,
    city: str | None = None,
    citycode: str | None = None,
    points: tuple[str, str] | None = None,
    variables: str | Sequence[str] | None = None,
    fallback: str | None = None,
) -> pd.DataFrame:
    """Geocode a table, find the zones of each row and attach what open data says of them.

    Parameters
    ----------
    frame, territory, address, postcode, city, citycode
        As in `geocode`.
    points : (str, str), optional
        Columns of longitude and latitude (WGS84 degrees): the rows are not geocoded.
    variables, fallback
        As in `enrichment.plan_variables`.

    Returns
    -------
    DataFrame of n rows
        The columns of `frame`; the result of geocoding (`longitude` and `latitude` alone with `points`); for
        each zone level its code and name; `zone_status`; the variables.
    """
    rows, territory = _named_rows(frame), _opened(territory)
    plan = plan_variables(territory, variables=variables, fallback=fallback)
    if points is not None:
        _check_points(rows, points)
        return _relabelled(_enrich_points(rows, points, territory, plan), frame)
    columns = _columns_of_frame(rows, address, postcode, city, citycode)
    return _relabelled(_enrich_rows(rows, columns, territory, plan), frame)


def geocode_file(
    file: AddressFile,
    territory: Territory,
    out: str | Path,
    *,
    columns: AddressColumns,
    batch_rows: int = BATCH_ROWS,
    processes: int = 1,
    resume: bool = False,
    progress: Callable[[int], None] | None = None,
) -> FileReport:
    """Geocode a file batch by batch into `out`, whose suffix names the format; see `run_batches`."""
    _require_addresses(territory)
    transform = partial(_by_name, rows=_geocode_rows, of=_named(territory), columns=columns)
    legend = column_legend(territory, (), geocoded=True, added=_added(file, RESULT_COLUMNS))
    run = partial(_run, batch_rows=batch_rows, processes=processes, resume=resume, progress=progress)
    return run(file, Path(out), transform, territory, columns, settings={"task": "geocode"}, legend=legend)


def reverse_file(
    file: AddressFile,
    territory: Territory,
    out: str | Path,
    *,
    points: tuple[str, str],
    within_m: float = WITHIN_M,
    batch_rows: int = BATCH_ROWS,
    processes: int = 1,
    resume: bool = False,
    progress: Callable[[int], None] | None = None,
) -> FileReport:
    """Give each position of a file the nearest address, batch by batch; see `reverse` and `run_batches`."""
    _require_addresses(territory)
    check_header(file)
    _check_points(_sample(file), points)
    columns = AddressColumns(longitude=points[0], latitude=points[1])
    transform = partial(_by_name, rows=_reverse_rows, of=_named(territory), points=points, within_m=within_m)
    settings = {"task": "reverse", "within_m": f"{within_m:g}"}
    added = _added(file, [*RESULT_COLUMNS, DISTANCE_COLUMN])
    legend = column_legend(territory, (), geocoded=True, added=added)
    run = partial(_run, batch_rows=batch_rows, processes=processes, resume=resume, progress=progress)
    return run(file, Path(out), transform, territory, columns, settings=settings, legend=legend)


def enrich_file(
    file: AddressFile,
    territory: Territory,
    out: str | Path,
    *,
    columns: AddressColumns,
    points: tuple[str, str] | None = None,
    variables: str | Sequence[str] | None = None,
    fallback: str | None = None,
    batch_rows: int = BATCH_ROWS,
    processes: int = 1,
    resume: bool = False,
    progress: Callable[[int], None] | None = None,
) -> FileReport:
    """Enrich a file batch by batch into `out`, whose suffix names the format; see `run_batches`."""
    plan = plan_variables(territory, variables=variables, fallback=fallback)
    if points is None:
        _require_addresses(territory)
        transform: Transform = partial(_by_name, rows=_enrich_rows, of=_named(territory), columns=columns, plan=plan)
    else:
        _check_points(_sample(file), points)
        transform = partial(_by_name, rows=_enrich_points, of=_named(territory), points=points, plan=plan)
    settings = {
        "task": "enrich",
        "variables": ",".join(item.column for item in plan),
        "fallback": fallback or "",
        "points": ",".join(points or ()),
    }
    positions = RESULT_COLUMNS if points is None else ("longitude", "latitude")
    added = _added(file, [*positions, *_attached_names(territory, plan)])
    legend = column_legend(territory, plan, geocoded=points is None, added=added)
    run = partial(_run, batch_rows=batch_rows, processes=processes, resume=resume, progress=progress)
    return run(file, Path(out), transform, territory, columns, settings=settings, legend=legend)


def guess_address_columns(
    file: AddressFile,
    *,
    address: Sequence[str] = (),
    postcode: str | None = None,
    city: str | None = None,
    citycode: str | None = None,
) -> AddressColumns:
    """Say which columns of a file hold the address: those named, the others guessed from its first rows."""
    check_header(file)
    guess = guess_columns(file.columns, _sample(file))
    named = f"{file.path.name} (sheet {file.sheet!r}; --sheet names another)" if file.sheet else file.path.name
    return choose_columns(named, file.columns, guess, address=address, postcode=postcode, city=city, citycode=citycode)


def _added(file: AddressFile, names: Iterable[str]) -> dict[str, str]:
    """Say under which name each added column stands beside those of a file."""
    wanted = list(names)
    return dict(zip(wanted, unique_names(file.columns, wanted), strict=True))


def _attached_names(territory: Territory, plan: Sequence[Attached]) -> Iterator[str]:
    """Name the columns of zones and variables, in order."""
    for level in territory.levels:
        yield from (level, f"{level}_name")
    yield "zone_status"
    for item in plan:
        yield from (item.column, f"{item.column}_level") if item.fallback else (item.column,)


def _sample(file: AddressFile) -> pd.DataFrame:
    return next(file.batches(SAMPLE_ROWS), pd.DataFrame(columns=list(file.columns), dtype="str"))


def _run(
    file: AddressFile,
    out: Path,
    transform: Transform,
    territory: Territory,
    columns: AddressColumns,
    *,
    settings: Mapping[str, str],
    legend: pa.Table,
    batch_rows: int,
    processes: int,
    resume: bool,
    progress: Callable[[int], None] | None,
) -> FileReport:
    """Run a transform over the batches of a file and count what came out."""
    summary = start_summary(list(file.columns), list(territory.levels))
    told = {f"column of {part}": str(name) for part, name in asdict(columns).items()}
    report = run_batches(
        file,
        out,
        transform,
        batch_rows=batch_rows,
        processes=processes,
        resume=resume,
        settings={
            **settings,
            **told,
            "territory": " ".join((territory.name, _fingerprint(territory))),
            "program": _program(),
        },
        progress=progress,
        observe=summary.count,
        legend=legend,
    )
    return FileReport(report, columns, summary)


def _program() -> str:
    """Tell one version of the program and of the weights of its score from another."""
    weights = resources.files("geoprofile.geocoding").joinpath("calibration.json").read_bytes()
    return f"{metadata.version('geoprofile')} {hashlib.sha256(weights).hexdigest()}"


def _fingerprint(territory: Territory) -> str:
    """Tell one build of a territory from another: its description holds the hash of every file."""
    return hashlib.sha256(json.dumps(territory.package, sort_keys=True).encode()).hexdigest()


def _named(territory: Territory) -> Build:
    """Name a territory in a few words, by which any process of this machine can open the same."""
    return territory.folder.resolve(), _fingerprint(territory)


@lru_cache(maxsize=KEPT_OPEN)
def _territory_at(folder: Path, fingerprint: str) -> Territory:
    """Open a territory once in a process."""
    territory = open_territory(folder)
    if _fingerprint(territory) != fingerprint:
        raise TerritoryError(f"The territory in {folder} was built again while it was in use: start again.")
    return territory


@lru_cache(maxsize=KEPT_OPEN)
def _geocoder_at(folder: Path, fingerprint: str) -> Geocoder:
    """Prepare the geocoder of a territory once in a process."""
    territory = _territory_at(folder, fingerprint)
    return make_geocoder(territory.addresses, territory.country)


def _require_addresses(territory: Territory) -> None:
    """Refuse a territory without addresses before any work."""
    territory.addresses  # noqa: B018  opening them is what refuses


def _by_name(frame: pd.DataFrame, *, rows: Callable[..., pd.DataFrame], of: Build, **told: object) -> pd.DataFrame:
    """Work on the rows of one batch in whatever process: what it takes is light to send."""
    return rows(frame, territory=_territory_at(*of), **told)


def _geocode_rows(frame: pd.DataFrame, columns: AddressColumns, territory: Territory) -> pd.DataFrame:
    """Geocode the rows of one batch and put the result behind their columns."""
    return _beside(frame, [_results(frame, columns, territory)])


def _reverse_rows(frame: pd.DataFrame, points: tuple[str, str], territory: Territory, within_m: float) -> pd.DataFrame:
    """Put the nearest address behind the rows of one batch."""
    longitude, latitude = (_degrees(frame, name) for name in points)
    found = reverse_batch(longitude, latitude, territory.addresses, territory.country, within_m=within_m)
    check(found[list(RESULT_COLUMNS)], result_schema(), what="The nearest addresses")
    return _beside(frame, [found])


def _enrich_rows(
    frame: pd.DataFrame, columns: AddressColumns, territory: Territory, plan: Sequence[Attached]
) -> pd.DataFrame:
    """Geocode the rows of one batch, find their zones and attach the variables."""
    results = _results(frame, columns, territory)
    zones = locate_zones(
        results["longitude"].to_numpy(),
        results["latitude"].to_numpy(),
        territory,
        commune_only=(results["result_type"] == "municipality").to_numpy(),
        citycode=results["result_citycode"],
    )
    return _beside(frame, [results, zone_columns(zones, territory), attach_variables(zones, territory, plan)])


def _enrich_points(
    frame: pd.DataFrame, points: tuple[str, str], territory: Territory, plan: Sequence[Attached]
) -> pd.DataFrame:
    """Find the zones of rows that bear their own position and attach the variables."""
    longitude, latitude = _positions(frame, points)
    zones = locate_zones(longitude, latitude, territory)
    place = pd.DataFrame({"longitude": longitude, "latitude": latitude})
    return _beside(frame, [place, zone_columns(zones, territory), attach_variables(zones, territory, plan)])


def _check_points(rows: pd.DataFrame, points: tuple[str, str]) -> None:
    """Refuse columns that are not there, or most of whose filled cells are no degrees."""
    for name in points:
        if name not in rows.columns:
            raise AddressFileError(str(UnknownNameError("column", name, rows.columns)))
    filled = (rows[list(points)].apply(lambda cells: _text(cells).str.strip()) != "").all(axis=1)
    located = np.isfinite(_positions(rows, points)[0])
    if filled.sum() > 2 * (filled.to_numpy() & located).sum():
        raise AddressFileError(
            f"Columns {points[0]!r} and {points[1]!r} hold no longitude and latitude in WGS84 degrees: give longitude "
            "first; positions in metres (Lambert) must be converted before."
        )


def _positions(rows: pd.DataFrame, points: tuple[str, str]) -> tuple[Degrees, Degrees]:
    """Read positions; those that are no degrees are missing."""
    longitude, latitude = (_degrees(rows, name) for name in points)
    wrong = ~((np.abs(longitude) <= 180) & (np.abs(latitude) <= 90))  # noqa: PLR2004  the globe, in degrees
    longitude[wrong] = latitude[wrong] = np.nan
    return longitude, latitude


def _degrees(frame: pd.DataFrame, name: str) -> Degrees:
    text = frame[name].astype("str").str.strip().str.replace(",", ".", regex=False)
    return np.array(pd.to_numeric(text, errors="coerce"), dtype=float)


def _results(frame: pd.DataFrame, columns: AddressColumns, territory: Territory) -> pd.DataFrame:
    queries = check(_queries(frame, columns), query_schema(), what="The addresses asked")
    return check(geocode_batch(queries, _geocoder_at(*_named(territory))), result_schema(), what="The geocoded rows")


def _queries(frame: pd.DataFrame, columns: AddressColumns) -> pd.DataFrame:
    """Lay out the address of each row as `QUERY_COLUMNS`; several columns of it become its lines."""
    texts = {
        name: _text(frame[name])
        for name in {*columns.address, columns.postcode, columns.city, columns.citycode}
        if name
    }
    empty = pd.Series("", index=frame.index, dtype="str")
    lines = [texts[name] for name in columns.address]
    address = lines[0] if lines else empty
    for line in lines[1:]:
        address = address + ", " + line
    parts = (
        address,
        *(texts.get(name or "", empty) for name in (columns.postcode, columns.city, columns.citycode)),
    )
    return pd.DataFrame(dict(zip(QUERY_COLUMNS, parts, strict=True)))


def _text(column: pd.Series) -> pd.Series:
    """Read a column as text: missing is empty, and a code that pandas made a number loses its `.0`."""
    if pd.api.types.is_float_dtype(column) and (column.dropna() % 1 == 0).all():
        column = column.astype("Int64")
    return column.astype("str").where(column.notna(), "")


def _beside(frame: pd.DataFrame, added: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put tables of the same rows side by side; an added column whose name is taken gets `_2`."""
    parts = [part.set_axis(frame.index) for part in added]
    new = pd.concat(parts, axis=1)
    new.columns = pd.Index(unique_names(map(str, frame.columns), map(str, new.columns)))
    return pd.concat([frame, new], axis=1)


def _columns_of_frame(
    frame: pd.DataFrame,
    address: str | Sequence[str] | None,
    postcode: str | None,
    city: str | None,
    citycode: str | None,
) -> AddressColumns:
    """Say which columns of a table hold the address: those named, the others guessed."""
    names = list(frame.columns)
    sample = pd.DataFrame({name: _text(frame[name].head(SAMPLE_ROWS)) for name in names})
    lines = (address,) if isinstance(address, str) else tuple(address or ())
    return choose_columns(
        "the table", names, guess_columns(names, sample), address=lines, postcode=postcode, city=city, citycode=citycode
    )


def _opened(territory: Territory | str | Path) -> Territory:
    """Give a territory that is open; one that is named is opened once, and again when it was built again."""
    return _territory_at(*_named(open_territory(territory))) if isinstance(territory, str | Path) else territory


def _named_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the rows under names that are texts, each one once."""
    if not isinstance(frame, pd.DataFrame):
        raise AddressFileError(f"A table of addresses is a pandas DataFrame, not {type(frame).__name__}.")
    names = [str(name) for name in frame.columns]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise AddressFileError(f"The table has {names.count(twice[0])} columns named {twice[0]!r}: rename all but one.")
    return frame.set_axis(names, axis=1)


def _relabelled(result: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Give the columns of the input back their own names, whatever their type."""
    return result.set_axis([*frame.columns, *result.columns[frame.shape[1] :]], axis=1)
