"""An audience from a file of customers: objections first, every row accounted for, only what the channel needs."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import AddressFileError
from geoprofile.files import open_address_file
from geoprofile.recipes.audiences import (
    AudienceWish,
    audience_record,
    find_columns,
    make_audience,
    make_opposition_list,
    read_condition,
    write_audience,
)
from geoprofile.recipes.audiences.reading import find_country, read_dates, read_list, read_rows, told_columns

ON = date(2026, 1, 5)
SECRET = b"a key of the opposition list"
CUSTOMERS = """client_id;nom;adresse;code_postal;ville;email;telephone;turnover_eur;last_purchase;segment;consent;iris
C1;Anne DUPONT;3 rue Haute;00100;Valmorin;a@example.org;0612345671;10;2025-06-01;champions;oui;001
C2;Jean DUPONT;3, r. Haute;00100;Valmorin;b@example.org;0612345672;90,5;01/06/2025;loyal;non;001
C3;Luc MARTIN;8 rue Basse;00100;Valmorin;c@example.org;;5;2020-01-01;loyal;oui;001
C4;Zoé PETIT;rue sans numéro;00100;Valmorin;d@example.org;0612345674;5;;loyal;oui;002
C5;Eve ROUX;9 rue Basse;00100;Valmorin;e@example.org;0612345675;5;2025-01-01;new;;
"""


@pytest.fixture
def made(tmp_path):
    """Make an audience of five customers, with a list of objections."""
    (tmp_path / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")

    def make(channel, *, objections="email\n", where=(), **more):
        (tmp_path / "objections.csv").write_text(objections, encoding="utf-8")
        opened = open_address_file(tmp_path / "customers.csv")
        columns = find_columns(opened, {})
        wish = AudienceWish(channel, "a test", ON, where=tuple(map(read_condition, where)), **more)
        asked = [one.column for one in wish.where] + ([wish.consent] if wish.consent else [])
        rows = read_rows(opened, [*columns.read(opened.columns), *asked])
        lists = [read_list(tmp_path / "objections.csv", region="FR")]
        return make_audience(rows, columns, wish, lists=lists), columns, wish

    return make


def test_every_row_is_kept_or_left_out_for_one_reason(made):
    audience, _, _ = made("post", objections="email\nE@example.org \n")
    assert audience.reason.tolist() == ["same_household", "", "no_contact_for_3_years", "no_number", "opposition"]
    assert audience.kept + sum(audience.left_out.values()) == 5


def test_a_letter_holds_an_address_block_and_nothing_else_of_the_best_customer_of_the_household(made):
    audience, _, _ = made("post", objections="email\nnobody@example.org\n")
    assert list(audience.rows.columns) == [f"line_{k}" for k in range(1, 7)]
    assert audience.rows["line_1"].tolist() == ["Eve ROUX", "Jean DUPONT"]
    assert audience.rows["line_4"].tolist() == ["9 RUE BASSE", "3 R HAUTE"]


def test_objections_come_before_any_choice_so_that_their_count_is_of_the_whole_file(made):
    audience, _, _ = made("zones", objections="telephone\n06 12 34 56 72\n+33612345675\n", where=["segment=champions"])
    assert int(audience.opposed[0].excluded.sum()) == audience.left_out["opposition"] == 2


def test_an_address_excludes_all_who_live_there(made):
    audience, _, _ = made("post", objections="adresse;code_postal\n3 RUE HAUTE;00100\n")
    assert audience.reason.tolist()[:2] == ["opposition", "opposition"]


def test_a_list_without_a_common_column_stops_the_audience(made):
    with pytest.raises(AddressFileError, match="could not be applied"):
        made("post", objections="remarque\nplus jamais\n")


def test_no_consent_no_electronic_advertisement(made):
    audience, _, _ = made("social", platform="meta", consent="consent")
    assert audience.left_out == {"no_consent": 2, "no_contact_for_3_years": 1}
    assert list(audience.rows.columns) == ["email", "phone"]
    with pytest.raises(AddressFileError, match="consent first"):
        AudienceWish("social", "a test", ON, platform="meta")


def test_nobody_is_chosen_by_who_they_are(made):
    with pytest.raises(AddressFileError, match="not by who"):
        made("post", where=["email=a@example.org"])


def test_a_choice_that_nobody_meets_is_refused_and_so_is_what_is_no_condition(made):
    with pytest.raises(AddressFileError, match="No row is asked for by segment=chmpions"):
        made("post", where=["segment=chmpions"])
    with pytest.raises(AddressFileError, match="COLUMN=VALUE"):
        read_condition("champions")


def test_a_condition_takes_values_or_leaves_them_out():
    rows = pd.DataFrame({"segment": ["a", " b ", "c"]}, dtype="str")
    assert read_condition("segment = a, b").holds(rows).tolist() == [True, True, False]
    assert read_condition("segment!=a").holds(rows).tolist() == [False, True, True]


def test_the_record_says_all_and_names_nobody(made):
    audience, columns, wish = made(
        "post", objections="email;adresse\na@example.org;\n;4 rue X\n", where=["segment!=new"], retention_days=30
    )
    record = audience_record(audience, columns, wish, name="customers.csv")
    assert (record["made_on"], record["delete_by"], record["rows_in"]) == ("2026-01-05", "2026-02-04", 5)
    assert record["opposition"] == [
        {"list": "objections.csv", "rows": 2, "excluded": 1, "excluded_by_key": {"email": 1}, "rows_found": 1,
         "rows_not_comparable": 1}
    ]  # fmt: skip
    assert "1 of 2 rows of objections.csv" in record["warnings"][0]
    assert not any(name in str(record) for name in ("example.org", "DUPONT", "Haute", "C1"))


def test_choosing_by_place_of_residence_draws_a_warning(made):
    for where, warned in ((["iris!=002"], True), (["segment=loyal"], False)):
        audience, columns, wish = made("post", where=where)
        record = audience_record(audience, columns, wish, name="customers.csv")
        assert any("225-1" in text for text in record["warnings"]) == warned


def test_the_order_of_the_rows_changes_no_byte_of_the_export(tmp_path):
    head, *rows = CUSTOMERS.splitlines()
    written = []
    for name, order in (("one", range(5)), ("other", [4, 2, 0, 3, 1])):
        (tmp_path / f"{name}.csv").write_text("\n".join([head, *(rows[k] for k in order)]), encoding="utf-8")
        opened = open_address_file(tmp_path / f"{name}.csv")
        columns = find_columns(opened, {})
        wish = AudienceWish("post", "a test", ON)
        audience = make_audience(read_rows(opened, columns.read(opened.columns)), columns, wish, lists=[])
        out = tmp_path / f"{name}_out.csv"
        write_audience(audience, audience_record(audience, columns, wish, name="customers.csv"), out)
        written.append((out.read_bytes(), (tmp_path / f"{name}_out.csv.purpose.json").read_bytes()))
    assert written[0] == written[1]


def test_message_keys_choose_and_are_written_on_letters():
    rows = pd.DataFrame(
        {"nom": ["A B", "C D"], "adresse": ["3 rue X", "4 rue X"], "code_postal": ["00100"] * 2, "ville": ["V"] * 2,
         "message_key": ["B03|champions", "*|new"]}, dtype="str",
    )  # fmt: skip
    columns = find_columns(_Held(rows), {})
    audience = make_audience(rows, columns, AudienceWish("post", "x", ON, messages=("*|new",)), lists=[])
    assert audience.rows[["line_1", "message_key"]].to_numpy().tolist() == [["C D", "*|new"]]


def test_without_names_it_is_one_letter_a_flat():
    lines = ["3 rue X Appt 1", "3 r. X, appt 2", "3 rue X appt. 1"]
    rows = pd.DataFrame({"adresse": lines, "code_postal": "00100", "ville": "V"}, dtype="str")
    audience = make_audience(rows, find_columns(_Held(rows), {}), AudienceWish("post", "x", ON), lists=[])
    assert sorted(audience.reason) == ["", "", "same_household"]


def test_a_clear_list_becomes_fingerprints_that_exclude_the_same_people(tmp_path, made):
    (tmp_path / "clear.csv").write_text(
        "email;telephone;adresse;code_postal;date\nb@example.org;;;;2024-05-01\n;;9 r Basse;00100;\n;;;;\n",
        encoding="utf-8",
    )
    hashed = make_opposition_list(tmp_path / "clear.csv", SECRET, on=ON)
    assert "1 rows of clear.csv hold nothing" in hashed.notes[0]
    assert sorted(hashed.rows["objected_on"]) == ["2024-05-01", "2026-01-05"]
    hashed.rows.to_csv(tmp_path / "hashed.csv", sep=";", index=False)
    listed = read_list(tmp_path / "hashed.csv", region="FR")
    _, columns, wish = made("post")
    opened = open_address_file(tmp_path / "customers.csv")
    rows = read_rows(opened, columns.read(opened.columns))
    audience = make_audience(rows, columns, wish, lists=[listed], secret=SECRET)
    assert np.flatnonzero(audience.opposed[0].excluded).tolist() == [1, 4]


def test_days_are_read_as_french_and_iso_write_them_and_others_refused_by_row():
    column = pd.Series(["2025-12-31 10:00", "31/12/2025", "1.2.2025", ""], name="jour", dtype="str")
    assert read_dates(column, file="f").dt.strftime("%Y-%m-%d").fillna("").tolist() == [
        "2025-12-31", "2025-12-31", "2025-02-01", "",
    ]  # fmt: skip
    with pytest.raises(AddressFileError, match="data row 2") as refused:
        read_dates(pd.Series(["", "secret"], name="jour", dtype="str"), file="f")
    assert "secret" not in str(refused.value)


def test_the_country_is_told_by_the_postcodes():
    assert find_country(pd.DataFrame({"cp": ["1000", "4000", ""]}, dtype="str"), "cp") == "BE"
    assert find_country(pd.DataFrame({"cp": ["00100", "1000"]}, dtype="str"), "cp") == "FR"


def test_columns_are_told_by_role():
    assert told_columns(["email=a", "email=b"]) == {"email": ["a", "b"]}
    with pytest.raises(AddressFileError, match="ROLE=COLUMN"):
        told_columns(["email"])


class _Held:
    """A table as an opened file gives it."""

    def __init__(self, rows):
        self.rows, self.columns = rows, tuple(rows.columns)

    def batches(self, count):
        yield self.rows.head(count)
