"""Communes are weighed by what speaks for them; nothing that speaks against one excludes it alone."""

import pytest

from geoprofile.geocoding.choice import LEAST_SCORE
from geoprofile.geocoding.communes import candidate_communes, is_known_city


@pytest.fixture
def weigh(geocoder):
    codes = geocoder.index.texts("communes", "citycode").to_pylist()

    def told(postcode: str = "", city: str = "", citycode: str = "") -> dict[str, float]:
        found = candidate_communes(postcode, city, citycode, directory=geocoder.directory, country=geocoder.country)
        return {codes[commune]: weight for commune, weight in found}

    return told


def test_name_and_postcode_together_are_certain(weigh):
    assert weigh("12100", "MILLAU") == {"12145": 1.0}


def test_less_evidence_weighs_less(weigh):
    sure = weigh("12100", "MILLAU")["12145"]
    alone, wrong, far = (weigh(code, "MILLAU")["12145"] for code in ("", "12999", "75004"))
    assert sure > alone > wrong > far > LEAST_SCORE


def test_a_misspelt_name_is_found_and_weighs_less(weigh):
    assert 0.7 < weigh("12100", "MILAU")["12145"] < 1
    assert 0.7 < weigh("", "MILLEAU")["12145"] < 1


def test_a_city_without_district_is_all_of_them_until_the_postcode_says_which(weigh):
    assert set(weigh("", "PARIS")) == {"75101", "75104"}
    assert set(weigh("75004", "PARIS")) == {"75104"}
    assert set(weigh("75000", "PARIS 4EME")) == {"75104"}
    assert set(weigh("", "PARIS CEDEX 04")) == {"75104"}


def test_a_name_that_the_base_lacks_is_no_neighbour_of_the_same_postcode(weigh):
    assert weigh("12100", "CREISSELS") == {}


def test_a_former_commune_is_a_name_of_the_new_one(weigh):
    assert set(weigh("12150", "LAPANOUSE")) == {"12270"}


def test_a_code_confirms_and_a_code_against_name_and_postcode_leaves_both(weigh):
    assert weigh("12100", "MILLAU", "12145")["12145"] == 1
    both = weigh("12100", "MILLAU", "12208")
    assert set(both) == {"12145", "12208"}
    assert max(both.values()) < 1


def test_the_code_of_a_whole_city_goes_with_the_postcode(weigh):
    assert weigh("75004", "PARIS", "75056") == {"75104": 1.0}


def test_nothing_told_gives_no_candidate(weigh):
    assert weigh() == {}
    assert weigh("99999", "NOWHERE") == {}


def test_a_city_is_known_with_its_postcode_or_without_one(geocoder):
    known = {"directory": geocoder.directory, "country": geocoder.country}
    assert is_known_city("MILLAU", "", **known)
    assert is_known_city("MILLAU", "12999", **known)
    assert not is_known_city("MILLAU", "75004", **known)
    assert not is_known_city("NOWHERE", "", **known)
