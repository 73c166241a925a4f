"""Work done by several processes of this machine: results in the order of the work, never much of it at once.

A worker is a fresh process that is handed what it needs: neither does it run the caller's script again, nor does it
outlive the caller, whatever ends that.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa

from geoprofile.errors import GeoprofileError, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from concurrent.futures import Future
    from multiprocessing.process import BaseProcess

__all__ = ["usual_processes", "worked_on"]

# A worker takes about a second of a core to start: from two batches on it is worth that.
BATCHES_WORTH_A_WORKER = 2
# One process reads the file and writes the result: more workers than this mostly wait for it.
MOST_BY_DEFAULT = 8
# Items that are read ahead for each worker: one that it works on, one that it can take next.
AHEAD = 2

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class _Refusal:
    """A refusal on its way from a worker, where exceptions that take more than a sentence cannot go."""

    kind: type[GeoprofileError]
    told: tuple[object, ...]
    state: dict[str, Any]


def usual_processes(row_count: int, batch_rows: int) -> int:
    """Give the number of processes that a file is worth: 1 for a small one, else one a core, at most eight.

    Parameters
    ----------
    row_count, batch_rows : int
        Rows of the file, and of a batch.
    """
    batches = -(-row_count // batch_rows)
    return max(1, min(_cores(), MOST_BY_DEFAULT, batches // BATCHES_WORTH_A_WORKER))


@contextmanager
def worked_on(items: Iterator[Item], task: Callable[[Item], Result], *, processes: int) -> Iterator[Iterator[Result]]:
    """Have a task done on each item by several processes, and lend the results in the order of the items.

    Work begins at once. At most `AHEAD` items for each process are read ahead of the result that is asked for next.

    Parameters
    ----------
    items : iterator
        Each is pickled.
    task : callable
        A function of a module, or a `partial` of one; pickled with each item, so that what is large is better
        opened by the worker than handed to it.
    processes : int
        Workers.

    Yields
    ------
    iterator of results

    Raises
    ------
    OutputError
        If a worker dies, or this process may not start any.
    GeoprofileError
        What the task raises, as it raised it.
    """
    if multiprocessing.current_process().daemon:
        raise OutputError("This process is a worker itself and may not start others: run with one process.")
    threads = max(1, _cores() // processes)
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(threads,))
    workers = pool._processes  # noqa: SLF001  what `terminate_workers` of Python 3.14 goes through
    begun = (_submitted(pool, task, item) for item in items)
    try:
        with _ended(pool, workers):
            yield _in_order(deque(islice(begun, AHEAD * processes)), begun)
    except BrokenProcessPool as error:
        raise OutputError(_death(workers)) from error


@contextmanager
def _ended(pool: ProcessPoolExecutor, workers: Mapping[int, BaseProcess]) -> Iterator[None]:
    """End the workers with the work: when it is done, or at once when it fails or is interrupted."""
    try:
        yield
    except BaseException:
        for worker in workers.values():
            worker.terminate()
        raise
    finally:
        pool.shutdown()


def _in_order(waiting: deque[Future[Any]], more: Iterator[Future[Any]]) -> Iterator[Any]:
    while waiting:
        result = waiting.popleft().result()
        waiting.extend(islice(more, 1))
        if isinstance(result, _Refusal):
            raise _raisable(result)
        yield result


def _submitted(pool: ProcessPoolExecutor, task: Callable[[Item], Result], item: Item) -> Future[Result | _Refusal]:
    """Hand over one item; a worker that is not there yet is started by that."""
    with _by_themselves():
        return pool.submit(_answer, task, item)


@contextmanager
def _by_themselves() -> Iterator[None]:
    """Keep workers that start here from running the script again that calls us, and from hearing Ctrl-C.

    A fresh process imports the main script of its parent, which would do its work once more where that does not
    stand behind ``if __name__ == "__main__"``. Nothing that a worker is handed comes from there.
    """
    main = sys.modules["__main__"]
    masked = hasattr(signal, "pthread_sigmask")  # not on Windows
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if masked else set()
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        if masked:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(threads: int) -> None:
    """Prepare a worker: Ctrl-C is its parent's to answer, its share of the cores is its own, its end its parent's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pa.set_cpu_count(threads)
    pa.set_io_thread_count(threads)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _answer(task: Callable[[Item], Result], item: Item) -> Result | _Refusal:
    try:
        return task(item)
    except GeoprofileError as error:
        return _Refusal(type(error), error.args, vars(error))


def _raisable(refusal: _Refusal) -> GeoprofileError:
    """Make the error again as it was, past its `__init__`, which may ask for other things than it kept."""
    error = refusal.kind.__new__(refusal.kind, *refusal.told)
    vars(error).update(refusal.state)
    return error


def _death(workers: Mapping[int, BaseProcess]) -> str:
    """Say how a worker ended; the others were ended with it."""
    ours = (0, None, -signal.SIGTERM)
    code = next((worker.exitcode for worker in workers.values() if worker.exitcode not in ours), None)
    how = "" if code is None else f" (signal {-code})" if code < 0 else f" (exit code {code})"
    return (
        f"A worker process ended before its work did{how}, mostly a sign of too little memory: run the same command "
        "with --resume and fewer --processes; what is finished is kept."
    )


def _cores() -> int:
    """Count the cores that this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
