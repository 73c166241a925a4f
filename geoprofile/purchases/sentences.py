"""What was found in a file of order lines, told in French and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.words import check_language, count_text, number_text, share_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import pandas as pd

    from geoprofile.purchases.orders_reading import OrdersReading
    from geoprofile.purchases.scores import ScoreCuts

__all__ = ["cautions", "frequency_labels", "reading_sentences", "recency_labels"]

WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "lines": "{lines} lignes lues, du {first} au {last} : {customers} clients, {orders} commandes retenues, "
        "{turnover} net des retours.",
        "columns": "Colonnes lues : {columns}.",
        "date_formats": "Dates : {formats}.",
        "guessed_order": "Aucune date ne dit si le jour ou le mois vient d'abord : elles sont lues jour d'abord ; "
        "dites-le si c'est le mois.",
        "decimal": "Signe décimal : {decimal}. Devise : {currency}.",
        "without_customer": "Lignes sans client (vide, 0, NULL, anonyme...), comptées pour personne : {count} "
        "({amount}).",
        "without_date": "Lignes sans date lisible, laissées de côté : {count} (la première : ligne {row}).",
        "implausible_dates": "Lignes d'une date invraisemblable, loin de toutes les autres ou d'avant 1970, laissées "
        "de côté : {count} (la première : ligne {row}).",
        "without_amount": "Lignes sans montant lisible, laissées de côté : {count} (la première : ligne {row}).",
        "after": "Lignes d'après le jour voulu, laissées de côté : {count}.",
        "other_currency": "Lignes dans une autre devise, laissées de côté : {count}.",
        "repeated_lines": "Lignes qui en répètent une autre exactement : {count} ; elles comptent.",
        "cancelled_orders": "Commandes annulées, jamais payées ou entièrement retournées, qui ne sont pas des achats : "
        "{count}.",
        "called_off": "Annulé ou jamais payé d'après le statut, donc jamais livré : {amount}.",
        "sent_back": "Retourné ou remboursé après l'achat : {amount}.",
        "total_elsewhere": "Lignes d'une commande dont le total est sur une autre ligne, sans montant à elles : "
        "{count} ; rien n'y manque.",
        "free_orders": "Commandes à 0, qui ne sont pas des achats : {count}.",
        "unmatched_returns": "Retours sans commande dans le fichier, en tout ou partie : {count} ; leur reste "
        "({amount}) n'est déduit de rien.",
        "statuses": "Statuts lus comme une annulation, un impayé ou un retour : {statuses}.",
        "credit_statuses": "Documents lus comme des avoirs, déduits des achats : {statuses}.",
        "standing_statuses": "Statuts comptés comme des achats : {statuses}.",
        "status_lines": "« {status} » ({count}\N{NO-BREAK SPACE}lignes)",
        "credits_back": "Documents numérotés {prefix}… au montant positif, comptés comme retours parce que la plupart "
        "répètent une commande d'avant du même client : {count}.",
        "credits_stand": "Documents numérotés {prefix}… au montant positif, comptés comme commandes parce que rien ne "
        "montre qu'ils en annulent d'autres : {count}.",
        "largest_share": "Un seul identifiant porte {share} des commandes, loin devant tout autre : si c'est la caisse "
        "ou un compte de passage, videz-le dans le fichier, ses lignes seront sans client.",
        "short_interval": "La note de récence la plus basse commence à {days}\N{NO-BREAK SPACE}jours sans achat, moins "
        "que l'intervalle médian entre deux achats ({interval}\N{NO-BREAK SPACE}jours) : « il y a longtemps » n'y veut "
        "pas dire perdu.",
        "short_file": "La note de récence la plus basse commence à {days}\N{NO-BREAK SPACE}jours sans achat, ce qui "
        "est peu : « il y a longtemps » ne vaut que par rapport aux autres clients de ce fichier.",
        "named": "mois en lettres", "unix": "secondes Unix",
        "timestamp": "typées", "iso": "année-mois-jour", "serial": "jours de tableur", "day-first": "jour d'abord",
        "month-first": "mois d'abord", "none": "non dite", "comma": "virgule", "point": "point",
        "customer": "client", "date": "date", "amount": "montant", "order": "commande", "quantity": "quantité",
        "unit_price": "prix unitaire", "category": "catégorie", "product": "article", "status": "statut",
        "document": "type de document",
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
        "without_customer": "Lines without customer (empty, 0, NULL, guest...), which count for nobody: {count} "
        "({amount}).",
        "without_date": "Lines without a readable date, left out: {count} (the first: row {row}).",
        "implausible_dates": "Lines of an implausible date, far from all others or before 1970, left out: {count} (the "
        "first: row {row}).",
        "without_amount": "Lines without a readable amount, left out: {count} (the first: row {row}).",
        "after": "Lines after the day wanted, left out: {count}.",
        "other_currency": "Lines in another currency, left out: {count}.",
        "repeated_lines": "Lines that repeat another exactly: {count}; they count.",
        "cancelled_orders": "Orders cancelled, never paid or wholly sent back, which are no purchases: {count}.",
        "called_off": "Called off or never paid by the status, so never delivered: {amount}.",
        "sent_back": "Sent back or paid back after the purchase: {amount}.",
        "total_elsewhere": "Lines of an order whose total stands on another line, with no amount of their own: "
        "{count}; nothing is missing.",
        "free_orders": "Orders that came to 0, which are no purchases: {count}.",
        "unmatched_returns": "Returns wholly or in part of no order in the file: {count}; their rest ({amount}) is "
        "taken off nothing.",
        "statuses": "Statuses read as cancelled, never paid or sent back: {statuses}.",
        "credit_statuses": "Documents read as credit notes, taken off the purchases: {statuses}.",
        "standing_statuses": "Statuses counted as purchases: {statuses}.",
        "status_lines": '"{status}" ({count} lines)',
        "credits_back": "Documents numbered {prefix}... of a positive amount, counted as returns because most repeat "
        "an order before of the same customer: {count}.",
        "credits_stand": "Documents numbered {prefix}... of a positive amount, counted as orders because nothing "
        "shows that they undo others: {count}.",
        "largest_share": "One identifier bears {share} of the orders, far more than any other: if it is the till or a "
        "guest account, empty it in the file, and its lines will be without customer.",
        "short_interval": "The lowest score of recency begins at {days} days without purchase, fewer than the median "
        'interval between two purchases ({interval} days): "long ago" does not mean lost there.',
        "short_file": 'The lowest score of recency begins at {days} days without purchase, which is few: "long ago" '
        "holds only beside the other customers of this file.",
        "named": "months in letters", "unix": "Unix seconds",
        "timestamp": "typed", "iso": "year-month-day", "serial": "days of a spreadsheet", "day-first": "day first",
        "month-first": "month first", "none": "not said", "comma": "comma", "point": "point",
        "customer": "customer", "date": "date", "amount": "amount", "order": "order", "quantity": "quantity",
        "unit_price": "unit price", "category": "category", "product": "product", "status": "status",
        "document": "type of document",
        "currency": "currency", "days": "{span}\N{NO-BREAK SPACE}d",
        "days_and_more": "{low}\N{NO-BREAK SPACE}d and more", "and_more": "{low} and more",
    },
}  # fmt: skip
# A first class that begins sooner says little of who is lost.
SHORT_DAYS = 30
# A median is of so many persons at least.
FEWEST_PERSONS = 11
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


def cautions(summary: pd.DataFrame, cuts: ScoreCuts, language: str) -> tuple[str, ...]:
    """Say where "long ago" is a matter of days, a sentence each; () where it is not.

    That is so where the lowest score of recency begins before 30 days, or before the median interval between purchases
    of those who came back (where they are at least 11).

    Parameters
    ----------
    summary : DataFrame
        As `customer_summary` gives it.
    cuts : ScoreCuts
    language : {"fr", "en"}
    """
    check_language(language)
    first = next((cut for cut in cuts.recency if np.isfinite(cut)), np.inf)
    intervals = summary["interval_days"].dropna()
    interval = float(intervals.median()) if len(intervals) >= FEWEST_PERSONS else 0.0
    if first >= max(SHORT_DAYS, interval):
        return ()
    kind = "short_interval" if first < interval else "short_file"
    days, between = (number_text(round(number), language) for number in (first, interval))
    return (WORDS[language][kind].format(days=days, interval=between),)


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
        "implausible_dates": (0, reading.first_implausible_date),
        "without_amount": (0, reading.first_without_amount),
        "total_elsewhere": (0, 0),
        "after": (0, 0),
        "other_currency": (0, 0),
        "repeated_lines": (0, 0),
        "cancelled_orders": (0, 0),
        "free_orders": (0, 0),
        "unmatched_returns": (reading.unmatched_amount, 0),
    }
    for name, (amount, row) in details.items():
        if number := getattr(reading, name):
            yield words[name].format(count=count(number), amount=money(amount), row=count(row))
    for name, amount in (("called_off", reading.called_off), ("sent_back", reading.returned - reading.called_off)):
        if round(amount, 2):
            yield words[name].format(amount=money(amount))
    yield from _evidence_sentences(reading, words, language)


def _evidence_sentences(reading: OrdersReading, words: dict[str, str], language: str) -> Iterator[str]:
    """Tell which statuses, numbers of documents and identifiers were read as more than a label."""
    for name, statuses in (
        ("statuses", reading.cancelled_statuses),
        ("credit_statuses", reading.credit_statuses),
        ("standing_statuses", reading.standing_statuses),
    ):
        told = [
            words["status_lines"].format(status=status, count=count_text(lines, language)) for status, lines in statuses
        ]
        if told:
            yield words[name].format(statuses=", ".join(told))
    for prefix, number, is_back in reading.credit_documents:
        kind = "credits_back" if is_back else "credits_stand"
        yield words[kind].format(prefix=prefix, count=count_text(number, language))
    if reading.largest_share:
        yield words["largest_share"].format(share=share_text(reading.largest_share, language))


def _day(day: date | None, language: str) -> str:
    if day is None:
        return ""
    return day.strftime("%d/%m/%Y") if language == "fr" else day.isoformat()
