"""Fit the weights of the geocoder's score: geoprofile/geocoding/calibration.json.

The rows are made by `address_dirt` from BAN Paris and BANO 52, of which one commune in eight and one street in
ten are withheld from the index, and from no address that the benchmark tests. The weights are those of a
conditional logit with "none of these" (see geocoding/choice.py), fitted by maximum likelihood with a small
ridge on half of the rows; the other half gives the reliability that is printed.

Run: python benchmarks/calibrate_geocoder.py [--data DIR] [--rows 60000] [--write]
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
from dirt import hard_rows, mixed_rows, read_base, soil
from scipy.optimize import minimize

import geoprofile.geocoding
from geoprofile.countries import COUNTRIES
from geoprofile.geocoding.choice import choose, distinct_answers, probabilities
from geoprofile.geocoding.evidence import (
    NumberEvidence,
    commune_feature_names,
    feature_names,
    features,
)
from geoprofile.geocoding.gather import Evidence, Geocoder, gather_evidence
from geoprofile.geocoding.geocode import make_geocoder
from geoprofile.geocoding.municipality import candidate_commune_table
from geoprofile.sources.laposte import read_laposte
from geoprofile.sources.source import Source
from geoprofile.territory.address_build import build_address_index
from geoprofile.territory.known_communes import join_known_communes

DATA = Path(os.environ.get("GEOPROFILE_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
WEIGHTS = Path(geoprofile.geocoding.__file__).with_name("calibration.json")
TESTED = ("dirty", "mixed", "hard")
# A wrong answer costs as much as two rows without one: an answer must be right in two cases of three.
COST_OF_WRONG = 2.0
RIDGE = 1e-6
SEED = 20261122
# Evidence that can only speak against a candidate.
AGAINST = frozenset(
    {
        "commune.unlike",
        "commune.other_postcode",
        "commune.other_former",
        "unlike",
        "street_not_found",
        "district_not_found",
    }
)
AGAINST_PARTS = ("street.", "number.", "reading.")


def held_out(base: pd.DataFrame, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Tell which addresses lie in a withheld commune (not an arrondissement), and which in a withheld street."""
    communes = np.sort(base["citycode"].unique())
    communes = communes[~np.char.startswith(communes.astype(str), "75")]
    gone = rng.choice(communes, len(communes) // 8, replace=False)
    streets = np.sort(base["street_id"].unique())
    gone_streets = rng.choice(streets, len(streets) // 10, replace=False)
    in_commune = base["citycode"].isin(gone).to_numpy()
    return in_commune, base["street_id"].isin(gone_streets).to_numpy() & ~in_commune


def tested_addresses(data: Path) -> pd.MultiIndex:
    """List the addresses that the benchmark asks for."""
    columns = ["insee", "voie", "num"]
    truths = [
        pd.read_csv(data / f"fr/to_geocode/{name}_addresses_truth.csv", dtype="str", keep_default_na=False)[columns]
        for name in TESTED
    ]
    return pd.MultiIndex.from_frame(pd.concat(truths))


def make_rows(data: Path, count: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the addresses to index, and the rows to ask with their truth."""
    rng = np.random.default_rng(SEED)
    base = read_base(data, {"ban": ["fr/addresses/adresses-75.csv.gz"], "bano": ["fr/bano/bano-52.csv.gz"]})
    no_commune, no_street = held_out(base, rng)
    known, absent = base[~(no_commune | no_street)], base[no_commune]
    keys = pd.MultiIndex.from_arrays([base["citycode"], base["street"], base["housenumber"].astype(str)])
    free = ~keys.isin(tested_addresses(data))
    asked = base[free & ~no_commune & ~no_street].sample(count, random_state=1)
    cuts = np.cumsum([int(count * share) for share in (0.35, 0.35)])
    parts = [
        mixed_rows(asked.iloc[: cuts[0]], seed=2, base=known, absent=absent),
        soil(asked.iloc[cuts[0] : cuts[1]], seed=3, base=known, absent=absent),
        hard_rows(asked.iloc[cuts[1] :], seed=4, base=known, absent=absent),
        soil(base[free & no_street].sample(count // 33, random_state=5), depth=(1, 2), seed=5, base=base).assign(
            level="municipality"
        ),
    ]
    rows = pd.concat(parts, ignore_index=True)
    return known, rows.drop_duplicates(["address", "postcode", "city"]).reset_index(drop=True)


def known_communes(data: Path, rows: pd.DataFrame) -> pd.DataFrame:
    """Name the communes that the index knows: all of La Poste's but half of those that are withheld."""
    told = read_laposte(Source("laposte", data / "fr/communes/laposte_hexasmal.csv"))
    gone = np.sort(rows.loc[rows["level"] == "none", "citycode"].unique())
    told = told[~told["citycode"].isin(gone[::2])]
    return join_known_communes(None, [told], [], COUNTRIES["fr"])


def with_codes(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Write the commune's code into one row of four, that of another commune into one of two hundred."""
    draw = rng.random(len(rows))
    code = np.where(draw < 0.25, rows["citycode"], "")
    code = np.where(draw > 0.995, rng.permutation(rows["citycode"].to_numpy()), code)
    return rows[["address", "postcode", "city"]].assign(citycode=code)


def right_candidates(evidence: Evidence, rows: pd.DataFrame, geocoder: Geocoder) -> tuple[np.ndarray, np.ndarray]:
    """Tell which candidates are on the right street, and which of them are the right answer."""
    index, one, numbers = geocoder.index, evidence.candidates, evidence.numbers
    truth = rows.iloc[one.query]
    codes = index.text("communes", "citycode", index.numbers("streets", "commune")[one.street])
    street = (truth["citycode"].to_numpy() == codes) & (truth["street"].to_numpy() == index.street_names(one.street))
    street &= truth["level"].isin(["housenumber", "street"]).to_numpy()
    spelt = index.texts("suffixes", "suffix").to_pylist()
    stored = index.suffix_codes(np.maximum(numbers.address, 0)).tolist()
    suffix = np.array([spelt[code] for code in stored])
    number = truth["housenumber"].to_numpy() == numbers.number
    level = truth["level"].to_numpy()
    exact = number & (truth["suffix"].str.replace(" ", "").to_numpy() == suffix) & (numbers.how == NumberEvidence.FOUND)
    placed = (numbers.how == NumberEvidence.INTERPOLATED) & number
    open_ = numbers.how >= NumberEvidence.MISSING
    # A suffix that the base lacks is answered where the number stands, at the level "interpolated".
    beside = number & truth["kind"].str.contains("suffix_absent|suffix_double").to_numpy()
    beside &= numbers.how == NumberEvidence.OTHER_SUFFIX
    right = street & np.where(level == "housenumber", exact | beside, placed | open_)
    # Where the number was not read, its street is the best that there is.
    has_right = np.bincount(one.query, right, minlength=len(rows)) > 0
    return street, right | (street & open_ & ~has_right[one.query])


def fit(
    table: np.ndarray, query: np.ndarray, right: np.ndarray, count: int, names: list[str], owners: np.ndarray
) -> np.ndarray:
    """Fit the weights by maximum likelihood; queries without a right candidate mean "none of them"."""
    has_right = np.bincount(query, right, minlength=count) > 0

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        utility = table @ weights
        share = probabilities(query, utility, count)
        total = np.bincount(query, share, minlength=count)
        hit = np.where(has_right, np.bincount(query, share * right, minlength=count), 1 - total)
        hit = np.maximum(hit, 1e-12)
        posterior = np.where(has_right[query], share * right / hit[query], 0.0)
        gradient = table.T @ ((posterior - share) * owners[query])
        value = (np.log(hit) * owners).sum()
        return -value / owners.sum() + RIDGE * weights @ weights, -gradient / owners.sum() + 2 * RIDGE * weights

    bounds = [(None, 0.0) if name in AGAINST or name.startswith(AGAINST_PARTS) else (None, None) for name in names]
    found = minimize(
        loss,
        np.zeros(table.shape[1]),
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": 2000, "maxfun": 4000},
    )
    return found.x


def reliability(score: np.ndarray, right: np.ndarray, bins: int = 10) -> tuple[pd.DataFrame, float]:
    """Compare scores with the share that is right, in bins of equal width; give the expected calibration error."""
    place = np.minimum((score * bins).astype(int), bins - 1)
    table = pd.DataFrame({"bin": place, "score": score, "right": right.astype(float)}).groupby("bin").agg(
        rows=("score", "size"), score=("score", "mean"), right=("right", "mean")
    )  # fmt: skip
    gap = (table["score"] - table["right"]).abs()
    return table, float((gap * table["rows"]).sum() / table["rows"].sum())


def commune_rows(
    evidence: Evidence, rows: pd.DataFrame, geocoder: Geocoder, open_: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lay out the candidate communes of all rows, `open_` where no street was found: features, row, right or not."""
    table = candidate_commune_table(np.arange(len(rows)), open_ & evidence.asked.has_street, evidence, geocoder)
    codes = np.array(geocoder.index.text("communes", "citycode", table.commune))
    return table.features, table.which, codes == rows["citycode"].to_numpy()[table.which]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the real open data")
    parser.add_argument("--rows", type=int, default=60_000)
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    told = parser.parse_args()
    known, rows = make_rows(told.data, told.rows)
    country = COUNTRIES["fr"]
    communes = known_communes(told.data, rows)
    geocoder = make_geocoder(build_address_index([known], country, known_communes=communes), country)
    asked = with_codes(rows, np.random.default_rng(SEED + 1))
    evidence = gather_evidence(asked, geocoder)
    count = len(rows)
    train = np.random.default_rng(SEED).random(count) < 0.5
    table = features(evidence.candidates, evidence.numbers)
    street, right = right_candidates(evidence, rows, geocoder)
    query = evidence.candidates.query
    once = distinct_answers(evidence.candidates, evidence.numbers, evidence.candidates.likeness)
    weights = fit(table[once], query[once], right[once], count, feature_names(), train.astype(float))
    threshold = COST_OF_WRONG / (1 + COST_OF_WRONG)
    choice = choose(evidence.candidates, evidence.numbers, table @ weights, count, threshold)
    answered = choice.candidate >= 0
    best = choice.candidate[answered]
    level_street = choice.street_only[answered] | (evidence.numbers.how[best] >= NumberEvidence.MISSING)
    good = np.where(level_street, street[best], right[best])
    print(f"{count:,} rows; answered with a street or number {answered.mean():.4f}, right {good.mean():.4f}")
    test = ~train[answered]
    print(reliability(choice.score[answered][test], good[test])[0].round(4).to_string())
    print(
        f"expected calibration error on the other half: {reliability(choice.score[answered][test], good[test])[1]:.4f}"
    )
    commune_table, owner, commune_right = commune_rows(evidence, rows, geocoder, ~answered)
    commune_weights = fit(commune_table, owner, commune_right, count, commune_feature_names(), train.astype(float))
    share = probabilities(owner, commune_table @ commune_weights, count)
    test = (~train & ~answered)[owner]
    table_, error = reliability(share[test], commune_right[test])
    print(table_.round(4).to_string(), f"\ncommunes: expected calibration error {error:.4f}")
    report = pd.DataFrame({"kind": rows["kind"], "level": rows["level"], "answered": answered})
    ok = np.zeros(count, dtype=bool)
    ok[np.flatnonzero(answered)] = right[best]
    wrong = np.zeros(count, dtype=bool)
    wrong[np.flatnonzero(answered)] = ~good
    report = report.assign(exact=ok, wrong=wrong)
    one = report[~report["kind"].str.contains("+", regex=False)]
    print(
        one.groupby(["level", "kind"])
        .agg(rows=("exact", "size"), exact=("exact", "mean"), wrong=("wrong", "mean"))
        .round(3)
        .to_string()
    )
    print(
        report.groupby("level")
        .agg(rows=("exact", "size"), exact=("exact", "mean"), wrong=("wrong", "mean"))
        .round(4)
        .to_string()
    )
    told_weights = {
        "made_by": "benchmarks/calibrate_geocoder.py",
        "threshold": round(threshold, 4),
        "address": dict(zip(feature_names(), weights.round(3).tolist(), strict=True)),
        "commune": dict(zip(commune_feature_names(), commune_weights.round(3).tolist(), strict=True)),
    }
    here = np.bincount(query, right, minlength=count) > 0
    missed = rows["level"].isin(["housenumber", "street"]).to_numpy() & ~ok
    print(
        f"missed rows {missed.sum()}: right candidate there {(missed & here).sum()}, not there {(missed & ~here).sum()}"
    )
    for row in np.flatnonzero(missed & here)[:25].tolist():
        print("  scored low:", rows.loc[row, ["address", "postcode", "city", "housenumber", "street", "kind"]].tolist())
    for row in np.flatnonzero(missed & ~here & ~rows["kind"].str.contains("postcode").to_numpy())[:40].tolist():
        print("  not there:", rows.loc[row, ["address", "postcode", "city", "housenumber", "street", "kind"]].tolist())
    print(json.dumps(told_weights, indent=1))
    if told.write:
        WEIGHTS.write_text(json.dumps(told_weights, indent=1) + "\n", encoding="utf-8")
    globals().update(locals())


if __name__ == "__main__":
    main()
