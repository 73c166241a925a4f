"""Names of columns: each one unique, and what was renamed said aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["header_names", "unique_names"]

EXTRA_NAMED = 3


def unique_names(existing: Iterable[str], added: Iterable[str]) -> list[str]:
    """Name columns that are added to a table so that none hides another.

    Parameters
    ----------
    existing : iterable of str
        Names that the table holds.
    added : iterable of str
        Names wanted for the new columns.

    Returns
    -------
    list of str
        One a new column, in order: the name wanted, or that name with ``_2`` (``_3``...) where it is taken.
    """
    taken = set(existing)
    names = []
    for wanted in added:
        name = _free_name(wanted, taken)
        taken.add(name)
        names.append(name)
    return names


def header_names(header: Sequence[str], width: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Turn a header row into unique names for `width` columns.

    Parameters
    ----------
    header : sequence of str
        The cells of the header row.
    width : int
        Cells of the longest row; columns beyond the header are called ``extra_1``, ``extra_2``...

    Returns
    -------
    names : tuple of str
    notes : tuple of str
        One sentence for each thing that was renamed.
    """
    cells = [" ".join(cell.replace("\ufeff", "").split()) for cell in header]
    taken = {cell for cell in cells if cell}
    names: list[str] = []
    notes: list[str] = []
    seen: dict[str, int] = {}
    for position, cell in enumerate(cells, start=1):
        name = cell
        seen[cell] = seen.get(cell, 0) + 1
        if not cell:
            name = _free_name(f"column_{position}", taken)
            notes.append(f"Column {position} has no header: it is read as {name!r}.")
        elif seen[cell] > 1:
            name = _free_name(cell, taken)
            notes.append(f"The header {cell!r} stands more than once: number {seen[cell]} is read as {name!r}.")
        taken.add(name)
        names.append(name)
    if width > len(cells):
        extra = unique_names(names, [f"extra_{number}" for number in range(1, width - len(cells) + 1)])
        listed = ", ".join(extra[:EXTRA_NAMED]) + (" and so on" if len(extra) > EXTRA_NAMED else "")
        notes.append(f"Some rows hold more cells than the header: those are read as {listed}.")
        names += extra
    return tuple(names), tuple(notes)


def _free_name(wanted: str, taken: set[str]) -> str:
    """Give the name itself, or the first of name_2, name_3... that is not taken."""
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    return name
