"""What a territory knows of communes is joined from outlines, official names and sources of names."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.countries import COUNTRIES
from geoprofile.sources.commune_names import COMMUNE_NAME_COLUMNS
from geoprofile.territory.known_communes import join_known_communes

FRANCE = COUNTRIES["fr"]


def told(*rows):
    names = pd.DataFrame(rows, columns=["citycode", "city", "city_alias", "postcode"], dtype="str")
    return names.assign(longitude=2.5, latitude=44.5)


def outlines(*rows):
    places = pd.DataFrame(rows, columns=["citycode", "city"], dtype="str")
    return places.assign(longitude=3.0, latitude=45.0)


OLT = ("12224", "Saint-Geniez-d'Olt", "Saint-Geniez", "12130")
AFFRIQUE = ("12208", "Saint-Affrique", "", "12400")


def test_without_any_source_nothing_is_known():
    known = join_known_communes(None, [], [], FRANCE)
    assert known.empty
    assert list(known.columns) == list(COMMUNE_NAME_COLUMNS)


def test_outlines_alone_have_a_name_and_a_place_and_no_postcode():
    (row,) = join_known_communes(outlines(("12208", "Saint-Affrique")), [], [], FRANCE).to_dict("records")
    assert list(row.values()) == ["12208", "Saint-Affrique", "", "", 3.0, 45.0]


def test_the_outline_stands_first_and_its_name_is_taken_over():
    known = join_known_communes(outlines(("12224", "Saint Geniez d'Olt et d'Aubrac")), [told(OLT)], [], FRANCE)
    assert known["city"].unique().tolist() == ["Saint Geniez d'Olt et d'Aubrac"]
    assert known["city_alias"].tolist() == ["", "Saint-Geniez-d'Olt|Saint-Geniez"]
    assert known["longitude"].tolist() == [3.0, 2.5]


def test_an_official_name_goes_before_that_of_the_post_but_not_before_the_outline():
    official = pd.Series({"12224": "Saint Geniez d'Olt et d'Aubrac", "12208": "Official"}, dtype="str")
    known = join_known_communes(outlines(("12208", "Outline")), [told(OLT, AFFRIQUE)], [official], FRANCE)
    assert known["city"].tolist() == ["Outline", "Saint Geniez d'Olt et d'Aubrac", "Outline"]


def test_a_name_that_differs_by_accents_and_hyphens_alone_is_no_alias():
    official = pd.Series({"12224": "Saint-Géniez d’Olt"}, dtype="str")
    known = join_known_communes(None, [told(OLT)], [official], FRANCE)
    assert known[["city", "city_alias"]].to_numpy().tolist() == [["Saint-Géniez d’Olt", "Saint-Geniez"]]


def test_an_outline_without_a_name_takes_none_away():
    known = join_known_communes(outlines(("12208", "")), [told(AFFRIQUE)], [], FRANCE)
    assert known["city"].tolist() == ["Saint-Affrique", "Saint-Affrique"]


@pytest.mark.parametrize(("whole", "part"), [("75056", "75104"), ("69123", "69383"), ("13055", "13216")])
def test_a_city_is_no_commune_beside_its_arrondissements(whole, part):
    parts = told((part, "Part 4e Arrondissement", "City", "75004"))
    known = join_known_communes(outlines((whole, "City")), [parts], [], FRANCE)
    assert known["citycode"].tolist() == [part]


def test_a_city_without_its_arrondissements_stays():
    assert join_known_communes(outlines(("75056", "Paris")), [], [], FRANCE)["citycode"].tolist() == ["75056"]


@given(st.lists(st.sampled_from([OLT, AFFRIQUE]), unique=True), st.sampled_from([None, outlines(("12208", "X"))]))
def test_no_name_or_postcode_that_a_source_tells_is_lost(rows, zones):
    known = join_known_communes(zones, [told(*rows)], [], FRANCE)
    names = (known["city"] + "|" + known["city_alias"]).groupby(known["citycode"]).agg("|".join)
    for citycode, city, alias, postcode in rows:
        assert {city, *filter(None, alias.split("|"))} <= set(names[citycode].split("|"))
        assert postcode in set(known.loc[known["citycode"] == citycode, "postcode"])
