"""A small report to render."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geoprofile.columns import Column
from geoprofile.pages import Card, Cards, IndexBar, KeyFigure, KeyFigures, Note, Page, Paragraph, Section, Table

COLUMNS = (
    Column("code", "Code", "code"),
    Column("name", "Nom"),
    Column("customers", "Clients", "count"),
    Column("share", "Part", "share"),
    Column("index", "Indice", "index", low="low", high="high", sure="significant"),
)


@pytest.fixture
def profile() -> pd.DataFrame:
    """Give three types: one over, one under but not surely, one that is not published."""
    return pd.DataFrame(
        {
            "code": ["A01", "A02", "B01"],
            "name": ["Cadres", "Familles", "Étudiants"],
            "customers": [1200.0, 40.0, np.nan],
            "share": [0.6, 0.02, np.nan],
            "index": [182.0, 95.0, np.nan],
            "low": [140.0, 60.0, np.nan],
            "high": [230.0, 150.0, np.nan],
            "significant": [True, False, False],
        }
    )


@pytest.fixture
def page(profile) -> Page:
    """Give a page with most kinds of blocks."""
    card = Card("A01", "Cadres aisés", 12345.6, 0.071, ("62 % de cadres.",), (IndexBar("Cadres", 200, "62 %", "31 %"),))
    return Page(
        "Profil",
        "fr",
        (
            Section("En bref", (KeyFigures((KeyFigure("Ménages", 3050511, "households"),)), Paragraph("Un texte."))),
            Section("Tableau", (Table(profile, COLUMNS, "Types"), Note("60 clients sont trop peu.", "warning"))),
            Section("Cartes", (Cards((Card("A", "Aisés"), card)),)),
        ),
        subtitle="2 841 IRIS",
        sources=("INSEE 2018, Licence Ouverte 2.0",),
        note="Ne publiez pas.",
    )
