"""The real open data: values of variables make sense, and the recipes read whole."""

import tomllib

import pytest

import geoprofile.sources  # noqa: F401  registers the readers
from geoprofile.reference import reference_path
from geoprofile.sources.source import VARIABLE_SOURCES, ZONE_SOURCES, Source

pytestmark = pytest.mark.real

PROVENANCE = ("kind", "path", "vintage", "licence", "publisher")


def recipe_sources(name: str) -> list[dict]:
    return tomllib.loads(reference_path("recipes", f"{name}.toml").read_text(encoding="utf-8"))["source"]


@pytest.fixture(scope="module")
def tables(real_data):
    """Give every variable table of the recipes, by the name of its file."""
    found = {}
    for line in recipe_sources("paris") + recipe_sources("lembeek"):
        if line["kind"] in VARIABLE_SOURCES:
            options = {key: value for key, value in line.items() if key not in PROVENANCE}
            source = Source(line["kind"], real_data / line["path"], line.get("vintage", ""), options=options)
            found[source.path.name] = VARIABLE_SOURCES[source.kind](source)
    return found


@pytest.mark.parametrize("name", ["paris", "bano", "lembeek"])
def test_every_file_of_a_recipe_is_there(real_data, name):
    assert [s["path"] for s in recipe_sources(name) if not (real_data / s["path"]).is_file()] == []


INCOME_PARTS = [
    f"income_{part}_share"
    for part in (
        "wages", "self_employment", "unemployment_benefits", "pensions", "wealth", "social_benefits", "taxes",
    )
]  # fmt: skip


def test_the_parts_of_disposable_income_taxes_taken_off_make_the_whole(tables):
    for file in ("BASE_TD_FILO_DISP_IRIS_2018.csv", "cc_filosofi_2021_COM.csv"):
        whole = tables[file].values[INCOME_PARTS].sum(axis=1, skipna=False).dropna()
        assert len(whole) > 4_000
        assert whole.between(0.99, 1.01).all(), file


def test_shares_and_rates_lie_between_zero_and_one(tables):
    for file, table in tables.items():
        for variable in table.variables:
            if variable.unit in {"share", "rate"} and variable.name not in INCOME_PARTS:
                values = table.values[variable.name].dropna()
                assert values.between(0, 1).all(), (file, variable.name)


def test_no_two_tables_of_a_level_give_one_variable(tables):
    given_twice = [(t.zone_level, v.name) for t in tables.values() for v in t.variables]
    assert len(given_twice) == len(set(given_twice))


def test_the_sixteenth_arrondissement_is_richer_than_the_nineteenth(tables):
    income = tables["BASE_TD_FILO_DISP_IRIS_2018.csv"].values["income_median_eur"]
    medians = income.groupby(income.index.str[:5]).median()
    assert medians["75116"] > 1.5 * medians["75119"]
    by_commune = tables["cc_filosofi_2021_COM.csv"].values["income_median_eur"]
    assert by_commune.loc[["75116", "75119", "75056"]].tolist() == [41550, 22870, 29730]


def test_paris_has_its_people_its_unemployed_and_its_metro(tables):
    people = tables["IRIS_population_IR_Hab.csv"].values["population"]
    assert people[people.index.str.startswith("75")].sum() == pytest.approx(2_190_000, rel=0.03), "the census of 2016"
    activity = tables["base-ic-activite-residents-2016-idf.csv"].values
    paris = activity[activity.index.str.startswith("75")]
    weights = paris["active_15_64"]
    unemployment = (paris["unemployment_rate"] * weights).sum() / weights.sum()
    assert unemployment == pytest.approx(0.12, abs=0.02)
    assert paris["commute_transit_share"].median() > 4 * paris["commute_car_share"].median()


@pytest.mark.parametrize(
    ("file", "variable", "least"),
    [
        ("BASE_TD_FILO_DISP_IRIS_2018.csv", "income_median_eur", 0.87),
        ("BASE_TD_FILO_IRIS_2021_DEC.csv", "income_declared_median_eur", 0.86),
        ("IRIS_population_IR_Hab.csv", "age_30_44_share", 0.86),
        ("IRIS_housing_IR_Hab.csv", "housing_social_share", 0.86),
        ("base-ic-activite-residents-2016-idf.csv", "unemployment_rate", 0.95),
    ],
)
def test_most_iris_of_paris_have_a_value(real_data, tables, file, variable, least):
    iris = ZONE_SOURCES["iris"](Source("iris", real_data / "fr/iris/grand_paris_2016/map_iris.shp"))
    paris = iris.loc[iris["parent_id"].str.startswith("75"), "zone_id"]
    assert tables[file].values[variable].reindex(paris).notna().mean() >= least


def test_every_cell_of_the_grid_has_its_variables(real_data, tables):
    name = "gridpop_parisPC_200m_2015.gpkg"
    cells = ZONE_SOURCES["grid_200m"](Source("grid_200m", real_data / "fr/grid" / name))
    assert set(cells["zone_id"]) == set(tables[name].values.index)


def test_paris_is_urban_and_the_zoning_of_2018_is_read_too(real_data, tables):
    zoning = tables["table_supracom_2023.csv"].values["urban_class"]
    assert zoning["75056"] == "urban"
    older = VARIABLE_SOURCES["urban_zoning"](
        Source("urban_zoning", real_data / "fr/communes/table_supracom_2018.csv")
    ).values["urban_class"]
    assert older["75056"] == "urban"
    assert older.notna().all()


def test_the_sectors_of_halle_have_income_and_age(tables):
    income = tables["sector_income.csv"].values["income_taxable_median_eur"]
    assert income[income.index.str.startswith("23027")].between(15_000, 60_000).sum() > 30
    age = tables["sector_age65.csv"].values["age_65_plus_share"]
    assert age[age.index.str.startswith("23027")].median() == pytest.approx(0.2, abs=0.06)
