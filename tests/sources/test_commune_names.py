"""Sources of commune names: what every reader promises, what La Poste's file gives, and what is refused."""

import unicodedata

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import geoprofile.sources  # noqa: F401  registers the readers
from geoprofile.countries import COUNTRIES
from geoprofile.countries.grammar import fold
from geoprofile.errors import RecipeError, SourceError
from geoprofile.sources.commune_names import COMMUNE_NAME_COLUMNS, COMMUNE_NAME_COUNTRY, commune_name_schema
from geoprofile.sources.commune_population import official_names
from geoprofile.sources.commune_spelling import spell_commune
from geoprofile.sources.source import COMMUNE_NAME_SOURCES, Source
from geoprofile.tables import check

OLDER = """Code_commune_INSEE;Nom_commune;Code_postal;Ligne_5;Libellé_d_acheminement;coordonnees_gps
75104;PARIS 04;75004;;PARIS;48.85,2.35
33529;LA TESTE DE BUCH;33115;PYLA SUR MER;LA TESTE DE BUCH;44.55,-1.2
33529;LA TESTE DE BUCH;33115;;LA TESTE DE BUCH;44.55,-1.2
33529;LA TESTE DE BUCH;33260;;LA TESTE DE BUCH;44.55,-1.2
01015;ARBOYS EN BUGEY;01300;ARBIGNIEU;ARBOYS EN BUGEY;45.7,5.6
01015;ARBOYS EN BUGEY;01300;ST BOIS;ARBOYS EN BUGEY;45.7,5.6
29155;OUESSANT;29242;;ILE D OUESSANT;
"""
NEWER = """#Code_commune_INSEE;Nom_de_la_commune;Code_postal;Libellé_d_acheminement;Ligne_5
29155;OUESSANT;29242;ILE D OUESSANT;Non renseigné
75104;PARIS 04;75004;PARIS;
"""
SAMPLES = {"laposte": OLDER}


def read(path, kind="laposte", **options):
    names = COMMUNE_NAME_SOURCES[kind](Source(kind, path, options=options))
    return check(names, commune_name_schema(), what=kind)


@pytest.fixture(params=sorted(SAMPLES))
def sample(request, tmp_path):
    path = tmp_path / "names.csv"
    path.write_text(SAMPLES[request.param], encoding="utf-8")
    return request.param, path


@pytest.fixture
def written(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "hexasmal.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


class TestEveryReader:
    def test_has_a_sample_here_and_a_country(self):
        assert set(SAMPLES) == set(COMMUNE_NAME_SOURCES) == set(COMMUNE_NAME_COUNTRY)
        assert set(COMMUNE_NAME_COUNTRY.values()) <= set(COUNTRIES)

    def test_keeps_the_contract_sorted_by_code_and_postcode(self, sample):
        kind, path = sample
        names = read(path, kind)
        assert list(names.columns) == list(COMMUNE_NAME_COLUMNS)
        assert names.index.tolist() == list(range(len(names)))
        pd.testing.assert_frame_equal(names, names.sort_values(["citycode", "postcode"], ignore_index=True))

    def test_gives_the_same_table_twice(self, sample):
        kind, path = sample
        assert read(path, kind).equals(read(path, kind))

    def test_says_which_file_is_not_there(self, sample, tmp_path):
        with pytest.raises(SourceError, match=r"absent\.csv is not there"):
            read(tmp_path / "absent.csv", sample[0])

    @pytest.mark.parametrize("text", ["", "Dear Sir, or Madam\nplease, find\n", "a;b\n1;2\n"])
    def test_refuses_a_file_of_another_kind_by_name(self, sample, text, tmp_path):
        (tmp_path / "odd.csv").write_text(text, encoding="utf-8")
        with pytest.raises(SourceError, match=r"odd\.csv"):
            read(tmp_path / "odd.csv", sample[0])

    def test_refuses_an_option_that_it_does_not_know(self, sample):
        kind, path = sample
        with pytest.raises(RecipeError, match="no option 'departement'"):
            read(path, kind, departement="75")


class TestLaPoste:
    def test_a_commune_has_one_row_a_postcode_with_all_its_other_names(self, written):
        names = read(written(OLDER)).set_index(["citycode", "postcode"])
        assert names.index.tolist() == [
            ("01015", "01300"), ("29155", "29242"), ("33529", "33115"), ("33529", "33260"), ("75104", "75004"),
        ]  # fmt: skip
        assert names.loc[("01015", "01300"), "city_alias"] == "Arbignieu|Saint-Bois"
        assert names.loc[("33529", "33115"), "city_alias"] == "Pyla-sur-Mer"
        assert names.loc[("33529", "33260"), "city_alias"] == ""

    def test_a_delivery_label_that_differs_is_an_alias(self, written):
        names = read(written(OLDER)).set_index("citycode")
        assert names.loc["29155", ["city", "city_alias"]].tolist() == ["Ouessant", "Ile-d'Ouessant"]

    def test_an_arrondissement_is_written_out_and_answers_to_its_city(self, written):
        names = read(written(OLDER)).set_index("citycode")
        assert names.loc["75104", ["city", "city_alias"]].tolist() == ["Paris 4e Arrondissement", "Paris"]

    def test_a_position_is_latitude_then_longitude_and_may_be_missing(self, written):
        names = read(written(OLDER)).set_index("citycode")
        assert names.loc["75104", ["longitude", "latitude"]].tolist() == [2.35, 48.85]
        assert names.loc["29155", ["longitude", "latitude"]].isna().all()

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
    def test_newer_vintages_are_read_in_any_encoding_and_have_no_position(self, written, encoding):
        names = read(written(NEWER, encoding)).set_index("citycode")
        assert names.loc["29155", ["city", "city_alias", "postcode"]].tolist() == [
            "Ouessant",
            "Ile-d'Ouessant",
            "29242",
        ]
        assert names[["longitude", "latitude"]].isna().all(axis=None)

    def test_positions_in_two_columns_are_read_too(self, written):
        text = "code_commune_INSEE,nom_commune_complet,nom_commune_postal,code_postal,latitude,longitude\n"
        names = read(written(text + "1004,Ambérieu-en-Bugey,AMBERIEU,1500,45.9,5.3\n"))
        assert names.iloc[0].tolist() == ["01004", "Ambérieu-en-Bugey", "Amberieu", "01500", 5.3, 45.9]

    def test_the_recipe_may_name_the_columns(self, written):
        path = written("insee du lieu;lieu;cp du lieu\n01004;AMBERIEU;01500\n")
        with pytest.raises(SourceError, match=r"hexasmal\.csv .*lacks a column for 'code'"):
            read(path)
        names = read(path, code="insee du lieu", name="lieu", postcode="cp du lieu")
        assert names["city"].tolist() == ["Amberieu"]

    @pytest.mark.parametrize(
        ("good", "bad", "message"),
        [
            ("29155;", "Ouess;", r"'Code_commune_INSEE' does not hold a commune code .* first in data row 7"),
            (";29242;", ";2924X;", r"'Code_postal' does not hold a postcode .* first in data row 7"),
            ("29155;OUESSANT", "29155;", r"'Nom_commune' names no commune in data row 7 \(1 of 7 rows\)"),
            ("48.85,2.35", "48.85,east", r"'coordonnees_gps', data row 1 is not a number"),
            ("48.85,2.35", "6862305,652381", r"'coordonnees_gps', data row 1 is no position in degrees"),
        ],
    )
    def test_a_broken_cell_is_refused_with_its_column_and_row(self, written, good, bad, message):
        with pytest.raises(SourceError, match=rf"hexasmal\.csv: column {message}") as caught:
            read(written(OLDER.replace(good, bad)))
        assert "\n" not in str(caught.value)

    def test_the_real_file_names_every_commune_and_a_thousand_places(self, real_data):
        names = read(real_data / "fr/communes/laposte_hexasmal.csv")
        assert names["citycode"].nunique() == 35_100
        of = names.groupby("citycode")["city_alias"].agg("|".join)
        assert "Val-Thorens" in of["73257"]
        assert "Tourlaville" in of["50129"]
        assert names.loc[names["citycode"] == "75116", "postcode"].tolist() == ["75016", "75116"]
        assert names["longitude"].isna().sum() < 200

    def test_its_names_are_spelled_as_insee_does_but_for_accents(self, real_data):
        names = read(real_data / "fr/communes/laposte_hexasmal.csv").drop_duplicates("citycode").set_index("citycode")
        official = official_names(Source("commune_population", real_data / "fr/communes/COG2024_pop.csv"))
        both = pd.DataFrame({"ours": names["city"], "theirs": official}).dropna()
        both = both[
            [ours == theirs for ours, theirs in zip(*(fold(both[name].tolist()) for name in both), strict=True)]
        ]
        assert len(both) > 34_500
        assert (both["ours"] == both["theirs"].map(without_accents)).mean() > 0.99


def without_accents(text):
    apart = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "Oe"))
    return "".join(one for one in apart if not unicodedata.combining(one)).replace(" à ", "-a-")


class TestSpelling:
    @pytest.mark.parametrize(
        ("capitals", "spelled"),
        [
            ("ST AFFRIQUE", "Saint-Affrique"),
            ("LE HAVRE", "Le Havre"),
            ("L HAY LES ROSES", "L'Hay-les-Roses"),
            ("PONT A MOUSSON", "Pont-à-Mousson"),
            ("VAL D ISERE", "Val-d'Isere"),
            ("LES STES MARIES DE LA MER", "Les Saintes-Maries-de-la-Mer"),
            ("MERY ES BOIS", "Mery-ès-Bois"),
            ("PLOULEC H", "Ploulec'h"),
            ("NOISY-LE-SEC", "Noisy-le-Sec"),
            ("ISOLA 2000", "Isola 2000"),
            ("Y", "Y"),
            ("ES", "Es"),
            ("Sévérac d'Aveyron", "Sévérac d'Aveyron"),
            ("", ""),
        ],
    )
    def test_names_are_written_as_insee_does(self, capitals, spelled):
        assert spell_commune(capitals) == spelled

    NAMES = st.lists(
        st.sampled_from(["ST", "STE", "LE", "LA", "L", "D", "DE", "A", "H", "SUR", "AIX", "BAC", "HAYE", "01", "Y"]),
        min_size=1,
    ).map(" ".join)

    @given(NAMES)
    def test_spelling_twice_changes_nothing(self, name):
        once = spell_commune(name)
        assert spell_commune(once) == once or once.isupper()

    @given(NAMES)
    def test_the_geocoder_reads_the_same_words_in_both(self, name):
        city_key = COUNTRIES["fr"].city_key
        assert city_key(fold([spell_commune(name)])[0]) == city_key(fold([name])[0])


class TestOfficialNames:
    def test_names_stand_by_code_and_a_lost_zero_is_back(self, tmp_path):
        path = tmp_path / "cog.csv"
        path.write_text(
            "CODGEO,LIBGEO,POP\n1004,Ambérieu-en-Bugey,14854.0\n08165,FAUX,60\n08166,,1\n", encoding="utf-8"
        )
        names = official_names(Source("commune_population", path))
        assert names.to_dict() == {"01004": "Ambérieu-en-Bugey", "08165": "Faux"}

    def test_a_file_without_names_gives_none(self, tmp_path):
        path = tmp_path / "cog.csv"
        path.write_text("CODGEO,POP\n01004,14854.0\n", encoding="utf-8")
        assert official_names(Source("commune_population", path)).empty
