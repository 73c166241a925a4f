"""Which prospects a score learns from, and which ones it is judged on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import AddressFileError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

__all__ = ["FOLDS", "HELD_OUT_SHARE", "Split", "folds_of", "hold_out", "row_keys"]

HELD_OUT_SHARE, FOLDS = 0.3, 5
# Of yes and of no on either side: fewer and no figure on them would mean anything.
LEAST_A_SIDE = 10


@dataclass(frozen=True)
class Split:
    """Rows parted in two.

    Attributes
    ----------
    train : bool array of shape (n,)
    by : {"time", "block", "id", "chance"}
        `id` where the blocks are prospects of several rows.
    """

    train: NDArray[np.bool_]
    by: str


def row_keys(texts: Iterable[str]) -> NDArray[np.uint64]:
    """Give a number to each row that follows from its text alone, as if drawn at random (SHA-256).

    Parameters
    ----------
    texts : iterable of n texts
        Its id, or all its cells.
    """
    drawn = (hashlib.sha256(text.encode()).digest()[:8] for text in texts)
    return np.array([int.from_bytes(part, "big") for part in drawn], dtype=np.uint64)


def hold_out(
    keys: NDArray[np.uint64],
    yes: NDArray[np.float64],
    *,
    time: NDArray[np.float64] | None = None,
    block: NDArray[np.object_] | None = None,
) -> Split:
    """Part rows into those that are learned from and those held out, about three in ten.

    By time the latest are held out, a moment whole; rows without a time are learned from. By block whole blocks are,
    drawn by their names. By both a block goes whole by its latest moment, so that nothing late is learned from. Else
    rows are drawn by their keys, as many of the yes as of the no.

    Parameters
    ----------
    keys : array of shape (n,)
        From `row_keys`.
    yes : array of shape (n,)
        1 and 0.
    time : array of shape (n,), optional
    block : array of text, shape (n,), optional
        An empty one is a block of its own.

    Raises
    ------
    AddressFileError
        If either part has fewer than 10 of the yes or of the no.
    """
    if time is not None:
        split = Split(_before(time if block is None else _latest(time, _numbered(block, keys)[0])), "time")
    elif block is not None:
        number, count = _numbered(block, keys)
        sizes = np.bincount(number, minlength=count)
        late = np.cumsum(sizes) > (1 - HELD_OUT_SHARE) * len(keys)
        split = Split(~late[number], "block")
    else:
        split = Split(_rank_within(keys, yes) >= HELD_OUT_SHARE, "chance")
    whole = " (a prospect goes with its latest row)" if time is not None and block is not None else ""
    for part, name in ((split.train, "to learn from"), (~split.train, "held out")):
        counts = [int((yes[part] == value).sum()) for value in (1, 0)]
        if min(counts) < LEAST_A_SIDE:
            raise AddressFileError(
                f"Parted by {split.by}{whole}, the rows {name} hold {counts[0]} of the outcome yes and {counts[1]} of "
                f"no, fewer than {LEAST_A_SIDE}: part them by another column, or by none."
            )
    return split


def folds_of(
    keys: NDArray[np.uint64], yes: NDArray[np.float64], *, block: NDArray[np.object_] | None = None
) -> NDArray[np.intp]:
    """Deal rows into five folds: whole blocks, or yes and no evenly.

    Returns
    -------
    whole numbers of shape (n,)
    """
    if block is None:
        return np.minimum((_rank_within(keys, yes) * FOLDS).astype(np.intp), FOLDS - 1)
    number, count = _numbered(block, keys)
    sizes = np.bincount(number, minlength=count)
    held, fold = np.zeros(FOLDS), np.zeros(count, dtype=np.intp)
    for own in np.lexsort((np.arange(count), -sizes)):
        fold[own] = int(np.argmin(held))
        held[fold[own]] += sizes[own]
    return np.asarray(fold[number], dtype=np.intp)


def _before(time: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Find the rows up to the moment after which about three in ten lie."""
    known = time[np.isfinite(time)]
    if not len(known):
        raise AddressFileError(
            "The column of time holds no date and no number: name another, written 2026-03-31 or 31/03/2026."
        )
    last = float(np.quantile(known, 1 - HELD_OUT_SHARE, method="lower"))
    if last == known.max():  # the latest moment holds more than three in ten
        return ~(time >= last)
    return ~(time > last)


def _latest(time: NDArray[np.float64], number: NDArray[np.intp]) -> NDArray[np.float64]:
    """Give each row the latest time of its block."""
    return pd.Series(time).groupby(number).transform("max").to_numpy(dtype=float)


def _numbered(block: NDArray[np.object_], keys: NDArray[np.uint64]) -> tuple[NDArray[np.intp], int]:
    """Number blocks in an order that follows from their names as if drawn; rows without one are blocks of their own."""
    names = [name or f"\0{key}" for name, key in zip(block.tolist(), keys.tolist(), strict=True)]
    codes, found = pd.factorize(np.array(names, dtype=object))
    drawn = row_keys(str(name) for name in found)
    rank = np.empty(len(found), dtype=np.intp)
    rank[np.lexsort((np.asarray(found, dtype=str), drawn))] = np.arange(len(found))
    return np.asarray(rank[codes], dtype=np.intp), len(found)


def _rank_within(keys: NDArray[np.uint64], yes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the place of each row among those of its outcome by key, from 0 to under 1."""
    place = np.empty(len(keys))
    for value in (0, 1):
        own = np.flatnonzero(yes == value)
        place[own[np.argsort(keys[own], kind="stable")]] = np.arange(len(own)) / max(len(own), 1)
    return place
