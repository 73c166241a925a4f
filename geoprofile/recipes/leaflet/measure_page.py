"""What a drop brought, as a page, a table, and rows for the next plan to learn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.files import open_address_file
from geoprofile.leaflets.measure import lift_sentence
from geoprofile.pages.blocks import KeyFigure, KeyFigures, Note, Paragraph, Table
from geoprofile.pages.page import Page, Section
from geoprofile.recipes.leaflet.measure import CAMPAIGN_COLUMNS, campaign_rows
from geoprofile.recipes.leaflet.tables import columns_for
from geoprofile.recipes.leaflet.words import LEAFLET_WORDS
from geoprofile.suppression import SMALLEST_CELL, hidden_nested_cells
from geoprofile.words import count_text, digits_text

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from geoprofile.pages.blocks import Block
    from geoprofile.recipes.leaflet.measure import Measured

__all__ = ["measure_sentences", "write_measure"]

MEASURE_WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "title": "Ce que la distribution a apporté",
        "short": "En bref",
        "counted": "{customers} clients venus dans les {zones} zones du plan{since} ; {elsewhere} dans d'autres zones, "
        "{unplaced} sans zone.",
        "few": f"moins de {SMALLEST_CELL}",
        "since": " depuis le {day}",
        "no_controls": "Le plan n'avait pas de zones témoins : ces clients seraient peut-être venus sans prospectus. "
        "La prochaine fois, --controls.",
        "counted_hidden": "Clients venus dans les {zones} zones du plan{since} : trop peu ici ou là pour en donner le "
        "nombre.",
        "extra": "campaigns.csv garde pour le prochain plan l'estimation des clients apportés et son erreur.",
        "all": "campaigns.csv garde tous les clients venus : c'est trop, une part serait venue sans prospectus. Le "
        "prochain plan ne les lit qu'avec --campaigns-count-all.",
        "no_since": "Sans --since, toutes les lignes du fichier comptent, quelle que soit leur date : des clients "
        "venus avant la distribution en sont peut-être. Donnez le premier jour qui compte.",
        "nobody": "Personne n'est venu des zones distribuées : campaigns.csv reste comme il était. Voyez si le fichier "
        "est celui de la bonne période.",
        "hidden": f"Les comptes sous {SMALLEST_CELL} ne sont pas montrés, ni ceux qui permettraient de les retrouver.",
        "foreseen": "Attendus du plan",
        "came": "Clients venus, zones distribuées",
        "per": "Pour 1 000 boîtes, distribuées",
        "per_treated": "Pour 1 000 boîtes, distribuées des paires",
        "per_control": "Pour 1 000 boîtes, témoins",
        "zones": "Par zone",
        "private": "Document interne : il compte vos clients par zone.",
        "public": "Les petits comptes sont cachés : ce document peut être remis.",
        "role_rest": "distribuée, hors mesure",
    },
    "en": {
        "title": "What the drop brought",
        "short": "In short",
        "counted": "{customers} customers came in the {zones} zones of the plan{since}; {elsewhere} in other zones, "
        "{unplaced} in none.",
        "few": f"under {SMALLEST_CELL}",
        "since": " since {day}",
        "no_controls": "The plan held no zones out: these customers might have come without leaflets. Next time, "
        "--controls.",
        "counted_hidden": "Customers came in the {zones} zones of the plan{since}: somewhere too few for their number "
        "to be given.",
        "extra": "campaigns.csv keeps for the next plan an estimate of the customers that the leaflet brought, and its "
        "error.",
        "all": "campaigns.csv keeps all who came: too many, as some would have come without leaflets. The next plan "
        "reads them only with --campaigns-count-all.",
        "no_since": "Without --since every row of the file counts, whatever its date: customers who came before the "
        "drop may be among them. Give the first day that counts.",
        "nobody": "Nobody came from the zones served: campaigns.csv stays as it was. See that the file is of the right "
        "period.",
        "hidden": f"Counts under {SMALLEST_CELL} are not shown, nor those that would give them away.",
        "foreseen": "Expected by the plan",
        "came": "Customers who came, zones served",
        "per": "Per 1,000 letterboxes, served",
        "per_treated": "Per 1,000 letterboxes, served in pairs",
        "per_control": "Per 1,000 letterboxes, held out",
        "zones": "By zone",
        "private": "For internal use: it counts your customers by zone.",
        "public": "Small counts are hidden: this may be handed on.",
        "role_rest": "served, not measured",
    },
}
COLUMNS = ("pair", "role", "zone_id", "zone_name", "commune", "letterboxes", "customers", "rate", "before")


def measure_sentences(found: Measured, *, publish: bool = False) -> list[str]:
    """Say what to beware of, how many came, and what the leaflets brought.

    Of published ones there is no small count, nor a sum with one.
    """
    return [*_warnings(found), *_told(found, publish=publish)]


def _warnings(found: Measured) -> list[str]:
    """Say that all rows count, where nobody said from which day on."""
    return [] if found.since else [MEASURE_WORDS[found.language]["no_since"]]


def _told(found: Measured, *, publish: bool) -> list[str]:
    words, language = MEASURE_WORDS[found.language], found.language
    counts = {"customers": found.counted, "elsewhere": found.elsewhere, "unplaced": found.unplaced}
    shown = {
        name: words["few"] if _shown(count, publish=publish) is None else count_text(count, language)
        for name, count in counts.items()
    }
    whole = words["counted_hidden" if publish and _small_roles(found.zones) else "counted"].format(
        **shown, zones=count_text(len(found.zones), language),
        since=words["since"].format(day=found.since) if found.since else "",
    )  # fmt: skip
    told = [whole, words["no_controls"] if found.lift is None else lift_sentence(found.lift, language)]
    rows = campaign_rows(found)
    if publish:
        return told
    return [*told, words["nobody" if rows.empty else str(rows["counted"].iloc[0])]]


def _small_roles(zones: pd.DataFrame) -> set[str]:
    """Find the roles of zones (treated, control, served beside them) that too few customers came from to be told."""
    sums = zones.groupby("role")["customers"].sum()
    return set(sums.index[sums < SMALLEST_CELL])


def _hidden(zones: pd.DataFrame) -> NDArray[np.bool_]:
    """Choose the zones whose customers are not published: the rates tell the sum of each role.

    What a role hides is not told by any sum over roles: none is published then.
    """
    counts = zones[["customers", "before"] if zones["before"].notna().all() else ["customers"]].to_numpy(dtype=float)
    role, names = pd.factorize(zones["role"], sort=True)
    return hidden_nested_cells(counts, role, np.isin(names.to_numpy(dtype=object), list(_small_roles(zones))))


def measure_table(found: Measured, *, publish: bool) -> pd.DataFrame:
    """Lay out the zones by pair; small counts are missing where asked."""
    words, own = LEAFLET_WORDS[found.language], MEASURE_WORDS[found.language]
    roles = {"treated": words["role_treated"], "control": words["role_control"], "": own["role_rest"]}
    zones = found.zones.sort_values(["pair", "role", "zone_id"], ascending=[True, False, True], kind="stable")
    zones = pd.concat([zones[zones["pair"] > 0], zones[zones["pair"] == 0]], ignore_index=True)
    customers = zones["customers"].astype(float)
    if publish:
        shown = ~_hidden(zones)
        customers, zones["before"] = customers.where(shown), zones["before"].where(shown)
    rate = (1000 * customers / zones["letterboxes"].where(zones["letterboxes"] > 0)).round(3)
    role = pd.array([roles[one] for one in zones["role"]], dtype="str")
    told = zones.assign(role=role, customers=customers, rate=rate, before=zones["before"].astype(float))
    has_pairs, has_before = bool((zones["pair"] > 0).any()), bool(zones["before"].notna().any())
    kept = [
        name for name in COLUMNS if (has_pairs or name not in {"pair", "role"}) and (has_before or name != "before")
    ]
    return told[kept]


def write_measure(found: Measured, folder: Path, *, campaigns: Path | None = None, publish: bool = False) -> list[Path]:
    """Write `measure.html`, `measure.csv`, and the rows of `campaigns.csv`, in which the same plan stands once.

    Where nobody came from the zones served, `campaigns.csv` stays as it was.

    Returns
    -------
    list of Path

    Raises
    ------
    OutputError
        If the disk refuses.
    """
    import pyarrow as pa  # noqa: PLC0415  --help answers at once

    from geoprofile.files import write_output  # noqa: PLC0415
    from geoprofile.pages.render import save_page  # noqa: PLC0415

    table = measure_table(found, publish=publish)
    write_output([pa.Table.from_pandas(table, preserve_index=False)], folder / "measure.csv")
    written = [save_page(_page(found, table, publish=publish), folder / "measure.html"), folder / "measure.csv"]
    own = campaign_rows(found)
    if publish or own.empty:
        return written
    learned = campaigns or folder / "campaigns.csv"
    rows = pd.concat([_former(learned, str(found.plan["plan_id"])), _texts(own)], ignore_index=True)
    write_output([pa.Table.from_pandas(rows, preserve_index=False)], learned)
    return [*written, learned]


def _page(found: Measured, table: pd.DataFrame, *, publish: bool) -> Page:
    words, language = MEASURE_WORDS[found.language], found.language
    served = found.zones[found.zones["status"] == "chosen"]
    held = found.zones[found.zones["role"] == "control"]
    measured = found.zones[found.zones["role"] == "treated"] if len(held) else served
    whole = None if publish and _small_roles(found.zones) else float(served["customers"].sum())
    figures = [
        KeyFigure(words["came"], whole),
        KeyFigure(words["foreseen"], digits_text(float(served["expected_response"].sum()), language)),
        KeyFigure(words["per_treated" if len(held) else "per"], _rate(measured, language, publish=publish)),
        *([KeyFigure(words["per_control"], _rate(held, language, publish=publish))] if len(held) else []),
    ]
    sentences = _told(found, publish=publish)
    sure = found.lift is not None and not found.lift.reason
    told: tuple[Block, ...] = (
        *(Note(text, "warning") for text in _warnings(found)),
        Note(sentences[1], "note" if sure else "warning"),
        *(Paragraph(text) for text in (sentences[0], *sentences[2:])),
    )
    blocks: tuple[Block, ...] = (*told, KeyFigures(tuple(figures)), *([Paragraph(words["hidden"])] if publish else []))
    sections = (
        Section(words["short"], blocks),
        Section(words["zones"], (Table(table, columns_for(table, language)),)),
    )
    note = words["public" if publish else "private"]
    return Page(
        words["title"], language, sections, subtitle=f"{found.plan['territory']}, {found.plan['plan_id']}", note=note
    )


def _shown(count: float, *, publish: bool) -> float | None:
    return None if publish and count < SMALLEST_CELL else count


def _rate(zones: pd.DataFrame, language: str, *, publish: bool) -> str | None:
    customers, boxes = float(zones["customers"].sum()), float(zones["letterboxes"].sum())
    if not boxes or _shown(customers, publish=publish) is None:
        return None
    return digits_text(1000 * customers / boxes, language)


def _former(path: Path, plan_id: str) -> pd.DataFrame:
    """Read the rows of other plans; none where there is no file."""
    if not path.is_file():
        return pd.DataFrame({name: pd.Series(dtype="str") for name in CAMPAIGN_COLUMNS})
    rows = open_address_file(path).rows().reindex(columns=list(CAMPAIGN_COLUMNS)).fillna("").astype("str")
    return rows[rows["plan_id"] != plan_id]


def _texts(rows: pd.DataFrame) -> pd.DataFrame:
    """Write numbers as text, a missing one as nothing, as the former rows are."""

    def written(value: object) -> str:
        if isinstance(value, float):
            return f"{value:.10g}" if np.isfinite(value) else ""
        return str(value)

    return pd.DataFrame({name: pd.Series(map(written, rows[name].tolist()), dtype="str") for name in rows.columns})
