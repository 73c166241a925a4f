"""What a method is worth, in one sentence of French and of English."""

from __future__ import annotations

from typing import Literal

from geoprofile.words import fixed_text

__all__ = ["FEWEST_CUSTOMERS", "STANDARD_ERRORS", "judgement", "verdict"]

# Below this number five folds hold about ten customers each in the best decile at best: nothing can be told.
FEWEST_CUSTOMERS = 100
# A lift is judged by what is left of it after this many standard errors: Student's t at 0.95, one side, for five folds.
# Of customers drawn at random (1,188 files on made zones) a method is called a guide in 1 to 3 % of files, 6 % at worst
# for one country and size; with 2 standard errors, and none of chance, it was 5 to 13 %.
STANDARD_ERRORS = 2.13
USEFUL_LIFT, STRONG_LIFT = 1.3, 2.0

SENTENCES = {
    "en": {
        "few": "{n} customers in {b} blocks of zones are too few to say what this method is worth.",
        "chance": "With {n} customers, the method is not shown to do better than chance: {lift} times as many as "
        "average in the best 10 % of households, give or take {error}. Do not rely on this ranking.",
        "weak": "In places it had not seen, the best 10 % of households hold {lift} times as many customers as "
        "average, give or take {error}: a weak guide.",
        "useful": "In places it had not seen, the best 10 % of households hold {lift} times as many customers as "
        "average, give or take {error}: a useful guide.",
        "strong": "In places it had not seen, the best 10 % of households hold {lift} times as many customers as "
        "average, give or take {error}: a strong guide.",
    },
    "fr": {
        "few": "{n} clients dans {b} blocs de zones : trop peu pour dire ce que vaut cette méthode.",
        "chance": "Avec {n} clients, rien ne montre que la méthode fasse mieux que le hasard : {lift} fois la moyenne "
        "dans les 10 % de ménages les mieux classés, à {error} près. Ne vous fiez pas à ce classement.",
        "weak": "Dans des lieux qu'elle n'avait pas vus, les 10 % de ménages les mieux classés comptent {lift} fois la "
        "moyenne de clients, à {error} près : un guide faible.",
        "useful": "Dans des lieux qu'elle n'avait pas vus, les 10 % de ménages les mieux classés comptent {lift} fois "
        "la moyenne de clients, à {error} près : un guide utile.",
        "strong": "Dans des lieux qu'elle n'avait pas vus, les 10 % de ménages les mieux classés comptent {lift} fois "
        "la moyenne de clients, à {error} près : un guide fort.",
    },
}


def verdict(
    customers: float, blocks: int, lift: float, standard_error: float, language: Literal["fr", "en"] = "en"
) -> str:
    """Say what a method is worth.

    Parameters
    ----------
    customers : float
        Customers that it was judged on.
    blocks : int
        Blocks of zones that hold any of them.
    lift, standard_error : float
        At 10 % of the households, over the five held-out folds.
    language : {"fr", "en"}
    """
    words = {
        "n": fixed_text(customers, 0, language),
        "b": fixed_text(blocks, 0, language),
        "lift": fixed_text(lift, 2, language),
        "error": fixed_text(STANDARD_ERRORS * standard_error, 2, language),
    }
    return SENTENCES[language][judgement(customers, lift, standard_error)].format(**words)


def judgement(customers: float, lift: float, standard_error: float) -> str:
    """Give the verdict in one word; a lift that cannot be computed counts as too few customers.

    Returns
    -------
    {"few", "chance", "weak", "useful", "strong"}
    """
    if customers < FEWEST_CUSTOMERS or not lift > 0 or not standard_error >= 0:
        return "few"
    surely = lift - STANDARD_ERRORS * standard_error
    if surely <= 1:
        return "chance"
    return "weak" if surely < USEFUL_LIFT else "useful" if surely < STRONG_LIFT else "strong"
