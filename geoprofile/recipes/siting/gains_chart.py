"""A dot and a whisker for each candidate: what it adds to the chain, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.pages.blocks import Figure
from geoprofile.pages.curves import round_limit, tick_text
from geoprofile.pages.svg import Plot, drawing, element
from geoprofile.recipes.siting.words import SITING_WORDS
from geoprofile.words import count_text

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup

__all__ = ["MOST_SITES", "gains_chart"]

MOST_SITES = 20
WIDTH, STEP, HEAD, FOOT = 490.0, 28.0, 8.0, 34.0
# Names stand left of the dots; longer ones are cut.
NAMES, LONGEST = 196.0, 26
COLOUR, PALE = "#1d3f8f", "#8b98a5"


def gains_chart(sites: pd.DataFrame, unit: str, language: str) -> Figure:
    """Draw the net gain of the first candidates with its interval.

    Parameters
    ----------
    sites : DataFrame
        `rank`, `place_name`, `net_own`, `net_own_low`, `net_own_high` (NaN where unknown), best first.
    unit : str
        What gains are counted in.
    language : {"fr", "en"}
    """
    words, shown = SITING_WORDS[language], sites.head(MOST_SITES)
    values = shown[["net_own", "net_own_low", "net_own_high"]].to_numpy(dtype=float)
    most, step = round_limit(float(np.nanmax(values)) if np.isfinite(values).any() else 1.0)
    plot = _Rows(most, 1.0, WIDTH, HEAD + STEP * len(shown) + FOOT)
    parts = []
    for i in range(round(most / step) + 1):
        x, text = plot.x(i * step), tick_text(i * step, 2, language)
        parts.append(element("line", x1=x, x2=x, y1=HEAD, y2=plot.height - FOOT, class_="gp-grid"))
        parts.append(element("text", text, x=x, y=plot.height - FOOT + 18, text_anchor="middle", class_="gp-tick"))
    for place, (rank, name, (net, low, high)) in enumerate(
        zip(shown["rank"].tolist(), shown["place_name"].tolist(), values.tolist(), strict=True)
    ):
        parts += _row(plot, HEAD + STEP * (place + 0.5), f"{rank:.0f}. {name}", (net, low, high), language)
    caption = words["chart" if np.isfinite(values[:, 1:]).any() else "chart_bare"].format(unit=unit)
    return Figure(drawing(plot, parts, alt=caption), caption)


class _Rows(Plot):
    """A plot whose left side holds names."""

    LEFT = NAMES


def _row(plot: Plot, y: float, name: str, values: tuple[float, float, float], language: str) -> list[Markup]:
    net, low, high = values
    short = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}\N{HORIZONTAL ELLIPSIS}"
    told = f"{name}: {count_text(net, language)}"
    drawn = [
        element("text", element("title", name), short, x=plot.x(0) - 10, y=y + 4, text_anchor="end", class_="gp-key")
    ]
    if np.isfinite(low) and np.isfinite(high):
        ends = {"low": count_text(low, language), "high": count_text(high, language)}
        told += f" ({SITING_WORDS[language]['interval_note'].format(**ends)})"
        spots = {"x1": plot.x(max(low, 0.0)), "x2": plot.x(high), "y1": y, "y2": y}
        drawn.append(element("line", **spots, stroke=PALE, stroke_width=3.0, stroke_linecap="round"))
    drawn.append(element("circle", element("title", told), cx=plot.x(max(net, 0.0)), cy=y, r=5.0, fill=COLOUR))
    return drawn
