"""Where work is done: in this process, in local processes or on a Dask cluster, with the same results."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from tqdm import tqdm

from pipeline import params
from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from distributed import Client, Future

Item = TypeVar("Item")
Result = TypeVar("Result")

INLINE = 2  # so many items are done faster here than by a process that must start first
_AHEAD = 3  # items sent ahead to each thread of a cluster, so that none waits for the next
_PATIENCE = "20s"


def map_items(
    function: Callable[[Item], Result], items: Sequence[Item], engine: params.Engine, label: str
) -> Iterator[Result]:
    """Results of ``function`` on each item, in the order of ``items``, as they become ready.

    Parameters
    ----------
    function: a function of a module (it is sent to other processes by name), or a partial of one.
    items: what it is called with, one a call.
    engine: names a Dask scheduler, or how many local processes to use.
    label: what the progress bar says.

    Raises
    ------
    PipelineError: the Dask scheduler that ``engine`` names cannot be reached.

    """
    results = _results(function, items, engine)
    return iter(tqdm(results, total=len(items), desc=label, disable=None))


def _results(
    function: Callable[[Item], Result], items: Sequence[Item], engine: params.Engine
) -> Iterator[Result]:
    if engine.scheduler is not None:
        return _cluster(function, items, engine.scheduler)
    if engine.workers == 1 or len(items) <= INLINE:
        return map(function, items)
    return _processes(function, items, engine.workers)


def _processes(function: Callable[[Item], Result], items: Sequence[Item], workers: int) -> Iterator[Result]:
    context = multiprocessing.get_context("spawn")  # a fork copies locks that threads of libraries hold
    size = min(workers, len(items))
    with ProcessPoolExecutor(size, mp_context=context, initializer=_end_with_parent) as pool:
        yield from pool.map(function, items)


def _end_with_parent() -> None:
    """End this process when the one that started it is killed, instead of waiting for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _cluster(function: Callable[[Item], Result], items: Sequence[Item], scheduler: str) -> Iterator[Result]:
    """Results from a cluster; a few items for each of its threads are under way at a time.

    What a lost worker had taken or made is done again by another one.
    """
    with _client(scheduler) as client:
        waiting: deque[Future[Result]] = deque()
        for item in items:
            waiting.append(client.submit(function, item, pure=False))
            if len(waiting) >= _AHEAD * max(1, sum(client.nthreads().values())):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _client(scheduler: str) -> "Client":
    from distributed import Client  # noqa: PLC0415

    try:
        return Client(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise PipelineError(
            f"params.yaml: engine.scheduler {scheduler}",
            f"cannot be reached ({error})",
            "Start it (dask scheduler), or set it to null to work on this machine",
        ) from error
