"""Why a zone ranks where it does: the traits that raised or lowered its rate most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["TRAITS", "theme_reasons", "zone_reasons"]

TRAITS = 3
# Parts of the log rate below this are under one percent: nothing that a reader should be told as a reason.
LEAST_EFFECT = 0.01


def zone_reasons(names: Sequence[str], contributions: NDArray[np.float64]) -> pd.DataFrame:
    """Name the traits that raised each zone's rate most, and those that lowered it most.

    Parameters
    ----------
    names : sequence of p str
    contributions : array of shape (z, p)
        Parts of the logarithm of the rate, against the average household.

    Returns
    -------
    DataFrame of z rows
        `raised_by_1` to `raised_by_3` and `lowered_by_1` to `lowered_by_3` (text, "" where there are fewer), each with
        `..._effect`: its part of the log rate (0.10 is about 10 % more customers), NaN where there is none. Equal
        parts go by the order of `names`.
    """
    label = np.array([*names, ""], dtype=object)
    columns: dict[str, NDArray[np.generic]] = {}
    for word, sign in (("raised", 1.0), ("lowered", -1.0)):
        order = np.argsort(-sign * contributions, axis=1, kind="stable")[:, :TRAITS]
        for place in range(TRAITS):
            if place < order.shape[1]:
                which = order[:, place]
                effect = np.take_along_axis(contributions, which[:, None], axis=1)[:, 0]
            else:
                which, effect = np.zeros(len(contributions), dtype=np.intp), np.zeros(len(contributions))
            counts = sign * effect > 0
            columns[f"{word}_by_{place + 1}"] = label[np.where(counts, which, len(names))]
            columns[f"{word}_by_{place + 1}_effect"] = np.where(counts, effect, np.nan)
    texts = {name: "str" for name in columns if not name.endswith("_effect")}
    return pd.DataFrame(columns).astype(texts)


def theme_reasons(names: Sequence[str], contributions: NDArray[np.float64], themes: Sequence[str]) -> pd.DataFrame:
    """Name the themes that changed each zone's rate most, whichever way, each with the trait that speaks for it.

    Variables that say nearly the same (four of income) share one part of the rate between them; told one by one they
    would fill all reasons. The part of a theme is the sum of those of its variables, which is exact.

    Parameters
    ----------
    names : sequence of p str
    contributions : array of shape (z, p)
        Parts of the logarithm of the rate, against the average household.
    themes : sequence of p str
        Theme of each trait.

    Returns
    -------
    DataFrame of z rows
        For each of 1 to 3: `reason_1_theme`, `reason_1_trait` (that with the largest part in the direction of its
        theme; text, "" where there are fewer) and `reason_1_effect` (part of the log rate, NaN where there is none).
        Equal parts go by the order in which the themes come.
    """
    kinds = list(dict.fromkeys(themes))
    member = np.array([[theme == kind for theme in themes] for kind in kinds]).reshape(len(kinds), len(names))
    sums = contributions @ member.T
    order = np.argsort(-np.abs(sums), axis=1, kind="stable")[:, :TRAITS]
    rows, columns = np.arange(len(sums)), {}
    for place in range(TRAITS):
        which = order[:, place] if place < order.shape[1] else np.zeros(len(sums), dtype=np.intp)
        effect = sums[rows, which] if place < order.shape[1] else np.zeros(len(sums))
        toward = np.where(member[which], np.sign(effect)[:, None] * contributions, -np.inf)
        told = np.abs(effect) >= LEAST_EFFECT
        label = f"reason_{place + 1}"
        columns[f"{label}_theme"] = np.where(told, np.array(kinds, dtype=object)[which], "")
        columns[f"{label}_trait"] = np.where(told, np.array(names, dtype=object)[toward.argmax(axis=1)], "")
        columns[f"{label}_effect"] = np.where(told, effect, np.nan)
    return pd.DataFrame(columns).astype({name: "str" for name in columns if not name.endswith("_effect")})
