"""A folium map that carries all it needs: no address of the outside world is in it.

folium takes Leaflet, jQuery, Bootstrap and fonts from four servers. Here Leaflet alone is needed, and
comes along as `data:` URIs. A content security policy forbids the page every request, whatever a data
file may hold.
"""

from __future__ import annotations

import base64
import re
from importlib import resources
from typing import cast

import folium
from branca.element import Element, Figure

__all__ = ["OfflineMap"]

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline' data:; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
MAP_NAME = "customers"


def asset(name: str) -> str:
    """Read a file that comes with this package."""
    return resources.files("geoprofile.maps").joinpath("assets", name).read_text(encoding="utf-8")


def data_uri(text: str, media_type: str) -> str:
    """Put a text into an address that needs no network."""
    return f"data:{media_type};base64,{base64.b64encode(text.encode()).decode()}"


def leaflet_style() -> str:
    """Give Leaflet's style sheet without its pictures, which no control of ours shows."""
    return re.sub(r"url\(images/[^)]*\)", "none", asset("leaflet.css"))


class Verbatim(Element):
    """Text of a page as it stands; branca's own element would run it as a Jinja template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_: object) -> str:
        """Give the text."""
        return self.text


class Surroundings(Element):
    """What stands around a map; a child of the map, so that its script comes after that of the map."""

    def __init__(self, *, body: str, script: str, style: str) -> None:
        super().__init__()
        self._id = MAP_NAME
        self.body, self.script, self.style = body, script, style

    def render(self, **_: object) -> str:
        """Put style, body and script into the page."""
        page = page_of(self)
        style = f"<style>{asset('map.css')}{self.style}</style>"
        page.header.add_child(Verbatim(style), name="style")
        page.html.add_child(Verbatim(self.body), name="body")
        page.script.add_child(Verbatim(self.script), name="code")
        return ""


class OfflineMap(folium.Map):
    """A map with its page around it, written without a network in mind.

    Parameters
    ----------
    title : str
        Of the browser's window, already safe in HTML.
    body : str
        HTML around the map, already safe.
    script : str
        JavaScript that finds the map as `map_customers`, and what `drawing.js` offers as `gp`.
    style : str
        Style sheet beyond that of all maps.
    """

    default_js = [("leaflet", data_uri(asset("leaflet.js"), "text/javascript"))]  # noqa: RUF012  folium's own form
    default_css = [("leaflet_css", data_uri(leaflet_style(), "text/css"))]  # noqa: RUF012

    def __init__(self, *, title: str, body: str, script: str, style: str = "") -> None:
        super().__init__(
            location=(0, 0),
            tiles=None,
            prefer_canvas=True,
            zoom_control=False,
            zoom_snap=0.25,
            attribution_control=False,
        )
        self._id = MAP_NAME  # folium draws a random one: the same map would not be the same bytes
        page = page_of(self)
        page.title = title
        policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        page.header.add_child(Verbatim(policy), name="policy")
        self.add_child(Surroundings(body=body, script=asset("drawing.js") + script, style=style))


def page_of(element: Element) -> Figure:
    """Give the page that an element stands on."""
    return cast("Figure", element.get_root())
