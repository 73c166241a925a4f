"""What docs/scale.md shows runs: the command, and the functions as Spark and Dask would call them."""

import re
import shlex
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from geoprofile.cli import cli

TEXT = (Path(__file__).parents[1] / "docs" / "scale.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", TEXT, flags=re.DOTALL)
PARTITIONS = [0, 3, 3, 50]


@pytest.fixture
def customers(demo, demo_files, tmp_path, monkeypatch) -> pd.DataFrame:
    """Stand beside a territory, with some customers at hand."""
    (tmp_path / "demo_territory").symlink_to(demo.folder)
    (tmp_path / "reference_data").mkdir()
    (tmp_path / "reference_data" / "demo").symlink_to(demo_files)
    monkeypatch.chdir(tmp_path)
    path = demo_files / "customers.csv"
    return pd.read_csv(path, sep=";", encoding="cp1252", dtype="str", keep_default_na=False, nrows=50)


def parts(frame: pd.DataFrame) -> list[pd.DataFrame]:
    """Cut a table as a cluster might, an empty part among them."""
    return [frame.iloc[one:other] for one, other in pairwise([0, *PARTITIONS])]


def spark_like(frame: pd.DataFrame) -> dict[str, object]:
    """Stand in for Spark: an iterator of batches for each partition, and columns of the types that were announced."""

    def map_in_pandas(work, schema):
        found = pd.concat([batch for part in parts(frame) for batch in work(iter([part]))])
        assert found.dtypes.to_dict() == schema
        return found

    session = SimpleNamespace(createDataFrame=lambda table: SimpleNamespace(schema=table.dtypes.to_dict()))
    return {"df": SimpleNamespace(mapInPandas=map_in_pandas), "spark": session}


def dask_like(frame: pd.DataFrame) -> dict[str, object]:
    """Stand in for Dask: a call for each partition, and columns of the types that were announced."""

    def map_partitions(work, meta):
        found = [work(part) for part in parts(frame)]
        assert all(one.dtypes.to_dict() == meta.dtypes.to_dict() for one in found)
        return pd.concat(found)

    return {"ddf": SimpleNamespace(map_partitions=map_partitions)}


def test_the_command_runs(customers, tmp_path):
    from click.testing import CliRunner

    (command,) = [block.strip() for kind, block in BLOCKS if kind == "console"]
    answer = CliRunner().invoke(cli, shlex.split(command)[2:], catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    assert len(pd.read_csv(tmp_path / "enriched.csv", sep=";", dtype="str")) == 2000


@pytest.mark.parametrize(("named", "stand_in"), [("mapInPandas", spark_like), ("map_partitions", dask_like)])
def test_partitions_give_what_the_whole_table_gives(customers, named, stand_in):
    functions, *calls = [block for kind, block in BLOCKS if kind == "python"]
    (call,) = [block for block in calls if named in block]
    names = {"sample": customers.head(20), **stand_in(customers)}
    exec(compile(functions + call, "scale.md", "exec"), names)
    pd.testing.assert_frame_equal(names["result"], names["enriched"](customers))
