"""Social networks and zones: what leaves, and that nothing else does."""

import hashlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.audiences.social import PLATFORMS, social_audience
from geoprofile.audiences.zone_counts import zone_counts

ROWS = pd.DataFrame(
    {
        "id": ["1", "2", "3", "4"],
        "mail": [" Anne.Martin+x@Gmail.com", "b@example.org", "no mail", ""],
        "tel": ["06 12 34 56 78", "", "12", "0033612345679"],
    },
    dtype="str",
)


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def audience(platform):
    return social_audience(ROWS, PLATFORMS[platform], email=["mail"], phone=["tel"], region="FR")


@pytest.mark.parametrize(
    ("platform", "email", "phone"),
    [
        ("meta", "anne.martin+x@gmail.com", "33612345678"),
        ("google", "annemartin@gmail.com", "+33612345678"),
        ("linkedin", "anne.martin+x@gmail.com", None),
    ],
)
def test_each_platform_gets_the_form_that_it_documents(platform, email, phone):
    made = audience(platform)
    chosen = PLATFORMS[platform]
    assert sha(email) in set(made.rows[chosen.email])
    assert list(made.rows.columns) == [name for name in (chosen.email, chosen.phone) if name]
    assert phone is None or sha(phone) in set(made.rows[chosen.phone])


def test_invalid_cells_are_counted_and_rows_without_any_are_told():
    made = audience("meta")
    assert (made.invalid_emails, made.invalid_phones) == (1, 1)
    assert made.row_of.tolist() == [True, True, False, True]


def test_only_hashes_leave_each_person_once_and_the_order_of_the_file_does_not_show():
    twice = pd.concat([ROWS, ROWS]).sample(frac=1, random_state=3).reset_index(drop=True)
    made = social_audience(twice, PLATFORMS["google"], email=["mail"], phone=["tel"], region="FR")
    pd.testing.assert_frame_equal(made.rows, audience("google").rows)
    assert set(made.rows.to_numpy().ravel()) <= {"", *(sha(text) for text in (
        "annemartin@gmail.com", "b@example.org", "+33612345678", "+33612345679"))}  # fmt: skip


def test_small_zones_are_left_out_with_enough_others_that_none_can_be_worked_out():
    ids = ["a"] * 40 + ["b"] * 20 + ["c"] * 15 + ["d"] * 3 + [""] * 5
    zones, told = zone_counts(pd.Series(ids, dtype="str"))
    assert zones.to_dict("list") == {"zone_id": ["a", "b"], "customers": [40, 20]}
    assert told.sum() == 60


@settings(max_examples=40)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_what_is_left_out_of_zones_is_never_one_zone_nor_under_eleven_customers(sizes):
    ids = np.repeat([f"z{k:02d}" for k in range(len(sizes))], sizes)
    zones, told = zone_counts(pd.Series(ids, dtype="str"))
    assert (zones["customers"] >= 11).all()
    hidden = len(sizes) - len(zones)
    assert hidden == 0 or zones.empty or (hidden > 1 and (~told).sum() >= 11)
