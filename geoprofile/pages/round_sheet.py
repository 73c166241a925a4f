"""The printed sheets of a distribution: one round each, with its plan, its streets and boxes to tick."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from geoprofile.columns import Column
from geoprofile.errors import TableError
from geoprofile.pages.blocks import KeyFigure, KeyFigures, RoundSheet, Table
from geoprofile.pages.door_ranges import round_lines
from geoprofile.pages.page import Page, Section
from geoprofile.pages.street_plan import street_plan
from geoprofile.pages.words import PAGE_WORDS
from geoprofile.words import check_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

__all__ = ["RoundWalk", "round_sheet", "rounds_page"]


@dataclass(frozen=True, eq=False)
class RoundWalk:
    """One round as it is walked.

    Attributes
    ----------
    name : str
        "12", or as the distributor calls it.
    doors : DataFrame of shape (n, ...)
        In walking order: `stop` (number), `street`, `number`, `suffix`, `letterboxes`, `easting`, `northing`.
    store : str
    minutes, metres : float
        Working time, and metres walked; NaN where unknown.
    path : shapely LineString or None
        The way along the streets; None, and straight lines join the stops.
    """

    name: str
    doors: pd.DataFrame
    store: str = ""
    minutes: float = math.nan
    metres: float = math.nan
    path: Any = None

    @property
    def letterboxes(self) -> float:
        """Give the letterboxes of all doors."""
        return float(self.doors["letterboxes"].sum(min_count=1))


def round_sheet(walk: RoundWalk, *, language: str, streets: gpd.GeoDataFrame | None = None) -> RoundSheet:
    """Lay out one round for paper: its figures, its plan, its streets in walking order.

    Raises
    ------
    TableError
        If the doors lack a column, or there is none.
    """
    check_language(language)
    words = PAGE_WORDS[language]
    if walk.doors.empty:
        raise TableError(f"Round {walk.name!r} has no door: leave it out.")
    lines = round_lines(walk.doors, language=language)
    positions = walk.doors.groupby("stop", sort=False)[["easting", "northing"]].mean().reset_index()
    placed = positions[["easting", "northing"]].notna().all(axis=1).any()
    plan = street_plan(positions, language=language, path=walk.path, streets=streets) if placed else None
    facts = (
        *((KeyFigure(words["store"], walk.store),) if walk.store else ()),
        KeyFigure(words["letterboxes"], walk.letterboxes),
        KeyFigure(words["doors"], float(len(walk.doors))),
        KeyFigure(words["duration"], round_minutes(walk.minutes), "min"),
        KeyFigure(words["walk"], round_tens(walk.metres), "m"),
    )
    return RoundSheet(words["round"].format(name=walk.name), facts, lines, plan)


def rounds_page(
    walks: Sequence[RoundWalk],
    *,
    title: str,
    language: str,
    streets: gpd.GeoDataFrame | None = None,
    subtitle: str = "",
    sources: tuple[str, ...] = (),
    note: str = "",
) -> Page:
    """Lay out all rounds as one page to print: a list of them, then each on a sheet of its own.

    Parameters
    ----------
    walks : sequence of RoundWalk
        In the order in which they are printed.
    title, subtitle : str
    language : {"fr", "en"}
    streets : GeoDataFrame, optional
        Lines in the CRS of the positions; `highway`, `name` if there is one.
    sources : tuple of str
    note : str

    Raises
    ------
    TableError
        If there is no round, or one has no door or lacks a column.
    UnknownNameError
        If the language is unknown.
    """
    check_language(language)
    words = PAGE_WORDS[language]
    if not walks:
        raise TableError("There is no round to print.")
    sheets = [(walk, round_sheet(walk, language=language, streets=streets)) for walk in walks]
    sections = [Section(sheet.title, (sheet,)) for _, sheet in sheets]
    return Page(
        title, language, (Section(words["rounds"], _overview(walks, language)), *sections),
        subtitle=subtitle, sources=sources, note=note,
    )  # fmt: skip


def _overview(walks: Sequence[RoundWalk], language: str) -> tuple[KeyFigures, Table]:
    """Sum up the rounds, and list them."""
    words = PAGE_WORDS[language]
    frame = pd.DataFrame(
        {
            "name": [walk.name for walk in walks],
            "store": [walk.store for walk in walks],
            "letterboxes": [walk.letterboxes for walk in walks],
            "doors": [float(len(walk.doors)) for walk in walks],
            "minutes": [round_minutes(walk.minutes) for walk in walks],
            "metres": [round_tens(walk.metres) for walk in walks],
        }
    )
    columns = [
        Column("name", words["rounds_one"]),
        *([Column("store", words["store"])] if (frame["store"] != "").any() else []),
        Column("letterboxes", words["letterboxes"], "count"),
        Column("doors", words["doors"], "count"),
        Column("minutes", words["minutes"], "count"),
        Column("metres", words["metres"], "count"),
    ]
    totals = (
        KeyFigure(words["rounds"], float(len(walks))),
        KeyFigure(words["letterboxes"], float(frame["letterboxes"].sum(min_count=1))),
        KeyFigure(words["hours"], float(frame["minutes"].sum(min_count=1)) / 60, "h"),
    )
    return KeyFigures(totals), Table(frame, tuple(columns))


def round_minutes(minutes: float) -> float:
    """Round minutes to the whole one; NaN stays."""
    return minutes if math.isnan(minutes) else float(round(minutes))


def round_tens(metres: float) -> float:
    """Round metres to ten; NaN stays."""
    return metres if math.isnan(metres) else float(round(metres, -1))
