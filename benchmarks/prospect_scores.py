"""What is a score worth? The demo's prospects, and buyers of a real shop: AUC, lift, calibration, and the peers.

Real outcome: customers of Online Retail (UCI) seen before a cut date; criteria from what they had done by then;
outcome: bought again within the next 60 days. Three cuts are learned from, a later one, whose window begins after
theirs have ended, is judged on. The peers read the same columns and the same rows: logistic regression of
scikit-learn on standardised columns, and the scorecard of optbinning.

Run: ``python benchmarks/prospect_scores.py [--data DIR]``.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import time
from pathlib import Path

import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from geoprofile.recipes.scoring import ScoreResult, train_score
from geoprofile.recipes.scoring.prospects import in_own_order
from geoprofile.reference import reference_path
from geoprofile.scoring.inputs import input_values
from geoprofile.scoring.judge import Judgement, auc_difference, judge
from geoprofile.scoring.outcome import read_outcome
from geoprofile.scoring.reasons import bin_labels
from geoprofile.scoring.scorecard import Scorecard
from geoprofile.scoring.splits import FOLDS, folds_of

DATA = Path(os.environ.get("GEOPROFILE_REAL_DATA", Path(__file__).parents[1] / ".." / "shared" / "data"))
WINDOW_DAYS, STEP_DAYS, LEARNED_CUTS = 60, 15, 3
BLOCK_STEP_DAYS, BLOCK_CUTS = 7, 8


def read_lines(data: Path) -> pd.DataFrame:
    lines = pd.read_parquet(data / "transactions" / "online_retail_240k.parquet")
    lines = lines[lines["CustomerID"].notna()]
    lines["at"] = pd.to_datetime(lines["InvoiceDate"], format="%m/%d/%y %H:%M")
    lines["amount"] = lines["Quantity"] * lines["UnitPrice"]
    return lines.assign(customer=lines["CustomerID"].astype(int).astype(str))


def snapshot(lines: pd.DataFrame, cut: pd.Timestamp) -> pd.DataFrame:
    """Give the customers seen before a cut, what they had done, and whether they bought in the window behind it."""
    before = lines[lines["at"] < cut]
    bought = before[before["Quantity"] > 0]
    after = lines[(lines["at"] >= cut) & (lines["at"] < cut + pd.Timedelta(days=WINDOW_DAYS)) & (lines["Quantity"] > 0)]
    by = bought.groupby("customer")
    days = (cut - by["at"].max()).dt.days
    orders, turnover = by["InvoiceNo"].nunique(), by["amount"].sum()
    returned = before[before["Quantity"] < 0].groupby("customer")["amount"].sum().reindex(orders.index)
    table = pd.DataFrame(
        {
            "recency_days": days,
            "tenure_days": (cut - by["at"].min()).dt.days,
            "orders": orders,
            "amount_total": turnover.round(2),
            "basket_mean": (turnover / orders).round(2),
            "products": by["StockCode"].nunique(),
            "order_hour": by["at"].median().dt.hour,
            "weekday_last": by["at"].max().dt.day_name(),
            "returned_amount": returned.abs().round(2),
            "country": by["Country"].first(),
            "bought_again": orders.index.isin(after["customer"]).astype(int),
            "cut": cut.strftime("%Y-%m-%d"),
        }
    )
    return table.rename_axis("customer").reset_index()


def snapshots(lines: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give cuts to be parted by time, and more of them, nearer to each other, to be parted by customer."""
    last = lines["at"].max().normalize() - pd.Timedelta(days=WINDOW_DAYS)
    learned = [last - pd.Timedelta(days=WINDOW_DAYS + STEP_DAYS * step) for step in range(LEARNED_CUTS)]
    near = [last - pd.Timedelta(days=BLOCK_STEP_DAYS * step) for step in range(BLOCK_CUTS)]
    made = [pd.concat([snapshot(lines, cut) for cut in cuts], ignore_index=True) for cuts in ([*learned, last], near)]
    texts = [table.astype("str").replace("nan", "").fillna("") for table in made]
    return tuple(table.assign(row=table["customer"] + "/" + table["cut"]) for table in texts)


def told(name: str, own: Judgement, seconds: float, against: float) -> str:
    lift = own.lifts[0]
    return (
        f"{name:24} AUC {own.auc.value:.3f} ({own.auc.low:.3f}-{own.auc.high:.3f})  lift 10 % {lift.value:.2f} "
        f"({lift.low:.2f}-{lift.high:.2f})  calibration error {own.calibration_error:.3f} (chance "
        f"{own.calibration_chance:.3f})  Brier gained {own.brier_gain:.3f}  {seconds:6.2f} s (x{seconds / against:.1f})"
    )


def peers(rows: pd.DataFrame, result: ScoreResult, seconds: float, id_column: str, block: str | None) -> None:
    """Let the peers learn from the same rows and columns, and judge them on the same others."""
    used, _ = in_own_order(rows, read_outcome(rows[result.outcome.column]), id_column)
    values = input_values(used, result.model.inputs)
    table, numbers, texts = as_peers_read(values, result)
    train, yes = result.split.train, result.outcome.yes
    blocks = used[block].to_numpy(dtype=object)[~train] if block else None
    for name, fit in PEERS.items():
        start = time.perf_counter()
        said = fit(table, numbers, texts, train, yes)
        spent = time.perf_counter() - start
        print(told(name, judge(said, yes[~train], block=blocks), spent, seconds))


def as_peers_read(values, result):
    numbers = [own.name for own in result.model.inputs if own.kind == "number"]
    texts = [own.name for own in result.model.inputs if own.kind == "category"]
    return pd.DataFrame({name: values[name] for name in (*numbers, *texts)}), numbers, texts


def plain_logistic(table, numbers, texts, train, yes):
    shape = make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()), numbers),
        (OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=20), texts),
    )
    model = make_pipeline(shape, LogisticRegression(max_iter=1000)).fit(table[train], yes[train])
    return model.predict_proba(table[~train])[:, 1]


def peer_scorecard(table, numbers, texts, train, yes):
    with contextlib.redirect_stdout(io.StringIO()):
        from optbinning import BinningProcess, Scorecard  # noqa: PLC0415  says something while it is imported

    process = BinningProcess(
        [*numbers, *texts], categorical_variables=texts, selection_criteria={"iv": {"min": 0.02}}, max_n_bins=6,
        min_bin_size=0.05,
    )  # fmt: skip
    card = Scorecard(binning_process=process, estimator=LogisticRegression(max_iter=1000))
    card.fit(table[train], yes[train].astype(int))
    return card.predict_proba(table[~train])[:, 1]


PEERS = {"logistic, standardised": plain_logistic, "optbinning scorecard": peer_scorecard}


def all_held_out(rows: pd.DataFrame, result: ScoreResult, id_column: str, block: str | None) -> None:
    """Hold out each fifth of the rows in turn: calibration counted on all of them, and AUC paired with the peers'."""
    used, found = in_own_order(rows, read_outcome(rows[result.outcome.column]), id_column)
    blocks = None if block is None else used[block].to_numpy(dtype=object)
    part, values = folds_of(found.keys, found.yes, block=blocks), input_values(used, result.model.inputs)
    table, numbers, texts = as_peers_read(values, result)
    said = {name: found.yes.copy() for name in ("scorecard", *PEERS)}
    for fold in range(FOLDS):
        inside = part != fold
        own = {name: cells[inside] for name, cells in values.items()}
        own_blocks = None if blocks is None else blocks[inside]
        inner = folds_of(found.keys[inside], found.yes[inside], block=own_blocks)
        card = Scorecard().fit(result.model.inputs, own, found.yes[inside], inner, block=own_blocks)
        said["scorecard"][~inside] = card.predict({name: cells[~inside] for name, cells in values.items()})
        for name, fit in PEERS.items():
            said[name][~inside] = fit(table, numbers, texts, inside, found.yes)
    for name, probability in said.items():
        own = judge(probability, found.yes, block=blocks)
        gap = auc_difference(said["scorecard"], probability, found.yes, block=blocks)
        print(
            f"each fifth held out in turn, {name}: AUC {own.auc.value:.3f}, lift 10 % {own.lifts[0].value:.2f}, "
            f"calibration error {own.calibration_error:.3f} (chance {own.calibration_chance:.3f}), AUC of the "
            f"scorecard less its own {gap.value:+.4f} ({gap.low:+.4f} to {gap.high:+.4f})"
        )


def show_card(result: ScoreResult) -> None:
    card = result.model.scorecard
    print(f"  base {card.base_points_} points; 100 is a rate of {card.base_rate_:.3f}, 20 more double the odds")
    for own in card.criteria_:
        rates = own.bins.yes / own.bins.rows
        parts = zip(bin_labels(own.bins, "en"), rates, own.points, strict=True)
        print(f"  {own.bins.of.name}: " + "; ".join(f"{label} {rate:.0%} {points:+d}" for label, rate, points in parts))


def run(name: str, rows: pd.DataFrame, id_column: str, **options: str) -> None:
    start = time.perf_counter()
    result = train_score(rows, id_column=id_column, **options)
    seconds = time.perf_counter() - start
    train = result.split.train
    print(
        f"\n{name}: {len(rows):,} rows, {train.sum():,} learned from, {(~train).sum():,} held out by "
        f"{result.split.by}, rate {result.outcome.rate:.3f}"
    )
    print("(time of geoprofile: both models, their choice, chance levels and all judgements)")
    for method, own in result.judged.items():
        print(told(f"geoprofile {method}", own, seconds, seconds))
    gap = result.difference
    print(f"boosted - scorecard: {gap.value:+.3f} ({gap.low:+.3f} to {gap.high:+.3f}); advised: {result.model.method}")
    if result.split.by != "time":
        all_held_out(rows, result, id_column, options.get("block"))
    peers(rows, result, seconds, id_column, options.get("block"))
    show_card(result)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    data = parser.parse_args().data
    demo = pd.read_csv(reference_path("demo", "prospects.csv"), sep=";", dtype="str", encoding="utf-8-sig")
    for name, split in (("later", {"time": "contact_date"}), ("drawn at random", {})):
        run(f"demo prospects, {name}", demo.fillna(""), "prospect_id", outcome="became_customer", **split)
    if not (data / "README.md").is_file():
        print(f"The real data folder is not here ({data}): only the demo was scored.")
        return
    by_time, by_customer = snapshots(read_lines(data))
    again = {"outcome": "bought_again"}
    run("Online Retail, bought again, later", by_time.drop(columns="customer"), "row", time="cut", **again)
    run(
        "Online Retail, bought again, other customers",
        by_customer.drop(columns="cut"),
        "row",
        block="customer",
        **again,
    )


if __name__ == "__main__":
    main()
