"""In a real browser the map draws itself, asks nobody anything and runs nothing that a table holds."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geoprofile.maps.customer_map import customer_map
from geoprofile.maps.offline import POLICY
from geoprofile.maps.saving import save_map
from geoprofile.tables import Variable

if TYPE_CHECKING:
    from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for path in map(shutil.which, BROWSERS) if path), None)
OPEN_TOOLTIPS = "map_customers.eachLayer(function (l) { if (l.getTooltip && l.getTooltip()) l.openTooltip(); });"
HIT = "document.documentElement.setAttribute('data-hit','1')"
# What the browser asks on its own behalf (updates, dictionaries), whatever page is open.
CHROMIUM_SERVICES = (".google.com", ".googleapis.com", ".gvt1.com")
ATTACKS = (
    f'<img src=x onerror="{HIT}">',
    f"<script>{HIT}</script>",
    f"</script><script>{HIT}</script>",
    f'"><svg onload="{HIT}">',
    f"${{{HIT}}}",
    f"`+{HIT}+`",
    f"');{HIT};//",
    f'\\");{HIT};//',
    "{{ 7*7 }}{% raw %}",
    "<!--<script>",
    "\\",
    "\u2028" + HIT,
    '<iframe src="https://example.org/x"></iframe>',
    '<link rel=stylesheet href="http://example.org/x.css">',
    '<meta http-equiv=refresh content="0;url=http://example.org">',
)


def hostile_tables() -> tuple[pd.DataFrame, gpd.GeoDataFrame]:
    count = len(ATTACKS)
    zones = gpd.GeoDataFrame(
        {"zone_name": ATTACKS, "value": [float(i) for i in range(count)], "kind": ATTACKS},
        geometry=[shapely.box(2 + i / 100, 48, 2.01 + i / 100, 48.01) for i in range(count)],
        crs="EPSG:4326",
    )
    points = pd.DataFrame(
        {"longitude": [2.005 + i / 100 for i in range(count)], "latitude": 48.005, "client_id": ATTACKS,
         "result_type": "street"}
    )  # fmt: skip
    return points, zones


def open_page(path: Path, folder: Path) -> tuple[str, set[str]]:
    """Open a page in a browser without a network; give what it became and the hosts it asked for."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: what the browser does is not tested")
    log = folder / "net.json"
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
        "--disable-component-update", "--no-first-run", f"--user-data-dir={folder / 'profile'}",
        f"--log-net-log={log}", "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=2000",
        "--window-size=1200,800", "--dump-dom", path.as_uri(),
    ]  # fmt: skip
    seen = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True)
    asked = set(re.findall(r'"url":"https?://([^/"]+)', log.read_text(encoding="utf-8")))
    return seen.stdout, {host for host in asked if not host.endswith(CHROMIUM_SERVICES)}


@pytest.fixture(scope="module")
def visit(tmp_path_factory) -> tuple[str, set[str]]:
    """Open a hostile map and every tooltip of it; give the page and the hosts it asked for."""
    folder = tmp_path_factory.mktemp("browser")
    points, zones = hostile_tables()
    everything = " ".join(ATTACKS)
    drawn = customer_map(
        points, zones, value="value", label=everything, unit=ATTACKS[0], title=everything,
        attribution=ATTACKS,
        tooltip=[Variable("kind", ATTACKS[0], ATTACKS[0], "code", "categorical")], outlines=zones,
        point_tooltip={"client_id": ATTACKS[1]},
    )  # fmt: skip
    path = save_map(drawn, folder / "map.html")
    page = path.read_text(encoding="utf-8")
    # The policy would hide a request that escaping let through: it is taken away here.
    bare = page.replace(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">', "")
    path.write_text(f"{bare}<script>{OPEN_TOOLTIPS}</script>", encoding="utf-8")
    return open_page(path, folder)


def test_every_zone_and_every_customer_is_drawn(visit):
    assert f'data-drawn="{len(ATTACKS)} zones, {len(ATTACKS)} marks"' in visit[0]


def test_nothing_that_a_table_holds_is_run(visit):
    opening = re.search(r"<html[^>]*>", visit[0])[0]
    assert opening == '<html lang="fr">'


def test_hostile_text_is_shown_as_text_in_tooltips(visit):
    opened = visit[0].split('class="gp-card"')
    assert len(opened) > len(ATTACKS)
    assert any("&lt;img src=x onerror=" in card for card in opened[1:])
    assert not any("<img" in card or "<iframe" in card or "<svg" in card for card in opened[1:])


def test_the_page_asks_the_network_for_nothing(visit):
    assert visit[1] == set()


def test_a_page_that_does_ask_would_be_found_out(tmp_path):
    page = tmp_path / "asks.html"
    page.write_text('<img src="http://tiles.example.org/1.png">', encoding="utf-8")
    assert open_page(page, tmp_path)[1] == {"tiles.example.org"}


def test_the_policy_alone_stops_a_request(tmp_path):
    page = tmp_path / "stopped.html"
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    page.write_text(f'{policy}<img src="http://tiles.example.org/1.png">', encoding="utf-8")
    assert open_page(page, tmp_path)[1] == set()
