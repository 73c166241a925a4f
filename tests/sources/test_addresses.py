"""Address bases are read as their publishers write them, and refused when they are something else."""

import gzip

import pytest

from geoprofile.errors import SourceError
from geoprofile.sources.source import ADDRESS_SOURCES, Source
from geoprofile.tables import address_schema, check

BAN = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;"
    "nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld;libelle_acheminement;nom_afnor;source_position;"
    "source_nom_voie;certification_commune;cad_parcelles\n"
    "12270_0010_00003_bis;;3;bis;Place de la Mairie;12150;12270;Sévérac d'Aveyron;12123;Lapanouse;;;3.09;44.33;;;;"
    "SEVERAC D AVEYRON;;;;1;\n"
    "12270_b123_99999;;99999;;Les Cazes;12150;12270;Sévérac d'Aveyron;;;;;3.1;44.34;;;;SEVERAC D AVEYRON;;;;1;\n"
)
BANO = (
    "080030020H-11,11,Avenue Arthur Rimbaud,08090,Aiglemont,C+O,49.774653,4.763126\n"
    "080030020H-55B,55BIS,Avenue Arthur Rimbaud,08090,Aiglemont,C+O,49.7,4.7\n"
)
NAMES = "Stationsstraat,Rue de la Station,,21012,Sint-Jans-Molenbeek,Molenbeek-Saint-Jean,,1080,,,4.3,50.8\n"
BEST = (
    "address_id,municipality_id,part_id,street_id,postal_id,house_number,box_number,status,x_31370,y_31370,street_nl,"
    "street_fr,street_de,nis,muni_nl,muni_fr,muni_de,postcode,post_nl,post_fr,lon,lat\n"
    f"a1,m,,VS/7/2013,p,12A,,current,1,1,{NAMES}"
    f"a2,m,,VS/7/2013,p,13,,retired,1,1,{NAMES}"
)
FILES = {"ban": BAN, "bano": BANO, "best": BEST}


def read(kind, path):
    chunks = [check(chunk, address_schema(), what=kind) for chunk in ADDRESS_SOURCES[kind](Source(kind, path))]
    return chunks[0] if len(chunks) == 1 else chunks


def test_every_address_source_is_specified_here():
    assert set(FILES) == set(ADDRESS_SOURCES)


@pytest.mark.parametrize("kind", FILES)
def test_a_plain_and_a_gzipped_file_are_the_same(kind, tmp_path):
    (tmp_path / "plain.csv").write_text(FILES[kind], encoding="utf-8")
    (tmp_path / "packed.csv.gz").write_bytes(gzip.compress(FILES[kind].encode()))
    assert read(kind, tmp_path / "plain.csv").equals(read(kind, tmp_path / "packed.csv.gz"))


TEXTS = {**FILES, "prose": "Dear Sir, or Madam\nplease find\n", "nothing": ""}


@pytest.mark.parametrize(("kind", "other"), [(kind, other) for kind in FILES for other in TEXTS if kind != other])
def test_a_file_that_is_not_of_its_kind_is_refused_by_name(kind, other, tmp_path):
    text = TEXTS[other]
    (tmp_path / "odd.csv").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"odd\.csv"):
        read(kind, tmp_path / "odd.csv")


@pytest.mark.parametrize("kind", FILES)
def test_a_position_that_is_no_number_is_refused_with_its_row(kind, tmp_path):
    wrong = {
        "ban": ("3.09;44.33", "3.09;north"),
        "bano": ("49.774653", "north"),
        "best": ("4.3,50.8", "4.3,north"),
    }[kind]
    (tmp_path / "odd.csv").write_text(FILES[kind].replace(*wrong, 1), encoding="utf-8")
    with pytest.raises(SourceError, match=r"odd\.csv: row 1: latitude 'north' is not a number"):
        read(kind, tmp_path / "odd.csv")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"absent\.csv is not there"):
        read("ban", tmp_path / "absent.csv")


def test_the_ban_gives_suffixes_former_communes_and_lieux_dits(tmp_path):
    (tmp_path / "ban.csv").write_text(BAN, encoding="utf-8")
    first, second = read("ban", tmp_path / "ban.csv").to_dict("records")
    assert (first["street_id"], first["housenumber"], first["suffix"]) == ("12270_0010", 3, "bis")
    assert (first["old_citycode"], first["old_city"]) == ("12123", "Lapanouse")
    assert (second["street"], second["housenumber"]) == ("Les Cazes", 0)


def test_bano_gives_the_commune_code_and_the_suffix(tmp_path):
    (tmp_path / "bano.csv").write_text(BANO, encoding="utf-8")
    _, second = read("bano", tmp_path / "bano.csv").to_dict("records")
    assert (second["citycode"], second["housenumber"], second["suffix"]) == ("08003", 55, "bis")


def test_best_gives_all_names_of_a_street_and_only_current_addresses(tmp_path):
    (tmp_path / "best.csv").write_text(BEST, encoding="utf-8")
    (only,) = read("best", tmp_path / "best.csv").to_dict("records")
    assert (only["street"], only["street_alias"]) == ("Stationsstraat", "Rue de la Station")
    assert (only["city"], only["city_alias"]) == ("Sint-Jans-Molenbeek", "Molenbeek-Saint-Jean")
    assert (only["housenumber"], only["suffix"]) == (12, "a")
