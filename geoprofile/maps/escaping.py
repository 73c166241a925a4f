"""Text of customers in a page: shown as it is, never run as code."""

from __future__ import annotations

import html
import json

__all__ = ["plain_html", "script_json"]

# HTML escaping leaves what a JavaScript template string, a Jinja template or a backslash escape would run.
LIVE = str.maketrans({sign: f"&#{ord(sign)};" for sign in "\\`${}"})
# In a <script> element only these could end it early; U+2028 and U+2029 end a line of JavaScript.
SCRIPT_ENDS = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def plain_html(text: object) -> str:
    r"""Write a text so that it can stand in HTML, in an attribute or in a template and only be read.

    Examples
    --------
    >>> plain_html("<b>${1}</b>")
    '&lt;b&gt;&#36;&#123;1&#125;&lt;/b&gt;'
    """
    return html.escape(str(text), quote=True).translate(LIVE)


def script_json(data: object) -> str:
    """Write data as JSON that can stand inside a ``<script type="application/json">`` element.

    Raises
    ------
    ValueError
        If a number is not finite: JSON has no word for it, a missing value is None.
    """
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).translate(SCRIPT_ENDS)
