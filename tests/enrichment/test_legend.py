"""The legend of a result says of its columns what they mean, whence they are, and by which name they stand there."""

from types import SimpleNamespace

import pytest

from geoprofile.countries import COUNTRIES
from geoprofile.enrichment.attach import plan_variables
from geoprofile.enrichment.legend import column_legend
from geoprofile.tables import RESULT_COLUMNS

SURE = ("result_score", "result_score_next", "result_match_reason")
DISTANCE = "result_distance_m"


def legend(territory, plan=(), **told) -> list[dict[str, str]]:
    return column_legend(territory, plan, **({"geocoded": True} | told)).to_pylist()


def columns(rows) -> list[str]:
    return [row["column"] for row in rows]


def row_of(column, rows) -> dict[str, str]:
    (row,) = [row for row in rows if row["column"] == column]
    return row


def source(kind, publisher, vintage="2024", licence="ODbL") -> dict[str, str]:
    title = f"{publisher or kind}: {kind}.csv"
    return {"kind": kind, "title": title, "publisher": publisher, "vintage": vintage, "licence": licence}


def territory_of(*sources) -> SimpleNamespace:
    """Give what the legend asks of a territory: its country, its sources, its dictionary."""
    return SimpleNamespace(country=COUNTRIES["fr"], package={"sources": list(sources)}, dictionary=())


def named(suffix="", names=(*RESULT_COLUMNS, DISTANCE)) -> dict[str, str]:
    return {name: f"{name}{suffix}" for name in names}


def test_a_score_is_said_to_be_the_probability_that_the_row_is_right_at_its_level(demo):
    row = row_of("result_score", legend(demo))
    assert row["label_en"].startswith("Probability that the row is right at its match level")
    assert row["label_fr"].startswith("Probabilité que la ligne soit juste à son niveau")
    assert row["unit"] == "share"


@pytest.mark.parametrize("column", [*SURE, DISTANCE])
def test_each_column_that_is_no_plain_address_is_described_in_both_languages(demo, column):
    row = row_of(column, legend(demo, added=named()))
    assert row["label_fr"]
    assert row["label_en"]
    assert row["label_fr"] != row["label_en"]


def test_a_distance_is_in_metres_and_only_there_where_the_result_has_one(demo):
    assert row_of(DISTANCE, legend(demo, added=named()))["unit"] == "m"
    assert DISTANCE not in columns(legend(demo))
    assert DISTANCE not in columns(legend(demo, added=named(names=RESULT_COLUMNS)))


def test_every_source_of_an_answer_is_credited_that_of_commune_names_too():
    rows = legend(territory_of(source("ban", "BAN"), source("laposte", "La Poste"), source("bano", "BANO")))
    answers = [row for row in rows if row["column"] == "longitude, latitude, result_*"]
    assert [row["source"] for row in answers] == ["BAN: ban.csv", "BANO: bano.csv", "La Poste: laposte.csv"]
    assert "communes" in answers[-1]["label_fr"]
    assert {row["licence"] for row in answers} == {"ODbL"}


def test_a_score_rests_on_all_addresses_and_names_each_publisher_once():
    bano = [source("bano", "BANO", vintage=year) for year in ("2016", "2017")]
    rows = legend(territory_of(source("ban", "", "2016", "Licence Ouverte 2.0"), *bano, source("laposte", "La Poste")))
    row = row_of("result_score", rows)
    assert (row["source"], row["vintage"], row["licence"]) == ("ban; BANO", "2016; 2017", "Licence Ouverte 2.0; ODbL")


def test_a_renamed_column_stands_under_the_name_that_it_has(demo):
    taken = {"longitude": "longitude_2", "latitude": "latitude", "result_score": "result_score_3"}
    found = columns(legend(demo, added=named(names=RESULT_COLUMNS) | taken))
    assert "longitude_2, latitude, result_*" in found
    assert "result_score_3" in found
    assert "result_score" not in found


def test_a_file_that_is_geocoded_again_has_its_second_answers_described(demo):
    found = columns(legend(demo, added=named("_2")))
    assert set(found) == {"longitude_2, latitude_2, result_*_2", *(f"{name}_2" for name in (*SURE, DISTANCE))}


def test_zones_and_variables_that_are_renamed_stand_under_their_names_too(demo):
    plan = plan_variables(demo, variables=["income_median_eur"], fallback="commune")
    wanted = ["iris", "iris_name", "zone_status", "income_median_eur", "income_median_eur_level"]
    found = columns(legend(demo, plan, added=named(names=RESULT_COLUMNS) | named("_2", names=wanted)))
    assert {"iris_2, iris_name_2", "commune, commune_name", *(f"{name}_2" for name in wanted[2:])} <= set(found)
    assert not {"iris, iris_name", *wanted[2:]} & set(found)


def test_positions_of_the_file_itself_are_credited_to_nobody(demo):
    plan = plan_variables(demo, variables=["population"])
    assert not [name for name in columns(legend(demo, plan, geocoded=False)) if "result_" in name]


def test_zones_are_told_only_where_something_of_theirs_is_attached(demo):
    assert set(columns(legend(demo))) == {"longitude, latitude, result_*", *SURE}


def test_a_territory_that_names_no_source_has_a_legend_all_the_same():
    bare = SimpleNamespace(country=COUNTRIES["fr"], package={}, dictionary=())
    assert columns(legend(bare)) == list(SURE)
