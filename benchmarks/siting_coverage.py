"""Maximal coverage at the size of a country: seconds, memory and gap, beside spopt at a size that it can finish.

Zones lie in clustered towns of a square of 200 km, demand is log-normal, candidates stand in zones drawn by demand,
the service radius is 10 minutes at 60 km/h as the crow flies. All seeded, and of our own making: the reference that
spopt with CBC took 579 + 315 CPU seconds for (50,000 x 1,000, p = 50) had a demand and a radius of its own.

Run: ``python benchmarks/siting_coverage.py [--zones N] [--candidates M] [--sites P] [--peer]``; ``--peer`` needs the
extra ``bench``. CBC does not finish 5,000 x 1,000, p = 50 on these zones within five minutes.
"""

from __future__ import annotations

import argparse
import resource
import time
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from geoprofile.siting.location import SiteQuestion, choose_sites
from geoprofile.travel.reach import Reach

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED = 20261122
SIDE_KM, TOWNS = 200.0, 150
LIMIT_MIN = 10.0
KM_A_MINUTE = 1.0


def made_country(zones: int, candidates: int) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]:
    """Make positions (km) and demand of zones, and the zones in which candidates stand."""
    rng = np.random.default_rng(SEED)
    centres, size = rng.uniform(0, SIDE_KM, (TOWNS, 2)), rng.pareto(1.1, TOWNS) + 0.2
    town = rng.choice(TOWNS, zones, p=size / size.sum())
    spread = 1.5 + 2.0 * np.sqrt(size[town])
    place = np.clip(centres[town] + rng.normal(size=(zones, 2)) * np.minimum(spread, 12)[:, None], 0, SIDE_KM)
    rural = rng.random(zones) < 0.25
    place[rural] = rng.uniform(0, SIDE_KM, (int(rural.sum()), 2))
    demand = np.rint(np.exp(rng.normal(6, 0.8, zones)))
    return place, demand, rng.choice(zones, candidates, replace=False, p=demand / demand.sum())


def reach_of(place: NDArray[np.float64], sites: NDArray[np.intp]) -> Reach:
    """Find the zones within the limit of each candidate."""
    near = cKDTree(place[sites]).sparse_distance_matrix(
        cKDTree(place), LIMIT_MIN * KM_A_MINUTE, output_type="coo_matrix"
    )
    order = np.lexsort((near.col, near.row))
    origin, zone = near.row[order].astype(np.int64), near.col[order].astype(np.int64)
    minutes = near.data[order] / KM_A_MINUTE
    return Reach(
        origin, zone, minutes, np.ones((len(order), 1)), (LIMIT_MIN,), len(sites), len(place), "car", "straight"
    )


def question_of(zones: int, candidates: int) -> tuple[SiteQuestion, NDArray[np.float64], NDArray[np.intp]]:
    place, demand, sites = made_country(zones, candidates)
    ids = [
        np.array([f"{kind}{row:06d}" for row in range(many)], dtype=object)
        for kind, many in (("C", candidates), ("Z", zones))
    ]
    return SiteQuestion(reach_of(place, sites), demand, ids[0], ids[1]), place, sites


def ours(zones: int, candidates: int, sites: int, objective: str) -> float:
    """Choose, and print what it took."""
    question, _, _ = question_of(zones, candidates)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun, wall = time.process_time(), time.perf_counter()
    choice = choose_sites(question, sites, objective=objective)
    used, passed = time.process_time() - begun, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"geoprofile {objective:8} {zones:6,} x {candidates:5,} p={sites}: {len(question.candidates.zone):9,} pairs, "
        f"{used:6.1f} cpu-s ({passed:.1f} s), +{(peak - before) / 1024:.0f} MB, value {choice.value:,.0f}, "
        f"bound {choice.bound:,.0f}, gap {choice.gap:.3%}, {choice.reading}"
    )
    return choice.value


def cpu_seconds() -> float:
    """Give what this process and the solvers that it ran have used."""
    return sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def peer(zones: int, candidates: int, sites: int, value: float, limit_s: int) -> None:
    """Let spopt choose with its default solver, which is stopped where it does not end."""
    try:
        import pulp  # noqa: PLC0415  a peer that need not be there
        from spopt.locate import MCLP  # noqa: PLC0415
    except ImportError:
        print("spopt is not installed: pip install 'geoprofile[bench]'.")
        return
    _, demand, _ = made_country(zones, candidates)
    _, place, stands = question_of(zones, candidates)
    cost = np.linalg.norm(place[:, None] - place[stands][None], axis=2) / KM_A_MINUTE
    begun = cpu_seconds()
    model = MCLP.from_cost_matrix(cost, demand, LIMIT_MIN, sites)
    written = cpu_seconds()
    model = model.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=limit_s))
    solved = cpu_seconds()
    best = pulp.value(model.problem.objective)
    print(
        f"spopt (CBC)         {zones:6,} x {candidates:5,} p={sites}: {written - begun:.1f} cpu-s to write the model, "
        f"{solved - written:.1f} to solve, value {best:,.0f}; geoprofile has {value / best:.4%} of it"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--zones", type=int, default=50_000)
    parser.add_argument("--candidates", type=int, default=1_000)
    parser.add_argument("--sites", type=int, default=50)
    parser.add_argument("--peer", action="store_true", help="only beside spopt at a tenth of the zones")
    parser.add_argument("--limit", type=int, default=300, help="seconds that the peer's solver may take")
    given = parser.parse_args()
    for objective in () if given.peer else ("mclp", "p_median"):
        ours(given.zones, given.candidates, given.sites, objective)
    if given.peer:
        tenth = given.zones // 10
        for candidates, sites in ((given.candidates // 10, max(given.sites // 5, 1)), (given.candidates, given.sites)):
            peer(tenth, candidates, sites, ours(tenth, candidates, sites, "mclp"), given.limit)


if __name__ == "__main__":
    main()
