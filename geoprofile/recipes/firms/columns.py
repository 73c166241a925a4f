"""Which columns of a file hold the number and the name of a firm: by their names, and by their values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from geoprofile.errors import AddressFileError
from geoprofile.files import AddressColumns, guess_columns
from geoprofile.files.columns import name_words
from geoprofile.firms.numbers import read_firm_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

__all__ = ["FirmFileColumns", "guess_firm_columns"]

# The surest first; a SIRET tells the establishment, the others the firm.
NUMBER_WORDS = (
    "siret", "numerosiret", "nosiret", "siren", "numerosiren", "numtva", "tvaintracom", "tvaintracommunautaire", "tva",
    "numerotva", "numerodentreprise", "numeroentreprise", "ondernemingsnummer", "btw", "btwnummer", "kbo", "bce",
    "vat", "vatnumber", "numero", "identifiant",
)  # fmt: skip
BELGIAN_WORDS = frozenset({"btw", "btwnummer", "kbo", "bce", "ondernemingsnummer", "numerodentreprise"})
NAME_WORDS = (
    "raisonsociale", "denomination", "denominationsociale", "societe", "entreprise", "enseigne", "nomentreprise",
    "nomsociete", "nometablissement", "etablissement", "company", "companyname", "bedrijf", "bedrijfsnaam", "firma",
    "naam", "nom", "name", "client", "libelle", "intitule",
)  # fmt: skip
# A column of numbers is one of which this part of the filled cells bear a check that holds.
MOST_VALID, LEAST_FILLED = 0.5, 3


@dataclass(frozen=True)
class FirmFileColumns:
    """The columns that a file of firms is read by; None where there is none.

    Attributes
    ----------
    number, name : str or None
    address : AddressColumns
    country : {"fr", "be"}
        Whose number nine bare digits are first.
    """

    number: str | None
    name: str | None
    address: AddressColumns
    country: Literal["fr", "be"] = "fr"


def guess_firm_columns(
    columns: Sequence[str], sample: pd.DataFrame, *, number: str | None = None, name: str | None = None, file: str = ""
) -> FirmFileColumns:
    """Say which columns hold the number, the name and the address of firms.

    Parameters
    ----------
    columns : sequence of str
    sample : DataFrame
        Some rows of the file, all text.
    number, name : str, optional
        Columns named by the user.
    file : str
        Name of the file, for messages.

    Raises
    ------
    AddressFileError
        If a column named is not there, or the file holds neither numbers nor names of firms.
    """
    for told in (number, name):
        if told is not None and told not in columns:
            raise AddressFileError(f"{file} has no column {told!r}: name one of {', '.join(map(repr, columns))}.")
    address = guess_columns(columns, sample)
    placed = {*address.address, address.postcode, address.city, address.citycode}
    chosen_number = number or _number_column([c for c in columns if c not in placed], sample)
    chosen_name = name or _by_words([c for c in columns if c not in placed and c != chosen_number], NAME_WORDS)
    if chosen_number is None and chosen_name is None:
        raise AddressFileError(
            f"No column of {file} looks like the number or the name of a firm: name them with --number and --name; "
            f"the columns are {', '.join(columns)}."
        )
    words = set() if chosen_number is None else {"".join(name_words(chosen_number)), *name_words(chosen_number)}
    return FirmFileColumns(chosen_number, chosen_name, address, "be" if words & BELGIAN_WORDS else "fr")


def _number_column(columns: Sequence[str], sample: pd.DataFrame) -> str | None:
    """Take the column by its name if any of its cells is a number, else the one with the most valid numbers."""
    named = sorted((rank, place) for place, rank in enumerate(_ranks(columns, NUMBER_WORDS)) if rank >= 0)
    for _, place in named:
        if _valid_part(sample[columns[place]]) > 0:
            return columns[place]
    parts = {column: _valid_part(sample[column]) for column in columns}
    best = max(parts, key=lambda column: parts[column], default=None)
    if best is None or parts[best] < MOST_VALID or (sample[best].str.strip() != "").sum() < LEAST_FILLED:
        return columns[named[0][1]] if named else None
    return best


def _valid_part(values: pd.Series) -> float:
    """Give the part of the filled cells whose check holds as they stand: a made-up number passes one in ten."""
    status = read_firm_numbers(values)["status"]
    filled = status[status != "empty"]
    return float((filled == "valid").mean()) if len(filled) else 0.0


def _by_words(columns: Sequence[str], words: Sequence[str]) -> str | None:
    ranked = [(rank, place) for place, rank in enumerate(_ranks(columns, words)) if rank >= 0]
    return columns[min(ranked)[1]] if ranked else None


def _ranks(columns: Sequence[str], words: Sequence[str]) -> list[int]:
    """Rank each column by the words of its name; -1 where none fits."""
    ranks = []
    for column in columns:
        pieces = name_words(column)
        joined = {"".join(pieces), *pieces}
        hits = [place for place, word in enumerate(words) if word in joined]
        ranks.append(min(hits) if hits else -1)
    return ranks
