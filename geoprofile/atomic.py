"""A file on disk: whole, or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from geoprofile.errors import OutputError

__all__ = ["write_atomically"]

READABLE_BY_ALL = 0o644  # less what the user's umask takes away
# Without O_BINARY Windows would turn each line end into two.
NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


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
