"""A page as HTML: one file without any request, for screens, phones, keyboards and paper."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from geoprofile.atomic import write_atomically
from geoprofile.colours import group_of, ink_on, type_colour
from geoprofile.pages.blocks import Cards
from geoprofile.pages.cells import heads_of, rows_of
from geoprofile.pages.charts import index_view, share_view, size_view
from geoprofile.pages.words import PAGE_WORDS
from geoprofile.suppression import SMALLEST_CELL
from geoprofile.words import fixed_text, share_text, value_text

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Environment

    from geoprofile.pages.blocks import Card
    from geoprofile.pages.page import Page

__all__ = ["render_page", "save_page"]


def render_page(page: Page) -> str:
    """Write a page as HTML.

    Every text of the page is escaped, the page makes no request, and its policy allows no script but the
    small one that sorts tables. The same page is the same text.

    Parameters
    ----------
    page : Page

    Returns
    -------
    str
    """
    script = template_text("page.js")
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src '{script_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return environment().get_template("page.html").render(
        page=page,
        language=page.language,
        words=PAGE_WORDS[page.language],
        policy=policy,
        style=template_text("page.css"),
        script=script,
        carded=frozenset(card.code for card in cards_of(page)),
    )  # fmt: skip


def save_page(page: Page, path: Path | str) -> Path:
    """Write a page as one HTML file, whole or not at all.

    Raises
    ------
    OutputError
        If the folder is not there or cannot be written to.
    """
    return write_atomically(path, render_page(page))


def cards_of(page: Page) -> list[Card]:
    """Give all cards of a page."""
    blocks = (block for section in page.sections for block in section.blocks)
    return [card for block in blocks if isinstance(block, Cards) for card in block.cards]


def count_of(households: float, language: str) -> str:
    """Write how many households a class has; few of them are not told."""
    if households < SMALLEST_CELL:
        return PAGE_WORDS[language]["few"].format(least=SMALLEST_CELL)
    return fixed_text(households, 0, language)


def script_hash(script: str) -> str:
    """Name a script as a content security policy does."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def template_text(name: str) -> str:
    """Read a file that comes with this package."""
    return resources.files("geoprofile.pages").joinpath("templates", name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Make the templates ready: everything they are handed is escaped."""
    from jinja2 import Environment as Templates  # noqa: PLC0415  only where a page is written
    from jinja2 import FunctionLoader, StrictUndefined  # noqa: PLC0415

    made = Templates(
        loader=FunctionLoader(template_text),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.globals.update(
        heads_of=heads_of, rows_of=rows_of, index_view=index_view, share_view=share_view, size_view=size_view,
        type_colour=type_colour, ink_on=ink_on, group_of=group_of,
        count_of=count_of, value_text=value_text, share_text=share_text, fixed_text=fixed_text,
        kind_of=lambda block: type(block).__name__,
    )  # fmt: skip
    return made
