"""A file on disk: whole, or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from geoprofile.errors import OutputError

__all__ = ["check_folder", "make_folder", "write_atomically"]

READABLE_BY_ALL = 0o644  # less what the user's umask takes away
# Without O_BINARY Windows would turn each line end into two.
NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def check_folder(out: Path | str) -> Path:
    """Refuse a folder of results that cannot be one, before any work; nothing is made yet.

    Parameters
    ----------
    out : Path or str
        There already or not, and the folders around it too.

    Returns
    -------
    Path

    Raises
    ------
    OutputError
        If it is a file, or stands below one or in a folder that cannot be written to.
    """
    folder = Path(out)
    there = next((one for one in (folder, *folder.absolute().parents) if one.exists()), folder)
    if not there.is_dir():
        raise OutputError(f"{there} is a file: give the name of a folder for the results.")
    if not os.access(there, os.W_OK):
        raise OutputError(f"The folder {there} cannot be written to: choose another for the results.")
    return folder


def make_folder(out: Path | str) -> Path:
    """Make the folder of results where there is none, and those around it.

    Raises
    ------
    OutputError
        If it cannot be one, as `check_folder` says.
    """
    folder = check_folder(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"The folder {folder} cannot be made ({error.strerror or error}): choose another.") from error
    return folder


def write_atomically(path: Path | str, content: bytes | str) -> Path:
    """Write a file that appears at once and whole: one that was there before stays until then.

    Parameters
    ----------
    path : Path or str
        In a folder that is there.
    content : bytes or str
        A text is written as UTF-8.

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    OutputError
        If the folder is not there or cannot be written to, or the disk is full.
    """
    target = Path(path)
    # Beside the target, so that the last step is a rename within one disk.
    draft = target.parent / f".{secrets.token_hex(8)}.draft"
    try:
        try:
            with os.fdopen(os.open(draft, NEW_FILE, READABLE_BY_ALL), "wb") as file:
                file.write(content.encode() if isinstance(content, str) else content)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"{target} cannot be written ({error.strerror or error}): choose a folder that you can write to."
        ) from error
    return target
