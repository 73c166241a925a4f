"""Counting what became of the rows of a file, batch by batch."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from geoprofile.tables import MATCH_LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

# What a column bears whose name the input has already taken.
RENAMED = re.compile(r"_[0-9]+$")

__all__ = ["Summary", "start_summary"]


@dataclass(frozen=True)
class Summary:
    """Counts over the rows of a result.

    Attributes
    ----------
    skip : int
        Columns of the input, which are not counted.
    levels : tuple of str
        Zone levels of the territory.
    rows : Counter
        `rows`.
    matches, statuses, zones : Counter
        Rows by match level (empty: none), by `zone_status`, and rows with a zone of each level.
    missing : Counter
        Rows without a value, for each variable.
    reasons : Counter
        Reasons of the rows without a match.
    renamed : dict
        Columns whose name the input already had, and what they are called in the result.
    """

    skip: int
    levels: tuple[str, ...]
    rows: Counter[str] = field(default_factory=Counter)
    matches: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    zones: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    renamed: dict[str, str] = field(default_factory=dict)

    def count(self, table: pa.Table) -> None:
        """Add the rows of one finished batch."""
        self.rows["rows"] += table.num_rows
        behind_zones, variables, inputs = False, set[str](), set(table.column_names[: self.skip])
        for name, column in zip(table.column_names[self.skip :], table.columns[self.skip :], strict=True):
            plain = RENAMED.sub("", name)
            if plain != name and plain in inputs:
                self.renamed[plain] = name
            if plain == "result_type":
                self.matches.update(_values(column))
                unmatched = pc.equal(column, "")
            elif plain == "result_match_reason":
                self.reasons.update(_values(column.filter(unmatched)))
            elif plain == "zone_status":
                self.statuses.update(_values(column))
                behind_zones = True
            elif plain in self.levels and not behind_zones:
                self.zones[plain] += table.num_rows - (pc.sum(pc.equal(column, "")).as_py() or 0)
            elif behind_zones and not (plain.endswith("_level") and plain.removesuffix("_level") in variables):
                variables.add(plain)
                self.missing[name] += _without_value(column)

    def match_rates(self) -> dict[str, float]:
        """Give the share of rows at each match level, finest first, then `none`."""
        total = max(1, sum(self.matches.values()))
        return {level or "none": self.matches[level] / total for level in (*MATCH_LEVELS, "")}


def start_summary(input_columns: Sequence[str], levels: Sequence[str]) -> Summary:
    """Begin to count a result whose first columns are those of the input."""
    return Summary(len(input_columns), tuple(levels))


def _values(column: pa.ChunkedArray) -> dict[str, int]:
    return {entry["values"].as_py() or "": entry["counts"].as_py() for entry in column.value_counts()}


def _without_value(column: pa.ChunkedArray) -> int:
    if pa.types.is_floating(column.type):
        return int(pc.sum(pc.is_null(column, nan_is_null=True)).as_py() or 0)
    return int(pc.sum(pc.equal(pc.fill_null(column, ""), "")).as_py() or 0)
