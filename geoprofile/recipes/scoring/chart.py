"""The two charts of a score: customers found by prospects contacted, and rates by probability."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.pages.blocks import Figure
from geoprofile.pages.curves import (
    CURVE_COLOURS,
    TENTHS,
    Curve,
    curve_line,
    curve_points,
    key,
    rate_mark,
    round_limit,
)
from geoprofile.pages.svg import Plot, axes, drawing, element, path_of
from geoprofile.recipes.scoring.words import SCORE_WORDS
from geoprofile.scoring.model import METHODS
from geoprofile.words import fixed_text, value_text

if TYPE_CHECKING:
    import pandas as pd

    from geoprofile.recipes.scoring.flow import ScoreResult

__all__ = ["calibration_figure", "gains_figure"]

POINTS = 100


def gains_figure(result: ScoreResult, language: str) -> Figure:
    """Draw what both models find, in steps of a hundredth of the prospects: no step shows one of them."""
    words, plot = SCORE_WORDS[language], Plot()
    steps = np.linspace(0, 1, POINTS + 1)
    order = sorted(METHODS, key=lambda method: method != result.model.method)
    curves = [Curve(words[method], steps, np.interp(steps, *result.gains[method])) for method in order]
    ticks = [(step, value_text(step, "share", language)) for step in TENTHS]
    parts = axes(plot, ticks, ticks, words["axis_prospects"], words["axis_found"])
    parts.append(element("path", d=path_of(plot, [(0, 0), (1, 1)]), class_="gp-chance"))
    for i in reversed(range(len(curves))):
        parts.append(curve_line(plot, curve_points(curves[i]), CURVE_COLOURS[i], bool(i), strong=i == 0))
    rows = [
        (CURVE_COLOURS[i], bool(i), f"{words[method]}  AUC {fixed_text(result.judged[method].auc.value, 2, language)}")
        for i, method in enumerate(order)
    ]
    parts += key(plot, [*rows, ("#8b98a5", True, words["chance"])])
    return Figure(drawing(plot, parts, alt=words["gains_caption"]), words["gains_caption"])


def calibration_figure(table: pd.DataFrame, language: str) -> Figure:
    """Draw observed rates with their intervals over the probabilities told.

    Parameters
    ----------
    table : DataFrame
        `modelled_rate`, `observed_rate`, `observed_low`, `observed_high`, NaN where not published.
    language : {"fr", "en"}
    """
    words = SCORE_WORDS[language]
    names = ["modelled_rate", "observed_rate", "observed_low", "observed_high"]
    known = table[names].dropna().to_numpy(dtype=float)
    most, step = round_limit(float(known.max()) if len(known) else 1.0)
    plot = Plot(most, most, width=410.0)
    decimals = max(0, -math.floor(math.log10(100 * step)))
    ticks = [(i * step, _percent(i * step, decimals, language)) for i in range(round(most / step) + 1)]
    parts = axes(plot, ticks, ticks, words["axis_said"], words["axis_seen"])
    parts.append(element("path", d=path_of(plot, [(0, 0), (most, most)]), class_="gp-chance"))
    for said, seen, low, high in known.tolist():
        text = f"{_percent(said, 1, language)} → {_percent(seen, 1, language)}"
        parts += rate_mark(plot, said, seen, low, high, text)
    return Figure(drawing(plot, parts, alt=words["calibration_caption"]), words["calibration_caption"])


def _percent(share: float, decimals: int, language: str) -> str:
    return f"{fixed_text(100 * share, decimals, language)}{chr(160) if language == 'fr' else ''}%"
