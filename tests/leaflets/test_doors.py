"""Doors hold the letterboxes of their zones, and lists take away exactly what they name."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.errors import TableError, UnknownNameError
from geoprofile.leaflets.doors import DOOR_COLUMNS, skip_doors, zone_doors
from geoprofile.opposition import address_keys, keyed_hashes
from geoprofile.zones.profiles import zone_profiles

SECRET = b"a key of the opposition list"


def some_doors(count, letterboxes=3):
    return pd.DataFrame(
        {
            "zone_id": "z",
            "citycode": "00101",
            "street": [f"Rue de l'Église {n // 10}" for n in range(count)],
            "number": [n % 10 + 1 for n in range(count)],
            "suffix": ["bis" if n % 4 == 3 else "" for n in range(count)],
            "easting": np.arange(count) * 10.0,
            "northing": 0.0,
            "letterboxes": letterboxes,
            "address_id": [f"a{n:03}" for n in range(count)],
        }
    )


@pytest.fixture(scope="module")
def zones(demo):
    profiles = zone_profiles(demo)
    return profiles.zones.assign(letterboxes=profiles.households * 0.8)[["zone_id", "letterboxes"]]


def test_the_letterboxes_of_every_zone_are_kept(demo, zones):
    doors = zone_doors(demo, "iris", zones).table
    found = doors.groupby("zone_id")["letterboxes"].sum()
    wanted = zones.set_index("zone_id")["letterboxes"].round().astype(int)
    assert len(doors) > 20_000
    assert found.eq(wanted.reindex(found.index)).all()
    assert wanted.drop(found.index).sum() == 0
    spread = doors.groupby("zone_id")["letterboxes"].agg(lambda some: some.max() - some.min())
    assert spread.max() == 1


def test_doors_lie_in_their_zone_and_are_the_addresses_that_the_territory_has_there(demo, zones):
    import geopandas as gpd

    chosen = zones.iloc[[3, 17]]
    doors = zone_doors(demo, "iris", chosen).table
    everyone = zone_doors(demo, "iris", zones).table
    outlines = demo.levels["iris"].zones.set_index("zone_id").geometry.loc[doors["zone_id"]]
    points = gpd.points_from_xy(doors["easting"], doors["northing"])
    assert (outlines.distance(gpd.GeoSeries(points, index=outlines.index, crs=outlines.crs), align=False) < 0.01).all()
    same = everyone[everyone["zone_id"].isin(chosen["zone_id"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(doors, same)
    assert list(doors) == list(DOOR_COLUMNS)


def test_a_zone_whose_addresses_the_base_lacks_is_told_apart(demo, zones):
    told = zones.assign(letterboxes=[1e6, *zones["letterboxes"].iloc[1:]])
    doors = zone_doors(demo, "iris", told)
    assert doors.unplaced["zone_id"].tolist() == [zones["zone_id"].iloc[0]]
    assert doors.unplaced["letterboxes"].tolist() == [1_000_000]
    assert zones["zone_id"].iloc[0] not in set(doors.table["zone_id"])


def test_order_of_the_zones_changes_nothing(demo, zones):
    some = zones.iloc[:6]
    pd.testing.assert_frame_equal(zone_doors(demo, "iris", some).table, zone_doors(demo, "iris", some.iloc[::-1]).table)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda zones: zones.drop(columns="letterboxes"), "letterboxes"),
        (lambda zones: zones.assign(letterboxes=-1.0), "no count"),
        (lambda zones: zones.assign(letterboxes=np.nan), "no count"),
        (lambda zones: zones.assign(zone_id="nowhere"), "nowhere"),
        (lambda zones: pd.concat([zones, zones]), "stands twice"),
    ],
)
def test_zones_that_cannot_be_served_are_refused_in_a_sentence(demo, zones, change, word):
    with pytest.raises(TableError, match=word):
        zone_doors(demo, "iris", change(zones.iloc[:2]))


def test_a_level_without_outlines_is_refused(demo, zones):
    with pytest.raises(UnknownNameError, match="outlines"):
        zone_doors(demo, "canton", zones)


@given(st.lists(st.booleans(), min_size=30, max_size=30))
def test_a_list_takes_away_exactly_its_doors_whether_by_id_spelling_or_hash(listed):
    doors = some_doors(30)
    asked = doors[np.array(listed)]
    lists = (
        asked[["address_id"]],
        asked[["citycode", "street", "number", "suffix"]].assign(street=asked["street"].str.upper()),
        pd.DataFrame({"address_hash": keyed_hashes(address_keys(asked).tolist(), SECRET)}, dtype="str"),
    )
    for one in lists:
        left = skip_doors(doors, one, secret=SECRET)
        assert left.doors["address_id"].tolist() == doors[~np.array(listed)]["address_id"].tolist()
        assert (left.found_count, left.door_count, left.letterbox_count) == (len(asked),) * 2 + (3 * len(asked),)
        assert left.doors["letterboxes"].sum() + left.letterbox_count == doors["letterboxes"].sum()


@given(st.lists(st.integers(0, 29), max_size=60))
def test_a_customer_takes_one_letterbox_of_a_house_and_the_last_one_the_door(numbers):
    doors = some_doors(30)
    left = skip_doors(doors, doors.iloc[numbers][["address_id"]], per="letterbox")
    counts = np.bincount(np.array(numbers, dtype=int), minlength=30)
    assert left.letterbox_count == np.minimum(counts, 3).sum()
    assert left.door_count == (counts >= 3).sum()
    assert left.doors["skip"].tolist() == counts[counts < 3].tolist()
    assert left.doors["letterboxes"].sum() + left.letterbox_count == 90


def test_an_enriched_file_is_a_list_and_what_is_at_no_house_number_skips_nothing():
    doors = some_doors(8)
    enriched = pd.DataFrame(
        {
            "result_id": ["a002", "a002_street", "", "other"],
            "result_type": ["housenumber", "street", "", "housenumber"],
            "result_citycode": "00101",
            "result_street": "Rue de l'Eglise 0",
            "result_housenumber": ["3", "", "", "4bis"],
        }
    )
    left = skip_doors(doors, enriched)
    assert sorted(set(doors["address_id"]) - set(left.doors["address_id"])) == ["a002", "a003"]
    assert (left.listed_count, left.found_count) == (4, 2)


def test_lists_add_up():
    doors = some_doors(4)
    once = skip_doors(doors, doors.iloc[[0]][["address_id"]], per="letterbox").doors
    twice = skip_doors(once, doors.iloc[[0]][["address_id"]], per="letterbox").doors
    assert twice["skip"].tolist() == [2, 0, 0, 0]


def test_hashes_hide_addresses_from_whoever_lacks_the_key():
    keys = address_keys(some_doors(2)).tolist()
    assert keyed_hashes(keys, SECRET) != keyed_hashes(keys, SECRET[::-1])
    assert keyed_hashes([""], SECRET) == [""]
    with pytest.raises(TableError, match="too short"):
        keyed_hashes(keys, b"short")


def test_what_names_no_address_is_refused():
    doors = some_doors(2)
    with pytest.raises(TableError, match="enrich it first"):
        skip_doors(doors, pd.DataFrame({"name": ["x"]}))
    with pytest.raises(TableError, match="needs the key"):
        skip_doors(doors, pd.DataFrame({"address_hash": ["x"]}))
    with pytest.raises(UnknownNameError, match="unit of skipping"):
        skip_doors(doors, doors, per="street")
