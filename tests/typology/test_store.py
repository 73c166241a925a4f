"""A typology kept in a folder and read back."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import GeoprofileError, OutputError, TypologyError
from geoprofile.tables import Variable
from geoprofile.typology.estimator import AreaTypology
from geoprofile.typology.store import ARRAYS_FILE, TEXT_FILE, StoredTypology, load_typology, save_typology

COLUMNS = ["a_share", "b_share", "income_eur", "d_share"]


def values(zones=120, seed=0):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.random((zones, 4)), columns=COLUMNS)
    frame["income_eur"] = np.exp(rng.normal(10, 0.3, zones))
    return frame.mask(rng.random(frame.shape) < 0.1)


def stored(**params):
    model = AreaTypology(3, 6, kinds=("share", "share", "log", "share"), **params).fit(values())
    codes = pd.Index(sorted([*model.group_codes_, *model.type_codes_]), dtype="str", name="code")
    words = {f"name_{language}": [f"{language} {code} « é »" for code in codes] for language in ("fr", "en", "nl")}
    portraits = {f"portrait_{language}": [f"{code}."] * len(codes) for language in ("fr", "en", "nl") for code in "x"}
    return StoredTypology(
        model=model,
        names=pd.DataFrame(words, index=codes, dtype="str"),
        portraits=pd.DataFrame(portraits, index=codes, dtype="str"),
        variables=tuple(
            Variable(name, f"é {name}", name, "share", "intensive", "households", "iris", "INSEE", "2018", "LO 2.0")
            for name in COLUMNS
        ),
        level="iris",
        territory="paris",
        counted_by=Variable("households", "Ménages", "Households", "households", "extensive"),
        sources=("INSEE, 2018, LO 2.0",),
    )


@pytest.fixture
def folder(tmp_path):
    save_typology(tmp_path, stored())
    return tmp_path


def test_what_is_read_back_is_what_was_kept(folder):
    before, after = stored(), load_typology(folder)
    pd.testing.assert_frame_equal(after.names, before.names)
    pd.testing.assert_frame_equal(after.portraits, before.portraits)
    for name in ("variables", "level", "territory", "counted_by", "sources"):
        assert getattr(after, name) == getattr(before, name)
    assert after.model.get_params() | {"kinds": ()} == before.model.get_params() | {"kinds": ()}


def test_the_model_assigns_as_before_without_being_fitted_again(folder):
    before, after, new = stored().model, load_typology(folder).model, values(seed=3)
    households = np.arange(1.0, 121)
    for one, other in zip(before.membership(new, households), after.membership(new, households), strict=True):
        assert np.array_equal(one, other)
    assert np.array_equal(before.transform(new), after.transform(new))
    assert (after.type_codes_, after.group_codes_) == (before.type_codes_, before.group_codes_)
    assert (after.runs_, after.within_squares_) == (before.runs_, before.within_squares_)


def test_a_model_that_was_read_can_be_fitted_again_on_other_zones(folder):
    model = load_typology(folder).model
    assert len(model.fit(values(seed=4)).labels_) == 120


def test_columns_in_another_order_are_refused_as_before(folder):
    with pytest.raises(ValueError, match="feature names"):
        load_typology(folder).model.predict(values()[COLUMNS[::-1]])


def test_a_type_says_its_group_and_a_group_itself():
    typology = stored()
    assert [typology.group_of(code) for code in ("A", "B", typology.model.type_codes_[0])] == ["A", "B", "A"]


def test_the_same_typology_is_the_same_bytes_read_back_too(folder, tmp_path_factory):
    again = tmp_path_factory.mktemp("again")
    save_typology(again, load_typology(folder))
    for name in (TEXT_FILE, ARRAYS_FILE):
        assert (again / name).read_bytes() == (folder / name).read_bytes()
    assert sorted(path.name for path in again.iterdir()) == sorted([TEXT_FILE, ARRAYS_FILE])


def test_nothing_kept_is_a_pickle_and_the_text_is_plain_json(folder):
    with np.load(folder / ARRAYS_FILE, allow_pickle=False) as arrays:
        assert all(np.issubdtype(arrays[name].dtype, np.number) for name in arrays.files)
    text = (folder / TEXT_FILE).read_text(encoding="utf-8")
    assert "« é »" in text
    assert json.loads(text)["version"] == 1


def test_a_folder_without_a_typology_says_how_to_make_one(tmp_path):
    with pytest.raises(TypologyError, match="geoprofile typology build"):
        load_typology(tmp_path)


def changed(folder, **parts):
    text = json.loads((folder / TEXT_FILE).read_text(encoding="utf-8"))
    (folder / TEXT_FILE).write_text(json.dumps(text | parts), encoding="utf-8")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"format": "something else"}, "is no typology of geoprofile"),
        ({"version": 99}, "is of version 99"),
        ({"arrays_sha256": "0"}, "is not the file that was saved with"),
        ({"names": {"Z9": {"name_fr": "x"}}}, "names a class that it does not have"),
        ({"names": [1]}, "is damaged"),
        ({"variables": []}, "as many variables as columns"),
        ({"variables": [{"name": "x"}] * 4}, "is damaged"),
        ({"counted_by": None}, "is damaged"),
        ({"params": {}}, "is damaged"),
        ({"fit": {}}, "is damaged"),
        ({"kinds": ["share"]}, "wrong shape"),
        ({"kinds": ["share", "share", "log", "salary"]}, "kinds are not among"),
        ({"type_codes": ["A01"]}, "wrong shape"),
        ({"group_codes": ["A"]}, "wrong shape|no type"),
        ({"group_codes": ["X", "Y", "Z"]}, "not A, B"),
    ],
)
def test_a_text_that_was_tampered_with_is_refused_in_one_sentence(folder, parts, said):
    changed(folder, **parts)
    with pytest.raises(TypologyError, match=said):
        load_typology(folder)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_a_damaged_text_is_refused(folder, content):
    (folder / TEXT_FILE).write_bytes(content)
    with pytest.raises(TypologyError, match=r"build"):
        load_typology(folder)


def test_arrays_that_are_not_there_damaged_or_of_another_typology_are_refused(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    save_typology(other, stored(group_axes=2))
    shutil.copy(other / ARRAYS_FILE, folder / ARRAYS_FILE)
    with pytest.raises(TypologyError, match="is not the file that was saved with"):
        load_typology(folder)
    (folder / ARRAYS_FILE).unlink()
    with pytest.raises(TypologyError, match="is not there"):
        load_typology(folder)


def test_arrays_that_hold_objects_are_never_unpickled(folder):
    import hashlib

    np.savez(folder / ARRAYS_FILE, centre=np.array([print], dtype=object), allow_pickle=True)
    changed(folder, arrays_sha256=hashlib.sha256((folder / ARRAYS_FILE).read_bytes()).hexdigest())
    with pytest.raises(TypologyError, match="damaged"):
        load_typology(folder)


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path):
    with pytest.raises(OutputError, match="cannot be written"):
        save_typology(tmp_path / "nowhere", stored())


def test_a_model_drawn_from_a_generator_in_use_cannot_be_kept(tmp_path):
    model = stored().model.set_params(random_state=np.random.RandomState(0))
    with pytest.raises(GeoprofileError, match="whole number"):
        save_typology(tmp_path, replace(stored(), model=model))
