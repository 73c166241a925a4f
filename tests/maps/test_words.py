"""A map speaks French and English, numbers too."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import UnknownNameError
from geoprofile.maps.words import LANGUAGES, UNIT_SIGNS, WORDS, number_text, value_text, words_of
from geoprofile.tables import MATCH_LEVELS


def test_both_languages_have_the_same_words():
    assert set(WORDS) == set(LANGUAGES) == set(UNIT_SIGNS)
    assert set(WORDS["fr"]) == set(WORDS["en"])
    assert set(MATCH_LEVELS) <= set(WORDS["fr"])


@pytest.mark.parametrize(
    ("value", "unit", "french", "english"),
    [
        (21300.0, "eur", "21\u202f300\xa0€", "€21,300"),
        (0.1534, "share", "15,3\xa0%", "15.3%"),
        (0.1534, "rate", "15,3\xa0%", "15.3%"),
        (0.277, "gini", "0,28", "0.28"),
        (48.25, "m2", "48,2\xa0m²", "48.2\xa0m²"),
        (1234, "households", "1\u202f234\xa0ménages", "1,234\xa0households"),
        (3.1, "ratio", "3,10", "3.10"),
        (np.int64(7), "index", "7", "7"),
        (-1234.5, "m", "-1\u202f234\xa0m", "-1,234\xa0m"),
        (5, "parsecs", "5\xa0parsecs", "5\xa0parsecs"),
    ],
)
def test_a_value_is_written_as_the_language_writes_it(value, unit, french, english):
    assert value_text(value, unit, "fr") == french
    assert value_text(value, unit, "en") == english


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), pd.NA, np.nan])
def test_a_missing_value_is_a_dash_and_no_number(value):
    assert value_text(value, "eur", "fr") == "–"


def test_a_text_is_written_as_it_is():
    assert value_text("urban", "code", "fr") == "urban"


def test_a_large_number_keeps_no_decimals():
    assert number_text(1234567.8, "en") == "1,234,568"


def test_an_unknown_language_is_answered_with_those_there_are():
    with pytest.raises(UnknownNameError, match="Choose from: en, fr"):
        words_of("nl")
