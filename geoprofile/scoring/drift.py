"""Whether those scored are still those that a score was learned on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.scoring.inputs import Values

__all__ = ["Reference", "digest_text", "psi", "reference_of", "rows_digest", "shares_of"]

PARTS = 10
# Half a row in an empty part: its logarithm stays finite.
FILLER = 0.5
CHANCE_TAIL = 0.05


@dataclass(frozen=True)
class Reference:
    """How scores lay when they were learned: `edges` between the parts, `counts` of rows in each."""

    edges: tuple[float, ...]
    counts: tuple[float, ...]


def reference_of(scores: NDArray[np.float64]) -> Reference:
    """Part scores into about ten equal parts; equal scores stay together."""
    cuts = np.unique(np.quantile(scores, np.arange(1, PARTS) / PARTS, method="higher"))
    edges = cuts[cuts > scores.min()]
    counts = np.bincount(np.searchsorted(edges, scores, side="right"), minlength=len(edges) + 1)
    return Reference(tuple(edges.tolist()), tuple(counts.astype(float).tolist()))


def shares_of(reference: Reference, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Count scores in the parts of a reference."""
    places = np.searchsorted(np.array(reference.edges), scores, side="right")
    return np.bincount(places, minlength=len(reference.counts)).astype(float)


def rows_digest(values: Values) -> int:
    """Add up a number for each row of criteria, by 64 bits: batches add up, and the order of rows changes nothing.

    A sum over all rows of a file tells whether a file is that file, and nothing of any one of them.
    """
    frame = pd.DataFrame({name: values[name] for name in sorted(values)})
    return int(pd.util.hash_pandas_object(frame, index=False).to_numpy().sum(dtype=np.uint64))


def digest_text(digest: int, rows: int) -> str:
    """Write a digest as it is kept."""
    return f"{digest % 2**64:016x}-{rows}"


def psi(before: NDArray[np.float64], now: NDArray[np.float64]) -> tuple[float, float]:
    """Give the population stability index of two sets of counts, and what chance alone reaches once in twenty times.

    PSI = sum (p - q) log(p / q). Without drift it is about (1/n + 1/m) chi-squared of k - 1 degrees (Yurdakul and
    Naranjo, Journal of Risk Model Validation 14(4), 2020).

    Parameters
    ----------
    before, now : arrays of shape (k,)
    """
    from scipy.stats import chi2  # noqa: PLC0415  half a second that other commands do without

    sizes = before.sum(), now.sum()
    if len(before) < 2 or not min(sizes):  # noqa: PLR2004  one part cannot drift
        return 0.0, 0.0
    p, q = ((counts + FILLER) / (counts + FILLER).sum() for counts in (before, now))
    chance = (1 / sizes[0] + 1 / sizes[1]) * chi2.isf(CHANCE_TAIL, len(before) - 1)
    return float(((p - q) * np.log(p / q)).sum()), float(chance)
