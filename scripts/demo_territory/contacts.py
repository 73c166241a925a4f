"""How the customers can be reached, and what they do with the e-mails of the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .kinds import KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["FICTION_PREFIXES", "contacts", "fiction_numbers"]

# The numbers that the ARCEP keeps for works of fiction in its numbering plan: no real person has one.
FICTION_PREFIXES = ("019900", "026191", "035301", "046571", "053649", "063998")
MOBILE_SHARE = 0.62
EMAIL_SHARE, TELEPHONE_SHARE = 0.82, 0.84
EMAILS_A_YEAR = 48
SENT_SINCE_DAYS = 180.0
CHANNELS = ("boutique", "web", "téléphone")


def contacts(own: pd.DataFrame, last_purchase: pd.Series, today: np.datetime64) -> pd.DataFrame:
    """Lay out e-mail, telephone, engagement, channel and consent of each customer.

    Parameters
    ----------
    own : DataFrame
        Customers with client_id, kind and the parts of their address.
    last_purchase : Series
        Date, on the rows of `own`.
    today : datetime64
        Day of the export; engagement is that of the twelve months before it.

    Returns
    -------
    DataFrame
        email, telephone, emails_opened, emails_clicked, site_visits, channel, consent_email; all text.
    """
    rng = np.random.default_rng([2024, 14])
    email = emails(own, rng)
    telephone = telephones(len(own), rng)
    youth = np.asarray(own["kind"].map({name: sum(kind.ages[1:3]) for name, kind in KINDS.items()}), dtype=np.float64)
    channel = channels(youth, rng)
    recency = np.asarray((today - last_purchase.to_numpy()).astype("timedelta64[D]"), dtype=np.float64)
    known = email != ""
    acts = {
        name: np.where(known, values.astype(str), "")
        for name, values in engagement(recency, youth, channel == "web", rng).items()
    }
    consent = np.where(known & (rng.random(len(own)) < 0.7), "oui", "non")
    return pd.DataFrame({"email": email, "telephone": telephone, **acts, "channel": channel, "consent_email": consent})


def emails(own: pd.DataFrame, rng: np.random.Generator) -> NDArray[np.object_]:
    """Write addresses at example.org: some missing, one a household, some with spaces, capitals or no @."""
    home = own[["commune", "fantoir", "number", "suffix"]].astype(str).agg("|".join, axis=1)
    first = own["client_id"].groupby(home).transform("first")
    head = np.where(rng.random(len(own)) < 0.7, first, own["client_id"])
    plain = np.array([f"client{name[1:]}@example.org" for name in head], dtype=object)
    draw = rng.random(len(own))
    plain = np.where(draw < 0.04, [f"  {text.title()} " for text in plain], plain)
    plain = np.where((draw >= 0.04) & (draw < 0.09), [text.upper() for text in plain], plain)
    broken = [text.replace("@", " at ", 1) if i % 2 else text.replace("@example.", "@") for i, text in enumerate(plain)]
    plain = np.where((draw >= 0.09) & (draw < 0.11), broken, plain)
    return np.where(rng.random(len(own)) < EMAIL_SHARE, plain, "").astype(object)


def fiction_numbers(count: int, rng: np.random.Generator) -> list[str]:
    """Draw telephone numbers of ten digits that no real person has, each once."""
    mobile = rng.random(count) < MOBILE_SHARE
    spots = rng.permutation(10_000)[:count]
    fixed = rng.integers(0, len(FICTION_PREFIXES) - 1, count)
    return [
        f"{FICTION_PREFIXES[-1] if m else FICTION_PREFIXES[f]}{s:04d}"
        for m, f, s in zip(mobile, fixed, spots, strict=True)
    ]


def telephones(count: int, rng: np.random.Generator) -> list[str]:
    """Write numbers as people do; some missing, a few cut short."""
    numbers = fiction_numbers(count, rng)
    ways = rng.choice(7, count, p=[0.34, 0.24, 0.12, 0.10, 0.06, 0.11, 0.03])
    given = rng.random(count) < TELEPHONE_SHARE
    return [written(n, int(w)) if g else "" for n, w, g in zip(numbers, ways, given, strict=True)]


def written(number: str, way: int) -> str:
    """Write one number in one of seven ways; the last way loses its end."""
    pairs = [number[i : i + 2] for i in range(0, 10, 2)]
    abroad = " ".join([number[1], *pairs[1:]])
    return (
        " ".join(pairs), number, ".".join(pairs), f"+33 {abroad}", f"0033{number[1:]}", number[1:], " ".join(pairs[:4]),
    )[way]  # fmt: skip


def channels(youth: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.object_]:
    """Draw the usual channel: the web more where the young live."""
    web = 0.12 + 0.45 * (youth - 0.25)
    draw = rng.random(len(youth))
    return np.where(draw < web, CHANNELS[1], np.where(draw < 0.93, CHANNELS[0], CHANNELS[2])).astype(object)


def engagement(
    recency: NDArray[np.float64], youth: NDArray[np.float64], on_web: NDArray[np.bool_], rng: np.random.Generator
) -> dict[str, NDArray[np.int64]]:
    """Draw opens, clicks and visits of twelve months: more after a recent purchase and where the young live."""
    warm = np.exp(-recency / SENT_SINCE_DAYS)
    leaning = rng.normal(0, 0.7, len(recency))
    chance = 1 / (1 + np.exp(-(-1.9 + 1.8 * warm + 2.0 * (youth - 0.35) + leaning)))
    opened = rng.binomial(EMAILS_A_YEAR, chance)
    clicked = rng.binomial(opened, 0.05 + 0.12 * warm)
    visits = rng.poisson(np.exp(0.1 + 1.1 * warm + 2.0 * (youth - 0.35) + 0.9 * on_web + 0.5 * leaning))
    return {"emails_opened": opened, "emails_clicked": clicked, "site_visits": visits}
