"""A download is made once, kept, and refused when it is no longer what it was."""

from pathlib import Path

import pytest

from geoprofile.errors import DownloadError, SourceError
from geoprofile.territory.download import fetch, file_sha256
from geoprofile.territory.recipe import RecipeSource

URL = "https://example.org/data/adresses.csv"


@pytest.fixture
def server(tmp_path, monkeypatch):
    """Stand in for the network: what `content` holds is what any address gives."""
    import pooch

    content = {"text": "first", "requests": 0}

    def download(url, output_file, _pooch, **_options):
        content["requests"] += 1
        Path(output_file).write_text(content["text"], encoding="utf-8")

    monkeypatch.setattr(pooch, "os_cache", lambda name: tmp_path / name)
    monkeypatch.setattr(pooch.core, "choose_downloader", lambda _url, **_options: download)
    monkeypatch.setattr(pooch.get_logger(), "disabled", True)
    return content


def test_a_download_is_made_once(server, tmp_path):
    source = RecipeSource("ban", url=URL)
    first = fetch(source, tmp_path)
    assert first.read_text() == "first"
    assert fetch(source, tmp_path) == first
    assert server["requests"] == 1


def test_a_download_that_changed_is_refused(server, tmp_path):
    source = RecipeSource("ban", url=URL)
    path = fetch(source, tmp_path)
    path.unlink()
    server["text"] = "second"
    with pytest.raises(DownloadError, match=r"is not the file that it was .* remove"):
        fetch(source, tmp_path)


def test_a_download_that_is_not_what_the_recipe_says_is_refused(server, tmp_path):
    with pytest.raises(DownloadError, match="new sha256 in the recipe"):
        fetch(RecipeSource("ban", url=URL, sha256="0" * 64), tmp_path)


def test_a_download_that_fails_is_one_sentence(server, tmp_path, monkeypatch):
    import pooch

    def fail(url, output_file, _pooch, **_options):
        raise OSError("no route to host")

    monkeypatch.setattr(pooch.core, "choose_downloader", lambda _url, **_options: fail)
    with pytest.raises(DownloadError, match=r"adresses.csv could not be downloaded: no route to host\."):
        fetch(RecipeSource("ban", url=URL), tmp_path)


def test_a_local_file_that_is_not_there_is_named_as_the_recipe_names_it(tmp_path):
    with pytest.raises(SourceError, match=r"^a/b.csv is not in "):
        fetch(RecipeSource("ban", path="a/b.csv"), tmp_path)


def test_a_shapefile_changes_with_any_of_its_files(tmp_path):
    shape = tmp_path / "zones.shp"
    shape.write_bytes(b"shapes")
    (tmp_path / "zones.dbf").write_bytes(b"one")
    before = file_sha256(shape)
    (tmp_path / "zones.dbf").write_bytes(b"two")
    assert file_sha256(shape) != before
