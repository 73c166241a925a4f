"""A report: what its reader sees, from the title to the sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geoprofile.words import check_language

if TYPE_CHECKING:
    from geoprofile.pages.blocks import Block

__all__ = ["Page", "Section"]


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Page:
    """A report.

    Attributes
    ----------
    title : str
    language : {"fr", "en"}
        Of the words that the page adds, and of its numbers; the texts handed in are written as they are.
    sections : tuple of Section
    subtitle : str
        One line under the title.
    sources : tuple of str
        One line a source: who published it, when, under which licence.
    note : str
        What a reader must know before handing the page on, at its foot.

    Raises
    ------
    UnknownNameError
        If the language is unknown.
    """

    title: str
    language: str
    sections: tuple[Section, ...]
    subtitle: str = ""
    sources: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        check_language(self.language)
