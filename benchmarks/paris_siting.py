"""Real Paris, a simulated chain: are the gains of ten candidate sites found, and do their intervals hold the truth.

Territory: Paris and the inner suburbs (`reference_data/recipes/paris.toml`). Own restaurants and candidates are real
places; competitors are the 13,823 restaurants of the open data. Customers are simulated with a stated seed: a household
of each address likes the chain by how many executives live in its IRIS (exp of 0.5 standard deviations), and goes by
Huff's rule: a restaurant is worth (minutes on foot + 1) ** -1.6, one of others 0.02 of that, staying away a constant.
Each drawn customer gets a real address of the Base Adresse Nationale, is written as text, geocoded and enriched. Of the
rule the siting knows nothing. True gain of a candidate: what the rule gives the chain with it less what it has without.

Flow: enrich, lookalike, sites (the command), leaflets of 50,000 letterboxes around three restaurants (the command).

Run: ``python benchmarks/paris_siting.py [--data DIR] [--territory DIR] [--out DIR] [--customers 6000]``.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.spatial import KDTree
from scipy.stats import spearmanr

from geoprofile.cli import cli
from geoprofile.crs import project_points, unproject_points
from geoprofile.recipes import enrich
from geoprofile.recipes.enriched import find_zones
from geoprofile.recipes.places import read_places
from geoprofile.recipes.siting.flow import compare_sites
from geoprofile.territory.build import build_territory
from geoprofile.territory.territory import open_territory
from geoprofile.travel.demand import demand_points
from geoprofile.travel.straight import straight_radius_m
from geoprofile.zones.profiles import zone_profiles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from geoprofile.recipes.places import Places
    from geoprofile.recipes.siting.flow import SitesResult
    from geoprofile.territory.territory import Territory

DATA = Path(os.environ.get("GEOPROFILE_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
SEED = 20261122
BY, BANDS = "foot", (5.0, 10.0, 20.0)
DECAY, COMPETITOR, TASTE = 1.6, 0.02, 0.5
# Alone, ten minutes from the door, one household in eight goes.
AWAY = 7.0 * 11.0**-DECAY
# Longitude, latitude.
OWN = {
    "Bastille": (2.3692, 48.8532),
    "République": (2.3634, 48.8674),
    "Montparnasse": (2.3212, 48.8421),
    "Opéra": (2.3317, 48.8708),
    "Place d'Italie": (2.3556, 48.8311),
    "Place de Clichy": (2.3274, 48.8836),
    "Convention": (2.2968, 48.8371),
    "Passy": (2.2776, 48.8570),
}
CANDIDATES = {
    "Gare de Lyon": (2.3735, 48.8447),
    "Gare du Nord": (2.3553, 48.8799),
    "Gare Saint-Lazare": (2.3255, 48.8757),
    "Nation": (2.3959, 48.8484),
    "Denfert-Rochereau": (2.3325, 48.8339),
    "Place des Ternes": (2.2983, 48.8782),
    "Place Gambetta": (2.3985, 48.8651),
    "Porte d'Orléans": (2.3255, 48.8233),
    "Porte de Versailles": (2.2877, 48.8324),
    "Odéon": (2.3389, 48.8522),
}
LEAFLET_STORES = ("Bastille", "Montparnasse", "Passy")
LETTERBOXES = 50_000


@contextmanager
def timed(what: str) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"{what:<44}{time.perf_counter() - wall:8.1f} s wall {time.process_time() - cpu:8.1f} s CPU, peak {peak:.2f} GB"
    )


def place_file(named: dict[str, tuple[float, float]], path: Path) -> Path:
    rows = [(f"P{row + 1:02d}", name, *spot) for row, (name, spot) in enumerate(named.items())]
    pd.DataFrame(rows, columns=["store_id", "nom", "longitude", "latitude"]).to_csv(path, sep=";", index=False)
    return path


def competitor_file(data: Path, path: Path) -> Path:
    given = pd.read_csv(data / "stores" / "dfRestaurantParis.csv", usecols=["x", "y"])
    longitude, latitude = unproject_points(given["x"].to_numpy(), given["y"].to_numpy(), "EPSG:2154")
    told = {"id": [f"R{row}" for row in range(len(given))], "longitude": longitude, "latitude": latitude}
    pd.DataFrame(told).round(6).to_csv(path, sep=";", index=False)
    return path


class Truth:
    """The rule that customers follow, at the points where people live."""

    def __init__(self, territory: Territory, own: Places, candidates: Places, others: Places) -> None:
        demand, profiles = demand_points(territory, "iris"), zone_profiles(territory, "iris")
        self.points = np.column_stack([demand.easting, demand.northing])
        executives = profiles.values["occupation_executives_share"].to_numpy(dtype=float)
        likes = np.nan_to_num((executives - np.nanmean(executives)) / np.nanstd(executives))
        self.homes = profiles.households[demand.zone] * demand.weight * np.exp(TASTE * likes[demand.zone])
        self.own = np.array([self.pull(spot) for spot in spots(own)])
        self.sites = np.array([self.pull(spot) for spot in spots(candidates)])
        self.rest = AWAY + COMPETITOR * self.crowd(spots(others))

    def pull(self, spot: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give what one restaurant is worth at each point; none beyond the last band."""
        minutes = np.hypot(*(self.points - spot).T) / straight_radius_m(1, BY)
        return np.where(minutes <= BANDS[-1], (minutes + 1) ** -DECAY, 0.0)

    def crowd(self, around: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum what many restaurants are worth at each point."""
        reach_m, whole = straight_radius_m(BANDS[-1], BY), np.zeros(len(self.points))
        tree = KDTree(around)
        for start in range(0, len(self.points), 2000):
            pairs = KDTree(self.points[start : start + 2000]).sparse_distance_matrix(
                tree, reach_m, output_type="coo_matrix"
            )
            pull = (pairs.data / straight_radius_m(1, BY) + 1) ** -DECAY
            whole[start : start + 2000] = np.bincount(pairs.row, pull, minlength=len(whole[start : start + 2000]))
        return whole

    def gains(self) -> NDArray[np.float64]:
        """Give what the chain gains by each candidate, as a share of what it has."""
        before = self.own.sum(axis=0)
        had = (self.homes * before / (before + self.rest)).sum()
        return np.array([
            (self.homes * (before + site) / (before + site + self.rest)).sum() / had - 1 for site in self.sites
        ])  # fmt: skip

    def draw(self, count: int, rng: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Draw customers: the point that each lives at, and the restaurant that they use."""
        rates = self.homes * self.own / (self.own.sum(axis=0) + self.rest)
        drawn = rng.choice(rates.size, count, p=(rates / rates.sum()).ravel())
        store, point = np.divmod(drawn, rates.shape[1])
        return point, store


def spots(places: Places) -> NDArray[np.float64]:
    return places.rows[["easting", "northing"]].to_numpy(dtype=float)


def simulated(truth: Truth, own: Places, data: Path, count: int) -> pd.DataFrame:
    """Give each drawn customer a real address near the point that they were drawn at."""
    rng = np.random.default_rng(SEED)
    point, store = truth.draw(count, rng)
    ban = pd.read_csv(data / "fr/addresses/adresses-75.csv.gz", sep=";", dtype="str", keep_default_na=False)
    at = np.column_stack(project_points(ban["lon"].to_numpy(float), ban["lat"].to_numpy(float), "EPSG:2154"))
    near = KDTree(at).query(truth.points[point], k=8)[1][np.arange(count), rng.integers(0, 8, count)]
    home = ban.iloc[near].reset_index(drop=True)
    return pd.DataFrame(
        {
            "client_id": [f"C{row}" for row in range(count)],
            "adresse": (home["numero"] + " " + home["rep"]).str.strip() + " " + home["nom_voie"],
            "code_postal": home["code_postal"],
            "ville": "Paris",
            "store_id": own.rows["place_id"].to_numpy(dtype=object)[store],
            "turnover_eur": np.round(rng.gamma(2.0, 40.0, count), 2).astype("str"),
        }
    )


def told_gains(result: SitesResult, truth: Truth, customers: int) -> None:
    """Print the gains that were estimated beside the true ones."""
    true = truth.gains() * customers
    sites = result.sites
    print(f"\n{'candidate':<22}{'rank':>6}{'true':>6}{'gain true':>11}{'estimated':>11}{'between':>16}  holds")
    true_rank = (-true).argsort().argsort() + 1
    inside = (sites["net_own_low"] <= true) & (true <= sites["net_own_high"])
    for row, site in sites.assign(true=true, true_rank=true_rank, inside=inside).sort_values("rank").iterrows():
        ends = f"{site['net_own_low']:.0f} - {site['net_own_high']:.0f}"
        told = f"{site['rank']:>6}{site['true_rank']:>6}{true[row]:>11.0f}{site['net_own']:>11.0f}{ends:>16}"
        print(f"{site['place_name']:<22}{told}  {'yes' if site['inside'] else 'NO'}")
    found = spearmanr(true, sites["net_own"]).statistic
    print(f"rank correlation {found:.2f}; intervals hold the truth {int(inside.sum())} of {len(sites)}; "
          f"estimated / true, median {np.median(sites['net_own'] / true):.2f}")  # fmt: skip
    choice, model = result.choice, result.choice.model
    print(f"decay {model.decay}: true power {-DECAY}, estimated {model.distance:.2f}")
    print(f"competitor: true {COMPETITOR}, estimated {np.exp(model.competitor):.3f} of an own restaurant")
    if choice.fit is not None:
        print(choice.fit.parameters.round(3).to_string(index=False))
    level = np.log(choice.expected / choice.seen)[choice.own]
    print(f"own restaurants, expected / seen: {np.exp(level).min():.2f} to {np.exp(level).max():.2f} "
          f"(log, standard deviation {level.std(ddof=1):.2f}; what intervals take for a new one: "
          f"{choice.store_spread:.2f})")  # fmt: skip
    if choice.check is not None:
        print(choice.check.summary.round(2).to_string(index=False))


def command(what: str, *told: object) -> None:
    """Run the command line in a process of its own, and print what it took."""
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    line = [sys.executable, "-m", "geoprofile", *map(str, told)]
    done = subprocess.run(line, check=False, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"\n{what}: {time.perf_counter() - wall:.1f} s wall, {cpu:.1f} s CPU")
    print("\n".join((done.stdout or done.stderr).splitlines()[:14]))


def run(territory: Territory, data: Path, out: Path, customers: int) -> None:
    files = [place_file(OWN, out / "stores.csv"), place_file(CANDIDATES, out / "candidates.csv"),
             competitor_file(data, out / "competitors.csv")]  # fmt: skip
    own, candidates, others = (read_places(path, territory) for path in files)
    with timed("the truth, drawn"):
        truth = Truth(territory, own, candidates, others)
        drawn = simulated(truth, own, data, customers)
    with timed(f"{customers:,} customers geocoded and enriched"):
        told = enrich(drawn, territory, address="adresse", postcode="code_postal", city="ville", variables=[])
        told.to_csv(out / "customers_enriched.csv", sep=";", index=False)
    print(f"  in a zone: {(told['iris'] != '').mean():.1%}")
    with timed("sites compared"):
        result = compare_sites(
            candidates, territory, stores=own, competitors=others, enriched=find_zones(told, territory),
            store_column="store_id", by=BY, bands=BANDS, language="en",
        )  # fmt: skip
    told_gains(result, truth, customers)
    asked = ("-t", territory.folder, "--language", "en")
    enriched, ranking = out / "customers_enriched.csv", out / "ranking.csv"
    command("geoprofile lookalike", "lookalike", enriched, *asked, "-o", ranking)
    minutes = ",".join(f"{band:g}" for band in BANDS)
    if "sites" in cli.commands:
        command(
            "geoprofile sites", "sites", files[1], *asked, "--customers", enriched, "--stores", files[0],
            "--competitors", files[2], "--by", BY, "--minutes", minutes, "--store-column", "store_id",
            "--value", "turnover_eur", "-o", out / "sites",
        )  # fmt: skip
    command(
        "geoprofile catchment", "catchment", files[0], *asked, "--customers", enriched, "--store-column", "store_id",
        "--by", BY, "--minutes", minutes, "-o", out / "catchments",
    )  # fmt: skip
    if "leaflet" in cli.commands:
        three = place_file({name: OWN[name] for name in LEAFLET_STORES}, out / "three.csv")
        command(
            f"geoprofile leaflet, {LETTERBOXES:,} letterboxes", "leaflet", *LEAFLET_COMMAND, *asked, "--ranking",
            ranking, "--stores", three, "--within", 15, "--by", BY, "--letterboxes", LETTERBOXES,
            "-o", out / "leaflets",
        )  # fmt: skip
    else:
        print("\ngeoprofile leaflet: left out, this version has no such command")


# `leaflet` is a group where it holds more than the plan.
LEAFLET_COMMAND = tuple({"plan"} & set(getattr(cli.commands.get("leaflet"), "commands", {})))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the real open data")
    parser.add_argument("--territory", type=Path, help="Paris, built already (default: build it)")
    parser.add_argument("--out", type=Path, help="folder for the results (default: thrown away)")
    parser.add_argument("--customers", type=int, default=6_000)
    told = parser.parse_args()
    if not (told.data / "README.md").is_file():
        print(f"skipped: the real open data folder is not here ({told.data})")
        return
    with tempfile.TemporaryDirectory() as folder:
        if told.territory is None:
            with timed("Paris built"):
                territory = build_territory("paris", sources=told.data, out=Path(folder) / "paris")
        else:
            territory = open_territory(told.territory)
        out = told.out or Path(folder) / "results"
        out.mkdir(parents=True, exist_ok=True)
        run(territory, told.data, out, told.customers)


if __name__ == "__main__":
    main()
