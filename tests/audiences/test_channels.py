"""Social networks and zones: what leaves, and that nothing else does."""

import hashlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.audiences.social import PLATFORMS, hashed_contacts, social_contacts
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


def contacts(platform, rows=ROWS):
    return social_contacts(rows, PLATFORMS[platform], email=["mail"], phone=["tel"], region="FR")


def handed(platform, rows=ROWS):
    return hashed_contacts(contacts(platform, rows), PLATFORMS[platform], np.ones(len(rows), dtype=bool))


def count(ids, chosen=None):
    """Count rows that are of as many persons."""
    return zone_counts(pd.Series(ids, dtype="str"), pd.Series(range(len(ids))).astype("str"), chosen)


@pytest.mark.parametrize(
    ("platform", "email", "phone"),
    [
        ("meta", "anne.martin+x@gmail.com", "33612345678"),
        ("google", "annemartin@gmail.com", "+33612345678"),
        ("linkedin", "anne.martin+x@gmail.com", None),
    ],
)
def test_each_platform_gets_the_form_that_it_documents(platform, email, phone):
    made = handed(platform)
    chosen = PLATFORMS[platform]
    assert sha(email) in set(made[chosen.email])
    assert list(made.columns) == [name for name in (chosen.email, chosen.phone) if name]
    assert phone is None or sha(phone) in set(made[chosen.phone])


def test_invalid_cells_are_counted_and_rows_without_any_are_told():
    made = contacts("meta")
    assert (made.invalid_emails, made.invalid_phones) == (1, 1)
    assert made.found.tolist() == [True, True, False, True]


def test_only_hashes_leave_each_person_once_and_the_order_of_the_file_does_not_show():
    twice = pd.concat([ROWS, ROWS]).sample(frac=1, random_state=3).reset_index(drop=True)
    made = handed("google", twice)
    pd.testing.assert_frame_equal(made, handed("google"))
    assert set(made.to_numpy().ravel()) <= {"", *(sha(text) for text in (
        "annemartin@gmail.com", "b@example.org", "+33612345678", "+33612345679"))}  # fmt: skip


def test_small_zones_are_left_out_with_enough_others_that_none_can_be_worked_out():
    ids = ["a"] * 40 + ["b"] * 20 + ["c"] * 15 + ["d"] * 3 + [""] * 5
    zones, told = count(ids)
    assert zones.to_dict("list") == {"zone_id": ["a", "b"], "customers": [40, 20]}
    assert told.sum() == 60


@settings(max_examples=40)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_what_is_left_out_of_zones_is_never_one_zone_nor_under_eleven_customers(sizes):
    ids = np.repeat([f"z{k:02d}" for k in range(len(sizes))], sizes)
    zones, told = count(ids)
    assert (zones["customers"] >= 11).all()
    hidden = len(sizes) - len(zones)
    assert hidden == 0 or zones.empty or (hidden > 1 and (~told).sum() >= 11)


def test_a_customer_of_several_rows_counts_once_in_a_zone():
    zone = pd.Series(["a"] * 12 + ["b"] * 15 + ["c"] * 15, dtype="str")
    person = pd.Series(["one"] * 12 + [f"p{k}" for k in range(30)], dtype="str")
    zones, _ = zone_counts(zone, person)
    assert zones["zone_id"].tolist() == ["c"] or zones.empty


def test_a_zone_whose_others_are_one_to_ten_is_not_told_as_the_export_of_all_would_give_them_away():
    ids = ["a"] * 15 + ["b"] * 30 + ["c"] * 30
    chosen = np.array([False] + [True] * 14 + [True] * 30 + [True] * 15 + [False] * 15)
    zones, told = count(ids, chosen)
    assert "a" not in set(zones["zone_id"])
    assert told.sum() == zones["customers"].sum()
