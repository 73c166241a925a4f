"""Who objected to being written to: most of them customers, each told by one or several keys."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .contacts import fiction_numbers
from .dirt import Home, clean

__all__ = ["opposition"]

CUSTOMERS = {"email": 15, "telephone": 12, "adresse": 12, "all": 6}
STRANGERS = 15
FIRST_DAY, DAYS = np.datetime64("2023-03-01"), 1000
# An address that can be compared: written well, if not always in the same way.
LEGIBLE = ("clean", "capitals", "no_accents", "abbreviation")


def opposition(written: pd.DataFrame, homes: list[Home], others: pd.DataFrame) -> pd.DataFrame:
    """Draw the list.

    Parameters
    ----------
    written : DataFrame
        The customers as the CRM exports them, with `dirt`.
    homes : list of dict
        The clean parts of their addresses, in the same order.
    others : DataFrame
        Addresses of persons who are no customers: adresse, code_postal, ville.

    Returns
    -------
    DataFrame
        email, telephone, adresse, code_postal, ville, date; text, by date.
    """
    rng = np.random.default_rng([2024, 20])
    rows = [*of_customers(written, homes, rng), *of_strangers(written, others, rng)]
    table = pd.DataFrame(rows, columns=["email", "telephone", "adresse", "code_postal", "ville"]).fillna("")
    table["date"] = FIRST_DAY + rng.integers(0, DAYS, len(table))
    return table.sort_values(["date", "email", "telephone", "adresse"], kind="stable").reset_index(drop=True)


def of_customers(written: pd.DataFrame, homes: list[Home], rng: np.random.Generator) -> list[dict[str, str]]:
    """Tell customers by e-mail, by telephone, by address or by all three."""
    able = (
        written["email"].str.strip().str.fullmatch(r"(?i)client\d+@example\.org")
        & (written["telephone"].str.replace(r"\D", "", regex=True).str.len() >= 9)
        & written["dirt"].isin(LEGIBLE)
    )
    rows = iter(rng.permutation(np.flatnonzero(able)))
    found = []
    for key, count in CUSTOMERS.items():
        for _ in range(count):
            i = int(next(rows))
            one = {"email": written["email"].iloc[i].strip().lower(), "telephone": written["telephone"].iloc[i],
                   **{name: text for name, text in clean(homes[i], rng).items() if name != "complement"}}  # fmt: skip
            keys = {"adresse": ("adresse", "code_postal", "ville"), "all": tuple(one)}.get(key, (key,))
            found.append({name: one[name] for name in keys})
    return found


def of_strangers(written: pd.DataFrame, others: pd.DataFrame, rng: np.random.Generator) -> list[dict[str, str]]:
    """Make up persons who are no customers."""
    taken = set(written["telephone"].str.replace(r"\D", "", regex=True).str[-9:])
    numbers = [number for number in fiction_numbers(400, rng) if number[1:] not in taken]
    found = []
    for i in range(STRANGERS):
        one = {"email": f"autre{i + 1:03d}@example.org", "telephone": numbers[i], **others.iloc[i].to_dict()}
        keys = (("email",), ("telephone",), ("adresse", "code_postal", "ville"))[i % 3]
        found.append({name: one[name] for name in keys})
    return found
