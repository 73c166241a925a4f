"""Drawings as SVG: elements whose texts are escaped, and the frame of a plot with its axes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Plot", "axes", "drawing", "element", "path_of"]

DECIMALS = 2


def element(name: str, *inside: str, **attributes: object) -> Markup:
    """Write one SVG element; `class_` stands for class, `stroke_width` for stroke-width.

    Parameters
    ----------
    name : str
    inside : str
        Texts, which are escaped, or elements (`Markup`), which are not.
    attributes : str or float
        Numbers are rounded to a hundredth, so that the same data are the same bytes on every machine.
    """
    parts = [f' {key.rstrip("_").replace("_", "-")}="{attribute(value)}"' for key, value in attributes.items()]
    return Markup(f"<{name}{''.join(parts)}>{''.join(escape(part) for part in inside)}</{name}>")  # noqa: S704  every part was escaped on this line or the one before


def attribute(value: object) -> str:
    """Write the value of an attribute."""
    if isinstance(value, float):
        return f"{round(value, DECIMALS) + 0.0:g}" if abs(value) < 1e5 else f"{value:.0f}"  # noqa: PLR2004  where :g would write an exponent
    return str(escape(value))


@dataclass(frozen=True)
class Plot:
    """The frame of a plot: values of `x` and `y` from 0 to these, drawn in a box of these pixels.

    Attributes
    ----------
    x_most, y_most : float
    width, height : float
        Of the whole drawing, in its own pixels.
    """

    x_most: float = 1.0
    y_most: float = 1.0
    width: float = 480.0
    height: float = 380.0

    LEFT = 62.0
    RIGHT = 24.0
    TOP = 12.0
    BOTTOM = 52.0

    def x(self, value: float) -> float:
        """Give the pixel of a value of x."""
        return self.LEFT + (self.width - self.LEFT - self.RIGHT) * value / self.x_most

    def y(self, value: float) -> float:
        """Give the pixel of a value of y; y grows upwards."""
        return self.height - self.BOTTOM - (self.height - self.TOP - self.BOTTOM) * value / self.y_most


def axes(plot: Plot, x_ticks: Sequence[tuple[float, str]], y_ticks: Sequence[tuple[float, str]],
         x_label: str, y_label: str) -> list[Markup]:  # fmt: skip
    """Draw the grid, the ticks with their texts and the names of the axes."""
    left, right, bottom, top = plot.x(0), plot.x(plot.x_most), plot.y(0), plot.y(plot.y_most)
    drawn = []
    for value, text in y_ticks:
        y = plot.y(value)
        drawn.append(element("line", x1=left, x2=right, y1=y, y2=y, class_="gp-grid"))
        drawn.append(element("text", text, x=left - 8, y=y + 4, text_anchor="end", class_="gp-tick"))
    for value, text in x_ticks:
        x = plot.x(value)
        drawn.append(element("line", x1=x, x2=x, y1=bottom, y2=bottom + 4, class_="gp-axis"))
        drawn.append(element("text", text, x=x, y=bottom + 19, text_anchor="middle", class_="gp-tick"))
    drawn.append(element("line", x1=left, x2=right, y1=bottom, y2=bottom, class_="gp-axis"))
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    drawn.append(element("text", x_label, x=middle_x, y=plot.height - 8, text_anchor="middle", class_="gp-axis-name"))
    turned = f"rotate(-90 14 {attribute(middle_y)})"
    drawn.append(
        element("text", y_label, x=14.0, y=middle_y, text_anchor="middle", transform=turned, class_="gp-axis-name")
    )
    return drawn


def path_of(plot: Plot, points: Iterable[tuple[float, float]]) -> str:
    """Write the path through points."""
    spots = [f"{attribute(float(plot.x(x)))} {attribute(float(plot.y(y)))}" for x, y in points]
    return f"M{'L'.join(spots)}" if spots else ""


def drawing(plot: Plot, parts: Iterable[Markup], *, alt: str) -> Markup:
    """Put elements into a drawing that fits the width of its column and tells a screen reader what it shows."""
    box = f"0 0 {plot.width:g} {plot.height:g}"
    return element("svg", element("title", alt), *parts, viewBox=box, width=plot.width, role="img", class_="gp-plot")
