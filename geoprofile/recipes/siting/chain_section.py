"""The chain on the page: the best sites together, white spots, and which store would be missed least."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoprofile.pages.blocks import Note, Paragraph, Table
from geoprofile.recipes.siting.answer import unit_of
from geoprofile.recipes.siting.report import ranked
from geoprofile.recipes.siting.sentences import SITING_SENTENCES
from geoprofile.recipes.siting.tables import shown_columns
from geoprofile.recipes.siting.words import SITING_WORDS
from geoprofile.words import count_text, digits_text, percent_text

if TYPE_CHECKING:
    from geoprofile.pages.blocks import Block
    from geoprofile.recipes.siting.report import SitesReport
    from geoprofile.siting.location import SiteChoice

__all__ = ["chain_blocks", "chosen_lines"]

WHITE_SPOTS = 10
# One site alone is told with the candidates.
FEWEST_TOGETHER = 2


def chain_blocks(report: SitesReport) -> tuple[Block, ...]:
    """Compose what is said of the chain."""
    words, chain, headings = SITING_SENTENCES[report.language], report.chain, SITING_WORDS[report.language]
    blocks: list[Block] = [Paragraph(text) for text in chosen_lines(report)]
    if chain.chosen is not None and len(chain.chosen) >= FEWEST_TOGETHER and chain.choice is not None:
        # Minutes saved and households covered are no customers: what each is worth is told for those alone.
        names = ["place_name", *(["loss"] if chain.choice.objective == "huff_share" else [])]
        table = Table(chain.chosen, shown_columns(report, chain.chosen, names), caption=headings["chain_best"])
        blocks.append(table)
    if len(chain.white_spots):
        market, frame = report.result.market, chain.white_spots
        note = words["white_note"].format(minutes=f"{market.core_minutes:g}", limit=f"{market.bands[-1]:g}")
        names = ["zone_name", "zones", "demand", "minutes", "beyond_share"]
        shown = shown_columns(report, frame, names)
        blocks.append(Table(frame, shown, caption=headings["chain_white"], note=note, limit=WHITE_SPOTS))
    if len(chain.closing):
        blocks.append(Note(words["close_note"], "warning"))
        closing = chain.closing.rename(columns={"lost": "chain_lost", "lost_share": "chain_lost_share"})
        columns = shown_columns(report, closing, ["place_name", "chain_lost", "chain_lost_share"])
        blocks.append(Table(closing, columns, caption=headings["chain_close"]))
    elif not report.stores.empty:
        blocks.append(Paragraph(words["one_store"]))
    return tuple(blocks)


def chosen_lines(report: SitesReport) -> list[str]:
    """Say which sites are best together, what they bring, and how near to the best possible they are."""
    words, chosen, choice = SITING_SENTENCES[report.language], report.chain.chosen, report.chain.choice
    if chosen is None or choice is None or len(chosen) < FEWEST_TOGETHER:
        return []
    told = [_together(report, choice), *(note.text(report.result.market.language) for note in choice.notes)]
    gap = percent_text(choice.gap, report.language)
    told.append(words["proven"] if choice.proven else words["gap"].format(gap=gap))
    return [*told, words["rounded" if choice.objective == "huff_share" else "best_alone"]]


def _together(report: SitesReport, choice: SiteChoice) -> str:
    words, language, chosen = SITING_SENTENCES[report.language], report.language, report.chain.chosen
    names = [] if chosen is None else chosen["place_name"].tolist()
    last = " et " if language == "fr" else " and "
    told = {"count": str(len(names)), "names": last.join([", ".join(names[:-1]), *names[-1:]])}
    if choice.objective == "huff_share":
        total, sites = report.chain.together, ranked(report).set_index("place_id")
        alone = 0.0 if chosen is None else float(sites.loc[chosen["place_id"], "net_own"].sum())
        return words["chain_together"].format(
            total=count_text(total, language), sum=count_text(alone, language), unit=unit_of(report),
            overlap=count_text(max(round(alone) - round(total), 0), language), **told,
        )  # fmt: skip
    reading = choice.reading
    if choice.objective == "mclp":
        return words["chain_covered"].format(
            covered=count_text(reading["covered"], language), share=percent_text(reading["covered_share"], language),
            minutes=f"{report.result.market.core_minutes:g}", **told,
        )  # fmt: skip
    return words["chain_minutes"].format(
        minutes=digits_text(round(reading["mean_minutes"], 1), language), penalty=f"{reading['penalty_min']:g}", **told
    )
