"""The page of one candidate: where it lies, whom it reaches, what it would gain, and who loses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.pages.blocks import KeyFigure, KeyFigures, Note, Paragraph, Table
from geoprofile.pages.map_figure import map_figure
from geoprofile.pages.page import Page, Section
from geoprofile.recipes.siting.answer import (
    assumption_lines,
    basis_lines,
    check_line,
    euro_text,
    is_worse_than_nearest,
    win_line,
)
from geoprofile.recipes.siting.draw import bands_of_site, zones_of_site
from geoprofile.recipes.siting.page import links, territory_title
from geoprofile.recipes.siting.reasons import REASONS
from geoprofile.recipes.siting.report import counted_in, names_of, ranked, reader_note
from geoprofile.recipes.siting.sentences import SITING_SENTENCES
from geoprofile.recipes.siting.surroundings import GROUP_PREFIX, group_columns
from geoprofile.recipes.siting.tables import label_of, shown_columns
from geoprofile.recipes.siting.words import SITING_WORDS
from geoprofile.travel.straight import WAY_NAMES
from geoprofile.words import count_text, percent_text, share_text

if TYPE_CHECKING:
    import geopandas as gpd

    from geoprofile.pages.blocks import Block
    from geoprofile.recipes.siting.report import SitesReport

__all__ = ["site_page"]

FIRST_ZONES = 15
# Zones under this have no part that anybody would see on the map: the frame is that of the catchment and a margin.
MARGIN_M = 1500.0


def site_page(
    report: SitesReport, place_id: str, *, zones: gpd.GeoDataFrame | None, catchments: gpd.GeoDataFrame | None,
    streets: gpd.GeoDataFrame | None = None, linked: str = "",
) -> Page:  # fmt: skip
    """Compose the page of one candidate that has figures.

    Parameters
    ----------
    report : SitesReport
    place_id : str
    zones : GeoDataFrame or None
        `zone_id`, `prospects`, outlines; None where there are none.
    catchments : GeoDataFrame or None
        `place_id`, `minutes`, polygons.
    streets : GeoDataFrame, optional
        Lines, drawn on the map.
    linked : str
        Relative path of the comparison.
    """
    words, language = SITING_WORDS[report.language], report.language
    own = ranked(report)
    site = own[own["place_id"] == place_id].iloc[0]
    row = int(np.flatnonzero(report.result.sites["place_id"].to_numpy() == place_id)[0])
    short = [*_short(report, site), *([links([(words["back"], linked)])] if linked else [])]
    around = _around(report, row, _map(report, site, zones, catchments, streets))
    sections = [Section(words["short"], tuple(short)), Section(words["surroundings"], around)]
    sections.append(Section(words["who_loses"], _losers(report, place_id)))
    unit = words[f"unit_{counted_in(report.result)}"]
    sections.append(Section(words["from_whom"].format(unit=unit), (_sources(report, site), _zones(report, row))))
    if group_columns(report.sites):
        minutes = f"{report.result.market.core_minutes:g}"
        sections.append(Section(words["types"].format(minutes=minutes), (_types(report, site),)))
    colon = " : " if language == "fr" else ": "
    told = [f"{words[f'{name}_is']}{colon}{text}" for name, text in assumption_lines(report).items()]
    sections.append(Section(words["method"], tuple(Paragraph(text) for text in told)))
    subtitle = words["site_subtitle"].format(
        rank=count_text(float(site["rank"]), language), count=count_text(len(own), language),
        territory=territory_title(report), by=WAY_NAMES[report.language][report.result.market.by],
    )  # fmt: skip
    note = reader_note(report)
    return Page(
        str(site["place_name"]), language, tuple(sections), subtitle=subtitle, sources=report.sources, note=note
    )


def _short(report: SitesReport, site: pd.Series) -> tuple[Block, ...]:
    """Give the key figures, who loses in a sentence, and the reasons."""
    sentences, counted = SITING_SENTENCES[report.language], counted_in(report.result)
    blocks: list[Block] = [_figures(report, site), Paragraph(win_line(report, site))]
    reasons = [site[name] for name in REASONS if site[name]]
    if reasons:
        blocks.append(Note(" · ".join(reasons)))
    chance = float(site["first_better_chance"])
    if np.isfinite(chance):
        label = label_of(report, "first_better_chance")
        colon = " : " if report.language == "fr" else ": "
        blocks.append(Paragraph(f"{label}{colon}{percent_text(chance, report.language)}"))
    if counted == "customers":
        blocks.append(Paragraph(sentences["sample"]))
    else:
        minutes = f"{report.result.market.core_minutes:g}"
        blocks.append(Note(sentences["relative"].format(minutes=minutes), "warning"))
    if is_worse_than_nearest(report):
        blocks.append(Note(check_line(report), "warning"))
    return tuple(blocks)


def _figures(report: SitesReport, site: pd.Series) -> KeyFigures:
    words, language = SITING_WORDS[report.language], report.language
    unit, minutes = words[f"unit_{counted_in(report.result)}"], f"{report.result.market.core_minutes:g}"
    core = f"households_within_{minutes}_min"
    between = unit
    if np.isfinite(site["net_own_low"]):
        ends = {end: count_text(site[f"net_own_{end}"], language) for end in ("low", "high")}
        between = f"{unit}, {words['interval_note'].format(**ends)}"
    figures = [KeyFigure(words["fig_net"], f"+{count_text(site['net_own'], language)}", "", between)]
    if np.isfinite(site["net_eur"]):
        figures.append(KeyFigure(words["fig_eur"], euro_text(site["net_eur"], language)))
    figures.append(KeyFigure(words["fig_gained"], float(round(site["gained"])), "", unit))
    if len(report.stores):
        share = share_text(site["cannibalised_share"], language) if site["gained"] > 0 else ""
        figures.append(KeyFigure(words["fig_own"], float(round(site["from_own"])), "", share))
    figures.append(KeyFigure(words["fig_households"].format(minutes=minutes), float(round(site[core]))))
    figures.append(KeyFigure(words["fig_prospects"].format(minutes=minutes), float(round(site["prospects"]))))
    if np.isfinite(site["income_index"]):
        figures.append(KeyFigure(words["fig_income"], float(round(site["income_index"]))))
    if np.isfinite(site["forecast_eur"]):
        ends = {end: euro_text(site[f"forecast_eur_{end}"], language) for end in ("low", "high")}
        told = words["interval_note"].format(**ends)
        figures.append(KeyFigure(words["fig_forecast"], euro_text(site["forecast_eur"], language), "", told))
    return KeyFigures(tuple(figures))


def _around(report: SitesReport, row: int, drawn: tuple[Block, ...]) -> tuple[Block, ...]:
    """Show the place and sum up its bands."""
    words = SITING_WORDS[report.language]
    basis = " ".join(basis_lines(report))
    bands = bands_of_site(report.result, row)
    shown = shown_columns(report, bands, ["minutes", "households", "new_households"])
    # Those that the figures above were counted from, whatever minutes they were.
    extra = shown_columns(report, bands, ["prospects"])
    from geoprofile.columns import Column  # noqa: PLC0415  one heading without its minutes

    name = {"fr": "Prospects", "en": "Prospects"}[report.language]
    columns = (*shown, *(Column(one.name, name, one.kind) for one in extra))
    return (*drawn, Table(bands, columns, caption=words["bands"], note=basis))


def _map(
    report: SitesReport,
    site: pd.Series,
    zones: gpd.GeoDataFrame | None,
    catchments: gpd.GeoDataFrame | None,
    streets: gpd.GeoDataFrame | None,
) -> tuple[Block, ...]:
    """Draw the place, where zones have outlines."""
    if zones is None:
        return ()
    result = report.result
    place = (float(site["easting"]), float(site["northing"]))
    own = None if catchments is None else catchments[catchments["place_id"] == site["place_id"]]
    if own is not None and own.empty:
        own = None
    bounds = np.array(place * 2) if own is None else own.total_bounds
    west, south, east, north = bounds + np.array([-MARGIN_M, -MARGIN_M, MARGIN_M, MARGIN_M])
    near = zones.iloc[np.sort(zones.sindex.query(_box(west, south, east, north)))]
    label = SITING_WORDS[report.language]["fig_prospects"].split(" ", maxsplit=1)[0]
    figure = map_figure(
        near, place=place, value="prospects", label=label, name=str(site["place_name"]), catchments=own,
        stores=result.stores if len(result.stores) else None,
        competitors=result.competitors if len(result.competitors) else None, streets=streets,
        caption=SITING_WORDS[report.language]["map_caption"].format(label=label), language=report.language,
    )  # fmt: skip
    return (figure,)


def _box(west: float, south: float, east: float, north: float) -> object:
    import shapely  # noqa: PLC0415  only where there is a map

    return shapely.box(west, south, east, north)


def _losers(report: SitesReport, place_id: str) -> tuple[Block, ...]:
    words, losses = SITING_SENTENCES[report.language], report.result.losses
    own = losses[losses["candidate_id"] == place_id].reset_index(drop=True)
    own = own[own["lost"].round() >= 1]
    if report.stores.empty or own.empty:
        return (Paragraph(words["no_own" if report.stores.empty else "losses_none"]),)
    return (Table(own, shown_columns(report, own, ["store_name", "before", "lost", "lost_share"])),)


def _sources(report: SitesReport, site: pd.Series) -> Table:
    """Split what a candidate gains by where it comes from."""
    parts = ["from_own", "from_competitors", "from_away", "newly_reached"]
    whole = float(site["gained"])
    rows = [
        {
            "what": label_of(report, name),
            "customers": float(site[name]),
            "site_share": float(site[name]) / whole if whole else np.nan,
        }
        for name in parts
        if name != "from_own" or len(report.stores)
    ]
    frame = pd.DataFrame(rows)
    columns = shown_columns(report, frame, ["what", "customers", "site_share"])
    return Table(frame, columns)


def _zones(report: SitesReport, row: int) -> Table:
    frame = zones_of_site(report.result, row)
    names = [
        "zone_name",
        *(["commune"] if (frame["commune"] != "").any() else []),
        "zone_minutes",
        "households",
        "customers",
    ]
    frame = frame.rename(columns={"minutes": "zone_minutes"})
    caption = SITING_WORDS[report.language]["first_zones"]
    return Table(frame, shown_columns(report, frame, names), caption=caption, limit=FIRST_ZONES)


def _types(report: SitesReport, site: pd.Series) -> Table:
    """Put the mix of types beside that of the best stores."""
    columns = group_columns(report.sites)
    best = report.stores[report.stores["place_name"].isin(report.twins_of.split(", "))] if report.twins_of else None
    frame = pd.DataFrame(
        {
            "what": names_of(report.result, [name.removeprefix(GROUP_PREFIX) for name in columns]),
            "site_share": site[columns].to_numpy(dtype=float),
        }
    )
    shown = ["what", "site_share"]
    if best is not None and len(best):
        frame["best_share"] = best[columns].mean().to_numpy(dtype=float)
        shown.append("best_share")
    return Table(frame, shown_columns(report, frame, shown))
