"""What the benchmarks are made from: a synthetic base and dirty rows whose truth holds."""

import sys
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import geoprofile.sources  # noqa: F401  registers the readers
from geoprofile.errors import UnknownNameError
from geoprofile.sources.source import ADDRESS_SOURCES, Source
from geoprofile.tables import address_schema, check

SIZES = {"communes": 3000, "streets": 40_000, "addresses": 200_000}


@pytest.fixture(scope="module")
def benchmarks():
    folder = str(Path(__file__).parents[1] / "benchmarks")
    sys.path.insert(0, folder)
    import address_dirt
    import synthetic_france

    yield address_dirt, synthetic_france
    sys.path.remove(folder)


@pytest.fixture(scope="module")
def base(benchmarks):
    return pd.concat(
        benchmarks[1].synthetic_addresses(**SIZES, departements=["08", "2A", "55", "75"]), ignore_index=True
    )


@pytest.fixture(scope="module")
def absent(benchmarks):
    return pd.concat(benchmarks[1].synthetic_addresses(**SIZES, departements=["88"]), ignore_index=True)


@pytest.fixture(scope="module")
def dirty(benchmarks, base, absent):
    return benchmarks[0].soil(base, absent=absent, seed=3)


def test_a_synthetic_france_has_the_numbers_asked_for(benchmarks):
    chunks = list(benchmarks[1].synthetic_addresses(**SIZES))
    whole = pd.concat(chunks, ignore_index=True)
    assert len(chunks) == 96
    assert len(whole) == SIZES["addresses"]
    assert whole["street_id"].nunique() == SIZES["streets"]
    assert whole["citycode"].nunique() == SIZES["communes"]
    names = pd.concat([whole["street"], whole["city"]])
    assert not names.str.contains(r"^\s|\s\s|[^\S ]|\s$").any()


def test_a_departement_is_the_same_whichever_others_are_made(benchmarks, base):
    alone = next(benchmarks[1].synthetic_addresses(**SIZES, departements=["55"]))
    assert_frame_equal(base[base["citycode"].str.startswith("55")].reset_index(drop=True), alone)


def test_the_reader_of_the_ban_reads_what_was_made(benchmarks, tmp_path):
    made = next(benchmarks[1].synthetic_addresses(**SIZES, departements=["2A"]))
    for gz in (False, True):
        [(path, count)] = benchmarks[1].write_ban(tmp_path, gz=gz, **SIZES, departements=["2A"])
        read = pd.concat(ADDRESS_SOURCES["ban"](Source("ban", path)))
        assert count == len(made)
        assert_frame_equal(check(read, address_schema(), what=path.name), made, check_dtype=False)


def test_the_same_seed_writes_the_same_bytes(benchmarks, tmp_path):
    files = [next(benchmarks[1].write_ban(tmp_path / n, gz=True, **SIZES, departements=["55"]))[0] for n in "ab"]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_every_kind_of_dirt_of_france_finds_a_row(benchmarks, base, dirty):
    missing = set(benchmarks[0].kinds_of("fr")) - set(dirty["kind"])
    sought = {kind: set(benchmarks[0].soil(base, kinds=[kind])["kind"]) for kind in missing}
    assert all(kind in found for kind, found in sought.items()), sought


def test_the_same_seed_soils_the_same_way_and_another_does_not(benchmarks, base):
    one, same, other = (benchmarks[0].hard_rows(base.head(500), base=base, seed=seed) for seed in (1, 1, 2))
    assert_frame_equal(one, same)
    assert not one["address"].equals(other["address"])


def test_a_kind_that_does_not_exist_is_refused(benchmarks, base):
    with pytest.raises(UnknownNameError, match="typo_on"):
        benchmarks[0].soil(base, kinds=["typo_on"])


def test_no_dirty_row_is_another_address_of_the_base_as_it_stands(benchmarks, base, dirty):
    fold = benchmarks[0].folded
    house = (
        base["housenumber"].where(base["housenumber"] > 0, "").astype(str) + " " + base["suffix"] + " " + base["street"]
    )
    city = base["city"].str.replace(r" \d+er? Arrondissement", "", regex=True)
    ids = {}
    for line, place, code, street_id in zip(
        house.map(fold), city.map(fold), base["postcode"], base["street_id"], strict=True
    ):
        ids.setdefault((line, place), set()).add((code, street_id))
    for row in dirty.itertuples():
        there = {i for code, i in ids.get((fold(row.address), fold(row.city)), ()) if row.postcode in {code, ""}}
        assert there <= {row.street_id}, row
        assert not (there and row.level in {"municipality", "none"}), row


def test_a_number_that_is_not_in_the_base_has_the_level_of_its_street(base, dirty):
    held = set(zip(base["street_id"], base["housenumber"], strict=True))
    lost = dirty[dirty["kind"].isin(["number_between", "number_beyond"])]
    assert set(lost["level"]) == {"street"}
    assert not held & set(zip(lost["street_id"], lost["housenumber"], strict=True))


def test_a_third_of_the_mixed_rows_are_dirty_and_hard_ones_have_two_kinds_or_three(benchmarks, base, absent):
    mixed = benchmarks[0].mixed_rows(base.head(4000), base=base, absent=absent)
    hard = benchmarks[0].hard_rows(base.head(4000), base=base, absent=absent)
    assert 0.6 < (mixed["kind"] == "clean").mean() < 0.7
    assert hard["kind"].str.count(r"\+").isin([1, 2]).mean() > 0.98
