"""Outcomes and columns of prospects as files hold them, and how rows are parted."""

import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import AddressFileError
from geoprofile.scoring.inputs import Input, choose_inputs, input_values, names_in_file
from geoprofile.scoring.outcome import read_outcome
from geoprofile.scoring.splits import folds_of, hold_out, row_keys


@pytest.mark.parametrize(
    ("cells", "read_as", "expected"),
    [
        (["oui", "non", ""], "words", [1, 0, np.nan]),
        (["1", "0", "NA"], "words", [1, 0, np.nan]),
        (["True", "False", "VRAI"], "words", [1, 0, 1]),
        (["x", "", ""], "marked", [1, 0, 0]),
        (["2026-01-31", "", "31/01/2026"], "dates", [1, 0, 1]),
    ],
)
def test_an_outcome_is_yes_and_no_in_words_or_a_date_or_nothing(cells, read_as, expected):
    read = read_outcome(pd.Series(cells * 40, name="client"))
    assert read.read_as == read_as
    np.testing.assert_array_equal(read.yes[:3], expected)


def test_one_value_can_be_named_as_yes():
    read = read_outcome(pd.Series(["signé", "perdu", ""] * 40, name="etat"), positive="SIGNE")
    np.testing.assert_array_equal(read.yes[:3], [1, 0, np.nan])


def test_an_outcome_of_other_words_or_of_too_few_is_refused_without_telling_a_cell():
    with pytest.raises(AddressFileError, match="--positive") as error:
        read_outcome(pd.Series(["canari", "perdu"] * 40, name="etat"))
    assert "canari" not in str(error.value)
    with pytest.raises(AddressFileError, match="yes for 29 rows and no for 71"):
        read_outcome(pd.Series(["oui"] * 29 + ["non"] * 71, name="etat"))


def test_each_column_is_a_number_a_category_or_left_out_for_a_reason():
    count = 200
    rows = pd.DataFrame(
        {
            "client_id": [f"C{i}" for i in range(count)],
            "line": [str(i + 1000) for i in range(count)],
            "commentaire": [f"phrase numéro {i} de ce fichier" for i in range(count)],
            "pays_vide": [""] * count,
            "constante": ["a"] * count,
            "contact_le": [f"2026-01-{i % 28 + 1:02d}" for i in range(count)],
            "rare": [f"v{i % 70}" for i in range(count)],
            "prenom": ["Ada"] * count,
            "q7": ["H", "F"] * (count // 2),
            "cp": ["01000", "75001"] * (count // 2),
            "visites": [str(i % 9) for i in range(count)],
            "canal": ["web", "salon"] * (count // 2),
        },
        dtype="str",
    )
    inputs, left_out = choose_inputs(rows)
    assert [(own.name, own.kind) for own in inputs] == [
        ("cp", "category"),
        ("visites", "number"),
        ("canal", "category"),
    ]
    assert {own.column: own.reason for own in left_out} == {
        "client_id": "id", "line": "id", "commentaire": "text", "pays_vide": "empty", "constante": "constant",
        "contact_le": "date", "rare": "many", "prenom": "forbidden", "q7": "forbidden",
    }  # fmt: skip


def test_a_number_is_read_alike_whatever_other_rows_are_in_the_file():
    learned = pd.DataFrame({"duree": ["4,868", "5,2"] * 40}, dtype="str")
    (own,), _ = choose_inputs(learned)
    assert own.comma
    alone = pd.DataFrame({"duree": ["4,868"]}, dtype="str")
    assert input_values(alone, (own,))["duree"].tolist() == [4.868]


def test_a_column_is_known_by_its_name_whatever_its_capitals_accents_and_spaces_when_only_one_is_meant():
    inputs = tuple(Input(name, "number", "other") for name in ("visites_site", "durée", "a_b", "a b"))
    found = names_in_file(("VISITES SITE", "DUREE", "A B", "autre"), inputs)
    assert found == {"visites_site": "VISITES SITE", "durée": "DUREE"}
    assert names_in_file(("Visites_Site", "visites site"), inputs[:1]) == {}


def drawn(count=1000, seed=0):
    rng = np.random.default_rng(seed)
    return row_keys(map(str, range(count))), (rng.random(count) < 0.3).astype(float), rng


def test_the_latest_are_held_out_and_a_moment_stays_whole():
    keys, yes, rng = drawn()
    time = rng.integers(0, 20, len(yes)).astype(float)
    split = hold_out(keys, yes, time=time)
    assert time[split.train].max() < time[~split.train].min()
    assert 0.2 < (~split.train).mean() < 0.4


def test_no_block_is_on_both_sides_nor_in_two_folds():
    keys, yes, rng = drawn()
    block = np.array([f"Z{i}" for i in rng.integers(0, 40, len(yes))], dtype=object)
    split, folds = hold_out(keys, yes, block=block), folds_of(keys, yes, block=block)
    assert not set(block[split.train]) & set(block[~split.train])
    assert all(len(set(folds[block == name])) == 1 for name in set(block))
    assert set(folds) == set(range(5))


def test_rows_drawn_at_random_keep_the_share_of_yes_and_do_not_depend_on_their_order():
    keys, yes, rng = drawn()
    split = hold_out(keys, yes)
    assert yes[split.train].mean() == pytest.approx(yes[~split.train].mean(), abs=0.01)
    order = rng.permutation(len(yes))
    np.testing.assert_array_equal(hold_out(keys[order], yes[order]).train, split.train[order])


def test_a_block_goes_whole_by_its_latest_moment():
    keys, yes, rng = drawn()
    time, block = rng.integers(0, 20, len(yes)).astype(float), np.repeat(np.arange(500).astype(str), 2).astype(object)
    split = hold_out(keys, yes, time=time, block=block)
    latest = pd.Series(time).groupby(block).max()
    assert not set(block[split.train]) & set(block[~split.train])
    assert latest[block[split.train]].max() < latest[block[~split.train]].min()


def test_a_part_that_holds_hardly_any_yes_is_refused():
    keys, _, _ = drawn()
    time = np.arange(1000.0)
    with pytest.raises(AddressFileError, match="held out hold 0 of the outcome yes"):
        hold_out(keys, (time < 500).astype(float), time=time)
