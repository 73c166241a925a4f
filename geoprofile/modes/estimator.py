"""Segments of customers: learned from a table, found again for any other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import TableError
from geoprofile.modes.assignment import assign
from geoprofile.modes.choice import NUMBERS, choose_number
from geoprofile.modes.clusters import find_centres
from geoprofile.modes.drift import learn_bins
from geoprofile.modes.preparation import MixedPreparation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geoprofile.modes.choice import Choice
    from geoprofile.modes.columns import ModeColumn
    from geoprofile.modes.drift import Bins

__all__ = ["FITTED_ON", "LEAST_CUSTOMERS", "MOST_SEGMENTS", "CustomerModes", "sampled", "segment_code"]

# Customers that segments are learned from at most; all are then put into them.
FITTED_ON = 50_000
# Fewest customers of a segment: fewer are not told of, so a segment of them could not be shown.
LEAST_CUSTOMERS = 11
MOST_SEGMENTS = 12


def segment_code(place: int) -> str:
    """Give the code of a segment by its place, 0 the largest: `M1`."""
    return f"M{place + 1}"


@dataclass
class CustomerModes:
    """Segments of customers by k-means on the axes of their mixed data.

    Attributes
    ----------
    number : int or None
        As many as wanted, None to have it chosen.
    seed : int
    numbers : sequence of int
        Those tried, from which one is chosen.
    preparation_ : MixedPreparation
    centres_ : array of shape (k, a)
        On the axes, the largest segment first.
    choice_ : Choice
    bins_ : tuple of Bins
        How the customers of the fit spread over each column, to tell drift by.
    counts_ : array of shape (k + 1,)
        Customers of the fit in each segment, and in none.
    fitted_on_ : int
    """

    number: int | None = None
    seed: int = 0
    numbers: Sequence[int] = NUMBERS

    @property
    def codes_(self) -> tuple[str, ...]:
        """Give the codes of the segments, the largest first."""
        return tuple(segment_code(place) for place in range(len(self.centres_)))

    def fit(self, table: pd.DataFrame, columns: Sequence[ModeColumn], ids: pd.Series) -> CustomerModes:
        """Learn segments.

        Parameters
        ----------
        table : DataFrame of n rows
            One row a customer.
        columns : sequence of ModeColumn
            As `choose_columns` gives them.
        ids : Series of n texts
            Of the customers: the order of rows changes nothing, as they are taken by id.

        Raises
        ------
        TableError
            If an id is missing or stands twice, or there are too few customers or columns.
        """
        self._check(ids)
        rows = sampled(ids, FITTED_ON)
        sample = table.iloc[rows].reset_index(drop=True)
        self.preparation_ = MixedPreparation().fit(sample, columns)
        encoded = self.preparation_.encode(sample)
        weights = self.preparation_.known_share(encoded.known)
        met = weights > 0
        points = (self.preparation_.fill(encoded) @ self.preparation_.axes_)[met]
        self.choice_: Choice = choose_number(
            points, weights[met], number=self.number, least=LEAST_CUSTOMERS, seed=self.seed, numbers=self.numbers
        )
        self.centres_ = find_centres(points, weights[met], self.choice_.number, least=LEAST_CUSTOMERS, seed=self.seed)
        if len(self.centres_) < 2:  # noqa: PLR2004  one segment is none
            raise TableError(
                f"The customers fall into no two modes of {LEAST_CUSTOMERS} customers or more: they are too "
                "alike or too few."
            )
        self.fitted_on_ = len(sample)
        self.bins_: tuple[Bins, ...] = learn_bins(self.preparation_.codes_, sample)
        # Customers of whom little is known may have moved the order of sizes.
        sizes = self._count(sample)[:-1]
        self.centres_ = self.centres_[np.argsort(-sizes, kind="stable")]
        self.counts_ = self._count(sample)
        return self

    def _count(self, table: pd.DataFrame) -> NDArray[np.int64]:
        """Count the customers of each segment, and of none."""
        place = assign(self.preparation_, self.centres_, table).place
        return np.bincount(np.where(place < 0, len(self.centres_), place), minlength=len(self.centres_) + 1)

    def predict(self, table: pd.DataFrame) -> pd.DataFrame:
        """Put customers into the segments, in batches.

        Returns
        -------
        DataFrame
            The index of `table`; `segment` ("" where nothing is known of a customer), `sureness` (0 on the border to
            the next segment, 1 at the middle of one's own or beyond), `runner_up`, `known_share` (0-1 of what
            segments are made from).
        """
        found = assign(self.preparation_, self.centres_, table)
        codes = np.array([*self.codes_, ""], dtype=object)
        columns = {
            "segment": pd.array(codes[found.place], dtype="str"),
            "sureness": found.sureness,
            "runner_up": pd.array(codes[found.runner_up], dtype="str"),
            "known_share": found.known_share,
        }
        return pd.DataFrame(columns, index=table.index)

    def _check(self, ids: pd.Series) -> None:
        """Refuse ids that do not tell customers apart; rows are named, not ids."""
        text = ids.astype("object").where(ids.notna(), "").astype("str")
        empty = (text == "").to_numpy()
        if empty.any():
            raise TableError(f"Column {ids.name!r}, data row {int(empty.argmax()) + 1}: a customer without an id.")
        twice = text.duplicated().to_numpy()
        if twice.any():
            raise TableError(
                f"Column {ids.name!r}, data row {int(twice.argmax()) + 1}: this id stands twice: give one row a "
                "customer."
            )
        if len(text) < 4 * LEAST_CUSTOMERS:
            raise TableError(f"{len(text)} customers are too few for modes: {4 * LEAST_CUSTOMERS} are the least.")
        if self.number is not None and not 2 <= self.number <= MOST_SEGMENTS:  # noqa: PLR2004  one is none
            raise TableError(f"{self.number} modes cannot be made: ask for 2 to {MOST_SEGMENTS}.")


def sampled(ids: pd.Series, most: int) -> NDArray[np.intp]:
    """Give the rows of at most so many customers, always the same ones, by id: the order of rows changes nothing."""
    text = ids.astype("str").reset_index(drop=True)
    order = np.asarray(text.sort_values(kind="stable").index, dtype=np.intp)
    if len(order) <= most:
        return order
    return order[np.sort(np.random.default_rng(0).permutation(len(order))[:most])]
