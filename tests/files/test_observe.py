"""Whoever observes a run sees each batch of the result once, in order, also those of an earlier run."""

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geoprofile.files import open_address_file, run_batches


@pytest.fixture
def clients(tmp_path):
    path = tmp_path / "clients.csv"
    path.write_text("n;adresse\n" + "".join(f"{n};{n} rue X\n" for n in range(95)), encoding="utf-8")
    return open_address_file(path)


def double(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(double=frame["n"].astype("float64") * 2)


def stop_after(batches):
    left = iter(range(batches))

    def transform(frame):
        if next(left, None) is None:
            raise KeyboardInterrupt
        return double(frame)

    return transform


def test_each_batch_is_seen_once_in_order(clients, tmp_path):
    seen = []
    run_batches(clients, tmp_path / "out.csv", double, batch_rows=30, observe=seen.append)
    assert [table.num_rows for table in seen] == [30, 30, 30, 5]
    assert pa.concat_tables(seen)["n"].to_pylist() == [str(n) for n in range(95)]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_what_is_seen_is_what_is_written(clients, tmp_path, suffix):
    seen = []
    run_batches(clients, tmp_path / f"out{suffix}", double, batch_rows=30, observe=seen.append)
    run_batches(clients, tmp_path / "same.parquet", double, batch_rows=30)
    assert pa.concat_tables(seen).equals(pq.read_table(tmp_path / "same.parquet"))


def test_batches_of_an_earlier_run_are_seen_too(clients, tmp_path):
    out, seen = tmp_path / "out.csv", []
    with pytest.raises(KeyboardInterrupt):
        run_batches(clients, out, stop_after(2), batch_rows=30, observe=seen.append)
    assert pa.concat_tables(seen)["n"].to_pylist() == [str(n) for n in range(60)]
    seen.clear()
    report = run_batches(clients, out, double, batch_rows=30, resume=True, observe=seen.append)
    assert report.batches_resumed == 2
    assert pa.concat_tables(seen)["n"].to_pylist() == [str(n) for n in range(95)]


def test_a_file_without_rows_is_seen_as_one_batch_of_none(tmp_path):
    path, seen = tmp_path / "empty.csv", []
    path.write_text("n;adresse\n", encoding="utf-8")
    run_batches(open_address_file(path), tmp_path / "out.csv", double, observe=seen.append)
    assert [(table.num_rows, table.column_names) for table in seen] == [(0, ["n", "adresse", "double"])]


def test_observing_changes_no_byte_of_the_result(clients, tmp_path):
    run_batches(clients, tmp_path / "seen.csv", double, batch_rows=30, observe=lambda _table: None)
    run_batches(clients, tmp_path / "unseen.csv", double, batch_rows=30)
    assert (tmp_path / "seen.csv").read_bytes() == (tmp_path / "unseen.csv").read_bytes()


def test_an_observer_that_fails_leaves_no_result_and_the_run_can_go_on(clients, tmp_path):
    def fail(table):
        if table.num_rows < 30:
            raise ZeroDivisionError

    out = tmp_path / "out.csv"
    with pytest.raises(ZeroDivisionError):
        run_batches(clients, out, double, batch_rows=30, observe=fail)
    assert not out.exists()
    seen = []
    report = run_batches(clients, out, double, batch_rows=30, resume=True, observe=seen.append)
    assert (report.batches, report.batches_resumed, len(seen)) == (4, 4, 4)
    assert out.exists()
