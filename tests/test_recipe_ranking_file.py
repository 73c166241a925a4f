"""A ranking read again, whatever it was written as."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import AddressFileError
from geoprofile.recipes.lookalike import lookalike_zones
from geoprofile.recipes.lookalike.files import write_lookalikes
from geoprofile.recipes.ranking_file import read_ranking


@pytest.fixture(scope="module")
def result(demo):
    zones = demo.levels["iris"].table["zone_id"].to_numpy(dtype=object)
    customers = pd.DataFrame({"iris": pd.Series(np.repeat(zones[:20], 10), dtype="str")})
    return lookalike_zones(customers, demo, validate=False)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".gpkg", ".geojson"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_file_that_lookalike_writes_gives_the_same_index(demo, result, tmp_path, suffix, language):
    from dataclasses import replace

    out = tmp_path / f"ranking{suffix}"
    write_lookalikes(replace(result, language=language), out)
    read = read_ranking(out, demo)
    assert (read.level, read.score) == ("iris", "likeness")
    assert read.table.index.tolist() == demo.levels["iris"].table["zone_id"].tolist()
    told = result.ranking.set_index("zone_id").loc[read.table.index]
    mean = np.average(told["likeness"], weights=told["households"])
    np.testing.assert_allclose(read.index, 100 * told["likeness"] / mean, rtol=1e-9)


def test_the_index_of_the_mean_household_is_100(demo, result, tmp_path):
    write_lookalikes(result, tmp_path / "r.csv")
    read = read_ranking(tmp_path / "r.csv", demo, score="expected_prospects")
    households = pd.to_numeric(read.table["households"]).to_numpy()
    np.testing.assert_allclose(np.average(read.index[households > 0], weights=households[households > 0]), 100)


def write(tmp_path, text):
    (tmp_path / "own.csv").write_text(text, encoding="utf-8")
    return tmp_path / "own.csv"


def test_a_table_of_ones_own_needs_zones_and_a_score(demo, tmp_path):
    first, second = demo.levels["iris"].table["zone_id"][:2]
    read = read_ranking(write(tmp_path, f"iris;note\n{first};3\n{second};1\n999999999;9\n"), demo, score="note")
    assert read.index[:2].tolist() == [150.0, 50.0]
    assert np.isnan(read.index[2:]).all()
    assert read.notes == ("1 rows of own.csv name no zone of the territory and are left out",)


@pytest.mark.parametrize(
    ("text", "score", "message"),
    [
        ("town;note\nX;3\n", None, "No column of own.csv holds zones"),
        ("iris;note\n{0};3\n{0};4\n", "note", "data row 2: zone '{0}' stands twice"),
        ("iris;note\n{0};3\n", None, "does not say what a zone is worth"),
        ("iris;note\n{0};3\n", "value", "has no column 'value'"),
        ("iris;note\n{0};-3\n", "note", "has values below 0"),
        ("iris;note\n{0};0\n", "note", "is 0 or empty everywhere"),
        ("iris;note\n{0};high\n", "note", "not a number"),
    ],
)
def test_a_table_that_cannot_be_a_ranking_is_refused_in_one_sentence(demo, tmp_path, text, score, message):
    zone = demo.levels["iris"].table["zone_id"][0]
    with pytest.raises(AddressFileError, match=message.format(zone)):
        read_ranking(write(tmp_path, text.format(zone)), demo, score=score)
