"""What the added columns mean and where their figures come from: provenance and licence travel with them."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from geoprofile.sources.levels import ZONE_LEVELS
from geoprofile.sources.source import ADDRESS_SOURCES
from geoprofile.tables import Variable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geoprofile.enrichment.attach import Attached
    from geoprofile.territory.territory import Territory

__all__ = ["column_legend"]

COLUMNS = ["column", *(field.name for field in fields(Variable) if field.name != "name")]
POSITION = Variable("", "Position et adresse trouvées", "Position and address found", "degrees", "flag")
POSITION_COLUMNS = "longitude, latitude, result_*"
ZONE = Variable("", "Zone de la position", "Zone of the position", "code", "categorical")


STATUS = Variable(
    "",
    "Zone trouvée (ok), commune seule (commune-only), hors des zones (outside), sans position (not-located)",
    "In a zone (ok), commune alone (commune-only), outside all zones (outside), no position (not-located)",
    "code",
    "flag",
)
LEVEL = Variable("", "Niveau dont vient la valeur", "Level that the value comes from", "code", "flag")


def column_legend(territory: Territory, plan: Sequence[Attached], *, geocoded: bool) -> pa.Table:
    """Lay out one row a column or group of columns and source, in the order of the result.

    A variable that a coarser level stands in for has a row for each of both sources.

    Parameters
    ----------
    plan : sequence of Attached
        The variables attached, none where rows were only geocoded.
    geocoded : bool
        Whether the positions come from the territory's addresses.

    Returns
    -------
    pyarrow.Table
        Texts: `column`, labels in French and English, unit, kind, denominator, zone level, source, vintage,
        licence.
    """
    rows = [row for row in _source_rows(territory) if geocoded or row["column"] != POSITION_COLUMNS]
    rows = [row for row in rows if plan or row["column"] == POSITION_COLUMNS]
    rows += [_row("zone_status", STATUS)] if plan else []
    at = {(variable.name, variable.zone_level): variable for variable in territory.dictionary}
    for item in plan:
        rows.append(_row(item.column, item.variable))
        if item.fallback:
            rows.append(_row(item.column, at[item.variable.name, item.fallback]))
            rows.append(_row(f"{item.column}_level", LEVEL))
    return pa.Table.from_pandas(pd.DataFrame(rows, columns=COLUMNS, dtype="str"), preserve_index=False)


def _source_rows(territory: Territory) -> Iterator[dict[str, str]]:
    """Give one row for each source of addresses, then of zones, finest level first."""
    sources = territory.package.get("sources")
    order = {level: place for place, level in enumerate(territory.country.zone_levels)}
    listed = sources if isinstance(sources, list) else []
    for source in sorted(listed, key=lambda one: order.get(ZONE_LEVELS.get(one["kind"], ""), -1)):
        told = {"source": source["title"], "vintage": source["vintage"], "licence": source["licence"]}
        if source["kind"] in ADDRESS_SOURCES:
            yield _row(POSITION_COLUMNS, POSITION, **told)
        elif source["kind"] in ZONE_LEVELS:
            level = ZONE_LEVELS[source["kind"]]
            yield _row(f"{level}, {level}_name", ZONE, **told, zone_level=level)


def _row(column: str, like: Variable, **told: str) -> dict[str, str]:
    return {"column": column, **{name: getattr(like, name) for name in COLUMNS[1:]}, **told}
