"""The grid: every cell in exactly one named segment."""

from __future__ import annotations

import pandas as pd
import pytest

from geoprofile.errors import AddressFileError, TableError
from geoprofile.purchases import assign_segments, grid_table, load_segments, published, segment_table
from geoprofile.reference import reference_path


@pytest.fixture
def edited(tmp_path):
    """Give a function that edits our file of segments and loads it."""

    def edit(old: str, new: str):
        text = reference_path("segments.toml").read_text(encoding="utf-8")
        assert old in text
        (tmp_path / "mine.toml").write_text(text.replace(old, new), encoding="utf-8")
        return load_segments(tmp_path / "mine.toml")

    return edit


def test_our_segments_cover_every_cell_and_speak_both_languages():
    segments = load_segments()
    assert len(segments.cells) == 25
    assert set(segments.cells.values()) | {"no_purchase"} == set(segments.codes)
    assert len(segments.codes) == 11
    texts = [segment.text(what, language) for segment in segments.segments
             for what in ("name", "description", "action") for language in ("fr", "en")]  # fmt: skip
    assert all(texts)
    assert segments["cant_lose"].text("name", "fr") == "À ne pas perdre"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"R3F2", "R3F1"', '"R3F2"', "the cell R3F1 is in no segment"),
        ('cells = ["R3F3"]', 'cells = ["R3F3", "R5F5"]', "cell R5F5 is in 'champions' and in 'need_attention'"),
        ('cells = ["R3F3"]', 'cells = ["R3F6"]', "has a cell 'R3F6'; cells are R1F1 to R5F5"),
        ('cells = ["R3F3"]', "cells = 3", "'need_attention' lacks cells"),
        ('name_fr = "Champions"', 'name_fr = ""', "'champions' lacks name_fr"),
        ('code = "loyal"', 'code = "champions"', "two segments with the code 'champions'"),
        ('code = "loyal"', 'code = "Fidèles !"', "small letters"),
        ("#1b3a7a", "bleu", "colour of the segment 'champions'"),
        ("[no_purchase]", "[never]", r"lacks \[no_purchase\]"),
        ("[[segments]]", "[[segments", "not readable as TOML"),
    ],
)
def test_a_file_that_a_user_broke_says_what_to_mend(edited, old, new, message):
    with pytest.raises(AddressFileError, match=message):
        edited(old, new)


def test_a_user_may_move_cells_and_rename(edited):
    segments = edited('cells = ["R3F3"]', 'cells = ["R3F3"] # unchanged')
    assert segments == load_segments()
    with pytest.raises(AddressFileError, match="There is no file"):
        load_segments(reference_path("no_such.toml"))


def scores_of(pairs) -> pd.DataFrame:
    frame = pd.DataFrame(pairs, columns=["recency_score", "frequency_score"], dtype="Int64")
    return frame.assign(customer_id=[f"C{n}" for n in range(len(frame))])


def test_customers_get_the_segment_of_their_cell_and_the_others_no_purchase():
    assigned = assign_segments(scores_of([(5, 5), (1, 5), (5, 1), (pd.NA, pd.NA)]), load_segments())
    assert assigned["segment"].tolist() == ["champions", "cant_lose", "new", "no_purchase"]
    with pytest.raises(TableError, match="score in 5 classes"):
        assign_segments(scores_of([(6, 1)]), load_segments())


@pytest.fixture
def counted():
    """Give scores and summary of 20 champions, 30 hibernating in two cells, 3 new, 12 without purchase."""
    pairs = [(5, 5)] * 20 + [(1, 1)] * 25 + [(1, 2)] * 5 + [(5, 1)] * 3 + [(pd.NA, pd.NA)] * 12
    scores = scores_of(pairs)
    bought = scores["recency_score"].notna()
    summary = pd.DataFrame({"orders": 2, "turnover": 10.0, "recency_days": 6.0}, index=scores.index)
    summary.loc[~bought] = [0, 0.0, float("nan")]
    return scores, summary.assign(customer_id=scores["customer_id"])


def test_segments_are_told_in_figures(counted):
    scores, summary = counted
    table = segment_table(summary, assign_segments(scores, load_segments()), load_segments()).set_index("segment")
    assert table["customers"].sum() == 65
    assert table["share"].sum() == pytest.approx(1)
    figures = ["customers", "turnover", "recency_mean_days", "orders_mean", "basket_mean"]
    assert table.loc["hibernating", figures].tolist() == [30, 300.0, 6.0, 2.0, 5.0]
    assert table.loc["hibernating", "turnover_share"] == pytest.approx(30 / 53)
    assert pd.isna(table.loc["no_purchase", "recency_mean_days"])


def test_small_segments_and_cells_are_not_published(counted):
    scores, summary = counted
    segments = load_segments()
    table = segment_table(summary, assign_segments(scores, segments), segments)
    hidden = table.set_index("segment")["suppressed"]
    assert hidden["new"]
    assert not hidden["champions"]
    cells = grid_table(scores, table, segments).set_index(["recency_score", "frequency_score"])
    assert cells["customers"].sum() == 53
    assert cells.loc[(1, 2), "suppressed"]
    assert cells.loc[(1, 1), "suppressed"]  # or the other would follow by subtraction
    shown = published(table).set_index("segment")
    assert pd.isna(shown.loc["new", "turnover"])
    assert shown.loc["champions", "customers"] == 20


def test_no_share_of_the_grid_gives_the_number_of_those_without_purchase(counted):
    scores, summary = (frame.iloc[:59] for frame in counted)
    segments = load_segments()
    table = segment_table(summary, assign_segments(scores, segments), segments)
    assert table.set_index("segment").loc["no_purchase", "suppressed"]
    for blanked in (published(table), published(grid_table(scores, table, segments))):
        shown = blanked.dropna(subset=["share"])
        assert ((shown["share"] - shown["customers"] / len(scores)).abs() <= 0.0005).all()
        assert (shown["share"].round(3) == shown["share"]).all()


def test_a_class_that_ties_left_empty_hides_nothing_beside_it():
    scores = scores_of([(recency, 1) for recency in range(1, 6) for _ in range(40 + 5 * recency)])
    summary = pd.DataFrame({"turnover": 10.0, "orders": 1, "recency_days": 1.0}, index=range(len(scores)))
    segments = load_segments()
    table = segment_table(summary, assign_segments(scores, segments), segments)
    grid = grid_table(scores, table, segments)
    shown = grid[~grid["suppressed"]]
    assert {*shown.loc[shown["frequency_score"] == 1, "segment"]} == {"hibernating", "promising", "new"}


def test_one_customer_who_makes_most_of_a_segment_is_not_given_away(counted):
    scores, summary = counted
    summary.loc[0, "turnover"] = 5000.0
    table = segment_table(summary, assign_segments(scores, load_segments()), load_segments())
    assert table.set_index("segment").loc["champions", "suppressed"]


def test_nobody_without_purchase_is_no_row(counted):
    scores, summary = (frame.iloc[:50] for frame in counted)
    table = segment_table(summary, assign_segments(scores, load_segments()), load_segments())
    assert "no_purchase" not in table["segment"].tolist()
    assert len(grid_table(scores, table, load_segments())) == 25
