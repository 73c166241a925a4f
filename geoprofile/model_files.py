"""Models kept as two files, JSON to read and npz for the arrays: no code is run when they are read."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geoprofile.atomic import write_atomically
from geoprofile.errors import GeoprofileError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["ModelFiles"]

# What numpy and zlib raise on files that somebody else made or cut, as arrays of a size that no memory holds.
UNREADABLE = (ValueError, KeyError, TypeError, EOFError, MemoryError, ArithmeticError, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True)
class ModelFiles:
    """How one kind of model is kept.

    Attributes
    ----------
    name : str
        Of both files, before `.json` and `.npz`.
    format : str
        What the text says it is.
    version : int
        Raised whenever the content of the files changes.
    what : str
        The model in a sentence ("typology").
    make : str
        How one is made where there is none, the folder as `{folder}`.
    again : str
        What to do with files that cannot be used ("build the typology again").
    error : type
        Of GeoprofileError, raised where a model cannot be read.
    """

    name: str
    format: str
    version: int
    what: str
    make: str
    again: str
    error: type[GeoprofileError] = GeoprofileError

    @property
    def text_file(self) -> str:
        """Give the name of the file of texts."""
        return f"{self.name}.json"

    @property
    def arrays_file(self) -> str:
        """Give the name of the file of arrays."""
        return f"{self.name}.npz"

    def write(self, folder: Path, text: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> list[Path]:
        """Write both files; the same model gives the same bytes.

        Raises
        ------
        OutputError
            If the folder cannot be written to.
        """
        archive = io.BytesIO()
        # numpy stores arrays as they are and stamps no date, so the bytes follow from them.
        np.savez(archive, **arrays)  # type: ignore[arg-type]  # the stub takes each name for its option
        stored = archive.getvalue()
        content = {
            "format": self.format,
            "version": self.version,
            "arrays_sha256": hashlib.sha256(stored).hexdigest(),
            **text,
        }
        told = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
        return [
            write_atomically(folder / self.arrays_file, stored),
            write_atomically(folder / self.text_file, told),
        ]

    def read(self, folder: Path, names: Collection[str]) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """Read the text, and the arrays of these names that were written with it.

        Raises
        ------
        GeoprofileError
            Of the kind `error`, if there is no such model, one of another version, or a damaged one.
        """
        path = folder / self.text_file
        if not path.is_file():
            raise self.error(f"{folder} holds no {self.what}: {self.make.format(folder=folder)}.")
        text = self._text(path)
        return text, self._arrays(folder / self.arrays_file, text.get("arrays_sha256"), names)

    def damaged(self, folder: Path, why: object) -> GeoprofileError:
        """Make the error that refuses a text which does not fit together."""
        return self.error(f"{folder / self.text_file} is damaged ({why}): {self.again}.")

    def _text(self, path: Path) -> dict[str, Any]:
        try:
            text = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise self.error(f"{path} cannot be read ({error}): {self.again}.") from error
        if not isinstance(text, dict) or text.get("format") != self.format:
            raise self.error(f"{path} is no {self.what} of geoprofile: choose the folder of one, or {self.again}.")
        if text.get("version") != self.version:
            raise self.error(
                f"{path} is of version {text.get('version')}, this geoprofile reads version {self.version}: "
                f"{self.again}."
            )
        return text

    def _arrays(self, path: Path, sha256: object, names: Collection[str]) -> dict[str, NDArray[Any]]:
        """Read the arrays that the text was written with: a save that was cut short leaves those of another model."""
        advice = f"is not there or is damaged: {self.again}."
        try:
            content = path.read_bytes()
        except OSError as error:
            raise self.error(f"{path} {advice}") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise self.error(f"{path} is not the file that was saved with {self.text_file}: {self.again}.")
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as archive:
                found = {name: archive[name] for name in names}
                # A member that is no array comes as its bytes.
                if not all(isinstance(array, np.ndarray) for array in found.values()):
                    raise ValueError("a member is no array")
                return found
        except UNREADABLE as error:
            raise self.error(f"{path} {advice}") from error
