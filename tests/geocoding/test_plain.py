"""Plain rows are read all at once, and as the full reading would read them first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.countries import COUNTRIES
from geoprofile.countries.grammar import fold
from geoprofile.geocoding.plain import read_plain
from geoprofile.geocoding.readings import Reading, read_lines

FRANCE, BELGIUM = COUNTRIES["fr"], COUNTRIES["be"]


def read(texts: list[str], country=FRANCE) -> dict[int, Reading]:
    """Give the reading of each row that is plain."""
    told = read_plain(texts, country)
    columns = (told.row.tolist(), told.number.tolist(), told.suffix, told.street.tolist())
    return {
        row: Reading(number, suffix, told.streets[street]) for row, number, suffix, street in zip(*columns, strict=True)
    }


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("12 RUE DE PARIS", (12, "", "RUE DE PARIS")),
        ("12 BIS RUE DE PARIS", (12, "BIS", "RUE DE PARIS")),
        ("0012 R DE PARIS", (12, "", "R DE PARIS")),
        ("2 RUE DU 4 SEPTEMBRE", (2, "", "RUE DU 4 SEPTEMBRE")),
        ("2 AV DU 11 NOVEMBRE", (2, "", "AV DU 11 NOVEMBRE")),
    ],
)
def test_a_number_and_a_street_that_opens_with_its_type_are_plain(text, reading):
    assert read([text]) == {0: Reading(*reading)}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "RUE DE PARIS",
        "12",
        "12 PARIS",
        "12 RUE",
        "12 R RUE DE PARIS",  # the letter may be a suffix
        "12 B RUE DE PARIS",
        "12-14 RUE DE PARIS",
        "12,RUE DE PARIS",
        "12 RUE DE PARIS,BAT C",
        "12 RUE DE PARIS 14",
        "12 RUE DU 8 MAI 1945",
        "12 RUE DE RIVOLI 75004 PARIS",
        "123456 RUE DE PARIS",
    ],
)
def test_what_can_be_read_in_another_way_is_left_to_the_full_reading(text):
    assert read([text]) == {}


WORDS = ["RUE", "R", "AV", "BIS", "TER", "B", "A", "DE", "DU", "L", "EGLISE", "12", "4", "8", "1945", "BP 12", "BAT C",
         "N", "SEPTEMBRE", "ET", "STRAAT", "KERKSTR", "12-14", ",", "BTE 3", "10023"]  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=7).map(" ".join), max_size=8))
@pytest.mark.parametrize("country", [FRANCE, BELGIUM], ids=["fr", "be"])
def test_a_plain_row_is_read_as_the_full_reading_reads_it_first(country, texts):
    folded = fold(texts)
    for row, reading in read(folded, country).items():
        assert read_lines(tuple(folded[row].split(",")), country, most=1) == [reading]


def test_rows_keep_their_places_and_share_their_streets():
    told = read_plain(["", "1 RUE DE PARIS", "x", "2 RUE DE PARIS", "3 RUE A"], FRANCE)
    assert told.row.tolist() == [1, 3, 4]
    assert told.street[0] == told.street[1] != told.street[2]
