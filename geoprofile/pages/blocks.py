"""The pieces of a page. Every text is plain text: it is escaped when the page is rendered."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from geoprofile.columns import check_columns, columns_of
from geoprofile.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from markupsafe import Markup

    from geoprofile.columns import Column

__all__ = [
    "Block",
    "Card",
    "Cards",
    "Figure",
    "IndexBar",
    "IndexBars",
    "KeyFigure",
    "KeyFigures",
    "Note",
    "NoteKind",
    "Paragraph",
    "PersonaCard",
    "RoundSheet",
    "ShareBar",
    "ShareBars",
    "SizeBars",
    "Table",
]

NoteKind = Literal["note", "warning"]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of text."""

    text: str


@dataclass(frozen=True)
class Note:
    """A boxed remark, or a warning that a reader must not miss."""

    text: str
    kind: NoteKind = "note"

    def __post_init__(self) -> None:
        if self.kind not in get_args(NoteKind):
            raise TableError(f"A note is of kind {self.kind!r}; choose from {', '.join(get_args(NoteKind))}.")


@dataclass(frozen=True)
class KeyFigure:
    """One figure written large.

    Attributes
    ----------
    label : str
    value : float, text or None
        Written with its unit in the language of the page; None or NaN is a dash.
    unit : str
        As in the dictionary of variables (`eur`, `share`, `households`...).
    note : str
        A line in small print under it.
    """

    label: str
    value: float | str | None
    unit: str = ""
    note: str = ""


@dataclass(frozen=True)
class KeyFigures:
    """A row of key figures."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Table:
    """A table of a page, which a reader may sort.

    Attributes
    ----------
    frame : DataFrame
        Shown in the order of its rows; its index is not shown.
    columns : tuple of Column
        What is shown, in this order; none given, all columns of the frame.
    caption : str
    note : str
        In small print under the table.
    limit : int or None
        Rows shown at most; that there are more is said under the table.

    Raises
    ------
    TableError
        If the frame lacks a column that is to be shown.
    """

    frame: pd.DataFrame
    columns: tuple[Column, ...] = ()
    caption: str = ""
    note: str = ""
    limit: int | None = None

    def __post_init__(self) -> None:
        check_columns(self.frame, self.columns, what=self.caption or "table of a page")

    @property
    def shown(self) -> tuple[Column, ...]:
        """Give the columns that are shown."""
        return self.columns or columns_of(self.frame)


@dataclass(frozen=True)
class IndexBar:
    """One variable of a class against the base.

    Attributes
    ----------
    label : str
    index : float
        100 is the base; NaN draws no bar.
    value, base : str
        The value of the class and of the base, as texts with their units.
    group_index : float
        Index of the class's group, drawn as a mark; NaN for none.
    low, high : float
        Interval of the index; NaN for none.
    sure : bool
        False draws the bar pale.
    """

    label: str
    index: float
    value: str = ""
    base: str = ""
    group_index: float = math.nan
    low: float = math.nan
    high: float = math.nan
    sure: bool = True


@dataclass(frozen=True)
class IndexBars:
    """A bar chart of indices around 100."""

    bars: tuple[IndexBar, ...]
    caption: str = ""


@dataclass(frozen=True)
class ShareBar:
    """One bar from 0 to 1, with the interval and the reference mark that it may have (NaN for none)."""

    label: str
    value: float
    text: str = ""
    low: float = math.nan
    high: float = math.nan
    reference: float = math.nan


@dataclass(frozen=True)
class ShareBars:
    """A bar chart of shares, scores or other values from 0 to 1.

    Attributes
    ----------
    bars : tuple of ShareBar
    caption : str
    reference_label : str
        What the mark on the bars stands for.
    """

    bars: tuple[ShareBar, ...]
    caption: str = ""
    reference_label: str = ""


@dataclass(frozen=True)
class SizeBars:
    """The sizes of groups, each bar cut into its types.

    Attributes
    ----------
    frame : DataFrame
        One row a type: `code` (B03), `name`, `share` (0-1 of all households).
    group_names : mapping-like pairs of (group code, name)
    caption : str
    """

    frame: pd.DataFrame
    group_names: tuple[tuple[str, str], ...] = ()
    caption: str = ""

    def __post_init__(self) -> None:
        lacking = [name for name in ("code", "name", "share") if name not in self.frame.columns]
        if lacking:
            raise TableError(f"The table of sizes lacks column {lacking[0]!r}.")


@dataclass(frozen=True)
class Figure:
    """A drawing.

    Attributes
    ----------
    svg : Markup
        An `<svg>` element, as the chart functions of this package give it; a plain `str` is shown as text.
    caption : str
    """

    svg: Markup
    caption: str = ""


@dataclass(frozen=True)
class Card:
    """What there is to know of one class.

    Attributes
    ----------
    code, name : str
        `B` or `B03`, and its name.
    households, share : float
        How many households, and their share of all (0-1); NaN is not written.
    portrait : sequence of str
        Sentences, one paragraph.
    bars : tuple of IndexBar
        Its most marked variables.
    places : sequence of str
        Zones that typify it.
    """

    code: str
    name: str
    households: float = math.nan
    share: float = math.nan
    portrait: Sequence[str] = ()
    bars: tuple[IndexBar, ...] = ()
    places: Sequence[str] = ()


@dataclass(frozen=True)
class Cards:
    """Cards of classes; that of a group stands across the page, those of its types after it."""

    cards: tuple[Card, ...]


@dataclass(frozen=True)
class RoundSheet:
    """The sheet of one round of a distribution, which begins a new page on paper.

    Attributes
    ----------
    title : str
        Written again at the head of each page that its table runs over.
    facts : tuple of KeyFigure
    lines : DataFrame
        One row a stretch of street in walking order: `stops`, `street`, `doors` (texts), `letterboxes`.
    plan : Markup or None
        As `street_plan` gives it.

    Raises
    ------
    TableError
        If a column is lacking.
    """

    title: str
    facts: tuple[KeyFigure, ...]
    lines: pd.DataFrame
    plan: Markup | None = None

    def __post_init__(self) -> None:
        lacking = [name for name in ("stops", "street", "doors", "letterboxes") if name not in self.lines.columns]
        if lacking:
            raise TableError(f"The lines of sheet {self.title!r} lack column {lacking[0]!r}.")


@dataclass(frozen=True)
class PersonaCard:
    """What is known of one class of customers on a page of paper, and a person imagined after it.

    Attributes
    ----------
    mark : str
        What the figures are: drawn from the data of so many.
    figures : tuple of KeyFigure
    lines : tuple of (heading, sentences)
        Who, where, what they buy; without sentences a heading is left out.
    bars : tuple of IndexBar
        What marks the class most.
    imagined, imagined_mark : str
        The persona and the words that say that nobody is meant; empty for none.
    """

    mark: str
    figures: tuple[KeyFigure, ...] = ()
    lines: tuple[tuple[str, tuple[str, ...]], ...] = ()
    bars: tuple[IndexBar, ...] = ()
    imagined: str = ""
    imagined_mark: str = ""


Block: TypeAlias = (
    Paragraph | Note | KeyFigures | Table | IndexBars | ShareBars | SizeBars | Figure | Cards | RoundSheet | PersonaCard
)  # what a section holds
