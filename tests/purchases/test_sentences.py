"""What was found is told in both languages, and what did not occur is not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geoprofile.errors import UnknownNameError
from geoprofile.purchases import ScoreCuts, cautions, reading_sentences


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
    assert any("guest...), which count for nobody: 1" in sentence for sentence in told)
    assert not any("status" in sentence or "repeat" in sentence or "currency, left" in sentence for sentence in told)
    with pytest.raises(UnknownNameError):
        reading_sentences(reading, "de")


@pytest.mark.parametrize(
    ("cut", "interval", "wanted"),
    [(5.0, 2.0, "begins at 5 days without purchase, which is few"), (60.0, 90.0, "median interval .*90 days"),
     (60.0, 20.0, None), (np.inf, 500.0, "median interval")],
)  # fmt: skip
def test_long_ago_is_cautioned_where_it_is_a_matter_of_days(cut, interval, wanted):
    summary = pd.DataFrame({"interval_days": [interval] * 11 + [np.nan] * 5})
    cuts = ScoreCuts((cut, 40.0 if cut > 40 else 3.0), (1.0, 2.0), (1.0, 2.0))
    told = cautions(summary, cuts, "en")
    assert len(told) == len(cautions(summary, cuts, "fr")) == (wanted is not None)
    assert wanted is None or pd.Series(told).str.contains(wanted).all()
