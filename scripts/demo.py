"""The main jobs on the embedded territory: from an address file to types of areas, customers, sites and messages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.cli.tables import report_lines, typology_lines
from geoprofile.files import open_address_file
from geoprofile.maps.customer_map import customer_map
from geoprofile.maps.saving import save_map
from geoprofile.numerals import read_numbers
from geoprofile.recipes import enrich_file, guess_address_columns
from geoprofile.recipes.enriched import read_enriched
from geoprofile.recipes.firms import FirmFiles, enrich_firms, save_firms_page, write_firms
from geoprofile.recipes.firms.sentences import ideal_sentence
from geoprofile.recipes.leaflet import LeafletWish, plan_leaflets, read_inputs
from geoprofile.recipes.leaflet.files import write_plan
from geoprofile.recipes.leaflet.sentences import answer
from geoprofile.recipes.lookalike import lookalike_zones
from geoprofile.recipes.lookalike.files import write_lookalikes
from geoprofile.recipes.places import read_places
from geoprofile.recipes.profile import profile_customers
from geoprofile.recipes.profile.page import save_profile_page
from geoprofile.recipes.profile.sentences import headline
from geoprofile.recipes.profile.workbook import profile_workbook
from geoprofile.recipes.scoring import apply_score, train_score
from geoprofile.recipes.scoring.page import save_score_page
from geoprofile.recipes.scoring.sentences import headline as score_headline
from geoprofile.recipes.segment.files import write_segments
from geoprofile.recipes.segment.flow import SegmentWish, segment_customers
from geoprofile.recipes.segment.sentences import answer as segment_answer
from geoprofile.recipes.segment.sentences import crossing_text
from geoprofile.recipes.siting.answer import answer_lines
from geoprofile.recipes.siting.files import write_sites
from geoprofile.recipes.siting.flow import compare_sites
from geoprofile.recipes.siting.report import sites_report, spend_of
from geoprofile.recipes.typology import build_typology, read_types, save_built
from geoprofile.recipes.typology.report import write_reports
from geoprofile.reference import reference_path
from geoprofile.territory.build import build_territory

if TYPE_CHECKING:
    from geoprofile.territory.territory import Territory

SHOWN = ("persons_in_couples_with_children_share", "age_15_29_share", "unemployment_rate", "density_per_km2")
# Sixty zones bear fewer classes than the usual 8 and 33.
GROUPS, TYPES = 4, 10
# People of this town walk to its shops.
BY, MINUTES = "foot", (5.0, 10.0, 20.0)
LETTERBOXES = 6_000


def draw(territory: Territory, enriched: Path, out: Path) -> None:
    """Draw the enriched customers over the incomes of the IRIS."""
    level = territory.levels["iris"]
    zones = level.zones.join(level.variables, on="zone_id")
    of_iris = {variable.name: variable for variable in territory.dictionary if variable.zone_level == "iris"}
    income = of_iris["income_median_eur"]
    drawn = customer_map(
        pd.read_parquet(enriched),
        zones,
        value=income.name,
        label=income.label_en,
        unit=income.unit,
        title=str(territory.package["title"]),
        tooltip=[of_iris[name] for name in SHOWN],
        point_tooltip={"client_id": "customer", "result_label": "address", "result_type": "match level"},
        outlines=territory.levels["commune"].zones,
        attribution=sorted(
            {f"{v.source} ({v.vintage}), {v.licence}" for v in of_iris.values() if v.name in (*SHOWN, income.name)}
        ),
        language="en",
    )
    save_map(drawn, out)


def enrich(territory: Territory, folder: Path) -> Path:
    """Enrich the customers, as a table to work on and one to read."""
    customers = open_address_file(reference_path("demo", "customers.csv"))
    columns = guess_address_columns(customers)
    read = ", ".join(name for name in (*columns.address, columns.postcode, columns.city) if name)
    print(f"customers.csv: {customers.row_count:,} rows, {customers.encoding}; address in {read}")
    enriched = folder / "customers_enriched.parquet"
    for out in (enriched, enriched.with_suffix(".xlsx")):
        report = enrich_file(customers, territory, out, columns=columns, fallback="commune")
    print("\n".join(report_lines(report)[:-1]))
    return enriched


def decide(territory: Territory, enriched: Path, folder: Path) -> None:
    """Say what kinds of places there are, which kinds the customers come from, and where more people like them live."""
    typology = folder / "typology"
    built = build_typology(territory, groups=GROUPS, types=TYPES)
    save_built(built, typology)
    write_reports(built, territory, typology, language="en")
    print("\n".join(["", *typology_lines(built.stored, built.zones, language="en")]))
    typed, names, level = read_types(typology)
    customers = read_enriched(enriched, territory, keep=["turnover_eur"])
    profile = profile_customers(
        customers, territory, typed=typed, names=names, typed_level=level, weight="turnover_eur"
    )
    save_profile_page(profile, folder / "profile.html", language="en")
    profile_workbook(profile, folder / "profile.xlsx", language="en")
    print(f"\nprofile: {headline(profile, 'en')}")
    ranked = lookalike_zones(customers, territory, typed=typed, names=names, typed_level=level, language="en")
    for suffix in (".csv", ".html", ".xlsx"):
        write_lookalikes(ranked, folder / f"lookalike{suffix}")
    print(f"lookalikes: {ranked.verdict}")


def open_and_tell(territory: Territory, enriched: Path, folder: Path) -> None:
    """Say which of the places on offer to take, and which letterboxes to fill around the shops."""
    stores, rivals, offers = (
        read_places(reference_path("demo", f"{name}.csv"), territory)
        for name in ("stores", "competitors", "candidate_sites")
    )
    customers = read_enriched(enriched, territory, keep=["store_id", "turnover_eur"])
    compared = compare_sites(
        offers, territory, stores=stores, competitors=rivals, enriched=customers, store_column="store_id", by=BY,
        bands=MINUTES, language="en",
    )  # fmt: skip
    spend = spend_of(read_numbers(customers.rows["turnover_eur"]), "turnover_eur")
    report = sites_report(compared, spend=spend)
    write_sites(report, folder / "sites")
    print(f"\nsites: {' '.join(answer_lines(report))}")
    inputs = read_inputs(territory, folder / "lookalike.csv", stores=reference_path("demo", "stores.csv"))
    wish = LeafletWish(letterboxes=LETTERBOXES, contiguous=True, by=BY, within_min=MINUTES[-1], language="en")
    plan = plan_leaflets(inputs, wish)
    write_plan(plan, folder / "leaflets")
    print(f"leaflets: {' '.join(answer(plan))}")


def know(territory: Territory, enriched: Path, folder: Path) -> None:
    """Say who buys how, who may become a customer, which firms are among them, and write to the best ones."""
    typed, names, level = read_types(folder / "typology")
    wish = SegmentWish(language="en")
    known = segment_customers(
        reference_path("demo", "purchases.csv"), wish, customers=enriched, territory=territory,
        typed=typed, names=names, typed_level=level,
    )  # fmt: skip
    write_segments(known, folder / "segments", territory=territory)
    print(f"\nsegments: {' '.join([*segment_answer(known), crossing_text(known)])}")
    score = train_score(
        reference_path("demo", "prospects.csv"), outcome="became_customer", time="contact_date", id_column="prospect_id"
    )
    (folder / "score").mkdir(exist_ok=True)
    save_score_page(score, folder / "score" / "score.html", language="en")
    apply_score(reference_path("demo", "prospects.csv"), score.model, folder / "prospects_scored.csv", language="en")
    print(f"scores: {score_headline(score, 'en')}")
    stocks = [(reference_path("demo", name),) for name in ("sirene_00.csv", "sirene_legal_units_00.csv")]
    firms = enrich_firms(
        open_address_file(reference_path("demo", "business_customers.csv")), FirmFiles(*stocks), weight="turnover_eur",
        language="en",
    )  # fmt: skip
    write_firms(firms, folder / "firms.xlsx")
    save_firms_page(firms, folder / "firms.html", language="en")
    print(f"firms: {ideal_sentence(firms, 'en')}")


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "demo_output")
    folder.mkdir(parents=True, exist_ok=True)
    territory = build_territory("demo", out=folder / "territory", progress=lambda step: print(f"  {step}"))
    enriched = enrich(territory, folder)
    draw(territory, enriched, folder / "customers_map.html")
    decide(territory, enriched, folder)
    open_and_tell(territory, enriched, folder)
    know(territory, enriched, folder)
    print("\nOpen these (the pages in a browser, without a network):")
    for name, what in (
        ("customers_map.html", "the customers over the incomes of the town"),
        ("customers_enriched.xlsx", "every customer with position, zones and variables"),
        ("typology/report.html", "what kinds of places there are; map.html beside it shows where"),
        ("profile.html", "which kinds the customers come from, by turnover; profile.xlsx holds the tables"),
        ("lookalike.html", "where more people like them live; lookalike_map.html, lookalike.xlsx"),
        ("sites/sites.html", "which of six places on offer to open; map.html, sites.xlsx beside it"),
        ("leaflets/plan.html", "which 6,000 letterboxes to fill; map.html, rounds.html to print, plan.xlsx"),
        ("segments/segments.html", "who buys how, what each should bring, types x segments; segments.xlsx"),
        ("segments/personas.html", "a page for each segment, mode and type of area"),
        ("score/score.html", "what prospects who became customers have in common; prospects_scored.csv"),
        ("firms.html", "the business customers in the register, and the ideal one; firms.xlsx"),
    ):
        print(f"  {folder / name!s:<40} {what}")


if __name__ == "__main__":
    main()
