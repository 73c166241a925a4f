"""Numbers are written as each language writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.errors import UnknownNameError
from geoprofile.words import LANGUAGES, check_language, fixed_text, share_text


@pytest.mark.parametrize(
    ("share", "french", "english"),
    [(0.1234, "12,3\xa0%", "12.3%"), (1, "100,0\xa0%", "100.0%"), (0, "0,0\xa0%", "0.0%")],
)
def test_a_column_of_shares_has_one_decimal_throughout(share, french, english):
    assert (share_text(share, "fr"), share_text(share, "en")) == (french, english)


@given(st.floats(-1e9, 1e9), st.integers(0, 3), st.sampled_from(LANGUAGES))
def test_a_number_can_be_read_back_from_what_is_written(value, decimals, language):
    text = fixed_text(value, decimals, language)
    plain = text.replace(",", "") if language == "en" else text.replace("\u202f", "").replace(",", ".")
    assert float(plain) == pytest.approx(value, abs=0.5001 * 10**-decimals)


def test_an_unknown_language_is_answered_with_those_there_are():
    with pytest.raises(UnknownNameError, match="Choose from: en, fr"):
        check_language("nl")
