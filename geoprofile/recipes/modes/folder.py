"""Segments kept in a folder: `modes.json` and `modes.npz`."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geoprofile.atomic import write_atomically
from geoprofile.errors import OutputError, TableError
from geoprofile.modes.store import ARRAYS, model_from, model_parts
from geoprofile.recipes.modes.flow import StoredModes

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ARRAYS_FILE", "TEXT_FILE", "read_modes", "save_modes"]

TEXT_FILE, ARRAYS_FILE = "modes.json", "modes.npz"
FORMAT, VERSION = "geoprofile modes", 1
AGAIN = "find the segments again."


def save_modes(folder: Path | str, stored: StoredModes) -> list[Path]:
    """Write segments into a folder, which is made if it is not there; the same segments give the same bytes.

    No customer stands in it: columns with their means and levels, centres, counts.

    Raises
    ------
    OutputError
        If the folder cannot be written to.
    """
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"The folder {target} cannot be made ({error.strerror or error}): name another.") from error
    text, arrays = model_parts(stored.model)
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]  # the stub takes each name for its option
    archive = buffer.getvalue()
    content = {
        "format": FORMAT,
        "version": VERSION,
        "arrays_sha256": hashlib.sha256(archive).hexdigest(),
        "model": text,
        "names": stored.names.to_dict("index"),
        "portraits": stored.portraits.to_dict("index"),
        "sizes": stored.sizes.astype(object).where(stored.sizes.notna(), None).to_dict("index"),
    }
    told = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    return [write_atomically(target / ARRAYS_FILE, archive), write_atomically(target / TEXT_FILE, f"{told}\n")]


def read_modes(folder: Path | str) -> StoredModes:
    """Read what `save_modes` wrote; nothing is fitted again.

    Raises
    ------
    TableError
        If the folder holds no segments, those of another version, or damaged ones.
    """
    source = Path(folder)
    if not (source / TEXT_FILE).is_file():
        raise TableError(f"{source} holds no segments ({TEXT_FILE}): name the folder that they were written to.")
    text = _text(source / TEXT_FILE)
    arrays = _arrays(source / ARRAYS_FILE, text.get("arrays_sha256"))
    try:
        return StoredModes(
            model_from(text["model"], arrays),
            _frame(text["names"]).astype("str"),
            _frame(text["portraits"]).astype("str"),
            _frame(text["sizes"]).astype({"customers": "int64", "share": float, "sureness": float}),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TableError(f"{source / TEXT_FILE} is damaged ({error}): {AGAIN}") from error


def _frame(rows: dict[str, dict[str, object]]) -> pd.DataFrame:
    frame = pd.DataFrame.from_dict(rows, orient="index")
    named: pd.DataFrame = frame.set_axis(frame.index.astype("str"), axis="index").rename_axis("code")
    return named


def _text(path: Path) -> dict[str, Any]:
    try:
        text = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise TableError(f"{path} cannot be read: {AGAIN}") from error
    if not isinstance(text, dict) or text.get("format") != FORMAT:
        raise TableError(f"{path} holds no segments of geoprofile: {AGAIN}")
    if text.get("version") != VERSION:
        raise TableError(
            f"{path} is of version {text.get('version')}, this geoprofile reads version {VERSION}: {AGAIN}"
        )
    return text


def _arrays(path: Path, sha256: object) -> dict[str, NDArray[Any]]:
    try:
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise TableError(f"{path} is not the file that was saved with {TEXT_FILE}: {AGAIN}")
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            return {name: archive[name] for name in ARRAYS}
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise TableError(f"{path} is not there or is damaged: {AGAIN}") from error
