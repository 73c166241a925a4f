"""Curves go where their numbers say."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.errors import TableError, UnknownNameError
from geoprofile.pages import Curve, calibration_chart, gains_chart
from geoprofile.pages.curves import curve_points, round_limit
from geoprofile.pages.svg import Plot, element


def numbers_of(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?[\d.]+", path)]


def test_a_curve_starts_at_the_origin_and_ends_where_it_was_told():
    svg = gains_chart([Curve("Modèle", [0.1, 1.0], [0.3, 1.0])], language="fr").svg
    path = numbers_of(re.findall(r'<path d="([^"]*)" fill="none"', svg)[0])
    plot = Plot()
    wanted = [plot.x(0), plot.y(0), plot.x(0.1), plot.y(0.3), plot.x(1), plot.y(1)]
    assert path == pytest.approx(wanted, abs=0.01)


def test_curves_are_named_and_those_that_flatter_are_dashed():
    svg = gains_chart(
        [Curve("Honest", [1], [1], note="AUC 0.72"), Curve("Apparent", [1], [1], dashed=True)], language="en"
    ).svg
    assert "Honest AUC 0.72" in re.sub(r"\s+", " ", svg)
    assert svg.count("stroke-dasharray") == 2 + 1  # the curve, its key, and the key of chance
    assert "Share of households" in svg


def test_the_name_of_a_curve_is_never_markup():
    assert "<b>" not in gains_chart([Curve("<b>x</b>", [1], [1])], language="fr").svg


def test_a_long_curve_is_thinned_without_losing_its_ends():
    x = np.linspace(0, 1, 50_000)
    points = curve_points(Curve("x", x, np.sqrt(x)))
    assert len(points) <= 400
    assert points[0].tolist() == [0, 0]
    assert points[-1].tolist() == [1, 1]


@pytest.mark.parametrize(("x", "y"), [([0.5, 1], [1]), ([0.5], [1.2]), ([0.5], [np.nan]), ([-0.1], [0.5])])
def test_a_curve_that_is_none_is_named(x, y):
    with pytest.raises(TableError, match="gains curve 'Modèle'"):
        gains_chart([Curve("Modèle", x, y)], language="fr")


RATES = pd.DataFrame(
    {
        "modelled_rate": [0.003, 0.001, np.nan],
        "observed_rate": [0.0028, 0.0012, 0.004],
        "observed_low": [0.002, np.nan, 0.003],
        "observed_high": [0.0036, np.nan, 0.005],
    }
)


def test_rates_are_drawn_per_thousand_households_and_unpublished_ones_are_not():
    svg = calibration_chart(RATES, language="fr").svg
    assert svg.count("<circle") == 2
    assert svg.count('stroke-width="1.6"') == 1
    assert "3 → 2,8" in svg
    assert "1\xa0000 ménages" in svg


def test_the_order_of_the_rates_changes_nothing():
    assert calibration_chart(RATES, language="en") == calibration_chart(RATES[::-1], language="en")


def test_no_rate_at_all_draws_the_axes():
    assert "<circle" not in calibration_chart(RATES.head(0), language="fr").svg


def test_a_lacking_rate_is_named():
    with pytest.raises(TableError, match="'observed_rate'"):
        calibration_chart(RATES[["modelled_rate"]], language="fr")


@pytest.mark.parametrize(
    "draw", [lambda: gains_chart([], language="nl"), lambda: calibration_chart(RATES, language="nl")]
)
def test_an_unknown_language_is_refused(draw):
    with pytest.raises(UnknownNameError, match="Choose from: en, fr"):
        draw()


@given(st.floats(1e-9, 1e9))
def test_an_axis_holds_its_greatest_value_and_few_ticks(most):
    limit, step = round_limit(most)
    assert limit >= most * (1 - 1e-9)
    assert limit < most + step * 1.000001
    assert 1 <= round(limit / step) <= 6


def test_numbers_of_a_drawing_are_short_and_never_in_powers_of_ten():
    assert element("line", x1=1 / 3, x2=1e-9, y1=123456.7, class_="a") == (
        '<line x1="0.33" x2="0" y1="123457" class="a"></line>'
    )
