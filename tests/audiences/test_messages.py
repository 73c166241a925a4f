"""The matrix of messages: everybody gets one, and none is written for a handful where it can be helped."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoprofile.audiences.message_table import TABLE_COLUMNS, message_table
from geoprofile.audiences.messages import hidden_matrix_cells, message_matrix
from geoprofile.errors import TableError
from geoprofile.pages import Page, Section, message_matrix_figure, render_page

GROUPS = {"A01": "A", "A02": "A", "B01": "B", "B02": "B", "B03": "B"}
SEGMENTS = ["champions", "loyal"]


def customers(**counts):
    """Lay out customers: `A01_champions=3`."""
    pairs = [name.split("_") for name, count in counts.items() for _ in range(count)]
    return [a if a != "none" else "" for a, _ in pairs], [b if b != "none" else "" for _, b in pairs]


def matrix(least=100, **counts):
    types, segments = customers(**counts)
    return message_matrix(types, segments, group_of_type=GROUPS, segments=SEGMENTS, least=least)


def test_a_cell_that_is_large_enough_has_its_own_message():
    assert set(matrix(A01_champions=100).message_key) == {"A01|champions"}


def test_small_cells_of_a_group_share_one():
    made = matrix(A01_champions=60, A02_champions=40, B01_champions=150)
    assert made.message_key.value_counts().to_dict() == {"B01|champions": 150, "A|champions": 100}


def test_what_is_small_even_so_joins_the_segment_and_so_does_who_has_no_type():
    made = matrix(A01_champions=99, B01_champions=30, B02_champions=30, none_champions=5, none_loyal=1)
    assert made.message_key.value_counts().to_dict() == {"*|champions": 164, "*|loyal": 1}
    assert made.messages.set_index("message_key")["usable"].to_dict() == {"*|champions": True, "*|loyal": False}


def test_a_customer_without_a_segment_has_a_key_too():
    assert set(matrix(A01_none=120, none_none=3).message_key) == {"A01|*", "*|*"}


def test_the_count_of_usable_cells_is_honest():
    made = matrix(A01_champions=150, A02_champions=20, B01_loyal=100, none_loyal=500)
    assert (made.cell_count, made.usable_count, made.usable_customers) == (10, 2, 250)
    assert len(made.messages) == 4


def test_the_index_is_100_where_type_and_segment_are_independent_and_is_tested():
    made = matrix(A01_champions=400, A01_loyal=100, B01_champions=100, B01_loyal=400)
    index = made.cells.set_index(["type", "segment"])["index"]
    assert index["A01", "champions"] == pytest.approx(160)
    assert made.cells.set_index(["type", "segment"])["significant"]["A01", "champions"]
    even = matrix(A01_champions=50, A01_loyal=100, B01_champions=100, B01_loyal=200).cells
    assert even["index"].dropna().tolist() == pytest.approx([100] * 4)
    assert not even["significant"].any()


def test_a_type_of_no_group_and_a_code_with_the_sign_of_keys_are_refused():
    with pytest.raises(TableError, match="'Z01' has no group"):
        message_matrix(["Z01"], ["loyal"], group_of_type=GROUPS)
    with pytest.raises(TableError, match="rename it"):
        message_matrix(["A01"], ["a|b"], group_of_type=GROUPS)


rows = st.lists(
    st.tuples(st.sampled_from(["", *GROUPS]), st.sampled_from(["", *SEGMENTS]), st.integers(1, 60)), max_size=20
)


@settings(max_examples=12)
@given(rows, st.integers(1, 60), st.randoms(use_true_random=False))
def test_keys_part_the_customers_are_large_enough_and_hang_on_no_order(some, least, random):
    pairs = [(one, other) for one, other, count in some for _ in range(count)]
    made = message_matrix(
        [one for one, _ in pairs], [other for _, other in pairs], group_of_type=GROUPS, segments=SEGMENTS, least=least
    )
    assert made.messages["customers"].sum() == len(pairs) == made.message_key.ne("").sum()
    assert made.message_key.value_counts().to_dict() == made.messages.set_index("message_key")["customers"].to_dict()
    pooled = made.messages["pooled"]
    assert (made.messages.loc[pooled != "segment", "customers"] >= least).all()
    # Pooling is minimal: no cell that could stand alone is pooled, no group that could is pooled further.
    cells = made.cells[made.cells["type"] != ""]
    assert (cells.loc[cells["pooled"] != "type", "customers"] < least).all()
    rest = cells[cells["pooled"] == "segment"].groupby(["group", "segment"])["customers"].sum()
    assert (rest < least).all()
    order = list(range(len(pairs)))
    random.shuffle(order)
    again = message_matrix(
        [pairs[k][0] for k in order], [pairs[k][1] for k in order], group_of_type=GROUPS, segments=SEGMENTS, least=least
    )
    assert again.message_key.tolist() == [made.message_key[k] for k in order]
    pd.testing.assert_frame_equal(again.cells, made.cells)


@settings(max_examples=12)
@given(rows)
def test_no_hidden_cell_stands_alone_in_any_total(some):
    pairs = [(one, other) for one, other, count in some for _ in range(count)]
    made = message_matrix(
        [one for one, _ in pairs], [other for _, other in pairs], group_of_type=GROUPS, segments=SEGMENTS, least=40
    )
    hidden = hidden_matrix_cells(made)
    cells = made.cells.assign(hidden=hidden)
    assert (cells.loc[~cells["hidden"], "customers"] >= 11).all()
    for way in ("type", "segment", "message_key"):
        for _, total in cells.groupby(way):
            inside = total[total["hidden"]]
            # A total of which all is hidden is itself not published where it is small.
            assert len(inside) != 1 or len(total) == 1
            assert not 0 < inside["customers"].sum() < 11 or total["hidden"].all()


def test_the_figure_shows_counts_and_marks_shared_messages_and_hides_small_cells():
    types, segments = customers(A01_champions=3400, A01_loyal=50, B01_champions=150, B01_loyal=987)
    made = message_matrix(types, segments, group_of_type={"A01": "A", "B01": "B"}, segments=SEGMENTS)
    figure = message_matrix_figure(
        made.cells,
        np.array([False, False, False, True]),
        type_names={"A": "<b>Aisés", "A01": "Pavillons"},
        segment_names={"champions": "Champions"},
        language="fr",
        least=11,
    )
    page = render_page(Page("Matrice", "fr", (Section("Matrice", (figure,)),)))
    assert "<b>3\u202f400</b>" in page
    assert "987" not in page
    assert '<td class="gp-to-segment" style="background-color:#e9a876"><b>50</b>' in page
    assert "&lt;b&gt;Aisés" in page
    assert "<b>Aisés" not in page


def test_the_table_of_messages_says_who_it_is_for_and_leaves_the_text_to_write():
    made = matrix(A01_champions=1000, A02_loyal=150, B01_loyal=200, none_loyal=5)
    table = message_table(
        made, type_names={"A01": "Pavillons"}, segment_names={"champions": "Champions", "loyal": "Fidèles"},
        everyone="tous les types", living={"A01": "Ils vivent en maison."}, actions={"loyal": "Remercier"},
    )  # fmt: skip
    assert tuple(table.columns) == TABLE_COLUMNS
    first, last = table.iloc[0], table.iloc[-1]
    assert (first["type_name"], first["living"], first["text"]) == ("Pavillons", "Ils vivent en maison.", "")
    assert (last["type_name"], last["action"], np.isnan(last["customers"])) == ("tous les types", "Remercier", True)
    assert first["response_low"] == pytest.approx(0.0130, abs=5e-4)
    assert first["response_high"] == pytest.approx(0.0307, abs=5e-4)
