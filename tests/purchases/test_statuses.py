"""Which statuses say that an order was called off."""

from __future__ import annotations

import pyarrow as pa
import pytest

from geoprofile.purchases import reading_sentences
from geoprofile.purchases.statuses import are_cancelled, told_statuses

CALLED_OFF = [
    "Annulée", "ANNULE\N{COMBINING ACUTE ACCENT}", "Commande annulée", "order_cancelled", "Canceled", "geannuleerd",
    "Supprimée", "Impayée", "Non payée", "Unpaid", "not paid", "Deleted", "Expired", "Refunded", "Retour client",
    "Paiement refusé", "Refus CB", "avoir émis", "VOIDED", "Returned to sender",
]  # fmt: skip
STANDING = [
    "", "1", "Livrée", "Remboursée partiellement", "Refunded (partial)", "partially_refunded", "Remboursement refusé",
    "Retour refusé", "Refund declined", "Retour en stock", "Return window closed", "Retournable", "Non retournée",
    "not returned", "Retrait magasin", "En attente", "Payée", "Unavoidable delay",
]  # fmt: skip


@pytest.mark.parametrize(("statuses", "wanted"), [(CALLED_OFF, True), (STANDING, False)])
def test_a_word_anywhere_calls_an_order_off_unless_it_says_otherwise(statuses, wanted):
    found = are_cancelled(pa.array(statuses)).tolist()
    assert [text for text, hit in zip(statuses, found, strict=True) if hit != wanted] == []


def test_statuses_that_were_read_as_cancelled_are_told_with_their_lines(read):
    lines = [f"A;{n};2023-01-01;5;Order cancelled" for n in range(3)]
    _, reading = read(
        "client;commande;date;montant;statut",
        *lines,
        "A;8;2023-01-01;5;annulé par M. Martin",
        "A;9;2023-01-02;5;Livrée",
    )
    assert reading.cancelled_statuses == (("Order cancelled", 3),)
    assert 'sent back: "Order cancelled" (3 lines).' in " ".join(reading_sentences(reading, "en"))
    assert len(told_statuses({f"annulé {n}": 10 + n for n in range(20)})) == 8
