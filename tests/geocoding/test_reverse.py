"""Each point gets the nearest address of the base, exactly, whatever the points around it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.countries import COUNTRIES
from geoprofile.errors import GeoprofileError
from geoprofile.geocoding import nearest as nearest_module
from geoprofile.geocoding.geocode import geocode_batch, make_geocoder
from geoprofile.geocoding.nearest import find_nearest
from geoprofile.geocoding.reverse import DISTANCE_COLUMN, reverse_batch
from geoprofile.tables import ADDRESS_COLUMNS, QUERY_COLUMNS, RESULT_COLUMNS, check, result_schema
from geoprofile.territory.address_build import build_address_index
from geoprofile.territory.build import build_territory

EARTH_M = 6_371_008.8
CENTIMETRE = 0.01
RADII = [5, 100, 1000, 7000, 100_000]
PARIS_ADDRESSES = """
name = "paris-addresses"
country = "fr"

[[source]]
kind = "ban"
path = "fr/addresses/adresses-75.csv.gz"
"""


def positions(index):
    """Give street, longitude and latitude of all addresses."""
    rows = np.arange(index.tables["addresses"].num_rows)
    street = np.searchsorted(index.numbers("streets", "first"), rows, side="right") - 1
    return street, *index.positions(rows, street)


def great_circle(longitude, latitude, other_longitude, other_latitude):
    east, north, other_east, other_north = map(np.radians, (longitude, latitude, other_longitude, other_latitude))
    half = np.sin((other_north - north) / 2) ** 2
    half = half + np.cos(north) * np.cos(other_north) * np.sin((other_east - east) / 2) ** 2
    return 2 * EARTH_M * np.arcsin(np.sqrt(half))


def by_hand(index, longitude, latitude, within_m):
    """Compare each point with each address: the least distance, NaN where it is too far."""
    _, east, north = positions(index)
    least = great_circle(longitude[:, None], latitude[:, None], east, north).min(axis=1)
    return np.where(least <= within_m, least, np.nan)


def by_tree(index, longitude, latitude, within_m):
    """Ask a tree of all addresses on the unit sphere."""
    from scipy.spatial import cKDTree

    def vectors(east, north):
        east, north = np.radians(east), np.radians(north)
        return np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])

    chord, _ = cKDTree(vectors(*positions(index)[1:])).query(vectors(longitude, latitude))
    least = 2 * EARTH_M * np.arcsin(chord / 2)
    return np.where(least <= within_m, least, np.nan)


def around(index, count, spread, seed=0):
    """Scatter points around addresses; `spread` is in degrees."""
    rng = np.random.default_rng(seed)
    _, longitude, latitude = positions(index)
    row = rng.integers(0, len(longitude), count)
    return longitude[row] + rng.normal(0, spread, count), latitude[row] + rng.normal(0, spread, count)


def base(*rows):
    """Index addresses given as (street, number, longitude, latitude) and more by name."""
    frame = pd.DataFrame(
        [
            dict.fromkeys(ADDRESS_COLUMNS, "")
            | {"street_id": street, "street": street, "housenumber": number, "citycode": "12001", "city": "Ici"}
            | {"longitude": longitude, "latitude": latitude}
            | (more[0] if more else {})
            for street, number, longitude, latitude, *more in rows
        ]
    )
    texts = [name for name in ADDRESS_COLUMNS if name not in {"housenumber", "longitude", "latitude"}]
    return build_address_index([frame.astype(dict.fromkeys(texts, "str"))], COUNTRIES["fr"])


def reverse(index, *points, **told):
    longitude, latitude = np.array(points, dtype=float).reshape(-1, 2).T
    found = reverse_batch(longitude, latitude, index, COUNTRIES["fr"], **told)
    check(found[list(RESULT_COLUMNS)], result_schema(), what="the answers")
    return found


# The nearest


@pytest.mark.parametrize("within_m", RADII)
@pytest.mark.parametrize("spread", [0.0, 3e-4, 3e-3, 0.1])
def test_it_is_the_nearest_of_all_addresses(demo, within_m, spread):
    points = around(demo.addresses, 400, spread)
    found = find_nearest(*points, demo.addresses, within_m=within_m)
    truth = by_hand(demo.addresses, *points, within_m)
    np.testing.assert_allclose(found.distance_m, truth, atol=CENTIMETRE, rtol=0)
    assert np.isnan(truth).all() or np.nanmax(truth) <= within_m


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), max_size=5), st.sampled_from(RADII))
def test_no_point_of_the_globe_is_too_odd(demo, points, within_m):
    longitude, latitude = np.array(points, dtype=float).reshape(-1, 2).T
    found = find_nearest(longitude, latitude, demo.addresses, within_m=within_m)
    np.testing.assert_allclose(
        found.distance_m, by_hand(demo.addresses, longitude, latitude, within_m), atol=CENTIMETRE, rtol=0
    )


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=12),
    st.tuples(st.integers(-50, 350), st.integers(-50, 350)),
    st.sampled_from([0, 44, -21, 67, 84]),
    st.floats(1, 30_000),
)
def test_it_is_the_nearest_at_any_latitude(places, point, latitude, within_m):
    rows = [(f"Rue {row}", 1, 5 + east / 1000, latitude + north / 1000) for row, (east, north) in enumerate(places)]
    index = base(*rows)
    longitude, north = np.array([5 + point[0] / 1000]), np.array([latitude + point[1] / 1000])
    found = find_nearest(longitude, north, index, within_m=within_m)
    truth = by_hand(index, longitude, north, np.inf)
    if abs(truth[0] - within_m) > CENTIMETRE:
        np.testing.assert_allclose(
            found.distance_m, np.where(truth <= within_m, truth, np.nan), atol=CENTIMETRE, rtol=0
        )


@pytest.mark.parametrize(
    "point", [(179.9999, -16.5), (-179.9999, -16.5), (180, 0), (-180, 0), (0, 90), (120, -90), (5, 89.9999)]
)
def test_at_the_edges_of_the_map_it_answers_too(point):
    index = base(("Rue A", 1, 179.9990, -16.5), ("Rue B", 1, -180, 0), ("Rue C", 1, 0, 89.9999), ("Rue D", 1, 0, -90))
    found = find_nearest(*np.array([point]).T, index, within_m=1000)
    assert np.isnan(found.distance_m[0]) or found.distance_m[0] <= 1000


def test_a_street_whose_addresses_lie_far_apart_hides_none():
    # The farther apart, the coarser the steps in which positions are kept: some move out of the cell that lists them,
    # here over its edge at 46.4 degrees, and a point 60 m away does not reach back to it.
    edge, radius = 46.4, np.degrees(60 / EARTH_M)
    ends = [(number, 2.55 + number / 10, 46.499998) for number in (1, 3)]
    streets = [(f"Rue {row}", [*ends, (5, 2.6001, edge - row * 2e-7)]) for row in range(1, 60)]
    index = base(*((street, *address) for street, addresses in streets for address in addresses))
    _, east, north = positions(index)
    moved = np.flatnonzero((north > edge + 1e-6) & (north < edge + 1e-3))
    assert len(moved) > 5
    points = east[moved], north[moved] + 0.999 * radius
    found = find_nearest(*points, index, within_m=60)
    np.testing.assert_allclose(found.distance_m, by_hand(index, *points, 60), atol=CENTIMETRE, rtol=0)
    assert np.isfinite(found.distance_m).all()


def test_in_the_north_a_circle_reaches_farther_east_than_at_the_latitude_of_its_middle():
    latitude, radius = np.radians(84), 99_990 / EARTH_M
    east = np.degrees(np.arcsin(np.sin(radius) / np.cos(latitude)))
    north = np.degrees(np.arcsin(np.sin(latitude) / np.cos(radius)))
    assert north > 84
    found = find_nearest(np.array([0.0]), np.array([84.0]), base(("Rue A", 1, east, north)), within_m=100_000)
    assert found.distance_m[0] == pytest.approx(99_990, abs=CENTIMETRE)


def test_how_the_work_is_cut_changes_nothing(demo, monkeypatch):
    points = around(demo.addresses, 500, 2e-3)
    whole = find_nearest(*points, demo.addresses, within_m=2000)
    for name, few in (("MOST_ADDRESSES", 300), ("MOST_PAIRS", 7), ("MOST_ROWS", 50), ("FIRST_RADIUS_M", 7.0)):
        monkeypatch.setattr(nearest_module, name, few)
        cut = find_nearest(*points, demo.addresses, within_m=2000)
        np.testing.assert_array_equal(cut.address, whole.address, err_msg=name)
        np.testing.assert_array_equal(cut.distance_m, whole.distance_m, err_msg=name)


@given(st.lists(st.integers(0, 199), max_size=30))
def test_the_answer_of_a_point_does_not_depend_on_the_points_around_it(demo, rows):
    longitude, latitude = around(demo.addresses, 200, 1e-3)
    whole = find_nearest(longitude, latitude, demo.addresses, within_m=500)
    some = find_nearest(longitude[rows], latitude[rows], demo.addresses, within_m=500)
    np.testing.assert_array_equal(some.address, whole.address[rows])
    np.testing.assert_array_equal(some.distance_m, whole.distance_m[rows])


@pytest.mark.real
def test_in_paris_it_is_what_a_tree_of_all_addresses_says(real_data, tmp_path):
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(PARIS_ADDRESSES, encoding="utf-8")
    index = build_territory(recipe, sources=real_data, out=tmp_path / "paris").addresses
    for spread in (0.0, 2e-4, 3e-3, 0.02):
        points = around(index, 10_000, spread)
        found = find_nearest(*points, index, within_m=1000)
        np.testing.assert_allclose(found.distance_m, by_tree(index, *points, 1000), atol=CENTIMETRE, rtol=0)


# Ties


@pytest.mark.parametrize("turn", range(4))
def test_of_several_addresses_at_one_spot_the_first_by_street_number_and_suffix_is_taken(turn):
    spot = (2.35, 48.85)
    rows = [("Rue B", 2, *spot, {"suffix": "bis"}), ("Rue B", 2, *spot), ("Rue A", 9, *spot), ("Rue A", 10, *spot)]
    index = base(*rows[turn:], *rows[:turn])
    assert reverse(index, spot, (2.3501, 48.85))["result_label"].tolist() == ["9 Rue A Ici"] * 2
    index = base(*[row for row in rows[turn:] + rows[:turn] if row[0] == "Rue B"])
    assert reverse(index, spot)["result_housenumber"].tolist() == ["2"]


def test_a_point_midway_between_two_addresses_takes_the_first_by_street():
    assert (
        reverse(base(("Rue B", 1, 5.0, 0.0), ("Rue A", 1, 5.001, 0.0)), (5.0005, 0.0))["result_street"].item()
        == "Rue A"
    )


# What is told


def test_an_address_is_told_as_the_geocoder_tells_it(geocoder, demo):
    for index, country in ((geocoder.index, geocoder.country), (demo.addresses, demo.country)):
        _, longitude, latitude = positions(index)
        found = reverse_batch(longitude[:4000:2], latitude[:4000:2], index, country)
        found = found[~found["result_label"].duplicated(keep=False)]  # a label of two addresses leads to either
        names = ["result_name", "result_postcode", "result_city", "result_citycode"]
        asked = geocode_batch(found[names].set_axis(QUERY_COLUMNS, axis=1), make_geocoder(index, country))
        told = [name for name in RESULT_COLUMNS if "score" not in name and name != "result_match_reason"]
        pd.testing.assert_frame_equal(found[told], asked[told])
        assert (found[DISTANCE_COLUMN] == 0).all()
    assert found["result_id"].str.endswith("_bis").any()


@pytest.mark.parametrize(
    ("street_id", "suffix", "told"),
    [
        ("12001_0010", "", "12001_0010_00008"),
        ("12001_0010", "bis", "12001_0010_00008_bis"),
        ("120010010H", "", "120010010H-8"),
        ("120010010H", "bis", "120010010H-8B"),
        ("120010010H", "quater", "120010010H-8Q"),
        ("120010010H", "c", "120010010H-8C"),
        ("https://base/street/7", "a", "https://base/street/7/8a"),
    ],
)
def test_an_id_is_written_as_its_base_does(street_id, suffix, told):
    index = base(("Rue A", 8, 2.0, 44.0, {"street_id": street_id, "suffix": suffix}))
    assert reverse(index, (2, 44))["result_id"].tolist() == [told]


def test_an_address_without_number_is_a_street_or_a_locality():
    index = base(("Rue A", 0, 2.0, 44.0), ("Rue A", 4, 2.001, 44.0), ("Les Cazes", 0, 2.1, 44.0))
    found = reverse(index, (2, 44), (2.001, 44), (2.1, 44))
    assert found["result_type"].tolist() == ["street", "housenumber", "locality"]
    assert found["result_housenumber"].tolist() == ["", "4", ""]
    assert found["result_label"].tolist() == ["Rue A Ici", "4 Rue A Ici", "Les Cazes Ici"]


def test_the_distance_is_that_between_the_point_and_the_position_told(demo):
    points = around(demo.addresses, 300, 1e-3)
    found = reverse_batch(*points, demo.addresses, demo.country)
    metres = great_circle(*points, found["longitude"].to_numpy(), found["latitude"].to_numpy())
    np.testing.assert_allclose(found[DISTANCE_COLUMN], metres, atol=CENTIMETRE)


def test_nothing_is_guessed_so_nothing_is_scored(demo):
    found = reverse_batch(*around(demo.addresses, 20, 1e-4), demo.addresses, demo.country)
    assert found[["result_score", "result_score_next"]].isna().all(axis=None)
    assert set(found["result_match_reason"]) == {"nearest address"}


def test_a_row_without_an_answer_says_why_and_keeps_its_place():
    index = base(("Rue A", 1, 2.0, 44.0))
    points = [(np.nan, 44), (2, 44), (2, np.nan), (200, 44), (2, np.inf), (2.1, 44), (2, -90.1)]
    found = reverse(index, *points, within_m=250)
    assert found.index.tolist() == list(range(7))
    told = list(zip(found["result_status"], found["result_match_reason"], strict=True))
    assert told == [
        ("skipped", "no position"),
        ("ok", "nearest address"),
        ("skipped", "no position"),
        ("skipped", "position is not in degrees"),
        ("skipped", "position is not in degrees"),
        ("not-found", "no address within 250 m"),
        ("skipped", "position is not in degrees"),
    ]
    others = found[found["result_status"] != "ok"]
    assert others[["longitude", "latitude", DISTANCE_COLUMN]].isna().all(axis=None)
    assert (others[["result_label", "result_type", "result_id"]] == "").all(axis=None)


def test_no_points_give_no_rows_of_the_same_kinds():
    index = base(("Rue A", 1, 2.0, 44.0))
    assert reverse(index).dtypes.to_dict() == reverse(index, (2, 44), (9, 44)).dtypes.to_dict()


@pytest.mark.parametrize("within_m", [0, -1, 100_001, np.nan, np.inf])
def test_a_distance_that_is_none_is_refused(within_m):
    with pytest.raises(GeoprofileError, match="give metres, up to 100000"):
        reverse(base(("Rue A", 1, 2.0, 44.0)), (2, 44), within_m=within_m)
