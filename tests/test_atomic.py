"""A file is written whole or not at all."""

from __future__ import annotations

import os
import stat

import pytest

from geoprofile.atomic import check_folder, make_folder, write_atomically
from geoprofile.errors import OutputError


def test_text_is_written_as_utf8_and_bytes_as_they_are(tmp_path):
    assert write_atomically(tmp_path / "a.txt", "é\n").read_bytes() == b"\xc3\xa9\n"
    assert write_atomically(str(tmp_path / "b.bin"), b"\r\n\xff").read_bytes() == b"\r\n\xff"


def test_nothing_but_the_file_is_left_in_the_folder(tmp_path):
    write_atomically(tmp_path / "a.txt", "one")
    write_atomically(tmp_path / "a.txt", "two")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("a.txt", "two")]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_others_may_read_the_file_as_far_as_the_umask_lets_them(tmp_path, mask, mode):
    before = os.umask(mask)
    try:
        path = write_atomically(tmp_path / "a.txt", "one")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_full_disk_leaves_the_earlier_file_and_no_draft(tmp_path, monkeypatch):
    path = write_atomically(tmp_path / "a.txt", "earlier")

    def fail(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(OutputError, match=r"a\.txt cannot be written \(No space left on device\)"):
        write_atomically(path, "later")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("a.txt", "earlier")]


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(OutputError, match="nowhere"):
        write_atomically(tmp_path / "nowhere" / "a.txt", "one")


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path):
    with pytest.raises(OutputError, match="cannot be written"):
        write_atomically(tmp_path, "one")


def test_a_folder_is_made_with_those_around_it_and_only_when_asked(tmp_path):
    asked = tmp_path / "new" / "results"
    assert check_folder(asked) == asked
    assert list(tmp_path.iterdir()) == []
    assert make_folder(asked).is_dir()
    assert make_folder(asked) == asked


@pytest.mark.parametrize("below", ["", "results"])
def test_a_file_is_no_folder_and_nothing_fits_below_it(tmp_path, below):
    (tmp_path / "taken").write_text("x", "utf-8")
    for act in (check_folder, make_folder):
        with pytest.raises(OutputError, match="taken is a file"):
            act(tmp_path / "taken" / below)
