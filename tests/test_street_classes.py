"""Streets are sorted by their tag, and each is drawn once."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.errors import TableError
from geoprofile.street_classes import distinct_streets, street_classes


def test_ramps_go_with_their_road_and_an_unknown_tag_is_minor():
    tags = pd.Series(["motorway", "primary_link", "tertiary", "residential", None, "corridor"])
    assert street_classes(tags).tolist() == ["major", "major", "medium", "minor", "minor", "minor"]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()), min_size=1, max_size=12))
def test_each_street_stands_once_whichever_way_it_runs(streets):
    lines = [shapely.LineString([(a, 0), (b + 10, 5)][:: -1 if back else 1]) for a, b, back in streets]
    frame = gpd.GeoDataFrame({"highway": "residential"}, geometry=lines, crs="EPSG:2154", index=range(len(lines)))
    found = distinct_streets(frame)
    assert len(found) == len({(a, b) for a, b, _ in streets})
    turned = distinct_streets(frame.iloc[::-1])
    assert found.geometry.tolist() == turned.geometry.tolist()


def test_an_empty_line_is_left_out_and_a_lacking_column_named():
    empty = gpd.GeoDataFrame(
        {"highway": ["primary", "primary"]}, geometry=[None, shapely.LineString()], crs="EPSG:2154"
    )
    assert len(distinct_streets(empty)) == 0
    with pytest.raises(TableError, match="lacks column 'highway'"):
        distinct_streets(empty.drop(columns="highway"))
