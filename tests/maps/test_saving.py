"""A map is written whole or not at all."""

from __future__ import annotations

import pytest

from geoprofile.errors import OutputError
from geoprofile.maps.customer_map import customer_map
from geoprofile.maps.saving import save_map


@pytest.fixture
def drawn(points, zones):
    """Give a map."""
    return customer_map(points, zones, value="poverty_rate", label="Pauvreté", unit="share", title="Carte")


def test_a_map_is_one_file_and_nothing_else_is_left(drawn, tmp_path):
    path = save_map(drawn, tmp_path / "carte.html")
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert [file.name for file in tmp_path.iterdir()] == ["carte.html"]


def test_a_map_that_cannot_be_drawn_leaves_the_earlier_one(drawn, tmp_path, monkeypatch):
    path = tmp_path / "carte.html"
    path.write_text("earlier")

    def fail(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fdopen", fail)
    with pytest.raises(OutputError, match="No space left on device"):
        save_map(drawn, path)
    assert path.read_text() == "earlier"
    assert [file.name for file in tmp_path.iterdir()] == ["carte.html"]


def test_a_folder_that_is_not_there_is_named(drawn, tmp_path):
    with pytest.raises(OutputError, match="nowhere"):
        save_map(drawn, tmp_path / "nowhere" / "carte.html")
