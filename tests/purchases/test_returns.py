"""Returns find the order that they undo."""

from __future__ import annotations

import pytest


def left(days) -> dict[str, float]:
    """Give what stands, by day."""
    return dict(zip(days.day.astype("datetime64[D]").astype(str).tolist(), days.amount.tolist(), strict=True))


@pytest.mark.parametrize(
    ("lines", "stands", "cancelled"),
    [
        # the whole total sent back sixteen minutes later
        (["1;2011-01-18 10:01;77183.6", "2;2011-01-18 10:17;-77183.6"], {}, 1),
        # the order of the same number, though another has the same total
        (["1;2023-01-01;30", "2;2023-01-02;30", "1;2023-01-09;-30"], {"2023-01-02": 30.0}, 1),
        # the latest order of the same total before it, not one after
        (["1;2023-01-01;30", "2;2023-01-02;50", "9;2023-01-03;-30", "3;2023-01-04;30"],
         {"2023-01-02": 50.0, "2023-01-04": 30.0}, 1),
        # cancelled in the morning and ordered anew in the evening
        (["1;2023-01-01 9:00;30", "2;2023-01-02 9:00;-30", "3;2023-01-02 18:00;30"], {"2023-01-02": 30.0}, 1),
        # a part comes off the latest order that holds as much
        (["1;2023-01-01;50", "2;2023-01-02;20", "9;2023-01-03;-40"], {"2023-01-01": 10.0, "2023-01-02": 20.0}, 0),
        # more than any order: off several, and never below nothing
        (["1;2023-01-01;50", "2;2023-01-02;20", "9;2023-01-03;-60"], {"2023-01-01": 10.0}, 1),
        # several parts that come to the whole
        (["1;2023-01-01;50", "8;2023-01-02;-20", "9;2023-01-03;-30"], {}, 1),
        # lines of both signs in one order
        (["1;2023-01-01;50", "1;2023-01-01;-20"], {"2023-01-01": 30.0}, 0),
    ],
)  # fmt: skip
def test_a_return_comes_off_the_order_it_undoes(read, lines, stands, cancelled):
    days, reading = read("client;commande;date;montant", *[f"A;{line}" for line in lines])
    assert left(days) == stands
    assert (days.cancelled_orders.tolist(), reading.unmatched_returns) == ([cancelled], 0)


def test_a_return_of_nothing_in_the_file_is_counted_and_takes_nothing(read):
    days, reading = read(
        "client;commande;date;montant",
        "A;9;2023-01-01;-40",
        "A;1;2023-01-05;50",
        "B;2;2023-01-01;40",
        "B;3;2023-01-02;-45",
    )
    assert left(days) == {"2023-01-05": 50.0}
    assert (reading.unmatched_returns, reading.unmatched_amount) == (2, 45.0)
    assert days.returned.tolist() == [0.0, 40.0]


def test_an_order_called_off_takes_its_credit_note_with_it(read):
    days, _ = read(
        "client;commande;date;montant;statut", "A;1;2023-01-01;30;annulée", "A;2;2023-01-02;50;", "A;3;2023-01-03;-30;"
    )
    assert left(days) == {"2023-01-02": 50.0}


def test_a_customer_with_thousands_of_orders_and_returns_is_settled_at_once(read):
    sales = [f"A;{n};2023-{1 + n % 12:02}-{1 + n % 28:02};{1 + n % 97}" for n in range(4000)]
    returns = [f"A;R{n};2023-12-30;-{200 + n % 13}" for n in range(300)]
    days, reading = read("client;commande;date;montant", *sales, *returns)
    assert reading.turnover + reading.returned == sum(1 + n % 97 for n in range(4000))
    assert days.returned[0] == reading.returned > 0
