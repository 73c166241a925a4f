"""Evidence is laid out by name, weighed by the shipped calibration, and adds up part by part."""

import numpy as np
import pytest

from geoprofile.geocoding.evidence import (
    PARTS,
    CommuneEvidence,
    NumberEvidence,
    TypeEvidence,
    commune_feature_names,
    commune_features,
    feature_names,
    features,
    load_weights,
    part_utilities,
)
from tests.geocoding.test_choice import candidates


@pytest.fixture(scope="module")
def table():
    streets, numbers, _ = candidates(
        {"street": 1, "how": NumberEvidence.FOUND},
        {"street": 2, "how": NumberEvidence.MISSING, "type": TypeEvidence.OTHER, "reading": 9},
    )
    return features(streets, numbers)


def test_each_feature_has_a_weight_and_belongs_to_a_part(table):
    names = feature_names()
    assert len(set(names)) == len(names) == table.shape[1] == len(load_weights().address)
    assert {name.split(".")[0] for name in names} == set(PARTS)
    assert len(commune_feature_names()) == len(load_weights().commune)


def test_weights_are_finite_and_an_answer_must_be_more_likely_than_not():
    weights = load_weights()
    assert np.isfinite(weights.address).all()
    assert np.isfinite(weights.commune).all()
    assert 0.5 <= weights.threshold < 1


def test_only_the_commune_speaks_for_a_candidate_all_else_speaks_against_it():
    weight = dict(zip(feature_names(), load_weights().address, strict=True))
    against = [name for name in weight if not name.startswith("commune.") or name.endswith(("unlike", "_former"))]
    assert all(weight[name] <= 0 for name in against)
    assert all(weight[f"commune.{one.name.lower()}"] > 0 for one in CommuneEvidence)


@pytest.mark.parametrize("name", ["commune.other_postcode", "commune.other_former", "street.spelt_otherwise"])
def test_what_tells_namesakes_apart_has_a_weight(name):
    assert load_weights().address[feature_names().index(name)] < -0.7  # two to one at least


def test_parts_add_up_to_the_whole(table):
    weights = load_weights().address
    parts = part_utilities(table, weights)
    assert list(parts) == list(PARTS)
    assert sum(parts.values()) == pytest.approx(table @ weights)


def test_the_evidence_of_a_candidate_stands_in_the_columns_of_its_name(table):
    told = [{name for name, value in zip(feature_names(), row, strict=True) if value} for row in table]
    assert told[0] == {"commune.name_and_postcode"}
    assert told[1] == {"commune.name_and_postcode", "street.type_other", "number.missing", "reading.rank"}


def test_the_evidence_of_a_commune_stands_in_the_columns_of_its_name():
    kind = np.array([CommuneEvidence.NAME, CommuneEvidence.CODE])
    yes, no = np.array([True, True]), np.array([False, False])
    table = commune_features(kind, np.array([1.0, 0.75]), np.array([True, False]), yes, no, np.array([False, True]))
    told = [dict(zip(commune_feature_names(), row.tolist(), strict=True)) for row in table]
    assert {name: value for name, value in told[0].items() if value} == {"name": 1, "only": 1, "street_not_found": 1}
    assert {name: value for name, value in told[1].items() if value} == {
        "code": 1, "unlike": 0.25, "street_not_found": 1, "district_not_found": 1,
    }  # fmt: skip
