"""The demo territory is an invented town in the official forms, and hangs together."""

from __future__ import annotations

import gzip
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from stdnum.fr import siren, siret, tva

import geoprofile.sources  # noqa: F401  registers the readers
from geoprofile.reference import reference_path
from geoprofile.sources.source import (
    ADDRESS_SOURCES,
    COMMUNE_NAME_SOURCES,
    STREET_SOURCES,
    VARIABLE_SOURCES,
    ZONE_SOURCES,
    Source,
)

SCRIPT = Path(__file__).parents[1] / "scripts" / "make_demo_territory.py"
DEMO = reference_path("demo")
RECIPE = reference_path("recipes", "demo.toml")
SOURCES = tomllib.loads(RECIPE.read_text(encoding="utf-8"))["source"]
BAN_HEADER = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;"
    "nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld;libelle_acheminement;nom_afnor;source_position;"
    "source_nom_voie;certification_commune;cad_parcelles"
)


def table(name: str, **options) -> pd.DataFrame:
    return pd.read_csv(DEMO / name, **({"sep": ";", "dtype": str, "keep_default_na": False} | options))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """Make the territory anew."""
    folder = tmp_path_factory.mktemp("demo")
    subprocess.run([sys.executable, "-W", "error", SCRIPT, "--into", folder], check=True, timeout=120)
    return folder


@pytest.fixture(scope="module")
def iris() -> gpd.GeoDataFrame:
    """Give the IRIS in Lambert-93."""
    return gpd.read_file(DEMO / "iris-00.geojson").to_crs("EPSG:2154")


@pytest.fixture(scope="module")
def ban() -> pd.DataFrame:
    """Give the addresses of the BAN file."""
    return table("adresses-00.csv.gz")


@pytest.fixture(scope="module")
def bano() -> pd.DataFrame:
    """Give the addresses of the BANO file."""
    names = ["id", "numero", "voie", "cp", "ville", "source", "lat", "lon"]
    return table("bano-00.csv.gz", sep=",", names=names)


@pytest.fixture(scope="module")
def truth() -> pd.DataFrame:
    """Give the truth of the customers."""
    return table("customers_truth.csv")


def test_the_script_writes_the_very_files_that_are_committed(made):
    names = {path.name for path in DEMO.iterdir()} - {"README.md"}
    assert {path.name for path in made.iterdir()} == names
    texts = sorted(name for name in names if not name.endswith(".gpkg"))
    different = [name for name in texts if unpacked(made / name) != unpacked(DEMO / name)]
    assert different == []


def unpacked(path: Path) -> bytes:
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


def test_the_squares_are_written_the_same_each_time(made):
    # SQLite writes its own version into a GeoPackage: the tables are compared, not the bytes.
    again, kept = (gpd.read_file(folder / "carreaux_200m_00.gpkg") for folder in (made, DEMO))
    pd.testing.assert_frame_equal(pd.DataFrame(again), pd.DataFrame(kept))


def test_a_packed_file_holds_no_time_of_day():
    assert {path.read_bytes()[4:8] for path in DEMO.glob("*.gz")} == {b"\0\0\0\0"}


def test_the_whole_is_under_four_megabytes_and_no_file_over_one_and_a_half():
    sizes = [path.stat().st_size for path in DEMO.iterdir()]
    assert sum(sizes) < 4_000_000
    assert max(sizes) < 1_500_000


def test_the_readme_names_every_file():
    text = (DEMO / "README.md").read_text(encoding="utf-8")
    stems = [path.name for path in DEMO.iterdir() if path.name != "README.md" and not path.name.startswith("base-ic")]
    assert [name for name in stems if name not in text] == []


def test_the_readme_counts_the_addresses_right(ban, bano):
    text = (DEMO / "README.md").read_text(encoding="utf-8")
    assert f"{len(ban):,} addresses of 00101, 00103, 00104" in text
    assert f"{len(bano):,} addresses of 00102" in text


def test_the_readme_counts_the_firms_right():
    text = (DEMO / "README.md").read_text(encoding="utf-8")
    doors, units = (len(table(name, sep=",")) for name in ("sirene_00.csv", "sirene_legal_units_00.csv"))
    assert f"{doors:,} establishments of {units:,} firms" in text
    assert f"headcount of {len(table('chiffres_cles_00.csv'))} companies" in text


def test_every_source_of_the_recipe_is_there_and_says_whence_it_comes():
    for source in SOURCES:
        assert (RECIPE.parent / source["path"]).is_file()
        assert {"kind", "path", "vintage", "licence", "publisher"} <= set(source)


@pytest.mark.parametrize("entry", SOURCES, ids=lambda entry: f"{entry['kind']} {Path(entry['path']).name}")
def test_the_reader_of_its_kind_reads_each_source(entry):
    source = Source(kind=entry["kind"], path=RECIPE.parent / entry["path"])
    if entry["kind"] in ADDRESS_SOURCES:
        assert sum(len(chunk) for chunk in ADDRESS_SOURCES[entry["kind"]](source)) > 2000
    elif entry["kind"] in ZONE_SOURCES:
        assert len(ZONE_SOURCES[entry["kind"]](source)) >= 4
    elif entry["kind"] in COMMUNE_NAME_SOURCES:
        assert len(COMMUNE_NAME_SOURCES[entry["kind"]](source)) == 5
    elif entry["kind"] in STREET_SOURCES:
        assert len(STREET_SOURCES[entry["kind"]](source)) > 1000
    else:
        assert VARIABLE_SOURCES[entry["kind"]](source).values.notna().any().all()


def test_the_address_base_has_the_23_columns_of_the_ban(ban):
    assert ";".join(ban.columns) == BAN_HEADER
    assert ban["id"].is_unique
    assert 15_000 < len(ban) < 20_000


def test_the_bano_file_has_ids_that_begin_with_the_commune(bano):
    assert bano["id"].str.fullmatch(r"00102[0-9B]\d{3}[A-Z]-\d+[A-Z]?").all()
    assert 1_500 < len(bano) < 3_000


def test_the_names_of_the_post_hold_one_commune_that_no_address_lies_in(ban, bano):
    names = table("laposte_hexasmal_00.csv", encoding="cp1252")
    with_addresses = {*ban["code_insee"], *bano["id"].str[:5]}
    assert set(names["#Code_commune_INSEE"]) - with_addresses == {"00107"}
    assert {"BREVELLE", "SORGEMONT", "PORT VALMORIN"} <= set(names["Ligne_5"])


def test_lambert_and_degrees_of_an_address_are_one_place(ban):
    degrees = gpd.GeoSeries.from_xy(ban["lon"].astype(float), ban["lat"].astype(float), crs="EPSG:4326")
    metres = gpd.GeoSeries.from_xy(ban["x"].astype(float), ban["y"].astype(float), crs="EPSG:2154")
    assert degrees.to_crs("EPSG:2154").distance(metres).max() < 0.2


def test_every_address_lies_in_an_iris_of_its_commune(ban, iris):
    points = gpd.GeoDataFrame(ban, geometry=gpd.GeoSeries.from_xy(ban["x"].astype(float), ban["y"].astype(float)))
    joined = points.set_crs("EPSG:2154").sjoin(iris[["INSEE_COM", "geometry"]], how="left", predicate="intersects")
    right = joined["INSEE_COM"] == joined["code_insee"]
    assert right.groupby(joined["id"]).any().mean() > 0.9995


def test_the_hard_shapes_of_french_addresses_are_all_there(ban):
    names = set(ban["nom_voie"])
    assert {"Rue du 8 Mai 1945", "Rue du Quatre Septembre", "1re Avenue", "Rue de l'Église"} <= names
    assert {"bis", "ter", "a"} <= set(ban["rep"])
    assert (ban["numero"] == "0").any()
    assert ban["nom_ld"].ne("").sum() > 50


def test_one_name_stands_in_several_communes_and_twice_in_the_fused_one(ban):
    church = ban[ban["nom_voie"] == "Rue de l'Église"]
    assert church["code_insee"].nunique() >= 2
    fused = ban[ban["code_insee"] == "00103"].groupby("nom_voie")["nom_ancienne_commune"].nunique()
    assert (fused == 2).sum() >= 3


def test_odd_numbers_stand_on_one_side_of_a_street_and_even_ones_on_the_other(ban):
    street = ban[ban["id_fantoir"] == ban["id_fantoir"].value_counts().index[0]]
    number, spots = street["numero"].astype(int), street[["x", "y"]].astype(float).to_numpy()
    near = np.hypot(*(spots[:, None] - spots).transpose(2, 0, 1)) + np.eye(len(spots)) * 1e9
    same = (number.to_numpy()[near.argmin(axis=1)] - number.to_numpy()) % 2 == 0
    assert same.mean() > 0.75


def test_sixty_iris_cover_the_communes_without_a_gap_or_an_overlap(iris):
    communes = gpd.read_file(DEMO / "communes-00.geojson").to_crs("EPSG:2154")
    assert len(iris) == 60
    assert iris["CODE_IRIS"].is_unique
    assert iris.geometry.is_valid.all()
    assert abs(iris.area.sum() - iris.union_all().area) / iris.area.sum() < 1e-4
    assert iris.union_all().symmetric_difference(communes.union_all()).area / iris.area.sum() < 1e-4


def test_the_rural_commune_is_one_iris_and_a_few_iris_are_no_dwelling_quarters(iris):
    assert iris.loc[iris["INSEE_COM"] == "00104", "IRIS"].tolist() == ["0000"]
    assert iris["TYP_IRIS"].value_counts().to_dict() == {"H": 57, "A": 1, "D": 1, "Z": 1}


def test_income_is_suppressed_where_insee_would_and_rises_to_the_west(iris):
    income = table("BASE_TD_FILO_DISP_IRIS_2018_00.csv").set_index("IRIS")["DISP_MED18"]
    assert {"ns", "nd"} <= set(income)
    known = pd.to_numeric(income, errors="coerce").dropna()
    town = iris[(iris["INSEE_COM"] == "00101") & iris["CODE_IRIS"].isin(known.index)]
    east = town.geometry.centroid.x.to_numpy()
    assert np.corrcoef(east, known[town["CODE_IRIS"]].to_numpy())[0, 1] < -0.5


def test_shares_of_income_make_a_hundred():
    income = (
        table("BASE_TD_FILO_DISP_IRIS_2018_00.csv").set_index("IRIS").apply(pd.to_numeric, errors="coerce").dropna()
    )
    parts = income[[f"DISP_{name}18" for name in ("PACT", "PPEN", "PPAT", "PPSOC", "PIMPOT")]].sum(axis=1)
    np.testing.assert_allclose(parts, 100, atol=0.06)


def test_census_tables_agree_with_each_other():
    homes, housing, persons = (
        table(f"base-ic-{name}-2016-00.csv").set_index("IRIS")
        for name in ("couples-familles-menages", "logement", "evol-struct-pop")
    )
    number = {"homes": homes["C16_MEN"].astype(float), "lived_in": housing["P16_RP"].astype(float)}
    pd.testing.assert_series_equal(number["homes"], number["lived_in"], check_names=False)
    kinds = housing[["P16_RPMAISON", "P16_RPAPPART"]].astype(float).sum(axis=1)
    np.testing.assert_allclose(kinds, number["lived_in"], atol=0.01)
    ages = persons[[name for name in persons if name.startswith("P16_POP") and name != "P16_POP"]].astype(float)
    np.testing.assert_allclose(ages.sum(axis=1), persons["P16_POP"].astype(float), atol=0.01)


def test_squares_hold_the_households_of_the_iris():
    squares = gpd.read_file(DEMO / "carreaux_200m_00.gpkg")
    homes = table("base-ic-logement-2016-00.csv")["P16_RP"].astype(float).sum()
    assert squares["Men"].sum() == pytest.approx(homes, rel=0.01)
    assert squares["IdINSPIRE"].str.fullmatch(r"CRS3035RES200mN\d{7}E\d{7}").all()
    assert (squares.area.round(6) == 40_000).all()


def test_the_customer_file_is_what_a_french_crm_exports():
    raw = (DEMO / "customers.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    customers = table("customers.csv", encoding="cp1252")
    assert len(customers) == 2000
    assert customers["nom"].str.fullmatch(r"Client \d{5}").all()
    assert customers.loc[customers["siret"] != "", "siret"].str.fullmatch(r"0009\d{10}").all()
    assert customers["code_postal"].str.fullmatch(r"(00\d{3})?").all()


def test_the_truth_has_an_id_of_the_base_for_all_but_absent_and_empty_addresses(ban, bano, truth):
    absent = truth["dirt"].isin(["not_in_base", "empty"])
    assert (truth.loc[absent, "ban_id"] == "").all()
    assert truth.loc[~absent, "ban_id"].isin({*ban["id"], *bano["id"]}).all()
    assert absent.mean() == pytest.approx(0.03, abs=0.015)


def test_dirt_of_every_kind_is_in_the_file(truth):
    counts = truth["dirt"].value_counts()
    assert len(counts) == 16
    assert counts["clean"] < 900
    assert counts.min() >= 5


def test_purchases_add_up_to_what_the_customer_file_says():
    lines = table("purchases.csv", dtype={"amount_eur": float})
    customers = table("customers.csv", encoding="cp1252").set_index("client_id")
    totals = lines.groupby("client_id")["amount_eur"].sum().reindex(customers.index)
    np.testing.assert_allclose(totals, customers["turnover_eur"].astype(float), atol=0.006)
    assert lines["order_id"].is_unique
    assert set(lines["store_id"]) == set(table("stores.csv")["store_id"])


def test_what_comes_back_is_a_few_percent_and_never_more_than_was_bought():
    lines = table("purchases.csv", dtype={"amount_eur": float})
    back = lines["amount_eur"] < 0
    assert back.mean() == pytest.approx(0.04, abs=0.01)
    assert (lines["order_id"].str[0].eq("R") == back).all()
    assert lines["date"].is_monotonic_increasing
    orders, returned = (part.groupby("client_id").agg({"amount_eur": "sum", "date": "min"})
                        for part in (lines[~back], lines[back]))  # fmt: skip
    orders = orders.reindex(returned.index)
    assert (orders["amount_eur"] + returned["amount_eur"] > -0.006).all()
    assert (orders["date"] < returned["date"]).all()


def test_houses_buy_for_the_garden_and_flats_buy_lamps(truth):
    homes = table("base-ic-logement-2016-00.csv").set_index("IRIS")[["P16_RPMAISON", "P16_RP"]].astype(float)
    house = (homes["P16_RPMAISON"] / homes["P16_RP"]).reindex(truth.set_index("client_id")["iris"])
    in_houses = pd.Series(house.to_numpy() > 0.7, truth["client_id"])
    lines = table("purchases.csv")
    shares = pd.crosstab(lines["client_id"].map(in_houses), lines["category"], normalize="index")
    assert set(shares) == {"Luminaires", "Maison", "Jardin", "Textile", "Cadeaux"}
    assert shares.loc[True, "Jardin"] > 2 * shares.loc[False, "Jardin"]
    assert shares.loc[True, "Luminaires"] < shares.loc[False, "Luminaires"]


def test_some_customers_have_stopped_for_good():
    customers = table("customers.csv", encoding="cp1252")
    silent = (pd.Timestamp("2025-12-27") - pd.to_datetime(customers["last_purchase"])).dt.days
    assert 0.15 < (silent > 365).mean() < 0.4


def test_every_email_of_the_demo_is_of_example_org():
    written = [table("customers.csv", encoding="cp1252")["email"], table("opposition.csv")["email"]]
    given = pd.concat(written).pipe(lambda emails: emails[emails != ""]).str.strip().str.lower()
    assert given.str.contains(r"^(?:client\d{5}|autre\d{3})(?:@| at )(?:example\.)?org$|@example\.org$").all()
    assert 0.005 < 1 - given.str.fullmatch(r"\w+@example\.org").mean() < 0.04
    assert given.duplicated().sum() > 50


def test_every_telephone_of_the_demo_is_of_a_range_kept_for_fiction():
    written = [table("customers.csv", encoding="cp1252")["telephone"], table("opposition.csv")["telephone"]]
    given = pd.concat(written).pipe(lambda numbers: numbers[numbers != ""])
    digits = given.str.replace(r"\D", "", regex=True).str.replace(r"^(?:0033|33|0)", "", regex=True)
    assert digits.str.fullmatch(r"(?:19900|26191|35301|46571|53649|63998)\d{2,4}").all()
    assert 0.01 < (digits.str.len() < 9).mean() < 0.05
    assert given.str.contains(r"\+33 ").sum() > 50


def test_who_bought_lately_opens_more_and_no_email_means_no_engagement():
    customers = table("customers.csv", encoding="cp1252")
    acts = customers[["emails_opened", "emails_clicked", "site_visits"]]
    assert (acts.eq("").all(axis=1) == customers["email"].eq("")).all()
    assert set(customers.loc[customers["email"] == "", "consent_email"]) == {"non"}
    assert set(customers["channel"]) == {"boutique", "web", "téléphone"}
    opened = pd.to_numeric(customers["emails_opened"])
    late = customers["last_purchase"] >= "2025-07-01"
    assert opened[late].mean() > 1.4 * opened[~late].mean()


def test_who_became_a_customer_follows_the_rule_of_the_truth():
    prospects = table("prospects.csv")
    drawn = table("prospects_truth.csv", dtype={"log_odds": float, "probability": float})
    became = prospects["became_customer"] == "oui"
    assert len(prospects) == 4000
    assert (prospects["prospect_id"] == drawn["prospect_id"]).all()
    assert became.mean() == pytest.approx(0.18, abs=0.015)
    tenth = pd.qcut(drawn["probability"], 10, labels=False)
    gap = became.groupby(tenth).mean() - drawn["probability"].groupby(tenth).mean()
    assert gap.abs().max() < 0.06
    assert became.groupby(prospects["nationalite"]).mean()[["FR", "autre"]].diff().abs().max() < 0.06
    assert prospects["budget_declare_eur"].eq("").mean() == pytest.approx(0.23, abs=0.03)


def test_the_firms_are_in_the_layout_of_insee_and_hang_together(ban, bano):
    doors, units = (table(name, sep=",") for name in ("sirene_00.csv", "sirene_legal_units_00.csv"))
    assert (doors.shape[1], units.shape[1]) == (54, 35)
    assert doors["siret"].is_unique
    assert units["siren"].is_unique
    assert set(doors["siren"]) == set(units["siren"])
    heads = doors[doors["etablissementSiege"] == "true"].set_index("siren")["nic"]
    assert (heads.reindex(units["siren"]).to_numpy() == units["nicSiegeUniteLegale"]).all()
    spots = {*ban["x"].astype(float).round(2)}
    inside = doors[(doors["codeCommuneEtablissement"] != "00102") & (doors["statutDiffusionEtablissement"] == "O")]
    assert inside["coordonneeLambertAbscisseEtablissement"].astype(float).isin(spots).all()
    assert {"NN", "", "00", "01", "12"} <= set(doors["trancheEffectifsEtablissement"])


def test_no_siren_of_the_demo_could_be_a_real_one():
    doors, units = (table(name, sep=",") for name in ("sirene_00.csv", "sirene_legal_units_00.csv"))
    assert units["siren"].str.startswith("0009").all()
    assert units["siren"].map(siren.is_valid).all()
    assert doors["siret"].map(siret.is_valid).all()


def test_closed_firms_say_when_and_hidden_ones_hold_nothing_personal():
    doors, units = (table(name, sep=",") for name in ("sirene_00.csv", "sirene_legal_units_00.csv"))
    closed = doors["etatAdministratifEtablissement"] == "F"
    assert 0.05 < closed.mean() < 0.15
    assert (doors["dateDebut"] <= "2025-12-31").all()
    assert (doors.loc[closed, "dateDebut"] > doors.loc[closed, "dateCreationEtablissement"]).all()
    hidden = doors[doors["statutDiffusionEtablissement"] == "P"]
    assert len(hidden) > 30
    assert set(hidden["libelleVoieEtablissement"]) == {"[ND]"}
    private = units[units["statutDiffusionUniteLegale"] == "P"]
    assert set(private["nomUniteLegale"]) | set(private["prenom1UniteLegale"]) == {"[ND]"}


def test_most_customers_with_a_siret_have_their_firm_at_home():
    customers = table("customers.csv", encoding="cp1252")
    given = customers[customers["siret"] != ""]
    doors = table("sirene_00.csv", sep=",").set_index("siret")
    known = given[given["siret"].isin(doors.index)]
    assert len(known) == len(given) - 13
    assert (~given["siret"].map(siret.is_valid)).sum() == 7
    assert (doors.loc[known["siret"], "etatAdministratifEtablissement"] == "F").sum() == 6
    towns = dict(zip(table("customers_truth.csv")["client_id"], table("customers_truth.csv")["citycode"], strict=True))
    at = doors.loc[known["siret"], "codeCommuneEtablissement"].to_numpy()
    assert (known["client_id"].map(towns).to_numpy() == at).all()


def test_key_figures_tell_confidential_from_not_filed():
    figures = table("chiffres_cles_00.csv")
    units = table("sirene_legal_units_00.csv", sep=",")
    assert set(figures["Siren"]) < set(units["siren"])
    newest = figures["CA 1"]
    assert 0.1 < (newest == "Confidentiel").mean() < 0.35
    assert 0.05 < (newest == "").mean() < 0.25
    assert newest[~newest.isin(["", "Confidentiel"])].str.fullmatch(r"\d+").all()


def test_three_business_customers_in_four_bear_a_number_that_leads_to_the_true_firm():
    given, true = table("business_customers.csv"), table("business_customers_truth.csv")
    doors = table("sirene_00.csv", sep=",")
    assert len(given) == len(true) == 220
    assert (given["numero"] != "").mean() == 0.75
    assert ((given["numero"] == "") == (true["number_kind"] == "none")).all()
    assert (true["siret"] == "").sum() == 6
    assert set(true["siret"]) - {""} <= set(doors["siret"])
    digits = given["numero"].str.replace(r"\.0$", "", regex=True).str.replace(r"\D", "", regex=True)
    is_siret, is_tva = (true["number_kind"] == kind for kind in ("siret", "tva"))
    assert (digits[is_siret].str.zfill(14) == true["siret"][is_siret]).all()
    assert (digits[is_tva].str[2:] == true["siret"][is_tva].str[:9]).all()
    assert digits[is_tva].map(tva.is_valid).all()


def test_sixty_objected_and_forty_five_of_them_are_customers(truth):
    objected, customers = table("opposition.csv"), table("customers.csv", encoding="cp1252")
    emails = set(customers["email"].str.strip().str.lower())
    tails = customers["telephone"].str.replace(r"\D", "", regex=True).str[-9:]
    by_email = objected["email"].isin(emails - {""})
    by_phone = objected["telephone"].str.replace(r"\D", "", regex=True).str[-9:].isin(set(tails) - {""})
    homes = set((truth["numero"] + " " + truth["rep"] + " " + truth["nom_voie"]).str.split().str.join(" "))
    by_address = objected["adresse"].isin(homes - {""})
    assert len(objected) == 60
    assert (by_email.sum(), by_phone.sum(), by_address.sum()) == (21, 18, 18)
    assert (by_email | by_phone | by_address).sum() == 45


def test_young_families_buy_more_than_others(truth):
    homes = table("base-ic-couples-familles-menages-2016-00.csv").set_index("IRIS")["C16_MEN"].astype(float)
    persons = table("base-ic-evol-struct-pop-2016-00.csv").set_index("IRIS")
    share = persons["P16_POP3044"].astype(float) / persons["P16_POP"].astype(float)
    rate = truth["iris"].value_counts().reindex(homes.index).fillna(0) / homes
    young = share >= share.quantile(0.85)
    assert rate[young].mean() > 1.8 * rate[~young].mean()


def test_the_street_graph_is_what_osmnx_writes_and_every_place_is_reached():
    root = ET.fromstring(unpacked(DEMO / "streets.graphml.gz"))
    space = "{http://graphml.graphdrawing.org/xmlns}"
    names = {key.get("id"): key.get("attr.name") for key in root.iter(f"{space}key")}
    nodes = [node.get("id") for node in root.iter(f"{space}node")]
    edges = [
        (e.get("source"), e.get("target"), {names[d.get("key")]: d.text for d in e}) for e in root.iter(f"{space}edge")
    ]
    assert all({"length", "highway", "maxspeed", "oneway"} <= set(values) for _, _, values in edges)
    assert {"True", "False"} == {values["oneway"] for _, _, values in edges}
    at = {node: i for i, node in enumerate(nodes)}
    links = coo_array((np.ones(len(edges)), ([at[e[0]] for e in edges], [at[e[1]] for e in edges])), (len(at),) * 2)
    assert connected_components(links, directed=True, connection="strong")[0] == 1


def test_no_real_commune_bears_a_code_postcode_or_name_of_the_demo(real_data):
    real = pd.read_csv(real_data / "fr/communes/laposte_hexasmal.csv", sep=";", dtype=str)
    demo = table("table_supracom_2023_00.csv", sep=",")
    assert not set(demo["CODGEO"]) & set(real["Code_commune_INSEE"])
    assert not {"00100", "00110", "00120", "00130"} & set(real["Code_postal"])
    names = table("laposte_hexasmal_00.csv", encoding="cp1252")
    assert not set(names["#Code_commune_INSEE"]) & set(real["Code_commune_INSEE"])
    assert not set(names["Code_postal"]) & set(real["Code_postal"])
    assert not {*names["Nom_de_la_commune"], *names["Ligne_5"]} & set(real["Nom_commune"])
    plain = demo["LIBGEO"].str.upper().str.replace(r"[-']", " ", regex=True).str.replace("È", "E").str.replace("É", "E")
    assert not set(plain) & set(real["Nom_commune"])
