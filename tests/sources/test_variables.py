"""Variable sources: what every reader promises, what each one reads, and what it refuses."""

import zipfile
from pathlib import Path

import pandas as pd
import pytest

import geoprofile.sources  # noqa: F401  registers the readers
from geoprofile.errors import RecipeError, SourceError
from geoprofile.sources.source import VARIABLE_SOURCES, Source
from geoprofile.tables import VariableTable, dictionary_frame

CELL = "CRS3035RES200mN2890000E3760000"
SAMPLES = {
    "filosofi": ("IRIS;DISP_MED18;DISP_TP6018;DISP_NOTE18\n010040101;19300;20.1;0\n", {}),
    "insee_census": (",IRIS,LIBCOM,P16_RPMAISON,P16_RPAPPART\n2,010040101,Ambérieu,300.5,99.5\n", {}),
    "grid_200m_variables": (f"IdINSPIRE,Ind,Men\n{CELL},10,4\n", {}),
    "urban_zoning": ("CODGEO,CATEAAV2020,TUU2017\n01004,11,4\n", {}),
    "commune_population": ("CODGEO,LIBGEO,POP\n01004,Ambérieu,14000.0\n", {}),
    "statbel_income": ("cd_sector|ms_median_net_taxable_inc\n23027A00-|29000\n", {}),
    "table": ("code_iris;clients\n010040101;3\n", {"zone_level": "iris"}),
}


def write(tmp_path: Path, text: str, name: str = "table.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def read(kind: str, path: Path, *, vintage: str = "", **options) -> VariableTable:
    source = Source(kind, path, vintage=vintage, licence="ODbL", publisher="INSEE", options=options)
    return VARIABLE_SOURCES[kind](source)


@pytest.fixture(params=sorted(SAMPLES))
def sample(request, tmp_path):
    text, options = SAMPLES[request.param]
    return request.param, write(tmp_path, text), options


class TestEveryReader:
    def test_has_a_sample_here(self):
        assert set(SAMPLES) == set(VARIABLE_SOURCES)

    def test_gives_values_by_text_codes_and_a_full_line_of_dictionary_for_each(self, sample):
        kind, path, options = sample
        table = read(kind, path, **options)
        assert table.values.index.name == "zone_id"
        assert table.values.index.dtype == "str"
        for variable in table.variables:
            dtype = "str" if variable.kind == "categorical" else "float64"
            assert table.values[variable.name].dtype == dtype
        lines = dictionary_frame(table.variables)
        filled = ["name", "label_fr", "label_en", "kind", "zone_level", "source", "licence"]
        assert (lines[filled] != "").all(axis=None)
        assert set(lines["source"]) == {"INSEE, table.csv"}

    def test_says_which_file_is_not_there(self, sample, tmp_path):
        kind, _, options = sample
        with pytest.raises(SourceError, match=r"absent\.csv is not there"):
            read(kind, tmp_path / "absent.csv", **options)

    @pytest.mark.parametrize("text", ["", "a sentence", "a;b\n", "\0\1binary;x\n1;2\n", "a;a\n1;2\n"])
    def test_refuses_a_file_that_is_no_table_by_name(self, sample, tmp_path, text):
        kind, _, options = sample
        with pytest.raises(SourceError, match=r"odd\.csv"):
            read(kind, write(tmp_path, text, "odd.csv"), **options)

    def test_refuses_a_table_of_something_else_and_lists_its_columns(self, sample, tmp_path):
        kind, _, options = sample
        with pytest.raises(SourceError, match="colour, weight"):
            read(kind, write(tmp_path, "colour;weight\nred;3\n"), **options)

    def test_refuses_a_code_that_stands_twice(self, sample, tmp_path):
        kind, _, options = sample
        header, row = SAMPLES[kind][0].splitlines()
        with pytest.raises(SourceError, match="stands twice"):
            read(kind, write(tmp_path, f"{header}\n{row}\n{row}\n"), **options)

    def test_refuses_an_option_that_it_does_not_know(self, sample):
        kind, path, options = sample
        with pytest.raises(RecipeError, match="no option 'separator'"):
            read(kind, path, **options, separator=";")

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
    def test_reads_the_encodings_that_publishers_use(self, sample, tmp_path, encoding):
        kind, path, options = sample
        other = write(tmp_path, SAMPLES[kind][0], "other.csv", encoding)
        assert read(kind, other, **options).values.equals(read(kind, path, **options).values)


class TestFiles:
    TEXT = SAMPLES["filosofi"][0]

    def test_a_zip_is_read_by_its_largest_table(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "filo.zip", "w") as archive:
            archive.writestr("meta.csv", "a;b\n")
            archive.writestr("data.csv", self.TEXT)
        assert read("filosofi", tmp_path / "filo.zip").values.index.tolist() == ["010040101"]

    def test_a_zip_without_a_table_and_a_broken_one_are_refused(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "filo.zip", "w") as archive:
            archive.writestr("readme.pdf", "x")
        with pytest.raises(SourceError, match=r"filo\.zip holds no \.csv"):
            read("filosofi", tmp_path / "filo.zip")
        with pytest.raises(SourceError, match=r"broken\.gz cannot be unpacked"):
            read("filosofi", write(tmp_path, "no gzip", "broken.gz"))

    def test_an_uneven_row_is_told_by_its_number(self, tmp_path):
        path = write(tmp_path, self.TEXT + "010040102;1;2\n")
        with pytest.raises(SourceError, match=r"row 3 .* has 3 columns, the header 4"):
            read("filosofi", path)

    def test_bytes_of_no_known_encoding_are_refused(self, tmp_path):
        path = tmp_path / "bytes.csv"
        path.write_bytes(self.TEXT.encode() + b"\x81\x8d;1;2;0\n")
        with pytest.raises(SourceError, match=r"bytes\.csv"):
            read("filosofi", path)

    def test_a_blank_last_row_is_no_zone(self, tmp_path):
        assert len(read("filosofi", write(tmp_path, self.TEXT + ";;;\n")).values) == 1

    def test_a_cell_that_is_no_number_is_told_by_column_and_row_and_not_repeated(self, tmp_path):
        path = write(tmp_path, self.TEXT + "010040102;Dupont;2;0\n")
        with pytest.raises(SourceError, match="column 'DISP_MED18', data row 2 is not a number") as caught:
            read("filosofi", path)
        assert "Dupont" not in str(caught.value)

    def test_an_empty_code_is_refused_with_its_row(self, tmp_path):
        with pytest.raises(SourceError, match=r"does not hold an IRIS code .* in 1 of 2 rows, first in data row 2"):
            read("filosofi", write(tmp_path, self.TEXT + ";1;2;0\n"))


class TestFilosofi:
    def test_decimal_comma_secret_cells_and_percentages(self, tmp_path):
        header = "IRIS;DEC_MED21;DEC_TP6021;DEC_GI21;DEC_INCERT21\n"
        text = header + "010040101;19330;29,0;0,318;2\n010040102;ns;s;nd;so\n"
        table = read("filosofi", write(tmp_path, text))
        assert table.zone_level == "iris"
        assert table.values.loc["010040101"].to_dict() == pytest.approx(
            {
                "income_declared_median_eur": 19330,
                "income_declared_gini_index": 0.318,
                "income_declared_low_rate": 0.29,
                "income_declared_uncertainty_flag": 2,
            }
        )
        assert table.values.loc["010040102"].isna().all()
        assert {variable.vintage for variable in table.variables} == {"2021"}

    def test_a_table_by_commune_has_the_same_names_and_weighs_by_its_own_count(self, tmp_path):
        text = "CODGEO;NBPERSMENFISC21;MED21;TP6021;PPSOC21\n75056;1958437;29730;16,0;2,7\n01001;895;25820;s;s\n"
        table = read("filosofi", write(tmp_path, text))
        by_name = {variable.name: variable for variable in table.variables}
        assert table.zone_level == "commune"
        assert table.values.loc["75056", "poverty_rate"] == pytest.approx(0.16)
        assert by_name["income_median_eur"].denominator == "persons_in_tax_households"
        by_iris = read("filosofi", write(tmp_path, SAMPLES["filosofi"][0], "iris.csv"))
        assert {v.name: v.denominator for v in by_iris.variables}["income_median_eur"] == "population"

    def test_a_table_without_benefits_or_taxes_is_of_declared_income(self, tmp_path):
        table = read("filosofi", write(tmp_path, "CODGEO;Q218;PAUT18\n01001;25820;3\n"))
        assert table.values.columns.tolist() == ["income_declared_median_eur"]

    @pytest.mark.parametrize("vintage", ["2018", "2018 (revenus)", ""])
    def test_a_vintage_that_agrees_or_is_not_said_is_taken(self, tmp_path, vintage):
        table = read("filosofi", write(tmp_path, SAMPLES["filosofi"][0]), vintage=vintage)
        assert table.variables[0].vintage == (vintage or "2018")

    def test_a_vintage_that_the_file_does_not_bear_is_refused(self, tmp_path):
        with pytest.raises(SourceError, match="holds columns of 2018, but the recipe says vintage '2021'"):
            read("filosofi", write(tmp_path, SAMPLES["filosofi"][0]), vintage="2021")


class TestCensus:
    def test_shares_are_over_the_sum_of_the_parts(self, tmp_path):
        table = read("insee_census", write(tmp_path, SAMPLES["insee_census"][0]))
        assert table.values.loc["010040101"].to_dict() == pytest.approx(
            {"households": 400, "housing_houses_share": 0.75125, "housing_flats_share": 0.24875}
        )

    def test_the_official_total_is_preferred_to_the_sum_of_houses_and_flats(self, tmp_path):
        text = "IRIS;P20_RP;P20_RPMAISON;P20_RPAPPART\n010040101;500;300;100\n"
        values = read("insee_census", write(tmp_path, text)).values
        assert values.loc["010040101"].tolist() == [500, 0.6, 0.2]

    def test_a_sum_with_a_missing_part_is_missing_and_so_is_a_share_of_nothing(self, tmp_path):
        text = "IRIS,P16_RPMAISON,P16_RPAPPART\n010040101,,5\n010040102,0,0\n"
        values = read("insee_census", write(tmp_path, text)).values
        assert values.loc["010040101"].isna().all()
        assert values.loc["010040102", "households"] == 0
        assert pd.isna(values.loc["010040102", "housing_houses_share"])

    def test_social_housing_over_houses_and_flats_never_passes_one(self, tmp_path):
        text = "IRIS,P16_RPMAISON,P16_RPAPPART,P16_RP_LOCHLMV\n010040101,0,100,103\n"
        values = read("insee_census", write(tmp_path, text)).values
        assert values.loc["010040101", "housing_social_share"] == 1

    def test_several_census_years_need_one_in_the_recipe(self, tmp_path):
        path = write(tmp_path, "CODGEO;P21_POP;P15_POP\n01004;14000;13000\n")
        with pytest.raises(SourceError, match="holds columns of 2015, 2021, but the recipe says no vintage"):
            read("insee_census", path)
        table = read("insee_census", path, vintage="RP2015")
        assert table.values.loc["01004", "population"] == 13000
        assert table.zone_level == "commune"

    def test_two_wheels_are_one_heading_before_and_after_bicycles_were_counted(self, tmp_path):
        old = write(tmp_path, "IRIS,C16_ACTOCC15P,C16_ACTOCC15P_DROU\n010040101,10,3\n", "old.csv")
        new = write(
            tmp_path,
            "IRIS,C20_ACTOCC15P,C20_ACTOCC15P_VELO,C20_ACTOCC15P_2ROUESMOT\n010040101,10,2,1\n",
            "new.csv",
        )
        shares = [read("insee_census", path).values["commute_two_wheels_share"].iloc[0] for path in (old, new)]
        assert shares == pytest.approx([0.3, 0.3])

    def test_a_variable_that_another_source_gives_can_be_left_out(self, tmp_path):
        path = write(tmp_path, SAMPLES["insee_census"][0])
        kept = read("insee_census", path, leave_out=["households"])
        assert kept.values.columns.tolist() == ["housing_houses_share", "housing_flats_share"]
        with pytest.raises(RecipeError, match="no variable 'household' to leave out; choose from: households,"):
            read("insee_census", path, leave_out=["household"])
        with pytest.raises(RecipeError, match="'leave_out' is a list of texts"):
            read("insee_census", path, leave_out="households")

    def test_leaving_everything_out_is_refused(self, tmp_path):
        path = write(tmp_path, "IRIS,P16_RP\n010040101,5\n")
        with pytest.raises(RecipeError, match="leaves no variable"):
            read("insee_census", path, leave_out=["households"])

    def test_the_official_tables_of_households_and_of_housing_share_no_variable(self, tmp_path):
        couples = write(tmp_path, "IRIS;C16_MEN;C16_PMEN;C16_MENPSEUL\n010040101;500;1000;200\n", "couples.csv")
        housing = write(tmp_path, "IRIS;P16_LOG;P16_RP;P16_MEN\n010040101;600;502;502\n", "housing.csv")
        names = [set(read("insee_census", path).values.columns) for path in (couples, housing)]
        assert names[0] == {
            *("households_complementary", "persons_in_households"),
            *("household_size_mean", "households_one_person_share"),
        }
        assert names[1] == {"households", "dwellings"}


class TestCommunes:
    @pytest.mark.parametrize(
        ("code", "urban_class"),
        [
            ("111", "urban"),
            ("112", "periurban"),
            ("120", "periurban"),
            ("221", "urban"),
            ("300", "rural"),
            ("400", "rural"),
        ],
    )
    def test_the_zoning_of_2010_has_the_same_three_classes(self, tmp_path, code, urban_class):
        values = read("urban_zoning", write(tmp_path, f"CODGEO,CATAEU2010\n01004,{code}\n")).values
        assert values.loc["01004", "urban_class"] == urban_class

    def test_an_unknown_class_is_refused(self, tmp_path):
        with pytest.raises(SourceError, match="'CATEAAV2020' holds '99'"):
            read("urban_zoning", write(tmp_path, "CODGEO,CATEAAV2020\n01004,99\n"))

    def test_a_zoning_in_two_vintages_is_refused(self, tmp_path):
        with pytest.raises(SourceError, match=r"zoning UU twice \(UU2010, UU2020\)"):
            read("urban_zoning", write(tmp_path, "CODGEO,UU2010,UU2020\n01004,1,1\n"))

    def test_a_count_of_people_is_never_copied_to_arrondissements(self, tmp_path):
        values = read(
            "commune_population", write(tmp_path, "CODGEO,LIBGEO,POP\n75056,Paris,2133111.0\n1001,Ab,\n")
        ).values
        assert values["population_legal"].to_dict() == pytest.approx(
            {"75056": 2133111, "01001": float("nan")}, nan_ok=True
        )


class TestStatbel:
    OFFICIAL = (
        "CD_YEAR|CD_REFNIS_SECTOR|MS_NBR_NON_ZERO_INC|MS_MEDIAN_NET_TAXABLE_INC\n"
        "2020|23027A00-|500|27000\n2021|23027A00-|510|28000,5\n2021|23027A01-|C|NA\n"
    )

    def test_one_year_is_taken_from_a_file_of_several(self, tmp_path):
        table = read("statbel_income", write(tmp_path, self.OFFICIAL), vintage="2021")
        assert table.zone_level == "statistical_sector"
        assert table.values.loc["23027A00-"].tolist() == [510, 28000.5]
        assert table.values.loc["23027A01-"].isna().all()
        assert table.variables[1].denominator == "tax_declarations"

    @pytest.mark.parametrize("vintage", ["", "2019"])
    def test_a_file_of_several_years_needs_one_that_it_holds(self, tmp_path, vintage):
        with pytest.raises(SourceError, match="holds the years 2020, 2021"):
            read("statbel_income", write(tmp_path, self.OFFICIAL), vintage=vintage)
