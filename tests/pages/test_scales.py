"""Bars are as long as what they stand for."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.pages.scales import index_scale, signed_scale, span, unit_scale

INDICES = st.lists(st.floats(1, 10_000) | st.just(math.nan), max_size=30)


@given(INDICES, st.floats(1, 100))
def test_half_and_double_lie_equally_far_from_the_middle(indices, ratio):
    place, _ = index_scale(indices)
    assert place(100) == 50
    assert place(100 * ratio) - 50 == pytest.approx(50 - place(100 / ratio))


@given(INDICES)
def test_the_ends_of_the_scale_are_those_its_ticks_say(indices):
    place, (low, middle, high) = index_scale(indices)
    assert middle == 100
    assert place(low) == pytest.approx(0, abs=1e-9)
    assert place(high) == pytest.approx(100)


@given(INDICES, st.floats(0, 10_000), st.floats(0, 10_000))
def test_a_bar_never_leaves_its_track(indices, start, end):
    place, _ = index_scale(indices)
    found = span(place, start, end)
    assert 0 <= found.left <= found.left + found.width <= 100.01
    assert found.side == ("over" if end >= start else "under")


def test_a_bar_that_would_leave_its_track_is_marked_as_cut():
    place, _ = index_scale([90.0, 110.0])
    assert span(place, 100, 900).cut
    assert not span(place, 100, 105).cut


def test_an_index_of_nought_fills_the_whole_side():
    place, _ = index_scale([50.0, 200.0])
    found = span(place, 100, 0)
    assert (found.left, found.width, found.side, found.cut) == (0, 50, "under", True)


@pytest.mark.parametrize("ends", [(math.nan, 1.0), (1.0, math.nan)])
def test_where_an_end_is_missing_nothing_is_drawn(ends):
    assert span(unit_scale, *ends) is None


def test_signed_values_reach_as_far_to_the_left_as_to_the_right():
    place = signed_scale([-4.0, 2.0, math.nan])
    assert [place(value) for value in (-4, 0, 2)] == [0, 50, 75]


def test_nothing_but_nought_stays_in_the_middle():
    assert signed_scale([0.0])(0.0) == 50


def test_a_few_far_values_do_not_flatten_the_others_and_near_ones_are_all_shown_whole():
    assert index_scale([110.0] * 19 + [9000.0])[1][2] == 125
    assert index_scale([110.0] * 19 + [390.0])[1][2] == 400
