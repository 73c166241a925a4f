"""Leaflet choice: gap and CPU seconds, free and in sectors around a store.

Free: 50,000 zones and 1,000,000 letterboxes beside greedy, OR-Tools' knapsack solver, and HiGHS (scipy's milp) at a
size that it can finish. Sectors: 2,000 Voronoi zones with a response that varies smoothly over the town as it does in
real ones, the same with no such order ("rough", as hard as it gets), and the IRIS of a territory with median income as
the ranking. The gap is against the linear programme with connectivity cuts; against whole zones without borders too.
Every sector is held up to shapely: one polygon, the store inside, no zone enclosed that is not served.

    python benchmarks/leaflets.py [--territory FOLDER] [--towns 2]
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import shapely
from ortools.algorithms.python import knapsack_solver
from scipy.ndimage import gaussian_filter
from scipy.optimize import Bounds, LinearConstraint
from scipy.optimize import milp as solve

from geoprofile.leaflets.choosing import choose
from geoprofile.leaflets.knapsack import by_density, choose_freely, knapsack_bound
from geoprofile.leaflets.letterboxes import count_letterboxes
from geoprofile.leaflets.sector_problem import SectorProblem
from geoprofile.leaflets.sectors import best_within, sector_candidates
from geoprofile.territory.territory import open_territory
from geoprofile.zones.adjacency import zone_adjacency
from geoprofile.zones.profiles import zone_profiles

MILLIONTHS = 1_000_000
BASE_RATE = 0.005
ZONES, LETTERBOXES = 50_000, 1_000_000
TOWN, SIDE_M = 2_000, 300.0
TOWN_BUDGETS = (50_000, 200_000, 500_000)
TERRITORY_BUDGETS = (50_000, 500_000)
# Zones at which HiGHS ends.
MILP_ZONES = 500


def seconds(function, *arguments):
    start = time.process_time()
    made = function(*arguments)
    return made, time.process_time() - start


def seeded_zones(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    boxes = rng.integers(1, 200, count)
    rate = BASE_RATE * rng.gamma(4.0, 0.25, count)
    return boxes, np.rint(boxes * rate * MILLIONTHS).astype(np.int64)


def greedy(weight, value, budget):
    left, worth = budget, 0
    for zone in by_density(weight, value).tolist():
        if weight[zone] <= left:
            left -= int(weight[zone])
            worth += int(value[zone])
    return worth


def ortools_knapsack(weight, value, budget):
    solver = knapsack_solver.KnapsackSolver(
        knapsack_solver.SolverType.KNAPSACK_MULTIDIMENSION_BRANCH_AND_BOUND_SOLVER, "leaflets"
    )
    solver.init(value.tolist(), [weight.tolist()], [int(budget)])
    return solver.solve()


def milp(weight, value, budget):
    made = solve(
        -value / MILLIONTHS,
        constraints=LinearConstraint(weight[None, :], -np.inf, budget),
        integrality=np.ones(len(weight)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 1e-6, "node_limit": 50_000},
    )
    return round(-made.fun * MILLIONTHS)


def free() -> None:
    boxes, value = seeded_zones(ZONES, 0)
    bound = knapsack_bound(boxes, value, LETTERBOXES)
    made, spent = seconds(choose_freely, boxes, value, LETTERBOXES)
    print(f"free {ZONES:,} zones, {LETTERBOXES:,} letterboxes: gap to Dantzig's bound, CPU seconds")
    print(f"  geoprofile      {1 - made.value / bound:.7%}  {spent:.3f}  {made.bound_by}  {made.weight:,} letterboxes")
    for name, function in (("greedy", greedy), ("OR-Tools", ortools_knapsack)):
        worth, spent = seconds(function, boxes, value, LETTERBOXES)
        print(f"  {name:<15} {1 - worth / bound:.7%}  {spent:.3f}")
    boxes, value = seeded_zones(MILP_ZONES, 0)
    budget = LETTERBOXES * MILP_ZONES // ZONES
    made, spent = seconds(choose_freely, boxes, value, budget)
    worth, slow = seconds(milp, boxes, value, budget)
    print(f"  {MILP_ZONES} zones: geoprofile {made.value / MILLIONTHS:.6f} in {spent:.4f} s, {made.bound_by}; "
          f"HiGHS {worth / MILLIONTHS:.6f} in {slow:.3f} s")  # fmt: skip


def smooth_rate(places: np.ndarray, side: float, rng: np.random.Generator) -> np.ndarray:
    """Vary a rate over a town: by district, by neighbourhood, and by zone."""
    cells = 64
    column, row = (places / side * cells).astype(int).clip(0, cells - 1).T
    level = 0.15 * rng.normal(size=len(places))
    for width, weight in ((3, 0.5), (1, 0.25)):
        field = gaussian_filter(rng.normal(size=(cells, cells)), width, mode="reflect")
        level += weight * field[column, row] / field.std()
    return np.exp(level)


def town(seed: int, *, rough: bool) -> tuple[SectorProblem, np.ndarray]:
    rng = np.random.default_rng(seed)
    side = np.sqrt(TOWN) * SIDE_M
    places = rng.random((TOWN, 2)) * side
    box = shapely.box(0, 0, side, side)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(places), extend_to=box, ordered=True))
    polygons = shapely.intersection(cells, box)
    boxes = rng.integers(150, 900, TOWN)
    rate = np.exp(0.6 * rng.normal(size=TOWN)) if rough else smooth_rate(places, side, rng)
    store = int(np.argmin(((places - side * np.array([0.45, 0.55])) ** 2).sum(axis=1)))
    return problem_of(polygons, boxes, rate, store), polygons


def problem_of(polygons, boxes, rate, store) -> SectorProblem:
    borders = zone_adjacency(polygons)
    value = boxes * rate
    value = np.rint(value * (BASE_RATE * boxes.sum() / value.sum()) * MILLIONTHS).astype(np.int64)
    nothing = np.zeros(len(boxes), dtype=bool)
    return SectorProblem(
        boxes, value, boxes, ~nothing, nothing, np.zeros(len(boxes), dtype=np.int64), np.array([store]),
        borders.first, borders.second, borders.outer,
    )  # fmt: skip


def territory(folder: Path) -> tuple[SectorProblem, np.ndarray]:
    opened = open_territory(folder)
    profiles = zone_profiles(opened)
    polygons = opened.levels[profiles.level].polygons()
    income = profiles.values["income_median_eur"].to_numpy()
    rate = np.where(np.isnan(income), 1.0, income / np.nanmedian(income))
    counted = count_letterboxes(profiles.zones["zone_id"], profiles.households, country=opened.country.code)
    boxes = counted.table["letterboxes"].to_numpy()
    middle = shapely.get_coordinates(shapely.centroid(polygons))
    store = int(np.argmin(((middle - np.median(middle, axis=0)) ** 2).sum(axis=1)))
    return problem_of(polygons, boxes, rate, store), polygons


def checked(problem: SectorProblem, polygons: np.ndarray, chosen: np.ndarray) -> str:
    """Hold a sector up to geometry: slivers of open data are closed first, exclaves of a single zone left out."""
    pieces = [shapely.get_parts(polygon) for polygon in polygons[chosen]]
    largest = np.array([parts[np.argmax(shapely.area(parts))] for parts in pieces], dtype=object)
    whole = shapely.union_all(shapely.buffer(largest, 2.0, join_style="mitre"))
    parts = shapely.get_parts(whole)
    left_out = shapely.centroid(polygons[~chosen & problem.allowed])
    filled = shapely.union_all(shapely.polygons(shapely.get_exterior_ring(parts)))
    holes = int(shapely.contains_properly(shapely.difference(filled, whole), left_out).sum())
    holds = bool(chosen[problem.roots].all())
    return f"{len(parts)} part, store inside: {holds}, zones enclosed: {holes}"


def sectors(name: str, problem: SectorProblem, polygons: np.ndarray, budgets: tuple[int, ...]) -> None:
    for budget in budgets:
        candidates, growing = seconds(sector_candidates, problem, budget)
        made, whole = seconds(choose, problem, "sectors", budget)
        found = best_within(candidates, budget)
        bound = knapsack_bound(problem.weight, problem.value, budget)
        print(f"  {name:<9} {budget:>7,}: gap {made.gap:.2%} ({made.bound_by}), to no borders "
              f"{1 - made.value / bound:.2%}; {whole:.1f} s, {growing:.1f} to choose; {made.weight:,} letterboxes, "
              f"same again: {found.value == made.value}; {checked(problem, polygons, made.chosen)}")  # fmt: skip


def islands(problem: SectorProblem) -> None:
    loose = replace(problem, roots=np.zeros(0, dtype=np.int64), least_letterboxes=10_000)
    made, spent = seconds(choose, loose, "islands", 200_000)
    print(f"  islands   200,000: gap to no borders {made.gap:.2%}; {spent:.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--territory", type=Path)
    parser.add_argument("--towns", type=int, default=1)
    options = parser.parse_args()
    free()
    print(f"sectors around one store, {TOWN:,} zones")
    for seed in range(options.towns):
        problem, polygons = town(seed, rough=False)
        sectors(f"town {seed}", problem, polygons, TOWN_BUDGETS)
        islands(problem)
    sectors("rough", *town(0, rough=True), TOWN_BUDGETS)
    if options.territory:
        sectors("territory", *territory(options.territory), TERRITORY_BUDGETS)


if __name__ == "__main__":
    main()
