"""The columns of a customer summary in the words and units of the dictionary of variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.tables import Variable

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

__all__ = ["customer_variables"]

MONEY = "{currency}"
# Column, label in French and English, unit.
KNOWN = (
    ("recency_days", "Jours depuis le dernier achat", "Days since the last purchase", "days"),
    ("tenure_days", "Jours depuis le premier achat", "Days since the first purchase", "days"),
    ("orders", "Nombre de commandes", "Number of orders", "count"),
    ("purchase_days", "Nombre de jours d'achat", "Number of days of purchase", "count"),
    ("turnover", "Chiffre d'affaires net des retours", "Turnover net of returns", MONEY),
    ("basket_mean", "Panier moyen", "Mean basket", MONEY),
    ("interval_days", "Jours entre deux achats", "Days between purchases", "days"),
    ("categories", "Nombre de catégories achetées", "Number of categories bought", "count"),
    ("returned", "Montant retourné", "Amount sent back", MONEY),
    ("returned_share", "Part retournée", "Share sent back", "share"),
    ("emails_opened", "E-mails ouverts", "E-mails opened", "count"),
    ("emails_clicked", "E-mails cliqués", "E-mails clicked", "count"),
    ("site_visits", "Visites du site", "Visits to the site", "count"),
)
SHARE_PREFIX = "category_share_"


def customer_variables(summary: pd.DataFrame, currency: str, *, categories: Sequence[str] = ()) -> tuple[Variable, ...]:
    """Describe the numeric columns of a summary, and of its companion `category_shares` where joined to it.

    Parameters
    ----------
    summary : DataFrame
        As `customer_summary` gives it; columns that it lacks are left out.
    currency : str
        ISO 4217 code; "" where unknown: amounts then have no unit.
    categories : sequence of str
        Names behind `category_share_1`..., as `PurchaseDays.categories` holds them.
    """
    told = [
        Variable(name, french, english, currency.lower() if unit == MONEY else unit, "intensive")
        for name, french, english, unit in KNOWN
        if name in summary.columns
    ]
    shares = [
        Variable(
            f"{SHARE_PREFIX}{number}", f"Part des achats : {name}", f"Share of purchases: {name}", "share", "intensive"
        )
        for number, name in enumerate(categories, start=1)
        if f"{SHARE_PREFIX}{number}" in summary.columns
    ]
    return (*told, *shares)
