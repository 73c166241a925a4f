"""addok, the geocoder of the French state until 2025, set up beside geoprofile and asked the same rows.

It runs as its own documents say for France: addok-france and addok-fr, one Redis on this machine, no filter (a
filter by postcode loses every row whose postcode is wrong). What it holds is the base of geoprofile, address for
address, laid out as the Base Adresse Nationale lays out its export for addok.
"""

from __future__ import annotations

import json
import math
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import venv
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["PEER_FOLDER", "Peer", "PeerAbsentError", "PeerRun", "ask", "running_peer"]

PEER_FOLDER = Path(tempfile.gettempdir()) / "geoprofile-addok"
PINS = ("addok==1.3.2", "addok-france==1.2.0", "addok-fr==1.1.0", "addok-csv==1.1.0")
HOST = "127.0.0.1"
START_SECONDS = 20
# The shell stops Redis once its input closes, which it does however this process ends, killed or not.
GUARD = '"$@" & read line; kill $!; wait $!'

CONFIG = """
REDIS = {{"host": "{host}", "port": {port}, "indexes": {{"db": 0}}, "documents": {{"db": 1}}}}
LOG_DIR = "{folder}"
EXTRA_FIELDS = [{{"key": "citycode"}}]
FILTERS = ["type", "citycode", "postcode"]
QUERY_PROCESSORS_PYPATHS = [
    "addok.helpers.text.check_query_length",
    "addok_france.extract_address",
    "addok_france.clean_query",
    "addok_france.remove_leading_zeros",
]
PROCESSORS_PYPATHS = [
    "addok.helpers.text.tokenize",
    "addok.helpers.text.normalize",
    "addok_france.glue_ordinal",
    "addok_france.fold_ordinal",
    "addok_france.flag_housenumber",
    "addok.helpers.text.synonymize",
    "addok_fr.phonemicize",
]
SEARCH_RESULT_PROCESSORS_PYPATHS = [
    "addok.helpers.results.match_housenumber",
    "addok_france.make_labels",
    "addok.helpers.results.score_by_importance",
    "addok.helpers.results.score_by_autocomplete_distance",
    "addok.helpers.results.score_by_ngram_distance",
    "addok.helpers.results.score_by_geo_distance",
]
"""

# Runs under the Python of addok's own environment; asks as addok-csv asks (limit=3, no autocompletion).
DRIVER = """
import json, sys, time
from addok.config import config
config.load()
from addok.core import search
from addok.db import DB

def redis_seconds():
    used = DB.info("cpu")
    return used["used_cpu_sys"] + used["used_cpu_user"]

def best(query):
    found = search(query, autocomplete=False, limit=3)
    if not found:
        return {}
    top = found[0]
    return {"level": top.type, "street": top.name, "citycode": top.citycode,
            "housenumber": top.housenumber or "", "score": min(top.score, 1.0)}

asked, answered = sys.argv[1:]
with open(asked, encoding="utf-8") as file:
    task = json.load(file)
for query in task["warm_up"]:
    best(query)
python, redis = time.process_time(), redis_seconds()
answers = [best(query) for query in task["queries"]]
told = {"answers": answers, "python_cpu_s": time.process_time() - python, "redis_cpu_s": redis_seconds() - redis,
        "memory_bytes": DB.info("memory")["used_memory"]}
with open(answered, "w", encoding="utf-8") as file:
    json.dump(told, file)
"""


class PeerAbsentError(Exception):
    """Why addok is not here to be compared with, in one line."""


@dataclass(frozen=True)
class Peer:
    """addok with its base in memory: its environment, its configuration, and the folder that it works in."""

    python: Path
    config: Path
    folder: Path


@dataclass(frozen=True)
class PeerRun:
    """What addok answered, one row a query in their order, and the seconds of processor that it took.

    `answers` has level, street, citycode, housenumber (text, empty where nothing was found) and score (0-1).
    """

    answers: pd.DataFrame
    python_cpu_s: float
    redis_cpu_s: float
    memory_bytes: int

    @property
    def cpu_s(self) -> float:
        """Give the seconds of both processes together."""
        return self.python_cpu_s + self.redis_cpu_s


@contextmanager
def running_peer(addresses: pd.DataFrame, contexts: Mapping[str, str], folder: Path = PEER_FOLDER) -> Iterator[Peer]:
    """Install addok where it is not yet, start a Redis of its own, and give it the addresses.

    Parameters
    ----------
    addresses : DataFrame
        Of `tables.address_schema()`.
    contexts : mapping
        What stands behind the commune in the export for addok ("75, Paris, Île-de-France"), by departement.
    folder : Path
        Where the environment of addok stays between runs.

    Raises
    ------
    PeerAbsentError
        If there is no Redis, or addok cannot be installed or filled.
    """
    server = shutil.which("redis-server")
    if server is None:
        raise PeerAbsentError("there is no redis-server on the PATH (Debian and Ubuntu: apt-get install redis-server)")
    python = install_peer(folder)
    with tempfile.TemporaryDirectory() as work, _redis(server, Path(work)) as port:
        config = Path(work) / "addok.conf"
        config.write_text(CONFIG.format(host=HOST, port=port, folder=work), encoding="utf-8")
        peer = Peer(python, config, Path(work))
        _fill(peer, addresses, contexts)
        yield peer


def ask(peer: Peer, queries: pd.Series, *, warm_up: pd.Series) -> PeerRun:
    """Ask addok one query after another, in a process of its own.

    Parameters
    ----------
    peer : Peer
    queries : Series of str
        Address, postcode and city in one line.
    warm_up : Series of str
        Asked first; their time is not counted.
    """
    asked, answered, driver = (peer.folder / name for name in ("asked.json", "answered.json", "driver.py"))
    asked.write_text(json.dumps({"queries": list(queries), "warm_up": list(warm_up)}), encoding="utf-8")
    driver.write_text(DRIVER, encoding="utf-8")
    _run(peer, [str(driver), str(asked), str(answered)], what="did not answer")
    told = json.loads(answered.read_text(encoding="utf-8"))
    texts = ["level", "street", "citycode", "housenumber"]
    answers = pd.DataFrame(told["answers"], columns=[*texts, "score"], index=queries.index)
    answers[texts] = answers[texts].astype("str").where(answers[texts].notna(), "")
    answers["score"] = answers["score"].astype(float)
    return PeerRun(answers, told["python_cpu_s"], told["redis_cpu_s"], told["memory_bytes"])


def install_peer(folder: Path) -> Path:
    """Give the Python of an environment with addok in its pinned versions, made where it is not there yet."""
    python, done = folder / "bin" / "python", folder / "pins.txt"
    if python.is_file() and done.is_file() and done.read_text(encoding="utf-8").split() == list(PINS):
        return python
    venv.create(folder, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PINS]
    run = subprocess.run(pip, capture_output=True, text=True, check=False)
    if run.returncode:
        raise PeerAbsentError(f"addok cannot be installed ({_last_line(run.stderr)})")
    done.write_text("\n".join(PINS), encoding="utf-8")
    return python


@contextmanager
def _redis(server: str, folder: Path) -> Iterator[int]:
    """Run a Redis on a free port of this machine that writes nothing, and stop it whatever happens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    redis = [server, "--port", str(port), "--bind", HOST, "--save", "", "--appendonly", "no", "--dir", str(folder)]
    guard = subprocess.Popen(
        ["/bin/sh", "-c", GUARD, "sh", *redis],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_until_it_listens(port)
        yield port
    finally:
        guard.communicate()


def _wait_until_it_listens(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise PeerAbsentError("redis-server does not start")


def _fill(peer: Peer, addresses: pd.DataFrame, contexts: Mapping[str, str]) -> None:
    """Write the export that addok imports, a document a line, and import it."""
    path = peer.folder / "base.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for documents in (_street_documents(addresses, contexts), _commune_documents(addresses, contexts)):
            file.writelines(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)
    load = f"import sys; from addok.bin import main; sys.argv = ['addok', 'batch', {str(path)!r}]; main()"
    _run(peer, ["-c", load], what="did not take the base")


def _street_documents(addresses: pd.DataFrame, contexts: Mapping[str, str]) -> Iterator[dict[str, object]]:
    """Lay out each street with its numbers; a place without number is a locality."""
    number = addresses["housenumber"].astype("str") + addresses["suffix"]
    rows = addresses.assign(number=number.where(addresses["housenumber"] > 0, ""))
    for (identifier, citycode, name), street in rows.groupby(["street_id", "citycode", "street"], sort=False):
        numbers = street[street["number"] != ""]
        places = zip(numbers["number"], numbers["longitude"], numbers["latitude"], strict=True)
        yield {
            **_place(street, f"{identifier}", f"{citycode}", contexts),
            "type": "street" if len(numbers) else "locality",
            "name": name,
            "city": _cities(street["city"].iloc[0]),
            "housenumbers": {key: {"id": f"{identifier}_{key}", "lat": y, "lon": x} for key, x, y in places},
        }


def _commune_documents(addresses: pd.DataFrame, contexts: Mapping[str, str]) -> Iterator[dict[str, object]]:
    """Lay out each commune; Paris as a whole: with its arrondissements beside it, addok finds fewer addresses."""
    district = addresses["citycode"].str.startswith("751")
    communes = addresses.assign(
        citycode=addresses["citycode"].mask(district, "75056"), city=addresses["city"].mask(district, "Paris")
    )
    for citycode, commune in communes.groupby("citycode", sort=False):
        name = commune["city"].iloc[0]
        place = _place(commune, f"{citycode}", f"{citycode}", contexts)
        yield {**place, "type": "municipality", "name": name, "city": name}


def _place(rows: pd.DataFrame, identifier: str, citycode: str, contexts: Mapping[str, str]) -> dict[str, object]:
    """Give what every document has; its importance grows with its addresses, from 0.4, as in the state's export."""
    return {
        "id": identifier,
        "citycode": citycode,
        "postcode": sorted(set(rows["postcode"]) - {""}),
        "context": contexts.get(citycode[:2], ""),
        "lat": float(rows["latitude"].mean()),
        "lon": float(rows["longitude"].mean()),
        "importance": round(0.4 + 0.1 * math.log10(1 + len(rows)), 4),
    }


def _cities(name: str) -> list[str]:
    """Name the commune of a street; addok does best with both names of an arrondissement."""
    return [name.split(" ", maxsplit=1)[0], name] if name.endswith("Arrondissement") else [name]


def _run(peer: Peer, arguments: list[str], *, what: str) -> None:
    """Run the Python of addok with its configuration."""
    command = [str(peer.python), "-W", "ignore", *arguments]
    run = subprocess.run(
        command,
        env={"ADDOK_CONFIG_MODULE": str(peer.config), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise PeerAbsentError(f"addok {what} ({_last_line(run.stderr)})")


def _last_line(text: str) -> str:
    return next((line for line in reversed(text.splitlines()) if line.strip()), "no reason given")


if __name__ == "__main__":
    sys.exit("This is a part of benchmarks/geocoding.py: run that.")
