"""geoprofile beside addok: one base, the same dirty rows, exact numbers, wrong answers, speed, and what a score says.

Run: python benchmarks/geocoding.py [--data DIR] [--peer-folder DIR] [--without-peer] [--plot FILE]
"""

from __future__ import annotations

import argparse
import resource
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from addok_peer import PEER_FOLDER, Peer, PeerAbsentError, PeerRun, ask, running_peer
from dirt import mixed_rows, soil
from judging import answers_of, binned, calibration, groupings, judge, kept, plot_reliability, shares
from paris import DATA, distance_m, timed

from geoprofile import build_territory, geocode
from geoprofile.countries import COUNTRIES
from geoprofile.sources.source import ADDRESS_SOURCES, Source
from geoprofile.territory.recipe import load_recipe

if TYPE_CHECKING:
    from collections.abc import Callable

    from geoprofile import Territory

# Mixed rows that are made here, as many as a batch has: small files underrate a batch geocoder.
MADE, MADE_ROWS = "mixed, made", 50_000
# addok answers some hundred rows a second, so it is asked a seeded sample of each file.
PEER_ROWS = {"dirty": 2_000, "mixed": 1_500, "hard": 1_000, MADE: 1_500}
PEER_WARM_UP = 200
# addok has no threshold of its own; its users cut at 0.5, or at 0.7 where a wrong answer costs more than none.
PEER_SCORES = (0.5, 0.7)
DEPARTEMENTS = ("75", "08", "12", "19", "55", "90")
FRENCH_TYPES = {
    "straat": "Rue",
    "steenweg": "Chaussée",
    "laan": "Avenue",
    "weg": "Chemin",
    "plein": "Place",
    "dreef": "Drève",
    "pad": "Sentier",
}
ASKED = {"address": "adresse", "postcode": "code_postal", "city": "ville"}


@dataclass(frozen=True)
class Task:
    """One file of rows: what was written, what is true, what geoprofile said, and the seconds that it took."""

    name: str
    rows: pd.DataFrame
    truth: pd.DataFrame
    answers: pd.DataFrame
    cpu_s: float


# ------------------------------------------------------------------------------------------ asking


def cpu_seconds() -> float:
    """Processor time of this process and of the workers that it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def read_text(path: Path, sep: str = ",") -> pd.DataFrame:
    return pd.read_csv(path, sep=sep, dtype="str", keep_default_na=False)


def base_addresses(recipe: str | Path, data: Path) -> pd.DataFrame:
    """Every address of a recipe, as its territory is built from them."""
    sources = [source for source in load_recipe(recipe).sources if source.kind in ADDRESS_SOURCES]
    readers = [(ADDRESS_SOURCES[one.kind], Source(one.kind, data / one.path, options=one.options)) for one in sources]
    return pd.concat([chunk for reader, source in readers for chunk in reader(source)], ignore_index=True)


def run_task(name: str, territory: Territory, data: Path) -> Task:
    """Geocode every row of a file once: distinct rows, so that no answer is remembered."""
    folder = data / "fr/to_geocode"
    rows = read_text(folder / f"{name}_addresses.csv")
    truth = rows[["id"]].merge(read_text(folder / f"{name}_addresses_truth.csv"), on="id", how="left", validate="1:1")
    before = cpu_seconds()
    results = geocode(rows, territory, **ASKED)
    return Task(name, rows, truth, answers_of(results), cpu_seconds() - before)


def run_made(territory: Territory, addresses: pd.DataFrame) -> Task:
    """Geocode addresses of the base that are written here, 65 % of them clean, the others with one kind of dirt."""
    made = mixed_rows(addresses[addresses["housenumber"] > 0].sample(MADE_ROWS, random_state=3), seed=3, base=addresses)
    made = made.drop_duplicates(["address", "postcode", "city"], ignore_index=True)
    rows = made.rename(columns={"address": "adresse", "postcode": "code_postal", "city": "ville"})
    in_base = made["level"].isin(["housenumber", "street"])
    truth = pd.DataFrame(
        {
            "cls": np.where(made["kind"] == "clean", "clean", "one kind of dirt"),
            "level": made["level"],
            "insee": made["citycode"].where(made["level"] != "none", ""),
            "voie": made["street"].where(in_base, ""),
            "num": made["housenumber"].astype(str).where(made["level"] == "housenumber", ""),
            "rep": made["suffix"].where(made["level"] == "housenumber", ""),
        }
    )
    before = cpu_seconds()
    results = geocode(rows[list(ASKED.values())], territory, **ASKED)
    return Task(MADE, rows, truth, answers_of(results), cpu_seconds() - before)


def run_peer(peer: Peer, task: Task, other: Task) -> PeerRun:
    """Ask addok the sample of a file, warm from rows of another one."""
    queries = [one.rows[list(ASKED.values())].agg(" ".join, axis=1) for one in (task, other)]
    sample = queries[0].sample(min(PEER_ROWS[task.name], len(task.rows)), random_state=1)
    return ask(peer, sample, warm_up=queries[1].sample(PEER_WARM_UP, random_state=2))


def comparison(tasks: list[Task], runs: dict[str, PeerRun]) -> pd.DataFrame:
    """One table: each file and kind of dirt, geoprofile and addok on the same rows."""
    parts = {}
    for task in tasks:
        run = runs.get(task.name)
        answers = task.answers if run is None else task.answers.loc[run.answers.index]
        sides = {"geoprofile": judge(answers, task.truth)}
        if run is not None:
            peer = {score: kept(run.answers, score) for score in PEER_SCORES}
            sides |= {f"addok >= {score}": judge(one, task.truth, folded=True) for score, one in peer.items()}
        table = pd.concat({side: shares(judged, task.truth) for side, judged in sides.items()}, axis=1)
        counts = pd.concat([key.value_counts() for key in groupings(task.truth.loc[answers.index])])
        table.insert(0, ("", "rows"), counts.reindex(table.index))
        parts[task.name] = table
    return pd.concat(parts, names=["file", "kind"])


def speeds(tasks: list[Task], runs: dict[str, PeerRun]) -> pd.DataFrame:
    """Rows a second of processor: geoprofile on the whole file, addok (Python and Redis together) on its sample."""
    table = pd.DataFrame(
        {
            "rows": {task.name: len(task.rows) for task in tasks},
            "geoprofile": {task.name: len(task.rows) / task.cpu_s for task in tasks},
            "addok rows": {name: len(run.answers) for name, run in runs.items()},
            "addok": {name: len(run.answers) / run.cpu_s for name, run in runs.items()},
            "of it Redis": {name: run.redis_cpu_s / run.cpu_s for name, run in runs.items()},
        }
    )
    return table.assign(ratio=table["geoprofile"] / table["addok"])


def calibrations(tasks: list[Task], runs: dict[str, PeerRun]) -> pd.DataFrame:
    """The figures of each file, and of all its rows together; addok on its sample, at each threshold."""
    sides = {("geoprofile", task.name): judge(task.answers, task.truth) for task in tasks}
    for score in PEER_SCORES:
        for task in (task for task in tasks if task.name in runs):
            answers = kept(runs[task.name].answers, score)
            sides[f"addok >= {score}", task.name] = judge(answers, task.truth, folded=True)
    return pd.DataFrame({side: calibration(judged) for side, judged in sides.items()}).T


# -------------------------------------------------------------------------------------- real files


def real_files(territory: Territory, data: Path = DATA) -> pd.DataFrame:
    """Geocode files as people keep them; shares by level, and metres from the positions that they give.

    Returns
    -------
    DataFrame
        Index: file, departement, level (`none` where nothing was found); `rows`, `share` of the departement's rows,
        `median_m` and `p95_m`.
    """
    folder = data / "fr/to_geocode"
    films = read_text(folder / "lieux_de_tournage_paris.csv", ";").assign(departement="75")
    sites = read_text(folder / "sites-prelevements-grand-public.csv")
    sites["departement"] = sites["adresse"].str.extract(r"\b([0-9]{2})[0-9]{3}\b")[0].fillna("")
    libraries = read_text(folder / "adresses-des-bibliotheques-publiques.csv", ";")
    libraries[["lat_given", "lon_given"]] = libraries["coordonnees_ban"].str.split(",", expand=True).iloc[:, :2]
    libraries["departement"] = libraries["INSEE"].str[:2]
    given = {
        "libraries": (
            libraries,
            partial(geocode, address=["Localisation", "voie"], postcode="CP", city="Ville", citycode="INSEE"),
            ("lon_given", "lat_given"),
        ),
        "test sites": (sites, partial(geocode, address="adresse"), ("longitude", "latitude")),
        "film locations": (
            films,
            partial(geocode, address="adresse_lieu", postcode="ardt_lieu"),
            ("coord_x", "coord_y"),
        ),
    }
    return pd.concat({name: placed(*told, territory) for name, told in given.items()}, names=["file"])


def placed(
    frame: pd.DataFrame, ask_all: Callable[..., pd.DataFrame], position: tuple[str, str], territory: Territory
) -> pd.DataFrame:
    """Shares by level and distance to the given positions, of the rows of one file that the base covers."""
    covered = frame[frame["departement"].isin(DEPARTEMENTS)].reset_index(drop=True)
    found = ask_all(covered, territory).iloc[:, frame.shape[1] :]
    found = found.rename(columns=lambda name: name.removesuffix("_2"))
    metres = pd.Series(distance_m(found, covered[position[0]], covered[position[1]]))
    groups = metres.groupby([covered["departement"], found["result_type"].replace("", "none").rename("level")])
    rows = groups.size()
    share = rows / rows.groupby("departement").transform("sum")
    spread = {"median_m": groups.median(), "p95_m": groups.quantile(0.95)}
    return pd.DataFrame({"rows": rows, "share": share, **spread})


# ---------------------------------------------------------------------------------------- Belgium


def bilingual_recipe(data: Path, folder: Path) -> Path:
    """Lay out Lembeek with French street names that are made up: the real base of 1502 has Dutch ones alone."""
    source = next(one for one in load_recipe("lembeek").sources if one.kind in ADDRESS_SOURCES)
    streets = read_text(data / source.path)
    streets["street_fr"] = streets["street_nl"].map(french_name)
    streets.to_csv(folder / "best.csv", index=False)
    text = 'name = "bilingual"\ntitle_fr = "Lembeek"\ntitle_en = "Lembeek"\ncountry = "be"\n'
    recipe = folder / "bilingual.toml"
    recipe.write_text(f'{text}[[source]]\nkind = "{source.kind}"\npath = "best.csv"\n', encoding="utf-8")
    return recipe


def french_name(street: str) -> str:
    """Make up the French name of a Dutch street: its ending as a type in front."""
    kind, ending = next(((kind, end) for end, kind in FRENCH_TYPES.items() if street.endswith(end)), ("Rue", ""))
    return f"{kind} {street.removesuffix(ending).capitalize()}".strip()


def belgian_tasks(data: Path, folder: Path) -> list[Task]:
    """Ask for the addresses of Lembeek in Dutch and in French, clean and dirty; either name of a street is right."""
    recipe = bilingual_recipe(data, folder)
    territory = build_territory(recipe, sources=folder, out=folder / "bilingual")
    base = base_addresses(recipe, folder).drop_duplicates(["street", "housenumber", "suffix"], ignore_index=True)
    dutch_name = dict(zip(base["street_alias"], base["street"], strict=True))
    number = base["housenumber"].astype("str") + base["suffix"]
    plain = base.assign(level="housenumber", postcode="1502", cls="clean")
    written = {
        "Dutch": plain.assign(address=base["street"] + " " + number, city="Halle"),
        "Dutch, postal locality": plain.assign(address=base["street"] + " " + number, city="Lembeek"),
        "French": plain.assign(address=base["street_alias"] + " " + number, city="Hal"),
        "one kind of dirt": soil(base, depth=1, seed=1, country="be").assign(cls=lambda rows: rows["kind"]),
        "two or three kinds": soil(base, depth=(2, 3), seed=2, country="be").assign(cls="stacked"),
    }
    return [asked_in_belgium(name, rows, territory, dutch_name) for name, rows in written.items()]


def asked_in_belgium(name: str, rows: pd.DataFrame, territory: Territory, dutch_name: dict[str, str]) -> Task:
    columns = {"street": "voie", "citycode": "insee", "suffix": "rep"}
    truth = rows.rename(columns=columns).assign(num=rows["housenumber"].astype("str").replace("0", ""))
    asked = rows[["address", "postcode", "city"]]
    before = cpu_seconds()
    answers = answers_of(geocode(asked, territory, address="address", postcode="postcode", city="city"))
    seconds = cpu_seconds() - before
    return Task(name, asked, truth, answers.assign(street=answers["street"].replace(dutch_name)), seconds)


# ------------------------------------------------------------------------------------------ telling


def peer_runs(tasks: list[Task], addresses: pd.DataFrame, folder: Path) -> dict[str, PeerRun]:
    """Ask addok the samples of all files; nothing, and one line that says why, where it cannot run."""
    contexts = {departement: COUNTRIES["fr"].context(departement) for departement in DEPARTEMENTS}
    try:
        with timed("addok: installed, filled, asked"), running_peer(addresses, contexts, folder) as peer:
            others = [*tasks[1:], tasks[0]]
            return {task.name: run_peer(peer, task, other) for task, other in zip(tasks, others, strict=True)}
    except PeerAbsentError as reason:
        print(f"addok is left out: {reason}.")
        return {}


def show(title: str, table: pd.DataFrame, formats: dict[str, str]) -> None:
    """Print a table by the formats of its columns (of their last level); those not named are shares."""
    forms = [formats.get(str(name), "{:.1%}").format for name in table.columns.get_level_values(-1)]
    cells = [table.iloc[:, at].map(form, na_action="ignore").astype("object") for at, form in enumerate(forms)]
    print(f"\n{title}\n{pd.concat(cells, axis=1).fillna('').to_string()}")


def show_footprint(territory: Territory, addresses: pd.DataFrame, runs: dict[str, PeerRun]) -> None:
    sizes = {"geoprofile folder": sum(path.stat().st_size for path in territory.folder.rglob("*") if path.is_file())}
    if runs:
        sizes["addok Redis"] = max(run.memory_bytes for run in runs.values())
    told = (f"{who} {held / 1e6:.1f} MB ({held / len(addresses):.0f} bytes an address)" for who, held in sizes.items())
    print(f"\nFootprint of {len(addresses):,} addresses: {', '.join(told)}")


def report(territory: Territory, told: argparse.Namespace) -> None:
    geocode(read_text(told.data / "fr/to_geocode/sites-prelevements-grand-public.csv"), territory, address="adresse")
    addresses = base_addresses("bano", told.data)
    tasks = [run_task(name, territory, told.data) for name in ("dirty", "mixed", "hard")]
    tasks.append(run_made(territory, addresses))
    runs = {} if told.without_peer else peer_runs(tasks, addresses, told.peer_folder)
    whole = dict.fromkeys(("rows", "answers", "geoprofile", "addok", "ratio", "addok rows"), "{:,.0f}")
    decimals = dict.fromkeys(("score", "mean score", "ECE (width)", "ECE (count)"), "{:.3f}")
    metres = dict.fromkeys(("median_m", "p95_m"), "{:,.1f}")
    formats = whole | decimals | metres
    sample = "a seeded sample of each file; addok asked 'address postcode city', no filter" if runs else "every row"
    show(f"Right streets, right numbers, wrong answers ({sample})", comparison(tasks, runs), formats)
    show("Rows a second of processor, both warm, every row distinct", speeds(tasks, runs), formats)
    show_footprint(territory, addresses, runs)
    show("What a score says, at the default threshold", calibrations(tasks, runs), formats)
    judged = pd.concat([judge(task.answers, task.truth) for task in tasks], ignore_index=True)
    show("Reliability of geoprofile over all files, by decile of score", binned(judged, equal="count"), formats)
    if told.plot:
        plot_reliability({task.name: judge(task.answers, task.truth) for task in tasks}, told.plot)
    show("Real files, metres from the positions that they give", real_files(territory, told.data), formats)
    with tempfile.TemporaryDirectory() as folder:
        belgian = belgian_tasks(told.data, Path(folder))
    show("Belgium, 1502 Lembeek (made-up French street names beside the Dutch ones)", comparison(belgian, {}), formats)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--peer-folder", type=Path, default=PEER_FOLDER, help="where addok stays installed")
    parser.add_argument("--without-peer", action="store_true", help="geoprofile alone")
    parser.add_argument("--plot", type=Path, help="write a reliability plot (PNG; needs matplotlib)")
    told = parser.parse_args()
    if not (told.data / "README.md").is_file():
        print(f"skipped: the real open data folder is not here ({told.data})")
        return
    with tempfile.TemporaryDirectory() as folder:
        with timed("six departements of addresses built"):
            territory = build_territory("bano", sources=told.data, out=Path(folder) / "bano")
        report(territory, told)


if __name__ == "__main__":
    main()
