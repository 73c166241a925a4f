"""What the added columns mean and where their figures come from: provenance and licence travel with them."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from geoprofile.sources.levels import ZONE_LEVELS
from geoprofile.sources.source import ADDRESS_SOURCES, COMMUNE_NAME_SOURCES
from geoprofile.tables import RESULT_COLUMNS, Variable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geoprofile.enrichment.attach import Attached
    from geoprofile.territory.territory import Territory

__all__ = ["column_legend"]

COLUMNS = ["column", *(field.name for field in fields(Variable) if field.name != "name")]
POSITION_COLUMNS = "longitude, latitude, result_*"
POSITION = Variable("", "Position et adresse trouvées", "Position and address found", "degrees", "flag")
COMMUNE = Variable(
    "",
    "Noms, codes postaux et positions de communes (result_type municipality)",
    "Names, postcodes and positions of communes (result_type municipality)",
    "degrees",
    "flag",
)
DISTANCE = "result_distance_m"
# What the result columns that are no plain address say.
RESULTS: dict[str, Variable] = {
    "result_score": Variable(
        "",
        "Probabilité que la ligne soit juste à son niveau (result_type) ; vide si rien n'est trouvé ou supposé",
        "Probability that the row is right at its match level (result_type); empty if nothing is found or guessed",
        "share",
        "flag",
    ),
    "result_score_next": Variable(
        "",
        "Probabilité de la meilleure autre réponse, ailleurs ; 0 s'il n'y en a pas",
        "Probability of the next best answer, elsewhere; 0 if there is none",
        "share",
        "flag",
    ),
    "result_match_reason": Variable(
        "",
        "Ce qui parle pour la réponse, partie par partie, en logarithme de cote ; ou pourquoi il n'y en a pas",
        "What speaks for the answer, part by part, in log-odds; or why there is none",
        "text",
        "flag",
    ),
    DISTANCE: Variable(
        "",
        "Distance de la position à l'adresse, sur le grand cercle",
        "Distance from the position to the address, along a great circle",
        "m",
        "flag",
    ),
}
ZONE = Variable("", "Zone de la position", "Zone of the position", "code", "categorical")
STATUS = Variable(
    "",
    "Zone trouvée (ok), commune seule (commune-only), hors des zones (outside), sans position (not-located)",
    "In a zone (ok), commune alone (commune-only), outside all zones (outside), no position (not-located)",
    "code",
    "flag",
)
LEVEL = Variable("", "Niveau dont vient la valeur", "Level that the value comes from", "code", "flag")


def column_legend(
    territory: Territory, plan: Sequence[Attached], *, geocoded: bool, added: Mapping[str, str] | None = None
) -> pa.Table:
    """Lay out one row a column or group of columns and source, in the order of the result.

    A variable that a coarser level stands in for has a row for each of both sources. What rests on all addresses, as a
    score does, has one row that names all their publishers.

    Parameters
    ----------
    plan : sequence of Attached
        The variables attached, none where rows were only geocoded.
    geocoded : bool
        Whether the positions come from the territory's addresses.
    added : mapping, optional
        The columns that the result has beside those of its file, by the name that each would bear if it were free
        (`longitude` may have become `longitude_2`); without it, each bears that name, and there is no distance.

    Returns
    -------
    pyarrow.Table
        Texts: `column`, labels in French and English, unit, kind, denominator, zone level, source, vintage,
        licence.
    """
    named = dict.fromkeys(RESULT_COLUMNS) if added is None else added
    rows = list(_result_rows(territory, named)) if geocoded else []
    rows += [*_zone_rows(territory), ("zone_status", _row(STATUS))] if plan else []
    at = {(variable.name, variable.zone_level): variable for variable in territory.dictionary}
    for item in plan:
        rows.append((item.column, _row(item.variable)))
        if item.fallback:
            rows.append((item.column, _row(at[item.variable.name, item.fallback])))
            rows.append((f"{item.column}_level", _row(LEVEL)))
    told = [{"column": _actual_names(column, added or {}), **row} for column, row in rows]
    return pa.Table.from_pandas(pd.DataFrame(told, columns=COLUMNS, dtype="str"), preserve_index=False)


def _actual_names(columns: str, added: Mapping[str, str]) -> str:
    """Write the names that columns bear; `result_*` stands for all that begin so, `result_*_2` where all end so."""
    names = [added.get(name, name) for name in columns.split(", ")]
    if "result_*" in names:
        ends = {actual.removeprefix(name) for name, actual in added.items() if name.startswith("result_")}
        names[names.index("result_*")] = f"result_*{ends.pop()}" if len(ends) == 1 else "result_*"
    return ", ".join(names)


def _result_rows(territory: Territory, named: Iterable[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Describe the answers, a row a source, then the columns among `named` that say how sure they are."""
    addresses = [source for source in _sources(territory) if source["kind"] in ADDRESS_SOURCES]
    communes = [source for source in _sources(territory) if source["kind"] in COMMUNE_NAME_SOURCES]
    for like, sources in ((POSITION, addresses), (COMMUNE, communes)):
        for source in sources:
            yield POSITION_COLUMNS, _row(like, **_provenance(source))
    wanted = set(named)
    for column, like in RESULTS.items():
        if column in wanted:
            yield column, _row(like, **_joint_provenance(addresses))


def _zone_rows(territory: Territory) -> Iterator[tuple[str, dict[str, str]]]:
    """Describe the zones, a row a source, finest level first."""
    order = {level: place for place, level in enumerate(territory.country.zone_levels)}
    zones = [source for source in _sources(territory) if source["kind"] in ZONE_LEVELS]
    for source in sorted(zones, key=lambda one: order.get(ZONE_LEVELS[one["kind"]], -1)):
        level = ZONE_LEVELS[source["kind"]]
        yield f"{level}, {level}_name", _row(ZONE, **_provenance(source), zone_level=level)


def _sources(territory: Territory) -> list[dict[str, str]]:
    sources = territory.package.get("sources")
    return sources if isinstance(sources, list) else []


def _provenance(source: Mapping[str, str]) -> dict[str, str]:
    return {"source": source["title"], "vintage": source["vintage"], "licence": source["licence"]}


def _joint_provenance(sources: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Name the publishers, vintages and licences of several sources, each once."""
    told = {
        "source": [source["publisher"] or source["kind"] for source in sources],
        **{name: [source[name] for source in sources] for name in ("vintage", "licence")},
    }
    return {name: "; ".join(dict.fromkeys(filter(None, texts))) for name, texts in told.items()}


def _row(like: Variable, **told: str) -> dict[str, str]:
    return {**{name: getattr(like, name) for name in COLUMNS[1:]}, **told}
