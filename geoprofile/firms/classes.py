"""Classes of firms: section of activity, official size, age, legal family; the same for customers and for the stock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.firms.nomenclatures import DIVISION_LETTERS, NAF_REV2, headcount_bands, section_of_division

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

__all__ = [
    "AGES",
    "CLASS_SHAPE",
    "DIMENSIONS",
    "FAMILIES",
    "SECTIONS",
    "SIZES",
    "class_codes",
    "legal_families",
    "unit_sizes",
]

# Decree 2008-1354: headcount, turnover and balance sheet; INSEE's `categorieEntreprise` has weighed all three, and
# calls a micro-enterprise "PME" too: headcount tells the two apart. Place 0 is what is not known.
SIZES = ("", "micro", "sme", "mid", "large")
MICRO, SME, MID, LARGE = 1, 2, 3, 4
# A small or medium firm whose headcount is not known: micro or not.
SME_OR_MICRO = 5
SME_FROM, MID_FROM, LARGE_FROM = 10, 250, 5_000
AGES = ("", "under_3", "3_to_5", "6_to_10", "11_to_20", "over_20")
AGE_BOUNDS = (3, 6, 11, 21)
FAMILIES = ("", *"0123456789")
SECTIONS = ("", *"ABCDEFGHIJKLMNOPQRSTU")
DIMENSIONS = {"section": SECTIONS, "size": SIZES, "age": AGES, "legal_family": FAMILIES}
CLASS_SHAPE = tuple(len(codes) for codes in DIMENSIONS.values())
YEAR_LETTERS = 4


def class_codes(
    frame: pd.DataFrame, *, unit_size: NDArray[np.int8], legal_family: NDArray[np.int8], as_of: date
) -> tuple[NDArray[np.intp], ...]:
    """Give the place of each establishment in each of `DIMENSIONS`; 0 where it is not known.

    Parameters
    ----------
    frame : DataFrame of n rows
        `naf`, `naf_nomenclature`, `headcount`, `created`, all text.
    unit_size, legal_family : whole numbers of shape (n,)
        Of the legal unit, as `unit_sizes` gives the first; 0 where it is not known.
    as_of : date
        The day that ages are taken at; calendar years are counted.
    """
    section = _places(
        frame["naf"].str[:DIVISION_LETTERS], {d: SECTIONS.index(s) for d, s in section_of_division().items()}
    )
    section[~frame["naf_nomenclature"].isin([NAF_REV2, ""]).to_numpy()] = 0
    ages = {
        str(year): 1 + int(np.searchsorted(AGE_BOUNDS, as_of.year - year, "right")) for year in range(1, as_of.year + 1)
    }
    age = _places(frame["created"].str[:YEAR_LETTERS], ages)
    own = _sizes_by_headcount(frame["headcount"])
    small = np.where(own >= SME, SME, 0)
    size = np.where(unit_size == SME_OR_MICRO, small, np.where(unit_size > 0, unit_size, own))
    return section, size.astype(np.intp), age, legal_family.astype(np.intp)


def unit_sizes(category: pd.Series, headcount: pd.Series) -> NDArray[np.int8]:
    """Give the size of legal units from INSEE's category of enterprise and the band of headcount.

    Returns
    -------
    whole numbers of shape (n,)
        Places in `SIZES`, or `SME_OR_MICRO`.
    """
    by_headcount = _sizes_by_headcount(headcount)
    small = np.where(by_headcount == 0, SME_OR_MICRO, np.minimum(by_headcount, SME))
    told = _places(category, {"GE": LARGE, "ETI": MID, "PME": SME})
    chosen = np.where(told == SME, small, np.where(told > 0, told, by_headcount))
    return np.asarray(chosen, dtype=np.int8)


def legal_families(legal_form: pd.Series) -> NDArray[np.int8]:
    """Give the legal family (level 1 of the legal categories) of legal units, as places in `FAMILIES`."""
    return _places(legal_form.str[:1], {code: place for place, code in enumerate(FAMILIES) if code}).astype(np.int8)


def _sizes_by_headcount(headcount: pd.Series) -> NDArray[np.int8]:
    """Give the size that a band of headcount alone tells; unknown ("NN", empty) stays unknown."""
    bands = headcount_bands()
    bounds = (SME_FROM, MID_FROM, LARGE_FROM)
    sizes = {code: 1 + int(np.searchsorted(bounds, band.least, "right")) for code, band in bands.items()}
    return _places(headcount, sizes).astype(np.int8)


def _places(values: pd.Series, places: Mapping[str, int]) -> NDArray[np.intp]:
    """Look each distinct text up once; 0 where it is none of the known ones."""
    codes, distinct = pd.factorize(values)
    return np.array([*(places.get(str(text), 0) for text in distinct), 0], dtype=np.intp)[codes]
