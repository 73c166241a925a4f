"""What a file is, by its first bytes."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from typing import TYPE_CHECKING, Literal, TypeAlias

from geoprofile.errors import AddressFileError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FileKind", "recognise"]

FileKind: TypeAlias = Literal["csv", "csv.gz", "xlsx", "parquet"]

HEAD_BYTES = 4096
GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
PARQUET = b"PAR1"

# First bytes of what is no address file, and what to say of it.
OTHERS: tuple[tuple[bytes, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0",
        "an old Excel file (.xls) or a workbook with a password: save it as XLSX without password",
    ),
    (b"%PDF", "a PDF: export the table it was made from as CSV or XLSX"),
    (b"\x89PNG", "an image: give the table as CSV or XLSX"),
    (b"\xff\xd8\xff", "an image: give the table as CSV or XLSX"),
    (b"GIF8", "an image: give the table as CSV or XLSX"),
    (b"SQLite format 3", "a database or GeoPackage: export its table as CSV"),
    (b"{\\rtf", "a text document (RTF): save the table as CSV or XLSX"),
    (b"BZh", "a compressed file: unpack it first"),
    (b"7z\xbc\xaf", "a compressed file: unpack it first"),
    (b"Rar!", "a compressed file: unpack it first"),
    (b"\xfd7zXZ", "a compressed file: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a compressed file: unpack it first"),
    (b"PK\x05\x06", "an empty zip archive: give the table as CSV, XLSX or Parquet"),
)
MARKUP = (b"<!doctype html", b"<html", b"<?xml", b"<table")
JSON_SUFFIXES = {".json", ".geojson", ".ndjson"}


def recognise(path: Path) -> FileKind:
    """Say which of the readable kinds a file is.

    Parameters
    ----------
    path : Path

    Returns
    -------
    {"csv", "csv.gz", "xlsx", "parquet"}
        Anything that no other kind's first bytes announce is taken for text.

    Raises
    ------
    AddressFileError
        If there is no such file, it is empty, or its first bytes say that it is something else.
    """
    head = _head(path)
    if not head:
        raise AddressFileError(f"{path.name} is empty: it holds neither header nor rows.")
    if head.startswith(PARQUET):
        return "parquet"
    if head.startswith(ZIP):
        return _kind_of_zip(path)
    if head.startswith(GZIP):
        return _kind_of_gzip(path)
    _refuse_others(head, path.name)
    if path.suffix.lower() in JSON_SUFFIXES and head.lstrip()[:1] in {b"{", b"["}:
        raise AddressFileError(f"{path.name} is JSON: export its table as CSV.")
    return "csv"


def _head(path: Path) -> bytes:
    if path.is_dir():
        raise AddressFileError(f"{path.name} is a folder: give an address file.")
    try:
        with path.open("rb") as stream:
            return stream.read(HEAD_BYTES)
    except FileNotFoundError as error:
        raise AddressFileError(f"There is no file {path}: check its name and folder.") from error
    except (OSError, ValueError) as error:
        raise AddressFileError(f"{path.name} cannot be opened ({error}): check the rights on it.") from error


def _kind_of_zip(path: Path) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise AddressFileError(f"{path.name} is a damaged workbook or zip archive: save it again.") from error
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise AddressFileError(f"{path.name} is a binary workbook (.xlsb): save it as XLSX or CSV.")
    if "content.xml" in names:
        raise AddressFileError(f"{path.name} is an OpenDocument file (.ods): save it as XLSX or CSV.")
    if "word/document.xml" in names:
        raise AddressFileError(f"{path.name} is a text document: save its table as CSV or XLSX.")
    raise AddressFileError(f"{path.name} is a zip archive: unpack it and give the file within.")


def _kind_of_gzip(path: Path) -> FileKind:
    try:
        with gzip.open(path, "rb") as stream:
            inner = stream.read(HEAD_BYTES)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise AddressFileError(f"{path.name} is a damaged gzip file: compress it again.") from error
    if not inner:
        raise AddressFileError(f"{path.name} is empty: it holds neither header nor rows.")
    if inner.startswith((ZIP, PARQUET, GZIP)):
        raise AddressFileError(f"{path.name} compresses a file that is no text: unpack it first.")
    _refuse_others(inner, path.name)
    return "csv.gz"


def _refuse_others(head: bytes, name: str) -> None:
    for start, sentence in OTHERS:
        if head.startswith(start):
            raise AddressFileError(f"{name} is {sentence}.")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(MARKUP):
        raise AddressFileError(f"{name} is a web page or XML, not a table: open it and save it as CSV or XLSX.")
