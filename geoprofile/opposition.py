"""Who asked not to be written to: addresses and persons as keyed fingerprints, so that no list holds them in clear."""

from __future__ import annotations

import hmac
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

__all__ = [
    "IDENTITY_KINDS",
    "KEY_COLUMNS",
    "IdentityColumns",
    "address_keys",
    "email_keys",
    "flat_keys",
    "hash_column",
    "identity_keys",
    "keyed_hashes",
    "name_keys",
    "phone_keys",
    "raw_address_keys",
]

# Spellings of one address in tables of doors and in enriched files.
KEY_COLUMNS = (("citycode", "street", "number"), ("result_citycode", "result_street", "result_housenumber"))
# A key shorter than this can be tried out.
LEAST_SECRET_BYTES = 16
# By what a person is known again. `address` is the geocoded form, `raw_address` that of the file's own columns.
IDENTITY_KINDS = ("email", "phone", "id", "address", "raw_address", "name_address")

EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]+")
WORD = re.compile(r"\d+|[a-z]+")
CIVILITIES = frozenset(
    ["m", "mr", "mme", "mlle", "mrs", "ms", "dhr", "mevr", "mevrouw", "heer", "monsieur", "madame", "mademoiselle",
     "et", "en", "and"]
)  # fmt: skip
SMALL_WORDS = frozenset(
    [
        "a",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "of",
        "op",
        "the",
        "van",
        "den",
        "der",
    ]
)
ABBREVIATIONS = {
    "all": "allee", "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "bvd": "boulevard",
    "ch": "chemin", "che": "chemin", "chee": "chaussee", "crs": "cours", "dr": "docteur", "fg": "faubourg",
    "gal": "general", "gen": "general", "imp": "impasse", "mal": "marechal", "pl": "place", "pass": "passage",
    "r": "rue", "res": "residence", "rte": "route", "sq": "square", "st": "saint", "ste": "sainte", "str": "straat",
    "stwg": "steenweg",
}  # fmt: skip
# What stands within a house: two people of one house write it differently, or not at all.
WITHIN = re.compile(
    r"\b(?:app|appt|apt|appartement|bat|batiment|esc|escalier|etage|hall|porte|bte|boite|bus|box)\b\W*(?:\d+\w*|[a-z])\b"
    r"|\b\d+\s*(?:er|e|eme)?\s*etage\b|\b(?:res|residence)\b[^,]*,"
)
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


@dataclass(frozen=True)
class IdentityColumns:
    """The columns of a table by which a person can be known again; empty where there is none.

    Attributes
    ----------
    email, phone : tuple of str
        Each of them counts.
    customer_id : str
    name : tuple of str
        Family name and first name, in any order.
    address : tuple of str
        Lines of the delivery address, as the file writes it.
    postcode : str
    """

    email: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
    customer_id: str = ""
    name: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    postcode: str = ""


def address_keys(addresses: pd.DataFrame) -> pd.Series[str]:
    """Write addresses as one text each: commune, street, number and suffix in plain small letters, ``|`` between them.

    Parameters
    ----------
    addresses : DataFrame
        Doors (`citycode`, `street`, `number`, `suffix`), or an enriched file (`result_citycode`, `result_street`,
        `result_housenumber`).

    Returns
    -------
    Series
        Empty where the address has no number.

    Raises
    ------
    TableError
        If the table has neither set of columns.
    """
    names = next((names for names in KEY_COLUMNS if set(names) <= set(addresses.columns)), None)
    if names is None:
        wanted = " or ".join(", ".join(some) for some in KEY_COLUMNS)
        raise TableError(f"A list of addresses needs the columns {wanted}: enrich it first.")
    city, street, number = (addresses[name].astype("str").fillna("") for name in names)
    if "suffix" in addresses and names == KEY_COLUMNS[0]:
        number = number + addresses["suffix"].astype("str").fillna("")
    parts = [[_plain(text) for text in some] for some in (city, street, number)]
    keys = ["|".join(some) if some[2].strip("0") else "" for some in zip(*parts, strict=True)]
    return pd.Series(keys, index=addresses.index, dtype="str")


def keyed_hashes(keys: Sequence[str], secret: bytes) -> list[str]:
    """Hash keys of persons or addresses with a secret (HMAC-SHA-256, RFC 2104): a list need not hold them in clear.

    Parameters
    ----------
    keys : sequence of text
        As the functions of this module write them; an empty one stays empty.
    secret : bytes
        At least 16; whoever has it can find out who is on the list by trying.

    Raises
    ------
    TableError
        If the key is too short.
    """
    if len(secret) < LEAST_SECRET_BYTES:
        raise TableError(f"The key of an opposition list is too short: give at least {LEAST_SECRET_BYTES} bytes.")
    return [hmac.digest(secret, key.encode(), "sha256").hex() if key else "" for key in keys]


def hash_column(kind: str) -> str:
    """Name the column of fingerprints of a kind (`email` -> `email_hash`)."""
    return f"{kind}_hash"


def email_keys(texts: pd.Series[str]) -> pd.Series[str]:
    """Write e-mail addresses trimmed and in small letters; empty where a text is none.

    Dots and ``+`` before the ``@`` stay: with most providers they tell two people apart.
    """
    return _each(texts, lambda text: text if EMAIL.fullmatch(text) else "", lower=True)


def phone_keys(texts: pd.Series[str], *, region: str) -> pd.Series[str]:
    """Write telephone numbers in the form of E.164 (``+33612345678``); empty where a text is of no possible length.

    Parameters
    ----------
    texts : Series of str
    region : str
        Country of numbers without a country code (`FR`, `BE`).
    """
    import phonenumbers  # noqa: PLC0415  its tables take a tenth of a second that nothing else needs

    def form(text: str) -> str:
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            return ""
        return (
            phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            if phonenumbers.is_possible_number(number)
            else ""
        )

    return _each(texts, form)


def raw_address_keys(lines: Sequence[pd.Series[str]], postcode: pd.Series[str]) -> pd.Series[str]:
    """Write addresses as their files do, brought to one form: postcode, then the words of the lines in order.

    Order, accents, small words and usual abbreviations tell no address apart (``12 bis, av. de la Gare`` is
    ``Avenue de la Gare 12bis``), nor do flats and buildings. The commune is left out, as its name is written in too
    many ways.

    Returns
    -------
    Series
        Empty where there is no number in the lines, or no postcode.
    """
    joined = lines[0].astype("str").fillna("")
    for line in lines[1:]:
        joined = joined + " " + line.astype("str").fillna("")
    codes = ["".join(filter(str.isalnum, text)) for text in postcode.astype("str").fillna("")]
    keys = []
    for text, code in zip(joined, codes, strict=True):
        street = WITHIN.sub(" ", _folded(text))
        words = sorted(ABBREVIATIONS.get(word, word) for word in WORD.findall(street) if word not in SMALL_WORDS)
        keys.append(f"{code}|{' '.join(words)}" if code and any(word.isdigit() for word in words) else "")
    return pd.Series(keys, index=joined.index, dtype="str")


def flat_keys(lines: Sequence[pd.Series[str]]) -> pd.Series[str]:
    """Write what lines of an address say of the flat or building, in one form; empty where they say nothing."""
    joined = lines[0].astype("str").fillna("")
    for line in lines[1:]:
        joined = joined + ", " + line.astype("str").fillna("")
    return _each(joined, lambda text: " ".join(WORD.findall(" ".join(WITHIN.findall(_folded(text))))))


def name_keys(names: Sequence[pd.Series[str]]) -> pd.Series[str]:
    """Write names as their words in order, without titles: ``Mme Anne DUPONT`` is ``Dupont Anne``."""
    joined = names[0].astype("str").fillna("")
    for more in names[1:]:
        joined = joined + " " + more.astype("str").fillna("")
    return _each(joined, lambda text: " ".join(sorted(set(_words(text)) - CIVILITIES)))


def identity_keys(
    rows: pd.DataFrame, columns: IdentityColumns, *, region: str
) -> Mapping[str, tuple[pd.Series[str], ...]]:
    """Write all by which each row can be known again.

    Parameters
    ----------
    rows : DataFrame of n rows
    columns : IdentityColumns
    region : str
        Country of telephone numbers without a country code.

    Returns
    -------
    mapping of kind to Series of n texts
        The kinds of `IDENTITY_KINDS` that the columns allow, each with one Series a column; empty where a row has no
        key. Columns `result_citycode`, `result_street`, `result_housenumber` give the geocoded address where it was
        found to the number.
    """
    keys: dict[str, tuple[pd.Series[str], ...]] = {}
    if columns.email:
        keys["email"] = tuple(email_keys(rows[name]) for name in columns.email)
    if columns.phone:
        keys["phone"] = tuple(phone_keys(rows[name], region=region) for name in columns.phone)
    if columns.customer_id:
        keys["id"] = (_each(rows[columns.customer_id], lambda text: text),)
    addresses = []
    # What geocoding found goes before columns of the file's own.
    spelled = next((names for names in reversed(KEY_COLUMNS) if set(names) <= set(rows.columns)), None)
    if spelled is not None:
        found = address_keys(rows[[*spelled, *(["suffix"] if "suffix" in rows else [])]])
        if "result_type" in rows and spelled == KEY_COLUMNS[1]:
            found = found.where(rows["result_type"] == "housenumber", "")
        keys["address"] = (found,)
        addresses.append(found)
    if columns.address and columns.postcode:
        raw = raw_address_keys([rows[name] for name in columns.address], rows[columns.postcode])
        keys["raw_address"] = (raw,)
        addresses.append(raw)
    if columns.name and addresses:
        name = name_keys([rows[one] for one in columns.name])
        keys["name_address"] = tuple(
            (name + "@" + place).where((name != "") & (place != ""), "") for place in addresses
        )
    return keys


def _each(texts: Iterable[str], change: Callable[[str], str], *, lower: bool = False) -> pd.Series[str]:
    """Change each trimmed text, the same one only once."""
    series = pd.Series(texts, dtype="str").fillna("").str.strip()
    series = series.str.lower() if lower else series
    changed = {text: change(text) if text else "" for text in series.unique()}
    return series.map(changed).astype("str")


def _words(text: str) -> list[str]:
    """Cut a text into words of letters and of digits, in small letters without accents."""
    return WORD.findall(_folded(text))


def _folded(text: str) -> str:
    """Write a text in small letters without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(LIGATURES))
    return "".join(one for one in plain if not unicodedata.combining(one))


def _plain(text: str) -> str:
    """Bring a text to small letters and digits without accents or signs."""
    return "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if one.isalnum())
