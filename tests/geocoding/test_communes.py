"""Communes are listed with what speaks for them; nothing that speaks against one excludes it alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoprofile.geocoding.communes import candidate_communes, is_known_city
from geoprofile.geocoding.evidence import CommuneEvidence


@pytest.fixture(scope="module")
def known(geocoder):
    return {"directory": geocoder.directory, "country": geocoder.country}


@pytest.fixture(scope="module")
def weigh(geocoder, known):
    codes = geocoder.index.texts("communes", "citycode").to_pylist()

    def told(postcode: str = "", city: str = "", citycode: str = "") -> dict[str, str]:
        found = candidate_communes(postcode, city, citycode, **known)
        return {codes[one.commune]: CommuneEvidence(one.evidence).name for one in found}

    return told


def test_name_and_postcode_together_are_the_strongest_evidence(weigh):
    assert weigh("12100", "MILLAU") == {"12145": "NAME_AND_POSTCODE"}


@pytest.mark.parametrize(
    ("postcode", "city", "evidence"),
    [
        ("12100", "MILLAU", "NAME_AND_POSTCODE"),
        ("", "MILLAU", "NAME"),
        ("12999", "MILLAU", "NAME_NEAR"),
        ("12100", "MILAU", "ALIKE_AND_POSTCODE"),
        ("12100", "MILL", "ALIKE_AND_POSTCODE"),
        ("12100", "", "POSTCODE"),
        ("", "MILLEAU", "ALIKE"),
        ("12999", "MILLEAU", "ALIKE"),
        ("75004", "MILLAU", "NAME_FAR"),
    ],
)
def test_what_speaks_for_a_commune_is_said(weigh, postcode, city, evidence):
    assert weigh(postcode, city)["12145"] == evidence


def test_kinds_of_evidence_stand_in_order_of_trust(weigh):
    told = [weigh(*one)["12145"] for one in (("12100", "MILLAU"), ("", "MILLAU"), ("12999", "MILLAU"))]
    ranks = [CommuneEvidence[name] for name in (*told, weigh("75004", "MILLAU")["12145"])]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == 4


@pytest.mark.parametrize(("postcode", "city"), [("12100", "MILAU"), ("", "MILLEAU"), ("12999", "MILLAUX")])
def test_a_misspelt_name_is_found_and_is_less_like(geocoder, known, postcode, city):
    (found,) = candidate_communes(postcode, city, "", **known)
    assert 0.78 <= found.likeness < 1


def test_a_city_without_district_is_all_of_them_until_the_postcode_says_which(weigh):
    assert set(weigh("", "PARIS")) == {"75101", "75104"}
    assert set(weigh("75004", "PARIS")) == {"75104"}
    assert set(weigh("75000", "PARIS 4EME")) == {"75104"}
    assert set(weigh("75000", "PARIS IV")) == {"75104"}
    assert set(weigh("", "PARIS CEDEX 04")) == {"75104"}


def test_a_name_that_the_base_lacks_is_no_neighbour_of_the_same_postcode(weigh):
    assert weigh("12100", "CREISSELS") == {}


def test_a_former_commune_is_a_name_of_the_new_one(weigh):
    assert set(weigh("12150", "LAPANOUSE")) == {"12270"}


def test_a_code_confirms_and_a_code_against_name_and_postcode_leaves_both(weigh):
    assert weigh("12100", "MILLAU", "12145") == {"12145": "CODE"}
    assert weigh("12100", "MILLAU", "12208") == {"12208": "CODE_AGAINST_NAME", "12145": "NAME_AGAINST_CODE"}


def test_the_code_of_a_whole_city_goes_with_the_postcode(weigh):
    assert weigh("75004", "PARIS", "75056") == {"75104": "CODE"}


def test_nothing_told_gives_no_candidate(weigh):
    assert weigh() == {}
    assert weigh("99999", "NOWHERE") == {}


PARTS = st.tuples(
    st.sampled_from(["", "12100", "12400", "75004", "75000", "08000"]) | st.text(alphabet="0123456789", max_size=6),
    st.sampled_from(["", "MILLAU", "MILAU", "PARIS", "PARIS 4", "ST AFFRIQUE", "SEVERAC", "LAPANOUSE"])
    | st.text(alphabet="AEILMRSU 4", max_size=12),
    st.sampled_from(["", "12145", "75056", "75104", "12208", "99999"]),
)  # fmt: skip


@given(PARTS)
def test_candidates_stand_once_each_the_strongest_evidence_first(known, parts):
    found = candidate_communes(*parts, **known)
    assert len({one.commune for one in found}) == len(found)
    assert [one.evidence for one in found] == sorted(one.evidence for one in found)
    assert all(0 < one.likeness <= 1 for one in found)


@given(PARTS)
def test_a_code_is_never_left_out(geocoder, known, parts):
    postcode, city, _ = parts
    found = candidate_communes(postcode, city, "12145", **known)
    codes = geocoder.index.text("communes", "citycode", [one.commune for one in found])
    assert "12145" in codes


def test_a_city_is_known_with_its_postcode_or_without_one(known):
    assert is_known_city("MILLAU", "", **known)
    assert is_known_city("MILLAU", "12999", **known)
    assert not is_known_city("MILLAU", "75004", **known)
    assert not is_known_city("NOWHERE", "", **known)
