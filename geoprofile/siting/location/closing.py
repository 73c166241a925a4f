"""Which of the own stores to close with the least loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import TableError
from geoprofile.siting.location.choice import SiteChoice, choose_sites

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.siting.location.question import SiteQuestion

__all__ = ["stores_to_close"]


def stores_to_close(
    question: SiteQuestion, count: int, *, objective: str = "mclp"
) -> tuple[NDArray[np.int64], SiteChoice]:
    """Close the `count` stores that are missed least: the best others to keep are chosen together.

    Parameters
    ----------
    question : SiteQuestion
        Whose candidates are the own stores.
    count : int
        Less than there are stores.
    objective : str

    Returns
    -------
    closed : int64 array of shape (count,)
        Rows of the stores, ascending.
    kept : SiteChoice
        With the value that remains, and its gap. A store that would add nothing is not in `chosen`, though it stays.

    Raises
    ------
    TableError
        If every store, or more, is to close.
    """
    stores = question.candidates.origin_count
    if not 0 < count < stores:
        raise TableError(f"{count} of {stores} stores cannot be closed: at least one closes and at least one stays.")
    kept = choose_sites(question, stores - count, objective=objective)
    others = np.setdiff1d(np.arange(stores, dtype=np.int64), kept.chosen)
    by_id = others[np.argsort(np.asarray(question.candidate_id, dtype=str)[others], kind="stable")]
    # Stores that add nothing to those kept are all alike: the first ids stay.
    return np.sort(by_id[len(others) - count :]), kept
