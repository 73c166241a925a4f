"""What an audience leaves on disk: the file of the channel, who was left out and why, and the record."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from geoprofile.atomic import write_atomically
from geoprofile.audiences.social import PLATFORMS
from geoprofile.errors import OutputError
from geoprofile.files import OutputStyle, write_output
from geoprofile.files.writing import check_output

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from geoprofile.recipes.audiences.flow import Audience

__all__ = ["check_audience_output", "record_path", "rejects_path", "write_audience", "write_table"]

OWNER_ALONE = 0o600
SUFFIXES = (".csv", ".xlsx", ".parquet")


def record_path(out: Path) -> Path:
    """Name the record of an export."""
    return out.with_name(f"{out.name}.purpose.json")


def rejects_path(out: Path) -> Path:
    """Name the list of rows that were left out."""
    return out.with_name(f"{out.stem}.rejects.csv")


def check_audience_output(out: Path, channel: str) -> None:
    """Refuse an output before any work.

    Raises
    ------
    OutputError
        If the folder is not there, or the channel takes no such format.
    """
    taken = (".csv",) if channel == "social" else SUFFIXES
    if out.suffix.lower() not in taken:
        raise OutputError(
            f"An audience for {channel} is written as {' or '.join(taken)}, not as {out.name!r}: change its suffix."
        )
    check_output(out, row_count=0)


def write_audience(audience: Audience, record: Mapping[str, object], out: Path, *, platform: str = "") -> list[Path]:
    """Write an audience.

    The record comes first: an export without one never lies on disk.

    Parameters
    ----------
    audience : Audience
    record : mapping
        As `audience_record` gives it.
    out : Path
    platform : str
        Whose headings and delimiter the file has, "" for none.

    Returns
    -------
    list of Path
        The files written: record, rows left out (none for zones), export.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    with _private(record_path(out)) as draft:
        write_atomically(draft, json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    written = [record_path(out)]
    if record["channel"] != "zones":
        left = audience.reason[audience.reason != ""]
        rejects = left.rename("reason").reset_index(drop=True).to_frame()
        rejects.insert(0, "row", left.index.to_numpy(dtype="int64") + 1)
        write_table(rejects, rejects_path(out))
        written.append(rejects_path(out))
    # Platforms read commas and take a byte order mark for a part of the first heading.
    style = OutputStyle(delimiter=",", bom=False) if platform and PLATFORMS[platform] else OutputStyle()
    write_table(audience.rows, out, style=style)
    return [*written, out]


def write_table(frame: pd.DataFrame, out: Path, *, style: OutputStyle | None = None) -> None:
    """Write a table in the format that its suffix names, to be read by its owner alone."""
    with _private(out) as draft:
        write_output([pa.Table.from_pandas(frame, preserve_index=False)], draft, style=style)


@contextmanager
def _private(out: Path) -> Iterator[Path]:
    """Lend a path in a folder that nobody else can enter; what is written there then takes the place of `out`."""
    try:
        with tempfile.TemporaryDirectory(prefix=".audience.", dir=out.parent) as folder:
            draft = Path(folder) / out.name
            yield draft
            draft.chmod(OWNER_ALONE)
            os.replace(draft, out)  # noqa: PTH105  says "atomic" to whoever knows the call
    except OSError as error:
        raise OutputError(
            f"{out.name} cannot be written ({error.strerror or error}): check the disk and rights."
        ) from error
