"""What a leaflet plan says of itself: the answer, how good it is, what it stands on, what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geoprofile.leaflets.power import power_sentence
from geoprofile.leaflets.walking import Pace
from geoprofile.recipes.leaflet.tables import store_names
from geoprofile.recipes.leaflet.words import LEAFLET_WORDS, MODE_NAMES, NBSP
from geoprofile.words import count_text, digits_text, fixed_text, percent_text

if TYPE_CHECKING:
    from geoprofile.recipes.leaflet.flow import LeafletResult

__all__ = ["answer", "budget_text", "cap_text", "control_texts", "eur_text", "expected_text", "gap_text",
           "marginal_text", "method_table", "refusal_texts", "round_texts", "walk_text", "warnings_of"]  # fmt: skip

CLOSE = 1e-9
SMALL_COUNT = 10.0
# Zones with the highest index that are no coincidence.
LEAST_ALIKE = 5


def answer(result: LeafletResult) -> list[str]:
    """Say what the plan is, whether it pays, and how far the figures may be off."""
    words, language, plan = LEAFLET_WORDS[result.wish.language], result.wish.language, result.plan
    found = result.expected
    each = plan.cost_eur / found.value if found.value > 0 else float("nan")
    told = words["answer"].format(
        boxes=count_text(plan.letterboxes, language), zones=count_text(len(result.chosen), language),
        cost=eur_text(plan.cost_eur, language), expected=expected_text(found.value, language),
        low=expected_text(found.low, language), high=expected_text(found.high, language), each=eur_text(each, language),
    )  # fmt: skip
    return [told, words[f"range_{found.basis}"].format(nb=NBSP if language == "fr" else ""), _pays(result)]


def _pays(result: LeafletResult) -> str:
    words, language, found = LEAFLET_WORDS[result.wish.language], result.wish.language, result.payback
    if found is None:
        return words["no_margin"]
    gains = found.profit_eur >= 0
    return words["answer_pays" if gains else "answer_loses"].format(
        margin=eur_text(float(result.wish.margin_eur or 0), language), earned=eur_text(found.margin_eur, language),
        profit=eur_text(abs(found.profit_eur), language), return_share=percent_text(found.return_share, language),
        needed=expected_text(found.break_even_response, language), nb=NBSP,
        rate=digits_text(1000 * found.break_even_rate, language),
    )  # fmt: skip


def gap_text(result: LeafletResult) -> str:
    """Say how far the choice can be from the best there is, given the zones held out and their twins."""
    held = LEAFLET_WORDS[result.wish.language]["gap_controls"] if result.experiment is not None else ""
    return f"{_gap(result)} {held}".strip()


def _gap(result: LeafletResult) -> str:
    words, plan = LEAFLET_WORDS[result.wish.language], result.plan
    bounds = set(plan.drops["bound_by"])
    gap = percent_text(plan.gap, result.wish.language)
    if bounds == {"proof"} and plan.gap <= CLOSE:
        return words["gap_proof" if len(plan.drops) == 1 else "gap_proof_waves"]
    if result.wish.shape != "free":
        return words["gap_cuts" if "knapsack" not in bounds else "gap_knapsack"].format(gap=gap)
    return words["gap_close"].format(gap=gap)


def warnings_of(result: LeafletResult) -> list[str]:
    """List what a reader must not miss."""
    words, language, table = LEAFLET_WORDS[result.wish.language], result.wish.language, result.table
    told = [
        words[f"note_{reason}"].format(where=where.replace("wave", words["wave"]).replace("store", words["store"]))
        for reason, where in result.plan.notes
    ]
    if result.near is not None:
        names = store_names(result)
        out = [f"{place} ({why})" for place, why in result.near.left_out]
        told += [words["stores_out"].format(stores=", ".join(out))] if out else []
        idle = [names[own] for own in result.near.stores["place_id"] if own not in set(result.chosen["store"])]
        told += [words["store_none"].format(stores=", ".join(idle))] if idle else []
    lived_in = table["households"] > 0
    for word, rows in (("unranked", lived_in & ~table["is_ranked"]), ("resting", table["is_resting"])):
        told += [words[word].format(zones=count_text(int(rows.sum()), language))] if rows.any() else []
    rest = (table["status"] == "left_out") & (table["letterboxes"] > 0) & table["is_ranked"]
    if not rest.any() and result.wish.objective == "response":
        told.append(words["all_served"].format(budget=budget_text(result)))
    empty = table["zone_id"].isin(result.inputs.include) & (table["letterboxes"] == 0)
    told += [words["empty_included"].format(zones=count_text(int(empty.sum()), language))] if empty.any() else []
    unplaced = result.rounds.unplaced
    if len(unplaced) and result.wish.round_letterboxes:
        boxes = count_text(float(unplaced["letterboxes"].sum()), language)
        told.append(words["unplaced"].format(zones=count_text(len(unplaced), language), boxes=boxes))
    return told


def cap_text(result: LeafletResult) -> str:
    """Say that the best index is shared by many zones, as where a likeness has reached its most; else nothing."""
    words, language, most = LEAFLET_WORDS[result.wish.language], result.wish.language, result.table["index"].max()
    alike = int((result.chosen["index"] == most).sum())
    if alike < LEAST_ALIKE:
        return ""
    return words["zones_cap"].format(zones=count_text(alike, language), index=count_text(most, language))


def control_texts(result: LeafletResult) -> list[str]:
    """Say what the zones held out are for, and what they will show."""
    found, words, language = result.experiment, LEAFLET_WORDS[result.wish.language], result.wish.language
    if found is None:
        return []
    pairs = found.design.pair_count
    told = [words["controls_text"].format(pairs=count_text(pairs, language))]
    if pairs < found.design.wanted_pairs:
        told.append(words["controls_fewer"].format(wanted=found.design.wanted_pairs, pairs=pairs))
    uneven = found.design.balance.loc[~found.design.balance["balanced"], "feature"]
    if len(uneven):
        told.append(words["controls_uneven"].format(features=", ".join(words[f"feature_{name}"] for name in uneven)))
    if np.isnan(found.lift):
        return [*told, words["controls_unknown"]]
    power = power_sentence(
        found.lift, pairs=pairs, letterboxes=found.letterboxes,
        customers=None if result.wish.is_published else found.customers, language=language,
    )  # fmt: skip
    told.append(f"{words['controls_power']} {power[0].lower()}{power[1:]}")
    if found.expected_lift < found.lift:
        small = words["controls_small_published" if result.wish.is_published else "controls_small"]
        told.append(small.format(expected=f"+{percent_text(found.expected_lift, language)}"))
    return told


def round_texts(result: LeafletResult) -> list[str]:
    """Say what the rounds are, or why there are none, and whom they pass by."""
    found, words, language = result.rounds, LEAFLET_WORDS[result.wish.language], result.wish.language
    if found.plan is None:
        return [words[f"rounds_{found.reason}"]]
    rounds = found.plan.rounds
    told = [
        words["rounds_text"].format(
            rounds=count_text(len(rounds), language), doors=count_text(len(found.plan.doors), language),
            boxes=count_text(float(rounds["letterboxes"].sum()), language),
            least=count_text(float(rounds["minutes"].min()), language),
            most=count_text(float(rounds["minutes"].max()), language),
            hours=count_text(float(rounds["minutes"].sum()) / 60, language),
        ),
        walk_text(result),
        *_round_gap(result, int(rounds["letterboxes"].sum())),
    ]  # fmt: skip
    for word, skipped in (("skipped_customers", found.customers), ("skipped_opposition", found.opposition)):
        if skipped is not None:
            boxes = count_text(skipped.letterbox_count, language)
            told.append(words[word].format(found=count_text(skipped.found_count, language), boxes=boxes))
    if result.wish.skip_customers and not found.customers_at_doors:
        told.append(words["skipped_no_doors"])
    return told


def walk_text(result: LeafletResult) -> str:
    """Say how the walks between doors are measured; "" where there are no rounds."""
    plan, language = result.rounds.plan, result.wish.language
    if plan is None:
        return ""
    return LEAFLET_WORDS[language][f"rounds_{plan.basis}"].format(detour=digits_text(Pace().detour_factor, language))


def _round_gap(result: LeafletResult, rounds: int) -> list[str]:
    """Say why the rounds hold other letterboxes than the plan, where they do."""
    words, language, found = LEAFLET_WORDS[result.wish.language], result.wish.language, result.rounds
    lacking = result.plan.letterboxes - rounds
    if not lacking:
        return []
    unplaced = int(found.unplaced["letterboxes"].sum())
    opposed = 0 if found.opposition is None else found.opposition.letterbox_count
    parts = {"unplaced": unplaced, "opposition": opposed, "rest": abs(lacking - unplaced - opposed)}
    told = [words[f"gap_{name}"].format(boxes=count_text(boxes, language)) for name, boxes in parts.items() if boxes]
    counts = {"rounds": count_text(rounds, language), "plan": count_text(result.plan.letterboxes, language)}
    return [words["rounds_gap"].format(parts=", ".join(told), **counts)]


def refusal_texts(result: LeafletResult) -> list[str]:
    """Name the stated rates of those who refuse leaflets."""
    words, language = LEAFLET_WORDS[result.wish.language], result.wish.language
    return [
        words["refusals_national"].format(
            scope=words[f"scope_{rate.scope}"], share=percent_text(rate.share, language), year=rate.year,
            source=rate.source,
        )
        for rate in result.zones.stated_refusals
    ]  # fmt: skip


def method_table(result: LeafletResult) -> pd.DataFrame:
    """List the figures that the plan stands on: `item`, `value`, `kind`, `source`."""
    words, language, wish = LEAFLET_WORDS[result.wish.language], result.wish.language, result.wish
    costs, ranking = result.zones.costs, result.inputs.ranking
    given = words["kind_given"], words["from_given"]
    assumed = words["kind_assumed"], words["from_stated"]
    prices = " / ".join(digits_text(price, language) for price in costs.distribution_eur_per_thousand)
    counted = result.zones.counted_by
    label = counted.label_fr if language == "fr" else counted.label_en
    told = ", ".join(filter(None, (label, counted.source, counted.vintage)))
    rows = [
        (words["item_households"], count_text(float(result.chosen["households"].sum()), language),
         words["kind_measured"], told),
        (words["item_index"], "", words["kind_estimated"],
         words["from_ranking"].format(name=ranking.name, score=ranking.score)),
        (words["item_price"].format(mode=MODE_NAMES[language][wish.mode]), f"{prices} €",
         *(given if wish.cost_eur_per_thousand is not None else (words["kind_assumed"], words["from_price"]))),
        (words["item_printing"], f"{digits_text(costs.printing_eur_per_thousand, language)} €",
         *(given if wish.printing_eur_per_thousand is not None else assumed)),
        (words["item_fixed"], f"{digits_text(costs.fixed_eur, language)} €",
         *(given if wish.fixed_eur is not None else assumed)),
    ]  # fmt: skip
    for rate in result.zones.stated_refusals:
        told = f"{rate.source}, {rate.year}"
        rows.append((words["item_refusals"], percent_text(rate.share, language), words["kind_assumed"], told))
    if result.inputs.refusals is not None:
        share = result.inputs.refusals
        told = percent_text(share, language) if isinstance(share, float) else ""
        rows.append((words["item_refusals"], told, *given))
    rows.append(_response_row(result))
    if result.zones.response_basis != "learned":
        rows.append((words["item_index"], "", words["kind_assumed"], words["from_contrast"]))
        if result.near is not None:
            rows.append((words["item_half"], digits_text(wish.half_time_min, language), *assumed))
    if wish.margin_eur is not None:
        rows.append((words["item_margin"], eur_text(wish.margin_eur, language), *given))
    return pd.DataFrame(rows, columns=["item", "value", "kind", "source"], dtype="str")


def _response_row(result: LeafletResult) -> tuple[str, str, str, str]:
    words, language, learned = LEAFLET_WORDS[result.wish.language], result.wish.language, result.zones.learned
    mean = 1000 * result.expected.value / max(1, result.plan.letterboxes)
    if learned is not None:
        told = words["from_learned"].format(
            leaflets=count_text(learned.leaflets, language), responses=count_text(learned.responses, language)
        )
        return words["item_response"], digits_text(mean, language), words["kind_estimated"], told
    if result.wish.response_rate is not None:
        rate = digits_text(1000 * result.wish.response_rate, language)
        return words["item_response"], rate, words["kind_given"], words["from_given"]
    from geoprofile.leaflets.assumptions import response_defaults  # noqa: PLC0415  only where nothing was given

    rate = digits_text(1000 * response_defaults().base_rate, language)
    return words["item_response"], rate, words["kind_assumed"], words["from_stated"]


def budget_text(result: LeafletResult) -> str:
    """Write the budget with its unit."""
    language = result.wish.language
    if result.wish.unit == "eur":
        return eur_text(result.wish.amount, language)
    return count_text(result.wish.amount, language)


def eur_text(value: float, language: str) -> str:
    """Write euros: whole ones from 100 on, cents below."""
    if not np.isfinite(value):
        return "–"  # noqa: RUF001  the sign of a missing value
    text = fixed_text(value, 0 if abs(value) >= 100 else 2, language)  # noqa: PLR2004  as a sentence wants it
    return f"{text}{NBSP}€" if language == "fr" else f"€{text}"


def expected_text(value: float, language: str) -> str:
    """Write expected customers: whole ones from 10 on, a tenth below."""
    return fixed_text(value, 0 if value >= SMALL_COUNT else 1, language)


def marginal_text(result: LeafletResult) -> str:
    """Say where one more leaflet stops paying; empty without a margin."""
    words, curve = LEAFLET_WORDS[result.wish.language], result.curve
    if result.payback is None:
        return ""
    if curve.most_profitable is None:
        return words["curve_never"]
    best = curve.points.iloc[curve.most_profitable]
    if curve.most_profitable == len(curve.points) - 1:
        return ""
    budget = float(f"{best['budget']:.2g}")  # the curve is of some twenty points: no more digits are known
    told = (
        eur_text(budget, result.wish.language)
        if result.wish.unit == "eur"
        else count_text(budget, result.wish.language)
    )
    return words["curve_most"].format(budget=told)
