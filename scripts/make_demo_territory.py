"""Make the demo territory: an invented French town in the formats of the official open data.

    python scripts/make_demo_territory.py --into reference_data/demo

Everything is drawn from fixed seeds: the same call writes the same bytes.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from demo_territory import addresses as numbering
from demo_territory import (
    business,
    contacts,
    firms,
    goods,
    grid,
    key_figures,
    land,
    names,
    network,
    opposition,
    people,
    prospects,
    shops,
    sirene,
    streets,
    writing,
)
from demo_territory import customers as clients

if TYPE_CHECKING:
    import geopandas as gpd

# A commune whose addresses nobody has gathered: its code, name and postcode, and latitude and longitude.
ABSENT_COMMUNE = ("00107", "Saint-Floris-des-Mares", "00140", "46.983000,-5.545000")
# Names that are written in place of a commune's own: its former communes, a place with a name of its own.
PLACES = (("00101", "Port-Valmorin"), ("00103", "Brévelle"), ("00103", "Sorgemont"))
ADDRESS_KEY = ["commune", "fantoir", "number", "suffix"]
HERE = Path(__file__).resolve().parents[1] / "reference_data" / "demo"


def main() -> None:
    """Make the whole territory."""
    parser = argparse.ArgumentParser(description="Make the demo territory.")
    parser.add_argument("--into", type=Path, default=HERE, help="folder to write into")
    into: Path = parser.parse_args().into
    into.mkdir(parents=True, exist_ok=True)
    plan = land.cells()
    iris = land.zones(plan)
    lines, segments = laid_out(plan)
    points = numbering.addresses(lines, iris)
    persons = people.people(points, iris)
    write_addresses(points, into)
    write_zones(iris, into)
    writing.write_csv(postcode_table(iris), into / "laposte_hexasmal_00.csv", encoding="cp1252")
    write_statistics(persons, points, into)
    write_trade(points, into)
    writing.write_text(network.graphml(network.edges_of(segments, lines)), into / "streets.graphml.gz")


def laid_out(plan: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Lay out the streets that hang together, with their names, and cut them into segments."""
    lines = streets.street_plan(plan)
    joined = streets.segments(lines)
    kept = lines.loc[sorted(set(joined["street"]))].reset_index(drop=True)
    kept["name"] = names.name_streets(kept)
    return kept, streets.segments(kept)


def write_addresses(points: gpd.GeoDataFrame, into: Path) -> None:
    """Write the two address bases."""
    writing.write_csv(numbering.ban_table(points), into / "adresses-00.csv.gz")
    writing.write_csv(numbering.bano_table(points), into / "bano-00.csv.gz", delimiter=",", header=False)


def write_zones(iris: gpd.GeoDataFrame, into: Path) -> None:
    """Write IRIS and communes."""
    labels = {code: town.name for code, town in land.COMMUNES.items()}
    official = iris.rename(
        columns={"iris": "CODE_IRIS", "name": "NOM_IRIS", "commune": "INSEE_COM", "type": "TYP_IRIS"}
    )
    official["NOM_COM"] = official["INSEE_COM"].map(labels)
    official["IRIS"] = official["CODE_IRIS"].str[5:]
    columns = ["INSEE_COM", "NOM_COM", "IRIS", "CODE_IRIS", "NOM_IRIS", "TYP_IRIS", "geometry"]
    writing.write_geojson(official[columns], into / "iris-00.geojson")
    towns = iris.dissolve("commune").reset_index()
    towns["code"], towns["nom"] = towns["commune"], towns["commune"].map(labels)
    writing.write_geojson(towns[["code", "nom", "geometry"]], into / "communes-00.geojson")


def postcode_table(iris: gpd.GeoDataFrame) -> pd.DataFrame:
    """Lay out names and postcodes as La Poste does: capitals, one row a commune and one a place in it."""
    inside = iris.dissolve("commune").representative_point().to_crs("EPSG:4326")
    towns = [
        (code, town.name, town.postcode, f"{inside[code].y:.6f},{inside[code].x:.6f}")
        for code, town in land.COMMUNES.items()
    ]
    rows = [(*town, place) for town in [*towns, ABSENT_COMMUNE] for place in ("", *places_of(town[0]))]
    table = pd.DataFrame(rows, columns=["code", "name", "postcode", "point", "place"])
    label = table["name"].map(postal_capitals)
    return pd.DataFrame({
        "#Code_commune_INSEE": table["code"], "Nom_de_la_commune": label, "Code_postal": table["postcode"],
        "Libellé_d_acheminement": label, "Ligne_5": table["place"].map(postal_capitals),
        "coordonnees_gps": table["point"],
    })  # fmt: skip


def places_of(citycode: str) -> list[str]:
    """Give the places of a commune."""
    return [place for code, place in PLACES if code == citycode]


def postal_capitals(name: str) -> str:
    """Write a name as on an envelope: `Saint-Orme` is ST ORME."""
    return names.plain_capitals(name).replace("SAINT ", "ST ")


def write_statistics(persons: pd.DataFrame, points: gpd.GeoDataFrame, into: Path) -> None:
    """Write the squares and the tables of INSEE."""
    writing.write_gpkg(grid.squares(points, persons), into / "carreaux_200m_00.gpkg")
    writing.write_csv(people.income_table(persons), into / "BASE_TD_FILO_DISP_IRIS_2018_00.csv")
    writing.write_csv(people.commune_income_table(persons), into / "cc_filosofi_2021_COM_00.csv")
    writing.write_csv(people.household_table(persons), into / "base-ic-couples-familles-menages-2016-00.csv")
    writing.write_csv(people.housing_table(persons), into / "base-ic-logement-2016-00.csv")
    writing.write_csv(people.population_table(persons), into / "base-ic-evol-struct-pop-2016-00.csv")
    writing.write_csv(people.activity_table(persons), into / "base-ic-activite-residents-2016-00.csv")
    writing.write_csv(people.urban_zoning(), into / "table_supracom_2023_00.csv", delimiter=",")
    writing.write_csv(people.commune_population(persons), into / "COG2024_pop_00.csv", delimiter=",")


def write_trade(points: gpd.GeoDataFrame, into: Path) -> None:
    """Write shops, customers and their purchases, prospects and firms."""
    outlets = shops.stores(points)
    own = clients.customers(points, outlets)
    bought = clients.purchases(own, outlets)
    write_stores(points, clients.with_turnover(outlets, bought), into)
    lines = goods.with_categories(bought, own.set_index("client_id")["kind"])
    returned = goods.returns(lines, clients.LAST_DAY)
    writing.write_csv(by_date(lines, returned), into / "purchases.csv")
    written = clients.customer_file(own, bought, returned)
    written["siret"] = write_firms(points, own, into)
    reached = contacts.contacts(own, written["last_purchase"], clients.LAST_DAY)
    written = pd.concat([written, reached], axis=1)
    writing.write_csv(written.drop(columns="dirt"), into / "customers.csv", encoding="cp1252")
    writing.write_csv(clients.truth_file(own, written, base_ids(own)), into / "customers_truth.csv")
    writing.write_csv(objectors(points, own, written), into / "opposition.csv")
    known, truth = prospects.prospects(points, outlets)
    writing.write_csv(known, into / "prospects.csv")
    writing.write_csv(truth, into / "prospects_truth.csv")


def write_stores(points: gpd.GeoDataFrame, outlets: pd.DataFrame, into: Path) -> None:
    """Write the shops, the places on offer and the rivals."""
    writing.write_csv(outlets, into / "stores.csv")
    writing.write_csv(shops.candidate_sites(points), into / "candidate_sites.csv")
    writing.write_csv(shops.competitors(points), into / "competitors.csv")


def by_date(lines: pd.DataFrame, returned: pd.DataFrame) -> pd.DataFrame:
    """Put what came back among the orders, after those of its day."""
    return pd.concat([lines, returned]).sort_values("date", kind="stable")


def write_firms(points: gpd.GeoDataFrame, own: gpd.GeoDataFrame, into: Path) -> list[str]:
    """Write the firms of the town; give the SIRET of each customer, empty for most."""
    owners = clients.firm_owners()
    homes = points.reset_index().merge(
        own.iloc[owners][ADDRESS_KEY].reset_index(drop=True).reset_index(names="rank"), on=ADDRESS_KEY
    ).sort_values("rank")["index"].to_numpy()  # fmt: skip
    units = firms.legal_units(len(owners))
    doors = firms.establishments(units, points, homes)
    writing.write_csv(sirene.establishment_stock(doors, units, points), into / "sirene_00.csv", delimiter=",")
    writing.write_csv(sirene.unit_stock(units, doors), into / "sirene_legal_units_00.csv", delimiter=",")
    writing.write_csv(key_figures.key_figures(units, doors, points), into / "chiffres_cles_00.csv")
    known, truth = business.business_customers(units, doors, points)
    writing.write_csv(known, into / "business_customers.csv")
    writing.write_csv(truth, into / "business_customers_truth.csv")
    numbers = dict(zip(owners.tolist(), business.customer_numbers(doors, units["siren"][: len(owners)]), strict=True))
    return [numbers.get(i, "") for i in range(len(own))]


def objectors(points: gpd.GeoDataFrame, own: gpd.GeoDataFrame, written: pd.DataFrame) -> pd.DataFrame:
    """Draw the list of those who objected; the strangers live where no customer does."""
    taken = pd.MultiIndex.from_frame(own[ADDRESS_KEY])
    free = points[(points["number"] > 0) & ~pd.MultiIndex.from_frame(points[ADDRESS_KEY]).isin(taken)]
    spots = free.iloc[:: len(free) // opposition.STRANGERS].iloc[: opposition.STRANGERS].reset_index(drop=True)
    columns = ["adresse", "code_postal", "ville"]
    return opposition.opposition(written, clients.homes_as_written(own), pd.DataFrame(shops.described(spots))[columns])


def base_ids(own: gpd.GeoDataFrame) -> pd.Series:
    """Give the identifier that the address base has for each customer's home."""
    ids: pd.Series = pd.concat([numbering.ban_table(own)["id"], numbering.bano_table(own)["id"]])
    return ids.reindex(own.index)


if __name__ == "__main__":
    main()
