"""Reports as one HTML page that opens without a network."""

from geoprofile.pages.blocks import (
    Block,
    Card,
    Cards,
    Figure,
    IndexBar,
    IndexBars,
    KeyFigure,
    KeyFigures,
    Note,
    Paragraph,
    ShareBar,
    ShareBars,
    SizeBars,
    Table,
)
from geoprofile.pages.curves import Curve, calibration_chart, gains_chart
from geoprofile.pages.page import Page, Section
from geoprofile.pages.render import render_page, save_page
from geoprofile.pages.trait_bars import trait_bars

__all__ = [
    "Block",
    "Card",
    "Cards",
    "Curve",
    "Figure",
    "IndexBar",
    "IndexBars",
    "KeyFigure",
    "KeyFigures",
    "Note",
    "Page",
    "Paragraph",
    "Section",
    "ShareBar",
    "ShareBars",
    "SizeBars",
    "Table",
    "calibration_chart",
    "gains_chart",
    "render_page",
    "save_page",
    "trait_bars",
]
