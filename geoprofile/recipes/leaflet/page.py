"""The page of a leaflet plan: the answer first, then what it is worth, the zones, and what it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pandas as pd

from geoprofile.pages.blocks import Figure, KeyFigure, KeyFigures, Note, Paragraph, ShareBar, ShareBars, Table
from geoprofile.pages.page import Page, Section
from geoprofile.pages.svg import element
from geoprofile.recipes.leaflet.chart import profit_chart, response_chart
from geoprofile.recipes.leaflet.maps import plan_picture
from geoprofile.recipes.leaflet.sentences import (
    answer,
    budget_text,
    cap_text,
    control_texts,
    eur_text,
    expected_text,
    gap_text,
    marginal_text,
    method_table,
    refusal_texts,
    round_texts,
    warnings_of,
)
from geoprofile.recipes.leaflet.tables import columns_for, control_table, groups_table, rounds_table, zones_table
from geoprofile.recipes.leaflet.words import LEAFLET_WORDS
from geoprofile.recipes.lookalike.words import LEVEL_NAMES
from geoprofile.words import count_text, digits_text, percent_text

if TYPE_CHECKING:
    from geoprofile.pages.blocks import Block
    from geoprofile.recipes.leaflet.flow import LeafletResult

__all__ = ["leaflet_page", "title_of"]

SHOWN_ZONES, SHOWN_ROUNDS = 100, 100
# Less than this is no change, in tenths of a percent.
NO_CHANGE = 0.0005
ZONE_COLUMNS = (
    "wave", "place", "store", "sector", "zone_label", "letterboxes", "cost_eur", "expected_response",
    "response_per_thousand", "why",
)  # fmt: skip


def title_of(result: LeafletResult) -> tuple[str, str]:
    """Give title and subtitle."""
    words, language, territory = LEAFLET_WORDS[result.wish.language], result.wish.language, result.inputs.territory
    named = str((territory.package.get("title_fr") if language == "fr" else None) or territory.package["title"])
    level = LEVEL_NAMES[language].get(result.inputs.ranking.level, result.inputs.ranking.level)
    shape = words[result.wish.shape].format(least=count_text(result.wish.islands, language))
    zones = count_text(len(result.table), language)
    return words["title"], words["subtitle"].format(territory=named, zones=zones, level=level, date_basis=shape)


def leaflet_page(result: LeafletResult, *, linked_map: str = "", linked_rounds: str = "") -> Page:
    """Compose the report.

    Parameters
    ----------
    result : LeafletResult
    linked_map, linked_rounds : str
        Names of the files beside the page; "" for none.
    """
    words, language = LEAFLET_WORDS[result.wish.language], result.wish.language
    title, subtitle = title_of(result)
    sections = [
        Section(words["short"], _short(result, linked_map)),
        Section(words["beside"], _beside(result)),
    ]
    groups = groups_table(result)
    if len(groups):
        sections.append(Section(words["by_group"], (Table(groups, columns_for(groups, language)),)))
    zones = _listed(zones_table(result))
    note = f"{words['zones_note']} {cap_text(result)}".strip()
    listed = Table(zones, columns_for(zones, language, ZONE_COLUMNS), note=note, limit=SHOWN_ZONES)
    sections.append(Section(words["zones"], (listed,)))
    if result.experiment is not None:
        sections.append(Section(words["controls"], _controls(result)))
    sections += [Section(words["rounds"], _rounds(result, linked_rounds)), Section(words["method"], _method(result))]
    note = words["published" if result.wish.is_published else "private"]
    return Page(title, language, tuple(sections), subtitle=subtitle, sources=result.zones.sources, note=note)


def _listed(zones: pd.DataFrame) -> pd.DataFrame:
    """Name zones with their commune, and leave the sector out where it says no more than the store."""
    pairs = zip(zones["zone_label"], zones["commune"], strict=True)
    named = [zone if not town or town in zone else f"{zone}, {town}" for zone, town in pairs]
    told = zones.assign(zone_label=pd.Series(named, index=zones.index, dtype="str"))
    is_twice = {"store", "sector"} <= set(told.columns) and told.groupby("store")["sector"].nunique().max() == 1
    return told.drop(columns="sector") if is_twice else told


def _short(result: LeafletResult, linked_map: str) -> tuple[Block, ...]:
    told, trust, pays = answer(result)
    blocks: list[Block] = [Paragraph(told), Note(trust, "warning" if result.expected.basis == "stated" else "note")]
    blocks += [Paragraph(pays), _figures(result), Paragraph(gap_text(result))]
    blocks += [Note(text, "warning") for text in warnings_of(result)]
    return (*blocks, plan_picture(result, linked_map)) if linked_map else tuple(blocks)


def _figures(result: LeafletResult) -> KeyFigures:
    words, language, plan, found = (
        LEAFLET_WORDS[result.wish.language],
        result.wish.language,
        result.plan,
        result.expected,
    )
    budget = words["figure_boxes_note"].format(budget=budget_text(result))
    span = words["figure_range"].format(
        low=expected_text(found.low, language), high=expected_text(found.high, language)
    )
    unit = result.wish.unit
    figures = [
        KeyFigure(words["figure_boxes"], float(plan.letterboxes), "", budget if unit == "letterboxes" else ""),
        KeyFigure(words["figure_cost"], eur_text(plan.cost_eur, language), "", budget if unit == "eur" else ""),
        KeyFigure(words["figure_expected"], expected_text(found.value, language), "", span),
        KeyFigure(
            words["figure_each"], eur_text(plan.cost_eur / found.value if found.value else float("nan"), language)
        ),
    ]
    if result.payback is not None:
        rate = digits_text(1000 * found.value / max(1, plan.letterboxes), language)
        figures += [
            KeyFigure(words["figure_even"], digits_text(1000 * result.payback.break_even_rate, language), "",
                      words["figure_even_note"].format(rate=rate)),
            KeyFigure(words["figure_return"], _signed(result.payback.return_share, language), "",
                      words["figure_return_note"]),
        ]  # fmt: skip
    return KeyFigures(tuple(figures))


def _beside(result: LeafletResult) -> tuple[Block, ...]:
    """Set the plan beside plain choices, then show the curve."""
    words, language, own = LEAFLET_WORDS[result.wish.language], result.wish.language, result.expected.value
    others = {"nearest": result.beside.nearest, "random": result.beside.random}
    known = {name: value for name, value in others.items() if value == value}  # noqa: PLR0124  NaN: no stores
    most = max([own, *known.values(), 1e-9])
    bars = [
        ShareBar(words["choice_plan"], own / most, words["choice_self"].format(customers=expected_text(own, language)))
    ]
    for name, value in known.items():
        gain = _signed(own / value - 1, language) if value > 0 else "–"  # noqa: RUF001  the sign of a missing value
        text = words["choice_gain"].format(customers=expected_text(value, language), gain=gain)
        bars.append(ShareBar(words[f"choice_{name}"], value / most, text))
    charts = [chart for chart in (response_chart(result), profit_chart(result)) if chart is not None]
    marginal = marginal_text(result)
    return (ShareBars(tuple(bars)), Paragraph(words["beside_text"]), *charts,
            *([Paragraph(marginal)] if marginal else []))  # fmt: skip


def _controls(result: LeafletResult) -> tuple[Block, ...]:
    frame = control_table(result)
    texts = tuple(Paragraph(text) for text in control_texts(result))
    return (*texts, Table(frame, columns_for(frame, result.wish.language), limit=SHOWN_ZONES))


def _rounds(result: LeafletResult, linked_rounds: str) -> tuple[Block, ...]:
    blocks: list[Block] = [Paragraph(text) for text in round_texts(result)]
    frame = rounds_table(result)
    if len(frame):
        blocks.append(Table(frame, columns_for(frame, result.wish.language), limit=SHOWN_ROUNDS))
    if linked_rounds:
        words = LEAFLET_WORDS[result.wish.language]
        link = element("a", element("strong", words["rounds_open"]), href=quote(linked_rounds))
        blocks.append(Figure(link))
    return tuple(blocks)


def _method(result: LeafletResult) -> tuple[Block, ...]:
    frame = method_table(result)
    basis = result.near.basis if result.near is not None else ()
    texts = [*basis, *refusal_texts(result), *result.inputs.ranking.notes]
    return (Table(frame, columns_for(frame, result.wish.language)), *(Paragraph(text) for text in texts))


def _signed(share: float, language: str) -> str:
    if abs(share) < NO_CHANGE:
        return "±0\N{NO-BREAK SPACE}%" if language == "fr" else "±0%"
    sign = "+" if share >= 0 else "\N{MINUS SIGN}"
    return f"{sign}{percent_text(abs(share), language)}"
