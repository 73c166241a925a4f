"""What the command line shows of territories and reports, as lines of text."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from geoprofile.tables import MATCH_LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from geoprofile.files import AddressColumns, AddressFile
    from geoprofile.recipes import FileReport
    from geoprofile.recipes.typology import Assigned
    from geoprofile.territory.territory import Territory
    from geoprofile.typology.store import StoredTypology

__all__ = [
    "assigned_lines",
    "column_lines",
    "portrait_lines",
    "quality_lines",
    "report_lines",
    "territory_lines",
    "typology_lines",
]

MOST_MISSING, MOST_REASONS = 8, 3


def column_lines(file: AddressFile, columns: AddressColumns) -> list[str]:
    """Say how a file is read: its form, what was noticed, which columns hold the address."""
    form = (file.format, file.encoding, repr(file.delimiter) if file.delimiter else "")
    is_located = not (columns.address or columns.postcode or columns.city or columns.citycode)
    told = {name: value for name, value in asdict(columns).items() if value and (is_located or "itude" not in name)}
    read = "; ".join(f"{part} = {', '.join(name) if part == 'address' else name}" for part, name in told.items())
    return [
        f"{file.path.name}: {file.row_count:,} rows ({', '.join(part for part in form if part)})",
        *(f"  note: {note}" for note in file.notes),
        f"  {read} (to choose others: --address, --postcode, --city, --citycode)",
    ]


def report_lines(report: FileReport) -> list[str]:
    """Sum up a run: rows, match levels, zones, what is missing most, and where the result is."""
    summary, batches = report.summary, report.batches
    total = max(1, batches.rows)
    resumed = f", {batches.batches_resumed} of {batches.batches} batches from before" if batches.batches_resumed else ""
    lines = [f"{batches.rows:,} rows in {batches.seconds:.1f} s{resumed}"]
    lines += [
        f"note: the file has a column {name!r}; that of the result is {new!r}" for name, new in summary.renamed.items()
    ]
    if summary.matches:
        lines.append("match levels:")
        found = [(level or "none", summary.matches[level]) for level in (*MATCH_LEVELS, "")]
        lines += [_count_line(level, count, total) for level, count in found if count]
        lines += [
            _count_line(f"    {reason}", count, total) for reason, count in summary.reasons.most_common(MOST_REASONS)
        ]
        if summary.matches[""] == batches.rows > 0:
            lines.append(
                "No row was found: is this the territory of these addresses, and are the columns the right ones?"
            )
    if summary.zones:
        lines.append("zones found:")
        lines += [_count_line(level, count, total) for level, count in summary.zones.items()]
        lines.append("zone_status:")
        lines += [_count_line(status, count, total) for status, count in sorted(summary.statuses.items())]
    missing = [(name, count) for name, count in summary.missing.most_common(MOST_MISSING) if count]
    if missing:
        lines.append(f"variables missing most often (of {len(summary.missing)}):")
        lines += [_count_line(name, count, total) for name, count in missing]
    return [*lines, f"result: {batches.out}"]


def _count_line(what: str, count: int, total: int) -> str:
    return f"  {what:<52} {count:>11,} {count / total:7.1%}"


def territory_lines(territory: Territory) -> Iterator[str]:
    """Describe a territory: its addresses, zones, variables and sources."""
    yield f"{territory.name}: {territory.package['title']} ({territory.country.code})"
    yield f"folder: {territory.folder}"
    if (territory.folder / "addresses").is_dir():
        count = {name: territory.addresses.tables[name].num_rows for name in ("addresses", "streets")}
        communes = int((territory.addresses.numbers("communes", "names_count") > 0).sum())
        yield f"addresses: {count['addresses']:,} in {count['streets']:,} streets of {communes:,} communes"
    for name, level in territory.levels.items():
        yield f"zones: {len(level.table):,} of level {name}"
    for variable in territory.dictionary:
        vintage = f" {variable.vintage}" if variable.vintage else ""
        told = f"{variable.label_en} ({variable.unit}; {variable.source}{vintage})"
        yield f"  {variable.name:<38} {variable.zone_level:<12} {told}"
    yield "sources:"
    sources = territory.package.get("sources")
    for source in sources if isinstance(sources, list) else []:
        told = ", ".join(str(source[key]) for key in ("publisher", "vintage", "licence") if source[key])
        yield f"  {source['kind']:<22} {source['rows']:>9,} rows  {source['file']}  ({told})"


def typology_lines(stored: StoredTypology, zones: pd.DataFrame, *, language: str) -> list[str]:
    """List groups and types with their households, share and zones."""
    total = max(1.0, float(zones["households"].sum()))
    lines = [f"{len(zones):,} zones of level {stored.level} ({stored.territory}), weighed by {stored.counted_by.name}"]
    for code, name in zip(map(str, stored.names.index), stored.names[f"name_{language}"], strict=True):
        is_group = stored.group_of(code) == code
        mine = zones[zones["group" if is_group else "type"] == code]
        households = float(mine["households"].sum())
        told = f"{'' if is_group else '  '}{code} {name}"
        lines.append(f"{told:<68}{households:>12,.0f} {households / total:>6.1%} {len(mine):>7,} zones")
    return lines


def portrait_lines(stored: StoredTypology, code: str, *, language: str) -> list[str]:
    """Give name and portrait of one group or type."""
    from geoprofile.errors import UnknownNameError  # noqa: PLC0415

    names = dict(zip(map(str, stored.names.index), stored.names[f"name_{language}"], strict=True))
    code = code.upper()
    if code not in names:
        raise UnknownNameError("group or type", code, names)
    return [f"{code} {names[code]}", str(stored.portraits[f"portrait_{language}"][code])]


def quality_lines(table: pd.DataFrame) -> list[str]:
    """Lay out what was measured of groups and types."""
    return [f"  {row['measure']:<44}{row['groups']:>10}{row['types']:>10}" for _, row in table.iterrows()]


def assigned_lines(stored: StoredTypology, assigned: Assigned) -> list[str]:
    """Say how many zones changed their type since the typology was made, and which variables these lack."""
    lines = []
    if assigned.lacking:
        lines.append(
            f"note: {len(assigned.lacking)} of {len(stored.variables)} variables are not known of these zones "
            f"({', '.join(assigned.lacking[:3])}...): they were filled from the others, so read the confidences"
        )
    moved = assigned.moved
    if moved is None:
        return [*lines, "none of these zones was in the typology before"]
    return [
        *lines,
        f"{moved.zones_type:,} of {moved.zones:,} zones changed type ({moved.households_type_share:.1%} of households)",
        f"{moved.zones_group:,} changed group ({moved.households_group_share:.1%})",
    ]
