"""Several processes under the command line: whatever ends it, the workers end with it and nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geoprofile.errors import OutputError
from geoprofile.files import open_address_file

ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys
from geoprofile import open_territory
from geoprofile.errors import OutputError
from geoprofile.files import open_address_file
from geoprofile.recipes import geocode_file, guess_address_columns
print("once")
file = open_address_file({file!r})
columns = guess_address_columns(file)
geocode_file(file, open_territory({territory!r}), {out!r}, columns=columns, batch_rows=500, processes=2)
"""


@pytest.fixture(scope="module")
def whole(demo, demo_files) -> bytes:
    """Give the result of the demo's customers, made by one process that is let alone."""
    from geoprofile.recipes import geocode_file, guess_address_columns

    file, out = open_address_file(demo_files / "customers.csv"), demo.folder.parent / "whole.csv"
    geocode_file(file, demo, out, columns=guess_address_columns(file))
    return out.read_bytes()


def alive(group: int) -> list[int]:
    """Give the processes of a group that have not ended."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, its = path.read_text().rpartition(")")[2].split()[:3]
        except (OSError, ValueError):
            continue
        if int(its) == group and state != "Z":
            found.append(int(path.parent.name))
    return found


def start(demo, file: Path, out: Path) -> subprocess.Popen[str]:
    told = [sys.executable, "-m", "geoprofile", "geocode", file, "-t", demo.folder, "-o", out, "--quiet"]
    told += ["--batch-rows", "50", "--processes", "2", "--resume"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [str(part) for part in told], env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
@pytest.mark.parametrize("to_all", [True, False], ids=["Ctrl-C", "kill -9"])
def test_a_run_that_is_ended_takes_its_workers_with_it_and_goes_on_to_the_same_bytes(
    geoprofile, demo, demo_files, tmp_path, whole, to_all
):
    file, out = demo_files / "customers.csv", tmp_path / "out.csv"
    run = start(demo, file, out)
    while run.poll() is None and len(list(tmp_path.glob("out.csv.parts/part-??????.parquet"))) < 3:
        time.sleep(0.01)
    assert len(alive(run.pid)) >= 3
    ended = time.perf_counter()
    if to_all:
        os.killpg(run.pid, signal.SIGINT)  # a terminal sends it to the workers too
    else:
        run.kill()
    _, said = run.communicate(timeout=20)
    while alive(run.pid) and time.perf_counter() - ended < 20:
        time.sleep(0.01)
    assert alive(run.pid) == []
    assert "Traceback" not in said
    assert run.returncode == (1 if to_all else -signal.SIGKILL)
    assert not out.exists()
    told = ("-t", demo.folder, "-o", out, "--batch-rows", 50, "--processes", 3, "--resume")
    again = geoprofile("geocode", file, *told)
    assert " of 40 batches from before" in again.out
    assert out.read_bytes() == whole
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "out_columns.csv"]


@pytest.mark.parametrize("way", ["file", "standard input"])
def test_a_script_needs_no_guard_and_is_run_once(demo, demo_files, tmp_path, whole, way):
    out, script = tmp_path / "out.csv", tmp_path / "script.py"
    text = SCRIPT.format(file=str(demo_files / "customers.csv"), territory=str(demo.folder), out=str(out))
    script.write_text(text, encoding="utf-8")
    told = str(script) if way == "file" else "-"
    run = subprocess.run(
        [sys.executable, told],
        input=text if way == "standard input" else "",
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "once\n", "")
    assert out.read_bytes() == whole


def test_no_processes_are_refused(geoprofile, demo, demo_files, tmp_path):
    run = geoprofile(
        "geocode", demo_files / "customers.csv", "-t", demo.folder, "-o", tmp_path / "o.csv", "--processes", 0
    )
    assert run.code == 2
    assert "--processes" in run.err


def test_an_error_after_the_first_batch_stands_on_a_line_of_its_own(
    geoprofile, demo, demo_files, tmp_path, monkeypatch
):
    def fail(tables, *_others):
        yield next(tables)
        raise OutputError("The disk is full.")

    monkeypatch.setattr("geoprofile.files.batches._followed", fail)
    run = geoprofile("geocode", demo_files / "customers.csv", "-t", demo.folder, "-o", tmp_path / "o.csv")
    assert (run.code, run.err.splitlines()[-1]) == (1, "Error: The disk is full.")
