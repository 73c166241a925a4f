"""Names of what the register codes: activities (NAF rev. 2), legal forms, headcount bands.

Codes and labels follow INSEE: NAF rev. 2 (decree 2007-1888), the legal categories, the variable `trancheEffectifs` of
SIRENE. What is checked: that there are 21 sections, 88 divisions and 732 sub-classes, each in its division, and that
bands of headcount follow each other; the wording was not compared with INSEE's files line by line. Groups and classes
of NAF have no label here. Level 3 of the legal categories is not whole: families 8 and 9 have none, 5 and 7 lack
some. A code without label of its own bears that of level 2, else 1.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.reference import reference_path
from geoprofile.words import check_language

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "DIVISION_LETTERS",
    "NAF_REV2",
    "HeadcountBand",
    "headcount_bands",
    "headcount_labels",
    "legal_form_labels",
    "naf_labels",
    "section_labels",
    "section_of_division",
]

# What the register calls the nomenclature of the codes that the labels are of.
NAF_REV2 = "NAFRev2"
DIVISION_LETTERS = 2


@dataclass(frozen=True)
class HeadcountBand:
    """One band of headcount.

    Attributes
    ----------
    code : str
        As `trancheEffectifs` writes it ("11").
    label_fr, label_en : str
    least, most : int
        Employees; the last band has no end, and `most` is its `least`.
    middle : float
        Geometric middle, of the last band its beginning.
    """

    code: str
    label_fr: str
    label_en: str
    least: int
    most: int

    @property
    def middle(self) -> float:
        """Give a number of employees that stands for the band."""
        return float((self.least * self.most) ** 0.5)


@lru_cache(maxsize=1)
def headcount_bands() -> Mapping[str, HeadcountBand]:
    """Read the bands of headcount, by code, from small to large."""
    table = tomllib.loads(reference_path("firms", "headcount.toml").read_text("utf-8"))
    return {str(row["code"]): HeadcountBand(**row) for row in table["band"]}


@lru_cache(maxsize=2)
def headcount_labels(language: str) -> Mapping[str, str]:
    """Name each band of headcount."""
    check_language(language)
    return {code: str(getattr(band, f"label_{language}")) for code, band in headcount_bands().items()}


@lru_cache(maxsize=1)
def _naf() -> pd.DataFrame:
    return _read("naf.csv")


@lru_cache(maxsize=1)
def section_of_division() -> Mapping[str, str]:
    """Give the section (letter) of each division (two digits)."""
    rows = _naf()
    divisions = rows[rows["level"] == "division"]
    return dict(zip(divisions["code"], divisions["section"], strict=True))


@lru_cache(maxsize=2)
def section_labels(language: str) -> Mapping[str, str]:
    """Name each section, in French or English."""
    check_language(language)
    rows = _naf()
    found = rows[rows["level"] == "section"]
    return dict(zip(found["code"], found[f"label_{language}"], strict=True))


@lru_cache(maxsize=1)
def naf_labels() -> Mapping[str, str]:
    """Name each sub-class ("56.10A") and division of NAF rev. 2, in French, the one language that they are law in."""
    rows = _naf()
    return dict(zip(rows["code"], rows["label_fr"], strict=True))


@lru_cache(maxsize=2)
def legal_form_labels(language: str) -> Mapping[str, str]:
    """Name each legal form: level 1 (one digit) in both languages, levels 2 and 3 as INSEE does, in French."""
    check_language(language)
    rows = _read("legal_forms.csv")
    label = rows[f"label_{language}"].where(rows[f"label_{language}"] != "", rows["label_fr"])
    return dict(zip(rows["code"], label, strict=True))


def _read(name: str) -> pd.DataFrame:
    with reference_path("firms", name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    return pd.DataFrame(rows[1:], columns=rows[0], dtype="str")
