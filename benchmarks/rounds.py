"""Rounds, tours, power and intervals of leaflet drops, on real Paris, on the demo and on seeded draws.

Rounds: how even working time is, how far is walked beside a plain order (street, then number) and the nearest
neighbour, CPU seconds. Tours: 2-opt and Or-opt with kicks beside OR-Tools' routing solver on the stops of those rounds.
Power and intervals: simulated drops with zones that are unlike.

    python benchmarks/rounds.py [--data DIR] [--paris TERRITORY] [--part rounds|tours|power]
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from geoprofile.crs import project_points
from geoprofile.leaflets.doors import zone_doors
from geoprofile.leaflets.measure import measure_lift
from geoprofile.leaflets.power import detectable_lift
from geoprofile.leaflets.rounds import plan_rounds
from geoprofile.leaflets.tours import nearest_neighbour, order_stops, tour_minutes
from geoprofile.leaflets.walking import Pace, merge_stops, path_metres
from geoprofile.territory.build import build_territory
from geoprofile.territory.territory import Territory, open_territory
from geoprofile.zones.profiles import zone_profiles

DATA = Path(os.environ.get("GEOPROFILE_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
# Bastille, rue du Commerce, Batignolles.
PARIS_STORES = {"Bastille": (2.3700, 48.8530), "Commerce": (2.2945, 48.8465), "Batignolles": (2.3215, 48.8855)}
DEMO_STORES = {"Centre": (-5.48, 46.94)}
# Of the households: the others have a sticker against leaflets.
SERVED = 0.8
SOLUTIONS, UNITS = 300, 100_000
PACE = Pace()


def doors_around(territory: Territory, places: dict[str, tuple[float, float]], letterboxes: float):
    """Give the doors of the zones nearest to each store, up to its share of the letterboxes, and the stores."""
    profiles = zone_profiles(territory)
    zones = territory.levels[profiles.level].zones
    middle = zones.geometry.representative_point()
    points = np.column_stack([middle.x, middle.y])
    longitude, latitude = (np.array(some) for some in zip(*places.values(), strict=True))
    stores = np.column_stack(project_points(longitude, latitude, territory.country.metric_crs))
    away = np.hypot(*(points[:, None] - stores[None]).transpose(2, 0, 1))
    boxes = np.rint(profiles.households * SERVED)
    table = pd.DataFrame({"zone_id": profiles.zones["zone_id"], "letterboxes": boxes, "at": away.argmin(axis=1)})
    table = table.assign(away=away.min(axis=1)).sort_values(["away", "zone_id"])
    table = table[table.groupby("at")["letterboxes"].cumsum() <= letterboxes / len(places)]
    doors = zone_doors(territory, profiles.level, table[["zone_id", "letterboxes"]]).table
    names = np.array(list(places))
    store_of = dict(zip(table["zone_id"], names[table["at"]], strict=True))
    where = pd.DataFrame({"store": names, "easting": stores[:, 0], "northing": stores[:, 1]})
    return doors.assign(store=doors["zone_id"].map(store_of)), where


def nearest_door_order(doors: pd.DataFrame) -> pd.DataFrame:
    """Walk from door to door, always on to the nearest."""
    places = doors[["easting", "northing"]].to_numpy()
    return doors.iloc[nearest_neighbour(np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)))]


def rounds_figures(name: str, doors: pd.DataFrame, stores: pd.DataFrame) -> dict[str, object]:
    begun = time.process_time()
    plan = plan_rounds(doors, stores=stores, pace=PACE)
    seconds = time.process_time() - begun
    parts = [part for _, part in plan.doors.groupby("round")]
    plain = ["citycode", "street", "number", "suffix"]
    minutes = plan.rounds["minutes"]
    return {
        "place": name,
        "letterboxes": int(doors["letterboxes"].sum()),
        "doors": len(doors),
        "stops": int(plan.rounds["stops"].sum()),
        "rounds": len(plan.rounds),
        "mean_min": minutes.mean(),
        "max_by_mean": minutes.max() / minutes.mean(),
        "cv": minutes.std(ddof=0) / minutes.mean(),
        "walk_km": sum(path_metres(part, PACE) for part in parts) / 1000,
        "nearest_km": sum(path_metres(nearest_door_order(part.sort_values(plain)), PACE) for part in parts) / 1000,
        "plain_km": sum(path_metres(part.sort_values(plain), PACE) for part in parts) / 1000,
        "cpu_s": seconds,
    }


def by_ortools(minutes: np.ndarray, begin: np.ndarray) -> np.ndarray:
    """Give OR-Tools' open tour with free ends: guided local search from `begin`, over a fixed number of solutions."""
    count = len(minutes)
    whole = np.rint(np.pad(minutes, (0, 1)) * UNITS).astype(np.int64)
    manager = pywrapcp.RoutingIndexManager(count + 1, 1, count)
    routing = pywrapcp.RoutingModel(manager)
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(whole.tolist()))
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.solution_limit = SOLUTIONS
    routing.CloseModelWithParameters(parameters)
    started = routing.ReadAssignmentFromRoutes([begin.tolist()], True)  # noqa: FBT003  its own signature
    found = routing.SolveFromAssignmentWithParameters(started, parameters)
    at, order = found.Value(routing.NextVar(routing.Start(0))), []
    while not routing.IsEnd(at):
        order.append(manager.IndexToNode(at))
        at = found.Value(routing.NextVar(at))
    return np.array(order)


def tours_figures(name: str, doors: pd.DataFrame, stores: pd.DataFrame, most: int) -> None:
    plan = plan_rounds(doors, stores=stores, pace=PACE)
    told = {"plain": [0.0, 0.0], "nearest": [0.0, 0.0], "2-opt, Or-opt": [0.0, 0.0]}
    told |= {"  with 40 kicks": [0.0, 0.0], "OR-Tools": [0.0, 0.0]}
    sizes = []
    for number in plan.rounds["round"].to_numpy()[:: max(1, len(plan.rounds) // most)]:
        places = merge_stops(plan.doors[plan.doors["round"] == number], most_letterboxes=25).places
        minutes = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)) * PACE.detour_factor / 75
        sizes.append(len(minutes))
        for way, run in {
            "plain": lambda m: np.arange(len(m)),
            "nearest": nearest_neighbour,
            "2-opt, Or-opt": lambda m: order_stops(m, kicks=0),
            "  with 40 kicks": order_stops,
            "OR-Tools": lambda m: by_ortools(m, nearest_neighbour(m)),
        }.items():
            begun = time.process_time()
            order = run(minutes)
            told[way][1] += time.process_time() - begun
            told[way][0] += tour_minutes(minutes, order)
    table = pd.DataFrame(told, index=["minutes", "cpu_s"]).T
    table["beside_best"] = table["minutes"] / table["minutes"].min()
    print(f"\nTours of {len(sizes)} rounds of {name}, {np.mean(sizes):.0f} stops on average")
    print(table.round(3).to_string())


def drop(rng, pairs: int, mean: float, variation: float, ratio: float) -> pd.DataFrame:
    """Draw one drop: pairs of one mean, zones that vary by themselves, counts before and after."""
    usual = (
        mean
        * rng.uniform(0.5, 1.5, (pairs, 1))
        * (rng.gamma(1 / variation, variation, (pairs, 2)) if variation else np.ones((pairs, 2)))
    )
    boxes = 1000 * rng.uniform(0.8, 1.2, (pairs, 2))
    usual = usual * boxes / 1000
    columns = {"letterboxes": boxes, "customers": rng.poisson(usual * [ratio, 1.0]), "before": rng.poisson(usual)}
    table = pd.DataFrame({name: values.ravel() for name, values in columns.items()})
    return table.assign(pair=np.repeat(np.arange(1, pairs + 1), 2), role=["treated", "control"] * pairs)


def power_figures(draws: int) -> pd.DataFrame:
    rows = []
    for pairs, mean, variation in ((8, 12, 0.04), (20, 5, 0.1), (20, 20, 0.04), (40, 3, 0.0), (40, 15, 0.1)):
        seen = 1 + detectable_lift(np.full(pairs, mean), np.full(pairs, mean), variation=variation)
        for ratio in (1.0, seen):
            rng = np.random.default_rng([pairs, mean, int(ratio > 1)])
            tables = [drop(rng, pairs, mean, variation, ratio) for _ in range(draws)]
            for before in (False, True):
                lifts = [measure_lift(table if before else table.drop(columns="before")) for table in tables]
                told = [one for one in lifts if not one.reason]
                held = np.mean([one.low <= ratio - 1 <= one.high for one in told])
                called = np.mean([one.p_value <= 0.05 for one in told])
                rows.append((pairs, mean, variation, ratio - 1, before, len(told), held, called))
    names = ["pairs", "mean_customers", "variation", "true_lift", "counts_before", "draws", "held", "called"]
    return pd.DataFrame(rows, columns=names)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--paris", type=Path, help="a territory of Paris; built from --data without it")
    parser.add_argument("--part", choices=["rounds", "tours", "power"])
    parser.add_argument("--draws", type=int, default=400)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if told.part != "power":
            demo = build_territory("demo", out=Path(folder) / "demo")
            places = {"the demo": doors_around(demo, DEMO_STORES, 30_000)}
            if told.paris or (told.data / "README.md").is_file():
                paris = open_territory(told.paris) if told.paris else build_territory(
                    "paris", sources=told.data, out=Path(folder) / "paris"
                )  # fmt: skip
                places["Paris, three stores"] = doors_around(paris, PARIS_STORES, 50_000)
            else:
                print(f"Paris skipped: the real open data folder is not here ({told.data})")
            if told.part != "tours":
                print(pd.DataFrame([rounds_figures(name, *some) for name, some in places.items()]).T.to_string())
            if told.part != "rounds":
                for name, some in places.items():
                    tours_figures(name, *some, most=12)
    if told.part in {None, "power"}:
        print("\nSimulated drops: how often the interval held the true lift, and how often a lift was called at 5 %")
        print(power_figures(told.draws).round(3).to_string(index=False))


if __name__ == "__main__":
    main()
