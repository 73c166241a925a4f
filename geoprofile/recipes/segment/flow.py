"""From order lines to segments, value, modes and messages: the flow, top to bottom."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from geoprofile.audiences.messages import LEAST, MessageMatrix, message_matrix
from geoprofile.errors import TableError
from geoprofile.files import AddressFile, open_address_file
from geoprofile.purchases import (
    OrdersReading,
    ScoreCuts,
    Segments,
    assign_segments,
    category_shares,
    category_variables,
    customer_summary,
    fit_cuts,
    grid_table,
    load_segments,
    read_orders,
    score_customers,
    segment_table,
)
from geoprofile.purchases.orders import day_number
from geoprofile.recipes.modes import apply_modes, drift, find_modes
from geoprofile.recipes.segment.customers import join_orders, read_customer_file
from geoprofile.recipes.segment.earlier import Earlier, read_earlier
from geoprofile.recipes.segment.known import KEY, known_table
from geoprofile.recipes.segment.words import SEGMENT_WORDS
from geoprofile.value.judge import HORIZON_DAYS, Judgement, cut_day, judge
from geoprofile.value.table import ValueTable, value_table
from geoprofile.words import check_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from geoprofile.purchases import PurchaseDays
    from geoprofile.recipes.modes import Applied, Modes, StoredModes
    from geoprofile.recipes.segment.customers import CustomerFile, Joined
    from geoprofile.tables import Variable
    from geoprofile.territory.territory import Territory

__all__ = ["Crossing", "SegmentWish", "Segmented", "segment_customers"]

Crossed = Literal["segments", "modes"]
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class SegmentWish:
    """What is asked for.

    Attributes
    ----------
    as_of : date, optional
        The day that recency is counted to; by default the last of the file.
    horizon_days : int, optional
        Of the value; by default a year, or as long as the file where that is shorter.
    segments : Path, optional
        A file of named segments, edited from that of geoprofile.
    number : int, optional
        Of modes; chosen by default.
    cross : {"segments", "modes"}
        What the types of areas are crossed with for messages.
    least : int
        Customers that a message of its own is worth.
    earlier : Path, optional
        Folder of an earlier run: its cuts and modes are used again, and what has changed is told.
    columns : mapping of role to name
        Of the order lines, where the guess is wrong.
    date_order, decimal, currency : str, optional
        How the order lines are written, where it cannot be found out.
    customer_id : str, optional
        Column of the file of customers that names them as the orders do.
    language : {"fr", "en"}
    """

    as_of: date | None = None
    horizon_days: int | None = None
    segments: Path | None = None
    number: int | None = None
    cross: Crossed = "segments"
    least: int = LEAST
    earlier: Path | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    date_order: str | None = None
    decimal: str | None = None
    currency: str | None = None
    customer_id: str | None = None
    language: str = "fr"


@dataclass(frozen=True)
class Crossing:
    """Types of areas by segments or modes.

    Attributes
    ----------
    matrix : MessageMatrix
    type_names, part_names : mapping of code to name
        Of types and groups; of segments or modes.
    """

    matrix: MessageMatrix
    type_names: Mapping[str, str]
    part_names: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Segmented:
    """Customers known by what they buy.

    Attributes
    ----------
    wish : SegmentWish
    reading : OrdersReading
    as_of : date
    file : CustomerFile or None
    customers : DataFrame of n rows
        Each customer once (`Joined.people`): the summary, scores, `segment`, the expected value, `mode`, `type`,
        `message_key`, `file_row`.
    joined : Joined
        Which rows of the file are of which customer.
    segments : Segments
    cuts : ScoreCuts
    table, grid : DataFrame
        Of segments and cells; rows that are `suppressed` are not published.
    horizon_days : int
        Of the value.
    past_value : float
        What all customers brought on as many days before.
    judgement : Judgement or None
    valued : ValueTable
    modes : Modes or None
        None where there are too few customers or columns (`mode_refusal` says it), or those of an earlier run are used.
    stored : StoredModes or None
        Those found, or those of the earlier run.
    applied : Applied or None
    drifted : DataFrame or None
        What has changed since the earlier run.
    known : DataFrame of n rows
        What modes are made from.
    own_variables : tuple of Variable
        Of the shares of categories of goods.
    crossing : Crossing or None
        None without a typology.
    mode_refusal : str
    notes : tuple of str
    """

    wish: SegmentWish
    reading: OrdersReading
    as_of: date
    file: CustomerFile | None
    customers: pd.DataFrame
    joined: Joined
    segments: Segments
    cuts: ScoreCuts
    table: pd.DataFrame
    grid: pd.DataFrame
    horizon_days: int
    past_value: float
    judgement: Judgement | None
    valued: ValueTable
    modes: Modes | None
    stored: StoredModes | None
    applied: Applied | None
    drifted: pd.DataFrame | None
    known: pd.DataFrame
    own_variables: tuple[Variable, ...]
    crossing: Crossing | None
    mode_refusal: str
    notes: tuple[str, ...]


def segment_customers(
    orders: AddressFile | Path | str,
    wish: SegmentWish | None = None,
    *,
    customers: AddressFile | Path | str | None = None,
    territory: Territory | None = None,
    typed: pd.DataFrame | None = None,
    names: pd.DataFrame | None = None,
    typed_level: str | None = None,
    progress: Callable[[int], None] | None = None,
    step: Callable[[str], None] = lambda _step: None,
) -> Segmented:
    """Segment customers by what they buy, and by where they live where that is known.

    Parameters
    ----------
    orders : AddressFile, Path or str
        Order lines: customer, date, amount.
    wish : SegmentWish, optional
    customers : AddressFile, Path or str, optional
        Customers, best as `enrich` wrote them.
    territory : Territory, optional
        The one that they were enriched with.
    typed, names, typed_level : optional
        A typology, as `read_types` gives it; needs territory and customers.
    progress : function of a number of lines, optional
    step : function of a sentence, optional

    Raises
    ------
    AddressFileError
        If a file is not what it should be.
    TableError
        If a typology comes without customers and territory.
    """
    asked = wish or SegmentWish()
    check_language(asked.language)
    words = SEGMENT_WORDS[asked.language]
    if typed is not None and (customers is None or territory is None):
        raise TableError("Types of areas need the file of customers and the territory that it was enriched with.")
    earlier = read_earlier(asked.earlier) if asked.earlier else None
    named = load_segments(asked.segments)
    opened = orders if isinstance(orders, AddressFile) else open_address_file(orders)
    days, reading = _read(opened, asked, as_of=asked.as_of, progress=progress)
    as_of = asked.as_of or reading.last_day
    if as_of is None:
        raise TableError(f"No order of {reading.file} stands: there is nobody to segment.")
    summary = customer_summary(days, as_of)
    shares, own = category_shares(days).drop(columns="customer_id"), category_variables(days.categories)
    cuts = earlier.cuts if earlier else fit_cuts(summary)
    file = None
    if customers is not None:
        step(words["step_customers"])
        file = read_customer_file(customers, days.customer_ids, territory=territory, id_column=asked.customer_id)
    step(words["step_value"])
    horizon = asked.horizon_days or usual_horizon(days, as_of)
    judgement, valued = _valued(days, as_of, horizon, asked, opened if reading.returned else None)
    joined = join_orders(file, summary.join([shares, valued.table.drop(columns=["customer_id", "basis"])]))
    people = joined.people
    scores = score_customers(people, cuts)
    people = people.join(scores.drop(columns="customer_id"))
    assigned = assign_segments(scores, named)
    people["segment"] = assigned["segment"].to_numpy()
    table = segment_table(people, assigned, named)
    known = known_table(file, people)
    step(words["step_modes"])
    modes, applied, refusal = _modes(known, file, asked, earlier, reading.currency, own)
    stored = modes.stored if modes else earlier.modes if earlier else None
    people["mode"] = _mode_labels(modes, applied, len(people))
    people["type"] = _types(file, people, typed, typed_level, territory)
    crossing = None
    if typed is not None and names is not None:
        crossing = _crossing(people, typed, names, named, stored, asked)
        people["message_key"] = crossing.matrix.message_key.to_numpy()
    return Segmented(
        wish=asked,
        reading=reading,
        as_of=as_of,
        file=file,
        customers=people,
        joined=joined,
        segments=named,
        cuts=cuts,
        table=table,
        grid=grid_table(scores, table, named),
        horizon_days=horizon,
        past_value=_past_value(days, as_of, horizon),
        judgement=judgement,
        valued=valued,
        modes=modes,
        stored=stored,
        applied=applied,
        drifted=_drifted(earlier, known, applied),
        known=known,
        own_variables=own,
        crossing=crossing,
        mode_refusal=refusal,
        notes=(*opened.notes, *(file.notes if file else ())),
    )


def _read(
    opened: AddressFile, wish: SegmentWish, *, as_of: date | None, progress: Callable[[int], None] | None = None
) -> tuple[PurchaseDays, OrdersReading]:
    return read_orders(
        opened, columns=wish.columns, date_order=wish.date_order, decimal=wish.decimal, currency=wish.currency,
        as_of=as_of, progress=progress,
    )  # fmt: skip


def _past_value(days: PurchaseDays, as_of: date, horizon_days: int) -> float:
    until = day_number(as_of)
    return float(np.sort(days.amount[(days.day > until - horizon_days) & (days.day <= until)]).sum())


def usual_horizon(days: PurchaseDays, as_of: date) -> int:
    """Look a year ahead, and no further than the file looks back."""
    until = day_number(as_of)
    return min(HORIZON_DAYS, max(1, until - int(days.day.min(initial=until))))


def _valued(
    days: PurchaseDays, as_of: date, horizon_days: int, wish: SegmentWish, with_returns: AddressFile | None
) -> tuple[Judgement | None, ValueTable]:
    """Judge the methods on the last period, and foretell by the better one.

    Where anything was sent back the file is read again as it was before that period: a method that learns may not
    know which purchases would be undone.
    """
    until = day_number(as_of)
    cut = cut_day(int(days.day.min(initial=until)), until, horizon_days)
    known = None
    if with_returns is not None and (days.day <= cut).any():
        known = _read(with_returns, wish, as_of=date.fromordinal(EPOCH.toordinal() + cut))[0]
    judgement = judge(days, as_of_day=until, horizon_days=horizon_days, known_days=known)
    basis = judgement.basis if judgement else "baseline"
    return judgement, value_table(days, as_of_day=until, horizon_days=horizon_days, basis=basis)


def _modes(
    known: pd.DataFrame,
    file: CustomerFile | None,
    wish: SegmentWish,
    earlier: Earlier | None,
    currency: str,
    own: Sequence[Variable],
) -> tuple[Modes | None, Applied | None, str]:
    """Find modes, or put the customers into those of the earlier run; where there are none, say why."""
    if earlier is not None and earlier.modes is not None:
        return None, apply_modes(earlier.modes, known), ""
    variables = () if file is None else file.variables
    try:
        return find_modes(known, variables, ids=KEY, number=wish.number, currency=currency, own_variables=own), None, ""
    except TableError as refused:
        return None, None, str(refused)


def _drifted(earlier: Earlier | None, known: pd.DataFrame, applied: Applied | None) -> pd.DataFrame | None:
    """Say what has changed since the earlier run, where it had modes."""
    return None if earlier is None or earlier.modes is None else drift(earlier.modes, known, applied)


def _mode_labels(modes: Modes | None, applied: Applied | None, count: int) -> np.ndarray:
    if modes is not None:
        return modes.labels.to_numpy(dtype=object)
    if applied is not None:
        return applied.segments["segment"].to_numpy(dtype=object)
    return np.full(count, "", dtype=object)


def _types(
    file: CustomerFile | None,
    people: pd.DataFrame,
    typed: pd.DataFrame | None,
    typed_level: str | None,
    territory: Territory | None,
) -> np.ndarray:
    """Give the type of the area that each customer lives in, "" where it is not known."""
    if typed is None or file is None or territory is None:
        return np.full(len(people), "", dtype=object)
    level = typed_level or next(iter(file.zone_columns))
    if level not in file.zone_columns:
        raise TableError(
            f"{file.name} has no zones of level {level!r}, which the typology is of: enrich it with that level."
        )
    kind = pd.Series(typed["type"].to_numpy(dtype=object), index=typed["zone_id"].to_numpy(dtype=object))
    zone = file.of_people(file.zone_columns[level], people["file_row"])
    return pd.Series(zone).map(kind).fillna("").to_numpy(dtype=object)


def _crossing(
    people: pd.DataFrame,
    typed: pd.DataFrame,
    names: pd.DataFrame,
    segments: Segments,
    stored: StoredModes | None,
    wish: SegmentWish,
) -> Crossing:
    """Cross types of areas with segments, or with modes."""
    language = wish.language
    if wish.cross == "modes":
        if stored is None:
            raise TableError("There are no modes to cross the types with: cross them with the segments.")
        part, parts = people["mode"], _texts(stored.names[f"name_{language}"])
    else:
        part, parts = people["segment"], {one.code: one.text("name", language) for one in segments.segments}
    pairs = typed[typed["type"] != ""].drop_duplicates("type")
    matrix = message_matrix(
        people["type"], part, group_of_type=dict(zip(pairs["type"], pairs["group"], strict=True)),
        amounts=people["turnover"], segments=list(parts), least=wish.least,
    )  # fmt: skip
    return Crossing(matrix, _texts(names[f"name_{language}"]), parts)


def _texts(column: pd.Series) -> dict[str, str]:
    return {str(code): str(name) for code, name in column.items()}
