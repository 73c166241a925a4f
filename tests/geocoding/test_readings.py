"""A delivery line is read in every way it allows, the most literal first."""

import pytest

from geoprofile.countries import COUNTRIES
from geoprofile.geocoding.readings import MOST_READINGS, Reading, read_lines

FRANCE = COUNTRIES["fr"]


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("12 RUE DE PARIS", (12, "", "RUE DE PARIS")),
        ("12BIS RUE DE PARIS", (12, "BIS", "RUE DE PARIS")),
        ("12 TER RUE DE PARIS", (12, "TER", "RUE DE PARIS")),
        ("12 A RUE DE PARIS", (12, "A", "RUE DE PARIS")),
        ("12 R DE PARIS", (12, "", "R DE PARIS")),
        ("12 BIS R DE PARIS", (12, "BIS", "R DE PARIS")),
        ("42 A BIS RUE DE PARIS", (42, "ABIS", "RUE DE PARIS")),
        ("10-12 RUE DE PARIS", (10, "", "RUE DE PARIS")),
        ("10 A 12 RUE DE PARIS", (10, "", "RUE DE PARIS")),
        ("10 ET 12 RUE DE PARIS", (10, "", "RUE DE PARIS")),
        ("59 BP3 59BP3 RUE DE LA CHAPELLE", (59, "BP3", "59BP3 RUE DE LA CHAPELLE")),
        ("RUE DE PARIS", (0, "", "RUE DE PARIS")),
    ],
)
def test_the_first_reading_is_the_literal_one(line, first):
    assert read_lines((line,), FRANCE)[0] == Reading(*first)


@pytest.mark.parametrize(
    ("lines", "among"),
    [
        (("RUE DE PARIS 12",), (12, "", "RUE DE PARIS")),
        (("RUE DU 8 MAI 1945",), (0, "", "RUE DU 8 MAI 1945")),
        (("RES LES LILAS 18 ROUTE DE PARIS",), (18, "", "ROUTE DE PARIS")),
        (("18 ROUTE DE PARIS BAT B",), (18, "", "ROUTE DE PARIS")),
        (("18 ROUTE DE PARIS RES LES LILAS",), (18, "", "ROUTE DE PARIS")),
        (("3 PLACE DE L HOTEL DE VILLE", "ESPLANADE DE LA LIBERATION"),
         (3, "", "PLACE DE L HOTEL DE VILLE ESPLANADE DE LA LIBERATION")),
        (("TROTTOIR SUR LA PLACE LAZARE",), (0, "", "PLACE LAZARE")),
        (("36 PONTS",), (0, "", "36 PONTS")),
    ],
)  # fmt: skip
def test_other_readings_follow(lines, among):
    assert Reading(*among) in read_lines(lines, FRANCE)


def test_the_line_of_the_street_comes_before_those_of_the_flat_and_the_residence():
    readings = read_lines(("BAT C2", "3 PLACE DE LA MAIRIE", "RES LES LILAS"), FRANCE)
    assert readings[0] == Reading(3, "", "PLACE DE LA MAIRIE")


def test_each_reading_stands_once_and_there_are_never_too_many():
    readings = read_lines(tuple(f"{n} A {n} RUE {n} BAT {n}" for n in range(30)), FRANCE)
    assert len(set(readings)) == len(readings) <= MOST_READINGS


def test_asked_for_one_it_gives_the_first():
    line = ("12 A RUE DE PARIS BAT C",)
    assert read_lines(line, FRANCE, most=1) == read_lines(line, FRANCE)[:1]
