"""Segments of customers: every row of their file in its place, small counts hidden, an earlier run taken up again."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import AddressFileError, TableError
from geoprofile.recipes.segment import customers as joining
from geoprofile.recipes.segment.earlier import read_earlier
from geoprofile.recipes.segment.files import customer_rows, write_segments
from geoprofile.recipes.segment.flow import SegmentWish, segment_customers
from geoprofile.recipes.segment.known import KEY, known_table
from geoprofile.recipes.segment.page import segments_page
from geoprofile.recipes.segment.personas import PeopleFacts, persona_sections
from geoprofile.recipes.segment.sentences import answer, reading_lines

COUNT = 240


@pytest.fixture(autouse=True)
def without_the_extra(monkeypatch):
    """The plain baseline, as where the extra is not installed: the model has tests of its own."""
    for module in ("judge", "table"):
        monkeypatch.setattr(f"geoprofile.value.{module}.fit_model", lambda *_args, **_named: "not_installed")


@pytest.fixture(scope="module")
def orders(tmp_path_factory):
    draw = np.random.default_rng(5)
    who = np.repeat(np.arange(COUNT), 1 + draw.poisson(4, COUNT))
    lines = pd.DataFrame(
        {
            "client_id": [f"K{number:04d}" for number in who],
            "date": pd.Timestamp("2024-01-01") + pd.to_timedelta(draw.integers(0, 700, len(who)), unit="D"),
            "montant_eur": draw.gamma(3, 15, len(who)).round(2),
            "rayon": draw.choice(["Lampes", "Jardin", "Textile"], len(who)),
        }
    )
    path = tmp_path_factory.mktemp("orders") / "commandes.csv"
    lines.to_csv(path, sep=";", index=False, encoding="utf-8-sig")
    return path


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    """Customers in an order of their own: two rows of one number, one without, one who never bought."""
    draw = np.random.default_rng(6)
    numbers = [f"K{number:04d}" for number in draw.permutation(COUNT - 10)]
    rows = pd.DataFrame({"numero": [numbers[0], *numbers, "", "K9999"]})
    rows["nom"] = [f"Personne {place}" for place in range(len(rows))]
    rows["canal"] = draw.choice(["boutique", "web"], len(rows))
    rows["emails_ouverts"] = draw.integers(0, 20, len(rows))
    rows["turnover"] = "7"
    path = tmp_path_factory.mktemp("people") / "clients.csv"
    rows.to_csv(path, sep=";", index=False)
    return path


@pytest.fixture(scope="module")
def result(orders, people):
    with pytest.MonkeyPatch.context() as patched:
        for module in ("judge", "table"):
            patched.setattr(f"geoprofile.value.{module}.fit_model", lambda *_args, **_named: "not_installed")
        return segment_customers(orders, SegmentWish(language="en"), customers=people)


def test_every_row_of_the_customers_stays_in_its_place_and_buyers_not_in_it_follow(result, people):
    given = pd.read_csv(people, sep=";", dtype="str", keep_default_na=False)
    rows = customer_rows(result)
    assert rows["numero"].iloc[: len(given)].tolist() == given["numero"].tolist()
    assert rows["nom"].iloc[: len(given)].tolist() == given["nom"].tolist()
    assert len(rows) == len(given) + 10
    assert rows["numero"].iloc[len(given) :].str.startswith("K").all()
    assert (rows["nom"].iloc[len(given) :] == "").all()


def test_a_column_of_the_file_keeps_its_name_and_ours_bears_a_number(result):
    rows = customer_rows(result)
    assert (rows["turnover"].iloc[: COUNT - 10] == "7").all()
    assert rows.loc[rows["repeats_row"].isna(), "turnover_2"].sum() == pytest.approx(result.reading.turnover)


def test_who_stands_twice_counts_once_and_both_rows_know_it(result):
    rows = customer_rows(result)
    assert rows["numero"].iloc[0] == rows["numero"].iloc[1]
    assert rows["segment"].iloc[0] == rows["segment"].iloc[1] != "no_purchase"
    assert rows["repeats_row"].tolist()[:3] == [pd.NA, 1, pd.NA]
    assert (result.customers["customer_id"] == rows["numero"].iloc[0]).sum() == 1
    assert result.table["customers"].sum() == len(result.customers) == COUNT + 1
    assert any("repeat a number of column 'numero', the first is data row 2" in text for text in reading_lines(result))


def test_who_never_bought_has_no_score_and_is_not_lost(result):
    rows = customer_rows(result)
    mine = rows[rows["numero"] == "K9999"].iloc[0]
    assert mine["segment"] == "no_purchase"
    assert pd.isna(mine["recency_score"])
    assert pd.isna(mine["expected_value"])


def test_the_column_of_numbers_is_found_by_what_it_holds_and_can_be_named(orders, people, result):
    assert result.file.id_column == "numero"
    with pytest.raises(AddressFileError, match="no column 'client'"):
        segment_customers(orders, SegmentWish(customer_id="client"), customers=people)


def test_a_row_without_a_number_is_nobody_and_stays(result):
    rows = customer_rows(result)
    (blank,) = np.flatnonzero(rows["numero"].to_numpy() == "")
    assert rows["nom"].iloc[blank] == f"Personne {blank}"
    assert pd.isna(rows["segment"].iloc[blank])
    assert "" not in set(result.customers["customer_id"])


def test_an_age_known_to_orders_numbered_from_one_names_nobody(orders, tmp_path):
    lines = pd.read_csv(orders, sep=";", encoding="utf-8-sig")
    lines["client_id"] = lines["client_id"].str[1:].astype(int)
    lines.to_csv(tmp_path / "orders.csv", sep=";", index=False)
    count = 150
    rows = pd.DataFrame({"age": [18 + k % 60 for k in range(count)], "cle": range(5, 5 + count)})
    rows.to_csv(tmp_path / "people.csv", sep=";", index=False)
    found = segment_customers(tmp_path / "orders.csv", customers=tmp_path / "people.csv")
    assert found.file.id_column == "cle"


@pytest.mark.parametrize(
    ("alike", "said"), [(lambda text: f"000{text}", "zeros at the beginning"), (str.lower, "small and capital letters")]
)
def test_numbers_that_are_written_otherwise_are_refused_with_what_differs(orders, people, tmp_path, alike, said):
    if said == "zeros at the beginning":
        lines = pd.read_csv(orders, sep=";", encoding="utf-8-sig")
        lines["client_id"] = "9" + lines["client_id"].str[1:]
        orders = tmp_path / "orders.csv"
        lines.to_csv(orders, sep=";", index=False)
    rows = pd.read_csv(people, sep=";", dtype="str", keep_default_na=False)
    rows["numero"] = [alike(text.replace("K", "9") if said.startswith("zeros") else text) for text in rows["numero"]]
    rows[["numero", "nom"]].to_csv(tmp_path / "people.csv", sep=";", index=False)
    for named in (None, "numero"):
        with pytest.raises(AddressFileError, match=said):
            segment_customers(orders, SegmentWish(customer_id=named), customers=tmp_path / "people.csv")


def test_a_file_that_segment_wrote_makes_no_mode_of_its_own_answers(orders, result, tmp_path):
    path = tmp_path / "again.csv"
    customer_rows(result).to_csv(path, sep=";", index=False)
    known = segment_customers(orders, SegmentWish(language="en"), customers=path).known
    assert set(known) == set(result.known)


def test_customers_of_another_firm_are_refused_in_a_sentence(orders, tmp_path):
    path = tmp_path / "autres.csv"
    pd.DataFrame({"id": [f"Z{place}" for place in range(30)], "ville": "Lille"}).to_csv(path, sep=";", index=False)
    with pytest.raises(AddressFileError, match=r"No column of autres\.csv holds the customers"):
        segment_customers(orders, customers=path)


def test_the_order_of_the_lines_changes_no_customer(orders, people, result, tmp_path):
    shuffled = tmp_path / "commandes.csv"
    head, *lines = orders.read_text(encoding="utf-8-sig").splitlines()
    draw = np.random.default_rng(1)
    shuffled.write_text("\n".join([head, *draw.permutation(lines)]), encoding="utf-8")
    again = segment_customers(shuffled, SegmentWish(language="en"), customers=people)
    pd.testing.assert_frame_equal(customer_rows(again), customer_rows(result))


def test_a_column_that_says_what_a_measure_says_makes_no_mode(result):
    file = joining.CustomerFile(
        pd.DataFrame({"n": result.customers["customer_id"], "ca_total": result.customers["turnover"].astype("str"),
                      "canal": "web"}),
        "n", result.customers["customer_id"].to_numpy(dtype=object), {}, (), "clients.csv",
    )  # fmt: skip
    known = known_table(file, result.customers.assign(file_row=np.arange(len(result.customers))))
    assert "ca_total" not in known
    assert "canal" in known
    assert known[KEY].is_unique


def test_engagement_is_known_under_the_names_that_files_give_it(result):
    assert "emails_opened" in result.known
    assert "emails_ouverts" not in result.known


def test_a_typology_needs_customers_and_a_territory(orders):
    types = pd.DataFrame({"zone_id": ["1"], "group": ["A"], "type": ["A01"]})
    with pytest.raises(TableError, match="Types of areas need"):
        segment_customers(orders, typed=types)


def test_what_is_written_can_be_taken_up_again_and_says_what_changed(orders, people, result, tmp_path):
    first = write_segments(result, tmp_path / "one")
    assert [path.name for path in first][:2] == ["segments.html", "customers.csv"]
    again = segment_customers(orders, SegmentWish(language="en", earlier=tmp_path / "one"), customers=people)
    assert again.cuts == result.cuts
    assert (again.customers["mode"] == result.customers["mode"]).mean() > 0.99
    assert float(again.drifted["index"].iloc[0]) < 0.01
    assert customer_rows(again)["mode_name"].iloc[0] == customer_rows(result)["mode_name"].iloc[0] != ""
    assert any(section.title == "What has changed since the earlier run" for section in segments_page(again).sections)
    write_segments(again, tmp_path / "two")
    third = read_earlier(tmp_path / "two")
    assert third.cuts == result.cuts
    pd.testing.assert_frame_equal(third.modes.names, result.stored.names)


def test_the_same_files_give_the_same_bytes(result, tmp_path):
    for name in ("one", "two"):
        write_segments(result, tmp_path / name)
    for path in sorted((tmp_path / "one").rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes(), path.name


def test_a_folder_without_a_run_is_refused(tmp_path):
    with pytest.raises(AddressFileError, match="holds no earlier run"):
        read_earlier(tmp_path)


def test_few_customers_have_segments_but_no_modes_and_are_told_nowhere(tmp_path):
    path = tmp_path / "orders.csv"
    lines = [f"C{place % 7};2025-0{1 + place % 9}-11;{10 + place}" for place in range(30)]
    path.write_text("\n".join(["customer_id;order_date;amount", *lines]), encoding="utf-8")
    result = segment_customers(path, SegmentWish(language="fr"))
    assert result.modes is None
    assert len(customer_rows(result)) == 7
    told = answer(result)
    page = write_segments(result, tmp_path / "out")[0].read_text(encoding="utf-8")
    assert "Moins de 11 clients ont acheté" in page
    assert "Récence et fréquence" not in page
    assert result.table["suppressed"].all()
    assert not any("%" in text for text in told[:1])


def facts_of(codes):
    count = len(codes)
    measures = pd.DataFrame(
        {"turnover": 50.0, "orders": 2, "basket_mean": 25.0, "recency_days": 9.0, "interval_days": 30.0},
        index=range(count),
    )
    columns = ["code", "variable", "mean", "base_mean", "index", "difference_sd", "q_value", "significant"]
    traits = pd.DataFrame(columns=columns).astype({"significant": bool})
    nobody = np.full(count, "", dtype=object)
    return PeopleFacts(measures, traits, (), {}, nobody, np.where(codes == "A", "Lampes", "Jardin"), nobody)


def test_a_class_of_few_has_no_page_and_cannot_be_worked_out_from_the_others():
    codes = np.array(["A"] * 40 + ["B"] * 20 + ["C"] * 5, dtype=object)
    pages = persona_sections(codes, {"A": "Un", "B": "Deux", "C": "Trois"}, facts_of(codes), language="fr")
    assert list(pages) == ["A"]


def test_a_portrait_says_what_it_rests_on_and_a_sketch_that_it_is_one():
    codes = np.array(["A"] * 150 + ["B"] * 40, dtype=object)
    pages = persona_sections(codes, {"A": "One", "B": "Two"}, facts_of(codes), language="en")
    marks = {code: page.blocks[0].mark for code, page in pages.items()}
    assert marks["A"] == "Portrait: real data of 150 customers"
    assert marks["B"].startswith("Sketch")
    assert "Lampes" in pages["A"].blocks[0].imagined
    told = " ".join(text for _, texts in pages["A"].blocks[0].lines for text in texts)
    assert "Lampes" in told


def test_a_share_that_tells_of_few_others_is_not_told():
    codes = np.array(["A"] * 150 + ["B"] * 40, dtype=object)
    facts = facts_of(codes)
    facts.goods[:4] = "Jardin"
    (_, texts) = persona_sections(codes, {"A": "One"}, facts, language="en")["A"].blocks[0].lines[3]
    assert "Lampes" in texts[0]
    assert "%" not in texts[0]


def test_the_mark_of_a_persona_says_that_nobody_is_meant():
    codes = np.array(["A"] * 150, dtype=object)
    pages = persona_sections(codes, {"A": "One"}, facts_of(codes), language="en")
    assert "no real customer" in pages["A"].blocks[0].imagined_mark


def test_a_class_that_buys_as_all_do_is_not_said_to_buy_anything_above_all():
    codes = np.array(["A"] * 150 + ["B"] * 150, dtype=object)
    facts = facts_of(codes)
    facts.goods[:] = np.where(np.arange(300) % 3 == 0, "Jardin", "Lampes")
    (card,) = persona_sections(codes, {"A": "One"}, facts, language="en")["A"].blocks
    assert card.lines[3][1] == ("They buy of all goods as all customers do.",)
    assert "Lampes" not in card.imagined


def test_who_has_stayed_away_used_to_come_back():
    codes = np.array(["A"] * 150, dtype=object)
    facts = facts_of(codes)
    facts.measures["recency_days"] = 400.0
    (card,) = persona_sections(codes, {"A": "One"}, facts, language="en")["A"].blocks
    assert "used to come back every 30 days" in card.imagined
