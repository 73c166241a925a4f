"""Address files: opened once to learn what they are, then read in batches of text.

The content decides what a file is; a suffix that says otherwise is noted.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pyarrow as pa

from geoprofile.errors import AddressFileError
from geoprofile.files.contents import FileKind, recognise
from geoprofile.files.delimited import NO_DELIMITER, find_delimiter, open_bytes, open_lines, records, survey
from geoprofile.files.encoding import TextEncoding, detect_encoding
from geoprofile.files.names import header_names
from geoprofile.files.parquet import open_parquet, parquet_tables
from geoprofile.files.spreadsheets import guard_workbook, open_sheet, sheet_records, titles_above

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

__all__ = ["AddressFile", "open_address_file"]

QUOTES_NAMED = 5
# Rows read at a time where all are wanted.
WHOLE_ROWS = 100_000


@dataclass(frozen=True)
class AddressFile:
    """An address file as it was found.

    Attributes
    ----------
    path : Path
    format : {"csv", "xlsx", "parquet"}
    columns : tuple of str
        Unique names.
    row_count : int
        Rows below the header. Blank lines of a CSV are none; rows of empty cells are.
    encoding : str
        Of a CSV, empty otherwise.
    delimiter : str
        Of a CSV, empty otherwise and where there is one column.
    bom : bool
        Whether a CSV starts with a byte order mark.
    notes : tuple of str
        Sentences for the user: what was renamed, guessed or mended.
    sheet : str
        Of an XLSX, empty otherwise.
    compressed : bool
        Whether a CSV lies within a gzip.
    text : TextEncoding or None
        How a CSV is decoded.
    """

    path: Path
    format: Literal["csv", "xlsx", "parquet"]
    columns: tuple[str, ...]
    row_count: int
    encoding: str = ""
    delimiter: str = ""
    bom: bool = False
    notes: tuple[str, ...] = ()
    sheet: str = ""
    compressed: bool = False
    text: TextEncoding | None = None

    def batches(self, rows: int, *, start: int = 0) -> Iterator[pd.DataFrame]:
        """Read the rows in order, some at a time.

        Parameters
        ----------
        rows : int
            Rows of a batch; the last may be shorter.
        start : int
            Rows to leave out at the top.

        Yields
        ------
        DataFrame
            `columns`, all text; an empty cell is "". The index counts from 0 in each batch.

        Raises
        ------
        AddressFileError
            If the file no longer holds the rows that it held when it was opened.
        """
        if rows < 1 or start < 0:
            raise ValueError(f"A batch needs at least one row and a start of at least 0, not {rows} and {start}.")
        count = start
        for table in _whole_batches(self._tables(rows, start), rows):
            count += table.num_rows
            yield table.to_pandas()
        if count != max(self.row_count, start):
            raise AddressFileError(
                f"{self.path.name} held {self.row_count:,} rows when it was opened and {count:,} now: "
                f"leave it alone while it is read, then start again."
            )

    def rows(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Read the whole file, or some of its columns.

        Returns
        -------
        DataFrame of `row_count` rows
            As `batches` gives them; memory holds the columns asked for, and one batch of all.
        """
        import pandas as pd  # noqa: PLC0415  what reads batches has it already

        wanted = list(self.columns if columns is None else columns)
        parts = [batch[wanted] for batch in self.batches(WHOLE_ROWS)]
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=wanted, dtype="str")

    def _tables(self, rows: int, start: int) -> Iterator[pa.Table]:
        if self.format == "parquet":
            yield from parquet_tables(self.path, self.columns, rows, start)
        elif self.format == "xlsx":
            yield from self._text_tables(sheet_records(open_sheet(self.path, self.sheet)[0]), rows, start)
        elif self.text is not None:
            with open_lines(self.path, self.text, compressed=self.compressed) as lines:
                found = records(lines, self.delimiter or NO_DELIMITER, [], name=self.path.name)
                yield from self._text_tables(found, rows, start)

    def _text_tables(self, found: Iterator[list[str]], rows: int, start: int) -> Iterator[pa.Table]:
        """Cut records into tables, short ones padded with empty cells."""
        width = len(self.columns)
        body = islice(found, 1 + start, None)
        while batch := list(islice(body, rows)):
            if any(len(record) != width for record in batch):
                batch = [record[:width] + [""] * (width - len(record)) for record in batch]
            arrays = [pa.array(cells, pa.string()) for cells in zip(*batch, strict=True)]
            yield pa.table(arrays, names=list(self.columns))


def open_address_file(
    path: Path | str, *, encoding: str | None = None, delimiter: str | None = None, sheet: str | None = None
) -> AddressFile:
    """Find out what an address file is, reading it once.

    Parameters
    ----------
    path : Path or str
        A CSV (plain or gzip), XLSX or Parquet file.
    encoding, delimiter : str, optional
        Of a CSV, where the guess is wrong.
    sheet : str, optional
        Of an XLSX; the first one otherwise.

    Returns
    -------
    AddressFile

    Raises
    ------
    AddressFileError
        If it cannot be read; the sentence says why and what to do.
    """
    path = Path(path)
    kind = recognise(path)
    suffix_notes = _suffix_notes(path, kind)
    if sheet is not None and kind != "xlsx":
        raise AddressFileError(f"{path.name} is no workbook and has no sheet {sheet!r}: leave the sheet out.")
    if kind == "parquet":
        return _open_parquet(path, suffix_notes)
    if kind == "xlsx":
        return _open_workbook(path, sheet, suffix_notes)
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise AddressFileError(f"A delimiter is one character such as ; or , not {delimiter!r}.")
    return _open_csv(path, encoding, delimiter, compressed=kind == "csv.gz", notes=suffix_notes)


def _open_csv(
    path: Path, encoding: str | None, delimiter: str | None, *, compressed: bool, notes: tuple[str, ...]
) -> AddressFile:
    with open_bytes(path, compressed=compressed) as stream:
        text = detect_encoding(stream, name=path.name, encoding=encoding)
    cut = delimiter or find_delimiter(path, text, compressed=compressed)
    found = survey(path, text, cut, compressed=compressed)
    columns, header_notes = header_names(found.header, found.width)
    row_notes = []
    if text.has_nul and not text.codec.startswith(("utf-16", "utf-32")):
        row_notes.append("The file holds NUL characters: they are left out.")
    if found.short_count:
        row_notes.append(f"Rows with fewer cells than the header: {found.short_count:,}; the missing cells are empty.")
    if found.unclosed:
        listed = ", ".join(f"{row:,}" for row in found.unclosed[:QUOTES_NAMED])
        more = "..." if len(found.unclosed) > QUOTES_NAMED else ""
        row_notes.append(f"A quote is opened and never closed in row {listed}{more}: it is read as a plain character.")
    return AddressFile(
        path=path,
        format="csv",
        columns=columns,
        row_count=found.row_count,
        encoding=text.name,
        delimiter="" if cut == NO_DELIMITER else cut,
        bom=text.bom,
        notes=(*notes, *text.notes, *header_notes, *row_notes),
        compressed=compressed,
        text=text,
    )


def _open_workbook(path: Path, sheet: str | None, notes: tuple[str, ...]) -> AddressFile:
    guard_workbook(path)
    opened, chosen = open_sheet(path, sheet)
    found = sheet_records(opened)
    header = next(found, None)
    if header is None:
        raise AddressFileError(f"The sheet {chosen!r} of {path.name} is empty: choose another with its name.")
    row_count, width = 0, len(header)
    for row_count, record in enumerate(found, start=1):  # noqa: B007  the last number is the count
        width = max(width, len(record))
    columns, header_notes = header_names(header, width)
    above = titles_above(opened)
    titles = (f"Rows above the names of the columns (a title): {above}; they are left out.",) if above else ()
    return AddressFile(path, "xlsx", columns, row_count, notes=(*notes, *titles, *header_notes), sheet=chosen)


def _open_parquet(path: Path, notes: tuple[str, ...]) -> AddressFile:
    with open_parquet(path) as file:
        names, row_count = list(file.schema_arrow.names), file.metadata.num_rows
    if not names:
        raise AddressFileError(f"{path.name} is empty: it holds no column.")
    columns, header_notes = header_names(names, len(names))
    return AddressFile(path, "parquet", columns, row_count, notes=(*notes, *header_notes))


def _suffix_notes(path: Path, kind: FileKind) -> tuple[str, ...]:
    suffix = path.suffix.lower()
    if kind == "csv.gz" and suffix == ".gz":
        return ()
    expected = {
        "csv": {".csv", ".txt", ".tsv", ".tab", ""},
        "xlsx": {".xlsx", ".xlsm"},
        "parquet": {".parquet", ".pq"},
    }
    if suffix in expected.get(kind, set()):
        return ()
    named = {
        "csv": "delimited text",
        "csv.gz": "gzipped text",
        "xlsx": "an XLSX workbook",
        "parquet": "Parquet",
    }
    return (f"The name ends in {suffix or 'nothing'!r} but the content is {named[kind]}: it is read as such.",)


def _whole_batches(tables: Iterator[pa.Table], rows: int) -> Iterator[pa.Table]:
    """Join and cut tables so that each but the last has exactly `rows` rows."""
    held: pa.Table | None = None
    for table in tables:
        held = table if held is None else pa.concat_tables([held, table])
        while held.num_rows >= rows:
            yield held.slice(0, rows)
            held = held.slice(rows)
    if held is not None and held.num_rows:
        yield held
