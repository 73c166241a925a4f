"""Own stores foretold as if they were new: what the interval of a candidate rests on."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geoprofile.recipes.enriched import find_zones
from geoprofile.recipes.places import read_places
from geoprofile.recipes.siting.as_new import spread_of
from geoprofile.recipes.siting.flow import compare_sites

BANDS = (5.0, 10.0, 20.0)


@pytest.fixture(scope="module")
def files(demo, demo_files):
    return {name: read_places(demo_files / f"{name}.csv", demo) for name in ("stores", "candidate_sites")}


@pytest.fixture(scope="module")
def customers(demo_files):
    truth = pd.read_csv(demo_files / "customers_truth.csv", sep=";", dtype="str")
    told = pd.read_csv(demo_files / "customers.csv", sep=";", dtype="str", encoding="cp1252")
    return pd.DataFrame({"iris": truth["iris"], "store_id": told["store_id"]})


def compared(demo, files, customers):
    return compare_sites(
        files["candidate_sites"], demo, stores=files["stores"], enriched=find_zones(customers, demo),
        store_column="store_id", by="foot", bands=BANDS, language="en",
    )  # fmt: skip


@pytest.fixture(scope="module")
def result(demo, files, customers):
    return compared(demo, files, customers)


def test_a_store_is_foretold_without_its_own_customers(demo, files, customers, result):
    fewer = customers[(customers["store_id"] != "S03") | (np.arange(len(customers)) % 3 > 0)].reset_index(drop=True)
    again = compared(demo, files, fewer).choice.as_new.set_index("store")
    before = result.choice.as_new.set_index("store")
    assert again["seen"][2] < before["seen"][2]
    if compared(demo, files, fewer).choice.model.decay == result.choice.model.decay:
        assert again["as_new"][2] == pytest.approx(before["as_new"][2], rel=1e-9)
    assert again["as_new"][0] != pytest.approx(before["as_new"][0], rel=1e-6)


def test_what_is_foretold_is_of_the_size_of_what_is_seen(result):
    found = result.choice.as_new
    assert len(found) == 5
    assert (np.abs(np.log(found["seen"] / found["as_new"])) < np.log(3)).all()


def test_the_interval_of_a_candidate_takes_in_how_far_the_stores_were_off(result):
    ranked = result.sites[result.sites["rank"].notna()]
    width = np.log(ranked["gained_high"] / ranked["gained_low"]) / (2 * 1.96)
    assert (width > 0.6 * spread_of(result.choice.as_new)).all()


def test_few_stores_make_the_spread_wider_and_two_tell_nothing():
    def found(count):
        return pd.DataFrame({"store": range(count), "seen": 120.0, "as_new": 100.0})

    assert np.isnan(spread_of(found(2)))
    assert spread_of(found(3)) > spread_of(found(8)) > spread_of(found(200)) > np.log(1.2)
    assert spread_of(found(200)) == pytest.approx(np.log(1.2), rel=0.01)
