"""A sentence that a result carries, in French and in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geoprofile.words import Language

__all__ = ["Note"]


@dataclass(frozen=True)
class Note:
    """What a reader of a result must know."""

    fr: str
    en: str

    def text(self, language: Language) -> str:
        """Give the sentence in one language."""
        return self.fr if language == "fr" else self.en
