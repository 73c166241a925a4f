"""How well is a customer's value foretold? The last quarter of real orders held out; times beside the library's own.

Online Retail (where the folder of real open data is) and the demo's purchases: each method learns from what came
before the last quarter. Named peer: pymc-marketing, whose Pareto/NBD, BG/NBD and MBG/NBD stand beside the baseline
and the naive rate. Simulated customers with a known law tell the coverage of intervals and the times at scale.

Run: ``python benchmarks/customer_value.py [--data DIR] [--customers N]``.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.reference import reference_path
from geoprofile.value.baseline import Baseline
from geoprofile.value.forecast import value_interval
from geoprofile.value.histories import Histories, actual, histories
from geoprofile.value.judge import judge
from geoprofile.value.models import LeavingRates, PurchaseModel
from geoprofile.value.naive import NaiveRate
from geoprofile.value.purchasing import expected_purchases, purchase_interval
from geoprofile.value.scores import ranking_auc
from geoprofile.value.sentences import judgement_sentences
from geoprofile.value.spend import Spend

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

DATA = Path(os.environ.get("GEOPROFILE_REAL_DATA", Path(__file__).parents[1] / ".." / "shared" / "data"))
SEED = 20261122
WEEK = 7
# A law like that of shops: one in six leaves after each purchase, who stays comes about every two months.
TRUTH = LeavingRates(shape=0.9, rate=60.0, leave=0.8, stay=4.0)
AMOUNTS = Spend(shape=4.0, certainty=5.0, scale=100.0)
SPAN, HORIZON = 730, 365


@dataclass(frozen=True, eq=False)
class Days:
    """Who bought on which day, for how much."""

    customer_ids: NDArray[np.object_]
    customer: NDArray[np.int64]
    day: NDArray[np.int64]
    amount: NDArray[np.float64]


def table_of(lines: pd.DataFrame) -> Days:
    """Net lines (`customer`, `day`, `amount`) by customer and day; a day of returns alone is no purchase."""
    days = lines.groupby(["customer", "day"])["amount"].agg(net="sum", most="max").reset_index()
    days = days[days["most"] > 0]
    ids, place = np.unique(days["customer"].to_numpy(dtype=object), return_inverse=True)
    since = (days["day"] - pd.Timestamp(0)).dt.days.to_numpy(dtype=np.int64)
    return Days(ids, place.astype(np.int64), since, days["net"].clip(lower=0).to_numpy(dtype=float))


def online_retail(data: Path) -> Days:
    """Read the order lines of the UK shop, those without a customer dropped."""
    lines = pd.read_parquet(data / "transactions" / "online_retail_240k.parquet").dropna(subset=["CustomerID"])
    day = pd.to_datetime(lines["InvoiceDate"], format="%m/%d/%y %H:%M").dt.floor("D")
    customer = lines["CustomerID"].astype(int).astype(str)
    amount = lines["Quantity"] * lines["UnitPrice"]
    return table_of(pd.DataFrame({"customer": customer, "day": day, "amount": amount}))


def demo() -> Days:
    """Read the purchases of the demo."""
    lines = pd.read_csv(reference_path("demo", "purchases.csv"), sep=";", dtype={"client_id": str})
    lines = lines.dropna(subset=["client_id"])
    day = pd.to_datetime(lines["date"], errors="coerce")
    amount = pd.to_numeric(lines["amount_eur"], errors="coerce")
    lines = pd.DataFrame({"customer": lines["client_id"], "day": day, "amount": amount})
    return table_of(lines.dropna())


def frame_of(known: Histories) -> pd.DataFrame:
    """Lay histories out as the library wants them, in weeks."""
    return pd.DataFrame(
        {
            "customer_id": np.arange(len(known)),
            "frequency": known.repeats,
            "recency": known.recency_days / WEEK,
            "T": known.age_days / WEEK,
            "monetary_value": known.mean_amount,
        }
    )


def show_judgement(name: str, days: Days) -> None:
    """Print how each method foretold the last quarter."""
    told = judge(days, as_of_day=int(days.day.max()))
    if told is None:
        print(f"{name}: too little to judge by")
        return
    print(f"\n## {name}: {told.customers} customers, last {told.held_out_days} days held out")
    print(f"seen: {told.seen_purchases:.0f} purchase days, value {told.seen_value:.0f}")
    print(
        f"the best 10 % in fact held {told.top_share_possible:.3f} of the value; season ratio {told.season_ratio:.3f}"
    )
    print(told.scores.round(3).to_string(index=False))
    shown = told.calibration[told.calibration["method"].isin(["naive", "baseline", "model"])]
    print(shown.round(2).to_string(index=False))
    print(*judgement_sentences(told, "en"), sep="\n")


def show_largest(name: str, days: Days) -> None:
    """Print the error of value without the customers who brought the most, as a few may decide it."""
    end = int(days.day.max())
    held_out = (end - int(days.day.min())) // 4
    cut, count = end - held_out, len(days.customer_ids)
    known = histories(days.customer, days.day, days.amount, customer_count=count, as_of_day=cut)
    _, value = actual(days.customer, days.day, days.amount, customer_count=count, from_day=cut + 1, to_day=end)
    value = value[known.customer]
    order = np.argsort(-value, kind="stable")
    for method in (NaiveRate(), Baseline(), PurchaseModel()):
        method.fit(days, as_of_day=cut, horizon_days=held_out)
        gap = (method.predict(known, held_out).value - value)[order]
        errors = ", ".join(f"{np.sqrt((gap[left_out:] ** 2).mean()):.0f} without {left_out}" for left_out in (0, 5, 25))
        print(f"{name}, error of value by {type(method).__name__}: {errors} of the largest")


def show_models(name: str, days: Days) -> None:
    """Print how the library's models foretell the purchases of the last quarter, each by its own prediction."""
    from pymc_marketing import clv  # noqa: PLC0415  seconds that --help does not need

    end = int(days.day.max())
    held_out = (end - int(days.day.min())) // 4
    count = len(days.customer_ids)
    known = histories(days.customer, days.day, days.amount, customer_count=count, as_of_day=end - held_out)
    seen, _ = actual(
        days.customer, days.day, days.amount, customer_count=count, from_day=end - held_out + 1, to_day=end
    )
    seen = seen[known.customer]
    table = frame_of(known)
    print(f"\n{name}, purchases by the library's own models (fit s, predict s, error, AUC, seen / expected)")
    for kind in (clv.ParetoNBDModel, clv.BetaGeoModel, clv.ModifiedBetaGeoModel):
        model = kind()
        fit_s = timed(lambda model=model: model.fit(data=table, method="map", progressbar=False))
        expected: list[NDArray[np.float64]] = []
        predict_s = timed(
            lambda model=model, into=expected: into.append(
                np.asarray(model.expected_purchases(data=table, future_t=held_out / WEEK)).ravel()
            )
        )
        error = float(np.sqrt(((expected[0] - seen) ** 2).mean()))
        ratio = seen.sum() / expected[0].sum()
        print(
            f"{kind.__name__:22s} {fit_s:6.1f} {predict_s:7.3f} {error:7.4f} {ranking_auc(expected[0], seen):.4f} "
            f"{ratio:.3f}"
        )


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def visits(customers: int, draw: np.random.Generator) -> Iterator[tuple[NDArray[np.intp], NDArray[np.float64]]]:
    """Draw the purchases of customers by the true law, round by round: who, and when."""
    when = draw.uniform(0, SPAN - 30, customers)
    pace = draw.gamma(TRUTH.shape, 1 / TRUTH.rate, customers)
    leaving = draw.beta(TRUTH.leave, TRUTH.stay, customers)
    here = np.arange(customers)
    while len(here):
        yield here, np.floor(when[here])
        here = here[draw.random(len(here)) >= leaving[here]]
        when[here] += draw.exponential(1 / pace[here])
        here = here[when[here] < SPAN + HORIZON]


def simulated(customers: int) -> Days:
    """Draw customers who buy, leave and spend by the true law."""
    draw = np.random.default_rng(SEED)
    rounds = list(visits(customers, draw))
    customer = np.concatenate([who for who, _ in rounds])
    day = np.concatenate([when for _, when in rounds]).astype(np.int64)
    pairs = np.unique(customer * 10_000 + day)
    customer, day = pairs // 10_000, pairs % 10_000
    price = draw.gamma(AMOUNTS.certainty, 1 / AMOUNTS.scale, customers)
    ids = np.array([f"{number:07d}" for number in range(customers)], dtype=object)
    return Days(ids, customer, day, draw.standard_gamma(AMOUNTS.shape, len(day)) / price[customer])


def show_scale(customers: int) -> None:
    """Print times, memory, agreement with the library and the coverage on simulated customers."""
    from pymc_marketing import clv  # noqa: PLC0415  seconds that --help does not need

    days = simulated(customers)
    known = histories(days.customer, days.day, days.amount, customer_count=customers, as_of_day=SPAN - 1)
    purchases, value = (
        seen[known.customer]
        for seen in actual(
            days.customer,
            days.day,
            days.amount,
            customer_count=customers,
            from_day=SPAN,
            to_day=SPAN + HORIZON - 1,
        )
    )
    print(f"\n## {len(known)} simulated customers, {HORIZON} days ahead")
    model = PurchaseModel()
    print(f"fit by the library (both laws) {timed(lambda: model.fit_histories(known)):.1f} s: {model.leaving_}")
    believed, spending = model.leaving_.posterior(known), model.spend_.posterior(known)
    print(f"our expectation {timed(lambda: expected_purchases(believed, HORIZON)):.3f} s")
    low, high = purchase_interval(believed, HORIZON)
    print(f"our interval of purchases {timed(lambda: purchase_interval(believed, HORIZON)):.2f} s")
    start = time.perf_counter()
    value_low, value_high = value_interval(believed, spending, HORIZON)
    print(f"our interval of value {time.perf_counter() - start:.1f} s")
    print(f"95 % intervals held: purchases {((purchases >= low) & (purchases <= high)).mean():.4f}", end=", ")
    print(f"value {((value >= value_low) & (value <= value_high)).mean():.4f}")
    print(f"seen / expected purchases {purchases.sum() / expected_purchases(believed, HORIZON).sum():.3f}")
    table = frame_of(known)
    own = clv.ModifiedBetaGeoModel()
    own.fit(data=table, method="map", progressbar=False)
    theirs: list[NDArray[np.float64]] = []
    predict_s = timed(
        lambda: theirs.append(np.asarray(own.expected_purchases(data=table, future_t=HORIZON / WEEK)).ravel())
    )
    gap = np.abs(expected_purchases(believed, HORIZON) / theirs[0] - 1)
    print(f"the library's own expectation {predict_s:.3f} s; largest relative difference {np.nanmax(gap):.1e}", end="")
    print(f", {np.isnan(theirs[0]).sum()} of its numbers missing")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


def show_beyond(customers: int, *, known_days: int) -> None:
    """Print what becomes of a horizon of a year after a file of months, and what the hold-out chooses in it."""
    days = simulated(customers)
    cut = known_days - 1
    known = histories(days.customer, days.day, days.amount, customer_count=customers, as_of_day=cut)
    seen, _ = actual(
        days.customer, days.day, days.amount, customer_count=customers, from_day=cut + 1, to_day=cut + HORIZON
    )
    seen = seen[known.customer]
    print(f"\n## {len(known)} simulated customers known for {known_days} days, {HORIZON} days ahead")
    for method in (Baseline(), PurchaseModel()):
        method.fit(days, as_of_day=cut, horizon_days=HORIZON)
        foretold = method.predict(known, HORIZON)
        error = float(np.sqrt(((foretold.purchases - seen) ** 2).mean()))
        print(
            f"{type(method).__name__:14s} seen / expected {seen.sum() / foretold.purchases.sum():.3f}, "
            f"error {error:.3f}"
        )
    told = judge(days, as_of_day=cut)
    if told:
        print(f"the hold-out of its last {told.held_out_days} days chooses {told.chosen}, basis {told.basis}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--customers", type=int, nargs="*", default=[3_000, 300_000])
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    sources: dict[str, Days] = {"demo": demo()}
    if (options.data / "transactions").is_dir():
        sources = {"Online Retail": online_retail(options.data)} | sources
    for name, days in sources.items():
        show_judgement(name, days)
        show_largest(name, days)
        show_models(name, days)
    for known_days in (210, 395):
        show_beyond(10_000, known_days=known_days)
    for customers in options.customers:
        show_scale(customers)


if __name__ == "__main__":
    main()
