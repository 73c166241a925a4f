"""Words by which the status of an order says that it was called off, sent back or never paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["are_cancelled", "told_statuses"]

# In French, English and Dutch, without accents; a stem ends in *.
CALLED_OFF = """
    annul* cancel* geannuleerd annulering void voided rembours* refund* terugbetaald retour retours retourne* return
    returns returned abandon* echou* echec failed mislukt refus* reject* rejet* declined geweigerd supprim* deleted
    verwijderd impaye* unpaid onbetaald expire expires expiree* expired verlopen
    """
CANCELLED = rf"\b(?:{'|'.join(word.replace('*', '[a-z]*') for word in CALLED_OFF.split())})\b|^avoir(?: emis)?$"
CANCELLED += r"|\b(?:non|not|jamais|never) (?:paye|regle|paid)[a-z]*\b"
# Only a part sent back, a return that was refused or may yet come, goods back in stock.
STANDS = (
    r"\b(?:parti(?:el|al)[a-z]*|en partie|gedeeltelijk)\b"
    r"|\b(?:rembours|refund|retour|return|annul|cancel)[a-z]* (?:[a-z]+ )?(?:refus|reject|rejet|denied|declined|gewei)"
    r"|\b(?:refus|rejet)[a-z]* (?:de |du )?(?:retour|rembours|annul)"
    r"|\b(?:return|refund|cancel[a-z]*) (?:window|period|policy)\b|\bretour en stock\b|\bback in stock\b"
    r"|\b(?:retourn|return|refund|rembours|annul|cancel|refus)[a-z]*able\b"
    r"|\b(?:non|not|no|sans|jamais|never|niet) (?:retour|return|rembours|refund|annul|cancel|geannul|supprim|deleted)"
    r"|\b(?:delais?|droit|periode) (?:de )?(?:retour|annul)"
)
MOST_TOLD = 8
FEWEST_LINES = 3
LONGEST_TOLD = 40


def are_cancelled(statuses: pa.Array) -> NDArray[np.bool_]:
    """Find the statuses that say so, a word of them anywhere; bool of shape (n,)."""
    plain = pc.utf8_lower(pc.utf8_normalize(statuses, "NFKD"))
    plain = pc.replace_substring_regex(plain, r"[\x{0300}-\x{036F}]", "")
    plain = pc.utf8_trim_whitespace(pc.replace_substring_regex(plain, r"[^a-z0-9]+", " "))
    called_off, stands = (
        pc.match_substring_regex(plain, pattern).to_numpy(zero_copy_only=False) for pattern in (CANCELLED, STANDS)
    )
    return np.asarray(called_off & ~stands, dtype=bool)


def told_statuses(lines: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Choose the statuses to tell, the most lines first: few, short, and none that but a line or two bear."""
    kept = [(text, count) for text, count in lines.items() if count >= FEWEST_LINES and len(text) <= LONGEST_TOLD]
    return tuple(sorted(kept, key=lambda one: (-one[1], one[0]))[:MOST_TOLD])
