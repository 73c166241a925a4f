"""Streets are walked up one side and down the other, and doors near each other are one stop."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.errors import TableError
from geoprofile.leaflets.walking import (
    Pace,
    link_minutes,
    merge_stops,
    neighbours,
    path_metres,
    street_lines,
    walking_order,
)

places = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=40)


def street(numbers, *, step_m=10.0, name="Rue Haute", width_m=12.0, letterboxes=2):
    numbers = np.array(numbers)
    return pd.DataFrame(
        {
            "citycode": "00101",
            "street": name,
            "number": numbers,
            "suffix": "",
            "easting": numbers // 2 * step_m,
            "northing": np.where(numbers % 2, 0.0, width_m),
            "letterboxes": letterboxes,
            "address_id": [f"{name}{number:05}" for number in numbers],
        }
    )


def test_a_long_street_is_walked_up_the_odd_side_and_back_on_the_even_one():
    doors = street(range(1, 41))
    walked = doors["number"].to_numpy()[walking_order(doors)]
    assert walked.tolist() == [*range(1, 40, 2), *range(40, 0, -2)]


def test_a_short_street_is_crossed_at_every_door():
    doors = street([4, 1, 3, 2])
    assert doors["number"].to_numpy()[walking_order(doors)].tolist() == [1, 2, 3, 4]


@given(st.lists(st.integers(1, 300), min_size=1, max_size=60, unique=True), st.floats(0, 100), st.integers(1, 30))
def test_every_door_is_in_one_stop_of_one_side_no_longer_than_asked(numbers, stretch_m, most):
    doors = street(numbers)
    stops = merge_stops(doors, stretch_m=stretch_m, most_letterboxes=most)
    assert sorted(stops.order.tolist()) == list(range(len(doors)))
    assert stops.letterboxes.sum() == doors["letterboxes"].sum()
    for first, stop in zip(stops.first[:-1], stops.first[1:], strict=True):
        one = doors.iloc[stops.order[first:stop]]
        assert one["easting"].max() - one["easting"].min() <= stretch_m + 12
        assert len(one) == 1 or one["letterboxes"].sum() <= most
    on_one_side = np.hypot(*(stops.ends[:, 1] - stops.ends[:, 0]).T)
    assert (on_one_side <= stretch_m + 1e-9).all()


def test_work_is_letterboxes_doors_and_the_walk_along_the_stop():
    stops = merge_stops(street([1, 3, 5, 101]), stretch_m=40)
    work = stops.work_min(Pace(letterbox_s=6, door_s=12, metres_a_min=80))
    assert work == pytest.approx([(6 * 6 + 3 * 12) / 60 + 20 / 80, (2 * 6 + 12) / 60])


@given(places)
def test_neighbours_connect_all_places_wherever_they_lie(points):
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    where = np.array(points, dtype=float)
    pairs = neighbours(where)
    assert (pairs[:, 0] < pairs[:, 1]).all()
    graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(where),) * 2)
    assert connected_components(graph, directed=False)[0] == 1


def test_streets_tell_the_minutes_where_they_know_a_way_else_the_straight_line_does():
    here, there = np.array([[0.0, 0.0]]), np.array([[300.0, 400.0], [0.0, 75.0]])
    pace = Pace(metres_a_min=75, detour_factor=1.5)
    told = link_minutes(here, there, pace, lambda origins, targets: np.array([[np.inf, 7.0]]))
    assert told.tolist() == [[10.0, 7.0]]


def test_the_detour_counts_where_the_walk_leaves_its_side():
    doors = street([1, 3, 60, 62], width_m=0.0)
    assert path_metres(doors, Pace(detour_factor=2.0)) == pytest.approx(10 + 2 * 290 + 10)


def test_lines_of_a_sheet_follow_the_walk():
    doors = pd.concat([street([1, 3, 5, 8, 6]), street([2, 1, 4, 3], name="Rue Basse"), street([7])])
    lines = street_lines(doors.assign(round=1))
    assert lines[["street", "side", "first", "last", "doors"]].to_numpy().tolist() == [
        ["Rue Haute", "odd", "1", "5", 3],
        ["Rue Haute", "even", "8", "6", 2],
        ["Rue Basse", "both", "2", "3", 4],
        ["Rue Haute", "odd", "7", "7", 1],
    ]
    assert lines["letterboxes"].sum() == doors["letterboxes"].sum()
    assert lines["line"].tolist() == [1, 2, 3, 4]


def test_a_pace_that_cannot_be_walked_is_refused():
    with pytest.raises(TableError, match="detour factor"):
        Pace(detour_factor=0.5)
