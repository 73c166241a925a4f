"""Letterboxes: households less refusals, customers and what rests; whole, never below 0."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.errors import TableError, UnknownNameError
from geoprofile.leaflets.assumptions import refusal_rates
from geoprofile.leaflets.letterboxes import count_letterboxes

ZONES = pd.Series(["751010101", "751010102", "751010103"])


def test_the_national_rate_stands_in_and_is_named_with_source_and_year():
    counted = count_letterboxes(ZONES, np.array([100.0, 200.0, np.nan]), country="FR")
    assert counted.table["letterboxes"].tolist() == [83, 166, 0]
    assert set(counted.table["refusal_basis"]) == {"national"}
    assert [(rate.scope, rate.year, "ADEME" in rate.source) for rate in counted.stated] == [("national", 2020, True)]


def test_a_given_share_goes_before_the_stated_one():
    counted = count_letterboxes(
        ZONES, np.full(3, 100.0), country="FR", refusal_share=pd.Series({"751010102": 0.5, "elsewhere": 1.0})
    )
    assert counted.table["letterboxes"].tolist() == [83, 50, 83]
    assert counted.table["refusal_basis"].tolist() == ["national", "given", "national"]
    whole = count_letterboxes(ZONES, np.full(3, 100.0), country="FR", refusal_share=pd.Series(0.0, index=ZONES))
    assert whole.stated == ()


def test_belgian_regions_have_rates_of_their_own():
    zones = pd.Series(["21004A00-", "11002A00-", "62063A00-", "99999A00-"])
    counted = count_letterboxes(zones, np.full(4, 100.0), country="BE")
    assert counted.table["refusal_share"].tolist() == [0.32, 0.18, 0.26, 0.19]
    assert counted.table["refusal_basis"].tolist() == ["regional"] * 3 + ["national"]


def test_customers_and_served_letterboxes_are_taken_off_but_hidden_counts_are_not():
    counted = count_letterboxes(
        ZONES,
        np.full(3, 100.0),
        country="FR",
        own_customers=np.array([10.0, np.nan, 100.0]),
        served=np.array([3.0, 0.0, 0.0]),
    )
    assert counted.table["letterboxes"].tolist() == [70, 83, 0]


def test_a_zone_rests_for_so_many_days():
    counted = count_letterboxes(
        ZONES,
        np.full(3, 100.0),
        country="FR",
        days_since_drop=pd.Series({"751010101": 13, "751010102": 14}),
        rest_days=14,
    )
    assert counted.table["is_resting"].tolist() == [True, False, False]
    assert counted.table["letterboxes"].tolist() == [0, 83, 83]


@given(
    st.lists(st.tuples(st.floats(0, 1e5), st.floats(0, 1), st.floats(0, 1e5)), min_size=3, max_size=3),
)
def test_letterboxes_are_whole_and_between_0_and_the_households(rows):
    households, share, customers = np.array(rows).T
    counted = count_letterboxes(
        ZONES,
        households,
        country="FR",
        refusal_share=pd.Series(share, index=ZONES),
        own_customers=customers,
    )
    boxes = counted.table["letterboxes"]
    assert boxes.dtype == np.int64
    assert ((boxes >= 0) & (boxes <= np.ceil(households))).all()


def test_what_is_no_share_and_no_count_is_refused():
    with pytest.raises(TableError, match=r"'751010102'.*1\.2"):
        count_letterboxes(ZONES, np.ones(3), country="FR", refusal_share=pd.Series({"751010102": 1.2}))
    with pytest.raises(TableError, match="'own_customers', row 1"):
        count_letterboxes(ZONES, np.ones(3), country="FR", own_customers=np.array([0.0, -1.0, 0.0]))


def test_a_country_without_a_stated_rate_is_refused_with_those_that_have_one():
    with pytest.raises(UnknownNameError, match="BE, FR"):
        refusal_rates("DE")
