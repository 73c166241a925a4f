"""Curves of a report: gains of several rankings, and modelled against observed rates."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import TableError
from geoprofile.pages.blocks import Figure
from geoprofile.pages.svg import Plot, axes, drawing, element, path_of
from geoprofile.pages.words import PAGE_WORDS
from geoprofile.words import check_language, fixed_text, value_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from markupsafe import Markup
    from numpy.typing import ArrayLike, NDArray

__all__ = ["CURVE_COLOURS", "Curve", "calibration_chart", "gains_chart"]

# First the method that counts; told apart by lightness and by dashes too.
CURVE_COLOURS = ("#1d3f8f", "#c2571a", "#2b8a7e", "#8a2f5c", "#6f7d8a", "#b08a1e")
TENTHS = tuple(step / 5 for step in range(6))
MOST_POINTS = 400
CALIBRATION_COLUMNS = ("modelled_rate", "observed_rate", "observed_low", "observed_high")
MOST_TICKS = 6


@dataclass(frozen=True)
class Curve:
    """One curve of gains.

    Attributes
    ----------
    label : str
    households, customers : array-like of shape (n,)
        Cumulative shares (0-1) of households and of the customers that live in them, best zones first.
    dashed : bool
        For a curve that is measured on the very customers it was made from.
    note : str
        Written after the label ("AUC 0.72").
    """

    label: str
    households: ArrayLike
    customers: ArrayLike
    dashed: bool = False
    note: str = ""


def gains_chart(curves: Sequence[Curve], *, language: str, caption: str = "", measured: str = "") -> Figure:
    """Draw gains curves over the diagonal of chance.

    Parameters
    ----------
    curves : sequence of Curve
        At most six; the first is drawn strongest.
    language : {"fr", "en"}
    caption : str
    measured : str
        What stands beside the upright axis, by default the share of customers.

    Raises
    ------
    TableError
        If a curve has points missing, outside 0 to 1, or not as many of the one as of the other.
    """
    check_language(language)
    words, plot = PAGE_WORDS[language], Plot()
    lines = [curve_points(curve) for curve in curves]
    ticks = [(step, value_text(step, "share", language)) for step in TENTHS]
    parts = axes(plot, ticks, ticks, words["share_households"], measured or words["share_customers"])
    parts.append(element("path", d=path_of(plot, [(0, 0), (1, 1)]), class_="gp-chance"))
    for i in reversed(range(len(curves))):
        parts.append(curve_line(plot, lines[i], CURVE_COLOURS[i % len(CURVE_COLOURS)], curves[i].dashed, strong=i == 0))
    rows = [
        (CURVE_COLOURS[i % len(CURVE_COLOURS)], curve.dashed, f"{curve.label}  {curve.note}".strip())
        for i, curve in enumerate(curves)
    ]
    parts += key(plot, [*rows, ("#8b98a5", True, words["chance"])])
    return Figure(drawing(plot, parts, alt=words["gains_alt"]), caption)


def curve_line(plot: Plot, points: NDArray[np.float64], colour: str, dashed: bool, *, strong: bool) -> Markup:  # noqa: FBT001  one look of the curve
    """Draw one curve."""
    look = {"stroke_dasharray": "6 4"} if dashed else {}
    return element(
        "path",
        d=path_of(plot, points.tolist()),
        fill="none",
        stroke=colour,
        stroke_width=2.6 if strong else 1.8,
        **look,
    )


def curve_points(curve: Curve) -> NDArray[np.float64]:
    """Give the points of a curve from the origin on, thinned to what can be seen."""
    x, y = (np.asarray(side, dtype=float) for side in (curve.households, curve.customers))
    inside = (
        x.shape == y.shape and x.ndim == 1 and bool(((x >= 0) & (x <= 1 + 1e-9) & (y >= 0) & (y <= 1 + 1e-9)).all())
    )
    if not inside:
        raise TableError(
            f"The gains curve {curve.label!r} needs as many shares of customers as of households, all from 0 to 1."
        )
    points: NDArray[np.float64] = np.vstack([[0.0, 0.0], np.column_stack([x, y])])
    if len(points) <= MOST_POINTS:
        return points
    kept = np.unique(np.linspace(0, len(points) - 1, MOST_POINTS).round().astype(int))
    thinned: NDArray[np.float64] = points[kept]
    return thinned


def key(plot: Plot, rows: Sequence[tuple[str, bool, str]]) -> list[Markup]:
    """Name the curves, in the corner that gains never reach."""
    step, drawn = 20.0, []
    top = plot.y(0) - 14 - step * (len(rows) - 1)
    longest = max(len(text) for _, _, text in rows)
    left = max(plot.width - plot.RIGHT - 46 - 6.9 * longest, plot.LEFT + 10)
    for i, (colour, dashed, text) in enumerate(rows):
        y = top + step * i
        look = {"stroke_dasharray": "6 4"} if dashed else {}
        drawn.append(element("line", x1=left, x2=left + 26, y1=y, y2=y, stroke=colour, stroke_width=2.4, **look))
        drawn.append(element("text", text, x=left + 34, y=y + 4, class_="gp-key"))
    return drawn


def calibration_chart(rates: pd.DataFrame, *, language: str, caption: str = "") -> Figure:
    """Draw observed against modelled rates with their intervals; on the diagonal the model is exact.

    Parameters
    ----------
    rates : DataFrame
        `modelled_rate` and `observed_rate` (customers per household) and, if known, `observed_low` and
        `observed_high`; a row that has one of the first two missing (too few customers to be published) is
        not drawn. They are written per thousand households.
    language : {"fr", "en"}
    caption : str

    Raises
    ------
    TableError
        If a column is lacking.
    """
    check_language(language)
    for name in CALIBRATION_COLUMNS[:2]:
        if name not in rates.columns:
            raise TableError(f"The table of rates lacks column {name!r}, which a calibration chart draws.")
    words = PAGE_WORDS[language]
    known = 1000 * rates.reindex(columns=list(CALIBRATION_COLUMNS)).astype(float)
    known = known[np.isfinite(known["modelled_rate"]) & np.isfinite(known["observed_rate"])]
    known = known.sort_values(list(CALIBRATION_COLUMNS))
    most, step = round_limit(float(np.nanmax(known.to_numpy())) if len(known) else 1.0)
    decimals = max(0, 1 - math.floor(math.log10(step)))
    plot = Plot(most, most, width=410.0)
    ticks = [(i * step, tick_text(i * step, decimals, language)) for i in range(round(most / step) + 1)]
    parts = axes(plot, ticks, ticks, words["modelled"], words["observed"])
    parts.append(element("path", d=path_of(plot, [(0, 0), (most, most)]), class_="gp-chance"))
    for modelled, observed, low, high in known.to_numpy().tolist():
        text = f"{tick_text(modelled, decimals + 1, language)} → {tick_text(observed, decimals + 1, language)}"
        parts += rate_mark(plot, modelled, observed, low, high, text)
    return Figure(drawing(plot, parts, alt=words["calibration_alt"]), caption)


def tick_text(value: float, decimals: int, language: str) -> str:
    """Write a number without the zeros that its decimals would end in."""
    digits = next((n for n in range(decimals) if math.isclose(round(value, n), value, abs_tol=1e-12)), decimals)
    return fixed_text(value, digits, language)


def rate_mark(plot: Plot, modelled: float, observed: float, low: float, high: float, text: str) -> list[Markup]:
    """Draw one rate with its interval."""
    x, drawn = plot.x(modelled), []
    if math.isfinite(low) and math.isfinite(high):
        ends = {"x1": x, "x2": x, "y1": plot.y(max(low, 0.0)), "y2": plot.y(high)}
        drawn.append(element("line", **ends, stroke=CURVE_COLOURS[0], stroke_width=1.6))
    mark = element("circle", element("title", text), cx=x, cy=plot.y(observed), r=4.5, fill=CURVE_COLOURS[0])
    return [*drawn, mark]


def round_limit(most: float) -> tuple[float, float]:
    """Choose the end of an axis and the step of its ticks so that both can be said aloud."""
    if not math.isfinite(most) or most <= 0:
        return 1.0, 0.2
    size = 10.0 ** math.floor(math.log10(most))
    step = next(part * size for part in (0.1, 0.2, 0.25, 0.5, 1.0, 2.0) if most / (part * size) <= MOST_TICKS)
    return step * math.ceil(most / step - 1e-9), step
