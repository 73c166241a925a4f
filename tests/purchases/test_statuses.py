"""Which statuses say that an order was called off."""

from __future__ import annotations

import pyarrow as pa
import pytest

from geoprofile.purchases import reading_sentences
from geoprofile.purchases.statuses import read_statuses, told_statuses

CALLED_OFF = [
    "Annulée", "ANNULE\N{COMBINING ACUTE ACCENT}", "Commande annulée", "order_cancelled", "Canceled", "geannuleerd",
    "Supprimée", "Impayée", "Non payée", "Unpaid", "not paid", "Deleted", "Expired", "Refunded", "Retour client",
    "Paiement refusé", "Refus CB", "avoir émis", "VOIDED", "Returned to sender",
    "Erreur de paiement", "En attente du paiement par chèque", "En attente de virement bancaire", "Payment error",
    "Awaiting check payment", "Awaiting bank wire payment", "Pending payment", "Returned on delivery",
]  # fmt: skip
STANDING = [
    "", "1", "Livrée", "Remboursée partiellement", "Refunded (partial)", "partially_refunded", "Remboursement refusé",
    "Retour refusé", "Refund declined", "Retour en stock", "Return window closed", "Retournable", "Non retournée",
    "not returned", "Retrait magasin", "En attente", "Payée", "Unavoidable delay",
    "Paiement à distance accepté", "En attente de réapprovisionnement (payé)", "Paiement contre remboursement",
    "En attente de paiement à la livraison", "Awaiting cash on delivery validation", "Avoir", "Credit note",
]  # fmt: skip


@pytest.mark.parametrize(("statuses", "wanted"), [(CALLED_OFF, True), (STANDING, False)])
def test_a_word_anywhere_calls_an_order_off_unless_it_says_otherwise(statuses, wanted):
    found = read_statuses(pa.array(statuses)).cancelled.tolist()
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


@pytest.mark.parametrize("kind", ["Avoir", "Facture d'avoir", "Note de crédit", "Credit note", "creditnota", "Retour"])
def test_a_credit_note_by_its_type_takes_off_the_invoice_before(read, kind):
    days, reading = read(
        "Type pièce;N° pièce;Date pièce;Code tiers;Montant HT",
        "Facture;FA1;01/02/2024;C1;50", "Facture;FA2;02/02/2024;C1;30", f"{kind};AV1;13/02/2024;C1;30",
        f"{kind};AV2;14/02/2024;C1;-20", "Facture;FA3;03/02/2024;C2;10",
    )  # fmt: skip
    assert (days.amount.tolist(), reading.turnover, reading.returned) == ([30.0, 10.0], 40.0, 50.0)
    assert (reading.columns.order, reading.called_off, reading.unmatched_returns) == ("N° pièce", 0.0, 0)


def test_what_was_never_delivered_is_told_apart_from_what_was_sent_back(read):
    statuses = ["Annulé"] * 3 + ["En attente de virement bancaire"] * 4 + ["Remboursé"] * 3 + ["Livré"] * 5 + ["rare"]
    _, reading = read("client;commande;date;montant;état", *(f"A;{n};{n + 1}/12/2023;10;{s}" for n, s in
                                                             enumerate(statuses)))  # fmt: skip
    assert (reading.returned, reading.called_off, reading.cancelled_orders) == (100.0, 70.0, 10)
    assert reading.standing_statuses == (("Livré", 5),)
    told = " ".join(reading_sentences(reading, "fr"))
    assert "jamais livré : 70" in told
    assert "après l'achat : 30" in told
    assert "comptés comme des achats : « Livré »" in told


def test_a_column_of_notes_is_not_told_as_statuses(read):
    lines = [f"A;{n};2023-01-01;5;pour Mme {chr(65 + n // 3 % 26)}{n // 78}" for n in range(180)]
    assert read("client;commande;date;montant;statut", *lines)[1].standing_statuses == ()
