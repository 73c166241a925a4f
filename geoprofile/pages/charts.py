"""Bar charts of a page, laid out in percent of their width: they are drawn as HTML, so that a phone can wrap them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geoprofile.colours import group_of, ink_on, type_colour
from geoprofile.pages.scales import index_scale, span, unit_scale
from geoprofile.words import MISSING_SIGN, fixed_text, number_text, share_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from geoprofile.pages.blocks import IndexBar, IndexBars, ShareBars, SizeBars
    from geoprofile.pages.scales import Span

__all__ = ["BarRow", "IndexView", "SizeRow", "index_view", "share_view", "size_view"]

BASE = 100.0
# A piece narrower than this, in percent of the chart, has no room for its code.
NAMED_FROM = 2.6


@dataclass(frozen=True)
class BarRow:
    """One bar: texts, spans, and where its mark stands (None for none)."""

    label: str
    text: str
    note: str
    bar: Span | None
    whisker: Span | None
    mark: float | None
    pale: bool = False


@dataclass(frozen=True)
class IndexView:
    """Bars of indices, the texts of the three ticks, and which signs its key must explain."""

    rows: tuple[BarRow, ...]
    ticks: tuple[str, ...]
    valued: bool
    marked: bool
    whiskers: bool
    pale: bool


@dataclass(frozen=True)
class SizePiece:
    """A type in the bar of its group."""

    code: str
    name: str
    share: str
    width: float
    colour: str
    ink: str
    named: bool


@dataclass(frozen=True)
class SizeRow:
    """A group with its types."""

    code: str
    name: str
    share: str
    pieces: tuple[SizePiece, ...]


def index_view(chart: IndexBars, language: str) -> IndexView:
    """Lay out indices around 100."""
    place, ticks = index_scale([bar.index for bar in chart.bars])
    rows = tuple(_index_row(bar, place, language) for bar in chart.bars)
    return IndexView(
        rows,
        tuple(number_text(round(tick), language) for tick in ticks),
        valued=any(row.note for row in rows),
        marked=any(row.mark is not None for row in rows),
        whiskers=any(row.whisker for row in rows),
        pale=any(row.pale for row in rows),
    )


def _index_row(bar: IndexBar, place: Callable[[float], float], language: str) -> BarRow:
    text = MISSING_SIGN if math.isnan(bar.index) else fixed_text(bar.index, 0, language)
    mark = None if math.isnan(bar.group_index) else min(max(place(bar.group_index), 0.0), 100.0)
    note = f"{bar.value} / {bar.base}" if bar.base else bar.value
    shown = None if mark is None else round(mark, 2)
    return BarRow(
        bar.label, text, note, span(place, BASE, bar.index), span(place, bar.low, bar.high), shown, pale=not bar.sure
    )


def share_view(chart: ShareBars, language: str) -> tuple[BarRow, ...]:
    """Lay out values from 0 to 1."""
    return tuple(
        BarRow(
            bar.label,
            bar.text or (MISSING_SIGN if math.isnan(bar.value) else share_text(bar.value, language)),
            "",
            span(unit_scale, 0.0, bar.value),
            span(unit_scale, bar.low, bar.high),
            None if math.isnan(bar.reference) else round(unit_scale(min(max(bar.reference, 0.0), 1.0)), 2),
        )
        for bar in chart.bars
    )


def size_view(chart: SizeBars, language: str) -> tuple[SizeRow, ...]:
    """Lay out the groups, each bar cut into its types; the widest fills the chart."""
    frame = chart.frame.assign(group=chart.frame["code"].map(group_of)).sort_values("code", kind="stable")
    shares = frame["share"].fillna(0.0).astype(float)
    totals = shares.groupby(frame["group"]).sum()
    most = float(totals.max()) if len(totals) and totals.max() > 0 else 1.0
    names = dict(chart.group_names)
    rows = []
    for group, types in frame.assign(share=shares).groupby("group", sort=True):
        code = str(group)
        pieces = tuple(
            _piece(str(own), str(name), float(share), most, language)
            for own, name, share in zip(types["code"], types["name"], types["share"], strict=True)
        )
        rows.append(SizeRow(code, names.get(code, ""), share_text(float(totals[group]), language), pieces))
    return tuple(rows)


def _piece(code: str, name: str, share: float, most: float, language: str) -> SizePiece:
    width, colour = round(100 * share / most, 2), type_colour(code)
    return SizePiece(code, name, share_text(share, language), width, colour, ink_on(colour), named=width >= NAMED_FROM)
