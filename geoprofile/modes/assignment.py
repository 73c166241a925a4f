"""Whose segment is whose: the nearest by what is known of a customer, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from geoprofile.modes.preparation import Encoded, MixedPreparation

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

__all__ = ["BATCH_ROWS", "Assigned", "assign", "distances"]

BATCH_ROWS = 50_000
TINY = 1e-12


@dataclass(frozen=True)
class Assigned:
    """Segments of n customers: arrays of shape (n,).

    Attributes
    ----------
    place, runner_up : arrays of int
        Place of the segment among the centres, -1 where nothing is known of the customer.
    sureness : array
        NaN where nothing is known.
    known_share : array
    """

    place: Places
    runner_up: Places
    sureness: Floats
    known_share: Floats


def assign(preparation: MixedPreparation, centres: Floats, table: pd.DataFrame) -> Assigned:
    """Put customers into the segment that is nearest by what is known of them.

    A missing cell speaks for no segment: distances are sums over the known columns alone. For a customer of whom all is
    known that is the nearest centre on the axes.

    Sureness is (d2 - d1) / |c1 - c2|^2, with d1, d2 the squared distances to the two nearest centres over what is known
    and c1, c2 these centres: 0 on the border between them, 1 at the middle of the own segment or beyond it. What is
    missing counts as if it lay on the border.

    Parameters
    ----------
    centres : array of shape (k, a)
    table : DataFrame of n rows
        Columns that it lacks are missing for all, columns that the preparation does not know are not read.
    """
    parts = [
        _assigned(preparation, centres, preparation.encode(table.iloc[start : start + BATCH_ROWS]))
        for start in range(0, max(len(table), 1), BATCH_ROWS)
    ]
    return Assigned(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in Assigned.__dataclass_fields__)
    )


def distances(encoded: Encoded, middles: Floats) -> Floats:
    """Squared distances (n, k) of customers to points (k, p) of the matrix, over the known columns."""
    known = encoded.known.astype(float)
    squares = (encoded.values**2 * known).sum(axis=1)[:, None]
    return np.asarray(np.maximum(squares - 2 * (encoded.values * known) @ middles.T + known @ (middles**2).T, 0))


def _assigned(preparation: MixedPreparation, centres: Floats, encoded: Encoded) -> Assigned:
    middles = centres @ preparation.axes_.T
    far = distances(encoded, middles).round(9)
    order = np.argsort(far, axis=1, kind="stable")
    one, two = order[:, 0], order[:, 1]
    at = np.arange(len(far))
    between = ((centres[one] - centres[two]) ** 2).sum(axis=1)
    share = preparation.known_share(encoded.known)
    met = share > 0
    sureness = np.clip((far[at, two] - far[at, one]) / np.maximum(between, TINY), 0, 1)
    return Assigned(np.where(met, one, -1), np.where(met, two, -1), np.where(met, sureness, np.nan), np.round(share, 9))
