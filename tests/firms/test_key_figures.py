"""Key figures of Infogreffe, and the official labels."""

from __future__ import annotations

import itertools
import math

import pytest

from geoprofile.errors import SourceError
from geoprofile.firms.key_figures import read_key_figures
from geoprofile.firms.nomenclatures import (
    headcount_bands,
    legal_form_labels,
    naf_labels,
    section_labels,
    section_of_division,
)

HEADER = (
    "Dénomination;Siren;Code APE;Millesime 1;CA 1;Résultat 1;Effectif 1;Millesime 2;CA 2;Résultat 2;Effectif 2;"
    "tranche_ca_millesime_1;tranche_ca_millesime_2"
)
ROWS = (
    "A;111111111;1071C;2023;1 250 000;-2000,5;12;2022;9;9;9;E plus de 1M;",
    "B;222 222 222;1071C;2023;Confidentiel;Confidentiel;;2022;500;1;2;F CA confidentiel;",
    "C;333333333;1071C;;;;;2021;700;;;;",
    "D;44444444;1071C;;;;;;;;;;",
)


@pytest.fixture
def figures(tmp_path):
    path = tmp_path / "chiffres.csv"
    path.write_text("\n".join((HEADER, *ROWS)), "utf-8")
    return read_key_figures([path], frozenset(["111111111", "222222222", "333333333", "044444444", "999999999"]))


def test_the_newest_year_counts_and_confidential_is_not_the_same_as_not_filed(figures):
    assert figures["filing"].to_dict() == {
        "044444444": "not_filed", "111111111": "filed", "222222222": "confidential", "333333333": "filed",
    }  # fmt: skip
    assert figures["year"].to_dict() == {
        "044444444": "", "111111111": "2023", "222222222": "2023", "333333333": "2021",
    }  # fmt: skip
    assert figures.loc["111111111", ["turnover_eur", "result_eur", "headcount"]].tolist() == [1_250_000, -2000.5, 12]
    assert math.isnan(figures.loc["222222222", "turnover_eur"])


def test_a_file_without_key_figures_is_refused(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a;b\n1;2\n", "utf-8")
    with pytest.raises(SourceError, match="CA 1"):
        read_key_figures([path], frozenset())


def test_the_nomenclatures_are_whole():
    labels, divisions = naf_labels(), section_of_division()
    subclasses = [code for code in labels if len(code) == 6]
    assert (len(subclasses), len(divisions), len(section_labels("en"))) == (732, 88, 21)
    assert {code[:2] for code in subclasses} == set(divisions)
    assert labels["56.10A"] == "Restauration traditionnelle"
    assert all(section_labels("fr").values())
    assert legal_form_labels("en")["5710"] == "Simplified joint-stock company (SAS)"
    assert legal_form_labels("fr")["9"] == "Groupement de droit privé"


def test_bands_of_headcount_follow_each_other_and_have_a_middle():
    bands = [band for band in headcount_bands().values() if band.least]
    assert all(after.least == before.most + 1 for before, after in itertools.pairwise(bands))
    assert all(band.least <= band.middle <= band.most for band in bands)
    assert "NN" not in headcount_bands()
