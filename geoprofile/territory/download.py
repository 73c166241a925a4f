"""Source files on this machine: local ones, and downloads that are kept and must not change."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from geoprofile.errors import DownloadError, SourceError

if TYPE_CHECKING:
    from geoprofile.territory.recipe import RecipeSource

__all__ = ["fetch", "file_sha256"]

# A shapefile is several files; a change of any of them is a change of the source.
SHAPEFILE_PARTS = (".shp", ".dbf", ".shx", ".prj", ".cpg")


def fetch(source: RecipeSource, sources: Path) -> Path:
    """Give the local file of a source, downloading it the first time.

    A download is kept in the user's cache with its sha256 beside it; a later one must be the same.

    Raises
    ------
    SourceError
        If a local file is not there.
    DownloadError
        If the download failed, or its content is not what it was.
    """
    if source.url:
        return _download(source)
    path = Path(os.path.normpath(sources / source.path))
    if not path.is_file():
        told = "is a folder" if path.is_dir() else "is not"
        raise SourceError(
            f"{source.path} {told} in {sources}: check the path of this {source.kind} source, or --sources."
        )
    return path


def file_sha256(path: Path) -> str:
    """Hash a source file; a shapefile together with its companions."""
    parts = [path]
    if path.suffix.lower() == ".shp":
        parts = [path.with_suffix(suffix) for suffix in SHAPEFILE_PARTS if path.with_suffix(suffix).is_file()]
    digest = hashlib.sha256()
    for part in parts:
        with part.open("rb") as file:
            while block := file.read(2**20):
                digest.update(block)
    return digest.hexdigest()


def _download(source: RecipeSource) -> Path:
    import pooch  # noqa: PLC0415  only recipes with a url need it

    folder = Path(pooch.os_cache("geoprofile")) / "sources"
    name = f"{hashlib.sha256(source.url.encode()).hexdigest()[:12]}-{source.url.rsplit('/', 1)[-1] or 'source'}"
    record = folder / f"{name}.sha256"
    expected = source.sha256 or (record.read_text(encoding="ascii").strip() if record.is_file() else "")
    try:
        path = Path(pooch.retrieve(source.url, known_hash=expected or None, fname=name, path=folder))
    except ValueError as error:
        raise DownloadError(
            f"{source.url} is not the file that it was (sha256 {expected[:12]}... expected): check with its publisher "
            f"what changed, then write the new sha256 in the recipe or remove {record}."
        ) from error
    except OSError as error:
        raise DownloadError(f"{source.url} could not be downloaded: {error}.") from error
    if not record.is_file():
        record.write_text(file_sha256(path) + "\n", encoding="ascii")
    return path
