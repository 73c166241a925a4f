"""In which encoding a text file is written: its mark, else UTF-8 if it is, else the one that reads as French.

Single-byte encodings leave no trace of which they are. The three that French and Belgian address files use
(Windows, old Macintosh, DOS) place accented letters elsewhere, so the right one is the one under which the
words that hold such bytes look like words: common accents, in the case of the letters around them.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from geoprofile.errors import AddressFileError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["SCAN_BYTES", "STRAY_BYTES", "TextEncoding", "detect_encoding"]

SCAN_BYTES = 1 << 20
# Longer lines are no table; the limit keeps a file without any line end from filling the memory.
LINE_LIMIT_BYTES = 64 << 20
# Name of the decoding error handler that reads a byte that is wrong in UTF-8 as Windows would.
STRAY_BYTES = "geoprofile.stray"

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SINGLE_BYTE = ("cp1252", "mac_roman", "cp850")
WORDS_SCORED = 20_000
# A word around non-ASCII bytes; the bounds keep the search linear in long lines.
ACCENTED_WORD = re.compile(rb"[A-Za-z']{0,20}[\x80-\xff]+[A-Za-z'\x80-\xff]{0,20}")
CONTROL_BYTES = bytes(set(range(1, 32)) - {9, 10, 11, 12, 13, 26, 27})
# A name typed on a terminal may hold a few; no binary file holds so few.
STRAY_CONTROLS = 8
CONTROL_SHARE = 0.01
NUL_SHARE = 0.3
# UTF-8 with a few strays: at least this many good words for a bad one.
GOOD_PER_BAD = 5

# How common a letter is, from the frequencies of French; the signs are those that word processors put in.
COMMON = {"é": 10} | {"è": 6} | dict.fromkeys("êàçô", 4)
COMMON |= dict.fromkeys("îâë", 3) | dict.fromkeys("ûïùœöüä", 2) | dict.fromkeys("ßæáíóúñò", 1) | {"ÿ": 0}
SIGNS = dict.fromkeys("’°", 3) | {"€": 2} | dict.fromkeys("«»\u00a0–‘“”…º²", 1)  # noqa: RUF001  signs as found
UNLIKELY = -6
CASE_CLASH = -8


@dataclass(frozen=True)
class TextEncoding:
    """How the bytes of a text file become text.

    Attributes
    ----------
    name : str
        As a user would say it (``"utf-8"``, ``"cp1252"``).
    codec : str
        As Python decodes it (``"utf-8-sig"`` where the file bears a mark).
    bom : bool
        Whether the file starts with a byte order mark.
    has_nul : bool
        Whether NUL characters are to be dropped.
    notes : tuple of str
        What the user should know.
    """

    name: str
    codec: str
    bom: bool = False
    has_nul: bool = False
    notes: tuple[str, ...] = ()


@dataclass
class _Scan:
    """What one pass over the bytes found."""

    valid: bool = True
    has_nul: bool = False
    words: list[bytes] = field(default_factory=list)


def detect_encoding(stream: BinaryIO, *, name: str, encoding: str | None = None) -> TextEncoding:
    """Find the encoding of a text file, reading it once from start to end.

    Parameters
    ----------
    stream : binary file
        At its start.
    name : str
        The file's name, for messages.
    encoding : str, optional
        The user's word, which decides.

    Returns
    -------
    TextEncoding

    Raises
    ------
    AddressFileError
        If the file is not text, or `encoding` is no encoding.
    """
    head = stream.read(SCAN_BYTES)
    mark, codec = next(((mark, codec) for mark, codec in MARKS if head.startswith(mark)), (b"", ""))
    if encoding is not None:
        codec = _marked(_known_codec(encoding), mark)
        scan = _scan(stream, head, codec, name)
        notes = () if scan.valid else (f"Some bytes are not {encoding}: they were replaced.",)
        return TextEncoding(codecs.lookup(encoding).name, codec, bool(mark), scan.has_nul, notes)
    if not mark:
        codec = _utf16_without_mark(head) or "utf-8"
        _refuse_binary(head, codec, name)
    scan = _scan(stream, head, codec, name)
    if scan.valid or codec not in {"utf-8", "utf-8-sig"}:
        notes = () if scan.valid else (f"Some characters are not valid {codec}: they were replaced.",)
        return TextEncoding(codec.removesuffix("-sig"), codec, bool(mark), scan.has_nul, notes)
    return _single_byte_or_stray(scan, codec, bom=bool(mark))


def _single_byte_or_stray(scan: _Scan, codec: str, *, bom: bool) -> TextEncoding:
    """Choose between UTF-8 with stray bytes and a single-byte encoding."""
    good = sum(_decodes(word, "utf-8") for word in scan.words)
    if bom or good > GOOD_PER_BAD * (len(scan.words) - good):
        note = "The file is UTF-8, but for some bytes: those were read as Windows (cp1252) writes them."
        return TextEncoding("utf-8", codec, bom, scan.has_nul, (note,))
    best = max(SINGLE_BYTE, key=lambda candidate: _score(scan.words, candidate))
    note = f"The file is not UTF-8: it is read as {best}; if accents look wrong, give its encoding."
    return TextEncoding(best, best, bom=False, has_nul=scan.has_nul, notes=(note,))


def _scan(stream: BinaryIO, head: bytes, codec: str, name: str) -> _Scan:
    """Read to the end: is it valid, does it hold NULs, which words hold non-ASCII bytes."""
    decoder = codecs.getincrementaldecoder(codec)("strict")
    found = _Scan()
    unbroken = 0
    for chunk in _chunks(stream, head):
        unbroken = 0 if b"\n" in chunk or b"\r" in chunk else unbroken + len(chunk)
        if unbroken > LINE_LIMIT_BYTES:
            raise AddressFileError(f"{name} holds a line of over {LINE_LIMIT_BYTES >> 20} MB: it is no address table.")
        if found.valid:
            found.valid = _feed(decoder, chunk)
        if codec.startswith(("utf-16", "utf-32")):
            found.has_nul = True  # cheap to drop, dear to look for
        else:
            found.has_nul = found.has_nul or b"\0" in chunk
            if len(found.words) < WORDS_SCORED and not chunk.isascii():
                found.words += ACCENTED_WORD.findall(chunk)[:WORDS_SCORED]
    found.valid = found.valid and _feed(decoder, b"", final=True)
    return found


def _chunks(stream: BinaryIO, head: bytes) -> Iterable[bytes]:
    while head:
        yield head
        head = stream.read(SCAN_BYTES)


def _feed(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeError:
        return False
    return True


def _decodes(word: bytes, codec: str) -> bool:
    try:
        word.decode(codec)
    except UnicodeError:
        return False
    return True


def _known_codec(encoding: str) -> str:
    """Give the codec of a name, or say that there is none."""
    try:
        b"a".decode(encoding)
        codecs.getincrementaldecoder(encoding)
    except (LookupError, UnicodeError) as error:
        raise AddressFileError(
            f"There is no text encoding named {encoding!r}: use utf-8, cp1252, mac_roman or cp850."
        ) from error
    return codecs.lookup(encoding).name


def _marked(codec: str, mark: bytes) -> str:
    """Let UTF-8 drop its mark, whoever named the encoding."""
    return "utf-8-sig" if codec == "utf-8" and mark == codecs.BOM_UTF8 else codec


def _utf16_without_mark(head: bytes) -> str:
    """Recognise UTF-16 by its NULs: every second byte of plain letters is one."""
    sample = head[: 1 << 12]
    half = max(len(sample) // 2, 1)
    even, odd = sample[::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.6 and even < 0.1:  # noqa: PLR2004  Latin letters have a NUL in one half only
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 and odd < 0.1 else ""  # noqa: PLR2004


def _refuse_binary(head: bytes, codec: str, name: str) -> None:
    if codec.startswith("utf-16") or not head:
        return
    controls = len(head) - len(head.translate(None, CONTROL_BYTES))
    if controls > CONTROL_SHARE * len(head) + STRAY_CONTROLS or head.count(0) > NUL_SHARE * len(head) + 1:
        raise AddressFileError(f"{name} is not a text file: give a CSV, XLSX or Parquet file.")


def _score(words: list[bytes], codec: str) -> int:
    """Say how French the words look under a codec."""
    return sum(_score_word(word.decode(codec, "replace")) for word in words)


def _score_word(word: str) -> int:
    score = 0
    for position, letter in enumerate(word):
        if letter.isascii():
            continue
        lower = letter.lower()
        before = word[position - 1] if position else ""
        after = word[position + 1 : position + 2]
        if lower in COMMON:
            score += COMMON[lower] + (CASE_CLASH if _case_clash(letter, before, after) else 0)
        else:
            score += SIGNS.get(letter, UNLIKELY)
    return score


def _case_clash(letter: str, before: str, after: str) -> bool:
    """Tell a capital within a small word, or a small letter before a capital."""
    if letter.isupper():
        return before.islower()
    return after.isupper()


def _read_stray(error: UnicodeError) -> tuple[str, int]:
    """Decode bytes that are wrong in their encoding as Windows would, or as the replacement character."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    wide = error.encoding.startswith(("utf-16", "utf-32", "utf16", "utf32"))
    return "\ufffd" if wide else stray.decode("cp1252", "replace"), error.end


codecs.register_error(STRAY_BYTES, _read_stray)
