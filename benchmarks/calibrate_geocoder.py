"""Fit the weights of the geocoder's score: geoprofile/geocoding/calibration.json.

The rows are made by `dirt` from BAN Paris, BANO 52 and two departements of the synthetic France (fused communes),
of which one commune in eight and one street in ten are withheld from the index, and from no address that the
benchmark tests. The weights are those of a
conditional logit with "none of these" (see geocoding/choice.py), fitted by maximum likelihood with a small
ridge on half of the rows; the other half gives the reliability that is printed.

Run: python benchmarks/calibrate_geocoder.py [--data DIR] [--rows 60000] [--write]
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from dirt import hard_rows, mixed_rows, read_base, soil
from judging import binned, calibration_error
from scipy.optimize import minimize
from synthetic_france import synthetic_addresses

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

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(os.environ.get("GEOPROFILE_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
WEIGHTS = Path(geoprofile.geocoding.__file__).with_name("calibration.json")
SYNTHETIC = ("23", "70")
TESTED = ("dirty", "mixed", "hard")
# A wrong answer costs what four right ones bring: an answer must be right in four cases of five.
COST_OF_WRONG = 4.0
THRESHOLD = COST_OF_WRONG / (1 + COST_OF_WRONG)
RIDGE = 1e-6
SEED = 20261122
NOT_OVERRULED = -7.0
KEPT_ELSEWHERE = 0.25
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


def fused(base: pd.DataFrame) -> pd.DataFrame:
    """Fuse every third pair of communes that follow one another by code, as France has done since 2015."""
    communes = base.drop_duplicates("citycode").sort_values("citycode")[["citycode", "city"]]
    communes = communes[~communes["citycode"].str.startswith("75")].reset_index(drop=True)
    second = np.arange(1, len(communes), 6)
    into = dict(zip(communes["citycode"][second], communes["citycode"][second - 1], strict=True))
    names = dict(zip(communes["citycode"], communes["city"], strict=True))
    both = base["citycode"].isin([*into, *into.values()])
    new = base["citycode"].map(into).fillna(base["citycode"])
    return base.assign(
        old_citycode=base["old_citycode"].where(~both, base["citycode"]),
        old_city=base["old_city"].where(~both, base["city"]),
        citycode=new.astype("str"),
        city=base["city"].where(~both, new.map(names)).astype("str"),
    )


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
    real = read_base(data, {"ban": ["fr/addresses/adresses-75.csv.gz"], "bano": ["fr/bano/bano-52.csv.gz"]})
    made = [chunk.sample(frac=0.4, random_state=SEED) for chunk in synthetic_addresses(departements=SYNTHETIC)]
    base = fused(pd.concat([real, *made], ignore_index=True))
    no_commune, no_street = held_out(base, rng)
    known, absent = base[~(no_commune | no_street)], base[no_commune]
    keys = pd.MultiIndex.from_arrays([base["citycode"], base["street"], base["housenumber"].astype(str)])
    free = ~keys.isin(tested_addresses(data))
    asked = base[free & ~no_commune & ~no_street].sample(count, random_state=1)
    withheld = base[free & no_street].sample(count // 33 + count // 80, random_state=5)
    cuts = np.cumsum([int(count * share) for share in (0.35, 0.35)])
    parts = [
        mixed_rows(asked.iloc[: cuts[0]], seed=2, base=known, absent=absent),
        soil(asked.iloc[cuts[0] : cuts[1]], seed=3, base=known, absent=absent),
        hard_rows(asked.iloc[cuts[1] :], seed=4, base=known, absent=absent),
        # What real files have more of than one kind of eighty: numbers and streets that the base lacks.
        soil(asked.iloc[: count // 25], kinds=["number_between", "number_beyond"], seed=7, base=known),
        soil(asked.iloc[count // 25 : count // 12], kinds=["street_elsewhere", "street_invented"], seed=8, base=known),
        soil(withheld.iloc[: count // 33], depth=(1, 2), seed=5, base=base).assign(level="municipality"),
        soil(withheld.iloc[count // 33 :], kinds=["city_missing"], seed=6, base=base).assign(level="municipality"),
    ]
    rows = pd.concat([*parts, namesake_rows(known, count // 40)], ignore_index=True)
    # The kinds of dirt are drawn alike; the postcode of another arrondissement is rarer than that among real rows.
    is_elsewhere = rows["kind"].str.contains("postcode_neighbour|postcode_last_digit").to_numpy()
    rows = rows[~is_elsewhere | (rng.random(len(rows)) < KEPT_ELSEWHERE)]
    print(f"namesakes: {(rows['kind'] == 'namesake').sum()} rows")
    return known, rows.drop_duplicates(["address", "postcode", "city"]).reset_index(drop=True)


def namesake_rows(known: pd.DataFrame, count: int) -> pd.DataFrame:
    """Write addresses of streets that have a namesake in their commune, told apart by former commune or postcode."""
    streets = known[known["housenumber"] > 0].drop_duplicates("street_id")
    twice = streets[streets.duplicated(["citycode", "street"], keep=False)]
    by_former = twice[(twice["old_city"] != "") & ~twice.duplicated(["citycode", "street", "old_city"], keep=False)]
    by_postcode = twice[~twice.duplicated(["citycode", "street", "postcode"], keep=False)]
    parts = []
    for some, column, has_postcode in (
        (by_former, "old_city", 0),
        (by_former, "old_city", 1),
        (by_postcode, "city", 1),
    ):
        rows = known[known["street_id"].isin(some["street_id"]) & (known["housenumber"] > 0)]
        rows = rows.sample(min(count, len(rows)), random_state=SEED)
        number = (rows["housenumber"].astype(str) + " " + rows["suffix"]).str.strip()
        told = {"address": number + " " + rows["street"], "city": rows[column], "kind": "namesake"}
        parts.append(rows.assign(postcode=rows["postcode"] * has_postcode, **told))
    return pd.concat(parts, ignore_index=True).assign(level="housenumber")


def known_communes(data: Path, rows: pd.DataFrame) -> pd.DataFrame:
    """Name the communes that the index knows: all of La Poste's but an eighth of those that are withheld."""
    told = read_laposte(Source("laposte", data / "fr/communes/laposte_hexasmal.csv"))
    gone = np.sort(rows.loc[rows["level"] == "none", "citycode"].unique())
    told = told[~told["citycode"].isin(gone[::8])]
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
    street = truth["street_id"].to_numpy() == np.array(index.street_ids(one.street).to_pylist(), dtype=object)
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
    # A former commune that is named is not overruled by a house number that only another one has.
    bounds = [
        (None, NOT_OVERRULED) if name == "commune.other_former" else bound
        for name, bound in zip(names, bounds, strict=True)
    ]
    # No single evidence for a commune says more than its name and postcode together; its code may.
    surest = names.index(next(name for name in names if name.endswith("name_and_postcode")))
    most = _minimum(loss, bounds)[surest]
    free = {"code", "only"}
    capped = [(low, most if high is None and name.split(".")[-1] not in free else high)
              for name, (low, high) in zip(names, bounds, strict=True)]  # fmt: skip
    capped[surest] = (most, None)
    return _minimum(loss, capped)


def _minimum(
    loss: Callable[[np.ndarray], tuple[float, np.ndarray]], bounds: list[tuple[float | None, float | None]]
) -> np.ndarray:
    found = minimize(loss, np.zeros(len(bounds)), jac=True, method="L-BFGS-B", bounds=bounds,
                     options={"maxiter": 2000, "maxfun": 4000})  # fmt: skip
    return found.x


def print_reliability(score: np.ndarray, right: np.ndarray) -> None:
    """Print scores beside the share that is right, in bins of equal width, and the expected calibration error."""
    bins = binned(pd.DataFrame({"answered": True, "score": score, "right": right}), equal="width")
    print(f"{bins.round(4).to_string()}\nexpected calibration error {calibration_error(bins):.4f}\n")


def commune_rows(
    evidence: Evidence, rows: pd.DataFrame, geocoder: Geocoder, open_: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lay out the candidate communes of all rows, `open_` where no street was found: features, row, right or not."""
    table = candidate_commune_table(np.arange(len(rows)), open_ & evidence.asked.has_street, evidence, geocoder)
    codes = np.array(geocoder.index.text("communes", "citycode", table.commune))
    return table.features, table.which, codes == rows["citycode"].to_numpy()[table.which]


def judge(evidence: Evidence, rows: pd.DataFrame, geocoder: Geocoder, weights: np.ndarray) -> pd.DataFrame:
    """Choose with these weights, and tell which rows are answered, with what score, exactly or wrongly."""
    one, numbers = evidence.candidates, evidence.numbers
    street, right = right_candidates(evidence, rows, geocoder)
    choice = choose(one, numbers, features(one, numbers) @ weights, len(rows), THRESHOLD)
    answered = np.flatnonzero(choice.candidate >= 0)
    best = choice.candidate[answered]
    at_street = choice.street_only[answered] | (numbers.how[best] >= NumberEvidence.MISSING)
    judged = rows[["kind", "level"]].assign(score=choice.score, answered=False, exact=False, wrong=False)
    judged.loc[answered, "answered"] = True
    judged.loc[answered, "exact"] = right[best]
    judged.loc[answered, "wrong"] = ~np.where(at_street, street[best], right[best])
    return judged


def report(judged: pd.DataFrame, held_out: np.ndarray) -> None:
    """Print the reliability on the rows held out, and what became of each level and kind of dirt."""
    told = judged[held_out & judged["answered"]]
    print(f"{len(judged):,} rows, {held_out.sum():,} of them held out; streets and numbers of those:")
    print_reliability(told["score"].to_numpy(), ~told["wrong"].to_numpy())
    figures = {"rows": ("exact", "size"), "exact": ("exact", "mean"), "wrong": ("wrong", "mean")}
    print(judged.groupby("level").agg(**figures).round(4).to_string())
    single = judged[~judged["kind"].str.contains("+", regex=False) & judged["level"].eq("housenumber")]
    kinds = single.groupby("kind").agg(**figures).sort_values("exact")
    print(f"\none kind of dirt, the hardest first:\n{kinds.head(20).round(3).to_string()}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the real open data")
    parser.add_argument("--rows", type=int, default=60_000)
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    told = parser.parse_args()
    if not (told.data / "README.md").is_file():
        print(f"skipped: the real open data folder is not here ({told.data})")
        return
    known, rows = make_rows(told.data, told.rows)
    country, rng = COUNTRIES["fr"], np.random.default_rng(SEED)
    index = build_address_index([known], country, known_communes=known_communes(told.data, rows))
    geocoder = make_geocoder(index, country)
    evidence = gather_evidence(with_codes(rows, rng), geocoder)
    streets = pd.factorize(rows["street_id"].where(rows["street_id"] != "", rows.index.astype(str)))[0]
    train = (rng.random(streets.max() + 1) < 0.5)[streets]  # a street is on one side only
    table = features(evidence.candidates, evidence.numbers)
    query, right = evidence.candidates.query, right_candidates(evidence, rows, geocoder)[1]
    utility = evidence.candidates.likeness
    for _ in range(2):  # several readings come to one answer: which is the best depends on the weights
        once = distinct_answers(evidence.candidates, evidence.numbers, utility)
        weights = fit(table[once], query[once], right[once], len(rows), feature_names(), train)
        utility = table @ weights
    judged = judge(evidence, rows, geocoder, weights)
    report(judged, ~train)
    open_ = ~judged["answered"].to_numpy()
    communes, owner, is_right = commune_rows(evidence, rows, geocoder, open_)
    commune_weights = fit(communes, owner, is_right, len(rows), commune_feature_names(), train)
    share = probabilities(owner, communes @ commune_weights, len(rows))
    test = (~train & open_)[owner]
    print("candidate communes of rows without a street:")
    print_reliability(share[test], is_right[test])
    found = {
        "made_by": "benchmarks/calibrate_geocoder.py",
        "threshold": round(THRESHOLD, 4),
        "address": dict(zip(feature_names(), weights.round(3).tolist(), strict=True)),
        "commune": dict(zip(commune_feature_names(), commune_weights.round(3).tolist(), strict=True)),
    }
    print(json.dumps(found, indent=1))
    if told.write:
        WEIGHTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
