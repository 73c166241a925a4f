"""Each zone belongs to one store."""

import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import TableError
from geoprofile.leaflets.store_zones import greatest_share_stores, nearest_stores, sector_roots
from geoprofile.travel.reach import Reach

ZONES = pd.Series(["a", "b", "c", "d"])


def reach(pairs):
    origin, zone, minutes = (np.array(column) for column in zip(*pairs, strict=True))
    return Reach(
        origin.astype(np.int64), zone.astype(np.int64), minutes.astype(float), np.ones((len(pairs), 1)),
        (15.0,), 2, 4, "car", "network",
    )  # fmt: skip


def test_a_zone_goes_to_the_store_reached_soonest_and_of_equals_to_the_first_by_name():
    pairs = [(0, 0, 5.0), (0, 1, 4.0), (0, 2, 9.0), (1, 1, 4.0), (1, 2, 3.0)]
    assigned = nearest_stores(reach(pairs), pd.Series(["Y", "X"]), ZONES)
    assert assigned["store"].tolist() == ["Y", "X", "X", ""]
    assert assigned["minutes"].tolist()[:3] == [5.0, 4.0, 3.0]
    assert np.isnan(assigned["minutes"].iloc[3])


def test_tables_of_another_reach_are_refused():
    with pytest.raises(TableError, match="2 stores and 4 zones"):
        nearest_stores(reach([(0, 0, 5.0)]), pd.Series(["Y"]), ZONES)


def test_a_zone_goes_to_the_store_with_the_greatest_share():
    shares = pd.DataFrame(
        {"zone_id": ["a", "a", "b", "b", "c"], "store": ["Y", "X", "Y", "X", "Y"], "share": [0.4, 0.6, 0.5, 0.5, 0.0]}
    )
    assert greatest_share_stores(shares, ZONES).tolist() == ["X", "X", "", ""]
    assert greatest_share_stores(shares.iloc[::-1], ZONES).tolist() == ["X", "X", "", ""]


def test_a_sector_starts_from_the_zone_of_its_store_or_the_nearest_that_it_was_given():
    assigned = pd.DataFrame({"zone_id": ZONES, "store": ["X", "X", "Y", "Y"], "minutes": [1.0, 0.5, 2.0, 1.0]})
    roots = sector_roots(assigned, pd.Series({"X": "a", "Y": "b", "Z": "c"}))
    assert roots.to_dict() == {"X": "a", "Y": "d"}
