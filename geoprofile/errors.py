"""The tree of errors: each one says what is wrong, where, and what to do.

GeoprofileError
├── AddressFileError      an address file that cannot be read, or a column that it lacks
├── OutputError           a result that cannot be written
├── RecipeError           a territory recipe that says something impossible
├── SourceError           an open-data file that is not what its kind says
│   └── DownloadError     a download that failed or that changed
├── CrsError              a coordinate reference system that is missing or unknown
├── TerritoryError        a folder that is no territory, or one of another version
├── TypologyError         a folder that holds no typology, or zones that none can be made or used on
├── ScoreError            a folder that holds no score, or one that cannot be used
├── TableError            a table that breaks its contract
└── UnknownNameError      a name that its registry does not hold
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "AddressFileError",
    "CrsError",
    "DownloadError",
    "GeoprofileError",
    "OutputError",
    "RecipeError",
    "ScoreError",
    "SourceError",
    "TableError",
    "TerritoryError",
    "TypologyError",
    "UnknownNameError",
]


class GeoprofileError(Exception):
    """Anything that geoprofile refuses, in one sentence that a user can act on."""


class AddressFileError(GeoprofileError):
    """An address file that cannot be read, or a column that it lacks."""


class OutputError(GeoprofileError):
    """A result that cannot be written where it was asked for."""


class RecipeError(GeoprofileError):
    """A territory recipe that is incomplete or contradicts itself."""


class SourceError(GeoprofileError):
    """An open-data file that is not what its kind says."""


class DownloadError(SourceError):
    """A download that failed, or whose content is no longer what it was."""


class CrsError(GeoprofileError):
    """A coordinate reference system that is missing, unknown or does not fit."""


class TerritoryError(GeoprofileError):
    """A folder that is not a territory, or that another version of geoprofile built."""


class TypologyError(GeoprofileError):
    """A folder that holds no typology, or zones that none can be made or used on."""


class ScoreError(GeoprofileError):
    """A folder that holds no trained score, or one that is damaged or cannot be used."""


class TableError(GeoprofileError):
    """A table that breaks the contract of the codebook."""


class UnknownNameError(GeoprofileError, KeyError):
    """A name that is not among the choices; the message lists them."""

    def __init__(self, what: str, name: str, choices: Iterable[str]) -> None:
        listed = sorted(choices)
        near = get_close_matches(name, listed, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        self.message = f"There is no {what} named {name!r}.{hint} Choose from: {', '.join(listed) or '(none)'}."
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message
