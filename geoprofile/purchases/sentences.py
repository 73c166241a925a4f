"""What was found in a file of order lines, told in French and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.words import check_language, count_text, number_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from geoprofile.purchases.orders_reading import OrdersReading
    from geoprofile.purchases.scores import ScoreCuts

__all__ = ["frequency_labels", "reading_sentences", "recency_labels"]

WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "lines": "{lines} lignes lues, du {first} au {last} : {customers} clients, {orders} commandes retenues, "
        "{turnover} net des retours.",
        "columns": "Colonnes lues : {columns}.",
        "date_formats": "Dates : {formats}.",
        "guessed_order": "Aucune date ne dit si le jour ou le mois vient d'abord : elles sont lues jour d'abord ; "
        "dites-le si c'est le mois.",
        "decimal": "Signe décimal : {decimal}. Devise : {currency}.",
        "without_customer": "Lignes sans client, comptées pour personne : {count} ({amount}).",
        "without_date": "Lignes sans date lisible, laissées de côté : {count} (la première : ligne {row}).",
        "without_amount": "Lignes sans montant lisible, laissées de côté : {count} (la première : ligne {row}).",
        "after": "Lignes d'après le jour voulu, laissées de côté : {count}.",
        "other_currency": "Lignes dans une autre devise, laissées de côté : {count}.",
        "repeated_lines": "Lignes qui en répètent une autre exactement : {count} ; elles comptent.",
        "cancelled_orders": "Commandes annulées ou entièrement retournées, qui ne sont pas des achats : {count} ; "
        "retourné en tout : {amount}.",
        "free_orders": "Commandes à 0, qui ne sont pas des achats : {count}.",
        "unmatched_returns": "Retours sans commande dans le fichier, en tout ou partie : {count} ; leur reste "
        "({amount}) n'est déduit de rien.",
        "timestamp": "typées", "iso": "année-mois-jour", "serial": "jours de tableur", "day-first": "jour d'abord",
        "month-first": "mois d'abord", "none": "non dite", "comma": "virgule", "point": "point",
        "customer": "client", "date": "date", "amount": "montant", "order": "commande", "quantity": "quantité",
        "unit_price": "prix unitaire", "category": "catégorie", "product": "article", "status": "statut",
        "currency": "devise", "days": "{span}\N{NO-BREAK SPACE}j",
        "days_and_more": "{low}\N{NO-BREAK SPACE}j et plus", "and_more": "{low} et plus",
    },
    "en": {
        "lines": "{lines} lines read, from {first} to {last}: {customers} customers, {orders} orders that stand, "
        "{turnover} net of returns.",
        "columns": "Columns read: {columns}.",
        "date_formats": "Dates: {formats}.",
        "guessed_order": "No date tells whether day or month comes first: they are read day first; say so if it is "
        "the month.",
        "decimal": "Decimal sign: {decimal}. Currency: {currency}.",
        "without_customer": "Lines without customer, which count for nobody: {count} ({amount}).",
        "without_date": "Lines without a readable date, left out: {count} (the first: row {row}).",
        "without_amount": "Lines without a readable amount, left out: {count} (the first: row {row}).",
        "after": "Lines after the day wanted, left out: {count}.",
        "other_currency": "Lines in another currency, left out: {count}.",
        "repeated_lines": "Lines that repeat another exactly: {count}; they count.",
        "cancelled_orders": "Orders cancelled or wholly sent back, which are no purchases: {count}; sent back in all: "
        "{amount}.",
        "free_orders": "Orders that came to 0, which are no purchases: {count}.",
        "unmatched_returns": "Returns wholly or in part of no order in the file: {count}; their rest ({amount}) is "
        "taken off nothing.",
        "timestamp": "typed", "iso": "year-month-day", "serial": "days of a spreadsheet", "day-first": "day first",
        "month-first": "month first", "none": "not said", "comma": "comma", "point": "point",
        "customer": "customer", "date": "date", "amount": "amount", "order": "order", "quantity": "quantity",
        "unit_price": "unit price", "category": "category", "product": "product", "status": "status",
        "currency": "currency", "days": "{span}\N{NO-BREAK SPACE}d",
        "days_and_more": "{low}\N{NO-BREAK SPACE}d and more", "and_more": "{low} and more",
    },
}  # fmt: skip
SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}


def reading_sentences(reading: OrdersReading, language: str) -> tuple[str, ...]:
    """Tell what was found in a file, a sentence each; what did not occur is not told."""
    check_language(language)
    return tuple(_sentences(reading, WORDS[language], language))


def recency_labels(cuts: ScoreCuts, language: str) -> tuple[str, ...]:
    """Say which days each score of recency is for, score 1 first; "" for an empty class."""
    words, ends = WORDS[language], cuts.recency
    first = words["days_and_more"].format(low=number_text(ends[0], language)) if np.isfinite(ends[0]) else ""
    spans = [_span(low, high - 1, language) for high, low in zip(ends, (*ends[1:], 0), strict=True)]
    return (first, *(words["days"].format(span=span) if span else "" for span in spans))


def frequency_labels(cuts: ScoreCuts, language: str) -> tuple[str, ...]:
    """Say which numbers of orders each score of frequency is for, score 1 first; "" for an empty class."""
    ends = cuts.frequency
    spans = [_span(low, high, language) for low, high in zip([1, *[cut + 1 for cut in ends]], ends, strict=False)]
    last = number_text(ends[-1] + 1, language) if np.isfinite(ends[-1]) else "1"
    return (*spans, WORDS[language]["and_more"].format(low=last))


def _span(low: float, high: float, language: str) -> str:
    if not (np.isfinite(low) and np.isfinite(high)) or low > high:
        return ""
    ends = [number_text(low, language), number_text(high, language)]
    return ends[0] if low == high else "\N{EN DASH}".join(ends)


def _sentences(reading: OrdersReading, words: dict[str, str], language: str) -> Iterator[str]:
    def money(amount: float) -> str:
        sign = SIGNS.get(reading.currency, reading.currency)
        return f"{count_text(round(amount), language)}\N{NO-BREAK SPACE}{sign}".rstrip()

    def count(number: int) -> str:
        return count_text(number, language)

    yield words["lines"].format(
        lines=count(reading.lines), first=_day(reading.first_day, language), last=_day(reading.last_day, language),
        customers=count(reading.customers), orders=count(reading.orders), turnover=money(reading.turnover),
    )  # fmt: skip
    listed = ", ".join(f"{name} ({words[role]})" for role, name in reading.columns.named.items())
    yield words["columns"].format(columns=listed)
    yield words["date_formats"].format(formats=", ".join(words[form] for form in reading.date_formats))
    if reading.is_day_order_guessed:
        yield words["guessed_order"]
    sign = words["comma" if reading.decimal == "," else "point"]
    yield words["decimal"].format(decimal=sign, currency=reading.currency or words["none"])
    details: dict[str, tuple[float, int]] = {
        "without_customer": (reading.turnover_without_customer, 0),
        "without_date": (0, reading.first_without_date),
        "without_amount": (0, reading.first_without_amount),
        "after": (0, 0),
        "other_currency": (0, 0),
        "repeated_lines": (0, 0),
        "cancelled_orders": (reading.returned, 0),
        "free_orders": (0, 0),
        "unmatched_returns": (reading.unmatched_amount, 0),
    }
    for name, (amount, row) in details.items():
        if number := getattr(reading, name):
            yield words[name].format(count=count(number), amount=money(amount), row=count(row))


def _day(day: date | None, language: str) -> str:
    if day is None:
        return ""
    return day.strftime("%d/%m/%Y") if language == "fr" else day.isoformat()
