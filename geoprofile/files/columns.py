"""Which columns of a file hold the address: by their names, and by their values where names are silent."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from geoprofile.errors import AddressFileError
from geoprofile.files.vocabulary import ROLES, STREET_WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

__all__ = ["AddressColumns", "choose_columns", "guess_columns", "name_words"]

NAME_PIECE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
FRENCH_POSTCODE = r"(?:0[1-9]|[1-8]\d|9[0-578])\d{3}"
NOT_AN_ADDRESS = r"\S+@\S+\.\S+|https?://|www\."
MOST = 0.6
LONGEST_LOOK = 300  # letters of a cell that are looked at
SOME = 0.3
# Incomes and identifiers have five digits too; postcodes come back, or end in 0 outside the large cities.
FEW_DISTINCT = 0.5
USUAL_POSTCODE = r"^\s*(?:\d{4}0|750\d\d|6900\d|130[01]\d)\s*$"


@dataclass(frozen=True)
class AddressColumns:
    """The columns that hold the parts of an address.

    Attributes
    ----------
    address : tuple of str
        Columns to be joined by a space: house number first, then street.
    postcode, city, citycode : str or None
    longitude, latitude : str or None
        WGS84 degrees that the file already holds.
    """

    address: tuple[str, ...] = ()
    postcode: str | None = None
    city: str | None = None
    citycode: str | None = None
    longitude: str | None = None
    latitude: str | None = None


def guess_columns(columns: Iterable[str], sample: pd.DataFrame) -> AddressColumns:
    """Guess which columns hold the address, from French, Dutch, English and German habits.

    Parameters
    ----------
    columns : iterable of str
        Names of the file's columns.
    sample : DataFrame
        Some rows of the file, all text; it breaks ties and speaks where names do not.

    Returns
    -------
    AddressColumns
        Empty parts where nothing fits.
    """
    roles = _roles(columns, sample)
    best = {role: _best(found, sample) for role, found in roles.items()}
    used = {name for found in roles.values() for name, _ in found}
    others = [name for name in sample.columns if name not in used]
    longitude, latitude = _position(best, sample)
    return AddressColumns(
        address=_address(roles, best, sample) or _by_street_words(others, sample),
        postcode=best.get("postcode") or _by_postcodes(others, sample),
        city=best.get("city"),
        citycode=best.get("citycode"),
        longitude=longitude,
        latitude=latitude,
    )


def choose_columns(
    named: str,
    columns: Sequence[str],
    guess: AddressColumns,
    *,
    address: Sequence[str] = (),
    postcode: str | None = None,
    city: str | None = None,
    citycode: str | None = None,
) -> AddressColumns:
    """Put the user's choice over the guess.

    Parameters
    ----------
    named : str
        What the columns are of, for the messages.
    columns : sequence of str
        Those there are.
    guess : AddressColumns
    address : sequence of str
        Columns to join; empty keeps the guess.
    postcode, city, citycode : str, optional
        None keeps the guess.

    Returns
    -------
    AddressColumns

    Raises
    ------
    AddressFileError
        If a column is not in the file, or nothing at all says where the addresses are.
    """
    told = {"postcode": postcode, "city": city, "citycode": citycode}
    chosen = {part: name for part, name in told.items() if name is not None}
    for name in (*address, *chosen.values()):
        _require_column(named, columns, name)
    taken = {*address, *chosen.values()}
    kept = {part: None for part in told if part not in chosen and getattr(guess, part) in taken}
    lines = tuple(address) or tuple(name for name in guess.address if name not in taken)
    result = replace(guess, address=lines, **chosen, **kept)
    if not (result.address or result.postcode or result.city or result.citycode):
        raise AddressFileError(
            f"No column of {named} looks like an address, a postcode or a city: name them with "
            f"--address (and --postcode, --city); the columns are {', '.join(columns)}."
        )
    return result


def _require_column(named: str, columns: Sequence[str], name: str) -> None:
    if name in columns:
        return
    folded = {_squash(column): column for column in reversed(columns)}
    near = get_close_matches(_squash(name), folded, n=1)
    hint = f" Did you mean {folded[near[0]]!r}?" if near else ""
    raise AddressFileError(f"{named} has no column {name!r}.{hint} Its columns are: {', '.join(columns)}.")


def _roles(columns: Iterable[str], sample: pd.DataFrame) -> dict[str, list[tuple[str, int]]]:
    """Give each column the first role that its name fits, with its rank in the role (0 is best)."""
    found: dict[str, list[tuple[str, int]]] = {}
    for name in columns:
        if name not in sample.columns or _share(sample[name], NOT_AN_ADDRESS) > SOME:
            continue
        pieces = name_words(name)
        for role, words in ROLES.items():
            rank = words.rank(pieces)
            if rank is not None:
                found.setdefault(role, []).append((name, rank))
                break
    return found


def name_words(name: str) -> list[str]:
    """Cut a name into its words, without accents, in small letters."""
    plain = unicodedata.normalize("NFKD", name.replace("°", " ").replace("ß", "ss"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [piece.lower() for piece in NAME_PIECE.findall(plain)]


def _squash(name: str) -> str:
    return "".join(name_words(name)) or name


def _best(found: list[tuple[str, int]], sample: pd.DataFrame) -> str:
    """Take the lowest rank, then the column with the most filled cells, then the first."""
    return min(found, key=lambda entry: (entry[1], -round(_share(sample[entry[0]], r"\S"), 1)))[0]


def _address(roles: dict[str, list[tuple[str, int]]], best: dict[str, str], sample: pd.DataFrame) -> tuple[str, ...]:
    """Lay out the address columns in the order in which they are spoken."""
    number = tuple(best[role] for role in ("housenumber", "suffix") if role in best)
    lines = tuple(sorted((name for name, _ in roles.get("line", [])), key=name_words))
    head: tuple[str, ...]
    if "address" in best:
        head = (best["address"],)
    elif lines:
        head, lines = lines[:1], lines[1:]
    elif "street" in best:
        kind = (best["street_type"],) if "street_type" in best else ()
        return (*number, *kind, best["street"])
    else:
        return (best["complement"],) if "complement" in best else ()
    numbered = _share(sample[head[0]], r"^\s*\d") > SOME
    return (*(() if numbered or "housenumber" not in best else number), *head, *lines)


def _position(best: dict[str, str], sample: pd.DataFrame) -> tuple[str | None, str | None]:
    """Take longitude and latitude if both are there and their values are degrees."""
    longitude, latitude = best.get("longitude"), best.get("latitude")
    if longitude is None or latitude is None:
        return None, None
    degrees = r"^\s*-?\d{1,3}(?:[.,]\d+)?\s*$"
    fits = all(_share(sample[name], degrees, of_filled=True) > MOST for name in (longitude, latitude))
    return (longitude, latitude) if fits or sample.empty else (None, None)


def _by_postcodes(names: list[str], sample: pd.DataFrame) -> str | None:
    """Find the column whose values are mostly French postcodes that come back."""
    for name in names:
        values = sample[name]
        named_otherwise = ROLES["identifier"].rank(name_words(name)) is not None
        if named_otherwise or _share(values, rf"^\s*{FRENCH_POSTCODE}\s*$") <= MOST:
            continue
        if values.nunique() < FEW_DISTINCT * len(values) or _share(values, USUAL_POSTCODE) > MOST:
            return name
    return None


def _by_street_words(names: list[str], sample: pd.DataFrame) -> tuple[str, ...]:
    """Find the column whose values mostly hold the word of a street."""
    shares = {name: _share(sample[name], STREET_WORD) for name in names}
    best = max(shares, key=lambda name: shares[name], default=None)
    return (best,) if best is not None and shares[best] > MOST else ()


def _share(values: pd.Series, pattern: str, *, of_filled: bool = False) -> float:
    """Give the share of values in which a pattern is found; 0 of nothing."""
    kept = values.str[:LONGEST_LOOK]
    kept = kept[kept.str.strip() != ""] if of_filled else kept
    return float(kept.str.contains(pattern, regex=True).mean()) if len(kept) else 0.0
