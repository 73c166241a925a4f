"""A run that is stopped at any moment goes on where it was and ends with the same bytes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from geoprofile.errors import AddressFileError, GeoprofileError, OutputError, TableError, UnknownNameError
from geoprofile.files import open_address_file, run_batches

ROOT = Path(__file__).parents[2]

SLOW_RUN = """
import sys, time
from pathlib import Path
import numpy as np
from geoprofile.files import open_address_file, run_batches

def slow(frame):
    time.sleep(0.02)
    number = frame["n"].astype(float)
    longitude = np.where(number % 3 == 0, np.nan, number / 100)
    return frame.assign(longitude=longitude, latitude=48.5, label="été " + frame["n"])

run_batches(open_address_file(sys.argv[1]), Path(sys.argv[2]), slow, batch_rows=20, resume=True)
"""


@pytest.fixture
def clients(tmp_path: Path) -> Path:
    path = tmp_path / "clients.csv"
    path.write_text("n;adresse\n" + "".join(f"{n};{n} rue X\n" for n in range(1000)), encoding="utf-8")
    return path


def enrich(frame: pd.DataFrame) -> pd.DataFrame:
    number = frame["n"].astype(float)
    return frame.assign(
        longitude=np.where(number % 3 == 0, np.nan, number / 100), latitude=48.5, label="été " + frame["n"]
    )


def stop_after(batches: int, error: type[BaseException] = KeyboardInterrupt):
    left = iter(range(batches))

    def transform(frame: pd.DataFrame) -> pd.DataFrame:
        if next(left, None) is None:
            raise error
        return enrich(frame)

    return transform


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet", ".gpkg", ".geojson"])
def test_a_stopped_run_resumes_and_ends_with_the_bytes_of_a_whole_one(
    suffix: str, clients: Path, tmp_path: Path
) -> None:
    file = open_address_file(clients)
    whole, stopped = tmp_path / f"whole{suffix}", tmp_path / f"stopped{suffix}"
    run_batches(file, whole, enrich, batch_rows=300)
    with pytest.raises(KeyboardInterrupt):
        run_batches(file, stopped, stop_after(2), batch_rows=300)
    assert not stopped.exists()
    assert (tmp_path / f"stopped{suffix}.parts").is_dir()
    done: list[int] = []
    time.sleep(1.1 if suffix == ".xlsx" else 0)  # a clock in the file would show
    report = run_batches(file, stopped, enrich, batch_rows=300, resume=True, progress=done.append)
    assert (report.rows, report.batches, report.batches_resumed) == (1000, 4, 2)
    assert done == [600, 300, 100]
    assert stopped.read_bytes() == whole.read_bytes()
    assert not (tmp_path / f"stopped{suffix}.parts").exists()


@pytest.mark.parametrize("suffix", [".csv", ".gpkg"])
def test_a_run_that_is_killed_at_random_moments_ends_with_the_same_bytes(
    suffix: str, clients: Path, tmp_path: Path
) -> None:
    whole, killed = tmp_path / f"whole{suffix}", tmp_path / f"killed{suffix}"
    run_batches(open_address_file(clients), whole, enrich, batch_rows=20)
    command = [sys.executable, "-c", SLOW_RUN, str(clients), str(killed)]
    chance = random.Random(suffix)
    kills = 0
    for _ in range(4):
        made = len(list(tmp_path.glob("killed*.parts/part-*.parquet")))
        process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
        while process.poll() is None and len(list(tmp_path.glob("killed*.parts/part-*.parquet"))) <= made:
            time.sleep(0.01)
        time.sleep(chance.uniform(0.0, 0.25))
        os.kill(process.pid, signal.SIGKILL)
        kills += process.wait() == -signal.SIGKILL
        if killed.exists():
            break
    assert kills > 0
    run_batches(open_address_file(clients), killed, enrich, batch_rows=20, resume=True)
    assert killed.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([clients.name, whole.name, killed.name])


def test_resuming_repeats_no_batch_that_is_whole(clients: Path, tmp_path: Path) -> None:
    file, out = open_address_file(clients), tmp_path / "out.csv"
    with pytest.raises(KeyboardInterrupt):
        run_batches(file, out, stop_after(7), batch_rows=100)
    seen: list[str] = []

    def watch(frame: pd.DataFrame) -> pd.DataFrame:
        seen.extend(frame["n"])
        return enrich(frame)

    run_batches(file, out, watch, batch_rows=100, resume=True)
    assert seen == [str(n) for n in range(700, 1000)]


def test_a_part_that_was_cut_short_is_made_again(clients: Path, tmp_path: Path) -> None:
    file, out = open_address_file(clients), tmp_path / "out.csv"
    with pytest.raises(KeyboardInterrupt):
        run_batches(file, out, stop_after(5), batch_rows=100)
    part = tmp_path / "out.csv.parts" / "part-000003.parquet"
    part.write_bytes(part.read_bytes()[:50])
    assert run_batches(file, out, enrich, batch_rows=100, resume=True).batches_resumed == 3
    assert open_address_file(out).row_count == 1000


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"settings": {"model": "b"}}, "'model' was 'a' and is 'b'"),
        ({"batch_rows": 50}, "rows of a batch was 100 and is 50"),
    ],
)
def test_parts_of_other_settings_are_refused_with_what_differs(
    change: dict, word: str, clients: Path, tmp_path: Path
) -> None:
    file, out = open_address_file(clients), tmp_path / "out.csv"
    options = {"batch_rows": 100, "settings": {"model": "a"}}
    with pytest.raises(KeyboardInterrupt):
        run_batches(file, out, stop_after(2), **options)
    with pytest.raises(OutputError, match=word):
        run_batches(file, out, enrich, resume=True, **(options | change))
    assert run_batches(file, out, enrich, **(options | change)).batches_resumed == 0


def test_parts_of_another_file_are_refused(clients: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    with pytest.raises(KeyboardInterrupt):
        run_batches(open_address_file(clients), out, stop_after(2), batch_rows=100)
    clients.write_text(clients.read_text().replace("7 rue X", "8 rue X"))
    with pytest.raises(OutputError, match="address file is not the same"):
        run_batches(open_address_file(clients), out, enrich, batch_rows=100, resume=True)


def test_a_parts_folder_that_holds_something_else_is_not_removed(clients: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out.csv.parts"
    folder.mkdir()
    (folder / "diary.txt").write_text("mine")
    with pytest.raises(OutputError, match="what else it holds"):
        run_batches(open_address_file(clients), tmp_path / "out.csv", enrich)
    assert (folder / "diary.txt").read_text() == "mine"


def test_an_output_that_cannot_be_is_refused_before_any_work(clients: Path, tmp_path: Path) -> None:
    file = open_address_file(clients)
    (tmp_path / "folder.csv").mkdir()
    for out, word in [
        ("out.ods", ".xlsx"),
        ("no/out.csv", "create it"),
        ("clients.csv", "itself"),
        ("folder.csv", "folder"),
    ]:
        with pytest.raises(GeoprofileError, match=word):
            run_batches(file, tmp_path / out, stop_after(0, AssertionError))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clients.csv", "folder.csv"]


def test_an_older_result_stands_until_the_new_one_is_whole(clients: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("older")
    with pytest.raises(KeyboardInterrupt):
        run_batches(open_address_file(clients), out, stop_after(1), batch_rows=400)
    assert out.read_text() == "older"


@pytest.mark.parametrize(
    ("transform", "word"),
    [
        (lambda frame: frame.iloc[1:], "went in with 1,000 rows and came out with 999"),
        (lambda frame: frame[["adresse", "n"]], "moved columns"),
        (lambda frame: frame.assign(n="1"), "changed the column 'n'"),
        (lambda frame: frame.sort_values("n"), "changed the column 'n'"),
        (lambda frame: pd.concat([frame, frame], axis=1), "two columns named 'n'"),
    ],
)
def test_a_transform_that_loses_or_changes_rows_is_caught(transform, word: str, clients: Path, tmp_path: Path) -> None:
    with pytest.raises(TableError, match=word):
        run_batches(open_address_file(clients), tmp_path / "out.csv", transform)
    assert not (tmp_path / "out.csv").exists()


def test_all_batches_share_the_schema_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("n\n1\n2\n3\n")
    values = iter([(None, 1, True), ("x", 2.0, None), (3.5, np.nan, False)])

    def transform(frame: pd.DataFrame) -> pd.DataFrame:
        text, number, flag = next(values)
        return frame.assign(t=pd.Series([text], dtype=object), i=[number], b=pd.Series([flag], dtype="boolean"))

    run_batches(open_address_file(path), tmp_path / "out.parquet", transform, batch_rows=1)
    result = pd.read_parquet(tmp_path / "out.parquet", dtype_backend="pyarrow")
    assert result["t"].to_list() == [None, "x", "3.5"] or result["t"].isna().to_list() == [True, False, False]
    assert str(result["i"].dtype) == "int64[pyarrow]"
    assert result["i"].isna().to_list() == [False, False, True]
    assert str(result["b"].dtype) == "bool[pyarrow]"


def test_a_later_batch_of_another_kind_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("n\n1\n2\n")
    values = iter([1, 2.5])
    with pytest.raises(TableError, match="'v' holds int64 in the first batch"):
        run_batches(open_address_file(path), tmp_path / "o.csv", lambda f: f.assign(v=next(values)), batch_rows=1)


def test_a_file_that_shrinks_while_it_is_read_is_refused(clients: Path, tmp_path: Path) -> None:
    file = open_address_file(clients)
    clients.write_text("n;adresse\n1;1 rue X\n")
    with pytest.raises(AddressFileError, match="held 1,000 rows when it was opened and 1 now"):
        run_batches(file, tmp_path / "out.csv", enrich)


def test_a_transform_that_changes_the_frame_in_place_is_caught(clients: Path, tmp_path: Path) -> None:
    def scribble(frame: pd.DataFrame) -> pd.DataFrame:
        frame["adresse"] = "x"
        return frame

    with pytest.raises(TableError, match="changed the column 'adresse'"):
        run_batches(open_address_file(clients), tmp_path / "out.csv", scribble)


def test_what_a_kill_left_half_written_is_not_taken_for_the_result(clients: Path, tmp_path: Path) -> None:
    file = open_address_file(clients)
    whole, out = tmp_path / "whole.gpkg", tmp_path / "out.gpkg"
    run_batches(file, whole, enrich, batch_rows=300)
    with pytest.raises(KeyboardInterrupt):
        run_batches(file, out, stop_after(3), batch_rows=300)
    for name in (".out.unfinished.gpkg", ".out.unfinished.gpkg-journal"):
        (tmp_path / name).write_bytes(whole.read_bytes()[:5000])
    (tmp_path / "out.gpkg.parts" / ".part-000003.unfinished.parquet").write_bytes(b"half")
    run_batches(file, out, enrich, batch_rows=300, resume=True)
    assert out.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clients.csv", "out.gpkg", "whole.gpkg"]


def test_two_runs_to_one_output_are_not_let_at_it_together(clients: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"

    def transform(frame: pd.DataFrame) -> pd.DataFrame:
        with pytest.raises(OutputError, match="Another run is writing"):
            run_batches(open_address_file(clients), out, enrich, batch_rows=300)
        return enrich(frame)

    report = run_batches(open_address_file(clients), out, transform, batch_rows=300)
    assert report.rows == open_address_file(clients).row_count
    assert not (tmp_path / "out.csv.parts").exists()


def test_parts_are_their_owners_alone(clients: Path, tmp_path: Path) -> None:
    def transform(frame: pd.DataFrame) -> pd.DataFrame:
        assert (tmp_path / "out.csv.parts").stat().st_mode & 0o077 == 0
        return enrich(frame)

    run_batches(open_address_file(clients), tmp_path / "out.csv", transform)


def test_a_file_that_is_no_list_of_columns_is_not_replaced_by_one(clients: Path, tmp_path: Path) -> None:
    legend = pa.table({"column": ["a"], "label_fr": ["A"]})
    mine = tmp_path / "out_columns.csv"
    mine.write_text("nom;adresse\n")
    with pytest.raises(OutputError, match=r"out_columns.csv is there and is no list of columns"):
        run_batches(open_address_file(clients), tmp_path / "out.csv", enrich, legend=legend)
    assert mine.read_text() == "nom;adresse\n"
    mine.unlink()
    for _ in range(2):
        run_batches(open_address_file(clients), tmp_path / "out.csv", enrich, legend=legend)


# Several processes


def die(frame: pd.DataFrame) -> pd.DataFrame:
    if "700" in set(frame["n"]):
        os.kill(os.getpid(), signal.SIGKILL)
    return enrich(frame)


def refuse(frame: pd.DataFrame) -> pd.DataFrame:
    if "700" in set(frame["n"]):
        raise UnknownNameError("shop", "Nort", ["Nord", "Sud"])
    return enrich(frame)


def lose(frame: pd.DataFrame) -> pd.DataFrame:
    return enrich(frame if frame["n"].iloc[0] == "0" else frame.iloc[1:])


def drift(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(v=1 if frame["n"].iloc[0] == "0" else 0.5)


@pytest.mark.parametrize("suffix", [".csv", ".gpkg"])
def test_several_processes_write_the_bytes_of_one(suffix: str, clients: Path, tmp_path: Path) -> None:
    one, several = tmp_path / f"one{suffix}", tmp_path / f"several{suffix}"
    file, done, seen = open_address_file(clients), [], []
    run_batches(file, one, enrich, batch_rows=90)
    told = {"batch_rows": 90, "progress": done.append, "observe": lambda table: seen.extend(table["n"].to_pylist())}
    report = run_batches(file, several, enrich, processes=3, **told)
    assert several.read_bytes() == one.read_bytes()
    assert (done, seen) == ([90] * 11 + [10], [str(n) for n in range(1000)])
    assert (report.rows, report.batches, report.batches_resumed) == (1000, 12, 0)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([clients.name, one.name, several.name])


def test_a_worker_that_dies_is_told_in_one_sentence_and_what_was_finished_is_kept(
    clients: Path, tmp_path: Path
) -> None:
    out, file = tmp_path / "out.csv", open_address_file(clients)
    with pytest.raises(OutputError, match=r"ended before its work did \(signal 9\).*fewer --processes.*kept\.$"):
        run_batches(file, out, die, batch_rows=100, processes=2)
    assert not out.exists()
    kept = sorted(path.name for path in (tmp_path / "out.csv.parts").glob("*part-*"))
    assert kept == [f"part-{number:06d}.parquet" for number in range(len(kept))]
    assert run_batches(file, out, enrich, batch_rows=100, resume=True).batches_resumed == len(kept)
    assert open_address_file(out).row_count == 1000


@pytest.mark.parametrize(
    ("transform", "kind", "said"),
    [
        (refuse, UnknownNameError, "no shop named 'Nort'. Did you mean 'Nord'?"),
        (lose, TableError, "from row 101 on went in with 100 rows and came out with 99"),
        (drift, TableError, r"Batch 2 came out with the column 'v' \(double\) where .* 'v' \(int64\)"),
    ],
)
def test_what_a_worker_refuses_is_what_one_process_would_say(
    transform, kind: type[GeoprofileError], said: str, clients: Path, tmp_path: Path
) -> None:
    with pytest.raises(kind, match=said):
        run_batches(open_address_file(clients), tmp_path / "out.csv", transform, batch_rows=100, processes=2)
    assert not list(tmp_path.glob("out.csv.parts/*draft*"))


def test_a_run_of_one_process_goes_on_with_several(clients: Path, tmp_path: Path) -> None:
    file, out, whole = open_address_file(clients), tmp_path / "out.csv", tmp_path / "whole.csv"
    run_batches(file, whole, enrich)
    with pytest.raises(KeyboardInterrupt):
        run_batches(file, out, stop_after(4), batch_rows=100)
    assert run_batches(file, out, enrich, batch_rows=100, resume=True, processes=2).batches_resumed == 4
    assert out.read_bytes() == whole.read_bytes()
