"""A model is two files that run no code: the same bytes again, and one sentence for files that are none."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import numpy as np
import pytest

from geoprofile.errors import TableError
from geoprofile.model_files import ModelFiles

FILES = ModelFiles("thing", "a thing", 3, "thing", "make one in {folder}", "make it again", TableError)
ARRAYS = {"weights": np.arange(6.0).reshape(2, 3)}


@pytest.fixture
def folder(tmp_path):
    FILES.write(tmp_path, {"name": "é"}, ARRAYS)
    return tmp_path


def replaced(folder, content):
    """Put other arrays in place, under the hash that the text then gives."""
    (folder / "thing.npz").write_bytes(content)
    text = json.loads((folder / "thing.json").read_text("utf-8"))
    text["arrays_sha256"] = hashlib.sha256(content).hexdigest()
    (folder / "thing.json").write_text(json.dumps(text), "utf-8")


def member(content):
    """Make an archive whose one array is these bytes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as book:
        book.writestr("weights.npy", content)
    return archive.getvalue()


def npy(shape):
    """Make the head of an array of a shape, and nothing behind it."""
    head = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}".encode()
    head += b" " * (-(len(head) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head


def test_what_was_written_is_read_and_written_again_to_the_byte(folder, tmp_path_factory):
    text, arrays = FILES.read(folder, ["weights"])
    assert text["name"] == "é"
    np.testing.assert_array_equal(arrays["weights"], ARRAYS["weights"])
    again = tmp_path_factory.mktemp("again")
    FILES.write(again, {"name": "é"}, arrays)
    for name in ("thing.json", "thing.npz"):
        assert (again / name).read_bytes() == (folder / name).read_bytes()


def test_an_empty_folder_says_how_to_make_one(tmp_path):
    with pytest.raises(TableError, match="holds no thing: make one in"):
        FILES.read(tmp_path, [])


@pytest.mark.parametrize("content", ["", "[]", "null", '{"format": "other"}', '{"format": "a thing", "version": 2}'])
def test_a_text_that_is_another_s_is_refused(folder, content):
    (folder / "thing.json").write_text(content, "utf-8")
    with pytest.raises(TableError, match="make it again"):
        FILES.read(folder, ["weights"])


@pytest.mark.parametrize(
    "content",
    [b"", b"not a zip", member(b""), member(npy("(10000000000000,)")), member(npy("(2, 3)")), npy("(1,)"),
     member(b"\x80\x04N."), zipfile.ZipFile.__doc__.encode()],
    ids=["empty", "text", "no array", "no memory holds it", "cut short", "one array", "a pickle", "prose"],
)  # fmt: skip
def test_arrays_that_are_none_are_refused_in_a_sentence(folder, content):
    replaced(folder, content)
    with pytest.raises(TableError, match="damaged: make it again"):
        FILES.read(folder, ["weights"])


def test_arrays_of_another_save_are_refused(folder):
    (folder / "thing.npz").write_bytes(member(npy("(0,)")))
    with pytest.raises(TableError, match="not the file that was saved with"):
        FILES.read(folder, ["weights"])
