"""Text of customers is shown, never run."""

from __future__ import annotations

import html
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.maps.escaping import plain_html, script_json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda c: st.lists(c) | st.dictionaries(st.text(), c),
)


@given(st.text())
def test_a_reader_sees_the_very_text_that_was_escaped(text):
    assert html.unescape(plain_html(text)) == html.unescape(html.escape(text)) == text


@given(st.text(alphabet="<>\"'`\\${}ab&"))
def test_no_sign_that_any_language_would_run_is_left(text):
    assert not set(plain_html(text)) & set("<>\"'`\\${}")


@given(JSON)
def test_data_come_back_from_a_script_element_as_they_were(data):
    assert json.loads(script_json(data)) == data


@given(JSON)
def test_data_cannot_end_the_script_element_they_stand_in(data):
    assert not set(script_json(data)) & set("<>&\u2028\u2029")


def test_a_number_that_json_has_no_word_for_is_refused():
    with pytest.raises(ValueError, match="not JSON compliant"):
        script_json({"latitude": float("nan")})
