"""Establishments of the register that are like the best customers and are not customers yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from geoprofile.firms.classes import CLASS_SHAPE, SECTIONS, SIZES
from geoprofile.firms.sirene import CLASS_COUNT, SIREN_DIGITS, SIRET_DIGITS, establishments_of, units_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["PROSPECT_COLUMNS", "class_of", "count_to_win", "prospect_schema", "prospect_tables", "prospects_of"]

PROSPECT_COLUMNS: dict[str, str] = {
    "siret": "its number",
    "name": "name of the legal unit as the register has it",
    "sign": "name over the door",
    "address": "number and street as the register has them",
    "postcode": "postcode",
    "citycode": "INSEE code of the commune",
    "city": "commune",
    "section": "letter of the section of its activity",
    "size": "official size of the enterprise: micro, sme, mid, large",
    "naf": "activity of the establishment",
    "is_head_office": "yes, or no for a branch",
    "class_index": "index of its class among your customers; 100 is the register",
    "source": "where it comes from, and the day it was made",
}
NIC_PLACES = 10 ** (SIRET_DIGITS - SIREN_DIGITS)


def prospects_of(active: NDArray[np.int64], ideal: pd.DataFrame, customers: pd.Series) -> NDArray[np.int64]:
    """Choose active establishments that may be shown, are in an over-represented class, and are no customers.

    Parameters
    ----------
    active : whole numbers
        Of a `Register`.
    ideal : DataFrame
        As `ideal_customers` gives it.
    customers : Series of text
        SIRETs of the customers; empty where none was found.

    Returns
    -------
    whole numbers
        Those of `active`, sorted.
    """
    wanted = [SECTIONS.index(section) * len(SIZES) + SIZES.index(size)
              for section, size in zip(ideal["section"], ideal["size"], strict=True)]  # fmt: skip
    shown = active // CLASS_COUNT % 2 == 1
    in_class = active[shown & np.isin(class_of(active), wanted)]
    own = customers[customers != ""].astype("int64").to_numpy()
    return np.asarray(in_class[~np.isin(in_class // (2 * CLASS_COUNT), own)], dtype=np.int64)


def class_of(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give section and size as one number: place of the section x sizes + place of the size."""
    section, size, _, _ = np.unravel_index(codes % CLASS_COUNT, CLASS_SHAPE)
    return np.asarray(section * len(SIZES) + size, dtype=np.int64)


def count_to_win(chosen: NDArray[np.int64], ideal: pd.DataFrame) -> list[int]:
    """Count the prospects of each class of the ideal customers."""
    counts = np.bincount(class_of(chosen), minlength=len(SECTIONS) * len(SIZES))
    return [int(counts[SECTIONS.index(section) * len(SIZES) + SIZES.index(size)])
            for section, size in zip(ideal["section"], ideal["size"], strict=True)]  # fmt: skip


def prospect_tables(
    chosen: NDArray[np.int64], ideal: pd.DataFrame, establishments: Sequence[Path], units: Sequence[Path], *,
    source: str, progress: Callable[[int], None] = lambda _rows: None,
) -> Iterator[pa.Table]:  # fmt: skip
    """Read the prospects from the stock once more, piece after piece; memory holds the names of their legal units.

    Yields
    ------
    Table of `PROSPECT_COLUMNS`, in the order of the register
    """
    sirets, cell = chosen // (2 * CLASS_COUNT), class_of(chosen)
    index = {(row["section"], row["size"]): row["index"] for row in ideal.to_dict("records")}
    sirens = frozenset(str(number).zfill(SIREN_DIGITS) for number in np.unique(sirets // NIC_PLACES).tolist())
    named = _names(units_of(units, sirens, progress)) if len(sirets) else pd.Series(dtype="str")
    for rows in establishments_of(establishments, sirets, progress) if len(sirets) else ():
        place = np.searchsorted(sirets, rows["siret"].astype("int64").to_numpy())
        section = [SECTIONS[code] for code in (cell[place] // len(SIZES)).tolist()]
        size = [SIZES[code] for code in (cell[place] % len(SIZES)).tolist()]
        street = rows["house_number"] + rows["house_suffix"] + " " + rows["street_type"] + " " + rows["street"]
        laid = rows.assign(
            name=named.reindex(rows["siren"]).fillna("").to_numpy(),
            sign=rows["sign_1"].where(rows["sign_1"] != "", rows["usual_name"]),
            address=street.str.replace(r"\s+", " ", regex=True).str.strip(),
            section=section,
            size=size,
            is_head_office=rows["is_head_office"].map({"true": "yes", "false": "no"}).fillna(""),
            class_index=[round(float(index[pair]), 1) for pair in zip(section, size, strict=True)],
            source=source,
        )
        yield pa.Table.from_pandas(laid[list(PROSPECT_COLUMNS)], schema=prospect_schema(), preserve_index=False)


def prospect_schema() -> pa.Schema:
    """Give the types of `PROSPECT_COLUMNS`."""
    return pa.schema([(name, pa.float64() if name == "class_index" else pa.string()) for name in PROSPECT_COLUMNS])


def _names(units: pd.DataFrame) -> pd.Series:
    """Name each legal unit: its denomination, else first name and surname of who trades alone."""
    first = units["first_name"].where(units["first_name"] != "", units["first_name_1"])
    surname = units["used_surname"].where(units["used_surname"] != "", units["surname"])
    return units["name"].where(units["name"] != "", (first + " " + surname).str.strip())
