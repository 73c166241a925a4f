"""Segments kept in a folder: `modes.json` and `modes.npz`."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geoprofile.atomic import make_folder
from geoprofile.errors import TableError
from geoprofile.model_files import ModelFiles
from geoprofile.modes.store import ARRAYS, model_from, model_parts
from geoprofile.recipes.modes.flow import StoredModes
from geoprofile.typology.vocabulary import LANGUAGES

__all__ = ["ARRAYS_FILE", "TEXT_FILE", "read_modes", "save_modes"]

FILES = ModelFiles(
    name="modes",
    format="geoprofile modes",
    version=1,
    what="modes",
    make="name the folder that they were written to",
    again="find the modes again",
    error=TableError,
)
TEXT_FILE, ARRAYS_FILE = FILES.text_file, FILES.arrays_file


def save_modes(folder: Path | str, stored: StoredModes) -> list[Path]:
    """Write segments into a folder, which is made if it is not there; the same segments give the same bytes.

    No customer stands in it: columns with their means and levels, centres, counts.

    Raises
    ------
    OutputError
        If the folder cannot be written to.
    """
    text, arrays = model_parts(stored.model)
    content = {
        "model": text,
        "names": stored.names.to_dict("index"),
        "portraits": stored.portraits.to_dict("index"),
        "sizes": stored.sizes.astype(object).where(stored.sizes.notna(), None).to_dict("index"),
    }
    return FILES.write(make_folder(Path(folder)), content, arrays)


def read_modes(folder: Path | str) -> StoredModes:
    """Read what `save_modes` wrote; nothing is fitted again.

    Raises
    ------
    TableError
        If the folder holds no segments, those of another version, or damaged ones.
    """
    source = Path(folder)
    text, arrays = FILES.read(source, ARRAYS)
    try:
        return StoredModes(
            model_from(text["model"], arrays),
            _told(text["names"], "name"),
            _told(text["portraits"], "portrait"),
            _frame(text["sizes"]).astype({"customers": "int64", "share": float, "sureness": float}),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FILES.damaged(source, error) from error


def _told(rows: dict[str, dict[str, object]], what: str) -> pd.DataFrame:
    """Read texts of modes; each must be there in every language."""
    told: pd.DataFrame = _frame(rows)[[f"{what}_{language}" for language in LANGUAGES]].dropna().astype("str")
    if len(told) != len(rows):
        raise ValueError(f"a {what} is missing")
    return told


def _frame(rows: dict[str, dict[str, object]]) -> pd.DataFrame:
    frame = pd.DataFrame.from_dict(rows, orient="index")
    named: pd.DataFrame = frame.set_axis(frame.index.astype("str"), axis="index").rename_axis("code")
    return named
