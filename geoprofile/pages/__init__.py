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
    PersonaCard,
    RoundSheet,
    ShareBar,
    ShareBars,
    SizeBars,
    Table,
)
from geoprofile.pages.curves import Curve, calibration_chart, gains_chart
from geoprofile.pages.decay_chart import decay_chart
from geoprofile.pages.door_ranges import round_lines
from geoprofile.pages.map_figure import map_figure
from geoprofile.pages.message_matrix import message_matrix_figure
from geoprofile.pages.page import Page, Section
from geoprofile.pages.render import render_page, save_page
from geoprofile.pages.round_sheet import RoundWalk, round_sheet, rounds_page
from geoprofile.pages.segment_grid import segment_grid
from geoprofile.pages.street_plan import street_plan
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
    "PersonaCard",
    "RoundSheet",
    "RoundWalk",
    "Section",
    "ShareBar",
    "ShareBars",
    "SizeBars",
    "Table",
    "calibration_chart",
    "decay_chart",
    "gains_chart",
    "map_figure",
    "message_matrix_figure",
    "render_page",
    "round_lines",
    "round_sheet",
    "rounds_page",
    "save_page",
    "segment_grid",
    "street_plan",
    "trait_bars",
]
