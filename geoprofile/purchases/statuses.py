"""Words by which the status of an order or type of a document says: called off, sent back, never paid, credited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["MOST_STATUSES", "StatusMeanings", "read_statuses", "told_statuses"]

# In French, English and Dutch, without accents; a stem ends in *.
SENT_BACK = "rembours* refund* terugbetaald retour retours retourne* return returns returned"
CALLED_OFF = """
    annul* cancel* geannuleerd annulering void voided abandon* echou* echec failed mislukt refus* reject* rejet*
    declined geweigerd supprim* deleted verwijderd impaye* unpaid onbetaald expire expires expiree* expired verlopen
    """
# Nothing was paid, or not yet; a parcel paid when it is handed over is another thing.
UNPAID = (
    r"\b(?:non|not|jamais|never) (?:paye|regle|paid)[a-z]*\b"
    r"|\berreur (?:de |du )?paiement\b|\bpaiement (?:en )?erreur\b|\bpayment error\b|\bbetalingsfout\b"
    r"|\battente (?:de |du |d un )?(?:paiement|reglement|virement|cheque)\b|\bpaiement en attente\b"
    r"|\b(?:awaiting|pending) (?:[a-z]+ ){0,2}(?:payment|wire|transfer|cheque|check)\b|\bpayment pending\b"
    r"|\bwacht[a-z]* op (?:[a-z]+ )?betaling\b"
)
ON_DELIVERY = (
    r"\b(?:paiement|payment|cash|paid|pay) (?:a la livraison|on delivery)\b|\bcontre remboursement\b|\bonder rembours\b"
)
# A credit note is a document of its own, that takes off others; "avoir émis" is an order for which one was made.
CREDIT = (
    r"^(?:(?:facture|bon|piece) (?:d )?)?avoirs?(?: (?:client|financier|partiel|total|comptabilise|valide))?$"
    r"|\b(?:credit notes?|notes? de credit|credit memos?|creditnotas?)\b"
)
SENT_BACK_TYPE = r"^(?:(?:facture|bon) (?:de )?)?retours?(?: clients?)?$"
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
# More different texts than these are notes, not statuses; they may say who somebody is.
MOST_STATUSES = 50
MOST_TOLD = 8
FEWEST_LINES = 3
LONGEST_TOLD = 40


@dataclass(frozen=True, eq=False)
class StatusMeanings:
    """What distinct statuses say, bool arrays of shape (n,).

    Attributes
    ----------
    cancelled : bool array
        Called off, never paid or sent back.
    sent_back : bool array
        Of these, sent back or paid back: it had been delivered.
    credit : bool array
        The document is a credit note.
    """

    cancelled: NDArray[np.bool_]
    sent_back: NDArray[np.bool_]
    credit: NDArray[np.bool_]


def read_statuses(statuses: pa.Array, *, of_documents: bool = False) -> StatusMeanings:
    """Find what statuses say, by a word of them anywhere.

    Parameters
    ----------
    statuses : Array of n distinct texts
    of_documents : bool
        They are types of documents, of which "Retour" is one that takes off others.
    """
    plain = pc.utf8_lower(pc.utf8_normalize(statuses, "NFKD"))
    plain = pc.replace_substring_regex(plain, r"[\x{0300}-\x{036F}]", "")
    plain = pc.utf8_trim_whitespace(pc.replace_substring_regex(plain, r"[^a-z0-9]+", " "))

    def holds(pattern: str) -> NDArray[np.bool_]:
        return np.asarray(pc.match_substring_regex(plain, pattern).to_numpy(zero_copy_only=False), dtype=bool)

    stands, on_delivery = holds(STANDS), holds(ON_DELIVERY)
    credit = holds(CREDIT) | (holds(SENT_BACK_TYPE) & of_documents)
    sent_back = (holds(_words(SENT_BACK)) | holds("^avoir emis$")) & ~stands & ~on_delivery & ~credit
    called_off = (holds(_words(CALLED_OFF)) & ~stands) | (holds(UNPAID) & ~on_delivery)
    return StatusMeanings((called_off & ~credit) | sent_back, sent_back, credit)


def _words(stems: str) -> str:
    return rf"\b(?:{'|'.join(stem.replace('*', '[a-z]*') for stem in stems.split())})\b"


def told_statuses(lines: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Choose the statuses to tell, the most lines first: few, short, and none that but a line or two bear."""
    kept = [(text, count) for text, count in lines.items() if count >= FEWEST_LINES and 0 < len(text) <= LONGEST_TOLD]
    return tuple(sorted(kept, key=lambda one: (-one[1], one[0]))[:MOST_TOLD])
