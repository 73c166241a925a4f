"""Keys by which a person is known again: one form for all the ways people write."""

import hashlib
import hmac

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.errors import TableError
from geoprofile.opposition import (
    IdentityColumns,
    email_keys,
    identity_keys,
    keyed_hashes,
    name_keys,
    phone_keys,
    raw_address_keys,
)

SECRET = b"a key of the opposition list"


def texts(*values):
    return pd.Series(values, dtype="str")


def test_emails_are_trimmed_and_in_small_letters_and_other_texts_are_none():
    found = email_keys(texts(" Anne.Martin+a@Example.ORG ", "anne", "a@b", "a b@c.fr", ""))
    assert found.tolist() == ["anne.martin+a@example.org", "", "", "", ""]


@pytest.mark.parametrize("written", ["06 12 34 56 78", "0033612345678", "+33 (0)6 12 34 56 78", "6.12.34.56.78"])
def test_a_number_has_one_form_however_it_is_written(written):
    assert phone_keys(texts(written), region="FR").tolist() == ["+33612345678"]


def test_a_number_without_country_code_is_of_the_region_asked_for():
    assert phone_keys(texts("0470 12 34 56", "12", "n/a"), region="BE").tolist() == ["+32470123456", "", ""]


@pytest.mark.parametrize(
    "written",
    [
        "12 bis, av. de la Gare",
        "AVENUE DE LA GARE 12BIS",
        "12bis avenue  de la Gâre",
        "Bât. C, 12 Bis Ave la gare, 3e étage",
    ],
)
def test_an_address_has_one_form_whatever_its_order_accents_and_abbreviations(written):
    assert raw_address_keys([texts(written)], texts("00 100")).tolist() == ["00100|12 avenue bis gare"]


def test_an_address_without_number_or_postcode_has_no_key():
    keys = raw_address_keys([texts("rue de la Gare", "12 rue de la Gare")], texts("00100", ""))
    assert keys.tolist() == ["", ""]


def test_a_name_has_one_form_whatever_its_order_and_title():
    assert set(name_keys([texts("Mme Anne DUPONT", "Dupont, Anne", "DUPONT")])) == {"anne dupont", "dupont"}
    assert name_keys([texts("Dupont"), texts("Anne")]).tolist() == ["anne dupont"]


def test_fingerprints_are_keyed_and_an_empty_key_has_none():
    made = hmac.new(SECRET, b"anne@example.org", hashlib.sha256).hexdigest()
    assert keyed_hashes(["anne@example.org", ""], SECRET) == [made, ""]
    with pytest.raises(TableError, match="too short"):
        keyed_hashes(["a"], b"short")


def test_a_geocoded_address_counts_only_where_it_was_found_to_the_number():
    rows = pd.DataFrame(
        {
            "result_citycode": ["00101", "00101"],
            "result_street": ["Rue Haute", "Rue Haute"],
            "result_housenumber": ["3", "3"],
            "result_type": ["housenumber", "street"],
            "nom": ["Anne Dupont", "Anne Dupont"],
        },
        dtype="str",
    )
    keys = identity_keys(rows, IdentityColumns(name=("nom",)), region="FR")
    assert keys["address"][0].tolist() == ["00101|ruehaute|3", ""]
    assert keys["name_address"][0].tolist() == ["anne dupont@00101|ruehaute|3", ""]


@settings(max_examples=60)
@given(st.text(max_size=30))
def test_a_key_of_a_key_is_the_key_itself(text):
    email = email_keys(texts(text))
    assert email_keys(email).tolist() == email.tolist()
    phone = phone_keys(texts(text), region="FR")
    assert phone_keys(phone, region="FR").tolist() == phone.tolist()
    name = name_keys([texts(text)])
    assert name_keys([name]).tolist() == name.tolist()
