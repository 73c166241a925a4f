"""Catchments as a page: who lives within reach, where the customers come from, place by place."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import numpy as np
import pandas as pd

from geoprofile.pages.blocks import Figure, Note, Paragraph, Table
from geoprofile.pages.decay_chart import decay_chart
from geoprofile.pages.map_figure import map_figure
from geoprofile.pages.page import Page, Section
from geoprofile.pages.svg import element
from geoprofile.recipes.catchment.clientele import TOGETHER
from geoprofile.recipes.catchment.tables import (
    band_table,
    columns_for,
    customer_zone_table,
    ring_table,
    tier_table,
    title_of,
    wide_bands,
    wide_tiers,
)
from geoprofile.recipes.catchment.words import CATCHMENT_LABELS, CATCHMENT_WORDS
from geoprofile.siting.decay import DecayCurve, curve_rate
from geoprofile.siting.note import Note as Remark
from geoprofile.travel.straight import WAY_NAMES
from geoprofile.words import count_text, digits_text, fixed_text

if TYPE_CHECKING:
    import geopandas as gpd

    from geoprofile.pages.blocks import Block
    from geoprofile.recipes.catchment.clientele import Clientele
    from geoprofile.recipes.catchment.flow import CatchmentResult

__all__ = ["FIRST_PLACES", "catchments_page", "curve_sentence", "short_sentences"]

# A page with a drawing of each of these is read; one of hundreds is not.
FIRST_PLACES = 12
FIRST_ROWS, FIRST_ZONES, FIRST_OF_PLACE = 120, 30, 10
CURVE_POINTS = 80
# Zones drawn around a place, beyond its catchment: what the frame shows.
FRAME_SHARE = 0.3


def catchments_page(result: CatchmentResult, *, linked_map: str = "") -> Page:
    """Compose the page.

    Parameters
    ----------
    result : CatchmentResult
    linked_map : str
        Name of the file of the map beside the page; "" for none.
    """
    words = CATCHMENT_WORDS[result.language]
    title, subtitle = title_of(result)
    sections = [Section(words["short"], _short(result, linked_map))]
    sections.append(Section(words["bands" if result.market is not None else "land"], _bands(result)))
    if result.clientele is not None:
        sections.append(Section(words["customers_title"], _customers(result, result.clientele)))
    drawn = result.places[result.places["place_id"].isin(result.polygons["place_id"])]
    sections += [
        Section(str(name), _place(result, str(place), str(name)))
        for place, name in drawn[["place_id", "place_name"]].head(FIRST_PLACES).itertuples(index=False)
    ]
    sections.append(Section(words["method"], _method(result, len(drawn))))
    return Page(
        title, result.language, tuple(sections), subtitle=subtitle, sources=result.sources, note=result.notes[-1]
    )


def short_sentences(result: CatchmentResult) -> list[str]:
    """Say what a reader wants to know first: who has most within reach, and where its customers live."""
    words, language = CATCHMENT_WORDS[result.language], result.language
    core = result.minutes[(len(result.minutes) - 1) // 2]
    at_core = result.bands[result.bands["minutes"] == core]
    own = at_core[at_core["place_id"] != TOGETHER]
    mode = WAY_NAMES[language][result.by]
    told: list[str] = []
    value = "reached_km" if result.market is None else "households"
    if own[value].notna().any():
        best = own.iloc[int(own[value].argmax())]
        key = "short_streets" if result.market is None else "short_zones" if len(own) > 1 else "short_zones_one"
        told.append(
            words[key].format(
                place=best["place_name"], mode=mode, minutes=digits_text(core, language),
                households=count_text(best["households"], language), km=digits_text(best["reached_km"], language),
            )
        )  # fmt: skip
        whole = at_core[at_core["place_id"] == TOGETHER]
        if len(whole):
            households = count_text(float(whole["households"].iloc[0]), language)
            told.append(words["short_together"].format(households=households))
    return told


def curve_sentence(curve: DecayCurve | Remark, place: str, limit: float, language: str) -> str:
    """Say in a sentence how fast customers get rarer, or why that cannot be said."""
    words = CATCHMENT_WORDS[language]
    if isinstance(curve, Remark):
        return f"{place} : {curve.fr}" if language == "fr" else f"{place}: {curve.en}"
    if not np.isfinite(curve.half_minutes):
        return words["half_none"].format(place=place)
    half, low, high = (
        fixed_text(value, 1, language) for value in (curve.half_minutes, curve.half_low, curve.half_high)
    )
    key = "half" if np.isfinite(curve.half_high) else "half_open"
    told = words[key].format(minutes=half, place=place, low=low, high=high)
    if curve.half_minutes > limit:
        return f"{told} {words['half_far'].format(limit=digits_text(limit, language))}"
    return told


def _short(result: CatchmentResult, linked_map: str) -> tuple[Block, ...]:
    words = CATCHMENT_WORDS[result.language]
    blocks: list[Block] = [Note(text, "warning") for text in result.warnings]
    blocks += [Paragraph(" ".join(told))] if (told := short_sentences(result)) else []
    blocks.append(Paragraph(result.measured[0]))
    if linked_map:
        blocks.append(Figure(element("a", element("strong", words["map_open"]), href=quote(linked_map))))
    return tuple(blocks)


def _bands(result: CatchmentResult) -> tuple[Block, ...]:
    """Show what each place has within each band, then the places that have nothing."""
    words, language = CATCHMENT_WORDS[result.language], result.language
    told, columns = wide_bands(result)
    notes = [words["bands_wide"]]
    notes += [] if result.market is None else [words["bands_note"].format(counted=_counted_by(result))]
    notes += [words["bands_together"]] if (told["place_id"] == TOGETHER).any() else []
    blocks: list[Block] = [Table(told, columns, note=" ".join(notes), limit=FIRST_ROWS)]
    lost = result.places[result.places["reason"] != ""]
    if len(lost):
        blocks.append(Table(lost, columns_for(lost, ["place_id", "place_name", "reason"], language), limit=FIRST_ROWS))
    return tuple(blocks)


def _customers(result: CatchmentResult, clientele: Clientele) -> tuple[Block, ...]:
    """Show where the customers of each place live, and where all are held together, rings and curve."""
    words = CATCHMENT_WORDS[result.language]
    told, columns = wide_tiers(result, clientele)
    blocks: list[Block] = [Table(told, columns, caption=words["tiers"], note=words["tiers_how"], limit=FIRST_ROWS)]
    if (told["place_id"] == TOGETHER).any():
        blocks += _clientele_of(result, clientele, TOGETHER, words["all_places"], FIRST_ZONES)
    return tuple(blocks)


def _clientele_of(result: CatchmentResult, clientele: Clientele, place: str, name: str, limit: int) -> list[Block]:
    """Show the tiers, the rings, the curve and the first zones of one place."""
    words, language = CATCHMENT_WORDS[result.language], result.language
    blocks: list[Block] = []
    tiers = tier_table(result, clientele)
    own = _known(tiers[tiers["place_id"] == place])
    if len(own):
        names = ["tier", "zone_count", "households", "customers", "customers_share", "per_thousand"]
        blocks.append(Table(own, columns_for(own, names, language), caption=words["tiers"]))
    blocks += _rings(result, clientele, place, name)
    zones = customer_zone_table(result, clientele)
    mine = _known(zones[zones["place_id"] == place])
    if len(mine):
        names = ["zone_name", "commune", "tier", "customers", "zone_households", "per_thousand", "cumulative_share",
                 "tier_chance"]  # fmt: skip
        title = words["zones_of"].format(place=name)
        blocks.append(Table(mine, columns_for(mine, names, language), caption=title, limit=limit))
    return blocks


def _known(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out columns of numbers that hold none."""
    blank = [name for name in ("zone_count", "households", "cumulative_share", "tier_chance") if name in frame]
    return frame.drop(columns=[name for name in blank if frame[name].isna().all()])


def _rings(result: CatchmentResult, clientele: Clientele, place: str, name: str) -> list[Block]:
    """Show the rings of one place, and draw them with the curve; nothing where it has none."""
    words, language = CATCHMENT_WORDS[result.language], result.language
    rings = ring_table(result, clientele)
    own = rings[rings["place_id"] == place] if len(rings) else rings
    if own.empty:
        return []
    names = ["ring", "customers", "households", "per_thousand", "interval", "cumulative_share"]
    shown = _known(own)
    title = words["rings_of"].format(place=name)
    blocks: list[Block] = [Table(shown, columns_for(shown, names, language), caption=title, note=words["rings_note"])]
    curve = clientele.curves[place]
    fitted = curve_rate(curve, _curve_minutes(result)) if isinstance(curve, DecayCurve) else None
    if own["penetration_rate"].notna().any():
        caption = words["curve_caption"].format(place=name)
        blocks.append(decay_chart(own, fitted, language=language, caption=caption))
    return [*blocks, Paragraph(curve_sentence(curve, name, result.minutes[-1], language))]


def _place(result: CatchmentResult, place: str, name: str) -> tuple[Block, ...]:
    """Draw one place, and show what its customers say."""
    language = result.language
    told = band_table(result)
    own = told[told["place_id"] == place]
    names = ["band", "households", "persons", "zones", "reached_km", "area_km2", "edge_share"]
    blocks: list[Block] = [_figure(result, place, name), Table(own, columns_for(own, names, language))]
    if result.clientele is not None:
        blocks += _clientele_of(result, result.clientele, place, name, FIRST_OF_PLACE)
    return tuple(blocks)


def _figure(result: CatchmentResult, place: str, name: str) -> Figure:
    """Draw the bands of one place over streets, and over the zones where there are any."""
    words = CATCHMENT_WORDS[result.language]
    spot = result.places[result.places["place_id"] == place].iloc[0]
    bands = result.polygons[result.polygons["place_id"] == place]
    network = result.territory.streets
    others = result.places[(result.places["place_id"] != place) & (result.places["reason"] == "")]
    caption = words["figure_caption" if result.market is not None else "streets_caption"].format(place=name)
    return map_figure(
        _around(result, bands), place=(float(spot["easting"]), float(spot["northing"])), value="households",
        label="" if result.market is None else _counted_by(result),
        store_sign=words["other_places"], name=name, catchments=bands,
        stores=others if len(others) else None,
        streets=None if network is None else network.frame(), caption=caption, language=result.language,
    )  # fmt: skip


def _around(result: CatchmentResult, bands: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the zones that a drawing of these bands shows."""
    if result.market is None:
        import geopandas as gpd  # noqa: PLC0415  only where there is no zone

        columns = {"zone_id": pd.Series([], dtype="str"), "households": pd.Series([], dtype=float)}
        return gpd.GeoDataFrame(columns, geometry=[], crs=bands.crs)
    level = result.territory.levels[result.market.level]
    zones = level.zones.reset_index(drop=True).assign(households=result.market.profiles.households)
    west, south, east, north = bands.total_bounds
    margin = FRAME_SHARE * max(east - west, north - south)
    seen: gpd.GeoDataFrame = zones.cx[west - margin : east + margin, south - margin : north + margin]
    return seen


def _counted_by(result: CatchmentResult) -> str:
    """Give the label of what counts households."""
    if result.market is None:
        return CATCHMENT_LABELS[result.language]["households"]
    counted = result.market.profiles.counted_by
    return counted.label_fr if result.language == "fr" else counted.label_en


def _curve_minutes(result: CatchmentResult) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.linspace(0.0, result.minutes[-1], CURVE_POINTS)


def _method(result: CatchmentResult, drawn: int) -> tuple[Block, ...]:
    words = CATCHMENT_WORDS[result.language]
    texts = [*result.measured, *result.notes, *words["how"].split("\n")]
    if drawn > FIRST_PLACES:
        texts.append(words["shown_first"].format(shown=FIRST_PLACES))
    return tuple(Paragraph(text) for text in texts)
