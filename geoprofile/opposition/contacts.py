"""E-mail addresses and telephone numbers in one form, however cells hold them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from geoprofile.opposition.texts import each, several, visible

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["GOOGLE_DOMAINS", "PHONE_REGIONS", "email_keys", "email_texts", "fold_gmail", "phone_keys"]

# Providers whose dots and +tags name the same mailbox, by Google's own word.
GOOGLE_DOMAINS = ("gmail.com", "googlemail.com")
PHONE_REGIONS = ("FR", "BE")

# What stands around an address in a cell is none of it: brackets, quotes, "mailto:", another address, a full stop.
FOUND_EMAIL = re.compile(r"[^\s@<>,;:|/()\[\]\"]+@[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+")
PARTED = re.compile(r"[,;|/]|\s(?:et|ou|and|or|en|of)\s")
BRACKETED = re.compile(r"<([^<>]*)>")
AROUND = " \t'\"`<>()[].,;:"

PARTED_PHONES = re.compile(r"[/;,|\n]|\s(?:et|ou|and|or|en|of|-)\s")
# From the first digit on, without the words behind the number.
PHONE = re.compile(r"[^\d+]*(\+?[^a-zA-Z+]*)")
AS_NUMBER = re.compile(r"\d+\.0+|\d(?:\.\d+)?[eE]\+?\d{1,2}")
SIGNS = re.compile(r"[\s./()\u2010-\u2015-]")
LEAST_DIGITS = 8
# The usual spellings, which need no table of the world's numbers: (of any region, of the region alone).
USUAL = {
    "FR": ("33", re.compile(r"(?:\+|00)33([1-9][0-9]{8})"), re.compile(r"0([1-9][0-9]{8})")),
    "BE": ("32", re.compile(r"(?:\+|00)32([1-9][0-9]{7,8})"), re.compile(r"0([1-9][0-9]{7,8})")),
}


def email_keys(texts: pd.Series[str]) -> tuple[pd.Series[str], ...]:
    """Find the e-mail addresses of each cell, by which a person is known again.

    They are written in small letters without what stands around them. Those of `GOOGLE_DOMAINS` come first as one
    mailbox (no dots, no ``+`` and what follows, ``gmail.com``), then as they are; with most other providers dots tell
    two people apart.

    Returns
    -------
    tuple of Series of n texts
        At least one: the first address of each cell, the second...; "" where there is none.
    """
    return several(texts, _emails)


def email_texts(texts: pd.Series[str]) -> pd.Series[str]:
    """Write the first e-mail address of each cell in small letters, dots and ``+`` kept; empty where a text is none."""

    def first(text: str) -> str:
        bracketed = BRACKETED.search(text)
        part = bracketed[1] if bracketed else next(filter(None, map(str.strip, PARTED.split(text))), "")
        part = _shown(part).strip(AROUND).removeprefix("mailto:")
        return part if FOUND_EMAIL.fullmatch(part) else ""

    return each(texts, first)


def fold_gmail(text: str) -> str:
    """Bring the spellings of a Gmail address to one; the domain stays."""
    name, _, domain = text.partition("@")
    if domain not in GOOGLE_DOMAINS:
        return text
    return f"{name.partition('+')[0].replace('.', '')}@{domain}"


def phone_keys(texts: pd.Series[str], *, region: str) -> tuple[pd.Series[str], ...]:
    """Find the telephone numbers of each cell in the form of E.164 (``+33612345678``).

    Parameters
    ----------
    texts : Series of n str
        Numbers that a spreadsheet made of them (``612345678.0``) are read too.
    region : str
        Country of numbers without a country code (`FR`, `BE`).

    Returns
    -------
    tuple of Series of n texts
        At least one: the first number of each cell, the second...; "" where there is none of a possible length, or
        only one digit over and over.
    """
    return several(texts, lambda text: _phones(text, region))


def _emails(text: str) -> list[str]:
    found = [one.strip("'`.").removeprefix("mailto:") for one in FOUND_EMAIL.findall(_shown(text))]
    forms = [form for one in found for form in (fold_gmail(one).replace("@googlemail.com", "@gmail.com"), one)]
    return list(dict.fromkeys(form for form in forms if FOUND_EMAIL.fullmatch(form)))


def _shown(text: str) -> str:
    return visible(unicodedata.normalize("NFKC", text)).lower()


def _phones(text: str, region: str) -> list[str]:
    parts = [part for part in PARTED_PHONES.split(text) if part.strip()]
    # 06/12/34/56/78 is one number.
    if any(sum(map(str.isdigit, part)) < LEAST_DIGITS for part in parts):
        parts = [text]
    found = (_phone(part.strip(), region) for part in parts)
    return list(dict.fromkeys(one for one in found if one and len(set(one[3:])) > 1))


def _phone(text: str, region: str) -> str:
    bare = visible(unicodedata.normalize("NFKC", text))
    if AS_NUMBER.fullmatch(bare):
        bare = str(int(float(bare)))
    cut = PHONE.match(bare)
    bare = cut[1] if cut else bare
    digits = SIGNS.sub("", bare)
    for country, (code, abroad, at_home) in USUAL.items():
        found = abroad.fullmatch(digits) or (at_home.fullmatch(digits) if country == region else None)
        if found:
            return f"+{code}{found[1]}"
    return _parsed(bare, region) or (_parsed(f"+{digits}", region) if digits.isdigit() else "")


def _parsed(text: str, region: str) -> str:
    """Read any number of the world."""
    import phonenumbers  # noqa: PLC0415  its tables take a tenth of a second that nothing else needs

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
