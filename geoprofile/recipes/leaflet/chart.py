"""What each budget brings, drawn: the curve, the plan on it, and where one more leaflet does not pay."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.pages.blocks import Figure
from geoprofile.pages.curves import CURVE_COLOURS, round_limit, tick_text
from geoprofile.pages.svg import Plot, axes, drawing, element, path_of
from geoprofile.recipes.leaflet.words import LEAFLET_WORDS

if TYPE_CHECKING:
    from markupsafe import Markup

    from geoprofile.recipes.leaflet.flow import LeafletResult

__all__ = ["profit_chart", "response_chart"]

WIDTH, HEIGHT = 560.0, 320.0
# Text further right than this part of the plot stands left of its mark.
RIGHT_PART = 0.6


def response_chart(result: LeafletResult) -> Figure:
    """Draw expected new customers against the budget."""
    words, plan = LEAFLET_WORDS[result.wish.language], result.plan
    spent = float(plan.letterboxes if result.wish.unit == "letterboxes" else plan.cost_eur)
    marks = [(spent, plan.expected_response, words["curve_here"], CURVE_COLOURS[1])]
    caption = f"{words['curve_response']}. {words['curve_free']}" if _is_bound(result) else words["curve_response"]
    return _chart(result, "expected_response", marks, words["axis_customers"], caption)


def profit_chart(result: LeafletResult) -> Figure | None:
    """Draw margin less cost against the budget, and its greatest point; None without a margin."""
    if result.payback is None:
        return None
    words, plan, curve = LEAFLET_WORDS[result.wish.language], result.plan, result.curve
    spent = float(plan.letterboxes if result.wish.unit == "letterboxes" else plan.cost_eur)
    marks = [(spent, result.payback.profit_eur, words["curve_here"], CURVE_COLOURS[1])]
    if curve.most_profitable is not None and curve.most_profitable < len(curve.points) - 1:
        best = curve.points.iloc[curve.most_profitable]
        column = "letterboxes" if result.wish.unit == "letterboxes" else "cost_eur"
        marks.append((float(best[column]), float(best["profit_eur"]), words["curve_best"], CURVE_COLOURS[2]))
    return _chart(result, "profit_eur", marks, words["axis_profit"], words["curve_profit"])


def _is_bound(result: LeafletResult) -> bool:
    """Tell whether the plan has borders or waves that the curve does not know of."""
    return result.wish.shape != "free" or result.wish.waves > 1


def _chart(
    result: LeafletResult, column: str, marks: list[tuple[float, float, str, str]], y_label: str, caption: str
) -> Figure:
    """Draw one curve from nothing on, and marks on it; values below 0 hang under a line."""
    language, points = result.wish.language, result.curve.points
    x = points["letterboxes" if result.wish.unit == "letterboxes" else "cost_eur"].to_numpy(dtype=float)
    y = points[column].to_numpy(dtype=float)
    x, y = (np.append(0.0, x), np.append(0.0, y)) if column == "expected_response" else (x, y)
    x_most, x_step = round_limit(max([float(x.max()), *(mark[0] for mark in marks)]))
    values = [*y.tolist(), *(mark[1] for mark in marks)]
    _, step = round_limit(max([*(abs(value) for value in values), 1e-9]))
    low, high = math.floor(min(0.0, *values) / step) * step, math.ceil(max(0.0, *values) / step) * step
    # The plot counts upwards from 0: all is drawn above the lowest value.
    plot = Plot(x_most, max(high - low, step), width=WIDTH, height=HEIGHT)
    decimals = max(0, 1 - math.floor(math.log10(step)))
    y_ticks = [(i * step, tick_text(low + i * step, decimals, language)) for i in range(round((high - low) / step) + 1)]
    x_ticks = [(i * x_step, tick_text(i * x_step, 0, language)) for i in range(round(x_most / x_step) + 1)]
    words = LEAFLET_WORDS[language]
    parts = axes(plot, x_ticks, y_ticks, words[f"axis_{result.wish.unit}"], y_label)
    if low < 0:
        zero = plot.y(-low)
        parts.append(element("line", x1=plot.x(0), x2=plot.x(x_most), y1=zero, y2=zero, class_="gp-axis"))
    line = path_of(plot, list(zip(x.tolist(), (y - low).tolist(), strict=True)))
    parts.append(element("path", d=line, fill="none", stroke=CURVE_COLOURS[0], stroke_width=2.6))
    for at, (spent, value, text, colour) in enumerate(marks):
        parts += _mark(plot, spent, value - low, text, colour, below=at == 0)
    return Figure(drawing(plot, parts, alt=caption), caption)


def _mark(plot: Plot, x: float, y: float, text: str, colour: str, *, below: bool) -> list[Markup]:
    """Draw a point with its name beside it."""
    at_right = x > RIGHT_PART * plot.x_most
    place = {"x": plot.x(x) + (-9 if at_right else 9), "y": plot.y(y) + (20 if below else -10)}
    anchor = "end" if at_right else "start"
    return [
        element("line", x1=plot.x(x), x2=plot.x(x), y1=plot.y(0), y2=plot.y(y), stroke=colour, stroke_width=1.2,
                stroke_dasharray="4 3"),
        element("circle", cx=plot.x(x), cy=plot.y(y), r=5.0, fill=colour),
        element("text", text, **place, text_anchor=anchor, class_="gp-key"),
    ]  # fmt: skip
