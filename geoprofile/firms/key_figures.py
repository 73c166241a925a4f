"""Key figures of filed accounts: turnover, result, headcount of the newest year, and who keeps them confidential.

The layout is Infogreffe's open data "Chiffres cles": up to three years side by side (`Millesime 1`, `CA 1`, `Resultat
1`, `Effectif 1`...), the word "Confidentiel" where a firm asked that its accounts not be shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.errors import SourceError
from geoprofile.firms.names import fold_name
from geoprofile.firms.stock import stock_header, stock_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["FILINGS", "KEY_FIGURE_COLUMNS", "read_key_figures"]

FILINGS: dict[str, str] = {
    "filed": "figures of this year are public",
    "confidential": "accounts filed, and kept confidential at the firm's wish",
    "not_filed": "in the file, without accounts of any year",
}
KEY_FIGURE_COLUMNS = ("turnover_eur", "result_eur", "headcount", "year", "filing", "turnover_band")
YEARS = (1, 2, 3)
# What each figure is called, folded, before its year.
NAMES = {"year": "MILLESIME", "turnover_eur": "CA", "result_eur": "RESULTAT", "headcount": "EFFECTIF"}
BAND = "TRANCHE CA MILLESIME"
FIGURES = ("turnover_eur", "result_eur", "headcount")
CONFIDENTIAL = re.compile(r"confidenti", re.IGNORECASE)
SIREN_DIGITS = 9


def read_key_figures(paths: Sequence[Path], sirens: frozenset[str]) -> pd.DataFrame:
    """Read the key figures of some firms, those of the newest year that has any.

    Parameters
    ----------
    paths : sequence of Path
        Files of Infogreffe, `;` or any other delimiter.
    sirens : frozenset of str
        The firms wanted.

    Returns
    -------
    DataFrame
        Index `siren`; `KEY_FIGURE_COLUMNS`: euros and persons (NaN where not public), `year` (text), `filing` (one of
        `FILINGS`), and the band of turnover as the file writes it.

    Raises
    ------
    SourceError
        If a file lacks the columns of key figures.
    """
    parts = []
    for path in paths:
        wanted = _columns(path)
        for table in stock_tables([path], wanted, required=("siren",)):
            rows = table.to_pandas().astype("str")
            rows["siren"] = rows["siren"].str.replace(r"\D", "", regex=True).str.zfill(SIREN_DIGITS)
            parts.append(rows[rows["siren"].isin(sirens)])
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"siren": pd.Series(dtype="str")})
    years = pd.concat([_of_year(rows, number) for number in YEARS], ignore_index=True)
    # Newest year first; of one year that is in the file twice, the figures before the confidential line.
    order = {"filed": 0, "confidential": 1, "not_filed": 2}
    ranked = years.assign(empty=years["filing"] == "not_filed", rank=years["filing"].map(order))
    newest = ranked.sort_values(
        ["siren", "empty", "year", "rank", "turnover_eur"], ascending=[True, True, False, True, False], kind="stable"
    ).drop_duplicates("siren")
    return newest.set_index("siren")[list(KEY_FIGURE_COLUMNS)]


def _columns(path: Path) -> dict[str, str]:
    """Find the columns of the file, whatever their accents, capitals and signs."""
    header = {fold_name(name): name for name in stock_header(path)}
    wanted = {"siren": header.get("SIREN", "Siren")}
    for number in YEARS:
        for name, word in NAMES.items():
            if f"{word} {number}" in header:
                wanted[f"{name}_{number}"] = header[f"{word} {number}"]
        if f"{BAND} {number}" in header:
            wanted[f"turnover_band_{number}"] = header[f"{BAND} {number}"]
    if "turnover_eur_1" not in wanted:
        raise SourceError(
            f"{path.name} lacks the column 'CA 1': give the key figures (chiffres-cles) as Infogreffe publishes them."
        )
    return wanted


def _of_year(rows: pd.DataFrame, number: int) -> pd.DataFrame:
    """Lay out one year of the file; a year without any figure is as if it was not filed."""
    empty = pd.Series("", index=rows.index, dtype="str")
    cells = {name: rows.get(f"{name}_{number}", empty) for name in (*NAMES, "turnover_band")}
    hidden = pd.concat([cells[name].str.contains(CONFIDENTIAL) for name in (*FIGURES, "turnover_band")], axis=1)
    figures = {name: _figure(cells[name]) for name in FIGURES}
    public = pd.concat([value.notna() for value in figures.values()], axis=1).any(axis=1)
    filing = np.select([public, hidden.any(axis=1)], ["filed", "confidential"], "not_filed")
    year = cells["year"].str.extract(r"(\d{4})", expand=False).fillna("")
    known: Mapping[str, object] = {"year": year.where(filing != "not_filed", ""), "filing": filing}
    return pd.DataFrame({"siren": rows["siren"], **figures, **known, "turnover_band": cells["turnover_band"]})


def _figure(cells: pd.Series) -> pd.Series:
    """Read whole or decimal numbers; anything else is not known."""
    plain = cells.str.replace(r"\s", "", regex=True).str.replace(",", ".", regex=False)
    return pd.to_numeric(plain, errors="coerce").astype(float)
