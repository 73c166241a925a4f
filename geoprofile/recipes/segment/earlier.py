"""An earlier run used again: its cuts, so that scores can be compared, and its modes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geoprofile.errors import AddressFileError
from geoprofile.purchases import ScoreCuts, load_cuts, save_cuts
from geoprofile.recipes.modes import read_modes, save_modes
from geoprofile.recipes.modes.folder import TEXT_FILE

if TYPE_CHECKING:
    from pathlib import Path

    from geoprofile.recipes.modes import StoredModes

__all__ = ["MODEL_FOLDER", "Earlier", "read_earlier", "save_run"]

MODEL_FOLDER, CUTS_FILE = "model", "cuts.json"


@dataclass(frozen=True)
class Earlier:
    """What an earlier run left.

    Attributes
    ----------
    cuts : ScoreCuts
    modes : StoredModes or None
        None where it found none.
    """

    cuts: ScoreCuts
    modes: StoredModes | None


def read_earlier(folder: Path) -> Earlier:
    """Read the folder that `geoprofile segment` wrote, or its folder `model`.

    Raises
    ------
    AddressFileError
        If it holds no such run.
    """
    model = folder / MODEL_FOLDER if (folder / MODEL_FOLDER).is_dir() else folder
    if not (model / CUTS_FILE).is_file():
        raise AddressFileError(f"{folder} holds no earlier run of 'geoprofile segment': name the folder it wrote.")
    modes = read_modes(model) if (model / TEXT_FILE).is_file() else None
    return Earlier(load_cuts(model / CUTS_FILE), modes)


def save_run(folder: Path, cuts: ScoreCuts, modes: StoredModes | None) -> list[Path]:
    """Write what a later run may use again; no customer stands in it."""
    model = folder / MODEL_FOLDER
    model.mkdir(parents=True, exist_ok=True)
    return [save_cuts(cuts, model / CUTS_FILE), *(save_modes(model, modes) if modes is not None else [])]
