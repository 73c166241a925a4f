"""Keys by which a person is known again: one form for all the ways people write."""

import hashlib
import hmac

import numpy as np
import pandas as pd
import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.errors import TableError
from geoprofile.opposition import (
    IdentityColumns,
    email_keys,
    email_texts,
    identity_keys,
    keyed_hashes,
    name_keys,
    phone_keys,
    raw_address_keys,
    same_persons,
    unread_cells,
)

SECRET = b"a key of the opposition list"


def texts(*values):
    return pd.Series(values, dtype="str")


def test_emails_are_trimmed_and_in_small_letters_and_other_texts_are_none():
    found = email_texts(texts(" Anne.Martin+a@Example.ORG ", "anne", "a@b", "a b@c.fr", ""))
    assert found.tolist() == ["anne.martin+a@example.org", "", "", "", ""]


@pytest.mark.parametrize(
    "written",
    [
        "<jean@x.fr>",
        "jean@x.fr;",
        "mailto:Jean@X.fr",
        "\u200bjean@x.fr",
        "JEAN@X.FR.",
        "Jean <jean@x.fr>",
        "'jean@x.fr'",
    ],
)
def test_what_stands_around_an_email_is_none_of_it(written):
    assert [one.tolist() for one in email_keys(texts(written))] == [["jean@x.fr"]]
    assert email_texts(texts(written)).tolist() == ["jean@x.fr"]


def test_a_cell_of_several_emails_or_numbers_gives_a_key_for_each():
    assert [one[0] for one in email_keys(texts("a@x.fr, b@x.fr"))] == ["a@x.fr", "b@x.fr"]
    phones = phone_keys(texts("06.12.34.56.78 / 01 45 00 00 01"), region="FR")
    assert [one[0] for one in phones] == ["+33612345678", "+33145000001"]


def test_a_mailbox_of_google_is_known_again_however_it_is_written():
    written = texts("john.doe@gmail.com", "johndoe+list@googlemail.com", "john.doe@example.org")
    assert email_keys(written)[0].tolist() == ["johndoe@gmail.com", "johndoe@gmail.com", "john.doe@example.org"]


@pytest.mark.parametrize(
    "written",
    [
        "06 12 34 56 78",
        "0033612345678",
        "+33 (0)6 12 34 56 78",
        "6.12.34.56.78",
        "612345678.0",
        "06 12 34 56 78 (perso)",
        "06/12/34/56/78",
    ],
)
def test_a_number_has_one_form_however_it_is_written(written):
    assert phone_keys(texts(written), region="FR")[0].tolist() == ["+33612345678"]


def test_a_number_without_country_code_is_of_the_region_asked_for():
    assert phone_keys(texts("0470 12 34 56", "12", "n/a", "00 00 00 00 00"), region="BE")[0].tolist() == [
        "+32470123456",
        "",
        "",
        "",
    ]


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(["0", "+33", "0033", "+32", "0032", "+33 ", "0 "]), st.from_regex(r"[1-9]\d{7,8}", fullmatch=True)
)
def test_the_usual_numbers_are_read_as_phonenumbers_reads_them(before, digits):
    for region in ("FR", "BE"):
        number = phonenumbers.parse(before + digits, region)
        form = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        if phonenumbers.is_possible_number(number) and len(set(form[3:])) > 1:
            assert phone_keys(texts(before + digits), region=region)[0].tolist() == [form]


def test_a_national_number_is_known_again_in_whichever_country_a_list_was_made_for():
    rows = pd.DataFrame({"gsm": ["0475 12 34 51", "+32 475 12 34 51"]}, dtype="str")
    for region in ("FR", "BE"):
        keys = identity_keys(rows, IdentityColumns(phone=("gsm",)), region=region)["phone"]
        assert {one[0] for one in keys} == {"+33475123451", "+32475123451"}
        assert {one[1] for one in keys} - {""} == {"+32475123451"}


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
    assert raw_address_keys([texts(written)], texts("00 100")).tolist() == ["100|12 avenue bis gare"]


@pytest.mark.parametrize(
    "written",
    [
        "Chez M. Martin, 12 rue Basse",
        "12 rue Basse RDC",
        "12 rue Basse BP 30",
        "n°12 rue Basse",
        "012 rue Basse",
        "12-12 rue Basse",
        "Rés. Les Lilas 12 rue Basse",
        "12 rue Basse 2e étage gauche",
    ],
)
def test_what_stands_beside_an_address_and_lost_zeros_tell_no_address_apart(written):
    assert raw_address_keys([texts(written)], texts("1000")).tolist() == ["1000|12 basse rue"]
    assert raw_address_keys([texts("12 rue Basse")], texts("01000")).tolist() == ["1000|12 basse rue"]


def test_who_has_a_post_box_alone_is_known_by_it():
    assert raw_address_keys([texts("BP 30")], texts("00100")).tolist() == ["100|30 bp"]


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
    with pytest.raises(TableError, match="can be guessed"):
        keyed_hashes(["a"], b"k" * 32)


def test_all_rows_of_a_person_are_found_by_any_key_that_they_share_until_there_are_no_more():
    keys = {"id": (texts("C1", "C1", "", "C2", ""),), "phone": (texts("", "+331", "+331", "+332", ""),)}
    marked = np.array([True, False, False, False, False])
    assert same_persons(keys, marked).tolist() == [True, True, True, False, False]


def test_filled_cells_that_give_no_key_are_counted():
    rows = pd.DataFrame({"mail": ["a at b", "a@b.fr", ""], "tel": ["12", "", "0612345678"]}, dtype="str")
    counts = unread_cells(rows, IdentityColumns(email=("mail",), phone=("tel",)), region="FR")
    assert counts == {"email": 1, "phone": 1}


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
    email = email_keys(texts(text))[0]
    assert email_keys(email)[0].tolist() == email.tolist()
    phone = phone_keys(texts(text), region="FR")[0]
    assert phone_keys(phone, region="FR")[0].tolist() == phone.tolist()
    name = name_keys([texts(text)])
    assert name_keys([name]).tolist() == name.tolist()
