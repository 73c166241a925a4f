"""Customers per household against minutes: what was seen in each ring, and the curve fitted to it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import TableError
from geoprofile.pages.blocks import Figure
from geoprofile.pages.curves import CURVE_COLOURS, round_limit, tick_text
from geoprofile.pages.svg import Plot, axes, drawing, element, path_of
from geoprofile.pages.words import PAGE_WORDS
from geoprofile.words import check_language, digits_text

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup

__all__ = ["decay_chart"]

RATE_COLUMNS = ("penetration_rate", "low", "high")
BAND_FILL = "#c9d7ee"
THOUSAND = 1000.0
MOST_DECIMALS = 4


def decay_chart(rings: pd.DataFrame, curve: pd.DataFrame | None = None, *, language: str, caption: str = "") -> Figure:
    """Draw the rate of each ring as a step with its interval, and a curve with its band.

    Parameters
    ----------
    rings : DataFrame
        `from_min`, `to_min` (minutes; a ring without an end is not drawn), `penetration_rate` (customers per
        household), `low`, `high`; NaN where it is not known.
    curve : DataFrame, optional
        `minutes` and the same three columns.
    language : {"fr", "en"}
    caption : str

    Raises
    ------
    TableError
        If a column is lacking, or no ring has an end.
    UnknownNameError
        If the language is unknown.
    """
    check_language(language)
    words = PAGE_WORDS[language]
    for frame, names in ((rings, ("from_min", "to_min", *RATE_COLUMNS)), (curve, ("minutes", *RATE_COLUMNS))):
        lacking = [] if frame is None else [name for name in names if name not in frame.columns]
        if lacking:
            raise TableError(f"The rates by distance lack column {lacking[0]!r}.")
    ended = rings[np.isfinite(rings["to_min"].to_numpy(dtype=float))]
    if ended.empty:
        raise TableError("No ring of minutes has an end: there is nothing to draw.")
    plot, x_ticks, y_ticks = _frame(ended, curve, language)
    parts = axes(plot, x_ticks, y_ticks, words["decay_minutes"], words["decay_rate"])
    if curve is not None:
        parts += _curve(plot, curve)
    for start, stop, rate, low, high in ended[["from_min", "to_min", *RATE_COLUMNS]].itertuples(index=False):
        parts += _step(plot, float(start), float(stop), (float(rate), float(low), float(high)), language)
    return Figure(drawing(plot, parts, alt=words["decay_alt"]), caption)


def _frame(
    rings: pd.DataFrame, curve: pd.DataFrame | None, language: str
) -> tuple[Plot, list[tuple[float, str]], list[tuple[float, str]]]:
    """Choose the ends of both axes: room for every ring and for the curve, not for all of its band."""
    highest = [float(np.nanmax(frame["penetration_rate"].to_numpy(dtype=float), initial=0.0))
               for frame in (rings, curve) if frame is not None]  # fmt: skip
    told = rings["high"].to_numpy(dtype=float)
    most = max([*highest, float(np.nanmax(np.minimum(told, 2 * max(highest)), initial=0.0))])
    y_most, y_step = round_limit(most * THOUSAND)
    plot = Plot(x_most=float(rings["to_min"].max()), y_most=y_most, width=520.0, height=320.0)
    x_ticks = [(float(end), digits_text(float(end), language)) for end in [0.0, *rings["to_min"]]]
    steps = np.arange(0, y_most + y_step / 2, y_step).tolist()
    return plot, x_ticks, [(step, tick_text(step, MOST_DECIMALS, language)) for step in steps]


def _curve(plot: Plot, curve: pd.DataFrame) -> list[Markup]:
    """Draw the curve over its band, both cut at the top of the plot."""
    inside = curve[curve["minutes"] <= plot.x_most]
    minutes = inside["minutes"].to_numpy(dtype=float)
    rates = {name: np.minimum(inside[name].to_numpy(dtype=float) * THOUSAND, plot.y_most) for name in RATE_COLUMNS}
    around = [*zip(minutes, rates["high"], strict=True), *zip(minutes[::-1], rates["low"][::-1], strict=True)]
    line = path_of(plot, zip(minutes.tolist(), rates["penetration_rate"].tolist(), strict=True))
    return [
        element("path", d=f"{path_of(plot, around)}Z", fill=BAND_FILL, fill_opacity=0.7),
        element("path", d=line, fill="none", stroke=CURVE_COLOURS[0], stroke_width=2.4),
    ]


def _step(plot: Plot, start: float, stop: float, rates: tuple[float, float, float], language: str) -> list[Markup]:
    """Draw the rate of one ring across its minutes, and its interval in their middle."""
    rate, low, high = (value * THOUSAND for value in rates)
    if not math.isfinite(rate):
        return []
    y, drawn = plot.y(min(rate, plot.y_most)), []
    told = f"{digits_text(start, language)}-{digits_text(stop, language)} min: {digits_text(rate, language)}"
    if math.isfinite(low) and math.isfinite(high):
        middle = plot.x((start + stop) / 2)
        ends = {"y1": plot.y(min(low, plot.y_most)), "y2": plot.y(min(high, plot.y_most))}
        drawn.append(element("line", x1=middle, x2=middle, **ends, stroke=CURVE_COLOURS[1], stroke_width=1.6))
    ends = {"x1": plot.x(start) + 1, "x2": plot.x(stop) - 1}
    line = element(
        "line", element("title", told), **ends, y1=y, y2=y, stroke=CURVE_COLOURS[1], stroke_width=3.4
    )  # fmt: skip
    return [*drawn, line]
