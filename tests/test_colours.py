"""Groups are told apart by every eye, and a code has one colour wherever it stands."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.colours import GROUP_COLOURS, NO_TYPE_COLOUR, group_of, ink_on, type_colour, type_colours

# What eyes without the red or the green cone see of linear RGB (Machado, Oliveira and Fernandes 2009).
EYES = {
    "all colours": np.eye(3),
    "no red": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "no green": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
# OKLab (Ottosson 2020): linear RGB to cones, and the cube roots of cones to lightness and two hues.
CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
HUES = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
CODES = st.from_regex(r"\A[A-Z][0-9]{0,2}\Z") | st.text(max_size=5)


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def seen(colour: str, eye: np.ndarray) -> np.ndarray:
    return HUES @ np.cbrt(CONES @ np.clip(eye @ linear(colour), 0, 1))


@pytest.mark.parametrize("eye", EYES)
def test_any_two_groups_are_told_apart_by(eye):
    spots = [seen(colour, EYES[eye]) for colour in GROUP_COLOURS]
    assert min(np.linalg.norm(one - other) for one, other in combinations(spots, 2)) > 0.11


@given(st.lists(CODES), CODES)
def test_a_code_has_the_same_colour_whatever_codes_stand_beside_it(codes, code):
    assert type_colours([*codes, code])[code] == type_colours([code])[code] == type_colour(code)


@given(CODES)
def test_every_code_has_a_colour_on_which_its_text_can_be_read(code):
    colour = type_colour(code)
    light, dark = sorted((linear(c) @ [0.2126, 0.7152, 0.0722] for c in (colour, ink_on(colour))), reverse=True)
    assert (light + 0.05) / (dark + 0.05) > 3


def test_the_first_type_wears_the_colour_of_its_group_and_eight_types_differ():
    assert type_colour("C01") == type_colour("C")
    assert len({type_colour(f"C{n:02d}") for n in range(1, 9)}) == 8


def test_no_type_is_grey():
    assert type_colour("") == NO_TYPE_COLOUR


def test_the_group_of_a_type_is_its_letter_and_other_codes_are_their_own():
    assert [group_of(code) for code in ("B03", "B", "1a1", "")] == ["B", "B", "1a1", ""]
