"""The public verbs are pinned: adding or dropping one is a decision."""

import subprocess
import sys

import pytest

import geoprofile


def test_the_public_names_are_these_and_no_others():
    assert sorted(geoprofile.__all__) == [
        "GeoprofileError",
        "Territory",
        "build_territory",
        "enrich",
        "geocode",
        "open_territory",
        "reverse",
    ]


def test_every_public_name_can_be_had_from_the_package():
    for name in geoprofile.__all__:
        assert getattr(geoprofile, name) is not None
        assert name in dir(geoprofile)


def test_an_unknown_name_is_refused():
    with pytest.raises(AttributeError, match="nonsense"):
        geoprofile.nonsense  # noqa: B018


def test_importing_the_package_loads_no_heavy_library():
    heavy = "{'pandas', 'geopandas', 'pandera', 'sklearn', 'folium', 'pyarrow'}"
    code = f"import sys, geoprofile, geoprofile.cli; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
