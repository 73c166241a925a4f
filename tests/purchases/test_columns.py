"""Columns of order lines are known by their names."""

from __future__ import annotations

import pytest

from geoprofile.errors import AddressFileError, UnknownNameError
from geoprofile.purchases.columns import choose_order_columns


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (
            ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"],
            {"customer": "CustomerID", "order": "InvoiceNo", "date": "InvoiceDate", "quantity": "Quantity",
             "unit_price": "UnitPrice", "product": "StockCode"},
        ),
        (
            ["N° client", "N° de commande", "Date de commande", "Date de livraison", "Montant TTC (EUR)", "Statut",
             "Rayon"],
            {"customer": "N° client", "order": "N° de commande", "date": "Date de commande",
             "amount": "Montant TTC (EUR)", "status": "Statut", "category": "Rayon"},
        ),
        (
            ["Row ID", "Order ID", "Order Date", "Ship Date", "Customer ID", "Customer Name", "Postal Code", "Category",
             "Sub-Category", "Product ID", "Sales", "Quantity", "Discount", "Profit"],
            {"customer": "Customer ID", "order": "Order ID", "date": "Order Date", "amount": "Sales",
             "quantity": "Quantity", "category": "Category", "product": "Product ID"},
        ),
        (
            ["Name", "Email", "Financial Status", "Currency", "Total", "Created at", "Lineitem quantity",
             "Lineitem name", "Accepts Marketing"],
            {"customer": "Email", "order": "Name", "date": "Created at", "amount": "Total", "status":
             "Financial Status", "currency": "Currency", "quantity": "Lineitem quantity"},
        ),
        (
            ["ID", "Référence", "Client", "Total", "Paiement", "État", "Date"],
            {"customer": "Client", "order": "Référence", "date": "Date", "amount": "Total", "status": "État"},
        ),
        (
            ["Type pièce", "Date pièce", "Compte tiers", "E-mail", "Réf. article", "Montant HT", "Statut"],
            {"customer": "Compte tiers", "date": "Date pièce", "amount": "Montant HT", "product": "Réf. article",
             "document": "Type pièce", "status": "Statut"},
        ),
        (
            ["Référence", "Client", "Date", "Total"],
            {"customer": "Client", "date": "Date", "amount": "Total", "product": "Référence"},
        ),
        (
            ["date_achat", "id_client", "qte", "prix_unitaire", "ticket", "devise"],
            {"customer": "id_client", "order": "ticket", "date": "date_achat", "quantity": "qte",
             "unit_price": "prix_unitaire", "currency": "devise"},
        ),
    ],
)  # fmt: skip
def test_columns_are_found_by_their_names_in_french_and_english(names, wanted):
    assert choose_order_columns(names, file="orders.csv").named == wanted


def test_the_users_word_decides_and_frees_the_column_guessed():
    names = ["client", "acheteur", "date", "total", "total_ht"]
    chosen = choose_order_columns(names, {"customer": "acheteur", "amount": "total_ht"}, file="orders.csv")
    assert (chosen.customer, chosen.amount) == ("acheteur", "total_ht")


def test_a_price_without_a_quantity_is_the_amount():
    assert choose_order_columns(["client", "date", "prix"], file="orders.csv").amount == "prix"


def test_a_name_of_nothing_says_that_there_is_no_such_column():
    names = ["client", "commande", "date", "montant"]
    assert choose_order_columns(names, {"order": ""}, file="orders.csv").order == ""


@pytest.mark.parametrize(
    ("names", "told", "message"),
    [
        (["date", "montant", "email_optin"], {}, "no column of customers .*--column customer NAME.*date, montant"),
        (["client", "montant"], {}, "no column of dates"),
        (["client", "date", "quantite"], {}, "nor quantity and unit price"),
        (["client", "date", "montant"], {"amount": "prix"}, "no column 'prix' for amount: choose from client"),
    ],
)
def test_a_column_that_cannot_be_told_is_asked_for(names, told, message):
    with pytest.raises(AddressFileError, match=message):
        choose_order_columns(names, told, file="orders.csv")


def test_an_unknown_role_lists_the_choices():
    with pytest.raises(UnknownNameError, match="customer"):
        choose_order_columns(["client"], {"custommer": "client"}, file="orders.csv")
