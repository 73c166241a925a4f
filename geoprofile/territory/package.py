"""`datapackage.json`: what a territory is made of, in the Frictionless form."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geoprofile.territory.download import file_sha256
from geoprofile.territory.territory import FORMAT_VERSION, PACKAGE

if TYPE_CHECKING:
    from pathlib import Path

    from geoprofile.sources.source import Source
    from geoprofile.territory.recipe import Recipe

__all__ = ["SourceRecord", "write_package"]


@dataclass(frozen=True)
class SourceRecord:
    """What is recorded of one source: its file as the recipe names it, its hash, the rows read from it."""

    source: Source
    file: str
    url: str
    sha256: str
    rows: int


def write_package(plan: Recipe, records: list[SourceRecord], folder: Path) -> None:
    """Describe every file of the folder and every source; no date of building, so that bytes repeat."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    package = {
        "name": plan.name,
        "title": plan.title_en,
        "title_fr": plan.title_fr,
        "geoprofile_format": FORMAT_VERSION,
        "country": plan.country,
        "licenses": [
            {"name": name, "title": name} for name in dict.fromkeys(r.source.licence for r in records) if name
        ],
        "sources": [_source(record) for record in records],
        "resources": [_resource(path, folder) for path in files],
    }
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / PACKAGE).write_text(text, encoding="utf-8")


def _source(record: SourceRecord) -> dict[str, object]:
    source = record.source
    return {
        "title": f"{source.publisher or source.kind}: {record.file.rsplit('/', 1)[-1]}",
        **({"path": record.url} if record.url else {}),
        "kind": source.kind,
        "file": record.file,
        "publisher": source.publisher,
        "licence": source.licence,
        "vintage": source.vintage,
        "rows": record.rows,
        "sha256": record.sha256,
    }


def _resource(path: Path, folder: Path) -> dict[str, object]:
    inside = path.relative_to(folder)
    return {
        "name": "-".join([*inside.parts[:-1], inside.name]).lower().replace("_", "-"),
        "path": inside.as_posix(),
        "format": path.suffix.lstrip("."),
        "bytes": path.stat().st_size,
        "hash": f"sha256:{file_sha256(path)}",
    }
