"""The parts of a result that is being made: whole batches in a folder beside it, and what they belong to.

The folder ``<name of the result>.parts`` holds ``manifest.json`` and one Parquet file a batch. Whoever makes a part,
this process or another, makes a draft under a name of its own; the run gives whole drafts their names as parts, in
order. So whatever stops the work, and whoever is still at it then, what is there can be trusted.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import contextmanager
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from geoprofile.errors import OutputError, TableError
from geoprofile.files.writing import replacing

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from geoprofile.files.reading import AddressFile

__all__ = [
    "draft_part",
    "locked_parts",
    "manifest_of",
    "open_parts",
    "parts_folder",
    "place_part",
    "read_part",
    "read_schema",
    "remove_drafts",
    "remove_parts",
]

MANIFEST = "manifest.json"
VERSION = 1
LONGEST_QUOTED = 40


def parts_folder(out: Path) -> Path:
    """Give the folder of the parts of a result."""
    return out.with_name(out.name + ".parts")


def manifest_of(file: AddressFile, batch_rows: int, settings: Mapping[str, str]) -> dict[str, Any]:
    """Describe what the parts are made of: another file, size of batch or setting makes other parts.

    Parameters
    ----------
    file : AddressFile
        Its content is read once for its fingerprint.
    batch_rows : int
    settings : mapping of str to str

    Returns
    -------
    dict
        Ready for JSON.
    """
    with file.path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    reading = {"encoding": file.encoding, "delimiter": file.delimiter, "sheet": file.sheet}
    return {
        "version": VERSION,
        "address file": {
            "size": file.path.stat().st_size,
            "sha256": digest,
            "rows": file.row_count,
            **reading,
        },
        "rows of a batch": batch_rows,
        "settings": dict(sorted(settings.items())),
    }


def open_parts(folder: Path, manifest: Mapping[str, Any], *, resume: bool) -> int:
    """Make the folder ready and count the whole parts that it holds from the first on.

    Parameters
    ----------
    folder : Path
    manifest : mapping
        From `manifest_of`.
    resume : bool
        False removes the parts of an earlier run.

    Returns
    -------
    int
        Parts that need not be made again.

    Raises
    ------
    OutputError
        If the parts belong to another file or other settings (the message says which), or the folder
        holds files that are no parts.
    """
    found = _read_manifest(folder / MANIFEST)
    if resume and found is not None:
        different = _differences(found, manifest)
        if different:
            raise OutputError(
                f"{folder.name} holds the parts of another run ({'; '.join(different)}): run with the same "
                f"file and settings, or without resuming to start again."
            )
        remove_drafts(folder)
        return _count_whole(folder, manifest)
    _clear_parts(folder)
    if any(folder.iterdir()):
        raise OutputError(
            f"The folder {folder} holds files that are no parts: move what else it holds, then start again."
        )
    with replacing(folder / MANIFEST) as unfinished:
        unfinished.write_text(json.dumps(manifest, indent=1, ensure_ascii=False), encoding="utf-8")
    return 0


def draft_part(folder: Path, number: int, table: pa.Table) -> Path:
    """Write one batch beside the parts, whole or not at all; any process may, several at once.

    Returns
    -------
    Path
        What `place_part` makes a part of.
    """
    draft = folder / f"part-{number:06d}.{os.getpid()}.draft.parquet"
    with replacing(draft) as unfinished:
        pq.write_table(table, unfinished, compression="lz4")
    return draft


def place_part(folder: Path, number: int, draft: Path) -> None:
    """Make a draft the part of that number.

    Raises
    ------
    TableError
        If its columns or their types are not those of the first part.
    """
    if number:
        wanted, found = pq.read_schema(_part(folder, 0)), pq.read_schema(draft)
        for one, other in zip_longest(wanted, found):
            if one != other:
                raise TableError(
                    f"Batch {number + 1:,} came out with {_field(other)} where the first batch has {_field(one)}: the "
                    "columns of a result and their types may not depend on the rows."
                )
    os.replace(draft, _part(folder, number))  # noqa: PTH105  says "atomic" to whoever knows the call


def read_schema(folder: Path) -> pa.Schema | None:
    """Give the schema that the first part fixed; None before it is there."""
    first = _part(folder, 0)
    return pq.read_schema(first) if first.is_file() else None


def read_part(folder: Path, number: int) -> pa.Table:
    """Read one batch back."""
    return pq.read_table(_part(folder, number))


def remove_drafts(folder: Path) -> None:
    """Remove what a run that was stopped had begun."""
    for path in (*folder.glob("part-*.draft.parquet"), *folder.glob(".part-*.unfinished.parquet")):
        path.unlink(missing_ok=True)


def remove_parts(folder: Path) -> None:
    """Remove the folder, and nothing in it that is no part.

    Raises
    ------
    OutputError
        If it holds anything else.
    """
    if not folder.is_dir():
        return
    _clear_parts(folder)
    try:
        folder.rmdir()
    except OSError as error:
        raise OutputError(
            f"The folder {folder} cannot be removed ({error.strerror}): move what else it holds first."
        ) from error


def _clear_parts(folder: Path) -> None:
    """Empty the folder of parts; without its manifest what is left of it is never taken for parts."""
    try:
        (folder / MANIFEST).unlink(missing_ok=True)
        for path in (*folder.glob("part-*.parquet"), *folder.glob(".part-*.unfinished.parquet")):
            path.unlink(missing_ok=True)
        (folder / ".manifest.unfinished.json").unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"The folder {folder} cannot be emptied ({error.strerror}): check the rights.") from error


@contextmanager
def locked_parts(folder: Path) -> Iterator[None]:
    """Make the folder, its owner's alone, and hold it against any other run until the end.

    The lock is one of the operating system's on the folder, which goes when the process does, killed or not. Where
    the system has none (Windows), nothing is held.

    Raises
    ------
    OutputError
        If another run holds it, or it cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise OutputError(f"The folder {folder} cannot be made ({error.strerror}): check the rights.") from error
    try:
        if fcntl is not None:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                held = folder.exists() and os.path.samestat(os.fstat(handle), folder.stat())
            except BlockingIOError:
                held = False
            if not held:
                raise OutputError(f"Another run is writing to {folder.name}: wait for it, or choose another output.")
        yield
    finally:
        os.close(handle)


def _field(field: pa.Field | None) -> str:
    return "no column" if field is None else f"the column {field.name!r} ({field.type})"


def _part(folder: Path, number: int) -> Path:
    return folder / f"part-{number:06d}.parquet"


def _read_manifest(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _count_whole(folder: Path, manifest: Mapping[str, Any]) -> int:
    """Count parts from the first on that can be read and have the rows that they should."""
    rows, size = manifest["address file"]["rows"], manifest["rows of a batch"]
    number = 0
    while (expected := min(size, rows - number * size)) > 0 or (rows == 0 and number == 0):
        try:
            whole = pq.read_metadata(_part(folder, number)).num_rows == max(expected, 0)
        except (OSError, pa.ArrowException):
            whole = False
        if not whole:
            break
        number += 1
    return number


def _differences(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """Say in what two manifests differ."""
    told = []
    for name in sorted({*found, *wanted}):
        before, now = found.get(name), wanted.get(name)
        if before == now:
            continue
        if name == "settings" and isinstance(before, dict) and isinstance(now, dict):
            changed = sorted(key for key in {*before, *now} if before.get(key) != now.get(key))
            told += [f"setting {key!r} was {_short(before.get(key))} and is {_short(now.get(key))}" for key in changed]
        elif name == "address file":
            told.append("the address file is not the same")
        else:
            told.append(f"{name} was {before} and is {now}")
    return told


def _short(value: object) -> str:
    """Quote a value, its first characters where it is long."""
    text = repr(value)
    return text if len(text) <= LONGEST_QUOTED else f"{text[:LONGEST_QUOTED]}..."
