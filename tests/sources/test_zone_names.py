"""Names of zones that have no outlines."""

import pytest

import geoprofile.sources  # noqa: F401  registers the readers
from geoprofile.errors import RecipeError, SourceError
from geoprofile.sources.levels import NAMED_LEVELS
from geoprofile.sources.source import ZONE_NAME_SOURCES, Source

TABLE = """CODE_IRIS;LIB_IRIS;CODE_INSEE;LIBCOM
010010000;;01001;L'Abergement-Clémenciat
010040101;Les Pérouses;01004;Ambérieu-en-Bugey
010040101;Les Pérouses;01004;Ambérieu-en-Bugey
"""


def read(path, **options):
    return ZONE_NAME_SOURCES["iris_names"](Source("iris_names", path, options=options))


def test_every_kind_says_which_level_it_names():
    assert set(NAMED_LEVELS) == set(ZONE_NAME_SOURCES)


def test_a_zone_has_its_own_name_or_that_of_its_commune(tmp_path):
    (tmp_path / "iris.csv").write_text(TABLE, encoding="utf-8")
    names = read(tmp_path / "iris.csv")
    assert names.to_dict("list") == {
        "zone_id": ["010010000", "010040101"],
        "zone_name": ["L'Abergement-Clémenciat", "Les Pérouses"],
        "parent_id": ["01001", "01004"],
    }


def test_a_table_without_codes_is_refused(tmp_path):
    (tmp_path / "iris.csv").write_text("NAME;OTHER\na;b\n", encoding="utf-8")
    with pytest.raises(SourceError, match="CODE_IRIS"):
        read(tmp_path / "iris.csv")


def test_an_unknown_option_is_refused(tmp_path):
    (tmp_path / "iris.csv").write_text(TABLE, encoding="utf-8")
    with pytest.raises(RecipeError, match="no option 'layer'"):
        read(tmp_path / "iris.csv", layer="x")


def test_the_whole_table_of_france_is_read(real_data):
    names = read(real_data / "fr/iris/table_iris_insee_epci_2019.csv")
    assert len(names) == 49_409  # of 49,423 rows, 14 stand twice
    assert names.set_index("zone_id").loc["751010101", "zone_name"].startswith("Paris 1er")
