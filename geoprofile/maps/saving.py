"""A map on disk: whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from geoprofile.errors import OutputError

if TYPE_CHECKING:
    import folium

__all__ = ["save_map"]


def save_map(finished: folium.Map, path: Path | str) -> Path:
    """Write a map as one HTML file that opens without a network.

    The file appears at once and whole: a map that was there before stays until then.

    Parameters
    ----------
    finished : folium.Map
        As `customer_map` gives it.
    path : Path or str
        A name in `.html`.

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    OutputError
        If the folder is not there or cannot be written to.
    """
    target = Path(path)
    page = finished.get_root().render().encode()
    try:
        number, name = tempfile.mkstemp(dir=target.parent, prefix=".map-", suffix=".html")
        draft = Path(name)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(page)
            draft.chmod(0o644)  # mkstemp lets only the writer read
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"The map cannot be written to {target} ({error.strerror}): choose a folder that you can write to."
        ) from error
    return target
