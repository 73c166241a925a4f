"""Business customers: their numbers checked, the register joined, their segments and ideal customer."""

from geoprofile.recipes.firms.flow import FirmFiles, FirmsResult, enrich_firms, write_firms, write_prospects
from geoprofile.recipes.firms.page import firms_page, save_firms_page
from geoprofile.recipes.firms.sentences import firm_summary, ideal_sentence

__all__ = [
    "FirmFiles",
    "FirmsResult",
    "enrich_firms",
    "firm_summary",
    "firms_page",
    "ideal_sentence",
    "save_firms_page",
    "write_firms",
    "write_prospects",
]
