"""A typology of 240,000 areas by 60 variables from beginning to end: seconds of each step, peak memory.

The areas are drawn from a seeded model: kinds of places that differ in ten factors, 60 shares and incomes that follow
from them with noise, one value in a hundred missing. 8 groups, 33 types, restarts, traits, names, portraits, quality.

    python benchmarks/typology_scale.py [--areas 240000] [--variables 60]
"""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np
import pandas as pd

from geoprofile.tables import Variable
from geoprofile.typology.estimator import AreaTypology
from geoprofile.typology.naming import name_classes
from geoprofile.typology.portraits import portray_classes, typical_zones
from geoprofile.typology.preparation import kind_of_unit
from geoprofile.typology.quality import quality_report
from geoprofile.typology.traits import trait_table
from geoprofile.zones.profiles import ZoneProfiles

FACTORS, KINDS_OF_PLACES, MISSING = 10, 60, 0.01
HOUSEHOLDS = Variable("households", "Ménages", "Households", "households", "extensive")
AT_MOST_S = 180


def areas(count: int, variables: int) -> ZoneProfiles:
    rng = np.random.default_rng(0)
    strength = np.linspace(1.6, 0.5, FACTORS)
    places = rng.normal(size=(KINDS_OF_PLACES, FACTORS)) * strength
    factors = places[rng.integers(KINDS_OF_PLACES, size=count)] + rng.normal(size=(count, FACTORS)) * strength
    told = factors @ rng.normal(size=(FACTORS, variables)) / 4 + rng.normal(size=(count, variables)) * 0.6
    values = 1 / (1 + np.exp(1 - told))
    values[:, 0] = 24_000 * np.exp(told[:, 0] / 3)
    values[rng.random(values.shape) < MISSING] = np.nan
    dictionary = (
        Variable("income_median_eur", "Niveau de vie médian", "Median standard of living", "eur", "intensive"),
        *(
            Variable(f"v{number:02d}_share", f"Part {number}", f"Share {number}", "share", "intensive")
            for number in range(1, variables)
        ),
    )
    ids = [f"{number:09d}" for number in range(count)]
    zones = pd.DataFrame({"zone_id": ids, "zone_name": ids, "parent_id": ""})
    frame = pd.DataFrame(values, index=pd.Index(ids, name="zone_id"), columns=[v.name for v in dictionary])
    households = rng.integers(40, 400, size=count).astype(float)
    trust = frame.notna().to_numpy(dtype=float)
    return ZoneProfiles("iris", zones, households, HOUSEHOLDS, frame, trust, dictionary)


class Clock:
    """Prints the seconds since it was last asked."""

    def __init__(self) -> None:
        self.begun = self.last = time.perf_counter()

    def say(self, step: str) -> None:
        """Say how long a step took."""
        now = time.perf_counter()
        print(f"{step:<42} {now - self.last:7.1f} s", flush=True)
        self.last = now


def run(count: int, variables: int) -> None:
    profiles = areas(count, variables)
    clock = Clock()
    kinds = tuple(kind_of_unit(v.unit, profiles.values[v.name].to_numpy()) for v in profiles.variables)
    model = AreaTypology(8, 33, kinds=kinds)
    model.fit(profiles.values, sample_weight=profiles.households, trust=profiles.trust)
    clock.say(f"fit ({model.runs_} starts for the groups)")
    labels, *_ = model.membership(profiles.values, profiles.households, trust=profiles.trust)
    clock.say("types and confidences of all areas")
    types = np.array(model.type_codes_, dtype=object)[labels]
    groups = np.array(model.group_codes_, dtype=object)[model.group_of_type_[labels]]
    traits = trait_table(profiles, types, parents=groups)
    clock.say("traits")
    names, portraits = name_classes(traits, profiles.variables), portray_classes(traits, profiles)
    clock.say(f"{len(names)} names and {len(portraits)} portraits")
    typical_zones(profiles, types)
    clock.say("typical areas")
    quality = quality_report(model, profiles.values, profiles.households, profiles.trust)
    clock.say("quality, stability among it")
    all_s = time.perf_counter() - clock.begun
    peak_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{'all':<42} {all_s:7.1f} s of {AT_MOST_S}, {peak_gb:.2f} GB at most")
    print(quality.levels.T.round(3).to_string())
    print(f"cost of the hierarchy on the axes {quality.hierarchy_cost:.4f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--areas", type=int, default=240_000)
    parser.add_argument("--variables", type=int, default=60)
    asked = parser.parse_args()
    run(asked.areas, asked.variables)


if __name__ == "__main__":
    main()
