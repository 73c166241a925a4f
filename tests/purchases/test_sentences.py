"""What was found is told in both languages, and what did not occur is not."""

from __future__ import annotations

import pytest

from geoprofile.errors import UnknownNameError
from geoprofile.purchases import reading_sentences


@pytest.fixture
def reading(read):
    return read(
        "client;commande;date;montant_eur", "A;1;3/4/2023;1200,50", ";2;4/4/2023;3,50", "A;3;x;1", "A;4;5/4/2023;-2,00",
        "A;9;6/4/2022;-7,25",
    )[1]  # fmt: skip


def test_a_reading_is_told_in_french(reading):
    told = " ".join(reading_sentences(reading, "fr")).replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "5 lignes lues, du 06/04/2022 au 05/04/2023 : 1 clients, 1 commandes retenues, 1 198" in told
    assert "client (client), date (date), montant_eur (montant), commande (commande)" in told
    assert "lues jour d'abord" in told
    assert "virgule. Devise : EUR" in told
    assert "Lignes sans date lisible, laissées de côté : 1 (la première : ligne 3)." in told
    assert "Retours sans commande dans le fichier, en tout ou partie : 1 ; leur reste (7" in told


def test_a_reading_is_told_in_english_and_nothing_that_did_not_occur(reading):
    told = reading_sentences(reading, "en")
    assert any("without customer, which count for nobody: 1" in sentence for sentence in told)
    assert not any("status" in sentence or "repeat" in sentence or "currency, left" in sentence for sentence in told)
    with pytest.raises(UnknownNameError):
        reading_sentences(reading, "de")
