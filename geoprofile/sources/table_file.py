"""Tables as they are published: delimited text (plain, `.gz`, `.zip`) and Parquet.

Delimiter and encoding are found. Cells of delimited text stay text: a reader decides which are numbers.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv

from geoprofile.errors import SourceError

if TYPE_CHECKING:
    from geoprofile.sources.source import Source

__all__ = ["read_table_file"]

DELIMITERS = (";", ",", "\t", "|")
# A published table is far smaller; an archive that unpacks to more is broken or hostile.
MAX_BYTES = 2 * 2**30
TEXT_TYPE = pd.StringDtype(na_value=float("nan"))


def read_table_file(source: Source) -> pd.DataFrame:
    """Read a whole table.

    Columns without a name (the row numbers that an export leaves) and rows without any cell are passed over.

    Parameters
    ----------
    source : Source
        Its path ends in `.parquet`, or it is delimited text: `;`, `,`, tab or `|`; UTF-8 or Windows-1252;
        plain, `.gz`, or `.zip` (the largest `.csv` or `.txt` inside is read).

    Returns
    -------
    DataFrame
        Index: position of the row in the file, from 0. Text columns, empty where the cell is;
        Parquet keeps its own types.

    Raises
    ------
    SourceError
        If the file is absent, is no table, has an uneven row or names a column twice.
    """
    if not source.path.is_file():
        raise SourceError(f"{source.path} is not there: check the path of this source and --sources.")
    frame = _read_parquet(source) if source.path.suffix == ".parquet" else _read_delimited(source)
    frame.columns = pd.Index([str(name).strip() for name in frame.columns], dtype="str")
    frame = frame.loc[:, frame.columns != ""]
    twice = frame.columns[frame.columns.duplicated()]
    if len(twice):
        raise SourceError(f"{source.path.name} names column {twice[0]!r} twice: rename one of them.")
    if frame.empty:
        raise SourceError(f"{source.path.name} holds no row: check that the download is complete.")
    return frame


def _read_parquet(source: Source) -> pd.DataFrame:
    try:
        return pd.read_parquet(source.path).reset_index(drop=True)
    except (pa.ArrowInvalid, OSError) as error:
        raise SourceError(f"{source.path.name} cannot be read as Parquet: download it again.") from error


def _read_delimited(source: Source) -> pd.DataFrame:
    content = _content(source)
    if b"\0" in content[:4096]:
        raise SourceError(f"{source.path.name} is not a text table: save it as CSV (UTF-8) or Parquet.")
    encoding = _encoding(content)
    delimiter = _delimiter(source, content, encoding)
    uneven: list[pacsv.InvalidRow] = []

    def keep_uneven(row: pacsv.InvalidRow) -> str:
        uneven.append(row)
        return "error"

    try:
        names = pacsv.open_csv(
            io.BytesIO(content),
            read_options=pacsv.ReadOptions(encoding=encoding),
            parse_options=pacsv.ParseOptions(delimiter=delimiter, invalid_row_handler=lambda _: "skip"),
        ).schema.names
        table = pacsv.read_csv(
            io.BytesIO(content),
            # One thread: only then does an uneven row know its number.
            read_options=pacsv.ReadOptions(encoding=encoding, use_threads=False),
            parse_options=pacsv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, invalid_row_handler=keep_uneven
            ),
            convert_options=pacsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        raise SourceError(_uneven_message(source, uneven)) from error
    frame: pd.DataFrame = table.to_pandas(types_mapper={pa.string(): TEXT_TYPE}.get)
    blank = (frame == "").all(axis=1)
    return frame.loc[~blank]


def _uneven_message(source: Source, uneven: list[pacsv.InvalidRow]) -> str:
    if not uneven:
        return f"{source.path.name} cannot be read as delimited text: save it as CSV (UTF-8) or Parquet."
    row = uneven[0]
    where = f"row {row.number} (the header is row 1)" if row.number is not None else "a row"
    return (
        f"{source.path.name}: {where} has {row.actual_columns} columns, the header {row.expected_columns}: "
        "mend that row or its quotes."
    )


def _content(source: Source) -> bytes:
    """Read the bytes of the table, unpacked."""
    name = source.path.name
    try:
        if source.path.suffix == ".gz":
            with gzip.open(source.path) as packed:
                content = packed.read(MAX_BYTES + 1)
        elif source.path.suffix == ".zip":
            content = _largest_member(source)
        else:
            content = source.path.read_bytes()
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise SourceError(f"{name} cannot be unpacked or read: download it again.") from error
    if len(content) > MAX_BYTES:
        raise SourceError(f"{name} unpacks to more than {MAX_BYTES // 2**30} GiB: it is not the table it should be.")
    return content


def _largest_member(source: Source) -> bytes:
    """Unpack the largest text table of an archive; INSEE puts a small one of labels beside it."""
    with zipfile.ZipFile(source.path) as archive:
        members = [m for m in archive.infolist() if m.filename.lower().endswith((".csv", ".txt"))]
        if not members:
            raise SourceError(f"{source.path.name} holds no .csv or .txt file: unpack it and name the file inside.")
        with archive.open(max(members, key=lambda m: m.file_size)) as packed:
            return packed.read(MAX_BYTES + 1)


def _encoding(content: bytes) -> str:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(source: Source, content: bytes, encoding: str) -> str:
    """Take the delimiter that cuts the header into the most columns."""
    header = content.lstrip().split(b"\n", 1)[0].decode(encoding, errors="replace").strip("\r\ufeff")
    widths = {delimiter: len(next(csv.reader([header], delimiter=delimiter), [])) for delimiter in DELIMITERS}
    best = max(widths, key=widths.__getitem__)
    if widths[best] < 2:  # noqa: PLR2004  a code and one value are the least that a table of zones can be
        raise SourceError(
            f"{source.path.name} is not a table of columns separated by ; , tab or |: "
            "check that it is the right file, or save it as CSV (UTF-8)."
        )
    return best
