"""Letters: the address block in the layout of the national post, one letter a household."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

__all__ = ["COUNTRIES", "LINE_LENGTH", "POST_INPUTS", "address_blocks", "family_names", "household_kept"]

# Texts that a block is made from; "" where the file has none. `result_*` count where `trusted`.
POST_INPUTS = ("name", "complement", "address", "postcode", "city", "result_housenumber", "result_street",
               "result_postcode", "result_city")  # fmt: skip
# AFNOR XP Z10-011: six lines of 38 characters.
LINE_LENGTH = 38
COUNTRIES = ("FR", "BE")

DIGIT = re.compile(r"\d")
FRENCH_CODE, BELGIAN_CODE = re.compile(r"\d{5}"), re.compile(r"\d{4}")
# What a French address may hold instead of a number: a box at the post office.
POST_BOX = re.compile(r"\b(?:BP|B\.P\.|CS|TSA)\s*\d+", re.IGNORECASE)
INSIDE = re.compile(
    r"^\s*(?:APP(?:T|ARTEMENT)?|BAT(?:IMENT)?|B[ÂA]T(?:IMENT)?|ESC(?:ALIER)?|[ÉE]TAGE|HALL|PORTE|R[ÉE]S(?:IDENCE)?|ENTR[ÉE]E)\b",
    re.IGNORECASE,
)
# Where a line that is too long may be parted: what follows belongs on a line of its own.
LATER = re.compile(
    r"\s(?=(?:chez|c/o|r[ée]s|r[ée]sidence|b[âa]t|b[âa]timent|app|appt|appartement|lotissement)\b)", re.IGNORECASE
)
BELGIAN_BOX = re.compile(r"\b(?:bte|bo[iî]te|bus|box)\s*\.?\s*([0-9A-Za-z]+)\s*$", re.IGNORECASE)
# Abbreviations that the standard allows where a line is too long, tried one after the other.
SHORTER = (
    ("BOULEVARD", "BD"), ("AVENUE", "AV"), ("ALLEE", "ALL"), ("CHEMIN", "CHE"), ("IMPASSE", "IMP"), ("PLACE", "PL"),
    ("ROUTE", "RTE"), ("SQUARE", "SQ"), ("RESIDENCE", "RES"), ("BATIMENT", "BAT"), ("APPARTEMENT", "APP"),
    ("FAUBOURG", "FG"), ("PASSAGE", "PAS"), ("GENERAL", "GAL"), ("MARECHAL", "MAL"), ("DOCTEUR", "DR"),
    ("PROFESSEUR", "PR"), ("COMMANDANT", "CDT"), ("CAPITAINE", "CNE"), ("LIEUTENANT", "LT"), ("COLONEL", "CEL"),
    ("PRESIDENT", "PDT"), ("MONSEIGNEUR", "MGR"), ("SAINTE", "STE"), ("SAINT", "ST"),
)  # fmt: skip
LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})


def address_blocks(
    parts: pd.DataFrame, trusted: NDArray[np.bool_], *, country: str
) -> tuple[pd.DataFrame, pd.Series[str]]:
    """Write the address block of each row.

    France (AFNOR XP Z10-011, as La Poste explains it): name; flat, floor; building; number and street; place or post
    box; postcode and commune. At most 38 characters a line; from the street on capitals without accents or
    punctuation. Belgium (bpost): name; what lies within; street, number and box; postcode and commune in capitals.
    The line ``bte``, ``bus`` or ``box`` of the file is kept, as no geocoder gives it back.

    Parameters
    ----------
    parts : DataFrame of n rows
        `POST_INPUTS`, all text.
    trusted : bool array of shape (n,)
        Whether the geocoded address is to be written, else that of the file.
    country : {"FR", "BE"}

    Returns
    -------
    (blocks, reason)
        `line_1`... as many as the layout has, and why a row cannot be delivered: `no_number`, `no_postcode`,
        `no_city`, `line_too_long`, "" where it can. Nothing is cut to fit.

    Raises
    ------
    UnknownNameError
        For another country.
    """
    if country not in _LAYOUTS:
        raise UnknownNameError("postal layout", country, _LAYOUTS)
    layout = _LAYOUTS[country]
    texts = parts[list(POST_INPUTS)].astype("str").fillna("").apply(lambda cells: cells.str.split().str.join(" "))
    made = [layout(row, sure) for row, sure in zip(texts.to_dict("records"), trusted.tolist(), strict=True)]
    width = 6 if country == "FR" else 4
    lines = [list(block) for block, _ in made] or np.empty((0, width))
    frame = pd.DataFrame(lines, index=parts.index, columns=[f"line_{k + 1}" for k in range(width)], dtype="str")
    return frame, pd.Series([reason for _, reason in made], index=parts.index, dtype="str")


def family_names(names: pd.Series[str]) -> pd.Series[str]:
    """Take the family name out of names where it shows: the words in capitals where only some are, else all words.

    ``Mme Anne DUPONT`` and ``M. DUPONT`` are one family. Of ``DUPONT JEAN`` and ``MARTIN JEAN`` nobody can tell which
    word is the family's without knowing first names: only the same words are one family. Where a file has a column of
    family names, give that.
    """
    return names.astype("str").fillna("").map(_family)


def household_kept(household: pd.Series[str], amount: NDArray[np.float64], ids: pd.Series[str]) -> NDArray[np.bool_]:
    """Keep one row a household: who brings most, then the first id.

    Parameters
    ----------
    household : Series of n str
        Key of the household; a row with an empty one is a household of its own.
    amount : array of shape (n,)
        NaN counts as less than nothing.
    ids : Series of n str

    Returns
    -------
    bool array of shape (n,)
    """
    ranked = pd.DataFrame(
        {"household": household.to_numpy(), "amount": np.nan_to_num(-amount, nan=np.inf), "id": ids.to_numpy()}
    ).sort_values(["amount", "id"], kind="stable")
    again = (ranked["household"] != "") & ranked["household"].duplicated()
    return np.asarray(~again.sort_index(), dtype=bool)


def _french(row: Mapping[str, str], trusted: bool) -> tuple[tuple[str, ...], str]:  # noqa: FBT001  a mark of the row
    """Lay out a French address."""
    street, inside = _own_street(row["address"])
    place, box = "", POST_BOX.search(row["address"])
    if trusted:
        street = f"{row['result_housenumber']} {row['result_street']}"
        code, city = row["result_postcode"] or row["postcode"], row["result_city"] or row["city"]
    else:
        code, city = row["postcode"], row["city"]
        if box:
            place, street = box[0], POST_BOX.sub("", street).strip(" ,")
    cut = LATER.search(street)
    if cut and not inside and len(_fitted(_capitals(street))) > LINE_LENGTH:
        street, inside = street[: cut.start()], street[cut.end() :]
    code = "".join(filter(str.isdigit, code))
    lines = (
        _fitted(_tidy(row["name"])),
        _fitted(_tidy(row["complement"])),
        _fitted(_tidy(inside)),
        _fitted(_capitals(street)),
        _fitted(_capitals(place)),
        _fitted(_capitals(f"{code} {city}")),
    )
    return lines, _french_reason(lines, street, place, code, city)


def _french_reason(lines: tuple[str, ...], street: str, place: str, code: str, city: str) -> str:
    if not FRENCH_CODE.fullmatch(code):
        return "no_postcode"
    if not city:
        return "no_city"
    if not place and not DIGIT.search(street):
        return "no_number"
    return "line_too_long" if any(len(line) > LINE_LENGTH for line in lines) else ""


def _belgian(row: Mapping[str, str], trusted: bool) -> tuple[tuple[str, ...], str]:  # noqa: FBT001  a mark of the row
    """Lay out a Belgian address: the number stands behind the street, then the box."""
    street, inside = _own_street(row["address"])
    code, city = row["postcode"], row["city"]
    if trusted:
        found = BELGIAN_BOX.search(street) or BELGIAN_BOX.search(row["complement"])
        street = f"{row['result_street']} {row['result_housenumber']}" + (f" bte {found[1]}" if found else "")
        code, city = row["result_postcode"] or code, row["result_city"] or city
    code = "".join(filter(str.isdigit, code))
    extra = "" if BELGIAN_BOX.fullmatch(row["complement"].strip()) else row["complement"]
    if not trusted and not extra and row["complement"]:
        street = f"{street} {row['complement']}"
    lines = (_tidy(row["name"]), _tidy(f"{extra} {inside}".strip()), _tidy(street), f"{code} {city.upper()}".strip())
    if not BELGIAN_CODE.fullmatch(code):
        return lines, "no_postcode"
    if not city:
        return lines, "no_city"
    return lines, "" if DIGIT.search(street) else "no_number"


_LAYOUTS: dict[str, Callable[[Mapping[str, str], bool], tuple[tuple[str, ...], str]]] = {
    "FR": _french,
    "BE": _belgian,
}


def _own_street(address: str) -> tuple[str, str]:
    """Part the street of the file's own address from the flat or building that stands beside it, cut by commas."""
    pieces = [piece.strip() for piece in address.split(",") if piece.strip()]
    inside = [piece for piece in pieces if INSIDE.match(piece)]
    if len(inside) == len(pieces):
        return address, ""
    return " ".join(piece for piece in pieces if piece not in inside), " ".join(inside)


def _capitals(text: str) -> str:
    """Write capitals, digits and single spaces alone."""
    plain = unicodedata.normalize("NFKD", text.translate(LIGATURES).upper())
    kept = (one if one.isalnum() else " " for one in plain if not unicodedata.combining(one))
    return " ".join("".join(kept).split())


def _tidy(text: str) -> str:
    """Take out what no line may hold: line ends and signs that are not shown."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _fitted(line: str) -> str:
    """Shorten a line that is too long by the abbreviations of the standard, and no further than it takes."""
    for word, short in SHORTER:
        if len(line) <= LINE_LENGTH:
            break
        line = re.sub(rf"\b{word}\b", short, line, flags=re.IGNORECASE)
    return line


def _family(name: str) -> str:
    words = [word for word in re.findall(r"[^\W\d_]+|\d+", name) if _capitals(word) not in _TITLES]
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    chosen = capitals if capitals and len(capitals) < len(words) else words
    return " ".join(sorted(set(_capitals(" ".join(chosen)).split())))


_TITLES = frozenset(
    ["M", "MR", "MME", "MLLE", "MRS", "MS", "DHR", "MEVR", "MONSIEUR", "MADAME", "MADEMOISELLE", "ET", "EN", "AND"]
)
