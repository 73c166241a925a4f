"""Why a zone ranks where it does: the traits that raised or lowered its rate most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["TRAITS", "zone_reasons"]

TRAITS = 3


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
