"""A file of order lines becomes days of purchase, and says how it was read."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geoprofile.errors import AddressFileError
from geoprofile.files import open_address_file
from geoprofile.purchases import order_file, read_orders, reading_sentences
from geoprofile.purchases.plausible import DayLines


def table(days) -> list[tuple]:
    """List customer, day, orders and amount."""
    ids = days.customer_ids[days.customer].tolist()
    dates = days.day.astype("datetime64[D]").astype(str).tolist()
    return list(zip(ids, dates, days.orders.tolist(), days.amount.tolist(), strict=True))


def same(one, other) -> bool:
    """Tell whether two tables of days hold the same bytes."""
    return (one.categories, one.currency) == (other.categories, other.currency) and all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("customer_ids", "customer", "day", "orders", "amount", "category_amount", "returned",
                     "cancelled_orders")
    )  # fmt: skip


def test_lines_are_added_up_by_order_and_day(read):
    days, reading = read(
        "client;commande;date;montant_eur;rayon",
        "B;1;2023-01-02;10,5;thé",
        "B;1;2023-01-02;4,5;café",
        "B;2;2023-01-02;1;thé",
        "A;3;2023-02-01;7;café",
    )
    assert table(days) == [("A", "2023-02-01", 1, 7.0), ("B", "2023-01-02", 2, 16.0)]
    assert (days.currency, days.categories) == ("EUR", ("café", "thé"))
    assert days.category_amount.tolist() == [[7.0, 0.0], [4.5, 11.5]]
    assert (reading.orders, reading.decimal, reading.turnover) == (3, ",", 23.0)
    assert (reading.first_day, reading.last_day) == (date(2023, 1, 2), date(2023, 2, 1))


def test_lines_that_lack_something_are_counted_and_the_first_is_named(read):
    _, reading = read(
        "client;date;montant", "A;2023-01-01;5", ";2023-01-01;8", ";2023-01-02;-2", "B;demain;5", "C;2023-01-01;cher",
    )  # fmt: skip
    assert (reading.lines, reading.customers, reading.turnover) == (5, 1, 5.0)
    assert (reading.without_customer, reading.turnover_without_customer) == (2, 6.0)
    assert (reading.without_date, reading.first_without_date) == (1, 4)
    assert (reading.without_amount, reading.first_without_amount) == (1, 5)


def test_a_day_beyond_twelve_anywhere_decides_for_the_whole_file(read, monkeypatch):
    monkeypatch.setattr(order_file, "PIECE_BYTES", 40)
    lines = [f"A;{day}/1/2023;1" for day in range(1, 13)]
    days, reading = read("client;date;montant", *lines, "A;1/13/2023;1")
    assert reading.date_formats == ("month-first",)
    assert table(days)[1][1] == "2023-01-13"
    days, reading = read("client;date;montant", *lines, "A;13/1/2023;1")
    assert reading.date_formats == ("day-first",)
    assert table(days)[-1][1] == "2023-01-13"


def test_dates_that_nothing_tells_are_read_day_first_and_that_is_said(read):
    days, reading = read("client;date;montant", "A;3/4/2023;1")
    assert table(days)[0][1] == "2023-04-03"
    assert reading.is_day_order_guessed
    days, reading = read("client;date;montant", "A;3/4/2023;1", date_order="month-first")
    assert table(days)[0][1] == "2023-03-04"
    assert not reading.is_day_order_guessed


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["A;25/12/2023;1", "B;12/25/2023;1"], "day first in data row 1 and the month first in data row 2"),
        (["A;2023-01-01;1,5", "B;2023-01-01;1.5"], "comma in data row 1 and with a point in data row 2"),
        (["A;2023-01-01;12", "B;2023-01-01;1,234"], "data row 2, the sign before three digits"),
        (["A;2023-01-01;12 €", "B;2023-01-01;12 $"], r"several currencies.*EUR \(1 lines\), USD \(1 lines\)"),
        (["A;;12"], "holds no date that can be read: data row 1 is empty"),
        ([";2023-01-01;12"], "no line with customer, date and amount among 1.*--column ROLE NAME"),
        (["A;010224;12", "B;020224;3"], "data row 1 is written '999999'.*31/12/2024.*--column date"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused_with_a_way_out(read, lines, message):
    with pytest.raises(AddressFileError, match=message):
        read("client;date;montant", *lines)


def test_the_users_word_settles_what_contradicts(read):
    _, reading = read("client;date;montant", "A;25/12/2023;1", "B;12/25/2023;1", date_order="day-first")
    assert (reading.orders, reading.first_without_date) == (1, 2)
    _, reading = read("client;date;montant", "A;2023-01-01;1,234", "B;2023-01-01;2,5", decimal=".")
    assert (reading.turnover, reading.first_without_amount) == (1234.0, 2)
    _, reading = read("client;date;montant", "A;2023-01-01;12 €", "B;2023-01-01;12 $", currency="eur")
    assert (reading.turnover, reading.currency, reading.other_currency) == (12.0, "EUR", 1)


def test_a_name_taken_for_a_date_is_not_repeated(read):
    with pytest.raises(AddressFileError, match="written 'xxxxx'") as refused:
        read("client;date;montant", "A;Duval;12")
    assert "Duval" not in str(refused.value)


def test_a_day_before_all_lines_is_said_to_be_too_early(read):
    with pytest.raises(AddressFileError, match=r"All 2 dated lines .* are later than 2001-01-01: choose a later day"):
        read("client;date;montant", "A;2023-01-01;5", "B;2023-01-02;5", as_of=date(2001, 1, 1))


def test_amounts_that_are_all_0_are_refused_where_another_column_may_hold_them(read):
    lines = ["client;date;Montant HT;Montant TTC", "A;2023-01-01;5;0,00", "B;2023-01-02;7;0,00"]
    with pytest.raises(AddressFileError, match=r"'Montant TTC' .* are 0: .*--column amount NAME, such as 'Montant HT'"):
        read(*lines)
    assert read(*lines, columns={"amount": "Montant HT"})[1].turnover == 12.0


def test_a_total_on_the_first_line_of_an_order_is_of_all_its_lines(read):
    _, reading = read(
        "client;commande;date;total", "A;1;2023-01-01;5", "A;1;2023-01-01;", "A;1;2023-01-01;cher", "B;2;2023-01-02;",
        "B;2;2023-01-02;7", "B;3;2023-01-02;",
    )  # fmt: skip
    assert (reading.total_elsewhere, reading.without_amount, reading.first_without_amount) == (2, 2, 3)
    assert "total stands on another line, with no amount of their own: 2" in " ".join(reading_sentences(reading, "en"))
    assert read("client;date;total", "A;2023-01-01;5", "A;2023-01-01;")[1].without_amount == 1


def test_orders_that_were_called_off_are_no_purchases(read):
    days, reading = read(
        "client;commande;date;montant;statut",
        "A;1;2023-01-01;10;Expédiée", "A;2;2023-01-03;20;Annulée", "B;3;2023-01-01;30;REMBOURSÉ", "B;4;2023-01-02;5;",
        "C;5;2023-01-01;9;cancelled",
    )  # fmt: skip
    assert table(days) == [("A", "2023-01-01", 1, 10.0), ("B", "2023-01-02", 1, 5.0)]
    assert days.customer_ids.tolist() == ["A", "B", "C"]
    assert days.cancelled_orders.tolist() == [1, 1, 1]
    assert reading.cancelled_orders == 3


def test_orders_numbered_c_and_digits_are_returns_even_without_a_sign(read):
    days, _ = read(
        "client;facture;date;montant", "A;1001;2023-01-01;10", "A;1002;2023-01-05;8", "A;C1003;2023-01-06;10"
    )
    assert table(days) == [("A", "2023-01-05", 1, 8.0)]


def test_orders_numbered_c_that_undo_nothing_are_orders_and_that_is_said(read):
    shop = [f"A;{1000 + n};2023-01-0{n};100" for n in range(1, 8)]
    web = [f"B;C{2000 + n};2023-02-0{n};70" for n in range(1, 6)]
    days, reading = read("client;commande;date;montant", *shop, *web)
    assert (len(table(days)), reading.credit_documents) == (12, (("C", 5, False),))
    assert "comptés comme commandes" in " ".join(reading_sentences(reading, "fr"))


def test_where_all_cost_the_same_a_total_shows_no_credit_note(read):
    lines = [f"A;{n};2023-01-{n:02};20" for n in range(1, 11)]
    days, reading = read("client;commande;date;montant", *lines, "A;C99;2023-01-12;20", "A;C98;2023-01-13;20")
    assert (len(table(days)), reading.credit_documents) == (12, (("C", 2, False),))


@pytest.mark.parametrize("credit", ["AV-77", "CN1001", "avoir 5", "RMB9"])
def test_credit_notes_of_other_letters_are_returns_on_the_same_evidence(read, credit):
    days, reading = read(
        "client;facture;date;montant", "A;F1001;2023-01-01;10", "A;F1002;2023-01-05;8", f"A;{credit};2023-01-06;10"
    )
    assert table(days) == [("A", "2023-01-05", 1, 8.0)]
    assert reading.credit_documents[0][1:] == (1, True)


def test_orders_that_are_all_numbered_with_c_are_orders(read):
    days, _ = read("client;commande;date;montant", "A;C1;2023-01-01;10", "A;C2;2023-01-05;8")
    assert len(table(days)) == 2


def test_a_negative_quantity_sends_back_at_a_positive_price(read):
    days, reading = read("client,order_id,date,quantity,unit_price", "A,1,2023-01-01,3,2.5", "A,2,2023-01-02,-1,2.5")
    assert table(days) == [("A", "2023-01-01", 1, 5.0)]
    assert days.returned.tolist() == [2.5]
    assert reading.unmatched_returns == 0


def test_later_lines_are_left_out_with_their_returns(read):
    days, reading = read(
        "client;date;montant", "A;2023-01-01;10", "A;2023-01-05;-10", "A;2023-01-06;3", as_of=date(2023, 1, 3)
    )
    assert table(days) == [("A", "2023-01-01", 1, 10.0)]
    assert reading.after == 2


def test_lines_that_repeat_another_count_and_are_told(read):
    days, reading = read("client;ticket;date;article;montant", *["A;1;2023-01-01;thé;2"] * 3, "A;1;2023-01-01;café;2")
    assert table(days)[0][3] == 8.0
    assert reading.repeated_lines == 2


def test_free_orders_are_no_purchases(read):
    days, reading = read("client;commande;date;montant", "A;1;2023-01-01;0", "B;2;2023-01-01;4")
    assert (table(days), reading.free_orders) == ([("B", "2023-01-01", 1, 4.0)], 1)


def test_ids_that_went_through_a_column_of_floats_are_mended(read):
    days, _ = read("client;date;montant", "12346.0;2023-01-01;1", "12347.0;2023-01-01;1")
    assert days.customer_ids.tolist() == ["12346", "12347"]


def test_words_for_nobody_are_no_customers(read):
    lines = [f"{word};2023-01-01;2" for word in ("NULL", "N/A", "nan", "-", "0", "0.0", "Anonyme", "guest", "Inconnu")]
    days, reading = read("client;date;montant", *lines, "A;2023-01-01;1")
    assert days.customer_ids.tolist() == ["A"]
    assert (reading.without_customer, reading.turnover_without_customer) == (9, 18.0)


def test_a_refund_by_quantity_and_price_both_negative_is_no_sale(read):
    days, reading = read("client,order_id,date,quantity,unit_price", "A,1,2023-01-01,2,10", "A,2,2023-01-05,-2,-10")
    assert (table(days), days.returned.tolist(), reading.orders) == ([], [20.0], 0)


def test_one_order_whose_lines_bear_several_days_is_of_its_first(read):
    days, reading = read(
        "client;commande;date;montant",
        "A;1;2023-01-02 00:01;50", "A;1;2023-01-01 23:59;100", "A;1;2023-01-08;5", "A;1;2023-01-09;7",
        "B;1;2023-01-03;9",
    )  # fmt: skip
    assert table(days) == [("A", "2023-01-01", 1, 155.0), ("A", "2023-01-09", 1, 7.0), ("B", "2023-01-03", 1, 9.0)]
    assert reading.orders == 3


def test_numbers_that_a_till_gives_anew_are_several_orders(read):
    days, _ = read("client;ticket;date;montant", *[f"A;7;2023-{month:02}-01;5" for month in range(1, 7)],
                   "A;7;2023-06-03;5")  # fmt: skip
    assert days.orders.sum() == 7


def test_a_lone_date_far_from_all_others_and_dates_before_1970_are_left_out_and_told(read):
    lines = [f"A{n};2023-01-{1 + n % 28:02};10" for n in range(30)]
    days, reading = read("client;date;montant", *lines, "Z;2099-01-01;5", "Y;1970-01-01;5", "X;1900-01-01;5")
    assert (reading.last_day, reading.customers) == (date(2023, 1, 28), 30)
    assert (reading.implausible_dates, reading.first_implausible_date) == (3, 31)
    assert days.amount.sum() == reading.turnover == 300.0


@settings(max_examples=30)
@given(
    days=st.lists(st.integers(2, 730), min_size=1, max_size=60), start=st.integers(0, 20_000), step=st.integers(1, 99)
)
def test_an_ordinary_file_loses_no_date(days, start, step):
    for ordinary in (days, range(1, 60 * step, step)):
        lines = DayLines()
        lines.add(start + np.array(ordinary))
        assert not lines.reaches_beyond(lines.plausible())


def test_an_identifier_of_an_absurd_share_of_the_orders_is_told_and_kept(read):
    lines = [f"K{n};{n};2023-01-02;1" for n in range(50)]
    till = [f"CAISSE;{n};2023-01-03;1" for n in range(100, 150)]
    assert read("client;commande;date;montant", *lines, *till)[1].largest_share == 0.5
    assert read("client;commande;date;montant", *lines, *till[:15])[1].largest_share == 0.0


def test_a_csv_that_is_not_well_formed_loses_no_line(read):
    lines = ["client;date;montant;note", "A;2023-01-01;1;ok", "B;2023-01-01;2", 'C;2023-01-01;3;"jamais fermé',
             "D;2023-01-01;4;ok;de trop", "", "E;2023-01-01;5;é"]  # fmt: skip
    days, reading = read(*lines, encoding="cp1252")
    assert days.customer_ids.tolist() == ["A", "B", "C", "D", "E"]
    assert (reading.lines, reading.turnover) == (5, 15.0)


def test_a_line_that_tells_the_delimiter_to_excel_is_no_order(read):
    days, reading = read("sep=;", "client;date;montant", "A;2023-01-01;1", "B;2023-01-01;2")
    assert (days.customer_ids.tolist(), reading.lines, reading.without_date) == (["A", "B"], 2, 0)


def test_progress_tells_each_line_once_also_when_the_file_is_read_anew(read):
    told = []
    lines = [f"A;{n}/1/2023;1,5" for n in range(1, 13)]
    read("client;date;montant", *lines, "A;1/25/2023;2,5", "B;2023-01-01;3;extra", progress=told.append)
    assert sum(told) == 14


def test_parquet_and_csv_and_excel_give_the_same(tmp_path):
    frame = pd.DataFrame(
        {
            "customer_id": [7.0, 8.0, 7.0, np.nan],
            "order_id": [1, 2, 3, 4],
            "order_date": pd.to_datetime([f"2023-01-0{d} 10:05" for d in (1, 2, 3, 4)]),
            "category": pd.Categorical(["a", "b", "a", "a"]),
            "amount": [1.5, 2.25, 3.0, 4.0],
        }
    )
    frame.to_parquet(tmp_path / "orders.parquet")
    frame.to_csv(tmp_path / "orders.csv", index=False, sep=";", decimal=",")
    frame.to_excel(tmp_path / "orders.xlsx", index=False, engine="xlsxwriter")
    read = [read_orders(open_address_file(tmp_path / f"orders.{end}"))[0] for end in ("parquet", "csv", "xlsx")]
    assert same(read[0], read[1])
    assert same(read[0], read[2])
    assert read[0].customer_ids.tolist() == ["7", "8"]


LINE = st.tuples(
    st.sampled_from("ABC"), st.sampled_from(["1", "2", "3", "", "C1", "AV2"]), st.integers(1, 20),
    st.decimals(-30, 30, places=2) | st.just(9), st.sampled_from("xy"),
)  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(LINE, min_size=1, max_size=14), chance=st.randoms(use_true_random=False))
def test_shuffling_the_lines_changes_nothing_at_all(read, lines, chance):
    text = [f"{who};{order};2023-01-{day:02};{amount};{what}" for who, order, day, amount, what in lines]
    mixed = chance.sample(text, len(text))
    header = "client;commande;date;montant;rayon"
    (one, first), (other, second) = read(header, *text), read(header, *mixed)
    assert same(one, other)
    assert first == second


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(LINE, min_size=1, max_size=14))
def test_money_is_kept_what_was_sold_stands_or_was_sent_back(read, lines):
    text = [f"{who};{day % 6};2023-01-{day:02};{amount}" for who, _, day, amount, _ in lines]
    days, reading = read("client;commande;date;montant", *text)
    sold = sum(amount for *_, amount, _ in lines if amount > 0)
    back = -sum(amount for *_, amount, _ in lines if amount < 0)
    assert reading.turnover + reading.returned == pytest.approx(float(sold))
    assert reading.returned + reading.unmatched_amount == pytest.approx(float(back))
    assert (days.amount > 0).all()
    assert days.amount.sum() == pytest.approx(reading.turnover)
    assert days.returned.sum() == pytest.approx(reading.returned)
