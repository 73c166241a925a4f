"""A small register in INSEE's columns, made up to be read."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from geoprofile.firms.finding import wanted_of
from geoprofile.firms.layouts import ESTABLISHMENT_COLUMNS, UNIT_COLUMNS
from geoprofile.firms.matching import SOUGHT_COLUMNS
from geoprofile.firms.numbers import read_firm_numbers
from geoprofile.firms.sirene import read_register

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 1, 1)
ESTABLISHMENT = {
    "diffusion": "O", "created": "2010-03-01", "since": "2010-03-01", "headcount": "02", "headcount_year": "2023",
    "is_head_office": "true", "state": "A", "naf": "10.71C", "naf_nomenclature": "NAFRev2", "house_number": "4",
    "street_type": "RUE", "street": "DES TANNEURS", "postcode": "59000", "city": "LILLE", "citycode": "59350",
    "easting": "704000.0", "northing": "7059000.0",
}  # fmt: skip
UNIT = {
    "diffusion": "O", "legal_form": "5499", "headcount": "02", "category": "PME", "created": "2010-03-01",
    "since": "2010-03-01", "state": "A", "head_office_nic": "00010", "social_economy": "N",
}  # fmt: skip


def luhn(head: str) -> str:
    """Put the digit behind a number that makes its Luhn sum hold."""
    total = sum(sum(divmod(int(d) * (2 if place % 2 == 0 else 1), 10)) for place, d in enumerate(reversed(head)))
    return head + str(-total % 10)


def siren_of(number: int) -> str:
    return luhn(f"{40_000_000 + number}")


def siret_of(number: int, place: int = 1) -> str:
    return luhn(f"{siren_of(number)}{place:04d}")


def establishment(number: int, place: int = 1, **told: str) -> dict[str, str]:
    siret = siret_of(number, place)
    return {**ESTABLISHMENT, "siret": siret, "siren": siret[:9], "nic": siret[9:], **told}


def unit(number: int, name: str, **told: str) -> dict[str, str]:
    return {**UNIT, "siren": siren_of(number), "name": name, "head_office_nic": siret_of(number)[9:], **told}


def write_stock(path: Path, rows: list[dict[str, str]], columns: dict[str, str], delimiter: str = ",") -> Path:
    """Write lines under INSEE's names, with a column that nobody asks for."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["nombrePeriodes", *columns.values()], delimiter=delimiter, restval="")
        writer.writeheader()
        writer.writerows({columns[name]: value for name, value in row.items()} for row in rows)
    return path


def sought_of(*rows: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [dict.fromkeys(SOUGHT_COLUMNS, "") | row for row in rows], columns=list(SOUGHT_COLUMNS), dtype="str"
    )


@pytest.fixture
def register_of(tmp_path):
    """Write a register and read what customers ask of it."""

    def read(establishments, units, numbers=(), sought=None):
        rows = pd.DataFrame(columns=list(SOUGHT_COLUMNS), dtype="str") if sought is None else sought
        read_numbers = read_firm_numbers(pd.Series([*numbers, *[""] * (len(rows) - len(numbers))], dtype="str"))
        rows = rows.reindex(read_numbers.index, fill_value="")
        stock = write_stock(tmp_path / "stock.csv", establishments, ESTABLISHMENT_COLUMNS)
        unit_files = [write_stock(tmp_path / "units.csv", units, UNIT_COLUMNS)] if units else []
        register = read_register([stock], unit_files, wanted_of(read_numbers, rows), as_of=DAY)
        return read_numbers, rows, register

    return read
