"""An audience from a file of customers: objections first, every row accounted for, only what the channel needs."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import AddressFileError
from geoprofile.files import open_address_file
from geoprofile.opposition import IdentityColumns
from geoprofile.recipes.audiences import (
    AudienceWish,
    audience_record,
    find_columns,
    make_audience,
    make_opposition_list,
    read_condition,
    write_audience,
)
from geoprofile.recipes.audiences.reading import find_country, read_dates, read_lists, read_rows, told_columns

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
        lists = read_lists([tmp_path / "objections.csv"], region="FR")
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
    lists = read_lists([tmp_path / "hashed.csv"], region="FR")
    _, columns, wish = made("post")
    opened = open_address_file(tmp_path / "customers.csv")
    rows = read_rows(opened, columns.read(opened.columns))
    audience = make_audience(rows, columns, wish, lists=lists, secret=SECRET)
    assert np.flatnonzero(audience.opposed[0].excluded).tolist() == [1, 4]


def test_days_are_read_as_french_and_iso_write_them_and_others_refused_by_row():
    column = pd.Series(["2025-12-31 10:00", "31/12/2025", "1.2.2025", ""], name="jour", dtype="str")
    assert read_dates(column, file="f").dt.strftime("%Y-%m-%d").fillna("").tolist() == [
        "2025-12-31", "2025-12-31", "2025-02-01", "",
    ]  # fmt: skip
    with pytest.raises(AddressFileError, match="data row 2") as refused:
        read_dates(pd.Series(["", "secret"], name="jour", dtype="str"), file="f")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("cells", "country"),
    [
        ({"cp": ["00100", "75001", "1000"]}, "FR"),
        ({"cp": ["1000", "4000"], "result_postcode": ["1000", "4000"]}, "BE"),
        ({"cp": ["1000", "1200"], "result_postcode": ["01000", "01200"]}, "FR"),
        ({"cp": ["1000", "4000"], "tel": ["+32 475 12 34 51", ""]}, "BE"),
        ({"cp": ["1000", "1200"], "tel": ["06 12 34 56 78", ""]}, "FR"),
    ],
)
def test_the_country_is_told_by_what_is_of_one_alone(cells, country):
    columns = IdentityColumns(postcode="cp", phone=("tel",) if "tel" in cells else ())
    assert find_country(pd.DataFrame(cells, dtype="str"), columns, file="f.csv", needed=True)[0] == country


def test_postcodes_of_four_digits_alone_are_asked_about():
    rows = pd.DataFrame({"cp": ["1000", "4000", ""]}, dtype="str")
    with pytest.raises(AddressFileError, match="--country BE or --country FR"):
        find_country(rows, IdentityColumns(postcode="cp"), file="f.csv", needed=True)


def audience_of(tmp_path, customers, objections, channel="social", **more):
    """Make an audience as the command does."""
    (tmp_path / "c.csv").write_text(customers, encoding="utf-8")
    (tmp_path / "o.csv").write_text(objections, encoding="utf-8")
    opened = open_address_file(tmp_path / "c.csv")
    columns = find_columns(opened, {})
    more = {"platform": "google", "consent_basis": "x"} | more if channel == "social" else more
    wish = AudienceWish(channel, "a test", ON, **more)
    asked = [one.column for one in wish.where]
    rows = read_rows(opened, [*columns.read(opened.columns), *asked])
    audience = make_audience(rows, columns, wish, lists=read_lists([tmp_path / "o.csv"], region="FR"))
    return audience, audience_record(audience, columns, wish, name="c.csv")


def test_an_opposed_mailbox_is_not_handed_over_in_another_spelling(tmp_path):
    audience, _ = audience_of(tmp_path, "email\njohndoe@gmail.com\na@x.fr\n", "email\njohn.doe@googlemail.com\n")
    assert audience.reason.tolist() == ["opposition", ""]


def test_other_rows_of_an_opposed_person_are_left_out_too_and_counted_apart(tmp_path):
    customers = "client_id;email;telephone\nC1;x@b.fr;0612345671\nC1;;0612345672\nC2;;0612345672\nC3;z@b.fr;\n"
    audience, record = audience_of(tmp_path, customers, "email\nx@b.fr\n")
    assert audience.reason.tolist() == ["opposition", "opposition_same_person", "opposition_same_person", ""]
    assert record["left_out"] == {"opposition": 1, "opposition_same_person": 2}


def test_objections_are_looked_for_in_columns_of_other_names_on_both_sides(tmp_path):
    customers = "client_id;email;email_pro\nC1;perso@x.fr;jean@x.fr\nC2;b@x.fr;\n"
    audience, _ = audience_of(tmp_path, customers, "mail_opposant\njean@x.fr\n")
    assert audience.reason.tolist() == ["opposition", ""]


def test_every_sheet_of_a_list_is_applied_and_one_that_names_nobody_is_told(tmp_path):
    with pd.ExcelWriter(tmp_path / "o.xlsx", engine="xlsxwriter") as book:
        for sheet, cells in {
            "2024": {"email": ["a@x.fr"]},
            "2025": {"email": ["b@x.fr"]},
            "lire": {"mot": ["x"]},
        }.items():
            pd.DataFrame(cells).to_excel(book, sheet_name=sheet, index=False)
    lists = read_lists([tmp_path / "o.xlsx"], region="FR")
    assert [one.clear["email"][0].tolist() for one in lists] == [["a@x.fr"], ["b@x.fr"]]
    assert "'lire' holds nothing" in lists[0].notes[-1]


def test_a_list_without_rows_and_cells_that_cannot_be_read_are_warned_of(tmp_path):
    _, record = audience_of(tmp_path, "email\na at x.fr\nb@x.fr\n", "email\n")
    assert "o.csv holds no row" in record["warnings"][0]
    assert record["cells_unread"] == {"email": 1}


@pytest.mark.parametrize(
    ("where", "why"),
    [("nationalite=MA", "nationality"), ("genre=F", "sex"), ("note=jean@x.fr", "not by who"),
     ("note=06 12 34 56 78", "not by who"), ("code=7", "not by who")],
)  # fmt: skip
def test_nobody_is_chosen_by_a_forbidden_ground_nor_by_what_names_one_person(tmp_path, where, why):
    rows = "".join(f"p{k}@x.fr;MA;{'FH'[k % 2]};;{k}\n" for k in range(25))
    with pytest.raises(AddressFileError, match=why):
        audience_of(tmp_path, f"email;nationalite;genre;note;code\n{rows}", "email\n", where=(read_condition(where),))


def test_choosing_by_age_draws_a_warning(tmp_path):
    customers = "email;tranche_age\na@x.fr;75+\nb@x.fr;20\n"
    _, record = audience_of(tmp_path, customers, "email\n", where=(read_condition("tranche_age!=75+"),))
    assert any("chosen by age" in text for text in record["warnings"])


def test_a_column_of_refusals_is_no_consent_and_a_condition_needs_a_value():
    for column in ("desinscrit", "opt_out", "stop_sms", "blacklist", "uitgeschreven"):
        with pytest.raises(AddressFileError, match="who refuses"):
            AudienceWish("social", "x", ON, platform="meta", consent=column)
    with pytest.raises(AddressFileError, match="has no value"):
        read_condition("segment!=,")


def test_names_that_may_be_of_two_families_get_a_letter_each_and_so_do_two_flats():
    names = ["DUPONT JEAN", "MARTIN JEAN", "Anne NGUYEN", "Paul NGUYEN", "", ""]
    lines = ["1 rue A", "1 rue A", "2 rue A appt 3", "2 rue A Appt. 12", "4 rue A", "4 rue A"]
    rows = pd.DataFrame({"nom": names, "adresse": lines, "code_postal": "00100", "ville": "V"}, dtype="str")
    audience = make_audience(rows, find_columns(_Held(rows), {}), AudienceWish("post", "x", ON), lists=[])
    assert audience.kept == 6


def test_what_is_written_is_for_its_owner_alone(tmp_path):
    audience, record = audience_of(tmp_path, "email\na@x.fr\n", "email\n")
    for path in write_audience(audience, record, tmp_path / "out.csv", platform="google"):
        assert path.stat().st_mode & 0o777 == 0o600
    assert len(list(tmp_path.iterdir())) == 5


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


def test_a_condition_nobody_meets_lists_the_values_that_many_rows_have_and_no_others(tmp_path):
    rows = "".join(f"p{i}@example.org;{'loyal' if i % 2 else 'new'};{i // 3}\n" for i in range(40))
    for where, word in (("segment=loyaux", "holds 'loyal', 'new'"), ("groupe=x", "capitals count.$")):
        with pytest.raises(AddressFileError, match=word):
            audience_of(tmp_path, f"email;segment;groupe\n{rows}", "email\n", where=(read_condition(where),))


def test_a_channel_of_e_mails_is_refused_with_what_to_do_instead():
    with pytest.raises(AddressFileError, match="unsubscriptions"):
        AudienceWish("email", "a test", ON)


def test_cells_without_a_key_are_told_of_keys_that_the_lists_or_the_channel_use_alone(tmp_path):
    customers = "email;telephone\na@example.org;12\nb@example.org;12\n"
    zones, _ = audience_of(tmp_path, "iris;" + customers.replace("\n", "\n1;")[:-2], "email\nz@example.org\n", "zones")
    by_phone, _ = audience_of(
        tmp_path, "iris;" + customers.replace("\n", "\n1;")[:-2], "telephone\n0612345678\n", "zones"
    )
    assert "phone" not in zones.unread
    assert by_phone.unread["phone"] == 2
