"""The curve of return against budget."""

import numpy as np
import pytest

from geoprofile.errors import TableError
from geoprofile.leaflets.curve import response_curve
from tests.leaflets.conftest import zone_table

TABLE = zone_table(np.full(10, 1000), np.arange(10, 0, -1.0))


def test_response_never_falls_and_the_last_point_takes_all_zones():
    points = response_curve(TABLE, points=10).points
    assert points["expected_response"].is_monotonic_increasing
    assert points["letterboxes"].tolist() == [1000 * step for step in range(1, 11)]
    assert points["marginal_response_per_thousand"].tolist() == pytest.approx(list(range(10, 0, -1)))


def test_past_the_most_profitable_point_the_marginal_leaflet_does_not_pay():
    curve = response_curve(TABLE, points=10, margin_eur=12.0, fixed_eur=30.0)
    assert curve.most_profitable is not None
    best = curve.points.iloc[curve.most_profitable]
    assert best["letterboxes"] == 5000  # a zone costs 60: the one of 5 responses brings no more than that
    assert (curve.points["marginal_profit_eur"].iloc[curve.most_profitable + 1 :] <= 1e-9).all()


def test_where_no_budget_makes_a_profit_there_is_no_such_point():
    assert response_curve(TABLE, points=5, margin_eur=1.0).most_profitable is None
    assert response_curve(TABLE, points=5).most_profitable is None


def test_a_budget_in_euros_takes_in_what_is_paid_once():
    points = response_curve(TABLE, unit="eur", points=4, fixed_eur=100.0).points
    assert (points["cost_eur"] <= points["budget"] + 1e-9).all()
    assert points["cost_eur"].iloc[-1] == pytest.approx(700.0)


def test_a_curve_of_sectors_rises_too(borders):
    rate = np.random.default_rng(0).integers(1, 9, 25)
    points = response_curve(
        zone_table(np.full(25, 4), rate), shape="sectors", adjacency=borders, store_zones={"": "Z012"}, points=8
    ).points
    assert points["expected_response"].is_monotonic_increasing
    assert (points["letterboxes"] <= points["budget"]).all()


def test_a_curve_has_two_ends():
    with pytest.raises(TableError, match="at least 2"):
        response_curve(TABLE, points=1)
