"""The grid of segments as a drawing."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from geoprofile.errors import TableError
from geoprofile.pages import segment_grid


@pytest.fixture
def cells() -> pd.DataFrame:
    rows = [
        (recency, frequency, "best" if recency > 3 else "rest", 100 * recency + frequency, 0.04, False)
        for recency in range(1, 6)
        for frequency in range(1, 6)
    ]
    columns = ["recency_score", "frequency_score", "segment", "customers", "share", "suppressed"]
    return pd.DataFrame(rows, columns=columns)


NAMES, COLOURS = {"best": "Les <b>meilleurs</b>", "rest": "Le reste"}, {"best": "#1b3a7a", "rest": "#c9ced4"}


def texts(figure) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", figure.svg)


def test_every_cell_is_drawn_and_every_segment_named_once(cells):
    figure = segment_grid(cells, NAMES, COLOURS, language="fr")
    assert figure.svg.count("<rect") == 25
    assert {str(count) for count in cells["customers"]} <= set(texts(figure))
    assert texts(figure).count("Le reste") == 1
    assert "<b>" not in figure.svg
    assert segment_grid(cells[::-1], NAMES, COLOURS, language="fr") == figure


def test_recency_goes_right_and_frequency_up(cells):
    svg = segment_grid(cells, NAMES, COLOURS, language="en").svg
    place = {
        count: (float(x), float(y)) for x, y, count in re.findall(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>(\d{3})<', svg)
    }
    assert place["501"][0] > place["101"][0]
    assert place["105"][1] < place["101"][1]


def test_hidden_cells_show_no_figure_and_the_sign_is_explained(cells):
    cells.loc[0, "suppressed"] = True
    told = texts(segment_grid(cells, NAMES, COLOURS, language="en"))
    assert "101" not in told
    assert told.count("s") == 1
    assert any("fewer than 11 customers" in text for text in told)


def test_blanked_figures_of_hidden_cells_are_no_trouble(cells):
    cells = cells.astype({"customers": float})
    cells.loc[0, ["customers", "share", "suppressed"]] = [float("nan"), float("nan"), True]
    assert "nan" not in segment_grid(cells, NAMES, COLOURS, language="fr").svg


def test_scores_say_what_they_stand_for(cells):
    labels = [f"{n} days" for n in range(5)]
    assert set(labels) <= set(texts(segment_grid(cells, NAMES, COLOURS, language="en", recency_labels=labels)))


def test_a_segment_in_two_places_is_named_in_both(cells):
    cells.loc[0, "segment"] = "best"
    assert sum("meilleurs" in text for text in texts(segment_grid(cells, NAMES, COLOURS, language="fr"))) == 2


def test_a_grid_that_lacks_a_cell_or_column_is_refused(cells):
    with pytest.raises(TableError, match="each of the 25 cells once"):
        segment_grid(cells[1:], NAMES, COLOURS, language="fr")
    with pytest.raises(TableError, match="lacks column 'share'"):
        segment_grid(cells.drop(columns="share"), NAMES, COLOURS, language="fr")
