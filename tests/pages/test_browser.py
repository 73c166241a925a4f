"""In a real browser the tables sort, and nothing else is run."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from geoprofile.pages import render_page

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for path in map(shutil.which, BROWSERS) if path), None)


def seen(html: str, folder) -> str:
    """Open a page in a browser; give what it became."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: what the browser does is not tested")
    path = folder / "page.html"
    path.write_text(html, encoding="utf-8")
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
        f"--user-data-dir={folder / 'profile'}", "--host-resolver-rules=MAP * ~NOTFOUND",
        "--virtual-time-budget=2000", "--dump-dom", path.as_uri(),
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=90, check=True).stdout


def test_a_heading_sorts_its_column_from_great_to_small_then_back_and_missing_stays_last(page, tmp_path):
    # The policy lets no script of ours run beside the page's own: it is taken away here.
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", render_page(page))
    click = (
        "const b = document.querySelectorAll('th button')[2], codes = () => "
        "Array.from(document.querySelectorAll('tbody tr'), r => r.cells[0].textContent.trim()).join();"
        "b.click(); document.body.dataset.one = codes(); b.click(); document.body.dataset.two = codes();"
    )
    dom = seen(bare.replace("</body>", f"<script>{click}</script></body>"), tmp_path)
    assert 'data-one="A01,A02,B01"' in dom
    assert 'data-two="A02,A01,B01"' in dom
    assert 'aria-sort="ascending"' in dom


def test_the_policy_runs_the_own_script_and_stops_any_other(page, tmp_path):
    foreign = "<script>document.body.dataset.hit = 1</script>"
    dom = seen(render_page(page).replace("</body>", f"{foreign}</body>"), tmp_path)
    assert 'data-ready="yes"' in dom
    assert "data-hit" not in dom
