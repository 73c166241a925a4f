"""The dictionary of variables: what each one is called, and how columns of a published file make it.

It is data (`reference_data/variables.toml`): a new variable is one entry there, not code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, cast, get_args

from geoprofile.errors import RecipeError
from geoprofile.reference import reference_path
from geoprofile.tables import VariableKind

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Entry", "Making", "entries_for", "known_columns", "load_dictionary", "parse_entry"]


@dataclass(frozen=True)
class Making:
    """One way to make a variable from the columns of one kind of source.

    Attributes
    ----------
    source : str
        Kind of variable source.
    columns : tuple of str
        Summed; a sum with a missing part is missing.
    over : tuple of str
        Summed, and `columns` divided by it; a missing or zero sum makes the share missing.
    scale : float
        Factor of the result (0.01 for a percentage).
    cap : float
        What the result is brought down to where it is more: a share over a base that leaves some out.
    classes : mapping of str to str
        For a categorical variable: the value that stands for each code of the file.
    """

    source: str
    columns: tuple[str, ...]
    over: tuple[str, ...] = ()
    scale: float = 1.0
    cap: float = float("inf")
    classes: Mapping[str, str] = field(default_factory=dict)

    @property
    def needed(self) -> tuple[str, ...]:
        """Every column that it reads."""
        return self.columns + self.over


@dataclass(frozen=True)
class Entry:
    """A variable of the dictionary and the ways to make it, the preferred first.

    Attributes
    ----------
    name, label_fr, label_en, unit, kind
        As in `tables.Variable`.
    denominators : tuple of str
        Variables that can weigh it: the first that its own file yields, else the last.
    makings : tuple of Making
    """

    name: str
    label_fr: str
    label_en: str
    unit: str
    kind: VariableKind
    denominators: tuple[str, ...]
    makings: tuple[Making, ...]


ENTRY_KEYS = {"name", "label_fr", "label_en", "unit", "kind", "denominator"}
MAKING_KEYS = {"source", "column", "sum", "over", "scale", "cap", "classes"}


@lru_cache(maxsize=1)
def load_dictionary() -> tuple[Entry, ...]:
    """Read the dictionary of the project, once.

    Returns
    -------
    tuple of Entry
        In the order of the file, which is the order of columns everywhere.
    """
    path = reference_path("variables.toml")
    with path.open("rb") as file:
        lines = tomllib.load(file)["variable"]
    entries = []
    for line in lines:
        about = {key: value for key, value in line.items() if key != "made"}
        entries.append(parse_entry(about, line["made"], where=path.name))
    return tuple(entries)


def entries_for(kind: str) -> tuple[Entry, ...]:
    """Give the entries that a kind of variable source can make, each with its ways for that kind alone."""
    found = []
    for entry in load_dictionary():
        makings = tuple(making for making in entry.makings if making.source == kind)
        if makings:
            found.append(Entry(**{**vars(entry), "makings": makings}))
    return tuple(found)


def known_columns(kind: str) -> frozenset[str]:
    """Give every column that the dictionary reads from a kind of source."""
    return frozenset(name for entry in entries_for(kind) for making in entry.makings for name in making.needed)


def parse_entry(about: Mapping[str, object], made: Sequence[Mapping[str, object]], *, where: str) -> Entry:
    """Turn an entry of a TOML file into a frozen value.

    Parameters
    ----------
    about : mapping
        `name`; `label_fr`, `label_en` (else the name); `unit`; `kind` (else intensive); `denominator`, one
        name or several.
    made : sequence of mapping
        Each with `source`; `column` or `sum`; `over`, `scale`, `classes` if wanted.
    where : str
        The file, for messages.

    Raises
    ------
    RecipeError
        If a key is unknown or one of the two that must be there is missing.
    """
    name = about.get("name")
    if not isinstance(name, str) or not name:
        raise RecipeError(f"{where}: a variable has no name: write name = ... in its entry.")
    unknown = sorted((set(about) - ENTRY_KEYS) | {key for way in made for key in set(way) - MAKING_KEYS})
    if unknown:
        choices = ", ".join(sorted(ENTRY_KEYS | (MAKING_KEYS - {"source"})))
        raise RecipeError(f"{where}: variable {name!r} has an unknown key {unknown[0]!r}; choose from: {choices}.")
    kind = about.get("kind", "intensive")
    if kind not in get_args(VariableKind):
        choices = ", ".join(get_args(VariableKind))
        raise RecipeError(f"{where}: variable {name!r} has kind {kind!r}; choose from: {choices}.")
    return Entry(
        name=name,
        label_fr=str(about.get("label_fr", name)),
        label_en=str(about.get("label_en", name)),
        unit=str(about.get("unit", "")),
        kind=cast("VariableKind", kind),
        denominators=_names(about.get("denominator", ""), where=where, name=name),
        makings=tuple(_making(way, where=where, name=name) for way in made),
    )


def _making(way: Mapping[str, object], *, where: str, name: str) -> Making:
    columns = _names(way.get("column", way.get("sum", "")), where=where, name=name)
    if not columns:
        raise RecipeError(f'{where}: variable {name!r} says no column: write column = "..." or sum = ["...", "..."].')
    scale, cap, classes = way.get("scale", 1.0), way.get("cap", float("inf")), way.get("classes", {})
    if not isinstance(scale, int | float) or not isinstance(cap, int | float) or not isinstance(classes, Mapping):
        raise RecipeError(f"{where}: variable {name!r}: scale and cap are numbers and classes a table of texts.")
    over = _names(way.get("over", ""), where=where, name=name)
    return Making(
        source=str(way.get("source", "")),
        columns=columns,
        over=over,
        scale=float(scale),
        cap=float(cap),
        classes={str(code): str(value) for code, value in classes.items()},
    )


def _names(value: object, *, where: str, name: str) -> tuple[str, ...]:
    """Read one name or a list of names."""
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(item, str) for item in names):
        raise RecipeError(f"{where}: variable {name!r}: columns and denominators are texts or lists of texts.")
    return tuple(item for item in names if item)
