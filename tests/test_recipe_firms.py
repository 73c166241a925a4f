"""Business customers from file to report: the demo's register, every row back in its order, nothing private told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from geoprofile.errors import AddressFileError, SourceError
from geoprofile.firms.columns import FIRM_COLUMNS
from geoprofile.recipes.firms import (
    FirmFiles,
    enrich_firms,
    firm_summary,
    ideal_sentence,
    save_firms_page,
    write_firms,
    write_prospects,
)
from geoprofile.recipes.firms.columns import guess_firm_columns
from geoprofile.recipes.firms.persona import ideal_card
from geoprofile.recipes.firms.sentences import cautions, known_base
from geoprofile.words import count_text

DAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def files(request):
    from geoprofile.reference import reference_path

    folder = reference_path("demo")
    return FirmFiles(
        (folder / "sirene_00.csv",), (folder / "sirene_legal_units_00.csv",), (folder / "chiffres_cles_00.csv",)
    )


@pytest.fixture(scope="module")
def joined(files):
    customers = files.establishments[0].with_name("business_customers.csv")
    return enrich_firms(customers, files, as_of=DAY)


def test_every_row_comes_back_in_its_order_with_what_the_register_knows(joined, files):
    truth = pd.read_csv(
        files.establishments[0].with_name("business_customers_truth.csv"), sep=";", dtype=str, keep_default_na=False
    )
    firms = joined.firms
    assert len(joined.rows) == len(truth) == len(firms)
    assert list(firms.columns) == list(FIRM_COLUMNS)
    sirets = (truth["number_kind"] == "siret").to_numpy()
    assert (firms["firm_siret"] == truth["siret"])[sirets].all()
    named = (firms["firm_match"] == "name_address") & (firms["firm_siret"] != "")
    assert named.sum() > 40
    assert (firms["firm_siret"] == truth["siret"])[named].mean() >= 0.98
    assert set(firms["firm_state"]) >= {"active", "closed"}
    assert (firms.loc[firms["firm_state"] == "closed", "firm_closed_on"] != "").all()
    assert {"filed", "confidential"} <= set(firms["firm_accounts"])
    assert firms.loc[firms["firm_accounts"] == "confidential", "firm_turnover_eur"].isna().all()


def test_private_firms_bear_no_name_no_position_and_no_street(joined):
    private = joined.firms[joined.firms["firm_is_shown"] == "no"]
    assert (private[["firm_name", "firm_sign"]] == "").all(axis=None)
    assert private[["firm_longitude", "firm_latitude"]].isna().all(axis=None)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_the_result_is_written_in_each_format_with_the_same_bytes_twice(joined, tmp_path, suffix):
    one, two = tmp_path / f"one{suffix}", tmp_path / f"two{suffix}"
    write_firms(joined, one)
    write_firms(joined, two)
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(("language", "word"), [("fr", "Votre client idéal"), ("en", "Your ideal customer")])
def test_the_page_says_the_ideal_customer_and_names_no_firm(joined, tmp_path, language, word):
    page = save_firms_page(joined, tmp_path / "firms.html", language=language).read_text("utf-8")
    assert word in page
    assert ideal_sentence(joined, language).startswith(word)
    names = joined.firms["firm_name"]
    assert not [name for name in names if len(name) > 12 and name in page.upper()]
    assert not [siret for siret in joined.firms["firm_siret"] if siret and siret in page]


def test_the_sources_are_said_in_the_language_of_the_page(joined, files):
    assert any("fichier des établissements" in line for line in joined.sources)
    assert any("key figures" in line for line in files.source_lines("en"))


@pytest.mark.parametrize(("language", "word"), [("fr", "Lignes du répertoire écartées"), ("en", "passed over")])
def test_what_was_put_right_in_the_register_is_said(joined, tmp_path, language, word):
    result = replace(joined, bad_count=2, repeated_count=3, numeric_files=("stock.parquet",))
    told = list(cautions(result, language))
    assert any(word in text for text in told)
    assert any("stock.parquet" in text for text in told)
    page = save_firms_page(result, tmp_path / "firms.html", language=language).read_text("utf-8")
    assert "stock.parquet" in page


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_card_of_the_ideal_firm_shows_published_classes_that_stand_out_alone(joined, language):
    card = ideal_card(joined, language)
    summary = firm_summary(joined, language)
    sure = summary[summary["significant"].astype(bool) & (summary["index"] > 100)]
    assert 0 < len(card.bars) <= 6
    assert {bar.label for bar in card.bars} <= set(sure["name"])
    assert all(bar.low > 100 for bar in card.bars)
    assert sure.sort_values("index")["name"].iloc[-1] in card.imagined


def test_a_card_by_value_speaks_of_value_and_promises_no_margin_of_customers(files):
    customers = files.establishments[0].with_name("business_customers.csv")
    by_value = ideal_card(enrich_firms(customers, files, as_of=DAY, weight="turnover_eur"), "en")
    by_count = ideal_card(enrich_firms(customers, files, as_of=DAY), "en")
    said = [" ".join(text for _, lines in card.lines for text in lines) for card in (by_value, by_count)]
    assert ["points" in text for text in said] == [False, True]
    assert "of the value" not in said[1]


def test_the_summary_holds_published_classes_with_their_names(joined):
    summary = firm_summary(joined, "en")
    assert set(summary["dimension"]) == {"section", "size", "age", "legal_family"}
    assert summary["customers"].min() >= 3
    assert (summary["name"] != "").all()


def test_a_name_is_looked_for_where_the_file_was_geocoded(files, tmp_path):
    register = pd.read_csv(files.establishments[0], dtype=str, keep_default_na=False)
    units = pd.read_csv(files.units[0], dtype=str, keep_default_na=False).set_index("siren")
    one = register[register["siren"].map(units["denominationUniteLegale"]).str.len() > 20]
    one = one[(one["etatAdministratifEtablissement"] == "A") & (one["statutDiffusionEtablissement"] == "O")].iloc[0]
    pd.DataFrame({
        "raison sociale": [units.loc[one["siren"], "denominationUniteLegale"]], "adresse": ["porte bleue"],
        "result_type": ["housenumber"], "result_housenumber": [one["numeroVoieEtablissement"]],
        "result_street": [f"{one['typeVoieEtablissement']} {one['libelleVoieEtablissement']}"],
        "result_postcode": [one["codePostalEtablissement"]], "result_citycode": [one["codeCommuneEtablissement"]],
    }).to_csv(tmp_path / "geocoded.csv", sep=";", index=False)  # fmt: skip
    found = enrich_firms(tmp_path / "geocoded.csv", files, as_of=DAY)
    assert found.firms["firm_siret"].tolist() == [one["siret"]]


def test_a_file_of_two_firms_has_no_profile_and_one_without_rows_has_a_page(files, tmp_path):
    for rows in (0, 2):
        path = tmp_path / f"{rows}.csv"
        path.write_text("siret\n" + "12345\n" * rows, "utf-8")
        result = enrich_firms(path, files, as_of=DAY)
        assert len(result.rows) == rows
        assert save_firms_page(result, tmp_path / "page.html").is_file()
        assert "3" in ideal_sentence(result, "en")


@pytest.mark.parametrize(
    ("header", "number", "name", "country"),
    [
        ("SIRET;Raison sociale", "SIRET", "Raison sociale", "fr"),
        ("N° TVA intracom;client", "N° TVA intracom", "client", "fr"),
        ("BTW-nummer;Naam", "BTW-nummer", "Naam", "be"),
        ("code;Dénomination", "code", "Dénomination", "fr"),
        ("no siren;Enseigne", "no siren", "Enseigne", "fr"),
    ],
)
def test_the_columns_of_number_and_name_are_guessed(header, number, name, country):
    columns = header.split(";")
    sample = pd.DataFrame([["732829320", "Boulangerie"], ["552100554", "Garage"], ["", ""], ["542051180", "Café"]])
    sample.columns = columns
    found = guess_firm_columns(columns, sample.astype("str"))
    assert (found.number, found.name, found.country) == (number, name, country)


def test_refusals_name_file_and_column_and_no_row(files, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("foo;bar\ncanary;2\n", "utf-8")
    with pytest.raises(AddressFileError, match="--number") as refused:
        enrich_firms(path, files)
    assert "canary" not in str(refused.value)
    path.write_text("siret;ca\n732829320;canary\n", "utf-8")
    with pytest.raises(AddressFileError, match="data row 1") as refused:
        enrich_firms(path, files, weight="ca")
    assert "canary" not in str(refused.value)
    with pytest.raises(AddressFileError, match="no column 'x'"):
        enrich_firms(path, files, weight="x")
    with pytest.raises(SourceError, match=r"none\.csv"):
        enrich_firms(path, FirmFiles((tmp_path / "none.csv",)))


@pytest.mark.parametrize(
    ("language", "word"), [("fr", "dont l'activité et la taille sont connues"), ("en", "are known")]
)
def test_the_base_of_shares_is_said_where_the_size_of_many_firms_is_not_known(joined, language, word):
    assert word in ideal_sentence(joined, language)
    known = int(joined.segments["size"]["stock"].sum())
    assert known < joined.stock_count
    said = known_base(joined, "size", language)
    for count in (known, joined.stock_count, joined.stock_count - known):
        assert count_text(count, language) in said
    assert known_base(replace(joined, stock_count=known), "size", language) == ""


def test_prospects_are_active_shown_no_customers_and_as_many_as_the_table_says(joined, files, tmp_path):
    write_prospects(joined, files, tmp_path / "prospects.csv")
    listed = pd.read_csv(tmp_path / "prospects.csv", sep=";", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    register = pd.read_csv(files.establishments[0], dtype=str, keep_default_na=False).drop_duplicates("siret")
    rows = register.set_index("siret").loc[listed["siret"]]
    units = pd.read_csv(files.units[0], dtype=str, keep_default_na=False).drop_duplicates("siren").set_index("siren")
    assert len(listed) == joined.ideal["to_win"].sum() > 0
    assert listed["siret"].is_unique
    assert (rows["etatAdministratifEtablissement"] == "A").all()
    assert (rows["statutDiffusionEtablissement"] == "O").all()
    assert (units.loc[rows["siren"].unique(), "statutDiffusionUniteLegale"] == "O").all()
    assert not set(listed["siret"]) & set(joined.firms["firm_siret"])
    counted = listed.groupby(["section", "size"]).size()
    wanted = joined.ideal.set_index(["section", "size"])["to_win"]
    assert counted.to_dict() == wanted[wanted > 0].to_dict()
    assert listed["source"].str.contains("Licence Ouverte").all()
    assert (listed["name"] != "").mean() > 0.9
