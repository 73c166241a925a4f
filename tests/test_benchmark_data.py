"""What the benchmarks are made from: a synthetic base and dirty rows whose truth holds."""

import sys
from importlib import import_module
from inspect import isfunction, signature
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import geoprofile.sources  # noqa: F401  registers the readers
from geoprofile.errors import UnknownNameError
from geoprofile.sources.source import ADDRESS_SOURCES, Source
from geoprofile.tables import address_schema, check

SIZES = {"communes": 3000, "streets": 40_000, "addresses": 200_000}


CHANGED = "Written | None"
BELGIAN_KINDS = (
    "be_type_abbreviated",
    "be_type_split",
    "be_street_language",
    "be_number_before",
    "be_box",
    "be_city_language",
)


@pytest.fixture(scope="module", autouse=True)
def _beside_the_benchmarks():
    folder = str(Path(__file__).parents[1] / "benchmarks")
    sys.path.insert(0, folder)
    yield
    sys.path.remove(folder)


@pytest.fixture(scope="module")
def dirt():
    import dirt

    return dirt


@pytest.fixture(scope="module")
def france():
    import synthetic_france

    return synthetic_france


@pytest.fixture(scope="module")
def base(france):
    return pd.concat(france.synthetic_addresses(**SIZES, departements=["08", "2A", "55", "75"]), ignore_index=True)


@pytest.fixture(scope="module")
def absent(france):
    return pd.concat(france.synthetic_addresses(**SIZES, departements=["88"]), ignore_index=True)


@pytest.fixture(scope="module")
def dirty(dirt, base, absent):
    return dirt.soil(base, absent=absent, seed=3)


@pytest.fixture(scope="module")
def belgian_base(base):
    """Twenty houses of one street, with the names of two languages."""
    return base.head(20).assign(
        street_id="1", street="Kerkstraat", street_alias="Rue de l'Eglise", housenumber=range(1, 21), suffix="",
        postcode="1500", citycode="23027", city="Halle", city_alias="Hal",
    )  # fmt: skip


def test_a_synthetic_france_has_the_numbers_asked_for(france):
    chunks = list(france.synthetic_addresses(**SIZES))
    whole = pd.concat(chunks, ignore_index=True)
    assert len(chunks) == 96
    assert len(whole) == SIZES["addresses"]
    assert whole["street_id"].nunique() == SIZES["streets"]
    assert whole["citycode"].nunique() == SIZES["communes"]
    names = pd.concat([whole["street"], whole["city"]])
    assert not names.str.contains(r"^\s|\s\s|[^\S ]|\s$").any()


def test_a_departement_is_the_same_whichever_others_are_made(france, base):
    alone = next(france.synthetic_addresses(**SIZES, departements=["55"]))
    assert_frame_equal(base[base["citycode"].str.startswith("55")].reset_index(drop=True), alone)


def test_the_reader_of_the_ban_reads_what_was_made(france, tmp_path):
    made = next(france.synthetic_addresses(**SIZES, departements=["2A"]))
    for gz in (False, True):
        [(path, count)] = france.write_ban(tmp_path, gz=gz, **SIZES, departements=["2A"])
        read = pd.concat(ADDRESS_SOURCES["ban"](Source("ban", path)))
        assert count == len(made)
        assert_frame_equal(check(read, address_schema(), what=path.name), made, check_dtype=False)


def test_the_same_seed_writes_the_same_bytes(france, tmp_path):
    files = [next(france.write_ban(tmp_path / n, gz=True, **SIZES, departements=["55"]))[0] for n in "ab"]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_every_kind_of_dirt_of_france_finds_a_row(dirt, base, dirty):
    missing = set(dirt.kinds_of("fr")) - set(dirty["kind"])
    sought = {kind: set(dirt.soil(base, kinds=[kind])["kind"]) for kind in missing}
    assert all(kind in found for kind, found in sought.items()), sought


@pytest.mark.parametrize("kind", BELGIAN_KINDS)
def test_every_kind_of_dirt_of_belgium_alone_finds_a_row(dirt, belgian_base, kind):
    rows = dirt.soil(belgian_base, kinds=[kind], country="be")
    assert kind in set(rows["kind"])


def test_a_kind_of_belgium_is_not_drawn_in_france(dirt):
    assert set(dirt.kinds_of("be")) - set(dirt.kinds_of("fr")) == set(BELGIAN_KINDS)


@pytest.mark.parametrize(
    "family",
    ["belgium", "house_numbers", "layout", "letters", "negatives", "noise", "places", "street_names", "street_types",
     "typos"],
)  # fmt: skip
def test_every_change_of_a_family_is_a_kind_under_its_own_name(dirt, family):
    module = import_module(f"dirt.{family}")
    changes = {
        name
        for name, made in vars(module).items()
        if isfunction(made) and made.__module__ == module.__name__ and signature(made).return_annotation == CHANGED
        if not name.startswith("_")
    }
    assert changes
    assert all(dirt.KINDS[name].change is vars(module)[name] for name in changes)


def test_the_same_seed_soils_the_same_way_and_another_does_not(dirt, base):
    one, same, other = (dirt.hard_rows(base.head(500), base=base, seed=seed) for seed in (1, 1, 2))
    assert_frame_equal(one, same)
    assert not one["address"].equals(other["address"])


def test_a_kind_that_does_not_exist_is_refused(dirt, base):
    with pytest.raises(UnknownNameError, match="typo_on"):
        dirt.soil(base, kinds=["typo_on"])


def test_no_dirty_row_is_another_address_of_the_base_as_it_stands(base, dirty):
    from dirt.spelling import folded as fold

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


def test_a_third_of_the_mixed_rows_are_dirty_and_hard_ones_have_two_kinds_or_three(dirt, base, absent):
    mixed = dirt.mixed_rows(base.head(4000), base=base, absent=absent)
    hard = dirt.hard_rows(base.head(4000), base=base, absent=absent)
    assert 0.6 < (mixed["kind"] == "clean").mean() < 0.7
    assert hard["kind"].str.count(r"\+").isin([1, 2]).mean() > 0.98
