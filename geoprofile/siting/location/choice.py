"""The best sites together, and how far from the best they may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoprofile.errors import TableError
from geoprofile.siting.location.interchange import interchange
from geoprofile.siting.location.objective import SITE_OBJECTIVES
from geoprofile.siting.location.question import canonical, check_question
from geoprofile.siting.location.standing import levels, value_of
from geoprofile.siting.note import Note

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoprofile.siting.location.objective import SiteObjective
    from geoprofile.siting.location.question import SiteQuestion

__all__ = ["SiteChoice", "choose_sites"]

# A gap under this is none but rounding.
CLOSED = 1e-9


@dataclass(frozen=True, eq=False)
class SiteChoice:
    """Sites chosen together.

    Attributes
    ----------
    objective : str
    chosen : int64 array of shape (q,)
        Rows of candidates, the one whose loss would cost most first; q < p where more would add nothing.
    loss : array of shape (q,)
        What is lost if that site alone is given up.
    value, base, bound : float
        What the choice is worth with the stores that stay, what these are worth alone, what nothing can exceed; demand
        covered or captured, or minutes saved by demand (`p_median`).
    gap : float
        (bound - value) / (bound - base): how much of the gain may still be missing, at most.
    proven : bool
        True where nothing is.
    reading : dict
        The value as a planner says it: `covered`, `covered_share`; `mean_minutes`, `penalty_min`; `captured`,
        `captured_share`.
    notes : tuple of Note
    """

    objective: str
    chosen: NDArray[np.int64]
    loss: NDArray[np.float64]
    value: float
    base: float
    bound: float
    gap: float
    proven: bool
    reading: dict[str, float]
    notes: tuple[Note, ...]


def choose_sites(question: SiteQuestion, count: int, *, objective: str = "mclp") -> SiteChoice:
    """Choose `count` candidates together, beside the stores that stay.

    A fast heuristic (`interchange`), a bound that shows how good it is, and where the question is small the exact
    answer. Nothing depends on the order of candidates or zones, nor on the clock.

    Parameters
    ----------
    question : SiteQuestion
    count : int
        p, at least 1; all candidates where there are fewer.
    objective : str
        Name in `SITE_OBJECTIVES`: `mclp`, `p_median` or `huff_share`.

    Raises
    ------
    TableError
        If the tables of the question do not go together, or the count is less than 1.
    UnknownNameError
        If there is no such objective.
    """
    if count < 1:
        raise TableError(f"{count} sites cannot be chosen: ask for 1 or more.")
    check_question(question)
    sorted_question, places, _ = canonical(question)
    made = SITE_OBJECTIVES[objective](sorted_question)
    chosen = interchange(made, count)
    value, bound = value_of(made, chosen), made.bound(count, chosen)
    if bound - value > CLOSED * abs(bound) and (exact := made.exact(count)) is not None:
        bound = min(bound, exact[1])
        better = value_of(made, exact[0])
        if better > value * (1 + CLOSED):
            chosen, value = exact[0], better
    base, loss = value_of(made, chosen[:0]), _losses(made, chosen, value)
    bound = max(bound, value)
    order = np.lexsort((chosen, -loss))
    gap = (bound - value) / (bound - base) if bound - base > CLOSED * abs(bound) else 0.0
    return SiteChoice(
        objective=objective,
        chosen=places[chosen[order]].astype(np.int64),
        loss=loss[order],
        value=value,
        base=base,
        bound=bound,
        gap=gap,
        proven=gap <= CLOSED,
        reading=made.reading(value),
        notes=_notes(len(chosen), count),
    )


def _losses(made: SiteObjective, chosen: NDArray[np.int64], value: float) -> NDArray[np.float64]:
    """Give what is lost when each site alone is given up, shape (q,)."""
    full, loss = levels(made, chosen), np.empty(len(chosen))
    for place in range(len(chosen)):
        zones = np.unique(made.pairs.zone[made.pairs.of(int(chosen[place]))])
        without = levels(made, np.delete(chosen, place))[zones]
        loss[place] = (made.worth(full[zones], zones) - made.worth(without, zones)).sum()
    return np.minimum(loss, abs(value))


def _notes(found: int, wanted: int) -> tuple[Note, ...]:
    if found >= wanted:
        return ()
    return (
        Note(
            f"{found} emplacements suffisent : aucun autre candidat n'ajouterait quoi que ce soit ({wanted} demandés).",
            f"{found} sites are enough: no other candidate would add anything ({wanted} asked for).",
        ),
    )
