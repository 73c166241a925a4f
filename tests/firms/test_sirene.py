"""The register read in a stream: official columns, every form of file, closed and private firms."""

from __future__ import annotations

import gzip
import zipfile

import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from geoprofile.errors import SourceError
from geoprofile.firms.classes import DIMENSIONS
from geoprofile.firms.layouts import ESTABLISHMENT_COLUMNS, POSITION_COLUMNS, UNIT_COLUMNS
from geoprofile.firms.positions import read_positions
from geoprofile.firms.sirene import Wanted, read_register
from tests.firms.conftest import DAY, establishment, siren_of, siret_of, unit, write_stock


def wanting(*numbers: int) -> Wanted:
    return Wanted(sirets=frozenset(siret_of(number) for number in numbers))


def as_zip(plain):
    packed = plain.with_suffix(".zip")
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(plain, "StockEtablissement_utf8.csv")
    return packed


def as_gzip(plain):
    packed = plain.with_suffix(".csv.gz")
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    return packed


def as_parquet(plain):
    """Write INSEE's own types: dates and truth values, not text."""
    table = pyarrow.csv.read_csv(plain, convert_options=pyarrow.csv.ConvertOptions(column_types={
        "siret": pa.string(), "siren": pa.string(), "nic": pa.string(), "dateCreationEtablissement": pa.date32(),
        "etablissementSiege": pa.bool_(), "trancheEffectifsEtablissement": pa.string(),
        "codePostalEtablissement": pa.string(), "codeCommuneEtablissement": pa.string(),
    }))  # fmt: skip
    pq.write_table(table, plain.with_suffix(".parquet"))
    return plain.with_suffix(".parquet")


@pytest.mark.parametrize("packed", [lambda path: path, as_zip, as_gzip, as_parquet])
def test_every_form_of_the_file_says_the_same(tmp_path, packed):
    plain = write_stock(tmp_path / "stock.csv", [establishment(n) for n in range(5)], ESTABLISHMENT_COLUMNS)
    found = read_register([packed(plain)], [], wanting(1, 3), as_of=DAY)
    assert found.establishments.index.tolist() == sorted([siret_of(1), siret_of(3)])
    row = found.establishments.loc[siret_of(1)]
    told = row[["created", "is_head_office", "headcount", "postcode"]].tolist()
    assert told == ["2010-03-01", "true", "02", "59000"]
    assert (found.row_count, found.active_count) == (5, 5)


def test_several_files_are_one_stock_whatever_their_delimiter(tmp_path):
    first = write_stock(tmp_path / "a.csv", [establishment(1)], ESTABLISHMENT_COLUMNS, ";")
    second = write_stock(tmp_path / "b.csv", [establishment(2)], ESTABLISHMENT_COLUMNS)
    found = read_register([first, second], [], wanting(1, 2), as_of=DAY)
    assert len(found.establishments) == found.row_count == 2


def test_zeros_that_a_spreadsheet_took_from_the_stock_are_back(tmp_path):
    row = establishment(1) | {"siret": "55201350001", "siren": "552013", "nic": "12"}
    stock = write_stock(tmp_path / "stock.csv", [row], ESTABLISHMENT_COLUMNS)
    found = read_register([stock], [], Wanted(sirens=frozenset(["000552013"])), as_of=DAY)
    assert found.establishments["siren"].tolist() == ["000552013"]


@pytest.mark.parametrize("diffusion", ["N", "P"])
def test_a_firm_that_asked_not_to_be_shown_keeps_nothing_personal_even_where_the_file_still_does(tmp_path, diffusion):
    place = establishment(1, diffusion=diffusion, sign_1="CHEZ CANARI", street="[ND]", easting="[ND]")
    stock = write_stock(tmp_path / "stock.csv", [place], ESTABLISHMENT_COLUMNS)
    person = unit(1, "", diffusion=diffusion, surname="CANARI", first_name="JEANNE", legal_form="1000")
    units = write_stock(tmp_path / "units.csv", [person], UNIT_COLUMNS)
    found = read_register([stock], [units], wanting(1), as_of=DAY)
    kept = found.establishments.to_csv() + found.units.to_csv()
    assert found.establishments["is_private"].all()
    assert "CANARI" not in kept
    assert "JEANNE" not in kept
    assert "704000" not in kept
    assert found.establishments["naf"].tolist() == ["10.71C"]


@pytest.mark.parametrize("kind", ["int64", "float64"])
def test_codes_that_a_tool_took_for_numbers_get_their_zeros_back_and_a_note(tmp_path, kind):
    row = establishment(1, postcode="01000", citycode="01053", headcount="02") | {
        "siret": "00552013500012", "siren": "005520135", "nic": "00012",
    }  # fmt: skip
    frame = pd.DataFrame([row]).rename(columns=ESTABLISHMENT_COLUMNS)
    codes = [ESTABLISHMENT_COLUMNS[n] for n in ("siret", "siren", "nic", "postcode", "citycode", "headcount")]
    days = {name: pd.to_datetime(frame[name]) for name in ("dateCreationEtablissement", "dateDebut")}
    frame.astype(dict.fromkeys(codes, kind)).assign(**days).to_parquet(tmp_path / "stock.parquet")
    found = read_register([tmp_path / "stock.parquet"], [], Wanted(sirens=frozenset(["005520135"])), as_of=DAY)
    assert found.establishments.index.tolist() == ["00552013500012"]
    kept = found.establishments[["postcode", "citycode", "headcount", "created"]].iloc[0].tolist()
    assert kept == ["01000", "01053", "02", "2010-03-01"]
    assert found.numeric_files == ("stock.parquet",)


def test_a_row_whose_number_is_none_is_counted_and_passed_over(tmp_path):
    rows = [establishment(1), establishment(2) | {"siren": "CANARY"}, establishment(3) | {"siret": "CANARY"}]
    stock = write_stock(tmp_path / "stock.csv", rows, ESTABLISHMENT_COLUMNS)
    units = write_stock(tmp_path / "units.csv", [unit(1, "A"), unit(2, "B") | {"siren": "CANARY"}], UNIT_COLUMNS)
    found = read_register([stock], [units], wanting(1), as_of=DAY)
    assert (found.row_count, found.active_count, found.unit_count, found.bad_count) == (3, 1, 1, 3)


def test_the_same_rows_twice_count_once_in_whatever_order(tmp_path):
    rows = [establishment(n) for n in range(5)] + [establishment(2, headcount="21")]
    found = [
        read_register([write_stock(tmp_path / "s.csv", twice, ESTABLISHMENT_COLUMNS)], [], Wanted(), as_of=DAY)
        for twice in (rows + rows, rows[::-1])
    ]
    assert [(one.active_count, one.repeated_count) for one in found] == [(5, 7), (5, 1)]
    assert (found[0].stock == found[1].stock).all()


def test_the_two_files_of_the_register_are_told_apart(tmp_path):
    stock = write_stock(tmp_path / "stock.csv", [establishment(1)], ESTABLISHMENT_COLUMNS)
    units = write_stock(tmp_path / "units.csv", [unit(1, "A")], UNIT_COLUMNS)
    with pytest.raises(SourceError, match=r"units\.csv is a file StockUniteLegale"):
        read_register([units], [], Wanted(), as_of=DAY)
    with pytest.raises(SourceError, match=r"stock\.csv is a file StockEtablissement"):
        read_register([stock], [stock], Wanted(), as_of=DAY)


def test_a_private_owner_hides_the_place_too(tmp_path):
    place = establishment(1, diffusion="O", sign_1="CHEZ CANARI")
    stock = write_stock(tmp_path / "stock.csv", [place], ESTABLISHMENT_COLUMNS)
    person = unit(1, "", diffusion="P", surname="CANARI", first_name="JEANNE", legal_form="1000")
    units = write_stock(tmp_path / "units.csv", [person], UNIT_COLUMNS)
    found = read_register([stock], [units], wanting(1), as_of=DAY)
    assert found.establishments["is_private"].all()
    assert "CANARI" not in found.establishments.to_csv() + found.units.to_csv()
    assert found.establishments[["street", "easting"]].iloc[0].tolist() == ["", ""]


def test_the_stock_counts_active_establishments_by_class_and_leaves_unknown_headcounts_unknown(tmp_path):
    rows = [
        establishment(1, headcount="NN"),
        establishment(2, headcount=""),
        establishment(3, headcount="00"),
        establishment(4, headcount="12"),
        establishment(5, state="F"),
        establishment(6, naf="561A", naf_nomenclature="NAF1993"),
        establishment(7, naf="56.10A", created="1899-01-01"),
    ]
    found = read_register([write_stock(tmp_path / "s.csv", rows, ESTABLISHMENT_COLUMNS)], [], Wanted(), as_of=DAY)
    sizes = dict(zip(DIMENSIONS["size"], found.stock.sum(axis=(0, 2, 3)), strict=True))
    sections = dict(zip(DIMENSIONS["section"], found.stock.sum(axis=(1, 2, 3)), strict=True))
    assert sizes == {"": 2, "micro": 3, "sme": 1, "mid": 0, "large": 0}
    assert (sections["C"], sections["I"], sections[""]) == (4, 1, 1)
    assert found.stock.sum() == found.active_count == 6


def test_the_size_is_that_of_the_enterprise_not_of_the_shop(tmp_path):
    units = [unit(1, "A", category="GE"), unit(2, "B", category="PME", headcount="21"), unit(3, "C", headcount="NN")]
    rows = [establishment(number, headcount="01" if number < 3 else "NN") for number in (1, 2, 3)]
    found = read_register(
        [write_stock(tmp_path / "s.csv", rows, ESTABLISHMENT_COLUMNS)],
        [write_stock(tmp_path / "u.csv", units, UNIT_COLUMNS)],
        wanting(1, 2, 3),
        as_of=DAY,
    )
    sizes = [DIMENSIONS["size"][place] for place in found.establishments["size"]]
    assert sizes == ["large", "sme", ""]
    assert found.units.loc[siren_of(1), "name"] == "A"


@pytest.mark.parametrize("content", [b"a;b\n1;2\n", b"", b"PK\x03\x04 nothing", b"PAR1 nothing"])
def test_a_file_that_is_no_stock_is_refused_in_a_sentence_without_its_rows(tmp_path, content):
    path = tmp_path / "wrong.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"wrong\.csv") as refused:
        read_register([path], [], Wanted(), as_of=DAY)
    assert "1;2" not in str(refused.value)


def test_a_broken_row_is_not_repeated_in_the_error(tmp_path):
    path = write_stock(tmp_path / "stock.csv", [establishment(1)], ESTABLISHMENT_COLUMNS)
    path.write_text(path.read_text("utf-8") + "canary-name,only,three\n", "utf-8")
    with pytest.raises(SourceError) as refused:
        read_register([path], [], Wanted(), as_of=DAY)
    assert "canary" not in str(refused.value)


def test_positions_are_read_in_degrees_or_projected_with_their_quality(tmp_path):
    rows = [
        {"siret": siret_of(1), "longitude": "3.06", "latitude": "50.63", "quality": "11", "epsg": "2154"},
        {"siret": siret_of(2), "x": "704000", "y": "7059000", "quality": "33", "epsg": "2154"},
    ]
    path = write_stock(tmp_path / "positions.csv", rows, POSITION_COLUMNS, ";")
    found = read_positions([path], frozenset([siret_of(1), siret_of(2)]))
    assert found["quality"].tolist() == ["11", "33"]
    assert found["longitude"].round(1).tolist() == [3.1, 3.1]
    assert found["latitude"].round(1).tolist() == [50.6, 50.6]
