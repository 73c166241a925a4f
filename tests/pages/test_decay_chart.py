"""Rates by distance are drawn where their numbers say."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import TableError, UnknownNameError
from geoprofile.pages import decay_chart


def rings(**other) -> pd.DataFrame:
    told = {
        "from_min": [0.0, 5.0, 10.0], "to_min": [5.0, 10.0, np.inf], "penetration_rate": [0.04, 0.02, 0.01],
        "low": [0.03, 0.01, 0.0], "high": [0.05, 0.03, 0.02],
    }  # fmt: skip
    return pd.DataFrame(told | other)


def curve() -> pd.DataFrame:
    minutes = np.linspace(0, 10, 11)
    rate = 0.05 * np.exp(-0.1 * minutes)
    return pd.DataFrame({"minutes": minutes, "penetration_rate": rate, "low": rate / 2, "high": rate * 9})


def steps_of(svg: str) -> list[tuple[float, float]]:
    return [
        (float(x2) - float(x1), float(y))
        for x1, x2, y in re.findall(
            r'<line x1="([\d.]+)" x2="([\d.]+)" y1="([\d.]+)" y2="[\d.]+" stroke="#c2571a"', svg
        )
        if x1 != x2
    ]


def test_each_ring_with_an_end_is_one_step_and_a_higher_rate_stands_higher():
    steps = steps_of(decay_chart(rings(), language="en").svg)
    assert len(steps) == 2
    assert steps[0][1] < steps[1][1]
    assert steps[0][0] == pytest.approx(steps[1][0], abs=0.1)


def test_a_rate_that_is_not_known_is_not_drawn():
    svg = decay_chart(rings(penetration_rate=[0.04, np.nan, 0.01]), language="fr").svg
    assert len(steps_of(svg)) == 1


def test_a_wide_band_stays_inside_the_plot():
    svg = decay_chart(rings(), curve(), language="fr").svg
    height = float(re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', svg)[1])
    (path,) = re.findall(r'<path d="([^"]*)Z"', svg)
    ys = [float(y) for y in re.findall(r"[\d.]+ ([\d.]+)", path)]
    assert 0 <= min(ys) <= max(ys) <= height


def test_the_curve_is_drawn_in_rates_per_thousand():
    svg = decay_chart(rings(), curve(), language="en").svg
    assert "per 1,000 households" in svg
    assert svg.count('fill="none"') == 1


def test_a_lacking_column_and_rings_without_an_end_are_refused():
    with pytest.raises(TableError, match="'low'"):
        decay_chart(rings().drop(columns="low"), language="en")
    with pytest.raises(TableError, match="end"):
        decay_chart(rings(to_min=[np.inf] * 3), language="en")
    with pytest.raises(UnknownNameError):
        decay_chart(rings(), language="de")
