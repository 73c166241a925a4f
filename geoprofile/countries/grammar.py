"""The words of addresses: one normaliser for address bases and queries.

`fold` brings any text to upper-case ASCII words; `StreetGrammar.key` brings a street name to the form
that is joined on. Both are idempotent, and both are used when an index is built and when it is asked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["StreetGrammar", "StreetKey", "fold", "whole_name"]

# STEP constants of fold: what separates the parts of an address, and what only separates words.
SEPARATORS = b',;|()[]{}\t\r\x0b\x0c"'
DIGITS_AND_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
TRANSLATION = bytes(
    code
    if bytes([code]) in [bytes([kept]) for kept in DIGITS_AND_LETTERS + b"\n"]
    else ord(",")
    if code in SEPARATORS
    else ord("-")
    if code in b"-/"
    else ord(" ")
    for code in range(256)
)
LIGATURES = (
    ("Œ", "OE"),
    ("Æ", "AE"),
    ("Ø", "O"),
    ("Ł", "L"),
    ("\u2019", "'"),
    ("\u2013", "-"),
    ("\u2014", "-"),
    ("N°", " "),
)
# The first bytes of two- and three-byte UTF-8, as cp1252 shows them.
MOJIBAKE = re.compile("[\u00c2-\u00f4]")
# Each begins with the character that it looks for: a pattern that opens otherwise is tried at every letter.
LOST_LETTER = re.compile(r"[?\ufffd](?<=[^\W\d_].)(?=[^\W\d_])")
COMBINING = re.compile(r"[\u0300-\u036f]")
FOREIGN = re.compile(r"[^\x00-\x7f]")
SLASH_AS_COMMA = re.compile(r"/(?:(?<=[^\W\d_]{2}/)|(?<=[^\W\d_]{2} /))(?= ?[^\W\d_]{2})")
DECIMAL_ZERO = re.compile(r"\.(?<=[0-9]\.)0+(?![0-9])")
DASH_BEFORE_POSTCODE = re.compile(r"-(?= *[0-9]{5}(?![0-9]))")
SPACED_DASH = re.compile(r"-(?<= -)(?= +[0-9])")
LONE_NUMBER = re.compile(r" *[0-9]{1,5}[A-Z]? +")
LAST_NUMBER = re.compile(r" +[0-9]{1,4}(?:$|,)", re.MULTILINE)
RANGE_SPACES = re.compile(r"\x1f +")
DASH_AS_COMMA = re.compile(r" -+ |^- ?| -$", re.MULTILINE)
DASH_AS_SPACE = re.compile(r"-(?:(?<![0-9]-)|(?![0-9]))")
RANGE_MARK = "\x1f"
COMMAS = re.compile(r",[ ,]*")
SPACES = re.compile(r" {2,}")

ELIDED = tuple("AEIOUYH")
ORDINAL = re.compile(r"([0-9]+)(?:E|EME|ER|ERE|ND|NDE|IEME|STE|DE)")
ROMAN = {
    "II": "2", "III": "3", "IV": "4", "VI": "6", "VII": "7", "VIII": "8", "IX": "9", "XI": "11", "XII": "12",
    "XIII": "13", "XIV": "14", "XV": "15", "XVI": "16", "XVII": "17", "XVIII": "18", "XIX": "19", "XX": "20",
    "XXIII": "23",
}  # fmt: skip


def fold(texts: Sequence[str]) -> list[str]:
    """Bring texts to upper-case ASCII words, all at once.

    Accents go, punctuation becomes a space, what separates parts of an address (comma, semicolon,
    bracket, dash between spaces, slash between words) becomes ``,`` and a dash or slash between digits
    becomes ``-``. UTF-8 that was read as cp1252 is mended; a letter that was lost as ``?`` is dropped.

    Parameters
    ----------
    texts : sequence of str, length n

    Returns
    -------
    list of str, length n
        Idempotent: folding it again changes nothing.
    """
    if not texts:
        return []
    text = "\n".join(texts)
    if text.count("\n") != len(texts) - 1:
        text = "\n".join(one.replace("\n", ",") for one in texts)
    if MOJIBAKE.search(text):
        text = "\n".join(_mend_mojibake(one) for one in text.split("\n"))
    if "?" in text or "\ufffd" in text:
        text = LOST_LETTER.sub("", text)
    if "/" in text:
        text = SLASH_AS_COMMA.sub(",", text)
    if ".0" in text:
        text = DECIMAL_ZERO.sub("", text)
    return _separated(_ascii(text.upper()).encode("ascii").translate(TRANSLATION).decode("ascii")).split("\n")


def _separated(text: str) -> str:
    """Bring commas, dashes and spaces to one form each."""
    if "  " in text:
        text = SPACES.sub(" ", text)
    if "-" in text:
        text = _tight_ranges(DASH_BEFORE_POSTCODE.sub(",", text))
        text = DASH_AS_SPACE.sub(" ", DASH_AS_COMMA.sub(",", text))
    if "  " in text:
        text = SPACES.sub(" ", text)
    if "," in text:
        text = COMMAS.sub(",", text).replace(" ,", ",")
    return "\n".join([one.strip(" ,") for one in text.split("\n")])


def _tight_ranges(text: str) -> str:
    """Take the spaces from around the dash of a range: a number that opens a part, or two that end one."""
    text = SPACED_DASH.sub(_range_or_not, text)
    if RANGE_MARK not in text:
        return text
    text = RANGE_SPACES.sub(RANGE_MARK, text)
    while f" {RANGE_MARK}" in text:
        text = text.replace(f" {RANGE_MARK}", RANGE_MARK)
    return text.replace(RANGE_MARK, "-")


def _range_or_not(dash: re.Match[str]) -> str:
    text, place = dash.string, dash.start()
    line = text.rfind("\n", 0, place) + 1
    before = text[max(line, text.rfind(",", line, place) + 1) : place]
    ends = before.rstrip(" ")[-1:].isdigit() and LAST_NUMBER.match(text, dash.end())
    return RANGE_MARK if ends or LONE_NUMBER.fullmatch(before) else "-"


def _ascii(text: str) -> str:
    """Replace the letters of upper-case text by those without accents, anything foreign by a space."""
    if text.isascii():
        return text
    for ligature, letters in LIGATURES:
        text = text.replace(ligature, letters)
    try:  # most text is Latin-1, which one table of bytes brings to ASCII
        plain = text.encode("latin-1").translate(_latin_1())
        return plain.decode("ascii")
    except UnicodeError:
        return FOREIGN.sub(" ", COMBINING.sub("", unicodedata.normalize("NFKD", text))).upper()


@lru_cache(maxsize=1)
def _latin_1() -> bytes:
    """Give each Latin-1 character its ASCII letter; those that have several keep their place outside ASCII."""
    table = bytearray(range(256))
    for code in range(128, 256):
        plain = COMBINING.sub("", unicodedata.normalize("NFKD", chr(code))).upper()
        if len(plain) == 1:
            table[code] = ord(plain) if plain.isascii() else ord(" ")
    return bytes(table)


def _mend_mojibake(text: str) -> str:
    """Undo UTF-8 read as cp1252 (`AllÃ©e`), as often as it happened, where the whole text can be undone."""
    while MOJIBAKE.search(text):
        mended = _undo_misreading(text)
        if mended is None:
            break
        text = mended
    return text


def _undo_misreading(text: str) -> str | None:
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return None


@dataclass(frozen=True, slots=True)
class StreetKey:
    """A street name as it is joined on.

    Attributes
    ----------
    key : str
        Canonical type and name, without articles: ``RUE 4 SEPTEMBRE``.
    bare : str
        The same without the type: ``4 SEPTEMBRE``.
    type : str
        ``RUE``, or empty.
    """

    key: str
    bare: str
    type: str


@dataclass(frozen=True, eq=False)
class StreetGrammar:
    """The words that a country writes its streets with.

    Attributes
    ----------
    types : mapping
        Every spelling of a street type (one to three words, folded) to its canonical word.
    words : mapping
        Spelling of a title or frequent word to its canonical form (`ST` to `SAINT`).
    phrases : mapping
        The same for short forms of two words, or for two words in a row (`N DAME` to `NOTRE DAME`).
    articles, elisions : frozenset
        Words that a street is matched without: always, and in front of a vowel or an H.
    numbers : mapping
        Numbers in words to figures.
    landmarks : frozenset
        Canonical types that stand for a thing of their own: a bridge is no boulevard of its name.
    prefixes : tuple of str
        Words in front of a name that say nothing of it (`LIEU DIT`).
    endings : mapping
        Types that stand behind a name, mostly glued to it, longest first, to their canonical word with a dash in
        front (`KERKSTR` is a `-STRAAT` named `KERK`).
    """

    types: Mapping[str, str]
    words: Mapping[str, str]
    phrases: Mapping[str, str]
    articles: frozenset[str]
    numbers: Mapping[str, str]
    elisions: frozenset[str] = frozenset()
    landmarks: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    endings: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def opening_phrases(self) -> frozenset[str]:
        """Give the words that a phrase begins with."""
        return frozenset(phrase.split()[0] for phrase in self.phrases)

    @cached_property
    def opening_prefixes(self) -> frozenset[str]:
        """Give the words that a prefix begins with."""
        return frozenset(prefix.split()[0] for prefix in self.prefixes)

    @cached_property
    def longest_types(self) -> dict[str, int]:
        """Give the first words of street types, with the most words that a type beginning so has."""
        longest: dict[str, int] = {}
        for spelling in self.types:
            words = spelling.split()
            longest[words[0]] = max(len(words), longest.get(words[0], 0))
        return longest

    def key(self, name: str) -> StreetKey:
        """Normalise one folded street name.

        Idempotent: the key of a key is that key.
        """
        tokens = self._without_articles(self._without_prefix(name.replace(",", " ").replace("-", " ").split()))
        while tokens and tokens[0] in self.opening_prefixes:
            fewer = self._without_articles(self._without_prefix(tokens))
            if fewer == tokens:
                break
            tokens = fewer
        kind, rest = self._split_type(tokens)
        bare = self._canonical(rest)
        if not bare or (kind.startswith("-") and (bare[0] in self.longest_types or bare[-1] in self.elisions)):
            bare, kind = self._canonical(tokens) or list(tokens), ""
        text = " ".join(bare)
        return StreetKey(whole_name(text, kind), text, kind)

    def opens_with_type(self, text: str) -> bool:
        """Tell whether the first word of a folded text is a street type."""
        return text.split(" ", 1)[0] in self.types

    def _without_prefix(self, tokens: list[str]) -> list[str]:
        if tokens and tokens[0] in self.opening_prefixes:
            for prefix in self.prefixes:
                words = prefix.split()
                if tokens[: len(words)] == words and len(tokens) > len(words):
                    return tokens[len(words) :]
        return tokens

    def leading_number(self, words: Sequence[str]) -> tuple[int, int]:
        """Read a number written in words off the front (`VINGT TROIS RUE`).

        Returns
        -------
        number, length : int
            The number and how many words it takes; 0, 0 where no street type follows it.
        """
        length = 0
        while length < min(len(words), MOST_NUMBER_WORDS) and (words[length] in self.numbers or words[length] == "ET"):
            length += 1
        if not 0 < length < len(words) or words[length] not in self.types:
            return 0, 0
        told = _join_numbers([self.numbers[word] for word in words[:length] if word != "ET"])
        return (int(told[0]), length) if len(told) == 1 else (0, 0)

    def _split_type(self, tokens: list[str]) -> tuple[str, list[str]]:
        """Take the longest street type off the front, as long as a name stays."""
        if self.endings and tokens and tokens[0] not in self.longest_types:
            return self._split_ending(tokens)
        for length in range(self.longest_types.get(tokens[0], 0) if tokens else 0, 0, -1):
            if len(tokens) > length:
                kind = self.types.get(" ".join(tokens[:length]))
                if kind is not None:
                    return self._whole_type(kind, tokens[length:])
        return "", tokens

    def _split_ending(self, tokens: list[str]) -> tuple[str, list[str]]:
        """Take the street type off the end, as long as a name stays."""
        last = tokens[-1]
        for ending, kind in self.endings.items():
            if last == ending and len(tokens) > 1:
                return kind, tokens[:-1]
            if last.endswith(ending) and len(last) > len(ending) + 2:
                stem = [*tokens[:-1], last[: -len(ending)]]
                return ("", tokens) if stem[0] in self.longest_types else (kind, stem)
        return "", tokens

    def _whole_type(self, kind: str, rest: list[str]) -> tuple[str, list[str]]:
        """Go on where a written-out type and the next word are a type together (`CR RURAL`)."""
        while len(rest) > 1 and f"{kind} {rest[0]}" in self.types:
            kind, rest = self.types[f"{kind} {rest[0]}"], rest[1:]
        return kind, rest

    def _canonical(self, tokens: Iterable[str]) -> list[str]:
        """Replace titles, numbers and abbreviations by one form each."""
        words = [_word(self, token) for token in tokens]
        if any(word in PARTS_OF_NUMBERS for word in words):
            words = _join_numbers(words)
        if self.opening_phrases.isdisjoint(words):
            return words
        out: list[str] = []
        for word in words:
            pair = self.phrases.get(f"{out[-1]} {word}") if out else None
            if pair is None:
                out += self.phrases.get(word, word).split()
            else:
                out[-1:] = pair.split()
        return out

    def _without_articles(self, tokens: list[str]) -> list[str]:
        """Drop the articles, from the end on: an elided one goes where a vowel or an H follows it."""
        if self.articles.isdisjoint(tokens) and self.elisions.isdisjoint(tokens):
            return tokens
        kept: list[str] = []
        for token in reversed(tokens):
            elided = token in self.elisions and kept and kept[-1].startswith(ELIDED)
            if not (token in self.articles or elided):
                kept.append(token)
        return kept[::-1] or tokens


@lru_cache(maxsize=2**18)
def _word(grammar: StreetGrammar, token: str) -> str:
    """Give a word its one form."""
    known = grammar.words.get(token) or grammar.numbers.get(token) or ROMAN.get(token)
    if known is not None:
        return known
    if token[0].isdigit():
        ordinal = ORDINAL.fullmatch(token)
        digits = ordinal.group(1) if ordinal else token
        return digits.lstrip("0") or "0" if digits.isdigit() else digits
    return token


# "soixante et dix sept": the most words of a number below a hundred that is read.
MOST_NUMBER_WORDS = 4
# Words that `_join_numbers` adds something to.
TENS = frozenset(str(tens) for tens in range(20, 100, 10))
# Those of the tens that count on to nineteen, and what they count on by.
SCORES = frozenset({"60", "80"})
TEENS = frozenset(str(number) for number in range(10, 17))
PARTS_OF_NUMBERS = TENS | {"10"}


def whole_name(bare: str, kind: str) -> str:
    """Put a type to its name: in front, or behind where it begins with a dash (`-STRAAT`)."""
    if kind.startswith("-"):
        return f"{bare} {kind[1:]}"
    return f"{kind} {bare}" if kind else bare


def _join_numbers(words: list[str]) -> list[str]:
    """Add up numbers written in several words (`20 2` is 22, `60 10 8` is 78, `4 20` is 80)."""
    out: list[str] = []
    for word in words:
        tens = out[-1] if out else ""
        if (tens in TENS and len(word) == 1 and word.isdigit() and word != "0") or (tens in SCORES and word in TEENS):
            out[-1] = str(int(tens) + int(word))
        elif tens == "4" and word == "20":
            out[-1] = "80"
        elif tens == "10" and word in {"7", "8", "9"}:
            out[-1] = str(10 + int(word))
        else:
            out.append(word)
    return out
