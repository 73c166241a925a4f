"""The main job on the embedded territory: build it, enrich its customers, draw the map, say what to open."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geoprofile.cli.tables import report_lines
from geoprofile.files import open_address_file
from geoprofile.maps.customer_map import customer_map
from geoprofile.maps.saving import save_map
from geoprofile.recipes import enrich_file, guess_address_columns
from geoprofile.reference import reference_path
from geoprofile.territory.build import build_territory

if TYPE_CHECKING:
    from geoprofile.territory.territory import Territory

SHOWN = ("persons_in_couples_with_children_share", "age_15_29_share", "unemployment_rate", "density_per_km2")


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


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "demo_output")
    folder.mkdir(parents=True, exist_ok=True)
    territory = build_territory("demo", out=folder / "territory", progress=lambda step: print(f"  {step}"))
    customers = open_address_file(reference_path("demo", "customers.csv"))
    columns = guess_address_columns(customers)
    read = ", ".join(name for name in (*columns.address, columns.postcode, columns.city) if name)
    print(f"customers.csv: {customers.row_count:,} rows, {customers.encoding}; address in {read}")
    for name in ("customers_enriched.parquet", "customers_enriched.xlsx"):
        report = enrich_file(customers, territory, folder / name, columns=columns, fallback="commune")
    print("\n".join(report_lines(report)[:-1]))
    draw(territory, folder / "customers_enriched.parquet", folder / "customers_map.html")
    print("\nOpen these:")
    print(f"  {folder / 'customers_map.html'}        the customers over the incomes of the town, in a browser, offline")
    print(f"  {folder / 'customers_enriched.xlsx'}   every customer with position, zones and variables, in Excel")


if __name__ == "__main__":
    main()
