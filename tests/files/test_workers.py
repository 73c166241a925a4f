"""Work shared by processes: in order, bounded, ended with whoever asked for it."""

from __future__ import annotations

import multiprocessing
import time
from functools import partial

import pytest

from geoprofile.errors import OutputError, SourceError, UnknownNameError
from geoprofile.files import workers
from geoprofile.files.workers import usual_processes, worked_on


def slow_first(number: int) -> int:
    time.sleep(0.3 if number == 0 else 0)
    return number


def refuse(name: str) -> str:
    raise {"unknown": UnknownNameError("shop", name, ["b"]), "source": SourceError("No such line.")}[name]


def test_results_come_in_the_order_of_the_items_and_few_items_are_taken_ahead() -> None:
    taken: list[int] = []
    items = (taken.append(n) or n for n in range(40))
    with worked_on(items, slow_first, processes=2) as results:
        assert len(taken) == 4
        for number, result in enumerate(results):
            assert result == number
            assert len(taken) <= number + 5
    assert taken == list(range(40))
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("name", ["unknown", "source"])
def test_a_refusal_comes_back_as_it_was_raised(name: str) -> None:
    with pytest.raises((UnknownNameError, SourceError)) as here:
        refuse(name)
    with pytest.raises(type(here.value)) as there, worked_on(iter([name]), refuse, processes=1) as results:
        list(results)
    assert str(there.value) == str(here.value)
    assert type(there.value) is type(here.value)


def test_a_caller_that_fails_is_not_kept_waiting_by_the_work() -> None:
    started = time.perf_counter()
    with pytest.raises(ZeroDivisionError), worked_on(iter([0, 60, 60]), time.sleep, processes=2) as results:
        divmod(1, next(results) or 0)
    assert time.perf_counter() - started < 30
    assert multiprocessing.active_children() == []


def test_a_worker_starts_no_workers_of_its_own() -> None:
    daemon = partial(multiprocessing.current_process()._config.__setitem__, "daemon")
    daemon(True)
    try:
        with pytest.raises(OutputError, match="run with one process"), worked_on(iter([1]), abs, processes=2):
            pass
    finally:
        daemon(False)


@pytest.mark.parametrize(
    ("rows", "cores", "wanted"),
    [(0, 64, 1), (50_000, 64, 1), (150_000, 64, 1), (200_000, 64, 2), (10**6, 4, 4), (10**7, 64, 8), (10**7, 1, 1)],
)
def test_small_files_are_worth_one_process_and_large_ones_as_many_as_there_are_cores_up_to_eight(
    monkeypatch: pytest.MonkeyPatch, rows: int, cores: int, wanted: int
) -> None:
    monkeypatch.setattr(workers, "_cores", lambda: cores)
    assert usual_processes(rows, 50_000) == wanted
