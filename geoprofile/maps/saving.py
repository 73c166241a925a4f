"""A map on disk: whole, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.atomic import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    import folium

__all__ = ["save_map"]


def save_map(finished: folium.Map, path: Path | str) -> Path:
    """Write a map as one HTML file that opens without a network.

    The file appears at once and whole: a map that was there before stays until then.

    Parameters
    ----------
    finished : folium.Map
        As `customer_map`, `type_map` or `ranking_map` gives it.
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
    return write_atomically(path, finished.get_root().render())
