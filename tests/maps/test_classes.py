"""Classes say what was done, and their colours can be told apart."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geoprofile.maps.classes import LEVEL_COLOURS, RAMP, quantile_classes
from geoprofile.tables import MATCH_LEVELS

VALUES = arrays(float, st.integers(0, 60), elements=st.floats(-1e6, 1e6, width=32) | st.just(np.nan))


def luminance(colour: str) -> float:
    """Give the relative luminance of the sRGB standard (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@given(VALUES)
def test_each_known_value_lies_between_the_edges_of_its_class(values):
    classes = quantile_classes(values)
    for value, number in zip(values, classes.number, strict=True):
        if np.isnan(value):
            assert number == -1
        else:
            assert classes.edges[number] <= value <= classes.edges[number + 1]


@given(VALUES)
def test_classes_keep_the_order_of_values(values):
    known = np.isfinite(values)
    order = np.argsort(values[known], kind="stable")
    assert (np.diff(quantile_classes(values).number[known][order]) >= 0).all()


def test_classes_hold_about_the_same_number_of_zones():
    counts = np.bincount(quantile_classes(np.random.default_rng(1).normal(21_000, 4_000, 500)).number)
    assert counts.min() >= 95
    assert counts.max() <= 105


def test_equal_values_make_one_class():
    classes = quantile_classes(np.array([5.0, 5.0, 5.0, np.nan]))
    assert len(classes) == 1
    assert classes.edges == (5.0, 5.0)


def test_nothing_but_missing_values_makes_no_class():
    assert len(quantile_classes(np.array([np.nan, np.nan]))) == 0


def test_a_legend_shows_inner_edges_to_three_digits_and_sorts_by_them():
    values = np.array([12345.0, 12999.0, 14449.0, 15551.0, 17777.0, 19999.0, 23456.0])
    inner = quantile_classes(values).edges[1:-1]
    assert all(float(f"{edge:.3g}") == edge for edge in inner)


@pytest.mark.parametrize("ramp", [RAMP, tuple(LEVEL_COLOURS.values())])
def test_colours_differ_in_lightness_so_that_no_colour_sense_is_needed(ramp):
    light = [luminance(colour) for colour in ramp]
    steps = np.diff(light) * (1 if light[0] < light[-1] else -1)
    ratios = [(max(a, b) + 0.05) / (min(a, b) + 0.05) for a, b in pairwise(light)]
    assert (steps > 0).all()
    assert min(ratios) > 1.25


def test_every_match_level_has_a_colour():
    assert tuple(LEVEL_COLOURS) == MATCH_LEVELS
